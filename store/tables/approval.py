"""Approvals: what named people said of a cut, and who was asked."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from store.clock import now
from store.tables.base import OfWorkspace, identifier, numbers, one_of
from store.types import Verdict


class Approval(OfWorkspace, table=True):
    """One person's verdict on one cut. Rows are never deleted; a verdict given again replaces the
    person's earlier one (`replaced_at`), so that a person has at most one live verdict on a cut.

    `version` and `link` are the cut's as they were. `notes` are the numbers that "approved with
    notes" names, `open_notes` all that were open at that moment. `surface`, `channel` and
    `message_ts` say where it was given. It is stale since `stale_at` because of `stale_because`
    ("v2 is up", "N14 was accepted afterwards").
    """

    __table_args__ = (
        one_of("verdict", Verdict),
        Index(
            "uq_approval_live",
            "cut_id",
            "user_id",
            unique=True,
            postgresql_where=text("replaced_at IS NULL AND revoked_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=identifier, primary_key=True)
    production_id: UUID = Field(foreign_key="production.id", index=True)
    cut_id: UUID = Field(foreign_key="cut.id", index=True)
    user_id: str
    verdict: str
    version: str = ""
    link: str = ""
    notes: list[int] = numbers()
    open_notes: list[int] = numbers()
    comment: str = ""
    surface: str = ""
    channel: str = ""
    message_ts: str | None = None
    at: datetime = Field(default_factory=now)
    stale_at: datetime | None = None
    stale_because: str = ""
    replaced_at: datetime | None = None
    revoked_at: datetime | None = None


class ApprovalRequest(OfWorkspace, table=True):
    """An approver was asked about a cut: once, however often and by whatever it was wanted.

    `because` is who or what asked: a user id, or "path" when the approver before had approved.
    `said` is the id of the message that sounded like an approval, if one did.
    """

    __tablename__ = "approval_request"

    cut_id: UUID = Field(foreign_key="cut.id", primary_key=True)
    user_id: str = Field(primary_key=True)
    because: str = ""
    said: UUID | None = Field(default=None, foreign_key="message.id")
    at: datetime = Field(default_factory=now)
