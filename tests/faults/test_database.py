"""The database goes away in the middle and comes back: nothing is lost, nobody restarts us."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import psycopg
import pytest
from psycopg import sql

from bot.demo.people import Events
from bot.demo.people.transport import Http
from bot.demo.slack.faults import Held
from bot.slack import delivery
from store.engine import Address
from tests.support.running import Running
from tests.support.saying import say, texts
from tests.support.team import CHANNEL
from tests.support.watching import delivered, handled, inbox

TERMINATE = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = %s AND pid <> pg_backend_pid()"
)

RESTART_SECONDS = 0.5


async def on_the_server(address: Address, *statements: sql.Composed | str) -> None:
    """Speak to the server beside the test's database, as its administrator would."""
    control = Address(address.url.set(database="postgres")).libpq
    async with await psycopg.AsyncConnection.connect(control, autocommit=True) as connection:
        for statement in statements:
            if isinstance(statement, str):
                await connection.execute(TERMINATE, [address.url.database])
            else:
                await connection.execute(statement)


def connections(address: Address, allowed: bool) -> sql.Composed:
    return sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS {}").format(
        sql.Identifier(str(address.url.database)), sql.Literal(allowed)
    )


@asynccontextmanager
async def away(address: Address) -> AsyncIterator[None]:
    """The database is away while the block lasts, as in a restart."""
    await on_the_server(address, connections(address, allowed=False), TERMINATE)
    try:
        yield
    finally:
        await on_the_server(address, connections(address, allowed=True))


async def ready(scripty: Running) -> int:
    async with aiohttp.ClientSession() as session, session.get(f"{scripty.url}/readyz") as answer:
        return answer.status


async def test_cut_connections_are_made_again_unseen(scripty: Running, address: Address) -> None:
    side, events = scripty.people.side, Events(CHANNEL)
    await side.event(events.message("U00000001", "first"), "Ev1")
    await handled(address, "Ev1")
    await on_the_server(address, TERMINATE)
    answer = await side.event(events.message("U00000001", "second"), "Ev2")
    assert answer.status == 200
    await handled(address, "Ev2")


async def test_without_a_database_slack_is_told_to_send_again(
    scripty: Running, address: Address
) -> None:
    side, events = scripty.people.side, Events(CHANNEL)
    event = events.message("U00000001", "while it was away")
    await side.event(events.message("U00000001", "before"), "Ev1")
    async with away(address):
        answers = await asyncio.gather(*(side.event(event, f"Ev{n}") for n in (2, 3, 4)))
        assert [answer.status for answer in answers] == [500, 500, 500]
    with pytest.raises(LookupError):
        await inbox(address, "Ev2")
    assert (await side.event(event, "Ev2", retry_num=1)).status == 200
    await handled(address, "Ev2")


async def test_a_press_without_a_database_fails_visibly_and_works_afterwards(
    scripty: Running, address: Address
) -> None:
    async with away(address):
        answer = await scripty.people.command("director", CHANNEL, "task sharpen the logo")
        assert answer.status == 500
    answer = await scripty.people.command("director", CHANNEL, "task sharpen the logo")
    assert "T1" in answer.body


async def test_a_slow_press_is_answered_once_it_is_kept(scripty: Running, address: Address) -> None:
    """Bolt waits three seconds for a listener, then asks the next one that fits."""
    scripty.people.side._transport = Http(scripty.url, timeout=30)  # more patient than Slack
    await scripty.people.command("director", CHANNEL, "task sharpen the logo")
    async with await psycopg.AsyncConnection.connect(address.libpq) as other:
        await other.execute("SELECT 1 FROM production FOR UPDATE")
        pressing = asyncio.create_task(
            scripty.people.command("director", CHANNEL, "task soften the shadow")
        )
        await asyncio.sleep(3.3)  # longer than Bolt waits
        assert not pressing.done()
    assert "T2" in (await pressing).body


async def test_readiness_follows_the_database(scripty: Running, address: Address) -> None:
    assert await ready(scripty) == 200
    async with away(address):
        assert await ready(scripty) == 503
    assert await ready(scripty) == 200


async def test_the_worker_goes_on_after_each_restart(scripty: Running, address: Address) -> None:
    """Its listening connection is refused while the database is away; that ends it inside the
    queue's library, so it has to be begun again."""
    for restart in range(2):
        async with away(address):
            await asyncio.sleep(RESTART_SECONDS)
        key = await say(scripty, f"after restart {restart}", channel=CHANNEL)
        await delivered(scripty, key, "sent")
    assert len(texts(scripty.team.slack.bot_messages(CHANNEL))) == 2


async def test_a_job_in_the_middle_of_a_restart_is_done_once(
    scripty: Running, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The post is under way when the database goes; its outcome can't be written down."""
    monkeypatch.setattr(delivery, "POST_TIMEOUT", 1)  # or it is looked for in sixteen seconds
    slack = scripty.team.slack
    release = asyncio.Event()
    slack.faults.add("chat.postMessage", Held(release))
    key = await say(scripty, "noted", channel=CHANNEL)
    await slack.wait_for(lambda s: s.bot_messages(CHANNEL))
    async with away(address):
        release.set()
        await asyncio.sleep(RESTART_SECONDS)
    found = await delivered(scripty, key, "sent")
    assert [message["ts"] for message in slack.bot_messages(CHANNEL)] == [found.ts]
