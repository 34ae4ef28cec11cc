"""Nudges: whose time has come, what was sent, who wants to rest."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Uuid, bindparam, case, delete, func, text, union, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlmodel import col, select

from store.clock import now
from store.queries.base import Queries, among, locked
from store.tables import (
    Approval,
    Delivery,
    Document,
    Milestone,
    Nudge,
    NudgeClock,
    NudgeRest,
    NudgeSchedule,
)
from store.tables.base import identifier

_PUT = text(
    """
    INSERT INTO nudge (id, workspace_id, key, production_id, channel, user_id, timezone,
                       local_date, at, reason, late, asked_for, gaps, things, state, created_at)
    SELECT id, :workspace, key, production_id, channel, user_id, timezone,
           local_date, at, reason, late, asked_for, gaps, things, 'pending', :moment
    FROM ROWS FROM (
        jsonb_to_recordset(CAST(:rows AS jsonb))
        AS (id uuid, key text, production_id uuid, channel text, user_id text, timezone text,
            local_date date, at timestamptz, reason text, late timestamptz, asked_for boolean,
            gaps jsonb, things uuid[])
    ) WITH ORDINALITY AS row
    ORDER BY ordinality
    ON CONFLICT DO NOTHING
    RETURNING id
    """
)

_TOLD = text(
    """
    SELECT home.production_id, nudge.user_id, nudge.channel,
           concat_ws(':', gap.kind, gap.item_kind, gap.subject_id),
           count(DISTINCT nudge.local_date), max(nudge.local_date)
    FROM nudge,
         jsonb_to_recordset(nudge.gaps)
         AS home (production_id uuid, milestone_id uuid, gaps jsonb),
         jsonb_to_recordset(home.gaps)
         AS gap (kind text, item_kind text, subject_id uuid, escalated boolean,
                 closed_at timestamptz)
    WHERE nudge.workspace_id = :workspace AND nudge.id IN (SELECT nudges_naming(:milestones))
      AND nudge.state = 'sent' AND NOT nudge.asked_for
      AND home.milestone_id = ANY(:milestones)
      AND gap.closed_at IS NULL AND gap.escalated IS NULL
    GROUP BY 1, 2, 3, 4
    """
).bindparams(bindparam("milestones", type_=ARRAY(Uuid)))


class Nudges(Queries):
    """The workspace's nudges."""

    async def schedule(self, production_id: UUID) -> NudgeSchedule:
        """How a production is nudged: as it was set, else the defaults (not stored)."""
        return (await self.schedules([production_id]))[production_id]

    async def schedules(self, productions: Iterable[UUID]) -> Mapping[UUID, NudgeSchedule]:
        """How each of these productions is nudged: as it was set, else the defaults (not
        stored)."""
        wanted = list(productions)
        query = select(NudgeSchedule).where(
            NudgeSchedule.workspace_id == self.workspace_id,
            among(NudgeSchedule.production_id, wanted),
        )
        stored = {each.production_id: each for each in await self.session.exec(query)}
        return {
            each: stored.get(each)
            or NudgeSchedule(workspace_id=self.workspace_id, production_id=each)
            for each in wanted
        }

    async def set_schedule(self, production_id: UUID, **values: Any) -> None:
        """Keep how a production is nudged."""
        row = {"workspace_id": self.workspace_id, "production_id": production_id} | values
        await self.session.exec(
            insert(NudgeSchedule)
            .values(row)
            .on_conflict_do_update(index_elements=["production_id"], set_=values)
        )

    async def wake(self, production_id: UUID, timezones: Iterable[str], moment: datetime) -> None:
        """Something changed that nudges depend on: the clocks of these zones look at `moment`, or
        before if they were to, and so do those there are. Those that there aren't yet are made,
        with nothing to catch up; nor has one for which nothing was planned."""
        asleep = col(NudgeClock.next_at).is_(None)
        sooner = func.least(func.coalesce(NudgeClock.next_at, moment), moment)
        seen_to = case(
            (asleep, func.greatest(NudgeClock.done_until, moment)), else_=NudgeClock.done_until
        )
        await self.session.exec(
            update(NudgeClock)
            .where(
                col(NudgeClock.workspace_id) == self.workspace_id,
                col(NudgeClock.production_id) == production_id,
            )
            .values(next_at=sooner, done_until=seen_to)
            .execution_options(synchronize_session=False)
        )
        rows = [
            {
                "workspace_id": self.workspace_id,
                "production_id": production_id,
                "timezone": zone,
                "done_until": moment,
                "next_at": moment,
            }
            for zone in sorted(set(timezones))
        ]
        if rows:
            await self.session.exec(insert(NudgeClock).values(rows).on_conflict_do_nothing())

    async def due(self, moment: datetime, most: int) -> Sequence[NudgeClock]:
        """Clocks whose time has come, held until the transaction ends; those that another process
        sees to are left out."""
        query = (
            select(NudgeClock)
            .where(NudgeClock.workspace_id == self.workspace_id, col(NudgeClock.next_at) <= moment)
            .order_by(col(NudgeClock.next_at))
            .limit(most)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        )
        return (await self.session.exec(query)).all()

    async def clocks(self, productions: Iterable[UUID], *, lock: bool = False) -> Sequence[Any]:
        """All clocks of these productions; held until the transaction ends if asked."""
        query = (
            select(NudgeClock)
            .where(
                NudgeClock.workspace_id == self.workspace_id,
                among(NudgeClock.production_id, list(productions)),
            )
            .order_by(col(NudgeClock.production_id), col(NudgeClock.timezone))
        )
        if lock:
            query = locked(query)
        return (await self.session.exec(query)).all()

    async def zones(self, productions: Iterable[UUID]) -> Mapping[UUID, set[str]]:
        """The zones for which these productions have a clock."""
        query = select(NudgeClock.production_id, NudgeClock.timezone).where(
            NudgeClock.workspace_id == self.workspace_id,
            among(NudgeClock.production_id, list(productions)),
        )
        found: dict[UUID, set[str]] = defaultdict(set)
        for production_id, timezone in await self.session.exec(query):
            found[production_id].add(timezone)
        return found

    async def told(self, milestones: Iterable[UUID]) -> Sequence[tuple[Any, ...]]:
        """On how many days each open gap of these milestones was told: (production, user or None,
        channel or None, gap, days, newest day). What somebody was told of others, or asked to be
        told again, doesn't count."""
        telling: Any = _TOLD
        values = {"workspace": self.workspace_id, "milestones": list(milestones)}
        found: Sequence[tuple[Any, ...]] = (await self.session.exec(telling, params=values)).all()
        return found

    async def rests(
        self, productions: Iterable[UUID], user: str | None = None
    ) -> Sequence[NudgeRest]:
        """Who doesn't want to hear of what in these productions, over or not; one person's if
        asked."""
        query = (
            select(NudgeRest)
            .where(
                NudgeRest.workspace_id == self.workspace_id,
                among(NudgeRest.production_id, list(productions)),
            )
            .order_by(col(NudgeRest.set_at), col(NudgeRest.id))
        )
        if user is not None:
            query = query.where(NudgeRest.user_id == user)
        return (await self.session.exec(query)).all()

    async def returning(self, moment: datetime, most: int) -> Sequence[NudgeRest]:
        """Snoozes that are over, held until the transaction ends; those that another process sees
        to are left out. Those of one person that end together come together."""
        over = (
            col(NudgeRest.workspace_id) == self.workspace_id,
            col(NudgeRest.returns).is_(True),
            col(NudgeRest.until) <= moment,
        )
        query = (
            select(NudgeRest)
            .where(*over)
            .order_by(col(NudgeRest.until), col(NudgeRest.user_id), col(NudgeRest.id))
            .limit(most)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        )
        return (await self.session.exec(query)).all()

    async def rest(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Keep that somebody doesn't want to hear of these: each row names production, person, gap
        or kind, `until` and `returns`."""
        if not rows:
            return
        values = [
            {"id": identifier(), "workspace_id": self.workspace_id, "gap": "", "kind": "",
             "set_at": now(), **row}
            for row in rows
        ]  # fmt: skip
        adding = insert(NudgeRest).values(values)
        await self.session.exec(
            adding.on_conflict_do_update(
                index_elements=["production_id", "user_id", "gap", "kind"],
                set_={
                    "until": adding.excluded.until,
                    "returns": adding.excluded.returns,
                    "set_at": adding.excluded.set_at,
                },
            )
        )

    async def rest_no_more(self, production_id: UUID, user: str, kind: str) -> bool:
        """Somebody wants to hear of a kind of gap again; whether they didn't."""
        gone = await self.session.exec(
            delete(NudgeRest)
            .where(
                col(NudgeRest.workspace_id) == self.workspace_id,
                col(NudgeRest.production_id) == production_id,
                col(NudgeRest.user_id) == user,
                col(NudgeRest.kind) == kind,
                col(NudgeRest.gap) == "",
            )
            .execution_options(synchronize_session=False)
        )
        return bool(gone.rowcount)

    async def theirs_again(self, production_id: UUID, user: str, subject_id: UUID) -> None:
        """Something that somebody said wasn't theirs is, after all: they hear of it again."""
        await self.session.exec(
            delete(NudgeRest)
            .where(
                col(NudgeRest.workspace_id) == self.workspace_id,
                col(NudgeRest.production_id) == production_id,
                col(NudgeRest.user_id) == user,
                col(NudgeRest.until).is_(None),
                col(NudgeRest.gap).endswith(str(subject_id)),
            )
            .execution_options(synchronize_session=False)
        )

    async def put(self, rows: Sequence[Mapping[str, Any]]) -> set[UUID]:
        """Make these nudges, in their order; the ids of those that weren't there. One is there if
        its key is, or if its person has one of that day."""
        if not rows:
            return set()
        adding: Any = _PUT
        values = {
            "workspace": self.workspace_id,
            "moment": now(),  # on our own clock, as all that it is compared with
            "rows": orjson.dumps(rows).decode(),  # one parameter, however many they are
        }
        return set((await self.session.exec(adding, params=values)).scalars())

    async def of_days(self, readers: Iterable[tuple[str, date]]) -> Mapping[Any, Nudge]:
        """The nudges of these people on these days that they didn't ask for, held until the
        transaction ends."""
        wanted = set(readers)
        query = (
            select(Nudge)
            .where(
                Nudge.workspace_id == self.workspace_id,
                col(Nudge.user_id).in_({user for user, _ in wanted}),
                col(Nudge.local_date).in_({day for _, day in wanted}),
                col(Nudge.asked_for).is_(False),
            )
            .order_by(col(Nudge.key))
        )
        found = (await self.session.exec(locked(query))).all()
        by_reader = {(each.user_id or "", each.local_date): each for each in found}
        return {reader: by_reader[reader] for reader in wanted if reader in by_reader}

    async def with_keys(self, keys: Iterable[str]) -> Mapping[Any, Nudge]:
        """The nudges with these keys, held until the transaction ends."""
        query = (
            select(Nudge)
            .where(Nudge.workspace_id == self.workspace_id, col(Nudge.key).in_(set(keys)))
            .order_by(col(Nudge.key))
        )
        return {each.key: each for each in await self.session.exec(locked(query))}

    async def milestones(self, ids: Iterable[UUID]) -> Sequence[Milestone]:
        """These milestones, closed or not."""
        wanted = list(ids)
        if not wanted:
            return ()
        query = select(Milestone).where(
            Milestone.workspace_id == self.workspace_id, col(Milestone.id).in_(wanted)
        )
        return (await self.session.exec(query)).all()

    async def of_production(self, production_id: UUID) -> Sequence[Nudge]:
        """The nudges of a production, oldest first."""
        query = (
            select(Nudge)
            .where(Nudge.workspace_id == self.workspace_id, Nudge.production_id == production_id)
            .order_by(col(Nudge.at), col(Nudge.key))
        )
        return (await self.session.exec(query)).all()

    async def naming(
        self, subjects: Iterable[UUID], productions: Iterable[UUID] = ()
    ) -> Sequence[str]:
        """The keys of the messages shown, or about to be, that name an open gap of one of these
        things or milestones, or anything of these productions. A verdict is about its cut, a
        document about those that it replaced."""
        things, mine = list(subjects), self.workspace_id
        meant = select(Approval.cut_id).where(
            Approval.workspace_id == mine, col(Approval.id).in_(things)
        )
        replaced = select(Document.id).where(
            Document.workspace_id == mine, col(Document.replaced_by).in_(things)
        )
        whole = select(Milestone.id).where(
            Milestone.workspace_id == mine, col(Milestone.production_id).in_(list(productions))
        )
        related: Any = union(meant, replaced, whole)
        things += (await self.session.exec(related)).scalars()
        named: Any = func.nudges_naming(bindparam(None, things, type_=ARRAY(Uuid)))
        query = (
            select(Delivery.key)
            .join(Nudge, col(Nudge.id) == col(Delivery.subject_id))
            .where(
                Delivery.workspace_id == mine,
                Delivery.kind == "nudge",
                col(Delivery.state) != "dead",
                col(Nudge.id).in_(select(named)),
            )
            .order_by(col(Delivery.key))
        )
        return (await self.session.exec(query)).all()

    async def give_up(self) -> None:
        """The workspace is lost: what was not sent yet never is."""
        await self.session.exec(
            update(Nudge)
            .where(col(Nudge.workspace_id) == self.workspace_id, col(Nudge.state) == "pending")
            .values(state="dead")
            .execution_options(synchronize_session=False)
        )
