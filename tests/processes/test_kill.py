"""The plug is pulled at every named point of the work; after a restart nothing is lost and people
see each thing once."""

import asyncio
import signal
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.checkpoints import POINTS
from bot.demo.slack import LocalSlack
from store.engine import Address
from tests.support.forks import Forks
from tests.support.processes import Insistent, Json, Process, process
from tests.support.team import CHANNEL, Team, a_team
from tests.support.watching import a_database, all_done, rows

A_MINUTE = 60

SAID = {
    "director": "0:04 hold the steam half a second longer",
    "client": "0:08 the logo is not readable, can we see it sharper?",
    "sound mixer": "0:17 the spoon clink is way too loud",
}

OF_THE_WEB = ("inbox.received", "inbox.committed", "press.before_commit", "press.committed")

WITHOUT_A_MODEL = [point for point in POINTS if not point.startswith(("model.", "draft."))]

AT_ONCE = 4
"""Programs at a time: mostly they wait until the work of one that was killed is taken over."""


def in_groups(points: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(points[at : at + AT_ONCE]) for at in range(0, len(points), AT_ONCE)]


@pytest.mark.parametrize("points", in_groups(WITHOUT_A_MODEL), ids=" ".join)
async def test_the_one_process_is_killed(
    server: Address, forks: Forks, tmp_path: Path, points: Sequence[str]
) -> None:
    async def killed_at(point: str) -> None:
        with a_database(server) as address:
            async with (
                a_team() as team,
                process("run", address, team, tmp_path, forks=forks, crash_at=point) as program,
            ):
                await a_whole_review(team, program)
                assert program.deaths == [-signal.SIGKILL], point
                await nothing_is_lost_or_doubled(address, team)

    await asyncio.gather(*(killed_at(point) for point in points))


@pytest.mark.parametrize(
    "points",
    [("inbox.committed", "press.committed", "event.handled"),
     ("reading.before_commit", "delivery.claimed", "delivery.posted")],
    ids=" ".join,
)  # fmt: skip
async def test_one_of_several_processes_is_killed(
    server: Address, forks: Forks, tmp_path: Path, points: Sequence[str]
) -> None:
    """A web process and two workers; whichever comes to the point first dies of it."""

    async def killed_at(point: str) -> None:
        with a_database(server) as address:
            async with a_team() as team, AsyncExitStack() as stack:
                web, *workers = [
                    await stack.enter_async_context(
                        process(command, address, team, tmp_path, forks=forks, crash_at=point)
                    )
                    for command in ("web", "worker", "worker")
                ]
                await a_whole_review(team, web)
                victims = [web] if point in OF_THE_WEB else workers
                deaths = [death for victim in victims for death in victim.deaths]
                assert deaths, point
                assert set(deaths) == {-signal.SIGKILL}, point
                await nothing_is_lost_or_doubled(address, team)

    await asyncio.gather(*(killed_at(point) for point in points))


async def a_whole_review(team: Team, web: Process) -> None:
    """A cut is posted, its review started, three people answer, one note is accepted."""
    insistent = Insistent(team, web)
    root = await insistent.post("director", CHANNEL, "Cut 3 is up")
    await insistent.shortcut("director", CHANNEL, root, "review_start_here")
    for user, text in SAID.items():
        await insistent.post(user, CHANNEL, text, root["ts"])
    card = await team.slack.wait_for(lambda slack: with_notes(slack, root["ts"]), A_MINUTE)
    await insistent.press("director", CHANNEL, card, "note_accept", note_of(card))
    await team.slack.wait_for(lambda slack: with_task(slack, root["ts"]), A_MINUTE)


def with_notes(slack: LocalSlack, thread_ts: str) -> Json | None:
    """The card, once it shows all notes."""
    cards = slack.bot_messages(CHANNEL, thread_ts)
    return next((card for card in cards if len(accepts(card)) == len(SAID)), None)


def with_task(slack: LocalSlack, thread_ts: str) -> Json | None:
    """The card, once it shows that a note was accepted."""
    cards = slack.bot_messages(CHANNEL, thread_ts)
    return next((card for card in cards if "T1" in str(card["blocks"])), None)


def accepts(card: Json) -> list[str]:
    """The ids of the notes that can be accepted."""
    elements = [each for block in card["blocks"] for each in block.get("elements", ())]
    return [each["value"] for each in elements if each.get("action_id") == "note_accept"]


def note_of(card: Json) -> str:
    return accepts(card)[0]


async def nothing_is_lost_or_doubled(address: Address, team: Team) -> None:
    await all_done(address, A_MINUTE)
    kept = await rows(address, "SELECT text FROM message")
    assert {row["text"] for row in kept} >= set(SAID.values())
    assert len(kept) == len(SAID) + 1
    notes = await rows(address, "SELECT id, state FROM note")
    assert Counter(note["state"] for note in notes) == {"accepted": 1, "draft": 2}
    tasks = await rows(address, "SELECT note_id FROM task")
    assert [task["note_id"] for task in tasks] == [
        note["id"] for note in notes if note["state"] == "accepted"
    ]
    unhandled = await rows(address, "SELECT event_id FROM inbox_event WHERE handled_at IS NULL")
    assert unhandled == []
    shown = [
        message["metadata"]["event_payload"]["key"] for message in team.slack.bot_messages(CHANNEL)
    ]
    assert len(shown) == len(set(shown)) == 1, "the one card, once"
    deliveries = await rows(address, "SELECT key, state FROM delivery WHERE kind <> 'answer'")
    assert [(each["key"], each["state"]) for each in deliveries] == [(shown[0], "sent")]
