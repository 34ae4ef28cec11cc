"""Cut a piece that holds more than one note: by its moments, its mood, its departments."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from handlers.notes.reader import vocabulary as words
from handlers.notes.reader.kinds import is_hard_fault, is_praise
from handlers.notes.reader.moments import Moment
from handlers.notes.reader.splitting import Piece
from handlers.notes.reader.topics import topic_of

_PART = re.compile(
    r"(?<!\s)\s*+,\s++(?=(?:the|this|that|my|it|it's|we|i|his|her|their|our)\b)", re.IGNORECASE
)
_JOINT = re.compile(
    r"(?<!\s)\s*+[,;]\s++(?:and\s++|then\s++)?(?=\S)|(?<!\s)\s++(?:and|\+|y|und|[-–—/])\s++(?=\S)",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"^(?:it|it's|that|this|them|they|he|she|there|so|because|which|who|where|as)\b", re.IGNORECASE
)
_REFERS = re.compile(r"\b(?:it|it's|them|its|that|this|still)\b", re.IGNORECASE)
_BEFORE_MOMENT = re.compile(
    r"(?<!\s)(?:\s*+[,;.]|\s++(?:and|then|y|und|-|–|—)\s)\s*+", re.IGNORECASE
)
_WORDS_OF_ITS_OWN = 2
_MOST_JOINTS = 8


def parted(piece: Piece) -> tuple[Piece, ...]:
    """A piece cut where an approval turns to its condition, praise to fault, or one department's
    work to another's; else itself."""
    text = piece.text
    if words.APPROVAL.search(text) and not words.NOT_APPROVAL.search(text):
        condition = words.CONDITION_OF_APPROVAL.search(text)
        if condition and words.APPROVAL.search(text, 0, condition.start()):
            return _cut(piece, condition)
        return (piece,)
    if is_praise(text):
        comma = next(
            (c for c in _PART.finditer(text) if _turns(text[: c.start()], text[c.end() :])), None
        )
        if comma:
            return _cut(piece, comma)
    joints = list(_JOINT.finditer(text))
    if "?" not in text and 0 < len(joints) <= _MOST_JOINTS:
        for joint in joints:
            if _changes_department(text[: joint.start()], text[joint.end() :]):
                first, rest = _cut(piece, joint)
                return (first, *parted(rest))
    return (piece,)


def _turns(before: str, after: str) -> bool:
    if is_praise(before) and not words.FAULT.search(before):
        return is_hard_fault(after) and not is_praise(after)
    return is_hard_fault(before) and not is_praise(before) and is_praise(after)


def _changes_department(before: str, after: str) -> bool:
    """ "logo bigger and lower the music": two asks for two people."""
    if (
        _BACK.match(after)
        or _REFERS.search(after[:32])
        or not (_is_clear_ask(before) and _is_clear_ask(after))
    ):
        return False
    one, other = topic_of(before), topic_of(after)
    return one != other and "other" not in (one, other)


def _is_clear_ask(text: str) -> bool:
    text = words.PLEASE.sub(" ", text)
    if len(text.split()) < 2 or words.CLAIM.search(text):
        return False
    return bool(
        words.IMPERATIVE.match(text)
        or words.STRONG_REQUEST.search(text)
        or words.FAULT.search(text)
    )


def cut_at_moments(piece: Piece, moments: Sequence[Moment]) -> tuple[Piece, ...]:
    """A piece cut between moments that each have words of their own: "0:12 … and 0:40 …"."""
    parts: list[Piece] = []
    rest = piece
    for one, other in pairwise(moments):
        if one.start < rest.start:
            continue
        gap = rest.text[one.end - rest.start : other.start - rest.start]
        joints = list(_BEFORE_MOMENT.finditer(gap))
        if not joints or len(gap[: joints[-1].start()].split()) < _WORDS_OF_ITS_OWN:
            continue
        joint = _BEFORE_MOMENT.search(rest.text, one.end - rest.start + joints[-1].start())
        if joint is None or words.CORRECTS.search(gap):
            continue
        first, after = _cut(rest, joint)
        parts.append(first)
        rest = replace(after, parent_start=-1)
    return (*parts, rest)


def _cut(piece: Piece, at: re.Match[str]) -> tuple[Piece, ...]:
    before, after = piece.text[: at.start()], piece.text[at.end() :]
    return (
        replace(piece, end=piece.start + at.start(), text=before),
        replace(
            piece, start=piece.start + at.end(), text=after, lead=False, parent_start=piece.start
        ),
    )
