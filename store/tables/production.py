"""A production: one project with its channels, members, time zone and rules."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from store.clock import now
from store.tables.base import OfWorkspace, document, identifier, strings

UNNAMED = "New production"
"""The name of a production until it has a better one: that of its channel."""


class Production(OfWorkspace, table=True):
    """`next_note`, `next_task`, `next_decision` and `next_suggestion` are the numbers the next ones
    get. `procedure` is the name of the template that its stages began with, "" without any.

    Until somebody has set it up (`set_up_at`), its rules are only assumed: whoever started its
    first review is `decider` and approver. `approvers` is the review path, in order.
    `agreed_rounds` is how many rounds were agreed with whoever pays for them, None if nothing was;
    `nudge_times` are times of day ("09:00") in the production's zone. `context` is what drafts need
    to know of it as a whole: "purpose", "audience", "constraints", "deliverable", "footage" and
    "outcome", in the team's words.
    """

    id: UUID = Field(default_factory=identifier, primary_key=True)
    name: str
    timezone: str = "UTC"
    decider: str | None = None
    approvers: list[str] = strings()
    next_note: int = 1
    next_task: int = 1
    next_decision: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    next_suggestion: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    agreed_rounds: int | None = None
    nudge_times: list[str] = strings(default="09:00")
    procedure: str = Field(default="", sa_column_kwargs={"server_default": ""})
    context: dict[str, str] | None = document()
    set_up_at: datetime | None = None
    created_by: str = ""
    created_at: datetime = Field(default_factory=now)


class ProductionChannel(OfWorkspace, table=True):
    """A channel belongs to at most one production."""

    __tablename__ = "production_channel"
    __table_args__ = (UniqueConstraint("workspace_id", "channel"),)

    production_id: UUID = Field(foreign_key="production.id", primary_key=True)
    channel: str = Field(primary_key=True)
    name: str = ""


class Member(OfWorkspace, table=True):
    """A person in a production, with roles."""

    __table_args__ = (Index(None, "workspace_id", "user_id"),)

    production_id: UUID = Field(foreign_key="production.id", primary_key=True)
    user_id: str = Field(primary_key=True)
    roles: list[str] = strings()
