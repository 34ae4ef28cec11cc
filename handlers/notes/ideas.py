"""What a request is about and which way it pulls, from its words alone. Pure.

Used across rounds and against what was decided, where a wrong answer hides a request or accuses
two people of a quarrel: whenever the words leave it open, two ideas are neither the same nor
opposite. Within one reading of one thread `handlers.notes.reader.likeness` looks at more than
words and dares more.
"""

import re
from dataclasses import dataclass, replace

from handlers.notes.reader.likeness import asks, stem, stems
from handlers.notes.reader.moments import find_moments

Wish = tuple[str, bool]
"""An axis and whether more of it is wanted: ("size", False) for "smaller"."""

_AS_ONE = {
    "caption": "subtitle",
    "song": "music",
    "tune": "music",
    "track": "music",
    "narrator": "voiceover",
    "voice": "voiceover",
    "photo": "picture",
    "image": "picture",
    "speech": "dialogue",
}
_THINGS = {stem(word): stem(thing) for word, thing in _AS_ONE.items()}
_COMPOUNDS = tuple(
    (re.compile(rf"\b{first}[ -]?{second}s?\b", re.IGNORECASE), first + second)
    for first, second in (
        ("end", "card"),
        ("end", "board"),
        ("lower", "third"),
        ("voice", "over"),
        ("room", "tone"),
        ("title", "card"),
    )
)
_VOICEOVER = re.compile(r"\bv\.?o\b\.?", re.IGNORECASE)
_HOW_MUCH = """
    add adding amount boost boosted breathe brighten brightness bring brought cheerful cold colder
    darken decrease delete deleted dial different dim drag drags duck duration enlarge extend
    extended extra fewer friendlier friendly further gloomy happier heavy hectic higher highest
    include increase increased insert instead large larger leave length lengthen less lift lifted
    light lighten lighter little loudness lower lowered lowest moodier moody pull push raise
    raised reduce reduced replace sad shorten shrink size slightly softer speed stick swap tight
    tighten tighter tone tune turn turned untouched warmth without
"""
_LITTLE = """
    actually again agree agreed anyway ask asked believe bother case clearly definitely enough
    feel feeling fine full general guess guys happy honestly hope idea imo important kind kinda
    kindly laugh lot lots mean meant mention mentioned mind moment note okay opinion personally
    possible possibly prefer pretty previous problem quick rather read round seem seems since
    somehow sort strongly suggest team tends think thought too total totally try understand view
    wanted wants weird wish wonder worth wrong
"""
_SAYS_HOW_MUCH = frozenset(map(stem, _HOW_MUCH.split()))
_SAYS_LITTLE = frozenset(map(stem, _LITTLE.split()))
_WHOLE = {
    "light": "colour correction exposure film footage grade grading image look overall picture "
    "scene shot spot thing video whole",
    "warmth": "colour correction film footage grade grading image look overall picture scene shot "
    "spot temperature thing video whole",
    "length": "edit film overall pace pacing piece rhythm spot tempo thing video whole",
}
_WHOLES = {axis: stems(words) | {stem(w) for w in words.split()} for axis, words in _WHOLE.items()}
"""Words for the cut as a whole, of which "brighter" or "too slow" may be said without a thing."""

_ANY_WHOLE = frozenset().union(*_WHOLES.values())

_CLASSES = (
    "red blue green yellow white black orange purple pink grey gold silver brown",
    "left right centre middle top bottom upper lower front back",
    "opening ending start end middle first second third fourth last final",
    "indoor outdoor inside outside day night morning evening",
    "man woman boy girl his her",
    "music voiceover dialogue sfx ambience",
)
_CONTRASTS = tuple(frozenset(map(stem, words.split())) for words in _CLASSES)
_ANY_WORD = re.compile(r"[^\W\d_]{2,}")

