"""Tell a moment of the programme from what is written the same way: a ratio, a split, a verse, a
time of day, a running time, words on the screen."""

import re
from dataclasses import dataclass

_RATIOS = frozenset({"9:16", "2:35", "2:39", "1:85", "16:10", "14:09"})
_SPOT_LENGTHS = frozenset({"0:06", "0:10", "0:15", "0:20", "0:30", "0:45", "0:60", "0:90"})
_QUARTERS = frozenset({"00", "15", "30", "45"})
_NEAR = 56
_LINE = 144

_TIME = r"\d{1,2}:\d\d"
_RANGE_TO = rf"(?:{_TIME}\s?(?:-|–|to|till|until|bis|a|à)\s?)?"
_WEEKDAY = (
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?|(?:mon|diens|donners"
    r"|frei|sams|sonn)tag|mittwoch|lunes|martes|miércoles|jueves|viernes|sábado|domingo|lundi"
    r"|mardi|mercredi|jeudi|vendredi|samedi|dimanche|(?:segunda|terça|quarta|quinta|sexta)"
    r"(?:-feira)?|(?:lune|marte|mercole|giove|vener)dì|sabato|domenica"
)
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|ene|abr|ago|dic|fév|avr|mai|juin|juil"
    r"|août|märz|okt|dez|gen|mag|giu|lug|set|ott|fev|out)[a-zäéûç]{0,8}"
)
_DAY = (
    rf"today|tonight|tomorrow|tmrw|tmr|this (?:morning|afternoon|evening)|noon|{_WEEKDAY}"
    r"|heute|morgen|mañana|hoy|demain|aujourd'hui|amanhã|hoje|domani|oggi"
)
_DATE = (
    rf"\d{{1,2}}(?:st|nd|rd|th)?\.?\s(?:of\s|de\s)?{_MONTH}\.?|{_MONTH}\.?\s\d{{1,2}}(?:st|nd|rd"
    r"|th)?|the\s\d{1,2}(?:st|nd|rd|th)|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d\d)?"
)
_AT_HOUR = r"(?:at|around|by|from|um|gegen|ab|kl\.?|às|à|alle|ore|a las|@)"
_WORK = (
    r"film|movie|ep(?:isode)?|spot|teaser|trailer|loop|programme|program|reel|feature|short"
    r"|doc(?:umentary)?|promo|piece|video|version|fassung|cut-?downs?|corte|montage|show|commercial"
    r"|pilot"
)
_APPOINTMENTS = (
    r"meet(?:ing)?|call|talk|speak|chat|join|session|stand-?up|screening|viewing|on zoom|lunch"
    r"|dinner|tech check|appointment|deadline|latest|booked|free|available|call time|kick-?off"
    r"|kick off|doors|slot|train|flight|taxi|broadcast|playout"
)

