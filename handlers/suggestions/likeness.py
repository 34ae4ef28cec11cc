"""Whether two suggestions ask for the same, in whatever words. Pure.

It dares more than `handlers.notes.ideas`: what was rejected and is folded away here stands under
the rejected one, one press from being a draft again. Two suggestions are alike when they want it
the same way (something shot, left out, kept, replaced, changed, asked), nothing in them names two
different things of a kind (scene 4 and scene 5, dawn and dusk, a wide and a close-up), and what
both are about weighs more than what only one of them says.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from handlers.notes.reader.likeness import stem
from handlers.notes.reader.moments import find_moments
from handlers.suggestions.film_words import Meaning, little, meanings, phrases, stemmed, words

_READ = 400
"""Characters of a suggestion that are compared: what it asks stands at its beginning."""

_LONG_ENOUGH = 5
"""Letters of a word from which on a slip in it can be told from another word."""

_OTHER = 1.0
"""The weight of a word that isn't one of the trade's."""

_SAYS_A_THING = 2
"""Words of a suggestion that asks for something: one alone is a heading."""

_VERB = 0.35
"""The weight of a word that only says how a thing is to be done."""

_MISSING, _EXTRA, _BOTH = 0.55, 0.8, 2.2
"""How much speaks against two being one: a word that only the rejected one says, one that only the
new one says, and one in another's place."""

_ENOUGH = 0.56
"""The share that what both say has of all that."""

