"""Which notes of a thread repeat each other and which contradict each other, by example."""

from datetime import UTC, datetime, timedelta

import pytest

from handlers.notes.reader.directions import amounts, asks, defends, pull_apart
from handlers.notes.reader.drafts import Draft, Heard
from handlers.notes.reader.likeness import relate, stems
from handlers.notes.reader.markup import mark
from store.types import NoteKind, ThreadMessage, Timecode, Topic

BEGAN = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
SAME, APART, NEITHER = "same", "apart", "neither"


def noted(
    text: str,
    *,
    order: int = 0,
    user: str = "U01",
    kind: NoteKind = "change",
    topic: Topic = "picture",
    at: tuple[float, float | None] | None = None,
) -> Draft:
    """A note as the reader puts it together, one to a message."""
    message = ThreadMessage(f"{1780308000 + 60 * order}.000000", user, text)
    when = BEGAN + timedelta(minutes=order)
    heard = Heard(order, message, mark(text), (), (), when)
    code = Timecode("", "clock", *at) if at else None
    words = stems(text)
    return Draft(heard, 0, len(text), text, kind, topic, timecode=code, words=words)


def related(one: Draft, other: Draft) -> str:
    relate([one, other])
    if other.opposes:
        assert one in other.opposes
        assert other in one.opposes
        assert other.twin_of is None
        return APART
    return SAME if other.twin_of is one else NEITHER


