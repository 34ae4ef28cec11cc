"""Decisions, and the conflicts that wait for one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from store.queries.base import Queries
from store.tables import Conflict, ConflictNote, Decision, Note


class Decisions(Queries):
    """The workspace's decisions and conflicts."""

    async def of_production(self, production_id: UUID) -> Sequence[Decision]:
        """All decisions of a production, by number."""
        query = (
            select(Decision)
            .where(
                Decision.workspace_id == self.workspace_id,
                Decision.production_id == production_id,
            )
            .order_by(col(Decision.number))
        )
        return (await self.session.exec(query)).all()

    async def these(self, decisions: Collection[UUID]) -> Sequence[Decision]:
        """The decisions with these ids."""
        if not decisions:
            return ()
        query = select(Decision).where(
            Decision.workspace_id == self.workspace_id, col(Decision.id).in_(list(decisions))
        )
        return (await self.session.exec(query)).all()

    async def conflicts_of(
        self, notes: Iterable[UUID], *, dissolved: bool = False
    ) -> Sequence[Conflict]:
        """The conflicts that have one of these notes, oldest first: those that stand, and if asked
        the dissolved ones too."""
        query = (
            select(Conflict)
            .where(
                Conflict.workspace_id == self.workspace_id,
                col(Conflict.id).in_(
                    select(ConflictNote.conflict_id).where(
                        ConflictNote.workspace_id == self.workspace_id,
                        col(ConflictNote.note_id).in_(list(notes)),
                    )
                ),
            )
            .order_by(col(Conflict.created_at), col(Conflict.id))
        )
        if not dissolved:
            query = query.where(col(Conflict.dissolved).is_(False))
        return (await self.session.exec(query)).all()

    async def conflicts_in(self, reviews: Iterable[UUID]) -> Sequence[Conflict]:
        """The conflicts that stand and have a note of one of these reviews, oldest first."""
        notes = select(Note.id).where(
            Note.workspace_id == self.workspace_id, col(Note.review_id).in_(list(reviews))
        )
        return await self.conflicts_of((await self.session.exec(notes)).all())

    async def waiting(self, production_id: UUID) -> Sequence[Conflict]:
        """The production's conflicts that stand and that nobody has settled, oldest first."""
        settled = select(Decision.conflict_id).where(
            Decision.workspace_id == self.workspace_id,
            Decision.production_id == production_id,
            col(Decision.conflict_id).is_not(None),
        )
        query = (
            select(Conflict)
            .where(
                Conflict.workspace_id == self.workspace_id,
                Conflict.production_id == production_id,
                col(Conflict.dissolved).is_(False),
                col(Conflict.id).not_in(settled),
            )
            .order_by(col(Conflict.created_at), col(Conflict.id))
        )
        return (await self.session.exec(query)).all()

    async def notes_of(self, conflicts: Iterable[UUID]) -> Mapping[UUID, Sequence[Note]]:
        """The notes of each conflict, by number."""
        query = (
            select(ConflictNote.conflict_id, Note)
            .where(
                ConflictNote.workspace_id == self.workspace_id,
                Note.workspace_id == self.workspace_id,
                col(ConflictNote.conflict_id).in_(list(conflicts)),
                ConflictNote.note_id == Note.id,
            )
            .order_by(col(Note.number))
        )
        found: dict[UUID, list[Note]] = defaultdict(list)
        for conflict_id, note in await self.session.exec(query):
            found[conflict_id].append(note)
        return found

    async def on_conflicts(self, conflicts: Iterable[UUID]) -> Mapping[UUID, Decision]:
        """The decision that settled each conflict, by conflict; open ones have none."""
        query = select(Decision).where(
            Decision.workspace_id == self.workspace_id,
            col(Decision.conflict_id).in_(list(conflicts)),
        )
        return {
            decision.conflict_id: decision
            for decision in await self.session.exec(query)
            if decision.conflict_id is not None
        }

    async def set_notes(self, conflict_id: UUID, notes: Collection[UUID]) -> None:
        """Let these be the notes of a conflict, and no others."""
        await self.session.exec(
            delete(ConflictNote).where(
                col(ConflictNote.workspace_id) == self.workspace_id,
                col(ConflictNote.conflict_id) == conflict_id,
                col(ConflictNote.note_id).not_in(notes),
            )
        )
        rows = [
            {"workspace_id": self.workspace_id, "conflict_id": conflict_id, "note_id": note}
            for note in sorted(notes)
        ]
        await self.session.exec(insert(ConflictNote).values(rows).on_conflict_do_nothing())
