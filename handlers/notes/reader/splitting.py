"""Cut a masked message into the pieces that can each hold one note.

First lines, with their list marks and headings; then sentences; then clauses, where a clause
starts an ask of its own ("… but the logo is small", "…, and can we …", "…, 0:22 the other one").
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

_BULLET = re.compile(
    r"^[ ]*(?:[-•*–·◦▪‣>+]+(?=\s)|\(?(?P<number>\d{1,3})(?:[.)](?=\s)|(?=\s{2}\S))"
    r"|\(?[a-z]\)(?=\s))\s*"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:no|nr|nos|sc|scs|approx|ca|vs|e\.g|i\.e|z\.b|bzw|f|fr|min|sec|st|mr|mrs|ms"
    r"|dr|fig|vol|ep|p|pl|art|ref|resp|incl|max|\d{1,2})\.$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(
    r"(?<![.!?…])[.!?…]++[\"')]*+(?=\s)|(?<!\s)(?<![&<>])(?<!@[A-Z0-9]{3})(?<!@[A-Z0-9]{9})"
    r"(?<!@[A-Z0-9]{10})(?<!@[A-Z0-9]{11})\s{3,}+(?=[A-Z@0-9])|(?<!\s)\s{200,}+"
)
"""A long gap is what a link or code left behind; possessive, for gaps of 40,000 characters."""
_CLOCK = r"(?:(?:at|around|from)\s)?\d{1,2}:\d{2}(?:[:;]\d{2}){0,2}(?=[\s,:-]|$)"
_STARTS_ASK = (
    r"(?:(?:can|could|would) (?:we|you|i|it|the|this|that|he|she|they|some)|please|pls|i find"
    r"|i think|i'd|we need|we'd|let's|maybe|is it|who|what|where|when|why|how|do we|are we"
    r"|(?:the|this|that|my|our|your|his|her|their|it)\s(?:[\w-]+\s){0,3}?(?:is|are|was|needs?"
    r"|feels?|looks?|seems?|should|could|must|has|have|sounds?|works?|drags?))\b"
)
_CLAUSE_START = re.compile(
    r"(?<!\s)(?:\s*+[,;]\s*+|\s++)(?=(?:but|though|however|aber|pero|mais)\s)"
    r"|(?<!\s)\s*+;\s++(?=\S)"
    r"|(?<!\s)\s*+,\s*+(?=(?:also|plus|and also|además|außerdem|and then|the rest|everything else"
    r"|otherwise|apart from that|other than that)\b)"
    r"|(?<!\s)(?:\s*+,)?\s++(?=and\s" + _STARTS_ASK + ")"
    r"|(?<!\s)(?:\s*+,)?\s++(?=and\s" + _CLOCK + ")"
    r"|(?<!\s)\s*+,\s++(?=" + _CLOCK + ")"
    r"|(?<!\s)\s++(?:-|–|—)\s++(?=" + _STARTS_ASK + ")",
    re.IGNORECASE,
)
_CLOCK_NEXT = re.compile(r"(?:and\s)?" + _CLOCK, re.IGNORECASE)
_OPENS_WITH_CLOCK = re.compile(r"\W*\d{1,2}:\d\d")
_ONLY_A_TIME = re.compile(
    r"\s{0,40}\[?\(?\d{1,2}:\d\d(?:[:;.]\d\d){0,2}(?:\s?[-–]\s?\d{1,2}:\d\d(?:[:;.]\d\d){0,2})?[\])]?:?\s{0,40}$"
)
"""A time on a line of its own is the heading of what is said below it, as players paste it."""
_HAS_CLOCK = re.compile(r"\d:\d\d")
_ENDS_WITH_CLOCK = re.compile(r"\d:\d\d(?::\d\d)*\s*\Z")
_INLINE_NUMBER = re.compile(r"(?:(?<=\s)|\A)\(?(?P<number>\d{1,2})[.)]\s+(?=\S)")
_SHORTEST_LIST = 2
_OPENS_RANGE = re.compile(r"\b(?:between|zwischen|entre)\s[\d:;]{4,11}\Z", re.IGNORECASE)
_HEADING_WORDS = 8
_BARE_HEADING_WORDS = 5
_SHORTEST = 2
_LOOK_BACK = 200
_LONGEST_RANGE = 24
_WORD = re.compile(r"[^\W\d_]{2}")


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

    def next_said(index: int) -> _Line | None:
        """The next line that isn't empty, at most one empty line away."""
        return next((line for line in lines[index + 1 : index + 3] if line.text.strip()), None)

    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if not line.text.strip():
            opened = index > 0 and _opens_what_follows(lines[index - 1])
            heading = heading if opened or (following is not None and following.mark) else ""
        elif _is_heading(line, following, next_said(index)):
            heading = line.text.strip(" :*_")
        else:
            found.extend(_pieces_of_line(line, index, heading))
    return tuple(found)


