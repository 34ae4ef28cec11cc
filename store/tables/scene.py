"""What work connects to besides cuts and documents: scenes, deliverables, and the connections."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from store.clock import now
from store.tables.base import OfWorkspace, identifier, one_of
from store.types import ConnectedKind, Footage, SubjectKind


class Scene(OfWorkspace, table=True):
    """`number` is the script's ("3", "3A"). `purpose`, `audience`, `constraints` and `outcome`,
    what its review is to bring, are in the team's words. It is not ready until somebody says so
    (`ready_at`)."""

    __table_args__ = (
        Index("uq_scene_number", "production_id", text("lower(number)"), unique=True),
        one_of("footage", Footage),
    )

    id: UUID = Field(default_factory=identifier, primary_key=True)
    production_id: UUID = Field(foreign_key="production.id")
    number: str
    title: str = ""
    purpose: str = ""
    audience: str = ""
    constraints: str = ""
    outcome: str = ""
    footage: str = "not shot"
    ready_at: datetime | None = None
    owner: str | None = None
    channel: str = ""
    added_by: str = ""
    added_at: datetime = Field(default_factory=now)

    @property
    def ready(self) -> bool:
        """Whether somebody has said that it is."""
        return self.ready_at is not None


class Deliverable(OfWorkspace, table=True):
    """What is handed over: its name, as cuts name it, its specification ("1080p25, -23 LUFS") and
    the day it is due. `delivered_at` once it is out."""

    __table_args__ = (
        Index("uq_deliverable_name", "production_id", text("lower(name)"), unique=True),
    )

    id: UUID = Field(default_factory=identifier, primary_key=True)
    production_id: UUID = Field(foreign_key="production.id")
    name: str
    specification: str = ""
    audience: str = ""
    due: date | None = None
    due_written: str | None = None
    owner: str | None = None
    channel: str = ""
    added_by: str = ""
    added_at: datetime = Field(default_factory=now)
    delivered_at: datetime | None = None
    delivered_by: str | None = None


class Connection(OfWorkspace, table=True):
    """Somebody said that a note, task, document or decision (`subject_id`) belongs to a scene,
    deliverable or document (`target_id`). What a note's own words say ("scene 3") needs no row."""

    __table_args__ = (
        UniqueConstraint("subject_id", "target_id"),
        one_of("subject_kind", SubjectKind),
        one_of("target_kind", ConnectedKind),
    )

    id: UUID = Field(default_factory=identifier, primary_key=True)
    production_id: UUID = Field(foreign_key="production.id", index=True)
    subject_kind: str
    subject_id: UUID
    target_kind: str
    target_id: UUID = Field(index=True)
    added_by: str = ""
    added_at: datetime = Field(default_factory=now)
