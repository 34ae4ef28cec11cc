"""Where a production stands in its procedure. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from handlers.procedure.criteria import Facts, missing
from store.tables import Member, Production, Stage, StageCriterion
from store.types import RUN_ROUNDS

Says = tuple[str, str | None, list[str], list[str], list[tuple[str, str, str]]]
"""What the form of a stage says: name, owner, inputs, outputs, and of each criterion words, kind
and value."""


@dataclass(frozen=True)
class CriterionStanding:
    """A criterion, and what keeps it from holding: "" where it holds."""

    criterion: StageCriterion
    missing: str = ""

    @property
    def holds(self) -> bool:
        """Whether it holds now."""
        return not self.missing


@dataclass(frozen=True)
class StageStanding:
    """A stage with its criteria. `owner` is who it was given to, else the only person who has the
    role that owns it; None where that is nobody, or several."""

    stage: Stage
    owner: str | None
    criteria: Sequence[CriterionStanding] = ()

    @property
    def held(self) -> int:
        """How many of its criteria hold."""
        return sum(each.holds for each in self.criteria)

    @property
    def says(self) -> Says:
        """What its form is filled in with."""
        criteria = [each.criterion for each in self.criteria]
        return (
            self.stage.name, self.owner, list(self.stage.inputs), list(self.stage.outputs),
            [(each.words, each.kind, each.value) for each in criteria],
        )  # fmt: skip

    @property
    def mark(self) -> str:
        """A short text that is another one once anything of that has changed."""
        return hashlib.sha256(repr(self.says).encode()).hexdigest()[:16]

    @property
    def missing(self) -> list[str]:
        """What is missing, in words, each thing once; of what somebody ticks, which it is."""
        return list(dict.fromkeys(_lacks(each) for each in self.criteria if each.missing))


def _lacks(each: CriterionStanding) -> str:
    is_ticked = each.criterion.kind == "by hand"
    return f"“{each.criterion.words}”: {each.missing}" if is_ticked else each.missing


@dataclass(frozen=True)
class StagesView:
    """All stages of a production, in order."""

    production: Production
    stages: Sequence[StageStanding] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def current(self) -> StageStanding | None:
        """The first stage in progress, else the first that isn't done; None once all are, or where
        there are none."""
        under_way = (each for each in self.stages if each.stage.state == "in progress")
        ahead = (each for each in self.stages if each.stage.state != "done")
        return next(under_way, None) or next(ahead, None)

    @property
    def done(self) -> int:
        """How many stages are done."""
        return sum(each.stage.state == "done" for each in self.stages)


def stages_of(
    production: Production,
    stages: Sequence[Stage],
    criteria: Mapping[UUID, Sequence[StageCriterion]],
    members: Sequence[Member],
    facts: Facts,
    names: Mapping[str, str],
) -> StagesView:
    """Where a production stands; `criteria` by stage."""
    return StagesView(
        production,
        [
            StageStanding(
                stage, owner_of(stage, members), _criteria_of(criteria.get(stage.id, ()), facts)
            )
            for stage in stages
        ],
        names,
    )


def _criteria_of(criteria: Sequence[StageCriterion], facts: Facts) -> list[CriterionStanding]:
    return [CriterionStanding(each, missing(each, facts, criteria)) for each in criteria]


def owner_of(stage: Stage, members: Sequence[Member]) -> str | None:
    """Whose stage it is."""
    if stage.owner is not None:
        return stage.owner
    having = [each.user_id for each in members if stage.owner_role in each.roles]
    return having[0] if len(having) == 1 else None


def who_may_run(
    production: Production, members: Sequence[Member], owner: str | None = None
) -> list[str]:
    """Who moves a stage on and changes the procedure: the stage's owner, the decider, producers,
    directors and editors, and whoever made the production."""
    by_role = [each.user_id for each in members if set(RUN_ROUNDS) & set(each.roles)]
    all_of_them = [owner, production.decider, *by_role, production.created_by]
    return [user for user in dict.fromkeys(all_of_them) if user]
