"""What a document command says, and when a document is stale. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from handlers.blocks import is_address
from handlers.dates import split_due
from handlers.documents.errors import (
    KindTooLongError,
    NoKindError,
    NoLinkError,
    NotUnderstoodError,
    PastDayError,
    WhichDecisionError,
)
from handlers.people import find_member
from handlers.tasks.rules import take_owner
from handlers.text import clean, day, one_line, plain
from store.tables import Document
from store.types import Member

KIND_LIMIT = 40
LINK_LIMIT = 2000

_LINK = re.compile(
    r"<(?P<marked>https?://[^|>\s]+)(?:\|[^>]*)?>|(?P<bare>https?://[^\s<>|]+)", re.I
)
_FRESH = re.compile(
    r"(?:^|\s)(?:(?:is|it's|and)\s+)*(?:fresh|valid|good|current|holds?|stands?)?\s*$",
    re.IGNORECASE,
)
_CONTRADICTED = re.compile(
    r"(?P<kind>.{1,200}?)[\s,:]+(?:is |was |gets? )?"
    r"(?:contradicted|changed|overruled|outdated) by\b(?: #?d\s?(?P<number>\d{1,9})|.*)",
    re.IGNORECASE,
)
_UPHELD = re.compile(
    r"(?P<kind>.{1,200}?)[\s,:]+(?:still (?:holds|stands|good|valid)"
    r"|(?:is )?not (?:contradicted|changed|overruled|outdated)(?: by .*)?)",
    re.IGNORECASE,
)
_CONNECTED = re.compile(
    r"[\"“„]?(?P<kind>.{1,200}?)[\"”“]?[\s,:]+(?P<verb>add|remove)\s+(?P<things>\S.*)",
    re.IGNORECASE,
)
_ITS_DAY = "its day,"
_NONE: Mapping[UUID, tuple[int, datetime]] = {}
_ENDS = " \t\n.,;:–-\"'“”‘’`"


@dataclass(frozen=True)
class NewDocument:
    """What a document is registered with; `kind` in small letters, `fresh_until` the last day on
    which it holds."""

    kind: str
    link: str
    owner: str | None = None
    fresh_until: date | None = None
    fresh_written: str | None = None


def read_document(
    text: str, now: datetime, timezone: str, members: Sequence[Member]
) -> NewDocument:
    """The words after `/scripty doc`: the kind, the link, then an owner and "fresh until friday"
    in any order. A day that ends the kind ("call sheet friday") is its day as well.

    Raises BadInputError: what is missing, or what was not understood.
    """
    before, link, after = _parted(text)
    rest, due = split_due(after, now, timezone)
    owner, rest = take_owner(rest, members)
    if due is None:
        rest, due = split_due(rest, now, timezone)
    rest = _without_fresh(one_line(rest)).strip(_ENDS)
    if owner is None and rest:
        member = find_member(rest, members)
        owner, rest = (member.user, "") if member else (None, rest)
    if rest:
        raise NotUnderstoodError(plain(rest, {member.user: member.name for member in members}))
    if owner is None:
        owner, before = take_owner(before, members)
    if due is None:
        before, due = split_due(before, now, timezone)
    kind = read_kind(before)
    today = now.astimezone(ZoneInfo(timezone)).date()
    if due is not None and due.date < today:
        raise PastDayError(due.date, today)
    made = NewDocument(kind, link, owner)
    if due is None:
        return made
    return replace(made, fresh_until=due.date, fresh_written=due.written)


def read_kind(words: str) -> str:
    """A kind as the record has it: "Call  Sheet:" is "call sheet". Raises NoKindError,
    KindTooLongError."""
    kind = one_line(plain(words, {})).strip(_ENDS).lower()
    if not kind:
        raise NoKindError
    if len(kind) > KIND_LIMIT:
        raise KindTooLongError(KIND_LIMIT)
    return kind


def read_link(written: str) -> str:
    """A link as it was typed or as Slack delivers it. Raises NoLinkError."""
    found = _LINK.fullmatch(written.strip())
    link = clean((found["marked"] or found["bare"]) if found else "").replace("&amp;", "&")
    if not is_address(link) or len(link) > LINK_LIMIT:
        raise NoLinkError(written.strip())
    return link


@dataclass(frozen=True)
class AboutOne:
    """What a command says of a document that is there, by its kind: that the decision `number`
    changed it, that it `holds` all the same, or what belongs to it, or no longer does (`verb` is
    "add" or "remove")."""

    kind: str
    number: int | None = None
    holds: bool = False
    verb: str = ""
    things: str = ""


def read_about(text: str) -> AboutOne | None:
    """The words after `/scripty doc` where they are about a document that is there: "call sheet
    contradicted by D5", "call sheet still holds", "shot list add N12"; None for others.

    Raises WhichDecisionError, and what `read_kind` does.
    """
    words = one_line(plain(text, {})).strip(" .!")
    if _LINK.search(text):
        return None
    if found := _UPHELD.fullmatch(words):
        return AboutOne(read_kind(found["kind"]), holds=True)
    if found := _CONTRADICTED.fullmatch(words):
        kind = read_kind(found["kind"])
        if found["number"] is None:
            raise WhichDecisionError(kind)
        return AboutOne(kind, number=int(found["number"]))
    if found := _CONNECTED.fullmatch(words):
        kind = read_kind(found["kind"])
        return AboutOne(kind, verb=found["verb"].lower(), things=found["things"])
    return None


def stale_because(
    document: Document,
    documents: Sequence[Document],
    today: date,
    timezone: str = "UTC",
    decided: Mapping[UUID, tuple[int, datetime]] = _NONE,
) -> str:
    """Why a document no longer holds, "" while it does: "its day, Fri 5 Jun, has passed", or, of
    a call sheet, "a newer schedule is there since Thu 4 Jun", or "D5 changed it on Thu 4 Jun"
    (section 8 of `product.md`).

    `documents` are all of the production, `timezone` its zone, `decided` the number of decisions
    and when they were made. What was replaced is not asked.
    """
    if document.fresh_until is not None and document.fresh_until < today:
        return f"{_ITS_DAY} {day(document.fresh_until, today)}, has passed"
    zone = ZoneInfo(timezone)
    newer = [each for each in documents if _outdates(each, document)]
    if newer:
        since = min(each.added_at for each in newer).astimezone(zone).date()
        return f"a newer schedule is there since {day(since, today)}"
    if document.contradicted_by is None:
        return ""
    if document.contradicted_by not in decided:
        return "a decision changed it"
    number, at = decided[document.contradicted_by]
    on = day(at.astimezone(zone).date(), today)
    # one that was decided before it was registered didn't change it: it was overlooked
    return (
        f"D{number} changed it on {on}"
        if at > document.added_at
        else f"D{number} of {on} says otherwise"
    )


def is_of_its_day(because: str) -> bool:
    """Whether a document is stale since its day has passed: another day makes it hold again."""
    return because.startswith(_ITS_DAY)


def is_confirmed_by_people(document: Document) -> bool:
    """Whether people say of it that they have seen it and go by it: a call sheet."""
    return "call sheet" in document.kind.casefold()


def before_it(document: Document, documents: Sequence[Document]) -> list[Document]:
    """Those whose place it took, straight or by way of others, oldest first."""
    found = {document.id}
    for each in sorted(documents, key=lambda one: one.added_at, reverse=True):
        if each.replaced_by in found:
            found.add(each.id)
    return [each for each in documents if each.id in found and each.id != document.id]


def standing(documents: Sequence[Document]) -> list[Document]:
    """Those that no newer one replaced."""
    return [each for each in documents if each.replaced_by is None]


def block_of(document: Document, page: int) -> str:
    """The block_id of a document's buttons in a list: it tells which page was pressed in."""
    return f"docs:{document.production_id}:{page}:{document.id}"


def page_of(block_id: str) -> tuple[str, int] | None:
    """The production's id and the page behind a `block_of`; None for another block_id."""
    parts = block_id.split(":")
    if len(parts) != 4 or parts[0] != "docs" or not parts[2].isdigit():
        return None
    return parts[1], int(parts[2])


def _outdates(schedule: Document, sheet: Document) -> bool:
    return (
        "call sheet" in sheet.kind.casefold()
        and "schedule" in schedule.kind.casefold()
        and "call sheet" not in schedule.kind.casefold()
        and schedule.added_at > sheet.added_at
    )


def _parted(text: str) -> tuple[str, str, str]:
    """The words before the first link, the link, the words behind it."""
    found = _LINK.search(text)
    if found is None:
        raise NoLinkError
    return text[: found.start()], read_link(found[0]), text[found.end() :]


def _without_fresh(words: str) -> str:
    """The words without a "fresh" that ends them, left over once its day was read."""
    return _FRESH.sub("", words)
