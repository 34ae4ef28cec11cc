"""Notes and the words they came from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, func, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from store.queries.base import Queries, as_uuid, locked
from store.tables import Note, NoteSource


class Notes(Queries):
    """The workspace's notes."""

    async def of_review(self, review_id: UUID, *, lock: bool = False) -> Sequence[Note]:
        """The notes of a review, by number; locked in that order if asked."""
        query = (
            select(Note)
            .where(Note.workspace_id == self.workspace_id, Note.review_id == review_id)
            .order_by(col(Note.number))
        )
        if lock:
            query = locked(query)
        return (await self.session.exec(query)).all()

    async def lock(self, notes: Iterable[UUID]) -> Sequence[Note]:
        """Lock these notes, in the order in which everybody locks notes: by number."""
        query = (
            select(Note)
            .where(Note.workspace_id == self.workspace_id, col(Note.id).in_(list(notes)))
            .order_by(col(Note.number))
        )
        return (await self.session.exec(locked(query))).all()

    async def heard_before(
        self, production_id: UUID, review_id: UUID, *, most: int
    ) -> Sequence[Note]:
        """The newest notes of a production that an idea may repeat or oppose, oldest first: what
        was rejected anywhere, what stands in other reviews than this one, and what was carried
        into this one. Of a note and its copies the newest alone counts."""
        copy = aliased(Note)
        went_on = (
            select(copy.id)
            .where(
                col(copy.workspace_id) == self.workspace_id,
                col(copy.carried_from) == col(Note.id),
            )
            .exists()
        )
        elsewhere = and_(
            col(Note.state).in_(["draft", "accepted"]),
            or_(col(Note.review_id) != review_id, col(Note.carried_from).is_not(None)),
            ~went_on,
        )
        query = (
            select(Note)
            .where(
                Note.workspace_id == self.workspace_id,
                Note.production_id == production_id,
                Note.text != "",
                or_(col(Note.state) == "rejected", elsewhere),
            )
            .order_by(col(Note.number).desc())
            .limit(most)
        )
        return (await self.session.exec(query)).all()[::-1]

    async def numbered(
        self, production_id: UUID, numbers: Iterable[int], *, lock: bool = False
    ) -> Sequence[Note]:
        """The notes of a production with these numbers; locked in their order if asked."""
        query = (
            select(Note)
            .where(
                Note.workspace_id == self.workspace_id,
                Note.production_id == production_id,
                col(Note.number).in_(list(numbers)),
            )
            .order_by(col(Note.number))
        )
        if lock:
            query = locked(query)
        return (await self.session.exec(query)).all()

    async def lines(self, roots: Iterable[UUID], *, lock: bool = False) -> Sequence[Note]:
        """These first notes and all that were carried from them, by number; locked in that order
        if asked."""
        first = list(roots)
        query = (
            select(Note)
            .where(
                Note.workspace_id == self.workspace_id,
                or_(col(Note.id).in_(first), col(Note.origin).in_(first)),
            )
            .order_by(col(Note.number))
        )
        if lock:
            query = locked(query)
        return (await self.session.exec(query)).all()

    async def gone_on(self, notes: Iterable[UUID]) -> Mapping[UUID, Note]:
        """Those of these notes that were carried to a later round, each with its copy there."""
        query = select(Note).where(
            Note.workspace_id == self.workspace_id, col(Note.carried_from).in_(list(notes))
        )
        return {
            copy.carried_from: copy
            for copy in await self.session.exec(query)
            if copy.carried_from is not None
        }

    async def these(self, notes: Iterable[UUID]) -> Sequence[Note]:
        """The notes with these ids."""
        query = select(Note).where(
            Note.workspace_id == self.workspace_id, col(Note.id).in_(list(notes))
        )
        return (await self.session.exec(query)).all()

    async def undecided_in(self, reviews: Iterable[UUID]) -> Mapping[UUID, int]:
        """How many notes that came in time wait for a decision, by review."""
        query = (
            select(Note.review_id, func.count())
            .where(
                Note.workspace_id == self.workspace_id,
                col(Note.review_id).in_(list(reviews)),
                Note.state == "draft",
                col(Note.late).is_(False),
            )
            .group_by(col(Note.review_id))
        )
        return dict((await self.session.exec(query)).all())

    async def reviews_naming(self, notes: Sequence[Note]) -> set[UUID]:
        """The reviews in which a note repeats or opposes one of these."""
        if not notes:
            return set()
        query = select(Note.review_id).where(
            Note.workspace_id == self.workspace_id,
            Note.production_id == notes[0].production_id,
            or_(
                col(Note.repeats).in_([note.id for note in notes]),
                col(Note.conflicts_with).op("&&")([note.number for note in notes]),
            ),
        )
        return set((await self.session.exec(query.distinct())).all())

    async def linked(self, notes: Sequence[Note]) -> Sequence[Note]:
        """These notes and those that they are tied to, as they are now, by number: the ones that
        they oppose or that oppose them, were merged into or with, were carried from or on as."""
        if not notes:
            return ()
        ids = [note.id for note in notes]
        numbers = [note.number for note in notes]
        named = {number for note in notes for number in note.conflicts_with}
        before = {each for note in notes for each in (note.merged_into, note.carried_from) if each}
        query = (
            select(Note)
            .where(
                Note.workspace_id == self.workspace_id,
                Note.production_id == notes[0].production_id,
                or_(
                    col(Note.id).in_([*ids, *before]),
                    col(Note.number).in_(named),
                    col(Note.conflicts_with).op("&&")(numbers),
                    col(Note.merged_into).in_(ids),
                    col(Note.carried_from).in_(ids),
                ),
            )
            .order_by(col(Note.number))
            .execution_options(populate_existing=True)
        )
        return (await self.session.exec(query)).all()

    async def sources(self, notes: Iterable[UUID]) -> Mapping[UUID, Sequence[NoteSource]]:
        """The sources of each note, in order; a note without any has none in the mapping."""
        query = (
            select(NoteSource)
            .where(
                NoteSource.workspace_id == self.workspace_id,
                col(NoteSource.note_id).in_(list(notes)),
            )
            .order_by(col(NoteSource.note_id), col(NoteSource.position))
        )
        found: dict[UUID, list[NoteSource]] = defaultdict(list)
        for source in await self.session.exec(query):
            found[source.note_id].append(source)
        return found

    async def add_all(self, notes: Iterable[tuple[Note, Sequence[NoteSource]]]) -> None:
        """Add new notes, each with its sources in this order, in a few statements for all."""
        new = list(notes)
        for note, _ in new:
            note.workspace_id = self.workspace_id
            self.session.add(note)
        await self.session.flush()
        for note, sources in new:
            self._add_sources(note.id, sources)
        await self.session.flush()

    async def replace_sources(self, note_id: UUID, sources: Sequence[NoteSource]) -> None:
        """Let these be the note's only sources, in this order."""
        await self.session.exec(
            delete(NoteSource).where(
                col(NoteSource.workspace_id) == self.workspace_id,
                col(NoteSource.note_id) == note_id,
            )
        )
        self._add_sources(note_id, sources)

    def _add_sources(self, note_id: UUID, sources: Sequence[NoteSource]) -> None:
        for position, source in enumerate(sources):
            source.workspace_id = self.workspace_id
            source.note_id, source.position = note_id, position
            self.session.add(source)

    async def change(self, note_id: str | UUID, *, expecting: str, **values: Any) -> Note | None:
        """Change a note only if it is (still) in this state; None if it is not."""
        key = as_uuid(note_id)
        if key is None:
            return None
        changed = await self.session.exec(
            update(Note)
            .where(
                col(Note.id) == key,
                col(Note.workspace_id) == self.workspace_id,
                col(Note.state) == expecting,
            )
            .values(**values)
            .returning(Note)
            .execution_options(populate_existing=True)
        )
        return changed.scalar_one_or_none()
