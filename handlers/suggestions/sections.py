"""A document's sections as what each recommends: a text in, lines to decide on out. Pure.

The reader writes nothing of its own: what is to be done is the section's heading or one of its
sentences, its quote stands in the text verbatim. A section under a heading is one line; of longer
passages, of text without headings, and of checklists each recommendation is one. Boxes that are
ticked already, and passages that ask for nothing, are left out and counted.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from handlers.suggestions.advice import (
    READ,
    as_task,
    is_imperative,
    quoted,
    quoted_words,
    recommended,
    recommends,
    sentences,
)
from handlers.suggestions.layout import Piece, is_markdown, pieces_of
from handlers.text import clean, one_line, shorten

_LONG = 3
"""Paragraphs under one heading that are about one thing; of more, each speaks for itself."""

_TITLE = 100
_COLOPHON = re.compile(
    r"\b(?:published|updated|last (?:changed|looked|edited)|version|written (?:by|for)|author)\b"
    r"|\b\d{4}-\d\d-\d\d\b",
    re.IGNORECASE,
)
"""What a document says of itself."""


@dataclass(frozen=True)
class Section:
    """What one section recommends: `heading` is the one it stands under ("" for none), `body` the
    words that may name who does it until when, `quote` is verbatim of the text."""

    heading: str
    text: str
    quote: str
    body: str


@dataclass(frozen=True)
class Sections:
    """A text's title, as it says it itself, its sections in order, and how many passages ask for
    nothing or are done."""

    title: str = ""
    found: tuple[Section, ...] = ()
    left_out: int = 0


@dataclass
class _Part:
    """A heading, if there is one, and what stands under it."""

    heading: Piece | None
    body: list[Piece] = field(default_factory=list)


def read_sections(text: str, name: str = "") -> Sections:
    """The sections of a text, `clean`ed first; `name` is its file's. Never raises; the work grows
    with the length of the text."""
    text = clean(text)
    parts = _parts(pieces_of(text, markdown=is_markdown(text, name)))
    front, parts = _front(text, parts)
    found: dict[str, Section] = {}
    left_out = sum(bool(part.body) for part in front)
    for part in parts:
        sections, nothing = _of_part(text, part)
        left_out += nothing + sum(piece.kind == "ticked" for piece in part.body)
        for section in sections:
            found.setdefault(one_line(section.quote).casefold(), section)
    title = next((_title(text, part) for part in reversed(front)), "")
    return Sections(title, tuple(found.values()), left_out)


def _parts(pieces: Sequence[Piece]) -> list[_Part]:
    parts = [_Part(None)]
    for piece in pieces:
        if piece.kind == "heading":
            parts.append(_Part(piece))
        else:
            parts[-1].body.append(piece)
    return [part for part in parts if part.heading or part.body]


def _front(text: str, parts: list[_Part]) -> tuple[list[_Part], list[_Part]]:
    """What a document begins with before its sections (its name, dates, by whom): its first part,
    or the first with words if that is a name alone. And the rest."""
    most = 2 if parts and not parts[0].body else 1
    at = 0
    while at < min(most, len(parts) - 1) and _is_front(text, parts[at], parts[at + 1]):
        at += 1
    return parts[:at], parts[at:]


def _is_front(text: str, part: _Part, following: _Part) -> bool:
    """Whether a part asks for nothing, and is a title over the next or speaks of the document."""
    if _asks(text, part):
        return False
    if part.heading is None or not part.body:
        return True
    is_over = following.heading is not None and part.heading.level < following.heading.level
    return is_over or any(
        _COLOPHON.search(text, piece.start, min(piece.end, piece.start + _TITLE))
        for piece in part.body
    )


def _title(text: str, part: _Part) -> str:
    """What a document calls itself: its heading, or a short line under that which has its last
    word and more ("Deep guide", "Guide to a shoot day")."""
    lines = [piece for piece in part.body if piece.end - piece.start <= _TITLE]
    named = as_task(_words(text, part.heading))
    under = [as_task(text[piece.start : piece.end]) for piece in lines]
    last = named.casefold().split()[-1:]
    fuller = (words for words in under if not last or last[0] in words.casefold().split())
    return shorten(next(fuller, "") or named, _TITLE)


def _asks(text: str, part: _Part) -> bool:
    """Whether anything of a part recommends something."""
    if part.heading and is_imperative(_words(text, part.heading)):
        return True
    return any(
        piece.kind == "box" or recommends(text[said.start : said.end])
        for piece in part.body
        for said in sentences(text, piece.start, piece.end)
    )


def _of_part(text: str, part: _Part) -> tuple[list[Section], int]:
    """The sections of a part, and how many of its passages ask for nothing."""
    heading = _words(text, part.heading)
    prose = [piece for piece in part.body if piece.kind in ("text", "item")]
    boxes = [
        Section(heading, words, quoted_words(text, box.start, box.end), _body(text, box))
        for box in part.body
        if box.kind == "box" and (words := as_task(text[box.start : box.end]))
    ]
    if part.heading is None or _is_many(text, prose):
        alone = [_alone(text, heading, piece) for piece in prose]
        apart = [section for section in alone if section is not None]
        if apart or part.heading is None:
            return [*boxes, *apart], len(alone) - len(apart)
    if part.heading is not None and (prose or not part.body):
        return [*boxes, *_together(text, part.heading, prose)], 0
    return boxes, 0


def _is_many(text: str, prose: Sequence[Piece]) -> bool:
    """Whether the pieces under one heading are recommendations of their own."""
    if sum(piece.kind == "text" for piece in prose) > _LONG:
        return True
    items = [piece for piece in prose if piece.kind == "item"]
    return len(items) > 1 and all(
        is_imperative(text[item.start : min(item.end, item.start + READ)]) for item in items
    )


def _alone(text: str, heading: str, piece: Piece) -> Section | None:
    """A paragraph or an item by itself, if it recommends something."""
    said = list(sentences(text, piece.start, piece.end))
    best = recommended(text, said)
    words = as_task(text[best.start : best.end]) if best else ""
    if best is None or not words:
        return None
    return Section(heading, words, quoted(text, said, best), _body(text, piece))


def _together(text: str, heading: Piece, prose: Sequence[Piece]) -> Iterator[Section]:
    """What stands under a heading as one section; an empty one counts if it tells what to do."""
    named = _words(text, heading)
    tells = is_imperative(named)
    if not prose:
        if tells:
            yield Section(named, as_task(named), quoted_words(text, heading.start, heading.end), "")
        return
    end = min(prose[-1].end, prose[0].start + READ)
    within = [
        list(sentences(text, piece.start, min(piece.end, end)))
        for piece in prose
        if piece.start < end
    ]
    said = [each for several in within for each in several]
    best = recommended(text, said)
    first = best or said[0]
    words = as_task(named) if tells or best is None else as_task(text[first.start : first.end])
    if words:
        around = next(several for several in within if first in several)
        body = text[prose[0].start : end]
        yield Section(named, words, quoted(text, around, first), body)


def _words(text: str, piece: Piece | None) -> str:
    return text[piece.start : piece.end] if piece else ""


def _body(text: str, piece: Piece) -> str:
    return text[piece.start : min(piece.end, piece.start + READ)]
