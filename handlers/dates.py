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
from itertools import islice
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
    "segunda-feira": 0, "terça-feira": 1, "quarta-feira": 2, "quinta-feira": 3, "sexta-feira": 4,
    "sexta": 4, "lunedì": 0, "martedì": 1, "mercoledì": 2, "giovedì": 3, "venerdì": 4, "sabato": 5,
    "domenica": 6, "maandag": 0, "dinsdag": 1, "woensdag": 2, "donderdag": 3, "vrijdag": 4,
    "zaterdag": 5, "zondag": 6,
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
    r"|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro"
    r"|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre)"
)
_WEEKDAY = "(?:" + "|".join(sorted(_WEEKDAYS, key=len, reverse=True)) + ")"
_HOUR = (
    r"(?:,?\s(?:at\s|à\s|a\s)?(?:noon|midday|lunch(?:time)?|night|evening|morning|afternoon|mittag"
    r"|abend"
    r"|nachmittag|noche|noite|soir|mediodía|midi|früh"
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
    r"|(?P<nth>(?:the|el|am|le|zum|dia|día)\s\d{1,2}(?:st|nd|rd|th|\.)?(?=\s|$|[,;.!?)]))"
    r"|(?P<bare_nth>\d{1,2}(?:st|nd|rd|th))"
    r"|(?:in|within)\s(?P<count>\d{1,3}|"
    + "|".join(_NUMBERS)
    + r")\s(?P<unit>working days?|business days?|days?|weeks?)(?!\sof)"
    r"|(?P<end>(?:the )?end of (?P<end_in>next )?(?:the |this )?(?P<end_of>day|week|month)"
    r"|eod|eow|eom|cob|cop|close of (?:business|play)|end of play|tonight|tonite|ende der woche"
    r"|fin(?:al|ales)? de (?:la )?(?:semana laboral|semaine)|fim da semana)"
    r"(?:\s(?:on\s)?(?P<end_day>tomorrow|today|" + _WEEKDAY + r"))?"
    r"|(?P<after>the day after tomorrow|day after tomorrow|übermorgen|pasado mañana"
    r"|après-demain|depois de amanhã|dopodomani)"
    r"|(?P<tomorrow>tomorrow|tomorow|tmrw|tmr|morgen|mañana|demain|amanhã|domani)"
    r"|(?P<today>today|heute|hoy|hoje|oggi|aujourd'hui|this (?:morning|afternoon"
    r"|evening)|esta (?:tarde|noche|noite)|cet après-midi|ce soir|stasera)"
    r"|(?P<which>next|this|coming|nächsten|nächste|kommenden|prochain)?\s?(?P<weekday>"
    + _WEEKDAY
    + r")"
    r")(?![\w-])" + _HOUR,
    re.IGNORECASE,
)
_MEANT = re.compile(r"\b(?:by|due|before|until)\s(?P<what>[^,.;!?]{1,40})$", re.IGNORECASE)
_LIKE_A_DAY = re.compile(
    rf"\d|day|week|month|year|soon|asap|sometime|easter|christmas|xmas|\b{_MONTH}\b", re.IGNORECASE
)
_UNTIL = r"until|till?|bis|hasta|até|jusqu'(?:à|au)|fino a|tot"
_BY = (
    r"(?:no later than|not later than|due(?: date)?(?: is|:)?|deadline(?: is|:| of)?"
    r"|delivery(?: date)?(?: is|:)|cut-?off(?: is|:)|"
    + _UNTIL
    + r"|by|before|antes(?: del?)?|para|avant|pour|d'ici|vor|latest|needed|ready|per|entro|tegen"
    r"|spätestens)"
)
_BY_BEFORE = re.compile(
    rf"\b{_BY}(?:\s(?:on|the|el|la|o|a|à|this|am|zum|le|around|latest|,)){{0,2}}\s?$",
    re.IGNORECASE,
)
# "open until friday", "ours till 18:00 tomorrow", "I do, until the 11th": how long a state lasts.
_LASTS_BEFORE = re.compile(
    r"\b(?:is|are|am|was|were|i'm|we're|he's|she's|it's|stays?|open|closed|valid|away|ours|ill"
    r"|i do|we do|booked|free|live|licen[cs]ed|rented|hired|ist|sind|está|están)\b"
    rf"[^.!?\n]{{0,60}}\b(?:{_UNTIL})(?:\s(?:the|on|this))?\s?$",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"\b(?:needs?|needed|must|has to|have to|please|pls|wants?|required|give me|send)\b",
    re.IGNORECASE,
)
_EVENT_BEFORE = re.compile(
    r"\b(?:before|for|until|till|by|in time for|ahead of)\s(?:the|our|my"
    r"|their)?\s?(?:[\w-]+\s){1,3}(?:on|this|next)?\s?$",
    re.IGNORECASE,
)
# "in time for tuesday's mix", "before friday's screening": the day of an event work must precede.
_BEFORE_WHOSE = re.compile(
    r"\b(?:before|in time for|ahead of|in|ready for|needed for)\s(?:the\s)?$", re.IGNORECASE
)
_WHOSE = re.compile(r"'s\s(?!export|cut\b|version|render|upload)[\w-]+", re.IGNORECASE)
_WORK_BEFORE = re.compile(
    r"\b(?:i'll|i will|i can(?!')|we'll|we will|we can(?!')|can (?:we|i) (?:have|get|see)"
    r"|could (?:we|i) (?:have|get|see)|needs?|expects?|let (?:me|us) have|can you|could you"
    r"|would you|will you|please"
    r"|pls|will be|do it|do this|ready|you(?:'ll)? get|give me"
    r"|(?:we|i|they)(?:'d| would| will|'ll)? (?:also )?(?:need|want|like) (?:it|this|that|them"
    r"|these|those|the|a|an|all|your|our)\b"
    r"|(?:then|so|and) we (?:re-?)?(?:shoot|record|cut|grade|mix|do|fix|send|deliver|film|redo)\b"
    r"|promised|plan (?:for|on)|has to be|have to be|must be|needs to be|mache ich|ich mache"
    r"|mach ich|lo corriges|lo haces|puedes|kannst du|könnt ihr|tu peux|vous pouvez|podes"
    r"|pode)\b[^.!?\n]{0,160}$",
    re.IGNORECASE,
)
_ORDER_BEFORE = re.compile(
    r"(?:^|@\w{1,20}\s{1,30}|[,;:]\s|\b(?:and|then|so)\s)\W{0,3}(?:sort|fix|send|do|deliver|finish"
    r"|get|make|swap|change|redo|re-?do|export|re-?export|render|upload|add|remove|replace|check"
    r"|hand|give|trim|cut|bring|clean|update|write|confirm)\s[^.!?\n]{0,120}$",
    re.IGNORECASE,
)
# A day with a courtesy behind it is one by which somebody wants something.
_WANTED_AFTER = re.compile(
    r"^\s?,?\s?(?:please|pls|plz|bitte|por favor|s'il (?:te|vous)|(?:at )?(?:the )?latest"
    r"|spätestens|would be (?:lovely|great|good|ideal|perfect|nice|best|fine)|deadline|if (?:you"
    r" can|possible|at all)|o'clock sharp)\b",
    re.IGNORECASE,
)
# "the DCP leaves on 15 April, that needs a check in a cinema before": work that must precede a day.
_PRECEDES = re.compile(
    r"^\W[^!?\n]{0,120}\b(?:needs?|has|have|must|should|please|can you|could you|i'd|we'd|want)\b"
    r"[^!?\n]{0,120}\b(?:before|beforehand|by then|before (?:that|then))(?=\W{0,3}(?:$|\n))",
    re.IGNORECASE,
)
_NOT_DUE_BEFORE = re.compile(
    r"\b(?:since|last|from|yesterday|every|each|of|after|the|earlier|seit|letzten|desde|until"
    r" after|on set|away|off|back|guten|la|esta|depuis|starting|start|am nächsten|not|as of)\s?$",
    re.IGNORECASE,
)
_NOT_DUE_AFTER = re.compile(
    r"^(?:'s|\s(?:export|cut|version|render|upload|morning's|session|call|meeting|link|file"
    r"|edit|mix|shoot|is (?:off|booked|a holiday)|works|i'm|we meet|stand-?up|screening|lunch))\b",
    re.IGNORECASE,
)
# Appointments and ends have days too, and set none for the work.
_APPOINTMENT = re.compile(
    r"\b(?:meeting|meets?|(?<!i'll )(?<!will )(?<!to )call"
    r"|session|stand-?up|lunch|dinner|drinks|booked|expires?|runs? out|ran"
    r" out|launch(?:es)?|premieres?|airs?|goes out|go out|tx|open house|out of order|on holiday|on"
    r" leave|see you|talk|pickups|records|invoices?)\b[^.!?\n]{0,60}$",
    re.IGNORECASE,
)
# What has happened and what stands on screen: "the super says friday", "it was moved to monday".
_TOLD = re.compile(
    r"\b(?:was|were|had|saw|heard|sent|uploaded|shot|filmed|recorded|told|said|says?|reads?|moved"
    r"|changed|did|didn't|asked|promised us|from|can't|cannot|won't|instead of|not)\b"
    r"[^.!?,;\n]{0,40}$",
    re.IGNORECASE,
)
_IDIOM = re.compile(r"\bat\s(?:the\s)?$", re.IGNORECASE)
_CORRECTED = re.compile(
    r"\b(?:no,? wait|sorry|i mean|i meant|make that|actually|correction|rather|or rather|edit:)\b",
    re.IGNORECASE,
)
_LOOK_BACK = 90
_SENTENCE_BACK = 200
_MOST_DAYS = 60


