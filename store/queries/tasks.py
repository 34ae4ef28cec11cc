"""Tasks."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from store.queries.base import Queries
from store.tables import Note, Task
from store.types import UNFINISHED


class Tasks(Queries):
    """The workspace's tasks."""

    async def of_notes(self, notes: Iterable[UUID]) -> Mapping[UUID, Task]:
        """The task each note became, by note; a copy in a later round has that of the first."""
        query = select(Note.id, Task).where(
            Note.workspace_id == self.workspace_id,
            Task.workspace_id == self.workspace_id,
            col(Note.id).in_(list(notes)),
            Task.note_id == func.coalesce(col(Note.origin), col(Note.id)),
        )
        return dict((await self.session.exec(query)).all())

    async def of_production(self, production_id: UUID) -> Sequence[Task]:
        """All tasks of a production, by number."""
        query = (
            select(Task)
            .where(Task.workspace_id == self.workspace_id, Task.production_id == production_id)
            .order_by(col(Task.number))
        )
        return (await self.session.exec(query)).all()

    async def numbered(self, production_id: UUID, number: int) -> Task | None:
        """The task of a production with this number."""
        query = select(Task).where(
            Task.workspace_id == self.workspace_id,
            Task.production_id == production_id,
            Task.number == number,
        )
        return (await self.session.exec(query)).one_or_none()

    async def unfinished(
        self,
        production_id: UUID,
        *,
        owner: str | None = None,
        unowned: bool = False,
        due_before: date | None = None,
    ) -> Sequence[Task]:
        """Open tasks, soonest due first, those without a date last."""
        query = select(Task).where(
            Task.workspace_id == self.workspace_id,
            Task.production_id == production_id,
            col(Task.state).in_(UNFINISHED),
        )
        if owner is not None:
            query = query.where(Task.owner == owner)
        if unowned:
            query = query.where(col(Task.owner).is_(None))
        if due_before is not None:
            query = query.where(col(Task.due) < due_before)
        query = query.order_by(col(Task.due).asc().nulls_last(), col(Task.number))
        return (await self.session.exec(query)).all()
