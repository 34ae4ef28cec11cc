"""What the worker does for Home tabs: draw them, find which are no longer true."""

from handlers.home import services
from handlers.home.following import (
    MARK_HOMES,
    REDRAW_HOME,
    mark_homes,
    redraw_home,
)
from handlers.home.services import DRAW_HOME, SHOW_SETTINGS
from handlers.program import Jobs, Program


def register(jobs: Jobs) -> None:
    """Let the worker run these."""
    jobs.job(DRAW_HOME, draw_home)
    jobs.job(MARK_HOMES, mark_homes)
    jobs.job(REDRAW_HOME, redraw_home)
    jobs.job(SHOW_SETTINGS, show_settings)


async def draw_home(program: Program, workspace_id: str, user: str) -> None:
    """Bring somebody's Home tab up to date; what they see already isn't sent again."""
    async with program.record.workspace(workspace_id) as work:
        seen = await services.begin_drawing(work, user)
        unknown = bool(await work.people.unknown([user]))
    if seen is None:
        return
    slack = await program.slack(workspace_id)
    if unknown and (person := await slack.person(user)):
        async with program.record.workspace(workspace_id) as work:
            await work.people.learn([person])
    async with program.record.workspace(workspace_id) as work:
        view = await services.view_of(work, user)
    mark = services.mark_of(view)
    if mark != seen:
        await slack.publish_home(user, view)
    async with program.record.workspace(workspace_id) as work:
        await services.drawn(work, user, mark)


async def show_settings(program: Program, workspace_id: str, view_id: str, user: str) -> None:
    """Redraw somebody's open settings."""
    async with program.record.workspace(workspace_id) as work:
        view = await services.settings_of(work, user, services.model_of(program))
    await (await program.slack(workspace_id)).update_view(view_id, view)
