"""Everything that the card and the list of a review show, gathered from the record."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from handlers.approvals.views import approvals_view
from handlers.conflicts.views import conflict_views, people_in
from handlers.notes.words import Elsewhere, NoteView, Settled
from handlers.people import MENTION
from handlers.record.about_notes import decisions_shown
from handlers.reviews.cards import LeftBehind, Newer, ReviewView
from handlers.reviews.cuts import came_from
from handlers.reviews.links import permalink
from store.tables import Cut, Note, Production, Review
from store.unit_of_work import Work


async def review_view(work: Work, review: Review) -> ReviewView:
    """A review with its notes, and what other notes they name."""
    production = await work.productions.get(review.production_id)
    notes = await work.notes.of_review(review.id)
    named = await _named_by(work, production, review, notes)
    by_number = {other.view.note.number: other for other in named.values() if not other.here}
    sources = await work.notes.sources(note.id for note in notes)
    permalinks = await work.reviews.permalinks(
        {source.message_id for each in sources.values() for source in each}
    )
    tasks = await work.tasks.of_notes(note.id for note in notes)
    settled = await _settled(work, production, notes)
    carried = await came_from(work, notes)
    views = [
        NoteView(
            note,
            sources.get(note.id, ()),
            tasks.get(note.id),
            permalinks,
            carried=carried.get(note.id, ""),
            again=named.get(note.repeats) if note.repeats else None,
            against=[by_number[number] for number in note.conflicts_with if number in by_number],
            decider=production.decider,
            settled=settled.get(note.id),
        )
        for note in notes
    ]
    cut = await work.reviews.cut(review.cut_id)
    finished = await work.reviews.finished(review.id)
    approvals = await approvals_view(work, production, cut)
    conflicts = await conflict_views(work, review)
    people = {
        *_people_in(review, production, views),
        *approvals.people,
        *people_in(conflicts),
        *finished,
    }
    return ReviewView(
        production=production,
        cut=cut,
        review=review,
        notes=views,
        names=await work.people.names(people),
        approvals=approvals,
        conflicts=conflicts,
        finished=finished,
        newer=await _newer(work, approvals.newer),
        left_behind=await _left_behind(work, cut),
    )


async def _newer(work: Work, newer: Cut | None) -> Newer | None:
    if newer is None:
        return None
    review = (await work.reviews.of_cuts([newer.id])).get(newer.id)
    thread = review.thread_ts if review else None
    url = (await work.home()).url
    link = permalink(url, review.channel, thread, thread) if review and thread else ""
    return Newer(newer, link)


async def _left_behind(work: Work, cut: Cut) -> list[LeftBehind]:
    """The older rounds of the deliverable with notes that nobody has decided on, oldest first."""
    older = {each.id: each for each in await work.reviews.superseded_by(cut)}
    reviews = await work.reviews.of_cuts(older)
    undecided = await work.notes.undecided_in(review.id for review in reviews.values())
    return [
        LeftBehind(each.version, reviews[each.id], undecided[reviews[each.id].id])
        for each in older.values()
        if each.id in reviews and undecided.get(reviews[each.id].id)
    ]


async def _settled(
    work: Work, production: Production, notes: Sequence[Note]
) -> Mapping[UUID, Settled]:
    """What was decided on these notes, or before on what they ask again, by note."""
    zone = ZoneInfo(production.timezone)
    return {
        note: Settled(decision, decision.at.astimezone(zone).date())
        for note, decision in (await decisions_shown(work, notes)).items()
    }


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
    settled = await _settled(work, production, rows)
    return {
        row.id: Elsewhere(
            NoteView(
                row,
                sources.get(row.id, ()),
                tasks.get(row.id),
                links,
                settled=settled.get(row.id),
            ),
            versions[row.review_id],
            row.decided_at.astimezone(zone).date() if row.decided_at else None,
            here=row.review_id == review.id,
        )
        for row in rows
    }


def _people_in(review: Review, production: Production, views: Iterable[NoteView]) -> set[str]:
    people = {review.started_by, review.frozen_by or "", production.decider or ""}
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
    people.add(view.settled.decision.decided_by if view.settled else "")
    return people | ({view.task.owner or ""} if view.task else set())
