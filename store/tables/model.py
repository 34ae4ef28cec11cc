"""What a model was asked about a review's thread, and what it answered."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from store.clock import now
from store.tables.base import OfWorkspace, identifier, one_of
from store.types import ModelOutcome


class ModelCall(OfWorkspace, table=True):
    """One question to a model, tries and all, stored before anything of its answer is used.

    `key` stands for what was sent (the messages' words, prompt version, model), so that the same
    is never asked twice. `covers` are the messages that were sent, `{"ts", "digest"}` each, the
    digest being that of their words; `proposals` what of the answer was grounded in them;
    `dropped` counts the rest by reason. Of a message deleted since, none of this remains.
    """

    __tablename__ = "model_call"
    __table_args__ = (UniqueConstraint("workspace_id", "key"), one_of("outcome", ModelOutcome))

    id: UUID = Field(default_factory=identifier, primary_key=True)
    review_id: UUID = Field(foreign_key="review.id", index=True)
    purpose: str = "read_notes"
    key: str
    prompt_version: str
    model: str
    outcome: str
    covers: list[dict[str, str]] = Field(sa_column=Column(JSONB, nullable=False))
    proposals: list[dict[str, Any]] = Field(sa_column=Column(JSONB, nullable=False))
    dropped: dict[str, int] = Field(sa_column=Column(JSONB, nullable=False))
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0
    created_at: datetime = Field(default_factory=now)
