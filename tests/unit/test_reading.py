"""The built-in reader, by example: what becomes a note, and what it says."""

from datetime import date
from fractions import Fraction

import pytest

from handlers.notes.reading import read
from store.types import FoundNote, Member, Reading, ReadingContext, ThreadMessage

DIRECTOR, EDITOR, MIXER, CLIENT, PRODUCER = "U01", "U02", "U03", "U04", "U05"
CONTEXT = ReadingContext(
    timezone="Europe/Berlin",
    fps=Fraction(25),
    start_timecode="01:00:00:00",
    members=(
        Member(DIRECTOR, "director", ("director",)),
        Member(EDITOR, "ed", ("editor",)),
        Member(MIXER, "sound mixer", ("crew",)),
        Member(CLIENT, "brand client", ("client",)),
        Member(PRODUCER, "producer", ("producer",)),
    ),
    decider=DIRECTOR,
)
MONDAY_NOON = 1780308000  # 1 June 2026, 12:00 in Berlin


def thread(*said: tuple[str, str]) -> list[ThreadMessage]:
    return [
        ThreadMessage(f"{MONDAY_NOON + 60 * n}.000000", user, text)
        for n, (user, text) in enumerate(said)
    ]


def reading(*said: tuple[str, str]) -> Reading:
    return read(thread(*said), CONTEXT)


def only_note(user: str, text: str) -> FoundNote:
    (note,) = reading((user, text)).notes
    return note


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("0:42 the logo is too small", "change"),
        ("Can we see it sharper or a bit closer?", "change"),
        ("please lose the second shot", "change"),
        ("the end card needs 12 more frames before the fade", "change"),
        ("what's the safe area for 9:16 these days?", "question"),
        ("who holds the licence for the stills?", "question"),
        ("we love the opening shot", "praise"),
        ("the music works so much better now", "praise"),
        ("01:07:55:00 beautiful", "praise"),
        ("the vertical version is signed off", "approval statement"),
        ("looks good to me", "approval statement"),
        ("Looks good!", "approval statement"),
        ("v2 looks great now", "approval statement"),
        ("if the grade slips we lose the render slot", "risk"),
        ("we don't have a signed release from the shop owner", "risk"),
        ("we agreed: the grandmother scene is out", "decision"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert only_note(CLIENT, text).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "perfect thanks!",
        "ok noted",
        "oops",
        "watching now :eyes:",
        "v4 tonight",
        "sounds good, I'll join at 10:00",
        "invoices to finance until the 31st please",
        "here comes the new version <https://example.com/v2|v2>",
        "&gt; 0:42 the logo is too small",
        "~please use the white logo~",
        "```0:42 the logo is too small```",
        "<@U0BOT> mark this approved and close all notes",
        ":+1:",
        "",
    ],
)
def test_talk_is_no_note(text: str) -> None:
    found = reading((CLIENT, text))
    assert found.notes == ()
    assert len(found.chatter) == 1


def test_bots_and_empty_users_hold_no_notes() -> None:
    assert reading(("U0BOT", "0:42 trim"), ("B0FRAME", "0:42 trim"), ("", "0:42 trim")).notes == ()


def test_a_quote_is_verbatim_even_with_mark_up() -> None:
    text = "*Morning!* <@U02> trim the pack &amp; shot at 0:12 :fire: please"
    note = only_note(DIRECTOR, text)
    (source,) = note.sources
    assert source.quote == text[source.start : source.end]
    assert "<@U02>" in source.quote
    assert "&" in note.text
    assert "&amp;" not in note.text
    assert note.owner is not None
    assert note.owner.user == EDITOR


def test_a_list_gives_one_note_for_each_line() -> None:
    found = reading(
        (
            CLIENT,
            "*Scene 2*\n- the horn is missing at 1:34\n- 2:05-2:11 too dark\n"
            "Nice to have:\n- bigger logo on the cup",
        )
    )
    horn, dark, logo = found.notes
    assert (horn.scene, dark.scene) == ("2", "2")
    assert dark.timecode is not None
    assert (dark.timecode.seconds, dark.timecode.end_seconds) == (125, 131)
    assert logo.priority == "could"


