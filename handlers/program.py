"""What the rooms need of the running program; `bot/app.py` builds it and hands it in."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

from handlers.blocks import Message
from prompts.request import ModelRequest
from store.tables import Delivery, Person
from store.types import ModelOutcome
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

    async def is_admin(self, user: str) -> bool | None:
        """Whether this is an admin or owner of the workspace, or None while Slack doesn't say."""

    async def channel_name(self, channel: str) -> str:
        """The channel's name without `#`."""

    async def channel_members(self, channel: str) -> Sequence[str]:
        """The user ids of everybody in the channel, bots included."""

    async def update_view(self, view_id: str, view: Mapping[str, Any]) -> None:
        """Redraw an open modal; one that was closed meanwhile is no error."""

    async def publish_home(self, user: str, view: Mapping[str, Any]) -> None:
        """Show this as somebody's Home tab. Where there is none, since they left or the app has no
        such tab yet, nothing happens."""

    async def dnd_until(self, user: str) -> datetime | None:
        """Until when this person is not to be disturbed; None where they may be, or where Slack
        doesn't say."""

    async def answer(self, response_url: str, message: Message) -> None:
        """Replace the ephemeral message that a press came from."""

    async def file(self, file_id: str, most: int) -> "SlackFile":
        """A file that was shared in Slack, of at most so many bytes. Raises FileRefusedError."""

    async def channels_of_file(self, file_id: str) -> Sequence[str]:
        """The ids of the channels that a file was shared in. Raises FileRefusedError."""

    async def transcript(self, file_id: str, most: int) -> "SlackFile":
        """The same of a file of text; of a recording, the transcript that Slack made of it. Raises
        FileRefusedError."""


@dataclass(frozen=True)
class SlackFile:
    """A file's name as people gave it, and its bytes."""

    name: str
    content: bytes


RefusedWhy = Literal[
    "too large", "gone", "no permission", "no text", "transcribing", "no transcript"
]


class FileRefusedError(Exception):
    """Slack doesn't give a file, and won't: it is larger than wanted (`size` in bytes), was deleted
    or is kept elsewhere, or we lack the permission. Where a transcript is wanted: it is neither
    text nor a recording, or Slack's transcript of it isn't ready, or there is none."""

    def __init__(self, why: RefusedWhy, name: str = "", size: int = 0) -> None:
        super().__init__(why)
        self.why = why
        self.name = name
        self.size = size


@dataclass(frozen=True)
class ModelAnswer:
    """What a model wrote, before anything of it is believed, and what it took."""

    text: str
    tokens_in: int
    tokens_out: int
    seconds: float


class ModelFailedError(Exception):
    """There is no answer: why, what it cost all the same, and the seconds to wait at least before
    it is worth asking again."""

    def __init__(
        self,
        outcome: ModelOutcome,
        tokens_in: int = 0,
        tokens_out: int = 0,
        *,
        seconds: float = 0.0,
        wait: float = 0.0,
    ) -> None:
        super().__init__(outcome)
        self.outcome = outcome
        self.tokens_in = tokens_in
        self.tokens_out = tokens_out
        self.seconds = seconds
        self.wait = wait


@dataclass(frozen=True)
class Prices:
    """What a million tokens cost, sent and received, in whatever currency they are set in."""

    sent: float
    received: float

    def of(self, sent: int, received: int) -> float:
        """What so many tokens cost."""
        return (sent * self.sent + received * self.received) / 1_000_000


class Model(Protocol):
    """A language model that may be asked. Jobs only, and outside any transaction."""

    @property
    def name(self) -> str:
        """What its server calls it."""

    async def ask(self, request: ModelRequest) -> ModelAnswer:
        """Ask once. Raises ModelFailedError and nothing else."""


class Tally(Protocol):
    """Where what the model did is counted, for `/metrics`."""

    def model_asked(self, outcome: ModelOutcome, tokens_in: int, tokens_out: int) -> None:
        """The model was asked once, with this result."""

    def lines_dropped(self, dropped: Mapping[str, int]) -> None:
        """So many lines or words of an answer were not believed, by reason."""


class NoTally:
    """Counts nothing."""

    def model_asked(self, outcome: ModelOutcome, tokens_in: int, tokens_out: int) -> None:
        del outcome, tokens_in, tokens_out

    def lines_dropped(self, dropped: Mapping[str, int]) -> None:
        del dropped


def no_checkpoint(_name: str) -> None:
    """Where tests kill the process; in a running program nothing happens here."""


@dataclass(frozen=True)
class Program:
    """The running program, as the rooms see it."""

    record: Record
    slack: Callable[[str], Awaitable[Slack]]
    quiet: timedelta
    checkpoint: Callable[[str], None] = field(default=no_checkpoint)
    model: Model | None = None
    model_wait: timedelta = timedelta(minutes=5)
    tally: Tally = field(default_factory=NoTally)
    prices: Prices | None = None


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

    def drawing(
        self,
        kind: str,
        draw: Draw,
        sent: Sent | None = None,
        *,
        picture: bool = False,
        dead: Sent | None = None,
    ) -> None:
        """Draw deliveries of this kind from the record; with `picture` they are shown once and
        never edited. `dead` is told of one that Slack refused for good."""
