"""Nudges: when a production's people are told what is missing, and what they were told."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    Dialect,
    Index,
    TypeDecorator,
    UniqueConstraint,
    Uuid,
    false,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from store.clock import now
from store.tables.base import OfWorkspace, identifier, numbers, one_of
from store.types import NudgeGap, NudgeState, restored, stored, things


class NudgeSchedule(OfWorkspace, table=True):
    """When a production is nudged: `offsets` are days before a milestone, `overdue` each working
    day after it, `working_days` weekdays from 0, Monday; at `Production.nudge_times`.

    `country` is an ISO 3166 code whose public holidays are skipped, perhaps with a region
    ("DE-BY"). Nothing is sent from `quiet_from` to `quiet_to` ("20:00", "08:00") of the reader's
    clock. `changed_by` turned its kinds of message on or off.
    """

    __tablename__ = "nudge_schedule"

    production_id: UUID = Field(foreign_key="production.id", primary_key=True)
    offsets: list[int] = numbers(7, 3, 1, 0)
    overdue: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    working_days: list[int] = numbers(0, 1, 2, 3, 4)
    country: str = ""
    quiet_from: str = "20:00"
    quiet_to: str = "08:00"
    digest: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    direct: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    changed_by: str | None = None
    changed_at: datetime | None = None


class NudgeClock(OfWorkspace, table=True):
    """One production's nudges for the people of one time zone, and, of its own zone, for its
    channels. Everything that was due until `done_until` was seen to; nothing is before `next_at`
    (None: nothing at all is planned)."""

    __tablename__ = "nudge_clock"
    __table_args__ = (
        Index(
            "ix_nudge_clock_next_at",
            "workspace_id",
            "next_at",
            postgresql_where=text("next_at IS NOT NULL"),
        ),
    )

    production_id: UUID = Field(foreign_key="production.id", primary_key=True)
    timezone: str = Field(primary_key=True)
    done_until: datetime = Field(default_factory=now)
    next_at: datetime | None = None


class _Gaps(TypeDecorator[Sequence[NudgeGap]]):
    """Gaps in one JSONB value, in their order."""

    impl = JSONB(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Sequence[NudgeGap] | None, _dialect: Dialect) -> Any:
        return stored(value or ())

    def process_result_value(self, value: Any | None, _dialect: Dialect) -> Sequence[NudgeGap]:
        return restored(value or ())


class Nudge(OfWorkspace, table=True):
    """One message about gaps, unique by `key`: to a channel (a digest) or to a person.

    `local_date` is the reader's date at `at`, the moment it was due; a person gets one a day that
    they didn't ask for (`asked_for`: it comes back after a snooze). `reason` says why it came,
    `late` since when it was waiting where Scripty was away. "needless" is one whose gaps were all
    closed before it was sent.

    `gaps` are what it names, for good; in one value, since a sweep keeps a hundred thousand of
    them, which as rows of their own took a third of its time. `things` are the ids by which a
    message is found when something happens to what it names. `name` sets both.
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index(
            "uq_nudge_person_day",
            "workspace_id",
            "user_id",
            "local_date",
            unique=True,
            postgresql_where=text("user_id IS NOT NULL AND NOT asked_for"),
        ),
        Index("ix_nudge_things", "things", postgresql_using="gin"),
        one_of("state", NudgeState),
    )

    id: UUID = Field(default_factory=identifier, primary_key=True)
    key: str
    production_id: UUID = Field(foreign_key="production.id", index=True)
    channel: str | None = None
    user_id: str | None = None
    timezone: str = "UTC"
    local_date: date
    at: datetime
    reason: str = ""
    late: datetime | None = None
    asked_for: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    state: str = "pending"
    gaps: Sequence[NudgeGap] = Field(
        default=(), sa_column=Column(_Gaps, nullable=False, server_default="[]")
    )
    things: list[UUID] = Field(
        default_factory=list, sa_column=Column(ARRAY(Uuid), nullable=False, server_default="{}")
    )
    created_at: datetime = Field(default_factory=now)
    sent_at: datetime | None = None

    def name(self, gaps: Iterable[NudgeGap]) -> None:
        """These and no others are what it names."""
        self.gaps = tuple(gaps)
        self.things = [UUID(each) for each in things(stored(self.gaps))]

    def name_also(self, gaps: Iterable[NudgeGap]) -> bool:
        """Name these too, each once; whether there was one that it didn't name."""
        known = {each.gap: each for each in self.gaps}
        both = known | {each.gap: known.get(each.gap, each) for each in gaps}
        if len(both) == len(known):
            return False
        self.name(both.values())
        return True


class NudgeRest(OfWorkspace, table=True):
    """Somebody doesn't want to hear of a gap (`gap`) until a moment, or of a kind of gap (`kind`)
    in a production; without a moment: ever again. A snooze comes back by itself (`returns`)."""

    __tablename__ = "nudge_rest"
    __table_args__ = (
        UniqueConstraint("production_id", "user_id", "gap", "kind"),
        Index(
            "ix_nudge_rest_until",
            "workspace_id",
            "until",
            postgresql_where=text("returns"),
        ),
    )

    id: UUID = Field(default_factory=identifier, primary_key=True)
    production_id: UUID = Field(foreign_key="production.id")
    user_id: str
    gap: str = ""
    kind: str = ""
    until: datetime | None = None
    returns: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    set_at: datetime = Field(default_factory=now)
