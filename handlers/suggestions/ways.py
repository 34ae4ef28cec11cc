"""How a suggestion wants something: shown, left out, kept, replaced, changed or asked. Pure.

`plainly` puts the trade's phrases as one word each ("let the music die away" is "fadeout"),
`reasons` tells what is wanted from why, `way_of` names the way, and `without_way` leaves what it is
about.
"""

import re

_SOMEBODY = (
    r"(?:the|her|his|their|its|it|we|you|people|nobody|everybody|everyone|viewers|he|she|they|our"
    r"|i|that|this|those|these|one|there)\b"
)
_WHY = re.compile(
    rf"\A[^.;!?\n]*,\s*so (?=(?!{_SOMEBODY})\w)"
    r"|\b(?:because|since|otherwise|in order to|which means|to (?:make|let|give|help|keep|add)"
    rf"|so(?: that)? (?={_SOMEBODY})"
    r"|for (?=(?:pace|drama|rhythm|energy|tension|emotion|flow|impact|effect|clarity)\b)"
    r"|as (?=(?:it|we|they|nobody|people|viewers|the (?:audience|edit|editor|cut|client|director))"
    r"\b))[^.,;:!?\n]*"
    r"|[,;–—-]\s*(?:it|that|this|they|which|as|otherwise|let)\b[^.;!?\n]*",
    re.IGNORECASE,
)
_WISHING = re.compile(
    r"^\W*(?:(?:please|maybe|perhaps|and|also|then)\W+)*(?:(?:could|can|should|shall|might|may"
    r"|would(?! (?:[\w.']+ ){1,4}(?:like|want|know|prefer|mind|agree|object|willing|be (?:ok|okay"
    r"|happy|fine|willing))\b)|couldn't|can't|shouldn't|wouldn't|won't)\b|why (?:not|don't we)\b"
    r"|(?:how|what) (?:about|if)\b|is there (?:room|a chance|time|any way)\b|let'?s\b|i'd\b"
    r"|i would\b|we (?:should|could|need|want|might)\b)",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"^\W*(?:[\w ,.]{0,30}[:,]\s*)?(?:ask|who|whom|whose|what|which|why|how|does|did"
    r"|is|are|was|were|has|will|(?:do|have)(?= (?:we|you|they|people)\b)|(?:when"
    r"|where)(?= (?:exactly |else )?(?:is|are|was|were|do|does|did|will|can|could|has|have|should"
    r"|would|shall)\b)"
    r"|clarify|explain|find out|confirm|verify|wonder\w*|any idea|(?:double-?)?check"
    r" (?:with|if|that|whether)|see (?:with|if|whether)|not sure)\b"
    r"(?!'t\b)|[.?!;,]\s*ask\b|\?\s*$"
    r"|\b(?:whether|who|find out|clarify|make sure (?:with|that)|question for"
    r"|it is (?:open|unclear|not clear)|(?:should|must|could|to|please|can|let'?s|we|better) ask"
    r"|check(?:ing)? with|hear from|word from|nobody knows|run (?:it|this|that) by)\b",
    re.IGNORECASE,
)
_WANTS_TO_KNOW = re.compile(
    r"\b(?:who|whom|whether|find out|ask|clarify|check (?:with|if|whether)|see (?:with|if"
    r"|whether)|hear from|word from|confirm|knows?|tell us|(?:an? )?answer"
    r" from|(?:know|tell us|say|said) (?:from|if|what|when|where|why|how|which))\b",
    re.IGNORECASE,
)
_WHETHER = re.compile(r"\b(?:whether|wether|if)\b", re.IGNORECASE)
_ABOUT: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("who", re.compile(r"\b(?:who|whom|which person|responsible)\b", re.IGNORECASE)),
    ("when", re.compile(r"\b(?:when|what time|(?:which|what) day|availab\w+)\b", re.IGNORECASE)),
    ("what", re.compile(r"\b(?:which|what|how|why|cost|reason)\b", re.IGNORECASE)),
)
_FORBIDS = re.compile(
    r"\b(?:do not|don't|never|no need (?:to|for)|must(?:n't| not)|should(?:n't| not)"
    r"|needn't|avoid|stop)\b(?P<what>[^.;!?\n]*)",
    re.IGNORECASE,
)
_REPLACES = re.compile(
    r"\b(?:replace\w*|swap\w*|exchang\w+|substitut\w+|switch(?:ed|es)?"
    r"|instead|rather than|in place of|in lieu of|(?:rather|better)\b[^.;!?]*\bthan)\b"
    r"|(?:,|\band) not\b",
    re.IGNORECASE,
)
_REMOVES = re.compile(
    r"\b(?:remov(?:e|es|ed|ing)|delet(?:e|es|ed|ing)|los(?:e|ing)|omit(?:ted|ting)?"
    r"|drop(?:ped|ping)?(?! (?:\w+ ){0,3}?in\b)|scrap(?:ped)?|ditch(?:ed)?|skip(?:ped)?"
    r"|get(?:ting)? rid|leave(?= (?:[\w']+ ){0,6}out\b)|no more|with no|do without|without"
    r"|tak(?:e|es|ing|en)(?= (?!a few|some)(?:[\w'-]+ ){1,4}?off the\b)"
    r"|tak(?:e|es|ing|en)(?= (?:[\w']+ ){0,8}?out\b)|(?:could|should|can|must|has to|have to"
    r"|needs to) go|(?:cut|trim|edit)(?:med|ming|ed|ting|ing)? out|com(?:e|ing) out"
    r"|can(?:'t|not) use|strip(?:ped)? (?:out|away)|bin|do away|eliminat\w+"
    r"|unnecessary|superfluous)\b|(?:not|n't) (?:be )?(?:needed|necessary)\b"
    r"|\A\W*no (?!need\b|one\b|idea\b)(?=\w)"
    r"|(?<!rough )(?<!first )(?<!fine )(?<!final )(?<!the )(?<!a )(?<!this )(?<!each )"
    r"\bcut(?:ting|s)?\b(?! (?:away|to|in|on|between|from|back|into|list|earlier|later|together))",
    re.IGNORECASE,
)
_KEEPS = re.compile(
    r"\b(?:keep|keeps|kept|leave|retain|hold on to|hang on to|stick with)\b", re.IGNORECASE
)
_REGRADES = re.compile(
    r"\b(?:warm(?:er|ing| up)|cool(?:er|ing| down)|colder|bluer|bright(?:er|en\w*)|dark(?:er|en\w*)"
    r"|desaturat\w+|regrad\w+|saturat\w+|contrast\w*)\b|\bfade(?:in|out)\b",
    re.IGNORECASE,
)
_NOTHING_ELSE = frozenset({"remove", "keep", "ask who", "ask when"})
_OPPOSITE = (
    {"shorter", "longer"}, {"brighter", "darker"}, {"louder", "quieter"}, {"bigger", "smaller"},
    {"warmer", "cooler"}, {"fadein", "fadeout"},
)  # fmt: skip
_CHANGES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (way, re.compile(rf"\b(?:{said})\b", re.IGNORECASE))
    for way, said in (
        ("fadeout", r"fadeout"),
        ("fadein", r"fadein"),
        ("shorter", r"short(?:en\w*|er)|trim\w*(?! out)|tighten\w*|tighter|too (?:long|slow)"),
        ("longer", r"lengthen\w*|longer|extend\w*|too (?:short|rushed)"),
        ("brighter", r"bright(?:en\w*|er)|lighter|lift the exposure|too dark"),
        ("darker", r"dark(?:en\w*|er)|dim|too bright"),
        ("louder", r"louder|boost|too quiet"),
        ("quieter", r"quieter|duck\w*|too loud|lower(?! third)|lowered"),
        ("bigger", r"bigger|larger|enlarge\w*|too small"),
        ("smaller", r"smaller|shrink\w*|too (?:big|large)"),
        ("warmer", r"(?<!too )warm(?:er|th|ing)?|too (?:cold|cool|blue)"),
        ("cooler", r"(?<!too )(?:cool(?:er|ing)?|cold(?:er)?|bluer)|too warm"),
        (
            "grade",
            r"(?:low(?:er)?|less|more|high(?:er)?|soft(?:er)?|flatten\w*|reduce\w*|add"
            r"|bring) (?:the )?(?:contrast|saturation|colou?rs?)\w*|softer(?= grade)"
            r"|(?:re)?grad(?:e|ed|ing)|colou?r correct\w*|saturat\w+|desaturat\w+|contrast\w*",
        ),
        ("move", r"moved?|shift(?:ed)?|postpone\w*|bring(?= [\w' ]{1,30} forward)|forward"),
    )
)
_SOUND = re.compile(
    r"\b(?:music|score|song|track|piano|strings?|guitar|drums?|violins?|tune|sound|noise|volume"
    r"|level|soundtrack|theme|beat)\b",
    re.IGNORECASE,
)
_UP = re.compile(r"\b(?:up|louder|rais\w+|swell\w*|boost\w*|fadein)\b", re.IGNORECASE)
_DOWN = re.compile(
    r"\b(?:down|dip\w*|duck\w*|soft\w*|less|reduc\w+|lower\w*|quiet\w*|back|drop\w*|eas\w+|kill\w*"
    r"|los\w+|out|away|off|fade\w*|silen\w+|end\w*|stop\w*|go|gone|no|without)\b",
    re.IGNORECASE,
)
_SLOWLY = r"(?: (?:slow(?:ly)?|gently|gradually|right|up|the camera|camera|us))*"
_AS_ONE = (
    (re.compile(r"\b(?:switch|turn|shut|put)\w* (?P<what>(?:[\w']+ ){0,4}?)off\b", re.IGNORECASE),
     r"switchoff \g<what>"),
    (re.compile(r"\b(?:switch|turn)\w* (?P<what>(?:[\w']+ ){0,4}?)on\b(?= the|\W*$)",
                re.IGNORECASE), r"switchon \g<what>"),
    (re.compile(r"\bfad\w+ (?P<what>(?:[\w']+ ){0,4}?)(?:in|up)\b",
                re.IGNORECASE), r"fadein \g<what>"),
    (re.compile(r"\b(?:fad\w+|d(?:ie|ies|ying)|tail\w*|trail\w*|ebb\w*|drift\w*|peter\w*)"
                r" (?P<what>(?:[\w']+ ){0,4}?)(?:out|off|away|down)\b", re.IGNORECASE),
     r"fadeout \g<what>"),
    (re.compile(r"\bfad(?:e|es|ed|ing)\b(?! (?:between|into|to|from))", re.IGNORECASE), "fadeout"),
    (re.compile(r"\b(?:push|mov|creep|glid|track|doll|eas|inch|drift|go|com)(?:e?s|ed|e|ing|ies|y)?"
                rf"{_SLOWLY} (?:closer|(?:in )?towards?|into(?= (?:her|his|their|its|the))"
                r"|in(?= (?:on|to|slow\w*|tight|close|as|while|when)\b|\W*$))"
                r"|\b(?:push|dolly|track|creep)[ -]?(?:in|ins|towards?)\b", re.IGNORECASE),
     " pushin "),
    (re.compile(rf"\b(?:pull|mov|track|doll|eas)(?:s|ed|e|es|ing|ies|y)?{_SLOWLY}[ -]"
                r"(?:back|away|out)\b", re.IGNORECASE), " pullback "),
)  # fmt: skip


