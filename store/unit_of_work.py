"""The unit of work: one transaction on one workspace's rows and on the job queue."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import psycopg
from procrastinate import App
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.engine import APP_ROLE, DRAFTING_ROLE
from store.queries.approvals import Approvals
from store.queries.audit import Audit
from store.queries.decisions import Decisions
from store.queries.deliveries import Deliveries
from store.queries.drafts import Drafts
from store.queries.finding import Finding
from store.queries.home import Homes
from store.queries.hotspots import Hotspots
from store.queries.inbox import Inbox
from store.queries.milestones import Milestones
from store.queries.models import Models
from store.queries.notes import Notes
from store.queries.nudges import Nudges
from store.queries.people import People
from store.queries.procedures import Procedures
from store.queries.productions import Productions
from store.queries.reports import Reports
from store.queries.reviews import Reviews
from store.queries.scenes import Scenes
from store.queries.suggestions import Suggestions
from store.queries.tasks import Tasks
from store.queries.transcripts import Transcripts
from store.queue import defer_many, slow_queue
from store.security import bind_to
from store.tables import AuditEvent, Workspace
from store.tables.base import OfWorkspace

Row = TypeVar("Row", bound=OfWorkspace)

_CHOSEN_HERE = {"id", "installed_at", "model_on", "monthly_tokens"}
"""What Slack does not say about a workspace."""


class Work:
    """What may be done within one transaction: queries, new rows, jobs, the audit trail.

    Everything commits together when the block that opened it ends, or vanishes together.
    """

    def __init__(self, session: AsyncSession, workspace_id: str, queue: App) -> None:
        self.session = session
        self.workspace_id = workspace_id
        self._queue = queue
        self.logged: list[AuditEvent] = []
        self.approvals = Approvals(session, workspace_id)
        self.audit = Audit(session, workspace_id)
        self.decisions = Decisions(session, workspace_id)
        self.deliveries = Deliveries(session, workspace_id)
        self.drafts = Drafts(session, workspace_id)
        self.finding = Finding(session, workspace_id)
        self.homes = Homes(session, workspace_id)
        self.hotspots = Hotspots(session, workspace_id)
        self.inbox = Inbox(session, workspace_id)
        self.milestones = Milestones(session, workspace_id)
        self.models = Models(session, workspace_id)
        self.notes = Notes(session, workspace_id)
        self.nudges = Nudges(session, workspace_id)
        self.people = People(session, workspace_id)
        self.procedures = Procedures(session, workspace_id)
        self.productions = Productions(session, workspace_id)
        self.reports = Reports(session, workspace_id)
        self.reviews = Reviews(session, workspace_id)
        self.scenes = Scenes(session, workspace_id)
        self.suggestions = Suggestions(session, workspace_id)
        self.tasks = Tasks(session, workspace_id)
        self.transcripts = Transcripts(session, workspace_id)

    async def home(self) -> Workspace:
        """The workspace itself."""
        query = select(Workspace).where(Workspace.id == self.workspace_id)
        return (await self.session.exec(query)).one()

    async def add(self, row: Row) -> Row:
        """Add a row to the workspace."""
        row.workspace_id = self.workspace_id
        self.session.add(row)
        await self.session.flush()
        return row

    async def add_all(self, rows: Iterable[SQLModel]) -> None:
        """Add many rows to the workspace, with a statement a table."""
        owned: list[Any] = list(rows)
        for row in owned:
            row.workspace_id = self.workspace_id
        self.session.add_all(owned)
        await self.session.flush()

    async def defer(
        self,
        job: str,
        *,
        lock: str | None = None,
        at: datetime | None = None,
        slow: bool = False,
        **arguments: Any,
    ) -> None:
        """Have the worker run `job` once this transaction is committed, not before `at`.

        Jobs with one `lock` run one after the other; `slow` ones, which wait for a server that
        may take minutes, keep no other job waiting. Arguments are plain JSON, ids not texts:
        row-level security doesn't bind the queue.
        """
        connection = await (await self.session.connection()).get_raw_connection()
        driver = connection.driver_connection
        assert isinstance(driver, psycopg.AsyncConnection)
        await self._queue.configure_task(
            job,
            queue=slow_queue(self.workspace_id) if slow else self.workspace_id,
            lock=None if lock is None else f"{self.workspace_id} {lock}",
            schedule_at=at,
            connection=driver,
        ).defer_async(workspace_id=self.workspace_id, **arguments)

    async def defer_all(
        self, job: str, each: Sequence[Mapping[str, Any]], *, locks: Sequence[str] = ()
    ) -> None:
        """The same for many jobs of one name at once, each with arguments, and perhaps a lock, of
        its own."""
        if not each:
            return
        task = self._queue.configure_task(job, queue=self.workspace_id)
        jobs: list[dict[str, Any]] = [{"args": one} for one in each]
        for one, lock in zip(jobs, locks, strict=bool(locks)):
            one["lock"] = f"{self.workspace_id} {lock}"
        like = task.make_new_job(workspace_id=self.workspace_id)
        await defer_many(await self.session.connection(), like, jobs)

    def log(
        self, actor: str, surface: str, action: str, kind: str, subject: UUID, **detail: Any
    ) -> None:
        """Add to the audit trail: who did what to which row, from which surface."""
        event = AuditEvent(
            workspace_id=self.workspace_id,
            actor=actor,
            surface=surface,
            action=action,
            subject_kind=kind,
            subject_id=subject,
            detail=detail or None,
        )
        self.session.add(event)
        self.logged.append(event)


Watcher = Callable[[Work], Awaitable[None]]
"""Told of a transaction that logged something (`Work.logged`), before it commits; what it does is
part of the transaction."""


class Record:
    """The record of all workspaces, opened one workspace at a time; `watcher` sees to what hangs
    on whatever is logged."""

    def __init__(self, engine: AsyncEngine, queue: App, watcher: Watcher | None = None) -> None:
        self.engine = engine
        self.queue = queue
        self._watcher = watcher
        self._sessions = async_sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)

    @asynccontextmanager
    async def workspace(self, workspace_id: str, *, drafting: bool = False) -> AsyncIterator[Work]:
        """One transaction bound to one workspace; leaving the block commits, raising undoes.

        One that is `drafting` can write no approval and no decision.
        """
        role = DRAFTING_ROLE if drafting else APP_ROLE
        async with self._sessions() as session, session.begin():
            await session.exec(select(*bind_to(workspace_id, role)))
            work = Work(session, workspace_id, self.queue)
            yield work
            if work.logged and self._watcher is not None:
                await self._watcher(work)

    async def workspaces(self) -> Sequence[Workspace]:
        """Every workspace that installed the bot, by id."""
        async with self._sessions() as session:
            return (await session.exec(select(Workspace).order_by(col(Workspace.id)))).all()

    async def save_workspace(self, workspace: Workspace) -> None:
        """Keep a workspace as Slack describes it now; what its people chose stays."""
        row = workspace.model_dump()
        changed = {key: row[key] for key in row if key not in _CHOSEN_HERE}
        async with self._sessions() as session, session.begin():
            await session.exec(
                insert(Workspace)
                .values(row)
                .on_conflict_do_update(index_elements=["id"], set_=changed)
            )
