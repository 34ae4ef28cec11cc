"""What people do with the procedure: begin it, move its stages on, tick what holds, change it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from handlers.errors import ChangedMeanwhileError, ScriptyError
from handlers.membership import learn_owner, require_member
from handlers.nudges.calendar import working_day_after
from handlers.procedure.errors import (
    ByItselfError,
    CriteriaMissingError,
    NothingMissingError,
    NotYourRuleError,
    NotYourStageError,
    RuleNotFoundError,
    RuleStateError,
    StageNameTakenError,
    StageNotFoundError,
    StageStateError,
    TickedError,
    TooManyStagesError,
)
from handlers.procedure.forms import RuleEdit, StageEdit
from handlers.procedure.rules import RULES, said
from handlers.procedure.standing import (
    StageStanding,
    StagesView,
    owner_of,
    who_may_run,
)
from handlers.procedure.template import MOST_STAGES
from handlers.procedure.views import stages_views
from handlers.program import Actor
from handlers.text import day, name_of
from store.clock import now
from store.tables import ProcedureRule, Production, Stage, StageCriterion
from store.unit_of_work import Work

SHOW_STAGES = "show_stages"
"""Name of the job that replaces a list of stages by how it is now."""

SHOW_RULES = "show_procedure_rules"
"""Name of the job that replaces a list of rules by how it is now."""


async def stages_view(work: Work, production: Production) -> StagesView:
    """Where a production stands; without stages where its procedure wasn't begun."""
    return (await stages_views(work, [production]))[production.id]


async def rules_of(work: Work, production_id: UUID) -> Mapping[str, ProcedureRule]:
    """The rules of a production by key, in the order of `RULES`; those switched off too."""
    rows = (await work.procedures.rules([production_id])).get(production_id, ())
    by_key = {row.key: row for row in rows}
    return {key: by_key[key] for key in RULES if key in by_key}


async def is_on(work: Work, production_id: UUID, key: str) -> bool:
    """Whether a rule of the production is active."""
    rule = await work.procedures.rule(production_id, key)
    return rule is not None and rule.active


# Rules


async def switch_rule(work: Work, production: Production, actor: Actor, key: str, on: bool) -> str:
    """Switch a rule of a production on or off; what was done, in words. One that its template
    didn't have is switched on as `RULES` words it.

    Raises RuleNotFoundError, RuleStateError, NotYourRuleError and what `require_member` does.
    """
    if key not in RULES:
        raise RuleNotFoundError
    await require_steering(work, str(production.id), actor)
    rule = await work.procedures.rule(production.id, key)
    words = said(rule.words, rule.days) if rule else said(RULES[key].words, RULES[key].days)
    if (rule is not None and rule.active) == on:
        raise RuleStateError(words, "on" if on else "off", await _since(work, production, rule))
    if rule is None:
        rule = await work.add(
            ProcedureRule(
                production_id=production.id, key=key, words=RULES[key].words, days=RULES[key].days
            )
        )
    rule.active, rule.changed_by, rule.changed_at = on, actor.user, now()
    work.log(
        actor.user, actor.surface,
        "procedure.rule_switched_on" if on else "procedure.rule_switched_off",
        "production", production.id, key=key, rule=words,
    )  # fmt: skip
    return f"{'On' if on else 'Off'}: {words}"


async def edit_rule(
    work: Work, production: Production, actor: Actor, key: str, edit: RuleEdit
) -> str:
    """Say a rule anew; what it says now. One that wasn't there is switched on.

    Raises as `switch_rule` does.
    """
    if key not in RULES:
        raise RuleNotFoundError
    await require_steering(work, str(production.id), actor)
    rule = await work.procedures.rule(production.id, key)
    before = said(rule.words, rule.days) if rule else ""
    if rule is None:
        rule = await work.add(ProcedureRule(production_id=production.id, key=key, words=edit.words))
    rule.words, rule.days = edit.words, edit.days if RULES[key].days is not None else None
    after = said(rule.words, rule.days)
    if before != after:
        rule.changed_by, rule.changed_at = actor.user, now()
        work.log(
            actor.user, actor.surface, "procedure.rule_changed", "production", production.id,
            key=key, rule=after,
        )  # fmt: skip
    return f"It says now: {after}"


