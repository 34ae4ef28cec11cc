"""The audit trail."""

from collections.abc import Iterable, Sequence
from uuid import UUID

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

    async def about(self, subjects: Iterable[UUID]) -> Sequence[AuditEvent]:
        """Everything that happened to these rows, oldest first."""
        query = (
            select(AuditEvent)
            .where(
                AuditEvent.workspace_id == self.workspace_id,
                col(AuditEvent.subject_id).in_(list(subjects)),
            )
            .order_by(col(AuditEvent.id))
        )
        return (await self.session.exec(query)).all()
