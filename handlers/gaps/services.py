"""What is missing in productions, and the list of it that one person asks for."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from handlers.blocks import Message
from handlers.gaps.cards import GapList, gap_list
from handlers.gaps.errors import NoProductionsError, SameNameError, UnknownProductionError
from handlers.gaps.rules import ALL, MINE, Lacking, named, nearest, read_words, whose
from handlers.membership import productions_of, require_member
from handlers.milestones.fixing_errors import ItemNotFoundError
from handlers.milestones.gaps import Gap, all_gaps
from handlers.milestones.rules import today_in
from handlers.milestones.views import records
from handlers.program import Actor
from handlers.text import plain
from store.clock import now
from store.tables import Production
from store.unit_of_work import Work


async def gaps_of(work: Work, production_ids: Iterable[UUID]) -> Mapping[UUID, Sequence[Gap]]:
    """Everything missing now in each of these productions, by its id: worst first, what is on no
    open milestone last.

    As many statements for a thousand productions as for one.
    """
    moment = now()
    found = await records(work, production_ids)
    return {production: all_gaps(record, moment) for production, record in found.items()}


async def gaps_here(work: Work, actor: Actor, channel: str, words: str) -> Message:
    """What `/scripty gaps [production|mine]` answers. Without a name: of the production of this
    channel, elsewhere of all that this person belongs to.

    Raises NotAMemberError, GuestError, NoProductionsError, UnknownProductionError, SameNameError.
    """
    asked = read_words(plain(words, {}))
    if asked in (MINE, ALL):
        return await gaps_again(work, actor, asked)
    if asked:
        production = await _named(work, actor, asked)
        return await gaps_again(work, actor, str(production.id))
    here = await work.productions.of_channel(channel)
    return await gaps_again(work, actor, ALL if here is None else str(here.id))


async def gaps_again(
    work: Work, actor: Actor, scope: str, page: int = 1, said: str = ""
) -> Message:
    """A page of what is missing, for one person's eyes; `scope` is as buttons carry it
    (`rules.MINE`, `rules.ALL`, the id of a production), `said` what a press has done.

    Raises ItemNotFoundError, NotAMemberError, GuestError, NoProductionsError.
    """
    productions = await _of_scope(work, actor, scope)
    await work.session.flush()
    moment = now()
    missing = await gaps_of(work, [each.id for each in productions])
    found = [
        Lacking(each, today_in(each.timezone, moment), missing.get(each.id, ()))
        for each in productions
    ]
    if scope == MINE:
        found = [whose(each, actor.user) for each in found]
    gaps = [gap for each in found for gap in each.gaps]
    people = {user for gap in gaps for user in (gap.user or "", gap.item.points.owner)}
    several = scope in (MINE, ALL) and len(productions) > 1
    return gap_list(
        GapList(
            scope,
            _title(scope, productions),
            found,
            names=await work.people.names(people),
            page=page,
            said=said,
            reader=actor.user,
            several=several,
        )
    )


async def _of_scope(work: Work, actor: Actor, scope: str) -> Sequence[Production]:
    """The productions that are looked at: none that this person doesn't belong to."""
    if scope not in (MINE, ALL):
        production = await work.productions.find(Production, scope)
        if production is None:
            raise ItemNotFoundError
        return [await require_member(work, production.id, actor)]
    productions = await productions_of(work, actor)
    if not productions:
        raise NoProductionsError
    return productions


async def _named(work: Work, actor: Actor, name: str) -> Production:
    productions = await productions_of(work, actor)
    if not productions:
        raise NoProductionsError
    found = named(name, productions)
    if len(found) > 1:
        raise SameNameError(name)
    if not found:
        known = [each.name for each in productions]
        raise UnknownProductionError(name, nearest(name, productions), known)
    return found[0]


def _title(scope: str, productions: Sequence[Production]) -> str:
    if scope == MINE:
        return "Yours to close"
    if len(productions) == 1:
        return f"Missing in {productions[0].name}"
    return "Missing in your productions"
