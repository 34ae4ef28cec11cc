"""Nudges: whose time has come, what was sent, who wants to rest."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from store.queries.base import Queries
from store.tables import NudgeClock, NudgeGap, NudgeSchedule


class Nudges(Queries):
    """The workspace's nudges."""

    async def schedule(self, production_id: UUID) -> NudgeSchedule:
        """How a production is nudged: as it was set, else the defaults (not stored)."""
        query = select(NudgeSchedule).where(
            NudgeSchedule.workspace_id == self.workspace_id,
            NudgeSchedule.production_id == production_id,
        )
        found = (await self.session.exec(query)).one_or_none()
        return found or NudgeSchedule(workspace_id=self.workspace_id, production_id=production_id)

    async def wake(self, production_id: UUID, timezones: Iterable[str], moment: datetime) -> None:
        """Something changed that nudges depend on: the clocks of these zones look at `moment`, or
        before if they were to; those that there aren't yet are made, with nothing to catch up."""
        rows = [
            {
                "workspace_id": self.workspace_id,
                "production_id": production_id,
                "timezone": zone,
                "done_until": moment,
                "next_at": moment,
            }
            for zone in sorted(set(timezones))
        ]
        if not rows:
            return
        sooner = func.least(func.coalesce(NudgeClock.next_at, moment), moment)
        await self.session.exec(
            insert(NudgeClock)
            .values(rows)
            .on_conflict_do_update(
                index_elements=["production_id", "timezone"], set_={"next_at": sooner}
            )
        )

    async def due(self, moment: datetime, most: int) -> Sequence[NudgeClock]:
        """Clocks whose time has come, held until the transaction ends; those that another process
        sees to are left out."""
        query = (
            select(NudgeClock)
            .where(NudgeClock.workspace_id == self.workspace_id, col(NudgeClock.next_at) <= moment)
            .order_by(col(NudgeClock.next_at))
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        return (await self.session.exec(query)).all()

    async def naming(self, subjects: Iterable[UUID]) -> Sequence[UUID]:
        """The nudges that name a gap of one of these things."""
        query = (
            select(NudgeGap.nudge_id)
            .where(
                NudgeGap.workspace_id == self.workspace_id,
                col(NudgeGap.subject_id).in_(list(subjects)),
                col(NudgeGap.closed_at).is_(None),
            )
            .distinct()
        )
        return (await self.session.exec(query)).all()
