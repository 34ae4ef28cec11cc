"""Drafts as a whole: what was made of what was drafted, and what it cost."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from store.queries.base import Queries
from store.tables import Draft, Message, ModelCall, Note, NoteSource, Suggestion
from store.types import Asked


class Drafts(Queries):
    """The workspace's drafts, and what people made of them."""

    async def latest(self, production_id: UUID) -> Sequence[Draft]:
        """All drafts of a production, newest first."""
        query = (
            select(Draft)
            .where(Draft.workspace_id == self.workspace_id, Draft.production_id == production_id)
            .order_by(col(Draft.made_at).desc(), col(Draft.id).desc())
        )
        return (await self.session.exec(query)).all()

    async def asked(self, production_id: UUID) -> Sequence[Asked]:
        """What models were asked for each draft, whatever came of it, and the tokens that were
        sent and received."""
        query = (
            select(
                ModelCall.draft_id,
                ModelCall.model,
                ModelCall.prompt_version,
                func.sum(col(ModelCall.tokens_in) + col(ModelCall.tokens_out)),
            )
            .join(Draft, col(Draft.id) == col(ModelCall.draft_id))
            .where(
                ModelCall.workspace_id == self.workspace_id,
                Draft.workspace_id == self.workspace_id,
                Draft.production_id == production_id,
            )
            .group_by(col(ModelCall.draft_id), col(ModelCall.model), col(ModelCall.prompt_version))
        )
        return [
            Asked(draft, model, version, int(tokens))
            for draft, model, version, tokens in await self.session.exec(query)
            if draft is not None
        ]

    async def rejected(self, production_id: UUID) -> Sequence[tuple[Suggestion, Draft]]:
        """The suggestions that stand rejected, newest decision first, each with its draft."""
        query = (
            select(Suggestion, Draft)
            .join(Draft, col(Draft.id) == col(Suggestion.draft_id))
            .where(
                Suggestion.workspace_id == self.workspace_id,
                Draft.workspace_id == self.workspace_id,
                Suggestion.production_id == production_id,
                Suggestion.state == "rejected",
            )
            .order_by(col(Suggestion.decided_at).desc(), col(Suggestion.number).desc())
        )
        return [(suggestion, draft) for suggestion, draft in await self.session.exec(query)]

    async def folded_under(self, production_id: UUID) -> Mapping[str, int]:
        """How many lines came back as each earlier suggestion, by its id as text; those that were
        drafted all the same count too."""
        repeated = col(Suggestion.detail)["repeats"].astext
        query = (
            select(repeated, func.count())
            .where(
                Suggestion.workspace_id == self.workspace_id,
                Suggestion.production_id == production_id,
                repeated.is_not(None),
            )
            .group_by(repeated)
        )
        return {earlier: int(count) for earlier, count in await self.session.exec(query)}

    async def rejected_notes(self, production_id: UUID) -> Sequence[tuple[Note, str]]:
        """The notes that stand rejected, newest decision first, each with the address of what was
        said ("" where it is gone). Copies in later rounds are left out."""
        first = (
            select(Message.permalink)
            .join(NoteSource, col(NoteSource.message_id) == col(Message.id))
            .where(
                Message.workspace_id == self.workspace_id,
                NoteSource.workspace_id == self.workspace_id,
                NoteSource.note_id == Note.id,
                NoteSource.quote != "",
            )
            .order_by(col(NoteSource.position))
            .limit(1)
            .correlate(Note)
            .scalar_subquery()
        )
        query = (
            select(Note, first)
            .where(
                Note.workspace_id == self.workspace_id,
                Note.production_id == production_id,
                Note.state == "rejected",
                col(Note.carried_from).is_(None),
            )
            .order_by(col(Note.decided_at).desc(), col(Note.number).desc())
        )
        return [(note, link or "") for note, link in await self.session.exec(query)]

    async def notes_again(self, production_id: UUID) -> Mapping[UUID, int]:
        """How many notes asked again for what each earlier one did."""
        query = (
            select(Note.repeats, func.count())
            .where(
                Note.workspace_id == self.workspace_id,
                Note.production_id == production_id,
                col(Note.repeats).is_not(None),
            )
            .group_by(col(Note.repeats))
        )
        return {
            earlier: int(count) for earlier, count in await self.session.exec(query)
            if earlier is not None
        }  # fmt: skip
