"""Who goes by a call sheet: said by a press, asked again once a newer one took its place."""

from collections.abc import Sequence

from handlers.answers import refresh, show
from handlers.documents.errors import (
    AlreadyConfirmedError,
    DocumentNotFoundError,
    NoLongerHoldsError,
    NotConfirmedError,
    ReplacedError,
)
from handlers.documents.rules import before_it, is_confirmed_by_people
from handlers.documents.views import document_view, key_of, on
from handlers.membership import require_member
from handlers.program import Actor
from store.tables import Document, DocumentConfirmation, Production
from store.unit_of_work import Work

REQUEST = "confirm_request"
"""The kind of the direct message to somebody who confirmed an older call sheet."""


async def confirm_document(work: Work, document_id: str, actor: Actor) -> Document:
    """Say that one has seen a call sheet and goes by it: once by each.

    Raises DocumentNotFoundError, NotAMemberError, GuestError, NotConfirmedError, ReplacedError,
    NoLongerHoldsError, AlreadyConfirmedError.
    """
    known = await work.milestones.find(Document, document_id)
    if known is None:
        raise DocumentNotFoundError
    production = await require_member(work, known.production_id, actor)
    await work.milestones.one_at_a_time("documents", str(production.id))
    document = await work.milestones.find(Document, document_id, lock=True)
    assert document is not None
    if not is_confirmed_by_people(document):
        raise NotConfirmedError(document)
    view = await document_view(work, document)
    if view.replaced:
        raise ReplacedError(document, view.replaced)
    for row in (await work.scenes.confirmations([document.id]))[document.id]:
        if row.user_id == actor.user:
            raise AlreadyConfirmedError(document, on(row.at, production))
    if view.stale:
        raise NoLongerHoldsError(document, view.stale)
    await work.add(DocumentConfirmation(document_id=document.id, user_id=actor.user))
    work.log(actor.user, actor.surface, "document.confirmed", "document", document.id)
    await refresh(work, key_of(document))
    await refresh(work, request_key(document, actor.user))
    return document


async def ask_again(
    work: Work, production: Production, document: Document, documents: Sequence[Document]
) -> None:
    """A call sheet took the place of others: whoever confirmed one of those is asked to confirm
    this one, in one direct message; that about an older one says that it is over."""
    if not is_confirmed_by_people(document):
        return
    older = before_it(document, documents)
    await show_requests(work, *(each for each in older if each.replaced_by == document.id))
    confirmed = await work.scenes.confirmations([each.id for each in older])
    members = {row.user_id for row in await work.productions.members(production.id)}
    people = {row.user_id for rows in confirmed.values() for row in rows}
    for user in sorted((people & members) - {document.added_by}):
        await show(
            work, request_key(document, user), REQUEST,
            subject_id=document.id, user_id=user, asked_by=document.added_by,
        )  # fmt: skip


async def show_requests(work: Work, *documents: Document) -> None:
    """Something about these has changed: the messages that ask to confirm them say so."""
    for request in await work.deliveries.about(REQUEST, [each.id for each in documents]):
        await show(work, request.key, REQUEST)


def request_key(document: Document, user: str) -> str:
    """The key of the message that asks somebody to confirm a document."""
    return f"confirm:{document.id}:{user}"
