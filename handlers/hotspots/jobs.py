"""What the worker does for hotspots: draw the list again after a press in it."""

from handlers.doors import sentence
from handlers.errors import ScriptyError
from handlers.hotspots.services import SHOW_HOTSPOTS, hotspots_again
from handlers.program import Actor, Jobs, Program


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
    try:
        async with program.record.workspace(workspace_id) as work:
            reply = await hotspots_again(work, Actor(user, "button"), production_id, said)
    except ScriptyError as error:
        reply = sentence(str(error))
    await (await program.slack(workspace_id)).answer(response_url, reply)
