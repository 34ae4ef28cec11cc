"""What the built-in parsers find at the words that a model points to, in their message. Pure.

A model says *where* an owner, a day, a moment or a scene is named; *what* is named, or that
nothing is, the same parsers say that read threads without a model.
"""

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TypeVar

from handlers.dates import find_due
from handlers.notes.ideas import Idea, idea_of, same_idea
from handlers.notes.reader.drafts import sort_key, written_at
from handlers.notes.reader.markup import mark
from handlers.notes.reader.moments import Moment, find_moments
from handlers.notes.reader.owners import owner_claiming, owner_named
from handlers.notes.reader.vocabulary import TO_MACHINE
from handlers.notes.reading import is_human, read
from prompts.read_notes import ProposedNote
from prompts.read_notes.wording import pull_apart
from store.types import Due, FoundNote, Owner, ReadingContext, Source, ThreadMessage, Timecode

Named = TypeVar("Named", Owner, Due)
Span = tuple[int, int]

_BEFORE = 3
"""Messages before one with which the built-in reader reads it much as in its whole thread."""

_SCENE = re.compile(r"\b(?:scenes?|sc\.?|szene|escena)\s?#?(\d{1,4}[a-z]?)\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]{2}")


class Spoken:
    """A message as the built-in parsers read it. Without words they look in the quote."""

    def __init__(self, message: ThreadMessage, context: ReadingContext) -> None:
        self.message, self._context = message, context

    @cached_property
    def mask(self) -> str:
        return mark(self.message.text).mask

    @cached_property
    def _moments(self) -> tuple[Moment, ...]:
        return find_moments(self.mask, self._context.fps, self._context.start_timecode)

    def moment(self, words: str | None, quote: Source) -> Timecode | None:
        """The one moment of the film that is named."""
        place = self._place(words, quote)
        named = [m for m in self._moments if place and _touch((m.start, m.end), place)]
        return named[0].timecode if len(named) == 1 else None

    def owner(self, words: str | None, quote: Source) -> Owner | None:
        """Who is asked to do it, or offers to."""

        def named(text: str) -> Owner | None:
            by_others = owner_named(text, "", self._context.members)
            return by_others or owner_claiming(text, self.message.user)

        return self._said(words, quote, named)

    def due(self, words: str | None, quote: Source) -> Due | None:
        """The day that is set, seen from when the message was written."""

        def dated(text: str) -> Due | None:
            return find_due(text, written_at(self.message), self._context.timezone)

        return self._said(words, quote, dated)

    def scene(self, words: str | None, quote: Source) -> str | None:
        """The scene that is numbered."""
        place = self._place(words, quote)
        named = (m[1] for m in _SCENE.finditer(self.mask) if place and _touch(m.span(), place))
        return next(named, None)

    def says_something(self, quote: Source) -> bool:
        """Whether a quote holds words of its author's own that are meant for people.

        Links, code, quoted, ticked and struck lines are not; nor is what is said to a machine.
        """
        own = self.mask[quote.start : quote.end]
        return bool(_LETTERS.search(own)) and not TO_MACHINE.search(own)

    def _said(
        self, words: str | None, quote: Source, parse: Callable[[str], Named | None]
    ) -> Named | None:
        """What a parser finds at the words: in the quote, else in the line they stand in."""
        place = self._place(words, quote)
        if place is None:
            return None
        for start, end in ((quote.start, quote.end), self._line(place)):
            found = parse(self.mask[start:end])
            at = self.mask.find(found.written, start, end) if found else -1
            if found and at >= 0 and _touch((at, at + len(found.written)), place):
                return found
        return None

    def _place(self, words: str | None, quote: Source) -> Span | None:
        """Where the words stand, within the quote if they do."""
        if words is None:
            return quote.start, quote.end
        at = self.message.text.find(words, quote.start, quote.end)
        at = at if at >= 0 else self.message.text.find(words)
        return (at, at + len(words)) if at >= 0 else None

    def _line(self, place: Span) -> Span:
        after = self.mask.find("\n", place[1])
        start = self.mask.rfind("\n", 0, place[0]) + 1
        return start, after if after >= 0 else len(self.mask)


class Thread:
    """The messages of a thread, in the order they were written."""

    def __init__(self, messages: Sequence[ThreadMessage], context: ReadingContext) -> None:
        self.context = context
        self._messages = sorted(set(messages), key=sort_key)
        self._order = {message.ts: place for place, message in enumerate(self._messages)}
        self._spoken = {message.ts: Spoken(message, context) for message in self._messages}
        self._first_read: dict[str, Sequence[FoundNote]] = {}
        self._ideas: dict[str, Idea] = {}

    def spoken(self, source: Source) -> Spoken:
        return self._spoken[source.ts]

    def place(self, note: FoundNote) -> Span:
        """Where a note stands in the thread."""
        return self.place_of(note.sources[0])

    def place_of(self, source: Source) -> Span:
        return self._order[source.ts], source.start

    def holds(self, proposal: ProposedNote) -> bool:
        """Whether people still say, word by word, what a proposal quotes."""
        return bool(proposal.sources) and all(map(self._still_says, proposal.sources))

    def _still_says(self, source: Source) -> bool:
        spoken = self._spoken.get(source.ts)
        if spoken is None or not is_human(source.user) or not source.quote:
            return False
        message = spoken.message
        within = 0 <= source.start < source.end <= len(message.text)
        stands = within and message.text[source.start : source.end] == source.quote
        return stands and message.user == source.user

    def apart(self, one: Source, other: Source) -> bool:
        """Whether people kept two quotes apart: lines of their own, or opposite words."""
        if one.ts == other.ts:
            between = sorted((one.start, one.end, other.start, other.end))[1:3]
            return "\n" in self._spoken[one.ts].message.text[slice(*between)]
        return pull_apart(one.quote, other.quote)

    def as_first_read(self, source: Source) -> Sequence[FoundNote]:
        """The built-in reader's notes when this was the thread's last message."""
        if source.ts not in self._first_read:
            last = self._order[source.ts] + 1
            lately = self._messages[max(0, last - 1 - _BEFORE) : last]
            self._first_read[source.ts] = read(lately, self.context).notes
        return self._first_read[source.ts]

    def same_ask(self, one: Source, other: Source) -> bool:
        """Whether two quotes ask for the same by their own words."""
        return same_idea(self._idea(one.quote), self._idea(other.quote))

    def _idea(self, quote: str) -> Idea:
        if quote not in self._ideas:
            self._ideas[quote] = idea_of(quote)
        return self._ideas[quote]


def overlap(one: Source, other: Source) -> int:
    """The characters that two quotes share."""
    if one.ts != other.ts:
        return 0
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _touch(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
