"""The changed things of a production in lines, under headings. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from handlers.briefs.changes import BEGINNINGS, Changes, said
from handlers.briefs.changes import people_in as who_is_in
from handlers.briefs.things import DONE, Kind, Thing, Things
from handlers.text import counted, name_of, shorten

_SAID = 220

_HEADINGS: Sequence[tuple[str, tuple[Kind, ...]]] = (
    ("Decisions and conflicts", ("decision", "conflict")),
    ("Cuts", ("cut",)),
    ("Milestones", ("milestone",)),
    ("Notes and tasks", ("note", "task")),
    ("Scenes, deliverables, documents", ("scene", "deliverable", "document")),
    ("Procedure and set-up", ("stage", "production")),
)
_PLACES: Mapping[Kind, int] = {
    kind: place for place, (_, kinds) in enumerate(_HEADINGS) for kind in kinds
}


@dataclass(frozen=True)
class Line:
    """One changed thing: what happened to it, and who has it and what is next."""

    heading: str
    thing: Thing
    said: str
    next: str


def lines(changes: Changes, things: Things, names: Mapping[str, str]) -> list[Line]:
    """A line for each thing that changed, under headings, the newest change first. Notes that only
    came in are counted in the line of their cut."""
    came = _came(changes, things)
    hidden = {note for notes in came.values() for note in notes}
    found: list[tuple[int, float, Line]] = []
    for thing_id in dict.fromkeys([*changes, *came]):
        thing = things.things.get(thing_id)
        if thing is None or thing_id in hidden:
            continue
        notes = came.get(thing_id, [])
        newest = max(changes[each].last for each in (thing_id, *notes) if each in changes)
        place = _PLACES[thing.kind]
        line = Line(
            _HEADINGS[place][0], thing,
            shorten(", ".join(_words(changes, thing, notes, names)), _SAID),
            _next(thing, notes, things, names),
        )  # fmt: skip
        found.append((place, -newest.timestamp(), line))
    return [line for _, _, line in sorted(found, key=lambda each: each[:2])]


def people_in(changes: Changes, things: Things) -> set[str]:
    """The ids of everybody whom the lines may name."""
    named = {user for change in changes.values() for user in who_is_in(change)}
    return named | {thing.owner for thing in things.things.values() if thing.owner}


def _words(
    changes: Changes, thing: Thing, notes: Sequence[UUID], names: Mapping[str, str]
) -> list[str]:
    words = said(changes[thing.id], names) if thing.id in changes else []
    return [*words, f"{counted(len(notes), 'note')} came in"] if notes else words


def _next(thing: Thing, notes: Sequence[UUID], things: Things, names: Mapping[str, str]) -> str:
    """Such as "editor does it by Fri 5 Jun"; of new notes, who decides on them."""
    following = f"{name_of(thing.owner, names)} {thing.next}" if thing.owner else thing.next
    if not notes:
        return following
    decider = next((o for each in notes if (o := things.things[each].owner)), "")
    who = name_of(decider, names) if decider else "somebody"
    many = "it" if len(notes) == 1 else "them"
    deciding = f"{who} decides on {many}"
    return deciding if following == DONE else f"{deciding}; {following}"


def _came(changes: Changes, things: Things) -> dict[UUID, list[UUID]]:
    """The notes with which nobody has done anything yet, by their cut."""
    found: dict[UUID, list[UUID]] = {}
    for thing_id, change in changes.items():
        thing = things.things.get(thing_id)
        if thing is None or thing.of is None or thing.of not in things.things:
            continue
        if thing.open and change.facts.keys() <= BEGINNINGS:
            found.setdefault(thing.of, []).append(thing_id)
    return found
