"""A workspace comes, changes and goes."""

from collections.abc import Mapping, Sequence

from handlers.briefs.waking import reschedule
from handlers.home.following import show_joined
from handlers.milestones.services import clock_changed
from handlers.program import SCRIPTY
from store.tables import Person, Production
from store.tables.production import UNNAMED
from store.unit_of_work import Work


async def settle_production(
    work: Work,
    production_id: str,
    channel_names: Mapping[str, str],
    people: Sequence[Person],
    starter: str,
) -> bool:
    """Complete a production from what Slack says of its channels: names, members, time zone.

    Only what nobody has set is filled in: the name it got for want of a better one, and UTC.
    Whether it has another name now.
    """
    production = await work.productions.find(Production, production_id, lock=True)
    if production is None:
        return False
    before = production.name
    await work.people.learn(people)
    members = {each.user_id for each in await work.productions.members(production.id)}
    joined = [person.user_id for person in people if belongs(person)]
    await work.productions.add_members(production.id, joined)
    await show_joined(work, set(joined) - members)
    for channel in await work.productions.channels(production.id):
        name = channel_names.get(channel.channel, "")
        if name and not channel.name:
            await work.productions.rename_channel(channel.channel, name)
            production.name = name if production.name == UNNAMED else production.name
    known = await work.people.known([starter])
    zone = known[starter].timezone if known else None
    if zone and production.timezone == "UTC" and starter == production.created_by:
        standing, production.timezone = production.timezone, zone
        work.log(
            SCRIPTY.user, "slack", "production.timezone", "production", production.id, timezone=zone
        )
        await clock_changed(work, production)
        await reschedule(work, production, standing)
    return production.name != before


def belongs(person: Person) -> bool:
    """Whether somebody in the channel belongs to the production: people of this workspace do,
    bots, the deactivated and guests from other companies don't by themselves."""
    return not (person.is_bot or person.deleted or person.is_external)


async def workspace_lost(work: Work, reason: str) -> None:
    """The token is gone: nothing more can be shown there."""
    await work.deliveries.kill_pending(reason)
    await work.nudges.give_up()
