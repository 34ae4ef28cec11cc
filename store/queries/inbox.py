"""The inbox as its worker sees it; the fast way in is `store.inbox`."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select

from store.clock import now
from store.queries.base import Queries
from store.tables import InboxEvent


class Inbox(Queries):
    """The workspace's events that wait to be handled."""

    async def payload(self, event_id: str) -> Mapping[str, Any] | None:
        """The stored event, or None once it was handled."""
        query = select(InboxEvent.payload).where(
            InboxEvent.workspace_id == self.workspace_id, InboxEvent.event_id == event_id
        )
        return (await self.session.exec(query)).one_or_none()

    async def handled(self, event_id: str) -> None:
        """Delete the payload; the id stays, so that a late retry is recognised."""
        await self._set(event_id, payload=None, handled_at=now(), error=None)

    async def failed(self, event_id: str, error: str) -> None:
        """Keep the event with what went wrong."""
        await self._set(event_id, error=error)

    async def _set(self, event_id: str, **values: Any) -> None:
        await self.session.exec(
            update(InboxEvent)
            .where(
                col(InboxEvent.workspace_id) == self.workspace_id,
                col(InboxEvent.event_id) == event_id,
            )
            .values(**values)
        )
