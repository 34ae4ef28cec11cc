"""Words for days: deadlines in messages, whole arguments, the tail of a command."""

from datetime import UTC, date, datetime

import pytest

from handlers.dates import UnreadableDateError, find_due, read_due, split_due, unread_due

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


# Said on a Tuesday, 26 May 2026.
DEADLINES = {
    "by a weekday": ("the intro needs a new hook by friday", "by friday", "2026-05-29"),
    "by a short weekday": ("a 1:1 of B as well by thurs, ok?", "by thurs", "2026-05-28"),
    "by the nth": ("we need the narration by the 19th", "by the 19th", "2026-06-19"),
    "by a date": ("a 4:5 by 1 September would be lovely", "by 1 September", "2026-09-01"),
    "by an hour of a day": ("stems by 5pm tomorrow", "by 5pm tomorrow", "2026-05-27"),
    "before a day": ("can you export it again before wednesday", "before wednesday", "2026-05-27"),
    "before an event": (
        "send it before the mix on Thursday",
        "before the mix on Thursday",
        "2026-05-28",
    ),
    "before whose event": (
        "fix it before friday's screening",
        "before friday's screening",
        "2026-05-29",
    ),
    "in time for whose event": (
        "in time for monday's mix",
        "in time for monday's mix",
        "2026-06-01",
    ),
    "until": ("we need your verdict until tomorrow noon", "until tomorrow noon", "2026-05-27"),
    "till": ("please send a quote till Friday", "till Friday", "2026-05-29"),
    "no later than": ("no later than 12 June", "no later than 12 June", "2026-06-12"),
    "deadline": ("deadline: friday", "deadline: friday", "2026-05-29"),
    "due": ("the texted master is due thursday", "due thursday", "2026-05-28"),
    "latest": ("send the stems friday latest", "friday", "2026-05-29"),
    "EOD": ("the number is wrong, EOD please", "EOD", "2026-05-26"),
    "EOD tomorrow": ("fix the number, EOD tomorrow", "EOD tomorrow", "2026-05-27"),
    "end of the week": (
        "thumbnails by the end of the week",
        "by the end of the week",
        "2026-05-29",
    ),
    "end of next week": (
        "thumbnails by the end of next week",
        "by the end of next week",
        "2026-06-05",
    ),
    "end of the month": ("the master by end of the month", "by end of the month", "2026-05-31"),
    "today, ordered": ("@U02 sort the strobe today, before anything else", "today", "2026-05-26"),
    "this afternoon, promised": ("I'll fix that this afternoon", "this afternoon", "2026-05-26"),
    "tonight, promised": ("I'll swap the take tonight", "tonight", "2026-05-26"),
    "tonight's pass": ("I'll sort it in tonight's pass", "in tonight's pass", "2026-05-26"),
    "tomorrow, promised": ("I'll clean it tomorrow", "tomorrow", "2026-05-27"),
    "first thing tomorrow": (
        "I'll call the publisher first thing tomorrow",
        "first thing tomorrow",
        "2026-05-27",
    ),
    "you get it": ("you get a version tomorrow night", "tomorrow night", "2026-05-27"),
    "needed on": ("We would need it on Friday", "on Friday", "2026-05-29"),
    "a day and please": ("final mp4 thursday noon please", "thursday noon", "2026-05-28"),
    "promised for a date": (
        "we promised the store the 0:30 cut for August 14",
        "for August 14",
        "2026-08-14",
    ),
    "for an event on a day": (
        "a 60s one for demo day on the 25th",
        "for demo day on the 25th",
        "2026-06-25",
    ),
    "promised on the nth": (
        "I'll do the grade on the 2nd of June",
        "on the 2nd of June",
        "2026-06-02",
    ),
    "work before an event's day": (
        "the DCP leaves the house on 15 June, that needs to be checked in a cinema before.",
        "on 15 June",
        "2026-06-15",
    ),
    "a plan of ours": ("then we reshoot 640 to 700 on saturday", "on saturday", "2026-05-30"),
    "within days": ("please send it within 3 days", "within 3 days", "2026-05-29"),
    "in days": ("we need the licence in two days", "in two days", "2026-05-28"),
    "the last of two": ("by the 19th, no wait, the 21st", "the 21st", "2026-06-21"),
    "numbers and dots": ("bitte bis 12.6. liefern", "bis 12.6.", "2026-06-12"),
    "ISO": ("the master by 2026-06-12", "by 2026-06-12", "2026-06-12"),
    "German weekday": ("der Titel muss bis Freitag weg", "bis Freitag", "2026-05-29"),
    "German end of week": ("bis Ende der Woche bitte", "bis Ende der Woche", "2026-05-29"),
    "Spanish": ("el master para el viernes", "para el viernes", "2026-05-29"),
    "Spanish until": ("hasta el miércoles por favor", "hasta el miércoles", "2026-05-27"),
    "Spanish asked": ("¿lo corriges para el miércoles?", "para el miércoles", "2026-05-27"),
    "Portuguese": ("uma versão vertical até sexta-feira?", "até sexta-feira", "2026-05-29"),
    "Portuguese short": ("até sexta, por favor", "até sexta", "2026-05-29"),
    "French": ("il faut le master avant vendredi", "avant vendredi", "2026-05-29"),
    "Italian": ("il master entro venerdì", "entro venerdì", "2026-05-29"),
    "Dutch": ("graag voor de montage, tegen vrijdag", "tegen vrijdag", "2026-05-29"),
}


