"""How people put things in review threads, and what the reader makes of each."""

from fractions import Fraction

import pytest

from handlers.notes.reading import read
from store.types import Member, Reading, ReadingContext, ThreadMessage

DIRECTOR, EDITOR, SOUND, CLIENT = "U01", "U02", "U03", "U04"
MEMBERS = (
    Member(DIRECTOR, "director", ("director",)),
    Member(EDITOR, "editor", ("editor",)),
    Member(SOUND, "sound designer", ("crew",)),
    Member(CLIENT, "client", ("client",)),
)
CONTEXT = ReadingContext("Europe/Berlin", Fraction(25), None, MEMBERS, DIRECTOR)


def thread(*said: tuple[str, str] | str, context: ReadingContext = CONTEXT) -> Reading:
    """What is read of messages, a minute apart; of the client where nobody is named."""
    whose = [one if isinstance(one, tuple) else (CLIENT, one) for one in said]
    return read(
        [
            ThreadMessage(f"{1773297900 + 60 * place}.000100", user, text)
            for place, (user, text) in enumerate(whose)
        ],
        context,
    )


def quotes(found: Reading) -> list[str]:
    """The first quote of each note."""
    return [note.sources[0].quote for note in found.notes]


KINDS = [
    ("the second half feels like a different film", "change"),
    ("I lose interest around the middle", "change"),
    ("nowhere do we say that it's steel", "change"),
    ("meh. stops mid-thought", "change"),
    ("still no rating logo at the front", "change"),
    ("where's the keeper save? biggest moment of the night", "change"),
    ("is it just me or does the burger look old?", "change"),
    ("more hands, fewer talking heads", "change"),
    ("and a square one if there's time", "change"),
    ("don't touch the opening", "change"),
    ("can't go out like this, the licence plate is readable", "change"),
    ("Oh great, another lens flare. Just what we needed.", "change"),
    ("love how the caption covers his face", "change"),
    ("wow, who wouldn't want a 20 second logo", "change"),
    ("thats too loud", "change"),
    ("could the opening be brighter?", "change"),
    ("👎 on the new titles", "change"),
    ("0:42 :thumbsdown:", "change"),
    ("the new titles :heart_eyes:", "praise"),
    ("0:42 🔥", "praise"),
    ("i forgot to breathe", "praise"),
    ("that sunset is why we hired a filmmaker", "praise"),
    ("the whisper at the end made my hair stand up", "praise"),
    ("this ending is miles better than the old one", "praise"),
    ("the hook is killer", "praise"),
    ("adorei a abertura", "praise"),
    ("do we keep the temp track or look for something cheaper?", "question"),
    ("end card logo, silver or off-white?", "question"),
    ("who holds the rights to the aerials?", "question"),
    ("the voice is licensed for internal training only", "risk"),
    ("we'll get claimed within the hour for that song", "risk"),
    ("if picture isn't locked by the 18th we miss the premiere", "risk"),
    ("her consent doesn't cover the US", "risk"),
    ("nothing is budgeted for that, it would be around €2,500 on top", "risk"),
    ("the first chapter is approved by compliance", "approval statement"),
    ("sound is accepted on our side", "approval statement"),
    ("everything else is ok to publish from our side", "approval statement"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS, ids=[text[:40] for text, _ in KINDS])
def test_kind(text: str, kind: str) -> None:
    assert [note.kind for note in thread(text).notes] == [kind]


TALK = [
    "thanks!", ":fire: :fire:", "👍", "+1 on the logo", "v4 tonight",
    "both renders labelled, export running", "strobe fixed, R4 is going through the box now",
    "I laid the studio recording over it", "Watched it with the sound off, then on.",
    "I'm a bit nervous.", "My thoughts, in no order.", "talking to you at 10:30 anyway",
    "lunch is now thursday 13:30, bring your badge",
    "Walkthrough moved to 14:30, room 2.05.", "scratch voice is me, apologies to everyone's ears",
    "0:37", "For all those that care, the song is called Sunrise", "Silence works for us too.",
]  # fmt: skip


LOOKS_LIKE_AN_ERRAND = [
    "the parking lot shot is too long", "the scenes are out of order", "the meeting scene drags",
    "would appreciate a shorter intro", "the calendar in the background says 2019",
    "password is readable on her laptop", "the reception desk logo is outdated",
    "the welcome to berlin title is misspelled", "the invoice on the table shows real prices",
    "her access to the roof makes no sense", "the studio 4 sign is visible",
    "the shot in the bucket is soft", "the stand-up bit falls flat",
    "the first cut of the dialogue is abrupt",
]  # fmt: skip
ERRANDS = [
    "the lift is out of order", "we are in studio 4 today", "the meeting is in room 2 at 3pm",
    "see you at reception", "parking is behind the building", "stand-up is at 10",
    "the password is fish123", "the password is on the whiteboard", "the invoice is wrong",
    "the link is broken", "the zoom link doesn't work", "i appreciate the quick turnaround",
    "files are in the bucket", "the calendar invite is wrong", "the meeting was too long",
    "please send the invoice to accounting", "can you give me access to the folder?",
    "would appreciate your notes by friday",
]  # fmt: skip


@pytest.mark.parametrize("text", LOOKS_LIKE_AN_ERRAND)
def test_a_fault_of_the_film_is_no_errand(text: str) -> None:
    assert [note.kind for note in thread(text).notes] == ["change"]


@pytest.mark.parametrize("text", ERRANDS)
def test_an_errand_is_no_note(text: str) -> None:
    assert not thread(text).notes


@pytest.mark.parametrize("text", TALK, ids=[text[:40] for text in TALK])
def test_talk_is_no_note(text: str) -> None:
    assert thread(text).notes == ()


def test_a_link_that_is_handed_over_is_no_note() -> None:
    found = thread(
        (EDITOR, "V3 of the film: <https://f.io/a|v3>, 4:12, no colour yet, password as before")
    )
    assert found.notes == ()


SPLITS = [
    ("0:12 logo bigger, 0:20 music down, 0:33 swap the shot",
     ["0:12 logo bigger", "0:20 music down", "0:33 swap the shot"]),
    ("ok so. 1. the hook is killer 2. 0:40 trim the pause 3. logo too small",
     ["the hook is killer", "0:40 trim the pause", "logo too small"]),
    ("*1* the hook is killer\n*2* takes forever to get going",
     ["the hook is killer", "takes forever to get going"]),
    ("Must be fixed:\n\n- captions are white\n- logo is wrong",
     ["captions are white", "logo is wrong"]),
    ("Love the opening but the logo is tiny", ["Love the opening", "but the logo is tiny"]),
    ("the canteen is so... blue", ["the canteen is so... blue"]),
    ("0:20 - this feels too busy", ["0:20 - this feels too busy"]),
    ("strip the synths between 0:20 and 0:50 please",
     ["strip the synths between 0:20 and 0:50 please"]),
    ("it's quite dark for television. Would it be possible to lift it?",
     ["it's quite dark for television. Would it be possible to lift it?"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SPLITS, ids=[text[:40] for text, _ in SPLITS])
def test_split(text: str, expected: list[str]) -> None:
    assert quotes(thread(text)) == expected


def test_two_moments_share_one_request() -> None:
    found = thread("Our new logo please at 0:05 and 2:40, the file is in the folder")
    assert [note.timecode.seconds for note in found.notes if note.timecode] == [5, 160]
    assert [note.kind for note in found.notes] == ["change", "change"]


def test_must_and_could_come_from_the_heading() -> None:
    found = thread("FAIL (must fix):\n- captions are white\n\nnice to have:\n- logo softer")
    assert [note.priority for note in found.notes] == ["must", "could"]


RETRACTIONS = [
    (["0:42 logo too small", "scratch that"], []),
    (["1. logo too small\n2. music too loud", "no. 2 please forget it, my speakers"],
     ["logo too small"]),
    (["0:42 logo too small", "0:50 music too loud", "scratch the logo one, I was tired"],
     ["0:50 music too loud"]),
    (["the ending drags", "scratch what I said about the ending, we open on the team please"],
     ["we open on the team please"]),
    (["0:42 logo too small", (DIRECTOR, "scratch that")], ["0:42 logo too small"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "left"), RETRACTIONS, ids=["last", "number", "thing", "with more", "somebody else's"]
)
def test_what_is_taken_back(said: list[tuple[str, str] | str], left: list[str]) -> None:
    assert quotes(thread(*said)) == left


RULINGS = [
    ("do we keep the temp track or look for another?", "the temp track"),
    ("end line: “come home” or “bring them home”?", "bring them home"),
    ("old music or new music under the factory?", "new one"),
    ("can we lose the greyhound?", "the greyhound stays"),
]


@pytest.mark.parametrize(("asked", "ruled"), RULINGS, ids=[ruled for _, ruled in RULINGS])
def test_only_the_decider_settles(asked: str, ruled: str) -> None:
    assert thread(asked, (DIRECTOR, ruled)).notes[-1].kind == "decision"
    assert all(note.kind != "decision" for note in thread(asked, (EDITOR, ruled)).notes)


def test_the_deciders_plain_wish_is_no_decision() -> None:
    assert [note.kind for note in thread((DIRECTOR, "keep the bell louder")).notes] == ["change"]


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        (f"0:20 trim the pause before the door please <@{EDITOR}>", "Trim the pause before the "
         "door please"),
        (f"trim the pause, <@{EDITOR}|ed>!", "Trim the pause!"),
        (f"soften the clink please <@{EDITOR}> by tuesday", "Soften the clink please by tuesday"),
        (f"0:20 <@{EDITOR}> trim the pause", "Trim the pause"),
        (f"please send the stills to <@{EDITOR}>", "Send the stills to editor"),
        (f"0:20 <@{EDITOR}> is out of focus, fix it", "Editor is out of focus, fix it"),
    ],
)  # fmt: skip
def test_who_only_does_it_is_not_part_of_what_is_asked(said: str, asked: str) -> None:
    (note,) = thread(said).notes
    assert note.text == asked
    assert note.sources[0].quote == said
    assert note.owner
    assert note.owner.user == EDITOR


def test_a_frame_rate_said_in_the_thread_counts() -> None:
    unset = ReadingContext(members=MEMBERS)
    asked = thread("01:00:42:10 logo too small", "01:01:00:00 music too loud", context=unset)
    assert [question.ask for question in asked.unclear] == ["Which frame rate is 01:00:42:10 at?"]
    told = thread("00:00:42:10 logo too small", (EDITOR, "it's 25 fps"), context=unset)
    assert told.unclear == ()
    assert told.notes[0].timecode is not None
    assert told.notes[0].timecode.seconds == pytest.approx(42.4)


def test_an_answer_clears_the_question() -> None:
    assert thread("at 42 the cut is abrupt").unclear
    answered = thread("at 42 the cut is abrupt", "0:42")
    assert answered.unclear == ()
    assert answered.notes[0].timecode is not None


def test_an_audience_is_no_review() -> None:
    """A lone remark at a moment, by somebody no production knows, asks for nothing."""
    nobody = ReadingContext()
    assert thread("4:34 somebody at the door", context=nobody).notes == ()
    assert thread("4:34 somebody at the door").notes != ()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("@viewer I was more into the other channel, the pacing must be a taste thing", []),
        ("@viewer the music is too loud", ["change"]),
        ("@studio, your captions need to be corrected", ["change"]),
        ("@viewer loved the grade too", ["praise"]),
        ("0:00 the song started!", []),
        ("6:25 This is how you say can we cut the scene in French: on peut couper la scène?", []),
    ],
)
def test_viewers_talk_among_themselves(text: str, kinds: list[str]) -> None:
    assert [note.kind for note in thread(text, context=ReadingContext()).notes] == kinds


