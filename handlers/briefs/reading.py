"""What the words after `/scripty changes` and `/scripty brief` say. Pure.

changes                              since Monday
changes since monday | 12 june | yesterday | v1 | v1 of teaser
changes every friday 16:00           from now on, by itself
changes stop
brief [Picture lock]                 now
brief [Picture lock] before friday 10:00
brief [Picture lock] every monday [before] 09:00
brief stop
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from handlers.briefs.errors import BadTimeError, NoSinceError, SinceAheadError
from handlers.dates import UnreadableDateError, read_due
from handlers.milestones.errors import BadDayError
from handlers.milestones.reading import read_day, read_time
from handlers.text import clean, day, one_line
from store.types import ReportKind

Verb = Literal["now", "once", "weekly", "stop"]

LEAD = 30
"""Minutes before a meeting at which its brief comes."""

_WEEK = timedelta(days=7)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_STOP = ("stop", "off", "end", "cancel")
_USUAL = "09:00"
_SINCE = re.compile(r"^(?:since|from|after)\s+", re.IGNORECASE)
_VERSION = re.compile(
    r"(?:cut\s+|version\s+)?(?P<version>v\s?\d{1,3}(?:\.\d{1,3})?)"
    r"(?:\s+(?:of|for)\s+(?P<of>\S.*))?",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"(?:the\s+)?(?:last\s+)?(?P<count>\d{1,3})\s+(?P<unit>day|week)s?(?:\s+ago)?", re.IGNORECASE
)
_LAST = re.compile(r"(?:last|this)\s+(?P<day>[a-z]+)", re.IGNORECASE)
_EVERY = re.compile(
    r"(?:^|\s)(?:every|each|weekly on)\s+(?P<day>[\w:]+)"
    r"(?:,?\s+(?P<before>before)\b)?(?:,?\s*(?:at\s+)?(?P<time>\S.*?))?$",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?:^|\s)before\s+(?P<when>\S.*)$", re.IGNORECASE)
_NTH = re.compile(r"(?:the\s)?\d{1,2}(?:st|nd|rd|th)?", re.IGNORECASE)
_DATED = re.compile(
    r"(?:the\s)?\d{1,2}(?:st|nd|rd|th|\.)?\s(?:of\s)?[^\W\d]{3,}\.?"
    r"|[^\W\d]{3,}\.?\s(?:the\s)?\d{1,2}(?:st|nd|rd|th)?|\d{1,2}\.\d{1,2}\.",
    re.IGNORECASE,
)
_QUOTES = " \"'“”„‘’«»,:;"


@dataclass(frozen=True)
class Since:
    """From when changes are wanted: a `day`, at its beginning, or since a cut was up."""

    day: date | None = None
    version: str = ""
    deliverable: str = ""


@dataclass(frozen=True)
class Said:
    """A command. `milestone` is the name of the one that a brief is about. Every week: on a
    `weekday` from 0, Monday, `lead` minutes before `time`; once: before that `time` of a `day`."""

    verb: Verb
    milestone: str = ""
    weekday: int | None = None
    day: date | None = None
    time: str = _USUAL
    lead: int = 0
    since: Since = Since()


def read_changes(text: str, now: datetime, timezone: str) -> Said:
    """The words after `/scripty changes`, already plain. Raises NoSinceError, SinceAheadError,
    BadTimeError."""
    words = one_line(clean(text))
    if words.casefold() in _STOP:
        return Said("stop")
    if found := _EVERY.search(words):
        return _weekly(words, found, "changes")
    return Said("now", since=_since(_SINCE.sub("", words), now, timezone))


def read_brief(text: str, now: datetime, timezone: str) -> Said:
    """The words after `/scripty brief`, already plain. Raises BadTimeError."""
    words = one_line(clean(text))
    if words.casefold() in _STOP:
        return Said("stop")
    if found := _EVERY.search(words):
        return _weekly(words, found, "brief")
    found = _BEFORE.search(words)
    if found is None:
        return Said("now", words.strip(_QUOTES))
    try:
        when, clock = read_day(_of_today(found["when"]), now, timezone)
    except BadDayError as error:
        raise BadTimeError(found["when"], "brief") from error
    if clock is None:
        raise BadTimeError(found["when"], "brief")
    name = words[: found.start()].strip(_QUOTES)
    return Said("once", name, day=when, time=clock, lead=LEAD)


def _of_today(when: str) -> str:
    """A time of day alone is today's."""
    return f"today {when}" if read_time(when) else when


def _weekly(words: str, found: re.Match[str], kind: ReportKind) -> Said:
    word = found["day"].casefold().rstrip("s")
    weekday = next((n for n, name in enumerate(_DAYS) if name.startswith(word)), None)
    clock = read_time(found["time"]) if found["time"] else _USUAL
    if weekday is None or len(word) < len("mon") or clock is None:
        raise BadTimeError(words[found.start() :].strip(), kind)
    lead = LEAD if found["before"] else 0
    name = words[: found.start()].strip(_QUOTES)
    if name and kind == "changes":
        raise BadTimeError(words, kind)
    return Said("weekly", name, weekday=weekday, time=clock, lead=lead)


def _since(words: str, now: datetime, timezone: str) -> Since:
    today = now.astimezone(ZoneInfo(timezone)).date()
    said = words.strip(_QUOTES)
    if not said:
        return Since(last_monday(today))
    if found := _VERSION.fullmatch(said):
        version = found["version"].replace(" ", "").lower()
        return Since(version=version, deliverable=(found["of"] or "").strip(_QUOTES))
    when = _past_day(said, today, now, timezone)
    if when > today:
        raise SinceAheadError(day(when, today))
    return Since(when)


def last_monday(today: date) -> date:
    """The Monday that has passed last: on a Monday, the one of the week before."""
    return today - timedelta(days=today.weekday() or 7)


def _past_day(words: str, today: date, now: datetime, timezone: str) -> date:
    """The day that words mean of those that have passed, today included."""
    match words.casefold():
        case "yesterday":
            return today - timedelta(days=1)
        case "last week" | "a week ago":
            return today - _WEEK
        case "this week" | "the beginning of the week":
            return today - timedelta(days=today.weekday())
    if found := _AGO.fullmatch(words):
        days = int(found["count"]) * (7 if found["unit"].casefold() == "week" else 1)
        return today - timedelta(days=days)
    if found := _LAST.fullmatch(words):
        words = found["day"]
    try:
        meant = read_due(words, now, timezone)
    except (UnreadableDateError, OverflowError) as error:
        raise NoSinceError(words) from error
    return _gone_by(meant, words, today)


def _gone_by(meant: date, words: str, today: date) -> date:
    """Days without a year are read as those to come: here, those before are meant."""
    if meant <= today or str(meant.year) in words:
        return meant
    if words.casefold()[:3] in {each[:3] for each in _DAYS}:
        return meant - _WEEK
    if _NTH.fullmatch(words):
        before = today.replace(day=1) - timedelta(days=1)
        return min(before, before.replace(day=min(meant.day, before.day)))
    if not _DATED.fullmatch(words):
        return meant  # "tomorrow" is still to come
    try:
        return meant.replace(year=meant.year - 1)
    except ValueError:  # 29 February
        return meant.replace(year=meant.year - 1, day=28)
