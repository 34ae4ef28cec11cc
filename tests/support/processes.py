"""The program in processes of its own, killed and started again, and Slack insisting meanwhile."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from bot.demo.people import Answer, LocalWorkspace
from store.engine import Address
from tests.support.forks import Fork, Forks
from tests.support.running import SECRET
from tests.support.team import Team

Json = dict[str, Any]

ROOT = Path(__file__).parents[2]
STARTS_WITHIN = 30
"""Seconds, on a machine that is busy with other tests."""


class Process:
    """`scripty run`, `web` or `worker`, kept running: whoever dies is started again, without the
    crash that the first was told to have."""

    def __init__(
        self, command: str, environment: dict[str, str], log: Path, forks: Forks | None
    ) -> None:
        self.command = command
        self.url = f"http://127.0.0.1:{environment['PORT']}"
        self.deaths: list[int] = []
        self.changed = asyncio.Event()
        self._environment = environment
        log.touch()
        self._log = log
        self._forks = forks
        self._child: asyncio.subprocess.Process | Fork | None = None
        self._keeping: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Returns when it is ready for work."""
        await self._begin()
        self._keeping = asyncio.create_task(self._keep_running())
        await self.ready()

    async def ready(self) -> None:
        """Returns when it is ready for work: /readyz says so, or a worker's log."""
        wait = 0.05
        try:
            async with asyncio.timeout(STARTS_WITHIN):
                while not await self._is_ready():
                    await asyncio.sleep(wait)
                    wait = min(wait * 1.5, 0.5)
        except TimeoutError:
            said = self._log.read_text()[-2000:]
            raise AssertionError(f"{self.command} not ready, ended {self.deaths}: {said}") from None

    async def refuses(self) -> None:
        """Returns when it takes no more requests."""
        async with asyncio.timeout(STARTS_WITHIN):
            while True:
                if not await _ok(f"{self.url}/healthz"):
                    return
                await asyncio.sleep(0.02)

    async def killed(self) -> None:
        """Returns when it was killed by SIGKILL once."""
        while not self.deaths:
            self.changed.clear()
            await self.changed.wait()

    def kill(self) -> None:
        """As pulling the plug would."""
        assert self._child is not None
        self._child.kill()

    async def terminate(self) -> int:
        """As an operator would: the exit code."""
        await self._leave_alone()
        assert self._child is not None
        self._child.send_signal(signal.SIGTERM)
        return await self._child.wait()

    async def stop(self) -> None:
        """Whatever it is doing."""
        await self._leave_alone()
        if self._child is not None and self._child.returncode is None:
            self._child.kill()
            await self._child.wait()

    async def _is_ready(self) -> bool:
        if self.command != "worker":
            return await _ok(f"{self.url}/readyz")
        starts = self._log.read_text().count('"action": "started"')
        return starts > len(self.deaths)

    async def _leave_alone(self) -> None:
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)

    async def _begin(self) -> None:
        if self._forks is not None:
            self._child = await self._forks.start(self.command, self._environment, self._log)
            return
        with self._log.open("ab") as log:
            self._child = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot.cli", self.command,
                env=self._environment, cwd=self._log.parent, stdout=log, stderr=log,
            )  # fmt: skip

    async def _keep_running(self) -> None:
        while True:
            assert self._child is not None
            self.deaths.append(await self._child.wait())
            self.changed.set()
            self._environment["SCRIPTY_CRASH_AT"] = ""
            await self._begin()


async def _ok(url: str) -> bool:
    patient = aiohttp.ClientTimeout(total=5)
    try:
        async with aiohttp.ClientSession(timeout=patient) as session, session.get(url) as answer:
            return answer.status == 200
    except (aiohttp.ClientError, TimeoutError):
        return False


@asynccontextmanager
async def process(
    command: str,
    address: Address,
    team: Team,
    folder: Path,
    *,
    forks: Forks | None = None,
    crash_at: str = "",
    **more: str,
) -> AsyncIterator[Process]:
    """A process of the program, ready for work; gone when the block ends. One of the `forks`, which
    is the same and quicker, or `scripty` itself. `more` are settings."""
    port = _free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": address.libpq,
        "SLACK_BOT_TOKEN": team.slack.team.bot_token,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": team.api_url,
        "PORT": str(port),
        "SCRIPTY_WORKER_PORT": str(port),
        "SCRIPTY_HOST": "127.0.0.1",
        "SCRIPTY_QUIET_SECONDS": "0.3",
        "SCRIPTY_CRASH_AT": crash_at,
        **more,
    }
    found = Process(command, environment, folder / f"{command}-{port}.log", forks)
    try:
        await found.start()
        yield found
    finally:
        await found.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Insistent:
    """People, and Slack, that try again while the program does not answer.

    Slack sends an unacknowledged event again with its retry headers; a person whose press came
    to nothing presses again, unless the card shows by then that it is done.
    """

    def __init__(self, team: Team, web: Process) -> None:
        self.team = team
        self.web = web
        self.people = LocalWorkspace(team.slack, web.url, SECRET, slack_url=team.url, strict=False)
        self.retries = 0

    async def post(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> Json:
        """Somebody writes; Slack tells the program until it has heard."""
        event = self.team.slack.post_as(user, channel, text, thread_ts)
        event_id = self.people.side.next_event_id()

        async def tell(attempt: int) -> Answer:
            return await self.people.side.event(event, event_id, retry_num=attempt or None)

        await self._until_answered(tell)
        return event

    async def shortcut(self, user: str, channel: str, message: Json, callback_id: str) -> None:
        """Somebody chooses from a message's menu until it works."""
        await self._until_answered(
            lambda _: self.people.shortcut(user, channel, message, callback_id)
        )

    async def press(self, user: str, channel: str, card: Json, action_id: str, value: str) -> None:
        """Somebody presses a button until it works, or is no longer there."""
        try:
            await self._until_answered(
                lambda _: self.people.press(user, channel, card, action_id, value)
            )
        except LookupError:
            if not self.retries:
                raise

    async def _until_answered(self, attempt: Callable[[int], Awaitable[Answer]]) -> None:
        for number in range(4):
            try:
                if (await attempt(number)).status == 200:
                    return
            except (aiohttp.ClientError, TimeoutError):
                pass  # nobody there: what Slack calls connection_failed or http_timeout
            self.retries += 1
            await self.web.ready()
        raise AssertionError("not answered after three retries")
