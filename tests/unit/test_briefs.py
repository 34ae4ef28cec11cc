"""What brief and changes commands say, when reports are due, what a brief says."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid5
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.briefs.brief import Entry, Facts, Owed, Point, StageNow, brief
from handlers.briefs.errors import BadTimeError, NoSinceError, SinceAheadError
from handlers.briefs.reading import Said, Since, read_brief, read_changes
from handlers.briefs.rules import following, is_pointless, next_weekly, when
from handlers.milestones.gaps import gaps_among
from handlers.milestones.items import items_of
from handlers.milestones.record import Known, ProductionRecord
from store.tables import Conflict, Milestone, ScheduledReport
from tests.support.nudging import PRODUCTION_ID
from tests.support.rows import a_cut, a_note, a_production, a_review, a_task

BERLIN = "Europe/Berlin"
WEDNESDAY = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
MONDAY = datetime(2026, 6, 8, 9, 0, tzinfo=UTC)


# What was said


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("", date(2026, 6, 8)),
        ("since monday", date(2026, 6, 8)),
        ("since last friday", date(2026, 6, 5)),
        ("wednesday", date(2026, 6, 10)),
        ("since yesterday", date(2026, 6, 9)),
        ("today", date(2026, 6, 10)),
        ("since 1 june", date(2026, 6, 1)),
        ("since 12 june", date(2025, 6, 12)),
        ("since the 12th", date(2026, 5, 12)),
        ("since 12.5.", date(2026, 5, 12)),
        ("since 2026-05-02", date(2026, 5, 2)),
        ("last week", date(2026, 6, 3)),
        ("since 3 days ago", date(2026, 6, 7)),
        ("last 2 weeks", date(2026, 5, 27)),
    ],
)
def test_since_when_is_a_day_that_has_passed(words: str, day: date) -> None:
    assert read_changes(words, WEDNESDAY, BERLIN) == Said("now", since=Since(day))


def test_on_a_monday_the_week_before_is_meant() -> None:
    assert read_changes("", MONDAY, BERLIN).since.day == date(2026, 6, 1)


def test_since_a_version() -> None:
    found = read_changes("since V2 of “Teaser”", WEDNESDAY, BERLIN)
    assert found.since == Since(version="v2", deliverable="Teaser")
    assert read_changes("v1.1", WEDNESDAY, BERLIN).since == Since(version="v1.1")


@pytest.mark.parametrize("words", ["since ever", "since the kick-off", "asap", "x" * 300])
def test_what_is_no_day_is_said_so(words: str) -> None:
    with pytest.raises(NoSinceError, match="since monday, since 12 june, since v1"):
        read_changes(words, WEDNESDAY, BERLIN)


@pytest.mark.parametrize("words", ["since tomorrow", "since 2027-01-01", "in 3 days"])
def test_nothing_has_changed_since_a_day_to_come(words: str) -> None:
    with pytest.raises(SinceAheadError, match="still to come"):
        read_changes(words, WEDNESDAY, BERLIN)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", Said("now")),
        ("Picture lock", Said("now", "Picture lock")),
        ("“Picture lock”", Said("now", "Picture lock")),
        ("stop", Said("stop")),
        ("before friday 10:00", Said("once", day=date(2026, 6, 12), time="10:00", lead=30)),
        ("before 3 pm", Said("once", day=date(2026, 6, 10), time="15:00", lead=30)),
        ("Mix before 12 june 9:30",
         Said("once", "Mix", day=date(2026, 6, 12), time="09:30", lead=30)),
        ("every monday 09:00", Said("weekly", weekday=0)),
        ("every mondays", Said("weekly", weekday=0)),
        ("Mix every fri at 4pm", Said("weekly", "Mix", weekday=4, time="16:00")),
        ("every tuesday before 10:00", Said("weekly", weekday=1, time="10:00", lead=30)),
    ],
)  # fmt: skip
def test_when_a_brief_is_wanted(words: str, said: Said) -> None:
    assert read_brief(words, WEDNESDAY, BERLIN) == said


@pytest.mark.parametrize(
    "words",
    ["before friday", "before lunch", "every day 09:00", "every friday 25:00", "every 09:00",
     "before the end of time 10:00"],
)  # fmt: skip
def test_a_time_that_is_none_is_said_so(words: str) -> None:
    with pytest.raises(BadTimeError, match=r"before friday 10:00.*Nothing was scheduled"):
        read_brief(words, WEDNESDAY, BERLIN)
    with pytest.raises(BadTimeError, match="every friday 16:00"):
        read_changes("every day", WEDNESDAY, BERLIN)


# When it is due

ZONES = (BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC")


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 6), st.sampled_from(["00:00", "02:30", "09:00", "23:45"]),
    st.sampled_from([0, 30]), st.sampled_from(ZONES),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds the zone itself
)  # fmt: skip
def test_once_a_week_whatever_the_clocks_do(
    weekday: int, clock: str, lead: int, zone: str, start: datetime
) -> None:
    times = [next_weekly(weekday, clock, lead, zone, start)]
    for _ in range(8):
        times.append(next_weekly(weekday, clock, lead, zone, times[-1]))
    local = [(at + timedelta(minutes=lead)).astimezone(ZoneInfo(zone)) for at in times]
    assert start < times[0] <= start + timedelta(days=8)
    assert {each.weekday() for each in local} == {weekday}
    assert {b.date() - a.date() for a, b in pairwise(local)} == {timedelta(days=7)}
    shown = {f"{each:%H:%M}" for each in local}
    assert clock in shown
    assert len(shown) <= 2  # one that is left out when clocks go forward comes later


def a_report(**values: Any) -> ScheduledReport:
    return ScheduledReport(production_id=PRODUCTION_ID, kind="brief", channel="C01", **values)


def test_a_report_says_when_it_comes() -> None:
    weekly = a_report(weekday=4, time="16:00")
    assert when(weekly, BERLIN, WEDNESDAY) == "every Friday 16:00"
    early = a_report(weekday=0, time="10:00", lead=30)
    assert when(early, BERLIN, WEDNESDAY) == "every Monday 10:00, 30 minutes before"
    once = a_report(meets_at=WEDNESDAY + timedelta(days=2), lead=30)
    assert when(once, BERLIN, WEDNESDAY) == "before Fri 12 Jun 11:00"
    assert following(once, BERLIN, WEDNESDAY) is None
    assert following(weekly, BERLIN, WEDNESDAY) == datetime(2026, 6, 12, 14, 0, tzinfo=UTC)
    slot = WEDNESDAY - timedelta(minutes=30)
    assert not is_pointless(once, slot, WEDNESDAY)
    assert is_pointless(once, slot, WEDNESDAY + timedelta(days=1))
    assert not is_pointless(weekly, slot, WEDNESDAY + timedelta(days=3))


# What it says

SPOT = a_production(id=PRODUCTION_ID, decider="U01", approvers=["U04"], agreed_rounds=2)
V1 = a_cut(SPOT, version="v1")
REVIEW = a_review(V1, round=2)
LOCK = Milestone(
    id=uuid5(PRODUCTION_ID, "lock"), production_id=SPOT.id, name="Picture lock",
    day=date(2026, 6, 12), at=datetime(2026, 6, 12, 22, tzinfo=UTC), created_by="U02",
    consequence="Mix waits on it",
)  # fmt: skip


def note(number: int, **values: Any) -> Any:
    return a_note(number, production_id=SPOT.id, review_id=REVIEW.id, **values)


def facts(**rows: Any) -> Facts:
    record = ProductionRecord(
        SPOT, cuts=[V1], reviews=[REVIEW], roles={"U03": ["producer"]},
        **{"milestones": [LOCK]} | rows,
    )  # fmt: skip
    known = Known(record)
    today = WEDNESDAY.date()
    found = items_of(known, today, homeless=True)
    return Facts(
        known=known, today=today, items=[each for lot in found.values() for each in lot],
        gaps=gaps_among(known, found, WEDNESDAY), milestone=next(iter(record.milestones), None),
        stage=StageNow("rough cut revisions", 2, 3),
    )  # fmt: skip


def test_a_brief_answers_first_then_says_what_is_to_be_decided_then_who_owes_what() -> None:
    drafts = [note(n) for n in (1, 2)]
    sides = [note(n) for n in (3, 4)]
    conflict = Conflict(production_id=SPOT.id, review_id=REVIEW.id)
    tasks = [
        a_task(1, "Notch the clink", production_id=SPOT.id, owner="U02", due=date(2026, 6, 8)),
        a_task(2, "Swap the shot", production_id=SPOT.id, owner="U02", due=date(2026, 6, 11)),
        a_task(3, "Mix the music", production_id=SPOT.id),
        a_task(4, "Call the client", production_id=SPOT.id, owner="U03", state="verified"),
    ]
    made = brief(
        facts(notes=[*drafts, *sides], tasks=tasks, conflicts=[(conflict, [s.id for s in sides])])
    )
    assert made.where == (
        "Stage: rough cut revisions, 2 of 3 criteria met. Picture lock is on Fri 12 Jun, in 2 "
        "days.",
        "1 of 8 items done, 7 open, 1 overdue, 1 without an owner.",
        made.where[2],
    )
    assert made.where[2].startswith("Worst: N3 and N4 ask for opposite things; Mix waits on it.")
    assert [(each.what, each.user, each.does) for each in made.decisions] == [
        ("N3 and N4 ask for opposite things", "U01", "settles it"),
        ("N1 and N2 of v1 wait for a decision", "U01", "decides"),
        ("v1 is waiting for approval (not asked yet)", "U04", "approves"),
        ("v1: This is round 2 of 2 agreed: the last one", "U03",
         "decides whether there is another one"),
    ]  # fmt: skip
    link = tasks[0].source_permalink
    assert made.owed == [
        Owed("U02", [
            Entry("T1", "Notch the clink", date(2026, 6, 8), True, link),
            Entry("T2", "Swap the shot", date(2026, 6, 11), False, tasks[1].source_permalink),
        ]),
        Owed("", [Entry("T3", "Mix the music", None, False, tasks[2].source_permalink)]),
    ]  # fmt: skip


def test_what_is_said_to_be_done_waits_for_whoever_asked() -> None:
    fixed = note(7, state="accepted")
    task = a_task(1, production_id=SPOT.id, note_id=fixed.id, owner="U02", state="done")
    made = brief(facts(notes=[fixed], tasks=[task]))
    point = Point("N7 is done", "says whether it is fixed", "U01")
    assert point.what in [each.what for each in made.decisions]
    assert not made.owed


def test_an_empty_production_says_so() -> None:
    made = brief(Facts(Known(ProductionRecord(SPOT)), WEDNESDAY.date(), items=(), gaps=()))
    assert made.where == (
        "No milestone is set: /scripty milestone sets one.",
        "Nothing is on record to be done.",
        "Nothing is missing.",
    )
    assert (made.decisions, made.owed) == ([], [])
