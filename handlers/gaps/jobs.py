"""What the worker does for lists of gaps: turn their pages, draw them again after a press."""

from handlers.blocks import Message
from handlers.doors import replace_list
from handlers.gaps.services import gaps_again
from handlers.program import Actor, Jobs, Program
from handlers.redrawing import SHOW_GAPS
from store.unit_of_work import Work


def register(jobs: Jobs) -> None:
    """Let the worker run these."""
    jobs.job(SHOW_GAPS, show_gaps)


async def show_gaps(
    program: Program,
    workspace_id: str,
    response_url: str,
    scope: str,
    user: str,
    page: int,
    said: str = "",
) -> None:
    """Replace a list that only one person sees by another page of it, or by how it is now; `said`
    is what a press has just done."""

    async def show(work: Work) -> Message:
        return await gaps_again(work, Actor(user, "button"), scope, page, said)

    await replace_list(program, workspace_id, response_url, show)
