"""What the worker does for the procedure: draw its lists again after a press."""

from uuid import UUID

from handlers.doors import sentence
from handlers.errors import ScriptyError
from handlers.membership import require_member
from handlers.procedure import showing
from handlers.procedure.services import SHOW_RULES, SHOW_STAGES
from handlers.program import Actor, Jobs, Program


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
    try:
        async with program.record.workspace(workspace_id) as work:
            production = await require_member(work, UUID(production_id), Actor(user, "button"))
            reply = await showing.stages_message(work, production, stage, said)
    except ScriptyError as error:
        reply = sentence(str(error))
    await (await program.slack(workspace_id)).answer(response_url, reply)


async def show_rules(
    program: Program,
    workspace_id: str,
    response_url: str,
    production_id: str,
    user: str,
    said: str = "",
) -> None:
    """The same with a list of rules."""
    try:
        async with program.record.workspace(workspace_id) as work:
            production = await require_member(work, UUID(production_id), Actor(user, "button"))
            reply = await showing.rules_message(work, production, said)
    except ScriptyError as error:
        reply = sentence(str(error))
    await (await program.slack(workspace_id)).answer(response_url, reply)
