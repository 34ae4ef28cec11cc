"""What a person wrote down about a thread: the notes in it, or a word on each message.

The names are those of the files, so that these types are the contract. What is not needed to
score (`style`, `trap`, …) may be there and is not read.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, FiniteFloat

from store.types import NeedsPerson, NoteKind, Priority, Topic


def _spoken(value: object) -> object:
    """`approval_statement` in files is "approval statement" in the product."""
    return value.replace("_", " ") if isinstance(value, str) else value


Kind = Annotated[NoteKind, BeforeValidator(_spoken)]
MessageKind = Annotated[Literal[NoteKind, "chatter"], BeforeValidator(_spoken)]

Pair = tuple[int, int]
"""Two notes of a thread, by their places in it from 0, the smaller first."""


class _Label(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Moment(_Label):
    """Seconds from programme start; `end_seconds` where it is a range."""

    seconds: FiniteFloat
    end_seconds: FiniteFloat | None = None


class GoldNote(_Label):
    """A note that is really there. `quote` is verbatim in the message `ts`; `owner` is an id."""

    ts: str
    quote: str = Field(min_length=1)
    kind: Kind
    topic: Topic
    actionable: bool
    timecode: Moment | None = None
    scene: str | None = None
    owner: str | None = None
    due: date | None = None
    priority: Priority = "should"
    needs_person: frozenset[NeedsPerson] = frozenset()


class Gold(_Label):
    """All notes of a thread, and which of them say the same or the opposite, by their places."""

    notes: tuple[GoldNote, ...]
    duplicates: tuple[Pair, ...] = ()
    conflicts: tuple[Pair, ...] = ()


class SaidMoment(_Label):
    """A moment that the words of a message name, in seconds from programme start."""

    start_s: FiniteFloat
    end_s: FiniteFloat | None = None


class MessageLabel(_Label):
    """What a whole message is; `kind_alt` is a second kind that can be defended."""

    ts: str
    kind: MessageKind
    kind_alt: MessageKind | None = None
    actionable: bool
    timecodes: tuple[SaidMoment, ...] = ()
    ambiguous: bool = False

    @property
    def kinds(self) -> frozenset[str]:
        """All kinds that count as right."""
        return frozenset({self.kind, self.kind_alt or self.kind})