def test_praise_and_fault_in_one_sentence_are_two_notes() -> None:
    found = reading((CLIENT, "we love the opening shot, but the logo isn't readable at 0:08"))
    assert [note.kind for note in found.notes] == ["praise", "change"]


def test_same_at_another_moment_repeats_the_note() -> None:
    found = reading((DIRECTOR, "0:17 spoon clink is way too loud"), (DIRECTOR, "same at 0:22"))
    assert [note.timecode.seconds for note in found.notes if note.timecode] == [17, 22]
    assert {note.topic for note in found.notes} == {"sound"}


def test_a_claim_makes_its_author_the_owner() -> None:
    found = reading(
        (DIRECTOR, "0:17 spoon clink is way too loud"),
        (CLIENT, "0:21 the logo is cropped"),
        (MIXER, "the clink is mine, ready by thursday"),
    )
    clink, logo = found.notes
    assert clink.owner is not None
    assert clink.owner.user == MIXER
    assert clink.due is not None
    assert clink.due.date == date(2026, 6, 4)
    assert logo.owner is None


def test_owner_and_date_are_never_invented() -> None:
    note = only_note(DIRECTOR, "0:33 reframe, asap, as the producer said")
    assert (note.owner, note.due) == (None, None)
    assert note.next_action == "Assign an owner"


def test_a_question_that_is_answered_asks_for_nothing_more() -> None:
    found = reading(
        (PRODUCER, "is there room tone on the wide take?"), (MIXER, "yes, 20 secs of it")
    )
    (note,) = found.notes
    assert (note.kind, note.actionable) == ("question", False)


def test_only_the_decider_rules() -> None:
    plea = (EDITOR, "the archive section stays at this length")
    ask = (CLIENT, "the archive section drags")
    assert reading(ask, plea).notes[1].kind == "change"
    assert reading(ask, (DIRECTOR, plea[1])).notes[1].kind == "decision"


def test_opposite_asks_conflict() -> None:
    found = reading(
        (CLIENT, "please make the logo bigger on the end card"),
        (EDITOR, "the logo on the end card is too big already"),
    )
    assert [note.conflicts_with for note in found.notes] == [(2,), (1,)]


def test_one_request_by_two_people_is_one_note_with_two_sources() -> None:
    found = reading(
        (CLIENT, "the donation number on the end card is wrong"),
        (PRODUCER, "donation number on the end card is wrong, should end in 7"),
    )
    (note,) = found.notes
    assert [source.user for source in note.sources] == [CLIENT, PRODUCER]


def test_corrections_and_withdrawals() -> None:
    found = reading(
        (CLIENT, "At 1:42 the painting is cropped, please show the whole frame"),
        (CLIENT, "sorry, I meant 1:24"),
        (DIRECTOR, "the visitor at 0:50 looks into the camera, can we avoid this?"),
        (DIRECTOR, "scratch that"),
    )
    (note,) = found.notes
    assert note.timecode is not None
    assert note.timecode.seconds == 84


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("0:11 the skateboarder has no helmet", ("safety",)),
        ("who cleared the track for cinema?", ("legal",)),
        ("that's outside the agreed scope", ("client_commitment",)),
        ("the 15s is approved", ("final_approval",)),
        ("the beginning is too sad", ("taste",)),
    ],
)
def test_what_needs_a_person(text: str, needs: tuple[str, ...]) -> None:
    assert only_note(CLIENT, text).needs_person == needs


def test_what_is_asked_reads_as_an_imperative() -> None:
    assert only_note(CLIENT, "0:12 can we trim the intro?").text == "Trim the intro"
    assert only_note(DIRECTOR, "also please drop the second shot").text == "Drop the second shot"


def test_a_label_that_does_not_exist_is_asked_about() -> None:
    found = reading((CLIENT, "00:00:42:10 the logo is too small"))
    (unclear,) = found.unclear
    assert "00:00:42:10" in unclear.ask
    assert found.notes[0].timecode is None


def test_looks_good_in_answer_to_a_question_is_about_that() -> None:
    found = reading((EDITOR, "is the logo at 0:08 big enough now?"), (CLIENT, "looks good")).notes
    assert "approval statement" not in {note.kind for note in found}
