"""What a model was asked, of a review's thread most of all, and what it answered."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from store.clock import now
from store.tables.base import OfWorkspace, identifier, one_of
from store.types import ModelOutcome

Proposal = dict[str, Any]
"""As `prompts.read_notes.as_json` made it."""

_UNSAID: Mapping[str, str | None] = {
    "ask": "", "reason": "", "timecode": None, "owner": None, "due": None, "scene": None,
}  # fmt: skip
"""The words of a proposal, which may be any of its sources'."""


class ModelCall(OfWorkspace, table=True):
    """One question to a model, tries and all, stored before anything of its answer is used.

    `key` stands for what was sent (the messages' words, prompt version, model), so that the same
    is never asked twice. `covers` are the messages that were sent, `{"ts", "digest"}` each, the
    digest being that of their words; `proposals` what of the answer was grounded in them;
    `dropped` counts the rest by reason. Of a message deleted since, none of this remains, not even
    in `key`, which then stands for nothing any more.

    For a draft (`draft_id`), `proposals` are the lines that hold until they are in it.
    Of a question that somebody asked (`purpose` "answer_question", no review) only what it cost is
    kept: the words are in the answer that was shown.
    """

    __tablename__ = "model_call"
    __table_args__ = (UniqueConstraint("workspace_id", "key"), one_of("outcome", ModelOutcome))

    id: UUID = Field(default_factory=identifier, primary_key=True)
    review_id: UUID | None = Field(default=None, foreign_key="review.id", index=True)
    draft_id: UUID | None = Field(default=None, foreign_key="draft.id", index=True)
    purpose: str = "read_notes"
    key: str
    prompt_version: str
    model: str
    outcome: str
    covers: list[dict[str, str]] = Field(sa_column=Column(JSONB, nullable=False))
    proposals: list[Proposal] = Field(sa_column=Column(JSONB, nullable=False))
    dropped: dict[str, int] = Field(sa_column=Column(JSONB, nullable=False))
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0
    created_at: datetime = Field(default_factory=now)


def without(proposals: Sequence[Proposal], ts: str) -> list[Proposal]:
    """The proposals but for what they say of this message.

    One that quotes others too still says that there is a note in them, in no words of its own,
    and comes before the untouched ones: of two about the same words the later counts.
    """
    untouched = [each for each in proposals if ts not in _quoted(each)]
    left = [_without(each, ts) for each in proposals if ts in _quoted(each)]
    return [*(each for each in left if each["sources"]), *untouched]


def _without(proposal: Proposal, ts: str) -> Proposal:
    sources = [source for source in proposal["sources"] if source["ts"] != ts]
    return {**proposal, **_UNSAID, "sources": sources}


def _quoted(proposal: Proposal) -> set[str]:
    return {str(source["ts"]) for source in proposal["sources"]}
