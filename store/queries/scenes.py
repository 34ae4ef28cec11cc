"""Scenes, deliverables, and what was connected to them; who confirmed which document."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Numeric, cast, exists, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from store.queries.base import Queries
from store.tables import Connection, Deliverable, DocumentConfirmation, Note, Scene, Task


class Scenes(Queries):
    """What the work of the workspace's productions connects to."""

    async def scenes(self, production_id: UUID) -> Sequence[Scene]:
        """The scenes of a production in the script's order: 2, 3, 3A, 10."""
        query = (
            select(Scene)
            .where(Scene.workspace_id == self.workspace_id, Scene.production_id == production_id)
            .order_by(
                cast(func.substring(col(Scene.number), "^[0-9]+"), Numeric).asc().nulls_last(),
                func.lower(col(Scene.number)),
            )
        )
        return (await self.session.exec(query)).all()

    async def scene(self, production_id: UUID, number: str) -> Scene | None:
        """The scene of a production with this number, however it is capitalised."""
        query = select(Scene).where(
            Scene.workspace_id == self.workspace_id,
            Scene.production_id == production_id,
            func.lower(col(Scene.number)) == func.lower(number),
        )
        return (await self.session.exec(query)).one_or_none()

    async def deliverables(self, production_id: UUID) -> Sequence[Deliverable]:
        """What a production hands over, soonest due first, by name where none says when."""
        query = (
            select(Deliverable)
            .where(
                Deliverable.workspace_id == self.workspace_id,
                Deliverable.production_id == production_id,
            )
            .order_by(col(Deliverable.due).asc().nulls_last(), func.lower(col(Deliverable.name)))
        )
        return (await self.session.exec(query)).all()

    async def deliverable(self, production_id: UUID, name: str) -> Deliverable | None:
        """The deliverable of a production with this name, however it is capitalised."""
        query = select(Deliverable).where(
            Deliverable.workspace_id == self.workspace_id,
            Deliverable.production_id == production_id,
            func.lower(col(Deliverable.name)) == func.lower(name),
        )
        return (await self.session.exec(query)).one_or_none()

    async def connections(self, production_id: UUID) -> Sequence[Connection]:
        """What was connected to what in a production, oldest first."""
        query = (
            select(Connection)
            .where(
                Connection.workspace_id == self.workspace_id,
                Connection.production_id == production_id,
            )
            .order_by(col(Connection.added_at), col(Connection.id))
        )
        return (await self.session.exec(query)).all()

    async def between(
        self, subjects: Collection[UUID], targets: Collection[UUID]
    ) -> Sequence[Connection]:
        """What connects one of these things to one of those places."""
        query = select(Connection).where(
            Connection.workspace_id == self.workspace_id,
            col(Connection.subject_id).in_(list(subjects)),
            col(Connection.target_id).in_(list(targets)),
        )
        return (await self.session.exec(query)).all()

    async def placed_notes(self, production_id: UUID, notes: Collection[UUID]) -> Sequence[UUID]:
        """The first notes of the lines of which one names a scene, or is one of these."""
        root = func.coalesce(col(Note.origin), col(Note.id))
        query = (
            select(root)
            .where(
                Note.workspace_id == self.workspace_id,
                Note.production_id == production_id,
                or_(col(Note.scene).is_not(None), col(Note.id).in_(list(notes))),
            )
            .distinct()
        )
        return (await self.session.exec(query)).all()

    async def choosable_notes(self, production_id: UUID, most: int) -> Sequence[Note]:
        """Notes that were not turned down and have become no task, newest first; of a note and its
        copies the newest alone."""
        later = aliased(Note)
        query = (
            select(Note)
            .where(
                Note.workspace_id == self.workspace_id,
                Note.production_id == production_id,
                col(Note.state).in_(("draft", "accepted")),
                ~exists().where(col(Task.note_id) == func.coalesce(col(Note.origin), col(Note.id))),
                ~exists().where(col(later.carried_from) == col(Note.id)),
            )
            .order_by(col(Note.number).desc())
            .limit(most)
        )
        return (await self.session.exec(query)).all()

    async def confirmations(
        self, documents: Collection[UUID]
    ) -> Mapping[UUID, Sequence[DocumentConfirmation]]:
        """Who confirmed each of these documents, first ones first; all of them are keys."""
        columns: Any = DocumentConfirmation
        query = (
            select(DocumentConfirmation)
            .where(
                columns.workspace_id == self.workspace_id,
                columns.document_id.in_(list(documents)),
            )
            .order_by(columns.at, columns.user_id)
        )
        found: dict[UUID, list[DocumentConfirmation]] = {document: [] for document in documents}
        for row in (await self.session.exec(query)).all():
            found[row.document_id].append(row)
        return found
