"""What the worker draws for milestones: their cards, and who is told of a move."""

from handlers.blocks import Message
from handlers.milestones.cards import milestone_card, moved_message
from handlers.milestones.items import due_by_itself
from handlers.milestones.services import CARD, MOVED
from handlers.milestones.showing import the_move, view_of
from handlers.program import Jobs
from store.tables import Delivery, Milestone
from store.unit_of_work import Work


def register(jobs: Jobs) -> None:
    """Let the worker draw these."""
    jobs.drawing(CARD, draw_card)
    jobs.drawing(MOVED, draw_moved)


async def draw_card(work: Work, delivery: Delivery) -> Message | None:
    """The card of a milestone, as the record has it now."""
    milestone = await work.milestones.find(Milestone, delivery.subject_id or "")
    return None if milestone is None else milestone_card(await view_of(work, milestone))


async def draw_moved(work: Work, delivery: Delivery) -> Message | None:
    """What one person is told of a move; nothing once the milestone is closed."""
    milestone = await work.milestones.find(Milestone, delivery.subject_id or "")
    if milestone is None or milestone.state != "open":
        return None
    move = await the_move(work, milestone, (delivery.body or {}).get("moves"))
    if move is None:
        return None
    view = await view_of(work, milestone)
    return moved_message(view, move, due_by_itself(view.items, delivery.user_id or ""))
