"""What the worker does for drafts as a whole: turn their list's pages, draw the report."""

from dataclasses import replace
from uuid import UUID

from handlers.blocks import Message
from handlers.doors import replace_list
from handlers.judging.cards import picture_of, report_message
from handlers.judging.services import DRAFTS_REPORT, SHOW_DRAFTS, drafts_page, report_on
from handlers.membership import require_member
from handlers.program import Actor, Jobs, Program
from store.tables import Delivery, Production
from store.unit_of_work import Work


def register(jobs: Jobs) -> None:
    """Let the worker run and draw these."""
    jobs.job(SHOW_DRAFTS, show_drafts)
    jobs.drawing(DRAFTS_REPORT, draw_report, picture=True)


async def show_drafts(
    program: Program,
    workspace_id: str,
    response_url: str,
    production_id: str,
    user: str,
    page: int,
) -> None:
    """Replace a list that only one person sees by another page of it."""

    async def show(work: Work) -> Message:
        production = await require_member(work, UUID(production_id), Actor(user, "button"))
        return await drafts_page(work, production, page)

    await replace_list(program, workspace_id, response_url, show)


async def draw_report(work: Work, delivery: Delivery) -> Message | None:
    """What became of a production's drafts: in words, with the recipe of its picture."""
    production = await work.productions.find(Production, delivery.subject_id or "")
    if production is None:
        return None
    report = await report_on(work, production)
    return replace(report_message(report), picture=picture_of(report))
