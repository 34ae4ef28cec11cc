"""What the words after `/scripty milestone` say. Pure.

    "Picture lock" 12 June [17:00]                        make one
    edit | move | complete | cancel | reopen | check "Picture lock"
    move "Picture lock" 19 June [17:00] because …
    "Mix" waits for "Picture lock", "Mix" no longer waits for "Picture lock"
    add | remove "Picture lock" T4 N12 v2 scene 3, tasks of v2 of teaser, documents of kind brief
    "Picture lock"                                        show this one
    (nothing)                                             show all

Quotes may be left out where it is clear without: before a day at the end, around a name that is
known, and before things that look like nothing else.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from handlers.dates import UnreadableDateError, read_due, split_due
from handlers.milestones.errors import BadDayError, NoNameError, NotUnderstoodError
from handlers.text import clean, one_line, shorten
from store.types import RuleKind

Verb = Literal[
    "list",
    "show",
    "make",
    "edit",
    "move",
    "complete",
    "cancel",
    "reopen",
    "check",
    "waits",
    "waits no longer",
    "add",
    "remove",
]

NAME = 80
"""The longest name of a milestone, in characters."""

BECAUSE = 500

_VERBS: dict[str, Verb] = {
    "edit": "edit",
    "change": "edit",
    "move": "move",
    "complete": "complete",
    "done": "complete",
    "cancel": "cancel",
    "reopen": "reopen",
    "check": "check",
    "add": "add",
    "put": "add",
    "remove": "remove",
}
_QUOTES = {'"': '"”“', "“": '”"“', "„": '“”"', "«": "»", "»": "«", "'": "'", "‘": "’", "‚": "‘’"}
_CLOCK = (
    r"(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))\s?(?P<half>[ap]\.?m\.?)?"
    r"|(?P<bare>\d{1,2})\s?(?P<bare_half>[ap]\.?m\.?)"
    r"|(?P<word>noon|midday))(?:\s?(?:h|uhr|o'clock))?"
)
_TIME = re.compile(_CLOCK, re.IGNORECASE)
_TIME_AT_END = re.compile(rf"(?:^|[\s,]+)(?:(?:at|@|um|by)\s+)?(?P<time>{_CLOCK})$", re.IGNORECASE)
_TIME_FIRST = re.compile(
    rf"^(?:(?:at|@|um)\s+)?(?P<time>{_CLOCK})[\s,]+(?:on\s+)?(?=\S)", re.IGNORECASE
)
_BEFORE_DAY = re.compile(r"^(?:[,:;–-]\s*|(?:is|to|on|for|by|due|until)\b\s*)+", re.IGNORECASE)
_NAME_TO = re.compile(r"\s+(?:to|is|on|due)$", re.IGNORECASE)
_BECAUSE = re.compile(r"[\s,;:–-]*\bbecause\b(?:\s+of\b)?\s*:?\s*", re.IGNORECASE)
_WAITS = re.compile(
    r"\s*\b(?P<no>no longer|not|doesn['’]?t|does not)?\s*\bwaits? (?:any ?more )?(?:for|on)\s+"
    r"|\s*\b(?P<stops>stops waiting (?:for|on))\s+",
    re.IGNORECASE,
)
_THING = re.compile(
    r"(?P<letter>[#]?[NT])\s?[-#]?(?P<number>\d{1,9})\b"
    r"|(?:all\s+)?(?:the\s+)?tasks\s+of\s+(?:cut\s+)?(?P<rule>v\s?\d{1,3}(?:\.\d{1,3})?)\b"
    r"|scene\s+#?(?P<scene>(?:[a-z]-?)?\d{1,4}(?:\.\d{1,2})?[a-z]{0,2})\b"
    r"|(?:cut\s+)?(?P<cut>v\s?\d{1,3}(?:\.\d{1,3})?)\b"
    r"|(?:all\s+)?(?:the\s+)?documents?\s+of\s+(?:the\s+)?(?:kind\s+)?(?P<kind>(?=\S))",
    re.IGNORECASE,
)
_OF = re.compile(r"\s+(?:of|for)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:\s|[,;+&]|\band\b)+", re.IGNORECASE)
_TO = re.compile(r"\s(?:to|from|on|off)\s(?=\S)", re.IGNORECASE)


@dataclass(frozen=True)
class Thing:
    """Something that is put on a milestone or taken off it: a note or a task by its `number`, a
    cut by its version and perhaps deliverable, a scene by its number in the script (`value`), a
    document by its kind or a deliverable by its name; or a rule, whose `value` is as a
    `MilestoneRule` has it."""

    kind: Literal["note", "task", "cut", "scene", "document"] | RuleKind
    number: int = 0
    value: str = ""
    of: str = ""

    @property
    def named(self) -> str:
        """Such as "N12", "v2 of teaser", "tasks of v2"."""
        match self.kind:
            case "note" | "task":
                return f"{self.kind[0].upper()}{self.number}"
            case "tasks of cut":
                return f"tasks of {self.value}"
            case "documents of kind":
                return f"documents of kind {self.value}"
            case "scene":
                return f"scene {self.value}"
            case "cut" if self.of:
                return f"{self.value} of {self.of}"
        return self.value


@dataclass(frozen=True)
class Said:
    """A command: `name` is that of the milestone, `other` of the one it waits for."""

    verb: Verb
    name: str = ""
    day: date | None = None
    time: str | None = None
    because: str = ""
    other: str = ""
    things: tuple[Thing, ...] = ()


def read_command(text: str, now: datetime, timezone: str, known: Sequence[str] = ()) -> Said:
    """What `text`, already plain, says; `known` are the names of the open milestones.

    Raises NotUnderstoodError, BadDayError, NoNameError.
    """
    words = one_line(clean(text))
    if not words:
        return Said("list")
    first, _, rest = words.partition(" ")
    verb = _VERBS.get(first.casefold())
    if verb is None or _known_at_start(words, known):
        return _without_verb(words, now, timezone, known)
    match verb:
        case "move":
            return _move(rest, now, timezone)
        case "add" | "remove":
            name, after = _name_before_things(rest, known)
            return Said(verb, _named(name, verb), things=read_things(after))
        case "check" if not rest:
            return Said("check")
    return Said(verb, _only_name(rest, verb))


def _without_verb(words: str, now: datetime, timezone: str, known: Sequence[str]) -> Said:
    name, after = _quoted_first(words)
    if waits := _waits(words, name, after):
        return waits
    begun, verb = _verb_at_end(words)
    if verb is not None and (after or _known_at_start(begun, known) == begun):
        return Said(verb, _only_name(begun, verb))
    if after:
        day, time = read_day(after, now, timezone, name)
        return Said("make", _named(name), day, time)
    if _opens_quote(words):
        return Said("show", _named(name))
    return _unquoted(words, now, timezone)


def _verb_at_end(words: str) -> tuple[str, Verb | None]:
    """What stands before a verb at the end: "Picture lock" done."""
    begun, _, last = words.rpartition(" ")
    verb = _VERBS.get(last.casefold())
    return begun, verb if verb in ("edit", "complete", "cancel", "reopen", "check") else None


def _unquoted(words: str, now: datetime, timezone: str) -> Said:
    """A name with a day at its end, or only a name."""
    rest, time = _take_time(words)
    name, due = split_due(rest, now, timezone)
    if due is None:
        return Said("show", _named(words))
    if time is None:
        name, time = _take_time(name)
    if time is None and ":" in due.written:
        raise BadDayError(due.written, name)
    name = _NAME_TO.sub("", name).strip(" ,;:–-")
    return Said("make", _named(name), due.date, time)


def _move(rest: str, now: datetime, timezone: str) -> Said:
    words, because = _take_because(rest) if not _opens_quote(rest) else (rest, "")
    name, after = _quoted_first(words)
    if not _opens_quote(words):
        read = _unquoted(_named(words, "move"), now, timezone)
        return Said("move", read.name, read.day, read.time, because)
    after, because = _take_because(after)
    if not after:
        return Said("move", _named(name, "move"), because=because)
    day, time = read_day(after, now, timezone, name)
    return Said("move", _named(name, "move"), day, time, because)


def _take_because(words: str) -> tuple[str, str]:
    found = _BECAUSE.search(words)
    if found is None:
        return words.strip(), ""
    return words[: found.start()].strip(" ,;:"), shorten(words[found.end() :], BECAUSE)


def _waits(words: str, name: str, after: str) -> Said | None:
    """ "Mix" waits for "Picture lock", if that is what is said."""
    quoted = _opens_quote(words)
    found = _WAITS.match(after) if quoted else _WAITS.search(words)
    if found is None:
        return None
    if not quoted:
        name, after = words[: found.start()].strip(), words
    verb: Verb = "waits no longer" if found["no"] or found["stops"] else "waits"
    return Said(verb, _named(name), other=_only_name(after[found.end() :]))


def read_day(words: str, now: datetime, timezone: str, name: str = "") -> tuple[date, str | None]:
    """The day, and the time of day if there is one, that the whole of `words` means, such as
    "12 June 17:00". Raises BadDayError."""
    said = _BEFORE_DAY.sub("", words.strip())
    rest, time = _take_time(said)
    if time is None and (first := _TIME_FIRST.match(said)):
        rest, time = said[first.end() :], read_time(first["time"])
    if ":" in rest:  # a time of day that is none, which would go unnoticed
        raise BadDayError(words, name)
    try:
        return read_due(rest.strip(" ,"), now, timezone), time
    except (UnreadableDateError, OverflowError) as error:
        raise BadDayError(words, name) from error


def read_time(words: str) -> str | None:
    """A time of day such as "17:00", "5 pm" or "noon" as "17:00"; None where it is none."""
    found = _TIME.fullmatch(words.strip())
    if found is None:
        return None
    if found["word"]:
        return "12:00"
    hour, minute = int(found["hour"] or found["bare"]), int(found["minute"] or 0)
    half = (found["half"] or found["bare_half"] or "").lower().replace(".", "")
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def _take_time(words: str) -> tuple[str, str | None]:
    """Cut a time of day off the end."""
    found = _TIME_AT_END.search(words)
    time = read_time(found["time"]) if found else None
    if found is None or time is None:
        return words.strip(), None
    return words[: found.start()].strip(" ,"), time


def read_things(words: str) -> tuple[Thing, ...]:
    """What is named: "T4, N12 and v2 of teaser", "tasks of v2", "documents of kind call sheet".

    Words that are none of it are taken for the kind of a document, or the name of a deliverable.
    """
    rest = words.strip(" :")
    found: list[Thing] = []
    while rest := _BETWEEN.sub("", rest, count=1) if _BETWEEN.match(rest) else rest:
        match = _THING.match(rest)
        if match is None:
            value, rest = _until_next(rest)
            found.append(Thing("document", value=_kind(value)))
            continue
        rest = rest[match.end() :]
        thing, rest = _thing(match, rest)
        found.append(thing)
    return tuple(dict.fromkeys(found))


def _thing(match: re.Match[str], rest: str) -> tuple[Thing, str]:
    if match["letter"]:
        kind: Literal["note", "task"] = "note" if match["letter"][-1] in "Nn" else "task"
        return Thing(kind, int(match["number"])), rest
    if match["kind"] is not None:
        value, rest = _until_next(rest)
        return Thing("documents of kind", value=_kind(value)), rest
    if match["scene"]:
        return Thing("scene", value=match["scene"]), rest
    version = (match["rule"] or match["cut"]).replace(" ", "").lower()
    of = ""
    if named := _OF.match(rest):
        of, rest = _until_next(rest[named.end() :])
    if match["rule"]:
        return Thing("tasks of cut", value=f"{version} of {of}" if of else version), rest
    return Thing("cut", value=version, of=of), rest


def _until_next(words: str) -> tuple[str, str]:
    """The words up to a comma or to the next thing that looks like one, and the rest."""
    for place in re.finditer(r"[,;]|\s(?:and\s|&\s)?(?=\S)", words):
        if words[place.start()] in ",;":
            return words[: place.start()].strip(), words[place.end() :]
        if _THING.match(words[place.end() :]):
            return words[: place.start()].strip(), words[place.end() :]
    return words.strip(), ""


def _kind(words: str) -> str:
    """The kind of a document, without quotes around it."""
    return words.strip(" \"'“”„‘’«»").casefold()[:40]


def _quoted_first(words: str) -> tuple[str, str]:
    """The quoted name that `words` begin with and what follows it; without quotes, all of it."""
    words = words.strip()
    if not _opens_quote(words):
        return words, ""
    ends = [at for at in range(1, len(words)) if _closes(words, at)]
    if not ends:
        return words[1:].strip(), ""
    return words[1 : ends[0]].strip(), words[ends[0] + 1 :].strip()


def _only_name(words: str, verb: str = "") -> str:
    """The name that `words` are. Raises NotUnderstoodError for what follows a quoted one."""
    name, after = _quoted_first(words)
    if after.strip(" .!"):
        raise NotUnderstoodError(after)
    return _named(name, verb)


def _name_before_things(words: str, known: Sequence[str]) -> tuple[str, str]:
    """The name and the things of `add "Picture lock" T4`, or of `add T4 to "Picture lock"`."""
    if _THING.match(words) and (to := list(_TO.finditer(words))):
        return _only_name(words[to[-1].end() :]), words[: to[-1].start()]
    if _opens_quote(words):
        return _quoted_first(words)
    if begun := _known_at_start(words, known):
        return begun, words[len(begun) :]
    for place in re.finditer(r"[\s,:]+(?=\S)", words):
        if _THING.match(words[place.end() :]):
            return words[: place.start()], words[place.end() :]
    return words, ""


def _known_at_start(words: str, known: Sequence[str]) -> str:
    """The longest known name that `words` begin with, as it is written there."""
    for name in sorted(known, key=len, reverse=True):
        begun = words[: len(name)]
        if name and begun.casefold() == name.casefold() and not words[len(name) :][:1].isalnum():
            return begun
    return ""


def _opens_quote(words: str) -> bool:
    return words[:1] in _QUOTES


def _closes(words: str, at: int) -> bool:
    """Whether the quotation that `words` begin with ends here: the ’ of "director’s" doesn't."""
    if words[at] not in _QUOTES[words[0]]:
        return False
    return words[at] not in "'’‘" or not words[at + 1 : at + 2].isalnum()


def _named(words: str, verb: str = "") -> str:
    name = shorten(words.strip(" ,:;"), NAME)
    if not any(char.isalnum() for char in name):
        raise NoNameError(verb)
    return name
