"""What models were asked and answered, and whether the workspace wants one at all."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, update
from sqlmodel import col, select

from store.queries.base import Queries
from store.tables import ModelCall, Workspace
from store.tables.model import without


class Models(Queries):
    """The workspace's calls of a model."""

    async def of_review(self, review_id: UUID) -> Sequence[ModelCall]:
        """What was asked about a review, oldest first."""
        query = (
            select(ModelCall)
            .where(ModelCall.workspace_id == self.workspace_id, ModelCall.review_id == review_id)
            .order_by(col(ModelCall.created_at), col(ModelCall.id))
        )
        return (await self.session.exec(query)).all()

    async def was_asked(self, key: str) -> bool:
        """Whether this very question was asked, whatever came of it."""
        query = select(ModelCall.id).where(
            ModelCall.workspace_id == self.workspace_id, ModelCall.key == key
        )
        return (await self.session.exec(query)).first() is not None

    async def used_since(self, moment: datetime) -> tuple[int, int, int]:
        """How many calls there were, and the tokens they sent and received."""
        columns: Any = (
            func.count(),
            func.coalesce(func.sum(ModelCall.tokens_in), 0),
            func.coalesce(func.sum(ModelCall.tokens_out), 0),
        )
        query = select(*columns).where(
            ModelCall.workspace_id == self.workspace_id, col(ModelCall.created_at) >= moment
        )
        calls, sent, received = (await self.session.exec(query)).one()
        return int(calls), int(sent), int(received)

    async def within_limit(self, moment: datetime, weight: int = 0) -> bool:
        """Whether the workspace may have a model asked at this time, for about so many tokens: in
        the calendar month (UTC) all its questions together, whatever their purpose and whatever
        came of them, have used less than the workspace allows."""
        query = select(Workspace.monthly_tokens).where(Workspace.id == self.workspace_id)
        limit = (await self.session.exec(query)).one()
        if limit is None:
            return True
        _, sent, received = await self.used_since(month_of(moment))
        return sent + received + weight < limit

    async def wanted(self, moment: datetime) -> bool:
        """Whether the workspace wants a model asked at this time: it is on, and within its limit.
        What is under way when the limit is reached is finished."""
        query = select(Workspace.model_on).where(Workspace.id == self.workspace_id)
        return (await self.session.exec(query)).one() and await self.within_limit(moment)

    async def of_draft(self, draft_id: UUID) -> Mapping[str, ModelCall]:
        """What was asked for a draft, by key."""
        query = select(ModelCall).where(
            ModelCall.workspace_id == self.workspace_id, ModelCall.draft_id == draft_id
        )
        return {call.key: call for call in await self.session.exec(query)}

    async def settle(self, draft_id: UUID) -> None:
        """Keep of a draft's questions what they cost and nothing of the answers: what holds of
        them is in the draft by now, or not wanted."""
        await self.session.exec(
            update(ModelCall)
            .where(
                col(ModelCall.workspace_id) == self.workspace_id,
                col(ModelCall.draft_id) == draft_id,
            )
            .values(proposals=[])
        )

    async def forget(self, review_id: UUID, ts: str) -> None:
        """Let nothing remain of this message's words, nor of what was made of them."""
        for call in await self.of_review(review_id):
            covered = [each for each in call.covers if each["ts"] != ts]
            if len(covered) < len(call.covers):
                call.covers, call.key = covered, f"forgotten {call.id}"
            call.proposals = without(call.proposals, ts)

    async def switch(self, on: bool) -> None:
        """Let the workspace's threads be read with a model, or not."""
        await self.session.exec(
            update(Workspace).where(col(Workspace.id) == self.workspace_id).values(model_on=on)
        )

    async def limit(self, tokens: int | None) -> None:
        """Let the workspace use so many tokens in a calendar month; None: as many as it takes."""
        await self.session.exec(
            update(Workspace)
            .where(col(Workspace.id) == self.workspace_id)
            .values(monthly_tokens=tokens)
        )


def month_of(moment: datetime) -> datetime:
    """When the calendar month of this time began, in UTC."""
    at = moment.astimezone(UTC)
    return at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
