"""What models were asked and answered, and whether the workspace wants one at all."""

from collections.abc import Sequence
from datetime import datetime
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
