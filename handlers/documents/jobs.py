"""What the worker does for documents: draw their lines, turn the pages of their list."""

from uuid import UUID

from handlers.blocks import Message
from handlers.documents import services
from handlers.documents.cards import confirm_request, document_line
from handlers.documents.confirming import REQUEST
from handlers.documents.views import document_view, documents_message, today_of
from handlers.doors import replace_list
from handlers.membership import require_member
from handlers.program import Actor, Jobs, Program
from handlers.redrawing import SHOW_DOCUMENTS
from store.tables import Delivery, Document
from store.unit_of_work import Work


def register(jobs: Jobs) -> None:
    """Let the worker run these."""
    jobs.job(SHOW_DOCUMENTS, show_documents)
    jobs.drawing(services.CARD, draw_line)
    jobs.drawing(REQUEST, draw_request)


async def draw_line(work: Work, delivery: Delivery) -> Message | None:
    """The line about a document, in the channel in which it was registered."""
    document = await work.milestones.find(Document, delivery.subject_id or "")
    if document is None:
        return None
    production = await work.productions.get(document.production_id)
    view = await document_view(work, document)
    return document_line(view, await work.people.names(view.people), today_of(production))


async def draw_request(work: Work, delivery: Delivery) -> Message | None:
    """What somebody who confirmed an older call sheet is asked; nothing where it is over before
    it was asked."""
    document = await work.milestones.find(Document, delivery.subject_id or "")
    user = delivery.user_id or ""
    if document is None:
        return None
    production = await work.productions.get(document.production_id)
    view = await document_view(work, document)
    if delivery.ts is None and (view.replaced or user in view.confirmed):
        return None
    return confirm_request(view, user, production.name, today_of(production))


async def show_documents(
    program: Program,
    workspace_id: str,
    response_url: str,
    production_id: str,
    user: str,
    page: int,
) -> None:
    """Replace a list that only one person sees by another page of it, or by how it is now."""

    async def show(work: Work) -> Message:
        production = await require_member(work, UUID(production_id), Actor(user, "button"))
        return await documents_message(work, production, page)

    await replace_list(program, workspace_id, response_url, show)
