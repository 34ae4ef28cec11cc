"""The pace of calls, in the database: a short burst, then one each second and channel."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from bot.slack.delivery import BURST, INTERVAL
from store.engine import Address, make_engine
from store.queue import make_queue
from store.tables import Workspace
from store.unit_of_work import Record
from tests.support.running import Running
from tests.support.saying import say
from tests.support.team import CHANNEL
from tests.support.watching import all_done

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
POST = "chat.postMessage"


@pytest.fixture
def brisk() -> None:
    """The pace as it is."""


@pytest.fixture
async def record(address: Address) -> AsyncIterator[Record]:
    """A record with two workspaces and no program running."""
    engine = make_engine(address)
    found = Record(engine, make_queue(address))
    for team in ("T1", "T2"):
        await found.save_workspace(Workspace(id=team, name=team))
    yield found
    await engine.dispose()


async def wait(
    record: Record,
    seconds: float,
    *,
    team: str = "T1",
    method: str = POST,
    channel: str = "C1",
) -> float:
    """How many seconds a call that wants to be made `seconds` after noon has to wait."""
    with time_machine.travel(NOON + timedelta(seconds=seconds), tick=False):
        async with record.workspace(team) as work:
            turn = await work.deliveries.take_turn(method, channel, interval=INTERVAL, burst=BURST)
    return turn.total_seconds()


async def test_a_burst_goes_at_once_then_one_a_second(record: Record) -> None:
    assert [await wait(record, 0) for _ in range(5)] == [0, 0, 0, 0, 1]
    assert await wait(record, 0.4) == pytest.approx(0.6)
    assert await wait(record, 1) == 0
    assert await wait(record, 1) == 1
    assert await wait(record, 2) == 0


async def test_asking_in_vain_costs_nothing(record: Record) -> None:
    for _ in range(4):
        await wait(record, 0)
    assert [await wait(record, 0.5) for _ in range(10)] == [0.5] * 10
    assert await wait(record, 1) == 0


async def test_a_rest_allows_a_burst_again_but_no_longer_one(record: Record) -> None:
    for _ in range(4):
        await wait(record, 0)
    assert [await wait(record, 3600) for _ in range(5)] == [0, 0, 0, 0, 1]


@pytest.mark.parametrize(
    "elsewhere", [{"channel": "C2"}, {"method": "chat.update"}, {"team": "T2"}], ids=str
)
async def test_each_channel_method_and_workspace_has_its_own_pace(
    record: Record, elsewhere: dict[str, str]
) -> None:
    for _ in range(4):
        await wait(record, 0)
    assert await wait(record, 0) == 1
    assert await wait(record, 0, **elsewhere) == 0


async def test_what_slack_names_holds_for_all_channels_of_the_workspace(record: Record) -> None:
    async with record.workspace("T1") as work:
        await work.deliveries.wait_until(POST, NOON + timedelta(seconds=30))
    assert await wait(record, 0) == 30
    assert await wait(record, 10, channel="C2") == 20
    assert await wait(record, 0, method="chat.update") == 0
    assert await wait(record, 0, team="T2") == 0
    assert await wait(record, 30) == 0


async def test_processes_that_ask_at_once_share_one_burst(record: Record) -> None:
    with time_machine.travel(NOON, tick=False):
        waits = await asyncio.gather(*(_turn(record) for _ in range(12)))
    assert sorted(waits)[:5] == [0, 0, 0, 0, 1]
    assert waits.count(0) == 4


async def _turn(record: Record) -> float:
    async with record.workspace("T1") as work:
        turn = await work.deliveries.take_turn(POST, "C1", interval=INTERVAL, burst=BURST)
    return turn.total_seconds()


async def test_a_flood_in_one_channel_is_brought_at_slacks_pace(scripty: Running) -> None:
    slack = scripty.team.slack
    for number in range(6):
        await say(scripty, f"card {number}", channel=CHANNEL)
    await all_done(scripty.scripty.where)
    times = [float(message["ts"]) for message in slack.bot_messages(CHANNEL)]
    assert len(times) == 6
    assert times[3] - times[0] < 0.9, "a burst goes at once"
    assert times[5] - times[0] >= 1.9, "then one a second"
