"""Whether two suggestions ask for the same, in whatever words. Pure.

It dares more than `handlers.notes.ideas`: what was rejected and is folded away here stands under
the rejected one, one press from being a draft again. Two suggestions are alike when they want it
the same way (something shot, left out, kept, replaced, changed, asked: `ways`), nothing in them
names two different things of a kind (scene 4 and scene 5, dawn and dusk: `film_words`), and what
both are about weighs more than what is left over. Words are one that have a stem, a meaning in the
trade or nearly a place (`word_vectors`) in common. What is left over on one side only was left out
or added; what is left over on both sides is something else in its place, and weighs most.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from handlers.notes.reader.likeness import stem
from handlers.notes.reader.moments import find_moments
from handlers.suggestions.film_words import Meaning, little, meanings, phrases, stemmed, words
from handlers.suggestions.ways import begun, plainly, pull_one_way, way_of, without_way
from handlers.suggestions.word_vectors import nearness, telling

_READ = 400
"""Characters of a suggestion that are compared: what it asks stands at its beginning."""

_LONG_ENOUGH = 5
"""Letters of a word from which on a slip in it can be told from another word."""

_OTHER = 1.0
"""The weight of a word that isn't one of the trade's."""

_SAYS_A_THING = 2
"""Words of a suggestion that asks for something: one alone is a heading."""

_VERB, _ACTION = 0.35, 0.5
"""The weights of a word that only says how a thing is to be done, and of what somebody does."""

_MISSING, _EXTRA, _BOTH = 0.7, 0.8, 1.8
"""How much speaks against two being one: a word that only the rejected one says, one that only the
new one says, and one in another's place."""

NEAR = 0.45
"""The cosine from which on two words are taken for one."""

_ENOUGH = 0.56
"""The share that what both say has of all that."""

_ASKED = re.compile(
    r"\b(?:ask|check with|clear with|confirm with|with|question for|from|tell)\s+(?:the\s+)?"
    r"(?:director|producer|production|editor|client|team|crew|cutter|dop|agency|sound|writer)\b"
    r"|^\W*the (?:director|producer|editor|client) (?:should|could|must|has to|needs to) "
    r"(?:say|tell|decide|confirm|know)\b",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    r"\b(?:replace\w*|swap\w*|exchang\w+|substitut\w+|switch\w*|chang\w+)\b(?P<old>[^.;!?\n]*?)"
    r"\b(?:with|by|for|to)\b(?P<new>[^.;!?\n]*)",
    re.IGNORECASE,
)
_REPLACED_WITH = re.compile(
    r"(?P<old>[^.;!?\n]*?)\b(?:be|is|are|get|gets|have)?\s*(?:replaced|swapped|exchanged"
    r"|substituted)\s"
    r"(?:with|by|for)\b(?P<new>[^.;!?\n]*)",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"(?P<new>[^.;!?\n]*?)"
    r"(?:\b(?:instead of|rather than|in place of|in lieu of|than)\b|(?:,|\band) not\b)"
    r"(?P<old>[^.,;!?\n]*)",
    re.IGNORECASE,
)
_IN_OUT = re.compile(
    r"(?P<new>[^.;!?\n]*?)\bin(?:,| and) (?P<old>[^.,;!?\n]*?)\bout\b", re.IGNORECASE
)
_RECORDS = re.compile(r"^\W*(?:\w+\W+){0,3}?record\b", re.IGNORECASE)
_SEEN_OR_SAID = frozenset(
    {"size", "move", "support", "technique", "voice", "instrument", "graphic"}
)
_OBJECT = (
    r"(?=(?:the|an?|his|her|their|its|our|some|one|more|this|that|it|them"
    r"|up|off|out|down|back|away|together)\b)"
)
_ORDERS = re.compile(rf"\A\W*(?P<verb>[^\W\d_]{{2,}}) {_OBJECT}", re.IGNORECASE)
_ACTS = re.compile(
    rf"(?:\b(?:who|to|he|she|they|we|you|be|been|being|get|gets) (?=(?P<verb>[^\W\d_]{{2,}})))"
    rf"|\b(?P<act>[^\W\d_]{{2,}}(?:s|ing|ed)) {_OBJECT}",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"\b(?:over|before|after|at|in|on|under|of|from|for|with|during|near|behind|when|while|as|where"
    r"|that|which|by|into|through|along|to)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,:]")
