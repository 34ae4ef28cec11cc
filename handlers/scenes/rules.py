"""What the words after `/scripty scene` and `/scripty deliverable` say. Pure.

3                                                     show it
3 purpose …; audience …; footage partly shot          say things of it
3 ready | not ready | owner @name | title …
3 add | remove N12 T4 D5 "shot list"
"Teaser" 1080p25, -23 LUFS @owner by friday           a deliverable, with what is said of it
"Teaser" delivered | not delivered | audience … | add | remove …
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from handlers.dates import split_due
from handlers.people import find_member
from handlers.scenes.errors import (
    FootageError,
    NoDeliverableNameError,
    NoNumberError,
    NotAboutScenesError,
    NothingNamedError,
    NothingSaidError,
    TooLongError,
    WhoError,
)
from handlers.tasks.rules import take_owner
from handlers.text import one_line, plain
from store.tables import Deliverable, Scene
from store.types import Footage, Member, SubjectKind

NAME_LIMIT = 80
WORDS_LIMIT = 500
SCENE_WORDS = ("purpose", "audience", "constraints", "outcome")
"""What a scene is drafted and judged by, in the team's words."""

_NUMBER = r"(?:[a-ce-mo-su-z]-?)?\d{1,4}(?:\.\d{1,2})?[a-z]{0,2}"
_NUMBER_FIRST = re.compile(rf"(?:scene\s+|sc\.?\s+)?#?(?P<number>{_NUMBER})(?![\w.-]\w)\b", re.I)
_IN_WORDS = re.compile(rf"(?<![\w.-])({_NUMBER})(?![\w-])", re.IGNORECASE)
_FIELDS: Mapping[str, str] = {
    "title": "title",
    "called": "title",
    "purpose": "purpose",
    "audience": "audience",
    "constraints": "constraints",
    "constraint": "constraints",
    "outcome": "outcome",
}
_FOOTAGE: Mapping[str, Footage] = {
    "not shot": "not shot",
    "unshot": "not shot",
    "not yet shot": "not shot",
    "none": "not shot",
    "missing": "not shot",
    "partly shot": "partly shot",
    "partly": "partly shot",
    "half shot": "partly shot",
    "shot": "shot",
    "all shot": "shot",
    "complete": "shot",
    "reviewed": "reviewed",
    "seen": "reviewed",
}
_READY: Mapping[str, bool] = {
    "ready": True,
    "is ready": True,
    "not ready": False,
    "isn't ready": False,
    "is not ready": False,
    "unready": False,
}
_DELIVERED: Mapping[str, bool] = {
    "delivered": True,
    "is delivered": True,
    "done": True,
    "not delivered": False,
    "isn't delivered": False,
    "is not delivered": False,
}
_NOBODY = frozenset({"nobody", "no one", "none", "-", "–"})
_BEGINS = r"title|called|purpose|audience|constraints?|outcome|footage|owner|(?:not )?ready"
_NEXT = re.compile(rf"\s*(?:\n|;)\s*(?=(?:{_BEGINS})\b)", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“”„«](?P<name>[^\"“”„«»]{1,200})[\"“”»]\s*[:,–]?\s*")
_OPENS = '"“”„«'
"""What a name in quotes begins with."""
_THING = re.compile(
    r"#?(?P<letter>[NTD])\s?[-#]?(?P<number>\d{1,9})\b"
    r"|[\"“”„«'‘](?P<quoted>[^\"“”„«»]{1,80}?)[\"“”»'’](?!\w)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?:\s|[,;+&]|\band\b|\bthe\b)+", re.IGNORECASE)
_KINDS: Mapping[str, SubjectKind] = {"N": "note", "T": "task", "D": "decision"}
_ENDS = " \t\n.,;:"

Shown = Literal["scene", "scenes", "deliverable", "deliverables"]


@dataclass(frozen=True)
class Thing:
    """What belongs to something: a note, task or decision by its `number`, a document by its
    kind (`name`)."""

    kind: SubjectKind
    number: int = 0
    name: str = ""

    @property
    def named(self) -> str:
        """Such as "N12" or "shot list"."""
        return self.name or f"{self.kind[0].upper()}{self.number}"


@dataclass(frozen=True)
class Said:
    """What a command says of a scene or deliverable: `name` is its number or name, `values` the
    columns that get these values. `ready` and `delivered` are said by themselves."""

    name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    ready: bool | None = None
    delivered: bool | None = None
    add: tuple[Thing, ...] = ()
    remove: tuple[Thing, ...] = ()

    @property
    def is_empty(self) -> bool:
        return (self.values, self.ready, self.delivered, self.add, self.remove) == (
            {}, None, None, (), (),
        )  # fmt: skip


def scene_number(words: str) -> str | None:
    """The number of a scene as the record has it: "Scene 03a" is "3A"; None where it is none."""
    found = _NUMBER_FIRST.fullmatch(one_line(words).strip(_ENDS))
    return _as_number(found["number"]) if found else None


def scenes_in(words: str | None) -> tuple[str, ...]:
    """The scenes that a note's own words name: "3", "scenes 3 and 4B"."""
    return tuple(dict.fromkeys(_as_number(each) for each in _IN_WORDS.findall(words or "")))


def read_scene(text: str, members: Sequence[Member]) -> Said:
    """The words after `/scripty scene`, as Slack delivers them.

    Raises NoNumberError, NotAboutScenesError, NothingSaidError, TooLongError, FootageError,
    WhoError, NothingNamedError, BadInputError.
    """
    begun = _NUMBER_FIRST.match(text.strip())
    if begun is None:
        raise NoNumberError(_plain(text, members))
    number = _as_number(begun["number"])
    rest = text.strip()[begun.end() :].strip(" \t\n:,")
    said = Said(number)
    for part in _NEXT.split(rest):
        if part.strip():
            said = _also(said, _of_scene(number, part.strip(), members))
    return said


def read_deliverable(
    text: str, now: datetime, timezone: str, members: Sequence[Member], known: Sequence[str]
) -> Said:
    """The words after `/scripty deliverable`; `known` are the names that there are.

    Raises NoDeliverableNameError, NothingSaidError, TooLongError, NothingNamedError,
    BadInputError.
    """
    name, rest = _name_first(text.strip(), known, members)
    if len(name) > NAME_LIMIT:
        raise TooLongError("name", NAME_LIMIT)
    said = Said(name)
    if not rest:
        return said
    if (delivered := _DELIVERED.get(_bare(rest))) is not None:
        return _also(said, Said(name, delivered=delivered))
    first, _, after = rest.partition(" ")
    if first.lower() in ("add", "remove"):
        return _also(said, _things(name, first.lower(), after, members))
    if first.lower().strip(":") == "audience":
        return Said(name, {"audience": _words("audience", after, members)})
    return Said(name, _specified(rest, now, timezone, members))


def read_things(words: str, verb: str) -> tuple[Thing, ...]:
    """What is named, once each: "N12, T4 and the shot list". Words that are no number are taken
    for the kind of a document. Raises NothingNamedError."""
    rest = words.strip(" :")
    found: list[Thing] = []
    while True:
        if between := _BETWEEN.match(rest):
            rest = rest[between.end() :]
        if not rest.strip(_ENDS):
            break
        match = _THING.match(rest)
        if match is None:
            name, rest = _until_next(rest)
        else:
            name, rest = match["quoted"] or "", rest[match.end() :]
        if match is not None and match["letter"]:
            found.append(Thing(_KINDS[match["letter"].upper()], int(match["number"])))
        elif kind := one_line(name).strip(_ENDS + "\"'“”‘’").lower():
            found.append(Thing("document", name=kind))
    if not found:
        raise NothingNamedError(verb)
    return tuple(dict.fromkeys(found))


def block_of(which: Shown, subject: object, page: int, row: Scene | Deliverable) -> str:
    """The block_id of the buttons of a scene or deliverable: it tells what was pressed in, its card
    (`subject` is its own id) or a page of the list of a production (the production's)."""
    return f"{which}:{subject}:{page}:{row.id}"


def shown_in(block_id: str) -> tuple[Shown, str, int] | None:
    """What was pressed in, by a `block_of`; None for another block_id."""
    parts = block_id.split(":")
    if len(parts) != 4 or not parts[2].isdigit():
        return None
    match parts[0]:
        case "scene" | "scenes" | "deliverable" | "deliverables":
            return parts[0], parts[1], int(parts[2])
    return None


def checked(name: str, words: str) -> str:
    """Words that somebody entered, within their limit. Raises TooLongError."""
    limit = NAME_LIMIT if name in ("title", "name") else WORDS_LIMIT
    said = one_line(words)
    if len(said) > limit:
        raise TooLongError(name, limit)
    return said


def _as_number(words: str) -> str:
    """Without zeros in front: "03a" is "3A"."""
    return re.sub(r"(?<![\d.])0+(?=\d)", "", words.upper())


def _also(said: Said, more: Said) -> Said:
    return Said(
        said.name,
        {**said.values, **more.values},
        more.ready if more.ready is not None else said.ready,
        more.delivered if more.delivered is not None else said.delivered,
        said.add + more.add,
        said.remove + more.remove,
    )


def _of_scene(number: str, part: str, members: Sequence[Member]) -> Said:
    bare = _bare(part)
    if (ready := _READY.get(bare)) is not None:
        return Said(number, ready=ready)
    if bare != "none" and bare in _FOOTAGE:
        return Said(number, {"footage": _FOOTAGE[bare]})
    if quoted := _QUOTED.fullmatch(part):
        return Said(number, {"title": _words("title", quoted["name"], members)})
    first, _, rest = part.partition(" ")
    word = first.lower().strip(":=")
    if word in _FIELDS:
        name = _FIELDS[word]
        return Said(number, {name: _words(name, rest, members)})
    match word:
        case "footage":
            return Said(number, {"footage": _footage(rest)})
        case "owner":
            return Said(number, {"owner": _owner(rest, members)})
        case "add" | "remove":
            return _things(number, word, rest, members)
    raise NotAboutScenesError(number, _plain(part, members))


def _footage(words: str) -> Footage:
    found = _FOOTAGE.get(re.sub(r"^(?:is|:)\s*", "", _bare(words)))
    if found is None:
        raise FootageError(words)
    return found


def _owner(words: str, members: Sequence[Member]) -> str | None:
    """Whom these words mean, None for nobody. Raises WhoError, BadInputError."""
    if _bare(words) in _NOBODY:
        return None
    owner, rest = take_owner(words, members)
    if owner is not None and not rest.strip(_ENDS):
        return owner
    member = find_member(words, members)
    if member is None:
        raise WhoError(_plain(words, members))
    return member.user


def _things(name: str, verb: str, words: str, members: Sequence[Member]) -> Said:
    things = read_things(_plain(words, members), verb)
    return Said(name, add=things) if verb == "add" else Said(name, remove=things)


def _specified(
    words: str, now: datetime, timezone: str, members: Sequence[Member]
) -> dict[str, Any]:
    """A specification, an owner, and the day it is due; the last two in any order at the end."""
    rest, due = split_due(words, now, timezone)
    owner, rest = take_owner(rest, members)
    if due is None:
        rest, due = split_due(rest, now, timezone)
    values: dict[str, Any] = {}
    specification = _plain(rest, members).strip(" ,;").rstrip(" –-,;")
    if specification:
        values["specification"] = checked("specification", specification)
    if owner is not None:
        values["owner"] = owner
    if due is not None:
        values |= {"due": due.date, "due_written": due.written}
    return values


def _name_first(text: str, known: Sequence[str], members: Sequence[Member]) -> tuple[str, str]:
    """The name that a command begins with, and the rest. Without quotes it is a known name, or
    the only word."""
    if quoted := _QUOTED.match(text):
        name = _plain(quoted["name"], members).strip(_ENDS)
        if not any(char.isalnum() for char in name):
            raise NoDeliverableNameError
        return name, text[quoted.end() :].strip()
    for name in sorted(known, key=len, reverse=True):
        begun = text[: len(name)]
        if begun.casefold() == name.casefold() and not text[len(name) :][:1].isalnum():
            return name, text[len(name) :].strip(" \t\n:,")
    if not any(char.isalnum() for char in text) or "@" in text.partition(" ")[0]:
        raise NoDeliverableNameError
    if " " in text or text[0] in _OPENS:
        raise NoDeliverableNameError(_plain(text, members))
    return _plain(text, members).strip(_ENDS), ""


def _words(name: str, words: str, members: Sequence[Member]) -> str:
    """What is said of a field; a lone - clears it. Raises NothingSaidError, TooLongError."""
    said = _plain(words, members).strip().removeprefix("is ").strip()
    if not said:
        raise NothingSaidError(name)
    return "" if said in ("-", "–") else checked(name, said)


def _until_next(words: str) -> tuple[str, str]:
    """The words up to a comma or to the next thing that looks like one, and the rest."""
    for place in re.finditer(r"[,;]|\s(?:and\s|&\s)?(?=\S)", words):
        if words[place.start()] in ",;" or _THING.match(words[place.end() :]):
            return words[: place.start()], words[place.end() :]
    return words, ""


def _bare(words: str) -> str:
    return one_line(words).strip(_ENDS + "!").lower().replace("’", "'")


def _plain(words: str, members: Sequence[Member]) -> str:
    return one_line(plain(words, {member.user: member.name for member in members}))
