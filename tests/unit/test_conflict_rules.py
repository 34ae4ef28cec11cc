"""Which notes are in conflict: exactly those that are connected, in whatever order they come."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from random import Random
from typing import Any
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from handlers.conflicts.rules import (
    decided_because,
    groups,
    in_words,
    none_of,
    opposed,
    plan,
    speakers,
)
from store.tables import Decision, Note

IDS = [UUID(int=number) for number in range(12)]
ENDS = st.sampled_from(IDS)
PAIRS = st.lists(st.tuples(ENDS, ENDS).filter(lambda pair: pair[0] != pair[1]))


def a_note(number: int, *against: int, state: str = "draft", **values: Any) -> Note:
    return Note(
        id=uuid4(),
        production_id=IDS[0],
        review_id=IDS[1],
        number=number,
        state=state,
        conflicts_with=list(against),
        **values,
    )


def numbers_of(notes: Sequence[Note]) -> set[frozenset[int]]:
    number = {note.id: note.number for note in notes}
    return {frozenset(number[each] for each in group) for group in groups(opposed(notes))}


def connected(one: UUID, other: UUID, pairs: Sequence[tuple[UUID, UUID]]) -> bool:
    """Whether a walk along the pairs leads from one to the other."""
    reached = {one}
    for _ in pairs:
        reached |= {end for pair in pairs if reached & set(pair) for end in pair}
    return other in reached


@given(PAIRS)
def test_a_group_is_whatever_is_connected(pairs: list[tuple[UUID, UUID]]) -> None:
    found = groups(pairs)
    named = {end for pair in pairs for end in pair}
    assert {each for group in found for each in group} == named
    assert sum(map(len, found)) == len(named)
    assert all(len(group) > 1 for group in found)
    group_of = {each: group for group in found for each in group}
    for one in named:
        for other in named:
            assert (group_of[one] is group_of[other]) == connected(one, other, pairs)


@given(PAIRS, st.randoms())
def test_the_order_of_what_is_said_changes_nothing(
    pairs: list[tuple[UUID, UUID]], random: Random
) -> None:
    turned = [(other, one) for one, other in pairs]
    random.shuffle(turned)
    assert set(groups(pairs)) == set(groups(turned))


@given(PAIRS, PAIRS)
def test_a_plan_covers_every_group_once_and_takes_ids_from_shared_notes(
    before: list[tuple[UUID, UUID]], after: list[tuple[UUID, UUID]]
) -> None:
    standing: Mapping[UUID, frozenset[UUID]] = {uuid4(): group for group in groups(before)}
    wanted = groups(after)
    done = plan(wanted, standing)
    assert sorted([*done.kept.values(), *done.new], key=min) == sorted(wanted, key=min)
    assert {*done.kept, *done.dissolved} == set(standing)
    assert not set(done.kept) & set(done.dissolved)
    assert all(standing[key] & group for key, group in done.kept.items())
    for group in done.new:  # no id of a conflict that shares a note was left unused
        assert not any(standing[key] & group for key in done.dissolved)


def test_of_two_that_grow_together_the_older_goes_on() -> None:
    older, newer = uuid4(), uuid4()
    whole = frozenset(IDS[:4])
    done = plan([whole], {older: frozenset(IDS[:2]), newer: frozenset(IDS[2:4])})
    assert (done.kept, done.new, done.dissolved) == ({older: whole}, [], [newer])


def test_chains_of_opposites_are_one_conflict() -> None:
    notes = [a_note(1, 2), a_note(2, 1, 3), a_note(3, 2), a_note(4, 5), a_note(5, 4), a_note(6)]
    assert numbers_of(notes) == {frozenset({1, 2, 3}), frozenset({4, 5})}


def test_what_was_rejected_withdrawn_or_folded_away_is_in_no_conflict() -> None:
    for state in ("rejected", "withdrawn", "folded"):
        assert numbers_of([a_note(1, 2), a_note(2, 1, state=state)]) == set()


def test_a_decided_note_need_not_name_the_other_and_a_draft_must() -> None:
    """A draft follows its thread; what was decided on keeps the numbers it had."""
    assert numbers_of([a_note(1, state="accepted"), a_note(2, 1)]) == {frozenset({1, 2})}
    assert numbers_of([a_note(1, 2, state="accepted"), a_note(2)]) == set()
    accepted = [a_note(1, 2, state="accepted"), a_note(2, state="accepted")]
    assert numbers_of(accepted) == {frozenset({1, 2})}


def test_a_merged_note_is_spoken_for_by_the_one_it_went_into() -> None:
    into = a_note(1)
    merged = a_note(2, 3, state="merged", merged_into=into.id)
    assert numbers_of([into, merged, a_note(3, 2)]) == {frozenset({1, 3})}
    opposite = a_note(4, 2)
    folded = a_note(2, 4, state="merged", merged_into=opposite.id)
    assert numbers_of([folded, opposite]) == set()


def test_a_carried_note_is_spoken_for_by_its_copy() -> None:
    first = a_note(1, 2, state="accepted")
    copy = a_note(3, state="accepted", carried_from=first.id)
    again = a_note(4, state="accepted", carried_from=copy.id)
    notes = [first, a_note(2, 1), copy, again]
    assert numbers_of(notes) == {frozenset({2, 4})}
    again.state = "rejected"
    assert numbers_of(notes) == set()


def test_notes_that_were_merged_in_a_circle_speak_for_nobody() -> None:
    one, other = a_note(1, state="merged"), a_note(2, state="merged")
    one.merged_into, other.merged_into = other.id, one.id
    assert speakers([one, other]) == {}


def test_words_of_decisions() -> None:
    assert in_words(a_note(3, text="keep\nthe pause")) == "keep the pause"
    assert in_words(a_note(3, text="")) == "N3"
    assert none_of([3, 7]) == "neither N3 nor N7"
    assert none_of([3, 7, 9]) == "none of N3, N7 and N9"
    decision = Decision(production_id=IDS[0], number=2, what="keep the pause", decided_by="U1",
                        logged_by="U1")  # fmt: skip
    assert decided_because(decision, "director") == "Decided by director (D2)"


def test_a_long_chain_is_one_group() -> None:
    chain = [UUID(int=number) for number in range(2000)]
    assert groups(list(pairwise(chain))) == [frozenset(chain)]
