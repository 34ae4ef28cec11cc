"""What the worker does for taste: turn the pages of its list."""

from uuid import UUID

from handlers.blocks import Message
from handlers.doors import replace_list
from handlers.membership import require_member
from handlers.program import Actor, Jobs, Program
from handlers.taste.services import SHOW_TASTE, taste_page
from store.unit_of_work import Work


def register(jobs: Jobs) -> None:
    """Let the worker run these."""
    jobs.job(SHOW_TASTE, show_taste)


async def show_taste(
    program: Program,
    workspace_id: str,
    response_url: str,
    production_id: str,
    user: str,
    theme: str,
    page: int,
) -> None:
    """Replace a list that only one person sees by another page of it."""

    async def show(work: Work) -> Message:
        actor = Actor(user, "button")
        production = await require_member(work, UUID(production_id), actor)
        return await taste_page(work, production, actor, theme, page)

    await replace_list(program, workspace_id, response_url, show)
