"""Cut a masked message into the pieces that can each hold one note.

First lines, with their list marks and headings; then sentences; then clauses, where a clause
starts an ask of its own ("… but the logo is small", "…, and can we …", "…, 0:22 the other one").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BULLET = re.compile(
    r"^[ ]*(?:[-•*–·◦▪‣>+]+(?=\s)|\(?(?P<number>\d{1,3})[.)](?=\s)|\(?[a-z]\)(?=\s))\s*"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:no|nr|nos|sc|scs|approx|ca|vs|e\.g|i\.e|z\.b|bzw|f|fr|min|sec|st|mr|mrs|ms"
    r"|dr|fig|vol|ep|p|pl|art|ref|resp|incl|max|\d{1,2})\.$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…]+[\"')]*(?=\s)|\s{3,}(?=[A-Z@0-9])")
_CLOCK = r"(?:(?:at|around|from)\s)?\d{1,2}:\d{2}(?:[:;]\d{2}){0,2}(?=[\s,:-])"
_STARTS_ASK = (
    r"(?:can|could|would|please|pls|i find|i think|i'd|we need|we'd|let's|maybe|is it|who|what"
    r"|where|when|why|how|do we|are we"
    r"|(?:the|this|that|my|our|your|his|her|their|it)\s(?:[\w-]+\s){0,3}?(?:is|are|was|needs?"
    r"|feels?|looks?|seems?|should|could|must|has|have|sounds?|works?|drags?))\b"
)
_CLAUSE_START = re.compile(
    r"(?:\s*[,;]|\s)\s*(?=(?:but|though|however|aber|pero|mais)\s)"
    r"|\s*;\s+(?=\S)"
    r"|\s*,\s*(?=(?:also|plus|and also|además|außerdem|and then|the rest|everything else"
    r"|otherwise|apart from that|other than that)\b)"
    r"|\s*,?\s+(?=and\s+" + _STARTS_ASK + ")"
    r"|\s*,?\s+(?=and\s+" + _CLOCK + ")"
    r"|\s*,\s+(?=" + _CLOCK + ")"
    r"|\s+(?:-|–|—)\s+(?=" + _STARTS_ASK + ")",
    re.IGNORECASE,
)
_CLOCK_NEXT = re.compile(r"(?:and\s)?" + _CLOCK, re.IGNORECASE)
_HAS_CLOCK = re.compile(r"\d:\d\d")
_HEADING_WORDS = 8
_BARE_HEADING_WORDS = 5
_SHORTEST = 2


@dataclass(frozen=True)
class Piece:
    """A clause at `[start:end]` of the message, with the line it stands in.

    `heading` is the heading above it; `listed` whether its line has a list mark, `number` the
    list's own number; `lead` whether it opens its line.
    """

    start: int
    end: int
    text: str
    line: int
    heading: str = ""
    listed: bool = False
    number: int | None = None
    lead: bool = True
    sentence: int = 0
    parent_start: int = -1


@dataclass(frozen=True)
class _Line:
    start: int
    text: str
    mark: re.Match[str] | None


def pieces(mask: str) -> tuple[Piece, ...]:
    """All pieces of a masked message, in order; empty for a message without words."""
    lines = list(_lines(mask))
    found: list[Piece] = []
    heading = ""
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if not line.text.strip():
            heading = "" if following is not None and not following.mark else heading
        elif _is_heading(line, following):
            heading = line.text.strip(" :*_")
        else:
            found.extend(_pieces_of_line(line, index, heading))
    return tuple(found)


def _lines(mask: str) -> Iterator[_Line]:
    at = 0
    for text in mask.split("\n"):
        yield _Line(at, text, _BULLET.match(text))
        at += len(text) + 1


def _is_heading(line: _Line, following: _Line | None) -> bool:
    if following is None or not following.text.strip() or line.mark:
        return False
    words = line.text.split()
    if line.text.rstrip(" *_").endswith(":"):
        return len(words) <= _HEADING_WORDS
    ends_sentence = line.text.rstrip()[-1:] in ".?!,"
    return len(words) <= _BARE_HEADING_WORDS and not ends_sentence and following.mark is not None


def _pieces_of_line(line: _Line, index: int, heading: str) -> Iterator[Piece]:
    begin = line.mark.end() if line.mark else 0
    number = int(line.mark["number"]) if line.mark and line.mark["number"] else None
    lead = True
    for order, (start, end) in enumerate(_sentences(line.text, begin)):
        for first, last in _clauses(line.text, start, end):
            first, last = _trimmed(line.text, first, last)
            if last - first < _SHORTEST:
                continue
            yield Piece(
                start=line.start + first,
                end=line.start + last,
                text=line.text[first:last],
                line=index,
                heading=heading,
                listed=line.mark is not None or bool(heading),
                number=number,
                lead=lead,
                sentence=order,
            )
            lead = False


def _sentences(text: str, begin: int) -> Iterator[tuple[int, int]]:
    start = begin
    for match in _SENTENCE_END.finditer(text, begin):
        if _ABBREVIATION.search(text[max(start, match.end() - 10) : match.end()]):
            continue
        yield start, match.end()
        start = match.end()
    yield start, len(text)


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in _CLAUSE_START.finditer(text, start, end):
        if match.start() - at < _SHORTEST or _inside_parentheses(text, at, match.start()):
            continue
        if _CLOCK_NEXT.match(text, match.end()) and not _HAS_CLOCK.search(text, at, match.start()):
            continue  # "the load is lifted, 2:05-2:11" is one note; "0:04 trim, 0:10 logo" two
        yield at, match.start()
        at = match.end()
    yield at, end


def _inside_parentheses(text: str, start: int, at: int) -> bool:
    recent = text[max(start, at - 200) : at]
    return recent.rfind("(") > recent.rfind(")")


def _trimmed(text: str, first: int, last: int) -> tuple[int, int]:
    while first < last and text[first] in " ,;:–—":
        first += 1
    while last > first and text[last - 1] in " ,;–—":
        last -= 1
    return first, last
