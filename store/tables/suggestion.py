"""Suggestions: what Scripty or a model drafted for people to decide on, line by line."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from store.clock import now
from store.tables.base import OfWorkspace, document, identifier, one_of
from store.types import (
    Becomes,
    DraftKind,
    DraftState,
    DraftSubject,
    NeedsPerson,
    SourceKind,
    SuggestionState,
)


class Draft(OfWorkspace, table=True):
    """A lot of suggestions made at once: of what `kind`, about what (`subject_kind`, `subject_id`;
    None for a message's sections), out of what (`title`, `source_permalink`), for whom, where.

    `drafted_by` says "reader" (the built-in one) or "model"; then `model` and `prompt_version` name
    it ("questions/v1"). Where a model could have been asked, `fallback` says why none was, or what
    came of it. `context` is the purpose, audience, constraints, deliverable, footage and outcome
    that it was drafted from, `dropped` counts lines that were not believed, by reason. While it is
    "drafting", `progress` says how far it is.
    """

    __table_args__ = (
        one_of("kind", DraftKind),
        one_of("state", DraftState),
        one_of("subject_kind", DraftSubject),
    )

    id: UUID = Field(default_factory=identifier, primary_key=True)
    production_id: UUID = Field(foreign_key="production.id", index=True)
    kind: str
    title: str = ""
    source_channel: str = ""
    source_ts: str | None = None
    source_permalink: str = ""
    channel: str = ""
    thread_ts: str | None = None
    state: str = Field(default="ready", sa_column_kwargs={"server_default": "ready"})
    subject_kind: str | None = None
    subject_id: UUID | None = None
    context: dict[str, str] | None = document()
    progress: str = Field(default="", sa_column_kwargs={"server_default": ""})
    drafted_by: str = "reader"
    model: str = Field(default="", sa_column_kwargs={"server_default": ""})
    prompt_version: str = Field(default="", sa_column_kwargs={"server_default": ""})
    fallback: str = Field(default="", sa_column_kwargs={"server_default": ""})
    dropped: dict[str, int] | None = document()
    asked_by: str = ""
    cancelled_by: str | None = None
    made_at: datetime = Field(default_factory=now)


class Suggestion(OfWorkspace, table=True):
    """One line of a draft; `number` counts per production ("S4"). It has, as a note has, a source,
    a reason and a next action. The source is a row of the record, or a moment of a transcript
    (`source_kind`, `source_id`, called `source_name`, at `source_link`), with a `quote` that stands
    there verbatim; of a document's section it is the draft's message.

    Accepted it is what it `becomes`; `task_id` is its task, where it became work or a question, and
    `owner` then whom it is asked. `needs_person` says why it is only asked and not drafted.
    `detail` is what only its kind has.
    """

    __table_args__ = (
        UniqueConstraint("production_id", "number"),
        one_of("state", SuggestionState),
        one_of("becomes", Becomes),
        one_of("source_kind", SourceKind),
        one_of("needs_person", NeedsPerson),
    )

    id: UUID = Field(default_factory=identifier, primary_key=True)
    production_id: UUID = Field(foreign_key="production.id")
    draft_id: UUID = Field(foreign_key="draft.id", index=True)
    number: int
    position: int = 0
    state: str = "draft"
    text: str = ""
    becomes: str = Field(default="task", sa_column_kwargs={"server_default": "task"})
    needs_person: str | None = None
    source_kind: str = Field(default="message", sa_column_kwargs={"server_default": "message"})
    source_id: UUID | None = Field(default=None, index=True)
    source_name: str = Field(default="", sa_column_kwargs={"server_default": ""})
    source_link: str = Field(default="", sa_column_kwargs={"server_default": ""})
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


class Shot(OfWorkspace, table=True):
    """A shot of a scene's shot list; `number` counts per scene ("3.2" is the second of scene 3). It
    was drafted as `suggestion_id`, whose source says why it is wanted."""

    __table_args__ = (UniqueConstraint("scene_id", "number"),)

    id: UUID = Field(default_factory=identifier, primary_key=True)
    production_id: UUID = Field(foreign_key="production.id", index=True)
    scene_id: UUID = Field(foreign_key="scene.id")
    number: int
    text: str
    reason: str = ""
    suggestion_id: UUID | None = Field(default=None, foreign_key="suggestion.id", index=True)
    added_by: str = ""
    added_at: datetime = Field(default_factory=now)
    dropped_at: datetime | None = None
    dropped_by: str | None = None
