"""What changes and briefs are drawn from, gathered from the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.briefs.brief import Brief, Facts, StageNow, brief
from handlers.briefs.changes import Changes, Event, summed
from handlers.briefs.lines import Line, lines, people_in
from handlers.briefs.things import More, Things, things_of
from handlers.milestones.gaps import gaps_among
from handlers.milestones.items import items_of
from handlers.milestones.record import Known
from handlers.milestones.views import record_of
from handlers.procedure.rules import said
from handlers.procedure.services import rules_of, stages_view
from store.tables import AuditEvent, Milestone, Production
from store.unit_of_work import Work


@dataclass(frozen=True)
class Changed:
    """What changed in a window of time, as it comes to, and as lines."""

    changes: Changes
    lines: Sequence[Line]


async def changed(
    work: Work, production: Production, since: datetime, until: datetime, at: datetime
) -> Changed:
    """What changed from `since` on and before `until`; who has it and what is next is as it is
    now, `at`. As many statements for a long window as for a short one."""
    await work.session.flush()
    things = things_of(await record_of(work, production.id), await _more(work, production), at)
    events = await work.audit.about(things.thing_of, since=since, until=until)
    found = summed(_event(each, things) for each in events)
    names = await work.people.names(people_in(found, things))
    return Changed(found, lines(found, things, names))


def _event(event: AuditEvent, things: Things) -> Event:
    detail = dict(event.detail or {})
    if event.subject_id in things.given_by:
        detail["given_by"] = things.given_by[event.subject_id]
    thing = things.thing_of[event.subject_id]
    return Event(thing, event.at, event.actor, event.action, detail)


async def _more(work: Work, production: Production) -> More:
    stages = await work.procedures.stages([production.id])
    return More(
        decisions=await work.decisions.of_production(production.id),
        stages=stages.get(production.id, ()),
        next_actions={
            task.id: task.next_action
            for task in await work.tasks.of_production(production.id)
            if task.next_action
        },
    )


async def brief_of(
    work: Work, production: Production, milestone: Milestone | None, at: datetime
) -> tuple[Brief, Mapping[str, str]]:
    """Where a production stands at this moment, or one open milestone of it; with the names of
    everybody in it."""
    await work.session.flush()
    record = await record_of(work, production.id)
    known = Known(record)
    today = at.astimezone(ZoneInfo(production.timezone)).date()
    found = items_of(known, today, homeless=True)
    missing = gaps_among(known, found, at)
    wanted = milestone.id if milestone else None
    if milestone is not None:
        missing = [gap for gap in missing if gap.item.milestone and gap.item.home.id == wanted]
    made = brief(
        Facts(
            known=known,
            today=today,
            items=[
                item for home, items in found.items() if not wanted or home == wanted
                for item in items
            ],
            gaps=missing,
            milestone=milestone or _next(record.milestones),
            stage=await _stage(work, production),
            rules=await _rules(work, production),
        )
    )  # fmt: skip
    return made, await work.people.names(made.people())


def _next(milestones: Sequence[Milestone]) -> Milestone | None:
    """The open one that is due soonest."""
    still = [each for each in milestones if each.state == "open"]
    return min(still, key=lambda each: (each.at, each.id), default=None)


async def _stage(work: Work, production: Production) -> StageNow | None:
    current = (await stages_view(work, production)).current
    if current is None:
        return None
    return StageNow(current.stage.name, current.held, len(current.criteria))


async def _rules(work: Work, production: Production) -> list[str]:
    rules = (await rules_of(work, production.id)).values()
    return [said(rule.words, rule.days) for rule in rules if rule.active]
