"""What is shown of milestones is what Slack accepts, at its longest, and reads well."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from bot.demo.render import as_text
from bot.demo.slack.blocks import message_faults, view_faults
from handlers import blocks as kit
from handlers.milestones import forms
from handlers.milestones.cards import (
    MilestoneView,
    Move,
    Said,
    milestone_card,
    milestone_list,
    moved_message,
)
from handlers.milestones.gaps import Gap
from handlers.milestones.items import Item, Points
from handlers.milestones.rules import Standing, Wanted, moment_of
from store.tables import Milestone
from tests.support.rows import MORNING, NAMES, a_production

TODAY = MORNING.date()
JUNE_12 = date(2026, 6, 12)
TEXTS = {
    "plain": "Picture lock",
    "longest": "x" * 40_000,
    "hostile": "<!channel> <https://evil.example|good> *x* &amp; <@U01>",
    "emoji": "\U0001f469\u200d\U0001f467" * 4000,
    "nothing": "",
    "lines": "a\n\n\nb",
}


def a_milestone(name: str = "Picture lock", day: date = JUNE_12, **values: Any) -> Milestone:
    row: dict[str, Any] = {
        "production_id": uuid4(), "name": name, "day": day, "created_by": "U02",
        "at": moment_of(day, None, "UTC"), "since": MORNING,
    }  # fmt: skip
    return Milestone(**row | values)


def an_item(milestone: Milestone, number: int, words: str, *, done: bool = False) -> Item:
    points = Points(owner="U02", due=TODAY + timedelta(days=number % 9))
    return Item(
        "task", uuid4(), milestone, f"T{number}", points, about=words, title=words, done=done
    )


def a_view(milestone: Milestone, words: str = "", count: int = 0, **values: Any) -> MilestoneView:
    things = [an_item(milestone, at, words, done=at % 3 == 0) for at in range(count)]
    others = [a_milestone(f"{words} {at}", JUNE_12 + timedelta(days=at)) for at in range(count)]
    view = MilestoneView(
        milestone, a_production(words or "Coffee spot"), TODAY, MORNING,
        items=things, gaps=[Gap("no owner", each) for each in things if not each.done],
        waits_for=others, waited_for_by=others, cancelled=words, names=NAMES,
        moved=Said("U01", MORNING, words) if milestone.moves else None,
    )  # fmt: skip
    return replace(view, **values)


def everything(words: str, count: int) -> Iterator[kit.Message | kit.View]:
    standing_one = a_milestone(words, moves=count, consequence=words, by_date=count == 0)
    view = a_view(standing_one, words, count)
    closed = a_milestone(words, state="cancelled", closed_at=MORNING, closed_by="U01")
    yield milestone_card(view)
    yield milestone_card(a_view(closed, words, count))
    listed = [a_view(a_milestone(words), words, 8) for _ in range(min(count, 30))]
    yield milestone_list(listed, [closed] * count, "Milestones", TODAY)
    yield moved_message(view, Move(words, words, Said("U01", MORNING, words)), view.items)
    others = frozenset(str(each.id) for each in view.waits_for)
    wanted = Wanted(words, words, count == 0, others)
    standing = Standing(standing_one, view.production, view.items, view.gaps)
    yield forms.edit_modal(standing_one, wanted, view.waits_for)
    yield forms.move_modal(standing, because=words, told=count)
    yield forms.complete_modal(standing, NAMES, TODAY)
    yield forms.cancel_modal(standing)


@pytest.mark.parametrize("count", [0, 3, 120])
@pytest.mark.parametrize("words", TEXTS.values(), ids=TEXTS)
def test_slack_accepts_everything_and_nobody_is_notified(words: str, count: int) -> None:
    for shown in everything(words, count):
        blocks = shown.blocks if isinstance(shown, kit.Message) else shown["blocks"]
        assert not (view_faults(shown) if isinstance(shown, dict) else message_faults(blocks))
        assert "'type': 'user'" not in str(blocks)
        assert "mrkdwn" not in str(blocks)


def test_the_card_says_when_how_far_and_what_waits() -> None:
    lock = a_milestone(time="17:00", moves=2, consequence="the cinema is lost")
    mix, sound = a_milestone("Mix", date(2026, 6, 18)), a_milestone("Sound", date(2026, 6, 20))
    things = [an_item(lock, at, "sound", done=at < 2) for at in range(4)]
    view = a_view(
        lock, items=things, waits_for=[sound], waited_for_by=[mix],
        gaps=[Gap("no owner", things[2]), Gap("no consequence", things[3], speaks=False)],
        moved=Said("U01", MORNING, "the client needs a week"),
    )  # fmt: skip
    assert as_text(milestone_card(view).blocks) == (
        "Picture lock\n"
        "Fri 12 Jun 17:00\n"
        "2 of 4 done · 1 without an owner\n"
        "Waits for Sound (Sat 20 Jun)\n"
        "Waited for by Mix (Thu 18 Jun)\n"
        "Sound comes after it, though\n"
        "If it slips: the cinema is lost\n"
        "Moved twice, last on Mon 1 Jun by director: “the client needs a week”\n"
        "Milestone of Coffee spot · made by editor\n"
        "As of Mon 1 Jun 09:00\n"
        "[Check] [Edit] [Move] [Complete] [Cancel]"
    )


def test_one_that_is_closed_says_by_whom_and_can_be_opened_again() -> None:
    lock = a_milestone(state="cancelled", closed_at=MORNING, closed_by="U01")
    assert as_text(milestone_card(a_view(lock, cancelled="no film")).blocks) == (
        "Picture lock\n"
        "Cancelled on Mon 1 Jun 09:00 by director: “no film”\n"
        "It was for Fri 12 Jun.\n"
        "Milestone of Coffee spot · made by editor\n"
        "[Reopen]"
    )


def test_a_move_says_why_and_what_is_ones_own() -> None:
    lock = a_milestone(day=date(2026, 6, 19), moves=1)
    move = Move("Fri 12 Jun", "Fri 19 Jun", Said("U01", MORNING, "the client needs a week"))
    mine = [an_item(lock, 4, "", done=False), replace(an_item(lock, 5, "lower it"), about="sound")]
    assert as_text(moved_message(a_view(lock), move, mine).blocks) == (
        "Picture lock moves from Fri 12 Jun to Fri 19 Jun\n"
        "director: “the client needs a week”\n"
        "Yours on it, due as before:\n"
        "  • T4, due Fri 5 Jun\n"
        "  • T5 (sound)  lower it, due Sat 6 Jun\n"
        "Coffee spot · said once a move"
    )