SHARED_DAYS = [
    "These by friday please!", "Thanks so much, these by friday please!", "all by friday pls",
    "we'd need these by friday", "everything by friday would be great",
]  # fmt: skip


@pytest.mark.parametrize("last", SHARED_DAYS)
def test_a_day_for_all_of_it_is_no_note_and_dates_them(last: str) -> None:
    found = thread(f"0:42 logo too small\n1:10 music too loud\n{last}")
    assert quotes(found) == ["0:42 logo too small", "1:10 music too loud"]
    assert {note.due.date.isoformat() for note in found.notes if note.due} == {"2026-03-13"}
    assert all(note.due for note in found.notes)


def test_eighty_pasted_lines_are_eighty_notes() -> None:
    asks = ["logo too small", "music too loud", "typo in the caption", "swap the shot"]
    lines = [f"{at // 60}:{at % 60:02} {asks[at % 4]}" for at in range(1, 561, 7)]
    found = thread("Hi team, here are my notes:\n" + "\n".join(lines) + "\nThanks!")
    assert quotes(found) == lines


@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["below", "a line further"])
def test_a_time_on_a_line_of_its_own_is_that_of_what_follows(gap: str) -> None:
    found = thread(f"0:10{gap}music too loud\n\n0:20{gap}typo in the title\n\nthe ending drags")
    moments = [note.timecode.seconds if note.timecode else None for note in found.notes]
    assert moments == [10, 20, None]
