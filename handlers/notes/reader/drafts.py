"""The reader's working values: a message prepared for reading, and a note being put together."""

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

from handlers.notes.reader.markup import Marked
from handlers.notes.reader.moments import Moment
from handlers.notes.reader.splitting import Piece
from store.types import Due, NoteKind, Owner, ThreadMessage, Timecode, Topic

TO_SETTLE: tuple[NoteKind, ...] = ("change", "question", "risk")
"""The kinds of note that want something of somebody: work, an answer, a way out."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Heard:
    """A message with its mask, pieces and moments, and its place in the thread."""

    order: int
    message: ThreadMessage
    marked: Marked
    pieces: tuple[Piece, ...]
    moments: tuple[Moment, ...]
    written_at: datetime

    def moments_between(self, start: int, end: int) -> tuple[Moment, ...]:
        """The moments named from offset `start` up to `end`."""
        first = bisect_left(self.moments, start, key=lambda moment: moment.start)
        last = bisect_left(self.moments, end, key=lambda moment: moment.start)
        return self.moments[first:last]


@dataclass
class Draft:
    """A note while the thread is read; `words` are its stems, `text` its masked words."""

    heard: Heard
    start: int
    end: int
    text: str
    kind: NoteKind
    topic: Topic
    heading: str = ""
    number: int | None = None
    line: int = 0
    listed: bool = False
    timecode: Timecode | None = None
    scene: str | None = None
    owner: Owner | None = None
    due: Due | None = None
    settled: bool = False
    withdrawn: bool = False
    joined: bool = False
    words: frozenset[str] = field(default_factory=frozenset)
    twin_of: "Draft | None" = None
    opposes: list["Draft"] = field(default_factory=list)

    @property
    def author(self) -> str:
        return self.heard.message.user


def sort_key(message: ThreadMessage) -> tuple[Decimal, str, str, str]:
    """Thread order: by time written; text and user only make equal times deterministic."""
    return _number(message.ts), message.ts, message.user, message.text


def written_at(message: ThreadMessage) -> datetime:
    """When it was written, aware UTC; 1970 when `ts` is no timestamp."""
    try:
        return datetime.fromtimestamp(float(_number(message.ts)), UTC)
    except (OverflowError, ValueError, OSError):
        return _EPOCH


def _number(ts: str) -> Decimal:
    try:
        number = Decimal(ts)
    except InvalidOperation:
        return Decimal(0)
    return number if number.is_finite() else Decimal(0)
