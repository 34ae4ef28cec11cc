"""What a draft is made of, and what of it a production has seen before. Pure.

A suggestion that was rejected comes back folded away under the earlier one, never as a new draft;
one that stands as a draft or was accepted is not drafted twice.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from handlers.dates import UnreadableDateError, find_due, read_due
from handlers.notes.ideas import Idea, idea_of, same_idea, things_in
from handlers.people import addressed_member, find_member, named_members
from handlers.suggestions.sections import Section
from handlers.text import one_line
from store.tables import Suggestion
from store.types import Due, Member, Owner

MOST = 50
"""Lines of one draft: as many as people can decide on in a sitting."""

DOCUMENT_LINES = 20_000
"""Lines of a document that is read."""

REMEMBERED = 500
"""Rejected suggestions, the newest, that a new one is held against in other words than theirs."""

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
class Line:
    """One line of a draft before it is in the record. `quote` is verbatim of its source; `detail`
    is what only its kind has. What nobody said stays empty, to be filled in by a person."""

    text: str
    quote: str
    reason: str = ""
    next_action: str = ""
    owner: Owner | None = None
    due: Due | None = None
    detail: dict[str, Any] | None = None


@dataclass(frozen=True)
class Sorted:
    """Lines against what a production knows: `fresh` ones in order, those `rejected` before with
    the suggestion that was, `known` suggestions that stand, and those `left` since there are too
    many at once."""

    fresh: tuple[Line, ...] = ()
    rejected: tuple[tuple[Line, Suggestion], ...] = ()
    known: tuple[Suggestion, ...] = ()
    left: tuple[Line, ...] = ()


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


def sort_out(lines: Iterable[Line], known: Sequence[Suggestion]) -> Sorted:
    """Hold lines against a production's suggestions, by number. Nothing is drafted twice, by its
    words or by what it is taken from; whatever was rejected is known in other words too."""
    memory = Memory.of(known)
    fresh: list[Line] = []
    rejected: list[tuple[Line, Suggestion]] = []
    standing: dict[UUID, Suggestion] = {}
    for line in lines:
        earlier = memory.recall(line)
        if earlier is None:
            fresh.append(line)
        elif earlier.state == "rejected":
            rejected.append((line, earlier))
        else:
            standing[earlier.id] = earlier
    return Sorted(
        tuple(fresh[:MOST]), tuple(rejected[:MOST]), tuple(standing.values()), tuple(fresh[MOST:])
    )


@dataclass
class Memory:
    """The suggestions that a production has seen, found by their words and by what they ask."""

    _said: dict[str, Suggestion] = field(default_factory=dict)
    _about: dict[str, list[Suggestion]] = field(default_factory=dict)
    _ideas: dict[UUID, Idea] = field(default_factory=dict)

    @classmethod
    def of(cls, known: Sequence[Suggestion]) -> "Memory":
        """A memory of these, oldest first; those folded under another say nothing by themselves."""
        memory = cls()
        own = [each for each in known if each.state != "merged"]
        for each in own:
            for words in (each.text, each.quote):
                if said := _folded(words):
                    memory._said[said] = each
        for each in [each for each in own if each.state == "rejected"][-REMEMBERED:]:
            for thing in things_in(each.text):
                memory._about.setdefault(thing, []).append(each)
        return memory

    def recall(self, line: Line) -> Suggestion | None:
        """The newest suggestion that says the same, or a rejected one that asks the same."""
        said = [self._said.get(_folded(words)) for words in (line.quote, line.text) if words]
        if found := [each for each in said if each is not None]:
            return max(found, key=lambda each: each.number)
        idea = idea_of(line.text)
        near = {each.id: each for thing in things_in(line.text) for each in self._near(thing)}
        same = [each for each in near.values() if same_idea(idea, self._idea(each))]
        return max(same, key=lambda each: each.number, default=None)

    def _near(self, thing: str) -> Sequence[Suggestion]:
        return self._about.get(thing, ())

    def _idea(self, known: Suggestion) -> Idea:
        return self._ideas.setdefault(known.id, idea_of(known.text))


def repeats(suggestion: Suggestion) -> UUID | None:
    """The id of the earlier suggestion that this one was folded under."""
    earlier = (suggestion.detail or {}).get("repeats")
    return UUID(earlier) if isinstance(earlier, str) and suggestion.state == "merged" else None


def _folded(words: str) -> str:
    return one_line(words).casefold().rstrip(".:;,… ")
