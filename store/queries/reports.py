"""Briefs and changes that come by themselves."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from store.queries.base import Queries
from store.tables import ScheduledReport


class Reports(Queries):
    """The workspace's scheduled reports."""

    async def due(self, moment: datetime, most: int) -> Sequence[ScheduledReport]:
        """Those whose time has come, the longest waiting first, held until the transaction ends;
        those that another process sees to are left out."""
        query = (
            select(ScheduledReport)
            .where(
                ScheduledReport.workspace_id == self.workspace_id,
                col(ScheduledReport.next_at) <= moment,
            )
            .order_by(col(ScheduledReport.next_at), col(ScheduledReport.id))
            .limit(most)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        )
        return (await self.session.exec(query)).all()

    async def standing(
        self, production_id: UUID, kind: str | None = None, *, lock: bool = False
    ) -> Sequence[ScheduledReport]:
        """Those of a production that are still to come, soonest first; only of this kind if one is
        given, held until the transaction's end if asked."""
        query = (
            select(ScheduledReport)
            .where(
                ScheduledReport.workspace_id == self.workspace_id,
                ScheduledReport.production_id == production_id,
                col(ScheduledReport.next_at).is_not(None),
            )
            .order_by(col(ScheduledReport.next_at), col(ScheduledReport.id))
        )
        if kind is not None:
            query = query.where(ScheduledReport.kind == kind)
        if lock:
            query = query.with_for_update().execution_options(populate_existing=True)
        return (await self.session.exec(query)).all()
