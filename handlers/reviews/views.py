"""Everything that the card and the list of a review show, gathered from the record."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from handlers.notes.words import Elsewhere, NoteView
from handlers.people import MENTION
from handlers.reviews.cards import ReviewView
from store.tables import Note, Production, Review
from store.unit_of_work import Work


async def review_view(work: Work, review: Review) -> ReviewView:
    """A review with its notes, and what other notes they name."""
    production = await work.productions.get(review.production_id)
    notes = await work.notes.of_review(review.id)
    named = await _named_by(work, production, review, notes)
    by_number = {other.view.note.number: other for other in named.values() if not other.here}
    messages = await work.reviews.messages(review.id)
    permalinks = {message.ts: message.permalink for message in messages if not message.deleted}
    sources = await work.notes.sources(note.id for note in notes)
    tasks = await work.tasks.of_notes(note.id for note in notes)
    views = [
        NoteView(
            note,
            sources.get(note.id, ()),
            tasks.get(note.id),
            permalinks,
            again=named.get(note.repeats) if note.repeats else None,
            against=[by_number[number] for number in note.conflicts_with if number in by_number],
            decider=production.decider,
        )
        for note in notes
    ]
    return ReviewView(
        production=production,
        cut=await work.reviews.cut(review.cut_id),
        review=review,
        notes=views,
        names=await work.people.names(_people_in(review, production, views)),
    )


async def _named_by(
    work: Work, production: Production, review: Review, notes: Sequence[Note]
) -> Mapping[UUID, Elsewhere]:
    """The notes that these repeat or conflict with, by id: two more queries only if there are."""
    own = {note.number for note in notes}
    opposed = {number for note in notes for number in note.conflicts_with} - own
    repeated = {note.repeats for note in notes if note.repeats}
    if not opposed and not repeated:
        return {}
    rows = [
        *await work.notes.numbered(production.id, opposed),
        *await work.notes.these(repeated),
    ]
    sources = await work.notes.sources(row.id for row in rows)
    tasks = await work.tasks.of_notes(row.id for row in rows)
    versions = await work.reviews.versions({row.review_id for row in rows})
    links = await work.reviews.permalinks(
        {source.message_id for each in sources.values() for source in each}
    )
    zone = ZoneInfo(production.timezone)
    return {
        row.id: Elsewhere(
            NoteView(row, sources.get(row.id, ()), tasks.get(row.id), links),
            versions[row.review_id],
            row.decided_at.astimezone(zone).date() if row.decided_at else None,
            here=row.review_id == review.id,
        )
        for row in rows
    }


def _people_in(review: Review, production: Production, views: Iterable[NoteView]) -> set[str]:
    people = {review.started_by, production.decider or ""}
    for view in views:
        people |= _people_of(view) | {view.note.unfolded_by or ""}
        for other in (view.again, *view.against):
            people |= _people_of(other.view) if other else set()
    return people - {""}


def _people_of(view: NoteView) -> set[str]:
    note = view.note
    people = {source.user_id for source in view.sources}
    people |= {each["user"] for s in view.sources for each in MENTION.finditer(s.quote)}
    people.add((note.owner_written or "").removeprefix("@"))
    people |= {note.owner or "", note.decided_by or "", note.edited_by or ""}
    return people | ({view.task.owner or ""} if view.task else set())
