"""Words for days: deadlines in messages, whole arguments, the tail of a command."""

from datetime import UTC, date, datetime

import pytest

from handlers.dates import UnreadableDateError, find_due, read_due, split_due

TUESDAY = datetime(2026, 5, 26, 15, tzinfo=UTC)
HELSINKI = "Europe/Helsinki"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("friday", date(2026, 5, 29)),
        ("tuesday", date(2026, 6, 2)),
        ("next tuesday", date(2026, 6, 2)),
        ("next friday", date(2026, 6, 5)),
        ("12 june", date(2026, 6, 12)),
        ("by 12 June", date(2026, 6, 12)),
        ("June 12th", date(2026, 6, 12)),
        ("the 12th", date(2026, 6, 12)),
        ("EOD", date(2026, 5, 26)),
        ("EOD tomorrow", date(2026, 5, 27)),
        ("tomorrow noon", date(2026, 5, 27)),
        ("2026-06-12", date(2026, 6, 12)),
        ("in 3 days", date(2026, 5, 29)),
        ("in 3 working days", date(2026, 5, 29)),
        ("in two weeks", date(2026, 6, 9)),
        ("end of week", date(2026, 5, 29)),
        ("end of the month", date(2026, 5, 31)),
        ("Freitag", date(2026, 5, 29)),
        ("mañana", date(2026, 5, 27)),
    ],
)
def test_arguments_that_mean_a_day(words: str, day: date) -> None:
    assert read_due(words, TUESDAY, HELSINKI) == day


@pytest.mark.parametrize("words", ["asap", "next week", "12/06", "30 feb", "", "soon", "the logo"])
def test_arguments_that_mean_no_day_say_what_to_write(words: str) -> None:
    with pytest.raises(UnreadableDateError, match="friday"):
        read_due(words, TUESDAY, HELSINKI)


@pytest.mark.parametrize(
    ("text", "written", "day"),
    [
        ("the intro needs a new hook by friday", "by friday", date(2026, 5, 29)),
        ("the number is wrong, EOD please", "EOD", date(2026, 5, 26)),
        ("send it before the mix on Thursday", "before the mix on Thursday", date(2026, 5, 28)),
        ("I'll do the grade on the 2nd of June", "on the 2nd of June", date(2026, 6, 2)),
        ("I'll clean it tomorrow", "tomorrow", date(2026, 5, 27)),
        ("by the 19th, no wait, the 21st", "the 21st", date(2026, 6, 21)),
        ("el master para el viernes", "para el viernes", date(2026, 5, 29)),
    ],
)
def test_deadlines_in_a_message(text: str, written: str, day: date) -> None:
    due = find_due(text, TUESDAY, HELSINKI)
    assert due is not None
    assert (due.written, due.date) == (written, day)
    assert due.written in text


@pytest.mark.parametrize(
    "text",
    [
        "trim it asap",
        "next week is fine",
        "the friday export had a black frame",
        "on set since monday",
        "today's export still has it",
        "we miss the screening on the 30th",
        "the second version is better",
    ],
)
def test_days_that_are_no_deadlines(text: str) -> None:
    assert find_due(text, TUESDAY, HELSINKI) is None


def test_the_day_is_that_of_the_production() -> None:
    late = datetime(2026, 5, 26, 22, 30, tzinfo=UTC)
    assert read_due("today", late, HELSINKI) == date(2026, 5, 27)
    assert read_due("today", late, "America/New_York") == date(2026, 5, 26)


@pytest.mark.parametrize(
    ("text", "rest", "written"),
    [
        ("send the mix by friday", "send the mix", "by friday"),
        ("send the mix @ed by 12 june", "send the mix @ed", "by 12 june"),
        ("send the mix by friday <@U2>", "send the mix <@U2>", "by friday"),
        ("fix it, EOD tomorrow", "fix it", "EOD tomorrow"),
    ],
)
def test_due_words_end_a_command(text: str, rest: str, written: str) -> None:
    left, due = split_due(text, TUESDAY, HELSINKI)
    assert left == rest
    assert due is not None
    assert due.written == written


def test_a_command_without_due_words_is_left_whole() -> None:
    assert split_due("prepare the friday screening", TUESDAY, HELSINKI) == (
        "prepare the friday screening",
        None,
    )
