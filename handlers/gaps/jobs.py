"""What the worker does for lists of gaps: turn their pages, draw them again after a press."""

from handlers.doors import sentence
from handlers.errors import ScriptyError
from handlers.gaps.services import gaps_again
from handlers.milestones.redrawing import SHOW_GAPS
from handlers.program import Actor, Jobs, Program


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
    try:
        async with program.record.workspace(workspace_id) as work:
            reply = await gaps_again(work, Actor(user, "button"), scope, page, said)
    except ScriptyError as error:
        reply = sentence(str(error))
    await (await program.slack(workspace_id)).answer(response_url, reply)
