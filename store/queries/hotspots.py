"""What went wrong in a production so far, read off what the record keeps anyway."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import aliased
from sqlmodel import col, or_, select

from store.queries.base import Queries
from store.tables import (
    Approval,
    AuditEvent,
    Conflict,
    Cut,
    Note,
    Review,
    Task,
)

_NAMED = text(
    """
    SELECT gap.kind, gap.subject_id, min(nudge.at)
    FROM nudge,
         jsonb_to_recordset(nudge.gaps) AS home (production_id uuid, gaps jsonb),
         jsonb_to_recordset(home.gaps) AS gap (kind text, subject_id uuid)
    WHERE nudge.workspace_id = :workspace AND nudge.production_id = :production
      AND nudge.state = 'sent' AND home.production_id = :production
    GROUP BY 1, 2
    """
)


class Mishap(NamedTuple):
    """Something of this kind happened to this thing, at that moment."""

    kind: str
    subject_id: UUID
    at: datetime


class Hotspots(Queries):
    """A production's mistakes, each kind from where it is kept."""

    async def missed(self, production_id: UUID) -> Sequence[Mishap]:
        """Each gap that a message named, once, when it was named first."""
        found = _NAMED.bindparams(workspace=self.workspace_id, production=production_id)
        connection = await self.session.connection()
        return [Mishap(*row) for row in await connection.execute(found)]

    async def late_notes(self, production_id: UUID) -> Sequence[Mishap]:
        """Notes that were written after their round was frozen."""
        return await self._notes(production_id, "late note", col(Note.late).is_(True))

    async def rejected_again(self, production_id: UUID) -> Sequence[Mishap]:
        """Notes that asked for what was rejected before."""
        again = or_(col(Note.state) == "folded", col(Note.unfolded_by).is_not(None))
        return await self._notes(production_id, "rejected idea", again)

    async def conflicts(self, production_id: UUID) -> Sequence[Mishap]:
        """Notes that asked for opposite things."""
        query = select(Conflict.id, Conflict.created_at).where(
            Conflict.workspace_id == self.workspace_id,
            Conflict.production_id == production_id,
            col(Conflict.dissolved).is_(False),
        )
        return [Mishap("conflict", each, at) for each, at in await self.session.exec(query)]

    async def stale_approvals(self, production_id: UUID) -> Sequence[Mishap]:
        """Approvals that no longer counted since something changed after them."""
        query = select(Approval.cut_id, Approval.stale_at).where(
            Approval.workspace_id == self.workspace_id,
            Approval.production_id == production_id,
            col(Approval.stale_at).is_not(None),
        )
        return [
            Mishap("approval stale", cut, at)
            for cut, at in await self.session.exec(query)
            if at is not None
        ]

    async def begun_without(self, production_id: UUID) -> Sequence[Mishap]:
        """Tasks that nobody owned, or that had no day, when they were made."""
        query = (
            select(AuditEvent.subject_id, AuditEvent.at, AuditEvent.detail)
            .join(Task, col(Task.id) == col(AuditEvent.subject_id))
            .where(
                AuditEvent.workspace_id == self.workspace_id,
                Task.production_id == production_id,
                AuditEvent.action == "task.made",
            )
        )
        return [
            Mishap(kind, each, at)
            for each, at, detail in await self.session.exec(query)
            for kind, name in (("no owner", "owner"), ("no date", "due"))
            if not (detail or {}).get(name)
        ]

    async def done_twice(self, production_id: UUID) -> Sequence[Mishap]:
        """Tasks that were done, and not as they were meant; not those that were dropped before."""
        done: Any = aliased(AuditEvent)
        was_done = (
            select(done.id)
            .where(
                done.workspace_id == self.workspace_id,
                done.subject_id == AuditEvent.subject_id,
                done.action.in_(("task.done", "task.verified")),
                done.id < AuditEvent.id,
            )
            .correlate(AuditEvent)
            .exists()
        )
        query = (
            select(AuditEvent.subject_id, AuditEvent.at)
            .join(Task, col(Task.id) == col(AuditEvent.subject_id))
            .where(
                AuditEvent.workspace_id == self.workspace_id,
                Task.production_id == production_id,
                AuditEvent.action == "task.reopened",
                was_done,
            )
        )
        return [Mishap("done twice", each, at) for each, at in await self.session.exec(query)]

    async def rounds_beyond(self, production_id: UUID, agreed: int) -> Sequence[Mishap]:
        """Rounds beyond those that were agreed."""
        query = (
            select(Review.cut_id, Review.created_at)
            .join(Cut, col(Cut.id) == col(Review.cut_id))
            .where(
                Review.workspace_id == self.workspace_id,
                Review.production_id == production_id,
                Review.round > agreed,
            )
        )
        return [Mishap("round too many", each, at) for each, at in await self.session.exec(query)]

    async def numbers(self, notes: Collection[UUID]) -> Sequence[tuple[UUID, int]]:
        """The numbers of these notes."""
        query = select(Note.id, Note.number).where(
            Note.workspace_id == self.workspace_id, col(Note.id).in_(notes)
        )
        return [(each, number) for each, number in await self.session.exec(query)]

    async def _notes(self, production_id: UUID, kind: str, such: Any) -> Sequence[Mishap]:
        query = select(Note.id, Note.created_at).where(
            Note.workspace_id == self.workspace_id, Note.production_id == production_id, such
        )
        return [Mishap(kind, each, at) for each, at in await self.session.exec(query)]