_AFTER_IS_DAYTIME = re.compile(
    r"\s?(?:am|pm|a\.m\.?|p\.m\.?|uhr|h|hrs?|o'clock)\b"
    r"|\s?(?:local|sharp|cet|cest|gmt|utc|bst|est|edt|pst|pdt|cst)\b"
    r"|\s(?:in the (?:early |late )?(?:morning|afternoon|evening)|at night)\b"
    r"|\s(?:de la (?:mañana|tarde|noche)|da (?:manhã|tarde|noite)|du (?:matin|soir)|di sera)\b"
    r"|\s(?:meeting|call|session|standup|stand-up|screening|viewing|slot|train|flight"
    r"|appointment|kick-?off|review meeting|tech check)\b(?!\s(?:shot|scene|sequence|sound))",
    re.IGNORECASE,
)
_TIME_ZONE = re.compile(r"\s(?:[PECM]T|[A-Z]{2,3}T)\b")
_AFTER_SOFT = re.compile(
    rf"(?:\s?(?:-|–|to)\s?{_TIME})?,?\s(?:on\s)?(?:{_DAY})\b(?!'s)", re.IGNORECASE
)
_BEFORE_SOFT = re.compile(
    rf"\b(?:{_DAY}|{_APPOINTMENTS}"
    r"|be (?:up|back|online|ready|done|late|free)|(?:i|we)(?:'ll| will| can) (?:send|upload"
    r"|export|deliver|start|leave))\s"
    rf"(?:[^.\n:;?!]{{0,16}} )?(?:{_AT_HOUR}|until|till|before|after|to|@)?\s?{_RANGE_TO}$",
    re.IGNORECASE,
)
_BEFORE_IS_PLAN = re.compile(
    rf"\b(?:back|moved|pushed|postponed|brought forward|opens?|open|closes?|closed|kick-?off"
    r"|kick off|doors|lunch|dinner|wrap|stand-?up|session|meeting|call)\s"
    rf"(?:is |was |are |will be |only )?(?:{_AT_HOUR}|until|till|to)?\s?{_RANGE_TO}$",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\b(?:until|till|'til|bis|hasta las|jusqu'à|até as|fino alle)\s$", re.I)
_LASTS = re.compile(
    r"\b(?:hold|keep|play|plays|continue|continues|run|runs|extend|stay|stays|last|lasts|wait"
    rf"|music|sound|shot|fade|linger|from|between|starting|{_TIME})\b",
    re.IGNORECASE,
)
_OF_THE_CLOCK = re.compile(r"(?:\bum|\bàs|\balle|\bore|\ba las|\bkl\.?)\s$", re.IGNORECASE)
_SUITS = re.compile(
    r",?\s(?:is\s)?(?:ok|okay|too (?:late|early|soon)|works?|suits?|fine|perfect|good|anyway"
    r"|latest|instead|then|passt|geht|va bien|ça marche)"
    r"(?:\s(?:for|with)\s(?:me|us|you|everyone|everybody|all)"
    r"|\sthen|\stoo)?\s*(?:$|[?!.,:;)\n])",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"(?:^\W{0,8}|\b(?:you|us|me|about|say|does|would|maybe|ok|yes|sure|do|call|then),?\s)"
    r"(?:@[A-Z0-9]+\s+)?(?:at\s|around\s)?$",
    re.IGNORECASE,
)
_PLANS = re.compile(
    r"\b(?:i|i'll|i'm|we|we'll|let's|you|they|will|let us|wir|ich|nos)\b", re.IGNORECASE
)
_DAY_BEFORE = re.compile(rf"\b(?<!the )(?:{_DAY}),?\s(?:{_AT_HOUR}\s)?{_RANGE_TO}$", re.IGNORECASE)
_DATE_BEFORE = re.compile(rf"(?<![\w.:])(?:{_DATE})[T,]?\s?(?:{_AT_HOUR}\s)?$", re.IGNORECASE)
_DAY_IN_LINE = re.compile(rf"\b(?:{_DAY}|open|closed|out of order|booked)\b", re.IGNORECASE)
_TO_AN_HOUR = re.compile(r"\s?(?:-|–|to|bis)\s?(\d{1,2}):(\d\d)(?![\d:])")
_FROM_AN_HOUR = re.compile(r"(?<![\d:])(\d{1,2}):(\d\d)\s?(?:-|–|to|bis)\s?$")
_NOT_THIS = re.compile(
    rf"(?<![\d:])({_TIME}),?\s(?:not|instead of|rather than|statt|nicht|no|pas)\s$", re.IGNORECASE
)
_APPOINTMENT = re.compile(
    r"(?:^|\b(?:is|are|was|it's|be|you|us|we|me|ready|out|due|then|there))\s{0,2}(?:at|by|until"
    r"|till|before|after)\s$|\b(?:it|this|that|them|these|those)\s(?:by|before)\s$",
    re.IGNORECASE,
)
_ENDS_CLAUSE = re.compile(r"\s?(?:$|[,.;!?)\n]|(?:please|pls|for|with|in the|so)\b)", re.IGNORECASE)

_OF_THE_FILM = re.compile(
    r"\b(?:shot|scene|sequence|interview|moment|bit|beat|take|cut|insert|close-?up|wide|phone call"
    r"|voice ?over|vo|music|sound|super|caption)\s(?:at|around|from|bei|@)?\s?$",
    re.IGNORECASE,
)
_IS_JUDGED = re.compile(
    r"\s(?:(?:is|are|feels?|looks?|sounds?|seems?)\s(?:too(?! late| early| soon)|a bit|a little|so"
    r"|very|quite|really|still|much|way|dark|soft|loud|missing|wrong)|drags?|sags?|flickers?|pops?"
    r"|(?:shot|scene|sequence|take|beat|insert|close-?up)|the\s\w{3,16})\b",
    re.IGNORECASE,
)
_BEFORE_IS_LENGTH = re.compile(
    r"\b(?:runs?(?: at| to| for)?|ran|running time(?: is)?|runtime(?: is)?|trt(?: is)?|dura"
    r"|dauert|dure|läuft|length(?: is| of)?|länge|laufzeit|durée|duración|duração|durata"
    r"|total(?: is| of)?|duration(?: is| of)?|down to|(?:no |not )?(?:longer|shorter|more|less)"
    r" (?:than|then)|at most|make it|(?:cut|trim|bring|get|take|tighten|shorten)"
    r" (?:it|this|that|us|the (?:film|edit|piece|spot|video|whole thing))(?: (?:back|down|up))?"
    r" (?:to|under|below)|(?:be|is|stay|come|goes|keep (?:it|this)|get (?:it|this)) (?:under|below"
    r"|over)|(?:puts?|brings?|gets?|takes?) us (?:at|to)|we(?:'re| are| were)(?: now| currently"
    r"| still)? at|(?:clock(?:s|ed)? in|times? out) at|target(?: is| of)?|max(?:imum)?(?: of)?"
    r"|(?:needs?|has|have|ought) to be|(?:price|cost|fee|rate)s?(?: is| was| of)?"
    rf"|(?:{_WORK})(?:\s\d{{1,3}})? (?:is|was|=)(?: now| still| currently)?)[ :]{{1,2}}(?:ca\.? "
    r"|about |around |now |exactly |just |roughly )?$",
    re.IGNORECASE,
)
_AFTER_IS_LENGTH = re.compile(
    r"\s?(?:min(?:utes?|uten|utos)?\s)?(?:long(?! shot| take)|lang|largo|de largo|de long"
    r"|de duración|de durée|de duração|runtime|running time|in total|in length|of footage"
    r"|altogether|max|maximum|tops|at most|or (?:less|under|shorter))\b",
    re.IGNORECASE,
)
_WITHOUT_ENDS = re.compile(
    r"\s(?:without|with|w/o|incl\.?|including|excl\.?|excluding|plus|ohne|mit|sin|con|sans|avec"
    r"|sem|senza)\s(?:the\s)?(?:end (?:card|page|board|credits)|credits|titles|slate|bars|leader"
    r"|abspann|créditos|générique|titoli)\b",
    re.IGNORECASE,
)
_AFTER_IS_VERSION = re.compile(
    r"(?:\s|-)(?:minute )?(?:version|cut-?down|spot|teaser|trailer|film|piece|limit|slot)\b",
    re.IGNORECASE,
)
_AFTER_IS_CUT = re.compile(r"(?:\s|-)(?:cut|edit)\b", re.IGNORECASE)
_DETERMINED = re.compile(
    r"\b(?:the|a|an|our|your|this|that|new|full|final|short|long|both|one|two|another)\s$",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\b(?:says|reads|shows|displays|say|read|pone|dice|steht|zeigt|indique|mostra)\s[\"']?$",
    re.IGNORECASE,
)
_HANDED_OVER = re.compile(
    r"[ ]{14}|https?:|\.(?:mov|mp4|mxf|m4v|avi|wav|aif)\b"
    r"|\b(?:first|second|third|new|latest|rough|fine|final|revised|updated)\s(?:cut|version|edit"
    r"|draft|assembly)\b"
    r"|^\W{0,8}(?:here(?:'s| is| comes)|hier ist|aquí (?:está|va)|voici|ecco|aqui está)\b"
    r"|(?:^|[^\w ]|\b(?:the|new|my|our|full|rough|fine|picture))\s{0,3}(?:cut\s|v|r|version\s"
    r"|edit\s|draft\s|rohschnitt\s|schnitt\s|fassung\s|corte\s|montage\s|rough cut\s|fine cut\s)"
    r"\d{1,3}\b",
    re.IGNORECASE,
)
_SET_APART = re.compile(r"(?:[,(]|\s[–—-]|[ ]{14}[.,:(]?)\s{0,3}$")
_ENDS_APART = re.compile(
    r"\s?(?:$|[,.;)\n](?!\s?(?:and\s)?\d{1,2}:\d\d)|(?:right |for )now\b|so far\b)", re.IGNORECASE
)
_NAMED_WORK = re.compile(rf"\b(?:{_WORK})(?:\s\w{{1,12}})?\s?\(\s?$", re.IGNORECASE)
_SCALE = re.compile(
    r"\b(?:ratio|scale|aspect|odds|split|score|result) (?:of |is |was |at )?$", re.IGNORECASE
)
_AFTER_IS_SCALE = re.compile(r"\s(?:scale|ratio|split|odds)\b", re.IGNORECASE)
_AFTER_IS_FORMAT = re.compile(
    r"\s?(?:$|[,.;:?!)/&\n]|(?:and|or|version|cut|crop|export|master|format|frame|only|one|file"
    r"|deliver|safe|for)\b)",
    re.IGNORECASE,
)
_AT = re.compile(
    r"(?:^|[\s(])(?:at|around|about|from|until|till|to|near|bei|ab|@|~)\s{1,2}$", re.IGNORECASE
)
_BOOK = (
    r"genesis|exodus|leviticus|numbers|deuteronomy|joshua|judges|kings|chronicles|nehemiah|psalms?"
    r"|proverbs|ecclesiastes|isaiah|jeremiah|lamentations|ezekiel|hosea|obadiah|micah|nahum"
    r"|habakkuk|zephaniah|haggai|zechariah|malachi|romans|corinthians|galatians|ephesians"
    r"|philippians|colossians|thessalonians|philemon|hebrews|revelations?|surah?|qur'?an|gospel"
    r"|verse|chapter"
)
_NAME_AND_BOOK = (
    r"John|Luke|Mark|Matthew|Matt|James|Peter|Jude|Ruth|Daniel|Samuel|Joel|Amos|Jonah|Esther|Ezra"
    r"|Job|Acts|Titus|Timothy|Johannes|Lukas|Markus|Matthäus|Juan|Lucas|Marcos|Mateo"
)
_VERSE = re.compile(
    rf"\b(?:(?:{_BOOK})|(?:[123]|first|second)\s(?i:{_NAME_AND_BOOK}))\s$", re.IGNORECASE
)
_PERHAPS_VERSE = re.compile(rf"(?P<led>\w[^\w\n]{{1,3}})?\b(?P<book>{_NAME_AND_BOOK})\s$")


@dataclass(frozen=True)
class _Place:
    """A time as written, with a few words on either side and its line so far."""

    written: str
    before: str
    after: str
    line: str

    @property
    def near(self) -> str:
        """The end of the line so far."""
        return self.line[-_NEAR:]


def is_not_programme_time(text: str, start: int, end: int, written: str) -> bool:
    """Whether the clock-like `written` at `text[start:end]` is no moment of the programme.

    `16:9`, `60:40`, "5:30pm", "10:00 meeting", "join at 10:00", "runs 3:20" are none.
    Looks only at a few words on either side, so the work doesn't grow with the message.
    """
    place = _Place(
        written,
        text[max(0, start - _NEAR) : start],
        text[end : end + _NEAR],
        text[max(0, start - _LINE) : start].rsplit("\n", 1)[-1],
    )
    return (
        _is_ratio(place)
        or _is_split(place)
        or _is_verse(place)
        or _is_on_the_screen(place)
        or _is_length(place)
        or _is_time_of_day(place)
    )


def question_about(text: str, start: int, written: str) -> str:
    """What to ask where a name is also a book's: "Mark 1:20 …" is a verse or a note to Mark."""
    match = _PERHAPS_VERSE.search(text[max(0, start - _NEAR) : start])
    if match is None:
        return ""
    return f"Is “{match['book']} {written}” a verse, or {written} in the film?"


def _is_ratio(place: _Place) -> bool:
    if _SCALE.search(place.before) or _AFTER_IS_SCALE.match(place.after):
        return True
    if place.written not in _RATIOS or _AT.search(place.before):
        return False
    opens_line = not place.line.strip(" \t-•*–·.)0123456789")
    return not opens_line or bool(_AFTER_IS_FORMAT.match(place.after))


def _is_split(place: _Place) -> bool:
    parts = place.written.split(":")
    if len(parts) != 2 or _AT.search(place.before) or not parts[1].isdigit():
        return False
    return int(parts[0]) + int(parts[1]) == 100 and int(parts[1]) % 5 == 0


def _is_verse(place: _Place) -> bool:
    """ "Psalm 23:04", "he quotes John 3:16": a book before it; at the start of a line, a name."""
    if _VERSE.search(place.before):
        return True
    match = _PERHAPS_VERSE.search(place.before)
    return match is not None and match["led"] is not None


def _is_on_the_screen(place: _Place) -> bool:
    """ "the clock reads 9:30": what a picture or a paper shows is no place in the film."""
    return _SAYS.search(place.before) is not None


def _is_length(place: _Place) -> bool:
    if _BEFORE_IS_LENGTH.search(place.before) or _AFTER_IS_LENGTH.match(place.after):
        return True
    if _DETERMINED.search(place.before):
        if _AFTER_IS_VERSION.match(place.after):
            return True
        if place.written in _SPOT_LENGTHS or place.written.endswith(":00"):
            return _AFTER_IS_CUT.match(place.after) is not None
    return _is_running_time_of_a_cut(place)


def _is_running_time_of_a_cut(place: _Place) -> bool:
    """ "v2 is up, 1:58, temp vo", "<link>, 4:12", "the teaser (1:05)": what is handed over, then
    its running time between commas or brackets."""
    if _NAMED_WORK.search(place.before):
        return place.after.lstrip().startswith(")")
    if not _SET_APART.search(place.before) or not _HANDED_OVER.search(place.line):
        return False
    return bool(_ENDS_APART.match(place.after) or _WITHOUT_ENDS.match(place.after))


def _is_time_of_day(place: _Place, put_right: bool = True) -> bool:
    parts = place.written.split(":")
    if len(parts) != 2 or not parts[1].isdigit() or int(parts[0]) > 24:
        return False
    hour, minute = int(parts[0]), parts[1]
    if _AFTER_IS_DAYTIME.match(place.after) or _TIME_ZONE.match(place.after):
        return True
    if _DATE_BEFORE.search(place.before):
        return True
    if hour == 0 or int(minute) % 5:
        return False
    if _AFTER_SOFT.match(place.after) or _DAY_BEFORE.search(place.before):
        return True
    if _OF_THE_FILM.search(place.before) or _IS_JUDGED.match(place.after):
        return False
    if put_right and _is_put_right(place):
        return True
    if hour > 6:
        return _is_an_hour_of_work(place, minute)
    return _PLANS.search(place.line) is not None and _BEFORE_SOFT.search(place.near) is not None


def _is_an_hour_of_work(place: _Place, minute: str) -> bool:
    """From seven in the morning on: appointments, opening hours, "ours till 18:00"."""
    if _BEFORE_SOFT.search(place.near) or _BEFORE_IS_PLAN.search(place.near):
        return True
    if minute not in _QUARTERS:
        return False
    if _OF_THE_CLOCK.search(place.before) or _are_opening_hours(place):
        return True
    if _SUITS.match(place.after) and _OPENS.search(place.near):
        return True
    if _UNTIL.search(place.near) and not _LASTS.search(place.line):
        return True
    on_the_hour = minute in ("00", "30")
    if on_the_hour and _APPOINTMENT.search(place.near):
        return _ENDS_CLAUSE.match(place.after) is not None
    return False


def _are_opening_hours(place: _Place) -> bool:
    """ "tomorrow 8:00-12:30", "closed 9:00 to 11:30": quarters of hours, and a word of days."""
    other = _TO_AN_HOUR.match(place.after) or _FROM_AN_HOUR.search(place.before)
    if other is None or other[2] not in _QUARTERS or int(other[1]) < 7:
        return False
    return _DAY_IN_LINE.search(place.line) is not None


def _is_put_right(place: _Place) -> bool:
    """ "standup is 9:45 not 9:30": as the time before it."""
    match = _NOT_THIS.search(place.before)
    if match is None:
        return False
    line = place.line[: len(place.line) - (len(place.before) - match.start())]
    first = _Place(match[1], place.before[: match.start()], "", line)
    return _is_time_of_day(first, put_right=False)
