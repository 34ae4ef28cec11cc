"""Tell a moment of the programme from what is written the same way: a ratio, a split, a time of
day, a running time."""

import re

_RATIOS = frozenset({"9:16", "2:35", "2:39", "1:85", "16:10", "14:09"})
_AFTER_IS_DAYTIME = re.compile(
    r"\s?(?:am|pm|a\.m\.?|p\.m\.?|uhr|h|hrs?|o'clock)\b"
    r"|\s?(?:local|sharp|cet|cest|gmt|utc|bst|est|edt|pst|pdt|cst)\b"
    r"|\s(?:meeting|call|session|standup|stand-up|screening|slot|train|flight|review meeting"
    r"|tech check)\b",
    re.IGNORECASE,
)
_DAY = (
    r"today|tonight|tomorrow|this (?:morning|afternoon|evening)|noon|(?:mon|tues|wednes|thurs"
    r"|fri|satur|sun)day"
    r"|heute|morgen|mañana|hoy|demain|aujourd'hui"
)
_AFTER_SOFT = re.compile(
    rf"(?:\s?(?:-|–|to)\s?\d{{1,2}}:\d\d)?,?\s(?:on\s)?(?:{_DAY})\b(?!'s)", re.IGNORECASE
)
_BEFORE_SOFT = re.compile(
    rf"\b(?:{_DAY}|meet(?:ing)?|call|talk|speak|chat|join|session|stand-?up|screening|on zoom"
    rf"|lunch"
    r"|tech check|appointment|deadline|latest|booked|free|available|call time"
    r"|be (?:up|back|online|ready|done|late|free)|(?:i|we)(?:'ll| will| can) (?:send|upload"
    r"|export|deliver|start|leave))\s"
    r"(?:[^.\n:;?!]{0,16} )?(?:at|around|by|until|till|from|before|after|to|um|a las|à"
    r"|@)?\s?(?:\d{1,2}:\d\d\s?(?:-|–|to)\s?)?$",
    re.IGNORECASE,
)
_PLANS = re.compile(
    r"\b(?:i|i'll|i'm|we|we'll|let's|you|they|will|let us|wir|ich|nos)\b", re.IGNORECASE
)
_DAY_BEFORE = re.compile(rf"\b(?:{_DAY}),?\s(?:\d{{1,2}}:\d\d\s?(?:-|–|to)\s?)?$", re.IGNORECASE)
_BEFORE_IS_LENGTH = re.compile(
    r"\b(?:runs?(?: at| to)?|running time(?: is)?|runtime(?: is)?|trt(?: is)?|dura|dauert|dure"
    r"|length(?: is| of)?"
    r"|total(?: is| of)?|duration(?: is| of)?|down to|cut (?:it|this|the film|the edit) (?:down"
    r" )?to"
    r"|(?:be|stay|keep (?:it|this)|get (?:it|this)) under|target(?: is| of)?|max(?:imum)?(?:"
    r" of)?)[ :]{1,2}(?:ca\.? |about |around )?$",
    re.IGNORECASE,
)
_AFTER_IS_LENGTH = re.compile(
    r"\s(?:long(?! shot| take)|runtime|running time|in total|in length|of footage|altogether)\b",
    re.IGNORECASE,
)
_AFTER_IS_VERSION = re.compile(
    r"(?:\s|-)(?:minute )?(?:version|cut|cut-?down|edit|spot|teaser|trailer|film|piece|limit"
    r"|slot)\b",
    re.IGNORECASE,
)
_DETERMINED = re.compile(
    r"\b(?:the|a|an|our|your|this|that|new|full|final|short|long|both|one|two|another)\s$",
    re.IGNORECASE,
)
_AFTER_IS_FORMAT = re.compile(
    r"\s?(?:$|[,.;:?!)/&\n]|(?:and|or|version|cut|crop|export|master|format|frame|only|one|file"
    r"|deliver|safe|for)\b)",
    re.IGNORECASE,
)
_AT = re.compile(
    r"(?:^|[\s(])(?:at|around|about|from|until|till|to|near|@|~)\s{1,2}$", re.IGNORECASE
)
_APPOINTMENT = re.compile(
    r"(?:^|\b(?:is|are|was|it's|be|you|us|we|me|ready|out|due|then|there))\s{0,2}(?:at|by|until"
    r"|till|before|after)\s$",
    re.IGNORECASE,
)
_ENDS_CLAUSE = re.compile(r"\s?(?:$|[,.;!?)\n]|(?:please|pls|for|with|in the)\b)", re.IGNORECASE)
_DATE_BEFORE = re.compile(r"\d{4}-\d{2}-\d{2}[ T]$|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d\d)?,?\s$")
_NEAR = 56


def is_not_programme_time(text: str, start: int, end: int, written: str) -> bool:
    """Whether the clock-like `written` at `text[start:end]` is no moment of the programme.

    `16:9`, `60:40`, "5:30pm", "10:00 meeting", "join at 10:00", "runs 3:20" are none.
    Looks only at a few words on either side, so the work doesn't grow with the message.
    """
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    if _is_ratio(written, before, after) or _is_split(written, before):
        return True
    if _BEFORE_IS_LENGTH.search(before) or _AFTER_IS_LENGTH.match(after):
        return True
    if _DETERMINED.search(before) and _AFTER_IS_VERSION.match(after):
        return True
    return _is_time_of_day(written, before, after)


def _is_ratio(written: str, before: str, after: str) -> bool:
    if written not in _RATIOS or _AT.search(before):
        return False
    line_so_far = before.rsplit("\n", 1)[-1]
    opens_line = not line_so_far.strip(" \t-•*–·")
    return not opens_line or bool(_AFTER_IS_FORMAT.match(after))


def _is_split(written: str, before: str) -> bool:
    parts = written.split(":")
    if len(parts) != 2 or _AT.search(before) or not parts[1].isdigit():
        return False
    return int(parts[0]) + int(parts[1]) == 100 and int(parts[1]) % 5 == 0


def _is_time_of_day(written: str, before: str, after: str) -> bool:
    hour, minute = written.split(":")[:2]
    if int(hour) > 24 or not minute.isdigit():
        return False
    if _AFTER_IS_DAYTIME.match(after) or _DATE_BEFORE.search(before):
        return True
    if int(hour) == 0 or int(minute) % 5:
        return False
    line_so_far = before.rsplit("\n", 1)[-1]
    if int(hour) > 6 and minute in ("00", "30") and _APPOINTMENT.search(line_so_far):
        return bool(_ENDS_CLAUSE.match(after))
    if _AFTER_SOFT.match(after) or _DAY_BEFORE.search(before):
        return True
    likely = int(hour) > 6 or _PLANS.search(line_so_far) is not None
    return likely and _BEFORE_SOFT.search(line_so_far) is not None
