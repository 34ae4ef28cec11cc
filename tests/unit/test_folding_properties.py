"""Whatever people decide between two readings: no words of a thread are lost, none twice new."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from handlers.notes.reconcile import Known, Plan, reconcile
from store.types import FoundNote, Source
from tests.support.rows import a_note, a_source

MESSAGES = ("hold the steam", "kill the horn", "logo up", "mute kazoo", "fix subtitles", "dim it")
STATES = ("draft", "folded", "accepted", "rejected")
NONE: frozenset[str] = frozenset()

GROUPS = st.lists(st.integers(0, 3), min_size=len(MESSAGES), max_size=len(MESSAGES))
"""For each message the note that a reading puts it into; 0 for none."""


def reading(groups: Sequence[int]) -> list[FoundNote]:
    """What a reader finds that joins the messages of each group."""
    found = []
    for number in sorted(set(groups) - {0}):
        said = [place for place, group in enumerate(groups) if group == number]
        sources = [Source(f"1.{p}", "U01", MESSAGES[p], 0, len(MESSAGES[p])) for p in said]
        found.append(FoundNote(number, "change", "other", True, MESSAGES[said[0]], tuple(sources)))
    return found


def applied(known: Sequence[Known], plan: Plan) -> list[Known]:
    """The record after a plan, as far as it matters here."""
    after = {each.note.number: each for each in known}
    for merged, into in plan.merges:
        merged.note.state, merged.note.merged_into = "merged", into.note.id
    for update in plan.updates:
        note = update.known.note
        fresh = {source.ts for source in update.found.sources}
        kept = [source for source in update.known.sources if source.ts not in fresh]
        said = [a_source(note, s.quote, ts=s.ts) for s in update.found.sources]
        after[note.number] = Known(note, [*said, *kept])
        note.state = "draft" if note.state == "withdrawn" else note.state
    for gone in plan.gone:
        if gone.known.note.state in ("draft", "folded"):
            gone.known.note.state = "withdrawn"
    for number, found in enumerate(plan.new, start=max(after, default=0) + 1):
        note = a_note(number, state="folded" if found.number in plan.said_again else "draft")
        after[number] = Known(note, [a_source(note, s.quote, ts=s.ts) for s in found.sources])
    return list(after.values())


def held(known: Sequence[Known]) -> set[tuple[str, str]]:
    return {(s.ts, s.quote) for each in known for s in each.sources}


@given(GROUPS, st.integers(0, 6), st.lists(st.sampled_from(STATES), min_size=3, max_size=3))
def test_folding_loses_no_words_and_reading_again_changes_nothing(
    groups: list[int], read: int, states: list[str]
) -> None:
    """People decide after the first messages; then the thread goes on, and is read twice."""
    record = applied([], reconcile([], reading(groups[:read]), NONE))
    for each, state in zip(record, states, strict=False):
        each.note.state = state
    found = reading(groups)
    once = applied(record, reconcile(record, found, NONE))
    assert {(s.ts, s.quote) for note in found for s in note.sources} == held(once)
    numbers = {each.note.number: each.note.state for each in once}
    assert len(numbers) == len(once)
    plan = reconcile(once, found, NONE)
    assert plan.new == []
    assert not any(each.rewritten for each in plan.updates)
    again = applied(once, plan)
    assert held(again) == held(once)
    assert {each.note.number: each.note.state for each in again} == numbers


@given(GROUPS, st.integers(0, 6))
def test_what_was_rejected_takes_in_nothing_said_later(groups: list[int], read: int) -> None:
    record = applied([], reconcile([], reading(groups[:read]), NONE))
    for each in record:
        each.note.state = "rejected"
    words = held(record)
    after = applied(record, reconcile(record, reading(groups), NONE))
    rejected = [each for each in after if each.note.state == "rejected"]
    assert held(rejected) == words
