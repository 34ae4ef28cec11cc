"""An ASGI app on a free local port, inside the running event loop."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.demo.slack.faults import DROP


class _Server(uvicorn.Server):
    """uvicorn that says when it listens and leaves the process's signals alone."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()
        self.leaving = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        except SystemExit as failed:  # uvicorn's way, which would take the whole loop down
            raise RuntimeError("the app did not start; its log says why") from failed
        self.listening.set()

    async def main_loop(self) -> None:
        await self.leaving.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn's, which first waits a tenth of a second whatever is still open: mostly
        nothing is, and whoever serves often, such as a test run, waits for that each time."""
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        await asyncio.sleep(0)  # connections with nothing under way are closed in the next turn
        if self.server_state.connections or self.server_state.tasks:
            await super().shutdown(sockets)
        else:
            await self.lifespan.shutdown()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class _Droppable:
    """Offers the app a way to cut the connection of the request it is answering."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.server: _Server | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope.setdefault("extensions", {})[DROP] = self._dropper(scope)
        await self.app(scope, receive, send)

    def _dropper(self, scope: Scope) -> Callable[[], None]:
        def drop() -> None:
            connections: set[Any] = self.server.server_state.connections if self.server else set()
            for connection in connections:
                if connection.client == scope["client"]:
                    connection.transport.abort()

        return drop


@contextlib.asynccontextmanager
async def serve(app: ASGIApp, port: int = 0) -> AsyncIterator[str]:
    """Serves `app` on 127.0.0.1 (a free port unless one is given) and yields its base URL.

    The URL has no trailing slash. On leaving, open connections get a second to finish.
    """
    droppable = _Droppable(app)
    config = uvicorn.Config(
        droppable,
        log_config=None,
        log_level="warning",
        access_log=False,
        date_header=False,
        ws="none",
        timeout_graceful_shutdown=1,
    )
    server = droppable.server = _Server(config)
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        running = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            await _listening(server, running)
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.leaving.set()
            await running


async def _listening(server: _Server, running: asyncio.Task[None]) -> None:
    """Returns when the server listens; raises what kept it from starting."""
    ready = asyncio.create_task(server.listening.wait())
    await asyncio.wait({ready, running}, return_when=asyncio.FIRST_COMPLETED)
    ready.cancel()
    if running.done():
        running.result()
