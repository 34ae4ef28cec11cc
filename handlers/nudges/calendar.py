"""When nudges are due: days before a milestone, on it, and working days after it, at times of day
on the reader's clock; never on days off, never in quiet hours. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import chain
from typing import NamedTuple
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from handlers.nudges.countries import holidays_in
from store.tables import Milestone, NudgeSchedule

LATE = timedelta(hours=1)
"""A message that comes later than this says that it does."""

_DAY = timedelta(days=1)
_AHEAD = 2
"""So many days, at most, one place's date is ahead of another's."""

_FAR = 400
"""No place has so many days off in a row: where none is allowed by then, none ever is."""


@dataclass(frozen=True)
class Slot:
    """A moment at which a production is nudged about some milestones: `at` (UTC) is `time` of
    `day` on the clocks of `timezone`, or the first allowed moment after it, where that is in quiet
    hours.

    `late`: it has passed some while ago, and the message says so; then `told_at` is when that is.
    Of milestones whose own slots were missed, it is the one that they were left for.
    """

    timezone: str
    day: date
    time: str
    at: datetime
    milestones: tuple[Milestone, ...]
    late: bool = False
    told_at: datetime | None = None


class Hours(NamedTuple):
    """When something may be sent: the hashable part of a schedule. Clock times have five
    characters, so that they sort as words."""

    working_days: frozenset[int]
    country: str
    quiet_from: str
    quiet_to: str


class _When(NamedTuple):
    """A slot of one milestone. The order is that of time."""

    at: datetime
    day: date
    time: str


def slots(
    schedule: NudgeSchedule,
    times: Sequence[str],
    timezone: str,
    home: str,
    milestones: Sequence[Milestone],
    after: datetime,
    until: datetime,
) -> Sequence[Slot]:
    """All slots with `after` < at ≤ `until`, oldest first.

    Times that quiet hours put off to the same moment are one slot, named after the last of them.
    """
    clock = _Clock(schedule, times, timezone, home)
    found: dict[datetime, tuple[_When, list[Milestone]]] = {}
    for milestone in _opened(milestones):
        for when in clock.between(milestone, after, until):
            last, theirs = found.get(when.at, (when, []))
            if milestone not in theirs:
                theirs.append(milestone)
            found[when.at] = (max(last, when), theirs)
    return [
        Slot(timezone, when.day, when.time, at, tuple(theirs))
        for at, (when, theirs) in sorted(found.items())
    ]


def due(
    schedule: NudgeSchedule,
    times: Sequence[str],
    timezone: str,
    home: str,
    milestones: Sequence[Milestone],
    done_until: datetime,
    moment: datetime,
) -> Slot | None:
    """The slot to see to now, if there is one: the newest that has come, with the milestones of
    those that were missed.

    One that is of an earlier day waits for the next one of today, if there still is one, and all
    wait until something may be sent.
    """
    clock = _Clock(schedule, times, timezone, home)
    missed = clock.missed(milestones, done_until, moment)
    if not missed or not is_allowed(schedule, timezone, moment):
        return None
    when = max(newest for newest, _ in missed)
    if clock.waits(when, milestones, moment):
        return None
    late = moment - when.at > LATE
    return Slot(
        timezone=timezone,
        day=when.day,
        time=when.time,
        at=when.at,
        milestones=tuple(milestone for _, milestone in missed),
        late=late,
        told_at=moment if late else None,
    )


def next_at(
    schedule: NudgeSchedule,
    times: Sequence[str],
    timezone: str,
    home: str,
    milestones: Sequence[Milestone],
    done_until: datetime,
    moment: datetime,
) -> datetime | None:
    """When to look again: the next slot after `moment`, or, where one that was missed has to wait
    for an allowed hour, that hour; `moment` itself where one is due. None while nothing is planned.
    """
    clock = _Clock(schedule, times, timezone, home)
    coming = clock.coming(milestones, moment)
    missed = clock.missed(milestones, done_until, moment)
    if not missed:
        return coming
    if clock.waits(max(newest for newest, _ in missed), milestones, moment):
        return coming
    return allowed_from(schedule, timezone, moment)


def allowed_from(schedule: NudgeSchedule, timezone: str, moment: datetime) -> datetime:
    """`moment`, or the first moment after it at which something may be sent to a reader there.

    Where a schedule allows none, as without working days, that is more than a year away.
    """
    return _allowed_from(hours_of(schedule), timezone, moment)


def is_allowed(schedule: NudgeSchedule, timezone: str, moment: datetime) -> bool:
    """Whether something may be sent to a reader there now: no day off, no quiet hours."""
    return _is_allowed(hours_of(schedule), moment.astimezone(ZoneInfo(timezone)))


def hours_of(schedule: NudgeSchedule) -> Hours:
    """When this schedule lets something be sent."""
    return Hours(
        working_days=frozenset(schedule.working_days),
        country=schedule.country,
        quiet_from=schedule.quiet_from.zfill(5),
        quiet_to=schedule.quiet_to.zfill(5),
    )


def is_over(milestone: Milestone, home: str, moment: datetime) -> bool:
    """Whether its day, or its time of that day, has passed on the clocks of the production."""
    local = moment.astimezone(ZoneInfo(home))
    return (local.date(), f"{local:%H:%M}") >= (milestone.day, milestone.time or "24:00")


def working_days_after(schedule: NudgeSchedule, day: date, until: date) -> int:
    """How many working days there are after `day`, until that day inclusive.

    Counted by weeks: a milestone may be years old.
    """
    days = (until - day).days
    if days <= 0:
        return 0
    weeks, rest = divmod(days, 7)
    working = set(schedule.working_days)
    left = sum((day + _DAY * (n + 1)).weekday() in working for n in range(rest))
    free = sum(
        day < holiday <= until and holiday.weekday() in working
        for year in range(day.year, until.year + 1)
        for holiday in holidays_in(schedule.country, year)
    )
    return weeks * len(working) + left - free


def working_day_after(schedule: NudgeSchedule, day: date, days: int) -> date:
    """The working day that comes so many working days after `day`. Where a schedule has none, days
    of the calendar are counted."""
    hours = hours_of(schedule)
    if not _has_a_working_day(hours):
        return day + _DAY * days
    while days > 0:
        day += _DAY
        days -= _is_working(hours, day)
    return day


@lru_cache(maxsize=65_536)
def moment_of(day: date, clock: str, timezone: str) -> datetime:
    """The moment (UTC) at which clocks there show this time ("09:00") on that day.

    The first one of a time that comes twice when clocks go back; a time that is left out when they
    go forward is as much later.
    """
    midnight = datetime.combine(day, time.min, ZoneInfo(timezone))
    found: datetime = _trigger(clock, timezone).get_next_fire_time(None, midnight)
    return found.astimezone(UTC)


@lru_cache(maxsize=4096)
def _trigger(clock: str, timezone: str) -> CronTrigger:
    hour, _, minute = clock.partition(":")
    return CronTrigger(hour=int(hour), minute=int(minute), timezone=ZoneInfo(timezone))


class _Clock:
    """A schedule on the clocks of one time zone."""

    def __init__(
        self, schedule: NudgeSchedule, times: Sequence[str], timezone: str, home: str
    ) -> None:
        self._hours = hours_of(schedule)
        self._offsets = sorted({days for days in schedule.offsets if days >= 0}, reverse=True)
        self._times = sorted({clock.zfill(5) for clock in times})
        self._overdue = schedule.overdue and bool(self._times) and _has_a_working_day(self._hours)
        self._timezone = timezone
        self._zone = ZoneInfo(timezone)
        self._home = home

    def between(self, milestone: Milestone, after: datetime, until: datetime) -> Iterator[_When]:
        """Its slots with `after` < at ≤ `until`."""
        after = max(after, milestone.since)
        last = self._day(until)
        for day in self._days(milestone, self._first(after)):
            if day > last:
                return
            yield from (when for when in self._of(milestone, day) if after < when.at <= until)

    def missed(
        self, milestones: Sequence[Milestone], after: datetime, until: datetime
    ) -> list[tuple[_When, Milestone]]:
        """The newest slot with `after` < at ≤ `until` of each that has one."""
        newest = ((self._newest(one, after, until), one) for one in _opened(milestones))
        return [(when, milestone) for when, milestone in newest if when is not None]

    def coming(self, milestones: Sequence[Milestone], after: datetime) -> datetime | None:
        """The first moment after this one at which one of them has a slot."""
        nexts = (self._next(milestone, after) for milestone in _opened(milestones))
        return min((when.at for when in nexts if when is not None), default=None)

    def waits(self, missed: _When, milestones: Sequence[Milestone], moment: datetime) -> bool:
        """Whether a missed slot of an earlier day is left for one that is still to come today."""
        today = self._day(moment)
        if moment - missed.at <= LATE or self._day(missed.at) == today:
            return False
        coming = self.coming(milestones, moment)
        return coming is not None and self._day(coming) == today

    def _next(self, milestone: Milestone, after: datetime) -> _When | None:
        after = max(after, milestone.since)
        for day in self._days(milestone, self._first(after)):
            theirs = [when for when in self._of(milestone, day) if when.at > after]
            if theirs:
                return theirs[0]
        return None

    def _newest(self, milestone: Milestone, after: datetime, until: datetime) -> _When | None:
        after = max(after, milestone.since)
        if after >= until:
            return None
        for day in self._days_back(milestone, self._day(until), self._first(after)):
            theirs = [when for when in self._of(milestone, day) if after < when.at <= until]
            if theirs:
                return theirs[-1]
        return None

    def _of(self, milestone: Milestone, day: date) -> list[_When]:
        """Its slots of a day, in order of their moments: a time that is left out comes after the
        next hour. For readers in the east, up to two days after it may begin before it is over
        where it was set."""
        at_times = sorted(
            _When(_slot_at(self._hours, self._timezone, day, clock), day, clock)
            for clock in self._times
        )
        if not 0 < (day - milestone.day).days <= _AHEAD:
            return at_times
        return [when for when in at_times if is_over(milestone, self._home, when.at)]

    def _days(self, milestone: Milestone, first: date) -> Iterator[date]:
        """Its days from this one on; while it is overdue, without an end."""
        days = chain(self._days_before(milestone), self._days_after(milestone, first))
        return (day for day in days if day >= first and _is_working(self._hours, day))

    def _days_back(self, milestone: Milestone, last: date, first: date) -> Iterator[date]:
        """Its days from the last one back to the first."""
        overdue = last if self._overdue else milestone.day
        after = (overdue - _DAY * n for n in range((overdue - max(milestone.day, first)).days + 1))
        days = chain(
            (day for day in after if day > milestone.day), reversed(self._days_before(milestone))
        )
        return (day for day in days if first <= day <= last and _is_working(self._hours, day))

    def _days_before(self, milestone: Milestone) -> list[date]:
        return [milestone.day - _DAY * offset for offset in self._offsets]

    def _days_after(self, milestone: Milestone, first: date) -> Iterator[date]:
        day = max(first, milestone.day + _DAY)
        while self._overdue:
            yield day
            day += _DAY

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self._zone).date()

    def _first(self, after: datetime) -> date:
        """The earliest day that may have slots after this moment: in quiet hours, those of one
        working day wait for the next."""
        return _working_day_before(self._hours, self._day(after))


def _opened(milestones: Sequence[Milestone]) -> list[Milestone]:
    """Those that are open, soonest first."""
    found = [milestone for milestone in milestones if milestone.state == "open"]
    return sorted(found, key=lambda one: (one.at, one.name, str(one.id)))


@lru_cache(maxsize=65_536)
def _slot_at(hours: Hours, timezone: str, day: date, clock: str) -> datetime:
    return _allowed_from(hours, timezone, moment_of(day, clock, timezone))


@lru_cache(maxsize=65_536)
def _working_day_before(hours: Hours, day: date) -> date:
    for days in range(1, _FAR):
        before = day - _DAY * days
        if _is_working(hours, before):
            return before
    return day


def _allowed_from(hours: Hours, timezone: str, moment: datetime) -> datetime:
    zone = ZoneInfo(timezone)
    for _ in range(2 * _FAR):
        local = moment.astimezone(zone)
        if _is_allowed(hours, local):
            break
        moment = _first_after(moment, timezone, *_end_of_pause(hours, local))
    return moment


def _end_of_pause(hours: Hours, local: datetime) -> tuple[date, str]:
    """The end of the day off or of the quiet hours that this is in."""
    day = local.date()
    if not _is_working(hours, day):
        return day + _DAY, "00:00"
    tonight = f"{local:%H:%M}" >= hours.quiet_to
    return (day + _DAY if tonight else day), hours.quiet_to


def _first_after(moment: datetime, timezone: str, day: date, clock: str) -> datetime:
    """The first time after a moment that clocks show this; when clocks went back, the second."""
    first = moment_of(day, clock, timezone)
    if first > moment:
        return first
    again = datetime.combine(day, time.fromisoformat(clock), ZoneInfo(timezone))
    return again.replace(fold=1).astimezone(UTC)


def _is_allowed(hours: Hours, local: datetime) -> bool:
    return _is_working(hours, local.date()) and not _is_quiet(hours, f"{local:%H:%M}")


def _is_working(hours: Hours, day: date) -> bool:
    return day.weekday() in hours.working_days and day not in holidays_in(hours.country, day.year)


def _has_a_working_day(hours: Hours) -> bool:
    return not hours.working_days.isdisjoint(range(7))


def _is_quiet(hours: Hours, clock: str) -> bool:
    """From one time to an equal one is never."""
    if hours.quiet_from <= hours.quiet_to:
        return hours.quiet_from <= clock < hours.quiet_to
    return clock >= hours.quiet_from or clock < hours.quiet_to
