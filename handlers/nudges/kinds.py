"""What the kinds of gaps are called. Pure."""

from collections.abc import Mapping

KINDS: Mapping[str, str] = {
    "conflicting note": "conflicting notes",
    "approval stale": "stale approvals",
    "overdue": "what is overdue",
    "unresolved note": "notes to decide on",
    "approval pending": "pending approvals",
    "stale document": "stale documents",
    "scene not ready": "scenes not ready",
    "no owner": "missing owners",
    "no date": "missing dates",
    "unverified note": "notes to verify",
    "unanchored": "what is connected to nothing",
    "no review path": "missing review paths",
    "no consequence": "missing consequences",
}
"""What the kinds of gaps are called in a list."""
