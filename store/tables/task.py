"""A task: accepted work with an owner and a date, or visibly without."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from store.clock import now
from store.tables.base import OfWorkspace, identifier, one_of
from store.types import TaskState


class Task(OfWorkspace, table=True):
    """Comes from a note, or straight from a message or command; `number` counts per production.
    "done" is what the editor says, "verified" what the note's author or the decider confirmed;
    `closed_reason` is why a dropped one won't be done or, of one that was reopened, what is still
    missing. `context` is what it rests on, in the words of where it came from. Copies of a note in
    later rounds share the task of the first (`note_id`)."""

    __table_args__ = (UniqueConstraint("production_id", "number"), one_of("state", TaskState))

    id: UUID = Field(default_factory=identifier, primary_key=True)
    production_id: UUID = Field(foreign_key="production.id")
    number: int
    note_id: UUID | None = Field(default=None, foreign_key="note.id", unique=True)
    title: str
    state: str = "open"
    owner: str | None = None
    due: date | None = None
    due_written: str | None = None
    next_action: str = Field(default="", sa_column_kwargs={"server_default": ""})
    context: str = Field(default="", sa_column_kwargs={"server_default": ""})
    closed_reason: str | None = None
    source_channel: str = ""
    source_ts: str | None = None
    source_permalink: str = ""
    created_by: str = ""
    created_at: datetime = Field(default_factory=now)
    changed_at: datetime = Field(default_factory=now)
