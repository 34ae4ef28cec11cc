"""Drafts, and the suggestions people decide on."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlmodel import col, select

from store.queries.base import Queries
from store.tables import Draft, Suggestion, Task


class Suggestions(Queries):
    """The workspace's drafts and suggestions."""

    async def of_draft(self, draft_id: UUID) -> Sequence[Suggestion]:
        """The lines of a draft, in its order."""
        query = (
            select(Suggestion)
            .where(Suggestion.workspace_id == self.workspace_id, Suggestion.draft_id == draft_id)
            .order_by(col(Suggestion.position), col(Suggestion.number))
        )
        return (await self.session.exec(query)).all()

    async def of_production(self, production_id: UUID) -> Sequence[Suggestion]:
        """All suggestions of a production, by number."""
        query = (
            select(Suggestion)
            .where(
                Suggestion.workspace_id == self.workspace_id,
                Suggestion.production_id == production_id,
            )
            .order_by(col(Suggestion.number))
        )
        return (await self.session.exec(query)).all()

    async def drafts(self, production_id: UUID) -> Sequence[Draft]:
        """All drafts of a production, oldest first."""
        query = (
            select(Draft)
            .where(Draft.workspace_id == self.workspace_id, Draft.production_id == production_id)
            .order_by(col(Draft.made_at), col(Draft.id))
        )
        return (await self.session.exec(query)).all()

    async def by_id(self, ids: Collection[UUID]) -> Mapping[UUID, Suggestion]:
        """These suggestions, by id."""
        query = select(Suggestion).where(
            Suggestion.workspace_id == self.workspace_id, col(Suggestion.id).in_(list(ids))
        )
        return {each.id: each for each in await self.session.exec(query)}

    async def tasks_of(self, ids: Collection[UUID]) -> Mapping[UUID, Task]:
        """The task that each of these suggestions became, by the suggestion's id."""
        query = select(Suggestion.id, Task).where(
            Suggestion.workspace_id == self.workspace_id,
            Task.workspace_id == self.workspace_id,
            col(Suggestion.id).in_(list(ids)),
            Suggestion.task_id == Task.id,
        )
        return dict((await self.session.exec(query)).all())
