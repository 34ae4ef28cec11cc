"""What was said in files that were shared."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, update
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


NOT_READ = col(Transcript.cues) == []
WAS_READ = col(Transcript.cues) != []


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
                WAS_READ,
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
            WAS_READ,
        )
        return (await self.session.exec(query)).first()

    async def by_id(self, transcript_id: UUID) -> Transcript | None:
        """A transcript with its words."""
        return await self.find(Transcript, transcript_id)

    async def begin(self, transcript: Transcript) -> None:
        """Keep where a file was shared that is going to be read, unless it was read: so that
        whoever deletes it meanwhile has something to delete."""
        transcript.workspace_id = self.workspace_id
        query = insert(Transcript).values(transcript.model_dump())
        where = {name: query.excluded[name] for name in ("name", "channel", "ts", "permalink")}
        await self.session.exec(
            query.on_conflict_do_update(
                index_elements=["production_id", "file_id"], set_=where, where=NOT_READ
            )
        )

    async def fill(self, production_id: UUID, file_id: str, **read: Any) -> UUID | None:
        """Keep what was `read` of a file that `begin` named; its transcript's id. None where it was
        deleted meanwhile, or somebody else's reading was first."""
        query = (
            update(Transcript)
            .where(
                col(Transcript.workspace_id) == self.workspace_id,
                col(Transcript.production_id) == production_id,
                col(Transcript.file_id) == file_id,
                NOT_READ,
            )
            .values(**read)
            .returning(col(Transcript.id))
        )
        return (await self.session.exec(query)).scalars().first()

    async def forget(
        self, channel: str, *, ts: str | None = None, files: Collection[str] = ()
    ) -> Mapping[UUID, UUID]:
        """Delete what was read of these files, and of those in the message `ts`. Returns the ids of
        what is gone, each with its production's."""
        of_files = col(Transcript.file_id).in_(list(files))
        shared_there = or_(of_files, col(Transcript.ts) == ts) if ts else of_files
        query = (
            delete(Transcript)
            .where(
                col(Transcript.workspace_id) == self.workspace_id,
                col(Transcript.channel) == channel,
                shared_there,
            )
            .returning(col(Transcript.id), col(Transcript.production_id))
        )
        return dict((await self.session.exec(query)).all())
