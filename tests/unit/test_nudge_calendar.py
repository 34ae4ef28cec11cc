"""Nudge times: tables over a year and over the days on which clocks change, downtime, moves.

What is expected is written out in UTC, or worked out by the minute with nothing but zoneinfo.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from typing import Any

import pytest

from handlers.nudges.calendar import (
    Slot,
    allowed_from,
    due,
    is_allowed,
    moment_of,
    next_at,
    slots,
    working_days_after,
)
from handlers.nudges.countries import check_country, holidays_in
from handlers.nudges.errors import UnknownCountryError, UnknownRegionError
from store.tables import Milestone
from tests.support.nudging import a_milestone, a_schedule

EVERY_DAY = [0, 1, 2, 3, 4, 5, 6]
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def utc(words: str) -> datetime:
    """Such as "2027-03-28 07:00"."""
    return datetime.fromisoformat(words).replace(tzinfo=UTC)


def stamps(found: Sequence[Slot]) -> list[str]:
    return [f"{slot.at:%Y-%m-%d %H:%M}" for slot in found]


def in_berlin(
    milestone: Milestone,
    after: str,
    until: str,
    times: Sequence[str] = ("09:00",),
    **changes: Any,
) -> list[str]:
    """The slots of a milestone for readers in Berlin, in UTC."""
    return stamps(
        slots(
            a_schedule(**changes),
            times,
            "Europe/Berlin",
            "Europe/Berlin",
            [milestone],
            utc(after),
            utc(until),
        )
    )


# A whole year: overdue since its last day but one, so that every working day has its slots.
# The segments are the days between which 09:00 is the same time in UTC; "-1" is the day before.

DE_BY_2027 = "01-01 01-06 03-26 03-29 05-01 05-06 05-17 05-27 10-03 11-01 12-25 12-26"
US_2027 = (
    "01-01 01-18 02-15 05-31 06-18 06-19 07-04 07-05 09-06 10-11 11-11 11-25 12-24 12-25 12-31"
)
IN_2027 = (
    "01-26 03-06 03-10 03-22 03-26 04-14 04-15 04-18 05-17 05-20 06-16 08-15 08-25 10-02 10-09 "
    "10-29 11-14 12-25"
)
NSW_2027 = "01-01 01-26 03-26 03-27 03-28 03-29 04-25 04-26 06-14 10-04 12-25 12-26 12-27 12-28"

YEARS = [
    (
        "Europe/Berlin", "DE-BY", DE_BY_2027,
        [("01-01", "03-27", 0, "08:00"), ("03-28", "10-30", 0, "07:00"),
         ("10-31", "12-31", 0, "08:00")],
        253,
    ),
    (
        "America/New_York", "US", US_2027,
        [("01-01", "03-13", 0, "14:00"), ("03-14", "11-06", 0, "13:00"),
         ("11-07", "12-31", 0, "14:00")],
        249,
    ),
    (
        "Asia/Kolkata", "IN", IN_2027,
        [("01-01", "12-31", 0, "03:30")],
        250,
    ),
    (
        "Australia/Sydney", "AU-NSW", NSW_2027,
        [("01-01", "04-03", -1, "22:00"), ("04-04", "10-02", -1, "23:00"),
         ("10-03", "12-31", -1, "22:00")],
        252,
    ),
    (
        "Australia/Lord_Howe", "AU-NSW", NSW_2027,
        [("01-01", "04-03", -1, "22:00"), ("04-04", "10-02", -1, "22:30"),
         ("10-03", "12-31", -1, "22:00")],
        252,
    ),
]  # fmt: skip


def days_of_2027(first: str, last: str) -> Iterator[date]:
    day = date.fromisoformat(f"2027-{first}")
    while day <= date.fromisoformat(f"2027-{last}"):
        yield day
        day += DAY


@pytest.mark.parametrize(
    ("zone", "country", "free", "segments", "count"), YEARS, ids=[each[0] for each in YEARS]
)
@pytest.mark.parametrize("week", [(0, 1, 2, 3, 4), tuple(EVERY_DAY)], ids=["five", "seven"])
def test_a_year_of_nine_o_clock(
    zone: str,
    country: str,
    free: str,
    segments: list[tuple[str, str, int, str]],
    count: int,
    week: tuple[int, ...],
) -> None:
    off = {date.fromisoformat(f"2027-{day}") for day in free.split()}
    expected = [
        (day, f"{day + DAY * shift} {clock}")
        for first, last, shift, clock in segments
        for day in days_of_2027(first, last)
        if day.weekday() in week and day not in off
    ]
    found = slots(
        a_schedule(country=country, working_days=list(week)),
        ["09:00"],
        zone,
        zone,
        [a_milestone(date(2026, 12, 29), home=zone)],
        moment_of(date(2026, 12, 31), "12:00", zone),
        moment_of(date(2027, 12, 31), "12:00", zone),
    )
    assert [(slot.day, stamp) for slot, stamp in zip(found, stamps(found), strict=True)] == expected
    assert len(found) == (count if len(week) == 5 else 365 - len(off))
    assert {(slot.time, slot.timezone) for slot in found} == {("09:00", zone)}


DOUBLED_AND_MISSING = [
    ("Europe/Berlin", "2027-03-28", "01:30", "2027-03-28 00:30"),
    ("Europe/Berlin", "2027-03-28", "02:30", "2027-03-28 01:30"),  # left out: 03:30 there
    ("Europe/Berlin", "2027-03-28", "09:00", "2027-03-28 07:00"),
    ("Europe/Berlin", "2027-10-31", "01:30", "2027-10-30 23:30"),
    ("Europe/Berlin", "2027-10-31", "02:30", "2027-10-31 00:30"),  # twice: the first
    ("Europe/Berlin", "2027-10-31", "09:00", "2027-10-31 08:00"),
    ("America/New_York", "2027-03-14", "01:30", "2027-03-14 06:30"),
    ("America/New_York", "2027-03-14", "02:30", "2027-03-14 07:30"),  # left out
    ("America/New_York", "2027-03-14", "09:00", "2027-03-14 13:00"),
    ("America/New_York", "2027-11-07", "01:30", "2027-11-07 05:30"),  # twice
    ("America/New_York", "2027-11-07", "02:30", "2027-11-07 07:30"),
    ("America/New_York", "2027-11-07", "09:00", "2027-11-07 14:00"),
    ("Australia/Sydney", "2027-04-04", "01:30", "2027-04-03 14:30"),
    ("Australia/Sydney", "2027-04-04", "02:30", "2027-04-03 15:30"),  # twice
    ("Australia/Sydney", "2027-04-04", "09:00", "2027-04-03 23:00"),
    ("Australia/Sydney", "2027-10-03", "01:30", "2027-10-02 15:30"),
    ("Australia/Sydney", "2027-10-03", "02:30", "2027-10-02 16:30"),  # left out
    ("Australia/Sydney", "2027-10-03", "09:00", "2027-10-02 22:00"),
    ("Australia/Lord_Howe", "2027-04-04", "01:30", "2027-04-03 14:30"),  # twice, half an hour
    ("Australia/Lord_Howe", "2027-04-04", "02:30", "2027-04-03 16:00"),
    ("Australia/Lord_Howe", "2027-04-04", "09:00", "2027-04-03 22:30"),
    ("Australia/Lord_Howe", "2027-10-03", "01:30", "2027-10-02 15:00"),
    ("Australia/Lord_Howe", "2027-10-03", "02:15", "2027-10-02 15:45"),  # left out: 02:45 there
    ("Australia/Lord_Howe", "2027-10-03", "02:30", "2027-10-02 15:30"),
    ("Australia/Lord_Howe", "2027-10-03", "09:00", "2027-10-02 22:00"),
    ("Asia/Kolkata", "2027-03-28", "01:30", "2027-03-27 20:00"),
    ("Asia/Kolkata", "2027-10-31", "02:30", "2027-10-30 21:00"),
    ("America/Havana", "2027-11-07", "00:30", "2027-11-07 04:30"),  # twice, from midnight on
    ("Africa/Cairo", "2027-04-30", "00:00", "2027-04-29 22:00"),  # midnight is left out
    ("America/Nuuk", "2027-03-27", "23:30", "2027-03-28 01:30"),  # left out: 00:30 the next day
]


@pytest.mark.parametrize(("zone", "day", "clock", "expected"), DOUBLED_AND_MISSING)
def test_when_clocks_change_each_time_of_day_comes_once(
    zone: str, day: str, clock: str, expected: str
) -> None:
    on = date.fromisoformat(day)
    found = slots(
        a_schedule(working_days=EVERY_DAY, quiet_from="00:00", quiet_to="00:00"),
        [clock],
        zone,
        zone,
        [a_milestone(on - DAY * 10, home=zone)],
        utc("2027-01-01 00:00"),
        utc("2027-12-31 00:00"),
    )
    assert [stamp for slot, stamp in zip(found, stamps(found), strict=True) if slot.day == on] == [
        expected
    ]
    days = [slot.day for slot in found]
    assert days == sorted(set(days))


@pytest.mark.parametrize(("zone", "day", "clock", "expected"), DOUBLED_AND_MISSING)
def test_ticking_through_the_hour_that_comes_twice_sends_once(
    zone: str, day: str, clock: str, expected: str
) -> None:
    on = date.fromisoformat(day)
    schedule = a_schedule(
        working_days=EVERY_DAY, quiet_from="00:00", quiet_to="00:00", offsets=[0], overdue=False
    )
    done = moment = utc(expected) - 3 * HOUR
    sent = []
    while moment < utc(expected) + 3 * HOUR:
        slot = due(schedule, [clock], zone, zone, [a_milestone(on, home=zone)], done, moment)
        if slot is not None:
            sent.append(f"{moment:%Y-%m-%d %H:%M}")
            done = moment
        moment += timedelta(minutes=5)
    assert sent == [expected]


def test_days_before_on_it_and_each_working_day_after() -> None:
    friday = a_milestone(date(2026, 6, 12))
    assert in_berlin(friday, "2026-05-01 00:00", "2026-06-17 12:00") == [
        "2026-06-05 07:00",
        "2026-06-09 07:00",
        "2026-06-11 07:00",
        "2026-06-12 07:00",
        "2026-06-15 07:00",
        "2026-06-16 07:00",
        "2026-06-17 07:00",
    ]
    assert in_berlin(friday, "2026-06-01 00:00", "2026-08-01 00:00", overdue=False)[3:] == [
        "2026-06-12 07:00"
    ]
    assert in_berlin(friday, "2026-06-01 00:00", "2026-06-12 12:00", offsets=[2, 10]) == [
        "2026-06-02 07:00",
        "2026-06-10 07:00",
    ]
    after_it: dict[str, Any] = {"offsets": [0, -3], "overdue": False}  # -3 is no day before it
    assert in_berlin(friday, "2026-06-01 00:00", "2026-06-17 12:00", **after_it) == [
        "2026-06-12 07:00"
    ]


def test_a_day_off_is_skipped_and_not_moved() -> None:
    monday = a_milestone(date(2026, 6, 15))  # the day before is a Sunday
    assert in_berlin(monday, "2026-06-01 00:00", "2026-06-15 12:00") == [
        "2026-06-08 07:00",
        "2026-06-12 07:00",
        "2026-06-15 07:00",
    ]
    friday = a_milestone(date(2026, 6, 5))  # the day before is Corpus Christi
    assert "2026-06-04 07:00" in in_berlin(friday, "2026-06-01 00:00", "2026-06-05 12:00")
    assert in_berlin(friday, "2026-06-01 00:00", "2026-06-05 12:00", country="DE-BY") == [
        "2026-06-02 07:00",
        "2026-06-05 07:00",
    ]
    sundays = in_berlin(monday, "2026-06-13 00:00", "2026-06-21 12:00", working_days=[6, 0])
    assert sundays == ["2026-06-14 07:00", "2026-06-15 07:00", "2026-06-21 07:00"]


def test_the_leap_day() -> None:
    every: dict[str, Any] = {"after": "2028-02-01 00:00", "until": "2028-03-08 12:00"}
    assert in_berlin(a_milestone(date(2028, 3, 1)), **every, overdue=False) == [
        "2028-02-23 08:00",  # 3 days before is a Sunday
        "2028-02-29 08:00",
        "2028-03-01 08:00",
    ]
    assert in_berlin(a_milestone(date(2028, 2, 29)), **every, overdue=False) == [
        "2028-02-22 08:00",
        "2028-02-28 08:00",
        "2028-02-29 08:00",
    ]
    assert in_berlin(a_milestone(date(2028, 2, 28)), **every, offsets=[])[:3] == [
        "2028-02-29 08:00",
        "2028-03-01 08:00",
        "2028-03-02 08:00",
    ]
    assert in_berlin(a_milestone(date(2028, 3, 7)), **every, overdue=False)[0] == "2028-02-29 08:00"
    year_on = a_milestone(date(2029, 2, 28))
    assert in_berlin(year_on, **every, offsets=[365]) == ["2028-02-29 08:00"]


def test_quiet_hours_put_off_to_their_end() -> None:
    friday = a_milestone(date(2026, 6, 12))
    span: dict[str, Any] = {"after": "2026-06-11 12:00", "until": "2026-06-16 12:00"}
    assert in_berlin(friday, **span, times=["06:15"]) == [
        "2026-06-12 06:00",  # 08:00 there
        "2026-06-15 06:00",
        "2026-06-16 06:00",
    ]
    evening = in_berlin(friday, **span, times=["20:00"])
    assert evening == ["2026-06-12 06:00", "2026-06-15 06:00", "2026-06-16 06:00"]
    # From a moment on at which last evening's is still waiting.
    assert in_berlin(friday, "2026-06-12 05:00", "2026-06-15 12:00", times=["20:00"]) == evening[:2]
    assert (
        in_berlin(friday, "2026-06-14 05:00", "2026-06-15 12:00", times=["20:00"]) == evening[1:2]
    )
    assert in_berlin(friday, **span, times=["19:59"])[:2] == [
        "2026-06-11 17:59",
        "2026-06-12 17:59",
    ]
    noon = in_berlin(friday, **span, times=["12:30"], quiet_from="12:00", quiet_to="13:00")
    assert noon == ["2026-06-12 11:00", "2026-06-15 11:00", "2026-06-16 11:00"]
    free = in_berlin(friday, **span, times=["03:00"], quiet_from="08:00", quiet_to="08:00")
    assert free[0] == "2026-06-12 01:00"


def test_times_put_off_to_the_same_moment_are_one_slot() -> None:
    found = slots(
        a_schedule(),
        ["21:00", "06:00", "07:00", "10:00"],
        "Europe/Berlin",
        "Europe/Berlin",
        [a_milestone(date(2026, 6, 9)), a_milestone(date(2026, 6, 11), name="Mix")],
        utc("2026-06-09 20:00"),
        utc("2026-06-11 07:00"),
    )
    assert [(stamps([slot])[0], slot.day.day, slot.time) for slot in found] == [
        ("2026-06-10 06:00", 10, "07:00"),
        ("2026-06-10 08:00", 10, "10:00"),
        ("2026-06-11 06:00", 11, "07:00"),
    ]
    names = [[milestone.name for milestone in slot.milestones] for slot in found]
    assert names == [["Picture lock", "Mix"]] * 3


def test_several_times_a_day_and_several_milestones() -> None:
    found = slots(
        a_schedule(country="US"),
        ["16:30", "9:00"],
        "America/New_York",
        "America/New_York",
        [
            a_milestone(date(2026, 7, 6), home="America/New_York"),
            a_milestone(date(2026, 7, 9), name="Mix", home="America/New_York"),
        ],
        utc("2026-07-01 00:00"),
        utc("2026-07-06 23:00"),
    )
    assert [(stamp, [m.name for m in slot.milestones]) for slot, stamp in zip(
        found, stamps(found), strict=True
    )] == [
        ("2026-07-02 13:00", ["Mix"]),  # 3 July is Independence Day, observed
        ("2026-07-02 20:30", ["Mix"]),
        ("2026-07-06 13:00", ["Picture lock", "Mix"]),
        ("2026-07-06 20:30", ["Picture lock", "Mix"]),
    ]  # fmt: skip
    assert [slot.time for slot in found] == ["09:00", "16:30"] * 2


def test_it_is_not_overdue_anywhere_before_it_is_over_where_it_was_set() -> None:
    friday = a_milestone(date(2026, 6, 12), home="America/Los_Angeles")
    span = (utc("2026-06-11 00:00"), utc("2026-06-16 00:00"))
    for zone, expected in (
        # 09:00 on Saturday in Auckland is 14:00 on Friday in Los Angeles.
        ("Pacific/Auckland", ["2026-06-11 21:00", "2026-06-13 21:00", "2026-06-14 21:00",
                              "2026-06-15 21:00"]),
        ("America/Los_Angeles", ["2026-06-11 16:00", "2026-06-12 16:00", "2026-06-13 16:00",
                                 "2026-06-14 16:00", "2026-06-15 16:00"]),
    ):  # fmt: skip
        schedule = a_schedule(working_days=EVERY_DAY)
        found = slots(schedule, ["09:00"], zone, "America/Los_Angeles", [friday], *span)
        assert stamps(found) == expected
    farthest = a_milestone(date(2026, 6, 12), home="Etc/GMT+12")
    schedule = a_schedule(working_days=EVERY_DAY, quiet_from="00:00", quiet_to="00:00")
    night = slots(schedule, ["01:00"], "Etc/GMT-14", "Etc/GMT+12", [farthest], *span)
    assert stamps(night) == ["2026-06-11 11:00", "2026-06-14 11:00", "2026-06-15 11:00"]
    at_noon = a_milestone(date(2026, 6, 12), home="America/Los_Angeles", clock="12:00")
    schedule = a_schedule(working_days=EVERY_DAY)
    early = slots(schedule, ["09:00"], "Pacific/Auckland", "America/Los_Angeles", [at_noon], *span)
    assert "2026-06-12 21:00" in stamps(early)  # it was over at 07:00 there


def test_only_what_is_open_and_only_after_it_was_made() -> None:
    friday = a_milestone(date(2026, 6, 12), since=utc("2026-06-09 07:00"))
    assert in_berlin(friday, "2026-06-01 00:00", "2026-06-12 12:00") == [
        "2026-06-11 07:00",
        "2026-06-12 07:00",
    ]
    args = (a_schedule(), ["09:00"], "Europe/Berlin", "Europe/Berlin", [friday])
    long_before = utc("2026-06-01 00:00")
    assert next_at(*args, long_before, long_before) == utc("2026-06-11 07:00")
    assert due(*args, long_before, utc("2026-06-09 08:00")) is None
    for state in ("completed", "cancelled"):
        friday.state = state
        assert not slots(*args, utc("2026-06-01 00:00"), utc("2026-06-12 12:00"))
        assert due(*args, utc("2026-06-11 00:00"), utc("2026-06-11 07:00")) is None
        assert next_at(*args, utc("2026-06-11 00:00"), utc("2026-06-11 00:00")) is None


class Berlin:
    """A production in Berlin whose clock is looked at now and then."""

    def __init__(self, *milestones: Milestone, **changes: Any) -> None:
        self.milestones = list(milestones)
        self.times = ["09:00"]
        self.schedule = a_schedule(**changes)
        self.zone = "Europe/Berlin"
        self.done = utc("2026-06-01 00:00")

    def tick(self, moment: str) -> Slot | None:
        args = (self.schedule, self.times, self.zone, self.zone, self.milestones)
        slot = due(*args, self.done, utc(moment))
        if slot is not None:
            self.done = utc(moment)
        return slot

    def next(self, moment: str) -> str | None:
        args = (self.schedule, self.times, self.zone, self.zone, self.milestones)
        found = next_at(*args, self.done, utc(moment))
        return f"{found:%Y-%m-%d %H:%M}" if found else None


def test_a_slot_is_due_from_its_moment_on_and_once() -> None:
    clock = Berlin(a_milestone(date(2026, 6, 12)))
    assert clock.next("2026-06-01 00:00") == "2026-06-05 07:00"
    assert clock.tick("2026-06-05 06:59") is None
    assert clock.next("2026-06-05 07:00") == "2026-06-05 07:00"
    slot = clock.tick("2026-06-05 07:00")
    assert slot is not None
    assert (slot.at, slot.late, slot.told_at) == (utc("2026-06-05 07:00"), False, None)
    assert clock.tick("2026-06-05 07:00") is None
    assert clock.tick("2026-06-05 07:01") is None
    assert clock.next("2026-06-05 07:00") == "2026-06-09 07:00"


def test_an_hour_away_is_not_late_and_more_is() -> None:
    clock = Berlin(a_milestone(date(2026, 6, 12)))
    slot = clock.tick("2026-06-05 08:00")
    assert slot is not None
    assert not slot.late
    clock = Berlin(a_milestone(date(2026, 6, 12)))
    slot = clock.tick("2026-06-05 08:01")
    assert slot is not None
    assert (slot.late, slot.at, slot.told_at) == (
        True,
        utc("2026-06-05 07:00"),
        utc("2026-06-05 08:01"),
    )


def test_a_day_away_is_caught_up_at_once_where_today_has_no_slot() -> None:
    clock = Berlin(a_milestone(date(2026, 6, 12)))  # slots on the 5th, the 9th and the 11th
    slot = clock.tick("2026-06-10 06:00")
    assert slot is not None
    assert (slot.day, slot.late, slot.told_at) == (
        date(2026, 6, 9),
        True,
        utc("2026-06-10 06:00"),
    )
    assert clock.tick("2026-06-10 06:01") is None
    assert clock.next("2026-06-10 06:01") == "2026-06-11 07:00"


def test_a_day_away_is_left_for_todays_slot_which_carries_what_was_missed() -> None:
    mix = a_milestone(date(2026, 6, 17), name="Mix")  # slots on the 10th, the 14th is a Sunday
    clock = Berlin(a_milestone(date(2026, 6, 12)), mix)
    assert clock.tick("2026-06-11 06:30") is None
    assert clock.next("2026-06-11 06:30") == "2026-06-11 07:00"
    slot = clock.tick("2026-06-11 07:00")
    assert slot is not None
    assert (slot.day, slot.late) == (date(2026, 6, 11), False)
    assert [milestone.name for milestone in slot.milestones] == ["Picture lock", "Mix"]
    assert clock.next("2026-06-11 07:00") == "2026-06-12 07:00"


def test_this_mornings_does_not_wait_for_this_afternoons() -> None:
    clock = Berlin(a_milestone(date(2026, 6, 12)))
    clock.times = ["09:00", "15:00"]
    slot = clock.tick("2026-06-09 09:00")
    assert slot is not None
    assert (slot.time, slot.late) == ("09:00", True)
    assert clock.next("2026-06-09 09:00") == "2026-06-09 13:00"
    slot = clock.tick("2026-06-09 13:00")
    assert slot is not None
    assert (slot.time, slot.late) == ("15:00", False)


def test_a_week_away_is_one_catch_up() -> None:
    clock = Berlin(
        a_milestone(date(2026, 6, 12)),
        a_milestone(date(2026, 6, 9), name="Rough cut"),
        a_milestone(date(2026, 6, 30), name="Delivery"),
    )
    clock.times = ["09:00", "15:00"]
    slot = clock.tick("2026-06-12 14:10")  # 16:10, after the last of today
    assert slot is not None
    assert (slot.at, slot.time, slot.late) == (utc("2026-06-12 13:00"), "15:00", True)
    assert [milestone.name for milestone in slot.milestones] == ["Rough cut", "Picture lock"]
    assert clock.tick("2026-06-12 14:11") is None
    assert clock.next("2026-06-12 14:11") == "2026-06-15 07:00"


def test_a_catch_up_waits_for_an_allowed_hour_and_a_working_day() -> None:
    clock = Berlin(a_milestone(date(2026, 6, 12)), overdue=False)
    assert clock.tick("2026-06-12 19:00") is None  # 21:00
    assert clock.next("2026-06-12 19:00") == "2026-06-15 06:00"  # Monday, 08:00
    assert clock.tick("2026-06-13 08:00") is None
    slot = clock.tick("2026-06-15 06:00")
    assert slot is not None
    assert (slot.day, slot.late) == (date(2026, 6, 12), True)
    assert clock.next("2026-06-15 06:00") is None
    holidays = Berlin(a_milestone(date(2026, 6, 3)), overdue=False, country="DE-BY")
    assert holidays.next("2026-06-03 19:00") == "2026-06-05 06:00"


def test_just_after_midnight_is_no_catch_up() -> None:
    clock = Berlin(a_milestone(date(2026, 6, 12)), quiet_from="04:00", quiet_to="08:00")
    clock.times = ["23:45"]
    assert clock.tick("2026-06-10 22:05") is None  # 00:05 on the 11th: left for tonight
    assert clock.next("2026-06-10 22:05") == "2026-06-11 21:45"
    slot = clock.tick("2026-06-11 22:05")  # 00:05 on the 12th
    assert slot is not None
    assert (slot.day, slot.late) == (date(2026, 6, 11), False)


def test_a_time_that_is_left_out_comes_after_the_next_hour() -> None:
    clock = Berlin(
        a_milestone(date(2027, 3, 28)), working_days=EVERY_DAY, quiet_from="00:00", quiet_to="00:00"
    )
    clock.times = ["02:30", "03:00"]  # 02:30 is 03:30 that day
    clock.done = utc("2027-03-27 12:00")
    assert clock.next("2027-03-27 12:00") == "2027-03-28 01:00"
    slot = clock.tick("2027-03-28 01:40")
    assert slot is not None
    assert (slot.time, slot.at) == ("02:30", utc("2027-03-28 01:30"))


def test_nothing_planned_is_no_next_look() -> None:
    assert Berlin().next("2026-06-01 00:00") is None
    assert Berlin(a_milestone(date(2026, 5, 1)), overdue=False).next("2026-06-01 00:00") is None
    no_days = Berlin(a_milestone(date(2026, 6, 12)), working_days=[])
    assert no_days.next("2026-06-01 00:00") is None
    assert no_days.tick("2026-06-12 07:00") is None
    no_times = Berlin(a_milestone(date(2026, 5, 12)))
    no_times.times = []
    assert no_times.next("2026-06-01 00:00") is None
    assert no_times.tick("2026-06-12 07:00") is None


def test_a_milestone_moved_between_tick_and_send() -> None:
    friday = a_milestone(date(2026, 6, 12))
    clock = Berlin(friday)
    slot = clock.tick("2026-06-11 07:00")
    assert slot is not None
    friday.day, friday.since = date(2026, 6, 19), utc("2026-06-11 07:00:30")
    assert clock.next("2026-06-11 07:01") == "2026-06-12 07:00"  # 7 days before
    back = Berlin(friday)  # its day is one of the old ones again, but the time has passed
    friday.day = date(2026, 6, 12)
    assert back.tick("2026-06-11 07:01") is None


def test_a_production_that_moves_to_another_zone_goes_on_there() -> None:
    clock = Berlin(a_milestone(date(2026, 6, 12)))
    keys = []
    for moment in ("2026-06-05 07:00", "2026-06-09 07:00"):
        slot = clock.tick(moment)
        assert slot is not None
        keys.append((slot.day, slot.time))
    clock.zone = "America/New_York"
    slot = clock.tick("2026-06-09 13:00")  # 09:00 there: the same day and time, so the same key
    assert slot is not None
    assert (slot.day, slot.time) == keys[-1]
    assert clock.next("2026-06-09 13:00") == "2026-06-11 13:00"
    clock.zone = "Asia/Kolkata"
    assert clock.next("2026-06-09 13:00") == "2026-06-11 03:30"
    slot = clock.tick("2026-06-11 03:30")
    assert slot is not None
    clock.zone = "America/New_York"
    again = clock.tick("2026-06-11 13:00")
    assert again is not None
    assert (again.day, again.time) == (slot.day, slot.time)


def test_the_first_allowed_moment() -> None:
    schedule = a_schedule(country="DE-BY")
    for moment, expected in (
        ("2026-06-10 10:00", "2026-06-10 10:00"),
        ("2026-06-10 05:59", "2026-06-10 06:00"),
        ("2026-06-10 06:00", "2026-06-10 06:00"),
        ("2026-06-10 17:59", "2026-06-10 17:59"),
        ("2026-06-10 18:00", "2026-06-11 06:00"),
        ("2026-06-12 18:00", "2026-06-15 06:00"),
        ("2026-06-03 18:00", "2026-06-05 06:00"),  # Corpus Christi
        ("2026-04-02 18:00", "2026-04-07 06:00"),  # Easter
        ("2027-12-23 20:00", "2027-12-24 07:00"),
        ("2026-10-23 18:00", "2026-10-26 07:00"),  # clocks go back on Sunday
    ):
        found = allowed_from(schedule, "Europe/Berlin", utc(moment))
        assert f"{found:%Y-%m-%d %H:%M}" == expected
        assert is_allowed(schedule, "Europe/Berlin", found)
        assert is_allowed(schedule, "Europe/Berlin", utc(moment)) == (moment == expected)


def test_quiet_hours_that_end_while_clocks_change() -> None:
    schedule = a_schedule(working_days=EVERY_DAY, quiet_from="22:00", quiet_to="02:30")
    for moment, expected in (
        ("2027-10-31 00:10", "2027-10-31 00:30"),  # the first time that it is 02:30
        ("2027-10-31 00:45", "2027-10-31 00:45"),
        ("2027-10-31 01:10", "2027-10-31 01:30"),  # 02:10 again, and the second
        ("2027-03-27 23:00", "2027-03-28 01:30"),  # 02:30 is left out
    ):
        found = allowed_from(schedule, "Europe/Berlin", utc(moment))
        assert f"{found:%Y-%m-%d %H:%M}" == expected
    assert allowed_from(a_schedule(working_days=[]), "UTC", utc("2027-01-01 00:00")) > utc(
        "2028-01-01 00:00"
    )


def test_an_old_milestone_costs_no_more_than_a_new_one() -> None:
    old = [a_milestone(date(2010, 1, day)) for day in range(1, 21)]
    schedule = a_schedule(country="DE-BY")
    args = (schedule, ["09:00"], "Europe/Berlin", "Europe/Berlin", old)
    began = utc("2010-01-01 00:00")
    due(*args, began, utc("2026-06-11 07:00"))  # fills what is kept
    start = perf_counter()
    for minute in range(10):
        now = utc("2026-06-11 07:00") + timedelta(minutes=minute)
        slot = due(*args, began, now)
        assert slot is not None
        assert len(slot.milestones) == 20
        assert next_at(*args, now, now) == utc("2026-06-12 07:00")
        assert working_days_after(schedule, date(2010, 1, 1), date(2026, 6, 11)) > 4000
    assert perf_counter() - start < 0.5


def test_working_days_between_two_days() -> None:
    schedule = a_schedule(country="DE-BY")
    assert working_days_after(schedule, date(2026, 6, 12), date(2026, 6, 12)) == 0
    assert working_days_after(schedule, date(2026, 6, 12), date(2026, 6, 14)) == 0
    assert working_days_after(schedule, date(2026, 6, 12), date(2026, 6, 15)) == 1
    assert working_days_after(schedule, date(2026, 6, 3), date(2026, 6, 5)) == 1  # Corpus Christi
    assert working_days_after(schedule, date(2026, 12, 31), date(2027, 12, 31)) == 253
    assert working_days_after(schedule, date(2026, 6, 12), date(2026, 6, 1)) == 0


def test_holidays_of_countries_and_regions() -> None:
    assert date(2026, 6, 4) in holidays_in("DE-BY", 2026)
    assert date(2026, 6, 4) not in holidays_in("DE", 2026)
    assert date(2026, 10, 3) in holidays_in("DE", 2026)
    assert date(2026, 7, 3) in holidays_in("US", 2026)
    assert date(2026, 6, 8) in holidays_in("AU-NSW", 2026)
    assert date(2026, 8, 15) in holidays_in("IN", 2026)
    assert date(2040, 8, 15) in holidays_in("IN", 2040)  # beyond what it knows by the moon
    assert holidays_in("", 2026) == holidays_in("XX", 2026) == holidays_in("DE-XX", 2026)
    assert holidays_in("", 2026) == frozenset()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", ""),
        (" none ", ""),
        ("de", "DE"),
        ("Germany", "DE"),
        ("DE-BY", "DE-BY"),
        ("de by", "DE-BY"),
        ("Germany, Bayern", "DE-BY"),
        ("DE Baden-Württemberg", "DE-BW"),
        ("no", "NO"),
        ("UK", "GB"),
        ("United Kingdom (Scotland)", "GB-SCT"),
        ("usa", "US"),
        ("us-in", "US-IN"),
        ("India", "IN"),
        ("Australia, New South Wales", "AU-NSW"),
        ("au-nsw western", "AU-NSW Western"),
    ],
)
def test_how_people_write_countries(words: str, code: str) -> None:
    assert check_country(words) == code
    assert not code or holidays_in(code, 2027)


def test_unknown_countries_say_what_to_write() -> None:
    with pytest.raises(UnknownCountryError, match=r"“Germny” .* Did you mean Germany \(DE\)\?"):
        check_country("Germny")
    with pytest.raises(UnknownCountryError, match=r"“Narnia” is no country .* such as DE, DE-BY"):
        check_country("Narnia")
    with pytest.raises(UnknownRegionError, match=r"“XX” of DE .* BB, BE, .* such as DE-BB"):
        check_country("de-xx")
    with pytest.raises(UnknownRegionError, match=r"write VA alone\."):
        check_country("VA ROMA")
    assert (
        UnknownCountryError("x", "").field == UnknownRegionError("DE", "x", []).field == "country"
    )
