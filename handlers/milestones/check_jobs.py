"""What the worker does for checklists: turn their pages, draw them again after a press."""

from handlers.blocks import Message
from handlers.doors import replace_list
from handlers.milestones.checking import check_again
from handlers.program import Actor, Jobs, Program
from handlers.redrawing import SHOW_CHECK
from store.unit_of_work import Work


def register(jobs: Jobs) -> None:
    """Let the worker run these."""
    jobs.job(SHOW_CHECK, show_check)


async def show_check(
    program: Program,
    workspace_id: str,
    response_url: str,
    milestone_id: str,
    user: str,
    page: int,
    said: str = "",
) -> None:
    """Replace a checklist that only one person sees by another page of it, or by how it is now;
    `said` is what a press has just done."""

    async def show(work: Work) -> Message:
        return await check_again(work, milestone_id, Actor(user, "button"), page, said)

    await replace_list(program, workspace_id, response_url, show)
