"""Days that people mean when they write words such as "by friday" or "EOD tomorrow".

Three questions, one vocabulary:

- `find_due`: which words of a message set a date for the work in it (most words for days don't);
- `read_due`: which day a whole argument such as `12 june` means;
- `split_due`: what a command says, and the due words at its end.

Days are those of the production's time zone. Weekdays are the next one after the day of writing,
"next tuesday" is the one in the following calendar week, "end of the week" is Friday, a day of
the month is the next such day, "12/06" is left alone because half the world reads it otherwise.
"asap" and "next week" name no day (section 5 of `product.md`).
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import dateparser

from store.types import Due

_WEEKDAYS = {
    "monday": 0, "mon": 0, "montag": 0, "lunes": 0, "lundi": 0,
    "tuesday": 1, "tue": 1, "tues": 1, "dienstag": 1, "martes": 1, "mardi": 1,
    "wednesday": 2, "wed": 2, "weds": 2, "mittwoch": 2, "miércoles": 2, "miercoles": 2,
    "mercredi": 2,
    "thursday": 3, "thu": 3, "thur": 3, "thurs": 3, "donnerstag": 3, "jueves": 3, "jeudi": 3,
    "friday": 4, "fri": 4, "freitag": 4, "viernes": 4, "vendredi": 4,
    "saturday": 5, "samstag": 5, "sábado": 5, "sabado": 5, "samedi": 5,
    "sunday": 6, "sonntag": 6, "domingo": 6, "dimanche": 6,
}  # fmt: skip
_NUMBERS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "couple of": 2,
}  # fmt: skip
_MONTH = (
    r"(?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|märz|apr(?:il)?|may|mai|june?|juni"
    r"|july?|juli"
    r"|aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
    r"|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre)"
)
_WEEKDAY = "(?:" + "|".join(sorted(_WEEKDAYS, key=len, reverse=True)) + ")"
_HOUR = (
    r"(?:\s(?:at\s)?(?:noon|midday|lunch(?:time)?|night|evening|morning|afternoon|mittag|abend"
    r"|früh"
    r"|eod|cob|first thing|\d{1,2}(?::\d\d)?\s?(?:am|pm)|\d{1,2}:\d\d))?"
)
_DAY = re.compile(
    r"(?<![\w/.-])(?:"
    r"(?P<iso>\d{4}-\d{2}-\d{2})"
    r"|(?P<month>(?:the\s)?\d{1,2}(?:st|nd|rd|th|\.|er)?\s(?:of\s|de\s)?"
    + _MONTH
    + r"(?:,?\s\d{4})?"
    r"|" + _MONTH + r"\.?\s(?:the\s)?\d{1,2}(?:st|nd|rd|th)?(?!\d|:)(?:,?\s\d{4})?)"
    r"|(?P<dotted>\d{1,2}\.\d{1,2}\.(?:\d{4})?)"
    r"|(?P<nth>(?:the|el|am|le)\s\d{1,2}(?:st|nd|rd|th|\.)?(?=\s|$|[,;.!?)]))"
    r"|(?P<bare_nth>\d{1,2}(?:st|nd|rd|th))"
    r"|in\s(?P<count>\d{1,3}|"
    + "|".join(_NUMBERS)
    + r")\s(?P<unit>working days?|business days?|days?|weeks?)"
    r"|(?P<end>end of (?:the |this )?(?P<end_of>day|week|month)|eod|eow|eom|cob|close of"
    r" business|tonight|tonite)"
    r"(?:\s(?:on\s)?(?P<end_day>tomorrow|today|" + _WEEKDAY + r"))?"
    r"|(?P<after>the day after tomorrow|day after tomorrow|übermorgen|pasado mañana)"
    r"|(?P<tomorrow>tomorrow|tmrw|tmr|morgen|mañana|demain)"
    r"|(?P<today>today|heute|hoy|aujourd'hui|this (?:morning|afternoon|evening))"
    r"|(?P<which>next|this|coming|nächsten)?\s?(?P<weekday>" + _WEEKDAY + r")"
    r")(?![\w-])(?!'s)" + _HOUR,
    re.IGNORECASE,
)
_BY = (
    r"(?:no later than|not later than|due|deadline(?: is|:)?|until|till|by|before|bis|antes"
    r" del?|para|avant|pour"
    r"|latest|needed|ready|per|spätestens)"
)
_BY_BEFORE = re.compile(
    rf"\b{_BY}(?:\s(?:on|the|el|this|am|zum|le|around|latest|,))?\s?$", re.IGNORECASE
)
_EVENT_BEFORE = re.compile(
    r"\b(?:before|for|until|till|by|in time for|ahead of)\s(?:the|our|my"
    r"|their)?\s?(?:[\w-]+\s){1,3}(?:on|this|next)?\s?$",
    re.IGNORECASE,
)
_WORK_BEFORE = re.compile(
    r"\b(?:i'll|i will|i can|we'll|we will|we can|can you|could you|please|pls|will be|do it|do"
    r" this|ready|mache ich)\b[^.!?\n]{0,80}$",
    re.IGNORECASE,
)
_NOT_DUE_BEFORE = re.compile(
    r"\b(?:since|last|from|yesterday|every|each|of|after|the|earlier|seit|letzten|desde|until"
    r" after|on set|away|off|back)\s?$",
    re.IGNORECASE,
)
_NOT_DUE_AFTER = re.compile(
    r"^(?:'s|\s(?:export|cut|version|render|upload|morning's|session|call|meeting|link|file"
    r"|edit|mix|shoot|is (?:off|booked|a holiday)|works|i'm|we meet))\b",
    re.IGNORECASE,
)
_CORRECTED = re.compile(
    r"\b(?:no,? wait|sorry|i mean|i meant|make that|actually|correction|rather|or rather|edit:)\b",
    re.IGNORECASE,
)
_LOOK_BACK = 90


class UnreadableDateError(ValueError):
    """An argument that names no day; the message says what to write instead."""

    def __init__(self, text: str) -> None:
        shown = text.strip()[:60]
        super().__init__(
            f"I can't read “{shown}” as a day. Try “friday”, “12 june” or “2026-06-12”."
        )


def find_due(text: str, written_at: datetime, timezone: str) -> Due | None:
    """The date that words in a message set for its work, or None; `written` is verbatim.

    `written_at` is aware, `timezone` an IANA name. Days that are no deadlines ("the friday
    export", "since monday") are passed over. Of a day corrected in mid-sentence ("the 19th, no
    wait, the 21st") the last one counts. Words are those of `text[start:end]` as they stand.
    """
    today = _local_day(written_at, timezone)
    found: tuple[Due, int] | None = None
    for match in _DAY.finditer(text):
        day = _day_meant(match, today)
        if day is None:
            continue
        if found and _CORRECTED.search(text[found[1] : match.start()][:40]):
            found = Due(match[0].strip(), day), match.end()
        elif found is None and (start := _due_start(text, match)) is not None:
            found = Due(text[start : match.end()].strip(), day), match.end()
    return found[0] if found else None


def read_due(text: str, now: datetime, timezone: str) -> date:
    """The day that the whole of `text` means, seen from `now` (aware) in `timezone`.

    Raises UnreadableDateError for anything that isn't one day: "asap", "next week", "soon".
    """
    words = re.sub(rf"^\s*(?:{_BY}|on|for|the)\s+(?=\S)", "", text.strip(), flags=re.IGNORECASE)
    for candidate in (words, text.strip()):
        match = _DAY.fullmatch(candidate.strip(" .,!"))
        day = _day_meant(match, _local_day(now, timezone)) if match else None
        if day is not None:
            return day
    raise UnreadableDateError(text)


def split_due(text: str, now: datetime, timezone: str) -> tuple[str, Due | None]:
    """Cut the due words off the end of a command: ("send the mix", Due("by friday", …)).

    Without due words at the end (punctuation and one `@name` or mention may follow) the text
    comes back whole with None.
    """
    today = _local_day(now, timezone)
    best: re.Match[str] | None = None
    for match in _DAY.finditer(text):
        if _ends_command(text[match.end() :]):
            best = match
    if best is None:
        return text.strip(), None
    day = _day_meant(best, today)
    if day is None:
        return text.strip(), None
    head = text[: best.start()]
    lead = re.search(
        rf"[\s,]*\b(?:{_BY}|on|for)(?:\s(?:the|on))?\s*$", head[-_LOOK_BACK:], re.IGNORECASE
    )
    start = len(head) - len(head[-_LOOK_BACK:]) + lead.start() if lead else best.start()
    written = text[start : best.end()].strip(" ,")
    rest = f"{text[:start].rstrip(' ,')} {text[best.end() :].strip(' ,.!')}".strip()
    return rest, Due(written, day)


def _ends_command(tail: str) -> bool:
    return (
        bool(
            re.fullmatch(
                r"[\s,.!]*(?:(?:<@\w+(?:\|[^<>]*)?>|@[\w.-]+)[\s,.!]*)?", tail[:_LOOK_BACK]
            )
        )
        and len(tail) <= _LOOK_BACK
    )


def _local_day(moment: datetime, timezone: str) -> date:
    return moment.astimezone(ZoneInfo(timezone)).date()


def _due_start(text: str, match: re.Match[str]) -> int | None:
    """Where the due words begin that end with this day, or None when it sets no date."""
    before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
    clause = re.split(r"[.!?\n](?=\s|$)", before)[-1]
    offset = match.start() - len(clause)
    if _NOT_DUE_AFTER.match(text[match.end() : match.end() + 20]):
        return None
    for pattern in (_BY_BEFORE, _EVENT_BEFORE):
        if lead := pattern.search(clause):
            return offset + lead.start()
    if match["end"] or (match["count"] and _WORK_BEFORE.search(clause)):
        return match.start()
    if _NOT_DUE_BEFORE.search(clause) or match["bare_nth"]:
        return None
    stripped = re.search(r"\b(?:on|for|am|the|el)\s?$", clause, re.IGNORECASE)
    if _WORK_BEFORE.search(clause):
        return offset + stripped.start() if stripped else match.start()
    return None


def _day_meant(match: re.Match[str], today: date) -> date | None:
    readers: dict[str, Callable[[re.Match[str], date], date | None]] = {
        "iso": _iso, "month": _named_month, "dotted": _dotted, "nth": _nth, "bare_nth": _nth,
        "count": _counted, "end": _end_of, "after": _in_two_days, "tomorrow": _in_one_day,
        "today": _same_day, "weekday": _weekday,
    }  # fmt: skip
    for name, reader in readers.items():
        if match[name]:
            return reader(match, today)
    return None


def _iso(match: re.Match[str], today: date) -> date | None:
    del today
    try:
        return date.fromisoformat(match["iso"])
    except ValueError:
        return None


def _named_month(match: re.Match[str], today: date) -> date | None:
    words = re.sub(r"^the\s", "", match["month"], flags=re.IGNORECASE)
    parsed = dateparser.parse(
        words,
        languages=["en", "de", "es", "fr"],
        settings={
            "RELATIVE_BASE": datetime(today.year, today.month, today.day),  # noqa: DTZ001 - a day, no moment
            "PREFER_DATES_FROM": "future",
            "DATE_ORDER": "DMY",
            "PARSERS": ["absolute-time"],
        },
    )
    return parsed.date() if parsed else None


def _dotted(match: re.Match[str], today: date) -> date | None:
    day, month, year = match["dotted"].split(".")
    try:
        if year:
            return date(int(year), int(month), int(day))
        meant = date(today.year, int(month), int(day))
        return meant if meant >= today else date(today.year + 1, int(month), int(day))
    except ValueError:
        return None


def _nth(match: re.Match[str], today: date) -> date | None:
    digits = re.search(r"\d+", match[0])
    wanted = int(digits[0]) if digits else 0
    if not 1 <= wanted <= 31:
        return None
    year, month = today.year, today.month
    for _ in range(12):
        try:
            meant = date(year, month, wanted)
        except ValueError:
            meant = None
        if meant and meant >= today:
            return meant
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        if year > date.max.year:
            break
    return None


def _counted(match: re.Match[str], today: date) -> date | None:
    words = match["count"].lower()
    count = int(words) if words.isdigit() else _NUMBERS[words]
    unit = match["unit"].lower()
    if unit.startswith(("working", "business")):
        day = today
        while count:
            day += timedelta(days=1)
            count -= day.weekday() < 5
        return day
    return today + timedelta(days=count * (7 if unit.startswith("week") else 1))


def _end_of(match: re.Match[str], today: date) -> date | None:
    said = match["end"].lower()
    named = (match["end_day"] or "").lower()
    if named == "tomorrow":
        return today + timedelta(days=1)
    if named in _WEEKDAYS:
        return _next(_WEEKDAYS[named], today)
    if "week" in said or said == "eow":
        return today + timedelta(days=(4 - today.weekday()) % 7)
    if "month" in said or said == "eom":
        first_of_next = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        return first_of_next - timedelta(days=1)
    return today


def _in_two_days(match: re.Match[str], today: date) -> date:
    del match
    return today + timedelta(days=2)


def _in_one_day(match: re.Match[str], today: date) -> date:
    del match
    return today + timedelta(days=1)


def _same_day(match: re.Match[str], today: date) -> date:
    del match
    return today


def _weekday(match: re.Match[str], today: date) -> date:
    wanted = _WEEKDAYS[match["weekday"].lower()]
    if (match["which"] or "").lower() in ("next", "nächsten"):
        monday = today + timedelta(days=7 - today.weekday())
        return monday + timedelta(days=wanted)
    return _next(wanted, today)


def _next(weekday: int, today: date) -> date:
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
