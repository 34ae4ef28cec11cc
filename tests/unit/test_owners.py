"""Who owns a note, and by when: only what words say, in the message or in later ones."""

from datetime import date

import pytest

from handlers.notes.reader.owners import claims, owner_named
from handlers.notes.reading import read
from store.types import FoundNote, Member, Reading, ReadingContext, ThreadMessage

DIRECTOR, EDITOR, SOUND, PRODUCER = "U01", "U02", "U03", "U04"
CLIENT, COLOURIST, COMPOSER = "U05", "U06", "U07"
MEMBERS = (
    Member(DIRECTOR, "director", ("director",)),
    Member(EDITOR, "editor", ("editor",)),
    Member(SOUND, "sound designer", ("crew",)),
    Member(PRODUCER, "producer", ("producer",)),
    Member(CLIENT, "brand manager", ("client",)),
    Member(COLOURIST, "colourist", ("crew",)),
    Member(COMPOSER, "composer", ("crew",)),
)
CONTEXT = ReadingContext(timezone="Europe/Berlin", fps=None, members=MEMBERS, decider=DIRECTOR)
THURSDAY = 1773297900  # 12 March 2026


def reading(*said: tuple[str, str]) -> Reading:
    """A thread read, a message a minute."""
    thread = [
        ThreadMessage(f"{THURSDAY + 60 * order}.000100", user, text)
        for order, (user, text) in enumerate(said)
    ]
    return read(thread, CONTEXT)


def note_about(words: str, found: Reading) -> FoundNote:
    """The first note whose words hold these."""
    return next(n for n in found.notes if any(words in s.quote for s in n.sources))


def owner_of(words: str, found: Reading) -> str | None:
    owner = note_about(words, found).owner
    return owner.user if owner else None


NAMED = {
    "mention asked": ("<@U02> can you trim the logo shot at 0:12?", EDITOR),
    "mention asked after the time": ("0:12 the logo is crooked, <@U02> can you fix it?", EDITOR),
    "mention with please": ("<@U06> please warm up the kitchen at 0:40", COLOURIST),
    "mention in the next sentence": ("0:40 the faces look like wax. <@U06>?", COLOURIST),
    "role asked": ("can the editor trim the logo shot at 0:12?", EDITOR),
    "role to do it": ("0:50 hum on the interview, sound designer to clean it", SOUND),
    "composer to rework": ("the cue at 0:30 is too busy, composer to rework", COMPOSER),
    "over to a role": ("0:12 the cut is too late, over to the editor", EDITOR),
    "one for a role": ("0:50 the hum is too loud, that's one for the sound designer", SOUND),
    "addressed by role": ("editor, trim the logo shot at 0:12", EDITOR),
    "nickname": ("ed, the logo shot at 0:12 is too long", EDITOR),
    "heading is a person": ("Editor:\n- trim the logo shot at 0:12", EDITOR),
    "thanked person is nobody": ("the logo at 0:12 is crooked, thanks <@U02>", None),
    "cc is nobody": ("the logo at 0:12 is crooked, cc <@U02>", None),
    "as somebody said": ("the logo at 0:12 is crooked, as <@U02> said", None),
    "apology is nobody": ("the logo at 0:12 has to go, sorry <@U05>", None),
    "department is a subject": ("Sound:\n- the hum at 0:50 is too loud", None),
    "attribute of a role is a subject": ("Brand:\n- the logo at 0:12 is crooked", None),
    "so is no sound designer": ("the logo is tiny at 0:12, so please make it bigger", None),
    "we is nobody": ("we need a bigger logo at 0:12", None),
    "nobody named": ("the logo at 0:12 is crooked", None),
}


@pytest.mark.parametrize(("text", "owner"), NAMED.values(), ids=NAMED.keys())
def test_who_a_note_names(text: str, owner: str | None) -> None:
    found = reading((CLIENT, text))
    assert {n.owner.user if n.owner else None for n in found.notes if n.kind != "praise"} == {owner}


