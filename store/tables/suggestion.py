"""Suggestions: what Scripty or a model drafted for people to decide on, line by line."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from store.clock import now
from store.tables.base import OfWorkspace, document, identifier, one_of
from store.types import DraftKind, SuggestionState


class Draft(OfWorkspace, table=True):
    """A lot of suggestions made at once: of what `kind`, out of what (`title`, `source_permalink`),
    for whom, shown where. `drafted_by` says "reader" (the built-in one) or "model"."""

    __table_args__ = (one_of("kind", DraftKind),)

    id: UUID = Field(default_factory=identifier, primary_key=True)
    production_id: UUID = Field(foreign_key="production.id", index=True)
    kind: str
    title: str = ""
    source_channel: str = ""
    source_ts: str | None = None
    source_permalink: str = ""
    channel: str = ""
    thread_ts: str | None = None
    drafted_by: str = "reader"
    asked_by: str = ""
    made_at: datetime = Field(default_factory=now)


class Suggestion(OfWorkspace, table=True):
    """One line of a draft; `number` counts per production ("S4"). It has, as a note has, a source
    (`quote`, verbatim, of the draft's), a reason and a next action. Once accepted it is `task_id`,
    where it became a task; `detail` is what only its kind has."""

    __table_args__ = (
        UniqueConstraint("production_id", "number"),
        one_of("state", SuggestionState),
    )

    id: UUID = Field(default_factory=identifier, primary_key=True)
    production_id: UUID = Field(foreign_key="production.id")
    draft_id: UUID = Field(foreign_key="draft.id", index=True)
    number: int
    position: int = 0
    state: str = "draft"
    text: str = ""
    quote: str = ""
    reason: str = ""
    next_action: str = ""
    owner: str | None = None
    owner_written: str | None = None
    due: date | None = None
    due_written: str | None = None
    detail: dict[str, Any] | None = document()
    task_id: UUID | None = Field(default=None, foreign_key="task.id")
    edited_by: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision_reason: str | None = None
    created_at: datetime = Field(default_factory=now)
