"""An operator stops the program: it finishes what is under way and leaves in good order."""

import asyncio
from pathlib import Path

import pytest

from bot.demo.slack.faults import Held
from store.engine import Address
from tests.support.forks import Forks
from tests.support.processes import Insistent, process
from tests.support.team import CHANNEL, Team
from tests.support.watching import rows

A_FEW_SECONDS = 5


@pytest.mark.parametrize("command", ["run", "web", "worker"])
async def test_it_stops_when_told_to(
    address: Address, team: Team, tmp_path: Path, command: str
) -> None:
    async with process(command, address, team, tmp_path) as program:
        async with asyncio.timeout(A_FEW_SECONDS):
            assert await program.terminate() == 0


async def test_what_is_under_way_is_finished_first(
    address: Address, team: Team, forks: Forks, tmp_path: Path
) -> None:
    """The post is on its way when the signal comes; its outcome is still written down."""
    answer = asyncio.Event()
    team.slack.faults.add("chat.postMessage", Held(answer))
    async with process("run", address, team, tmp_path, forks=forks) as program:
        root = await Insistent(team, program).post("director", CHANNEL, "Cut 3 is up")
        await Insistent(team, program).shortcut("director", CHANNEL, root, "review_start_here")
        await team.slack.wait_for(lambda slack: slack.bot_messages(CHANNEL))
        stopping = asyncio.create_task(program.terminate())
        await program.refuses()
        answer.set()
        await stopping
    (card,) = team.slack.bot_messages(CHANNEL)
    (delivery,) = await rows(address, "SELECT ts, state FROM delivery")
    assert (delivery["ts"], delivery["state"]) == (card["ts"], "sent")
