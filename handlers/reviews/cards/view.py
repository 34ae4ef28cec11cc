"""A review with all that its card shows, and what the cards of a room say alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers import blocks as kit
from handlers.approvals.entry import ApprovalsView
from handlers.blocks import Block
from handlers.conflicts.entry import ConflictView
from handlers.notes.words import NoteView, Numbers, in_short, written_timecode
from handlers.text import day, one_line, shorten, version_words
from store.tables import Cut, Note, Production, Review


@dataclass(frozen=True)
class Newer:
    """The cut that supersedes the one shown, and where its review is."""

    cut: Cut
    permalink: str


@dataclass(frozen=True)
class LeftBehind:
    """Notes of an older round that were in time and that nobody has decided on."""

    version: str
    review: Review
    undecided: int


@dataclass(frozen=True)
class ReviewView:
    """A review with what is needed to show it; `names` are the names of user ids.

    `finished` are the people who have finished reviewing, in the order in which they said so.
    """

    production: Production
    cut: Cut
    review: Review
    notes: Sequence[NoteView]
    names: Mapping[str, str]
    approvals: ApprovalsView
    conflicts: Sequence[ConflictView] = ()
    finished: Sequence[str] = ()
    newer: Newer | None = None
    left_behind: Sequence[LeftBehind] = ()


def title_of(view: ReviewView) -> str:
    return f"{shorten(one_line(view.production.name), 110)} · {version_words(view.cut.version)}"


def due_by(view: ReviewView) -> list[str]:
    review = view.review
    return [f"notes by {day(review.due, review.created_at)}"] if review.due else []


def cut_link(cut: Cut) -> list[Block]:
    return [kit.link(cut.link)] if cut.link else []


def short(view: NoteView, names: Mapping[str, str]) -> str:
    """The words in one line, led by the timecode unless they say it themselves."""
    words = in_short(view, names, 70)
    timecode = written_timecode(view.note)
    return words if timecode in words else f"{timecode} {words}"


def permalink_of(view: NoteView) -> str:
    links = (view.permalinks.get(source.ts, "") for source in view.sources if source.quote)
    return next(filter(None, links), "")


def numbers_of(view: ReviewView) -> Numbers:
    return {each.note.id: each.note.number for each in view.notes}


def in_state(view: ReviewView, state: str) -> list[NoteView]:
    return sorted((each for each in view.notes if each.note.state == state), key=by_number)


def in_time(view: ReviewView, state: str) -> list[NoteView]:
    """Those that were not written after the freeze."""
    return [each for each in in_state(view, state) if not is_late(each.note)]


def is_late(note: Note) -> bool:
    """Whether it waits for the next round, or went there."""
    return note.late and note.state in ("draft", "accepted", "carried")


def by_number(view: NoteView) -> int:
    return view.note.number
