"""The audit trail: who did what to which row, when, from which surface."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from store.clock import now
from store.tables.base import OfWorkspace, document


class AuditEvent(OfWorkspace, table=True):
    """`actor` is a user id, or "scripty" for what the bot did itself; rows are only added."""

    __tablename__ = "audit_event"
    __table_args__ = (Index(None, "subject_id", "at"),)

    id: int | None = Field(default=None, sa_type=BigInteger, primary_key=True)
    at: datetime = Field(default_factory=now)
    actor: str
    surface: str
    action: str
    subject_kind: str
    subject_id: UUID
    detail: dict[str, Any] | None = document()
