"""What is shown of drafts as a whole, and of taste, is what Slack accepts, at its largest."""

from typing import Any, get_args
from uuid import uuid4

import pytest

from bot.demo.render import as_text
from bot.demo.slack.blocks import message_faults
from handlers.judging.cards import (
    PAGE,
    DraftsReport,
    DraftsView,
    drafts_list,
    picture_of,
    report_message,
)
from handlers.judging.rules import Drafter, Judged, Tally
from handlers.taste import cards as taste
from handlers.taste.rules import ALL, THEMES, Turned, themes
from store.tables import Draft, Suggestion
from store.types import DraftKind, DraftState
from tests.support.rows import MORNING, NAMES

TEXTS = {
    "plain": "Shoot the lighthouse",
    "longest": "x" * 40_000,
    "hostile": "<!channel> <https://evil.example|good> *x* &amp; <@U01>",
    "emoji": "\U0001f469\u200d\U0001f467" * 4000,
    "nothing": "",
}
LINK = "https://films.example/archives/C01/p1"


def fits(message: Any) -> None:
    assert message_faults(message.blocks) == []
    assert 0 < len(message.text) <= 4000
    assert "<!channel>" not in message.text
    assert "<@U01>" not in message.text


@pytest.mark.parametrize("words", TEXTS.values(), ids=TEXTS)
def test_lists_of_drafts_fit(words: str) -> None:
    drafts = [
        Draft(
            production_id=uuid4(), kind=kind, state=state, title=words, asked_by="U02",
            cancelled_by="U09", made_at=MORNING,
        )
        for kind in get_args(DraftKind)
        for state in get_args(DraftState)
    ]  # fmt: skip
    lines = {
        each.id: [Suggestion(production_id=uuid4(), draft_id=each.id, number=1)] for each in drafts
    }
    links = {each.id: LINK for each in drafts}
    names = NAMES | {"U09": words}
    view = DraftsView(words, drafts, lines, links, names, "UTC", MORNING.date())
    for page in range(len(drafts) // PAGE + 3):
        fits(drafts_list(view, page))
    fits(drafts_list(DraftsView(words, [], {}, {}, {}, "UTC", MORNING.date())))


@pytest.mark.parametrize("words", TEXTS.values(), ids=TEXTS)
def test_reports_on_drafts_fit(words: str) -> None:
    many = 10**9
    tally = Tally(
        many, many, many, many, many, many, many, many, many, {words: many, "repeated": 1}
    )
    drafters = [
        (Drafter(kind, f"{words}{at}", f"{kind}/v{at}"), tally)
        for at in range(12)
        for kind in get_args(DraftKind)
    ]
    report = DraftsReport(words, Judged(drafters, many, many))
    fits(report_message(report))
    assert len(picture_of(report).alt) <= 1000
    fits(report_message(DraftsReport(words, Judged())))


def test_a_table_fits_a_phone() -> None:
    tally = Tally(9, 999, 99, 99, 99, 999, 9)
    drafters = [(Drafter(kind), tally) for kind in get_args(DraftKind)]
    blocks = report_message(DraftsReport("Spot", Judged(drafters))).blocks
    tables = [
        element["elements"][0]["text"]
        for block in blocks
        for element in block.get("elements", [])
        if element.get("type") == "rich_text_preformatted"
    ]
    assert tables
    assert max(len(row) for table in tables for row in table.splitlines()) <= 38


@pytest.mark.parametrize("words", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("theme", ["", "sound", ALL])
def test_taste_fits(words: str, theme: str) -> None:
    turned = [
        Turned(f"S{at}", name, words, words if at % 2 else "", "U09", MORNING, LINK, 99, uuid4())
        for at in range(40)
        for name in THEMES
    ]
    names = NAMES | {"U09": words}
    view = taste.TasteView(words, themes(turned), names, "UTC", MORNING.date(), theme, "U09")
    for page in (1, 2, 400):
        fits(taste.taste_message(view, page))
    fits(taste.taste_message(taste.TasteView(words, [], {}, "UTC", MORNING.date(), theme)))


def test_a_reason_stands_first_and_only_who_rejected_is_asked_for_theirs() -> None:
    turned = [
        Turned("S4", "sound", "Record the waves", "we have them", "U01", MORNING, LINK, 2),
        Turned("S5", "sound", "Record the wind", "", "U02", MORNING, "", 0, uuid4()),
        Turned("S6", "sound", "Record the gulls", "", "U01", MORNING, "", 0, uuid4()),
        Turned("N7", "sound", "Lower the wind", "", "U01", MORNING, "", 0, note=uuid4()),
    ]
    view = taste.TasteView(
        "Spot", themes(turned), NAMES, "UTC", MORNING.date(), "sound", viewer="U02"
    )
    message = taste.taste_message(view)
    said = as_text(message.blocks)
    assert "sound: 4 turned down, 1 with a reason; came back 2 times" in said
    assert "“we have them” – director, 1 Jun · S4 Record the waves · came back 2 times" in said
    assert said.index("“we have them”") < said.index("S5 Record the wind · no reason given")
    asked = [
        each["value"]
        for block in message.blocks
        for each in block.get("elements", [])
        if each.get("action_id", "").startswith("taste_why")
    ]
    assert asked == [str(turned[1].suggestion)]
