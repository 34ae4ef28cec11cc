"""For any zone, schedule and downtime: nudges come in allowed hours, once, and for every gap."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid5
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from handlers.milestones.gaps import Gap
from handlers.milestones.items import Item, Points
from handlers.milestones.record import ProductionRecord
from handlers.nudges.calendar import (
    LATE,
    Slot,
    allowed_from,
    due,
    moment_of,
    next_at,
    slots,
    working_days_after,
)
from handlers.nudges.countries import holidays_in
from handlers.nudges.planning import Planned, Told, plan
from store.tables import Milestone, NudgeRest, NudgeSchedule, Production
from store.types import GapKind
from tests.support.nudging import PRODUCTION_ID, a_milestone, a_schedule

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
CHANGING = ("Europe/Berlin", "America/New_York", "Australia/Sydney", "Australia/Lord_Howe")
zones = st.sampled_from(CHANGING) | st.sampled_from(sorted(available_timezones()))
clocks = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.sampled_from((0, 15, 30, 59)))
countries = st.sampled_from(("", "DE-BY", "US", "IN", "AU-NSW"))
weeks = st.sets(st.integers(0, 6), min_size=1).map(sorted)
# Hypothesis takes bounds without a zone only.
moments = st.datetimes(datetime(2027, 1, 1), datetime(2028, 3, 31)).map(  # noqa: DTZ001 - see above
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC)
)
quick = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))

schedules = st.builds(
    a_schedule,
    offsets=st.lists(st.integers(0, 12), max_size=4),
    overdue=st.booleans(),
    working_days=st.just([0, 1, 2, 3, 4]) | weeks,
    country=countries,
    quiet_from=clocks,
    quiet_to=clocks,
)


@dataclass(frozen=True)
class Case:
    """A production whose clock for one zone is looked at from `start` on."""

    schedule: NudgeSchedule
    times: Sequence[str]
    zone: str
    home: str
    milestones: Sequence[Milestone]
    start: datetime

    def slots(self, until: datetime) -> Sequence[Slot]:
        args = (self.schedule, self.times, self.zone, self.home, self.milestones)
        return slots(*args, self.start, until)

    def ticks(self, moments: Sequence[datetime]) -> Iterator[tuple[datetime, Slot]]:
        """What is due where somebody looks at these moments only."""
        args = (self.schedule, self.times, self.zone, self.home, self.milestones)
        done = self.start
        for moment in moments:
            slot = due(*args, done, moment)
            if slot is not None:
                yield moment, slot
                done = moment

    def woken(self, until: datetime) -> Iterator[tuple[datetime, Slot | None]]:
        """What is due where one looks whenever the last look said so."""
        args = (self.schedule, self.times, self.zone, self.home, self.milestones)
        done = self.start
        moment = next_at(*args, done, self.start)
        while moment is not None and moment <= until:
            slot = due(*args, done, moment)
            yield moment, slot
            done = moment if slot is not None else done
            coming = next_at(*args, done, moment)
            assert coming is None or coming > moment
            moment = coming


@st.composite
def cases(draw: st.DrawFn) -> Case:
    start = draw(moments)
    home = draw(zones)
    days = draw(st.lists(st.integers(-20, 20), min_size=1, max_size=3))
    return Case(
        schedule=draw(schedules),
        times=draw(st.lists(clocks, min_size=1, max_size=3)),
        zone=draw(st.just(home) | zones),
        home=home,
        milestones=[
            a_milestone(start.date() + DAY * ahead, f"Milestone {n}", home=home)
            for n, ahead in enumerate(days)
        ],
        start=start,
    )


def may_be_sent(schedule: NudgeSchedule, zone: str, moment: datetime) -> bool:
    """The rule in its plainest form."""
    local = moment.astimezone(ZoneInfo(zone))
    clock, begins, ends = f"{local:%H:%M}", schedule.quiet_from, schedule.quiet_to
    between = begins <= clock < ends
    around = begins > ends and (clock >= begins or clock < ends)
    return (
        local.weekday() in schedule.working_days
        and local.date() not in holidays_in(schedule.country, local.year)
        and not between
        and not around
    )


def label(slot: Slot) -> tuple[date, str]:
    return slot.day, slot.time


@given(zones, clocks, st.integers(0, 450))
@settings(quick, max_examples=300)
def test_a_time_of_day_is_the_first_that_clocks_show(zone: str, clock: str, ahead: int) -> None:
    day = date(2027, 1, 1) + DAY * ahead
    hours, minutes = map(int, clock.split(":"))
    # The earlier of two; of a time that is left out, `fold=0` reads it by the clocks before.
    local = datetime(day.year, day.month, day.day, hours, minutes, tzinfo=ZoneInfo(zone), fold=0)
    assert moment_of(day, clock, zone) == local.astimezone(UTC)


@given(cases())
@quick
def test_slots_are_in_allowed_hours_of_days_that_are_theirs(case: Case) -> None:
    found = case.slots(case.start + 40 * DAY)
    assert [slot.at for slot in found] == sorted({slot.at for slot in found})
    assert len({label(slot) for slot in found}) == len(found)
    for slot in found:
        assert may_be_sent(case.schedule, case.zone, slot.at)
        assert slot.time in case.times
        assert slot.at >= moment_of(slot.day, slot.time, case.zone)
        assert slot.day.weekday() in case.schedule.working_days
        assert slot.day not in holidays_in(case.schedule.country, slot.day.year)
        assert any(
            (each.day - slot.day).days in case.schedule.offsets
            or (case.schedule.overdue and slot.day > each.day)
            for each in slot.milestones
        )


@given(cases())
@quick
def test_every_day_of_a_milestone_has_its_slots(case: Case) -> None:
    """Each working day that is one of its days, at each time, is in a slot at its moment or, in
    quiet hours, at the first allowed moment after it."""
    until = case.start + 40 * DAY
    found = {slot.at: slot for slot in case.slots(until)}
    for milestone in case.milestones:
        # Before the day after next, it may not be over where it was set.
        late = range(2, 30) if case.schedule.overdue else ()
        days = [milestone.day - DAY * n for n in case.schedule.offsets]
        for day in [*days, *(milestone.day + DAY * n for n in late)]:
            noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
            free = day in holidays_in(case.schedule.country, day.year)
            if free or day.weekday() not in case.schedule.working_days:
                continue
            for clock in case.times:
                at = moment_of(day, clock, case.zone)
                assert abs(at - noon) < 2 * DAY
                at = allowed_from(case.schedule, case.zone, at)
                if case.start < at <= until:
                    assert milestone in found[at].milestones


@given(schedules, zones, moments)
@quick
def test_the_first_allowed_moment_is_one_and_nothing_before_it_is(
    schedule: NudgeSchedule, zone: str, moment: datetime
) -> None:
    found = allowed_from(schedule, zone, moment)
    assert found >= moment
    assert may_be_sent(schedule, zone, found)
    assert allowed_from(schedule, zone, found) == found
    local = ZoneInfo(zone)
    before = found - MINUTE
    while before >= moment:
        shift = before.astimezone(local).utcoffset() != found.astimezone(local).utcoffset()
        # Where clocks have gone forward over the end of quiet hours, that end is as much later.
        assert shift or not may_be_sent(schedule, zone, before)
        before -= 7 * MINUTE if found - before < DAY else 61 * MINUTE


@given(cases())
@quick
def test_looking_when_told_to_sends_every_slot_at_its_moment(case: Case) -> None:
    until = case.start + 40 * DAY
    looked = list(case.woken(until))
    assert all(slot is not None for _, slot in looked)
    sent = [(moment, label(slot), slot.late, slot.milestones) for moment, slot in looked if slot]
    assert sent == [(slot.at, label(slot), False, slot.milestones) for slot in case.slots(until)]


@given(cases().filter(lambda case: len(case.slots(case.start + 3 * DAY)) > 1))
@settings(quick, max_examples=3)
def test_looking_every_minute_sends_the_same(case: Case) -> None:
    until = case.start + 3 * DAY
    every = [case.start + MINUTE * n for n in range(3 * 24 * 60 + 1)]
    sent = [(moment, label(slot), slot.late) for moment, slot in case.ticks(every)]
    assert sent == [(slot.at, label(slot), False) for slot in case.slots(until)]


@given(cases(), st.lists(st.integers(1, 4000), min_size=1, max_size=40))
@settings(quick, max_examples=150)
def test_downtime_loses_nothing_and_repeats_nothing(case: Case, pauses: list[int]) -> None:
    ticks = [case.start]
    for minutes in pauses:
        ticks.append(ticks[-1] + MINUTE * minutes)
    # In the end somebody looks at the right moments again, so that nothing is left waiting.
    planned = case.slots(ticks[-1])
    ticks += [slot.at for slot in case.slots(ticks[-1] + 40 * DAY) if slot.at > ticks[-1]]
    ticks.append(allowed_from(case.schedule, case.zone, ticks[-1] + DAY))
    sent = list(case.ticks(ticks))
    on_time = {label(slot): slot for slot in case.slots(ticks[-1])}
    keys = [label(slot) for _, slot in sent]
    assert len(keys) == len(set(keys))
    assert set(keys) <= set(on_time)
    before = case.start
    for moment, slot in sent:
        assert may_be_sent(case.schedule, case.zone, moment)
        assert slot.at == on_time[label(slot)].at <= moment
        assert slot.late == (moment - slot.at > LATE)
        assert slot.told_at == (moment if slot.late else None)
        # It carries the milestones of exactly those slots that were missed since the last one.
        missed = [each for each in on_time.values() if before < each.at <= moment]
        assert {one.id for one in slot.milestones} == {
            one.id for each in missed for one in each.milestones
        }
        assert label(slot) == label(missed[-1])
        before = moment
    seen_to = [slot for slot in planned if slot.at <= before]
    left = [slot for slot in planned if slot.at > before]
    assert len(seen_to) + len(left) == len(planned)
    assert not left


@given(cases(), st.lists(st.integers(1, 4000), min_size=1, max_size=20))
@quick
def test_late_ones_come_when_nothing_is_to_come_that_day(case: Case, pauses: list[int]) -> None:
    ticks = [case.start]
    for minutes in pauses:
        ticks.append(ticks[-1] + MINUTE * minutes)
    zone = ZoneInfo(case.zone)
    on_time = case.slots(ticks[-1] + 2 * DAY)
    for moment, slot in case.ticks(ticks):
        today = moment.astimezone(zone).date()
        if slot.late and slot.at.astimezone(zone).date() != today:
            assert not [
                each
                for each in on_time
                if each.at > moment and each.at.astimezone(zone).date() == today
            ]


@given(countries, weeks, moments.map(datetime.date), st.integers(-3, 800))
@quick
def test_working_days_are_those_one_can_count(
    country: str, week: list[int], day: date, ahead: int
) -> None:
    counted = sum(
        (day + DAY * n).weekday() in week
        and day + DAY * n not in holidays_in(country, (day + DAY * n).year)
        for n in range(1, ahead + 1)
    )
    schedule = a_schedule(country=country, working_days=week)
    assert working_days_after(schedule, day, day + DAY * ahead) == counted


# Who is told

PEOPLE = ("editor", "director", "producer", "sound", "left")
CHANNELS = ("C-edit", "C-sound", "C-elsewhere")
HOME, AWAY, FURTHER = "Europe/Berlin", "Australia/Sydney", "America/New_York"
KINDS: tuple[GapKind, ...] = ("overdue", "no date", "no owner")
at_home = datetime(2026, 6, 11, 7, tzinfo=UTC)
MILESTONES = [
    a_milestone(date(2026, 6, day), name, channel=channel)
    for day, name, channel in (
        (3, "Rough cut", "C-elsewhere"),
        (12, "Picture lock", "C-edit"),
        (18, "Mix", "C-sound"),
        (18, "Delivery", "C-edit"),
    )
]
RESTS = [
    NudgeRest(production_id=PRODUCTION_ID, user_id=user, gap=gap, kind=kind, until=until)
    for user in PEOPLE
    for until in (None, at_home - DAY, at_home + DAY)
    for gap, kind in [("", kind) for kind in KINDS]
    + [(f"{kind}:task:{uuid5(PRODUCTION_ID, str(n))}", "") for kind in KINDS for n in range(3)]
]
PRODUCTIONS = [
    Production(id=PRODUCTION_ID, name="Spot", timezone=HOME, decider=decider)
    for decider in (None, "director", "left")
]
people = st.sampled_from(PEOPLE)
numbers = st.integers(0, 7)
# Of each item: its milestone, its channel, and of each kind of gap whose it is, if it has it.
items_drawn = st.lists(
    st.tuples(
        st.sampled_from(MILESTONES),
        st.sampled_from(("", *CHANNELS)),
        st.lists(
            st.tuples(st.sampled_from(KINDS), st.sampled_from((None, *PEOPLE)), numbers),
            max_size=3,
            unique_by=lambda drawn: drawn[0],
        ),
    ),
    max_size=8,
)


def gaps_of(
    drawn: Sequence[tuple[Milestone, str, Sequence[tuple[GapKind, str | None, int]]]],
) -> list[Gap]:
    """Numbers say whether a gap speaks: most do."""
    return [
        Gap(kind, item, user, speaks=number > 1)
        for n, (milestone, channel, theirs) in enumerate(drawn)
        for item in [
            Item(
                "task", uuid5(PRODUCTION_ID, str(n)), milestone, f"T{n}", Points(), channel=channel
            )
        ]
        for kind, user, number in theirs
    ]


@dataclass(frozen=True)
class Telling:
    """Everything that a plan is made from."""

    record: ProductionRecord
    schedule: NudgeSchedule
    slot: Slot
    gaps: list[Gap]
    zones: dict[str, str]
    rests: list[NudgeRest]
    told: Told
    silent: set[str]

    def planned(self, zone: str = HOME) -> Sequence[Planned]:
        """`zone`: whose clock it is."""
        return plan(
            self.record,
            self.schedule,
            replace(self.slot, timezone=zone),
            self.gaps,
            self.zones,
            self.rests,
            self.told,
            self.silent,
        )


def a_telling(
    gaps: list[Gap],
    slotted: list[Milestone],
    record: ProductionRecord,
    schedule: NudgeSchedule,
    zones: dict[str, str],
    rests: list[NudgeRest],
    counts: list[int],
    silent: set[str],
) -> Telling:
    """`counts` say how often each gap was told to whose it is, and said in its channel."""
    times = dict(zip((gap.key for gap in gaps), counts, strict=False))
    people = {(gap.user, gap.key): times.get(gap.key, 0) for gap in gaps if gap.user}
    slot = Slot(HOME, date(2026, 6, 11), "09:00", at_home, tuple(slotted))
    told = Told(people, times)
    return Telling(record, schedule, slot, gaps, zones, rests, told, silent)


records = st.builds(
    ProductionRecord,
    production=st.sampled_from(PRODUCTIONS),
    channels=st.sampled_from(((), CHANNELS[:1], CHANNELS[:2])),
    roles=st.dictionaries(people, st.sampled_from((["producer"], ["editor"], [])), max_size=3),
)
tellings = st.builds(
    a_telling,
    gaps=st.builds(gaps_of, items_drawn),
    slotted=st.lists(st.sampled_from(MILESTONES), min_size=1, unique_by=lambda one: one.id),
    record=records,
    schedule=st.sampled_from(
        [
            a_schedule(digest=digest, direct=direct)
            for digest, direct in (
                (True, True),
                (True, True),
                (True, False),
                (False, True),
                (False, False),
            )
        ]
    ),
    zones=st.dictionaries(people, st.sampled_from((HOME, AWAY, FURTHER)), max_size=4),
    rests=st.lists(st.sampled_from(RESTS), max_size=4),
    counts=st.lists(st.integers(0, 3), min_size=8, max_size=24),
    silent=st.sets(people, max_size=2),
)


def of_the_slot(telling: Telling) -> set[str]:
    slotted = {milestone.id for milestone in telling.slot.milestones}
    return {gap.key for gap in telling.gaps if gap.item.home.id in slotted}


@given(tellings)
@settings(quick, max_examples=150)
def test_one_message_for_each_reader_and_each_gap_once_in_it(telling: Telling) -> None:
    found = [message for zone in (HOME, AWAY, FURTHER) for message in telling.planned(zone)]
    assert len({message.key for message in found}) == len(found)
    readers = [(message.channel, message.user) for message in found]
    assert len(set(readers)) == len(readers)
    for message in found:
        keys = [named.gap.key for named in message.named]
        assert len(set(keys)) == len(keys)
        assert set(keys) <= of_the_slot(telling)
        assert any(named.gap.speaks for named in message.named)
        assert (message.channel is None) != (message.user is None)
        assert message.channel is None or telling.schedule.digest
        assert message.user is None or telling.schedule.direct
        assert message.user not in telling.silent
        assert message.reason
        if message.user:
            assert telling.zones.get(message.user, HOME) == message.timezone


@given(tellings)
@settings(quick, max_examples=150)
def test_no_gap_is_silently_never_named(telling: Telling) -> None:
    found = telling.planned()
    named = {one.gap.key for message in found if message.channel for one in message.named}
    speaking = {gap.key for gap in telling.gaps if gap.speaks} & of_the_slot(telling)
    if telling.schedule.digest and telling.record.channels:
        assert speaking <= named
        quiet = of_the_slot(telling) - speaking
        assert speaking or not named & quiet
    else:
        assert not named


@given(tellings)
@settings(quick, max_examples=150)
def test_what_is_somebodys_is_told_directly_unless_they_rest(telling: Telling) -> None:
    """To them, or, once they have ignored it, to somebody else; over all zones."""
    assume(telling.schedule.direct)
    telling = replace(telling, rests=[])
    found = [message for zone in (HOME, AWAY, FURTHER) for message in telling.planned(zone)]
    told = {(one.gap.key, m.user): one for m in found if m.user for one in m.named}
    for gap in telling.gaps:
        if gap.key not in of_the_slot(telling) or gap.user in (None, *telling.silent):
            continue
        if not gap.speaks:
            continue
        readers = {user for key, user in told if key == gap.key}
        assert readers
        times = telling.told.people.get((gap.user or "", gap.key), 0)
        if times < 2:
            assert readers == {gap.user}
        for user in readers - {gap.user}:
            assert told[gap.key, user].escalated == gap.user
            assert told[gap.key, user].times == times


@given(tellings, st.sampled_from(PEOPLE))
@settings(quick, max_examples=100)
def test_rests_take_from_ones_own_messages_only(telling: Telling, user: str) -> None:
    put_off = [NudgeRest(production_id=PRODUCTION_ID, user_id=user, kind=kind) for kind in KINDS]
    resting = replace(telling, rests=[*telling.rests, *put_off])
    for zone in (HOME, AWAY, FURTHER):
        before = [message for message in telling.planned(zone) if message.user != user]
        assert resting.planned(zone) == before
