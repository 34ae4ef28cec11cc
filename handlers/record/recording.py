"""Writing a decision into the record: the one place that does.

Readings must never reach it: what a thread sounds like decides nothing.
"""

from typing import Any
from uuid import UUID

from sqlmodel import col

from handlers.answers import refresh
from handlers.program import Actor
from store.tables import Decision, Production
from store.unit_of_work import Work


async def record_decision(work: Work, production_id: UUID, actor: Actor, **fields: Any) -> Decision:
    """Record a decision under the production's next number; `fields` are columns of `Decision`.

    `actor` is who records it, which need not be who decided (`decided_by`).
    """
    number = await work.productions.take_numbers(production_id, col(Production.next_decision), 1)
    decision = await work.add(
        Decision(production_id=production_id, number=number, logged_by=actor.user, **fields)
    )
    work.log(
        actor.user, actor.surface, "decision.recorded", "decision", decision.id,
        number=number, origin=decision.origin, decided_by=decision.decided_by,
    )  # fmt: skip
    if decision.supersedes is not None:
        work.log(
            actor.user, actor.surface, "decision.superseded", "decision", decision.supersedes,
            by=number,
        )  # fmt: skip
        await refresh(work, f"decision:{decision.supersedes}")
    return decision
