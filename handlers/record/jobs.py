"""What the worker does for the record: draw decisions, turn the pages of their list."""

from uuid import UUID

from handlers.blocks import Message
from handlers.documents.errors import called
from handlers.doors import replace_list
from handlers.membership import require_member
from handlers.program import Actor, Jobs, Program
from handlers.record import services
from handlers.record.cards import Looked, decision_card
from handlers.record.finding import read_page
from store.tables import Decision, Delivery
from store.unit_of_work import Work

SHOW_DECISIONS = "show_decisions"


def register(jobs: Jobs) -> None:
    """Let the worker run these."""
    jobs.job(SHOW_DECISIONS, show_decisions)
    jobs.drawing(services.CARD, draw_card)


async def draw_card(work: Work, delivery: Delivery) -> Message | None:
    """A decision that somebody logged, in the thread it came from."""
    decision = await work.decisions.find(Decision, delivery.subject_id or "")
    if decision is None:
        return None
    decisions = await work.decisions.of_production(decision.production_id)
    (view,) = services.viewed([decision], decisions)
    production = await work.productions.get(decision.production_id)
    names = await work.people.names([decision.decided_by, decision.logged_by])
    documents = await work.milestones.documents(decision.production_id)
    changes = [called(each) for each in documents if each.contradicted_by == decision.id]
    return decision_card(view, production, names, list(dict.fromkeys(changes)))


async def show_decisions(
    program: Program,
    workspace_id: str,
    response_url: str,
    production_id: str,
    user: str,
    which: str,
) -> None:
    """Replace a list that only one person sees by another page of it; `which` are the numbers
    and the page, as the button has them."""
    numbers, page = read_page(which)

    async def show(work: Work) -> Message:
        production = await require_member(work, UUID(production_id), Actor(user, "button"))
        return await services.decisions_message(work, production, Looked(numbers, page))

    await replace_list(program, workspace_id, response_url, show)
