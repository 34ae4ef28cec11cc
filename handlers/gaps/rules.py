"""Which gaps somebody asks for, and in which order they are told. Pure.

Buttons carry what is listed and a page ("mine:2"); the block_ids of the presses in a list tell the
same, so that it can be drawn again after one.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from rapidfuzz import fuzz, process

from handlers.milestones.gaps import Gap
from handlers.text import one_line, page_number
from store.tables import Milestone, Production

MINE = "mine"
ALL = "all"
"""What is listed, where it isn't one production, whose id stands there then: what somebody is to
close, and everything in their productions."""

_MINE = re.compile(r"(?:mine|my|my gaps|me)", re.IGNORECASE)
_ALL = re.compile(r"(?:all|everything|all productions)", re.IGNORECASE)
_AROUND = "“”‘’«»\"'`.,:;!? "
_ALIKE = 70
_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Lacking:
    """What is missing in one production; `today` is its own."""

    production: Production
    today: date
    gaps: Sequence[Gap]


@dataclass(frozen=True)
class Group:
    """What is missing for one open milestone of a production, or, without one, in what belongs to
    none."""

    production: Production
    today: date
    milestone: Milestone | None
    gaps: Sequence[Gap]


def read_words(words: str) -> str:
    """What the words after `/scripty gaps` ask for: `MINE`, `ALL`, "" for nothing said, else the
    name of a production."""
    said = one_line(words).strip(_AROUND)
    if _MINE.fullmatch(said):
        return MINE
    return ALL if _ALL.fullmatch(said) else said


def named(name: str, productions: Iterable[Production]) -> list[Production]:
    """The productions of this name, however it is capitalised."""
    wanted = one_line(name).casefold()
    return [each for each in productions if one_line(each.name).casefold() == wanted]


def nearest(name: str, productions: Iterable[Production]) -> str:
    """The name that a mistyped one is nearest to, "" where none is near."""
    known = [one_line(each.name) for each in productions]
    folded = [each.casefold() for each in known]
    near = process.extractOne(name.casefold(), folded, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return known[near[2]] if near else ""


def whose(lacking: Lacking, user: str) -> Lacking:
    """Only what this person is to close."""
    own = [gap for gap in lacking.gaps if gap.user == user]
    return Lacking(lacking.production, lacking.today, own)


def in_groups(found: Iterable[Lacking]) -> list[Group]:
    """The gaps by milestone: the soonest first, what is on none last; in each, in the order in
    which they came, which is worst first."""
    groups: list[Group] = []
    for each in found:
        by_home: dict[UUID | None, list[Gap]] = {}
        for gap in each.gaps:
            home = gap.item.milestone.id if gap.item.milestone else None
            by_home.setdefault(home, []).append(gap)
        groups += [
            Group(each.production, each.today, own[0].item.milestone, own)
            for own in by_home.values()
        ]
    return sorted(groups, key=_soonest)


def counts(found: Iterable[Lacking]) -> Mapping[UUID, int]:
    """How many things miss something that speaks, by production; none has no entry."""
    things = {
        each.production.id: len({gap.item.id for gap in each.gaps if gap.speaks}) for each in found
    }
    return {production: count for production, count in things.items() if count}


def turn_value(scope: str, page: int) -> str:
    """The value of a button that turns to a page."""
    return f"{scope}:{page}"


def read_turn(value: str) -> tuple[str, int]:
    """What is listed and the page behind a `turn_value`."""
    scope, _, page = value.partition(":")
    return scope, page_number(page)


def block_of(scope: str, page: int, *about: object) -> str:
    """The block_id of an item's buttons in a list of gaps."""
    return ":".join(("gaps", scope, str(page), *map(str, about)))


def page_of(block_id: str) -> tuple[str, int] | None:
    """What is listed and the page behind a `block_of`; None for another block_id."""
    parts = block_id.split(":")
    if len(parts) < 4 or parts[0] != "gaps" or not parts[2].isdigit():
        return None
    return parts[1], int(parts[2])


def _soonest(group: Group) -> tuple[datetime, str, UUID]:
    milestone = group.milestone
    return (milestone.at if milestone else _LAST, group.production.name, group.production.id)
