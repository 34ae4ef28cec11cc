"""Whatever people decide between two readings: no words of a thread are lost, none twice new."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from handlers.notes.reconcile import Known, Plan, reconcile
from store.tables import Note, NoteSource
from store.types import FoundNote, Source, Timecode
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
        if note.state in ("draft", "folded", "withdrawn") or update.rewritten:
            note.timecode, note.scene = moment_of(update.found), update.found.scene
        fresh = {source.ts for source in update.found.sources}
        kept = [source for source in update.known.sources if source.ts not in fresh]
        said = sources_of(note, update.found)
        after[note.number] = Known(note, [*said, *kept])
        note.state = "draft" if note.state == "withdrawn" else note.state
    for gone in plan.gone:
        if gone.known.note.state in ("draft", "folded"):
            gone.known.note.state = "withdrawn"
    for number, found in enumerate(plan.new, start=max(after, default=0) + 1):
        state = "folded" if found.number in plan.said_again else "draft"
        note = a_note(number, state=state, timecode=moment_of(found), scene=found.scene)
        after[number] = Known(note, sources_of(note, found))
    return list(after.values())


def moment_of(found: FoundNote) -> dict[str, Any] | None:
    return {"seconds": found.timecode.seconds} if found.timecode else None


def sources_of(note: Note, found: FoundNote) -> list[NoteSource]:
    return [
        a_source(note, s.quote, ts=s.ts, start=s.start, end=s.end, position=place)
        for place, s in enumerate(found.sources)
    ]


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


SAID = st.tuples(
    st.integers(0, 2),  # message
    st.integers(0, 1),  # which of two sentences
    st.sampled_from((0, 20)),  # where in the message, as the same may stand there twice
)
ONE_NOTE = st.tuples(
    st.lists(SAID, min_size=1, max_size=3, unique_by=lambda said: said[0]),
    st.sampled_from((None, 10.0, 40.0)),
    st.sampled_from((None, "1", "2")),
)
ANY_READING = st.lists(ONE_NOTE, max_size=4, unique_by=str)
"""Notes that may share words, as those of "logo bigger at 0:10 and at 0:40" do."""

Found = tuple[list[tuple[int, int, int]], float | None, str | None]


def any_reading(wanted: Sequence[Found]) -> list[FoundNote]:
    found = []
    for number, (said, seconds, scene) in enumerate(wanted, start=1):
        quotes = [(f"1.{message}", MESSAGES[which], start) for message, which, start in said]
        sources = tuple(Source(ts, "U01", q, at, at + len(q)) for ts, q, at in quotes)
        code = None if seconds is None else Timecode("", "clock", seconds)
        note = FoundNote(number, "change", "other", True, sources[0].quote, sources, code, scene)
        found.append(note)
    return found


@given(
    st.lists(ANY_READING, min_size=1, max_size=4),
    st.lists(st.sampled_from(STATES), min_size=4, max_size=4),
)
def test_every_note_that_is_found_has_a_note_of_the_record(
    readings: list[list[Found]], states: list[str]
) -> None:
    """However the readings join their words, and whatever people decided after the first."""
    record: list[Known] = []
    for wanted in readings:
        found = any_reading(wanted)
        plan = reconcile(record, found, NONE)
        placed = [update.known.note.number for update in plan.updates]
        assert len(placed) == len(set(placed))
        assert len(placed) + len(plan.new) >= len(found)
        heard = {(s.ts, s.quote) for note in found for s in note.sources}
        record = applied(record, plan)
        assert heard <= held(record)
        if wanted is readings[0]:
            for each, state in zip(record, states, strict=False):
                each.note.state = state


@given(ANY_READING, st.integers(1, 3))
def test_notes_with_the_same_words_stay_what_they_are(wanted: list[Found], times: int) -> None:
    found = any_reading(wanted)
    record = applied([], reconcile([], found, NONE))
    for _ in range(times):
        plan = reconcile(record, found, NONE)
        assert (plan.new, plan.merges, plan.gone) == ([], [], [])
        assert [u.known.note.number for u in plan.updates] == [u.found.number for u in plan.updates]
        record = applied(record, plan)
