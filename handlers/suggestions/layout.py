"""A text as its pieces: headings, paragraphs, list items, boxes to tick. Pure.

Two layouts are read: Markdown (CommonMark, by markdown-it-py, blocks alone), and plain text as
people paste it, in which a heading is a line by itself: short, numbered, in capitals, with a colon
at its end, or bold as Slack writes bold. Pieces are spans of the text, so that whatever is quoted
of one stands in it verbatim.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

PieceKind = Literal["heading", "text", "item", "box", "ticked"]


@dataclass(frozen=True)
class Piece:
    """`text[start:end]`, without the marks around it; `level` is that of a heading."""

    kind: PieceKind
    start: int
    end: int
    level: int = 0


@dataclass(frozen=True)
class _Line:
    """A line that says something, without white space at its ends; `apart` after an empty one."""

    start: int
    end: int
    words: str
    apart: bool


_SHORT = 80
"""Characters of a heading at most."""

_WORDS = 12
_ATX = re.compile(r"^ {0,3}#{1,6}[ \t]+\S", re.MULTILINE)
_BULLET = re.compile(r"[ \t>]{0,40}(?:[-*+•◦▪‣–]|\d{1,9}[.)])[ \t]+(?=\S)")
_BOX = re.compile(r"(?:\[(?P<mark>[ xX])\]|(?P<drawn>[☐☑☒✅]))[ \t]+(?=\S)")
_QUOTED = re.compile(r"[ \t]{0,3}>[ \t>]{0,40}")
_HASHES = re.compile(r"[ \t>]{0,40}#{1,6}[ \t]+")
_CLOSING = re.compile(r"[ \t]#{1,6}$")
_BOLD = re.compile(r"(?P<marks>\*{1,3}|_{2})(?=\S)(?P<words>[^*\n]{1,100})(?P=marks)(?P<after>:?)")
_NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[IVX]{1,5}\.)[ \t]+(?P<words>\S.*)")
_FIELD = re.compile(
    r"(?:owner|who|assignee|responsible|due(?: date)?|deadline|by when|date|until|source|link"
    r"|status|next action|why|reason)[ \t]{0,3}:",
    re.IGNORECASE,
)
_PROSE_END = (".", "!", ",", ";", "…", "-", "–", "(")


def is_markdown(text: str, name: str = "") -> bool:
    """Whether a text is laid out as Markdown: by its file's name, or since it has `#` headings."""
    return name.lower().endswith((".md", ".markdown", ".mdown")) or bool(_ATX.search(text))


def pieces_of(text: str, *, markdown: bool) -> list[Piece]:
    """The pieces of a text in order, empty ones left out. The work grows with its length."""
    found = _of_markdown(text) if markdown else _of_plain(text)
    return [piece for piece in found if piece.start < piece.end]


def _of_markdown(text: str) -> Iterator[Piece]:
    # Block structure alone: references and HTML can take time that grows faster than the text.
    reader = MarkdownIt("commonmark").disable(["inline", "reference", "html_block"])
    # markdown-it reads these as line ends or otherwise; a space keeps all places as they are.
    tokens = reader.parse(text.replace("\r", " ").replace("\x00", " "))
    starts = [0, *(mark.end() for mark in re.finditer("\n", text)), len(text) + 1]
    depth = 0
    for at, token in enumerate(tokens):
        depth += token.nesting if token.type.startswith("list_item") else 0
        if token.map is None or token.type not in ("heading_open", "paragraph_open"):
            continue
        first, last = token.map
        start, end = starts[first], starts[min(last, len(starts) - 1)] - 1
        if token.type == "heading_open":
            yield _heading(text, start, end, token)
        else:
            yield _paragraph(text, start, end, in_list=depth > 0, begins=_begins(tokens, at))


def _begins(tokens: Sequence[Token], at: int) -> bool:
    """Whether a paragraph is the first of its list item, behind the item's mark."""
    return at > 0 and tokens[at - 1].type == "list_item_open"


def _heading(text: str, start: int, end: int, token: Token) -> Piece:
    if token.markup in ("=", "-"):  # the line under it is a mark
        end = max(text.rfind("\n", start, end), start)
    hashes = _HASHES.match(text, start, end)
    start, end = _trimmed(text, hashes.end() if hashes else start, end)
    if closing := _CLOSING.search(text, max(start, end - 8), end):
        end = closing.start()
    return Piece("heading", *_trimmed(text, start, end), level=int(token.tag[1:] or 1))


