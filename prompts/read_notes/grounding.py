"""One line of an answer held against the messages: quotes verbatim, words from their sources."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

from prompts.answers import DroppedError
from prompts.read_notes.proposal import (
    DECIDING,
    PRIORITIES,
    PROPOSABLE,
    SUBJECTS,
    TOPICS,
    ProposedNote,
)
from prompts.read_notes.wording import is_faithful, is_plain
from store.types import Source, ThreadMessage

Value = TypeVar("Value", bound=str)

MOST_SOURCES = 20
LONGEST_WORDS = 200
"""Characters of an `ask`, and of the words that name a moment, an owner, a day or a reason."""

_WHOLE = re.compile(r"<[^<>\n]*>|&(?:amp|lt|gt);")
_SAYS_SOMETHING = re.compile(r"[^\W_].*[^\W_]", re.DOTALL)
_OCCURRENCES = 50


class Said:
    """A message, and where words may be cut out of it."""

    def __init__(self, message: ThreadMessage) -> None:
        self.message = message

    @cached_property
    def _whole(self) -> list[tuple[int, int]]:
        """Mentions, links and escapes: Slack's mark-up that is nothing when cut in two."""
        return [match.span() for match in _WHOLE.finditer(self.message.text)]

    def find(self, words: str) -> int:
        """Where these words first stand as whole words, or -1."""
        at = self.message.text.find(words)
        for _ in range(_OCCURRENCES):
            if at < 0 or (self._may_cut(at) and self._may_cut(at + len(words))):
                return at
            at = self.message.text.find(words, at + 1)
        return -1

    def _may_cut(self, at: int) -> bool:
        around = self.message.text[at - 1 : at + 1] if at else ""
        if len(around) == 2 and all(_is_of_a_word(character) for character in around):
            return False
        before = bisect_left(self._whole, (at, 0)) - 1
        return before < 0 or at >= self._whole[before][1]


def _is_of_a_word(character: str) -> bool:
    """Letters with case and digits; scripts without case often have no space between words."""
    return character.isdigit() or character.lower() != character.upper()


class Ground:
    """What an answer has to stand on: the messages by local id, names, numbers of notes."""

    def __init__(
        self,
        messages: Mapping[str, ThreadMessage],
        people: Sequence[str] = (),
        numbers: set[int] | None = None,
    ) -> None:
        self.said = {local: Said(message) for local, message in messages.items()}
        self.people = people
        self.numbers = numbers


class Line:
    """One line of an answer; `dropped` counts the fields of it that didn't hold."""

    def __init__(self, line: Mapping[str, Any], ground: Ground) -> None:
        self._line = line
        self._ground = ground
        self._said: list[Said] = []
        self.dropped: Counter[str] = Counter()

    def proposal(self) -> ProposedNote:
        """The line as a proposal; raises DroppedError where it can't be one."""
        if self._line.get("kind") in DECIDING:
            raise DroppedError("decides")
        kind = self._one_of("kind", PROPOSABLE)
        topic = self._one_of("topic", TOPICS)
        priority = self._one_of("priority", PRIORITIES)
        sources = self._sources()
        timecode, owner, due, scene, reason = (
            self._copied(name) for name in ("timecode", "owner", "due", "scene", "reason")
        )
        evidence = [source.quote for source in sources]
        evidence += [words for words in (timecode, due, scene) if words]
        return ProposedNote(
            sources=sources,
            kind=kind,
            topic=topic,
            priority=priority,
            ask=self._ask(evidence),
            reason=self._plain_reason(reason),
            timecode=timecode,
            owner=owner,
            due=due,
            scene=scene,
            needs_person=tuple(s for s in SUBJECTS if s in self._subjects()),
            same_as=self._same_as(),
        )

    def _one_of(self, name: str, values: Sequence[Value]) -> Value:
        given = self._line.get(name)
        if not isinstance(given, str):
            raise DroppedError("shape")
        for value in values:
            if value == given.strip().lower():
                return value
        raise DroppedError("value")

    def _sources(self) -> tuple[Source, ...]:
        given = self._line.get("sources")
        if not isinstance(given, list) or not given or len(given) > MOST_SOURCES:
            raise DroppedError("shape")
        return tuple(dict.fromkeys(self._source(each) for each in given))

    def _source(self, given: object) -> Source:
        if not isinstance(given, dict):
            raise DroppedError("shape")
        local, quote = given.get("id"), given.get("quote")
        if not isinstance(local, str) or not isinstance(quote, str):
            raise DroppedError("shape")
        said = self._ground.said.get(local)
        if said is None:
            raise DroppedError("message")
        quote = quote.strip()
        start = said.find(quote) if _SAYS_SOMETHING.search(quote) else -1
        if start < 0:
            raise DroppedError("quote")
        if said not in self._said:
            self._said.append(said)
        return Source(said.message.ts, said.message.user, quote, start, start + len(quote))

    def _copied(self, name: str) -> str | None:
        """A field's words, if they stand in one of the source messages; null and "" are none."""
        given = self._line.get(name)
        if given is None or given == "":
            return None
        words = given.strip() if isinstance(given, str) else ""
        if not 0 < len(words) <= LONGEST_WORDS or all(said.find(words) < 0 for said in self._said):
            self._drop(name)
            return None
        return words

    def _plain_reason(self, reason: str | None) -> str:
        if reason is None or is_plain(reason):
            return reason or ""
        return self._drop("reason")

    def _ask(self, evidence: Sequence[str]) -> str:
        given = self._line.get("ask")
        if given is None or given == "":
            return ""
        ask = given.strip() if isinstance(given, str) else ""
        texts = [said.message.text for said in self._said]
        if not 0 < len(ask) <= LONGEST_WORDS or not is_plain(ask):
            return self._drop("wording")
        return (
            ask if is_faithful(ask, evidence, texts, self._ground.people) else self._drop("wording")
        )

    def _subjects(self) -> Sequence[object]:
        given = self._line.get("needs_person")
        subjects = given if isinstance(given, list) else []
        if given is not None and (
            not isinstance(given, list) or any(each not in SUBJECTS for each in given)
        ):
            self.dropped["needs_person"] = 1
        return subjects

    def _same_as(self) -> int | None:
        given = self._line.get("same_as")
        if given is None:
            return None
        is_number = isinstance(given, int) and not isinstance(given, bool) and given > 0
        if is_number and (self._ground.numbers is None or given in self._ground.numbers):
            return int(given)
        self._drop("same_as")
        return None

    def _drop(self, field: str) -> str:
        self.dropped["wording" if field == "ask" else field] += 1
        return ""
