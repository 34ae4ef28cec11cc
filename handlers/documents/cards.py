"""Documents as people see them: the line about one, the list of all. Pure.

Buttons carry `str(document.id)` and nothing else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers import blocks as kit
from handlers.blocks import Block, Message, Values, View
from handlers.documents.errors import LIST_USAGE, USAGE, called
from handlers.documents.rules import LINK_LIMIT, block_of, is_confirmed_by_people, read_link
from handlers.text import counted, day, escape, listing, name_of, one_line, shorten
from store.tables import Document

PAGE = 10
_SPOKEN = 750
_NAMED = 8


@dataclass(frozen=True)
class DocumentView:
    """A document, why it is stale ("" while it holds), and since when a newer one has replaced it
    ("Fri 5 Jun"). `confirmed` are the people who go by it, first ones first; `missing` those who
    confirmed an older one and not yet this one."""

    document: Document
    stale: str = ""
    replaced: str = ""
    confirmed: Sequence[str] = ()
    missing: Sequence[str] = ()

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody whom it names."""
        return (self.document.owner or "", *self.confirmed, *self.missing)


@dataclass(frozen=True)
class Entered:
    """What was entered in `replace_modal`."""

    link: str
    owner: str | None
    fresh_until: date | None


def document_line(view: DocumentView, names: Mapping[str, str], today: date) -> Message:
    """One document, as its channel is told of it once."""
    document = view.document
    facts = ", ".join(part["text"] for part in _facts(view, names, today))
    spoken = f"{_title(document)}: {facts}. {document.link}"
    blocks = [kit.rich_text(kit.paragraph(*_said(view, names, today)))]
    if not view.replaced:
        blocks.append(kit.actions(f"document:{document.id}", *buttons(view)))
    return kit.message(escape(shorten(spoken, _SPOKEN)), blocks)


