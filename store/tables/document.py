"""Documents a production rests on: a link with an owner and a day after which it is stale."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field

from store.clock import now
from store.tables.base import OfWorkspace, identifier


class Document(OfWorkspace, table=True):
    """`kind` is in the team's words ("call sheet"), small letters. `fresh_until` is the last day
    on which it holds; of a call sheet, its day. A newer one of its kind replaces it
    (`replaced_by`); a decision may contradict it (`contradicted_by`)."""

    id: UUID = Field(default_factory=identifier, primary_key=True)
    production_id: UUID = Field(foreign_key="production.id", index=True)
    kind: str
    link: str
    owner: str | None = None
    owner_written: str | None = None
    fresh_until: date | None = None
    fresh_written: str | None = None
    replaced_by: UUID | None = Field(default=None, foreign_key="document.id")
    contradicted_by: UUID | None = Field(default=None, foreign_key="decision.id")
    channel: str = ""
    added_by: str = ""
    added_at: datetime = Field(default_factory=now)


class DocumentConfirmation(OfWorkspace, table=True):
    """Somebody has seen a document and goes by it: said of a call sheet, once by each."""

    __tablename__ = "document_confirmation"

    document_id: UUID = Field(foreign_key="document.id", primary_key=True)
    user_id: str = Field(primary_key=True)
    at: datetime = Field(default_factory=now)
