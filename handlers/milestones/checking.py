"""The checklist of a milestone, gathered from the record."""

from uuid import UUID

from handlers.blocks import Message
from handlers.membership import member_here, require_member
from handlers.milestones.checklist import Checklist, checklist, closed_message
from handlers.milestones.errors import MilestoneNotFoundError
from handlers.milestones.fixing_errors import NoOpenMilestoneError
from handlers.milestones.gaps import gaps
from handlers.milestones.items import items
from handlers.milestones.rules import today_in
from handlers.milestones.services import named, refresh_card
from handlers.milestones.views import record_of
from handlers.program import Actor
from handlers.text import plain
from store.clock import now
from store.tables import Milestone, Production
from store.unit_of_work import Work

_QUOTES = " \"'“”„‘’«».,:;"


async def check_here(work: Work, actor: Actor, channel: str, words: str) -> Message:
    """What `/scripty check [milestone]` answers; without a name the next open milestone.

    Raises NoProductionError, NotAMemberError, GuestError, NoSuchMilestoneError,
    NoOpenMilestoneError.
    """
    production = await member_here(work, channel, actor)
    milestones = await work.milestones.of_production(production.id)
    name = plain(words, {}).strip(_QUOTES)
    still = [each for each in milestones if each.state == "open"]
    if not name and not still:
        raise NoOpenMilestoneError(production.name)
    milestone = named(name, milestones) if name else still[0]
    return await check_message(work, milestone, production, actor)


async def check_again(
    work: Work, milestone_id: str | UUID, actor: Actor, page: int = 1, said: str = ""
) -> Message:
    """A page of a milestone's checklist, for a press; `said` is what the press has done.

    Raises MilestoneNotFoundError, NotAMemberError, GuestError.
    """
    milestone = await work.milestones.find(Milestone, milestone_id)
    if milestone is None:
        raise MilestoneNotFoundError
    production = await require_member(work, milestone.production_id, actor)
    if milestone.state != "open":
        return closed_message(milestone, said)
    return await check_message(work, milestone, production, actor, page, said)


async def check_message(
    work: Work,
    milestone: Milestone,
    production: Production,
    actor: Actor,
    page: int = 1,
    said: str = "",
) -> Message:
    """A page of an open milestone's checklist, for one member's eyes. Its card, which everybody
    sees, doesn't stay behind what they read: it is drawn again."""
    await work.session.flush()
    await refresh_card(work, milestone.id)
    moment = now()
    today = today_in(production.timezone, moment)
    record = await record_of(work, production.id)
    missing = gaps(record, moment)
    own = [gap for gap in missing if gap.item.home.id == milestone.id]
    found = items(record, today).get(milestone.id, ())
    waits = {each.waits_for for each in record.waits if each.milestone_id == milestone.id}
    still = [each for each in record.milestones if each.state == "open" and each.id != milestone.id]
    lacking: dict[UUID, set[UUID]] = {}
    for gap in missing:
        if gap.speaks and gap.item.kind != "milestone":
            lacking.setdefault(gap.item.home.id, set()).add(gap.item.id)
    people = {gap.user or "" for gap in own} | {item.points.owner for item in found}
    return checklist(
        Checklist(
            milestone=milestone,
            items=found,
            gaps=own,
            today=today,
            names=await work.people.names(people),
            waits_for=[each for each in still if each.id in waits],
            others=[(each, len(lacking.get(each.id, ()))) for each in still],
            page=page,
            said=said,
            reader=actor.user,
        )
    )
