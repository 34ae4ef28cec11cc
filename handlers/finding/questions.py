"""What somebody asks of the record, read from the words of their question. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from handlers.text import one_line, shorten

Kind = Literal["owner", "decider", "decision", "day", "missing", "find"]

VERBS = ("who", "what", "when", "where", "which", "why")
"""What a question begins with as a command: `/scripty who owns the end card?`"""

LONGEST = 300
"""Characters of a question that are read."""

_BEGINS = re.compile(
    r"(?:who|whose|what|when|where|which|why|is|are|has|have|did|does|find)(?:['’]s)?\b", re.I
)
_ASKS_ME = re.compile(
    r"(?:who|whose|what|when|where|which|why|find)(?:['’]s)?\b(?!.*\bshould we\b)", re.IGNORECASE
)
_WANTS_REVIEW = re.compile(
    r"^(?:(?:can|could|would|will) (?:you|we)|please|pls|let['’]?s|start|begin|new|the|this|for)?\b"
    r".{0,40}\breview\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:(?:hey|hi|hello|please|pls|ok(?:ay)?|so|and|also|but|sorry)\b[\s,!:]*"
    r"|(?:can|could|would|will) you (?:please )?(?:tell (?:me|us)|say|check|look up|find out)\b"
    r"|(?:do you|does (?:anybody|anyone|somebody|someone)) know\b|tell (?:me|us)\b"
    r"|(?:any idea|remind me|i(?:['’]d like to| want to|['’]m trying to) know)\b)[\s,:]*",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[\s,]+(?:(?:right )?now|yet|again|please|pls|currently|so far|at the moment|then|anyway"
    r"|in the end|today|already|still)$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"(?:the|a|an|our|my|your|this|that|these|those|any|all|in|at)\s+", re.IGNORECASE
)
_SUBJECT = (
    r"(?:we|you|they|i|he|she|it|people|anyone|anybody|everybody"
    r"|the (?:team|client|director|producer|editor))"
)
_TO = r"(?:about|on|for|with|regarding|over|of|to|concerning|as to)"


def _reads(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern})(?P<about>.*)", re.IGNORECASE | re.DOTALL)


_PATTERNS: Sequence[tuple[Kind, re.Pattern[str]]] = (
    ("find", _reads(r"find(?: me| us| out)?(?: about)?\b")),
    (
        "missing",
        _reads(
            r"(?:what(?:['’]s| is| are)?|which (?:things|gaps) are|is (?:there )?anything|are there"
            r" any|what do(?:es)? (?:we|it))(?: still)?"
            r" (?:(?:the )?gaps|missing|lacking|left(?: to do)?|not (?:done|ready|finished)|to do"
            r"|to be done|need(?:ed)?|lack|open)\b"
            r"(?: (?:for|in|before|on|of|from|until|to|about|with)\b|$)"
        ),
    ),
    ("missing", _reads(r"are we (?:all )?ready\b(?: (?:for|to)\b)?")),
    (
        "decider",
        _reads(
            r"who(?: (?:is|has|can|must|may|should|will|gets|needs))?(?: to)?(?: the)?"
            r" (?:decides?|decider|approves?|approvers?|signs? (?:it )?off|settles?"
            r"|(?:last|final) (?:word|say))\b"
            rf"(?: {_TO}\b)?"
        ),
    ),
    (
        "owner",
        _reads(
            r"(?:who(?:['’]s| is| are| has| was| does)?(?: the)?"
            r" (?:owns?|owners?|owning|responsible|doing|does|do|on|handl(?:es|ing)|has|have|got"
            r"|work(?:s|ing)|in charge|mak(?:es|ing)|tak(?:es|ing)|assigned|fix(?:es|ing)"
            r"|supposed|deliver(?:s|ing)|looks? after|looking after)\b"
            r"(?: care)?(?: (?:of|for|on|to|with|after)\b)?"
            r"|whose(?: (?:job|task|turn|work))?(?: is| are)?(?: it)?(?: to)?\b"
            r"|who(?:['’]ll| (?:should|will|must|can|needs to|has to|is going to))\b"
            r"|who(?:['’]s| is| are)?\b)"
        ),
    ),
    (
        "decision",
        _reads(
            r"(?:(?:what|which|how)(?:['’]s)? )?(?:(?:did|do|have|has|had|was|were|is|are|been"
            rf"|there|a|any|{_SUBJECT}) )*"
            r"(?:decid\w*|decisions?|agreed?|agreement|settled?|conclu\w+|chosen?|chose)"
            rf"(?: (?:is|are|was|were|there|we|made|taken|do|to do|did))*(?: {_TO}\b)?"
        ),
    ),
    (
        "decision",
        _reads(
            r"why(?: (?:is|are|was|were|did|do|does|have|has|isn['’]t|don['’]t|didn['’]t))?"
            rf"(?: {_SUBJECT}\b)?(?: (?:reject(?:ed)?|drop(?:ped)?|want(?:ed)?|not))?\b"
        ),
    ),
    (
        "day",
        _reads(
            r"(?:(?:by|until|since) )?(?:when|(?:which|what) (?:day|date))(?:['’]s)?"
            r"(?: (?:is|are|was|were|do|does|did|will|must|should|can|has|have|need|needs|want"
            rf"|to|be|due|{_SUBJECT}))*\b"
        ),
    ),
    (
        "find",
        _reads(
            r"(?:(?:what|where|which|how)(?:['’]s| about)?|is|are|has|have|did|does|do|was|were)"
            r"(?: (?:is|are|was|were|do|does|did|has|have|there|any|anything|you|know|about|said"
            rf"|say|been|with|become|of|happened|to|{_SUBJECT}))*\b"
        ),
    ),
)
_STATE = re.compile(
    r"(?:^|\s+)(?:be\s+)?(?:due|ready|delivered|planned|up|happening|wanted|needed|set|done|finished"
    r"|locked|approved|decided|fresh|stale|confirmed|shot|in)$",
    re.IGNORECASE,
)
"""What ends a question about how far something is: not what it is called."""


@dataclass(frozen=True)
class Question:
    """What is asked: who owns something, who decides, what was decided, for when something is,
    what is missing, or just what there is of `words`. `said` is the question as it was written."""

    kind: Kind
    words: str
    said: str


def is_question(text: str) -> bool:
    """Whether words said to the bot ask something of the record; "can you review this?" asks for a
    review, and "hello?" for nothing."""
    words = _bare(text)
    if _BEGINS.match(words):
        return True
    asked = text.rstrip().endswith("?") and len(words.split()) > 1
    return asked and not _WANTS_REVIEW.search(words)


def asks_me(text: str) -> bool:
    """Whether words said to the bot surely ask something of the record, and are no feedback that
    is put as a question ("is the logo too big?")."""
    return _ASKS_ME.match(_bare(text)) is not None


def read_question(text: str) -> Question:
    """The question in these words, which are plain text."""
    said = shorten(one_line(text), LONGEST)
    words = _bare(said).rstrip(" ?!.,;:")
    for kind, pattern in _PATTERNS:
        if found := pattern.match(words):
            about = found["about"]
            if kind in ("day", "find") and not words.lower().startswith("find"):
                about = _STATE.sub("", about)
            return Question(kind, _about(about), said)
    return Question("find", _about(words), said)


def _bare(text: str) -> str:
    """The words without what people say before they ask."""
    words = one_line(text).strip(" ,;:–-")
    while found := _BEFORE.match(words):
        if not words[found.end() :]:
            break
        words = words[found.end() :]
    return words


def _about(words: str) -> str:
    """What a question is about: "the end card?" is about "end card"."""
    words = words.strip(" ?!.,;:–-")
    while found := _AFTER.search(words):
        words = words[: found.start()].strip(" ?!.,;:")
    while found := _ARTICLE.match(words):
        words = words[found.end() :]
    return words
