"""What the doctor finds, and how it is shown."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

Level = Literal["ok", "warning", "problem"]

STYLES: dict[Level, str] = {"ok": "green", "warning": "yellow", "problem": "bold red"}

PATIENCE = 5
"""Seconds each server has to answer."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at: how it is, what was found, and what to do unless it is well."""

    name: str
    level: Level
    found: str
    advice: str = ""


def render(findings: Sequence[Finding]) -> RenderableType:
    """The findings as a table for a terminal, with a closing count."""
    table = Table.grid(padding=(0, 2))
    for finding in findings:
        style = STYLES[finding.level]
        # Text, not strings: a workspace's name is not console mark-up.
        words = Text(finding.found)
        if finding.advice:
            words.append(f"\n→ {finding.advice}", style=style)
        table.add_row(Text(finding.level, style), Text(finding.name), words)
    count = Counter(finding.level for finding in findings)
    shown = ", ".join(f"{count[level]} {level}" for level in STYLES if count[level])
    return Group(table, Text(f"\n{shown}"))


def first_line(error: BaseException) -> str:
    """What an error says, in one line."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
