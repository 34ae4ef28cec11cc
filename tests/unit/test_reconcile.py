"""A new reading of a thread against the notes people already see."""

from typing import Any
from uuid import uuid4

import pytest

from handlers.notes.reconcile import Known, Plan, reconcile, renumbered
from store.types import FoundNote, Source, Timecode
from tests.support.rows import a_note, a_source

Said = tuple[str, str]
"""A message's ts and the words of it."""

NONE: frozenset[str] = frozenset()


def known(number: int, *said: Said, **values: Any) -> Known:
    note = a_note(number, **values)
    return Known(note, [a_source(note, quote, ts=ts) for ts, quote in said])


def found(number: int, *said: Said, timecode: Timecode | None = None, **values: Any) -> FoundNote:
    sources = tuple(Source(ts, "U01", quote, 0, len(quote)) for ts, quote in said)
    return FoundNote(
        number=number,
        kind="change",
        topic="other",
        actionable=True,
        text=said[0][1],
        sources=sources,
        timecode=timecode,
        **values,
    )


def updates(plan: Plan) -> list[tuple[int, int, bool]]:
    """The record's number, the reading's number, whether its words changed."""
    return [(each.known.note.number, each.found.number, each.rewritten) for each in plan.updates]


def gone(plan: Plan) -> list[tuple[int, str]]:
    return [(each.known.note.number, each.source_state) for each in plan.gone]


STEAM, CLINK = ("1.1", "hold the steam longer"), ("1.2", "the clink is too loud")


def test_what_nobody_has_seen_is_new() -> None:
    plan = reconcile([], [found(1, STEAM), found(2, CLINK)], NONE)
    assert [note.number for note in plan.new] == [1, 2]
    assert (plan.updates, plan.merges, plan.gone) == ([], [], [])


def test_the_same_words_are_the_same_note_whatever_number_the_reading_gives() -> None:
    plan = reconcile([known(7, STEAM), known(8, CLINK)], [found(1, CLINK), found(2, STEAM)], NONE)
    assert updates(plan) == [(8, 1, False), (7, 2, False)]
    assert (plan.new, plan.gone) == ([], [])


def test_case_and_white_space_make_no_other_note() -> None:
    plan = reconcile([known(7, STEAM)], [found(1, ("1.1", "Hold  the\nsteam longer"))], NONE)
    assert updates(plan) == [(7, 1, False)]


def test_the_same_words_in_another_message_are_another_note() -> None:
    plan = reconcile([known(7, STEAM)], [found(1, STEAM), found(2, ("1.9", STEAM[1]))], NONE)
    assert updates(plan) == [(7, 1, False)]
    assert [note.number for note in plan.new] == [2]


def test_reworded_in_the_same_message_it_is_the_same_note_rewritten() -> None:
    plan = reconcile([known(7, STEAM)], [found(1, ("1.1", "hold the steam much longer"))], NONE)
    assert updates(plan) == [(7, 1, True)]
    assert (plan.new, plan.gone) == ([], [])


def test_other_words_at_the_same_moment_are_the_same_note_rewritten() -> None:
    at = Timecode("0:04", "clock", 4.0)
    before = known(7, ("1.1", "0:04 hold it"), timecode={"written": "0:04", "seconds": 4.0})
    plan = reconcile([before], [found(1, ("1.1", "0:04 kill that shot"), timecode=at)], NONE)
    assert updates(plan) == [(7, 1, True)]


def test_words_about_something_else_are_a_new_note_and_the_old_one_is_gone() -> None:
    plan = reconcile([known(7, STEAM)], [found(1, ("1.1", "music: more bass"))], NONE)
    assert [note.number for note in plan.new] == [1]
    assert gone(plan) == [(7, "edited")]


def test_of_two_notes_of_an_edited_message_the_likelier_is_the_rewritten_one() -> None:
    before = [known(7, ("1.1", "trim the pause")), known(8, ("1.1", "brighten the logo"))]
    after = [found(1, ("1.1", "trim the pause")), found(2, ("1.1", "brighten the logo a bit"))]
    assert updates(reconcile(before, after, NONE)) == [(7, 1, False), (8, 2, True)]


def test_two_notes_that_the_reader_now_takes_for_one_are_merged_into_the_first() -> None:
    plan = reconcile([known(7, STEAM), known(8, CLINK)], [found(1, STEAM, CLINK)], NONE)
    assert updates(plan) == [(7, 1, False)]
    assert [(one.note.number, into.note.number) for one, into in plan.merges] == [(8, 7)]
    assert plan.gone == []


