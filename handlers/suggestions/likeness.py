"""Whether two suggestions ask for the same, in whatever words. Pure.

It dares more than `handlers.notes.ideas`: what was rejected and is folded away here stands under
the rejected one, one press from being a draft again. Two suggestions that pull in opposite ways
(`ways`), or name two different things of a kind (scene 4 and scene 5, dawn and dusk: `film_words`),
or say one sentence with other words in one place of it, are never alike. Of all others it is
weighed how much of what each is about the other says too, in words that have a stem, a meaning in
the trade or nearly a place (`word_vectors`) in common. Why it is wanted may be left out, and may
say what the other asks.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import OSA

from handlers.notes.reader.likeness import stem
from handlers.notes.reader.moments import find_moments
from handlers.suggestions.film_words import Meaning, little, meanings, phrases, stemmed, words
from handlers.suggestions.ways import (
    kind_of,
    opposite,
    plainly,
    reasons,
    up_or_down,
    way_of,
    without_way,
)
from handlers.suggestions.word_vectors import nearness, telling

_READ = 400
"""Characters of a suggestion that are compared: what it asks stands at its beginning."""

_LONG_ENOUGH = 5
"""Letters of a word from which on a slip in it can be told from another word."""

_OTHER = 1.0
"""The weight of a word that isn't one of the trade's."""

_SAYS_A_THING = 2
"""Words of a suggestion that asks for something: one alone is a heading."""

_FRAME, _EXCHANGED = 5, 4
"""Words that a sentence is known by, and the most that are exchanged in it for others."""

_HOW = 0.35
"""The weight of a word that only says how a thing is to be done."""

NEAR = 0.45
"""The cosine from which on a rejected suggestion with such a word is looked at."""

_UNLIKE, _ONE = 0.3, 0.6
"""The cosines up to which two words have nothing, and from which on all, in common."""

_OF_ONE, _OF_OTHER, _OF_HEAD, _OTHER_WAY, _ASKS_OTHER, _LEAST = 8.5, 5.0, 2.0, 3.3, 3.0, 10.6
"""How much it says that the new one covers the rejected, is covered by it, and names its first
thing; how much it takes away that they want it in other ways, or ask another question; and the
least that all this must come to. A logistic regression over the ideas in tests/support, lifelike
ones counted twice, found them; they are rounded, the least so that 2 % of those are mistaken."""

_FROM_TO = re.compile(
    r"\b(?:replace\w*|swap\w*|exchang\w+|substitut\w+|switch\w*|chang\w+)\b(?P<old>[^.;!?\n]*?)"
    r"\b(?:with|by|for|to)\b(?P<new>[^.;!?\n]*)",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"(?P<new>[^.;!?\n]*?)"
    r"(?:\b(?:instead of|rather than|in place of|in lieu of|than)\b|(?:,|\band) not\b)"
    r"(?P<old>[^.,;!?\n]*)",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"\b(?:over|before|after|at|in|on|under|of|from|for|with|during|near|behind|when|while|as|where"
    r"|that|which|by|into|through|along|to)\b",
    re.IGNORECASE,
)
_COUNTING = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty
"""
_NUMBERS = {word: str(number) for number, word in enumerate(_COUNTING.split())}
_LABELLED = re.compile(
    rf"\b(?:scenes?|sc\.?|shots?|takes?|episodes?|chapters?|days?|versions?|v)[ -]?#?"
    rf"(?P<number>\d+[a-z]?|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"\b\d+(?:[.,]\d+)?[ -]?(?:%|percent|frames?|seconds?|secs?|s|ms|px|db|x|fps|minutes?|mins?"
    r"|hours?|metres?|meters?|m|mm|k)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.:])#?\d+[a-zA-Z]?(?![\w:])")
_NAME = re.compile(r"(?<![.!?:]\s)(?<!^)(?<=\s)[A-Z][^\W\d_]{2,}")
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class Ask:
    """A suggestion taken apart: which `way` it pulls, and whether sound is to go "up" or "down"
    (`sound`); what it is `about`, words with their weights, the words of why (`aside`), and how
    each was `spelled`; which words it has of each kind of which two different ones mean two
    different things (`apart`); its `numbers`; all its words in order (`sentence`); what is meant
    before where and when it is (`head`); and of a replacement what comes (`new`) and what goes
    (`old`). A `bare` one is a word alone."""

    way: str
    about: Mapping[str, float]
    spelled: Mapping[str, str]
    apart: Mapping[str, frozenset[str]]
    numbers: frozenset[str]
    sound: str = ""
    bare: bool = False
    aside: Mapping[str, str] = field(default_factory=dict)
    sentence: Sequence[str] = ()
    head: frozenset[str] = frozenset()
    new: frozenset[str] = frozenset()
    old: frozenset[str] = frozenset()


@lru_cache(maxsize=4096)
def ask_of(text: str) -> Ask:
    """Take a suggestion apart. Never raises."""
    said = plainly(_without_moments(text[:_READ]))
    pattern, standing = phrases()
    said = pattern.sub(lambda found: _standing(found[0], standing), said)
    main, why = reasons(said)
    if len(_taken_apart(main)[0]) < _SAYS_A_THING:
        main, why = said, ""
    way = way_of(main)
    sound = up_or_down(main, way)
    rest = _AMOUNT.sub(" ", without_way(main, way, sound))
    rest = _NUMBER.sub(" ", _LABELLED.sub(" ", rest))
    about, spelled, apart = _taken_apart(rest)
    if names := {each.casefold() for each in _NAME.findall(rest)} - words():
        apart["name"] = frozenset(names)
    new, old = _replaced(rest) if way == "replace" else (frozenset(), frozenset())
    return Ask(
        way, about, spelled, apart, _numbers(_AMOUNT.sub(" ", said)), sound,
        len(_WORD.findall(text)) < _SAYS_A_THING, _taken_apart(why)[1],
        [each.casefold() for each in _WORD.findall(main)], _head(rest), new, old,
    )  # fmt: skip


def alike(one: Ask, other: Ask, rarity: Mapping[str, float] | None = None) -> bool:
    """Whether `other` asks again for what `one` does; `rarity` weighs words by how seldom a
    production says them."""
    if any(each.bare or not each.about for each in (one, other)) or not _may_be_one(one, other):
        return False
    ones, others = _common(one, other), _common(other, one)
    if 0.0 in ones.values() and 0.0 in others.values() and _exchanged(one, other):
        return False
    head = max((ones[word] for word in one.head & ones.keys()), default=0.5)
    said = (
        _OF_ONE * _share(one, ones, rarity or {})
        + _OF_OTHER * _share(other, others, rarity or {})
        + _OF_HEAD * head
    )
    return said >= _LEAST + _against(one, other)


def _against(one: Ask, other: Ask) -> float:
    """What speaks against two that don't pull in opposite ways."""
    if one.sound and other.sound:
        return 0.0
    if kind_of(one.way) == kind_of(other.way):
        return _ASKS_OTHER if kind_of(one.way) == "ask" and one.way != other.way else 0.0
    return _OTHER_WAY


def _common(one: Ask, other: Ask) -> Mapping[str, float]:
    """How much of each word of one the other says."""
    its = [*other.spelled.values(), *other.aside.values()]
    return {
        word: 1.0
        if word in other.about or word in other.aside
        else max((_closeness(one.spelled[word], each) for each in its), default=0.0)
        for word in one.about
    }


def _closeness(one: str, other: str) -> float:
    """How near two words are, from 0 to 1; two of the trade that mean different things never."""
    if _meaning(one) is not None and _meaning(other) is not None:
        return 0.0
    close = nearness(one, other)
    return min((close - _UNLIKE) / (_ONE - _UNLIKE), 1.0) if close > _UNLIKE else 0.0


def _share(ask: Ask, said: Mapping[str, float], rarity: Mapping[str, float]) -> float:
    """The share that is said of what this is about."""
    weights = {word: weight * rarity.get(word, 1.0) for word, weight in ask.about.items()}
    return sum(weights[word] * much for word, much in said.items()) / sum(weights.values())


class Spelling:
    """Words as they were spelled before, to put slips of typing right by ("coridor")."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._by_letter: dict[str, set[str]] = {}
        for text in texts:
            for found in _WORD.finditer(text[:_READ]):
                word = found[0].casefold()
                if len(word) >= _LONG_ENOUGH:
                    self._by_letter.setdefault(word[0], set()).add(word)

    def correct(self, text: str) -> str:
        """The text with its slips put right; a word of the trade is none."""
        return _WORD.sub(self._put_right, text[:_READ])

    def _put_right(self, found: re.Match[str]) -> str:
        word = found[0].casefold()
        if len(word) < _LONG_ENOUGH or word in words() or stem(word) in stemmed():
            return found[0]
        return _nearest(word, self._by_letter.get(word[0], ())) or found[0]


def _nearest(word: str, known: Iterable[str]) -> str:
    """The one that this word misspells, or ""."""
    most = 1 if len(word) < 9 else 2
    best, at = "", most + 1
    for each in known:
        if each == word:
            return ""
        if abs(len(each) - len(word)) <= most:
            apart = OSA.distance(word, each, score_cutoff=most)
            if apart < at:
                best, at = each, apart
    return best


def _standing(said: str, standing: Mapping[str, str]) -> str:
    return standing[re.sub(r"[ -]", " ", said.casefold())]


def _without_moments(text: str) -> str:
    for moment in reversed(find_moments(text)):
        text = f"{text[: moment.start]} {text[moment.end :]}"
    return text


def _head(said: str) -> frozenset[str]:
    """The first thing that is named, before any word that says where or when."""
    for part in _WHERE.split(said):
        about, _, _ = _taken_apart(part)
        if about:
            return frozenset(about)
    return frozenset()


def _replaced(said: str) -> tuple[frozenset[str], frozenset[str]]:
    """What comes and what goes in a replacement."""
    found = _INSTEAD.search(said) or _FROM_TO.search(said)
    if not found:
        return frozenset(), frozenset()
    new, old = _things(found["new"]) or _things(said[found.end() :]), _head(found["old"])
    return new - old, old - new


def _things(said: str) -> frozenset[str]:
    return frozenset(_taken_apart(said)[0])


def _exchanged(one: Ask, other: Ask) -> bool:
    """Whether one is the sentence of the other with a few words exchanged."""
    ones, others = one.sentence, other.sentence
    ahead = _alike_ahead(ones, others)
    ones, others = ones[ahead:], others[ahead:]
    behind = _alike_ahead(ones[::-1], others[::-1])
    left = len(ones) - behind, len(others) - behind
    return ahead + behind >= _FRAME and min(left) > 0 and max(left) <= _EXCHANGED


def _alike_ahead(ones: Sequence[str], others: Sequence[str]) -> int:
    """How many words both begin with."""
    pairs = enumerate(zip(ones, others, strict=False))
    return next((at for at, (one, its) in pairs if one != its), min(len(ones), len(others)))


def _numbers(said: str) -> frozenset[str]:
    labelled = {found["number"].casefold() for found in _LABELLED.finditer(said)}
    found = {_NUMBERS.get(each, each) for each in labelled}
    return frozenset(found | {each[0].casefold().lstrip("#") for each in _NUMBER.finditer(said)})


def _taken_apart(
    said: str,
) -> tuple[dict[str, float], dict[str, str], dict[str, frozenset[str]]]:
    """What words are about, with their weights; how each was spelled; and those of each kind that
    is told apart."""
    about: dict[str, float] = {}
    spelled: dict[str, str] = {}
    kinds: dict[str, set[str]] = {}
    for found in _WORD.finditer(said):
        word = found[0].casefold()
        meaning = _meaning(word)
        if meaning is not None:
            _mean(meaning, about, kinds)
            spelled[meaning.word] = word
        elif word not in little() and len(word) > 2:
            weight = _OTHER if found[0][0].isupper() else telling(word)
            if word.endswith("ly"):
                weight = min(weight, _HOW)
            if weight:
                about[stem(word)] = weight
                spelled[stem(word)] = word
    return about, spelled, {kind: frozenset(said_) for kind, said_ in kinds.items()}


def _meaning(word: str) -> Meaning | None:
    if (meaning := meanings().get(word)) or word in little():
        return meaning
    return stemmed().get(stem(word))


def _mean(meaning: Meaning, about: dict[str, float], kinds: dict[str, set[str]]) -> None:
    for kind in meaning.kinds:
        if kind.weight:
            about[meaning.word] = kind.weight
        if kind.apart:
            kinds.setdefault(kind.name, set()).add(meaning.word)
        if kind.medium:
            kinds.setdefault("medium", set()).add(kind.medium)


def _may_be_one(one: Ask, other: Ask) -> bool:
    """Nothing in the words says that they are about different things, or want the opposite."""
    if one.numbers and other.numbers and one.numbers != other.numbers:
        return False
    if one.new & other.old or one.old & other.new:
        return False
    if one.sound and other.sound:
        if one.sound != other.sound:
            return False
    elif opposite(one.way, other.way):
        return False
    return all(
        said & other.apart[kind] for kind, said in one.apart.items() if other.apart.get(kind)
    )
