"""What is shown of drafts is what Slack accepts, at its longest, and reads well."""

from datetime import date
from typing import Any, get_args
from uuid import uuid4

import pytest

from bot.demo.render import as_text
from bot.demo.slack.blocks import message_faults, view_faults
from handlers import blocks as kit
from handlers.suggestions import forms
from handlers.suggestions.cards import (
    TITLES,
    DraftView,
    accepted_answer,
    draft_card,
    draft_list,
    made_answer,
)
from handlers.suggestions.rules import MOST
from store.tables import Draft, Suggestion, Task
from store.types import DraftKind
from tests.support.rows import MORNING, NAMES

TODAY = MORNING.date()
DUE = date(2026, 6, 12)
STATES = ("draft", "accepted", "rejected", "merged")
TEXTS = {
    "plain": "Slate every take",
    "longest": "x" * 40_000,
    "hostile": "<!channel> <https://evil.example|good> *x* &amp; <@U01>",
    "emoji": "\U0001f469\u200d\U0001f467" * 4000,
    "nothing": "",
    "lines": "a\n\n\nb",
}


def a_draft(words: str = "", **values: Any) -> Draft:
    row: dict[str, Any] = {
        "production_id": uuid4(),
        "kind": "sections",
        "title": words,
        "asked_by": "U02",
    }
    return Draft(**row | {"source_permalink": "https://films.example/p1"} | values)


def a_line(number: int, words: str, state: str = "draft", **values: Any) -> Suggestion:
    decided = {} if state == "draft" else {"decided_by": "U02", "decided_at": MORNING}
    row: dict[str, Any] = {
        "production_id": uuid4(), "draft_id": uuid4(), "number": number, "state": state,
        "text": words, "quote": words, "reason": words, "next_action": words, "owner": "U09",
        "due": DUE, "detail": {"section": words}, "decision_reason": words or None,
    }  # fmt: skip
    return Suggestion(**row | decided | values)


def a_task(number: int, **values: Any) -> Task:
    return Task(production_id=uuid4(), number=number, title="Slate every take", **values)


def a_view(lines: list[Suggestion], draft: Draft, words: str = "") -> DraftView:
    earlier = a_line(900, words or "Slate every take", "rejected")
    for each in lines:
        if each.state == "merged":
            each.detail = {"repeats": str(earlier.id)}
    tasks = {each.id: a_task(each.number) for each in lines if each.state == "accepted"}
    return DraftView(
        draft, lines, NAMES | {"U09": words}, "UTC", TODAY, tasks, {earlier.id: earlier}
    )


@pytest.mark.parametrize("words", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("count", [1, MOST * 2])
@pytest.mark.parametrize("states", [STATES[:1], STATES, STATES[1:]])
def test_what_is_shown_fits(words: str, count: int, states: tuple[str, ...]) -> None:
    lines = [a_line(at + 1, words, states[at % len(states)]) for at in range(count)]
    view = a_view(lines, a_draft(words), words)
    card = draft_card(view)
    assert not message_faults(card.blocks)
    assert kit.length(card.blocks) < 12_000
    assert "<@" not in card.text
    pages = [draft_list(view, page) for page in (0, 1, 2, 99)]
    forms_ = [make(each) for make in (forms.reject_modal, forms.edit_modal) for each in lines[:1]]
    for shown in (*pages, *forms_):
        assert not view_faults(shown)
    answer = accepted_answer(lines[0], a_task(1))
    assert not message_faults(answer.blocks)
    assert len(made_answer(MOST, range(1, count), [words] * count, count)) < 3000


def test_a_card_says_what_became_of_each_line() -> None:
    lines = [
        a_line(3, "Slate every take", next_action="", reason="", owner=None, detail=None),
        a_line(4, "Keep it dark", "accepted"),
        a_line(5, "Shoot twice", "rejected", decision_reason="no time"),
        a_line(6, "Name one owner", "merged"),
    ]
    view = a_view(lines, a_draft("A shoot day"))
    assert as_text(draft_card(view).blocks) == (
        "Sections to decide on\nFrom A shoot day\n"
        "1 to decide on, 1 accepted, 1 rejected, 1 folded away · "
        "drafted by the built-in reader for editor\n"
        "S3  Slate every take\nno owner · Fri 12 Jun · no next action\n[Accept] [Reject] [Edit]\n"
        "Decided:\n"
        "  • S4 Keep it dark · accepted by editor: T4\n"
        "  • S5 Shoot twice · rejected by editor: “no time”\n"
        "Rejected before, so folded away:\n"
        "  • S6 Name one owner · S900, rejected on 1 Jun: “Slate every take”\n"
        "[All 4]"
    )


@pytest.mark.parametrize("kind", get_args(DraftKind))
def test_every_kind_of_draft_has_a_card_and_says_who_drafted_it(kind: DraftKind) -> None:
    view = a_view([a_line(1, "Slate every take")], a_draft(kind=kind, drafted_by="model"))
    shown = as_text(draft_card(view).blocks)
    assert shown.startswith(f"{TITLES[kind]}\nFrom this message\n")
    assert "drafted by a model for editor" in shown


def test_who_asked_is_told_what_the_card_does_not_say() -> None:
    assert made_answer(3, [], [], 4) == ""
    assert made_answer(0, [7], [], 1) == (
        "S7 stands already, so it was not drafted twice. "
        "Left out: 1 passage with nothing to do in it."
    )
    said = made_answer(50, [1, 2], ["Slate every take", "Keep it dark"], 0)
    assert said.startswith("S1 and S2 stand already and were not drafted twice. 50 are drafted")
    assert "2 sections did not fit: “Slate every take” and “Keep it dark”." in said
