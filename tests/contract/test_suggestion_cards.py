"""What is shown of drafts is what Slack accepts, at its longest, and reads well."""

from datetime import date
from typing import Any, get_args
from uuid import uuid4

import pytest

from bot.demo.render import as_text
from bot.demo.slack.blocks import message_faults, view_faults
from handlers import blocks as kit
from handlers.shots.cards import ListView, shot_list
from handlers.suggestions import forms, wording
from handlers.suggestions.cards import (
    DraftView,
    accepted_answer,
    all_accepted_answer,
    draft_card,
    draft_list,
    made_answer,
)
from handlers.suggestions.rules import MOST
from handlers.suggestions.wording import FALLBACKS, TITLES
from handlers.suggestions.written import asked_of, written_up
from store.tables import Document, Draft, Scene, Shot, Suggestion, Task
from store.types import Becomes, DraftKind, DraftState, ModelOutcome, NeedsPerson
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
    answer = accepted_answer(lines[0], "S1 is task T1 now.", a_task(1))
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


BECOMES: dict[DraftKind, Becomes] = {
    "questions": "question",
    "shotlist": "shot",
    "transcript": "summary",
    "clips": "clip",
    "cleanup": "note",
    "handoff": "handoff",
    "pickups": "pickup",
}


def drawn_from_the_record(kind: DraftKind, number: int, words: str, **values: Any) -> Suggestion:
    row: dict[str, Any] = {
        "becomes": BECOMES[kind], "source_kind": "note", "source_id": uuid4(),
        "source_name": words, "source_link": "https://films.example/n12",
        "detail": {"section": words, "start": 724_000, "end": 751_000},
    }  # fmt: skip
    return a_line(number, words, **row | values)


