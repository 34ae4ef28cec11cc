"""Approvals and who was asked for one."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from store.queries.base import Queries
from store.tables import Approval, ApprovalRequest


class Approvals(Queries):
    """The workspace's approvals."""

    async def of_cuts(self, cuts: Iterable[UUID]) -> Sequence[Approval]:
        """All verdicts on these cuts ever given, oldest first."""
        query = (
            select(Approval)
            .where(Approval.workspace_id == self.workspace_id, col(Approval.cut_id).in_(list(cuts)))
            .order_by(col(Approval.at), col(Approval.id))
        )
        return (await self.session.exec(query)).all()

    async def requests(self, cut_id: UUID) -> Sequence[ApprovalRequest]:
        """Who was asked about a cut, in the order in which they were."""
        query = (
            select(ApprovalRequest)
            .where(
                ApprovalRequest.workspace_id == self.workspace_id,
                ApprovalRequest.cut_id == cut_id,
            )
            .order_by(col(ApprovalRequest.at), col(ApprovalRequest.user_id))
        )
        return (await self.session.exec(query)).all()

    async def ask(self, request: ApprovalRequest) -> bool:
        """Keep that somebody was asked about a cut; False if they had been before."""
        made = await self.session.exec(
            insert(ApprovalRequest)
            .values(request.model_dump() | {"workspace_id": self.workspace_id})
            .on_conflict_do_nothing(index_elements=["cut_id", "user_id"])
            .returning(col(ApprovalRequest.user_id))
        )
        return made.first() is not None
