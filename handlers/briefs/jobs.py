"""What the worker does for changes and briefs: turn pages, post what is due, bring the rest."""

from datetime import datetime
from uuid import UUID

from handlers.answers import show
from handlers.blocks import Message
from handlers.briefs import scheduling
from handlers.briefs.services import BRIEF, CHANGES, changes_message, read_page
from handlers.doors import replace_list
from handlers.membership import require_member
from handlers.program import Actor, Jobs, Program
from store.tables import Delivery
from store.unit_of_work import Work

SHOW_CHANGES = "show_changes"
"""Name of the job that replaces a list of changes by another page of it."""


def register(jobs: Jobs) -> None:
    """Let the worker run these."""
    jobs.job(SHOW_CHANGES, show_changes)
    jobs.job(scheduling.POST_REPORT, post_report)
    jobs.drawing(BRIEF, nothing, sent)
    jobs.drawing(CHANGES, nothing)


async def nothing(work: Work, delivery: Delivery) -> Message | None:
    """A posted report is as it was when it was due, and never drawn anew."""
    del work, delivery
    return None


async def sent(work: Work, delivery: Delivery) -> None:
    """What a brief had no room for goes into its thread."""
    rest = (delivery.body or {}).get("rest")
    if rest and delivery.ts:
        await show(
            work, f"{delivery.key}:rest", "notice",
            subject_id=delivery.subject_id, channel=delivery.channel, thread_ts=delivery.ts,
            body=rest,
        )  # fmt: skip


async def post_report(
    program: Program, workspace_id: str, report_id: str, slot: str, since: str
) -> None:
    """Post a report whose time has come."""
    async with program.record.workspace(workspace_id) as work:
        await scheduling.post_report(
            work, report_id, datetime.fromisoformat(slot), datetime.fromisoformat(since)
        )


async def show_changes(
    program: Program,
    workspace_id: str,
    response_url: str,
    production_id: str,
    user: str,
    which: str,
) -> None:
    """Replace a list that only one person sees by another page of it; `which` are the window and
    the page, as the button has them."""
    page = read_page(which)
    if page is None:
        return

    async def show(work: Work) -> Message:
        production = await require_member(work, UUID(production_id), Actor(user, "button"))
        return await changes_message(work, production, *page)

    await replace_list(program, workspace_id, response_url, show)