def plainly(said: str) -> str:
    """What is said, with one word for each phrase."""
    said = said.strip().replace("’", "'")
    for pattern, meant in _AS_ONE:
        said = pattern.sub(meant, said)
    return said


def reasons(said: str) -> tuple[str, str]:
    """What is wanted, and why."""
    return _WHY.sub(" . ", said), " ".join(found[0] for found in _WHY.finditer(said))


def way_of(said: str) -> str:
    """How it is wanted: "" for something made or shown, or "remove", "keep", "replace", "ask …",
    "change …"."""
    wish = _WISHING.search(said)
    if (_WANTS_TO_KNOW if wish else _QUESTION).search(said):
        return f"ask {_asked(said)}"
    said = _begun(said)
    if forbidden := " ".join(found["what"] for found in _FORBIDS.finditer(said)):
        return "keep" if _plain_way(forbidden) else "remove"
    return _plain_way(said)


def without_way(said: str, way: str, sound: str = "") -> str:
    """What is said without the words that say how it is wanted."""
    if sound:
        said = (_UP if sound == "up" else _DOWN).sub(" ", said)
    if way in ("remove", "keep"):
        return (_REMOVES if way == "remove" else _KEEPS).sub(" ", said)
    for each, words in _CHANGES:
        if each in way.split()[1:]:
            said = words.sub(" ", said)
    return said


