"""Conflicts between notes, and what was decided."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from store.clock import now
from store.tables.base import OfWorkspace, identifier, one_of
from store.types import ConflictOutcome, DecisionOrigin


class Conflict(OfWorkspace, table=True):
    """Notes that ask for opposite things. It is settled once a decision names it; `review_id` is
    the round in which it was noticed."""

    id: UUID = Field(default_factory=identifier, primary_key=True)
    production_id: UUID = Field(foreign_key="production.id", index=True)
    review_id: UUID = Field(foreign_key="review.id", index=True)
    dissolved: bool = False
    created_at: datetime = Field(default_factory=now)


class ConflictNote(OfWorkspace, table=True):
    """A note of a conflict."""

    __tablename__ = "conflict_note"

    conflict_id: UUID = Field(foreign_key="conflict.id", primary_key=True)
    note_id: UUID = Field(foreign_key="note.id", primary_key=True, index=True)


class Decision(OfWorkspace, table=True):
    """What was settled: `what`, `why`, by whom, when, from which source, and what happens next.

    `number` counts per production ("D3"). A later decision supersedes an earlier one
    (`supersedes`), which stays; one at most does. Of a conflict, `outcome` says how it was settled
    and `chose` is the note that won, if one did.
    """

    __table_args__ = (
        UniqueConstraint("production_id", "number"),
        UniqueConstraint("conflict_id"),
        UniqueConstraint("supersedes"),
        one_of("origin", DecisionOrigin),
        one_of("outcome", ConflictOutcome),
    )

    id: UUID = Field(default_factory=identifier, primary_key=True)
    production_id: UUID = Field(foreign_key="production.id")
    number: int
    what: str
    why: str = ""
    next_action: str = ""
    origin: str = "logged"
    decided_by: str
    logged_by: str
    conflict_id: UUID | None = Field(default=None, foreign_key="conflict.id")
    outcome: str | None = None
    chose: UUID | None = Field(default=None, foreign_key="note.id")
    note_id: UUID | None = Field(default=None, foreign_key="note.id", index=True)
    cut_id: UUID | None = Field(default=None, foreign_key="cut.id")
    supersedes: UUID | None = Field(default=None, foreign_key="decision.id")
    source_channel: str = ""
    source_ts: str | None = None
    source_permalink: str = ""
    at: datetime = Field(default_factory=now)
