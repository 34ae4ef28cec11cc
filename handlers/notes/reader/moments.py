"""Find the moments of the programme that people name in a message, and leave alone what only
looks like one: ratios, times of day, meeting times, running times, lengths, prices, versions.

Offsets are those of the text given, so that a masked text of the same length may be passed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from handlers.notes.reader.daytime import is_not_programme_time
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


_TO = r"[ ]{0,3}(?:-{1,2}|–|—|to|until|till|til|thru|through|a|al|bis|à|→|and)[ ]{0,3}"
_POINT = re.compile(
    r"(?<![\w:;/])(?P<label>\d{1,2}:\d{2}:\d{2}[:;]\d{2})(?![\w:;])"
    r"|(?<![\w:;/])(?<!\d[.,])"
    r"(?P<clock>(?:\d{1,2}:)?\d{1,3}:\d{2}(?:\.\d{1,3})?)(?:-(?P<tail>\d{2}))?(?![\w:;]|%)"
)
_RANGE_GAP = re.compile(_TO, re.IGNORECASE)
_FRAMES = re.compile(
    r"(?<![\w.:])(?:frames?|fr?\.?)\s?#?(?P<first>\d{1,7})"
    r"(?:\s?(?:-|–|to|bis)\s?(?P<last>\d{1,7}))?(?![\w:%]|\.\d)",
    re.IGNORECASE,
)
_LEAD = (
    r"(?:at|around|about|from|near|@|~|ca\.?|approx\.?|roughly|bei|ab|en el|al|same at)"
    r"\s{1,2}(?:the\s)?"
)
_SECONDS = re.compile(
    r"(?<![\w.:])(?P<lead>" + _LEAD + r")?(?P<first>\d{1,4})(?:\s?(?:-|–|to)\s?(?P<last>\d{1,4}))?"
    r"\s?(?P<unit>s|secs?|seconds?|sek\.?|sekunden?|segundos?)\b(?P<mark>\s(?:mark|in(?=\s?(?:$"
    r"|[,.:;!?)]|\s(?:the|there|it)\b))|into))?",
    re.IGNORECASE,
)
_MINUTES = re.compile(
    r"(?<![\w.:])(?P<first>\d{1,3})(?:\s|-)?(?:minutes?|mins?)(?:\s|-)mark\b"
    r"|(?<![\w.:])(?:minuto?|minute|min)\s(?P<named>\d{1,3})(?![\w:%]|[.,]\d)",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    r"(?<![\w.:])(?P<minutes>\d{1,3})\s?(?:m|min|mins|minutes?)\s?(?:and\s)?(?P<seconds>\d{1,2})"
    r"(?:\s?(?:s|secs?|seconds?))?(?![\w:%.])",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?<![\w:;.]):(?P<seconds>\d{2})(?![\w:;.])")
_OPENING = re.compile(
    r"\b(?:the|los|die)?\s?(?:very\s)?(?:first|opening|primeros|ersten)\s(?:(?P<length>\d{1,3})\s?"
    r"(?:s|secs?|seconds?|segundos|sekunden))\b",
    re.IGNORECASE,
)
_AT = re.compile(r"(?:^|[\s(])(?:at|around|about|from|until|till|to|near|@|~)\s?$", re.IGNORECASE)
_VERSION_NEXT = re.compile(
    r"\s?(?:$|[.!?\n)]|(?:is|was|and|or|\d|version|cut|spot|edit|long|longer|of|teaser|trailer"
    r"|film|each|max|only|would|should|to|\w+:)(?!\w))",
    re.IGNORECASE,
)
_SPOT_LENGTHS = frozenset({6, 10, 15, 20, 30, 45, 60, 90})
_ANOTHER_CLOCK = re.compile(
    r"\btimes?(?:codes?)?\s(?:are|is|refer|come)[^.\n]{0,20}\b(?:from|of|to)[^.\n]{0,24}"
    r"\b(?:call|meeting|recording|zoom|rushes|dailies|session|podcast|old|previous)\b",
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
    found = list(_joined(text, points, fps))
    found.extend(_frame_moments(text, fps))
    found.extend(_opening_moments(text, fps))
    found.extend(_spoken_moments(text, fps))
    return _without_overlaps(found)


def _without_overlaps(found: list[Moment]) -> tuple[Moment, ...]:
    kept: list[Moment] = []
    for moment in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or moment.start >= kept[-1].end:
            kept.append(moment)
    return tuple(kept)


def _clock_points(text: str, fps: Fraction | None, start: str | None) -> Iterator[_Point]:
    for match in _POINT.finditer(text):
        if match["label"]:
            yield _label_point(match.start(), match["label"], fps, start)
        elif not is_not_programme_time(text, match.start(), match.end(), match["clock"]):
            yield from _clock_point(match, fps, start)
    for match in _BARE.finditer(text):
        seconds = int(match["seconds"])
        spoken_of = _AT.search(text, max(0, match.start() - 12), match.start())
        opens_line = not text[max(0, match.start() - 1) : match.start()].strip(" ")
        named = spoken_of or (opens_line and _opens_line(text, match.start()))
        if seconds < 60 and (spoken_of or (named and seconds not in _SPOT_LENGTHS)):
            yield _Point(match.start(), match.end(), match[0], "clock", Fraction(seconds))


def _opens_line(text: str, at: int) -> bool:
    before = text[max(0, at - 12) : at]
    return not before.rsplit("\n", 1)[-1].strip(" \t-•*–·>.0123456789)")


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


def _clock_point(match: re.Match[str], fps: Fraction | None, start: str | None) -> Iterator[_Point]:
    written, at, end = match["clock"], match.start("clock"), match.end("clock")
    try:
        seconds = parse_clock(written)
    except TimecodeError:
        return
    start_hour = int(start[:2]) if start and start[:2].isdigit() else 0
    if start_hour and fps is not None and seconds >= start_hour * 3600 and "." not in written:
        if written[1] == ":":
            ask = f"Is {written} the burnt-in timecode, or the time from the start?"
            yield _Point(at, end, written, "clock", None, ask)
        else:
            yield _label_point(at, written + ":00", fps, start)
        return
    yield _Point(at, end, written, "clock", seconds)
    if match["tail"] and int(match["tail"]) < 60:
        minute = seconds - seconds % 60
        yield _Point(end + 1, match.end(), match["tail"], "clock", minute + int(match["tail"]))


def _joined(text: str, points: list[_Point], fps: Fraction | None) -> Iterator[Moment]:
    index = 0
    while index < len(points):
        first = points[index]
        after = points[index + 1] if index + 1 < len(points) else None
        index += 1
        if first.seconds is None:
            yield Moment(first.start, first.end, None, first.ask)
        elif after is not None and _is_range(text, first, after):
            index += 1
            written = text[first.start : after.end]
            code = timecode(written, first.basis, first.seconds, after.seconds, fps)
            yield Moment(first.start, after.end, code)
        else:
            written = text[first.start : first.end]
            yield Moment(
                first.start, first.end, timecode(written, first.basis, first.seconds, fps=fps)
            )


def _is_range(text: str, first: _Point, after: _Point) -> bool:
    if after.seconds is None or first.seconds is None or after.seconds <= first.seconds:
        return False
    gap = text[first.end : after.start]
    if len(gap) > 12 or not _RANGE_GAP.fullmatch(gap):
        return False
    if gap.strip().lower() == "and":
        return text[max(0, first.start - 10) : first.start].rstrip().lower().endswith("between")
    return True


def _frame_moments(text: str, fps: Fraction | None) -> Iterator[Moment]:
    for match in _FRAMES.finditer(text):
        first, last = int(match["first"]), match["last"] and int(match["last"])
        if match[0][0] in "fF" and match[0][1:2].isdigit() and first < 10:
            continue  # f2, f8: a lens stop, not a frame
        if fps is None:
            ask = f"Which frame rate is {match[0]} counted at?"
            yield Moment(match.start(), match.end(), None, ask)
            continue
        end = seconds_of_frame(last, fps) if last and last > first else None
        code = timecode(match[0], "frame", seconds_of_frame(first, fps), end, fps)
        yield Moment(match.start(), match.end(), code)


def _opening_moments(text: str, fps: Fraction | None) -> Iterator[Moment]:
    for match in _OPENING.finditer(text):
        last = Fraction(int(match["length"]))
        if last:
            code = timecode(match[0].strip(), "clock", Fraction(0), last, fps)
            yield Moment(match.start(), match.end(), code)


def _spoken_moments(text: str, fps: Fraction | None) -> Iterator[Moment]:
    for match in _SPOKEN.finditer(text):
        minutes, seconds = int(match["minutes"]), int(match["seconds"])
        lead = _AT.search(text, max(0, match.start() - 12), match.start())
        tight = re.fullmatch(r"\d+m\d\ds?", match[0], re.IGNORECASE)
        if seconds < 60 and (lead or tight or _opens_line(text, match.start())):
            yield _moment(match, Fraction(minutes * 60 + seconds), None, fps)
    for match in _MINUTES.finditer(text):
        yield _moment(match, Fraction(60 * int(match["first"] or match["named"])), None, fps)
    for match in _SECONDS.finditer(text):
        if _names_a_second(text, match):
            last = Fraction(int(match["last"])) if match["last"] else None
            first = Fraction(int(match["first"]))
            yield _moment(match, first, last if last and last > first else None, fps)


def _names_a_second(text: str, match: re.Match[str]) -> bool:
    if match["lead"] or match["mark"]:
        return not re.match(
            r"\s(?:long|longer|version|cut|spot|edit|of|before)\b", text[match.end() :][:12]
        )
    if not _opens_line(text, match.start()) or _VERSION_NEXT.match(text, match.end()):
        return False
    return match["unit"].lower().startswith("sec") or int(match["first"]) not in _SPOT_LENGTHS


def _moment(
    match: re.Match[str], first: Fraction, last: Fraction | None, fps: Fraction | None
) -> Moment:
    return Moment(match.start(), match.end(), timecode(match[0].strip(), "clock", first, last, fps))
