"""What the rooms need of the running program; `bot/app.py` builds it and hands it in."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

from handlers.blocks import Message
from store.tables import Delivery, Person
from store.unit_of_work import Record, Work


@dataclass(frozen=True)
class Actor:
    """Who does something, and from which surface: button, modal, command, shortcut, message."""

    user: str
    surface: str


SCRIPTY = Actor("scripty", "scripty")
"""The bot itself, where the audit trail names who did something."""


@dataclass(frozen=True)
class Place:
    """Where in Slack something happened: a channel, and the thread if it was in one."""

    channel: str
    thread_ts: str | None = None


class Slack(Protocol):
    """What may be asked of Slack about one workspace. Jobs only: each call is a network call, and
    what it raises when Slack is away makes the job be tried again."""

    async def thread(self, channel: str, thread_ts: str) -> Sequence[Mapping[str, Any]]:
        """All messages of a thread, its first one included, as `conversations.replies` has them."""

    async def person(self, user: str) -> Person | None:
        """Who this is, or None while Slack doesn't say."""

    async def channel_name(self, channel: str) -> str:
        """The channel's name without `#`."""

    async def channel_members(self, channel: str) -> Sequence[str]:
        """The user ids of everybody in the channel, bots included."""

    async def update_view(self, view_id: str, view: Mapping[str, Any]) -> None:
        """Redraw an open modal; one that was closed meanwhile is no error."""

    async def answer(self, response_url: str, message: Message) -> None:
        """Replace the ephemeral message that a press came from."""


def no_checkpoint(_name: str) -> None:
    """Where tests kill the process; in a running program nothing happens here."""


@dataclass(frozen=True)
class Program:
    """The running program, as the rooms see it."""

    record: Record
    slack: Callable[[str], Awaitable[Slack]]
    quiet: timedelta
    checkpoint: Callable[[str], None] = field(default=no_checkpoint)


Job = Callable[..., Awaitable[None]]
"""`async (program, workspace_id, **arguments)`: what the worker runs."""

Draw = Callable[[Work, Delivery], Awaitable[Message | None]]
"""Draws what a delivery shows from the record as it is now; None: there is nothing to show."""

Sent = Callable[[Work, Delivery], Awaitable[None]]
"""Told once a delivery was posted and its `ts` is known."""


class Jobs(Protocol):
    """Where a room registers what the worker runs and draws for it."""

    def job(self, name: str, run: Job) -> None:
        """Let the worker run deferred jobs of this name."""

    def drawing(self, kind: str, draw: Draw, sent: Sent | None = None) -> None:
        """Draw deliveries of this kind from the record."""
