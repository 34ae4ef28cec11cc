"""The audit trail."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, literal
from sqlmodel import col, select

from store.queries.base import Queries
from store.tables import AuditEvent


class Audit(Queries):
    """The workspace's audit trail; written by `Work.log`."""

    async def all(self) -> Sequence[AuditEvent]:
        """Everything that happened, oldest first."""
        query = (
            select(AuditEvent)
            .where(AuditEvent.workspace_id == self.workspace_id)
            .order_by(col(AuditEvent.id))
        )
        return (await self.session.exec(query)).all()

    async def about(
        self,
        subjects: Iterable[UUID],
        *,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Sequence[AuditEvent]:
        """Everything that happened to these rows, oldest first: from `since` on, before `until`."""
        wanted = literal(list(subjects), ARRAY(Uuid))
        query = (
            select(AuditEvent)
            .where(
                AuditEvent.workspace_id == self.workspace_id,
                col(AuditEvent.subject_id) == any_(wanted),
            )
            .order_by(col(AuditEvent.id))
        )
        if since is not None:
            query = query.where(col(AuditEvent.at) >= since)
        if until is not None:
            query = query.where(col(AuditEvent.at) < until)
        return (await self.session.exec(query)).all()
