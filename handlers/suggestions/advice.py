"""Which sentence of a passage recommends something, and what it says as a task's words. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.text import clean, one_line, shorten

READ = 4000
"""Characters of a passage that are looked at: whoever goes on longer has said it before."""

TEXT_LIMIT = 300
QUOTE_LIMIT = 300

_STOP = re.compile(r"(?<![.!?…])[.!?…]{1,8}[\"”'’)\]]{0,3}(?=\s|$)|\n[ \t]*\n")
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|approx|incl|nr|dr|mr|mrs|ms)|\b[a-z])\.$", re.IGNORECASE
)
_MARKS = re.compile(r"\*{1,3}|_{2,3}|`{1,3}|~~")
_LABELLED = re.compile(r"!?\[([^\[\]\n]{1,200})\]\([^()\s]{1,500}\)")
_SURE = """
    add agree align allow answer appoint archive arrange ask assemble assign attach avoid backup
    begin book bring build capture choose clarify clean clear close collect compare complete
    confirm connect consider copy create decide define delete deliver describe discuss distribute
    divide do document draft draw drop ensure establish explain file fill find finish fix follow
    freeze gather get give go group hand have hold identify include inform invite involve keep
    know label learn leave let limit link listen log look maintain make map meet mention merge
    move name nominate notify number offer open organise organize pick prepare print prioritise
    prioritize protect provide publish put read rehearse remember remind remove rename repeat
    replace resolve revisit rewrite run save say secure see send separate settle share show sign
    skip solve specify spell start state stick stop store summarise summarize take tell tie treat
    try turn update upload use verify wait walk watch write
"""
_PERHAPS = """
    back balance brief call cast charge chart check colour cost cover credit cut date design edit
    end estimate export face film focus frame grade guide head help import light list mark match
    measure mix note order own pace pair pass phone plan point post present project question
    record report request rest review schedule score scout screen script set shoot slate slot sort
    sound staff stage structure study subtitle support swap switch tag talk task test time tint
    title track train transcribe transfer transport trim visit voice vote weigh work wrap
"""
_OBJECT = (
    r"(?:the|a|an|it|them|this|that|these|those|your|our|their|his|her|each|every|all|any|both|one"
    r"|two|three|only|no|what|who|whom|whose|how|when|where|why|which|whether|if|before|after|with"
    r"|without|for|from|at|on|in|into|to|by|down|up|out|off|through|against|early|twice|again"
    r"|everything|everyone|people|notes?|owners?|\d)"
)
_LEAD = (
    r"(?:(?:before|after|if|when|whenever|once|while|during|until|for|in|at|on|with|wherever)\b"
    r"[^,.;:?!\n]{1,80},\s+)?"
    r"(?:(?:please|then|first|next|also|always|never|finally|instead|so|and|but|in short|ideally"
    r"|don['’]t|do not|let['’]s|make sure|be sure)[,:]?\s+){0,3}"
)


def _one_of(words: str) -> str:
    return "|".join(words.split())


_IMPERATIVE = re.compile(
    rf"\W{{0,3}}{_LEAD}(?:(?:{_one_of(_SURE)})(?:\s|:|$|,)(?!sheets?\b|lists?\b)"
    rf"|(?:{_one_of(_PERHAPS)})\s+{_OBJECT}\b|make sure\b|be sure\b)",
    re.IGNORECASE,
)
_FORBIDDING = re.compile(r"\W{0,3}(?:never|don['’]t|do not|let['’]s)\s+[a-z]", re.IGNORECASE)
_SHOULD = re.compile(
    r"\b(?:should|must|shall|needs?\sto|ha(?:s|ve)\sto|ought\sto|is\sto\sbe|are\sto\sbe)\b",
    re.IGNORECASE,
)
_TAKES_UP = re.compile(r"(?:it|they|this|that|these|those|he|she|such)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """`text[start:end]` is one sentence."""

    start: int
    end: int


def sentences(text: str, start: int, end: int) -> Iterator[Said]:
    """The sentences of `text[start:end]`, without white space at their ends."""
    end = min(end, start + READ)
    begun = start
    for stop in _STOP.finditer(text, start, end):
        if _ABBREVIATED.search(text, max(begun, stop.end() - 8), stop.end()):
            continue
        yield from _said(text, begun, stop.end())
        begun = stop.end()
    yield from _said(text, begun, end)


def is_imperative(words: str) -> bool:
    """Whether a sentence or a heading tells people to do something."""
    if words.rstrip().endswith("?"):
        return False
    return bool(_IMPERATIVE.match(words) or _FORBIDDING.match(words))


def recommends(words: str) -> bool:
    """Whether a sentence says what is to be done or how things are to be."""
    return is_imperative(words) or (
        not words.rstrip().endswith("?") and bool(_SHOULD.search(words[:READ]))
    )


def recommended(text: str, said: Sequence[Said]) -> Said | None:
    """The sentence that recommends: the first that tells people to do something, else the first
    that says how things should be."""
    wording = [(each, text[each.start : each.end]) for each in said]
    telling = (each for each, words in wording if is_imperative(words))
    wishing = (each for each, words in wording if recommends(words))
    return next(telling, None) or next(wishing, None)


def as_task(words: str) -> str:
    """A sentence or a heading as the words of a task: one line, unmarked, no stop at its end."""
    unmarked = _MARKS.sub("", _LABELLED.sub(r"\1", clean(words)))
    said = one_line(unmarked).strip(" \t-–•>#").rstrip(".:;,… ")
    return shorten(said[:1].upper() + said[1:], TEXT_LIMIT)


def quoted(text: str, said: Sequence[Said], best: Said) -> str:
    """Words of the text, verbatim: the best of these sentences and as many after it as fit; the
    one before it too where it takes up that ("It should…")."""
    at = said.index(best)
    if at and _TAKES_UP.match(text, best.start) and best.end - said[at - 1].start <= QUOTE_LIMIT:
        at -= 1
    start = said[at].start
    last = max(each.end for each in said[at:] if each.end <= max(start + QUOTE_LIMIT, best.end))
    return quoted_words(text, start, last)


def quoted_words(text: str, start: int, end: int) -> str:
    """The words of `text[start:end]`, verbatim, as many whole ones as fit into a quote."""
    if end - start <= QUOTE_LIMIT:
        return text[start:end]
    cut = start + QUOTE_LIMIT
    space = max(text.rfind(mark, start + QUOTE_LIMIT // 2, cut) for mark in " \n")
    return text[start : space if space > 0 else cut].rstrip()


def _said(text: str, start: int, end: int) -> Iterator[Said]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Said(start, end)
