"""Who looks at their Home tab, and what it shows."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, union
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import SQLModel, col, select

from store.queries.base import Queries, locked
from store.tables import (
    HomeView,
    Member,
    Milestone,
    ScheduledReport,
    Stage,
    Task,
)
from store.types import UNFINISHED


class Homes(Queries):
    """The Home tabs of the workspace's people."""

    async def of(self, user: str, *, lock: bool = False) -> HomeView | None:
        """What is known of somebody's Home tab; None before they open it for the first time."""
        query = select(HomeView).where(
            HomeView.workspace_id == self.workspace_id, HomeView.user_id == user
        )
        if lock:
            query = locked(query)
        return (await self.session.exec(query)).one_or_none()

    async def put(self, user: str, **values: Any) -> None:
        """Keep this of somebody's Home tab; what isn't said stays as it is."""
        fresh = HomeView(workspace_id=self.workspace_id, user_id=user)
        row = fresh.model_dump() | values
        await self.session.exec(
            insert(HomeView)
            .values(row)
            .on_conflict_do_update(index_elements=["workspace_id", "user_id"], set_=values)
        )

    async def watched(
        self, subjects: Mapping[str, Collection[UUID]], since: datetime
    ) -> Sequence[UUID]:
        """The productions that these rows belong to, by kind of row, as far as one of their members
        has opened their Home tab since. A kind that is no table with productions is taken for a
        production."""
        of_rows = [self._owners(kind, ids) for kind, ids in sorted(subjects.items())]
        query = (
            select(Member.production_id)
            .join(HomeView, col(HomeView.user_id) == col(Member.user_id))
            .where(
                Member.workspace_id == self.workspace_id,
                HomeView.workspace_id == self.workspace_id,
                col(HomeView.opened_at) >= since,
                col(Member.production_id).in_(union(*of_rows)),
            )
            .distinct()
            .order_by(col(Member.production_id))
        )
        return (await self.session.exec(query)).all()

    def _owners(self, kind: str, ids: Collection[UUID]) -> Any:
        """A query for the productions of these rows."""
        table: Table = SQLModel.metadata.tables.get(kind, _PRODUCTION)
        if "production_id" not in table.c or "id" not in table.c:
            table = _PRODUCTION
        owner = table.c.id if table is _PRODUCTION else table.c.production_id
        mine: Any = select(owner)
        return mine.where(table.c.workspace_id == self.workspace_id, table.c.id.in_(list(ids)))

    async def of_members(self, productions: Iterable[UUID], since: datetime) -> Sequence[HomeView]:
        """The Home tabs of these productions' members that were opened since, held until the
        transaction ends."""
        members = select(Member.user_id).where(
            Member.workspace_id == self.workspace_id,
            col(Member.production_id).in_(list(productions)),
        )
        query = (
            select(HomeView)
            .where(
                HomeView.workspace_id == self.workspace_id,
                col(HomeView.opened_at) >= since,
                col(HomeView.user_id).in_(members),
            )
            .order_by(col(HomeView.user_id))
        )
        return (await self.session.exec(locked(query))).all()

    async def opened_by(self, users: Iterable[str], since: datetime) -> Sequence[str]:
        """Those of these people who have opened their Home tab since, in order."""
        query = (
            select(HomeView.user_id)
            .where(
                HomeView.workspace_id == self.workspace_id,
                col(HomeView.user_id).in_(list(users)),
                col(HomeView.opened_at) >= since,
            )
            .order_by(col(HomeView.user_id))
        )
        return (await self.session.exec(query)).all()

    async def roles(self, user: str) -> dict[UUID, Sequence[str]]:
        """Somebody's roles in each production that they belong to."""
        query = select(Member.production_id, Member.roles).where(
            Member.workspace_id == self.workspace_id, Member.user_id == user
        )
        return dict((await self.session.exec(query)).all())

    async def tasks(self, user: str, productions: Iterable[UUID]) -> Sequence[Task]:
        """Somebody's unfinished tasks in these productions, soonest due first, those without a date
        last."""
        query = (
            select(Task)
            .where(
                Task.workspace_id == self.workspace_id,
                col(Task.production_id).in_(list(productions)),
                Task.owner == user,
                col(Task.state).in_(UNFINISHED),
            )
            .order_by(col(Task.due).asc().nulls_last(), col(Task.created_at), col(Task.number))
        )
        return (await self.session.exec(query)).all()

    async def milestones(self, productions: Iterable[UUID]) -> Sequence[Milestone]:
        """The open milestones of these productions, soonest first."""
        query = (
            select(Milestone)
            .where(
                Milestone.workspace_id == self.workspace_id,
                col(Milestone.production_id).in_(list(productions)),
                Milestone.state == "open",
            )
            .order_by(col(Milestone.at), col(Milestone.id))
        )
        return (await self.session.exec(query)).all()

    async def stages(self, productions: Iterable[UUID]) -> Sequence[Stage]:
        """The stages of these productions' procedures, in their order."""
        query = (
            select(Stage)
            .where(
                Stage.workspace_id == self.workspace_id,
                col(Stage.production_id).in_(list(productions)),
            )
            .order_by(col(Stage.production_id), col(Stage.position), col(Stage.id))
        )
        return (await self.session.exec(query)).all()

    async def reports(self, productions: Iterable[UUID]) -> Sequence[ScheduledReport]:
        """The briefs and digests that still come in these productions, the next one first."""
        query = (
            select(ScheduledReport)
            .where(
                ScheduledReport.workspace_id == self.workspace_id,
                col(ScheduledReport.production_id).in_(list(productions)),
                col(ScheduledReport.next_at).is_not(None),
                col(ScheduledReport.stopped_at).is_(None),
            )
            .order_by(col(ScheduledReport.next_at), col(ScheduledReport.id))
        )
        return (await self.session.exec(query)).all()


_PRODUCTION: Table = SQLModel.metadata.tables["production"]