_NAMED_PLACE = re.compile(
    r"\b(?:on|in|inside|into|at|of|over|under|behind|near|beside|above|below|before|after|during"
    r"|from|around|where|when|while)\s+(?:(?:the|a|an|this|that|his|her|their|our|its|my)\s+)?"
    r"(?P<place>(?:[^\W\d_]+[ -]){0,1}[^\W\d_]+)",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\b(?:because|since|so that|otherwise|as (?:it|we|the|this))\b[^.;!?\n]*"
    r"|,\s*(?:it['’]s|it is|that['’]s|he['’]s|she['’]s|they['’]re|they|we|our|my|this is"
    r"|the (?:board|client|ceo|agency|team|network))\s[^.;!?\n]*"
    r"|\b(?:for|to|says?|told)\s+(?:the|our|my|your)\s+(?:client|board|boss|ceo|team|agency"
    r"|audience|viewers?|producer|director|editor|customers?)\b"
    r"|\b(?:the|our|my)\s+(?:client|board|boss|ceo|team|agency|producer|director|editor)\s+"
    r"(?:still\s+)?(?:says?|said|wants?|wanted|asks?|asked|thinks?|feels?|mentioned|insists?"
    r"|would like)\b",
    re.IGNORECASE,
)
_ADDRESSEE = re.compile(
    r"^\s{0,8}(?:hi|hey|ok|yes|no|also|and|please)?[,\s]{0,8}<?@[\w .-]{1,30}[,:>]\s*"
)
_AMOUNT = re.compile(
    r"\b\d+(?:[.,]\d+)?\s?(?:%|percent|frames?|fr|f|seconds?|secs?|s|ms|px|pixels?|db|points?|pt"
    r"|stops?|beats?|times?|x)(?![\w])",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?<![\w.])[vV#]?(?P<number>\d+[a-zA-Z]?)(?!\w)|[“\"](?P<quoted>[^”\"]{1,60})[”\"]"
    r"|\b(?P<capitals>[A-Z]{2,})\b"
)
_FORBIDS = re.compile(
    r"\b(?:don['’]?t|do not|never|no need to|must(?:n['’]t| not)|should(?:n['’]t| not)|stop)\b"
    r"(?P<what>[^.;,!?\n]*?)(?=\bbut\b|[.;,!?\n]|$)",
    re.IGNORECASE,
)
_NOT_ENOUGH = re.compile(
    r"\b(?:not|isn['’]?t|aren['’]?t|never)\s+(?P<how>\w+)\s+enough\b", re.IGNORECASE
)
_LACKS: dict[str, Wish] = {
    "bright": ("light", True),
    "dark": ("light", False),
    "big": ("size", True),
    "large": ("size", True),
    "small": ("size", False),
    "loud": ("level", True),
    "quiet": ("level", False),
    "long": ("length", True),
    "short": ("length", False),
    "warm": ("warmth", True),
    "cool": ("warmth", False),
}
_DOUBTS = re.compile(
    r"\b(?:not|isn['’]?t|aren['’]?t|wasn['’]?t|doesn['’]?t|didn['’]?t|won['’]?t|can['’]?t|cannot"
    r"|nor|neither|hardly|unless)\b",
    re.IGNORECASE,
)
_MORE_WISHES: tuple[tuple[Wish, re.Pattern[str]], ...] = (
    (("light", True), re.compile(r"\b(?:brighten|lighten|under-?exposed)\b", re.IGNORECASE)),
    (("light", False), re.compile(r"\b(?:darken|dim(?:med|mer)?|over-?exposed)\b", re.IGNORECASE)),
    (
        ("level", True),
        re.compile(r"\b(?:turn|bring)\s(?:\w+\s){1,5}up\b", re.IGNORECASE),
    ),
    (
        ("level", False),
        re.compile(r"\b(?:turn|bring)\s(?:\w+\s){1,5}down\b", re.IGNORECASE),
    ),
    (("length", False), re.compile(r"\b(?:too slow|slow(?:s|er)? down|sluggish)\b", re.IGNORECASE)),
    (("length", True), re.compile(r"\b(?:too (?:fast|rushed|hectic)|rushed)\b", re.IGNORECASE)),
)
_WAYS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("keep", re.compile(r"\b(?:keep|keeps|stays?|leave|stick with|untouched)\b", re.IGNORECASE)),
    (
        "remove",
        re.compile(
            r"\b(?:remove|delete|lose|drop|get rid|take (?:it )?out|takes? out|cut out|without"
            r"|no more)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "replace",
        re.compile(r"\b(?:replace|swap|instead of|different|another)\b", re.IGNORECASE),
    ),
    ("add", re.compile(r"\b(?:add|insert|include|put in)\b", re.IGNORECASE)),
)


