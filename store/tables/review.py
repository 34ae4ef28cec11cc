"""A cut put up for review, its review thread, and what people wrote in it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from store.clock import now
from store.tables.base import OfWorkspace, identifier, one_of
from store.types import CutState, ReviewState


class Cut(OfWorkspace, table=True):
    """One version of a deliverable put up for review. `fps` is a fraction as text ("24000/1001").

    `deliverable` is what it is a version of, "" where a production has only one. A newer version
    supersedes it: `superseded_by`.
    """

    __table_args__ = (one_of("state", CutState),)

    id: UUID = Field(default_factory=identifier, primary_key=True)
    production_id: UUID = Field(foreign_key="production.id", index=True)
    deliverable: str = Field(default="", sa_column_kwargs={"server_default": ""})
    version: str = "v1"
    state: str = Field(default="current", sa_column_kwargs={"server_default": "current"})
    superseded_by: UUID | None = Field(default=None, foreign_key="cut.id")
    superseded_at: datetime | None = None
    link: str = ""
    fps: str | None = None
    start_timecode: str | None = None
    posted_by: str = ""
    created_at: datetime = Field(default_factory=now)


class Review(OfWorkspace, table=True):
    """The review of one cut, in one thread.

    `thread_ts` is empty until the bot's own opening message is posted. `revision` grows with
    every change of the thread's messages; `read_revision` is the one the notes stand for.
    `round` counts the rounds of its deliverable from 1; minor versions share that of their major
    one.
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "channel", "thread_ts"),
        one_of("state", ReviewState),
    )

    id: UUID = Field(default_factory=identifier, primary_key=True)
    production_id: UUID = Field(foreign_key="production.id", index=True)
    cut_id: UUID = Field(foreign_key="cut.id", index=True)
    channel: str
    thread_ts: str | None = None
    state: str = "open"
    round: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    frozen_at: datetime | None = None
    frozen_by: str | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None
    started_by: str = ""
    due: date | None = None
    quiet_until: datetime | None = None
    revision: int = 0
    read_revision: int = 0
    created_at: datetime = Field(default_factory=now)


class ReviewerFinished(OfWorkspace, table=True):
    """Somebody has finished reviewing: said once, and no approval."""

    __tablename__ = "reviewer_finished"

    review_id: UUID = Field(foreign_key="review.id", primary_key=True)
    user_id: str = Field(primary_key=True)
    at: datetime = Field(default_factory=now)


class Message(OfWorkspace, table=True):
    """What a person wrote in a review's thread, as Slack delivers it; empty once deleted."""

    __table_args__ = (UniqueConstraint("workspace_id", "channel", "ts"),)

    id: UUID = Field(default_factory=identifier, primary_key=True)
    review_id: UUID = Field(foreign_key="review.id", index=True)
    channel: str
    ts: str
    user_id: str
    text: str = ""
    permalink: str = ""
    edited_ts: str | None = None
    deleted: bool = False
    captured_at: datetime = Field(default_factory=now)


class MessageEdition(OfWorkspace, table=True):
    """One wording of a message: `edited_ts` is empty for the first. Editions only accumulate,
    so it does not matter in which order they arrive."""

    __tablename__ = "message_edition"

    message_id: UUID = Field(foreign_key="message.id", primary_key=True)
    edited_ts: str = Field(default="", primary_key=True)
    text: str = ""
