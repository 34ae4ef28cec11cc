"""Cuts, their reviews and the messages of the threads."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from store.clock import now
from store.queries.base import Queries, locked
from store.tables import Cut, Message, MessageEdition, Review, ReviewerFinished


class Reviews(Queries):
    """The workspace's reviews."""

    async def get(self, review_id: UUID, *, lock: bool = False) -> Review:
        """The review with this id, which must exist."""
        found = await self.find(Review, review_id, lock=lock)
        assert found is not None
        return found

    async def held(self, review_id: UUID) -> Review:
        """The review with this id, which nobody may change until the transaction ends."""
        query = (
            select(Review)
            .where(Review.workspace_id == self.workspace_id, Review.id == review_id)
            .with_for_update(read=True)
            .execution_options(populate_existing=True)
        )
        return (await self.session.exec(query)).one()

    async def of_thread(self, channel: str, thread_ts: str, *, lock: bool = False) -> Review | None:
        """The review that a thread is, if it is one."""
        query = select(Review).where(
            Review.workspace_id == self.workspace_id,
            Review.channel == channel,
            Review.thread_ts == thread_ts,
        )
        if lock:
            query = locked(query)
        return (await self.session.exec(query)).one_or_none()

    async def of_production(self, production_id: UUID) -> Sequence[Review]:
        """The reviews of a production, oldest first."""
        query = (
            select(Review)
            .where(Review.workspace_id == self.workspace_id, Review.production_id == production_id)
            .order_by(col(Review.created_at), col(Review.id))
        )
        return (await self.session.exec(query)).all()

    async def versions(self, reviews: Iterable[UUID]) -> Mapping[UUID, str]:
        """The version of the cut that each review is about, by review."""
        query = select(Review.id, Cut.version).where(
            Review.workspace_id == self.workspace_id,
            col(Review.id).in_(list(reviews)),
            Review.cut_id == Cut.id,
        )
        return dict((await self.session.exec(query)).all())

    async def cut(self, cut_id: UUID) -> Cut:
        """The cut with this id, which must exist."""
        found = await self.find(Cut, cut_id)
        assert found is not None
        return found

    async def newest_of(self, cut: Cut) -> Cut:
        """The cut that people review instead of this one; itself while it is current."""
        while cut.superseded_by is not None:
            cut = await self.cut(cut.superseded_by)
        return cut

    async def cuts(self, production_id: UUID) -> Sequence[Cut]:
        """The cuts of a production, oldest first."""
        query = (
            select(Cut)
            .where(Cut.workspace_id == self.workspace_id, Cut.production_id == production_id)
            .order_by(col(Cut.created_at), col(Cut.id))
        )
        return (await self.session.exec(query)).all()

    async def of_cuts(self, cuts: Iterable[UUID]) -> Mapping[UUID, Review]:
        """The review of each of these cuts, by cut: its newest, should there be several."""
        query = (
            select(Review)
            .where(Review.workspace_id == self.workspace_id, col(Review.cut_id).in_(list(cuts)))
            .order_by(col(Review.created_at), col(Review.id))
        )
        return {review.cut_id: review for review in await self.session.exec(query)}

    async def superseded_by(self, cut: Cut) -> Sequence[Cut]:
        """The older cuts that led to this one, oldest first."""
        query = (
            select(Cut)
            .where(
                Cut.workspace_id == self.workspace_id,
                Cut.production_id == cut.production_id,
                Cut.deliverable == cut.deliverable,
                Cut.state == "superseded",
                Cut.created_at < cut.created_at,
            )
            .order_by(col(Cut.created_at), col(Cut.id))
        )
        return (await self.session.exec(query)).all()

    async def finished(self, review_id: UUID) -> Sequence[str]:
        """Who has finished reviewing, in the order in which they said so."""
        query = (
            select(ReviewerFinished.user_id)
            .where(
                ReviewerFinished.workspace_id == self.workspace_id,
                ReviewerFinished.review_id == review_id,
            )
            .order_by(col(ReviewerFinished.at), col(ReviewerFinished.user_id))
        )
        return (await self.session.exec(query)).all()

    async def say_finished(self, review_id: UUID, user: str) -> bool:
        """Keep that somebody has finished reviewing; whether that is news."""
        said = await self.session.exec(
            insert(ReviewerFinished)
            .values(workspace_id=self.workspace_id, review_id=review_id, user_id=user, at=now())
            .on_conflict_do_nothing()
            .returning(col(ReviewerFinished.user_id))
        )
        return said.first() is not None

    async def messages(self, review_id: UUID) -> Sequence[Message]:
        """What people wrote in the thread, in order."""
        query = (
            select(Message)
            .where(Message.workspace_id == self.workspace_id, Message.review_id == review_id)
            .order_by(col(Message.ts))
        )
        return (await self.session.exec(query)).all()

    async def permalinks(self, messages: Iterable[UUID]) -> Mapping[str, str]:
        """The links to those of these messages that still stand, by their ts."""
        query = select(Message.ts, Message.permalink).where(
            Message.workspace_id == self.workspace_id,
            col(Message.id).in_(list(messages)),
            col(Message.deleted).is_(False),
        )
        return dict((await self.session.exec(query)).all())

    async def message(self, channel: str, ts: str) -> Message | None:
        """The captured message with this timestamp."""
        query = select(Message).where(
            Message.workspace_id == self.workspace_id,
            Message.channel == channel,
            Message.ts == ts,
        )
        return (await self.session.exec(query)).one_or_none()

    async def editions(self, message_id: UUID) -> Sequence[MessageEdition]:
        """All wordings of a message, oldest first."""
        query = (
            select(MessageEdition)
            .where(
                MessageEdition.workspace_id == self.workspace_id,
                MessageEdition.message_id == message_id,
            )
            .order_by(col(MessageEdition.edited_ts))
        )
        return (await self.session.exec(query)).all()
