"""A note: one piece of feedback, and the words it came from."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint, false, true
from sqlmodel import Field

from store.clock import now
from store.tables.base import OfWorkspace, document, identifier, numbers, one_of, strings
from store.types import NoteKind, NoteState, Priority, SourceState, Topic


class Note(OfWorkspace, table=True):
    """`timecode` is `store.types.Timecode` as a JSON object; `number` counts per production. What
    a person edited or assigned, a later reading leaves alone.

    `repeats` is the earlier note of the production that asked the same. A note is "folded" when
    that one was rejected; whoever drafted it all the same is `unfolded_by`.

    `carried_from` is the note of the cut before that this one goes on with, `origin` the first of
    that line, which holds the task; its moment is that of the earlier cut until
    `timecode_confirmed`. A `late` note was written after its round was frozen.
    """

    __table_args__ = (
        UniqueConstraint("production_id", "number"),
        UniqueConstraint("review_id", "carried_from"),
        one_of("state", NoteState),
        one_of("kind", NoteKind),
        one_of("topic", Topic),
        one_of("priority", Priority),
        one_of("source_state", SourceState),
    )

    id: UUID = Field(default_factory=identifier, primary_key=True)
    production_id: UUID = Field(foreign_key="production.id")
    review_id: UUID = Field(foreign_key="review.id", index=True)
    number: int
    state: str = "draft"
    kind: str = "change"
    topic: str = "other"
    actionable: bool = True
    text: str = ""
    timecode: dict[str, Any] | None = document()
    scene: str | None = None
    owner_written: str | None = None
    owner: str | None = None
    due_written: str | None = None
    due: date | None = None
    priority: str = "should"
    needs_person: list[str] = strings()
    conflicts_with: list[int] = numbers()
    reason: str = ""
    next_action: str = ""
    source_state: str = "present"
    drafted_by: str = "reader"
    worded_by: str = Field(default="reader", sa_column_kwargs={"server_default": "reader"})
    edited_by: str | None = None
    assigned_by: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision_reason: str | None = None
    merged_into: UUID | None = Field(default=None, foreign_key="note.id")
    repeats: UUID | None = Field(default=None, foreign_key="note.id", index=True)
    unfolded_by: str | None = None
    carried_from: UUID | None = Field(default=None, foreign_key="note.id", index=True)
    origin: UUID | None = Field(default=None, foreign_key="note.id", index=True)
    timecode_confirmed: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    late: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    created_at: datetime = Field(default_factory=now)

    @property
    def root(self) -> UUID:
        """The first note of the line of copies that this one is in: a task names that one."""
        return self.origin or self.id


class NoteSource(OfWorkspace, table=True):
    """`quote` is `message.text[start:end]`, verbatim; empty once the message is deleted."""

    __tablename__ = "note_source"

    note_id: UUID = Field(foreign_key="note.id", primary_key=True)
    position: int = Field(primary_key=True)
    message_id: UUID = Field(foreign_key="message.id", index=True)
    ts: str
    user_id: str
    quote: str = ""
    start: int = 0
    end: int = 0
