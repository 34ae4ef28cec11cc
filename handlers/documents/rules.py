"""What a document command says, and when a document is stale. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from handlers.blocks import is_address
from handlers.dates import split_due
from handlers.documents.errors import (
    KindTooLongError,
    NoKindError,
    NoLinkError,
    NotUnderstoodError,
    PastDayError,
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
_ITS_DAY = "its day,"
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


def stale_because(
    document: Document, documents: Sequence[Document], today: date, timezone: str = "UTC"
) -> str:
    """Why a document no longer holds, "" while it does: "its day, Fri 5 Jun, has passed", or, of
    a call sheet, "a newer schedule is there since Thu 4 Jun" (section 8 of `product.md`).

    `documents` are all of the production, `timezone` its zone. What was replaced is not asked.
    """
    if document.fresh_until is not None and document.fresh_until < today:
        return f"{_ITS_DAY} {day(document.fresh_until, today)}, has passed"
    newer = [each for each in documents if _outdates(each, document)]
    if not newer:
        return ""
    since = min(each.added_at for each in newer).astimezone(ZoneInfo(timezone)).date()
    return f"a newer schedule is there since {day(since, today)}"


def is_of_its_day(because: str) -> bool:
    """Whether a document is stale since its day has passed: another day makes it hold again."""
    return because.startswith(_ITS_DAY)


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
