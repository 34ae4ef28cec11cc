"""A decision changes a document: it no longer holds, until a newer one is there or somebody says
that it does all the same."""

from collections.abc import Collection
from uuid import UUID

from handlers.answers import refresh
from handlers.documents.confirming import show_requests
from handlers.documents.errors import (
    AlreadyContradictedError,
    NoSuchDecisionError,
    NoSuchKindError,
    NotContradictedError,
    called,
)
from handlers.documents.rules import AboutOne, standing
from handlers.documents.views import document_view, key_of
from handlers.membership import member_here
from handlers.program import Actor
from handlers.scenes.connecting import connect, disconnect
from handlers.scenes.rules import read_things
from handlers.text import listing
from store.tables import Decision, Document, Production
from store.unit_of_work import Work


async def say_about(work: Work, actor: Actor, channel: str, about: AboutOne) -> str:
    """Do what a command says of a document that is there; what was done, in words.

    Raises NoProductionError, NotAMemberError, GuestError, NoSuchKindError, NoSuchDecisionError,
    AlreadyContradictedError, NotContradictedError, UnknownThingError, AlreadyConnectedError,
    NotConnectedError.
    """
    production = await member_here(work, channel, actor)
    await work.milestones.one_at_a_time("documents", str(production.id))
    document = await _of_kind(work, production, about.kind)
    if about.number is not None:
        return await _contradict(work, production, actor, document, about.number)
    if about.holds:
        return await _uphold(work, actor, document)
    things = read_things(about.things, about.verb)
    if about.verb == "add":
        added = await connect(work, actor, production, document, things)
        return f"Belongs to the {called(document)} now: {listing(added)}."
    removed = await disconnect(work, actor, production, document, things)
    return f"No longer put on the {called(document)}: {listing(removed)}."


async def change_by_decision(
    work: Work, actor: Actor, decision: Decision, changes: Collection[str]
) -> None:
    """A decision that was just recorded changes these documents, by their ids; those that a newer
    one has replaced meanwhile are left alone."""
    if not changes:
        return
    await work.milestones.one_at_a_time("documents", str(decision.production_id))
    documents = await work.milestones.documents(decision.production_id)
    for document in standing(documents):
        if str(document.id) in changes:
            await _changed(work, actor, document, decision)


async def _contradict(
    work: Work, production: Production, actor: Actor, document: Document, number: int
) -> str:
    decisions = await work.decisions.of_production(production.id)
    decision = next((each for each in decisions if each.number == number), None)
    if decision is None:
        raise NoSuchDecisionError(number)
    if document.contradicted_by == decision.id:
        raise AlreadyContradictedError(document, number)
    await _changed(work, actor, document, decision)
    view = await document_view(work, document)
    words = f"The {called(document)} is stale now: {view.stale}."
    if view.confirmed:
        count = len(view.confirmed)
        people = "1 person who has" if count == 1 else f"{count} people who have"
        words += f" The {people} confirmed it {'is' if count == 1 else 'are'} named on its line."
    return words + " A new version of it closes this."


async def _changed(work: Work, actor: Actor, document: Document, decision: Decision) -> None:
    before, document.contradicted_by = document.contradicted_by, decision.id
    _log(work, actor, document, "contradicted", decision=decision.number)
    await _show(work, document, before, decision.id)


async def _uphold(work: Work, actor: Actor, document: Document) -> str:
    if document.contradicted_by is None:
        raise NotContradictedError(document, (await document_view(work, document)).stale)
    before, document.contradicted_by = document.contradicted_by, None
    _log(work, actor, document, "upheld")
    await _show(work, document, before)
    stale = (await document_view(work, document)).stale
    if stale:
        return f"No decision changes the {called(document)} any more, but it is stale: {stale}."
    return f"The {called(document)} still holds."


async def _of_kind(work: Work, production: Production, kind: str) -> Document:
    documents = standing(await work.milestones.documents(production.id))
    for document in documents:
        if document.kind.casefold() == kind.casefold():
            found = await work.milestones.find(Document, document.id, lock=True)
            assert found is not None
            return found
    raise NoSuchKindError(kind, sorted({called(each) for each in documents}))


async def _show(work: Work, document: Document, *decisions: UUID | None) -> None:
    """Draw its line again, what people are asked about it, and the cards of these decisions, which
    name what they change."""
    await work.session.flush()
    await refresh(work, key_of(document))
    await show_requests(work, document)
    for each in filter(None, decisions):
        await refresh(work, f"decision:{each}")


def _log(work: Work, actor: Actor, document: Document, action: str, **detail: object) -> None:
    work.log(actor.user, actor.surface, f"document.{action}", "document", document.id, **detail)
