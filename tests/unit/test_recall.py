"""What is remembered about a note, among the notes of its production."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from handlers.notes.recall import Memory, Recall
from store.tables import Note
from tests.support.rows import MORNING, a_note

ROUND_1, ROUND_2 = uuid4(), uuid4()


def said(number: int, text: str, seconds: float | None = None, **values: Any) -> Note:
    """A note of round 2, unless said otherwise."""
    code = None if seconds is None else {"written": "", "seconds": seconds, "end_seconds": None}
    row: dict[str, Any] = {"review_id": ROUND_2, "text": text, "timecode": code}
    return a_note(number, **row | values)


def before(number: int, text: str, seconds: float | None = None, **values: Any) -> Note:
    """A note of round 1, rejected unless said otherwise."""
    return said(number, text, seconds, **{"review_id": ROUND_1, "state": "rejected"} | values)


def recall(note: Note, *known: Note) -> Recall:
    return Memory.of(known).recall(note)


def repeated(note: Note, *known: Note) -> int | None:
    found = recall(note, *known).repeats
    return found.number if found else None


def opposed(note: Note, *known: Note) -> list[int]:
    return [other.number for other in recall(note, *known).against]


AGAIN = said(9, "Could it be a bit brighter?")


def test_a_rejected_idea_is_known_again() -> None:
    found = recall(AGAIN, before(7, "Lift the exposure"))
    assert found.is_rejected
    assert found.repeats is not None
    assert found.repeats.number == 7


def test_nothing_is_remembered_of_an_empty_record_or_of_itself() -> None:
    assert recall(AGAIN) == Recall()
    assert repeated(AGAIN, AGAIN) is None


@pytest.mark.parametrize("state", ["accepted", "draft"])
def test_what_stands_in_another_round_is_a_request_again(state: str) -> None:
    found = recall(AGAIN, before(7, "Lift the exposure", state=state))
    assert found.repeats is not None
    assert not found.is_rejected


@pytest.mark.parametrize("state", ["accepted", "draft", "merged", "withdrawn", "folded"])
def test_within_one_round_only_what_was_rejected_counts(state: str) -> None:
    assert repeated(AGAIN, before(7, "Lift the exposure", review_id=ROUND_2, state=state)) is None
    assert repeated(AGAIN, before(7, "Lift the exposure", review_id=ROUND_2)) == 7


def test_the_last_decision_counts() -> None:
    rejected = before(7, "Lift the exposure", decided_at=MORNING + timedelta(days=1))
    accepted = before(
        8, "Make it brighter", state="accepted", decided_at=MORNING + timedelta(days=2)
    )
    assert repeated(AGAIN, rejected, accepted) == 8
    accepted.decided_at = MORNING
    assert repeated(AGAIN, rejected, accepted) == 7


def test_a_moment_may_move_from_cut_to_cut_but_not_within_one() -> None:
    now = said(9, "Trim the pause", 50.0)
    assert repeated(now, before(7, "The pause is too long", 30.0)) == 7
    assert repeated(now, before(7, "The pause is too long", 30.0, review_id=ROUND_2)) is None
    assert repeated(now, before(7, "The pause is too long", 50.5, review_id=ROUND_2)) == 7


def test_of_several_alike_the_one_about_the_same_moment_is_meant() -> None:
    early = before(7, "Trim the pause", 10.0, decided_at=MORNING + timedelta(days=2))
    late = before(8, "Trim the pause", 100.0, state="accepted", decided_at=MORNING)
    assert repeated(said(9, "The pause is too long", 98.0), early, late) == 8
    assert repeated(said(9, "The pause is too long", 12.0), early, late) == 7


def test_without_a_thing_the_moment_says_what_is_meant() -> None:
    known = before(7, "Lift the exposure", 42.0)
    assert repeated(said(9, "Brighter please", 44.0), known) == 7
    assert repeated(said(9, "Brighter please", 70.0), known) is None
    assert repeated(said(9, "Brighter please"), known) is None
    assert repeated(said(9, "Brighter please", 70.0), before(7, "Lift the exposure")) == 7


def test_another_scene_is_another_thing() -> None:
    known = before(7, "Trim the pause", scene="4A")
    assert repeated(said(9, "Trim the pause", scene="4B"), known) is None
    assert repeated(said(9, "Trim the pause", scene="4a"), known) == 7
    assert repeated(said(9, "Trim the pause"), known) == 7


def test_praise_repeats_nothing() -> None:
    assert (
        repeated(said(9, "Love that it is brighter", kind="praise"), before(7, "Brighter")) is None
    )
    assert repeated(AGAIN, before(7, "Make it brighter", kind="praise")) is None


def test_an_opposite_wish_of_another_round_is_a_conflict() -> None:
    wish = said(9, "Trim the pause")
    assert opposed(wish, before(7, "Keep the pause", state="accepted")) == [7]
    assert opposed(wish, before(7, "Keep the pause", state="draft")) == [7]
    assert opposed(wish, before(7, "Keep the pause", state="accepted", kind="decision")) == [7]
    assert opposed(wish, before(7, "Keep the pause")) == []
    assert opposed(wish, before(7, "Keep the pause", state="draft", review_id=ROUND_2)) == []
    assert opposed(said(9, "Trim the pause?", kind="question"), before(7, "Keep it")) == []


def test_a_long_history_is_searched_once() -> None:
    """Ten times the notes take about ten times as long: the newest hundred about a thing count."""
    many = [before(n, f"Make the logo bigger in shot {n}") for n in range(1, 2001)]
    oldest, newest = before(0, "Trim the pause"), before(2001, "Make the logo bigger")
    memory = Memory.of([oldest, *many, newest])
    assert memory.recall(said(3000, "The logo is too small")).repeats is newest
    assert memory.recall(said(3001, "The pause is too long")).repeats is oldest
    assert len(memory._candidates(said(3000, "x"), memory._idea(newest))) <= 100