# Said by two people, one note right after the other, of one department.
PAIRS: list[tuple[str, Topic, str, str, str]] = [
    # the same in other words
    ("same words", "graphics", "the end logo is too small", "make the end logo bigger", SAME),
    ("hold", "pacing", "the last shot could hold one more beat", "hold the last shot longer", SAME),
    ("beginning", "story", "I find the beginning too sad", "the opening is too gloomy", SAME),
    ("rating", "legal", "age rating logo at the head is missing", "still no rating logo", SAME),
    (
        "retake",
        "picture",
        "driver has no seat belt, must be filmed again",
        "we shoot the driver again with the belt on",
        SAME,
    ),
    (
        "sold",
        "picture",
        "we need a different building there, that one was sold",
        "the sold building has to come out, the buyers complained in writing",
        SAME,
    ),
    ("strobe", "picture", "flash test failed, strobe in the club", "sort the strobe today", SAME),
    ("condition", "graphics", "the wipe has our old logo", "once the wipe is right", SAME),
    ("provided", "graphics", "the dose reads 50 mg", "provided the 50 mg is corrected", SAME),
    ("blurred", "vfx", "her badge has to be blurred", "once the badge is blurred", SAME),
    ("cure", "music", "the song sounds a bit like a lift", "get a different track", SAME),
    (
        "cure by removal",
        "music",
        "the piano keeps telling me what to feel",
        "can we try it with no piano there at all?",
        SAME,
    ),
    ("captions", "graphics", "captions too small on a phone", "subs too small on my phone", SAME),
    ("finish", "pacing", "the finish is very abrupt", "the ending is too abrupt", SAME),
    ("song", "music", "the song is too loud", "the track is too loud", SAME),
    # opposite asks
    ("helicopter", "pacing", "trim the helicopter", "the helicopter must stay full length", APART),
    ("level", "sound", "the music is too loud", "please don't turn the music down", APART),
    ("glow", "vfx", "I'd pull the glow down a bit", "no, more glow please", APART),
    ("teal", "colour", "less teal in the kitchen", "please keep the teal", APART),
    ("bell", "sound", "can we lose the bell", "keep the bell, the bell is the brand", APART),
    ("shadows", "colour", "could you lift the shadows a little?", "nobody lift the shadows", APART),
    ("dare", "colour", "less orange in the sunset", "don't you dare touch the sunset", APART),
    ("dark", "story", "I find the opening too sad", "the opening should stay dark", APART),
    (
        "face first",
        "picture",
        "could the 6s start on the product instead of the face?",
        "for the 6s I'd keep the face first",
        APART,
    ),
    (
        "heads",
        "picture",
        "more hands, fewer talking heads",
        "I'd want more of the talking heads",
        APART,
    ),
    (
        "place",
        "graphics",
        "could the logo be there from the start?",
        "logo at the end and only at the end",
        APART,
    ),
    (
        "top",
        "graphics",
        "logo at the very top please",
        "on the logo: not in the first ten seconds",
        APART,
    ),
    (
        "divorce",
        "story",
        "can we lose the bit about her divorce?",
        "the divorce bit is the heart of the hour, I want that to stay",
        APART,
    ),
    ("pronoun", "picture", "I'd lose the shot with the greyhound", "please keep him", APART),
    ("leave it", "pacing", "cut the kiss", "no, leave it", APART),
    (
        "deliberate",
        "colour",
        "it looks rather cold, bring some warmth into the skin",
        "the cold is deliberate, I'd leave it exactly like this",
        APART,
    ),
    (
        "alone",
        "music",
        "the music needs more pulse",
        "I'd leave the track alone, I timed every hit",
        APART,
    ),
    (
        "that orange",
        "colour",
        "the beach needs something more natural",
        "stays exactly that orange",
        APART,
    ),
    ("carol", "picture", "Aunty Carol chewing. no.", "leave Carol where she is", APART),
    ("warmer", "colour", "make the kitchen warmer", "the kitchen should be cooler", APART),
    ("longer", "pacing", "hold the sunset longer", "the sunset drags, shorten it", APART),
    # one thing, different asks
    ("colour of a logo", "graphics", "the logo is too small", "the logo should be white", NEITHER),
    ("other thing", "sound", "footsteps are too loud", "the door is too loud", NEITHER),
    ("no other subject", "pacing", "trim the walk", "hold the kiss", NEITHER),
    (
        "compound",
        "graphics",
        "who is this man? he needs a lower third",
        "all lower thirds have to be locked before the 24th",
        NEITHER,
    ),
    (
        "more than the condition names",
        "graphics",
        "that's the old pack, the new one has a green lid",
        "provided the lid green is matched to the real pack",
        NEITHER,
    ),
    ("condition of another", "graphics", "the wipe is old", "once the badge is blurred", NEITHER),
    (
        "where it is",
        "graphics",
        "the logo at the end is soft",
        "the title at the end has a typo",
        NEITHER,
    ),
    (
        "cut as a place",
        "picture",
        "I notice the seam from the end back to the beginning",
        "the fade at the end comes too fast",
        NEITHER,
    ),
    ("another cure", "music", "the song is too late", "get a different track", NEITHER),
    ("keep and extend", "graphics", "make the title bolder", "keep the title white", NEITHER),
    ("two faults", "sound", "her mic rustles in the hall", "the hum in the kitchen", NEITHER),
    ("lower third", "graphics", "boost the lower third", "the lower third is misspelled", NEITHER),
]


@pytest.mark.parametrize(
    ("topic", "first", "second", "expected"),
    [
        pytest.param(topic, first, second, expected, id=f"{expected}: {name}")
        for name, topic, first, second, expected in PAIRS
    ],
)
def test_pairs(topic: Topic, first: str, second: str, expected: str) -> None:
    one = noted(first, user="U01", topic=topic)
    other = noted(second, user="U02", order=1, topic=topic)
    assert related(one, other) == expected


