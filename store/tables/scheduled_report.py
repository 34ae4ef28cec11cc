"""Briefs and digests of changes that come by themselves."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from store.clock import now
from store.tables.base import OfWorkspace, identifier, one_of
from store.types import ReportKind


class ScheduledReport(OfWorkspace, table=True):
    """A brief (perhaps of one milestone) or the changes, posted in a channel `lead` minutes before
    `time` ("10:00", in the production's zone) on a `weekday`, from 0, Monday, every week; without a
    weekday once, before `meets_at`. The next one is due at `next_at`: None once it has been, or
    was stopped."""

    __tablename__ = "scheduled_report"
    __table_args__ = (
        one_of("kind", ReportKind),
        Index(
            "ix_scheduled_report_next_at",
            "workspace_id",
            "next_at",
            postgresql_where=text("next_at IS NOT NULL"),
        ),
    )

    id: UUID = Field(default_factory=identifier, primary_key=True)
    production_id: UUID = Field(foreign_key="production.id", index=True)
    kind: str
    channel: str
    milestone_id: UUID | None = Field(default=None, foreign_key="milestone.id")
    weekday: int | None = None
    time: str = "09:00"
    lead: int = 0
    meets_at: datetime | None = None
    next_at: datetime | None = None
    last_at: datetime | None = None
    asked_by: str = ""
    asked_at: datetime = Field(default_factory=now)
    stopped_by: str | None = None
    stopped_at: datetime | None = None