_SENTENCE = re.compile(r"[.;!?\n]+(?=\s|$)")
_CLAUSE = re.compile(r"[.;,!?\n]|\b(?:but|and|so)\b", re.IGNORECASE)
_READ = 2000
"""Characters that are looked at; whoever writes more does not ask for one thing."""


@dataclass(frozen=True)
class Idea:
    """A request taken apart.

    `things` are the stems of what it is about, `places` those that say where, `wishes` what is to
    become more or less, `way` how ("keep", "remove", "replace", "add" or "" for any other
    change), `labels` the numbers, quoted words and capitals that tell one thing from another,
    `contrasts` words of which another of the same class means another thing. An `open` idea says
    something that may mean its opposite.
    """

    things: frozenset[str]
    places: frozenset[str]
    wishes: frozenset[Wish]
    way: str
    labels: frozenset[str]
    contrasts: tuple[frozenset[str], ...]
    open: bool

    @property
    def is_of_the_whole(self) -> bool:
        """Whether it names no thing, so that only its moment can say what it is about."""
        return not self.things


def idea_of(text: str) -> Idea:
    """Take a request apart. Never raises; the work grows with the length of the text."""
    said = _without_moments(_ADDRESSEE.sub("", text[:_READ]))
    wishes, rest = _wishes(said)
    about = _compounded(_ASIDE.sub(" ", _wishing(said)))
    things = _things(about)
    return Idea(
        things=things - _whole_of(wishes) if wishes else things,
        places=frozenset().union(*(_things(m["place"]) for m in _NAMED_PLACE.finditer(about))),
        wishes=_one_way(wishes),
        way=_way(said),
        labels=_labels(_AMOUNT.sub(" ", said)),
        contrasts=_contrasts(about),
        open=_is_open(rest, bool(wishes)),
    )


def things_in(text: str) -> frozenset[str]:
    """The stems of what a text is about; quicker than `idea_of`, to look for candidates with."""
    return _things(_compounded(text[:_READ]))


def says_no_thing(things: frozenset[str]) -> bool:
    """Whether nothing but the cut as a whole is meant."""
    return things <= _ANY_WHOLE


def same_idea(one: Idea, other: Idea) -> bool:
    """Whether both ask for the same about the same thing, whatever their words.

    Of ideas that name no thing ("brighter") this says that their wishes are the same.
    """
    if one.open or other.open or one.way != other.way or _pull_apart(one, other):
        return False
    if one.wishes and other.wishes:
        return bool(one.wishes & other.wishes) and _same_thing(one, other)
    if one.wishes or other.wishes:
        return False
    shared = one.things & other.things
    larger = max(len(one.things), len(other.things))
    contained = shared in (one.things, other.things)
    return len(shared) >= 2 and contained and len(shared) * 5 >= larger * 3 and _fits(one, other)


def opposite_ideas(one: Idea, other: Idea) -> bool:
    """Whether both are about the same thing and can't both be done."""
    if one.open or other.open or (one.places and other.places and not one.places & other.places):
        return False
    # "Less teal in the kitchen" is against "keep the teal", which means the kitchen too.
    return _pull_apart(one, other) and _same_thing(_anywhere(one, other), _anywhere(other, one))


def _without_moments(text: str) -> str:
    """Moments move from cut to cut, so they say nothing about a thing."""
    for moment in reversed(find_moments(text)):
        text = f"{text[: moment.start]} {text[moment.end :]}"
    return text


