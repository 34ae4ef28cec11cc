"""Which sentences are one note: the fault and its fix, the ask and its reason."""

import re

from handlers.notes.reader.drafts import TO_SETTLE, Draft
from handlers.notes.reader.kinds import asks_plainly, requests
from handlers.notes.reader.splitting import Piece
from handlers.notes.reader.topics import topic_of

POINTS_BACK = re.compile(
    r"^\W*(?:(?:please|pls|and|so|maybe|can we|could we|can you|could you|we need|let's|just"
    r"|i'd|i'll|it|then|but)\s)*(?:la|lo|it|it's|that|that's|this|them|they|he|she|there|those"
    r"|these|one|instead|very|same|make it|move it|the other|another)\b",
    re.IGNORECASE,
)
NEW_ASK = re.compile(
    r"^\W*(?:also|and|but|plus|another|additionally|oh and|one more|separately|second|finally"
    r"|pero|aber)\b",
    re.IGNORECASE,
)
_ADD_UP = ("praise", "risk", "approval statement", "decision")
_TO_SOMEBODY = re.compile(
    r"^\W{0,3}@\w+[\s,:]{1,40}(?:¿|(?:can|could|would|will) you\b|yours\b)", re.IGNORECASE
)
_BACK = re.compile(r"\b(?:it|that|this|them|those|back|again|lo|la|los|las)\b", re.IGNORECASE)
_NEEDED = re.compile(
    r"^\W*(?:we|i)(?:'d| would|'ll| will)? need (?:it|that|this|them)\b", re.IGNORECASE
)
_NEAR = 48
PRONOUN = re.compile(
    r"\b(?:it|that|this|them|they|he|she|him|her|those|these|same|one|ones)\b", re.IGNORECASE
)
_FEW = 3
_SAID_FIRST = 50
_SHORT = 5
_SAID_BEFORE = 240


def continues(before: Draft, draft: Draft, piece: Piece) -> bool:
    """Whether a piece belongs to the note before it: the fix after the fault, the reason after."""
    if _hands_back(before, draft):
        return True
    if piece.parent_start >= 0 and before.topic != draft.topic:
        return False
    if before.line != draft.line or (draft.timecode and before.timecode != draft.timecode):
        return False
    if NEW_ASK.match(piece.text):
        return False
    if before.kind == draft.kind == "question":
        return True
    if before.kind == "question" and draft.kind == "change":
        points_back = bool(POINTS_BACK.match(piece.text))
        return (points_back and before.timecode is not None) or not requests(draft.text)
    if before.kind == "change" and draft.kind == "risk":
        return True
    if before.kind != "change" or draft.kind != "change":
        return before.kind == draft.kind and draft.kind in _ADD_UP
    points_back = bool(POINTS_BACK.match(piece.text)) or len(piece.text.split()) <= _SHORT
    return (
        points_back
        or _mends(before, draft)
        or not (asks_plainly(draft.text) or _speaks_of_another_thing(before, draft))
        or (before.timecode is not None and not _asks_of_another_thing(before, draft))
        or before.listed
        or bool(before.words & draft.words)
    )


def _hands_back(before: Draft, draft: Draft) -> bool:
    """ "@ed can you export it again?", "@ed yours?", "We would need it on friday"."""
    if before.line != draft.line or draft.timecode or before.kind not in TO_SETTLE:
        return False
    if _NEEDED.match(draft.text):
        return True
    asked = _TO_SOMEBODY.match(draft.text)
    rest = draft.text[asked.end() :] if asked else ""
    few = len(rest.split()) <= _FEW
    return asked is not None and (few or _BACK.search(rest[:_SAID_FIRST]) is not None)


def _mends(before: Draft, draft: Draft) -> bool:
    """The fix after a fault: "it's quite dark for television. Would it be possible to lift it?"."""
    return not requests(before.text[:_SAID_BEFORE]) and topic_of(draft.text) in (
        "other",
        before.topic,
    )


def _asks_of_another_thing(before: Draft, draft: Draft) -> bool:
    says_it = PRONOUN.search(draft.text[:_NEAR])
    return requests(draft.text) and not says_it and _speaks_of_another_thing(before, draft)


def _speaks_of_another_thing(before: Draft, draft: Draft) -> bool:
    topic = topic_of(draft.text)
    return topic not in ("other", before.topic) and not before.words & draft.words


def join(before: Draft, draft: Draft) -> None:
    before.end = draft.end
    before.text = before.heard.marked.mask[before.start : before.end]
    before.words = before.words | draft.words
    before.owner = before.owner or draft.owner
    before.due = before.due or draft.due
    before.scene = before.scene or draft.scene
    turns = draft.kind == "change" and requests(draft.text) and not _hands_back(before, draft)
    if before.kind == "question" and turns:
        before.kind = "change"
    if draft.kind == "risk" and not asks_plainly(before.text):
        before.kind = "risk"
    before.joined = True
