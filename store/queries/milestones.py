"""Milestones and documents, and what the gaps of many productions are read from."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, func, or_, type_coerce
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from store.queries.base import Queries, Row, among
from store.tables import (
    Approval,
    ApprovalRequest,
    Conflict,
    ConflictNote,
    Connection,
    Cut,
    Decision,
    Deliverable,
    Document,
    Member,
    Message,
    Milestone,
    MilestoneItem,
    MilestoneRule,
    MilestoneWait,
    Note,
    NoteSource,
    Production,
    ProductionChannel,
    Review,
    Scene,
    Task,
)
from store.types import CLOSED


class TaskFacts(NamedTuple):
    """What the points of a task are read from: thirty thousand whole rows would take seconds."""

    id: UUID
    production_id: UUID
    number: int
    note_id: UUID | None
    title: str
    state: str
    owner: str | None
    due: date | None
    source_channel: str
    source_ts: str | None
    source_permalink: str
    created_by: str
    changed_at: datetime


class NoteFacts(NamedTuple):
    """The same of a note; `root` is the first of its line."""

    id: UUID
    production_id: UUID
    review_id: UUID
    root: UUID
    carried_from: UUID | None
    number: int
    state: str
    kind: str
    topic: str
    text: str
    owner: str | None
    due: date | None


class SourceFacts(NamedTuple):
    """The same of where a note comes from."""

    note_id: UUID
    message_id: UUID
    user_id: str
    quote: str


class ChannelFacts(NamedTuple):
    """A channel of a production."""

    production_id: UUID
    channel: str


class MemberFacts(NamedTuple):
    """A person in a production."""

    production_id: UUID
    user_id: str
    roles: Sequence[str]


class Milestones(Queries):
    """The workspace's milestones and documents."""

    async def of_production(self, production_id: UUID) -> Sequence[Milestone]:
        """The milestones of a production, soonest first."""
        query = (
            select(Milestone)
            .where(
                Milestone.workspace_id == self.workspace_id,
                Milestone.production_id == production_id,
            )
            .order_by(col(Milestone.at), col(Milestone.id))
        )
        return (await self.session.exec(query)).all()

    async def waits(self, production_id: UUID) -> Sequence[MilestoneWait]:
        """Which milestones of a production wait for which."""
        query = (
            select(MilestoneWait)
            .join(Milestone, col(Milestone.id) == col(MilestoneWait.milestone_id))
            .where(
                MilestoneWait.workspace_id == self.workspace_id,
                Milestone.production_id == production_id,
            )
        )
        return (await self.session.exec(query)).all()

    async def added(self, production_id: UUID) -> Sequence[MilestoneItem]:
        """What was put on milestones of a production by hand, or said of their items."""
        query = select(MilestoneItem).where(
            MilestoneItem.workspace_id == self.workspace_id,
            MilestoneItem.production_id == production_id,
        )
        return (await self.session.exec(query)).all()

    async def rules(self, production_id: UUID) -> Sequence[MilestoneRule]:
        """What belongs to milestones of a production by rule."""
        query = (
            select(MilestoneRule)
            .join(Milestone, col(Milestone.id) == col(MilestoneRule.milestone_id))
            .where(
                MilestoneRule.workspace_id == self.workspace_id,
                Milestone.production_id == production_id,
            )
        )
        return (await self.session.exec(query)).all()

    async def documents(self, production_id: UUID) -> Sequence[Document]:
        """The documents of a production, oldest first."""
        query = (
            select(Document)
            .where(
                Document.workspace_id == self.workspace_id,
                Document.production_id == production_id,
            )
            .order_by(col(Document.added_at), col(Document.id))
        )
        return (await self.session.exec(query)).all()


