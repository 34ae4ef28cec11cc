"""What people take back of what they wrote: "scratch that", "no. 9 please forget it".

Only one's own notes, and only the sentence that takes back is used up: whatever else its message
says is read as usual.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers.notes.reader.drafts import Draft, Heard
from handlers.notes.reader.likeness import best_matches, stems
from handlers.notes.reader.splitting import Piece

_NOTED = r"(?:one|note|comment|point|remark|thing|bit|number|nr|no|item)"
_TAKES_BACK = re.compile(
    r"\b(?:(?:scratch|scrap|strike|ignore|disregard|forget) (?:that|this|it|my|what i|everything i"
    r"|about (?:my|what|the \w+ note))"
    r"|(?:scratch|scrap|strike|drop|cancel|ignore|disregard|forget) (?:#?\d"
    rf"|{_NOTED}\b|my {_NOTED}|the [\w:-]{{1,20}} {_NOTED})"
    rf"|{_NOTED}\.? ?#?\d{{1,3}} (?:please )?(?:forget|ignore|scratch|drop)"
    r"|never ?mind|disregard|i take (?:it|that|this) back"
    r"|(?:i|i'd|i'll) (?:withdraw|retract)|withdrawn|retract(?:ed|ing)?"
    r"|my (?:bad|mistake),? (?:it's|that's|the|all)"
    r"|was looking at (?:the|an) (?:old|wrong|earlier)|(?:i|we) was wrong about"
    r"|vergiss|vergesst|streich\w* (?:mein\w*|punkt)|olvid(?:a|en|ad)|retiro lo|oublie[zr]?"
    r"|esquece)\b",
    re.IGNORECASE,
)
_WHICH_NUMBER = re.compile(
    r"\b(?:no|number|nr|point|item|note|punkt|nummer)\.?\s?#?(\d{1,3})\b|#(\d{1,3})\b",
    re.IGNORECASE,
)
_RECENT = 40
_SAID_BEFORE = 80


def retractions(heard: Heard) -> tuple[Piece, ...]:
    """The pieces of a message that take something back."""
    found = ((piece, _TAKES_BACK.search(piece.text)) for piece in heard.pieces)
    return tuple(_up_to_comma(piece, match.end()) for piece, match in found if match)


def _up_to_comma(piece: Piece, after: int) -> Piece:
    """ "scratch what I said, we end on the team": what follows the comma is said anew."""
    comma = piece.text.find(", ", after)
    if comma < 0:
        return piece
    return replace(piece, end=piece.start + comma, text=piece.text[:comma])


def take_back(piece: Piece, heard: Heard, drafts: Sequence[Draft]) -> None:
    """Withdraw the notes of its author that a piece takes back.

    By number ("no. 9"), by moment ("my note at 1:15"), by what it names, else the latest.
    """
    own = [
        d
        for d in drafts[-_RECENT:]
        if d.author == heard.message.user and not d.withdrawn and _stood_before(d, heard, piece)
    ]
    for draft in _meant(piece, heard, own):
        draft.withdrawn = True


def _stood_before(draft: Draft, heard: Heard, piece: Piece) -> bool:
    return draft.heard.order < heard.order or draft.start < piece.start


def _meant(piece: Piece, heard: Heard, own: Sequence[Draft]) -> Sequence[Draft]:
    number = _WHICH_NUMBER.search(piece.text)
    if number:
        wanted = int(number[1] or number[2])
        return [d for d in own if d.number == wanted][-1:]
    seconds = {
        m.timecode.seconds for m in heard.moments_between(piece.start, piece.end) if m.timecode
    }
    timed = [d for d in own if d.timecode and d.timecode.seconds in seconds]
    if timed:
        return timed[-1:]
    named = stems(_TAKES_BACK.sub(" ", _with_thing(piece.text)))
    meant = best_matches(named, own)[-2:]
    return meant or ([] if _named_before(piece, heard) else own[-1:])


def _named_before(piece: Piece, heard: Heard) -> bool:
    """ "my old note about the blue title, ignore it" names a note, if one that isn't here."""
    match = _TAKES_BACK.search(piece.text)
    at = piece.start + (match.start() if match else 0)
    line = heard.marked.mask.rfind("\n", 0, at) + 1
    return bool(stems(heard.marked.mask[max(line, at - _SAID_BEFORE) : at]))


def _with_thing(text: str) -> str:
    """ "scratch the plywood one" names the plywood; the verb must not swallow it."""
    return re.sub(
        r"\b(?:scratch|scrap|strike|drop|cancel|ignore|disregard|forget|streich\w*)\b",
        " ",
        text,
        flags=re.IGNORECASE,
    )
