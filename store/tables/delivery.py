"""What the bot shows: one row for each thing seen in Slack, and the pace it may be sent at."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from store.clock import now
from store.tables.base import OfWorkspace, document, identifier, one_of
from store.types import DeliveryState


class Delivery(OfWorkspace, table=True):
    """One thing shown, unique by `key`, holding its Slack `ts` once posted.

    `body` is the message when it was fixed at the start; without one it is drawn from the
    record (`kind` of `subject_id`) at the moment of sending. `wanted` grows with each change
    to show, `shown` follows.
    """

    __table_args__ = (UniqueConstraint("workspace_id", "key"), one_of("state", DeliveryState))

    id: UUID = Field(default_factory=identifier, primary_key=True)
    key: str
    kind: str
    subject_id: UUID | None = Field(default=None, index=True)
    body: dict[str, Any] | None = document()
    channel: str = ""
    thread_ts: str | None = None
    user_id: str | None = None
    asked_by: str | None = None
    ts: str | None = None
    state: str = "pending"
    wanted: int = 1
    shown: int = 0
    attempts: int = 0
    error: str | None = None
    claimed_at: datetime | None = None
    created_at: datetime = Field(default_factory=now)
    sent_at: datetime | None = None


class Pace(OfWorkspace, table=True):
    """When a method may next be called in a channel; channel "" is the whole workspace."""

    workspace_id: str = Field(foreign_key="workspace.id", primary_key=True)
    method: str = Field(primary_key=True)
    channel: str = Field(default="", primary_key=True)
    not_before: datetime