def kind_of(way: str) -> str:
    """The first word of a way."""
    return way.split(maxsplit=1)[0] if way else ""


def opposite(one: str, other: str) -> bool:
    """Whether two ways exclude each other: who wants it kept or left out wants nothing else of it,
    nor does who asks who or when; two changes have to have one in common."""
    kinds = {kind_of(one), kind_of(other)}
    if kinds != {"change"}:
        return len(kinds) > 1 and bool({one, other} & _NOTHING_ELSE)
    its, others = set(one.split()[1:]), set(other.split()[1:])
    apart = any(pair & its and pair & others and not pair & its & others for pair in _OPPOSITE)
    return apart or not its & others


def up_or_down(said: str, way: str) -> str:
    """Whether sound is to go "up" or "down", which may be all the way; else ""."""
    if kind_of(way) not in ("", "remove", "change") or not _SOUND.search(said):
        return ""
    said = _begun(said)
    if way != "remove" and _UP.search(said):
        return "up"
    return "down" if way == "remove" or _DOWN.search(said) else ""


def _begun(said: str) -> str:
    """What follows after "could we" and the like."""
    return said[wish.end() :] if (wish := _WISHING.search(said)) else said


def _asked(said: str) -> str:
    """What a question wants to know; "when" in "does she know when she enters" is no part of it."""
    whether = _WHETHER.search(said)
    before = said[: whether.start()] if whether else said
    return next((kind for kind, words in _ABOUT if words.search(before)), "whether")


def _plain_way(said: str) -> str:
    if _REPLACES.search(said):
        return "replace"
    if _REGRADES.search(said) and not _KEEPS.search(said):
        return _changes(said)
    if _REMOVES.search(said):
        return "remove"
    return "keep" if _KEEPS.search(said) else _changes(said)


def _changes(said: str) -> str:
    found = [way for way, words in _CHANGES if words.search(said)]
    return " ".join(["change", *found]) if found else ""
