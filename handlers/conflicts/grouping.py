"""Keeping the record's conflicts in line with what its notes say of each other.

Readings come here, so nothing here can settle anything.
"""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from handlers.conflicts.rules import STANDING, Group, groups, opposed, plan, speakers
from handlers.program import SCRIPTY
from store.tables import Conflict, Note
from store.unit_of_work import Work

_LEADING_ON = (*STANDING, "merged", "carried")
"""The states of a note whose own ties count: it asks for something, or another note does for it."""


async def regroup(
    work: Work, production_id: UUID, review_id: UUID, notes: Sequence[Note]
) -> set[UUID]:
    """Bring the conflicts of these notes in line with whom they oppose; the reviews whose
    conflicts changed.

    A conflict that shares a note goes on under its id, two that grow together become the older
    one, one with fewer than two notes that stand is dissolved, a settled one never changes. New
    ones belong to the round `review_id`. Call it under `one_save_at_a_time`, once the notes are
    as they will be.
    """
    await work.session.flush()
    known = {note.id: note for note in notes}
    standing = await _complete(work, known)
    settled = await _settled(work, known)
    opposing = opposed(sorted(known.values(), key=_number))
    roots = {note.id: note.root for note in known.values()}
    wanted = groups(
        (one, other)
        for one, other in opposing
        if not any({roots[one], roots[other]} <= each for each in settled)
    )
    becoming = plan(wanted, {key: members for key, (_, members) in standing.items()})
    changed: set[UUID] = set()
    for key, (conflict, members) in standing.items():
        now = becoming.kept.get(key)
        if now is None:
            conflict.dissolved = True
            _log(work, conflict, "dissolved", members, known)
        elif now != members:
            await work.decisions.set_notes(key, now)
            _log(work, conflict, "changed", now, known)
        changed |= (members | (now or frozenset())) if now != members else set()
    for group in becoming.new:
        conflict = await work.add(Conflict(production_id=production_id, review_id=review_id))
        await work.decisions.set_notes(conflict.id, group)
        _log(work, conflict, "found", group, known)
        changed |= group
    await work.session.flush()
    return {known[note].review_id for note in changed}


async def _complete(work: Work, known: dict[UUID, Note]) -> dict[UUID, tuple[Conflict, Group]]:
    """Add every note that is tied to the known ones; the unsettled conflicts that they are in,
    oldest first, each with its notes."""
    conflicts: dict[UUID, tuple[Conflict, Group]] = {}
    edge = list(known.values())
    while edge:
        conflicts, members = await _unsettled(work, known)
        found = {note.id: note for note in [*await work.notes.linked(edge), *members]}
        new = [note for note in found.values() if note.id not in known]
        known.update((note.id, note) for note in new)
        edge = [note for note in new if note.state in _LEADING_ON]
    return conflicts


async def _unsettled(
    work: Work, notes: Collection[UUID]
) -> tuple[dict[UUID, tuple[Conflict, Group]], list[Note]]:
    conflicts = await work.decisions.conflicts_of(notes)
    if not conflicts:
        return {}, []
    settled = await work.decisions.on_conflicts(each.id for each in conflicts)
    waiting = [each for each in conflicts if each.id not in settled]
    members = await work.decisions.notes_of(each.id for each in waiting)
    found = {
        each.id: (each, frozenset(note.id for note in members.get(each.id, ()))) for each in waiting
    }
    return found, [note for notes in members.values() for note in notes]


async def _settled(work: Work, known: Mapping[UUID, Note]) -> Collection[Group]:
    """The conflicts of these notes that have their decision: nobody is asked about them again,
    nor about the copies of their notes or those they were merged into. As first notes of lines."""
    conflicts = await work.decisions.conflicts_of(known)
    decided = await work.decisions.on_conflicts(each.id for each in conflicts)
    members = await work.decisions.notes_of(decided)
    speaking = speakers(known.values())
    return [
        frozenset(
            root
            for note in notes
            for root in (note.root, known.get(speaking.get(note.id, note.id), note).root)
        )
        for notes in members.values()
    ]


def _log(
    work: Work, conflict: Conflict, action: str, group: Group, known: Mapping[UUID, Note]
) -> None:
    numbers = sorted(known[note].number for note in group)
    work.log(
        SCRIPTY.user, SCRIPTY.surface, f"conflict.{action}", "conflict", conflict.id, notes=numbers
    )


def _number(note: Note) -> int:
    return note.number
