"""Milestones: dated goals, what belongs to them, and which of them wait for which."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text, true
from sqlmodel import Field

from store.clock import now
from store.tables.base import OfWorkspace, identifier, one_of
from store.types import ItemKind, MilestoneState, RuleKind


class Milestone(OfWorkspace, table=True):
    """A dated goal: `day`, and perhaps `time` ("17:00"), as clocks in the production's zone say.

    `at` is that moment: the end of the day where no time was given. Of `by_date`, what is due by
    its day and to no other milestone belongs to it, and to the next one what has no date.
    `consequence` is what happens if it slips, in somebody's words. It counts `moves`; what was
    due before `since`, when it was made or last moved, was never announced for it.
    """

    __table_args__ = (
        Index(
            "uq_milestone_open_name",
            "production_id",
            text("lower(name)"),
            unique=True,
            postgresql_where=text("state = 'open'"),
        ),
        one_of("state", MilestoneState),
    )

    id: UUID = Field(default_factory=identifier, primary_key=True)
    production_id: UUID = Field(foreign_key="production.id", index=True)
    name: str
    day: date
    time: str | None = None
    at: datetime
    state: str = "open"
    by_date: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    consequence: str = ""
    moves: int = 0
    since: datetime = Field(default_factory=now)
    channel: str = ""
    created_by: str = ""
    created_at: datetime = Field(default_factory=now)
    closed_at: datetime | None = None
    closed_by: str | None = None


class MilestoneWait(OfWorkspace, table=True):
    """A milestone that waits for another one of its production: never in a circle."""

    __tablename__ = "milestone_wait"

    milestone_id: UUID = Field(foreign_key="milestone.id", primary_key=True)
    waits_for: UUID = Field(foreign_key="milestone.id", primary_key=True, index=True)


class MilestoneItem(OfWorkspace, table=True):
    """What somebody put on a milestone by hand (`by_hand`), or said of an item of it: its
    `consequence`, and the `anchor` that says why it exists ("N12", "v2", "call sheet").
    `subject_id` is the task, note, conflict, cut or document.

    A thing is put on one milestone by hand at most, which wins over dates and rules.
    """

    __tablename__ = "milestone_item"
    __table_args__ = (UniqueConstraint("production_id", "subject_id"), one_of("kind", ItemKind))

    id: UUID = Field(default_factory=identifier, primary_key=True)
    production_id: UUID = Field(foreign_key="production.id")
    milestone_id: UUID | None = Field(default=None, foreign_key="milestone.id", index=True)
    kind: str
    subject_id: UUID
    consequence: str = ""
    anchor: str = ""
    added_by: str = ""
    added_at: datetime = Field(default_factory=now)


class MilestoneRule(OfWorkspace, table=True):
    """What belongs to a milestone by rule: all "tasks of cut" `value` ("v2", and of which film:
    "v2 of teaser"), all "documents of kind" `value` ("call sheet")."""

    __tablename__ = "milestone_rule"
    __table_args__ = (one_of("kind", RuleKind),)

    milestone_id: UUID = Field(foreign_key="milestone.id", primary_key=True)
    kind: str = Field(primary_key=True)
    value: str = Field(primary_key=True)
    added_by: str = ""
    added_at: datetime = Field(default_factory=now)
