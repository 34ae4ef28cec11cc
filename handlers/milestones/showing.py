"""What the card of a milestone, the list of all and the message of a move are drawn from."""

from collections.abc import Sequence
from uuid import UUID

from handlers.milestones.cards import MilestoneView, Move, Said
from handlers.milestones.gaps import gaps
from handlers.milestones.items import items
from handlers.milestones.record import ProductionRecord
from handlers.milestones.rules import today_in
from handlers.milestones.views import record_of
from store.clock import now
from store.tables import AuditEvent, Milestone, Production
from store.unit_of_work import Work

MOVE = "milestone.moved"
CANCEL = "milestone.cancelled"


async def view_of(work: Work, milestone: Milestone) -> MilestoneView:
    """Everything that the card of a milestone shows."""
    return (await views_of(work, milestone.production_id, [milestone]))[0]


async def open_views(work: Work, production: Production) -> Sequence[MilestoneView]:
    """The open milestones of a production, soonest first."""
    known = await work.milestones.of_production(production.id)
    return await views_of(work, production.id, [each for each in known if each.state == "open"])


async def views_of(
    work: Work, production_id: UUID, milestones: Sequence[Milestone]
) -> Sequence[MilestoneView]:
    """These milestones of a production, in this order."""
    record, moment = await record_of(work, production_id), now()
    today = today_in(record.production.timezone, moment)
    found, missing = items(record, today), gaps(record, moment)
    events = await work.audit.about(each.id for each in milestones)
    people = {
        *(user for each in milestones for user in (each.created_by, each.closed_by or "")),
        *(event.actor for event in events),
    }
    names = await work.people.names(people)
    return [
        MilestoneView(
            each,
            record.production,
            today,
            moment,
            items=found.get(each.id, ()),
            gaps=[gap for gap in missing if gap.item.home.id == each.id],
            waits_for=_waits_for(record, each),
            waited_for_by=_waited_for_by(record, each),
            moved=last_said(events, each.id, MOVE),
            cancelled=_why_cancelled(events, each),
            names=names,
        )
        for each in milestones
    ]


async def the_move(work: Work, milestone: Milestone, number: object) -> Move | None:
    """The move of a milestone with this number, from 1."""
    for event in await work.audit.about([milestone.id]):
        detail = event.detail or {}
        if event.action == MOVE and detail.get("moves") == number:
            said = Said(event.actor, event.at, str(detail.get("reason") or ""))
            return Move(str(detail.get("before")), str(detail.get("to")), said)
    return None


def last_said(events: Sequence[AuditEvent], milestone_id: UUID, action: str) -> Said | None:
    """Who did this last with a milestone, and why."""
    for event in reversed(events):
        if event.subject_id == milestone_id and event.action == action:
            return Said(event.actor, event.at, str((event.detail or {}).get("reason") or ""))
    return None


def _why_cancelled(events: Sequence[AuditEvent], milestone: Milestone) -> str:
    said = last_said(events, milestone.id, CANCEL)
    return said.because if said and milestone.state == "cancelled" else ""


def _waits_for(record: ProductionRecord, milestone: Milestone) -> list[Milestone]:
    wanted = {each.waits_for for each in record.waits if each.milestone_id == milestone.id}
    return _open(record, wanted)


def _waited_for_by(record: ProductionRecord, milestone: Milestone) -> list[Milestone]:
    wanted = {each.milestone_id for each in record.waits if each.waits_for == milestone.id}
    return _open(record, wanted)


def _open(record: ProductionRecord, wanted: set[UUID]) -> list[Milestone]:
    return [each for each in record.milestones if each.id in wanted and each.state == "open"]