@pytest.mark.parametrize("words", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("kind", BECOMES)
def test_every_kind_fits_at_its_largest(kind: DraftKind, words: str) -> None:
    lines = [
        drawn_from_the_record(
            kind, at + 1, words, state=STATES[at % 3] if at > 8 else "draft",
            needs_person=get_args(NeedsPerson)[at % 5],
        )
        for at in range(MOST)
    ]  # fmt: skip
    draft = a_draft(
        words, kind=kind, drafted_by="model", model=words, prompt_version=f"{kind}/v1",
        dropped=dict.fromkeys((*wording.LEFT_OUT, words), 3),
    )  # fmt: skip
    view = a_view(lines, draft, words)
    card = draft_card(view)
    assert not message_faults(card.blocks)
    assert kit.length(card.blocks) < 12_000
    assert "<@" not in card.text
    for shown in (*(draft_list(view, page) for page in (1, 5)), forms.edit_modal(lines[0])):
        assert not view_faults(shown)
    assert not view_faults(forms.reject_all_modal(draft, MOST))
    written = written_up(draft, lines, NAMES | {"U09": words})
    asked = asked_of(draft, "U09", [(each, a_task(each.number)) for each in lines])
    told = all_accepted_answer(MOST, [words] * MOST, [words] * MOST)
    for message in (written, asked, told):
        assert not message_faults(message.blocks)
        assert kit.length(message.blocks) < 12_000
    assert str(asked.blocks).count("user_id") == 1
    assert "user_id" not in str(written.blocks)
    for state in get_args(DraftState):
        unready = a_draft(words, kind=kind, state=state, progress=words, cancelled_by="U09")
        assert not message_faults(draft_card(a_view([], unready, words)).blocks)
    scene = Scene(production_id=uuid4(), number="3A", title=words)
    shots = [
        Shot(
            production_id=uuid4(), scene_id=scene.id, number=at + 1, text=words, reason=words,
            suggestion_id=lines[0].id, added_by="U09",
        )
        for at in range(MOST)
    ]  # fmt: skip
    kept = Document(production_id=uuid4(), kind="shot list", link="https://films.example/shots")
    on_list = ListView(
        [(scene, each) for each in shots], {lines[0].id: lines[0]}, {"U09": words}, scene, kept
    )
    for page in (1, 5):
        assert not message_faults(shot_list(on_list, page).blocks)


def test_a_card_says_what_each_line_rests_on_and_becomes() -> None:
    lines = [
        drawn_from_the_record(
            "questions", 1, "Who signs off the music?", source_name="N12", quote="Is it cleared?",
            reason="it holds up the mix", next_action="ask before Friday",
            detail={"section": "Sound"}, needs_person="legal",
        ),
        drawn_from_the_record(
            "questions", 2, "Where is the window?", source_name="scene 3", quote="", owner=None,
            reason="", next_action="", detail=None,
        ),
        drawn_from_the_record(
            "shotlist", 3, "Close on the hands", state="accepted", source_name="scene 3"
        ),
        drawn_from_the_record("clips", 4, "He laughs", state="accepted", source_name="a.srt"),
        drawn_from_the_record("cleanup", 5, "Lower the music", state="accepted", source_name="N4",
                              detail=None),
    ]  # fmt: skip
    draft = a_draft(
        "scene 3, the kitchen", kind="questions", fallback="limit",
        dropped={"no source": 2, "stands already": 1},
    )  # fmt: skip
    view = a_view(lines, draft, "editor")
    view = DraftView(draft, lines, view.names, "UTC", TODAY, shots={lines[2].id: "3.2"})
    assert as_text(draft_card(view).blocks) == (
        "Questions to decide on\nAbout scene 3, the kitchen\n"
        "2 to decide on, 3 accepted · drafted by the built-in reader for editor: the month's limit "
        "of tokens is used up\n"
        "Left out: 2 without a source in the record and 1 standing already.\n"
        "S1  Who signs off the music?\n"
        "asks editor · next: ask before Friday · why: it holds up the mix · under “Sound” · "
        "only asked, since it is a legal matter · from N12\n"
        "  ┃ Is it cleared?\n"
        "[Accept] [Reject] [Edit]\n"
        "S2  Where is the window?\nnobody to ask · no next action · from scene 3\n"
        "  ┃ The words it rests on were deleted.\n"
        "[Accept] [Reject] [Edit]\n"
        "Decided:\n"
        "  • S3 Close on the hands · accepted by editor: shot 3.2\n"
        "  • S4 He laughs · accepted by editor: written up in the thread\n"
        "  • S5 Lower the music · accepted by editor: N4\n"
        "[Accept all] [Reject all]"
    )


@pytest.mark.parametrize("kind", get_args(DraftKind))
def test_every_kind_of_draft_has_a_card_and_says_who_drafted_it(kind: DraftKind) -> None:
    draft = a_draft(kind=kind, drafted_by="model", model="small", prompt_version=f"{kind}/v1")
    shown = as_text(draft_card(a_view([a_line(1, "Slate every take")], draft)).blocks)
    assert shown.startswith(f"{TITLES[kind]}\nFrom this message\n")
    assert f"drafted by a model (small, {kind}/v1) for editor" in shown
    begun = draft_card(a_view([], a_draft("v2", kind=kind, state="drafting", progress="2 of 5")))
    assert as_text(begun.blocks).endswith("2 of 5\nAsked for by editor\n[Cancel]")
    cancelled = a_view([], a_draft("v2", kind=kind, state="cancelled", cancelled_by="U02"))
    assert "Cancelled by editor, nothing was drafted." in as_text(draft_card(cancelled).blocks)
    nothing = as_text(draft_card(a_view([], a_draft("v2", kind=kind))).blocks)
    assert "Nothing to decide on" in nothing


def test_every_way_in_which_a_model_fails_has_words() -> None:
    assert set(get_args(ModelOutcome)) - {"answered"} < set(FALLBACKS)


def test_what_was_accepted_is_written_up_under_its_headings() -> None:
    lines = [
        drawn_from_the_record(
            "clips", 1, "He laughs", state="accepted", owner=None, quote="I burnt the toast",
            source_name="a.srt", detail={"section": "Warmth", "start": 724_000, "end": 751_500},
        ),
        drawn_from_the_record(
            "clips", 2, "The plan", state="accepted", quote="The plan", source_name="line 12",
            detail={"section": "Plans"},
        ),
        drawn_from_the_record(
            "clips", 3, "She agrees", state="accepted", owner=None, quote="",
            source_name="00:20:00", detail={"section": "Warmth", "start": 1_200_000},
        ),
    ]  # fmt: skip
    written = written_up(a_draft("a.srt", kind="clips"), lines, NAMES | {"U09": "editor"})
    assert as_text(written.blocks) == (
        "Clips: a.srt\n"
        "Warmth\n"
        "  • He laughs “I burnt the toast” · a.srt, 00:12:04–00:12:31\n"
        "  • She agrees · 00:20:00\n"
        "Plans\n"
        "  • The plan · editor · line 12\n"
        "3 lines, accepted by editor"
    )


def test_who_asked_is_told_what_the_card_does_not_say() -> None:
    assert made_answer(3, [], [], 4) == ""
    assert made_answer(0, [7], [], 1) == (
        "S7 stands already, so it was not drafted twice. "
        "Left out: 1 passage with nothing to do in it."
    )
    said = made_answer(50, [1, 2], ["Slate every take", "Keep it dark"], 0)
    assert said.startswith("S1 and S2 stand already and were not drafted twice. 50 are drafted")
    assert "2 sections did not fit: “Slate every take” and “Keep it dark”." in said
