"""Transcripts: what was said in footage or a recording, with its times."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from store.clock import now
from store.tables.base import OfWorkspace, identifier

Cue = dict[str, Any]
"""`{"start", "end", "speaker", "text"}`: milliseconds from the beginning, who speaks ("" where the
transcript doesn't say), and the words. A plain text's cues have no times (None)."""


class Transcript(OfWorkspace, table=True):
    """A file that was shared in Slack, read as a transcript; `seconds` is how long it is, 0 where
    it has no times. `name` is what people called the file."""

    __table_args__ = (UniqueConstraint("production_id", "file_id"),)

    id: UUID = Field(default_factory=identifier, primary_key=True)
    production_id: UUID = Field(foreign_key="production.id")
    file_id: str
    name: str = ""
    channel: str = ""
    ts: str | None = None
    permalink: str = ""
    seconds: float = 0.0
    cues: list[Cue] = Field(sa_column=Column(JSONB, nullable=False))
    added_by: str = ""
    added_at: datetime = Field(default_factory=now)
