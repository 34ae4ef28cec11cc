"""Beginning a procedure with a template, and keeping templates."""

from typing import Any
from uuid import UUID

from handlers.blocks import OPTIONS
from handlers.procedure.errors import AlreadyBegunError, UnknownTemplateError
from handlers.procedure.rules import RULES
from handlers.procedure.services import one_at_a_time, rules_of, stages_view
from handlers.procedure.standing import StageStanding
from handlers.procedure.template import BUILT_IN, NAME, Template, body_of, built_in, of_body
from handlers.program import Actor
from store.clock import now
from store.tables import ProcedureRule, ProcedureTemplate, Production, Stage, StageCriterion
from store.unit_of_work import Work

NONE = "none"
"""The value of "None" in the menu of templates."""

_NUMBERS = {3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}


async def offered(work: Work) -> list[tuple[str, str]]:
    """The templates to begin with, as a menu has them: (value, words)."""
    first = built_in()
    own = [
        (str(each.id), f"{each.name}: your own" if each.name == first.name else each.name)
        for each in (await work.procedures.templates())[: OPTIONS - 2]
    ]
    stages = f"{_NUMBERS.get(len(first.stages), str(len(first.stages)))} stages"
    return [(BUILT_IN, f"{first.name}: {stages}"), *own, (NONE, "None")]


async def begin(work: Work, actor: Actor, production: Production, wanted: str) -> Template:
    """Begin a production's procedure with a template: the built-in one, or one of the workspace,
    by id or by name. Its first stage is in progress.

    Raises AlreadyBegunError, UnknownTemplateError, BadTemplateError.
    """
    await one_at_a_time(work, production.id)
    if (await work.procedures.stages([production.id])).get(production.id):
        raise AlreadyBegunError(production.name, production.procedure)
    template = await template_of(work, wanted)
    stages = [
        Stage(
            production_id=production.id,
            position=place + 1,
            name=each.name,
            owner_role=each.owner or "",
            inputs=list(each.inputs),
            outputs=list(each.outputs),
            state="waiting" if place else "in progress",
            started_at=None if place else now(),
        )
        for place, each in enumerate(template.stages)
    ]
    await work.add_all(stages)
    await work.add_all(
        StageCriterion(
            stage_id=stage.id,
            position=position,
            words=one.words,
            kind=one.check,
            value=one.value,
        )
        for place, stage in enumerate(stages)
        for position, one in enumerate(template.criteria(place), start=1)
    )
    await _add_rules(work, production.id, template)
    production.procedure = template.name
    work.log(
        actor.user, actor.surface, "procedure.begun", "production", production.id,
        template=template.name, stages=len(template.stages),
    )  # fmt: skip
    return template


async def template_of(work: Work, wanted: str) -> Template:
    """A template by its value in the menu or its name. Raises UnknownTemplateError."""
    first = built_in()
    own = await work.procedures.templates()
    found = next((each for each in own if _means(each, wanted)), None)
    if found is not None and wanted != BUILT_IN:  # the menu's value for it, whatever else has it
        return of_body(found.body)
    if wanted.strip().casefold() in ("", BUILT_IN, first.name.casefold()):
        return first
    raise UnknownTemplateError(wanted, [first.name, *(each.name for each in own)])


def _means(template: ProcedureTemplate, wanted: str) -> bool:
    return str(template.id) == wanted or template.name.casefold() == wanted.strip().casefold()


async def keep_template(work: Work, template: Template, by: str) -> bool:
    """Keep a template of the workspace's own; one of the same name is replaced. Whether it was
    there already."""
    await work.procedures.one_at_a_time("procedure template", template.name.casefold())
    known = await work.procedures.template(template.name)
    if known is None:
        await work.add(ProcedureTemplate(name=template.name, body=body_of(template), added_by=by))
        return False
    known.name, known.body = template.name, body_of(template)
    known.added_by, known.added_at = by, now()
    return True


async def _add_rules(work: Work, production_id: UUID, template: Template) -> None:
    """The rules of the template; what was set before stays."""
    known = await rules_of(work, production_id)
    await work.add_all(
        ProcedureRule(
            production_id=production_id,
            key=each.key,
            words=each.words,
            days=RULES[each.key].days if each.days is None else each.days,
            active=each.active,
        )
        for each in template.rules
        if each.key not in known
    )


async def template_from(work: Work, production: Production) -> Template:
    """A production's procedure as a template: as others may begin with it."""
    view = await stages_view(work, production)
    rules = await rules_of(work, production.id)
    return Template.model_validate(
        {
            "name": production.procedure or production.name[:NAME] or "Procedure",
            "stages": [_as_template(each) for each in view.stages],
            "rules": [
                {"key": each.key, "words": each.words, "active": each.active}
                | ({"days": each.days} if each.days is not None else {})
                for each in rules.values()
            ],
        }
    )


def _as_template(each: StageStanding) -> dict[str, Any]:
    stage = each.stage
    return {
        "name": stage.name,
        "owner": stage.owner_role or None,
        "inputs": stage.inputs,
        "outputs": stage.outputs,
        "done": [
            {"words": one.criterion.words, "check": one.criterion.kind,
             "value": one.criterion.value}
            for one in each.criteria
        ],
    }  # fmt: skip
