"""Who is told what: digests, one message a person, escalation, rests and reasons."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest

from handlers.milestones.gaps import Gap
from handlers.milestones.items import Item, Points
from handlers.milestones.record import ProductionRecord
from handlers.nudges.calendar import Slot
from handlers.nudges.planning import Named, Planned, Told, again, plan, producers
from store.tables import Milestone, NudgeRest, NudgeSchedule, Production
from store.types import GapKind, ItemKind
from tests.support.nudging import PRODUCTION_ID, a_milestone, a_schedule

SPACE = UUID(int=5)
BERLIN, SYDNEY = "Europe/Berlin", "Australia/Sydney"
LOCK = a_milestone(date(2026, 6, 12))
MIX = a_milestone(date(2026, 6, 18), "Mix", channel="C-sound")
PRODUCTION = Production(id=PRODUCTION_ID, name="Spot", timezone=BERLIN, decider="director")
RECORD = ProductionRecord(
    production=PRODUCTION,
    channels=("C-edit", "C-sound"),
    roles={"producer": ["producer"], "director": ["director"], "editor": ["editor"], "maker": []},
    milestones=(LOCK, MIX),
)
SCHEDULE = a_schedule()
SLOT = Slot(BERLIN, date(2026, 6, 11), "09:00", datetime(2026, 6, 11, 7, tzinfo=UTC), (LOCK, MIX))


def a_gap(
    name: str,
    user: str | None = "editor",
    kind: GapKind = "overdue",
    *,
    milestone: Milestone = LOCK,
    channel: str = "",
    of: ItemKind = "task",
    speaks: bool = True,
) -> Gap:
    item = Item(
        kind=of,
        id=uuid5(SPACE, name),
        milestone=milestone,
        name=name,
        points=Points(),
        channel=channel,
    )
    return Gap(kind, item, user, f"{kind} on {name}", speaks=speaks)


def a_rest(user: str, *, until: datetime | None = None, **of: Any) -> NudgeRest:
    return NudgeRest(production_id=PRODUCTION.id, user_id=user, until=until, **of)


def planned(
    gaps: Sequence[Gap],
    *,
    record: ProductionRecord = RECORD,
    schedule: NudgeSchedule = SCHEDULE,
    slot: Slot = SLOT,
    zones: Mapping[str, str] | None = None,
    rests: Sequence[NudgeRest] = (),
    told: Told | None = None,
    silent: Collection[str] = (),
    clocks: Collection[str] | None = None,
) -> dict[str, Planned]:
    """The messages by their key."""
    found = plan(record, schedule, slot, gaps, zones or {}, rests, told or Told(), silent, clocks)
    assert len({message.key for message in found}) == len(found)
    return {message.key: message for message in found}


def names(message: Planned) -> list[str]:
    return [one.gap.item.name for one in message.named]


def directs(found: Mapping[str, Planned]) -> dict[str, list[str]]:
    """What each person is told."""
    return {message.user: names(message) for message in found.values() if message.user}


def told(**people: int) -> Told:
    """How often each person was told that T1 is overdue."""
    key = a_gap("T1").key
    return Told({(user, key): times for user, times in people.items()})


def test_a_digest_for_each_channel_and_a_message_for_each_person() -> None:
    found = planned(
        [
            a_gap("T1", channel="C-sound"),
            a_gap("T2", "sound"),
            a_gap("T3", None, "no owner", milestone=MIX),
            a_gap("T4", channel="C-elsewhere", milestone=MIX),
            a_gap("T5", channel="C-elsewhere"),
        ]
    )
    assert {key: names(message) for key, message in found.items()} == {
        "digest:C-sound:2026-06-11:09:00": ["T1", "T3", "T4"],
        "digest:C-edit:2026-06-11:09:00": ["T2", "T5"],
        "direct:editor:2026-06-11": ["T1", "T4", "T5"],
        "direct:sound:2026-06-11": ["T2"],
    }
    digest = found["digest:C-edit:2026-06-11:09:00"]
    assert (digest.channel, digest.user, digest.timezone) == ("C-edit", None, BERLIN)
    assert (digest.day, digest.at, digest.late) == (date(2026, 6, 11), SLOT.at, None)
    direct = found["direct:sound:2026-06-11"]
    assert (direct.channel, direct.user, direct.asked_for) == (None, "sound", False)
    assert direct.named == (Named(a_gap("T2", "sound")),)


def test_a_milestone_of_a_channel_that_has_left_is_told_in_the_first() -> None:
    gap = a_gap("T1", milestone=LOCK)
    assert list(planned([gap], record=replace(RECORD, channels=("C-new", "C-sound")))) == [
        "digest:C-new:2026-06-11:09:00",
        "direct:editor:2026-06-11",
    ]
    assert list(planned([gap], record=replace(RECORD, channels=()))) == ["direct:editor:2026-06-11"]


def test_only_what_belongs_to_the_slots_milestones_is_told() -> None:
    gaps = [a_gap("T1"), a_gap("T2", milestone=MIX)]
    found = planned(gaps, slot=replace(SLOT, milestones=(LOCK,)))
    assert directs(found) == {"editor": ["T1"]}
    assert [names(message) for message in found.values() if message.channel] == [["T1"]]
    assert not planned(gaps, slot=replace(SLOT, milestones=()))


def test_nothing_to_say_nothing_sent() -> None:
    assert not planned([])
    silent_one = a_gap("T1", kind="no consequence", speaks=False)
    assert not planned([silent_one])
    found = planned([silent_one, a_gap("T2"), a_gap("T3", "sound", "no date", speaks=False)])
    assert {key: names(message) for key, message in found.items()} == {
        "digest:C-edit:2026-06-11:09:00": ["T1", "T2", "T3"],
        "direct:editor:2026-06-11": ["T1", "T2"],
    }


def test_what_doesnt_speak_never_brings_in_a_milestone() -> None:
    beside = a_gap("T3", kind="no consequence", milestone=MIX, speaks=False)
    found = planned([a_gap("T1"), beside])
    assert [names(message) for message in found.values()] == [["T1"], ["T1"]]
    assert {message.reason for message in found.values()} == {"the day before Picture lock"}
    both = planned([a_gap("T1"), beside, a_gap("T4", milestone=MIX)])
    assert directs(both) == {"editor": ["T1", "T3", "T4"]}


def test_each_kind_of_message_can_be_off() -> None:
    def keys(**off: bool) -> list[str]:
        return list(planned([a_gap("T1")], schedule=a_schedule(**off)))

    assert keys(direct=False) == ["digest:C-edit:2026-06-11:09:00"]
    assert keys(digest=False) == ["direct:editor:2026-06-11"]
    assert keys(digest=False, direct=False) == []


def test_what_is_nobodys_is_the_producers_where_there_are_no_digests() -> None:
    gap = a_gap("T1", None, "no owner")
    assert directs(planned([gap])) == {}
    off = a_schedule(digest=False)
    assert directs(planned([gap], schedule=off)) == {"producer": ["T1"]}


def test_everybody_is_told_on_their_own_clock_and_channels_on_the_productions() -> None:
    gaps = [a_gap("T1", "here"), a_gap("T2", "there"), a_gap("T3", "unknown")]
    zones = {"here": BERLIN, "there": SYDNEY}
    home = planned(gaps, zones=zones)
    assert directs(home) == {"here": ["T1"], "unknown": ["T3"]}
    assert [message.channel for message in home.values() if message.channel] == ["C-edit"]
    away = replace(
        SLOT, timezone=SYDNEY, at=datetime(2026, 6, 10, 23, tzinfo=UTC), day=date(2026, 6, 11)
    )
    there = planned(gaps, zones=zones, slot=away)
    assert {key: names(message) for key, message in there.items()} == {
        "direct:there:2026-06-11": ["T2"]
    }
    assert there["direct:there:2026-06-11"].timezone == SYDNEY
    no_clock = planned(gaps, zones=zones, clocks=[BERLIN])
    assert directs(no_clock) == {"here": ["T1"], "there": ["T2"], "unknown": ["T3"]}
    assert not planned(gaps, zones=zones, slot=away, clocks=[BERLIN])


def test_who_was_told_twice_isnt_told_again_but_the_producer_is() -> None:
    gaps = [a_gap("T1"), a_gap("T2", "producer")]
    assert directs(planned(gaps, told=told(editor=1))) == {"editor": ["T1"], "producer": ["T2"]}
    found = planned(gaps, told=told(editor=2))
    assert directs(found) == {"producer": ["T2", "T1"]}  # their own first
    own, escalated = found["direct:producer:2026-06-11"].named
    assert own == Named(a_gap("T2", "producer"))
    assert escalated == Named(a_gap("T1"), "editor", 2)
    digest = found["digest:C-edit:2026-06-11:09:00"]
    assert digest.named == (Named(gaps[0]), Named(gaps[1]))


def test_what_the_producer_ignores_stays_theirs() -> None:
    gap = a_gap("T1", "producer")
    found = planned([gap], told=Told({("producer", gap.key): 5}))
    assert found["direct:producer:2026-06-11"].named == (Named(gap),)
    two = replace(RECORD, roles={**RECORD.roles, "second": ["crew", "producer"]})
    found = planned([gap], record=two, told=Told({("producer", gap.key): 5}))
    assert found["direct:producer:2026-06-11"].named == (Named(gap),)
    assert found["direct:second:2026-06-11"].named == (Named(gap, "producer", 5),)


def test_whose_turn_it_is_after_that() -> None:
    gap = a_gap("T1")
    nobody = replace(RECORD, roles={"editor": ["editor"]})
    assert producers(RECORD, gap) == ["producer"]
    assert producers(RECORD, gap, ["producer"]) == ["director"]
    assert producers(nobody, gap) == ["director"]
    assert producers(nobody, gap, ["director"]) == ["maker"]
    assert producers(nobody, gap, ["director", "maker"]) == ()
    ignored = told(editor=2)
    assert directs(planned([gap], record=nobody, told=ignored)) == {"director": ["T1"]}
    left = directs(planned([gap], record=nobody, told=ignored, silent=["director", "maker"]))
    assert left == {"editor": ["T1"]}  # nobody else is there


def test_escalations_come_on_the_producers_clock() -> None:
    zones = {"editor": BERLIN, "producer": SYDNEY}
    assert directs(planned([a_gap("T1")], told=told(editor=2), zones=zones)) == {}
    away = replace(SLOT, timezone=SYDNEY)
    found = planned([a_gap("T1")], told=told(editor=2), zones=zones, slot=away)
    assert directs(found) == {"producer": ["T1"]}


def test_what_is_nobodys_goes_to_the_producer_once_it_was_said_twice() -> None:
    gap = a_gap("T1", None, "no owner")
    assert directs(planned([gap], told=Told(channels={gap.key: 1}))) == {}
    found = planned([gap], told=Told(channels={gap.key: 2}))
    assert found["direct:producer:2026-06-11"].named == (Named(gap, "", 2),)
    assert names(found["digest:C-edit:2026-06-11:09:00"]) == ["T1"]


def test_who_cant_be_written_to_isnt() -> None:
    gap = a_gap("T1")
    assert directs(planned([gap], silent=["editor"])) == {}
    found = planned([gap], silent=["editor"], told=Told(channels={gap.key: 2}))
    assert found["direct:producer:2026-06-11"].named == (Named(gap, "editor", 2),)
    assert directs(planned([gap], silent=["producer"], told=told(editor=2))) == {"director": ["T1"]}


def test_rests_keep_it_out_of_direct_messages_and_nothing_else() -> None:
    gaps = [a_gap("T1"), a_gap("T2"), a_gap("T3", kind="no date"), a_gap("T1", "sound")]
    later, before = SLOT.at + timedelta(hours=1), SLOT.at
    for rest, expected in (
        (a_rest("editor", gap=gaps[0].key, until=later), ["T2", "T3"]),
        (a_rest("editor", gap=gaps[0].key, until=before), ["T1", "T2", "T3"]),
        (a_rest("editor", kind="overdue"), ["T3"]),
        (a_rest("director", kind="overdue"), ["T1", "T2", "T3"]),
    ):
        found = planned(gaps, rests=[rest])
        assert directs(found) == {"editor": expected, "sound": ["T1"]}
        assert names(found["digest:C-edit:2026-06-11:09:00"]) == ["T1", "T2", "T3", "T1"]
    elsewhere = a_rest("editor", kind="overdue")
    elsewhere.production_id = uuid5(SPACE, "another")
    assert directs(planned(gaps, rests=[elsewhere]))["editor"] == ["T1", "T2", "T3"]
    late = replace(SLOT, late=True, told_at=later)
    over_by_then = a_rest("editor", gap=gaps[0].key, until=later)
    assert directs(planned(gaps, rests=[over_by_then], slot=late))["editor"] == ["T1", "T2", "T3"]


def test_who_puts_it_off_has_answered_and_who_mutes_it_has_not() -> None:
    gap = a_gap("T1")
    off = a_rest("editor", gap=gap.key, until=SLOT.at + timedelta(hours=1))
    assert directs(planned([gap], rests=[off], told=told(editor=2))) == {}
    muted = a_rest("editor", kind="overdue")
    assert directs(planned([gap], rests=[muted], told=told(editor=2))) == {"producer": ["T1"]}
    both = [muted, a_rest("producer", kind="overdue")]
    assert directs(planned([gap], rests=both, told=told(editor=2))) == {}


def test_what_somebody_says_isnt_theirs_goes_to_the_producer_at_once() -> None:
    gap = a_gap("T1")
    not_mine = a_rest("editor", gap=gap.key)
    found = planned([gap], rests=[not_mine])
    assert directs(found) == {"producer": ["T1"]}
    assert found["direct:producer:2026-06-11"].named == (Named(gap, "editor", 0, refused=True),)
    unowned = a_gap("T1", None, "no owner")  # the same task, handed back
    found = planned([unowned], rests=[not_mine])
    assert found["direct:producer:2026-06-11"].named == (Named(unowned, "editor", 0, refused=True),)
    assert directs(planned([a_gap("T1", "sound")], rests=[not_mine])) == {"sound": ["T1"]}
    own = a_gap("T1", "producer")
    assert directs(planned([own], rests=[a_rest("producer", gap=own.key)])) == {}


def test_a_person_is_told_of_a_gap_once() -> None:
    two = replace(RECORD, roles={"editor": ["producer"], "producer": ["producer"]})
    found = planned([a_gap("T1"), a_gap("T1")], record=two, told=told(editor=2))
    assert directs(found) == {"editor": ["T1"], "producer": ["T1"]}


def test_a_catch_up_says_since_when_and_is_of_the_day_on_which_it_is_sent() -> None:
    late = replace(SLOT, late=True, told_at=datetime(2026, 6, 14, 22, 30, tzinfo=UTC))
    found = planned([a_gap("T1")], slot=late)
    assert list(found) == ["digest:C-edit:2026-06-11:09:00", "direct:editor:2026-06-15"]
    for message in found.values():
        assert (message.day, message.at, message.late) == (
            date(2026, 6, 15),
            late.told_at,
            SLOT.at,
        )
        assert message.reason == "Picture lock is 1 working day overdue"


def reason(day: str, *milestones: Milestone, zone: str = BERLIN, country: str = "") -> str:
    """The reason given at 09:00 UTC of a day for something in each of these."""
    at = datetime.fromisoformat(f"{day}T09:00Z")
    schedule = a_schedule(country=country)
    slot = Slot(zone, at.date(), "11:00", at, milestones)
    gaps = [a_gap(f"T{n}", milestone=each) for n, each in enumerate(milestones)]
    found = planned(gaps, schedule=schedule, slot=slot, zones={"editor": zone})
    return found[f"direct:editor:{day}"].reason


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-06-05", "7 days before Picture lock"),
        ("2026-06-10", "2 days before Picture lock"),
        ("2026-06-11", "the day before Picture lock"),
        ("2026-06-12", "on the day of Picture lock"),
        ("2026-06-15", "Picture lock is 1 working day overdue"),
        ("2026-06-16", "Picture lock is 2 working days overdue"),
        ("2026-06-23", "Picture lock is 7 working days overdue"),
        ("2026-06-13", "Picture lock is overdue"),
    ],
)
def test_reasons(day: str, words: str) -> None:
    assert reason(day, LOCK) == words


def test_reasons_for_several() -> None:
    both = "the day before Picture lock and 7 days before Mix"
    assert reason("2026-06-11", MIX, LOCK) == both
    late = "Picture lock is 3 working days overdue; the day before Mix"
    assert reason("2026-06-17", MIX, LOCK) == late
    two = "Picture lock is 5 working days overdue; Mix is 1 working day overdue"
    assert reason("2026-06-19", MIX, LOCK) == two
    many = [a_milestone(LOCK.day, name) for name in "abcdef"]
    assert reason("2026-06-11", *many) == (
        "the day before a, the day before b, the day before c, the day before d and 2 more"
    )


def test_the_reason_names_what_the_message_names() -> None:
    found = planned([a_gap("T1"), a_gap("T2", "sound", milestone=MIX)])
    assert found["direct:editor:2026-06-11"].reason == "the day before Picture lock"
    assert found["direct:sound:2026-06-11"].reason == "7 days before Mix"


def test_a_reason_knows_holidays_and_where_the_day_is_over() -> None:
    corpus_christi = a_milestone(date(2026, 6, 3))
    assert reason("2026-06-05", corpus_christi) == "Picture lock is 2 working days overdue"
    words = reason("2026-06-05", corpus_christi, country="DE-BY")
    assert words == "Picture lock is 1 working day overdue"
    early = replace(
        SLOT, timezone="Pacific/Auckland", at=datetime(2026, 6, 12, 21, tzinfo=UTC)
    )  # Saturday there, and still Friday in Berlin
    found = planned([a_gap("T1")], slot=early, zones={"editor": "Pacific/Auckland"})
    assert found["direct:editor:2026-06-13"].reason == "on the day of Picture lock"


def test_what_was_put_off_comes_back_with_what_is_still_missing() -> None:
    until = datetime(2026, 6, 11, 9, 30, tzinfo=UTC)
    gaps = [a_gap("T1"), a_gap("T2"), a_gap("T3", "sound"), a_gap("T4")]
    asked = datetime(2026, 6, 8, 9, tzinfo=UTC)
    rests = [a_rest("editor", gap=gap.key, until=until, set_at=asked) for gap in gaps[:3]]
    found = again(RECORD, SCHEDULE, rests, gaps, BERLIN)
    assert found is not None
    assert names(found) == ["T1", "T2"]  # T3 is somebody else's by now
    assert (found.user, found.channel, found.asked_for) == ("editor", None, True)
    assert (found.at, found.day, found.late) == (until, date(2026, 6, 11), None)
    assert found.key == "again:editor:2026-06-11T09:30:00+00:00"
    assert found.reason == "you asked for this on Mon 8 Jun"
    assert again(RECORD, SCHEDULE, rests, gaps[2:], BERLIN) is None
    quiet = a_gap("T1", kind="no consequence", speaks=False)
    resting = a_rest("editor", gap=quiet.key, until=until)
    assert again(RECORD, SCHEDULE, [resting], [quiet], BERLIN) is None
    for_good = a_rest("editor", gap=gaps[0].key)
    assert again(RECORD, SCHEDULE, [for_good], gaps, BERLIN) is None


def test_what_the_producer_put_off_comes_back_as_somebody_elses() -> None:
    until = datetime(2026, 6, 11, 9, 30, tzinfo=UTC)
    gap = a_gap("T1")
    found = again(RECORD, SCHEDULE, [a_rest("producer", gap=gap.key, until=until)], [gap], BERLIN)
    assert found is not None
    assert found.named == (Named(gap, "editor"),)


def test_what_comes_back_does_so_in_allowed_hours() -> None:
    until = datetime(2026, 6, 12, 19, tzinfo=UTC)  # Friday, 21:00
    rest = a_rest("editor", gap=a_gap("T1").key, until=until)
    found = again(RECORD, SCHEDULE, [rest], [a_gap("T1")], BERLIN)
    assert found is not None
    assert (found.at, found.day) == (
        datetime(2026, 6, 15, 6, tzinfo=UTC),
        date(2026, 6, 15),
    )