def document_list(
    views: Sequence[DocumentView], names: Mapping[str, str], today: date, page: int
) -> Message:
    """A page of ten documents, stale ones first; pages count from 1."""
    if not views:
        advice = f"No documents yet. Register one with its link: {USAGE}"
        return kit.message(escape(advice), [kit.header("Documents"), kit.section(advice)])
    ordered = sorted(views, key=lambda view: (not view.stale, view.document.kind))
    pages = -(-len(ordered) // PAGE)
    page = min(max(page, 1), pages)
    shown = ordered[(page - 1) * PAGE : page * PAGE]
    summary = _summary(views)
    said = [f"{_title(view.document)}{', stale' if view.stale else ''}" for view in shown]
    return kit.message(
        escape(shorten(f"Documents: {summary}. " + "; ".join(said), _SPOKEN)),
        [
            kit.header("Documents"),
            kit.context(summary if pages == 1 else f"{summary} · page {page} of {pages}"),
            *_turn("Back", page - 1, pages),
            *(block for view in shown for block in _entry(view, names, today, page)),
            *_turn("More documents", page + 1, pages),
        ],
    )


def confirm_request(view: DocumentView, user: str, production: str, today: date) -> Message:
    """What somebody who confirmed an older call sheet is asked in a direct message, and what it
    says once that is over; `production` is the name of theirs."""
    document = view.document
    over = user in view.confirmed
    if view.replaced:
        said = f" was replaced by a newer one on {view.replaced}. Don't go by it any more."
    elif over:
        said = ": you confirmed it and go by it."
    elif view.stale:
        said = f" is stale: {view.stale}. Wait for the next one."
    else:
        said = " is a new one: you confirmed an older one. See what has changed, then confirm it."
    lines = [[kit.link(document.link, f"The {called(document)}", bold=True), kit.text(said)]]
    until = document.fresh_until
    if until and not (view.replaced or view.stale):
        lines.append([kit.text(f"It holds until {day(until, today)}.")])
    blocks = [kit.rich_text(kit.paragraph(*kit.lines(lines)))]
    if not (view.replaced or view.stale or over):
        blocks.append(kit.actions(f"document:{document.id}", _confirm(document)))
    name = shorten(one_line(production), 60)
    blocks.append(kit.context(f"{name} · asked once a call sheet"))
    return kit.message(escape(shorten(f"{name}: the {called(document)}{said}", _SPOKEN)), blocks)


def buttons(view: DocumentView) -> list[Block]:
    """What can be done with a document that counts, one press each."""
    document = view.document
    confirm = [_confirm(document)] if is_confirmed_by_people(document) and not view.stale else []
    take = [("Take it", "gap_take")] if document.owner is None else []
    return [
        *confirm,
        *(
            _button(words, action, document)
            for words, action in (
                *take,
                ("Give to…", "gap_owner"),
                ("Fresh until…", "gap_date"),
                ("New version", "document_replace"),
            )
        ),
    ]


def replace_modal(document: Document, today: date, *, pressed: Mapping[str, str]) -> View:
    """Asks for the newer one of a document, filled in with what this one says and still holds.
    `pressed` is kept for the redrawing of its list."""
    until = document.fresh_until
    return kit.modal(
        "New version",
        [
            kit.section(f"The {called(document)} is replaced; the channel is told."),
            kit.text_input(
                "link",
                "Its link",
                initial=document.link,
                limit=LINK_LIMIT,
                hint="It may stay the same where what is behind it was renewed, or still holds.",
            ),
            kit.person_input("owner", "Who looks after it", initial=document.owner),
            kit.date_input(
                "due",
                "Fresh until",
                initial=until if until and until >= today else None,
                hint="The last day on which it holds; of a call sheet, its day.",
            ),
        ],
        callback_id="document_replaced",
        metadata={"document": str(document.id), **pressed},
        submit="Replace",
        close="Cancel",
    )  # fmt: skip


def entered(values: Values) -> Entered:
    """What was entered in `replace_modal`. Raises NoLinkError."""
    return Entered(
        link=read_link(kit.typed(values, "link")),
        owner=kit.person(values, "owner"),
        fresh_until=kit.picked_date(values, "due"),
    )


def told(document: Document, names: Mapping[str, str], today: date, replaces: str) -> str:
    """What somebody who registered a document is answered; `replaces` is since when the older one
    was there."""
    facts = []
    if document.owner:
        facts.append(f"{name_of(document.owner, names)} looks after it")
    if document.fresh_until:
        facts.append(f"it holds until {day(document.fresh_until, today)}")
    begun = f"The {called(document)} is registered"
    words = f"{begun}: {' and '.join(facts)}." if facts else f"{begun}."
    if replaces:
        words += f" It replaces the one of {replaces}."
    if document.owner is None:
        words += " Nobody looks after it yet."
    return words + f" {LIST_USAGE} lists them all."


def _entry(view: DocumentView, names: Mapping[str, str], today: date, page: int) -> list[Block]:
    return [
        kit.rich_text(kit.paragraph(*_said(view, names, today))),
        kit.actions(block_of(view.document, page), *buttons(view)),
    ]


def _said(view: DocumentView, names: Mapping[str, str], today: date) -> list[Block]:
    document = view.document
    return [
        kit.link(document.link, _title(document), bold=True),
        kit.text("\n"),
        *kit.joined(_facts(view, names, today)),
        *_confirmed(view, names),
    ]


def _confirmed(view: DocumentView, names: Mapping[str, str]) -> list[Block]:
    """Such as "Confirmed by editor and client. Confirmed an older one, not yet this one: crew."."""
    if view.replaced:
        said = [f"Had confirmed it: {_people(view.confirmed, names)}."] if view.confirmed else []
    else:
        said = [f"Confirmed by {_people(view.confirmed, names)}."] if view.confirmed else []
        if view.missing:
            missing = _people(view.missing, names)
            said.append(f"Confirmed an older one, not yet this one: {missing}.")
        if not said and is_confirmed_by_people(view.document) and not view.stale:
            said = ["Nobody has confirmed it yet."]
    return [kit.text("\n"), kit.text(" ".join(said))] if said else []


def _people(users: Sequence[str], names: Mapping[str, str]) -> str:
    shown = [name_of(user, names) for user in users[:_NAMED]]
    return listing([*shown, *([f"{len(users) - _NAMED} more"] if len(users) > _NAMED else [])])


def _confirm(document: Document) -> Block:
    words = "Confirm"
    return kit.button(
        words, "document_confirm", str(document.id), "primary",
        spoken=f"{words}: {called(document)}",
    )  # fmt: skip


def _button(words: str, action: str, document: Document) -> Block:
    return kit.button(words, action, str(document.id), spoken=f"{words}: {called(document)}")


def _facts(view: DocumentView, names: Mapping[str, str], today: date) -> list[Block]:
    """Stale or not, who looks after it, how long it holds."""
    document = view.document
    if view.replaced:
        return [kit.text(f"replaced by a newer one on {view.replaced}")]
    facts = [kit.text(f"stale: {view.stale}", bold=True)] if view.stale else []
    if document.owner:
        facts.append(kit.text(name_of(document.owner, names)))
    else:
        facts.append(kit.text("no owner", bold=True))
    if document.fresh_until and document.fresh_until >= today:
        facts.append(kit.text(f"fresh until {day(document.fresh_until, today)}"))
    elif document.fresh_until is None:
        facts.append(kit.text("no day until which it holds"))
    return facts


def _title(document: Document) -> str:
    """Its kind, as a line begins with it."""
    kind = called(document)
    return kind[:1].upper() + kind[1:]


def _summary(views: Sequence[DocumentView]) -> str:
    stale = sum(bool(view.stale) for view in views)
    total = counted(len(views), "document")
    return f"{total}, {stale} stale" if stale else total


def _turn(words: str, page: int, pages: int) -> list[Block]:
    """The button to another page, if there is one."""
    if not 1 <= page <= pages:
        return []
    return [kit.actions(f"page:{page}", kit.button(words, "documents_page", str(page)))]