async def set_feedback(work: Work, production_id: UUID, actor: Actor, days: int | None) -> None:
    """How many working days there are for feedback, as it was answered when the production was
    set up; None: no number, the rule is off."""
    rule = await work.procedures.rule(production_id, "feedback")
    if rule is None and days is None:
        return
    if rule is None:
        rule = await work.add(
            ProcedureRule(
                production_id=production_id, key="feedback", words=RULES["feedback"].words
            )
        )
    elif (days, True) == (rule.days, rule.active) or (days is None and not rule.active):
        return
    rule.days, rule.active = days or rule.days, days is not None
    rule.changed_by, rule.changed_at = actor.user, now()
    work.log(
        actor.user, actor.surface,
        "procedure.rule_changed" if rule.active else "procedure.rule_switched_off",
        "production", production_id, key=rule.key, rule=said(rule.words, rule.days),
    )  # fmt: skip


async def feedback_due(work: Work, production: Production, since: datetime) -> date | None:
    """Until when there is feedback on a cut that went up then: so many working days after it, by
    the rule "feedback"; None where that is off."""
    rule = await work.procedures.rule(production.id, "feedback")
    if rule is None or not rule.active or rule.days is None:
        return None
    schedule = await work.nudges.schedule(production.id)
    up = since.astimezone(ZoneInfo(production.timezone)).date()
    return working_day_after(schedule, up, rule.days)


async def _since(work: Work, production: Production, rule: ProcedureRule | None) -> str:
    if rule is None or rule.changed_at is None:
        return ""
    zone = ZoneInfo(production.timezone)
    at, today = rule.changed_at.astimezone(zone).date(), now().astimezone(zone).date()
    names = await work.people.names([rule.changed_by or ""])
    return f", since {day(at, today)} by {name_of(rule.changed_by, names)}"


# Moving on


async def finish_stage(work: Work, stage_id: str, actor: Actor) -> Stage:
    """Mark a stage done; the next one begins where no other is in progress.

    Raises StageNotFoundError, NotYourStageError, StageStateError, CriteriaMissingError.
    """
    stage, production = await _mine(work, stage_id, actor)
    await _require_state(work, stage, "waiting", "in progress")
    if missing := (await _standing(work, production, stage)).missing:
        raise CriteriaMissingError(str(stage.id), stage.name, missing)
    await _finish(work, actor, stage)
    _log(work, actor, stage, "done")
    return stage


async def override_stage(work: Work, stage_id: str, actor: Actor, reason: str) -> Stage:
    """Mark a stage done although criteria don't hold, for a reason that is kept.

    Raises as `finish_stage` does, NothingMissingError.
    """
    standing = await overridable_stage(work, stage_id, actor)
    stage, missing = standing.stage, standing.missing
    await _finish(work, actor, stage)
    stage.overridden = reason
    _log(work, actor, stage, "overridden", reason=reason, missing=missing)
    return stage


async def overridable_stage(work: Work, stage_id: str, actor: Actor) -> StageStanding:
    """A stage that isn't done and whose criteria don't all hold. Raises as `finish_stage` does,
    NothingMissingError."""
    stage, production = await _mine(work, stage_id, actor)
    await _require_state(work, stage, "waiting", "in progress")
    standing = await _standing(work, production, stage)
    if not standing.missing:
        raise NothingMissingError(stage.name)
    return standing


async def open_stage(work: Work, stage_id: str, actor: Actor) -> StageStanding:
    """A stage, for a form about it. Raises StageNotFoundError, NotYourStageError."""
    stage, production = await _mine(work, stage_id, actor)
    return await _standing(work, production, stage)


async def start_stage(work: Work, stage_id: str, actor: Actor) -> Stage:
    """Begin a stage before its turn, beside the one in progress.

    Raises StageNotFoundError, NotYourStageError, StageStateError.
    """
    stage, _ = await _mine(work, stage_id, actor)
    await _require_state(work, stage, "waiting")
    stage.state, stage.started_at = "in progress", now()
    _log(work, actor, stage, "started")
    return stage


async def reopen_stage(work: Work, stage_id: str, actor: Actor) -> Stage:
    """Take back that a stage is done. Raises as `start_stage` does."""
    stage, _ = await _mine(work, stage_id, actor)
    await _require_state(work, stage, "done")
    stage.state, stage.done_at, stage.done_by, stage.overridden = "in progress", None, None, ""
    stage.started_at = stage.started_at or now()
    _log(work, actor, stage, "reopened")
    return stage


