"""What the worker does for checklists: turn their pages, draw them again after a press."""

from handlers.doors import sentence
from handlers.errors import ScriptyError
from handlers.milestones.checking import check_again
from handlers.milestones.redrawing import SHOW_CHECK
from handlers.program import Actor, Jobs, Program


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
    try:
        async with program.record.workspace(workspace_id) as work:
            reply = await check_again(work, milestone_id, Actor(user, "button"), page, said)
    except ScriptyError as error:
        reply = sentence(str(error))
    await (await program.slack(workspace_id)).answer(response_url, reply)
