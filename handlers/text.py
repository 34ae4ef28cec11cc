"""People's words on their way to the screen: decoded, cleaned, shortened, escaped once.

Slack delivers text with mark-up and three escaped characters ("Formatting message text" in its
documentation). `plain` turns that into what people saw; `escape` is the only way any text gets
into mrkdwn.
"""

import codecs
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

NOBODY = "someone"

_TOKEN = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_ENTITY = re.compile(r"&(amp|lt|gt);")
_CHARACTER = {"amp": "&", "lt": "<", "gt": ">"}
_LINE_END = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_JOINER = "\u200d"
_REGIONAL = re.compile("[\U0001f1e6-\U0001f1ff]")


def escape(words: str) -> str:
    """`words` for a mrkdwn text: no mention and no labelled link survives.

    The three characters and no others, as "Formatting message text" asks. Call it once, last.
    """
    return clean(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def clean(words: str) -> str:
    """`words` without control characters, bidi overrides and lone surrogates.

    Line ends become a newline, tabs a space. Joiners and direction marks stay: emoji and
    right-to-left scripts need them.
    """
    return _UNWANTED.sub("", _LINE_END.sub("\n", words).replace("\t", " "))


def plain(slack_text: str, names: Mapping[str, str]) -> str:
    """What people saw where Slack delivers `slack_text`: no mark-up, no mention, no entity.

    `names` are the names of user ids. A link whose label hides its target shows both.
    """
    parts = []
    end = 0
    for token in _TOKEN.finditer(slack_text):
        parts.append(_unescaped(slack_text[end : token.start()]))
        parts.append(_seen(token, names))
        end = token.end()
    parts.append(_unescaped(slack_text[end:]))
    return clean("".join(parts))


def _seen(token: re.Match[str], names: Mapping[str, str]) -> str:
    sigil, target, label = token[1], _unescaped(token[2]), _unescaped(token[3] or "")
    if sigil == "@":
        return "@" + (names.get(target) or label.lstrip("@") or NOBODY)
    if sigil == "#":
        return "#" + (label.lstrip("#") or target)
    if sigil == "!":
        return label or "@" + target.partition("^")[0]
    if not _SCHEME.match(target):
        return token[0]
    return _link_seen(target, label)


def _link_seen(target: str, label: str) -> str:
    address = _SCHEME.sub("", target, count=1).lstrip("/")
    if label and label.rstrip("/") in (target.rstrip("/"), address.rstrip("/")):
        return label
    return f"{label} ({target})" if label else target


def _unescaped(text: str) -> str:
    return _ENTITY.sub(lambda entity: _CHARACTER[entity[1]], text)


def decoded(content: bytes) -> str | None:
    """The words of a text file, whatever wrote it; None where it is no text."""
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        words = content.decode(encoding)
    except UnicodeDecodeError:
        # What Windows writes: it has a character for nearly every byte, so only real text passes.
        words = content.decode("cp1252", errors="replace")
    return None if "\x00" in words or words.count("\ufffd") * 20 > len(words) else words


def one_line(words: str) -> str:
    """`words` with every run of white space as one space."""
    return " ".join(words.split())


def shorten(words: str, limit: int) -> str:
    """At most `limit` UTF-16 units of `words`, ending in an ellipsis when something is missing.

    Counted so because Slack's pages say "characters" and its clients count UTF-16; a string
    within the limit there is within it when code points are counted. Emoji sequences, flags
    and letters with their marks are not torn apart.
    """
    words = clean(words).strip()
    if len(words) <= limit and _units(words) <= limit:
        return words
    cut = _whole_characters(words, _fitting(words, limit - 1))
    return words[: _at_a_space(words, cut)].rstrip() + "…"


def _units(words: str) -> int:
    return sum(1 + (ord(char) > 0xFFFF) for char in words)


def _fitting(words: str, units: int) -> int:
    """How many code points of `words` fit into so many UTF-16 units."""
    for index, char in enumerate(words):
        units -= 1 + (ord(char) > 0xFFFF)
        if units < 0:
            return index
    return len(words)


def _whole_characters(words: str, cut: int) -> int:
    """The nearest place at or before `cut` that is not inside one visible character."""
    for place in range(cut, max(cut - 40, 0), -1):
        if not _inside(words, place):
            return place
    return cut


def _inside(words: str, place: int) -> bool:
    before, after = words[place - 1], words[place]
    return _JOINER in (before, after) or _extends(after) or _inside_a_flag(words, place)


def _inside_a_flag(words: str, place: int) -> bool:
    """A flag is two regional letters, so an odd number of them before `place` splits one."""
    if not _REGIONAL.match(words[place]):
        return False
    letters = 0
    while letters < place and _REGIONAL.match(words[place - letters - 1]):
        letters += 1
    return letters % 2 == 1


def _extends(char: str) -> bool:
    return (
        "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
        or unicodedata.category(char) in ("Mn", "Me", "Mc")
    )


def _at_a_space(words: str, cut: int) -> int:
    """Back to the end of a word, when one ended just before."""
    space = words.rfind(" ", max(cut - 16, 0), cut + 1)
    return space if space > 0 else cut


def name_of(user: str | None, names: Mapping[str, str]) -> str:
    """The name of a user id for a list: plain, on one line, and never a mention."""
    return shorten(one_line(clean(names.get(user or "", ""))), 40) or NOBODY


def listing(items: Sequence[str], *, last: str = "and") -> str:
    """Such as "a, b and c"; `last` is the word before the last one."""
    return f" {last} ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))


def counted(number: int, noun: str) -> str:
    """Such as "1 note", "3 notes"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def page_number(value: str) -> int:
    """The page that a button's value names; the first where it names none."""
    return int(value) if value.isascii() and value.isdigit() else 1


def day(when: date, near: date) -> str:
    """Such as "Fri 5 Jun", with the year when it is not the year of `near`."""
    return f"{_WEEKDAYS[when.weekday()]} {day_of_month(when, near)}"


def day_of_month(when: date, near: date) -> str:
    """Such as "5 Jun", with the year when it is not the year of `near`."""
    words = f"{when.day} {_MONTHS[when.month - 1]}"
    return words if when.year == near.year else f"{words} {when.year}"


def moment(when: datetime, timezone: str) -> str:
    """Such as "Fri 5 Jun 14:02", in this time zone."""
    local = when.astimezone(ZoneInfo(timezone))
    return f"{day(local, local)} {local:%H:%M}"


def span(seconds: float) -> str:
    """A length of time as people say it: "under a minute", "12 min", "2 h 10 min", "1 day 3 h"."""
    minutes = round(seconds / 60)
    hours, days = minutes // 60, minutes // (24 * 60)
    if minutes < 1:
        return "under a minute"
    if hours < 1:
        return f"{minutes} min"
    if days < 1:
        return _with_rest(f"{hours} h", minutes % 60, "min")
    return _with_rest(counted(days, "day"), hours % 24, "h")


def _with_rest(larger: str, number: int, unit: str) -> str:
    return f"{larger} {number} {unit}" if number else larger


def version_words(version: str) -> str:
    """A version as cards name it: people may type anything."""
    return shorten(one_line(version), 30)
