"""Changes and briefs are what Slack accepts, at their longest, and read well."""

import json
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest

from bot.demo.render import as_text
from bot.demo.slack.blocks import message_faults
from handlers import blocks as kit
from handlers.blocks import Message
from handlers.briefs.brief import Brief, Entry, Owed, Point
from handlers.briefs.cards import (
    Footer,
    Heading,
    Window,
    brief_message,
    brief_rest,
    changes_list,
    changes_posted,
)
from handlers.briefs.lines import Line
from handlers.briefs.things import Thing
from handlers.text import shorten
from tests.support.rows import MORNING, NAMES

TODAY = MORNING.date()
WINDOW = Window("since Mon 1 Jun", "1780300800000000:1780905600000000")
TEXTS = {
    "plain": "Notch the spoon clink",
    "longest": "x" * 40_000,
    "hostile": "<!channel> <https://evil.example|good> *x* &amp; <@U01>",
    "emoji": "\U0001f469\u200d\U0001f467" * 4000,
    "nothing": "",
}
LINK = "https://team.slack.com/archives/C01/p1?thread_ts=1780299000.000001&cid=C01"
HEADINGS = ("Cuts", "Notes and tasks", "Procedure and set-up")


def some_lines(count: int, words: str) -> list[Line]:
    short = shorten(words, 90)
    thing = Thing(uuid4(), "cut", shorten(f"v2 of {words}", 60), short, link=LINK)
    following = f"{shorten(words, 40)} does it, overdue since Fri 5 Jun 2026: {shorten(words, 80)}"
    return [
        Line(HEADINGS[3 * at // count], thing, shorten(words, 220), following)
        for at in range(count)
    ]


def a_brief(count: int, words: str) -> Brief:
    short = shorten(words, 80)
    entries = [Entry(f"T{at}", short, TODAY, at % 2 == 0, LINK) for at in range(count)]
    return Brief(
        where=[words[:300], "1 of 8 items done.", "Nothing is missing."],
        decisions=[Point(words, "decides", "U01" if at % 2 else "", LINK) for at in range(count)],
        owed=[Owed(f"U0{at}" if at else "", entries) for at in range(count)],
        rules=[words] * count,
    )


def every_message(count: int, words: str) -> Iterator[Message]:
    found, footer = some_lines(count, words), Footer(words, str(uuid4()))
    yield changes_list(found, words, WINDOW, 2)
    yield changes_posted(found, words, WINDOW, footer)
    made, heading = a_brief(count, words), Heading(words, "Wed 3 Jun 09:00", words)
    names = NAMES | {"U01": words}
    yield brief_message(made, heading, names, TODAY, footer)
    if rest := brief_rest(made, names, TODAY):
        yield rest


@pytest.mark.parametrize("count", [0, 3, 60])
@pytest.mark.parametrize("words", TEXTS.values(), ids=TEXTS)
def test_slack_accepts_everything(count: int, words: str) -> None:
    for message in every_message(count, words):
        assert not list(message_faults(message.blocks))
        assert 0 < len(message.text) <= 4000
        assert "<@" not in as_text(message.blocks) or words == TEXTS["hostile"]
        assert not [each for each in _all(message.blocks) if each.get("type") == "user"]
        assert kit.length(message.blocks) < 13_000


def _all(found: object) -> Iterator[dict[str, object]]:
    if isinstance(found, dict):
        yield found
        for each in found.values():
            yield from _all(each)
    elif isinstance(found, list):
        for each in found:
            yield from _all(each)


def test_every_page_of_the_changes_is_reached_and_every_line_is_on_one() -> None:
    found = [Line("Cuts", Thing(uuid4(), "cut", f"v{at}"), "up for review", "") for at in range(23)]
    shown, page = "", 1
    for _ in range(3):
        message = changes_list(found, "Spot", WINDOW, page)
        shown += as_text(message.blocks)
        turns = [
            each["value"]
            for each in _all(message.blocks)
            if each.get("action_id") == "changes_page"
        ]
        page = int(str(turns[-1]).rpartition(":")[2])
        assert all(str(each).startswith(f"{WINDOW.value}:") for each in turns)
    assert all(shown.count(f"• v{at}\n") == 1 for at in range(23))
    assert "More changes" not in as_text(changes_list(found, "Spot", WINDOW, 9).blocks)


def test_what_a_brief_has_no_room_for_is_in_its_thread() -> None:
    made = a_brief(20, "Notch it")
    first = brief_message(made, Heading("Spot", "now"), NAMES, TODAY, Footer(""))
    rest = brief_rest(made, NAMES, TODAY)
    assert rest
    assert "Decisions needed (20)" in as_text(first.blocks)
    assert "There is more" in as_text(rest.blocks)
    small = a_brief(2, "Notch it")
    assert brief_rest(small, NAMES, TODAY) is None
    assert "in the thread" not in as_text(
        brief_message(small, Heading("Spot", "now"), NAMES, TODAY, Footer("")).blocks
    )


def test_a_brief_reads_well() -> None:
    made = Brief(
        where=["Stage: rough cut, 2 of 3 criteria met. Picture lock is on Fri 12 Jun, in 9 days.",
               "14 of 22 items done, 8 open, 1 overdue.",
               "Worst: No owner on N12 (sound); Mix is Monday and waits on it. 5 gaps in all."],
        decisions=[Point("N3 and N5 ask for opposite things", "settles it", "U01"),
                   Point("v2 has no approver", "says who approves")],
        owed=[Owed("U02", [Entry("N12 (sound)", "Notch the clink", TODAY - timedelta(1), True),
                           Entry("T4", "Swap the shot", TODAY)]),
              Owed("", [Entry("T5", "Call the client")])],
        rules=["Feedback is collected in the thread.", "Whoever rejects an idea says why."],
    )  # fmt: skip
    footer = Footer("Every Monday 09:00 · turned on by producer", "5")
    heading = Heading("Coffee spot", "Mon 1 Jun 09:00", "Picture lock")
    message = brief_message(made, heading, NAMES, TODAY, footer)
    assert as_text(message.blocks) == (
        "Brief: Coffee spot\n"
        "Mon 1 Jun 09:00 · Picture lock · from the record\n"
        "  • Stage: rough cut, 2 of 3 criteria met. Picture lock is on Fri 12 Jun, in 9 days.\n"
        "  • 14 of 22 items done, 8 open, 1 overdue.\n"
        "  • Worst: No owner on N12 (sound); Mix is Monday and waits on it. 5 gaps in all.\n"
        "Decisions needed (2)\n"
        "  • N3 and N5 ask for opposite things: director settles it\n"
        "  • v2 has no approver: nobody is named who says who approves\n"
        "editor (2)\n"
        "  • N12 (sound)  Notch the clink · overdue since Sun 31 May\n"
        "  • T4  Swap the shot · by Mon 1 Jun\n"
        "Nobody yet (1)\n"
        "  • T5  Call the client · no date\n"
        "What we agreed: Feedback is collected in the thread. Whoever rejects an idea says why.\n"
        "Every Monday 09:00 · turned on by producer\n"
        "[Stop]"
    )
    json.dumps(message.blocks)
