"""Put the notes of one message together: its pieces, their kinds, their times and headings."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from handlers.dates import find_due
from handlers.notes.reader import vocabulary as words
from handlers.notes.reader.decisions import is_ruling
from handlers.notes.reader.drafts import Draft, Heard
from handlers.notes.reader.kinds import kind_of
from handlers.notes.reader.likeness import stems
from handlers.notes.reader.markup import mentions, whole_end
from handlers.notes.reader.moments import Moment, find_moments
from handlers.notes.reader.owners import owner_claiming, owner_named
from handlers.notes.reader.parting import cut_at_moments, parted
from handlers.notes.reader.splitting import Piece
from handlers.notes.reader.topics import topic_of_kind
from store.types import Due, NoteKind, ReadingContext, Timecode

BOT = "U0BOT"
_SCENE = re.compile(r"\b(?:scenes?|sc\.?|szene|escena)\s?#?(\d{1,4}[a-z]?)\b", re.IGNORECASE)
_SAME = re.compile(
    r"^\W*(?:(?:and|also)\s)?(?:(?:the\s)?same|ditto|likewise|again)\b(?:\s(?:thing|here|issue"
    r"|problem|note|goes|again|for|with))*\W*(?:at|around|from|for|@)?\W*$",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"^\W*(?:(?:please|pls|and|so|maybe|can we|could we|can you|could you|we need|let's|just"
    r"|i'd|i'll|it|then|but)\s)*(?:la|lo|it|it's|that|that's|this|them|they|he|she|there|those"
    r"|these|one|instead|very|same|make it|move it|the other|another)\b",
    re.IGNORECASE,
)
_NEW_ASK = re.compile(
    r"^\W*(?:also|and|but|plus|another|additionally|oh and|one more|separately|second|finally"
    r"|pero|aber)\b",
    re.IGNORECASE,
)
_LISTS_MOMENTS = re.compile(
    r"\s*(?:,|and|&|\+|/|, and|y|und|as well as|plus|again at|and at|, at)\s*(?:at|again at"
    r"|around|then)?\s*",
    re.IGNORECASE,
)
_AGREEMENT = re.compile(
    r"\b(?:agreed with|we(?:'ve| have)? (?:agreed|decided)|decision:|it was (?:agreed|decided)"
    r"|it's decided|wir haben (?:entschieden|beschlossen)|decidimos)\b",
    re.IGNORECASE,
)
_SHORT = 5
_LONGEST_GAP = 24
_QUOTED_LINES = 3
_RECENT = 40
_SAID_BEFORE = 240


def notes_of(
    heard: Heard, context: ReadingContext, earlier: Sequence[Draft], asked_before: bool
) -> Iterator[Draft]:
    """The notes in one message, in order. `asked_before`: the message before holds a question."""
    gathered: list[Draft] = []
    spoken_to_bot: set[tuple[int, int]] = {
        (piece.line, piece.sentence)
        for piece in heard.pieces
        if BOT in mentions(piece.text) or words.TO_MACHINE.search(piece.text)
    }
    for piece in _parts(heard):
        if (piece.line, piece.sentence) in spoken_to_bot:
            continue
        for draft in _drafts_of(
            heard, piece, context, [*earlier[-_RECENT:], *gathered[-_RECENT:]], asked_before
        ):
            joined = gathered[-1] if gathered and _continues(gathered[-1], draft, piece) else None
            if joined is not None:
                _join(joined, draft)
            else:
                gathered.append(draft)
        if gathered and gathered[-1].line == piece.line:
            _add_claim(gathered[-1], piece, heard, context)
    yield from _with_shared_due(gathered, heard, context)


def _parts(heard: Heard) -> Iterator[Piece]:
    for piece in heard.pieces:
        for part in cut_at_moments(piece, heard.moments_between(piece.start, piece.end)):
            yield from parted(part)


def _drafts_of(
    heard: Heard,
    piece: Piece,
    context: ReadingContext,
    earlier: Sequence[Draft],
    asked_before: bool,
) -> Iterator[Draft]:
    """The notes of one piece: none, one, or one for each moment it lists."""
    moments = heard.moments_between(piece.start, piece.end)
    codes = _moments_meant(heard, moments)
    repeated = _repeated(piece, moments, earlier)
    kind = repeated.kind if repeated else _kind(heard, piece, context, earlier, codes, asked_before)
    if kind is None:
        return
    topic = repeated.topic if repeated else topic_of_kind(piece.text, piece.heading, kind)
    owner = owner_named(piece.text, piece.heading, context.members)
    if owner is None and kind in ("change", "question", "risk"):
        owner = owner_claiming(piece.text, heard.message.user)
    times: list[Timecode | None] = [*codes] or [_inherited(heard, piece, context)]
    for code in times:
        yield Draft(
            heard=heard,
            start=piece.start,
            end=whole_end(heard.message.text, piece.start, piece.end),
            text=piece.text,
            kind=kind,
            topic=topic,
            heading=piece.heading,
            number=piece.number,
            line=piece.line,
            listed=piece.listed,
            timecode=code,
            scene=_scene(piece),
            owner=owner,
            due=find_due(piece.text, heard.written_at, context.timezone),
            words=repeated.words if repeated else stems(piece.text),
        )


def _repeated(piece: Piece, moments: Sequence[Moment], earlier: Sequence[Draft]) -> Draft | None:
    """The note that "same at 0:22" repeats."""
    if not earlier or not moments:
        return None
    rest = piece.text
    for moment in moments:
        rest = rest.replace(
            piece.text[moment.start - piece.start : moment.end - piece.start], " ", 1
        )
    return earlier[-1] if _SAME.match(rest) else None


def _kind(
    heard: Heard,
    piece: Piece,
    context: ReadingContext,
    earlier: Sequence[Draft],
    codes: Sequence[Timecode],
    asked_before: bool,
) -> NoteKind | None:
    if _reports_agreement(piece.text):
        return "decision"
    if is_ruling(piece.text, heard, earlier, context.decider):
        return "decision"
    timed = bool(codes)
    kind = kind_of(
        piece.text,
        timed=timed,
        listed=piece.listed,
        answers=asked_before and piece.lead and not timed and not piece.listed,
        by_editor=_cuts(heard, context),
    )
    if kind is None and (
        _orders_a_deliverable(piece.text, heard, context)
        or _announces_new_work(heard, piece, codes, earlier)
    ):
        return "change"
    return kind


def _reports_agreement(text: str) -> bool:
    agreed = _AGREEMENT.search(text) is not None
    return agreed and "?" not in text and not words.RISK.search(text)


def _cuts(heard: Heard, context: ReadingContext) -> bool:
    return any(m.user == heard.message.user and "editor" in m.roles for m in context.members)


def _announces_new_work(
    heard: Heard, piece: Piece, codes: Sequence[Timecode], earlier: Sequence[Draft]
) -> bool:
    """ "I'll redo the grade at 0:20", where nobody has noted anything at 0:20 before."""
    if not codes and words.OWN_WORK.search(piece.text):
        about = stems(words.OWN_WORK.sub(" ", heard.marked.mask[: piece.end][-_SAID_BEFORE:]))
        return len(about) > 1 and not any(about & draft.words for draft in earlier)
    if not codes or not words.CLAIM.search(piece.text) or words.ANNOUNCES_CUT.search(piece.text):
        return False
    noted = {draft.timecode.seconds for draft in earlier if draft.timecode}
    return not any(code.seconds in noted for code in codes)


def _orders_a_deliverable(text: str, heard: Heard, context: ReadingContext) -> bool:
    """ "thumbnails by friday": a thing to deliver and its date, and no plan of one's own."""
    if not words.DELIVERABLE.search(text) or words.PLAN.search(text) or "?" in text:
        return False
    due = find_due(text, heard.written_at, context.timezone)
    return due is not None and due.written.lower().startswith(
        ("by ", "until ", "for ", "before ", "due ")
    )


