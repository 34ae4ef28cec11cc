"""What the bot shows, and the pace it keeps."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, null, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from store.clock import now
from store.queries.base import Queries
from store.tables import Delivery, Pace
from store.tables.base import identifier


class Deliveries(Queries):
    """The workspace's deliveries."""

    async def all(self) -> Sequence[Delivery]:
        """Every delivery, oldest first."""
        query = (
            select(Delivery)
            .where(Delivery.workspace_id == self.workspace_id)
            .order_by(col(Delivery.created_at), col(Delivery.id))
        )
        return (await self.session.exec(query)).all()

    async def by_key(self, key: str) -> Delivery | None:
        """The delivery with this key."""
        query = select(Delivery).where(
            Delivery.workspace_id == self.workspace_id, Delivery.key == key
        )
        return (await self.session.exec(query)).one_or_none()

    async def about(self, kind: str, subjects: Iterable[UUID]) -> Sequence[Delivery]:
        """The deliveries of this kind about these subjects, oldest first."""
        query = (
            select(Delivery)
            .where(
                Delivery.workspace_id == self.workspace_id,
                Delivery.kind == kind,
                col(Delivery.subject_id).in_(list(subjects)),
            )
            .order_by(col(Delivery.created_at), col(Delivery.id))
        )
        return (await self.session.exec(query)).all()

    async def put(self, key: str, kind: str, **values: Any) -> UUID:
        """Make the row, or, where it exists, want its newest state to be shown."""
        row = {
            "id": identifier(),
            "workspace_id": self.workspace_id,
            "key": key,
            "kind": kind,
            "state": "pending",
            "wanted": 1,
            "shown": 0,
            "attempts": 0,
            "channel": "",
            "created_at": now(),
        } | values
        again = {"wanted": col(Delivery.wanted) + 1}
        if "body" in values:
            again["body"] = values["body"]
        made = await self.session.exec(
            insert(Delivery)
            .values(row)
            .on_conflict_do_update(index_elements=["workspace_id", "key"], set_=again)
            .returning(col(Delivery.id))
        )
        found: UUID = made.scalar_one()
        return found

    async def want_again(self, keys: Iterable[str]) -> Sequence[UUID]:
        """Want the newest state of these to be shown, of those that there are; their ids.

        One that another transaction holds is left out: it is being shown at this moment, and
        waiting for it while we hold other rows could go round in a circle.
        """
        free = (
            select(col(Delivery.id))
            .where(Delivery.workspace_id == self.workspace_id, col(Delivery.key).in_(list(keys)))
            .with_for_update(skip_locked=True)
        )
        wanted = await self.session.exec(
            update(Delivery)
            .where(col(Delivery.id).in_(free))
            .values(wanted=col(Delivery.wanted) + 1)
            .returning(col(Delivery.id))
            .execution_options(synchronize_session=False)
        )
        return wanted.scalars().all()

    async def take_back(
        self, kind: str, subjects: Iterable[UUID], *, keeping: Iterable[str]
    ) -> None:
        """Forget the words of these subjects' deliveries, except these keys; what has not been
        sent yet never is."""
        unsent = col(Delivery.state).in_(["pending", "uncertain"])
        await self.session.exec(
            update(Delivery)
            .where(
                col(Delivery.workspace_id) == self.workspace_id,
                col(Delivery.kind) == kind,
                col(Delivery.subject_id).in_(list(subjects)),
                col(Delivery.key).not_in(list(keeping)),
                col(Delivery.body).is_not(None),
            )
            .values(
                body=null(),
                shown=col(Delivery.wanted),
                state=case((unsent, "dead"), else_=col(Delivery.state)),
            )
        )

    async def lock(self, delivery_id: UUID) -> Delivery | None:
        """The row, held until the transaction's end."""
        return await self.find(Delivery, delivery_id, lock=True)

    async def take_turn(
        self, method: str, channel: str, *, interval: timedelta, burst: int
    ) -> timedelta:
        """How long to wait before calling `method` in `channel`; zero takes the turn.

        A few calls may come at once (`burst`), then one each `interval`: `not_before` runs
        ahead of the clock by an interval a call, and a call waits while it is more than a burst
        ahead (the generic cell rate algorithm). A workspace-wide wait set by `wait_until` holds
        for all channels.
        """
        moment = now()
        await self.one_at_a_time("pace", method, channel)
        rows = await self.session.exec(
            select(Pace).where(
                Pace.workspace_id == self.workspace_id,
                Pace.method == method,
                col(Pace.channel).in_(["", channel]),
            )
        )
        limits = {row.channel: row.not_before for row in rows}
        blocked = limits.get("", moment) - moment
        ahead = max(limits.get(channel, moment), moment) - moment
        wait = max(blocked, ahead - interval * (burst - 1))
        if wait > timedelta():
            return wait
        await self._set_pace(method, channel, moment + ahead + interval)
        return timedelta()

    async def wait_until(self, method: str, moment: datetime) -> None:
        """Slack said 429: no call of this method in this workspace before `moment`."""
        await self._set_pace(method, "", moment, longest=True)

    async def _set_pace(
        self, method: str, channel: str, moment: datetime, *, longest: bool = False
    ) -> None:
        later: Any = func.greatest(Pace.not_before, moment) if longest else moment
        await self.session.exec(
            insert(Pace)
            .values(
                workspace_id=self.workspace_id, method=method, channel=channel, not_before=moment
            )
            .on_conflict_do_update(
                index_elements=["workspace_id", "method", "channel"], set_={"not_before": later}
            )
        )

    async def kill_pending(self, reason: str) -> None:
        """Give up what was not sent yet: the workspace is lost."""
        await self.session.exec(
            update(Delivery)
            .where(
                col(Delivery.workspace_id) == self.workspace_id,
                col(Delivery.state).in_(["pending", "uncertain"]),
            )
            .values(state="dead", error=reason, shown=col(Delivery.wanted))
        )