def _wishes(said: str) -> tuple[frozenset[Wish], str]:
    """What is wanted, what is forbidden turned round, and the words left to doubt."""
    lacking = {_LACKS[m["how"].casefold()] for m in _NOT_ENOUGH.finditer(said)
               if m["how"].casefold() in _LACKS}  # fmt: skip
    said = _NOT_ENOUGH.sub(" ", said)
    forbidden = " . ".join(m["what"] for m in _FORBIDS.finditer(said))
    rest = _FORBIDS.sub(" ", said)
    turned = {(axis, not more) for axis, more in _all_wishes(forbidden)}
    return frozenset(lacking | turned | _all_wishes(rest)), rest


def _anywhere(idea: Idea, other: Idea) -> Idea:
    """The idea without the places that only it names."""
    return replace(
        idea, places=frozenset(), things=idea.things - (idea.places - other.things) or idea.things
    )


def _wishing(said: str) -> str:
    """The sentences that wish for something, if any do: the others only tell why."""
    sentences = _SENTENCE.split(said)
    return ". ".join([each for each in sentences if _wishes(each)[0]] or sentences)


def _is_open(rest: str, wishing: bool) -> bool:
    """Whether a "not" stands beside a wish, or there is a "not" and no wish to stand beside."""
    doubting = [clause for clause in _CLAUSE.split(rest) if _DOUBTS.search(clause)]
    return any(not wishing or _all_wishes(clause) for clause in doubting)


def _labels(said: str) -> frozenset[str]:
    found = (m["number"] or m["quoted"] or m["capitals"] for m in _LABEL.finditer(said))
    return frozenset(label.casefold() for label in found)


def _all_wishes(text: str) -> set[Wish]:
    return {wish for wish, words in _MORE_WISHES if words.search(text)} | set(asks(text))


def _one_way(wishes: frozenset[Wish]) -> frozenset[Wish]:
    """Without the axes on which the words pull both ways."""
    return frozenset((axis, more) for axis, more in wishes if (axis, not more) not in wishes)


def _whole_of(wishes: frozenset[Wish]) -> frozenset[str]:
    return frozenset().union(*(_WHOLES.get(axis, frozenset()) for axis, _ in wishes))


def _way(said: str) -> str:
    forbidden = " ".join(m["what"] for m in _FORBIDS.finditer(said))
    if forbidden:
        return "keep" if _way(forbidden) in ("", "remove", "replace") else "remove"
    return next((way for way, words in _WAYS if words.search(said)), "")


def _things(text: str) -> frozenset[str]:
    said = stems(text) - _SAYS_HOW_MUCH - _SAYS_LITTLE
    return frozenset(_THINGS.get(word, word) for word in said)


def _compounded(text: str) -> str:
    text = _VOICEOVER.sub("voiceover", text)
    for pattern, word in _COMPOUNDS:
        text = pattern.sub(word, text)
    return text


def _contrasts(text: str) -> tuple[frozenset[str], ...]:
    words = {stem(m[0].casefold()) for m in _ANY_WORD.finditer(text)}
    words |= {_THINGS.get(word, word) for word in words}
    return tuple(frozenset(words & each) for each in _CONTRASTS)


def _pull_apart(one: Idea, other: Idea) -> bool:
    return any((axis, not more) in other.wishes for axis, more in one.wishes)


def _same_thing(one: Idea, other: Idea) -> bool:
    """The things named are the same: all of one side's, or most of both."""
    if not _fits(one, other):
        return False
    if one.is_of_the_whole and other.is_of_the_whole:
        return _may_be_whole(one) and _may_be_whole(other)
    shared = len(one.things & other.things)
    if one.things <= other.things or other.things <= one.things:
        return shared * 2 >= max(len(one.things), len(other.things)) and shared > 0
    return shared >= 2 and shared * 2 >= len(one.things | other.things)


def _may_be_whole(idea: Idea) -> bool:
    return any(axis in _WHOLES for axis, _ in idea.wishes)


def _fits(one: Idea, other: Idea) -> bool:
    """Nothing in the words says that they are about different things."""
    if one.labels and other.labels and one.labels != other.labels:
        return False
    if any(a and b and a != b for a, b in zip(one.contrasts, other.contrasts, strict=True)):
        return False
    return not (one.places - other.things or other.places - one.things)
