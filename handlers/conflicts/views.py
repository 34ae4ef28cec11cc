"""The conflicts that a review's card shows, gathered from the record."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from handlers.conflicts.entry import ConflictView
from handlers.notes.words import Elsewhere, NoteView
from handlers.people import MENTION
from store.tables import Decision, Note, Production, Review
from store.types import UNDECIDED
from store.unit_of_work import Work


async def conflict_views(work: Work, review: Review) -> list[ConflictView]:
    """The conflicts that a note of this review is part of, oldest first, the settled ones last."""
    own = await work.notes.of_review(review.id)
    conflicts = await work.decisions.conflicts_of(note.id for note in own)
    if not conflicts:
        return []
    settled = await work.decisions.on_conflicts(each.id for each in conflicts)
    members = await work.decisions.notes_of(each.id for each in conflicts)
    notes = {note.id: note for each in members.values() for note in each}
    sides = await _sides(work, review, list(notes.values()))
    before = await decided_before(work, list(notes.values()))
    views = [
        ConflictView(
            each,
            [sides[note.id] for note in members.get(each.id, ())],
            settled.get(each.id),
            _latest(before[note.id] for note in members.get(each.id, ()) if note.id in before),
        )
        for each in conflicts
    ]
    return sorted(views, key=_is_settled)


async def decided_before(work: Work, notes: Sequence[Note]) -> Mapping[UUID, Decision]:
    """The decision that settled what each of these undecided notes asks again, by note.

    A note asks again when it repeats or opposes one that a decision is about: a note of a settled
    conflict, or one that was recorded as a decision. A later decision that supersedes it counts.
    """
    asking = [note for note in notes if note.state in UNDECIDED]
    tied = await _tied(work, asking)
    if not any(tied.values()):
        return {}
    production = asking[0].production_id
    about = await _decisions_about(
        work, production, {key for each in tied.values() for key in each}
    )
    found: dict[UUID, Decision] = {}
    for note in asking:
        decisions = [decision for key in tied[note.id] for decision in about.get(key, ())]
        if latest := _latest(decisions):
            found[note.id] = latest
    return found


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


async def _tied(work: Work, notes: Sequence[Note]) -> Mapping[UUID, set[UUID]]:
    """The notes that each of these repeats or opposes."""
    numbers = {number for note in notes for number in note.conflicts_with}
    named = await work.notes.numbered(notes[0].production_id, numbers) if numbers else ()
    by_number = {note.number: note.id for note in named}
    return {
        note.id: {by_number[number] for number in note.conflicts_with if number in by_number}
        | ({note.repeats} if note.repeats else set())
        for note in notes
    }


async def _decisions_about(
    work: Work, production_id: UUID, notes: set[UUID]
) -> Mapping[UUID, Sequence[Decision]]:
    """The decisions about each of these notes that hold now, by note."""
    decisions = await work.decisions.of_production(production_id)
    if not decisions:
        return {}
    after = {each.supersedes: each for each in decisions if each.supersedes}
    settled = {each.conflict_id: each for each in decisions if each.conflict_id}
    about: dict[UUID, list[Decision]] = {}
    members = await work.decisions.notes_of(settled)
    for conflict_id, decision in settled.items():
        for note in members.get(conflict_id, ()):
            about.setdefault(note.id, []).append(decision)
    for decision in decisions:
        if decision.note_id:
            about.setdefault(decision.note_id, []).append(decision)
    return {
        note: [_holding(each, after) for each in about[note]] for note in notes if note in about
    }


def _holding(decision: Decision, after: Mapping[UUID, Decision]) -> Decision:
    """The last of those that supersede it, or itself."""
    seen = {decision.id}
    while (later := after.get(decision.id)) is not None and later.id not in seen:
        seen.add(later.id)
        decision = later
    return decision


def _latest(decisions: Iterable[Decision]) -> Decision | None:
    return max(decisions, key=lambda each: each.number, default=None)


def _is_settled(view: ConflictView) -> bool:
    return view.decision is not None
