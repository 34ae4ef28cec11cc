"""What was said in files that were shared."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from store.queries.base import Queries
from store.tables import Transcript


@dataclass(frozen=True)
class Shared:
    """A transcript without its words: its file, what people call that, and where it was shared.
    `id` is None of a file that nobody has read yet."""

    id: UUID | None
    file_id: str
    name: str = ""
    channel: str = ""
    ts: str | None = None
    permalink: str = ""


class Transcripts(Queries):
    """The workspace's transcripts."""

    async def of_production(self, production_id: UUID) -> Sequence[Shared]:
        """What was read in a production, oldest first."""
        columns: Any = (
            Transcript.id,
            Transcript.file_id,
            Transcript.name,
            Transcript.channel,
            Transcript.ts,
            Transcript.permalink,
        )
        query = (
            select(*columns)
            .where(
                Transcript.workspace_id == self.workspace_id,
                Transcript.production_id == production_id,
            )
            .order_by(col(Transcript.added_at), col(Transcript.id))
        )
        return [Shared(*row) for row in await self.session.exec(query)]

    async def of_file(self, production_id: UUID, file_id: str) -> UUID | None:
        """The transcript that was read of this file; not its words, which may be many."""
        query = select(Transcript.id).where(
            Transcript.workspace_id == self.workspace_id,
            Transcript.production_id == production_id,
            Transcript.file_id == file_id,
        )
        return (await self.session.exec(query)).first()

    async def by_id(self, transcript_id: UUID) -> Transcript | None:
        """A transcript with its words."""
        return await self.find(Transcript, transcript_id)

    async def add_once(self, transcript: Transcript) -> bool:
        """Keep a transcript unless its file was read meanwhile; whether it was kept."""
        transcript.workspace_id = self.workspace_id
        query = (
            insert(Transcript)
            .values(transcript.model_dump())
            .on_conflict_do_nothing(index_elements=["production_id", "file_id"])
            .returning(col(Transcript.id))
        )
        return (await self.session.exec(query)).first() is not None

    async def forget(
        self, channel: str, *, ts: str | None = None, files: Collection[str] = ()
    ) -> Sequence[UUID]:
        """Delete what was read of these files, or of those in the message `ts`. Returns the ids of
        what is gone."""
        shared_there = col(Transcript.ts) == ts if ts else col(Transcript.file_id).in_(list(files))
        query = (
            delete(Transcript)
            .where(
                col(Transcript.workspace_id) == self.workspace_id,
                col(Transcript.channel) == channel,
                shared_there,
            )
            .returning(col(Transcript.id))
        )
        return [row[0] for row in await self.session.exec(query)]
