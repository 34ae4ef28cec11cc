"""Which decision bears on a note: what it became, what it lost to, what was decided before.

A note and its copies in other rounds are one here. Only reads, so readings may come here too.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from store.tables import Decision, Note
from store.types import UNDECIDED
from store.unit_of_work import Work


@dataclass(frozen=True)
class _Known:
    """The decisions about each note and the one that it became, by the first note of its line."""

    about: dict[UUID, list[Decision]]
    became: dict[UUID, Decision]


async def decisions_shown(work: Work, notes: Sequence[Note]) -> Mapping[UUID, Decision]:
    """The decision to show with each of these notes, by note: with an undecided one what was
    decided before, with others what they became or lost to."""
    asking = [note for note in notes if note.state in UNDECIDED]
    return {**await decided_before(work, asking), **await _decided_on(work, notes)}


async def decided_before(work: Work, notes: Sequence[Note]) -> Mapping[UUID, Decision]:
    """The decision that settled what each of these notes asks again, by note.

    A note asks again when it repeats or opposes one that a decision is about: a note of a settled
    conflict, or one that was recorded as a decision. A later decision that supersedes it counts.
    """
    tied = await _tied(work, notes)
    if not any(tied.values()):
        return {}
    decisions = await work.decisions.of_production(notes[0].production_id)
    about = (await _known(work, decisions)).about
    after = {each.supersedes: each for each in decisions if each.supersedes}
    found = {
        note.id: latest(
            _holding(each, after) for root in tied[note.id] for each in about.get(root, ())
        )
        for note in notes
    }
    return {note: decision for note, decision in found.items() if decision is not None}


async def overturned(work: Work, notes: Sequence[Note]) -> UUID | None:
    """The decision that a new one on these notes takes the place of: the latest of those before,
    but for one that let all of them stand."""
    before = (await decided_before(work, notes)).values()
    earlier = latest(each for each in before if each.outcome != "both")
    return earlier.id if earlier else None


async def _decided_on(work: Work, notes: Sequence[Note]) -> Mapping[UUID, Decision]:
    """What accepted notes of these became, and what rejected ones lost to, by note."""
    decided = [note for note in notes if note.state in ("accepted", "rejected")]
    if not decided:
        return {}
    decisions = await work.decisions.of_production(decided[0].production_id)
    known = await _known(work, decisions)
    found = {
        note.id: known.became.get(note.root)
        if note.state == "accepted"
        else latest(each for each in known.about.get(note.root, ()) if each.at == note.decided_at)
        for note in decided
    }
    return {note: decision for note, decision in found.items() if decision is not None}


def latest(decisions: Iterable[Decision]) -> Decision | None:
    return max(decisions, key=lambda each: each.number, default=None)


async def _tied(work: Work, notes: Sequence[Note]) -> Mapping[UUID, set[UUID]]:
    """The notes that each of these repeats or opposes, as the first of their lines."""
    numbers = {number for note in notes for number in note.conflicts_with}
    repeated = {note.repeats for note in notes if note.repeats}
    opposed = await work.notes.numbered(notes[0].production_id, numbers) if numbers else ()
    again = await work.notes.these(repeated) if repeated else ()
    by_number = {note.number: note.root for note in opposed}
    by_id = {note.id: note.root for note in again}
    return {
        note.id: {by_number[number] for number in note.conflicts_with if number in by_number}
        | ({by_id[note.repeats]} if note.repeats in by_id else set())
        for note in notes
    }


async def _known(work: Work, decisions: Sequence[Decision]) -> _Known:
    conflicts = {each.conflict_id: each for each in decisions if each.conflict_id}
    recorded = {note: each for each in decisions for note in (each.note_id, each.chose) if note}
    known = _Known(defaultdict(list), {})
    for conflict, sides in (await work.decisions.notes_of(conflicts)).items():
        for root in {note.root for note in sides}:
            known.about[root].append(conflicts[conflict])
    for note in await work.notes.these(recorded):
        decision = known.became[note.root] = recorded[note.id]
        if decision.conflict_id is None:
            known.about[note.root].append(decision)
    return known


def _holding(decision: Decision, after: Mapping[UUID, Decision]) -> Decision:
    """The last of those that supersede it, or itself."""
    while (later := after.get(decision.id)) is not None:
        decision = later
    return decision
