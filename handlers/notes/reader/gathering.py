"""Put the notes of one message together: its pieces, their kinds, their times and headings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from handlers.dates import find_due
from handlers.notes.reader import vocabulary as words
from handlers.notes.reader.decisions import is_ruling
from handlers.notes.reader.drafts import TO_SETTLE, Draft, Heard
from handlers.notes.reader.joining import POINTS_BACK, PRONOUN, continues, join
from handlers.notes.reader.kinds import asks_plainly, kind_of, requests
from handlers.notes.reader.likeness import stems
from handlers.notes.reader.markup import mentions, verdict, whole_end
from handlers.notes.reader.moments import Moment, find_moments
from handlers.notes.reader.owners import owner_claiming, owner_named
from handlers.notes.reader.parting import cut_at_moments, parted
from handlers.notes.reader.replies import takes_on
from handlers.notes.reader.sharing import add_claim, dates_the_rest, with_what_is_shared
from handlers.notes.reader.splitting import Piece
from handlers.notes.reader.topics import topic_of, topic_of_kind
from store.types import NoteKind, ReadingContext, Timecode, Topic

BOT = "U0BOT"
_SCENE = re.compile(r"\b(?:scenes?|sc\.?|szene|escena)\s?#?(\d{1,4}[a-z]?)\b", re.IGNORECASE)
_SAME = re.compile(
    r"^\W*(?:(?:and|also)\s)?(?:(?:the\s)?same|ditto|likewise|again|igual|gleiche[sr]?|pareil)\b"
    r"(?:\s(?:thing|here|issue|problem|note|goes|again|story|deal|for|with|in|on|the"
    r"|\w{1,2}\b)){0,5}\W*(?:at|around|from|for|@)?\W*$",
    re.IGNORECASE,
)
_AND_AT = re.compile(
    r"^\W*(?:and|also|plus|und|y|et)\W*(?:at|around|from|bei|en|à)?\W*$", re.IGNORECASE
)
_LISTS_MOMENTS = re.compile(
    r"\s{0,8}(?:,|and|&|\+|/|, and|y|und|as well as|plus|again at|and at|, at)\s{0,8}(?:at|again at"
    r"|around|then)?\s{0,8}",
    re.IGNORECASE,
)
_AGREEMENT = re.compile(
    r"\b(?:agreed with|we(?:'ve| have)? (?:agreed|decided)|decision:|it was (?:agreed|decided)"
    r"|it's decided|wir haben (?:entschieden|beschlossen)|decidimos)\b",
    re.IGNORECASE,
)
_NODS = re.compile(
    r"^[\W\d]*(?:is |was |looks |sounds )?(?:ok(?:ay)?|fine|good|all good|done|fixed|noted|yes|yep"
    r"|agreed|checked|works|no notes|nothing|same)\W*$",
    re.IGNORECASE,
)
_SAYS = re.compile(r"[^\W\d_]{2}")
_MOMENTS_AND_MENTIONS = re.compile(
    r"@[A-Z0-9]+\b|\b(?:at|from|to|and|around|until)\b", re.IGNORECASE
)
_LINK = re.compile(r"<https?://")
_LINES_OF_A_LIST = 3
_POINTS_AT_IT = re.compile(
    r"^\W*(?:(?:but|and|though|so|please|can we|could we)\s){0,2}(?:it|it's|its|they|he|she"
    r"|there)\b|\b(?:under|over|behind|after|before|on|in|with) (?:it|them|that)\b"
    r"|\bthe same shot\b",
    re.IGNORECASE,
)
_WORDS_WITH_A_PRONOUN = 16
_SETTLED_WITHIN = 3
_SHORTEST_REST = 6
_WORDS_BESIDE_EMOJI = 6
_EMOJI_NEAR = 24
_LONGEST_GAP = 24
_QUOTED_LINES = 3
_NEAR = 48
_RECENT = 40
_SAID_BEFORE = 240


@dataclass(frozen=True)
class Around:
    """What the thread around a message means for it: the message before `asked` something, the
    thread is one `of_strangers`, and pieces to be `passed_over` are read already."""

    asked_before: bool = False
    of_strangers: bool = False
    passed_over: tuple[Piece, ...] = ()


def notes_of(
    heard: Heard, context: ReadingContext, earlier: Sequence[Draft], around: Around
) -> Iterator[Draft]:
    """The notes in one message, in order."""
    gathered: list[Draft] = []
    not_feedback: set[tuple[int, int]] = {
        (piece.line, piece.sentence)
        for piece in heard.pieces
        if BOT in mentions(piece.text) or words.TO_MACHINE.search(piece.text)
    }
    for piece in _parts(heard):
        if takes_on(heard, piece.text, earlier) or dates_the_rest(piece, heard, context):
            continue
        said = _rest(piece, around.passed_over)
        if said is None or (piece.line, piece.sentence) in not_feedback:
            continue
        piece = said
        for draft in _drafts_of(
            heard, piece, context, [*earlier[-_RECENT:], *gathered[-_RECENT:]], around
        ):
            joined = gathered[-1] if gathered and continues(gathered[-1], draft, piece) else None
            if joined is not None:
                join(joined, draft)
            else:
                gathered.append(draft)
        if gathered and gathered[-1].line == piece.line:
            add_claim(gathered[-1], piece, heard, context)
    for draft in gathered:
        if draft.joined:
            draft.topic = topic_of_kind(draft.text, draft.heading, draft.kind)
    yield from with_what_is_shared(gathered, heard, context)


def _rest(piece: Piece, passed_over: Sequence[Piece]) -> Piece | None:
    """What is left of a piece besides those passed over; None when nothing is."""
    for passed in passed_over:
        if passed.start <= piece.start < passed.end:
            after = max(passed.end, piece.start)
            if piece.end - after < _SHORTEST_REST:
                return None
            text = piece.text[after - piece.start :]
            skip = len(text) - len(text.lstrip(" ,;:-"))
            return replace(piece, start=after + skip, text=text[skip:])
    return piece


def _parts(heard: Heard) -> Iterator[Piece]:
    for piece in heard.pieces:
        for part in cut_at_moments(piece, heard.moments_between(piece.start, piece.end)):
            yield from parted(part)


def _drafts_of(
    heard: Heard,
    piece: Piece,
    context: ReadingContext,
    earlier: Sequence[Draft],
    around: Around,
) -> Iterator[Draft]:
    """The notes of one piece: none, one, or one for each moment it lists."""
    moments = heard.moments_between(piece.start, piece.end)
    codes = _moments_meant(heard, moments)
    repeated = _repeated(heard, piece, moments, earlier)
    kind = repeated.kind if repeated else _kind(heard, piece, context, earlier, codes, around)
    if repeated is None and kind in (None, "change"):
        kind = _shown_by_emoji(heard, piece, codes) or (
            None if _is_no_more_than_talk(heard, piece, codes, earlier) else kind
        )
    if kind is None:
        return
    topic = repeated.topic if repeated else _topic(heard, piece, kind, earlier)
    owner = owner_named(piece.text, piece.heading, context.members)
    if owner is None and kind in TO_SETTLE:
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


def _topic(heard: Heard, piece: Piece, kind: NoteKind, earlier: Sequence[Draft]) -> Topic:
    """From the piece's own words, else from the note that they point back to."""
    topic = topic_of_kind(piece.text, piece.heading, kind)
    if topic not in ("other", "picture") or topic_of(piece.text, piece.heading) != "other":
        return topic
    if kind in ("praise", "approval statement"):
        return topic  # a verdict takes nobody's topic
    meant = _meant_by(heard, piece, kind, earlier[-_RECENT:])
    return meant.topic if meant and meant.topic not in ("other", "legal") else topic


