"""A card with everything at once, at its longest, is one that Slack accepts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.demo.render import as_text
from bot.demo.slack.blocks import message_faults
from handlers import blocks as kit
from handlers.reviews.cards import LeftBehind, Newer, ReviewView, review_card, round_sheet
from tests.contract.test_approval_cards import USERS, a_view
from tests.contract.test_cards import NOTE_STATES, TEXTS, a_busy_note, a_busy_review
from tests.contract.test_conflict_cards import many
from tests.support.rows import MORNING, a_cut, a_production, a_review

WORDS = {name: TEXTS[name] for name in ("plain", "longest", "emoji", "hostile", "nothing")}

MOST = 13_000
"""Characters from which Slack refuses a message, as tried out."""


def everything(words: str, count: int = 200) -> ReviewView:
    """Two hundred notes in every state, some late, twelve conflicts, twelve approvers, fifteen
    rounds, three of them with undecided notes."""
    view = a_busy_review(count, words, NOTE_STATES)
    late = [a_busy_note(count + at, words) for at in range(1, 12)]
    for each in late:
        each.note.late = True
    view.review.state, view.review.round = "frozen", 15
    view.review.frozen_at, view.review.frozen_by = MORNING + timedelta(hours=1), "U09"
    view.production.agreed_rounds = 15
    older = [a_review(a_cut(a_production(words), version=words)) for _ in range(5)]
    return replace(
        view,
        notes=[*view.notes, *late],
        names={**view.names, **dict.fromkeys(USERS, words)},
        approvals=a_view(words, said="approved with notes"),
        conflicts=many(words),
        finished=USERS,
        left_behind=[LeftBehind(words, each, 3) for each in older],
    )


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_slack_accepts_a_card_with_everything(words: str) -> None:
    card = review_card(everything(words))
    assert message_faults(card.blocks) == []
    assert kit.length(card.blocks) <= MOST
    shown = as_text(card.blocks)
    assert "[Finished reviewing] [Close the round] [Reopen the round]" in shown
    assert "11 late" in shown
    assert "Show all 211 notes" in shown


def test_with_words_as_people_write_them_every_lot_is_there() -> None:
    shown = as_text(review_card(everything("logo")).blocks)
    for lot in ("Conflict: N1", "Late, for the next round", "rejected before", "Accepted"):
        assert lot in shown


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_slack_accepts_what_is_left_of_a_superseded_one(words: str) -> None:
    view = everything(words)
    card = review_card(replace(view, newer=Newer(view.cut, "https://team.slack.com/archives/C1")))
    assert message_faults(card.blocks) == []
    pressed = {
        element["action_id"]
        for block in card.blocks
        if block["type"] == "actions"
        for element in block["elements"]
    }
    assert pressed == {"notes_list"}


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_slack_accepts_the_sheet(words: str) -> None:
    sheet = round_sheet(everything(words))
    assert message_faults(sheet.blocks) == []
    assert kit.length(sheet.blocks) <= MOST
    assert "N201" not in as_text(sheet.blocks), "late ones are none of it"