_ASIDE = re.compile(
    r"\b(?:because|since|otherwise|so that|so (?=(?:people|we|they|nobody|everybody|everyone"
    r"|viewers|it|you|he|she|the (?:audience|viewer|edit))\b)"
    r"|as (?=(?:it|we|they|nobody|people|viewers"
    r"|the (?:audience|edit|editor|cut|client|director))\b))[^.,;:!?\n]*"
    r"|[,;–—-]\s*(?:it|that|this|they|he|she|we|which|as|otherwise)\b(?![^.;!?\n]*\b(?:pick|cut"
    r"|film|shoot|get|record|take|use|still|be)\b)[^.;!?\n]*"
    r"|\b(?:for|to add|to give|to keep|would add|adds?|brings? in) "
    r"(?:(?:some|more|the|a|bit|of|it)\s)*(?:pace|drama|rhythm|energy|tension|emotion|flow"
    r"|impact|effect"
    r"|clarity|context|variety)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^\W*(?:pick[- ]?ups?|shots?|idea|suggestion|proposal|to do|note|edit|question)\s*:\s*",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:ask|check with|clear with|confirm with|with|question for|from|tell)\s+(?:the\s+)?"
    r"(?:director|producer|production|editor|client|team|crew|cutter|dop|agency|sound|writer)\b"
    r"|^\W*the (?:director|producer|editor|client) (?:should|could|must|has to|needs to) "
    r"(?:say|tell|decide|confirm|know)\b",
    re.IGNORECASE,
)
_WISHING = re.compile(
    r"^\W*(?:(?:please|maybe|perhaps|and|also|then)\W+)*(?:(?:could|can|should|shall|would"
    r"|might|may"
    r"|couldn['’]t|can['’]t|shouldn['’]t|wouldn['’]t|won['’]t)\b|why (?:not|don['’]t we)\b"
    r"|(?:how|what) about\b|is there (?:room|a chance|time|any way)\b|let['’]?s\b|i['’]d\b"
    r"|i would\b|we (?:should|could|need|want|might)\b)",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"^\W*(?:[\w ,.]{0,30}[:,]\s*)?(?:ask|who|whom|whose|what|which|why|how|does|did"
    r"|is|are|was|were|has|will|(?:do|have)(?= (?:we|you|they|people)\b)|(?:when|where)(?![^?]*,)"
    r"|clarify|explain|find out|confirm|check (?:with|if|that|whether))\b"
    r"(?!['’]t\b)|[.?!;,]\s*ask\b|\?\s*$"
    r"|\b(?:whether|who|by whom|find out|clarify|make sure (?:with|that)|question for"
    r"|it is (?:open|unclear|not clear))\b",
    re.IGNORECASE,
)
_ORDER_TO_NOT = re.compile(r"^\W*(?:please\s)?(?:do not|don['’]?t)\b", re.IGNORECASE)
_ABOUT: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"\b(?:{said})\b", re.IGNORECASE))
    for kind, said in (
        ("who", r"who|whom|which person|responsible"),
        ("when", r"when|what time|which day|what day|availab\w+"),
        ("cost", r"how much|costs?|price|budget"),
        ("how long", r"how long|how many"),
        ("why", r"why|what for|how come|reason|explain"),
        ("which", r"which(?! person)|what"),
    )
)
_FORBIDS = re.compile(
    r"\b(?:do not|don['’]?t|never|no need (?:to|for)|must(?:n['’]?t| not)|should(?:n['’]?t| not)"
    r"|needn['’]?t|avoid|stop)\b(?P<what>[^.;!?\n]*)",
    re.IGNORECASE,
)
_NEEDLESS = re.compile(
    r"\b(?:(?:do not|don['’]?t|doesn['’]?t) (?:\w+ )?(?:need|want)|no need for"
    r"|unnecessary|superfluous"
    r"|not (?:needed|necessary))\b",
    re.IGNORECASE,
)
_REPLACES = re.compile(
    r"\b(?:replace\w*|swap\w*|exchang\w+|substitut\w+|switch(?:ed|es)?"
    r"|chang\w+(?=[^.;!?]*\bfrom\b[^.;!?]*\bto\b)"
    r"|instead|rather than|in place of|in lieu of)\b|\b(?:,|and) not\b",
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
    r"(?:\b(?:instead of|rather than|in place of|in lieu of)\b|(?:,|\band) not\b)"
    r"(?P<old>[^.,;!?\n]*)",
    re.IGNORECASE,
)
_REMOVES = re.compile(
    r"\b(?:remov(?:e|es|ed|ing)|delet(?:e|es|ed|ing)|los(?:e|ing)|drop(?:ped|ping)?|omit(?:ted"
    r"|ting)?"
    r"|scrap(?:ped)?|ditch(?:ed)?|skip(?:ped)?|get(?:ting)? rid|leave(?= (?:[\w']+ ){0,6}out\b)"
    r"|no more"
    r"|tak(?:e|es|ing|en)(?= (?:[\w']+ ){0,8}?out\b)|(?:could|should|can|must|has to|have to"
    r"|needs to) go"
    r"|cut(?:ting)? out|strip(?:ped)? (?:out|away)|bin|do away|eliminat\w+|without)\b"
    r"|(?<!rough )(?<!first )(?<!fine )(?<!final )(?<!the )(?<!a )(?<!this )(?<!each )"
    r"\bcut(?:ting|s)?\b(?! (?:away|to|in|on|between|from|back|into|list|earlier|later|together))",
    re.IGNORECASE,
)
_RECORDS = re.compile(r"^\W*(?:\w+\W+){0,3}?record\b", re.IGNORECASE)
_SEEN_OR_SAID = frozenset(
    {"size", "move", "support", "technique", "voice", "instrument", "graphic"}
)
_WANTS = re.compile(
    r"^\W*(?:please\s)?(?:film|shoot|get|record|capture|add|use|show|pick up|put|grab)\b",
    re.IGNORECASE,
)
_KEEPS = re.compile(
    r"\b(?:keep|keeps|kept|leave|retain|hold on to|hang on to|stick with)\b", re.IGNORECASE
)
_CHANGES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (way, re.compile(rf"\b(?:{said})\b", re.IGNORECASE))
    for way, said in (
        (
            "shorter",
            r"short(?:en\w*|er)|trim\w*|tighten\w*|tighter|too (?:long|slow)"
            r"|tak(?:e|ing) (?:[\w ]{0,20})?off|close up the (?:gap|pause)",
        ),
        (
            "longer",
            r"lengthen\w*|longer|extend\w*|too (?:short|rushed)|hold (?:on )?the (?:pause|shot)",
        ),
        ("brighter", r"bright(?:en\w*|er)|lighter|lift the exposure|too dark"),
        ("darker", r"dark(?:en\w*|er)|dim|too bright"),
        ("louder", r"louder|turn(?= (?:\w+ ){1,5}up\b)|boost|rais(?:e|ed|ing)|too quiet"),
        (
            "quieter",
            r"quieter|softer|turn(?= (?:\w+ ){1,5}down\b)|lower(?! third)(?:ed|ing)?|duck\w*"
            r"|too loud",
        ),
        ("bigger", r"bigger|larger|enlarge\w*|too small"),
        ("smaller", r"smaller|shrink\w*|reduce\w*|too (?:big|large)"),
        ("warmer", r"warm(?:er)?"),
        ("cooler", r"cool(?:er)?|colder"),
        ("grade", r"(?:re)?grad(?:e|ed|ing)|colou?r correct\w*"),
        ("steady", r"stabili[sz]\w+"),
        (
            "move",
            r"mov(?:e|ed) (?!camera)|shift(?:ed)?|postpone\w*"
            r"|bring(?= [\w' ]{1,30} forward)|forward",
        ),
        ("spelling", r"spell?\w*"),
        ("change", r"chang(?:e|ed|ing)|redesign\w*|rewrit\w+|adjust\w*"),
        ("credit", r"credit(?! roll)"),
        ("start", r"start(?:s|ing)? (?:the|with the)"),
        ("light", r"light the"),
    )
)
_PASSIVE = re.compile(r"\b(?:be|been|being|get|gets) (?P<verb>[^\W\d_]+ed)\b", re.IGNORECASE)
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
_LABELLED = re.compile(
    rf"\b(?:scenes?|sc\.?|shots?|takes?|episodes?|chapters?|days?|versions?|v)[ -]?#?"
    rf"(?P<number>\d+[a-z]?|{'|'.join(_NUMBERS)})\b",
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
_AS_ONE = (
    (re.compile(r"\b(?:main titles|title sequence|opening credits|front titles)\b", re.IGNORECASE),
     "opening titles"),
    (re.compile(r"\b(?:end titles|end credits|closing credits)\b", re.IGNORECASE),
     "closing titles"),
    (re.compile(r"\bpick(?:s|ed|ing)? (?:it |them )?up\b", re.IGNORECASE), " "),
    (re.compile(r"\b(?:on )?(?:which|what) day\b", re.IGNORECASE), "when"),
    (re.compile(r"\b(?:open|start|begin|end|close) (?:with|on)\b", re.IGNORECASE), " "),
)  # fmt: skip
_POSSESSIVE = re.compile(r"['’]s\b|n['’]t\b")


@dataclass(frozen=True)
class Ask:
    """A suggestion taken apart: which `way` it pulls; what it is `about`, words with their weights;
    which words it has of each kind of which two different ones mean two different things (`apart`);
    its `numbers`; what is meant before where and when it is (`head`);
    and of a replacement what comes (`new`) and what goes (`old`). A `bare` one
    is a word alone."""

    way: str
    about: Mapping[str, float]
    apart: Mapping[str, frozenset[str]]
    numbers: frozenset[str]
    bare: bool = False
    head: frozenset[str] = frozenset()
    new: frozenset[str] = frozenset()
    old: frozenset[str] = frozenset()


@lru_cache(maxsize=4096)
def ask_of(text: str) -> Ask:
    """Take a suggestion apart. Never raises."""
    said = _LEAD.sub("", _without_moments(text[:_READ]).strip())
    said = said.replace("’", "'")
    for pattern, meant in _AS_ONE:
        said = pattern.sub(meant, said)
    said = _ASIDE.sub(" ", said)
    pattern, standing = phrases()
    said = pattern.sub(lambda found: _standing(found[0], standing), said)
    way = _way(said)
    rest = _AMOUNT.sub(" ", _without_way(said, way))
    numbers = _numbers(rest)
    rest = _ASKED.sub(" ", _NUMBER.sub(" ", _LABELLED.sub(" ", rest)))
    about, apart = _taken_apart(rest)
    for verb in _verbs(rest) & about.keys():
        about[verb] = min(about[verb], _VERB)
    if _RECORDS.search(rest) and not apart.keys() & _SEEN_OR_SAID:
        apart["medium"] = frozenset({"sound"})
    if names := {each.casefold() for each in _NAME.findall(rest)} - words():
        apart["name"] = frozenset(names)
    if quoted := {found["quoted"].casefold() for found in _QUOTED.finditer(said)}:
        apart["quoted"] = frozenset(quoted)
    new, old = _replaced(rest) if way == "replace" else (frozenset(), frozenset())
    bare = len(_WORD.findall(text)) < _SAYS_A_THING
    return Ask(way, about, apart, numbers, bare, _head(rest), new, old)


def alike(one: Ask, other: Ask, rarity: Mapping[str, float] | None = None) -> bool:
    """Whether `other` asks again for what `one` does; `rarity` weighs words by how seldom a
    production says them."""
    if one.bare or other.bare or not _one_way(one, other) or not _may_be_one(one, other):
        return False
    rarity = rarity or {}
    both = one.about.keys() & other.about.keys()
    shared = _weight(both, one.about, rarity)
    if not any(one.about[word] >= 0.5 and word not in _ONLY_MEDIUM for word in both):
        return False
    missing = _weight(one.about.keys() - both, one.about, rarity)
    missing += 0.5 * bool(one.numbers and not other.numbers)
    extra = _weight(other.about.keys() - both, other.about, rarity)
    extra += 0.5 * bool(other.numbers and not one.numbers)
    lacks = _MISSING * missing + _EXTRA * extra + _BOTH * min(missing, extra)
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


def _way(said: str) -> str:
    """How it is wanted: "" for something made or shown, or "remove", "keep", "replace", "ask …",
    "change …"."""
    wish = _WISHING.search(said)
    if not _ORDER_TO_NOT.search(said) and _is_question(said, wishing=wish is not None):
        about = next((kind for kind, words_ in _ABOUT if words_.search(said)), "whether")
        return f"ask {about}"
    if wish:
        said = said[wish.end() :]
    if _NEEDLESS.search(said):
        return "remove"
    forbidden = " ".join(found["what"] for found in _FORBIDS.finditer(said))
    if forbidden:
        return "keep" if _plain_way(forbidden) else "remove"
    return _plain_way(said)


def _without_way(said: str, way: str) -> str:
    """What is said without the words that say how it is wanted."""
    if way == "remove":
        return _REMOVES.sub(" ", _NEEDLESS.sub(" ", said))
    if way == "keep":
        return _KEEPS.sub(" ", said)
    changing = next((words_ for each, words_ in _CHANGES if way == f"change {each}"), None)
    return changing.sub(" ", said) if changing else said


def _is_question(said: str, *, wishing: bool) -> bool:
    if wishing:
        return (
            re.search(r"\b(?:who|whether|find out|ask|clarify)\b", said, re.IGNORECASE) is not None
        )
    return _QUESTION.search(said) is not None


def _plain_way(said: str) -> str:
    if _REPLACES.search(said):
        return "replace"
    removes = _REMOVES.search(said)
    if removes and not (removes[0].casefold() == "without" and _WANTS.search(said)):
        return "remove"
    if _KEEPS.search(said):
        return "keep"
    return next((f"change {way}" for way, words_ in _CHANGES if words_.search(said)), "")


def _verbs(said: str) -> frozenset[str]:
    """Stems of what is to be done, where no word of the trade says it: the first word of an order,
    and "should be …ed"."""
    rest = said[wish.end() :] if (wish := _WISHING.search(said)) else said
    found = [first[0]] if (first := _WORD.search(rest)) else []
    found += [passive["verb"] for passive in _PASSIVE.finditer(said)]
    return frozenset(stem(each.casefold()) for each in found if _meaning(each.casefold()) is None)


def _head(said: str) -> frozenset[str]:
    """The first thing that is named, before any word that says where or when."""
    for part in _WHERE.split(said):
        about, _ = _taken_apart(part)
        if about:
            return frozenset(about)
    return frozenset()


def _replaced(said: str) -> tuple[frozenset[str], frozenset[str]]:
    """What comes and what goes in a replacement."""
    for pattern in (_INSTEAD, _REPLACED_WITH, _FROM_TO):
        if found := pattern.search(said):
            new, old = _named(found["new"], last=pattern is _INSTEAD), _named(found["old"])
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
    about, _ = _taken_apart(said)
    return frozenset(word for word, weight in about.items() if weight >= 0.8)


def _numbers(said: str) -> frozenset[str]:
    labelled = {found["number"].casefold() for found in _LABELLED.finditer(said)}
    found = {_NUMBERS.get(each, each) for each in labelled}
    return frozenset(found | {each[0].casefold().lstrip("#") for each in _NUMBER.finditer(said)})


def _taken_apart(said: str) -> tuple[dict[str, float], dict[str, frozenset[str]]]:
    """What words are about, with their weights, and those of each kind that is told apart."""
    about: dict[str, float] = {}
    kinds: dict[str, set[str]] = {}
    for found in _WORD.finditer(_POSSESSIVE.sub("", said)):
        word = found[0].casefold()
        meaning = _meaning(word)
        if meaning is not None:
            _mean(meaning, about, kinds)
        elif word not in little() and len(word) > 2:
            about[stem(word)] = _OTHER
    return about, {kind: frozenset(said_) for kind, said_ in kinds.items()}


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
    """Whether both pull one way. "Which permit is needed" may be asked as whether one is; "put it
    before the titles" moves it."""
    ways = {one.way, other.way}
    if ways == {"", "change move"}:
        return any(one.apart.get(kind) and other.apart.get(kind) for kind in ("order", "end"))
    return len(ways) == 1 or ways == {"ask which", "ask whether"}


def _may_be_one(one: Ask, other: Ask) -> bool:
    """Nothing in the words says that they are about different things."""
    if one.numbers and other.numbers and one.numbers != other.numbers:
        return False
    if one.new & other.old or one.old & other.new:
        return False
    if one.new and other.new and not one.new & other.new:
        return False
    if ("technique" in one.apart) != ("technique" in other.apart):
        return False
    if one.way not in ("", "replace") and not one.head & other.about.keys():
        return False
    if _another_instead(one, other) or _another_instead(other, one):
        return False
    return all(
        said & other.apart[kind] for kind, said in one.apart.items() if other.apart.get(kind)
    )


def _another_instead(one: Ask, other: Ask) -> bool:
    """Whether the other names something unheard of where this one names a person or a place."""
    lacks = any(one.apart.get(kind) and not other.apart.get(kind) for kind in ("person", "place"))
    return lacks and any(
        weight == _OTHER and _meaning(word) is None and word not in one.about
        for word, weight in other.about.items()
    )


def _weight(
    said: Iterable[str], weights: Mapping[str, float], rarity: Mapping[str, float]
) -> float:
    return sum(weights[word] * rarity.get(word, 1.0) for word in said)
