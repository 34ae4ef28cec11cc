"""What an ask wants more or less of: bigger or smaller, earlier or later, kept or lost.

Two notes about one thing repeat each other when they point the same way and contradict each other
when they point apart. A defence ("the cold is deliberate", "leave him in") points away from
whatever else is asked of its thing.
"""

import re
from functools import lru_cache

_KEPT = (
    r"keep(?! it (?:short|simple|under|below))|stays?|leave|don't (?:lose|remove|cut|touch|change"
    r"|trim|shorten|take|swap)"
)
_MORE: dict[str, tuple[str, str]] = {
    "size": (
        r"bigger|larger|enlarge|too (?:small|tiny)|closer|increase|more readable|can(?:'t|not) read"
        r"|größer|más grande|plus grand",
        r"smaller|too (?:big|large|huge)|shrink|reduce|less big|kleiner|más pequeño|plus petit",
    ),
    "level": (
        r"louder|too (?:quiet|low)|turn (?:it |the \w+ )?up|boost|raise|bring up"
        r"|(?:can't|can hardly|can barely) hear|up (?:\d+ )?db|more (?:music|volume|bass)"
        r"|don't turn (?:the \w+ |it )?down|not turn|lauter|más alto|plus fort",
        r"quieter|softer|too loud|(?<!don't )turn (?:it |the \w+ )?down(?! any)|lower(?! third)"
        r"|duck|bring down|drown(?:s|ing)? (?:out )?|less (?:music|volume|bass)|dial (?:it "
        r"|the \w+ )?(?:down|back)|leiser|más bajo|moins fort|baisse\w*",
    ),
    "length": (
        r"longer|hold|extend|too (?:short|quick|fast|brief)|let it breathe|more time|time to read"
        r"|full length|one more beat|for (?:about )?a blink|länger|más largo|" + _KEPT,
        r"shorter|shorten\w*|trim|tighten|too (?:long|slow)|so long|drags?|dragging|zone[ds]? out"
        r"|loses me|slow|cut(?! \d)|lose|remove|drop|faster|speed up|delete|take (?:\w+ )?out"
        r"|get rid|goes on|kürzer|zu lang|lento|apret\w+|más corto|trop long",
    ),
    "light": (
        r"brighter|lighter|too (?:dark|sad|gloomy|cold)|more light|friendlier|happier|lift",
        r"(?<!too )darker|stay dark|keep (?:it )?dark|(?<!too )dark and|stays? dark|too (?:bright"
        r"|happy)|less bright|moodier",
    ),
    "warmth": (
        r"warmer|warmth|too (?:cold|cool|blue)|more (?:orange|warm)|warm (?:it|this) up",
        r"cooler|colder|too (?:warm|orange|yellow)|less (?:orange|warm)|(?:don't|dont) warm",
    ),
    "amount": (
        r"more(?! than| readable| time)|add|increase|push|" + _KEPT,
        r"less|fewer|remove|lose|pull (?:\w+ ){0,3}(?:back|down)|reduce|too (?:much|many)|take out"
        r"|tone down|drop|without|no more|get rid|down a bit|delete|with no",
    ),
    "presence": (
        _KEPT + r"|bring back|put (?:\w+ )?back|goes? back in",
        r"lose|remove|(?<!don't )take (?:\w+ ){0,3}out|(?:has|have|need|needs|must) (?:to )?(?:go"
        r"|come out)(?! (?:up|down|in|on|live|out))|must go|get rid|delete|drop"
        r"|cut (?:\w+ ){1,4}out|out of the (?:film|cut|edit)",
    ),
    "exchange": (
        _KEPT,
        r"swap|replace|instead|start on|(?:a|some) different|another (?:track|shot|take|song|one)",
    ),
    # "The logo at the end" only says where it is; "only at the end" asks for it.
    "moment": (
        r"from the (?:very )?(?:start|beginning|first)|at the very (?:top|start|beginning|front)"
        r"|(?:move|bring|put) (?:\w+ ){1,4}(?:to|at) the (?:start|beginning|front|top)"
        r"|right at the start|earlier|sooner|up front|right away|straight away|too late",
        r"only at the (?:very )?end|at the (?:very )?end only|at the very end"
        r"|(?:move|put) (?:\w+ ){1,4}(?:to|at) the end|(?<!no )later|not (?:in|until|before|at"
        r"|from) the (?:first|start|beginning|opening)|too (?:early|soon)",
    ),
    "spelling": (
        r"mis-?spel\w+|typos?|spel(?:led|t|ling)(?: wrong)?|with an? (?-i:[A-Z])(?!\w)|wrong name"
        r"|name (?:is|reads|says)",
        r"(?!)",
    ),
    "again": (
        r"(?:film|filmed|shoot|shot|record|recorded) (?:\w+ ){0,3}again|re-?shoots?|re-?shot"
        r"|re-?record\w*|re-?film\w*",
        r"(?!)",
    ),
}
AXES = {
    axis: (
        re.compile(rf"(?<!\w)(?:{more})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{less})(?!\w)", re.IGNORECASE),
    )
    for axis, (more, less) in _MORE.items()
}
# Said of a thing that is to stay just as it is; "don't cut it" only answers who wants it cut.
_AS_IT_IS = re.compile(
    r"(?<!\w)(?:(?:(?:^|[,.;:!?(–—-]\s{0,3}|\b(?:please|pls|but|and|so|just|then) )(?:don't|dont"
    r"|don’t|do not)|wouldn't|would not)(?: \w+)? (?:touch|change|mess with)(?! (?:so|too|to|from"
    r"|back))|leave (?:it|him|her|them|that|this)(?= (?:please|alone|as|there|exactly|though"
    r"|because)|\s*[,.;!?]|\s*$)|leave (?:the )?(?:\w+ ){1,3}(?:alone|as (?:it|is|they|he|she)"
    r"|where|exactly|like (?:this|that))|(?:stays?|staying)(?: (?:as|exactly|put|where"
    r"|the way)(?!\w)|\s*[,.;!?]|\s*$)|(?:don't|don’t|dont) you dare|(?:i'd|i’d|id|i would) (?:hate"
    r"|be sad|be sorry) to (?:see|lose)|(?:i'd|i’d|id|i would) fight (?:for|to keep)"
    r"|nobody (?:touch\w*|lift\w*|change\w*|cuts?|trims?|moves?)|over my dead body"
    r"|deliberate(?:ly)?|on purpose|intentional\w*|is the (?:heart|soul|whole point|star|brand)"
    r"|that's the (?:point|idea|whole point)|the way (?:it|he|she|they) (?:is|are)"
    r"|stick with)(?!\w)",
    re.IGNORECASE,
)
_HOW_MUCH = re.compile(
    r"(?<!\w)(?:(?P<more>more)|(?P<less>less|fewer))(?: of)?(?: the| those| these)?"
    r" (?P<what>[^\W\d_]{3,})",
    re.IGNORECASE,
)
_FAMILY = {
    "length": "extent",
    "amount": "extent",
    "presence": "extent",
    "exchange": "extent",
    "again": "extent",
    "light": "warmth",
}
# What is asked is said at the beginning of a note; comparing must not grow with its length.
_WEIGHED = 800
_KEPT_TEXTS = 1024

