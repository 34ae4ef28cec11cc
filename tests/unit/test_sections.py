"""A document's sections: what each recommends, quoted verbatim, whatever the text looks like."""

import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import tests.support
from handlers.suggestions.advice import QUOTE_LIMIT, TEXT_LIMIT, as_task, is_imperative, recommends
from handlers.suggestions.rules import due_in, line_of, owner_in
from handlers.suggestions.sections import Section, read_sections
from handlers.text import clean
from store.types import Due, Member, Owner

GUIDE = (Path(str(tests.support.__file__)).parent / "guide.md").read_text(encoding="utf-8")
MONDAY = datetime(2026, 6, 1, 9, tzinfo=UTC)
TEAM = (
    Member("U1", "Anna Berg", ("editor",)),
    Member("U2", "sound mixer", ("crew",)),
    Member("U3", "client", ("client",)),
)


def texts(words: str, name: str = "") -> list[str]:
    return [each.text for each in read_sections(words, name).found]


def test_a_markdown_guide() -> None:
    read = read_sections(GUIDE)
    assert read.title == "A shoot day that holds"
    assert [(each.heading, each.text) for each in read.found] == [
        (
            "Why a shoot day needs a plan",
            "The plan should say who decides what is cut when time runs out, because nobody asks "
            "on the day",
        ),
        ("Call sheet", "Send the call sheet by 18:00 the day before"),
        ("Name one person for each scene", "Name one person for each scene"),
        ("Checklist", "Charge all batteries"),
        ("Checklist", "Label every card before it goes into a camera"),
        ("Footage review", "Watch the footage the same evening"),
        ("Footage review", "Write down what is missing while the location is still ours"),
        ("Footage review", "Ask @editor which takes cut together"),
        ("The studio's history", "The studio's history"),
        ("What should nobody skip?", "Slate every take"),
    ]
    assert all(each.quote in GUIDE for each in read.found)
    assert read.found[2].quote.startswith("A scene with two owners has none, e.g. the harbour")
    assert read.found[3].quote == "Charge **all** batteries"
    assert read.left_out == 2  # what it says of itself, and the box that is ticked


PASTED = """Review rules

Last changed in spring.

1. Who decides?
The director decides. Give the decision a day.

*Feedback*
Feedback must come in one thread
before Thursday.

NAMING FILES
Use the version in every file name

What we avoid:
• Comments by phone
• Two lists
"""


def test_a_guide_pasted_as_plain_text() -> None:
    read = read_sections(PASTED)
    assert read.title == "Review rules"
    assert [(each.heading, each.text) for each in read.found] == [
        ("Who decides?", "Give the decision a day"),
        ("Feedback", "Feedback must come in one thread before Thursday"),
        ("NAMING FILES", "Use the version in every file name"),
        ("What we avoid:", "What we avoid"),
    ]
    assert all(each.quote in PASTED for each in read.found)
    assert read.found[1].quote == "Feedback must come in one thread\nbefore Thursday."


def test_text_without_headings_is_read_by_its_recommendations() -> None:
    words = (
        "A plan is a promise between departments and nothing else, whatever its form may be.\n"
        "Every department should read it on the evening before and say what it lacks.\n"
        "It was longer once, and nobody read it in those days, which surprised only its author.\n"
        "Keep it to a page. Whoever needs more has a meeting for that, with coffee and time.\n"
    )
    read = read_sections(words)
    assert [each.text for each in read.found] == [
        "Every department should read it on the evening before and say what it lacks",
        "Keep it to a page",
    ]
    assert read.left_out == 2
    assert read_sections("Lovely weather on the roof today.").found == ()
    assert read_sections("").found == ()


def test_each_section_under_a_heading_is_one_whether_it_asks_for_something_or_not() -> None:
    words = "## Intake\nThe producer writes the brief.\n## Concept\nTwo pages.\n## Shoot prep\n"
    assert texts(words + "The call sheet must be out.\n") == [
        "Intake", "Concept", "The call sheet must be out",
    ]  # fmt: skip
    assert texts("# Title\n\nIt is about feedback.\n\n## Ask first\nThen cut.\n") == ["Ask first"]


def test_a_section_said_twice_is_one() -> None:
    assert texts("Ask first. Then cut.\n\nSend the mix.\n\nAsk first. Then cut.\n") == [
        "Ask first",
        "Send the mix",
    ]


def test_a_sentence_that_takes_up_the_one_before_is_quoted_with_it() -> None:
    words = "## Record\nThe record is shared. It should connect scenes and notes.\n"
    (only,) = read_sections(words).found
    assert only.text == "It should connect scenes and notes"
    assert only.quote == "The record is shared. It should connect scenes and notes."


