"""What the worker does for the procedure: draw its lists again after a press."""

from uuid import UUID

from handlers.blocks import Message
from handlers.doors import replace_list
from handlers.membership import require_member
from handlers.procedure import showing
from handlers.procedure.services import SHOW_RULES, SHOW_STAGES
from handlers.program import Actor, Jobs, Program
from store.unit_of_work import Work


def register(jobs: Jobs) -> None:
    """Let the worker run these."""
    jobs.job(SHOW_STAGES, show_stages)
    jobs.job(SHOW_RULES, show_rules)


async def show_stages(
    program: Program,
    workspace_id: str,
    response_url: str,
    production_id: str,
    user: str,
    stage: str = "",
    said: str = "",
) -> None:
    """Replace a list of stages that only one person sees by how it is now; `stage` is the one shown
    whole, `said` what a press has just done."""

    async def show(work: Work) -> Message:
        production = await require_member(work, UUID(production_id), Actor(user, "button"))
        return await showing.stages_message(work, production, stage, said)

    await replace_list(program, workspace_id, response_url, show)


async def show_rules(
    program: Program,
    workspace_id: str,
    response_url: str,
    production_id: str,
    user: str,
    said: str = "",
) -> None:
    """The same with a list of rules."""

    async def show(work: Work) -> Message:
        production = await require_member(work, UUID(production_id), Actor(user, "button"))
        return await showing.rules_message(work, production, said)

    await replace_list(program, workspace_id, response_url, show)
