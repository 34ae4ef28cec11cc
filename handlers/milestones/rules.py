"""When a milestone is, who may change it, and which may wait for which. Pure."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz, process

from handlers.milestones.errors import FarDayError, PastDayError, on
from handlers.milestones.gaps import Gap
from handlers.milestones.items import Item
from store.tables import Milestone, MilestoneWait, Production
from store.types import RUN_ROUNDS

MOST_YEARS = 10
CONSEQUENCE = 200
"""Characters in which somebody says what waits on something."""

_ALIKE = 70


@dataclass(frozen=True)
class Wanted:
    """What the form *Edit* sets; `waits_for` are the ids of open milestones."""

    name: str
    consequence: str = ""
    by_date: bool = True
    waits_for: frozenset[str] = field(default_factory=frozenset)

    def mark(self) -> str:
        """A short text that is another one once anything in it has changed."""
        fields = (self.name, self.consequence, self.by_date, sorted(self.waits_for))
        return hashlib.sha256(repr(fields).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Standing:
    """A milestone with its production, its items and what is missing in them."""

    milestone: Milestone
    production: Production
    items: Sequence[Item] = ()
    gaps: Sequence[Gap] = ()

    @property
    def missing(self) -> list[Gap]:
        """What would be left behind: not the milestone itself, which is what is being seen to."""
        return [gap for gap in self.gaps if gap.speaks and gap.item.kind != "milestone"]

    @property
    def open(self) -> list[Item]:
        """What belongs to it and isn't done."""
        return [each for each in self.items if not each.done and each.kind != "milestone"]


def moment_of(day: date, clock: str | None, timezone: str) -> datetime:
    """The moment (UTC) of a day and a time of day ("17:00") in this zone; of a day alone, its last
    second."""
    at = time.fromisoformat(clock) if clock else time(23, 59, 59)
    return datetime.combine(day, at, ZoneInfo(timezone)).astimezone(UTC)


def today_in(timezone: str, moment: datetime) -> date:
    """The date there."""
    return moment.astimezone(ZoneInfo(timezone)).date()


def require_ahead(day: date, clock: str | None, timezone: str, moment: datetime) -> datetime:
    """When a milestone would be, if it is still to come. Raises PastDayError, FarDayError."""
    today = today_in(timezone, moment)
    if day < today:
        raise PastDayError(on(day, today, clock))
    if day.year > today.year + MOST_YEARS:
        raise FarDayError(on(day, today, clock), MOST_YEARS)
    at = moment_of(day, clock, timezone)
    if at <= moment:
        raise PastDayError(f"Today {clock}")
    return at


def who_may_change(
    milestone: Milestone, production: Production, roles: Mapping[str, Sequence[str]]
) -> list[str]:
    """Who may edit, move, complete and cancel a milestone: its maker, the decider, producers,
    directors and editors."""
    by_role = [user for role in RUN_ROUNDS for user in sorted(roles) if role in roles[user]]
    people = [milestone.created_by, production.decider or "", *by_role]
    return [user for user in dict.fromkeys(people) if user]


def circle(waits: Iterable[MilestoneWait], milestone: UUID, wanted: Collection[UUID]) -> list[UUID]:
    """The circle there would be if `milestone` waited for these: itself, then what it would wait
    for, and so on to the last, which waits for it. Empty where there is none."""
    after: dict[UUID, list[UUID]] = {}
    for each in waits:
        after.setdefault(each.milestone_id, []).append(each.waits_for)
    if milestone in wanted:
        return [milestone]
    seen: set[UUID] = set()
    paths = [[milestone, other] for other in sorted(wanted, key=str)]
    while paths:
        way = paths.pop(0)
        if way[-1] in seen:
            continue
        seen.add(way[-1])
        if milestone in after.get(way[-1], ()):
            return way
        paths += [[*way, each] for each in sorted(after.get(way[-1], ()), key=str)]
    return []


def called(name: str, milestones: Iterable[Milestone]) -> Milestone | None:
    """The one with this name; case makes no difference."""
    wanted = name.casefold()
    return next((each for each in milestones if each.name.casefold() == wanted), None)


def nearest(name: str, milestones: Iterable[Milestone]) -> str:
    """The name that a mistyped one is nearest to, "" where none is near."""
    known = [each.name for each in milestones]
    folded = [each.casefold() for each in known]
    near = process.extractOne(name.casefold(), folded, scorer=fuzz.WRatio, score_cutoff=_ALIKE)
    return known[near[2]] if near else ""


def waiting_too_early(milestone: Milestone, others: Iterable[Milestone]) -> list[Milestone]:
    """Those of the others that this one waits for although they come after it."""
    return [each for each in others if each.at > milestone.at]
