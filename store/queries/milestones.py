"""Milestones and documents, and what the gaps of many productions are read from."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select

from store.queries.base import Queries
from store.tables import (
    Document,
    Milestone,
    MilestoneItem,
    MilestoneRule,
    MilestoneWait,
)


class Milestones(Queries):
    """The workspace's milestones and documents."""

    async def of_production(self, production_id: UUID) -> Sequence[Milestone]:
        """The milestones of a production, soonest first."""
        query = (
            select(Milestone)
            .where(
                Milestone.workspace_id == self.workspace_id,
                Milestone.production_id == production_id,
            )
            .order_by(col(Milestone.at), col(Milestone.id))
        )
        return (await self.session.exec(query)).all()

    async def waits(self, production_id: UUID) -> Sequence[MilestoneWait]:
        """Which milestones of a production wait for which."""
        query = (
            select(MilestoneWait)
            .join(Milestone, col(Milestone.id) == col(MilestoneWait.milestone_id))
            .where(
                MilestoneWait.workspace_id == self.workspace_id,
                Milestone.production_id == production_id,
            )
        )
        return (await self.session.exec(query)).all()

    async def added(self, production_id: UUID) -> Sequence[MilestoneItem]:
        """What was put on milestones of a production by hand, or said of their items."""
        query = select(MilestoneItem).where(
            MilestoneItem.workspace_id == self.workspace_id,
            MilestoneItem.production_id == production_id,
        )
        return (await self.session.exec(query)).all()

    async def rules(self, production_id: UUID) -> Sequence[MilestoneRule]:
        """What belongs to milestones of a production by rule."""
        query = (
            select(MilestoneRule)
            .join(Milestone, col(Milestone.id) == col(MilestoneRule.milestone_id))
            .where(
                MilestoneRule.workspace_id == self.workspace_id,
                Milestone.production_id == production_id,
            )
        )
        return (await self.session.exec(query)).all()

    async def documents(self, production_id: UUID) -> Sequence[Document]:
        """The documents of a production, oldest first."""
        query = (
            select(Document)
            .where(
                Document.workspace_id == self.workspace_id,
                Document.production_id == production_id,
            )
            .order_by(col(Document.added_at), col(Document.id))
        )
        return (await self.session.exec(query)).all()
