"""The conflicts that a review's card shows, gathered from the record."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from handlers.conflicts.entry import ConflictView
from handlers.notes.words import Elsewhere, NoteView
from handlers.people import MENTION
from handlers.record.about_notes import decided_before, latest
from store.tables import Note, Production, Review
from store.types import UNDECIDED
from store.unit_of_work import Work


async def conflict_views(work: Work, review: Review) -> list[ConflictView]:
    """The conflicts that a note of this review is part of, oldest first, the settled ones last;
    and those that nobody has settled in the rounds before, whose cards are superseded."""
    conflicts = await work.decisions.conflicts_in([review.id, *await _rounds_before(work, review)])
    if not conflicts:
        return []
    settled = await work.decisions.on_conflicts(each.id for each in conflicts)
    members = await work.decisions.notes_of(each.id for each in conflicts)
    notes = {note.id: note for each in members.values() for note in each}
    sides = await _sides(work, review, list(notes.values()))
    asking = [note for note in notes.values() if note.state in UNDECIDED]
    before = await decided_before(work, asking)
    views = [
        ConflictView(
            each,
            [sides[note.id] for note in members.get(each.id, ())],
            settled.get(each.id),
            latest(before[note.id] for note in members.get(each.id, ()) if note.id in before),
        )
        for each in conflicts
    ]
    return sorted(filter(_is_shown, views), key=_is_settled)


def people_in(views: Iterable[ConflictView]) -> set[str]:
    """The user ids whose names `conflict_blocks` needs."""
    people: set[str] = set()
    for view in views:
        people |= {each.decided_by for each in (view.decision, view.before) if each}
        for side in view.notes:
            for source in side.view.sources:
                people.add(source.user_id)
                people |= {found["user"] for found in MENTION.finditer(source.quote)}
    return people


async def _rounds_before(work: Work, review: Review) -> list[UUID]:
    """The older rounds of the same deliverable, while this is the newest."""
    cut = await work.reviews.cut(review.cut_id)
    if cut.superseded_by is not None:
        return []
    older = await work.reviews.superseded_by(cut)
    return [each.id for each in (await work.reviews.of_cuts(cut.id for cut in older)).values()]


async def _sides(work: Work, review: Review, notes: Sequence[Note]) -> Mapping[UUID, Elsewhere]:
    production: Production = await work.productions.get(review.production_id)
    zone = ZoneInfo(production.timezone)
    sources = await work.notes.sources(note.id for note in notes)
    tasks = await work.tasks.of_notes(note.id for note in notes)
    versions = await work.reviews.versions({note.review_id for note in notes})
    links = await work.reviews.permalinks(
        {source.message_id for each in sources.values() for source in each}
    )
    return {
        note.id: Elsewhere(
            NoteView(note, sources.get(note.id, ()), tasks.get(note.id), links),
            versions[note.review_id],
            note.decided_at.astimezone(zone).date() if note.decided_at else None,
            here=note.review_id == review.id,
        )
        for note in notes
    }


def _is_shown(view: ConflictView) -> bool:
    return view.decision is None or any(side.here for side in view.notes)


def _is_settled(view: ConflictView) -> bool:
    return view.decision is not None
