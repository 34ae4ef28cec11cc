"""Who belongs to a production: asked at each press, from the record."""

from collections.abc import Sequence
from uuid import UUID

from handlers.errors import NotAllowedError, NotFoundError
from handlers.program import Actor
from store.tables import Production
from store.unit_of_work import Work

LEARN_PRODUCTION = "learn_production"
"""Name of the job that asks Slack for a production's channel name, members and time zone."""


LEARN_PERSON = "learn_person"
"""Name of the job that asks Slack who somebody is."""


async def learn_owner(
    work: Work, production_id: UUID, actor: Actor, owner: str | None, *shown: str
) -> None:
    """Work was given to somebody we don't know by name yet: ask Slack, then draw these
    deliveries again."""
    if owner and await work.people.unknown([owner]):
        await work.defer(
            LEARN_PRODUCTION,
            production_id=str(production_id), starter=actor.user, also=[owner], shown=shown,
        )  # fmt: skip


async def production_here(work: Work, channel: str) -> Production:
    """The production that a channel belongs to. Raises NoProductionError."""
    production = await work.productions.of_channel(channel)
    if production is None:
        raise NoProductionError
    return production


async def member_here(work: Work, channel: str, actor: Actor) -> Production:
    """The production that a channel belongs to, for a member of it.

    Raises NoProductionError, NotAMemberError, GuestError.
    """
    production = await production_here(work, channel)
    return await require_member(work, production.id, actor)


async def require_member(work: Work, production_id: UUID, actor: Actor) -> Production:
    """The production, if this person belongs to it and to its workspace.

    Whom we have not looked up yet might be a guest: only the maker of the production is trusted
    unseen. Raises NotAMemberError, GuestError.
    """
    production = await work.productions.get(production_id)
    if not await work.productions.is_member(production_id, actor.user):
        raise NotAMemberError(production)
    person = (await work.people.known([actor.user])).get(actor.user)
    if person is None and actor.user != production.created_by:
        raise NotAMemberError(production)
    if person is not None and person.is_external:
        raise GuestError(production)
    return production


async def productions_of(work: Work, actor: Actor) -> Sequence[Production]:
    """The productions in which `require_member` finds this person to belong, oldest first."""
    productions = await work.productions.of_member(actor.user)
    person = (await work.people.known([actor.user])).get(actor.user)
    if person is None:
        return [each for each in productions if each.created_by == actor.user]
    return [] if person.is_external else productions


class NoProductionError(NotFoundError):
    """Raised when a channel has no production yet, so there is no record of anything here."""

    def __init__(self) -> None:
        super().__init__(
            "This channel has no production yet, so there is nothing to look at or to add to. "
            "Start with /scripty new, or with /scripty review and a link."
        )


class GuestError(NotAllowedError):
    """Raised when somebody from another company wants to decide: their words count, as notes."""

    def __init__(self, production: Production) -> None:
        super().__init__(
            f"Decisions on {production.name} are made by its own workspace. What you write in the "
            "review thread becomes notes for them; nothing was changed."
        )


class NotAMemberError(NotAllowedError):
    """Raised when somebody outside a production wants to change something of it."""

    def __init__(self, production: Production) -> None:
        super().__init__(
            f"Only members of {production.name} can do that, so nothing was changed. "
            "Join its channel, then try again in a few seconds."
        )
        self.production_id = production.id  # the row itself goes with its transaction