@pytest.mark.parametrize(("text", "written", "day"), DEADLINES.values(), ids=DEADLINES.keys())
def test_deadlines_in_a_message(text: str, written: str, day: str) -> None:
    due = find_due(text, TUESDAY, HELSINKI)
    assert due is not None
    assert (due.written, due.date.isoformat()) == (written, day)
    assert due.written in text


PROMISES = {
    "a weekday alone": ("monday", "2026-06-01"),
    "swapping them": ("swapping them thursday", "2026-05-28"),
    "fixing it": ("fixing that this afternoon", "2026-05-26"),
    "a version at noon": ("mine, new version tomorrow noon", "2026-05-27"),
    "give me time": ("I'll paint it out, give me til wed", "2026-05-27"),
    "on a day elsewhere": ("leave it with me, I'm in the camp on Friday", "2026-05-29"),
}


@pytest.mark.parametrize(("text", "day"), PROMISES.values(), ids=PROMISES.keys())
def test_in_a_promise_any_day_is_its_day(text: str, day: str) -> None:
    due = find_due(text, TUESDAY, HELSINKI, promised=True)
    assert due is not None
    assert due.date.isoformat() == day
    assert due.written in text


NO_DEADLINES = {
    "asap": "trim it asap",
    "next week": "next week is fine",
    "a version's day": "the friday export had a black frame",
    "since": "on set since monday",
    "whose export": "today's export still has it",
    "an event that is missed": "we miss the screening on the 30th",
    "an ordinal": "the second version is better",
    "an event": "launch is the 21st, the invite is out",
    "a past month": "they left the company in May",
    "an appointment": "the call tomorrow 9:15 stays",
    "a session": "her session is Thursday 2:30",
    "how long a state lasts": "the build is broken until this evening",
    "how long a room is open": "the room is open until Friday",
    "how long somebody does it": "I do, until the 11th",
    "an end": "the licence runs out on 31 December",
    "an idiom": "please note that at the end of the day it's a film",
    "words on screen": 'the super says "friday", please change it',
    "the past": "please explain why the client saw it on Monday",
    "good morning": "Guten Morgen, Rohschnitt 3 ist da",
    "tonight of a plan": "v4 tonight",
    "can't": "we can't show this tomorrow",
}


@pytest.mark.parametrize("text", NO_DEADLINES.values(), ids=NO_DEADLINES.keys())
def test_days_that_are_no_deadlines(text: str) -> None:
    assert find_due(text, TUESDAY, HELSINKI) is None


def test_a_message_full_of_days_is_read_in_linear_time() -> None:
    for words in ("mon ", "by the ", "tonight ", "i'll the ", "1.1. ", "is until "):
        find_due(words * 8000, TUESDAY, HELSINKI)


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


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("order the hard drives by 31 february", "by 31 february"),
        ("1080p25, -23 LUFS by someday", "by someday"),
        ("the mix, due next weekish", "due next weekish"),
        ("call the set by the river", ""),
        ("light it by 12 June, warmer", ""),
        ("stand by", ""),
    ],
)
def test_what_was_meant_as_a_day_and_is_none_is_noticed(text: str, meant: str) -> None:
    assert unread_due(text) == meant
