"""Tell a ruling from a wish: only the decider rules, and only on what others have spoken about."""

import re
from collections.abc import Sequence

from handlers.notes.reader import vocabulary as words
from handlers.notes.reader.drafts import TO_SETTLE, Draft, Heard
from handlers.notes.reader.likeness import stems

_RECENT = 30
_OPTIONS = re.compile(
    r"[^\W\d_\"']\W{1,4}(?:or|oder|o|ou)\s[^?]{1,80}\?|\b(?:which (?:of|one|version|take|option)"
    r"|do we (?:keep|want|go|use)|shall we|should we)\b",
    re.IGNORECASE,
)
_CHOOSES = re.compile(
    r"^\W*(?:the )?(?:new|old|first|second|latter|former|left|right|other|both|neither|nothing|all"
    r"|option|version|a|b|c|none|keep|leave|it stays|yes|no)\b",
    re.IGNORECASE,
)
_SAYS_SO = re.compile(
    r"^\W*(?:keep|leave|lose|cut|no|drop)\s(?:the|it|that|this|him|her|them|\w+)\b", re.IGNORECASE
)
_TELLS_OF_A_WISH = re.compile(
    r"\b(?:asks?|asked|wants?|wanted|wonders?|wondered|would like|would"
    r" prefer)\b(?:\s[^\s]+){0,6}? (?:if|whether|for|to|that)\b",
    re.IGNORECASE,
)
_OUTRIGHT = re.compile(
    r"\b(?:(?:we|i)(?:'ve|’ve| have)? (?:all |just |finally )?(?:agreed|decided|settled)"
    r"|(?:it's|it’s|it is|that's|that’s|that is) (?:decided|settled|agreed)"
    r"|(?:the|our|my) decision(?: is|:)|final (?:answer|decision)|let's go with|let’s go with"
    r"|(?:we're|we’re|we are|we'll|we’ll|we will) (?:going with|go with|sticking with|stick with)"
    r"|(?:wir haben|ist) (?:\w+ ){0,4}entschieden|hemos decidido|on a décidé)\b",
    re.IGNORECASE,
)
_WORDS_OF_A_CHOICE = 10


def is_ruling(text: str, heard: Heard, earlier: Sequence[Draft], decider: str | None) -> bool:
    """Whether a piece settles what others asked or objected to, in the decider's words."""
    if heard.message.user != decider or "?" in text or _TELLS_OF_A_WISH.search(text):
        return False
    others = [d for d in earlier[-_RECENT:] if d.author != decider and d.kind in TO_SETTLE]
    if _chooses(text, heard, others):
        return True
    if _SAYS_SO.match(text):
        return any(stems(text) & d.words and _disputed(d, others) for d in others)
    if not words.DECIDED.search(text):
        return False
    just_before = any(d.heard.order == heard.order - 1 for d in others)
    about = stems(text)
    return just_before or any(about & d.words for d in others)


def asks_to_choose(text: str) -> bool:
    """Whether a question wants a choice of somebody: "do we keep it or lose it?"."""
    return "?" in text and _OPTIONS.search(text) is not None


def says_decided(text: str) -> bool:
    """Whether a sentence says in so many words that something was decided, whoever says so."""
    if "?" in text or _TELLS_OF_A_WISH.search(text):
        return False
    return _OUTRIGHT.search(text) is not None


def _disputed(draft: Draft, others: Sequence[Draft]) -> bool:
    """Whether somebody asked about it, or more than one person spoke of it."""
    if draft.kind == "question":
        return True
    return any(other.author != draft.author and other.words & draft.words for other in others)


def _chooses(text: str, heard: Heard, others: Sequence[Draft]) -> bool:
    """A short answer to "this or that?": one of the two, both, neither."""
    if len(text.split()) > _WORDS_OF_A_CHOICE:
        return False
    asked = [
        d
        for d in others
        if d.kind == "question" and d.heard.order == heard.order - 1 and _OPTIONS.search(d.text)
    ]
    said = set(re.findall(r"[^\W_]+", text.casefold()))
    return any(_CHOOSES.match(text) or _named(said, question.text.casefold()) for question in asked)


def _named(said: set[str], question: str) -> bool:
    """Whether the answer says a word of the options that isn't one of every sentence."""
    told = {word for word in said if len(word) > 3 or word.isdigit()}
    return bool(told & set(re.findall(r"[^\W_]+", question)))