def _moments_meant(heard: Heard, moments: Sequence[Moment]) -> list[Timecode]:
    """One moment as a rule; several when they are listed side by side; the last when corrected."""
    codes = [m.timecode for m in moments if m.timecode is not None]
    if len(codes) < 2:
        return codes
    mask = heard.marked.mask
    gaps = [mask[one.end : other.start] for one, other in pairwise(moments)]
    if any(words.CORRECTS.search(gap) for gap in gaps):
        return codes[-1:]
    side_by_side = len(codes) == len(moments) and all(
        len(gap) < _LONGEST_GAP and _LISTS_MOMENTS.fullmatch(gap) for gap in gaps
    )
    return codes if side_by_side else codes[:1]


def _inherited(heard: Heard, piece: Piece, context: ReadingContext) -> Timecode | None:
    """The time a piece takes from the clause it was cut from, its heading, or a quoted line."""
    if piece.parent_start >= 0:
        before = heard.moments_between(piece.parent_start, piece.start)
        if before:
            return before[-1].timecode
    quoted = [q for q in heard.marked.quoted[:_QUOTED_LINES] if q.end <= piece.start]
    above = [heard.marked.text[q.start : q.end] for q in quoted]
    for text in (piece.heading, *reversed(above)):
        found = find_moments(text, context.fps, context.start_timecode) if text else ()
        if found and found[0].timecode:
            return found[0].timecode
    return None


