"""The procedure of a production, as `scripty dump` prints it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from bot.dump_values import time
from handlers.procedure.criteria import Facts, holds
from store.tables import ProcedureRule, Production, Stage, StageCriterion

Json = dict[str, Any]


def procedure_of(
    production: Production,
    stages: Sequence[Stage],
    criteria: Mapping[UUID, Sequence[StageCriterion]],
    rules: Sequence[ProcedureRule],
    facts: Facts,
) -> Json:
    """`template` is what it began with. Of a criterion, `met` is whether it holds at this moment,
    `by` who ticked it: null where the record tells by itself. `overridden` is why a stage is done
    although not all of it held."""
    return {
        "template": production.procedure or None,
        "stages": [_stage(stage, criteria[stage.id], facts) for stage in stages],
        "rules": [
            {
                "key": rule.key,
                "words": rule.words,
                "days": rule.days,
                "active": rule.active,
                "changed_by": rule.changed_by,
                "changed_at": time(rule.changed_at),
            }
            for rule in rules
        ],
    }


def _stage(stage: Stage, criteria: Sequence[StageCriterion], facts: Facts) -> Json:
    return {
        "id": str(stage.id),
        "name": stage.name,
        "state": stage.state,
        "owner": stage.owner,
        "owner_role": stage.owner_role or None,
        "inputs": stage.inputs,
        "outputs": stage.outputs,
        "criteria": [
            {
                "id": str(each.id),
                "words": each.words,
                "kind": each.kind,
                "value": each.value or None,
                "met": holds(each, facts, criteria),
                "by": each.met_by,
            }
            for each in criteria
        ],
        "overridden": stage.overridden or None,
        "started_at": time(stage.started_at),
        "done_at": time(stage.done_at),
        "done_by": stage.done_by,
    }
