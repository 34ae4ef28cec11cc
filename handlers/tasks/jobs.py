"""What the worker does for tasks: draw their cards, turn the pages of a list."""

from handlers.blocks import Message
from handlers.doors import replace_list
from handlers.program import Jobs, Program
from handlers.tasks import services
from handlers.tasks.cards import task_card
from store.tables import Delivery, Task
from store.unit_of_work import Work

SHOW_TASK_PAGE = "show_task_page"


def register(jobs: Jobs) -> None:
    """Let the worker run these."""
    jobs.job(SHOW_TASK_PAGE, show_task_page)
    jobs.drawing(services.CARD, draw_card)


async def draw_card(work: Work, delivery: Delivery) -> Message | None:
    """The card of a task that somebody made by hand."""
    task = await work.tasks.find(Task, delivery.subject_id or "")
    if task is None:
        return None
    view = await services.task_view(work, task)
    return task_card(view, await work.people.names([task.owner or "", task.created_by]))


async def show_task_page(
    program: Program,
    workspace_id: str,
    response_url: str,
    channel: str,
    user: str,
    which: str,
    page: int,
) -> None:
    """Replace a list that only one person sees by another page of it."""

    async def show(work: Work) -> Message:
        wanted = await services.read_list(work, channel, user, which)
        return await services.task_list_message(work, channel, wanted, page)

    await replace_list(program, workspace_id, response_url, show)