async def tick(work: Work, criterion_id: str, actor: Actor, *, on: bool) -> Stage:
    """Say that a criterion holds, or that it doesn't after all; any member may.

    Raises StageNotFoundError, ByItselfError, TickedError and what `require_member` does.
    """
    known = await work.procedures.find(StageCriterion, criterion_id)
    stage = await work.procedures.find(Stage, known.stage_id) if known else None
    if known is None or stage is None:
        raise StageNotFoundError
    await require_member(work, stage.production_id, actor)
    await one_at_a_time(work, stage.production_id)
    criterion = await work.procedures.find(StageCriterion, known.id, lock=True)
    if criterion is None:
        raise StageNotFoundError
    if criterion.kind != "by hand":
        raise ByItselfError(criterion.words)
    if bool(criterion.met_by) == on:
        names = await work.people.names([criterion.met_by or ""])
        who = name_of(criterion.met_by, names) if on else ""
        raise TickedError(criterion.words, who)
    criterion.met_by = actor.user if on else None
    criterion.met_at = now() if on else None
    _log(work, actor, stage, "ticked" if on else "unticked", criterion=criterion.words)
    return stage


# Changing it


async def edit_stage(work: Work, stage_id: str, actor: Actor, edit: StageEdit, seen: str) -> Stage:
    """Say anew what a stage is: its name, owner, what goes in and comes out, its criteria, and
    after which it comes. Criteria whose words stay keep their ticks.

    `seen` is the mark of what the form showed. The same form twice changes nothing more.
    Raises StageNotFoundError, NotYourStageError, ChangedMeanwhileError, StageNameTakenError.
    """
    stage, production = await _mine(work, stage_id, actor)
    stands = await _standing(work, production, stage)
    if seen != stands.mark and edit.says() != stands.says:
        raise ChangedMeanwhileError(stage.name)
    stages = await _all_stages(work, production)
    _require_free_name(stages, edit.name, stage)
    before = await _told(work, stage)
    stage.name, stage.inputs, stage.outputs = edit.name, list(edit.inputs), list(edit.outputs)
    if edit.owner != stands.owner:
        stage.owner = edit.owner
    await _set_criteria(work, stage, edit)
    _place(stages, stage, edit.after)
    after = await _told(work, stage)
    changed = {
        name: {"from": before[name], "to": after[name]}
        for name in before
        if before[name] != after[name]
    }
    if changed:
        _log(work, actor, stage, "edited", changed=changed)
    await learn_owner(work, production.id, actor, stage.owner)
    return stage


async def add_stage(work: Work, production_id: str, actor: Actor, edit: StageEdit) -> Stage:
    """Add a stage after another one, waiting.

    Raises NotYourRuleError, StageNameTakenError, TooManyStagesError.
    """
    production = await require_steering(work, production_id, actor)
    stages = await _all_stages(work, production)
    if len(stages) >= MOST_STAGES:
        raise TooManyStagesError(MOST_STAGES)
    _require_free_name(stages, edit.name, None)
    stage = await work.add(
        Stage(
            production_id=production.id,
            position=len(stages) + 1,
            name=edit.name,
            owner=edit.owner,
            inputs=list(edit.inputs),
            outputs=list(edit.outputs),
        )
    )
    await _set_criteria(work, stage, edit)
    _place([*stages, stage], stage, edit.after)
    _log(work, actor, stage, "added", name=stage.name)
    await learn_owner(work, production.id, actor, stage.owner)
    return stage


async def remove_stage(work: Work, stage_id: str, actor: Actor) -> Production:
    """Take a stage away that has not begun. Raises as `start_stage` does."""
    stage, production = await _mine(work, stage_id, actor)
    await _require_state(work, stage, "waiting")
    work.log(
        actor.user, actor.surface, "procedure.stage_removed", "production", production.id,
        name=stage.name,
    )  # fmt: skip
    await work.procedures.remove(stage)
    return production


async def require_steering(work: Work, production_id: str, actor: Actor) -> Production:
    """The production, held to the transaction's end, for somebody who may change its procedure.

    Raises StageNotFoundError, NotYourRuleError and what `require_member` does.
    """
    known = await work.productions.find(Production, production_id)
    if known is None:
        raise StageNotFoundError
    production = await require_member(work, known.id, actor)
    await one_at_a_time(work, production.id)
    members = await work.productions.members(production.id)
    who = who_may_run(production, members)
    if actor.user not in who:
        raise NotYourRuleError(await _names(work, who))
    return production


