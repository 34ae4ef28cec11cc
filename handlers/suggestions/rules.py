"""What a draft is made of, and what of it a production has seen before. Pure.

A suggestion that was rejected comes back folded away under the earlier one, never as a new draft;
one that stands as a draft or was accepted is not drafted twice.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from handlers.dates import UnreadableDateError, find_due, read_due
from handlers.people import addressed_member, find_member, named_members
from handlers.suggestions.memory import Memory
from handlers.suggestions.sections import Section
from handlers.text import one_line
from store.tables import Note, Suggestion
from store.types import Becomes, Due, Member, NeedsPerson, Owner, SourceKind

MOST = 50
"""Lines of one draft: as many as people can decide on in a sitting."""

DOCUMENT_LINES = 20_000
"""Lines of a document that is read."""

QUESTION = "Answer: "
"""What the title of a task begins with that an accepted question is."""

WRITTEN: frozenset[str] = frozenset({"clip", "summary", "handoff"})
"""What accepted lines become that are only a part of what is written up."""

OWNED: frozenset[str] = frozenset({"task", "question", "pickup"})
"""What accepted lines become that somebody does, by a day."""

_AT = re.compile(r"(?<![\w@])@(?P<name>[\w.’'-]{2,40})")
_OWNER_FIELD = re.compile(
    r"^\W{0,5}(?:owner|who|assignee|responsible)\W{0,3}:\W{0,3}(?P<name>[^\n]{1,60}?)\W{0,3}$",
    re.IGNORECASE | re.MULTILINE,
)
_DUE_FIELD = re.compile(
    r"^\W{0,5}(?:due(?: date)?|deadline|by when)\W{0,3}:\W{0,3}(?P<day>[^\n]{1,40}?)\W{0,3}$",
    re.IGNORECASE | re.MULTILINE,
)
_REASON = re.compile(r"\b(?:because|so that|otherwise)\b[^.!?\n]{3,200}", re.IGNORECASE)


@dataclass(frozen=True)
class Source:
    """Where a draft comes from: the message it was asked for on, what it is called by its own
    words, and its address."""

    channel: str = ""
    ts: str | None = None
    permalink: str = ""
    title: str = ""


@dataclass(frozen=True)
class Origin:
    """What in the record a line rests on: a row (`kind`, `id`), what people call it ("N12",
    "scene 3", "00:12:04") and its address, "" where it has none."""

    kind: SourceKind
    id: UUID | None = None
    name: str = ""
    link: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a draft before it is in the record. `quote` is verbatim of its `source`, which is
    the draft's own message where it is None; `becomes` is what it is once it is accepted,
    `needs_person` why it is only a question, which its owner is asked then. `detail` is what only
    its kind has. What nobody said stays empty, to be filled in by a person."""

    text: str
    quote: str
    reason: str = ""
    next_action: str = ""
    owner: Owner | None = None
    due: Due | None = None
    detail: dict[str, Any] | None = None
    becomes: Becomes = "task"
    source: Origin | None = None
    needs_person: NeedsPerson | None = None


@dataclass(frozen=True)
class Sorted:
    """Lines against what a production knows: `fresh` ones in order, those `rejected` before with
    the suggestion that was, `known` suggestions that stand, and those `left` since there are too
    many at once."""

    fresh: tuple[Line, ...] = ()
    rejected: tuple[tuple[Line, Suggestion], ...] = ()
    known: tuple[Suggestion, ...] = ()
    left: tuple[Line, ...] = ()

    @property
    def kept(self) -> int:
        """How many of them a draft keeps."""
        return len(self.fresh) + len(self.rejected)


def line_of(section: Section, members: Sequence[Member], at: datetime, timezone: str) -> Line:
    """A section as a line of a draft: an owner only if one member is named in it, a day only if
    its words set one, seen from when it was written."""
    reason = _REASON.search(section.quote)
    heading = one_line(section.heading)
    return Line(
        text=section.text,
        quote=section.quote,
        reason=one_line(reason[0]) if reason else "",
        owner=owner_in(section.body or section.quote, members),
        due=due_in(section.body or section.quote, at, timezone),
        detail={"section": heading} if heading and heading != section.text else None,
    )


def owner_in(words: str, members: Sequence[Member]) -> Owner | None:
    """The one member whom these words name for the work, or None: "Owner: …", an `@name`, somebody
    spoken to or asked, a whole name with its capitals. Of two people neither is taken."""
    if found := _OWNER_FIELD.search(words):
        name = found["name"]
        member = find_member(name, members) or find_member(name.split(",")[0], members)
        return Owner(name, member.user) if member else None
    said = {
        member.user: match[0]
        for match in _AT.finditer(words)
        if (member := find_member(match["name"].rstrip(".'’-"), members))
    }
    for named in named_members(words, members):
        written = words[named.start : named.end]
        if written != written.casefold() and named.member.name != named.member.name.casefold():
            said.setdefault(named.member.user, written)
    if not said and (addressed := addressed_member(words, members)):
        said[addressed.member.user] = words[addressed.start : addressed.end]
    if len(said) != 1:
        return None
    ((user, written),) = said.items()
    return Owner(written, user)