_COUNTING = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty
"""
_NUMBERS = {word: str(number) for number, word in enumerate(_COUNTING.split())}
_TENS = "thirty forty fifty sixty seventy eighty ninety"
_NUMBERS |= {word: str(number * 10) for number, word in enumerate(_TENS.split(), 3)}
_NUMBERS |= {
    f"{ten}-{one}": str(int(_NUMBERS[ten]) + int(_NUMBERS[one]))
    for ten in ("twenty", *_TENS.split())
    for one in _COUNTING.split()[1:10]
}
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
_QUOTED = re.compile(r"[“\"](?P<quoted>[^”\"]{1,60})[”\"]")
_NAME = re.compile(r"(?<![.!?:]\s)(?<!^)(?<=\s)[A-Z][^\W\d_]{2,}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_POSSESSIVE = re.compile(r"['’]s\b|n['’]t\b")


@dataclass(frozen=True)
class Ask:
    """A suggestion taken apart: which `way` it pulls; what it is `about`, words with their weights;
    how each was `spelled`; which words it has of each kind of which two different ones mean two
    different things (`apart`); its `numbers`; what is meant before where and when it is (`head`);
    and of a replacement what comes (`new`) and what goes (`old`). A `bare` one is a word alone."""

    way: str
    about: Mapping[str, float]
    spelled: Mapping[str, str]
    apart: Mapping[str, frozenset[str]]
    numbers: frozenset[str]
    bare: bool = False
    head: frozenset[str] = frozenset()
    new: frozenset[str] = frozenset()
    old: frozenset[str] = frozenset()


@lru_cache(maxsize=4096)
def ask_of(text: str) -> Ask:
    """Take a suggestion apart. Never raises."""
    said = plainly(_without_moments(text[:_READ]))
    pattern, standing = phrases()
    said = pattern.sub(lambda found: _standing(found[0], standing), said)
    way = way_of(said)
    rest = _AMOUNT.sub(" ", without_way(said, way))
    numbers = _numbers(rest)
    rest = _ASKED.sub(" ", _NUMBER.sub(" ", _LABELLED.sub(" ", rest)))
    about, spelled, apart = _taken_apart(rest)
    for pattern, weight in ((_ORDERS, _VERB), (_ACTS, _ACTION)):
        for verb in _verbs(rest, pattern) & about.keys():
            about[verb] = min(about[verb], weight)
    if _RECORDS.search(rest) and not apart.keys() & _SEEN_OR_SAID:
        apart["medium"] = frozenset({"sound"})
    if names := {each.casefold() for each in _NAME.findall(rest)} - words():
        apart["name"] = frozenset(names)
    if quoted := {found["quoted"].casefold() for found in _QUOTED.finditer(said)}:
        apart["quoted"] = frozenset(quoted)
    new, old = _replaced(rest) if way == "replace" else (frozenset(), frozenset())
    bare = len(_WORD.findall(text)) < _SAYS_A_THING
    return Ask(way, about, spelled, apart, numbers, bare, _head(rest), new, old)


def alike(one: Ask, other: Ask, rarity: Mapping[str, float] | None = None) -> bool:
    """Whether `other` asks again for what `one` does; `rarity` weighs words by how seldom a
    production says them."""
    if one.bare or other.bare or not _one_way(one, other) or not _may_be_one(one, other):
        return False
    pairs = _paired(one, other)
    if not any(one.about[word] >= 0.5 and word not in _ONLY_MEDIUM for word in pairs):
        return False
    if one.way not in ("", "replace") and not (one.head & pairs.keys()):
        return False
    if one.way in ("remove", "keep") and not other.head & set(pairs.values()):
        return False
    if one.new and other.new and not {pairs.get(word) for word in one.new} & other.new:
        return False
    return _enough(one, other, pairs, rarity or {})


def _paired(one: Ask, other: Ask) -> Mapping[str, str]:
    """The words of one that other says too, or says in a word near it."""
    pairs = {word: word for word in one.about.keys() & other.about.keys()}
    left = one.about.keys() - pairs.keys()
    right = other.about.keys() - pairs.keys()
    near = sorted(
        (
            (close, word, its)
            for word in left
            for its in right
            if (close := _closeness(one.spelled[word], other.spelled[its])) >= NEAR
        ),
        reverse=True,
    )
    for _, word, its in near:
        if word not in pairs and its not in pairs.values():
            pairs[word] = its
    return pairs


def _closeness(one: str, other: str) -> float:
    """How near two words are; two of the trade that mean different things never are."""
    if _meaning(one) is not None and _meaning(other) is not None:
        return 0.0
    return nearness(one, other)


def _enough(one: Ask, other: Ask, pairs: Mapping[str, str], rarity: Mapping[str, float]) -> bool:
    """Whether what both say weighs more than what is left over: of one side only it is left out or
    added, on both sides it is something else in its place."""
    missing = _weight(one.about.keys() - pairs.keys(), one.about, rarity)
    missing += 0.5 * bool(one.numbers and not other.numbers)
    extra = _weight(other.about.keys() - set(pairs.values()), other.about, rarity)
    extra += 0.5 * bool(other.numbers and not one.numbers)
    lacks = _MISSING * missing + _EXTRA * extra + _BOTH * min(missing, extra)
    shared = _weight(pairs, one.about, rarity)
    return shared >= _ENOUGH * (shared + lacks)


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


_ONLY_MEDIUM = frozenset({"before", "after"})


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


def _verbs(said: str, pattern: re.Pattern[str]) -> frozenset[str]:
    """Stems of what is to be done or is done, where no word of the trade says it."""
    found = [each[each.lastgroup or 0].casefold() for each in pattern.finditer(begun(said))]
    return frozenset(stem(each) for each in found if _meaning(each) is None)


def _head(said: str) -> frozenset[str]:
    """The first thing that is named, before any word that says where or when."""
    for part in _WHERE.split(said):
        about, _, _ = _taken_apart(part)
        if about:
            return frozenset(about)
    return frozenset()


def _replaced(said: str) -> tuple[frozenset[str], frozenset[str]]:
    """What comes and what goes in a replacement."""
    for pattern in (_INSTEAD, _IN_OUT, _REPLACED_WITH, _FROM_TO):
        if found := pattern.search(said):
            new, old = (
                _named(found["new"], last=pattern in (_INSTEAD, _IN_OUT)),
                _named(found["old"]),
            )
            if old and pattern is _INSTEAD and not new:
                new = _named(said[found.end() :])
            return new - old, old - new
    return frozenset(), frozenset()


def _named(said: str, *, last: bool = False) -> frozenset[str]:
    """The things that are meant, without where they are: of several clauses the `last` one."""
    clauses = [each for each in _CLAUSE.split(said) if _things(each)]
    parts = _WHERE.split(clauses[-1 if last else 0]) if clauses else []
    return next((things for part in parts if (things := _things(part))), frozenset())


def _things(said: str) -> frozenset[str]:
    about, _, _ = _taken_apart(said)
    return frozenset(word for word, weight in about.items() if weight >= 0.8)


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
    for found in _WORD.finditer(_POSSESSIVE.sub("", said)):
        word = found[0].casefold()
        meaning = _meaning(word)
        if meaning is not None:
            _mean(meaning, about, kinds)
            spelled[meaning.word] = word
        elif word not in little() and len(word) > 2:
            weight = _OTHER if found[0][0].isupper() else telling(word)
            if word.endswith("ly"):
                weight = min(weight, _VERB)
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


def _one_way(one: Ask, other: Ask) -> bool:
    """Whether both pull one way. "Put it before the titles" moves it; music that fades out is
    left out."""
    ways = {one.way, other.way}
    if ways == {"remove", "change fadeout"}:
        return all("music" in each.apart.get("medium", ()) for each in (one, other))
    if ways == {"", "change change"}:
        return any(its & other.apart.get(kind, frozenset()) for kind, its in one.apart.items())
    if ways == {"", "change move"}:
        return any(one.apart.get(kind) and other.apart.get(kind) for kind in ("order", "end"))
    return pull_one_way(one.way, other.way)


def _may_be_one(one: Ask, other: Ask) -> bool:
    """Nothing in the words says that they are about different things."""
    if one.numbers and other.numbers and one.numbers != other.numbers:
        return False
    if one.new & other.old or one.old & other.new:
        return False
    if ("technique" in one.apart) != ("technique" in other.apart):
        return False
    return all(
        said & other.apart[kind] for kind, said in one.apart.items() if other.apart.get(kind)
    )


def _weight(
    said: Iterable[str], weights: Mapping[str, float], rarity: Mapping[str, float]
) -> float:
    return sum(weights[word] * rarity.get(word, 1.0) for word in said)