def _scene(piece: Piece) -> str | None:
    match = _SCENE.search(piece.text) or _SCENE.search(piece.heading)
    return match[1] if match else None


def _continues(before: Draft, draft: Draft, piece: Piece) -> bool:
    """Whether a piece belongs to the note before it: the fix after the fault, the reason after."""
    if piece.parent_start >= 0 and before.topic != draft.topic:
        return False
    if before.line != draft.line or (draft.timecode and before.timecode != draft.timecode):
        return False
    if _NEW_ASK.match(piece.text):
        return False
    if before.kind == draft.kind == "question":
        return True
    if before.kind == "question" and draft.kind == "change":
        return bool(_POINTS_BACK.match(piece.text)) and before.timecode is not None
    if before.kind != "change" or draft.kind not in ("change", "risk"):
        return before.kind == draft.kind and draft.kind in ("praise", "risk", "approval statement")
    points_back = bool(_POINTS_BACK.match(piece.text)) or len(piece.text.split()) <= _SHORT
    return (
        points_back
        or before.timecode is not None
        or before.listed
        or bool(before.words & draft.words)
    )


def _join(before: Draft, draft: Draft) -> None:
    before.end = draft.end
    before.text = before.heard.marked.mask[before.start : before.end]
    before.words = before.words | draft.words
    before.owner = before.owner or draft.owner
    before.due = before.due or draft.due
    before.scene = before.scene or draft.scene
    if before.kind == "question" and draft.kind == "change":
        before.kind = "change"
    before.topic = topic_of_kind(before.text, before.heading, before.kind)


def _add_claim(draft: Draft, piece: Piece, heard: Heard, context: ReadingContext) -> None:
    """ "… it's 2 frames late. I'll resync it": the author owns the note of the same line."""
    if piece.end <= draft.end or draft.kind not in ("change", "question", "risk") or draft.owner:
        return
    about = stems(words.CLAIM.sub(" ", piece.text))
    if _NEW_ASK.match(piece.text) and about and not about & draft.words:
        return
    draft.owner = owner_claiming(piece.text, heard.message.user)
    if draft.owner:
        draft.due = draft.due or find_due(piece.text, heard.written_at, context.timezone)


_THESE_BY = re.compile(
    r"\b(?:these|those|all (?:of )?(?:this|these|the above)|everything|notes|all done|the lot"
    r"|the list)\b",
    re.IGNORECASE,
)


def _with_shared_due(drafts: list[Draft], heard: Heard, context: ReadingContext) -> list[Draft]:
    """ "These by friday" dates every change of the message that has no date of its own."""
    covered = {(d.line, d.start) for d in drafts}
    shared: Due | None = None
    for piece in heard.pieces:
        if _THESE_BY.search(piece.text) and (piece.line, piece.start) not in covered:
            shared = find_due(piece.text, heard.written_at, context.timezone) or shared
    headings = {piece.heading for piece in heard.pieces if piece.heading}
    dated = {h: find_due(h, heard.written_at, context.timezone) for h in headings}
    for draft in drafts:
        draft.due = draft.due or dated.get(draft.heading)
    for draft in drafts:
        if shared and draft.kind == "change" and draft.due is None:
            draft.due = shared
    return drafts
