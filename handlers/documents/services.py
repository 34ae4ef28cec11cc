"""What people do with documents: register one, replace it, take it, date it, list them."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from handlers.answers import refresh, show
from handlers.documents.confirming import ask_again, show_requests
from handlers.documents.errors import (
    AlreadyRegisteredError,
    DocumentNotFoundError,
    DocumentTakenError,
    PastDayError,
    ReplacedError,
)
from handlers.documents.rules import (
    NewDocument,
    read_document,
    stale_because,
    standing,
)
from handlers.documents.views import key_of, on, today_of
from handlers.membership import learn_owner, member_here, require_member
from handlers.program import Actor
from handlers.tasks.services import named_members
from handlers.text import name_of
from store.clock import now
from store.tables import Document, Production
from store.unit_of_work import Work

CARD = "document_line"
"""The kind of the one line that a channel is told of a document."""


@dataclass(frozen=True)
class Registered:
    """A document that was just registered; `replaces` is since when the one was there that it
    replaces ("Fri 5 Jun"), "" where it is the first of its kind."""

    document: Document
    production: Production
    replaces: str = ""


async def add_by_words(work: Work, actor: Actor, channel: str, words: str) -> Registered:
    """Register what `/scripty doc` names; the channel is told in a line.

    Raises NoProductionError, NotAMemberError, GuestError, BadInputError, AlreadyRegisteredError.
    """
    production = await member_here(work, channel, actor)
    members = await named_members(work, production)
    new = read_document(words, now(), production.timezone, members)
    return await _register(work, actor, production, channel, new)


async def replace_document(
    work: Work, document_id: str, actor: Actor, new: NewDocument
) -> Registered:
    """Register the newer one of a document: of its kind, where it was.

    Raises as `open_document` does, PastDayError, AlreadyRegisteredError.
    """
    known, production = await open_document(work, document_id, actor)
    _require_ahead(production, new.fresh_until)
    new = replace(new, kind=known.kind)
    return await _register(work, actor, production, known.channel, new)


async def take_document(work: Work, document_id: str, actor: Actor) -> Document:
    """Let the document be the actor's own. Raises as `open_document` does, DocumentTakenError."""
    document, _ = await open_document(work, document_id, actor)
    if document.owner is not None:
        names = await work.people.names([document.owner])
        own = document.owner == actor.user
        raise DocumentTakenError(document, "" if own else name_of(document.owner, names))
    return await _change(work, document, actor, "taken", owner=actor.user)


async def give_document(work: Work, document_id: str, actor: Actor, owner: str | None) -> Document:
    """Give the document to somebody, or to nobody. Raises as `open_document` does."""
    document, production = await open_document(work, document_id, actor)
    await _change(work, document, actor, "assigned", owner=owner)
    await learn_owner(work, production.id, actor, owner, key_of(document))
    return document


async def date_document(work: Work, document_id: str, actor: Actor, until: date | None) -> Document:
    """Say on which day it last holds. Raises as `open_document` does, PastDayError."""
    document, production = await open_document(work, document_id, actor)
    _require_ahead(production, until)
    values = {"fresh_until": until, "fresh_written": None}
    return await _change(work, document, actor, "dated", **values)


async def open_document(work: Work, document_id: str, actor: Actor) -> tuple[Document, Production]:
    """The document, held to the transaction's end, if it is the newest of its kind.

    Raises DocumentNotFoundError, NotAMemberError, GuestError, ReplacedError.
    """
    known = await work.milestones.find(Document, document_id)
    if known is None:
        raise DocumentNotFoundError
    production = await require_member(work, known.production_id, actor)
    await _one_at_a_time(work, production)
    document = await work.milestones.find(Document, document_id, lock=True)
    assert document is not None
    if document.replaced_by is not None:
        newer = await work.milestones.find(Document, document.replaced_by)
        raise ReplacedError(document, on((newer or document).added_at, production))
    return document, production


async def _register(
    work: Work, actor: Actor, production: Production, channel: str, new: NewDocument
) -> Registered:
    await _one_at_a_time(work, production)
    known = await work.milestones.documents(production.id)
    earlier = [each for each in standing(known) if each.kind == new.kind]
    for each in earlier:
        same = (each.link, each.owner, each.fresh_until) == (new.link, new.owner, new.fresh_until)
        if same and not stale_because(each, known, today_of(production), production.timezone):
            raise AlreadyRegisteredError(each, on(each.added_at, production))
    document = await work.add(
        Document(
            production_id=production.id,
            kind=new.kind,
            link=new.link,
            owner=new.owner,
            fresh_until=new.fresh_until,
            fresh_written=new.fresh_written,
            channel=channel,
            added_by=actor.user,
        )
    )
    _log(work, actor, document, "added", what=document.kind)
    for each in earlier:
        each.replaced_by = document.id
        _log(work, actor, each, "replaced")
        await refresh(work, key_of(each))
    await work.session.flush()
    await ask_again(work, production, document, [*known, document])
    await show(
        work, key_of(document), CARD,
        subject_id=document.id, channel=channel, asked_by=actor.user,
    )  # fmt: skip
    await learn_owner(work, production.id, actor, document.owner, key_of(document))
    await _show_outdated(work, production, document)
    before = on(earlier[-1].added_at, production) if earlier else ""
    return Registered(document, production, before)


async def _show_outdated(work: Work, production: Production, added: Document) -> None:
    """A newer schedule makes call sheets stale: their lines say so."""
    documents = await work.milestones.documents(production.id)
    today = today_of(production)
    for each in standing(documents):
        if each.id != added.id and stale_because(each, documents, today, production.timezone):
            await refresh(work, key_of(each))
            await show_requests(work, each)


async def _change(
    work: Work, document: Document, actor: Actor, action: str, **values: Any
) -> Document:
    for name, value in values.items():
        setattr(document, name, value)
    if "owner" in values:
        document.owner_written = None
    _log(work, actor, document, action)
    await refresh(work, key_of(document))
    await show_requests(work, document)
    return document


async def _one_at_a_time(work: Work, production: Production) -> None:
    await work.milestones.one_at_a_time("documents", str(production.id))


def _require_ahead(production: Production, until: date | None) -> None:
    today = today_of(production)
    if until is not None and until < today:
        raise PastDayError(until, today)


def _log(work: Work, actor: Actor, document: Document, action: str, **detail: Any) -> None:
    until = document.fresh_until.isoformat() if document.fresh_until else None
    work.log(
        actor.user, actor.surface, f"document.{action}", "document", document.id,
        owner=document.owner, until=until, **detail,
    )  # fmt: skip
