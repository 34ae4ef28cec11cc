"""What a round achieved: by example, and sums that agree whatever the notes are."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any, get_args
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from handlers.errors import BadInputError
from handlers.reports.cards import Report, picture_of, report_message
from handlers.reports.rules import (
    MOST_ROUNDS,
    RoundFigures,
    RoundRecord,
    Wanted,
    described,
    figures,
    lines,
    read_wanted,
    short_line,
)
from handlers.reviews.rules import version_key
from handlers.text import span
from store.tables import Conflict, Note, Task
from store.types import NoteKind, NoteState, Topic
from tests.support.rows import MORNING, WORKSPACE, a_note, a_task


def decided(number: int, state: str, minutes: float, **values: Any) -> Note:
    at = MORNING + timedelta(minutes=minutes)
    return a_note(number, state=state, decided_at=at, decided_by="U01", **values)


def a_round(notes: Sequence[Note] = (), **values: Any) -> RoundRecord:
    row: dict[str, Any] = {"version": "v2", "notes": notes, "tasks": {}}
    return RoundRecord(**row | values)


def work_of(*notes: Note, **values: Any) -> dict[UUID, Task]:
    return {note.id: a_task(note.number, note_id=note.id, **values) for note in notes}


def a_conflict() -> Conflict:
    return Conflict(workspace_id=WORKSPACE, production_id=uuid4(), review_id=uuid4())


# The figures


def test_a_round_without_notes_says_so() -> None:
    empty = figures(a_round())
    assert (empty.notes, empty.kinds, empty.topics, empty.deciding) == (0, (), (), None)
    assert lines(empty) == [
        "No notes.",
        "Verdict: nobody was asked.",
    ]
    assert short_line(empty) == "v2: no notes"


def test_notes_are_counted_by_kind_topic_and_what_became_of_them() -> None:
    notes = [
        decided(1, "accepted", 10, topic="sound"),
        decided(2, "accepted", 20, topic="sound"),
        decided(3, "rejected", 30, kind="question", topic="music"),
        decided(4, "merged", 40, topic="sound"),
        a_note(5, kind="praise", topic="picture"),
        a_note(6, state="carried", late=True),
        a_note(7, state="withdrawn"),
    ]
    found = figures(a_round(notes))
    assert found.notes == 6
    assert found.kinds == (("change", 4), ("question", 1), ("praise", 1))
    assert found.topics == (("sound", 3), ("picture", 1), ("music", 1), ("other", 1))
    assert (found.accepted, found.rejected, found.merged) == (2, 1, 1)
    assert (found.undecided, found.moved_on, found.late) == (1, 1, 1)
    assert lines(found)[:4] == [
        "6 notes: 4 changes, 1 question and 1 word of praise.",
        "By topic: sound 3, picture 1, music 1, other 1.",
        "What became of them: 2 accepted, 1 rejected, 1 merged, 1 not decided yet and "
        "1 gone on to the next round.",
        "Median time to a decision: 25 min.",
    ]


def test_what_was_carried_over_is_counted_apart() -> None:
    carried = decided(1, "accepted", 0, carried_from=uuid4())
    found = figures(a_round([carried, decided(2, "rejected", 60)], tasks=work_of(carried)))
    assert (found.notes, found.carried, found.accepted, found.points.items) == (1, 1, 0, 0)
    assert found.deciding == timedelta(hours=1)
    assert "Carried over from an earlier cut: 1 note." in lines(found)


@pytest.mark.parametrize(
    ("minutes", "middle"), [([5], 5), ([5, 300], 152.5), ([1, 7, 4000], 7), ([-3], 0)]
)
def test_the_time_to_a_decision_is_the_median(minutes: list[float], middle: float) -> None:
    notes = [decided(n, "accepted", each) for n, each in enumerate(minutes, 1)]
    undecided = a_note(99)
    assert figures(a_round([*notes, undecided])).deciding == timedelta(minutes=middle)


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(), "under a minute"),
        (timedelta(seconds=40), "1 min"),
        (timedelta(minutes=59, seconds=40), "1 h"),
        (timedelta(minutes=130), "2 h 10 min"),
        (timedelta(hours=3), "3 h"),
        (timedelta(hours=24), "1 day"),
        (timedelta(days=2, hours=5, minutes=30), "2 days 5 h"),
    ],
)
def test_times_are_said_in_words(time: timedelta, words: str) -> None:
    assert span(time.total_seconds()) == words


def test_ideas_come_back_folded_or_drafted_all_the_same() -> None:
    rejected, accepted = uuid4(), uuid4()
    notes = [
        a_note(1, state="folded", repeats=rejected),
        a_note(2, state="draft", repeats=rejected, unfolded_by="U01"),
        decided(3, "rejected", 5, repeats=rejected),
        a_note(4, repeats=accepted),
        a_note(5),
    ]
    found = figures(a_round(notes, rejected_before={rejected}))
    assert (found.came_back, found.folded) == (3, 1)


def test_conflicts_are_counted_with_those_that_were_decided() -> None:
    open_one, settled = a_conflict(), a_conflict()
    found = figures(a_round(conflicts=[open_one, settled], settled={settled.id}))
    assert "2 conflicts, 1 settled." in lines(found)
    assert "1 conflict, none settled." in lines(figures(a_round(conflicts=[open_one])))


def test_accepted_work_says_what_it_lacks() -> None:
    whole, undated, sourceless = (decided(n, "accepted", 5) for n in (1, 2, 3))
    no_work, rejected = decided(4, "accepted", 5), decided(5, "rejected", 5)
    due = MORNING.date()
    tasks = work_of(whole, sourceless, owner="U02", due=due) | work_of(undated)
    record = a_round(
        [whole, undated, sourceless, no_work, rejected],
        tasks=tasks | work_of(rejected, owner="U02", due=due),
        sourced={whole.id, undated.id},
        has_path=True,
        verdict="pending",
    )
    points = figures(record).points
    assert (points.items, points.kept) == (3, 1)
    assert (points.source, points.owner, points.due) == (2, 2, 2)
    assert (points.path, points.approval) == (3, 3)
    said = lines(figures(record))[-2]
    assert said == ("1 of 3 tasks have source, owner and date; missing: source 1, owner 1, date 1.")
    assert "1 of 3 tasks with nothing missing" in short_line(figures(record))


def test_work_that_lacks_nothing_says_so() -> None:
    notes = [decided(1, "accepted", 5), decided(2, "accepted", 5)]
    whole: dict[str, Any] = {
        "tasks": work_of(*notes, owner="U02", due=MORNING.date()),
        "sourced": {note.id for note in notes},
        "has_path": True,
        "verdict": "approved",
    }
    assert lines(figures(a_round(notes, **whole)))[-2] == (
        "All 2 tasks have source, owner, date, review path and approval."
    )
    assert lines(figures(a_round(notes[:1], **whole)))[-2].startswith("The task has source")


def test_work_on_a_milestone_lacks_a_consequence_where_nobody_has_said_one() -> None:
    notes = [decided(1, "accepted", 5), decided(2, "accepted", 5)]
    tasks = work_of(*notes, owner="U02", due=MORNING.date())
    record = a_round(
        notes,
        tasks=tasks,
        sourced={note.id for note in notes},
        weightless={tasks[notes[1].id].id},
        has_path=True,
        verdict="approved",
    )
    assert lines(figures(record))[-2] == ("1 of 2 tasks have consequence; missing: consequence 1.")


@pytest.mark.parametrize("lacks", [{"has_path": False}, {"verdict": ""}])
def test_without_a_review_path_or_a_word_about_approval_no_note_has_them(
    lacks: dict[str, Any],
) -> None:
    note = decided(1, "accepted", 5)
    whole: dict[str, Any] = {
        "tasks": work_of(note, owner="U02", due=MORNING.date()),
        "sourced": {note.id},
        "has_path": True,
        "verdict": "approved",
    }
    assert figures(a_round([note], **whole)).points.kept == 1
    assert figures(a_round([note], **whole | lacks)).points.kept == 0


NOTES = st.builds(
    lambda state, kind, topic, late, carried, repeats, minutes: a_note(
        1,
        state=state,
        kind=kind,
        topic=topic,
        late=late,
        carried_from=uuid4() if carried else None,
        repeats=uuid4() if repeats else None,
        decided_at=None if minutes is None else MORNING + timedelta(minutes=minutes),
    ),
    st.sampled_from(get_args(NoteState)),
    st.sampled_from(get_args(NoteKind)),
    st.sampled_from(get_args(Topic)),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.none() | st.integers(0, 100_000),
)


@given(st.lists(NOTES, max_size=40), st.sets(st.integers(0, 39)), st.booleans())
def test_the_sums_agree(notes: list[Note], rejected: set[int], has_path: bool) -> None:
    before = {note.repeats for place, note in enumerate(notes) if place in rejected}
    record = a_round(
        notes,
        tasks=work_of(*notes[::2], owner="U01"),
        rejected_before={each for each in before if each},
        sourced={note.id for note in notes[::3]},
        has_path=has_path,
    )
    found = figures(record)
    became = (found.accepted, found.rejected, found.merged)
    waits = (found.undecided, found.folded, found.moved_on)
    assert found.notes == sum(became) + sum(waits)
    assert found.notes == sum(count for _, count in found.kinds)
    assert found.notes == sum(count for _, count in found.topics)
    gone = sum(note.state == "withdrawn" for note in notes)
    assert found.notes + found.carried + gone == len(notes)
    assert found.folded <= found.notes - sum(became)
    assert max(found.late, found.came_back) <= found.notes
    points = found.points
    assert points.kept <= min(points.source, points.owner, points.due, points.path) <= points.items
    assert points.items <= found.accepted
    assert lines(found)
    assert short_line(found).startswith("v2: ")


# Which rounds are meant


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("", Wanted()),
        ("v2", Wanted("v2", "v2")),
        ("2", Wanted("v2", "v2")),
        ("v1..v3", Wanted("v1", "v3")),
        ("V1...V3", Wanted("v1", "v3")),
        ("v1-v3", Wanted("v1", "v3")),
        ("v1 to v3", Wanted("v1", "v3")),
        ("v1…v3", Wanted("v1", "v3")),
        ("v1.1..v2", Wanted("v1.1", "v2")),
        ("v1..v3 for the teaser", Wanted("v1", "v3", "teaser")),
        ("for Teaser 2", Wanted(deliverable="Teaser 2")),
    ],
)
def test_the_rounds_that_are_meant_are_read(words: str, wanted: Wanted) -> None:
    assert read_wanted(words) == wanted


@pytest.mark.parametrize("words", ["everything", "v1..", "v1 v2 v3", "..v3", "v"])
def test_what_names_no_round_is_answered_with_the_usage(words: str) -> None:
    with pytest.raises(BadInputError, match=r"/scripty report \[v1\.\.v3"):
        read_wanted(words)


def test_a_range_the_wrong_way_round_is_turned_for_the_person() -> None:
    with pytest.raises(BadInputError, match=r"wrong way round.*/scripty report v1\.\.v3"):
        read_wanted("v3..v1")


@given(st.text(max_size=60))
def test_anything_may_be_typed(words: str) -> None:
    with suppress(BadInputError):
        assert isinstance(read_wanted(words), Wanted)


def test_versions_are_ordered_as_numbers() -> None:
    given_versions = ["v10", "v2", "v1.10", "v1.9", "v1"]
    assert sorted(given_versions, key=version_key) == ["v1", "v1.9", "v1.10", "v2", "v10"]


# The words


def many(count: int) -> list[RoundFigures]:
    """Rounds with figures as wide as they get."""
    notes = [
        decided(n, "accepted", 90_000, kind=kind, topic=topic)
        for n, (kind, topic) in enumerate(
            zip(get_args(NoteKind) * 2, get_args(Topic), strict=False)
        )
    ]
    each = figures(a_round(notes * 10, version="v12.109", tasks=work_of(*notes)))
    return [each] * count


@pytest.mark.parametrize("count", [1, 2, MOST_ROUNDS])
def test_the_words_of_every_round_fit_into_one_message(count: int) -> None:
    name, deliverable = "A production with a very long name " * 9, "the longest deliverable " * 9
    report = Report(name, deliverable, many(count), left_out=3)
    shown = report_message(report)
    assert len(shown.text) < 4000
    assert "and 3 before them" in shown.text
    assert shown.text.count("v12.109: ") == count - 1
    for block in shown.blocks:
        model = Block.parse(block)
        assert model is not None
        model.validate_json()


def test_people_s_words_are_escaped_in_the_comment() -> None:
    report = Report("<!channel> & co", "<@U01>", many(1))
    shown = report_message(report)
    assert "<" not in shown.text
    assert "&lt;!channel&gt; &amp; co" in shown.text


def test_the_picture_is_described_for_those_who_don_t_see_it() -> None:
    picture = picture_of(Report("Spot", "teaser", many(2)))
    assert picture.title == "Round report: v12.109 of teaser"
    assert picture.alt.startswith("Round report: v12.109 of teaser. Bars and figures for rounds")
    assert "110 notes, 110 accepted, 0 rejected" in picture.alt
    assert len(picture.alt) < 500
    assert "rounds" not in described(many(1))
