"""Folding away what was rejected before, and naming what other rounds say about the same.

The record's side of `handlers.notes.recall`.
"""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from handlers.notes.recall import Memory, Recall, said_elsewhere
from handlers.program import SCRIPTY
from store.tables import Note, Review
from store.unit_of_work import Work

REMEMBERED = 2000
"""How many notes of a production, the newest, an idea is compared with."""


@dataclass(frozen=True)
class Fresh:
    """A note whose words are new, and the rejected one of its thread that it says again."""

    note: Note
    said_again: Note | None = None


async def one_save_at_a_time(work: Work, production_id: UUID) -> None:
    """Wait for a reading of this production that is being saved, and let none begin until the
    transaction ends.

    A reading locks its own notes, then the production, whose numbers it takes, then notes of
    other rounds. Whoever locks a note and takes a number after it must come here first, or the
    two could wait for each other.
    """
    await work.notes.one_at_a_time("save reading", str(production_id))


async def remember(
    work: Work, review: Review, fresh: Sequence[Fresh], gone: Iterable[Note]
) -> set[UUID]:
    """Compare new words with what the production has heard before; the other reviews whose notes
    are marked by it.

    Only new words are compared: what was folded or labelled stays so however often a thread is
    read, and what a person drafted anyway is not folded again.

    The comparing is done in a thread, since Slack must be answered meanwhile, though under the
    reading's locks: what counts is what stands and what was rejected by then. It stays short,
    since a note is compared with at most `recall.RECENT` others for each thing that it names.
    """
    marked: set[UUID] = set()
    for note in gone:
        if note.state == "withdrawn":
            marked |= await _oppose(work, note, ())
    if not fresh:
        return marked
    heard = await work.notes.heard_before(review.production_id, review.id, most=REMEMBERED)
    for each, recall in await asyncio.to_thread(_recalled, heard, fresh):
        each.note.repeats = recall.repeats.id if recall.repeats else None
        _fold(work, each.note, recall)
        marked |= await _oppose(work, each.note, recall.against)
    return marked


def _recalled(heard: Sequence[Note], fresh: Sequence[Fresh]) -> list[tuple[Fresh, Recall]]:
    memory = Memory.of(heard)
    return [(each, memory.recall(each.note, each.said_again)) for each in fresh]


def elsewhere(note: Note, own: Collection[int]) -> list[int]:
    """The notes of other rounds that this one conflicts with; `own` are its review's numbers."""
    return [number for number in note.conflicts_with if number not in own]


def _fold(work: Work, note: Note, recall: Recall) -> None:
    """Fold a draft whose idea was rejected, unless people have dealt with it before."""
    dealt_with = note.unfolded_by is not None or note.source_state == "edited"
    if note.state == "draft" and recall.is_rejected and not dealt_with:
        note.state = "folded"
        assert recall.repeats is not None
        _log(work, note, "folded", repeats=recall.repeats.number)
    elif note.state == "folded" and not recall.is_rejected:
        note.state = "draft"
        _log(work, note, "returned")


async def _oppose(work: Work, note: Note, against: Sequence[Note]) -> set[UUID]:
    """Let this note and those of other rounds that it opposes name each other, and no others."""
    wanted = {other.number for other in against}
    if not wanted and not note.conflicts_with:
        return set()
    named = await work.notes.numbered(
        note.production_id, wanted | set(note.conflicts_with), lock=True
    )
    others = [other for other in named if said_elsewhere(other, note)]
    for other in others:
        kept = set(other.conflicts_with) - {note.number}
        named_back = {note.number} if other.number in wanted else set()
        other.conflicts_with = sorted(kept | named_back)
    here = set(note.conflicts_with) - {other.number for other in others}
    note.conflicts_with = sorted(here | wanted)
    return {other.review_id for other in others}


def _log(work: Work, note: Note, action: str, **detail: Any) -> None:
    work.log(SCRIPTY.user, "reading", f"note.{action}", "note", note.id, **detail)
