"""Slack in: events are stored before they are acknowledged, and replayed by the worker.

Bolt acknowledges an event before its listener runs, so what crashes after that would be gone.
The middleware here runs before the acknowledgement: it stores the event and answers itself. The
worker replays what was stored into the very same listeners.
"""

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import psycopg
import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.metrics import Metrics
from handlers.program import Program
from store.inbox import NOT_STORED, InboxWriter, Incoming
from store.text import storable

log = structlog.get_logger()


class EventNotHandledError(Exception):
    """A listener failed on a stored event; it stays in the inbox with this."""


def accept_events(
    app: AsyncApp, inbox: InboxWriter, metrics: Metrics, checkpoint: Callable[[str], None]
) -> None:
    """Let `app` store every event before it is acknowledged; all else goes to its listeners."""
    app.use(StoreFirst(inbox, metrics, checkpoint))


class StoreFirst(AsyncMiddleware):
    """Answers events itself once they are stored. A class, since Bolt works out a function's
    arguments anew at every request."""

    def __init__(
        self, inbox: InboxWriter, metrics: Metrics, checkpoint: Callable[[str], None]
    ) -> None:
        self._inbox = inbox
        self._metrics = metrics
        self._checkpoint = checkpoint

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - Bolt's own word
    ) -> BoltResponse:
        del resp
        if req.body.get("type") == "app_rate_limited":
            log.warning("Slack holds back events of this workspace", action="app_rate_limited")
            return BoltResponse(status=200, body="")
        if req.body.get("type") != "event_callback":
            return await next()
        self._checkpoint("inbox.received")
        try:
            await self._inbox.put(incoming(req.body, str(req.context.team_id), req.raw_body))
        except psycopg.errors.ForeignKeyViolation:
            # Bolt lets these past its authorization: somebody else's app_uninstalled, say.
            log.info("event of an unknown workspace", action="inbox_stranger")
            return BoltResponse(status=200, body="")
        except NOT_STORED as error:
            # Slack sends it again: at once, after a minute, after five.
            log.error("event not stored", action="inbox_failed", reason=type(error).__name__)
            return BoltResponse(status=500, body="")
        self._checkpoint("inbox.committed")
        self._metrics.events.inc()
        return BoltResponse(status=200, body="")


def incoming(body: Mapping[str, Any], workspace_id: str, raw: str = "") -> Incoming:
    """The event with its id and its lock: what happens in one thread is handled in order.

    Payloads of tomorrow may have other things where today's have a message or a channel. `raw`
    is the body as it came over HTTP; over a WebSocket there is none.
    """
    event = _fields(body.get("event"))
    message = _fields(event.get("message")) or _fields(event.get("previous_message")) or event
    channel = event.get("channel") or _fields(event.get("item")).get("channel") or ""
    channel_id = _fields(channel).get("id", "") if isinstance(channel, Mapping) else channel
    thread = message.get("thread_ts") or message.get("ts") or ""
    return Incoming(
        workspace_id=workspace_id,
        event_id=storable(str(body.get("event_id") or _digest(body))),
        lock=storable(f"thread {channel_id} {thread}"),
        payload=raw if raw.startswith("{") else json.dumps(body),
    )


def _fields(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _digest(body: Mapping[str, Any]) -> str:
    """Stands in for an id that Slack left out: a retry has the same body."""
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


class Replay:
    """Runs the `handle_event` job."""

    def __init__(self, app: AsyncApp, program: Program) -> None:
        self._app = app
        self._program = program

    async def handle(self, workspace_id: str, event_id: str) -> None:
        """Replay a stored event; its payload is deleted once its listener went through.

        Raises EventNotHandledError when it did not: the payload stays, with the error.
        """
        async with self._program.record.workspace(workspace_id) as work:
            payload = await work.inbox.payload(event_id)
        if payload is None:
            return
        # In a channel shared with another company, `team_id` may be theirs: listeners get ours.
        body = {**payload, "team_id": workspace_id}
        request = AsyncBoltRequest(body=body, mode="socket_mode")
        response = await self._app.async_dispatch(request)
        self._program.checkpoint("event.handled")
        async with self._program.record.workspace(workspace_id) as work:
            if response.status == 200:
                await work.inbox.handled(event_id)
            else:
                await work.inbox.failed(event_id, storable(response.body) or "no answer")
        if response.status != 200:
            raise EventNotHandledError(f"{event_id}: {response.body}")
