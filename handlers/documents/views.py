"""Documents as they are read from the record: stale or not, who goes by them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from handlers.blocks import Message
from handlers.documents.cards import DocumentView, document_list
from handlers.documents.rules import (
    before_it,
    is_confirmed_by_people,
    stale_because,
    standing,
)
from handlers.text import day
from store.clock import now
from store.queries.milestones import Gathering
from store.tables import Document, Production
from store.unit_of_work import Work


async def documents_message(work: Work, production: Production, page: int) -> Message:
    """A page of a production's documents, for one person's eyes: stale ones first."""
    documents = await work.milestones.documents(production.id)
    views = await views_of(work, production, standing(documents), documents)
    names = await work.people.names(user for view in views for user in view.people)
    return document_list(views, names, today_of(production), page)


async def document_view(work: Work, document: Document) -> DocumentView:
    """Everything that the line about a document shows."""
    production = await work.productions.get(document.production_id)
    documents = await work.milestones.documents(production.id)
    (view,) = await views_of(work, production, [document], documents)
    return view


async def views_of(
    work: Work,
    production: Production,
    shown: Sequence[Document],
    documents: Sequence[Document],
) -> list[DocumentView]:
    """These documents, of all that the production has, with who goes by them."""
    decided = await decided_of(work, documents)
    people = await work.scenes.confirmations(
        [each.id for each in documents if is_confirmed_by_people(each)]
    )
    members = {row.user_id for row in await work.productions.members(production.id)}
    added_at = {each.id: each.added_at for each in documents}
    today, zone = today_of(production), production.timezone
    views = []
    for each in shown:
        confirmed = {row.user_id: row.at for row in people.get(each.id, ())}
        if each.replaced_by in added_at:
            since = on(added_at[each.replaced_by], production)
            views.append(DocumentView(each, replaced=since, confirmed=list(confirmed)))
            continue
        earlier = {
            row.user_id for old in before_it(each, documents) for row in people.get(old.id, ())
        }
        missing = sorted((earlier & members) - {*confirmed, each.added_by})
        because = stale_because(each, documents, today, zone, decided)
        views.append(DocumentView(each, because, confirmed=list(confirmed), missing=missing))
    return views


async def stale_reasons(
    work: Work, productions: Mapping[UUID, Production], asked: Sequence[Document]
) -> Mapping[UUID, str]:
    """Why each of these documents no longer holds, by its id; those that do have no entry. Two
    statements however many there are; `productions` are theirs, by id."""
    if not asked:
        return {}
    wanted = {each.production_id for each in asked}
    documents = await Gathering(work.milestones, wanted, everything=True).documents()
    decided = await decided_of(work, asked)
    found = {}
    for each in asked:
        production = productions[each.production_id]
        known = [one for one in documents if one.production_id == each.production_id]
        today, zone = today_of(production), production.timezone
        if each.replaced_by is not None:
            found[each.id] = "a newer one has replaced it"
        elif because := stale_because(each, known, today, zone, decided):
            found[each.id] = because
    return found


async def decided_of(
    work: Work, documents: Sequence[Document]
) -> Mapping[UUID, tuple[int, datetime]]:
    """The number of each decision that changed one of these documents, and when it was made."""
    wanted = {each.contradicted_by for each in documents if each.contradicted_by}
    return {each.id: (each.number, each.at) for each in await work.decisions.these(wanted)}


def today_of(production: Production) -> date:
    """The date where the production is."""
    return now().astimezone(ZoneInfo(production.timezone)).date()


def on(moment: datetime, production: Production) -> str:
    """The day of a moment where the production is: "Fri 5 Jun"."""
    return day(moment.astimezone(ZoneInfo(production.timezone)).date(), today_of(production))


def key_of(document: Document) -> str:
    """The key of the line about a document."""
    return f"document:{document.id}"
