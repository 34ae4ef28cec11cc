"""What is shown of conflicts is what Slack accepts, at its longest, and notifies nobody."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from bot.demo.render import as_text
from bot.demo.slack.blocks import message_faults, view_faults
from handlers import blocks as kit
from handlers.conflicts.entry import ConflictView, conflict_blocks
from handlers.conflicts.forms import why_modal, words_modal
from handlers.notes.entry import note_blocks
from handlers.notes.words import Elsewhere, Settled
from store.tables import Conflict, Decision
from tests.support.rows import MORNING, NAMES, a_note_view, a_task

HOSTILE = "<!channel> <https://evil.example|good> *x* &amp; <@U01>"
TEXTS = {
    "plain": "keep the pause",
    "longest": "x" * 40_000,
    "hostile": HOSTILE,
    "emoji": "\U0001f469\u200d\U0001f467" * 4000,
    "nothing": "",
    "lines": "a\n\n\nb",
}
DAY = MORNING.date()


def a_side(number: int, words: str, *, here: bool = True, **values: Any) -> Elsewhere:
    view = a_note_view(number, words, text=words, **values)
    return Elsewhere(view, words, DAY, here=here)


def a_decision(number: int, what: str) -> Decision:
    return Decision(
        production_id=uuid4(), number=number, what=what, why=what, decided_by="U01",
        logged_by="U01", at=MORNING,
    )  # fmt: skip


def a_conflict(sides: int, words: str, **values: Any) -> ConflictView:
    made = [a_side(number, words, here=number % 2 == 0) for number in range(1, sides + 1)]
    made[0] = a_side(1, words, here=False, state="accepted")
    made[0] = replace(made[0], view=replace(made[0].view, task=a_task(3, words)))
    conflict = Conflict(production_id=uuid4(), review_id=uuid4())
    return ConflictView(conflict, made, **values)


def many(words: str) -> list[ConflictView]:
    """Twelve large open conflicts, and twelve settled ones."""
    waiting = [a_conflict(12, words, before=a_decision(3, words)) for _ in range(12)]
    settled = [a_conflict(2, words, decision=a_decision(at, words)) for at in range(1, 13)]
    return [*waiting, *settled]


def parts(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from parts(each)


@pytest.mark.parametrize("words", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("decider", [None, "U01", "U99"])
def test_slack_accepts_conflicts_of_any_words(words: str, decider: str | None) -> None:
    names = NAMES | {"U01": words, "U99": words}
    blocks = conflict_blocks(many(words), names, decider)
    assert not list(message_faults(blocks))
    assert not {part.get("type") for part in parts(blocks)} & {"mrkdwn", "user", "broadcast"}
    notes = [a_side(number, words).view.note for number in range(1, 200)]
    for view in (words_modal(str(uuid4()), notes), why_modal(a_decision(1, words))):
        assert not list(view_faults(view))


def test_a_card_has_room_for_other_things() -> None:
    """Three open conflicts at most, four sides of each with a button, six settled ones."""
    blocks = conflict_blocks(many("keep the pause"), NAMES, "U01")
    assert len(blocks) == 3 * 7 + 1 + 1
    assert kit.length(blocks) < 4000
    shown = as_text(blocks)
    assert "and 9 more conflicts to settle." in shown
    assert "Also part of it: N5, N6, N7" in shown
    assert "and 6 before" in shown
    assert len(conflict_blocks([a_conflict(2, "keep it")], NAMES, "U01")) == 4


def test_every_side_has_a_button_of_its_own() -> None:
    view = a_conflict(3, "keep the pause")
    key = view.conflict.id
    pressed = [
        (part["action_id"], part["value"], part["text"]["text"])
        for part in parts(conflict_blocks([view], NAMES, "U01"))
        if part.get("type") == "button"
    ]
    ids = [side.view.note.id for side in view.notes]
    assert pressed == [
        ("conflict_choose", f"{key}:{ids[0]}", "This: N1"),
        ("conflict_choose", f"{key}:{ids[1]}", "That: N2"),
        ("conflict_choose", f"{key}:{ids[2]}", "Or: N3"),
        ("conflict_choose", f"{key}:neither", "None of them"),
        ("conflict_both", str(key), "All of them"),
        ("conflict_words", str(key), "Other words"),
    ]


def test_no_two_buttons_of_a_block_share_an_action() -> None:
    """Slack refuses a message in which they do."""
    for block in conflict_blocks(many("keep the pause"), NAMES, "U01"):
        actions = [part["action_id"] for part in parts(block) if part.get("type") == "button"]
        assert len(actions) == len(set(actions))


def test_a_closed_round_says_what_waits_and_offers_nothing() -> None:
    blocks = conflict_blocks([a_conflict(2, "keep it")], NAMES, "U01", closed=True)
    assert not list(message_faults(blocks))
    assert "Conflict: N1 or N2 · reopen the round to settle it" in as_text(blocks)
    assert "button" not in {part.get("type") for part in parts(blocks)}


def test_what_stands_is_said_and_who_decides() -> None:
    view = a_conflict(2, "keep the pause", before=a_decision(2, "keep the logo"))
    shown = as_text(conflict_blocks([view], NAMES, "U01"))
    assert "Conflict: N1 or N2 · director decides" in shown
    assert "Decided before: D2 · director: keep the logo" in shown
    assert "“keep the pause” (keep the pause, accepted, T3 open)" in shown
    assert conflict_blocks([], NAMES, "U01") == []


def test_nothing_is_said_of_deleted_words() -> None:
    view = a_conflict(2, "keep Marguerite's pause")
    gone = a_side(2, "Marguerite", source_state="deleted")
    view = replace(view, notes=[a_side(1, "keep the pause"), gone])
    shown = as_text(conflict_blocks([view], NAMES, "U01"))
    assert "Marguerite" not in shown
    assert "its message was deleted" in shown


@pytest.mark.parametrize(
    ("state", "said"), [("draft", True), ("folded", True), ("rejected", False)]
)
def test_a_note_that_asks_again_shows_what_was_decided(state: str, said: bool) -> None:
    asking = replace(
        a_note_view(7, "trim the pause", state=state),
        settled=Settled(a_decision(2, "keep the pause"), DAY),
    )
    shown = as_text(note_blocks(asking, NAMES))
    wanted = f"Decided on {DAY.day} {DAY:%b} by director: keep the pause (D2): keep the pause"
    assert (wanted in shown) == said


def test_what_a_note_became_or_lost_to_is_named() -> None:
    decision = replace(
        a_note_view(7, "trim the pause"), settled=Settled(a_decision(2, "keep"), DAY)
    )
    decision.note.state = "accepted"
    assert "decision D2" in as_text(note_blocks(decision, NAMES))
    decision.note.state = "rejected"
    assert "Rejected: D2: keep: keep" in as_text(note_blocks(decision, NAMES))