TWO = "1. 0:12 the logo is crooked\n2. 0:50 the hum is too loud\n3. 1:10 the captions are late"
CLAIMED = {
    "on it": ("on it", {"logo", "hum", "captions"}),
    "mine": ("mine", {"logo", "hum", "captions"}),
    "will do": ("ok will do", {"logo", "hum", "captions"}),
    "can do by a day": ("can do by friday", {"logo", "hum", "captions"}),
    "doing it now": ("yep, doing it now", {"logo", "hum", "captions"}),
    "leave it with me": ("the hum, leave that one with me", {"hum"}),
    "you can leave with me": ("the hum you can leave with me", {"hum"}),
    "is with me": ("logo is with me", {"logo"}),
    "things with me": ("logo and captions with me", {"logo", "captions"}),
    "is mine": ("the hum is mine", {"hum"}),
    "is on me": ("the logo is on me", {"logo"}),
    "thing, colon, on it": ("captions: on it", {"captions"}),
    "thing, colon, me": ("captions: me", {"captions"}),
    "I'll take": ("I'll take the hum", {"hum"}),
    "the thing I'll take": ("the hum I'll take, cleaner one tonight", {"hum"}),
    "curly apostrophe": ("I’ll take the hum", {"hum"}),
    "I've got the ones": ("I've got the caption ones", {"captions"}),
    "fixing": ("logo, argh. fixing", {"logo"}),
    "numbers": ("1 and 3 are mine", {"logo", "captions"}),
    "a range of numbers": ("nos. 2-3 with me", {"hum", "captions"}),
    "number as label": ("2: I'll dig out the clean take", {"hum"}),
    "take by number": ("I'll take 2", {"hum"}),
    "by time": ("0:12 and 1:10 I'll do", {"logo", "captions"}),
    "quoted line": ("&gt; 0:50 the hum is too loud\nI'll take it out in the next pass", {"hum"}),
    "German": ("das Brummen... ich übernehme 2", {"hum"}),
    "Spanish": ("2: lo hago yo", {"hum"}),
    "French": ("2: je m'en occupe", {"hum"}),
    "Portuguese": ("2: deixa comigo", {"hum"}),
    "ok names nobody": ("ok", set()),
    "noted names nobody": ("noted, thanks", set()),
    "a state is no claim": ("mine is from 2023", set()),
    "drinks are on me": ("snacks on me", set()),
    "sleeping on it": ("let me sleep on it", set()),
    "a wish is no claim": ("I'd leave the hum alone, I've timed every hit to it", set()),
    "a call is no claim": ("I'll ring you about the hum tomorrow", set()),
    "a wish for access": ("I can't open the logo, could someone let me in?", set()),
    "not mine": ("west coast tonight, not mine", set()),
    "fine with me": ("all fine with me", set()),
    "another thing": ("I'll bring the coffee for wednesday's screening in the morning", set()),
    "a plan for a version": ("v4 tomorrow around lunch", set()),
}


@pytest.mark.parametrize(("text", "things"), CLAIMED.values(), ids=CLAIMED.keys())
def test_what_a_later_message_claims(text: str, things: set[str]) -> None:
    found = reading((CLIENT, TWO), (EDITOR, text))
    claimed = {t for t in ("logo", "hum", "captions") if owner_of(t, found) == EDITOR}
    assert claimed == things


DATED = {
    "promised afternoon": ("fixing that this afternoon", date(2026, 3, 12)),
    "promised weekday": ("mine, ready monday", date(2026, 3, 16)),
    "promised version": ("on it, you get a version tomorrow night", date(2026, 3, 13)),
    "time asked for": ("I'll fix it, give me til wed", date(2026, 3, 18)),
    "tonight's pass": ("will sort it in tonight's pass", date(2026, 3, 12)),
    "mine, and an event": ("mine, in time for tuesday's mix", date(2026, 3, 17)),
    "an event to be ready for": ("I'll do it in time for tuesday's mix", date(2026, 3, 17)),
    "no day": ("on it", None),
    "asap is no day": ("on it asap", None),
}


@pytest.mark.parametrize(("text", "day"), DATED.values(), ids=DATED.keys())
def test_a_day_in_a_claim_dates_the_note(text: str, day: date | None) -> None:
    note = note_about("hum", reading((CLIENT, "0:50 the hum is too loud"), (SOUND, text)))
    assert note.owner is not None
    assert (note.due.date if note.due else None) == day


def test_the_person_asked_names_a_day_with_nothing_else() -> None:
    found = reading((DIRECTOR, "<@U06> please warm up the kitchen at 0:40"), (COLOURIST, "monday"))
    due = note_about("kitchen", found).due
    assert due is not None
    assert due.date == date(2026, 3, 16)


HANDED = {
    "numbers are yours": ("2 and 3 are yours, <@U03>", {"hum", "captions"}),
    "a thing for you": ("<@U03> hum for you please", {"hum"}),
    "an arrow": ("hum → <@U03>", {"hum"}),
    "over to somebody": ("captions over to <@U03>", {"captions"}),
    "can you take the last one": ("<@U03> can you take that one?", {"captions"}),
    "can you take them": ("<@U03> can you take these?", {"logo", "hum", "captions"}),
    "cc hands nothing on": ("cc <@U03>", set()),
    "thanks hand nothing on": ("thanks <@U03>", set()),
    "what somebody said": ("as <@U03> said", set()),
}


