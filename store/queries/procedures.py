"""Procedures: stages, their criteria, rules and templates; what criteria are read from."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func
from sqlmodel import col, select

from store.queries.base import Queries, among
from store.tables import (
    Cut,
    Note,
    ProcedureRule,
    ProcedureTemplate,
    Review,
    Stage,
    StageCriterion,
    Task,
)
from store.types import UNFINISHED


class Procedures(Queries):
    """The procedures of the workspace's productions."""

    async def stages(self, productions: Collection[UUID]) -> Mapping[UUID, Sequence[Stage]]:
        """The stages of each of these productions, in order."""
        query = (
            select(Stage)
            .where(Stage.workspace_id == self.workspace_id, among(Stage.production_id, productions))
            .order_by(col(Stage.position), col(Stage.id))
        )
        return _by(await self.session.exec(query), "production_id")

    async def criteria(self, stages: Collection[UUID]) -> Mapping[UUID, Sequence[StageCriterion]]:
        """The criteria of each of these stages, in order."""
        query = (
            select(StageCriterion)
            .where(
                StageCriterion.workspace_id == self.workspace_id,
                among(StageCriterion.stage_id, stages),
            )
            .order_by(col(StageCriterion.position), col(StageCriterion.id))
        )
        return _by(await self.session.exec(query), "stage_id")

    async def rules(self, productions: Collection[UUID]) -> Mapping[UUID, Sequence[ProcedureRule]]:
        """The rules of each of these productions, also those that are switched off."""
        query = select(ProcedureRule).where(
            ProcedureRule.workspace_id == self.workspace_id,
            among(ProcedureRule.production_id, productions),
        )
        return _by(await self.session.exec(query), "production_id")

    async def rule(self, production_id: UUID, key: str) -> ProcedureRule | None:
        """One rule of a production."""
        query = select(ProcedureRule).where(
            ProcedureRule.workspace_id == self.workspace_id,
            ProcedureRule.production_id == production_id,
            ProcedureRule.key == key,
        )
        return (await self.session.exec(query)).one_or_none()

    async def templates(self) -> Sequence[ProcedureTemplate]:
        """The workspace's own templates, by name."""
        query = (
            select(ProcedureTemplate)
            .where(ProcedureTemplate.workspace_id == self.workspace_id)
            .order_by(func.lower(col(ProcedureTemplate.name)))
        )
        return (await self.session.exec(query)).all()

    async def template(self, name: str) -> ProcedureTemplate | None:
        """The template of this name, however it is capitalised."""
        query = select(ProcedureTemplate).where(
            ProcedureTemplate.workspace_id == self.workspace_id,
            func.lower(col(ProcedureTemplate.name)) == func.lower(name),
        )
        return (await self.session.exec(query)).one_or_none()

    async def remove(self, stage: Stage) -> None:
        """Take a stage away, with its criteria."""
        await self.session.exec(
            delete(StageCriterion).where(
                col(StageCriterion.workspace_id) == self.workspace_id,
                col(StageCriterion.stage_id) == stage.id,
            )
        )
        await self.session.delete(stage)
        await self.session.flush()

    # What criteria are read from, for many productions at once

    async def undecided(self, productions: Collection[UUID]) -> Mapping[UUID, int]:
        """How many notes of their current cuts wait for a decision, by production."""
        query = (
            select(Note.production_id, func.count())
            .join(Review, col(Review.id) == col(Note.review_id))
            .join(Cut, col(Cut.id) == col(Review.cut_id))
            .where(
                Note.workspace_id == self.workspace_id,
                among(Note.production_id, productions),
                Note.state == "draft",
                Cut.state == "current",
            )
            .group_by(col(Note.production_id))
        )
        return dict((await self.session.exec(query)).all())

    async def unfinished(self, productions: Collection[UUID]) -> Mapping[UUID, int]:
        """How many of their tasks are still work, by production."""
        query = (
            select(Task.production_id, func.count())
            .where(
                Task.workspace_id == self.workspace_id,
                among(Task.production_id, productions),
                col(Task.state).in_(UNFINISHED),
            )
            .group_by(col(Task.production_id))
        )
        return dict((await self.session.exec(query)).all())


def _by(rows: Any, owner: str) -> Mapping[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, owner)].append(row)
    return dict(found)
