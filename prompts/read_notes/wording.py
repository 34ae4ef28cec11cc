"""Whether a sentence that a model wrote says only what people said.

Every word of it stands in the source messages, or is one of a few plain words of the trade; a
word that says which way to change something needs words that point the same way ("too quiet"
allows "louder", and not "quieter"); a number, a name, a *not* and a *keep* need their own.
"""

import re
from collections.abc import Iterable, Sequence
from unicodedata import category

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,:;/]\d+)*")
_PUNCTUATION = frozenset(" .,;:!?'’\"“”()/-–—%&+°€$£…")
_MARK_UP = re.compile(r"://|\bwww\.|&\w+;|:[a-z][\w+-]*:|\w\.[^\W\d]{2}", re.IGNORECASE)
_NOT = re.compile(
    r"\b(?:no|not|never|without|none|nothing|cannot|\w+n['’]t|nicht|kein\w*|nie|ohne|sin|nunca"
    r"|pas|jamais|sans)\b",
    re.IGNORECASE,
)
_KEEP = re.compile(r"\b(?:keep\w*|stay\w*|leave|untouched|as (?:it )?is)\b", re.IGNORECASE)
_SHORT_WORD, _LONG_WORD = 4, 6

_PLAIN_WORDS = """
    a an the this that these those it its there here and or but so of in on at to from for with
    by as than into is are be was were has have do does make use give put get let check see look
    show fix change adjust correct improve rework redo review update set try find confirm clarify
    decide explain tell answer what which who when where why how can could should need needs film
    video programme version frame frames second seconds time moment shot shots title bit slightly
"""
_PLAIN = frozenset(_PLAIN_WORDS.split())
_SAID_FOR = (
    ("bigger larger enlarge", "increase", "small tiny little"),
    ("smaller shrink", "reduce", "big large huge"),
    ("louder raise boost", "up", "quiet low soft faint"),
    ("quieter lower duck reduce", "down", "loud high hot big"),
    ("longer extend lengthen", "hold", "short quick fast brief abrupt"),
    ("shorter shorten trim tighten", "drag", "long slow"),
    ("add include insert", "missing lacks", "few empty bare"),
    ("remove cut lose delete drop", "kill out rid away", "much many"),
    ("earlier sooner", "", "late"),
    ("later", "", "early soon"),
    ("slower", "slow", "fast quick rushed"),
    ("faster quicker", "", "slow long"),
    ("brighter lighter", "", "dark gloomy"),
    ("darker", "darken", "bright light"),
    ("warmer", "", "cold cool blue"),
    ("cooler colder", "", "warm orange"),
    ("higher", "up", "low"),
    ("lower", "down", "high"),
    ("sharper", "blurry blurred", "soft"),
    ("softer", "", "hard harsh loud"),
    ("more", "", "little few"),
    ("less fewer", "", "much many"),
    ("move shift", "", "early late high low close far"),
    ("replace swap", "instead", ""),
)
"""What may be asked; words that ask the same; faults that ask for it after "too". Two by two
they are opposites, but for the last."""

_ENDINGS = ("", "s", "d", "ed", "ing")
_TOO = re.compile(r"\btoo (?:(?:much|far|damn|bloody) )?([^\W\d_]+)", re.IGNORECASE)
_WAYS = [
    (frozenset(asked.split()), frozenset(f"{asked} {same}".split()), frozenset(faults.split()))
    for asked, same, faults in _SAID_FOR
]
_OPPOSITES = 22
_DIRECTIONS = frozenset[str]().union(*(asked for asked, _, _ in _WAYS))


def is_plain(text: str) -> bool:
    """One line of words: no link, mention, mark-up, emoji or control character."""
    allowed = all(
        character in _PUNCTUATION or character.isalnum() or category(character).startswith("M")
        for character in text
    )
    return allowed and not _MARK_UP.search(text)


def is_faithful(
    ask: str, evidence: Sequence[str], messages: Sequence[str], people: Iterable[str]
) -> bool:
    """Whether `ask` says nothing that `evidence`, the words quoted, or the rest of their
    `messages` don't; `people` are names that need to stand there in full.
    """
    quoted = " ".join(evidence)
    if not numbers_in(ask) <= numbers_in(quoted):
        return False
    if any(bool(pattern.search(ask)) != bool(pattern.search(quoted)) for pattern in (_NOT, _KEEP)):
        return False
    said = set(_words(" ".join(messages)))
    asked = _words(ask)
    named = {part for name in people for part in _words(name)}
    if any(word in named and word not in said for word in asked):
        return False
    return bool(asked) and all(_points_as_said(w, quoted) and _stands(w, said) for w in asked)


def pull_apart(one: str, other: str) -> bool:
    """Whether two pieces of a thread ask for opposite things, as far as their words show."""
    if any(bool(pattern.search(one)) != bool(pattern.search(other)) for pattern in (_NOT, _KEEP)):
        return True
    ways = _ways_in(one)
    others = _ways_in(other)
    return any(way ^ 1 in others and way not in others for way in ways if way < _OPPOSITES)


def numbers_in(text: str) -> set[str]:
    """Numbers, clock times and timecodes, as written."""
    return set(_NUMBER.findall(text))


def _words(text: str) -> list[str]:
    return [word.casefold().replace("’", "'") for word in _WORD.findall(text)]


def _points_as_said(word: str, quoted: str) -> bool:
    """Whether a word that says which way has words beside it that point the same way."""
    ways = {way for way, (asked, _, _) in enumerate(_WAYS) if word in asked}
    return not ways or bool(ways & _ways_in(quoted))


def _ways_in(text: str) -> set[int]:
    said = set(_words(text))
    faulty = {fault.casefold() for fault in _TOO.findall(text)}
    return {
        way
        for way, (_, same, faults) in enumerate(_WAYS)
        if faults & faulty or any(word + ending in said for word in same for ending in _ENDINGS)
    }


def _stands(word: str, said: set[str]) -> bool:
    if word in _PLAIN or word in _DIRECTIONS or word in said:
        return True
    if len(word) < _SHORT_WORD:
        return False
    beginning = word[: 5 if len(word) >= _LONG_WORD else _SHORT_WORD]
    return any(each.startswith(beginning) for each in said)
