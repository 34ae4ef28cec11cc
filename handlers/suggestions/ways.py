"""How a suggestion wants something: shown, left out, kept, replaced, changed or asked. Pure.

`plainly` first takes away why it is wanted and puts the trade's phrases as one word each ("let the
music die away" is "fadeout"), `way_of` then names the way, and `without_way` leaves what it is
about.
"""

import re

_ASIDE = re.compile(
    r"\b(?:because|since|otherwise|so that|so (?=(?:the|people|we|they|nobody|everybody|everyone"
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
_WISHING = re.compile(
    r"^\W*(?:(?:please|maybe|perhaps|and|also|then)\W+)*(?:(?:could|can|should|shall"
    r"|would(?! (?:[\w.']+ ){1,4}(?:like|want|know|prefer|mind|agree|object|be (?:ok|okay|happy"
    r"|fine|willing))\b)|might|may"
    r"|couldn['’]t|can['’]t|shouldn['’]t|wouldn['’]t|won['’]t)\b|why (?:not|don['’]t we)\b"
    r"|(?:how|what) about\b|is there (?:room|a chance|time|any way)\b|let['’]?s\b|i['’]d\b"
    r"|i would\b|we (?:should|could|need|want|might)\b)",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"^\W*(?:[\w ,.]{0,30}[:,]\s*)?(?:ask|who|whom|whose|what|which|why|how|does|did"
    r"|is|are|was|were|has|will|(?:do|have)(?= (?:we|you|they|people)\b)|(?:when"
    r"|where)(?= (?:exactly |else )?(?:is|are|was|were|do|does|did|will|can|could|has|have|should"
    r"|would|shall)\b)"
    r"|clarify|explain|find out|confirm|verify|wonder\w*|any idea|(?:double-?)?check"
    r" (?:with|if|that|whether)|see (?:with|if|whether)|i wonder|not sure)\b"
    r"(?!['’]t\b)|[.?!;,]\s*ask\b|\?\s*$"
    r"|\b(?:whether|who|by whom|find out|clarify|make sure (?:with|that)|question for"
    r"|it is (?:open|unclear|not clear)|make sure [^.;!?\n]*\b(?:knows?|aware|agrees?)"
    r"|get word from"
    r"|(?:nobody|no one|does anyone|does anybody) knows?|run (?:it|this|that) by)\b",
    re.IGNORECASE,
)
_SOMEONE_ASKS = re.compile(
    r"\b(?:should|must|could|to|please|can|let['’]?s|we) ask\b|\b(?:check with|hear from)\b",
    re.IGNORECASE,
)
_WHETHER = re.compile(r"\b(?:whether|wether|if)\b", re.IGNORECASE)
_YES_OR_NO = re.compile(
    r"(?:^|[:,.?!–—-])\W*(?:does|do|did|is|are|was|were|has|have|had|will|can|could)\b",
    re.IGNORECASE,
)
_WANTS_TO_KNOW = re.compile(
    r"\b(?:who|whom|whether|find out|ask|clarify|check (?:with|if|whether)|see (?:with|if"
    r"|whether)|hear from|word from|confirm|knows?|tell us|(?:an? )?answer"
    r" from|(?:know|tell us|say|said) (?:from|if|what|when|where|why|how|which))\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"\b(?:get an? (?:answer|word) from|find out|(?:we |i )?(?:need|want|have|like) to know|check"
    r"|(?:double-?)?check|verify|wonder\w*|any idea|make sure|aware|run (?:it|this|that) by"
    r"|see (?:with"
    r"|if|whether)|knows?|says?|said|tells?(?: us)?|told us|let us know|is asked|be asked"
    r"|confirms?|clarify"
    r"|(?:it is |it's )?(?:unclear|not clear|open))\b",
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
    r"|unnecessary|superfluous|(?:is|are)n['’]?t needed"
    r"|not (?:needed|necessary))\b",
    re.IGNORECASE,
)
_REPLACES = re.compile(
    r"\b(?:replace\w*|swap\w*|exchang\w+|substitut\w+|switch(?:ed|es)?"
    r"|chang\w+(?=[^.;!?]*\bfrom\b[^.;!?]*\bto\b)"
    r"|instead|rather than|in place of|in lieu of"
    r"|(?:rather|better)\b[^.;!?]*\bthan)\b|(?:,|\band) not\b"
    r"|\bin(?:,| and) [^.,;!?]* out\b(?! of)",
    re.IGNORECASE,
)
_REMOVES = re.compile(
    r"\b(?:remov(?:e|es|ed|ing)|delet(?:e|es|ed|ing)|los(?:e|ing)|drop(?:ped"
    r"|ping)?(?! (?:\w+ ){0,3}?in\b)|omit(?:ted"
    r"|ting)?"
    r"|scrap(?:ped)?|ditch(?:ed)?|skip(?:ped)?|get(?:ting)? rid|leave(?= (?:[\w']+ ){0,6}out\b)"
    r"|no more|with no|do without"
    r"|tak(?:e|es|ing|en)(?= (?!a few|some)(?:[\w'-]+ ){1,4}?off the\b)"
    r"|tak(?:e|es|ing|en)(?= (?:[\w']+ ){0,8}?out\b)|(?:could|should|can|must|has to|have to"
    r"|needs to) go"
    r"|cut(?:ting)? out|(?:trim|edit)(?:med|ming|ed|ing)? out|com(?:e|ing) out|can(?:['’]t"
    r"|not) use|strip(?:ped)? (?:out|away)|bin|do away|eliminat\w+|without)\b"
    r"|(?<!rough )(?<!first )(?<!fine )(?<!final )(?<!the )(?<!a )(?<!this )(?<!each )"
    r"\bcut(?:ting|s)?\b(?! (?:away|to|in|on|between|from|back|into|list|earlier|later|together))",
    re.IGNORECASE,
)
_MEANWHILE = re.compile(r"\b(?:as|while|whilst|when|who)\b(?! (?:well|soon)\b)", re.IGNORECASE)
_NONE = re.compile(r"\A\W*no (?!need\b|one\b|idea\b)\w+", re.IGNORECASE)
_WANTS = re.compile(
    r"^\W*(?:please\s)?(?:film|shoot|get|record|capture|add|use|show|pick up|put|grab)\b",
    re.IGNORECASE,
)
_KEEPS = re.compile(
    r"\b(?:keep|keeps|kept|leave|retain|hold on to|hang on to|stick with)\b", re.IGNORECASE
)
_FADES = re.compile(r"\bfade(?:in|out)\b")
_REGRADES = re.compile(
    r"\b(?:warm(?:er|ing| up)|cool(?:er|ing| down)|colder|bluer|bright(?:er|en\w*)|dark(?:er|en\w*)"
    r"|desaturat\w+|regrad\w+|saturat\w+|contrast\w*)\b",
    re.IGNORECASE,
)
_ABOUT_THAT = frozenset({"ask about", "ask which", "ask why", "ask whether", "ask how long"})
_INTERVIEWS = re.compile(
    r"^\W*(?:please\s)?(?:interview|talk to|speak (?:to|with))\b|\binterview pick[- ]?up\b"
    r"|\b(?:line|bite|soundbite|statement|quote|answer) (?:from|by)\b"
    r"|\b(?:go )?back to (?=(?:[\w.']+ ){1,4}(?:and|to|for|about|on)\b)"
    r"|\b(?:have|get|let|need|want) (?=(?:[\w.']+ ){1,4}(?:to )?(?:say|tell|answer|explain|talk"
    r"|speak"
    r"|describe|recall|saying|telling|answering|explaining|talking)\b)",
    re.IGNORECASE,
)
_OPPOSITE = (
    {"shorter", "longer"}, {"brighter", "darker"}, {"louder", "quieter"}, {"bigger", "smaller"},
    {"warmer", "cooler"}, {"fadein", "fadeout"},
)  # fmt: skip
_AUDIBLE = r"(?:[\w']+ ){0,3}?(?:music|volume|sound|score|levels?|voice\w*|track|song|noise)"
_CHANGES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (way, re.compile(rf"\b(?:{said})\b", re.IGNORECASE))
    for way, said in (
        ("fadeout", r"fadeout"),
        ("fadein", r"fadein"),
        (
            "shorter",
            r"short(?:en\w*|er)|trim\w*(?! out)|tighten\w*|tighter|too (?:long|slow)"
            r"|tak(?:e|ing) (?:[\w ]{0,20})?off|close up the (?:gap|pause)",
        ),
        (
            "longer",
            r"lengthen\w*|longer|extend\w*|too (?:short|rushed)|hold (?:on )?the (?:pause|shot)",
        ),
        ("brighter", r"bright(?:en\w*|er)|lighter|lift the exposure|too dark"),
        ("darker", r"dark(?:en\w*|er)|dim|too bright"),
        (
            "louder",
            rf"louder|turn(?= (?:\w+ ){{1,5}}up\b)|boost|rais(?:e|ed|ing) {_AUDIBLE}|too quiet",
        ),
        (
            "quieter",
            r"quieter|softer(?= music)|turn(?= (?:\w+ ){1,5}down\b)|duck\w*|too loud"
            rf"|(?<![\w ])lower(?! third)|lower(?:ed|ing)? {_AUDIBLE}"
            rf"|{_AUDIBLE} (?:\w+ )?lower(?:ed)?",
        ),
        ("bigger", r"bigger|larger|enlarge\w*|too small"),
        ("smaller", r"smaller|shrink\w*|reduce\w*|too (?:big|large)"),
        ("warmer", r"(?<!too )warm(?:er|th|ing)?|too (?:cold|cool|blue)"),
        ("cooler", r"(?<!too )(?:cool(?:er|ing)?|cold(?:er)?|bluer)|too warm"),
        (
            "grade",
            r"(?:low(?:er)?|less|more|high(?:er)?|soft(?:er)?|flatten\w*|reduce\w*|add"
            r"|bring) (?:the )?"
            r"(?:contrast|saturation|colou?rs?)\w*|softer(?= grade)"
            r"|(?:re)?grad(?:e|ed|ing)|colou?r correct\w*|saturat\w+|desaturat\w+|contrast\w*",
        ),
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
_FILM = (
    r"(?: (?:the |this |our )?(?:film|movie|video|episode|piece|story|cut|edit|whole thing|it))?"
)
_MUSIC = (
    r"(?:the |that |this |all )?(?:music|score|song|soundtrack|tune|cue|sound|drum(?:s|ming)"
    r"|piano|guitar|strings"
    r"|orchestra|choir|singing|beat|theme)"
)
_SLOWLY = r"(?: (?:slow(?:ly)?|gently|gradually|right|up|the camera|camera|us))*"
_AS_ONE = (
    (re.compile(r"\b(?:main titles|title sequence|opening credits|front titles)\b", re.IGNORECASE),
     "opening titles"),
    (re.compile(r"\b(?:end titles|end credits|closing credits)\b", re.IGNORECASE),
     "closing titles"),
    (re.compile(r"\bpick(?:s|ed|ing)? (?:it |them )?up\b", re.IGNORECASE), " "),
    (re.compile(r"\b(?:on )?(?:which|what) day\b", re.IGNORECASE), "when"),
    (re.compile(r"\b(?:end|closing|final)[ -]?(?:card|board|slate)s?\b", re.IGNORECASE),
     "endcard ending"),
    (re.compile(rf"(?<!the )\b(?:open|start|begin|kick|lead)(?:s|ed|n?ing)?(?: off)?{_FILM}"
                r" (?:with|on|by)\b|\b(?:the )?first thing (?:that )?(?:we|you|people) see\b",
                re.IGNORECASE),
     " opening"),
    (re.compile(rf"(?<!the )\b(?:end|close|finish)(?:e?s|e?d|ing)?{_FILM} (?:with|on|by)\b"
                r"|\b(?:the )?last thing (?:that )?(?:we|you|people) see\b", re.IGNORECASE),
     " ending"),
    (re.compile(r"\bby the time\b", re.IGNORECASE), "before"),
    (re.compile(r"\b(?:switch|turn|shut|put)\w* (?P<what>(?:[\w']+ ){0,4}?)off\b", re.IGNORECASE),
     r"switchoff \g<what>"),
    (re.compile(r"\b(?:switch|turn)\w* (?P<what>(?:[\w']+ ){0,4}?)on\b(?= the|\W*$)",
                re.IGNORECASE), r"switchon \g<what>"),
    (re.compile(r"\bfad\w+ (?:to|from) (?:black|white)\b", re.IGNORECASE), "fadeblack"),
    (re.compile(r"\bfad\w+ (?P<what>(?:[\w']+ ){0,4}?)(?:in|up)\b",
                re.IGNORECASE), r"fadein \g<what>"),
    (re.compile(r"\b(?:fad\w+|d(?:ie|ies|ying)|tail\w*|trail\w*|ebb\w*|drift\w*|peter\w*)"
                r" (?P<what>(?:[\w']+ ){0,4}?)(?:out|off|away|down)\b", re.IGNORECASE),
     r"fadeout \g<what>"),
    (re.compile(rf"\b(?:stop|end|kill|silenc|finish|mut)(?:e?s|ed|e|ing)? (?P<what>{_MUSIC})\b"
                rf"|\b(?:take|bring|dip|pull|cut)s? (?P<down>{_MUSIC}) (?:down )?(?:to (?:nothing"
                rf"|zero"
                rf"|silence)|out|off|dead)\b|\b(?P<gone>{_MUSIC}) (?:(?:should|must|has to"
                rf"|needs to|can|to)"
                r" )?(?:(?:be|is) )?(?:suddenly |abruptly |simply |just )?(?:gone|out|stops?"
                r"|ends?|over|cuts? off|cuts? out|goes silent|falls? silent)\b", re.IGNORECASE),
     r"fadeout \g<what>\g<down>\g<gone>"),
    (re.compile(r"\bfad(?:e|es|ed|ing)\b(?! (?:between|into))", re.IGNORECASE), "fadeout"),
    (re.compile(r"\b(?:push|mov|creep|glid|track|doll|eas|inch|drift|go|com)(?:e?s|ed|e|ing|ies|y)?"
                rf"{_SLOWLY} (?:closer|(?:in )?towards?|into(?= (?:her|his|their|its|the))"
                r"|in(?= (?:on|to|slow\w*|tight|close|as|while|when)\b|\W*$))"
                r"|\b(?:push|dolly|track|creep)[ -]?(?:in|ins|towards?)\b", re.IGNORECASE),
     " pushin "),
    (re.compile(rf"\b(?:pull|mov|track|doll|eas)(?:s|ed|e|es|ing|ies|y)?{_SLOWLY}[ -]"
                r"(?:back|away|out)\b", re.IGNORECASE), " pullback "),
)  # fmt: skip


def plainly(said: str) -> str:
    """What is wanted, without why, and with one word for each phrase."""
    said = _LEAD.sub("", said.strip()).replace("’", "'")
    for pattern, meant in _AS_ONE:
        said = pattern.sub(meant, said)
    return _ASIDE.sub(" ", said)


def begun(said: str) -> str:
    """What follows after "could we" and the like."""
    return said[wish.end() :] if (wish := _WISHING.search(said)) else said


def pull_one_way(one: str, other: str) -> bool:
    """Whether two ways are one: "which permit is needed" may be asked as whether one is."""
    ways = {one, other}
    if all(way.startswith("change") for way in ways):
        its, others = set(one.split()[1:]), set(other.split()[1:])
        apart = any(pair & its and pair & others and not pair & its & others for pair in _OPPOSITE)
        return bool(its & others) and not apart
    about_that = "ask about" in ways and ways <= _ABOUT_THAT
    return len(ways) == 1 or about_that or ways == {"ask which", "ask whether"}


def way_of(said: str) -> str:
    """How it is wanted: "" for something made or shown, or "remove", "keep", "replace", "ask …",
    "change …"."""
    if not _ORDER_TO_NOT.search(said) and _is_question(said):
        return f"ask {_asked(said)}"
    said = begun(said)
    if _FADES.search(said) and not _FORBIDS.search(said):
        return _changes(said)
    if _NEEDLESS.search(said):
        return "remove"
    forbidden = " ".join(found["what"] for found in _FORBIDS.finditer(said))
    if forbidden:
        return "keep" if _plain_way(forbidden) else "remove"
    return _plain_way(said)


def without_way(said: str, way: str) -> str:
    """What is said without the words that say how it is wanted."""
    if way.startswith("ask"):
        return _ASKING.sub(" ", _INTERVIEWS.sub(" ", said))
    if way == "remove":
        return _REMOVES.sub(" ", _NEEDLESS.sub(" ", said))
    if way == "keep":
        return _KEEPS.sub(" ", said)
    for each, words_ in _CHANGES:
        if each in way.split()[1:]:
            said = words_.sub(" ", said)
    return said


def _asked(said: str) -> str:
    """What a question wants to know; "when" in "does she know when she enters" is no part of it."""
    whether = _WHETHER.search(said)
    before = said[: whether.start()] if whether else said
    found = [kind for kind, words_ in _ABOUT if words_.search(before)]
    if _YES_OR_NO.search(before):
        found = [kind for kind in found if kind != "when"]
    return found[0] if found else "whether"


def _is_question(said: str) -> bool:
    if _WISHING.search(said):
        return _WANTS_TO_KNOW.search(said) is not None
    return _QUESTION.search(said) is not None or _SOMEONE_ASKS.search(said) is not None


def _plain_way(said: str) -> str:
    if _REPLACES.search(said):
        return "replace"
    if _REGRADES.search(said) and not _KEEPS.search(said):
        return _changes(said)
    removes = _REMOVES.search(_main(said))
    if removes and not (removes[0].casefold() == "without" and _WANTS.search(said)):
        return "remove"
    if _KEEPS.search(said):
        return "keep"
    if _NONE.search(said):
        return "remove"
    return _changes(said) or ("ask about" if _INTERVIEWS.search(said) else "")


def _main(said: str) -> str:
    """What is said before "as he takes it out"."""
    main = _MEANWHILE.split(said, maxsplit=1)[0]
    return main if main.strip() else said


def _changes(said: str) -> str:
    found = [way for way, words_ in _CHANGES if words_.search(said)]
    return " ".join(["change", *found]) if found else ""
