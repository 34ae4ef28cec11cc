"""What the worker does for shot lists: turn their pages, draw them again."""

from uuid import UUID

from handlers.blocks import Message
from handlers.doors import replace_list
from handlers.membership import require_member
from handlers.program import Actor, Jobs, Program
from handlers.shots import services
from store.unit_of_work import Work


def register(jobs: Jobs) -> None:
    """Let the worker run these."""
    jobs.job(services.SHOW_SHOTS, show_shots)


async def show_shots(
    program: Program,
    workspace_id: str,
    response_url: str,
    production_id: str,
    user: str,
    scene_id: str,
    page: int,
) -> None:
    """Replace a list that only one person sees by another page of it, or by how it is now."""

    async def show(work: Work) -> Message:
        production = await require_member(work, UUID(production_id), Actor(user, "button"))
        return await services.shots_again(work, production, scene_id, page)

    await replace_list(program, workspace_id, response_url, show)
