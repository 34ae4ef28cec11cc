"""What verdicts come to: Ziflow's table with named approvers, by example and by property."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, get_args
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.approvals.rules import (
    Path,
    before,
    counting,
    has_approved,
    is_open,
    is_poster_alone,
    may_be_asked_for,
    next_to_ask,
    outdated_by_note,
    overall,
    path,
    refusal,
)
from store.tables import Approval
from store.types import Verdict
from tests.support.rows import MORNING, a_note, a_task

POSTER = "editor"
SHORT: Mapping[str, Verdict] = {
    "A": "approved",
    "N": "approved with notes",
    "C": "changes requested",
}
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


def an_approval(user: str, verdict: str = "approved", **values: Any) -> Approval:
    row: dict[str, Any] = {"workspace_id": "T01", "production_id": uuid4(), "cut_id": uuid4()}
    return Approval(**row | {"user_id": user, "verdict": verdict, "at": MORNING} | values)


def a_path(said: str, posted_by: str = POSTER) -> Path:
    """Such as "client:A director:- producer:N!", where - is silence and ! is stale."""
    approvers, given = [], []
    for each in said.split():
        user, _, verdict = each.partition(":")
        approvers.append(user)
        if verdict != "-":
            stale = MORNING if verdict.endswith("!") else None
            given.append(an_approval(user, SHORT[verdict[0]], stale_at=stale))
    return path(approvers, posted_by, given)


@pytest.mark.parametrize(
    ("said", "comes_to", "following"),
    [
        ("", "pending", None),
        ("client:-", "pending", "client"),
        ("client:A", "approved", None),
        ("client:N", "approved with notes", None),
        ("client:C", "changes requested", None),
        ("client:A director:-", "pending", "director"),
        ("client:- director:A", "pending", "client"),
        ("client:A director:A", "approved", None),
        ("client:A director:N", "approved with notes", None),
        ("client:N director:A", "approved with notes", None),
        ("client:C director:A", "changes requested", None),
        ("client:N director:C", "changes requested", None),
        ("client:- director:C", "changes requested", None),
        ("client:A! director:A", "pending", "client"),
        ("client:A director:A!", "pending", "director"),
        ("client:C! director:A", "pending", "client"),
        ("editor:A", "pending", None),
        ("editor:-", "pending", None),
        ("editor:A client:-", "pending", "client"),
        ("editor:A client:A", "approved", None),
        ("editor:C", "changes requested", None),
    ],
)
def test_what_several_verdicts_come_to_and_who_is_next(
    said: str, comes_to: str, following: str | None
) -> None:
    assert overall(a_path(said)) == comes_to
    assert next_to_ask(a_path(said)) == following


@pytest.mark.parametrize(
    ("said", "user", "verdict", "why"),
    [
        ("", "client", "A", "nobody approves"),
        ("client:-", "director", "A", "no approver"),
        ("client:-", "director", "C", "no approver"),
        ("editor:-", "editor", "A", "only approver"),
        ("editor:-", "editor", "N", "only approver"),
        ("editor:-", "editor", "C", None),
        ("editor:- client:-", "editor", "A", None),
        ("client:- director:-", "director", "A", "not yet"),
        ("client:A! director:-", "director", "N", "not yet"),
        ("client:C director:-", "director", "A", "not yet"),
        ("client:- director:C", "director", "A", "not yet"),
        ("client:A! director:A!", "director", "A", None),
        ("client:A! director:N!", "director", "A", None),
        ("client:- director:-", "director", "C", None),
        ("client:A director:-", "director", "A", None),
        ("client:A director:-", "client", "A", "said already"),
        ("client:A director:-", "client", "N", None),
        ("client:A director:-", "client", "C", None),
        ("client:A! director:-", "client", "A", None),
        ("client:C director:-", "client", "C", "said already"),
        ("client:C director:-", "client", "A", None),
    ],
)
def test_what_a_press_may_do(said: str, user: str, verdict: str, why: str | None) -> None:
    assert refusal(a_path(said), user, SHORT[verdict]) == why


def test_other_notes_and_more_words_are_news() -> None:
    with_notes = path(["client"], POSTER, [an_approval("client", "approved with notes", notes=[3])])
    assert refusal(with_notes, "client", "approved with notes", [3]) == "said already"
    assert refusal(with_notes, "client", "approved with notes", [3, 4]) is None
    asked = path(["client"], POSTER, [an_approval("client", "changes requested")])
    assert refusal(asked, "client", "changes requested", comment="the end card") is None


def test_what_was_replaced_or_taken_back_doesn_t_stand() -> None:
    gone = [
        an_approval("client", "changes requested", replaced_at=MORNING),
        an_approval("director", revoked_at=MORNING),
    ]
    standing = path(["client", "director"], POSTER, [*gone, an_approval("client")])
    assert counting(standing, "client") == "approved"
    assert counting(standing, "director") is None


def test_whoever_left_the_path_no_longer_counts() -> None:
    left = path(["director"], POSTER, [an_approval("client", "changes requested")])
    assert overall(left) == "pending"
    assert next_to_ask(left) == "director"


def test_somebody_named_twice_approves_once() -> None:
    assert path(["client", "", "client"], POSTER, []).approvers == ("client",)


@pytest.mark.parametrize(
    ("said", "asked", "shown"),
    [
        ("client:- director:-", [], True),
        ("client:- director:-", ["client"], False),
        ("client:A director:-", ["client"], True),
        ("client:A! director:-", ["client"], False),
        ("client:A! director:-", [], False),
        ("client:C director:-", ["client"], False),
        ("client:A director:A", ["client", "director"], False),
        ("", [], True),
        ("editor:-", [], True),
    ],
)
def test_when_asking_makes_sense(said: str, asked: list[str], shown: bool) -> None:
    assert may_be_asked_for(a_path(said), asked) is shown


@pytest.mark.parametrize(
    ("state", "kind", "task", "open_"),
    [
        ("draft", "change", None, True),
        ("draft", "question", None, True),
        ("draft", "praise", None, False),
        ("draft", "approval statement", None, False),
        ("folded", "change", None, False),
        ("rejected", "change", None, False),
        ("accepted", "change", "open", True),
        ("accepted", "change", "done", True),
        ("accepted", "change", "verified", False),
        ("accepted", "change", "dropped", False),
        ("accepted", "risk", None, False),
    ],
)
def test_which_notes_are_open(state: str, kind: str, task: str | None, open_: bool) -> None:
    note = a_note(1, state=state, kind=kind)
    assert is_open(note, a_task(state=task) if task else None) is open_


def test_the_path_can_be_read_as_it_was_at_a_moment() -> None:
    """Of a superseded cut: what made everything stale came at that very moment, or after it."""
    at = MORNING + timedelta(hours=1)
    given = [
        an_approval("client", "changes requested", stale_at=at),
        an_approval("director", stale_at=MORNING),
        an_approval("producer", revoked_at=at + timedelta(hours=1)),
    ]
    then = path(["client", "director", "producer"], POSTER, given, at)
    assert overall(then) == "changes requested"
    assert [counting(then, user) for user in ("director", "producer")] == [None, "approved"]
    later = path(["client"], POSTER, [an_approval("client", at=at + timedelta(minutes=1))], at)
    assert overall(later) == "pending"


def test_an_accepted_note_outdates_approvals_that_didn_t_know_of_it() -> None:
    third = a_note(3)
    assert outdated_by_note(an_approval("client"), third)
    assert outdated_by_note(an_approval("client"), a_note(3, kind="praise"))
    assert not outdated_by_note(an_approval("client"), a_note(3, kind="approval statement"))
    assert outdated_by_note(an_approval("client", "approved with notes", notes=[4]), third)
    assert not outdated_by_note(an_approval("client", "approved with notes", notes=[3]), third)
    assert not outdated_by_note(an_approval("client", "changes requested"), third)
    assert not outdated_by_note(an_approval("client", stale_at=MORNING), third)
    assert not outdated_by_note(an_approval("client", revoked_at=MORNING), third)


PEOPLE = [POSTER, "client", "director", "producer", "legal"]


@st.composite
def paths(draw: st.DrawFn) -> Path:
    """Any path with anything said on it, by people of the path and others."""
    approvers = draw(st.lists(st.sampled_from(PEOPLE), max_size=5))
    given = [
        an_approval(
            user,
            draw(st.sampled_from(VERDICTS)),
            at=MORNING + timedelta(minutes=minute),
            stale_at=draw(st.none() | st.just(MORNING)),
            revoked_at=draw(st.none() | st.just(MORNING)),
        )
        for minute, user in enumerate(draw(st.lists(st.sampled_from(PEOPLE), unique=True)))
    ]
    return path(approvers, POSTER, given)


@given(paths())
def test_silence_is_never_approval(any_path: Path) -> None:
    if overall(any_path) in ("approved", "approved with notes"):
        assert any_path.approvers
        assert all(has_approved(any_path, user) for user in any_path.approvers)
        assert not is_poster_alone(any_path)


@given(paths())
def test_changes_requested_always_win(any_path: Path) -> None:
    against = any(counting(any_path, user) == "changes requested" for user in any_path.approvers)
    assert (overall(any_path) == "changes requested") is against


@given(paths())
def test_whoever_is_next_may_approve_and_nobody_before_them_is_missing(any_path: Path) -> None:
    user = next_to_ask(any_path)
    if user is None:
        return
    assert before(any_path, user) is None
    assert refusal(any_path, user, "approved") is None


@given(paths(), st.sampled_from(PEOPLE), st.sampled_from(VERDICTS))
def test_nobody_outside_the_path_ever_gives_a_verdict(
    any_path: Path, user: str, verdict: Verdict
) -> None:
    if user not in any_path.approvers:
        assert refusal(any_path, user, verdict) in ("nobody approves", "no approver")


@given(paths(), st.sampled_from(VERDICTS))
def test_pressing_the_same_twice_changes_nothing(any_path: Path, verdict: Verdict) -> None:
    for user in any_path.approvers:
        if refusal(any_path, user, verdict) is None:
            rest = {each: row for each, row in any_path.live.items() if each != user}
            after = path(any_path.approvers, POSTER, [*rest.values(), an_approval(user, verdict)])
            assert refusal(after, user, verdict) == "said already"