def test_what_a_person_decided_the_reader_does_not_merge_away() -> None:
    before = [known(7, STEAM), known(8, CLINK, state="accepted")]
    plan = reconcile(before, [found(1, STEAM, CLINK)], NONE)
    assert plan.merges == []
    assert plan.gone == []


def test_what_a_person_merged_stays_absorbed() -> None:
    target = known(7, STEAM, CLINK)
    folded = known(8, CLINK, state="merged", merged_into=target.note.id, decided_by="U02")
    plan = reconcile([target, folded], [found(1, STEAM), found(2, CLINK)], NONE)
    assert updates(plan) == [(7, 1, False)]
    assert (plan.new, plan.merges, plan.gone) == ([], [], [])


def test_a_deleted_message_takes_its_note_with_it() -> None:
    plan = reconcile([known(7, STEAM), known(8, CLINK)], [found(1, CLINK)], frozenset({"1.1"}))
    assert gone(plan) == [(7, "deleted")]


def test_a_deleted_message_is_not_rewritten_by_a_likely_new_one() -> None:
    again = found(1, ("1.9", "hold the steam longer please"))
    plan = reconcile([known(7, STEAM)], [again], frozenset({"1.1"}))
    assert gone(plan) == [(7, "deleted")]
    assert [note.number for note in plan.new] == [1]


def test_of_two_sources_one_is_enough_to_stay() -> None:
    plan = reconcile([known(7, STEAM, CLINK)], [found(1, CLINK)], frozenset({"1.1"}))
    assert updates(plan) == [(7, 1, False)]
    assert plan.gone == []


def test_two_gone_sources_of_which_one_was_deleted_count_as_edited() -> None:
    plan = reconcile([known(7, STEAM, CLINK)], [], frozenset({"1.1"}))
    assert gone(plan) == [(7, "edited")]


def test_a_withdrawn_note_whose_words_return_is_found_again() -> None:
    plan = reconcile([known(7, STEAM, state="withdrawn")], [found(1, STEAM)], NONE)
    assert updates(plan) == [(7, 1, False)]
    assert plan.new == []


def test_what_is_said_again_after_its_rejection_is_a_note_of_its_own() -> None:
    rejected = known(7, STEAM, state="rejected")
    again = ("1.9", "could the steam be longer?")
    plan = reconcile([rejected], [found(1, STEAM, again)], NONE)
    (apart,) = plan.new
    assert [(source.ts, source.quote) for source in apart.sources] == [again]
    assert apart.text == "Could the steam be longer?"
    assert plan.said_again == {apart.number: rejected.note}
    (kept,) = plan.updates
    assert kept.known is rejected
    assert [source.ts for source in kept.found.sources] == ["1.1"]


def test_read_again_it_is_that_note_still() -> None:
    again = ("1.9", "could the steam be longer?")
    before = [known(7, STEAM, state="rejected"), known(8, again, state="folded")]
    plan = reconcile(before, [found(1, STEAM, again)], NONE)
    assert sorted((known_number, new) for known_number, _, new in updates(plan)) == [
        (7, False),
        (8, False),
    ]
    assert (plan.new, plan.merges, plan.gone) == ([], [], [])


def test_what_was_rejected_with_all_its_sources_stays_one_note() -> None:
    rejected = known(7, STEAM, CLINK, state="rejected")
    plan = reconcile([rejected], [found(1, STEAM, CLINK)], NONE)
    assert updates(plan) == [(7, 1, False)]
    assert (plan.new, plan.said_again) == ([], {})


def test_a_draft_is_not_lost_in_a_note_that_was_folded() -> None:
    before = [known(7, STEAM, state="folded"), known(8, CLINK)]
    plan = reconcile(before, [found(1, STEAM, CLINK)], NONE)
    assert updates(plan) == [(8, 1, False)]
    assert [(one.note.number, into.note.number) for one, into in plan.merges] == [(7, 8)]
    assert plan.gone == []


def test_reading_again_what_is_known_changes_nothing() -> None:
    plan = reconcile([known(7, STEAM), known(8, CLINK)], [found(1, STEAM), found(2, CLINK)], NONE)
    assert (plan.new, plan.merges, plan.gone) == ([], [], [])
    assert not any(each.rewritten for each in plan.updates)


def test_numbers_of_the_reading_become_those_of_the_record() -> None:
    assert renumbered([3, 1, 9], {1: 12, 3: 7}) == [7, 12]
    assert renumbered([], {1: 12}) == []


