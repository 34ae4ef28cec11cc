"""What the worker does for hotspots: draw the list again after a press in it."""

from handlers.blocks import Message
from handlers.doors import replace_list
from handlers.hotspots.services import SHOW_HOTSPOTS, hotspots_again
from handlers.program import Actor, Jobs, Program
from store.unit_of_work import Work


def register(jobs: Jobs) -> None:
    """Let the worker run these."""
    jobs.job(SHOW_HOTSPOTS, show_hotspots)


async def show_hotspots(
    program: Program,
    workspace_id: str,
    response_url: str,
    production_id: str,
    user: str,
    said: str = "",
) -> None:
    """Replace a list that only one person sees by how it is now."""

    async def show(work: Work) -> Message:
        return await hotspots_again(work, Actor(user, "button"), production_id, said)

    await replace_list(program, workspace_id, response_url, show)
