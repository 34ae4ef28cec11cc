"""The program loaded once, and processes of their own that are forks of it.

Loading it takes two seconds of the machine's time, and a test that kills processes starts dozens.
A fork has its own pid, settings, log and end, and begins where `scripty` does, at `bot.cli.main`.
"""

import asyncio
import json
import os
import select
import signal
import sys
from asyncio.subprocess import PIPE
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).parents[2]


class Fork:
    """A process of the program."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    @property
    def returncode(self) -> int | None:
        """How it ended, a signal's number below zero; None as long as it runs."""
        return self.ended.result() if self.ended.done() else None

    def send_signal(self, number: int) -> None:
        if not self.ended.done():
            with suppress(ProcessLookupError):  # it just ended
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    async def wait(self) -> int:
        return await asyncio.shield(self.ended)


class Forks:
    """Has processes forked, and hears of their ends."""

    def __init__(self, loaded: asyncio.subprocess.Process) -> None:
        self._loaded = loaded
        self._asked: deque[asyncio.Future[Fork]] = deque()
        self._running: dict[int, Fork] = {}

    async def start(self, command: str, environment: Mapping[str, str], log: Path) -> Fork:
        """`scripty` with this command and nothing but these settings, writing to `log`."""
        begun: asyncio.Future[Fork] = asyncio.get_running_loop().create_future()
        self._asked.append(begun)
        assert self._loaded.stdin is not None
        request = {"command": command, "environment": dict(environment), "log": str(log)}
        self._loaded.stdin.write(json.dumps(request).encode() + b"\n")
        return await begun

    async def listen(self) -> None:
        """Hear what begins and ends, until nothing more can."""
        assert self._loaded.stdout is not None
        async for line in self._loaded.stdout:
            pid, ended = json.loads(line)
            if ended is None:
                fork = self._running[pid] = Fork(pid)
                begun = self._asked.popleft()
                if begun.cancelled():
                    fork.kill()
                else:
                    begun.set_result(fork)
            else:
                self._running.pop(pid).ended.set_result(ended)


@asynccontextmanager
async def loaded() -> AsyncIterator[Forks]:
    """The program, loaded and ready to be forked; when the block ends, so do all forks."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, stdin=PIPE, stdout=PIPE, cwd=ROOT, start_new_session=True
    )
    assert process.stdout is not None
    assert await process.stdout.readline(), "the program can't be loaded"
    forks = Forks(process)
    listening = asyncio.create_task(forks.listen())
    try:
        yield forks
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await listening
        await process.wait()


def serve() -> None:
    """In the process that has loaded the program: fork as asked on standard input until it ends,
    and tell on standard output of each fork's beginning and end."""
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    running: set[int] = set()
    asked = b""
    print(flush=True)  # noqa: T201 - the other side waits for it
    while True:
        ready, _, _ = select.select([0, woken], [], [])
        if woken in ready:
            os.read(woken, 1000)
            running -= ended_of(running)
        if 0 in ready:
            more = os.read(0, 100_000)
            if not more:
                break
            *requests, asked = (asked + more).split(b"\n")
            for request in requests:
                if not (pid := os.fork()):
                    signal.set_wakeup_fd(-1)
                    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                    os.close(woken)
                    os.close(wake)
                    become(json.loads(request))
                running.add(pid)
                tell(pid, None)
    for pid in running:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def ended_of(running: set[int]) -> set[int]:
    """Those that ended, which is told."""
    ended = set()
    for pid in running:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            ended.add(pid)
            tell(pid, os.waitstatus_to_exitcode(status))
    return ended


def tell(pid: int, ended: int | None) -> None:
    print(json.dumps([pid, ended]), flush=True)  # noqa: T201 - the other side listens


def become(asked: Mapping[str, Any]) -> NoReturn:
    """Be the program, as if started with this."""
    log = os.open(asked["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for standard, file in enumerate((nothing, log, log)):
        os.dup2(file, standard)
    os.close(nothing)
    os.close(log)
    os.chdir(Path(asked["log"]).parent)
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.argv = ["scripty", asked["command"]]
    main()
    sys.exit()


if __name__ == "__main__":
    import gc
    from importlib import import_module

    from bot.cli import main

    for later in ("bot.app", "store.migrate"):  # what a command imports when it is called
        import_module(later)
    gc.freeze()  # what is loaded stays, and stays shared
    serve()