Ask = tuple[str, bool]
# Words that only say which way a note points, or that it doesn't like what it sees.
POINTING_WORDS = """
    sad happy happier friendly friendlier gloomy bright dark light cold cool warm warmth loud quiet
    soft softer low lower long short slow fast quick drag drags dragging boost raise duck trim
    shorten tighten extend hold breathe keep stay stays leave left lose remove drop delete cut take
    add increase reduce push pull swap replace different another instead new typo spelled spelling
    misspelled misspelt deliberate exactly alone purpose intentional heart soul move hate dare
    nobody fight sorry
"""


def asks(text: str) -> frozenset[Ask]:
    """What is to become more (True) or less of: ("size", False) for "smaller"."""
    return _asks(text[:_WEIGHED])


def defends(text: str) -> bool:
    """Whether a text wants something left just as it is, whatever others ask of it."""
    return _defends(text[:_WEIGHED])


def amounts(text: str) -> frozenset[Ask]:
    """The nouns asked for more (True) or less (False) of: "more hands, fewer heads"."""
    return frozenset(
        (match["what"].casefold(), match["more"] is not None)
        for match in _HOW_MUCH.finditer(text[:_WEIGHED])
    )


def kinds_of_ask(text: str) -> frozenset[str]:
    """What an ask is about, its direction apart; to cut, to lose and to have less are one kind."""
    return frozenset(_FAMILY.get(axis, axis) for axis, _ in asks(text))


def pull_apart(one: str, other: str) -> bool:
    """Whether two texts point opposite ways, on any axis on which both point one way only."""
    said, answered = asks(one), asks(other)
    return any(
        (axis, not wanted) in answered
        and (axis, not wanted) not in said
        and (axis, wanted) not in answered
        for axis, wanted in said
    )


@lru_cache(maxsize=_KEPT_TEXTS)
def _asks(text: str) -> frozenset[Ask]:
    return frozenset(
        (axis, wanted)
        for axis, patterns in AXES.items()
        for wanted, pattern in zip((True, False), patterns, strict=True)
        if pattern.search(text)
    )


@lru_cache(maxsize=_KEPT_TEXTS)
def _defends(text: str) -> bool:
    return _AS_IT_IS.search(text) is not None
