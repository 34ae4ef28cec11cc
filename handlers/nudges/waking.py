"""Having a production's nudges look at the clock again, after what they hang on has changed."""

from uuid import UUID

from handlers.nudges.calendar import slots
from handlers.productions.zones import is_zone
from store.clock import now
from store.queries.people import Reader
from store.tables import Person, Production
from store.unit_of_work import Work


async def wake(work: Work, production_id: UUID) -> None:
    """Milestones, the schedule or people's time zones have changed: every clock of the production
    looks again at once. Those that there aren't yet are made, with nothing to catch up."""
    await work.session.flush()
    production = await work.productions.get(production_id)
    members = [each.user_id for each in await work.productions.members(production_id)]
    people = await work.people.known(members)
    zones = {production.timezone} | {zone_of(each, production) for each in people.values()}
    await work.nudges.wake(production_id, zones, now())


async def settle_clocks(work: Work, production_id: UUID) -> None:
    """To be called before the times of a production's nudges are changed: what has been seen to
    until now stays so, or a time that was set only now would look as if it had been missed. What
    was missed before and waits for its hour keeps waiting."""
    production = await work.productions.get(production_id)
    milestones = await work.milestones.of_production(production_id)
    schedule = await work.nudges.schedule(production_id)
    moment = now()
    for clock in await work.nudges.clocks([production_id], lock=True):
        waiting = slots(
            schedule, production.nudge_times, clock.timezone, production.timezone, milestones,
            clock.done_until, moment,
        )  # fmt: skip
        if not waiting:
            clock.done_until = max(clock.done_until, moment)
    await work.session.flush()


def zone_of(person: Person | Reader | None, production: Production) -> str:
    """The zone of this person's own clock; the production's where Slack doesn't say."""
    return zone_of_their_own(person) or production.timezone


def zone_of_their_own(person: Person | Reader | None) -> str:
    """The zone of this person's own clock, "" where Slack doesn't say."""
    zone = person.timezone if person else None
    return zone if zone and is_zone(zone) else ""