@pytest.mark.parametrize(("text", "things"), HANDED.values(), ids=HANDED.keys())
def test_what_a_later_message_hands_on(text: str, things: set[str]) -> None:
    found = reading((CLIENT, TWO), (DIRECTOR, text))
    assert {t for t in ("logo", "hum", "captions") if owner_of(t, found) == SOUND} == things
    assert len(found.notes) == 3


TAKEN_ON = {
    "bare": "mine, in time for tuesday's mix",
    "with a nod": "yep I'll do that",
    "about the thing": "the hum needs a notch, I'll do that too",
    "with its own day": "hum: on it, tomorrow",
}


@pytest.mark.parametrize("text", TAKEN_ON.values(), ids=TAKEN_ON.keys())
def test_taking_on_a_note_makes_no_second_one(text: str) -> None:
    found = reading((CLIENT, "0:50 the hum is too loud"), (SOUND, text))
    assert len(found.notes) == 1
    assert owner_of("hum", found) == SOUND


OWN = {
    "bare sentence": "the sea at 0:40 needs a proper ending, it just stops. mine.",
    "pointing back": "the sea at 0:40 is 9 dB over and the limit is 3. I'll bring it down to 3",
    "what is being done": "the sea at 0:40 came out too clean, it sticks out. adding hiss back",
}


@pytest.mark.parametrize("text", OWN.values(), ids=OWN.keys())
def test_a_claim_behind_a_note_is_of_that_note(text: str) -> None:
    found = reading((CLIENT, "0:12 the logo is crooked"), (SOUND, text))
    assert owner_of("sea", found) == SOUND
    assert owner_of("logo", found) is None


@pytest.mark.parametrize(
    "text",
    ["Adding the logo would help at 0:12", "0:12 losing nine frames is easy, the logo is too long"],
)
def test_a_participle_as_subject_claims_nothing(text: str) -> None:
    assert claims(text) is None


def test_a_nod_reaches_over_an_answer_to_the_wish_before_it() -> None:
    found = reading(
        (COMPOSER, "Please take the temp track out before the next cut"),
        (DIRECTOR, "Only a reference, promise."),
        (EDITOR, "yep I'll strip it"),
    )
    assert owner_of("temp track", found) == EDITOR


def test_the_person_asked_gives_a_day_and_its_reason() -> None:
    found = reading(
        (DIRECTOR, "<@U06> can you grade a new sky for 0:40"),
        (COLOURIST, "by monday, need to ask the lab first"),
    )
    assert [n.due.date for n in found.notes if n.due] == [date(2026, 3, 16)]
    assert len(found.notes) == 1


def test_an_opinion_is_no_claim() -> None:
    found = reading((CLIENT, "Do we want the bars at 0:12?"), (EDITOR, "I do."))
    assert owner_of("bars", found) is None
    assert not note_about("bars", found).actionable


def test_work_that_answers_a_question_is_its_own() -> None:
    found = reading(
        (CLIENT, "0:30 is a stop darker, is that the LUT or did somebody grade it?"),
        (EDITOR, "wrong LUT on that reel, I'll swap it"),
    )
    assert owner_of("stop darker", found) is None
    assert not note_about("stop darker", found).actionable


WHICH = "Do you want the piano to carry on under the CEO or stop before he speaks?"
ANSWERS = {
    "one of the two": (WHICH, "Before he speaks please, so that one can follow."),
    "both": ("Should I use the red or the blue logo?", "both, one after the other"),
    "a number": ("Is it 4 bedrooms or 5?", "5. fix the board please"),
    "yes": ("Do we have a release from her?", "yes, signed on the day"),
    "its subject": ("Some thought the moth dies at the end. Does she?", "she's asleep!"),
    "a few words": ("Which blue do you want for the car?", "Brand book, chip 41."),
    "after a first reaction": ("Who is the voice at the end?", "oh. mankind, the oldest trick"),
    "go ahead": ("Do you want me to refly it from the water?", "do it, I'll wear the cost"),
    "who does it": ("Who signs off the captions?", "I do, until the 11th"),
}
OPEN = {
    "put off": ("Who holds the rights to the aerials?", "I'll ask the archive"),
    "left with somebody": ("Is the licence TV only or online too?", "licence: leave that with me"),
    "not remembered": ("Did we have the permit for the drone?", "I honestly don't remember."),
    "a reaction": ("Who holds the rights to the aerials?", "oh wow"),
    "asked back": ("Who holds the rights to the aerials?", "which aerials?"),
    "another matter": ("What's the plan for the thumbnail?", "0:12 the logo is crooked"),
    "a plan": ("Is the 0:30 still realistic?", "v5 tonight."),
}