async def one_at_a_time(work: Work, production_id: UUID) -> None:
    """Whoever changes a production's procedure waits here for others who do."""
    await work.procedures.one_at_a_time("procedure", str(production_id))


async def _mine(work: Work, stage_id: str, actor: Actor) -> tuple[Stage, Production]:
    """The stage, held to the transaction's end, for somebody who may move it on."""
    known = await work.procedures.find(Stage, stage_id)
    if known is None:
        raise StageNotFoundError
    production = await require_member(work, known.production_id, actor)
    await one_at_a_time(work, production.id)
    stage = await work.procedures.find(Stage, stage_id, lock=True)
    if stage is None:
        raise StageNotFoundError
    members = await work.productions.members(production.id)
    who = who_may_run(production, members, owner_of(stage, members))
    if actor.user not in who:
        raise NotYourStageError(stage.name, await _names(work, who))
    return stage, production


async def _names(work: Work, users: Sequence[str]) -> list[str]:
    names = await work.people.names(users)
    return [name_of(user, names) for user in users if user in names]


async def _require_state(work: Work, stage: Stage, *states: str) -> None:
    if stage.state not in states:
        raise await _other_state(work, stage)


async def _other_state(work: Work, stage: Stage) -> ScriptyError:
    names = await work.people.names([stage.done_by or ""])
    by = name_of(stage.done_by, names) if stage.state == "done" else ""
    return StageStateError(stage.name, stage.state, by)


async def _standing(work: Work, production: Production, stage: Stage) -> StageStanding:
    view = await stages_view(work, production)
    return next(each for each in view.stages if each.stage.id == stage.id)


async def _finish(work: Work, actor: Actor, stage: Stage) -> None:
    stage.state, stage.done_at, stage.done_by = "done", now(), actor.user
    stage.started_at = stage.started_at or now()
    stages = (await work.procedures.stages([stage.production_id]))[stage.production_id]
    if not any(each.state == "in progress" for each in stages):
        following = next((each for each in stages if each.state == "waiting"), None)
        if following is not None:
            following.state, following.started_at = "in progress", now()


async def _all_stages(work: Work, production: Production) -> Sequence[Stage]:
    return (await work.procedures.stages([production.id])).get(production.id, ())


def _require_free_name(stages: Sequence[Stage], name: str, own: Stage | None) -> None:
    for each in stages:
        if each is not own and each.name.casefold() == name.casefold():
            raise StageNameTakenError(name)


def _place(stages: Sequence[Stage], stage: Stage, after: str) -> None:
    """Let a stage come after another one, "" for first; an id that isn't there leaves it."""
    others = [each for each in stages if each.id != stage.id]
    ids = ["", *(str(each.id) for each in others)]
    if after not in ids:
        return
    place = ids.index(after)
    for number, each in enumerate([*others[:place], stage, *others[place:]], start=1):
        each.position = number


async def _set_criteria(work: Work, stage: Stage, edit: StageEdit) -> None:
    known = list((await work.procedures.criteria([stage.id])).get(stage.id, ()))
    wanted = [(line.words, line.kind, line.value) for line in edit.criteria]
    kept = {
        (each.words, each.kind, each.value): each
        for each in known
        if (each.words, each.kind, each.value) in wanted
    }
    left = {each.id for each in kept.values()}
    for each in known:
        if each.id not in left:
            await work.session.delete(each)
    for position, (words, kind, value) in enumerate(dict.fromkeys(wanted), start=1):
        if (there := kept.get((words, kind, value))) is not None:
            there.position = position
        else:
            await work.add(
                StageCriterion(
                    stage_id=stage.id, position=position, words=words, kind=kind, value=value
                )
            )
    await work.session.flush()


async def _told(work: Work, stage: Stage) -> dict[str, Any]:
    """What the audit trail keeps of a stage."""
    criteria = (await work.procedures.criteria([stage.id])).get(stage.id, ())
    return {
        "name": stage.name,
        "owner": stage.owner,
        "inputs": list(stage.inputs),
        "outputs": list(stage.outputs),
        "criteria": [each.words for each in criteria],
        "place": stage.position,
    }


def _log(work: Work, actor: Actor, stage: Stage, action: str, **detail: Any) -> None:
    work.log(actor.user, actor.surface, f"stage.{action}", "stage", stage.id, **detail)