def _meant_by(heard: Heard, piece: Piece, kind: NoteKind, earlier: Sequence[Draft]) -> Draft | None:
    """The earlier note that a piece speaks of: it shares words, settles it, or says "it"."""
    about = stems(piece.text)
    for draft in reversed(earlier):
        if about & draft.words:
            return draft
    if not earlier:
        return None
    ago = heard.order - earlier[-1].heard.order
    if kind == "decision":
        open_ones = [d for d in earlier if d.kind in TO_SETTLE and d.topic != "other"]
        return open_ones[-1] if open_ones and ago <= _SETTLED_WITHIN else None
    short = len(piece.text.split()) <= _WORDS_WITH_A_PRONOUN
    says_it = POINTS_BACK.match(piece.text) or (short and PRONOUN.search(piece.text))
    return earlier[-1] if says_it and ago <= 1 else None


def _shown_by_emoji(
    heard: Heard, piece: Piece, codes: Sequence[Timecode]
) -> Literal["praise", "change"] | None:
    """ "👎 on the new titles", "0:42 🔥": few words about the film, and the verdict beside them."""
    words_said = _MOMENTS_AND_MENTIONS.sub(" ", piece.text).split()
    about = topic_of(piece.text) != "other"
    if len(words_said) > _WORDS_BESIDE_EMOJI or not (codes or about) or asks_plainly(piece.text):
        return None
    line_start = heard.message.text.rfind("\n", 0, piece.start) + 1
    before = heard.message.text[max(line_start, piece.start - _EMOJI_NEAR) : piece.start]
    after = heard.message.text[piece.start : piece.end + _EMOJI_NEAR].split("\n")[0]
    return verdict(before + after if not before.strip(" \t-•*").endswith((".", ",")) else after)