def _paragraph(text: str, start: int, end: int, *, in_list: bool, begins: bool) -> Piece:
    if begins and (mark := _BULLET.match(text, start, end)):
        # an item within an item on one line has a mark for each
        start = mark.end()
        while inner := _BULLET.match(text, start, end):
            start = inner.end()
    elif quoted := _QUOTED.match(text, start, end):
        start = quoted.end()
    start, end = _trimmed(text, start, end)
    if in_list:
        return _item(text, start, end)
    if end - start <= _SHORT and (bold := _BOLD.fullmatch(text, start, end)):
        return Piece("heading", *bold.span("words"), level=7)
    return Piece("text", start, end)


def _item(text: str, start: int, end: int) -> Piece:
    box = _BOX.match(text, start, end)
    if box is None:
        return Piece("item", start, end)
    open_box = box["mark"] == " " or box["drawn"] == "☐"
    return Piece("box" if open_box else "ticked", *_trimmed(text, box.end(), end))


def _of_plain(text: str) -> Iterator[Piece]:
    lines = list(_lines(text))
    by_line = not any(line.apart for line in lines[1:])
    at = 0
    while at < len(lines):
        line = lines[at]
        if _is_item(line, lines[at + 1 : at + 2]):
            mark = _BULLET.match(text, line.start, line.end)
            yield _item(text, mark.end() if mark else line.start, line.end)
            at += 1
        elif _is_heading(lines, at):
            yield _plain_heading(text, line)
            at += 1
        else:
            last = at
            while not by_line and _goes_on(lines, last):
                last += 1
            yield Piece("text", line.start, lines[last].end)
            at = last + 1


def _goes_on(lines: Sequence[_Line], at: int) -> bool:
    """Whether the next line belongs to the paragraph of this one."""
    return (
        at + 1 < len(lines)
        and not lines[at + 1].apart
        and not _is_item(lines[at + 1], lines[at + 2 : at + 3])
    )


def _lines(text: str) -> Iterator[_Line]:
    apart = False
    lines = text.split("\n")
    for start, whole in zip(
        accumulate((len(w) + 1 for w in lines), initial=0), lines, strict=False
    ):
        if words := whole.strip():
            begun = start + whole.index(words)
            yield _Line(begun, begun + len(words), words, apart)
        apart = not words


def _is_item(line: _Line, following: Sequence[_Line]) -> bool:
    """A bullet, a box, or one number of a list: before prose, a number begins a heading."""
    if _BOX.match(line.words):
        return True
    if not _BULLET.match(line.words):
        return False
    if not line.words[0].isdigit() or not _is_short(line.words):
        return True
    return not following or bool(_NUMBERED.match(following[0].words))


def _is_heading(lines: Sequence[_Line], at: int) -> bool:
    words = lines[at].words
    if len(words) > _SHORT or _FIELD.match(words):
        return False
    if _BOLD.fullmatch(words) or _in_capitals(words):
        return True
    if at + 1 == len(lines) or not _is_short(words):
        return False
    # A short line leads to prose, or is a heading over such a line.
    after = lines[at + 1 : at + 3]
    if after[0].words[0].islower() and not after[0].apart:
        return False  # a sentence goes on there
    if at > 0 and after[0].apart and not lines[at].apart:
        return False  # a paragraph ends here
    return not _is_short(after[0].words) or (len(after) == 2 and not _is_short(after[1].words))


def _is_short(words: str) -> bool:
    """A line that may be a heading by its look."""
    return (
        len(words) <= _SHORT
        and len(words.split(None, _WORDS)) <= _WORDS
        and not words.endswith(_PROSE_END)
        and not words[0].islower()
        and not _FIELD.match(words)
        and (words[0].isdigit() or not _BULLET.match(words))
    )


def _in_capitals(words: str) -> bool:
    letters = [char for char in words if char.isalpha()]
    return len(letters) > 3 and all(char.isupper() for char in letters)


def _plain_heading(text: str, line: _Line) -> Piece:
    start, end = line.start, line.end
    if numbered := _NUMBERED.match(text, start, end):
        start = numbered.start("words")
    if bold := _BOLD.fullmatch(text, start, end):
        start, end = bold.span("words")
    return Piece("heading", *_trimmed(text, start, end), level=1)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
