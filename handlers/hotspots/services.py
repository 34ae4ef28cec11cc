"""`/scripty hotspots`: what went wrong so far, gathered from the record, and rules against it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from handlers.blocks import Message
from handlers.gaps.services import gaps_of
from handlers.hotspots.cards import HotspotsView, hotspot_list
from handlers.hotspots.rules import Mistake, Span, hotspots, stage_at
from handlers.membership import member_here, require_member
from handlers.milestones.fixing_errors import ItemNotFoundError
from handlers.procedure import services as procedure
from handlers.program import Actor
from store.clock import now
from store.queries.hotspots import Mishap
from store.tables import Production, Stage
from store.types import GapKind
from store.unit_of_work import Work

SHOW_HOTSPOTS = "show_hotspots"
"""Name of the job that replaces a list of hotspots by how it is now."""

_OWN = frozenset({"approval stale", "conflicting note"})
"""Gaps that are counted from their own history, not from when they were named."""

_PAST: tuple[GapKind, ...] = ("overdue", "stale document")
"""Gaps that are mistakes as soon as they are there."""


async def hotspots_here(work: Work, actor: Actor, channel: str) -> Message:
    """What `/scripty hotspots` answers. Raises NoProductionError, NotAMemberError, GuestError."""
    return await _list(work, await member_here(work, channel, actor))


async def hotspots_again(work: Work, actor: Actor, production_id: str, said: str = "") -> Message:
    """The same after a press in it; `said` is what it did.

    Raises ItemNotFoundError, NotAMemberError, GuestError.
    """
    production = await work.productions.find(Production, production_id)
    if production is None:
        raise ItemNotFoundError
    return await _list(work, await require_member(work, production.id, actor), said)


async def switch_on(work: Work, actor: Actor, production_id: str, key: str) -> str:
    """Switch the rule on that would prevent a kind of mistake; what was done, in words.

    Raises ItemNotFoundError and what `switch_rule` does.
    """
    production = await work.productions.find(Production, production_id)
    if production is None:
        raise ItemNotFoundError
    return await procedure.switch_rule(work, production, actor, key, True)


async def _list(work: Work, production: Production, said: str = "") -> Message:
    await work.session.flush()
    moment = now()
    found = hotspots(await mistakes_of(work, production, moment), moment)
    numbers = dict(await work.hotspots.numbers([one for each in found for one in each.newest]))
    rules = await procedure.rules_of(work, production.id)
    return hotspot_list(HotspotsView(production, moment, found, numbers, rules, said))


async def mistakes_of(work: Work, production: Production, at: datetime) -> list[Mistake]:
    """Everything that went wrong in a production: each gap that a message had to name, what is
    past its day now, work begun without an owner or a day, late notes, conflicts, ideas that came
    back, approvals that went stale, work done twice, rounds beyond those agreed. What is merely
    open is no mistake."""
    named = await work.hotspots.missed(production.id)
    missing = (await gaps_of(work, [production.id])).get(production.id, ())
    mishaps = [
        *(each for each in named if each.kind not in _OWN),
        *(Mishap(gap.kind, gap.item.id, at) for gap in missing if gap.kind in _PAST),
        *await work.hotspots.begun_without(production.id),
        *await work.hotspots.late_notes(production.id),
        *await work.hotspots.conflicts(production.id),
        *await work.hotspots.rejected_again(production.id),
        *await work.hotspots.stale_approvals(production.id),
        *await work.hotspots.done_twice(production.id),
    ]
    if production.agreed_rounds is not None:
        mishaps += await work.hotspots.rounds_beyond(production.id, production.agreed_rounds)
    return _in_stages(
        mishaps, (await work.procedures.stages([production.id])).get(production.id, ())
    )


def _in_stages(mishaps: Iterable[Mishap], stages: Sequence[Stage]) -> list[Mistake]:
    spans = [Span(each.name, each.started_at, each.done_at) for each in stages if each.started_at]
    return [
        Mistake(each.kind, each.subject_id, each.at, stage_at(each.at, spans)) for each in mishaps
    ]