def _is_no_more_than_talk(
    heard: Heard, piece: Piece, codes: Sequence[Timecode], earlier: Sequence[Draft]
) -> bool:
    """A moment without a word, what accompanies a new cut, or a claim of what others noted."""
    said = _MOMENTS_AND_MENTIONS.sub(" ", piece.text)
    if not _SAYS.search(said) or _NODS.match(said):
        return True
    if _presents_a_cut(heard) and not codes:
        return not requests(piece.text) and not words.CLAIM.search(piece.text)
    if not words.CLAIM.search(piece.text) or requests(words.CLAIM.sub(" ", piece.text)):
        return False
    about = stems(words.CLAIM.sub(" ", piece.text))
    others = [draft for draft in earlier if draft.heard is not heard]
    return any(about & draft.words for draft in others)


def _presents_a_cut(heard: Heard) -> bool:
    """Whether a message hands over something to watch: it has a link, and no list of notes."""
    linked = _LINK.search(heard.message.text) is not None
    return linked and heard.message.text.count("\n") < _LINES_OF_A_LIST


def _repeated(
    heard: Heard, piece: Piece, moments: Sequence[Moment], earlier: Sequence[Draft]
) -> Draft | None:
    """The note that "same at 0:22" repeats, or its author's "and at 0:22" just after it."""
    if not earlier or not moments:
        return None
    rest = piece.text
    for moment in moments:
        rest = rest.replace(
            piece.text[moment.start - piece.start : moment.end - piece.start], " ", 1
        )
    if _SAME.match(rest):
        return earlier[-1]
    goes_on = _AND_AT.match(rest) and earlier[-1].author == heard.message.user
    return earlier[-1] if goes_on and heard.order - earlier[-1].heard.order == 1 else None


def _kind(
    heard: Heard,
    piece: Piece,
    context: ReadingContext,
    earlier: Sequence[Draft],
    codes: Sequence[Timecode],
    around: Around,
) -> NoteKind | None:
    if _reports_agreement(piece.text):
        return "decision"
    if is_ruling(piece.text, heard, earlier, context.decider):
        return "decision"
    if words.LOOKS_GOOD.match(heard.message.text) and not around.asked_before:
        return "approval statement"
    timed = bool(codes)
    kind = kind_of(
        piece.text,
        timed=timed,
        listed=piece.listed,
        answers=around.asked_before and piece.lead and not timed and not piece.listed,
        by_editor=_cuts(heard, context),
        by_stranger=around.of_strangers,
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
    said = next((p for p in reversed(heard.pieces) if p.end <= piece.start), None)
    if said is not None and said.line == piece.line and _POINTS_AT_IT.search(piece.text[:_NEAR]):
        just_named = heard.moments_between(said.start, said.end)
        if just_named:
            return just_named[-1].timecode
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