class Gathering(Queries):
    """What the gaps of many productions are read from: a statement a table, however many they are.

    Without `everything` only what is open: what has a gap, and what its points are read from.
    """

    def __init__(self, queries: Queries, productions: Iterable[UUID], *, everything: bool) -> None:
        super().__init__(queries.session, queries.workspace_id)
        self._productions = list(productions)
        self._everything = everything

    async def productions(self) -> Sequence[Production]:
        """Those of the workspace that there are."""
        return await self._all(self._of(Production).where(among(Production.id, self._productions)))

    async def channels(self) -> Sequence[ChannelFacts]:
        """Their channels."""
        query = self._facts(ChannelFacts, ProductionChannel)
        query = query.where(among(ProductionChannel.production_id, self._productions))
        return await self._rows(ChannelFacts, query.order_by(col(ProductionChannel.channel)))

    async def members(self) -> Sequence[MemberFacts]:
        """Their people."""
        query = self._facts(MemberFacts, Member)
        query = query.where(among(Member.production_id, self._productions))
        return await self._rows(MemberFacts, query.order_by(col(Member.user_id)))

    async def milestones(self) -> Sequence[Milestone]:
        """Their milestones, soonest first; the closed ones too, which others may wait for."""
        query = self._owned(Milestone).order_by(col(Milestone.at), col(Milestone.id))
        return await self._all(query)

    async def waits(self, milestones: Collection[UUID]) -> Sequence[MilestoneWait]:
        """What these milestones wait for."""
        query = self._of(MilestoneWait)
        return await self._all(query.where(among(MilestoneWait.milestone_id, milestones)))

    async def added(self) -> Sequence[MilestoneItem]:
        """What was put on their milestones by hand, or said of their items."""
        return await self._all(self._owned(MilestoneItem))

    async def rules(self, milestones: Collection[UUID]) -> Sequence[MilestoneRule]:
        """What belongs to these milestones by rule."""
        query = self._of(MilestoneRule)
        return await self._all(query.where(among(MilestoneRule.milestone_id, milestones)))

    async def cuts(self) -> Sequence[Cut]:
        """Their cuts, oldest first; the superseded ones too, which rules may name."""
        return await self._all(self._owned(Cut).order_by(col(Cut.created_at), col(Cut.id)))

    async def reviews(self) -> Sequence[Review]:
        """Their reviews, oldest first."""
        return await self._all(self._owned(Review).order_by(col(Review.created_at), col(Review.id)))

    async def tasks(self) -> Sequence[TaskFacts]:
        """Their tasks, by number: those that nobody has verified or dropped."""
        as_it_comes = type_coerce(Task.changed_at, DateTime(timezone=True))  # only compared
        query = self._facts(TaskFacts, Task, changed_at=as_it_comes)
        query = query.where(among(Task.production_id, self._productions))
        if not self._everything:
            query = query.where(_unclosed())
        return await self._rows(TaskFacts, query.order_by(col(Task.number)))

    async def notes(self, opposed: Collection[UUID]) -> Sequence[NoteFacts]:
        """Their notes, by number: drafts, these that are in a conflict, and with a task all copies
        of its note."""
        root = func.coalesce(col(Note.origin), col(Note.id))
        query = self._facts(NoteFacts, Note, root=root)
        query = query.where(among(Note.production_id, self._productions))
        if not self._everything:
            tasks = select(Task.note_id).where(
                Task.workspace_id == self.workspace_id,
                among(Task.production_id, self._productions),
                col(Task.note_id).is_not(None),
                _unclosed(),
            )
            draft = col(Note.state) == "draft"
            query = query.where(or_(draft, root.in_(tasks), among(Note.id, opposed)))
        return await self._rows(NoteFacts, query.order_by(col(Note.number)))

    async def sources(self, notes: Collection[UUID]) -> Sequence[SourceFacts]:
        """Where these notes come from, in order."""
        query = self._facts(SourceFacts, NoteSource).where(among(NoteSource.note_id, notes))
        return await self._rows(SourceFacts, query.order_by(col(NoteSource.position)))

    async def links(self, messages: Collection[UUID]) -> Mapping[UUID, str]:
        """The links to those of these messages that still stand, by message."""
        query = select(Message.id, Message.permalink).where(
            Message.workspace_id == self.workspace_id,
            among(Message.id, messages),
            col(Message.deleted).is_(False),
        )
        return dict((await self.session.exec(query)).all())

    async def conflicts(self) -> Sequence[Conflict]:
        """Their conflicts that stand and that nobody has settled, oldest first."""
        settled = select(Decision.conflict_id).where(
            Decision.workspace_id == self.workspace_id,
            among(Decision.production_id, self._productions),
            col(Decision.conflict_id).is_not(None),
        )
        query = self._owned(Conflict).where(
            col(Conflict.dissolved).is_(False), col(Conflict.id).not_in(settled)
        )
        return await self._all(query.order_by(col(Conflict.created_at), col(Conflict.id)))

    async def in_conflict(self, conflicts: Collection[UUID]) -> Sequence[ConflictNote]:
        """The notes of these conflicts."""
        query = self._of(ConflictNote).where(among(ConflictNote.conflict_id, conflicts))
        return await self._all(query)

    async def approvals(self, cuts: Collection[UUID]) -> Sequence[Approval]:
        """The verdicts on these cuts, oldest first: those that stand."""
        query = self._of(Approval).where(among(Approval.cut_id, cuts))
        if not self._everything:
            query = query.where(
                col(Approval.replaced_at).is_(None), col(Approval.revoked_at).is_(None)
            )
        return await self._all(query.order_by(col(Approval.at), col(Approval.id)))

    async def asked(self, cuts: Collection[UUID]) -> Sequence[ApprovalRequest]:
        """Who was asked about these cuts, in the order in which they were."""
        query = self._of(ApprovalRequest).where(among(ApprovalRequest.cut_id, cuts))
        return await self._all(query.order_by(col(ApprovalRequest.at)))

    async def documents(self) -> Sequence[Document]:
        """Their documents, oldest first; the replaced ones too, whose place others took."""
        query = self._owned(Document).order_by(col(Document.added_at), col(Document.id))
        return await self._all(query)

    async def scenes(self) -> Sequence[Scene]:
        """Their scenes; the ready ones too, to which things may be connected."""
        return await self._all(self._owned(Scene).order_by(col(Scene.added_at), col(Scene.id)))

    async def deliverables(self) -> Sequence[Deliverable]:
        """Their deliverables; the delivered ones too, to which things may be connected."""
        query = self._owned(Deliverable)
        return await self._all(query.order_by(col(Deliverable.added_at), col(Deliverable.id)))

    async def connections(self) -> Sequence[Connection]:
        """What somebody connected in them, oldest first."""
        query = self._owned(Connection)
        return await self._all(query.order_by(col(Connection.added_at), col(Connection.id)))

    async def decided(self, decisions: Collection[UUID]) -> Mapping[UUID, tuple[int, datetime]]:
        """The number of each of these decisions, and when it was made."""
        query = select(Decision.id, Decision.number, Decision.at).where(
            Decision.workspace_id == self.workspace_id, among(Decision.id, decisions)
        )
        return {each: (number, at) for each, number, at in await self.session.exec(query)}

    def _of(self, table: type[Row]) -> SelectOfScalar[Row]:
        columns: Any = table
        return select(table).where(columns.workspace_id == self.workspace_id)

    def _owned(self, table: type[Row]) -> SelectOfScalar[Row]:
        columns: Any = table
        return self._of(table).where(among(columns.production_id, self._productions))

    async def _all(self, query: SelectOfScalar[Row]) -> Sequence[Row]:
        return (await self.session.exec(query)).all()


def _unclosed() -> ColumnElement[bool]:
    return col(Task.state).not_in(CLOSED)
