"""What the worker does to know a production's channel."""

from handlers.install.services import settle_production
from handlers.membership import LEARN_PRODUCTION
from handlers.program import Jobs, Program
from handlers.reviews import services as reviews
from store.tables import Production

MOST_MEMBERS = 300
"""A channel with more people than this is a company's hall, not a production's room; the rest
become members when they write in a review or join."""


def register(jobs: Jobs) -> None:
    """Let the worker run these."""
    jobs.job(LEARN_PRODUCTION, learn_production)


async def learn_production(
    program: Program,
    workspace_id: str,
    production_id: str,
    starter: str,
    review_id: str | None = None,
) -> None:
    """Ask Slack for the name and the people of a production's channels."""
    async with program.record.workspace(workspace_id) as work:
        production = await work.productions.find(Production, production_id)
        if production is None:
            return
        channels = [each.channel for each in await work.productions.channels(production.id)]
    slack = await program.slack(workspace_id)
    name, users = "", [starter]
    for channel in channels:
        name = name or await slack.channel_name(channel)
        users += list(await slack.channel_members(channel))[:MOST_MEMBERS]
    async with program.record.workspace(workspace_id) as work:
        known = await work.people.known(users)
    asked = [known.get(user) or await slack.person(user) for user in dict.fromkeys(users)]
    people = [person for person in asked if person is not None]
    async with program.record.workspace(workspace_id) as work:
        await settle_production(work, production_id, name, people, starter)
        review = await reviews.review_of(work, review_id or "")
        if review is not None and len(known) < len(people):
            await reviews.show_names(work, review)
