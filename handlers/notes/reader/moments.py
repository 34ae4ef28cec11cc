"""Find the moments of the programme that people name in a message, and leave alone what only
looks like one: ratios, times of day, meeting times, running times, lengths, prices, versions.

Offsets are those of the text given, so that a masked text of the same length may be passed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

from handlers.notes.reader.daytime import is_not_programme_time, question_about
from handlers.notes.timecode import (
    TimecodeError,
    parse_clock,
    parse_label,
    programme_frame,
    seconds_of_frame,
    timecode,
)
from store.types import Basis, Timecode


@dataclass(frozen=True)
class Moment:
    """A moment or range at `text[start:end]`; without `timecode`, `ask` says what is unclear."""

    start: int
    end: int
    timecode: Timecode | None
    ask: str = ""


@dataclass(frozen=True)
class _Point:
    start: int
    end: int
    written: str
    basis: Basis
    seconds: Fraction | None
    ask: str = ""


_WORDS: dict[str, int | Fraction] = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "sixty": 60, "ninety": 90, "a": 1, "half a": Fraction(1, 2),
    "a minute and a half": Fraction(3, 2),
}  # fmt: skip
_WORD = r"one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty"
_NUMBER = rf"(?:\d{{1,4}}|{_WORD}|sixty|ninety)"
_TO_WORD = (
    r"-{1,2}>?|–|—|→|>|to|until|till|til|thru|through|a|al|bis|à|au|ao|às|hasta|até|fino a"
    r"|and|y|und|et|e|&"
)
_TO = rf"[ ]{{0,3}}(?:{_TO_WORD})[ ]{{0,5}}(?:(?:about|around|ca\.?|the|el)[ ]{{1,2}})?"
_SIDE_BY_SIDE = frozenset({"and", "y", "und", "et", "e", "&"})
_BETWEEN = re.compile(
    r"\b(?:between|in between|betw\.?|entre|zwischen|tra|fra)\s(?:the\s|el\s|le\s|o\s)?"
    r"(?:(?:minutes?|minutos?|frames?|seconds?)\s)?$",
    re.IGNORECASE,
)
_ENDS = r"(?!(?!(?:ish|s|min|sec)\b)\w|[:;]\d|%)"
_STARTS = r"(?:(?<![\w:;/])|(?<=:\d\d/))"
_POINT = re.compile(
    rf"{_STARTS}(?P<label>\d{{1,2}}:\d{{2}}:\d{{2}}[:;]\d{{2}}){_ENDS}"
    rf"|{_STARTS}(?<!\d[.,])(?P<clock>(?:\d{{1,2}}:)?\d{{1,3}}:\d{{2}}(?:\.\d{{1,3}})?){_ENDS}"
    r"|(?<![\w'\".,′])(?P<minutes>\d{1,2})['′](?P<seconds>[0-5]\d)(?:\"|″|'')?(?![\w'\"′])"
)
_RANGE_GAP = re.compile(_TO, re.IGNORECASE)
_TAIL = re.compile(
    r"(?:-|[ ]{0,2}(?:–|—|-|to|until|till|bis)[ ]{0,2})(?P<tail>[0-5]\d)(?:s\b)?"
    r"(?![\w:;%'\"]|[.,]\d|\s?(?:%|fps|frames?|db|hz|px|kg|k\b|percent|degrees|minutes?|mins?\b))",
    re.IGNORECASE,
)
_FRAMES = re.compile(
    r"(?<![\w.:])(?<!style )(?<!key )(?<!board )(?<!freeze )"
    r"(?:[Ff][Rr][Aa][Mm][Ee][Ss]?|[Ff]otogramm?as?|[Ff]otogrammi|[Ff]r?\.?)\s?[#№]?"
    r"(?P<first>\d{1,7})"
    r"(?:\s?(?:-|–|to|bis|until|a|till|and)\s?(?:frame\s)?(?P<last>\d{1,7}))?(?![\w:%]|[.,]\d)"
)
_STOPS = frozenset({"11", "16", "22", "32", "45", "64"})
_PLACED = r"at|from|@|bei|ab|a los|en el|en|al|à|aux|aos?|na|no|alle|ai|vom|same at|until|till|by"
_ROUGHLY = (
    r"around|about|near|~|ca\.?|approx\.?|roughly|gegen|etwa|hacia|sobre|vers|verso|circa"
    r"|por volta d[eo]s?|intorno a[li]?"
)
_LEAD = rf"(?:(?P<placed>{_PLACED})|(?P<roughly>{_ROUGHLY}))\s{{0,2}}(?:(?:the|los?|les|ca\.?)\s)?"
_SECOND = r"s|secs?|seconds?|sek\.?|sekunden?|segundos?|secondes?|second[oi]"
_MINUTE = r"m|mins?|mn|minutes?|minuten?|minutos?|minut[oi]"
_MARK = (
    r"(?:\s|-)mark\b|\sin(?=\s?(?:$|[,.:;!?)\-–\n]|\s(?:the|there|it|when|where|we|you|i|he|she"
    r"|they|that|this|a|an|his|her|and)\b))|\sinto\b"
)
_SECONDS = re.compile(
    rf"(?<![\w.:,'-])(?:{_LEAD})?\b(?P<first>{_NUMBER})"
    rf"(?:\s?(?P<to>-|–|to|bis|and|a|à)\s?(?P<last>\d{{1,4}}))?"
    rf"(?:\s|-)?(?P<unit>{_SECOND})\b(?P<mark>{_MARK})?",
    re.IGNORECASE,
)
_NAMED_SECOND = re.compile(
    r"\b(?:second|segundo|sekunde|seconde|secondo|sec)\s(?P<first>\d{1,4})"
    r"(?:\s?(?:-|–|to|bis|a|à)\s?(?P<last>\d{1,4}))?(?![\w:%]|[.,]\d|\s?(?:frames?|times?)\b)",
    re.IGNORECASE,
)
_MINUTES_IN = re.compile(
    rf"(?<![\w.:,'-])(?P<first>a minute and a half|half a|\d{{1,3}}(?:[.,]5)?|{_WORD}|a)"
    rf"(?:(?:\s|-)?(?:minutes?|mins?))?(?:{_MARK})",
    re.IGNORECASE,
)
_NAMED_MINUTE = re.compile(
    r"(?<![\w.:])(?<!last )(?<!last-)(?<!per )(?<!\ba )"
    r"(?P<unit>minut[eo]s?|minuten|minuti|min\.?)\s(?P<first>\d{1,3})"
    rf"(?:(?:,|\s(?:and|y|und|et|e|con))?\s(?:(?:{_SECOND})\s(?P<seconds>[0-5]?\d)(?![\w:%])"
    rf"|(?P<spelt>[0-5]?\d)\s(?:{_SECOND})\b))?"
    rf"(?:(?P<to>{_TO})(?:(?:minut[eo]s?|minuten|minuti|min\.?)\s)?(?P<last>\d{{1,3}}))?"
    rf"(?![\w:%']|[.,]\d|\s?(?:{_SECOND}|frames?|px|words|people|versions?)\b)",
    re.IGNORECASE,
)
_MINUTES = re.compile(r"minut[eo]s|minuten|minuti", re.IGNORECASE)
_SPOKEN = re.compile(
    r"(?<![\w.:,'])(?:(?P<hours>\d{1,2})\s?h\s?)?"
    rf"(?P<minutes>\d{{1,3}})\s?(?:{_MINUTE})\.?,?\s?(?:(?:and|y|und|et|e)\s)?"
    rf"(?P<seconds>\d{{1,2}})(?:\s?(?:{_SECOND}))?(?![\w:%]|[.,]\d)(?P<mark>{_MARK})?",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?<![\w:;.]):(?P<seconds>\d{2})(?![\w:;.]\w|\w)")
_FIRST = r"(?:very\s)?(?:first|opening|initial|ersten|prim(?:er[oa]s?|eiros|i)|premi[eè]res?)"
_OPENING = re.compile(
    rf"\b(?:(?:the|los|die|den|der|les|os|i)\s)?(?:{_FIRST}\s(?P<length>{_NUMBER})"
    rf"(?:\s|-)?(?:{_SECOND})"
    rf"|(?P<before>\d{{1,3}})\sprem(?:ière|iere)s\ssecondes)\b",
    re.IGNORECASE,
)
_STRETCH_IN = re.compile(
    r"\b(?:in|within|during|over|throughout|for|inside|across|from|through|en|dans|pendant|durante"
    r"|während|nei|nos|of|except|after|until|till)\s(?:those\s|these\s)?$",
    re.IGNORECASE,
)
_ASKS_FOR_LENGTH = re.compile(
    r"\s(?:needs?|should|must|could|has to|have to|wants?|braucht|brauchen|necesitan?)\b",
    re.IGNORECASE,
)
_AT = re.compile(
    r"(?:^|[\s(])(?:at|around|about|from|until|till|to|near|between|by|bei|ab|vom|zu|von|de|del|al"
    r"|à|au|aos|entre|zwischen|@|~)\s?$",
    re.IGNORECASE,
)
_PRIME_BEFORE = re.compile(r"\d['′]\d\d(?:\"|″|'')?\s?(?:-|–|to|a|à|bis|and|y|et|und)\s?$", re.I)
_TIGHT = re.compile(r"(?:\d{1,3}h)?\d{1,4}m\d\ds?", re.IGNORECASE)
_LENGTH_NEXT = re.compile(
    r"\s?(?:$|[.!?\n)]|(?:is|was|and|or|\d|version|cut|spot|edit|long|longer|of|teaser|trailer"
    r"|film|each|max|only|would|should|to|\w{1,24}:)(?!\w))",
    re.IGNORECASE,
)
_A_LENGTH = re.compile(
    r"\s(?:long|longer|shorter|version|cut|spot|edit|of|before|too|later|earlier|late|early|less"
    r"|more|delay|fade|off|apart|each|tops|max|extra|at most|or so|ago|sooner|behind|ahead|teaser"
    r"|trailer|film|slot|limit|break|pause|gap|tail|handle|handles)\b",
    re.IGNORECASE,
)
_MEASURES = re.compile(
    r"\b(?:for|of|by|takes?|lasts?|runs?|needs?|is|are|be|it's|that's|another|extra|trim|cut|lose"
    r"|shave|add|hold|give|remove|take|shorten|extend|lengthen|longer|shorter|only|just|was|after"
    r"|within|every|to)\s(?:it\s|this\s|that\s|them\s|out\s|off\s)?$",
    re.IGNORECASE,
)
_CHANGES_LENGTH = re.compile(
    r"\b(?:extend|lengthen|shorten|increase|reduce|change|trim|cut|go|goes|bring|take)\s"
    r"(?:it\s|this\s|that\s|the\s\w{1,16}\s)?$",
    re.IGNORECASE,
)
_SPOT_LENGTHS = frozenset({6, 10, 15, 20, 30, 45, 60, 90})
_ANOTHER_CLOCK = re.compile(
    r"\btimes?(?:codes?)?\s(?:are|is|refer|come)[^.\n]{0,20}\b(?:from|of|to)[^.\n]{0,24}"
    r"\b(?:call|meeting|recording|zoom|rushes|dailies|session|podcast|old|previous)\b",
    re.IGNORECASE,
)
_STARTS_COUNTING = re.compile(
    r"\b(?:starts?|starting|begins?|start tc|start timecode|timeline|burn-?in|ffoa|first frame)"
    r"(?:\s(?:is|at|from|on|of|with|=))?:?\s{1,2}$",
    re.IGNORECASE,
)
_UNCLEAR_NUMBER = re.compile(
    r"(?<![\w-])(?P<lead>at|around|about|@|bei|ab)\s"
    r"(?P<number>(?P<dotted>\d{1,2}\.[0-5]\d)|\d{2})(?=\s?(?:$|[,;:!?)\n–]|-\s|\.(?:\s|$)"
    r"|(?<=\d)\s(?:the|we|it|there|she|he|they|is|please|pls|logo|when|where)\b))",
    re.IGNORECASE,
)
_USUAL_NUMBERS = frozenset({"24", "25", "30", "48", "50", "60", "90"})
_USUAL_RATIOS = frozenset({"1.33", "1.37", "1.43", "1.66", "1.78", "1.85", "2.00", "2.20", "2.35",
                           "2.39", "2.40"})  # fmt: skip
_NOT_PLACED = re.compile(
    r"\b(?:ratio|aspect|gamma|version|fps|age|aged|speed|volume|level|price|scene|ep|episode"
    r"|opacity|size|scale|stays?|priced|sold|valued|tomorrow|today|meet|call)\b[^.\n]{0,24}$",
    re.IGNORECASE,
)


def find_moments(
    text: str, fps: Fraction | None = None, start_timecode: str | None = None
) -> tuple[Moment, ...]:
    """All moments and ranges in `text`, in order, none overlapping.

    `fps` is frames per second as a fraction; labels and frame numbers need it, and without it
    come back with a question instead of a timecode. Forms: section 2 of `product.md`.
    """
    if _ANOTHER_CLOCK.search(text):
        return ()
    points = list(_clock_points(text, fps, start_timecode))
    found = chain(
        _joined(text, points, fps),
        _frame_moments(text, fps),
        _opening_moments(text, fps),
        _spoken_moments(text, fps),
        _minute_moments(text, fps),
        _second_moments(text, fps),
        _unclear_numbers(text),
    )
    return _without_overlaps(list(found))


def _without_overlaps(found: list[Moment]) -> tuple[Moment, ...]:
    kept: list[Moment] = []
    for moment in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or moment.start >= kept[-1].end:
            kept.append(moment)
    return tuple(kept)


def _clock_points(text: str, fps: Fraction | None, start: str | None) -> Iterator[_Point]:
    taken = 0
    for match in _POINT.finditer(text):
        if match.start() < taken:
            continue
        if match["label"]:
            if not _names_the_start(text, match, start):
                yield _label_point(match.start(), match["label"], fps, start)
            continue
        written = match["clock"] or f"{match['minutes']}:{match['seconds']}"
        if match["minutes"] and not _names_a_prime(text, match):
            continue
        if is_not_programme_time(text, match.start(), match.end(), written):
            continue
        ask = question_about(text, match.start(), written)
        if ask:
            yield _Point(match.start(), match.end(), match[0], "clock", None, ask)
            continue
        for point in _clock_point(text, match, written, fps, start):
            taken = point.end
            yield point
    yield from _bare_seconds(text)


def _names_a_prime(text: str, match: re.Match[str]) -> bool:
    """1'24" where it is said to be a place, opens a line or ends a range; elsewhere it is as often
    a length (the film is 26'40), and 5'10" or 6'11" is how tall people are."""
    if match["minutes"] in ("4", "5", "6") and match["seconds"] in ("10", "11"):
        return False
    before = text[max(0, match.start() - 16) : match.start()]
    ends_range = _PRIME_BEFORE.search(before) is not None
    return bool(_AT.search(before)) or ends_range or _opens_line(text, match.start())


def _names_the_start(text: str, match: re.Match[str], start: str | None) -> bool:
    """ "burn-in starts at 01:00:00:00" tells how the labels count."""
    if match["label"].replace(";", ":") != (start or "").replace(";", ":"):
        return False
    return _STARTS_COUNTING.search(text[max(0, match.start() - 32) : match.start()]) is not None


def _bare_seconds(text: str) -> Iterator[_Point]:
    """ ":12", where it is said to be a place, opens a line or ends a range; ":30" is a spot."""
    reached = -1
    for match in _BARE.finditer(text):
        seconds = int(match["seconds"])
        before = text[max(0, match.start() - 12) : match.start()]
        ends_range = reached >= 0 and _RANGE_GAP.fullmatch(text, reached, match.start())
        spoken_of = _AT.search(before) or ends_range
        opens_line = not before[-1:].strip(" \n") and _opens_line(text, match.start())
        if seconds < 60 and (spoken_of or (opens_line and seconds not in _SPOT_LENGTHS)):
            reached = match.end()
            yield _Point(match.start(), match.end(), match[0], "clock", Fraction(seconds))


def _opens_line(text: str, at: int) -> bool:
    before = text[max(0, at - 12) : at]
    return not before.rsplit("\n", 1)[-1].strip(" \t-•*–·>.0123456789)(")


def _label_point(at: int, written: str, fps: Fraction | None, start: str | None) -> _Point:
    end = at + len(written)
    try:
        label = parse_label(written)
        if fps is None:
            return _Point(at, end, written, "label", None, f"Which frame rate is {written} at?")
        frame = programme_frame(label, fps, start)
    except TimecodeError as problem:
        return _Point(at, end, written, "label", None, f"Which moment is {written}? {problem}.")
    return _Point(at, end, written, "label", seconds_of_frame(frame, fps))


def _clock_point(
    text: str, match: re.Match[str], written: str, fps: Fraction | None, start: str | None
) -> Iterator[_Point]:
    at, end = match.start(), match.end()
    try:
        seconds = parse_clock(written)
    except TimecodeError:
        return
    ask = _doubt_of_counting(written, seconds, fps, start)
    if ask:
        yield _Point(at, end, match[0], "clock", None, ask)
        return
    if written.count(":") == 2 and fps is not None and seconds >= _hours(start) * 3600 > 0:
        label = _label_point(at, f"{written}:00", fps, start)
        yield _Point(at, end, match[0], label.basis, label.seconds, label.ask)
        return
    yield _Point(at, end, match[0], "clock", seconds)
    tail = _TAIL.match(text, end) if "." not in written else None
    last = seconds - seconds % 60 + int(tail["tail"]) if tail else seconds
    if tail and last > seconds:
        begin = tail.start("tail")
        yield _Point(begin, begin + len(tail["tail"]), tail["tail"], "clock", last)


def _hours(start: str | None) -> int:
    return int(start[:2]) if start and start[:2].isdigit() else 0


def _doubt_of_counting(
    written: str, seconds: Fraction, fps: Fraction | None, start: str | None
) -> str:
    """What to ask where hours, minutes and seconds may count from the start or be burnt in."""
    if written.count(":") < 2:
        return ""
    if _hours(start) and seconds >= _hours(start) * 3600:
        if written[1] == ":" or "." in written:
            return f"Is {written} the burnt-in timecode, or the time from the start?"
        return "" if fps is not None else f"Which frame rate is {written} at?"
    return ""


def _joined(text: str, points: list[_Point], fps: Fraction | None) -> Iterator[Moment]:
    points = sorted(points, key=lambda point: point.start)
    index = 0
    while index < len(points):
        first = points[index]
        after = points[index + 1] if index + 1 < len(points) else None
        index += 1
        if first.seconds is None:
            yield Moment(first.start, first.end, None, first.ask)
        elif after is not None and after.seconds is not None and _is_range(text, first, after):
            index += 1
            written = text[first.start : after.end]
            code = timecode(written, first.basis, first.seconds, after.seconds, fps)
            yield Moment(first.start, after.end, code)
        else:
            written = text[first.start : first.end]
            code = timecode(written, first.basis, first.seconds, None, fps)
            yield Moment(first.start, first.end, code)


def _is_range(text: str, first: _Point, after: _Point) -> bool:
    if after.seconds is None or first.seconds is None or after.seconds <= first.seconds:
        return False
    gap = text[first.end : after.start]
    if len(gap) > 16 or not _RANGE_GAP.fullmatch(gap):
        return False
    side_by_side = gap.split()[0].lower() in _SIDE_BY_SIDE
    return not side_by_side or _between(text, first.start)


def _between(text: str, at: int) -> bool:
    return _BETWEEN.search(text[max(0, at - 28) : at]) is not None


def _frame_moments(text: str, fps: Fraction | None) -> Iterator[Moment]:
    for match in _FRAMES.finditer(text):
        first, last = int(match["first"]), match["last"] and int(match["last"])
        tight = match[0][0] in "fF" and match[0][1:2].isdigit()
        if tight and (first < 10 or match["first"] in _STOPS):
            continue  # f2, f8, f16: a lens stop, not a frame
        if fps is None:
            ask = f"Which frame rate is {match[0]} counted at?"
            yield Moment(match.start(), match.end(), None, ask)
            continue
        end = seconds_of_frame(last, fps) if last and last > first else None
        code = timecode(match[0], "frame", seconds_of_frame(first, fps), end, fps)
        yield Moment(match.start(), match.end(), code)


def _opening_moments(text: str, fps: Fraction | None) -> Iterator[Moment]:
    """ "in the first 5 seconds the logo …", "the first 5 seconds drag": a stretch that is spoken
    of. "The first 10 seconds need a new hook" asks for so much work, and is a length."""
    for match in _OPENING.finditer(text):
        placed = _STRETCH_IN.search(text[max(0, match.start() - 24) : match.start()])
        last = _number(match["length"] or match["reckoned"])
        if last and (placed or not _ASKS_FOR_LENGTH.match(text, match.end())):
            yield _moment(match, Fraction(0), last, fps)


def _number(written: str) -> Fraction:
    said = _WORDS.get(written.lower())
    return Fraction(written.replace(",", ".")) if said is None else Fraction(said)


def _spoken_moments(text: str, fps: Fraction | None) -> Iterator[Moment]:
    for match in _SPOKEN.finditer(text):
        hours, minutes, seconds = (int(match[g] or 0) for g in ("hours", "minutes", "seconds"))
        lead = _AT.search(text[max(0, match.start() - 12) : match.start()]) or match["mark"]
        named = lead or _TIGHT.fullmatch(match[0]) or _opens_line(text, match.start())
        if seconds > 59 or not named:
            continue
        written = f"{minutes}:{seconds:02}"
        if not is_not_programme_time(text, match.start(), match.end(), written):
            yield _moment(match, Fraction(hours * 3600 + minutes * 60 + seconds), None, fps)


def _minute_moments(text: str, fps: Fraction | None) -> Iterator[Moment]:
    for match in _MINUTES_IN.finditer(text):
        if re.search(r"min|half", match[0], re.IGNORECASE):
            yield _moment(match, 60 * _number(match["first"]), None, fps)
    named = _NAMED_MINUTE.search(text)
    while named:
        moment = _minutes_moment(text, named, fps)
        if _names_a_minute(text, named):
            yield moment
        named = _NAMED_MINUTE.search(text, moment.end)


def _names_a_minute(text: str, match: re.Match[str]) -> bool:
    """Not "min 3" (at least three), unless a place is said; nor "of ten minutes 3 are black"."""
    if match["unit"][-1:] in "nN." and len(match["unit"]) < len("minute"):
        before = text[max(0, match.start() - 12) : match.start()]
        return bool(_AT.search(before)) or _opens_line(text, match.start())
    return bool(match["last"]) or not _MINUTES.fullmatch(match["unit"])


def _minutes_moment(text: str, match: re.Match[str], fps: Fraction | None) -> Moment:
    first = Fraction(60 * int(match["first"]) + int(match["seconds"] or match["spelt"] or 0))
    last = Fraction(60 * int(match["last"] or 0))
    side_by_side = match["last"] and match["to"].split()[0].lower() in _SIDE_BY_SIDE
    if side_by_side and not _between(text, match.start()):
        return _moment(match, first, None, fps, match.start("to"))
    return _moment(match, first, last if last > first else None, fps)


def _second_moments(text: str, fps: Fraction | None) -> Iterator[Moment]:
    for match in _SECONDS.finditer(text):
        if _names_a_second(text, match):
            yield _seconds_moment(match, fps)
    for match in _NAMED_SECOND.finditer(text):
        yield _seconds_moment(match, fps)


def _seconds_moment(match: re.Match[str], fps: Fraction | None) -> Moment:
    first = _number(match["first"])
    last = Fraction(int(match["last"] or 0))
    return _moment(match, first, last if last > first else None, fps)


def _names_a_second(text: str, match: re.Match[str]) -> bool:
    if match["mark"]:
        return True
    before = text[max(0, match.start() - 32) : match.start()]
    if match["placed"] or match["roughly"]:
        if _A_LENGTH.match(text, match.end()) or _CHANGES_LENGTH.search(before):
            return False
        return match["placed"] is not None or not _MEASURES.search(before)
    if _between(text, match.start()) and match["to"] == "and":
        return True
    if not match["first"].isdigit() or not _opens_line(text, match.start()):
        return False
    if _LENGTH_NEXT.match(text, match.end()) or _A_LENGTH.match(text, match.end()):
        return False
    return match["unit"].lower().startswith("sec") or int(match["first"]) not in _SPOT_LENGTHS


def _unclear_numbers(text: str) -> Iterator[Moment]:
    """ "at 42", "around 1.24": minutes, seconds or something else; the author knows."""
    for match in _UNCLEAR_NUMBER.finditer(text):
        number = match["number"]
        before = text[max(0, match.start() - 48) : match.start()]
        if _NOT_PLACED.search(before) or number in _USUAL_NUMBERS | _USUAL_RATIOS:
            continue
        if match["dotted"]:
            whole, rest = number.split(".")
            if int(whole) > 6 and int(rest) % 5 == 0:
                continue  # 14.30: the time of day
            ask = f"Is {number} {whole}:{rest}, or {number} seconds?"
        elif int(number) > 24:
            ask = f"Is {number} seconds from the start, or minutes?"
        else:
            continue
        yield Moment(match.start("number"), match.end("number"), None, ask)


def _moment(
    match: re.Match[str],
    first: Fraction,
    last: Fraction | None,
    fps: Fraction | None,
    end: int | None = None,
) -> Moment:
    end = match.end() if end is None else end
    written = match[0][: end - match.start()].strip()
    return Moment(match.start(), end, timecode(written, "clock", first, last, fps))
