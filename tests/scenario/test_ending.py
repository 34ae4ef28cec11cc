"""Ending a round: finished, frozen with a sheet, late notes, closed, reopened."""

import asyncio

from bot.demo.render import as_text
from tests.support.acting import (
    Json,
    actions,
    card,
    card_text,
    key_of,
    note,
    notes,
    press_note,
    reviews,
    settled,
    thread_under_review,
    told,
    told_so_far,
)
from tests.support.running import Running
from tests.support.team import CHANNEL, PEOPLE
from tests.support.watching import WORKSPACE

IDS = {name: user for user, name in PEOPLE.items()}
LOGO, STEAM = "0:08 make the logo bigger", "0:21 please hold the steam a second longer"


async def pressed(scripty: Running, root: str, user: str, action_id: str, times: int = 1) -> None:
    """A button about the round, all presses at once; also one that the card no longer shows."""
    review, shown = (await reviews(scripty))[-1], card(scripty, root)
    button = {"type": "button", "action_id": action_id, "value": review["id"]}
    answers = await asyncio.gather(
        *(
            scripty.people.press(
                user, CHANNEL, shown, action_id, block_id=f"round:{review['id']}", element=button
            )
            for _ in range(times)
        )
    )
    assert {answer.status for answer in answers} == {200}
    await settled(scripty)


def sheets(scripty: Running, root: str) -> list[Json]:
    found = scripty.team.slack.bot_messages(CHANNEL, root)
    return [message for message in found if key_of(message).startswith("sheet:")]


async def test_freezing_posts_one_numbered_sheet_and_later_notes_are_late(
    scripty: Running,
) -> None:
    root = await thread_under_review(scripty, ("client", LOGO), ("director", STEAM))
    await press_note(scripty, root, "director", "note_accept", 2)
    await pressed(scripty, root, "editor", "review_freeze")
    (sheet,) = sheets(scripty, root)
    words = as_text(sheet["blocks"])
    assert "N1" in words
    assert "to decide" in words
    assert "N2" in words
    assert "T1" in words
    await scripty.people.post("client", CHANNEL, "0:30 the end card is too dark", thread_ts=root)
    await settled(scripty)
    late = await note(scripty, 3)
    assert (late["late"], late["state"]) == (True, "draft")
    assert not (await note(scripty, 1))["late"]
    assert "Late, for the next round" in card_text(scripty, root)
    assert "client, under a minute late" in card_text(scripty, root)
    assert len(sheets(scripty, root)) == 1
    assert "N3" not in as_text(sheets(scripty, root)[0]["blocks"])


async def test_what_was_written_in_time_and_read_after_the_freeze_is_on_the_sheet(
    scripty: Running,
) -> None:
    root = await thread_under_review(scripty, ("client", LOGO))
    await scripty.people.post("director", CHANNEL, STEAM, thread_ts=root)
    await pressed(scripty, root, "editor", "review_freeze")
    assert [each["late"] for each in (await notes(scripty)).values()] == [False, False]
    assert "N2" in as_text(sheets(scripty, root)[0]["blocks"])


async def test_a_client_does_not_end_the_round_and_is_told_who_does(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("client", LOGO))
    await pressed(scripty, root, "client", "review_freeze")
    await told(scripty, "client", "Rounds are ended and reopened by editor")
    assert (await reviews(scripty))[0]["state"] == "open"


async def test_freezing_twice_at_once_freezes_once(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("client", LOGO))
    await pressed(scripty, root, "editor", "review_freeze", times=5)
    assert len(actions((await scripty.record())["events"], "review.frozen")) == 1
    assert len(sheets(scripty, root)) == 1
    assert sum("is frozen by editor" in words for words in told_so_far(scripty, "editor")) == 4


async def test_a_closed_round_changes_only_by_reopening(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("client", LOGO))
    await pressed(scripty, root, "editor", "review_close")
    review = (await reviews(scripty))[0]
    assert (review["state"], review["closed_by"]) == ("closed", IDS["editor"])
    await press_note(scripty, root, "director", "note_accept", 1)
    assert (await note(scripty, 1))["state"] == "draft"
    await told(scripty, "director", "reopen")
    await pressed(scripty, root, "editor", "review_reopen")
    assert (await reviews(scripty))[0]["state"] == "open"
    await press_note(scripty, root, "director", "note_accept", 1)
    assert (await note(scripty, 1))["state"] == "accepted"


async def test_what_came_late_is_in_time_once_the_round_is_open_again(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("client", LOGO))
    await pressed(scripty, root, "editor", "review_freeze")
    await scripty.people.post("client", CHANNEL, STEAM, thread_ts=root)
    await settled(scripty)
    assert (await note(scripty, 2))["late"]
    await pressed(scripty, root, "editor", "review_reopen")
    assert not (await note(scripty, 2))["late"]
    assert "Late, for the next round" not in card_text(scripty, root)


async def test_finished_reviewing_is_said_once_and_approves_nothing(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("client", LOGO))
    await pressed(scripty, root, "client", "review_finished", times=3)
    review = (await reviews(scripty))[0]
    assert [each["person"] for each in review["finished"]] == [IDS["client"]]
    assert "finished reviewing: client" in card_text(scripty, root)
    assert sum("said so already" in words for words in told_so_far(scripty, "client")) == 2
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        assert not await work.approvals.of_cuts(
            [cut.id for p in await work.productions.all() for cut in await work.reviews.cuts(p.id)]
        )