@pytest.mark.parametrize(("asked", "said"), ANSWERS.values(), ids=ANSWERS.keys())
def test_a_question_is_settled_by_its_answer(asked: str, said: str) -> None:
    found = reading((CLIENT, asked), (PRODUCER, said))
    assert [n.actionable for n in found.notes if n.kind == "question"] == [False]


@pytest.mark.parametrize(("asked", "said"), OPEN.values(), ids=OPEN.keys())
def test_a_question_stays_open_without_an_answer(asked: str, said: str) -> None:
    found = reading((CLIENT, asked), (PRODUCER, said))
    assert next(n.actionable for n in found.notes if n.kind == "question")


def test_a_late_answer_about_the_same_thing_settles_a_question() -> None:
    talk = [(COMPOSER, f"round {n} of thank-yous to everybody") for n in range(6)]
    asked = (CLIENT, "Who proofreads the Danish captions?")
    settled = reading(asked, *talk, (PRODUCER, "the Danish captions are read in Aarhus"))
    assert not note_about("Danish", settled).actionable


LICENCE = "The music licence is web only, in cinemas we'll be in breach"
AVERTED = {
    "signed": "the cinema licence came signed, it's in the folder",
    "dropped": "cinemas were dropped in March",
    "what we do instead": "then we take the other track",
    "already done": "already swapped it for the library track",
}
STANDING = {
    "a question": "is the licence really that narrow?",
    "put off": "I'll ask the publisher about the licence",
    "not yet": "once the licence is signed we can talk",
    "another thing": "caption fixed, logo gone",
}


@pytest.mark.parametrize("said", AVERTED.values(), ids=AVERTED.keys())
def test_a_risk_is_averted(said: str) -> None:
    found = reading((CLIENT, LICENCE), (PRODUCER, said))
    assert not note_about("music licence", found).actionable


@pytest.mark.parametrize("said", STANDING.values(), ids=STANDING.keys())
def test_a_risk_stands(said: str) -> None:
    found = reading((CLIENT, LICENCE), (PRODUCER, said))
    assert note_about("music licence", found).actionable


def test_a_claim_that_quotes_a_line_reaches_far_back() -> None:
    talk = [(PRODUCER, f"round {n} of thank-yous to everybody") for n in range(60)]
    found = reading(
        (CLIENT, "0:50 the hum is too loud"),
        *talk,
        (DIRECTOR, "0:12 the logo is crooked"),
        (SOUND, "&gt; 0:50 the hum is too loud\nmine"),
    )
    assert owner_of("hum", found) == SOUND
    assert owner_of("logo", found) is None


def test_an_answer_under_a_quoted_question_settles_it() -> None:
    found = reading(
        (CLIENT, "Who signs off the captions in the end?"),
        *[(PRODUCER, f"round {n} of thank-yous to everybody") for n in range(9)],
        (PRODUCER, "&gt; Who signs off the captions in the end?\nthe brand team, always"),
    )
    assert not note_about("captions", found).actionable


@pytest.mark.parametrize("text", ["*0:37", "0:37*", "sorry, I meant 0:37", "ah no, wait, 0:37"])
def test_a_time_right_after_a_note_corrects_it(text: str) -> None:
    found = reading((CLIENT, "0:31 the super says 40%, it should be 46"), (CLIENT, text))
    code = note_about("super", found).timecode
    assert code is not None
    assert code.seconds == 37


def test_both_mine_owns_and_dates_the_notes_of_its_message() -> None:
    found = reading((SOUND, "1:07 the breath is chopped off and there's a bump at 1:13. both mine"))
    assert {n.owner.user for n in found.notes if n.owner} == {SOUND}
    assert all(n.owner for n in found.notes)


def test_words_of_owners_and_dates_stand_verbatim_in_a_message() -> None:
    said = [(CLIENT, text) for text, _ in NAMED.values()]
    said += [(EDITOR, text) for text, _ in CLAIMED.values()]
    said += [(CLIENT, TWO), *((SOUND, text) for text, _ in DATED.values())]
    found = reading(*said)
    texts = [text for _, text in said]
    users = {user for user, _ in said} | {m.user for m in MEMBERS}
    for note in found.notes:
        for words in (note.owner, note.due):
            assert words is None or any(words.written in text for text in texts)
        assert note.owner is None or note.owner.user is None or note.owner.user in users


def test_a_stranger_mentioned_is_named_without_a_member() -> None:
    owner = owner_named("@U99 can you fix the logo?", "", MEMBERS)
    assert owner is not None
    assert (owner.written, owner.user) == ("@U99", None)


def test_claims_are_found_in_linear_time() -> None:
    for words in ("I'll ", "leave ", "with me ", "on it, ", "i've got the "):
        assert claims("x " + words * 8000) is not None or words in ("leave ", "i've got the ")