def due_in(words: str, at: datetime, timezone: str) -> Due | None:
    """The day that these words set for the work, or None."""
    if found := _DUE_FIELD.search(words):
        try:
            return Due(found["day"], read_due(found["day"], at, timezone))
        except UnreadableDateError:
            return None
    return find_due(words, at, timezone)


def sort_out(
    lines: Iterable[Line], known: Sequence[Suggestion], about: Collection[UUID] = ()
) -> Sorted:
    """Hold lines against a production's suggestions, by number. Nothing is drafted twice, by its
    words or by what it is taken from; whatever was rejected is known in other words too.

    Lines are held against those of their family: work against work, shots against shots, wordings
    of a note against those of the same note. Shots, and what is only written up, say something of
    one thing alone: they are held against the drafts `about` it. What is written up may be written
    up again; and of a row of the record several lines may take the same words.
    """
    memories: dict[str, Memory] = {}
    as_drafted: dict[str, dict[str, Suggestion]] = {}
    fresh: list[Line] = []
    rejected: list[tuple[Line, Suggestion]] = []
    standing: dict[UUID, Suggestion] = {}
    for line in lines:
        family = _family(line.becomes, line.source.id if line.source else None)
        if family not in memories:
            bearing = [each for each in known if _bears(each, family, about)]
            memories[family] = Memory.of(bearing)
            as_drafted[family] = {before: each for each in bearing if (before := _before(each))}
        quote = line.quote if line.source is None else ""
        earlier = memories[family].recall(line.text, quote)
        earlier = earlier or as_drafted[family].get(_folded(line.text))
        if earlier is None:
            fresh.append(line)
        elif earlier.state == "rejected":
            rejected.append((line, earlier))
        else:
            standing[earlier.id] = earlier
    return Sorted(
        tuple(fresh[:MOST]), tuple(rejected[:MOST]), tuple(standing.values()), tuple(fresh[MOST:])
    )


def _before(edited: Suggestion) -> str:
    """What a line said before somebody put it into other words; "" where nobody has."""
    words = (edited.detail or {}).get("drafted")
    return _folded(words) if isinstance(words, str) and edited.state != "merged" else ""


def _folded(words: str) -> str:
    return one_line(words).casefold().rstrip(".:;,… ")


def _family(becomes: str, source_id: UUID | None) -> str:
    """What a line is held against: all work together, the wordings of one note."""
    if becomes == "note":
        return f"note {source_id}"
    return "work" if becomes in OWNED else becomes


def _bears(known: Suggestion, family: str, about: Collection[UUID]) -> bool:
    """Whether a line of this family is held against a suggestion."""
    if _family(known.becomes, known.source_id) != family:
        return False
    if family in WRITTEN:
        return known.state == "rejected" and known.draft_id in about
    return family != "shot" or known.draft_id in about


def repeats(suggestion: Suggestion) -> UUID | None:
    """The id of the earlier suggestion that this one was folded under."""
    earlier = (suggestion.detail or {}).get("repeats")
    return UUID(earlier) if isinstance(earlier, str) and suggestion.state == "merged" else None


def mark_of(note: Note) -> str:
    """A short text that is another one once somebody has changed a note's words or decided on
    it."""
    said = "\n".join((str(note.id), note.state, note.text))
    return sha256(said.encode()).hexdigest()[:16]


def reworded_note(suggestion: Suggestion) -> UUID | None:
    """The note that a line says in better words, or that others are folded into."""
    named = (suggestion.detail or {}).get("note")
    return UUID(named) if isinstance(named, str) else suggestion.source_id


def notes_merged(suggestion: Suggestion) -> list[UUID]:
    """The notes that a line folds into `reworded_note`, perhaps itself among them."""
    return [UUID(each) for each in (suggestion.detail or {}).get("merge") or ()]


def note_marks(suggestion: Suggestion) -> dict[UUID, str]:
    """The `mark_of` each note that a line is about, as it was when that was drafted."""
    seen = (suggestion.detail or {}).get("seen") or {}
    return {UUID(note): str(mark) for note, mark in seen.items()}


def wording(suggestion: Suggestion) -> str:
    """What a note is to say."""
    words = (suggestion.detail or {}).get("ask")
    return words if isinstance(words, str) and words.strip() else suggestion.text


def rewritten(suggestion: Suggestion, words: str) -> dict[str, Any] | None:
    """The detail of a line that somebody has put into other words; what it said first is kept, so
    that the same line isn't drafted again beside it."""
    detail = suggestion.detail or {}
    if words == suggestion.text:
        return suggestion.detail
    first = {"drafted": suggestion.text} | detail
    return first | {"ask": words} if "ask" in detail else first
