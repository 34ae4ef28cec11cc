"""Questions as people ask them, words that were looked for, and what a model may say of lines."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.render import as_text
from bot.demo.slack.blocks import message_faults
from handlers.finding.cards import Cited, found_message, lead_of, line_for, worded
from handlers.finding.questions import asks_me, is_question, read_question
from handlers.finding.rules import (
    LONGEST_WORDS,
    Hit,
    Search,
    answering,
    any_of,
    corrected,
    excerpt,
    marked,
    read_search,
    wanted,
)
from prompts.answer_question import BadAnswerError, RecordLine, make_request, read_answer
from store.tables.base import identifier
from store.types import HitKind

LINES = (
    RecordLine("T4: Redraw the end card; owner: editor; day: Fri 5 Jun; open", "T4", "editor"),
    RecordLine("D2: Keep the logo small; decided by director", "D2", decided_by="director"),
    RecordLine(
        "N9: End card a bit longer; owner: nobody yet; said by client; draft", "N9",
        said_by="client",
    ),
    RecordLine("N10: The font; owner: Zoe; decided by Zoe; owner: nobody yet; draft", "N10"),
    RecordLine("T5: The font; owner: mixer; rejected, done", "T5", "mixer"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "kind", "words"),
    [
        ("who owns the end card?", "owner", "end card"),
        ("Who's doing the sound mix?", "owner", "sound mix"),
        ("hey, can you tell me who is responsible for the call sheet right now?", "owner",
         "call sheet"),
        ("whose job is the grade?", "owner", "grade"),
        ("who decides?", "decider", ""),
        ("who approves v2?", "decider", "v2"),
        ("what did we decide about the logo?", "decision", "logo"),
        ("which decisions are there about music?", "decision", "music"),
        ("why did we reject the bigger logo?", "decision", "bigger logo"),
        ("when is picture lock?", "day", "picture lock"),
        ("when do you need the mix", "day", "mix"),
        ("when is the teaser due?", "day", "teaser"),
        ("what is missing?", "missing", ""),
        ("what's left to do?", "missing", ""),
        ("are we ready for picture lock?", "missing", "picture lock"),
        ("what is the open question about music?", "find", "open question about music"),
        ("is the end card done?", "find", "end card"),
        ("where is the call sheet?", "find", "call sheet"),
        ("find end card", "find", "end card"),
        ("logo?", "find", "logo"),
    ],
)  # fmt: skip
def test_a_question_is_read(said: str, kind: str, words: str) -> None:
    question = read_question(said)
    assert (question.kind, question.words, question.said) == (kind, words, said)


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("who owns the end card?", True),
        ("find end card", True),
        ("and the end card?", True),
        ("is the review frozen?", True),
        ("can you review this?", False),
        ("please review?", False),
        ("review v2 please?", False),
        ("hello?", False),
        ("thanks", False),
        ("", False),
    ],
)
def test_what_is_asked_of_the_record_is_told_from_what_wants_a_review(
    said: str, asks: bool
) -> None:
    assert is_question(said) is asks


def test_feedback_put_as_a_question_stays_feedback() -> None:
    assert asks_me("who owns the end card?")
    assert not asks_me("is the logo too big?")
    assert not asks_me("where should we put the logo")


@given(st.text(max_size=80))
def test_any_words_are_read_somehow(words: str) -> None:
    question = read_question(words)
    assert len(question.said) <= 300
    assert isinstance(is_question(words), bool)
    assert len(wanted(words)) <= LONGEST_WORDS
    assert "".join(run for run, _ in marked(words, "end card")) == words
    assert read_search(Search(wanted(words), 20).value()) == Search(wanted(words), 20)


def test_one_long_word_is_looked_for_and_a_forged_page_is_the_first() -> None:
    assert wanted("x" * 300) == "x" * LONGEST_WORDS
    assert read_search("²:end card") == Search("end card")


def test_words_are_set_off_in_whatever_form_they_stand() -> None:
    runs = list(marked("They decided on logos, not on the logistics", "decide logo"))
    assert [run for run, hit in runs if hit] == ["decided", "logos"]
    assert [run for run, hit in marked("Élodie leaves", "elodie") if hit] == ["Élodie"]
    assert [run for run, hit in marked("the card of the day", "the card") if hit] == ["card"]


def test_a_long_text_is_cut_around_what_was_looked_for() -> None:
    shown = excerpt("so it goes " * 40 + "the end card" + " and on" * 40, "card", 120)
    assert "end card" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) <= 121


def test_mistyped_words_are_spelt_as_the_record_has_them() -> None:
    titles = ["Redraw the end card", "Keep the logo small"]
    assert corrected("the lgo", titles) == "logo"
    assert corrected("edn card", titles) == "end card"
    assert corrected("logo small", titles) == ""
    assert corrected("helicopter", titles) == ""
    assert any_of("the end card") == "end or card"
    assert any_of("card") == ""


def a_hit(kind: HitKind = "task", **values: Any) -> Hit:
    return Hit(kind, identifier(), identifier(), label="T1", words="w " * 300, **values)


def test_a_full_page_is_within_slacks_limits_and_names_nobody_loudly() -> None:
    link = "https://example.com/" + "a" * 900
    hits = [a_hit(owner="<@U1> & co" * 20, link=link, day="Fri 5 Jun") for _ in range(10)]
    message = found_message(Search("w " * 100), hits, 4000, several=True)
    assert not message_faults(message.blocks)
    assert len(message.text) <= 4000
    assert "page 1 of 400" in as_text(message.blocks)
    said = [("x" * 240, [Cited("T1", link)] * 6)] * 5
    assert not message_faults(worded(message, said).blocks)


def test_an_answer_keeps_what_answers_and_puts_what_is_settled_first() -> None:
    owned, unowned = a_hit(owner="editor"), a_hit("note")
    rejected, decided = a_hit("note", closed=True), a_hit("decision", decided_by="director")
    dated, said = a_hit("milestone", day="Fri 12 Jun"), a_hit("message", said_by="client")
    hits = [said, unowned, rejected, owned, decided, dated]
    assert answering("owner", hits) == [owned, unowned]
    assert answering("day", hits) == [dated, unowned, owned]
    assert answering("decision", hits) == [decided, rejected]
    assert answering("find", hits) == hits
    assert answering("decision", [said]) == [said]
    assert [line_for("owner", hit).first for hit in (owned, unowned, rejected, said)] == [
        "editor", "nobody yet", "", "",
    ]  # fmt: skip
    assert "Nobody is recorded" in lead_of("owner", "logo", [line_for("owner", unowned)])


# What a model may say


def answer(words: str, *cited: tuple[str, str]) -> str:
    lines = [{"id": local, "quote": quote} for local, quote in cited]
    return json.dumps({"answer": [{"words": words, "lines": lines}]})


OWNER = ("l1", "end card; owner: editor; day: Fri 5 Jun")


@pytest.mark.parametrize(
    ("words", "cited"),
    [
        ("editor owns the end card", [OWNER]),
        ("T4, redraw the end card, is due on Fri 5 Jun", [("l1", LINES[0].text)]),
        ("director decided: keep the logo small", [("l2", LINES[1].text)]),
        ("Nobody owns N9, end card a bit longer", [("l3", "End card a bit longer; owner: nobody")]),
    ],
)
def test_a_sentence_in_the_lines_own_words_holds(words: str, cited: list[tuple[str, str]]) -> None:
    read = read_answer(answer(words, *cited), LINES)
    assert not read.dropped
    (sentence,) = read.sentences
    assert sentence.words.startswith(words[0].upper())
    assert sentence.lines == tuple(int(local[1:]) - 1 for local, _ in cited)


@pytest.mark.parametrize(
    ("words", "cited", "why"),
    [
        ("director owns the end card", [OWNER], "wording"),  # nobody said so of them
        ("editor decided: keep the logo small", [OWNER, ("l2", LINES[1].text)], "person"),
        ("client owns the end card", [("l3", LINES[2].text)], "person"),
        ("editor owns the end card, decided by director", [OWNER, ("l2", "decided by director")],
         "person"),
        ("The end card is approved", [OWNER], "wording"),
        ("The end card is due on Fri 12 Jun", [OWNER], "wording"),
        ("Don't keep the logo small", [("l2", "Keep the logo small")], "wording"),
        # what a line's own words claim, or who only owns what somebody else decided on
        ("Zoe owns the font", [("l4", "The font; owner: Zoe")], "person"),
        ("Nobody owns the end card", [OWNER, ("l4", "owner: nobody yet")], "person"),
        ("Zoe decided the font", [("l4", "The font; owner: Zoe; decided by Zoe")], "person"),
        ("mixer rejected the font", [("l5", "The font; owner: mixer; rejected")], "person"),
        ("mixer done the font", [("l5", "The font; owner: mixer; rejected, done")], "person"),
        ("editor owns the end card", [("l7", "end card")], "line"),
        ("editor owns the end card", [("l1", "end cards")], "quote"),
        ("editor owns the end card", [("l1", "")], "quote"),
        ("editor owns the end card <https://evil.example>", [OWNER], "wording"),
        ("editor owns the end card", [], "line"),
    ],
)  # fmt: skip
def test_what_the_lines_dont_say_is_dropped(
    words: str, cited: list[tuple[str, str]], why: str
) -> None:
    read = read_answer(answer(words, *cited), LINES)
    assert read.sentences == ()
    assert read.dropped == {why: 1}


def test_what_is_no_answer_is_told_from_an_empty_one() -> None:
    assert read_answer('{"answer": []}', LINES).sentences == ()
    assert read_answer('{"answer": [7, {"words": 1}]}', LINES).dropped == {"shape": 2}
    for text in ("", "no", '{"notes": []}', "[" * 5000):
        with pytest.raises(BadAnswerError):
            read_answer(text, LINES)


@given(st.text(max_size=200))
def test_nothing_a_model_writes_breaks_the_reading(text: str) -> None:
    try:
        read = read_answer(text, LINES)
    except BadAnswerError:
        return
    assert not read.sentences


def test_the_request_holds_the_question_and_the_lines_as_data() -> None:
    request = make_request("who owns the end card?", LINES)
    sent = json.loads(request.user)
    assert sent["question"] == "who owns the end card?"
    assert [line["id"] for line in sent["lines"]] == ["l1", "l2", "l3", "l4", "l5"]
    assert "end card?" not in request.system.partition("Example")[0]
    assert make_request("x", []).system == request.system