class UnreadableDateError(ValueError):
    """An argument that names no day; the message says what to write instead."""

    def __init__(self, text: str) -> None:
        shown = text.strip()[:60]
        super().__init__(
            f"I can't read “{shown}” as a day. Try “friday”, “12 june” or “2026-06-12”."
        )


def find_due(
    text: str, written_at: datetime, timezone: str, *, promised: bool = False
) -> Due | None:
    """The date that words in a message set for its work, or None; `written` is verbatim.

    `written_at` is aware, `timezone` an IANA name. Days that are no deadlines ("the friday
    export", "since monday") are passed over. Of a day corrected in mid-sentence ("the 19th, no
    wait, the 21st") the last one counts. Words are those of `text[start:end]` as they stand.
    `promised`: the words are those of somebody who takes work on ("fixing that this afternoon",
    "monday"), in which a day needs no "by" to be the day of the work.
    """
    today = _local_day(written_at, timezone)
    found: tuple[Due, int] | None = None
    for match in islice(_DAY.finditer(text), _MOST_DAYS):
        day = _day_meant(match, today)
        if day is None:
            continue
        if found and _CORRECTED.search(text[found[1] : match.start()][:40]):
            found = Due(match[0].strip(), day), match.end()
        elif found is None and (span := _due_span(text, match, promised=promised)) is not None:
            found = Due(text[span[0] : span[1]].strip(), day), match.end()
    return found[0] if found else None


