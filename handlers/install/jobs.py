"""What the worker asks Slack for: who is in a production's channel, and who is an admin."""

from collections.abc import Awaitable, Callable, Sequence

from handlers.answers import answer, refresh
from handlers.doors import sentence
from handlers.install.model import LIMIT_MODEL, SWITCH_MODEL, limit_model, switch_model
from handlers.install.services import settle_production
from handlers.membership import LEARN_PERSON, LEARN_PRODUCTION
from handlers.program import Actor, Jobs, Place, Program
from store.tables import Production
from store.unit_of_work import Work

MOST_MEMBERS = 300
"""A channel with more people than this is a company's hall, not a production's room; the rest
become members when they write in a review or join."""


def register(jobs: Jobs) -> None:
    """Let the worker run these."""
    jobs.job(LEARN_PRODUCTION, learn_production)
    jobs.job(LEARN_PERSON, learn_person)
    jobs.job(SWITCH_MODEL, switch_model_for)
    jobs.job(LIMIT_MODEL, limit_model_for)


async def learn_production(
    program: Program,
    workspace_id: str,
    production_id: str,
    starter: str,
    also: Sequence[str] = (),
    shown: Sequence[str] = (),
) -> None:
    """Ask Slack for the names and the people of a production's channels.

    Whoever is in a channel belongs to the production, and nobody else by this: `starter`, who
    asked for something, too only if Slack lists them. `also` are people to know by name; `shown`
    the keys of deliveries to draw again when there is something new to show in them.
    """
    async with program.record.workspace(workspace_id) as work:
        production = await work.productions.find(Production, production_id)
        if production is None:
            return
        channels = [each.channel for each in await work.productions.channels(production.id)]
    slack = await program.slack(workspace_id)
    names, users = dict[str, str](), list[str]()
    for channel in channels:
        names[channel] = await slack.channel_name(channel)
        everybody = await slack.channel_members(channel)
        users += [*everybody[:MOST_MEMBERS], *(each for each in everybody if each == starter)]
    async with program.record.workspace(workspace_id) as work:
        known = await work.people.known([*users, *also, starter])
    others = [user for user in (*also, starter) if user not in known and user not in users]
    strangers = [person for user in others if (person := await slack.person(user))]
    asked = [known.get(user) or await slack.person(user) for user in dict.fromkeys(users)]
    people = [person for person in asked if person is not None]
    async with program.record.workspace(workspace_id) as work:
        await work.people.learn(strangers)
        renamed = await settle_production(work, production_id, names, people, starter)
        if renamed or strangers or any(person.user_id not in known for person in people):
            for key in shown:
                await refresh(work, key)


async def learn_person(program: Program, workspace_id: str, user: str) -> None:
    """Ask Slack who this is, where we don't know."""
    async with program.record.workspace(workspace_id) as work:
        if not await work.people.unknown([user]):
            return
    person = await (await program.slack(workspace_id)).person(user)
    if person is not None:
        async with program.record.workspace(workspace_id) as work:
            await work.people.learn([person])


async def switch_model_for(
    program: Program, workspace_id: str, user: str, channel: str, on: bool
) -> None:
    """Switch the workspace's model on or off, if Slack says that this person may."""

    async def switch(work: Work, actor: Actor) -> str:
        return await switch_model(work, actor, on)

    await _as_admin(program, workspace_id, user, channel, switch)


async def limit_model_for(
    program: Program, workspace_id: str, user: str, channel: str, tokens: int | None
) -> None:
    """Limit what the workspace's model may use, if Slack says that this person may."""

    async def limit(work: Work, actor: Actor) -> str:
        return await limit_model(work, actor, tokens)

    await _as_admin(program, workspace_id, user, channel, limit)


async def _as_admin(
    program: Program,
    workspace_id: str,
    user: str,
    channel: str,
    service: Callable[[Work, Actor], Awaitable[str]],
) -> None:
    """Do what only admins and owners may, and tell whoever asked."""
    allowed = await (await program.slack(workspace_id)).is_admin(user)
    async with program.record.workspace(workspace_id) as work:
        if allowed:
            words = await service(work, Actor(user, "command"))
        elif allowed is None:
            words = "Slack doesn't say whether you are an admin, so nothing was changed. Try again."
        else:
            words = "Only admins and owners of this workspace can do that; nothing was changed."
        await answer(work, Place(channel), user, sentence(words))
