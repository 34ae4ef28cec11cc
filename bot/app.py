"""The only place that wires things: settings in, a program that can be run out."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import procrastinate
import psycopg
import structlog
import uvicorn
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette

from bot.checkpoints import crash_at
from bot.clock import Clock
from bot.config import Settings
from bot.metrics import Metrics
from bot.slack.delivery import Deliverer
from bot.slack.inbox import Replay, accept_events
from bot.slack.workspaces import Workspaces
from bot.web import make_web
from bot.worker import Worker
from handlers.answers import DELIVER
from handlers.program import Prices, Program
from handlers.rooms import DOORS, JOBS
from handlers.watching import watch
from store.engine import Address, make_engine
from store.inbox import HANDLE_EVENT, InboxWriter
from store.queue import make_queue, retry_given_up
from store.unit_of_work import Record

if TYPE_CHECKING:
    from bot.model import OpenAIModel

Part = Literal["web", "worker"]

PATIENCE = 30
"""Seconds in which a listener has to answer. After three, Bolt would ask the next that fits, and
that for everything unknown would say yes to a press that isn't committed yet. That it took too
long Slack tells the person by itself."""

log = structlog.get_logger()


class Scripty:
    """The program, wired. `parts` says what this process does: answer Slack, work, or both."""

    def __init__(self, settings: Settings, where: Address, parts: frozenset[Part]) -> None:
        self.settings = settings
        self.where = where
        self.parts = parts
        self.metrics = Metrics()
        self.engine: AsyncEngine = make_engine(where)
        self.queue: procrastinate.App = make_queue(where)
        self.record = Record(self.engine, self.queue, watcher=watch)
        self.workspaces = Workspaces(
            self.record, settings.slack_bot_token.get_secret_value(), settings.api_url
        )
        self.model = model_of(settings)
        self.program = Program(
            record=self.record,
            slack=self.workspaces.slack,
            quiet=timedelta(seconds=settings.scripty_quiet_seconds),
            checkpoint=crash_at(settings.scripty_crash_at),
            model=self.model,
            model_wait=timedelta(seconds=settings.scripty_model_wait_seconds),
            tally=self.metrics,
            prices=prices_of(settings),
        )
        self.inbox = InboxWriter(where)
        self.front = self._make_front()
        self.worker = self._make_worker()
        self.clock = Clock(self.queue, where, self.record, self.workspaces)
        self.web: Starlette = make_web(
            None if self.socket_mode else self.front, self.problems, self.metrics, self.lifespan
        )

    @property
    def socket_mode(self) -> bool:
        """Whether Slack is listened to over a WebSocket of our own."""
        return bool(self.settings.slack_app_token.get_secret_value())

    async def problems(self) -> dict[str, str]:
        """What keeps this process from working, by part; empty when it is ready."""
        try:
            async with asyncio.timeout(3):
                await self.record.workspaces()
        except (SQLAlchemyError, psycopg.Error, OSError, TimeoutError) as error:
            return {"database": type(error).__name__}
        return {} if self.workspaces.ids else {"slack": "not identified yet"}

    @asynccontextmanager
    async def lifespan(self, _app: Starlette | None = None) -> AsyncIterator[None]:
        """Start the parts of this process; on leaving, finish what is under way and stop."""
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.engine.dispose)
            await stack.enter_async_context(self.queue.open_async())
            stack.push_async_callback(self.inbox.close)
            stack.push_async_callback(self.workspaces.close)
            if self.model is not None:
                stack.push_async_callback(self.model.close)
            await self.workspaces.identify()
            if "worker" in self.parts:
                await self._start_worker(stack)
            if "web" in self.parts and self.socket_mode:
                await self._start_socket(stack)
            log.info(
                "running", action="started",
                parts=sorted(self.parts), workspaces=self.workspaces.ids,
            )  # fmt: skip
            yield

    async def serve(self) -> None:
        """Run until told to stop (SIGINT or SIGTERM).

        A worker has no port by default, so that any number fits on one machine.
        """
        settings = self.settings
        port = settings.port if "web" in self.parts else settings.scripty_worker_port
        told_to_stop = listen_for_stop()  # before we say that we run: whoever hears it may stop us
        async with self.lifespan():
            if not port:
                await told_to_stop.wait()
                return
            server = Server(
                uvicorn.Config(
                    self.web,
                    host=settings.scripty_host,
                    port=port,
                    log_config=None,
                    access_log=False,
                    lifespan="off",
                    timeout_graceful_shutdown=10,
                )
            )
            stopping = asyncio.create_task(told_to_stop.wait())
            stopping.add_done_callback(server.stop)
            await server.serve()
            stopping.cancel()

    async def _start_worker(self, stack: AsyncExitStack) -> None:
        await retry_given_up(self.queue, self.workspaces.ids)
        running = asyncio.create_task(self.worker.run(self.workspaces.ids))

        async def stop() -> None:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

        stack.push_async_callback(stop)
        self.clock.start()
        stack.push_async_callback(self.clock.stop)

    async def _start_socket(self, stack: AsyncExitStack) -> None:
        handler = AsyncSocketModeHandler(
            self.front, self.settings.slack_app_token.get_secret_value()
        )
        await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt has no types here
        stack.push_async_callback(handler.close_async)

    def _make_front(self) -> AsyncApp:
        """The app that Slack talks to: it stores events and answers everything else at once."""
        front = self._make_bolt(
            signing_secret=self.settings.slack_signing_secret.get_secret_value() or "socket mode",
            replays=False,
        )
        accept_events(front, self.inbox, self.metrics, self.program.checkpoint)
        return front

    def _make_worker(self) -> Worker:
        worker = Worker(self.queue, self.program, self.metrics)
        for register_jobs in JOBS:
            register_jobs(worker)
        deliverer = Deliverer(self.program, self.workspaces, worker.drawings, self.metrics)
        replay = Replay(self._make_bolt(signing_secret="replayed", replays=True), self.program)
        worker.raw_job(DELIVER, deliverer.deliver)
        worker.raw_job(HANDLE_EVENT, replay.handle)
        return worker

    def _make_bolt(self, *, signing_secret: str, replays: bool) -> AsyncApp:
        async def authorize(team_id: str | None) -> AuthorizeResult:
            return self.workspaces.authorize(team_id)

        # Bolt warns of SLACK_BOT_TOKEN, which it reads by itself and then does not use.
        quiet = logging.getLogger("scripty.bolt")
        quiet.setLevel(logging.ERROR)
        bolt = AsyncApp(
            name="scripty",  # or Bolt looks for one in the sources of the whole stack
            logger=quiet,
            signing_secret=signing_secret,
            authorize=authorize,
            process_before_response=replays,
            client=AsyncWebClient(base_url=self.settings.api_url, retry_handlers=[], timeout=10),
        )
        bolt.error(report)
        for register in DOORS:
            register(bolt, self.program)
        for listener in bolt._async_listeners:
            listener.ack_timeout = PATIENCE
        return bolt


class Server(uvicorn.Server):
    """uvicorn, leaving signals to us: it would raise them again when it is done, and the process
    would end before what runs at exit, such as stopping the embedded database."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def stop(self, _told: object) -> None:
        """Finish what is under way, then return from `serve`."""
        self.should_exit = True


def listen_for_stop() -> asyncio.Event:
    """Set once SIGINT or SIGTERM comes."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


def model_of(settings: Settings) -> "OpenAIModel | None":
    """The model that the settings name, if they do."""
    if not settings.openai_model:
        return None
    from bot.model import make_model  # half a second's import that most do not need

    return make_model(settings)


def prices_of(settings: Settings) -> Prices | None:
    """What the model's tokens cost, where the settings say so."""
    if not (settings.scripty_price_in or settings.scripty_price_out):
        return None
    return Prices(settings.scripty_price_in, settings.scripty_price_out)


async def report(error: Exception) -> BoltResponse:
    """Bolt's error handler: the log gets everything, Slack gets a 500 and shows that it failed."""
    log.error("listener failed", action="listener_failed", exc_info=error)
    return BoltResponse(status=500, body=f"{type(error).__name__}: {error}"[:500])
