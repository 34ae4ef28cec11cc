"""What is asked of drafts as a whole: which there are, and how good they were."""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from handlers.answers import show
from handlers.blocks import Message
from handlers.judging.cards import (
    DraftsReport,
    DraftsView,
    drafts_list,
    report_message,
    where,
)
from handlers.judging.rules import judged
from handlers.membership import member_here
from handlers.program import Actor
from handlers.reviews.links import permalink
from handlers.suggestions.services import CARD
from store.clock import now
from store.tables import Draft, Production, Suggestion
from store.unit_of_work import Work

DRAFTS_REPORT = "drafts_report"

SHOW_DRAFTS = "show_drafts"
"""Name of the job that replaces a list of drafts by another page of it."""


async def drafts_here(work: Work, actor: Actor, channel: str) -> Message:
    """The latest drafts. Raises NoProductionError, NotAMemberError, GuestError."""
    return await drafts_page(work, await member_here(work, channel, actor), 1)


async def drafts_page(work: Work, production: Production, page: int) -> Message:
    """A page of a production's drafts."""
    drafts = await work.drafts.latest(production.id)
    names = await work.people.names(
        user or "" for each in drafts for user in (each.asked_by, each.cancelled_by)
    )
    view = DraftsView(
        production=production.name,
        drafts=drafts,
        lines=_by_draft(await work.suggestions.of_production(production.id)),
        links=await _links(work, drafts),
        names=names,
        timezone=production.timezone,
        today=now().astimezone(ZoneInfo(production.timezone)).date(),
    )
    return drafts_list(view, page)


async def report_here(work: Work, actor: Actor, channel: str) -> Message:
    """Say what became of the drafts, and post it as a picture for everybody in the channel.

    Asked for twice, it is posted twice. Raises NoProductionError, NotAMemberError, GuestError.
    """
    production = await member_here(work, channel, actor)
    report = await report_on(work, production)
    if report.is_empty:
        return report_message(report)
    await show(
        work, f"drafts-report:{production.id}:{uuid4()}", DRAFTS_REPORT,
        subject_id=production.id, channel=channel, asked_by=actor.user,
    )  # fmt: skip
    return report_message(report, where())


async def report_on(work: Work, production: Production) -> DraftsReport:
    """What became of a production's drafts, as the record has it now."""
    drafts = await work.drafts.latest(production.id)
    lines = await work.suggestions.of_production(production.id)
    found = judged(drafts, lines, await work.drafts.asked(production.id))
    return DraftsReport(production.name, found)


async def _links(work: Work, drafts: Sequence[Draft]) -> Mapping[UUID, str]:
    """Where each draft's card stands; while there is none, what it was drafted of."""
    url = (await work.home()).url
    shown = await work.deliveries.about(CARD, [each.id for each in drafts])
    found = {each.id: each.source_permalink for each in drafts}
    for card in shown:
        if card.subject_id is not None and card.ts:
            link = permalink(url, card.channel or "", card.ts, card.thread_ts)
            found[card.subject_id] = link or found.get(card.subject_id, "")
    return found


def _by_draft(lines: Sequence[Suggestion]) -> Mapping[UUID, Sequence[Suggestion]]:
    found: dict[UUID, list[Suggestion]] = {}
    for line in lines:
        found.setdefault(line.draft_id, []).append(line)
    return found
