"""`scripty doctor`: what keeps this installation from working, and what to do about it.

Nothing is posted, nothing is migrated, and no secret is ever part of what is said.
"""

from bot.doctor.examine import examine
from bot.doctor.findings import Finding, Level, render

__all__ = ["Finding", "Level", "examine", "render"]
