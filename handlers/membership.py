"""Who belongs to a production: asked at each press, from the record."""

from uuid import UUID

from handlers.errors import NotAllowedError
from handlers.program import Actor
from store.tables import Production
from store.unit_of_work import Work

LEARN_PRODUCTION = "learn_production"
"""Name of the job that asks Slack for a production's channel name, members and time zone."""


async def require_member(work: Work, production_id: UUID, actor: Actor) -> Production:
    """The production, if this person belongs to it. Raises NotAllowedError."""
    production = await work.productions.get(production_id)
    if not await work.productions.is_member(production_id, actor.user):
        raise NotAMemberError(production)
    return production


class NotAMemberError(NotAllowedError):
    """Raised when somebody outside a production wants to change something of it."""

    def __init__(self, production: Production) -> None:
        super().__init__(
            f"Only members of {production.name} can do that, so nothing was changed. "
            "Join its channel, then try again in a few seconds."
        )
        self.production = production
