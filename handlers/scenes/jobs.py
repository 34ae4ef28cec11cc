"""What the worker does for scenes and deliverables: draw their cards and lists again."""

from uuid import UUID

from handlers.blocks import Message
from handlers.doors import replace_list
from handlers.membership import require_member
from handlers.program import Actor, Jobs, Program
from handlers.redrawing import SHOW_SCENES
from handlers.scenes.services import deliverable_of, scene_of
from handlers.scenes.views import (
    deliverable_message,
    deliverables_message,
    scene_message,
    scenes_message,
)
from store.unit_of_work import Work


def register(jobs: Jobs) -> None:
    """Let the worker run these."""
    jobs.job(SHOW_SCENES, show_scenes)


async def show_scenes(
    program: Program,
    workspace_id: str,
    response_url: str,
    which: str,
    subject: str,
    user: str,
    page: int,
    said: str = "",
) -> None:
    """Replace what only one person sees: a card, or a page of a list, by how it is now."""

    async def show(work: Work) -> Message:
        return await _drawn(work, which, subject, Actor(user, "button"), page, said)

    await replace_list(program, workspace_id, response_url, show)


async def _drawn(
    work: Work, which: str, subject: str, actor: Actor, page: int, said: str
) -> Message:
    """`subject` is the id of a scene or deliverable, of a list that of its production."""
    match which:
        case "scene":
            scene, production = await scene_of(work, subject, actor)
            return await scene_message(work, production, scene, said)
        case "deliverable":
            row, production = await deliverable_of(work, subject, actor)
            return await deliverable_message(work, production, row, said)
    production = await require_member(work, UUID(subject), actor)
    if which == "scenes":
        return await scenes_message(work, production, page, said)
    return await deliverables_message(work, production, page, said)
