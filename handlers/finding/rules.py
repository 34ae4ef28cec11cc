"""What was found, as plain values; which of its words were looked for. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from rapidfuzz import process
from rapidfuzz.distance import OSA

from handlers.finding.questions import Kind
from handlers.record.finding import folded
from handlers.text import clean, one_line, shorten
from store.types import HitKind

PAGE = 10
"""Lines shown at a time."""

NEAREST = 5
"""Lines shown of what is only near."""

LONGEST_WORDS = 200
"""Characters that are looked for; a page's button carries them."""

_WORD = re.compile(r"[^\W_]+")
_SAME = 4
_ENDING = 3
_SHORTEST, _LONG = 3, 6
_GRAMMAR_WORDS = """
    a about all an and any are as at be been by did do does for from had has have how i in is it
    me my not of on or our out so that the their them they this to up us was we what when where
    which who why will with you
"""
_GRAMMAR = frozenset(_GRAMMAR_WORDS.split())
_BEFORE_HIT = 60


@dataclass(frozen=True)
class Hit:
    """One thing that was found. `label` is what it is called ("N12", "T4", "call sheet"), `words`
    what it says, `facts` how it stands ("accepted", "T4 open"), `link` its source. `owner`,
    `decided_by` and `said_by` are names, "" for nobody; `day` is the one it is set for, in words;
    `closed` says that nobody needs to own or date it any more.
    """

    kind: HitKind
    id: UUID
    production_id: UUID
    label: str
    words: str
    facts: tuple[str, ...] = ()
    link: str = ""
    source: str = "message"
    production: str = ""
    owner: str = ""
    decided_by: str = ""
    said_by: str = ""
    day: str = ""
    closed: bool = False

    @property
    def can_be_owned(self) -> bool:
        """Whether somebody owns it, or should."""
        return bool(self.owner) or (self.kind in OWNED and not self.closed)

    @property
    def can_be_dated(self) -> bool:
        """Whether it has a day, or should."""
        return bool(self.day) or (self.kind in DATED and not self.closed)

    def line(self) -> str:
        """All of it in a line of plain words, as a model is told it."""
        parts = [
            f"{self.label}: {shorten(one_line(self.words), 300)}" if self.label else self.words,
            *([f"owner: {self.owner or 'nobody yet'}"] if self.can_be_owned else []),
            *([f"decided by {self.decided_by}"] if self.decided_by else []),
            *([f"said by {self.said_by}"] if self.said_by else []),
            *([f"day: {self.day}"] if self.day else []),
            *self.facts,
            *([self.production] if self.production else []),
        ]
        return shorten(one_line("; ".join(parts)), 600)


OWNED: frozenset[HitKind] = frozenset({"note", "task", "document", "scene", "deliverable", "stage"})
"""What somebody can own."""

DATED: frozenset[HitKind] = frozenset({"milestone", "task", "deliverable", "document", "note"})
"""What can be set for a day."""


@dataclass(frozen=True)
class Search:
    """A search as people typed it, and from which hit on it is shown."""

    words: str
    offset: int = 0

    def value(self) -> str:
        """What the button to this page carries."""
        return f"{self.offset}:{self.words}"


def read_search(value: str) -> Search:
    """The search behind a button's value."""
    offset, _, words = value.partition(":")
    is_number = offset.isascii() and offset.isdigit()
    return Search(wanted(words), int(offset[:6]) if is_number else 0)


def wanted(words: str) -> str:
    """Words as they are looked for: plain, on one line, not too many."""
    words = one_line(clean(words)).strip(" ?!,;:")
    cut = words[:LONGEST_WORDS]
    return words if words == cut else cut.rpartition(" ")[0] or cut


def telling(words: str) -> list[str]:
    """Those of the words that say what is looked for, without grammar: "end", "card"."""
    found = [word for word in _WORD.findall(folded(words)) if word not in _GRAMMAR]
    return list(dict.fromkeys(found))


def any_of(words: str) -> str:
    """A search for any of these words; "" where one is all there is."""
    several = telling(words)
    return " or ".join(several) if len(several) > 1 else ""


def marked(text: str, words: str) -> Iterator[tuple[str, bool]]:
    """The text in runs, each with whether it is a word that was looked for."""
    looked = telling(words)
    end = 0
    for found in _WORD.finditer(text):
        if any(_is_said(folded(found[0]), each) for each in looked):
            if text[end : found.start()]:
                yield text[end : found.start()], False
            yield found[0], True
            end = found.end()
    if text[end:]:
        yield text[end:], False


def excerpt(text: str, words: str, limit: int) -> str:
    """At most so many characters of a text, around the first word that was looked for."""
    text = one_line(clean(text))
    if len(text) <= limit:
        return text
    before = 0
    for run, hit in marked(text, words):
        if hit:
            break
        before += len(run)
    start = text.find(" ", before - _BEFORE_HIT) + 1 if before > limit - _BEFORE_HIT else 0
    return ("…" if start else "") + shorten(text[start:], limit - 1)


def corrected(words: str, known: Iterable[str]) -> str:
    """The search with its mistyped words as the record has them, "" where none is near: "lgo" is
    "logo". Of words that the record has, nothing changes."""
    vocabulary = {word for title in known for word in telling(title) if len(word) > 1}
    better = [_nearest(word, vocabulary) for word in telling(words)]
    kept = [word for word in better if word]
    if not kept or kept == telling(words):
        return ""
    return " ".join(kept)


def _nearest(word: str, vocabulary: set[str]) -> str:
    if word in vocabulary:
        return word
    slips = 0 if len(word) < _SHORTEST else 1 if len(word) < _LONG else 2
    near = process.extractOne(word, sorted(vocabulary), scorer=OSA.distance, score_cutoff=slips)
    return near[0] if near and slips else ""


def _is_said(word: str, looked: str) -> bool:
    """Whether a word is the one looked for, in whatever form: "decided" is "decide"."""
    if word == looked:
        return True
    same = len(_common(word, looked))
    shorter = min(len(word), len(looked))
    rest = max(len(word), len(looked)) - same
    return (
        same >= min(_SAME, shorter)
        and shorter >= _ENDING
        and rest <= _ENDING
        and (same >= shorter - 1)
    )


def _common(one: str, other: str) -> str:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return one[:count]


def answering(kind: Kind, hits: Sequence[Hit]) -> list[Hit]:
    """Those of the hits that answer a question of this kind, what is settled first; all of them
    where none does."""
    match kind:
        case "owner":
            found = [each for each in hits if each.can_be_owned]
            found.sort(key=lambda each: not each.owner)
        case "day":
            found = [each for each in hits if each.can_be_dated]
            found.sort(key=lambda each: not each.day)
        case "decision":
            found = [each for each in hits if each.kind == "decision"]
            found += [each for each in hits if each.kind == "note" and each.closed]
        case _:
            found = []
    return found or list(hits)
