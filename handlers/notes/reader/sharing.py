"""What one sentence of a message says for its other notes: who does them, and until when."""

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers.dates import find_due
from handlers.notes.reader import vocabulary as words
from handlers.notes.reader.drafts import TO_SETTLE, Draft, Heard
from handlers.notes.reader.joining import NEW_ASK
from handlers.notes.reader.likeness import stems
from handlers.notes.reader.owners import (
    claims,
    owner_claiming,
    owner_handed,
    owner_of_all,
    points_back,
)
from handlers.notes.reader.splitting import Piece
from store.types import Due, ReadingContext


def add_claim(draft: Draft, piece: Piece, heard: Heard, context: ReadingContext) -> None:
    """ "… it's 2 frames late. I'll resync it", "… they're wax. @ed?", "… We need it on friday":
    words behind a note of the same line own it or date it."""
    if piece.end <= draft.end or draft.kind not in TO_SETTLE:
        return
    match = claims(piece.text)
    about = stems(words.CLAIM.sub(" ", piece.text))
    elsewhere = bool(about) and not about & draft.words
    if elsewhere and (NEW_ASK.match(piece.text) or (match and not points_back(piece.text, match))):
        return  # "loudness is mine", "I'll chase the licence" behind a note about something else
    if draft.owner is None:
        draft.owner = owner_handed(piece.text, context.members) or owner_claiming(
            piece.text, heard.message.user
        )
    promised = match is not None and draft.owner is not None
    draft.due = draft.due or find_due(
        piece.text, heard.written_at, context.timezone, promised=promised
    )


_THESE_BY = re.compile(
    r"\b(?:these|those|all (?:of )?(?:this|these|the above|it|by|until|before)|everything|notes"
    r"|all done|the lot|the list)\b",
    re.IGNORECASE,
)


def with_what_is_shared(drafts: list[Draft], heard: Heard, context: ReadingContext) -> list[Draft]:
    """What a message says of several of its notes at once: "these by friday" dates every change
    that has no date of its own, "both mine" owns the notes of the line, and the notes of one
    request at several moments have one owner and one date. Words are kept as they were written.
    """
    covered = {(d.line, d.start) for d in drafts}
    shared: Due | None = None
    for piece in heard.pieces:
        if (piece.line, piece.start) not in covered:
            shared = _due_of_all(piece, heard, context) or shared
        if _ALL_MINE.search(piece.text) and (piece.line, piece.start) not in covered:
            _own_line(drafts, piece, heard, context)
    headings = {piece.heading for piece in heard.pieces if piece.heading}
    dated = {h: find_due(h, heard.written_at, context.timezone) for h in headings}
    requests: dict[int, Draft] = {}
    for draft in drafts:
        asked_first = requests.setdefault(draft.start, draft)
        if draft.due is None and draft.kind == "change" and shared:
            draft.due = shared
        draft.due = draft.due or dated.get(draft.heading)
        asked_first.owner = asked_first.owner or draft.owner
        asked_first.due = asked_first.due or draft.due
    for draft in drafts:
        asked_first = requests[draft.start]
        draft.owner, draft.due = draft.owner or asked_first.owner, draft.due or asked_first.due
        _write_verbatim(draft)
    _own_all(drafts, heard, context)
    return drafts


def _due_of_all(piece: Piece, heard: Heard, context: ReadingContext) -> Due | None:
    """The day of "these by friday"; the one by which comments are wanted dates no change."""
    about = _THESE_BY.search(piece.text)
    if about is None or _COMMENTS_BY.search(piece.text):
        return None
    return find_due(piece.text, heard.written_at, context.timezone)


def dates_the_rest(piece: Piece, heard: Heard, context: ReadingContext) -> bool:
    """Whether a piece is only a day for the other notes: "thanks, these by friday please"."""
    due = _due_of_all(piece, heard, context)
    if due is None:
        return False
    rest = _COURTESIES.sub(" ", _THESE_BY.sub(" ", piece.text.replace(due.written, " ")))
    return not re.search(r"[^\W\d_]", rest)


_COURTESIES = re.compile(
    r"\b(?:thanks|thank you|thx|cheers|so much|a lot|please|pls|plz|if possible|(?:we|i)'d"
    r"|would be (?:great|nice|good|perfect)|we|i|need|needs|needed|want|would|like|to be|done|all"
    r"|of|the|and|ok|by|for me|us)\b",
    re.IGNORECASE,
)
_COMMENTS_BY = re.compile(
    r"\b(?:comments|feedback|thoughts|(?<!these )(?<!those )(?<!all )notes)\b[^.!?]{0,30}"
    r"\b(?:by|until|till|before)\b",
    re.IGNORECASE,
)


def _own_all(drafts: Sequence[Draft], heard: Heard, context: ReadingContext) -> None:
    """ "@ed a few more from me." and then notes: all of them are his."""
    if not drafts or not heard.pieces or heard.pieces[0].start >= drafts[0].start:
        return
    owner = owner_of_all(heard.pieces[0].text, context.members)
    for draft in drafts:
        if owner and draft.owner is None and draft.kind in ("change", "question"):
            draft.owner = owner


_ALL_MINE = re.compile(r"\b(?:both|all|these|those|they're|them|alle|beide|todos|tous)\b", re.I)


def _own_line(drafts: Sequence[Draft], piece: Piece, heard: Heard, context: ReadingContext) -> None:
    """ "… and there's a bump at 1:13. both mine, in time for tuesday's mix": all of the line."""
    owner = owner_claiming(piece.text, heard.message.user)
    if owner is None:
        return
    due = find_due(piece.text, heard.written_at, context.timezone, promised=True)
    for draft in drafts:
        if draft.line == piece.line and draft.start < piece.start and draft.owner in (None, owner):
            draft.owner, draft.due = owner, draft.due or due


def _write_verbatim(draft: Draft) -> None:
    """Owner and due words as the message writes them; the mask straightens its quotation marks."""
    if draft.owner and (said := _as_written(draft.owner.written, draft.heard)):
        draft.owner = replace(draft.owner, written=said)
    if draft.due and (said := _as_written(draft.due.written, draft.heard)):
        draft.due = replace(draft.due, written=said)


def _as_written(words_said: str, heard: Heard) -> str:
    if words_said in heard.message.text:
        return words_said
    at = heard.marked.mask.find(words_said)
    return heard.message.text[at : at + len(words_said)] if at >= 0 else ""
