"""What Slack told us and was not yet handled."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field

from store.clock import now
from store.tables.base import OfWorkspace


class InboxEvent(OfWorkspace, table=True):
    """`event_id` is Slack's and stays after handling, so that a late retry is recognised;
    `payload` is deleted once the event was handled. It is JSON, not JSONB: kept as it came,
    even where it holds what PostgreSQL's text can't."""

    __tablename__ = "inbox_event"

    workspace_id: str = Field(foreign_key="workspace.id", primary_key=True)
    event_id: str = Field(primary_key=True)
    payload: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    lock: str
    received_at: datetime = Field(default_factory=now, index=True)
    handled_at: datetime | None = None
    error: str | None = None
