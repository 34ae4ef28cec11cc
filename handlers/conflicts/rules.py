"""Which notes are in conflict, and with whom: pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from handlers.notes.words import asked
from handlers.text import listing, one_line, shorten
from store.tables import Decision, Note
from store.types import UNDECIDED

_WHAT = 500

STANDING = ("draft", "accepted")
"""The states of a note that asks for something; a folded one waits to be drafted anyway."""

Pair = tuple[UUID, UUID]
Group = frozenset[UUID]


@dataclass(frozen=True)
class Plan:
    """What brings the conflicts that stand in line with the notes.

    `kept` are conflicts with the notes they have from now on, `new` the groups that have no
    conflict yet, `dissolved` those that are none any more.
    """

    kept: Mapping[UUID, Group] = field(default_factory=dict)
    new: Sequence[Group] = ()
    dissolved: Sequence[UUID] = ()


def opposed(notes: Collection[Note]) -> list[Pair]:
    """The pairs of notes that stand against each other; each pair once, in the notes' order.

    Whatever was merged is spoken for by the note it went into, what was carried by its copy. A
    draft follows its thread, so it has to name the other one; a decided note keeps the numbers it
    had when it was decided on, so it may be the only one that does not.
    """
    by_number = {note.number: note for note in notes}
    speaker = speakers(notes)
    pairs: dict[Pair, None] = {}
    for note in notes:
        for number in note.conflicts_with:
            other = by_number.get(number)
            if other is None or (other.state in UNDECIDED and not _names(other, note)):
                continue
            ends = speaker.get(note.id), speaker.get(other.id)
            if ends[0] is not None and ends[1] is not None and ends[0] != ends[1]:
                pairs[min(ends[0], ends[1]), max(ends[0], ends[1])] = None
    return list(pairs)


def groups(pairs: Iterable[Pair]) -> list[Group]:
    """The connected groups that these pairs make."""
    neighbours: dict[UUID, set[UUID]] = defaultdict(set)
    for one, other in pairs:
        neighbours[one].add(other)
        neighbours[other].add(one)
    found, seen = [], set[UUID]()
    for start in neighbours:
        if start not in seen:
            group = _reached(start, neighbours)
            seen |= group
            found.append(group)
    return found


def plan(wanted: Iterable[Group], standing: Mapping[UUID, Group]) -> Plan:
    """How the conflicts that stand unsettled, oldest first, become the wanted groups.

    A conflict goes on with the first group that has a note of it; of several in one group the
    oldest goes on.
    """
    kept: dict[UUID, Group] = {}
    new: list[Group] = []
    for group in wanted:
        before = (key for key, notes in standing.items() if key not in kept and notes & group)
        oldest = next(before, None)
        if oldest is None:
            new.append(group)
        else:
            kept[oldest] = group
    return Plan(kept, new, [key for key in standing if key not in kept])


def speakers(notes: Collection[Note]) -> Mapping[UUID, UUID]:
    """The note that now says what each of these said, by id; those whose ask is gone have none."""
    known = {note.id: note for note in notes}
    copies = {note.carried_from: note for note in notes if note.carried_from is not None}
    return {
        note.id: standing.id
        for note in notes
        if (standing := _speaker(note, known, copies)) is not None
    }


def _speaker(note: Note, known: Mapping[UUID, Note], copies: Mapping[UUID, Note]) -> Note | None:
    seen = {note.id}
    at: Note | None = note
    while at is not None:
        following = copies.get(at.id)
        if following is None and at.state == "merged" and at.merged_into is not None:
            following = known.get(at.merged_into)
        if following is None or following.id in seen:
            return at if at.state in STANDING else None
        seen.add(following.id)
        at = following
    return None


def _names(note: Note, other: Note) -> bool:
    return other.number in note.conflicts_with


def _reached(start: UUID, neighbours: Mapping[UUID, Iterable[UUID]]) -> Group:
    reached, edge = {start}, [start]
    while edge:
        for each in neighbours[edge.pop()]:
            if each not in reached:
                reached.add(each)
                edge.append(each)
    return frozenset(reached)


def in_words(won: Note) -> str:
    """What was decided when this note won, in the words that people accepted."""
    return shorten(one_line(asked(won)), _WHAT) or f"N{won.number}"


def none_of(numbers: Sequence[int]) -> str:
    """What was decided when no note won: "neither N3 nor N7", "none of N3, N7 and N9".

    In numbers, since the words of a rejected note go when its message is deleted.
    """
    named = [f"N{number}" for number in numbers]
    if len(named) == 2:
        return f"neither {named[0]} nor {named[1]}"
    return f"none of {listing(named)}"


def all_of(numbers: Sequence[int]) -> str:
    """What was decided when no note excludes another: "N3 and N7 both stand"."""
    named = listing([f"N{number}" for number in numbers])
    return f"{named} {'both' if len(numbers) == 2 else 'all'} stand"


def decided_because(decision: Decision, who: str) -> str:
    """Why a note that lost is rejected: "Decided by director (D3)". The decision has the words."""
    return f"Decided by {who} (D{decision.number})"