@pytest.mark.parametrize(
    ("first", "one_at", "second", "other_at", "topic", "expected"),
    [
        pytest.param(
            "I zone out here, lots of words",
            (75.0, None),
            "does drag",
            (72.0, 80.0),
            "pacing",
            SAME,
            id="a point within a short range",
        ),
        pytest.param(
            "muy lento",
            (120.0, None),
            "yo lo apretaría",
            (118.0, 135.0),
            "pacing",
            SAME,
            id="lento",
        ),
        pytest.param(
            "speaker is Katrijn with a K",
            (82.0, None),
            "her first name is misspelled",
            (82.0, None),
            "graphics",
            SAME,
            id="one spelling at a moment",
        ),
        pytest.param(
            "interview, still too long",
            (75.0, None),
            "please don't take anything more out of it",
            (75.0, None),
            "pacing",
            APART,
            id="a defence at the same moment",
        ),
        pytest.param(
            "the logo is too small",
            (10.0, None),
            "the logo is too small",
            (40.0, None),
            "graphics",
            NEITHER,
            id="another moment",
        ),
        pytest.param(
            "drags",
            (75.0, None),
            "the first half drags",
            (0.0, 600.0),
            "pacing",
            NEITHER,
            id="a long range means no moment",
        ),
        pytest.param(
            "footsteps too loud",
            (75.0, None),
            "room tone too loud",
            (75.0, None),
            "sound",
            NEITHER,
            id="two sounds at a moment",
        ),
    ],
)
def test_pairs_at_moments(
    first: str,
    one_at: tuple[float, float | None],
    second: str,
    other_at: tuple[float, float | None],
    topic: Topic,
    expected: str,
) -> None:
    one = noted(first, user="U01", topic=topic, at=one_at)
    other = noted(second, user="U02", order=2, topic=topic, at=other_at)
    assert related(one, other) == expected


def test_questions_that_ask_the_same_are_one() -> None:
    one = noted("who holds the licence for the stills?", kind="question", topic="legal")
    other = noted("licence of the stills?", user="U02", order=4, kind="question", topic="legal")
    assert related(one, other) == SAME


def test_what_is_forbidden_is_not_repeated() -> None:
    one = noted("the word isn't bleeped", user="U01", topic="sound")
    other = noted("please don't bleep the word", user="U02", order=1, topic="sound")
    assert related(one, other) != SAME


def test_another_kind_is_another_note() -> None:
    one = noted("the end logo is too small", topic="graphics")
    other = noted("the end logo is too small", user="U02", order=1, kind="praise")
    assert related(one, other) == NEITHER


def test_nobody_contradicts_themselves() -> None:
    one = noted("lose the bell", topic="sound")
    assert related(one, noted("keep the bell", order=1, topic="sound")) != APART


def test_a_pronoun_reaches_back_one_message_only() -> None:
    one = noted("I'd lose the shot with the greyhound")
    assert related(one, noted("please keep him", user="U02", order=3)) == NEITHER


def test_a_reply_answers_the_last_note_before_it() -> None:
    first = noted("lose the greyhound")
    second = noted("trim the walk")
    second.heard = first.heard
    reply = noted("no, leave it", user="U02", order=1)
    relate([first, second, reply])
    assert reply.opposes == [second]


def test_withdrawn_notes_are_left_out() -> None:
    one = noted("the end logo is too small", topic="graphics")
    one.withdrawn = True
    assert related(one, noted("the end logo is too small", user="U02", order=1)) == NEITHER


def test_the_best_of_several_is_repeated() -> None:
    vague = noted("the logo on the wall is too small", topic="graphics")
    exact = noted("the logo on the red lid is too small", user="U02", order=1, topic="graphics")
    again = noted("red lid: logo too small", user="U03", order=2, topic="graphics")
    relate([vague, exact, again])
    assert again.twin_of in (exact, exact.twin_of)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Captions on the wordmark", {"subtitl", "logo"}),
        ("the narrator", {"voiceover"}),
        ("lower-thirds", {"lowerthird"}),
        ("at the very end", {"end"}),
        ("by the end of the week", {"end", "week"}),
        ("50 mg", {"50mg"}),
    ],
)
def test_stems(text: str, expected: set[str]) -> None:
    assert stems(text) == expected


def test_directions() -> None:
    assert ("size", True) in asks("make it bigger")
    assert ("level", False) in asks("the music is too loud")
    assert pull_apart("make it bigger", "it is too big already")
    assert not pull_apart("make it bigger", "make it louder")
    assert amounts("More hands, fewer heads") == {("hands", True), ("heads", False)}
    assert defends("please don't touch the grade")
    assert not defends("the captions don't change colour")


def test_work_grows_with_the_thread_only() -> None:
    thread = [
        noted("the logo is too small", order=n, user=f"U{n % 5}", topic="graphics")
        for n in range(400)
    ]
    relate(thread)
    assert len({id(draft.twin_of) for draft in thread if draft.twin_of}) == 1
