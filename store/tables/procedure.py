"""The operating procedure of a production: its stages with their criteria, its rules, and the
templates it may begin with."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text, true
from sqlmodel import Field

from store.clock import now
from store.tables.base import OfWorkspace, document, identifier, one_of, strings
from store.types import CriterionKind, StageState


class Stage(OfWorkspace, table=True):
    """One step of the procedure, in order of `position`. `owner_role` is who owns it in the
    template ("producer"), `owner` the person. One that was marked done although a criterion did
    not hold says why: `overridden`."""

    __table_args__ = (one_of("state", StageState),)

    id: UUID = Field(default_factory=identifier, primary_key=True)
    production_id: UUID = Field(foreign_key="production.id", index=True)
    position: int
    name: str
    owner: str | None = None
    owner_role: str = ""
    inputs: list[str] = strings()
    outputs: list[str] = strings()
    state: str = "waiting"
    started_at: datetime | None = None
    done_at: datetime | None = None
    done_by: str | None = None
    overridden: str = ""


class StageCriterion(OfWorkspace, table=True):
    """What has to hold before a stage is done, in `words`. The record tells by its `kind` (of a
    document: of which kind, `value`); what it can't tell ("by hand") a person ticks: `met_by`."""

    __tablename__ = "stage_criterion"
    __table_args__ = (one_of("kind", CriterionKind),)

    id: UUID = Field(default_factory=identifier, primary_key=True)
    stage_id: UUID = Field(foreign_key="stage.id", index=True)
    position: int
    words: str
    kind: str = "by hand"
    value: str = ""
    met_by: str | None = None
    met_at: datetime | None = None


class ProcedureRule(OfWorkspace, table=True):
    """A rule of the procedure, in `words`; `key` says which ("feedback"), `days` are the working
    days it gives, where it gives any. Only rules that are `active` do anything."""

    __tablename__ = "procedure_rule"

    production_id: UUID = Field(foreign_key="production.id", primary_key=True)
    key: str = Field(primary_key=True)
    words: str
    days: int | None = None
    active: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    changed_by: str | None = None
    changed_at: datetime | None = None


class ProcedureTemplate(OfWorkspace, table=True):
    """A procedure that a workspace brought along, to begin productions with; `body` is the
    template as its file has it."""

    __tablename__ = "procedure_template"
    __table_args__ = (
        Index("uq_procedure_template_name", "workspace_id", text("lower(name)"), unique=True),
    )

    id: UUID = Field(default_factory=identifier, primary_key=True)
    name: str
    body: dict[str, Any] = document(nullable=False)
    added_by: str = ""
    added_at: datetime = Field(default_factory=now)