def test_a_note_keeps_its_identity() -> None:
    before = known(7, STEAM, id=uuid4())
    (update,) = reconcile([before], [found(1, STEAM)], NONE).updates
    assert update.known is before


def moment(seconds: float) -> Timecode:
    return Timecode(f"0:{seconds:02.0f}", "clock", seconds)


def at(seconds: float) -> dict[str, Any]:
    return {"written": f"0:{seconds:02.0f}", "seconds": seconds}


LOGO = ("1.1", "logo bigger at 0:10 and at 0:40")


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_two_moments_of_one_sentence_stay_two_notes(order: tuple[int, int]) -> None:
    before = [known(1, LOGO, timecode=at(10.0)), known(2, LOGO, timecode=at(40.0))]
    after = [found(n, LOGO, timecode=moment({1: 10.0, 2: 40.0}[n])) for n in order]
    plan = reconcile(before, after, NONE)
    assert sorted(updates(plan)) == [(1, 1, False), (2, 2, False)]
    assert (plan.new, plan.merges, plan.gone) == ([], [], [])


def test_of_two_moments_the_rejected_one_does_not_take_the_other_in() -> None:
    before = [
        known(1, LOGO, timecode=at(10.0), state="rejected"),
        known(2, LOGO, timecode=at(40.0)),
    ]
    after = [found(2, LOGO, timecode=moment(40.0)), found(1, LOGO, timecode=moment(10.0))]
    plan = reconcile(before, after, NONE)
    assert sorted(updates(plan)) == [(1, 1, False), (2, 2, False)]
    assert (plan.new, plan.said_again, plan.gone) == ([], {}, [])


def test_the_same_line_under_two_scenes_stays_two_notes() -> None:
    line = ("1.1", "too dark")
    before = [known(1, line, scene="1"), known(2, line, scene="2")]
    plan = reconcile(before, [found(1, line, scene="2"), found(2, line, scene="1")], NONE)
    assert sorted(updates(plan)) == [(1, 2, False), (2, 1, False)]
    assert (plan.new, plan.gone) == ([], [])


def test_a_join_that_comes_apart_gives_back_each_of_its_notes() -> None:
    joined = known(1, STEAM, CLINK, ("1.3", "dim the sign"))
    plan = reconcile([joined], [found(1, STEAM), found(2, CLINK)], frozenset({"1.3"}))
    assert updates(plan) == [(1, 1, False)]
    assert [note.number for note in plan.new] == [2]
    assert CLINK[0] not in {source.ts for source in plan.updates[0].known.sources}


def test_what_was_decided_on_keeps_all_its_words_when_a_join_comes_apart() -> None:
    joined = known(1, STEAM, CLINK, state="accepted")
    plan = reconcile([joined], [found(1, STEAM), found(2, CLINK)], NONE)
    assert [note.number for note in plan.new] == [2]
    assert [source.ts for source in plan.updates[0].known.sources] == [STEAM[0], CLINK[0]]


def test_an_accepted_note_whose_words_another_has_too_is_not_gone() -> None:
    before = [known(7, STEAM, CLINK), known(8, CLINK, state="accepted")]
    plan = reconcile(before, [found(1, STEAM, CLINK)], NONE)
    assert updates(plan) == [(7, 1, False)]
    assert (plan.new, plan.merges, plan.gone) == ([], [], [])


def test_what_a_person_merged_still_follows_when_only_its_words_are_left() -> None:
    target = known(7, STEAM, CLINK)
    merged = known(8, CLINK, state="merged", merged_into=target.note.id, decided_by="U02")
    plan = reconcile([target, merged], [found(1, CLINK)], NONE)
    assert updates(plan) == [(7, 1, False)]
    assert (plan.new, plan.gone) == ([], [])


def test_of_three_moments_the_two_that_a_person_merged_leave_the_third_alone() -> None:
    into = known(1, LOGO, timecode=at(10.0))
    merged = known(
        2, LOGO, timecode=at(40.0), state="merged", merged_into=into.note.id, decided_by="U02"
    )
    before = [into, merged, known(3, LOGO, timecode=at(50.0))]
    after = [found(n, LOGO, timecode=moment(s)) for n, s in enumerate((10.0, 40.0, 50.0), start=1)]
    plan = reconcile(before, after, NONE)
    assert updates(plan) == [(1, 1, False), (3, 3, False)]
    assert (plan.new, plan.merges, plan.gone) == ([], [], [])
