"""Drafts, the suggestions people decide on, and the shots that some of them became."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import case, func, update
from sqlmodel import col, select

from store.queries.base import Queries, locked
from store.tables import Draft, Note, NoteSource, Scene, Shot, Suggestion, Task

FORGOTTEN = "what was said was deleted"
"""What a line says of a transcript that is gone."""


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

    async def drafts_about(self, production_id: UUID, subject_id: UUID | None) -> Collection[UUID]:
        """The ids of a production's drafts about one thing."""
        query = select(Draft.id).where(
            Draft.workspace_id == self.workspace_id,
            Draft.production_id == production_id,
            Draft.subject_id == subject_id,
        )
        return set((await self.session.exec(query)).all()) if subject_id else ()

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

    async def undecided(self, draft_id: UUID) -> Sequence[Suggestion]:
        """The lines of a draft that nobody has decided on, in its order, held to the transaction's
        end."""
        query = (
            select(Suggestion)
            .where(
                Suggestion.workspace_id == self.workspace_id,
                Suggestion.draft_id == draft_id,
                Suggestion.state == "draft",
            )
            .order_by(col(Suggestion.position), col(Suggestion.number))
        )
        return (await self.session.exec(locked(query))).all()

    async def productions_quoting(self, message_id: UUID) -> Sequence[UUID]:
        """The productions of the notes that quote this message, in an order that is always the
        same."""
        query = (
            select(Note.production_id)
            .join(NoteSource, col(NoteSource.note_id) == col(Note.id))
            .where(Note.workspace_id == self.workspace_id, NoteSource.message_id == message_id)
            .distinct()
            .order_by(col(Note.production_id))
        )
        return (await self.session.exec(query)).all()

    async def forget_transcripts(self, gone: Collection[UUID]) -> Collection[UUID]:
        """Let lines that rest on these transcripts quote them no more, nor say in their own words
        what was said there, unless somebody accepted that; the ids of their drafts."""
        said = case(
            (col(Suggestion.state) == "accepted", col(Suggestion.text)),
            else_=func.concat(col(Suggestion.source_name), ": ", FORGOTTEN),
        )
        forgotten = await self.session.exec(
            update(Suggestion)
            .where(
                col(Suggestion.workspace_id) == self.workspace_id,
                col(Suggestion.source_kind) == "transcript",
                col(Suggestion.source_id).in_(gone),
                col(Suggestion.quote) != "",
            )
            .values(quote="", text=said)
            .returning(col(Suggestion.draft_id))
        )
        return set(forgotten.scalars())

    async def forget_message(self, message_id: UUID) -> Collection[UUID]:
        """Let lines that quote a note of this message quote it no more; the ids of their drafts."""
        quoting = (
            select(Note.id)
            .join(NoteSource, col(NoteSource.note_id) == col(Note.id))
            .where(Note.workspace_id == self.workspace_id, NoteSource.message_id == message_id)
        )
        forgotten = await self.session.exec(
            update(Suggestion)
            .where(
                col(Suggestion.workspace_id) == self.workspace_id,
                col(Suggestion.source_kind) == "note",
                col(Suggestion.source_id).in_(quoting),
                col(Suggestion.quote) != "",
            )
            .values(quote="")
            .returning(col(Suggestion.draft_id))
        )
        return set(forgotten.scalars())

    async def shots_of_production(self, production_id: UUID) -> Sequence[Shot]:
        """The shots of all scenes of a production by number, without what was dropped."""
        query = (
            select(Shot)
            .where(
                Shot.workspace_id == self.workspace_id,
                Shot.production_id == production_id,
                col(Shot.dropped_at).is_(None),
            )
            .order_by(col(Shot.scene_id), col(Shot.number))
        )
        return (await self.session.exec(query)).all()

    async def next_shot(self, scene_id: UUID) -> int:
        """The number that the next shot of a scene gets; those of dropped ones are not used again.
        Nobody else gets it until the transaction ends."""
        await self.one_at_a_time("shots", str(scene_id))
        query = select(func.max(Shot.number)).where(
            Shot.workspace_id == self.workspace_id, Shot.scene_id == scene_id
        )
        return ((await self.session.exec(query)).one() or 0) + 1

    async def shots_named(self, ids: Collection[UUID]) -> Mapping[UUID, str]:
        """What the shot is called that each of these suggestions became ("3.2"), by the
        suggestion's id."""
        query = select(Shot.suggestion_id, Scene.number, Shot.number).where(
            Shot.workspace_id == self.workspace_id,
            Scene.workspace_id == self.workspace_id,
            Shot.scene_id == Scene.id,
            col(Shot.suggestion_id).in_(list(ids)),
        )
        found = (await self.session.exec(query)).all()
        return {each: f"{scene}.{number}" for each, scene, number in found if each}

    async def shots_from(self, suggestion_id: UUID) -> Sequence[Shot]:
        """The shot that a suggestion became, be it dropped since."""
        query = select(Shot).where(
            Shot.workspace_id == self.workspace_id, Shot.suggestion_id == suggestion_id
        )
        return (await self.session.exec(query)).all()