def _lines(mask: str) -> Iterator[_Line]:
    at = 0
    for text in mask.split("\n"):
        yield _Line(at, text, _BULLET.match(text))
        at += len(text) + 1


def _opens_what_follows(line: _Line) -> bool:
    return line.text.rstrip(" *_").endswith(":") or _ONLY_A_TIME.match(line.text) is not None


def _is_heading(line: _Line, following: _Line | None, said: _Line | None) -> bool:
    if said is None or line.mark:
        return False
    words = line.text.split()
    if _ONLY_A_TIME.match(line.text):
        return not _OPENS_WITH_CLOCK.match(said.text)
    if line.text.rstrip(" *_").endswith(":"):
        return len(words) <= _HEADING_WORDS
    if following is not said:
        return False
    if len(words) == 1 and line.text.rstrip()[-1:] == "." and _OPENS_WITH_CLOCK.match(said.text):
        return True
    ends_sentence = line.text.rstrip()[-1:] in ".?!,"
    return len(words) <= _BARE_HEADING_WORDS and not ends_sentence and following.mark is not None


def _pieces_of_line(line: _Line, index: int, heading: str) -> Iterator[Piece]:
    begin = line.mark.end() if line.mark and line.mark.string is line.text else 0
    number = int(line.mark["number"]) if line.mark and line.mark["number"] else None
    lead = True
    counted = _counted_inline(line.text, begin)
    if counted:
        yield from _counted_pieces(line, index, heading, begin, counted)
        return
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


def _counted_inline(text: str, begin: int) -> list[re.Match[str]]:
    """The numbers of a list that was written in one line: "1. … 2. … 3. …"."""
    found: list[re.Match[str]] = []
    for match in _INLINE_NUMBER.finditer(text, begin):
        if int(match["number"]) == len(found) + 1:
            found.append(match)
    return found if len(found) >= _SHORTEST_LIST else []


def _counted_pieces(
    line: _Line, index: int, heading: str, begin: int, counted: Sequence[re.Match[str]]
) -> Iterator[Piece]:
    before = line.text[begin : counted[0].start()]
    yield from _pieces_of_line(_Line(line.start + begin, before, None), index, heading)
    ends = [*(match.start() for match in counted[1:]), len(line.text)]
    for match, end in zip(counted, ends, strict=True):
        item = line.text[match.end() : end]
        for piece in _pieces_of_line(_Line(line.start + match.end(), item, match), index, heading):
            # Each item reads like a line of its own, so that nothing of two items is joined.
            yield replace(
                piece, listed=True, number=int(match["number"]), line=-match.end() - line.start
            )


def _sentences(text: str, begin: int) -> Iterator[tuple[int, int]]:
    start = begin
    for match in _SENTENCE_END.finditer(text, begin):
        if _ABBREVIATION.search(text[max(start, match.end() - 10) : match.end()]):
            continue
        if _goes_on(match[0], text[match.end() : match.end() + 2].strip()):
            continue
        yield start, match.end()
        start = match.end()
    yield start, len(text)


def _lists_clocks(text: str, joint: re.Match[str]) -> bool:
    """ "at 0:58 and 2:16 be blurred": a list of moments, not two asks."""
    after_clock = _ENDS_WITH_CLOCK.search(text, max(0, joint.start() - 14), joint.start())
    return after_clock is not None and _CLOCK_NEXT.match(text, joint.end()) is not None


def _goes_on(end: str, following: str) -> bool:
    """ "it's so... blue" and "the super "why?" is late": no sentence ends there."""
    lower = following[:1].islower()
    return lower and (".." in end or "…" in end or end[-1:] in "\"')")


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in _CLAUSE_START.finditer(text, start, end):
        said = text[max(at, match.start() - _LOOK_BACK) : match.start()]
        if not _WORD.search(said):
            continue  # "0:20 - this feels too busy": a time alone is no clause
        if said.rfind("(") > said.rfind(")"):
            continue
        if _CLOCK_NEXT.match(text, match.end()) and not _HAS_CLOCK.search(said):
            continue  # "the load is lifted, 2:05-2:11" is one note; "0:04 trim, 0:10 logo" two
        if _OPENS_RANGE.search(said[-_LONGEST_RANGE:]) or _lists_clocks(text, match):
            continue
        yield at, match.start()
        at = match.end()
    yield at, end


def _trimmed(text: str, first: int, last: int) -> tuple[int, int]:
    while first < last and text[first] in " ,;:–—":
        first += 1
    while last > first and text[last - 1] in " ,;–—":
        last -= 1
    return first, last
