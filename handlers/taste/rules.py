"""What was turned down, by theme. Pure.

The reasons are people's own; nothing is concluded from them. What was turned down without a reason
is counted, and its reason asked for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import get_args
from uuid import UUID

from handlers.notes.reader.topics import topic_of
from handlers.taste.errors import UnknownThemeError
from store.types import Topic

ALL = "all"
PAGE_ACTION = "taste_page"
WHY_ACTION = "taste_why"
WHY_OF_NOTE_ACTION = "taste_why_note"

THEMES: Sequence[str] = get_args(Topic)


@dataclass(frozen=True)
class Turned:
    """A suggestion or a note that was turned down: what it is called ("S4"), what it asked for,
    why, by whom, when, where it came from, and how often it came back since. It is the row
    `suggestion` or the row `note`."""

    label: str
    theme: str
    words: str
    why: str
    who: str | None
    at: datetime | None
    link: str = ""
    again: int = 0
    suggestion: UUID | None = None
    note: UUID | None = None


@dataclass(frozen=True)
class Theme:
    """What was turned down of one theme: with a reason and without, the newest first."""

    name: str
    because: Sequence[Turned]
    unsaid: Sequence[Turned]

    @property
    def all(self) -> Sequence[Turned]:
        return [*self.because, *self.unsaid]

    @property
    def again(self) -> int:
        return sum(each.again for each in self.all)


def themes(turned: Iterable[Turned]) -> Sequence[Theme]:
    """Everything by its theme, the theme with the most reasons first."""
    found: dict[str, list[Turned]] = {}
    for each in turned:
        found.setdefault(each.theme, []).append(each)
    made = [_theme(name, each) for name, each in found.items()]
    return sorted(made, key=lambda each: (-len(each.because), -len(each.all), each.name))


def theme_of(words: str, quote: str = "") -> str:
    """The department that does the work these words name."""
    return topic_of(words, quote)


def read_theme(written: str) -> str:
    """The theme that a command names; "" for none. Raises UnknownThemeError."""
    wanted = " ".join(written.split()).casefold()
    wanted = {"color": "colour", "effects": "vfx", "everything": ALL}.get(wanted, wanted)
    if wanted and wanted != ALL and wanted not in THEMES:
        raise UnknownThemeError(written, THEMES)
    return wanted


def turned_to(value: str) -> tuple[str, str]:
    """The theme and the page that a button's value names."""
    theme, _, page = value.partition(":")
    return (theme if theme == ALL or theme in THEMES else ""), page


def _theme(name: str, each: Sequence[Turned]) -> Theme:
    ordered = sorted(each, key=lambda one: one.at.timestamp() if one.at else 0.0, reverse=True)
    return Theme(name, [one for one in ordered if one.why], [one for one in ordered if not one.why])
