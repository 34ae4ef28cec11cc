"""How a production is set up: times, who may change it, and what a change does to what is under
way."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from handlers.productions.errors import BadTimesError
from handlers.productions.rules import (
    CutUnderWay,
    SetUp,
    UnderWay,
    changes,
    effects,
    may_change,
    read_times,
    who_may_change,
)
from store.tables import Approval

NAMES = {"U1": "director", "U2": "editor", "U3": "client", "U4": "producer"}
AT = datetime(2026, 6, 1, 9, tzinfo=UTC)


def a_set_up(**values: Any) -> SetUp:
    row: dict[str, Any] = {
        "name": "Spot A",
        "channels": ("C1",),
        "timezone": "Europe/Berlin",
        "roles": {"producer": ("U4",), "director": ("U1",), "editor": ("U2",)},
        "decider": "U1",
        "approvers": ("U3", "U1"),
        "agreed_rounds": 3,
        "nudge_times": ("09:00",),
    }
    return SetUp(**row | values)


def said_by(user: str, verdict: str = "approved", **values: Any) -> Approval:
    row: dict[str, Any] = {"user_id": user, "verdict": verdict}
    return Approval(production_id=uuid4(), cut_id=uuid4(), at=AT, **row | values)


def a_cut(version: str = "v2", **values: Any) -> CutUnderWay:
    row: dict[str, Any] = {"round": 2, "channel": "C1", "posted_by": "U2"}
    return CutUnderWay(version, **row | values)


def effects_of(change: dict[str, Any], *cuts: CutUnderWay, conflicts: int = 0) -> list[str]:
    under_way = UnderWay(cuts or (a_cut(),), conflicts, NAMES)
    return effects(a_set_up(), a_set_up(**change), under_way)


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("09:30", ("09:30",)),
        ("16:00, 09:30", ("09:30", "16:00")),
        ("9:30 and 16.00", ("09:30", "16:00")),
        ("9.30 am; 4:15 PM", ("09:30", "16:15")),
        ("12:00 am, 12:00 pm", ("00:00", "12:00")),
        ("09:30, 9:30", ("09:30",)),
        ("00:00\n23:59", ("00:00", "23:59")),
        ("", ()),
        (" , ", ()),
    ],
)
def test_times_of_day_are_read_in_order_each_once(words: str, times: tuple[str, ...]) -> None:
    assert read_times(words) == times


@pytest.mark.parametrize(
    "words", ["24:00", "09:60", "9", "noon", "13:00 pm", "0:30 am", "09:30 16:00", "-1:00", "９:3"]
)
def test_what_is_no_time_is_named(words: str) -> None:
    with pytest.raises(BadTimesError, match="is no time of day") as raised:
        read_times(f"08:00, {words}")
    assert words in str(raised.value)
    assert raised.value.field == "nudge_times"


def test_more_times_than_anybody_wants_are_refused() -> None:
    assert len(read_times("1:00,2:00,3:00,4:00,5:00,6:00")) == 6
    with pytest.raises(BadTimesError, match="7 times a day"):
        read_times("1:00,2:00,3:00,4:00,5:00,6:00,7:00")


def test_maker_decider_producers_and_directors_may_change_it_and_nobody_else() -> None:
    set_up = a_set_up(decider="U9")
    allowed = [u for u in ("U1", "U2", "U3", "U4", "U8", "U9") if may_change(u, "U8", set_up)]
    assert allowed == ["U1", "U4", "U8", "U9"]
    assert who_may_change("U8", set_up) == ["U9", "U4", "U1", "U8"]
    assert not may_change("", "", a_set_up(decider=None))


def test_changes_name_each_field_with_what_it_was() -> None:
    after = a_set_up(approvers=("U1", "U3"), roles={"producer": ("U4",), "director": ("U1", "U2")})
    assert changes(a_set_up(), after) == {
        "director": {"from": ["U1"], "to": ["U1", "U2"]},
        "editor": {"from": ["U2"], "to": []},
        "approvers": {"from": ["U3", "U1"], "to": ["U1", "U3"]},
    }
    assert changes(a_set_up(), a_set_up(channels=("C1", "C1"))) == {}


def test_the_mark_changes_with_anything_but_the_order_of_people_in_a_role() -> None:
    mark = a_set_up(roles={"crew": ("U1", "U2")}).mark()
    assert mark == a_set_up(roles={"crew": ("U2", "U1")}).mark()
    others: list[dict[str, Any]] = [
        {"name": "B"},
        {"approvers": ("U1", "U3")},
        {"decider": None},
        {"timezone": "UTC"},
    ]
    assert len({mark, *(a_set_up(**other).mark() for other in others)}) == 5


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"approvers": ("U1",)},
            ["v2: client is no longer asked to approve; director is next."],
        ),
        (
            {"approvers": ("U3", "U1", "U4")},
            ["v2: producer is asked to approve too; client is next."],
        ),
        (
            {"approvers": ("U1", "U3")},
            ["v2: the approvers are asked in another order; director is next."],
        ),
        (
            {"approvers": ()},
            [
                "v2: client and director are no longer asked to approve.",
                "v2: nobody is asked to approve it any more.",
            ],
        ),
        (
            {"approvers": ("U2",)},
            [
                "v2: client and director are no longer asked to approve; editor is asked to "
                "approve too.",
                "v2: editor posted it and is its only approver, so nobody can approve it. Add "
                "another approver.",
            ],
        ),
        ({"agreed_rounds": 4}, ["v2: round 2 of 4 agreed."]),
        ({"agreed_rounds": 2}, ["v2: round 2 of 2 agreed; it is the last one."]),
        ({"agreed_rounds": 1}, ["v2: round 2, though only 1 round is agreed."]),
        ({"agreed_rounds": None}, ["v2: round 2; no number of rounds is agreed any more."]),
        (
            {"channels": ("C2",)},
            [
                "v2 goes on in its thread, but new reviews in that channel start a production of "
                "their own."
            ],
        ),
        (
            {"timezone": "America/New_York"},
            ["Days and times are read and shown in America/New York."],
        ),
        ({"name": "Spot B"}, ["The cards say “Spot B” now."]),
        ({"nudge_times": ("16:00",)}, []),
        ({"channels": ("C1", "C2")}, []),
        ({"roles": {"producer": ("U4",), "director": ("U1",), "editor": ("U2",), "crew": ("U3",)}},
         []),
        (
            {"roles": {"producer": ("U3",), "director": ("U1",)}},
            [
                "client can now freeze and close rounds.",
                "editor and producer can no longer freeze or close rounds.",
            ],
        ),
        ({"decider": "U4"}, []),
    ],
)  # fmt: skip
def test_each_change_says_what_it_does(change: dict[str, Any], said: list[str]) -> None:
    assert effects_of(change) == said


def test_whoever_posted_or_started_it_steers_whatever_their_role() -> None:
    steered = a_cut(steered_by=frozenset({"U2"}))
    change = {"roles": {"producer": ("U4",), "director": ("U1",)}}
    assert effects_of(change, steered) == []


@pytest.mark.parametrize(
    ("conflicts", "said"),
    [(0, []), (1, ["1 open conflict now waits for producer."]),
     (2, ["2 open conflicts now wait for producer."])],
)  # fmt: skip
def test_open_conflicts_wait_for_the_new_decider(conflicts: int, said: list[str]) -> None:
    assert effects_of({"decider": "U4"}, conflicts=conflicts) == said


def test_an_approval_counts_once_everybody_left_has_given_theirs() -> None:
    cut = a_cut(given=[said_by("U1")])
    assert effects_of({"approvers": ("U1",)}, cut) == [
        "v2: client is no longer asked to approve.",
        "v2 counts as “approved” now.",
    ]


def test_a_new_approver_makes_what_was_approved_wait() -> None:
    cut = a_cut(given=[said_by("U3", "approved with notes"), said_by("U1")])
    assert effects_of({"approvers": ("U3", "U1", "U4")}, cut) == [
        "v2: producer is asked to approve too; producer is next.",
        "v2 no longer counts as “approved with notes”.",
    ]


def test_who_leaves_the_path_is_no_longer_counted() -> None:
    cut = a_cut(given=[said_by("U3", "changes requested")])
    assert effects_of({"approvers": ("U1",)}, cut) == [
        "v2: client is no longer asked to approve; what client said stays on record, but no "
        "longer counts; director is next.",
        "v2 no longer counts as “changes requested”.",
    ]


@pytest.mark.parametrize(
    "gone", [{"stale_at": AT}, {"replaced_at": AT}, {"revoked_at": AT}], ids=str
)
def test_verdicts_that_no_longer_count_change_nothing(gone: dict[str, Any]) -> None:
    cut = a_cut(given=[said_by("U3", **gone), said_by("U1", **gone)])
    assert effects_of({"approvers": ("U1",)}, cut) == [
        "v2: client is no longer asked to approve; director is next."
    ]


def test_every_cut_under_way_is_named_with_its_deliverable() -> None:
    cuts = [a_cut("v2", deliverable="film"), a_cut("v1", deliverable="teaser", round=1)]
    assert effects_of({"approvers": ("U1",)}, *cuts) == [
        "v2 of film: client is no longer asked to approve; director is next.",
        "v1 of teaser: client is no longer asked to approve; director is next.",
    ]


def test_with_nothing_under_way_nothing_changes() -> None:
    other = a_set_up(name="B", decider="U4", approvers=(), agreed_rounds=None, channels=("C9",))
    assert effects(a_set_up(), other, UnderWay((), 2, NAMES)) == []


def test_a_zone_that_only_has_another_name_is_no_change_to_what_is_under_way() -> None:
    before, after = a_set_up(timezone="UTC"), a_set_up(timezone="Etc/UTC")
    assert effects(before, after, UnderWay((a_cut(),), 0, NAMES)) == []