@pytest.mark.parametrize(
    "words",
    ["Send it today.", "Review after the next cut", "Don't wait.", "Never record without sound.",
     "Before the shoot, name an owner.", "Please note which scene created it",
     "Make sure everybody has it"],
)  # fmt: skip
def test_what_tells_people_to_do_something(words: str) -> None:
    assert is_imperative(words)


@pytest.mark.parametrize(
    "words", ["Call sheet", "Shot list", "Review process", "What should we avoid?", "It helps.",
              "Brief", "Notes"],
)  # fmt: skip
def test_what_does_not(words: str) -> None:
    assert not is_imperative(words)
    assert not recommends(words)


def test_words_of_a_task_are_unmarked() -> None:
    assert as_task("- **Ask** the [client](https://a.io/x_y) for `v2`.") == "Ask the client for v2"


def test_an_owner_is_one_member_who_is_named() -> None:
    assert owner_in("Owner: sound mixer", TEAM) == Owner("sound mixer", "U2")
    assert owner_in("Owner: somebody", TEAM) is None
    assert owner_in("Ask @Anna which takes cut together.", TEAM) == Owner("@Anna", "U1")
    assert owner_in("Anna Berg keeps the list of takes.", TEAM) == Owner("Anna Berg", "U1")
    assert owner_in("@Anna and @client agree on it.", TEAM) is None
    # a word that is somebody's role, not their name
    assert owner_in("It ends in a client commitment or a sound mixer's handoff.", TEAM) is None


def test_a_day_is_one_that_the_words_set() -> None:
    assert due_in("Deadline: 12 June", MONDAY, "UTC") == Due("12 June", date(2026, 6, 12))
    assert due_in("Deadline: soon", MONDAY, "UTC") is None
    assert due_in("Send the list by Friday.", MONDAY, "UTC") == Due("by Friday", date(2026, 6, 5))
    assert due_in("Friday was a long day.", MONDAY, "UTC") is None


def test_a_line_holds_what_is_said_and_nothing_else() -> None:
    call_sheet = read_sections(GUIDE).found[1]
    line = line_of(call_sheet, TEAM, MONDAY, "UTC")
    assert (line.owner, line.next_action) == (Owner("sound mixer", "U2"), "")
    assert line.detail == {"section": "Call sheet"}
    why = line_of(read_sections(GUIDE).found[0], TEAM, MONDAY, "UTC")
    assert (why.reason, why.owner, why.due) == ("because nobody asks on the day", None, None)
    bare = line_of(Section("", "Keep it", "Keep it.", "Keep it."), TEAM, MONDAY, "UTC")
    assert (bare.detail, bare.reason) == (None, "")


BITS = st.sampled_from(
    ["# ", "## ", "- ", "1. ", "[ ] ", "[x] ", "> ", "*", "**", "`", "```\n", "\n", "\n\n", " ",
     "    ", "word", "Use the thing", "It should be.", " ? ", "!", ".", "…", "A", "é", "\r\n", "\t",
     "(", ")", "[a](b)", "===\n", "---\n", "|", "Owner: client\n", "by Friday ", "☐ ", "•",
     "@Anna ", "\u2028", "\x00", "\ud800", "😀", "OFFICE", "Heading:\n", "Send it ", "<a> ",
     "a" * 400]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.text(), st.lists(BITS, max_size=60).map("".join)), st.sampled_from(["", "a.md"])
)
@example("***\n\n# \n\n- \n- [ ]\n", "a.md")
def test_whatever_is_read_stands_there_verbatim(text: str, name: str) -> None:
    read = read_sections(text, name)
    for each in read.found:
        assert each.quote
        assert each.quote in clean(text)
        assert len(each.quote) <= QUOTE_LIMIT
        assert 0 < len(each.text) <= TEXT_LIMIT
        line = line_of(each, TEAM, MONDAY, "Europe/Berlin")
        assert line.owner is None or line.owner.written in each.body + each.quote
    quotes = [" ".join(each.quote.split()).casefold() for each in read.found]
    assert len(set(quotes)) == len(quotes)


@pytest.mark.parametrize(
    "unit", ["# Do it\nIt should be.\n", "....", "* a\n", "> ", "[a](", "Use it. "]
)
@pytest.mark.parametrize("name", ["", "a.md"])
def test_the_work_grows_with_the_length_of_the_text(unit: str, name: str) -> None:
    def taken(size: int) -> float:
        begun = time.process_time()
        read_sections(unit * (size // len(unit)), name)
        return time.process_time() - begun

    taken(1_000)
    short, long = taken(4_000), taken(40_000)
    assert long < 40 * short + 0.2