def read_due(text: str, now: datetime, timezone: str) -> date:
    """The day that the whole of `text` means, seen from `now` (aware) in `timezone`.

    Raises UnreadableDateError for anything that isn't one day: "asap", "next week", "soon".
    """
    words = re.sub(rf"^\s*(?:{_BY}|on|for|the)\s+(?=\S)", "", text.strip(), flags=re.IGNORECASE)
    for candidate in (words, text.strip()):
        match = _DAY.fullmatch(candidate.strip(" ,!")) or _DAY.fullmatch(candidate.strip(" .,!"))
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


def unread_due(words: str) -> str:
    """The end of words without a due date that looks as if it were meant as one: "by 31 February",
    "by someday"; "" where nothing does ("lit by candles")."""
    found = _MEANT.search(words)
    return found.group().strip() if found and _LIKE_A_DAY.search(found["what"]) else ""


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


def _due_span(text: str, match: re.Match[str], *, promised: bool) -> tuple[int, int] | None:
    """From where to where the due words go that hold this day; None when it sets no date."""
    before = text[max(0, match.start() - _SENTENCE_BACK) : match.start()]
    clause = re.split(r"[.!?\n](?=\s|$)", before)[-1]
    offset = match.start() - len(clause)
    after = text[match.end() : match.end() + _SENTENCE_BACK]
    whose = _WHOSE.match(after)
    if whose and (lead := _BEFORE_WHOSE.search(clause)):
        if lead[0].strip().lower() == "in" and not (promised or _WORK_BEFORE.search(clause)):
            return None  # "the hum in today's mix" is no date, "I'll do it in tonight's" is
        return offset + lead.start(), match.end() + whose.end()
    if _NOT_DUE_AFTER.match(after):
        return None
    start = _due_start(clause, match, after, promised=promised)
    return None if start is None else (offset + start, match.end())


def _due_start(clause: str, match: re.Match[str], after: str, *, promised: bool) -> int | None:
    """Where in the words before it the due words begin that end with this day."""
    by = _BY_BEFORE.search(clause)
    if by and _LASTS_BEFORE.search(clause) and not _WANTED.search(clause):
        return None
    lead = by or _EVENT_BEFORE.search(clause)
    if lead:
        return lead.start()
    on = re.search(r"\b(?:on|for|am|the|el|first thing)\s?$", clause, re.IGNORECASE)
    begin = on.start() if on else len(clause)
    if match["end"] and _IDIOM.search(clause + match["end"][:4]):
        return None  # "at the end of the day" is no day
    ends_something = match["end"] and not match["end"].lower().startswith("toni")
    if _quoted(clause):
        return None
    if _PRECEDES.match(after):
        return begin
    if _APPOINTMENT.search(clause):
        return None
    if ends_something or _WANTED_AFTER.match(after):
        return begin
    if _NOT_DUE_BEFORE.search(clause) or match["bare_nth"] or _TOLD.search(clause):
        return None
    if promised or _WORK_BEFORE.search(clause) or _ORDER_BEFORE.search(clause):
        return begin
    return None


def _quoted(clause: str) -> bool:
    """Whether the words before a day open a quotation: a day on screen is no date."""
    return clause.count('"') % 2 == 1 or clause.rfind("“") > clause.rfind("”")


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
        languages=["en", "de", "es", "fr", "pt", "it"],
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
    if any(word in said for word in ("week", "eow", "woche", "sem")):
        weeks = 7 if match["end_in"] else 0
        return today + timedelta(days=(4 - today.weekday()) % 7 + weeks)
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
    if (match["which"] or "").lower() in ("next", "nächsten", "nächste"):
        monday = today + timedelta(days=7 - today.weekday())
        return monday + timedelta(days=wanted)
    return _next(wanted, today)


def _next(weekday: int, today: date) -> date:
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
