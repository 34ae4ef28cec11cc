"""What later messages do to earlier notes: claim them, date them, answer and correct them."""

import re
from collections.abc import Iterable, Sequence

from handlers.dates import find_due
from handlers.notes.reader import vocabulary as words
from handlers.notes.reader.drafts import TO_SETTLE, Draft, Heard
from handlers.notes.reader.likeness import stems
from handlers.notes.reader.markup import mentions
from handlers.notes.reader.moments import Moment
from handlers.notes.reader.owners import (
    agreement_before,
    claims,
    names_its_thing,
    owner_named,
    points_back,
)
from handlers.notes.reader.quoting import notes_quoted
from handlers.notes.reader.splitting import Piece
from store.types import Due, Owner, ReadingContext

_MEANT = re.compile(
    r"\b(?:i meant|i mean|meant|make that|should be(?= (?:at )?[\d:])|correction"
    r"|typo|sorry,? (?:it's|that's|at)?|actually(?: it's| at)?|no,? wait)\b",
    re.IGNORECASE,
)
_BOTH = re.compile(r"\b(?:all|both|these|those|them|everything|alle|beide|todos)\b", re.IGNORECASE)
_RECENT = 40
_LONGEST_ANSWER = 12
_LONGEST_CORRECTION = 120
_LONGEST_DATE = 60
_CLAIM_CONTEXT = 240
_SUBJECT_WORDS = 10
_POINTING_WORDS = 24
_SHORTEST_ROOT = 4
_INFLECTED = re.compile(r"e?s|e?d|ing|er|[bdgmnprt](?:ed|ing|y|er)|en|n")
_DAY_WORDS = 5
_FEW_WORDS = 2
_GREETING = 40
# "by thursday, need to ask montreal first", "friday noon works": a day and no more than its why.
_DAY_FIRST = re.compile(
    r"^\W*(?:(?:ok|okay|yes|yep|sure|hm+),? )?(?:(?:gimme|give me|need|you(?:'ll)? (?:have"
    r"|get) it) )?(?:by|until|till?|for|on|tonight|tomorrow|today|monday|tuesday|wednesday|thursday"
    r"|friday|saturday|sunday|end of|eod|eow|(?:early|late|mid) \w+)\b",
    re.IGNORECASE,
)
_HANDED = re.compile(
    r"\byours\b|\bfor you\b|(?:→|->|=>)\s?@\w|\bover to\b|\b(?:one|job|question) for\b"
    r"|\bassign(?:ed)? to\b|\b(?:can|could|would|will) you (?:please )?(?:take|handle|own|do|sort"
    r"|fix|look (?:at|into)|have a look at|deal with)(?= (?:it|that|this|them|those|these|both|all"
    r"|no\b|nos\b|numbers?\b|\d))",
    re.IGNORECASE,
)
_NODS = re.compile(r"^\W*(?:yes|yep|yup|yeah|ok|okay|sure|ja|sí|oui|sim)\b", re.IGNORECASE)
_ONE_OF_THEM = re.compile(r"\b(?:that|this|last) one\b", re.IGNORECASE)
_I_DO = re.compile(r"^\W*i (?:do|can|could|will)\W*$", re.IGNORECASE)
_ASKS_SOMEBODY = re.compile(
    r"\bwho\b|\b(?:can|could|will|would) (?:you|somebody|someone|anybody|anyone|one of)\b",
    re.IGNORECASE,
)
_FINDS_OUT = re.compile(
    r"\b(?:ask|find out|check|chase|look into|dig|ring|call|phone|email|contact"
    r"|(?:speak|talk) (?:to|with)|know by|frage?|pregunt\w+|demande\w*)\b",
    re.IGNORECASE,
)
# Numbers of a list in a claim: "3 and 5 are mine", "nos. 2-4 with me", "17: I'll dig it out".
_NUMBERS = r"\d{1,3}(?:\s?(?:,|and|&|\+|-|–|to|y|und|et|e)\s?\d{1,3}){0,8}"
_LABEL_NUMBERS = re.compile(
    rf"^\W{{0,3}}(?:re )?(?:nos?\.?|numbers?|points?|items?|#)?\s?({_NUMBERS})"
    r"(?=\s?[:,)]|\s(?:is|are|and)\b|'s\b|\s(?:on|with) me\b|\smine\b)(?!:\d)",
    re.IGNORECASE,
)
_NAMED_NUMBERS = re.compile(
    rf"\b(?:nos?\.?|nr\.?|numbers?|points?|items?|notes?)\s?#?({_NUMBERS})(?![:\d])|#(\d{{1,3}})\b",
    re.IGNORECASE,
)
_TAKES_NUMBERS = re.compile(
    rf"\b(?:take|do|fix|got|sort|handle|übernehme|mache|nehme|hago|prends|faço)\s({_NUMBERS})"
    r"(?![:\d%.]|\s?(?:s|sec|min|frames?|db)\b)",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"\s{0,8}(?:,|\band\b|(?<!\w)[&+](?!\w)|/|\bplus\b|\by\b|\bund\b|\bet\b)\s{0,8}", re.IGNORECASE
)
_MANNER = re.compile(
    r"\b(?:now|today|tonight|tomorrow|tmrw|afternoon|morning|evening|noon|lunch|night|weekend|pass"
    r"|next|thing|right|away|straight|soon|quick\w*|asap|got|have|problem|worries|ugh|argh|sorry"
    r"|oops|whoops|haha|course|cheers|thanks|thank|gladly|happily|later|week|session|version|round"
    r"|back|again|place|ready|around|finish\w*|monday|tuesday|wednesday|wed|thursday|thurs|friday"
    r"|fri|saturday|sunday|eod|then|too|ouch|look|sort|ok|okay|yes|yep|give|gimme|me|till?|works"
    r"|honestly|deal|fixing|doing|swapping|sorting|it)\b",
    re.IGNORECASE,
)
_BARE_MOMENT = re.compile(
    r"^\W{0,8}(?:at |around |from )?[\d:;.]{1,16}(?:\s?[-–]\s?[\d:;.]{1,16})?\W{0,8}$"
)
_CORRECTING_MARK = re.compile(r"^\s*\*\s?\d|\d\s?\*\s*$")


def correct_moment(heard: Heard, drafts: Sequence[Draft]) -> bool:
    """Whether a message only corrects the time of its author's last note ("I meant 1:24")."""
    code = heard.moments[-1].timecode if heard.moments else None
    if code is None:
        return False
    own = [d for d in drafts[-_RECENT:] if d.author == heard.message.user and not d.withdrawn]
    quoted = [d for d in notes_quoted(heard, drafts) if d.author == heard.message.user]
    meant = quoted[-1:] or _untimed(heard, own) or [d for d in own if d.timecode][-1:]
    if not meant or not _only_corrects(heard, heard.moments[-1], meant[-1]):
        return False
    meant[-1].timecode = code
    return True


def _only_corrects(heard: Heard, moment: Moment, draft: Draft) -> bool:
    """Whether a message says nothing but another time: "I meant 1:24", "*0:37", "0:37*"."""
    mask = heard.marked.mask.strip()
    if _BARE_MOMENT.match(mask):
        just_after = draft.heard.order == heard.order - 1
        marked = _CORRECTING_MARK.search(heard.message.text.strip())
        quotes = bool(heard.marked.quoted)
        return quotes or (just_after and (draft.timecode is None or marked is not None))
    if len(mask) > _LONGEST_CORRECTION or not _MEANT.search(mask):
        return False
    if len(stems(_MEANT.sub("", mask))) <= 2:
        return True
    # "ah no, wait, 3:20. the film isn't even that long": the correction and then a joke about it.
    rest = re.split(r"[.!?](?:\s|$)", heard.marked.mask[moment.end :], maxsplit=1)[0].strip()
    lead = stems(_MEANT.sub("", heard.marked.mask[: moment.end]))
    return draft.heard.order == heard.order - 1 and not rest and not lead


def _untimed(heard: Heard, own: Sequence[Draft]) -> list[Draft]:
    """The author's note just before whose time was named but couldn't be read."""
    just_before = [d for d in own if d.heard.order == heard.order - 1 and d.timecode is None]
    return [d for d in just_before if any(m.ask for m in d.heard.moments_between(d.start, d.end))]


def correct_date(heard: Heard, drafts: Sequence[Draft], timezone: str) -> bool:
    """Whether a message only corrects the date of its author's last note ("I meant thursday")."""
    mask = heard.marked.mask.strip()
    if len(mask) > _LONGEST_DATE or not _MEANT.search(mask):
        return False
    due = find_due(_MEANT.sub("", mask).strip(" ,.!*"), heard.written_at, timezone, promised=True)
    own = [d for d in drafts[-_RECENT:] if d.author == heard.message.user and d.due]
    quoted = [d for d in notes_quoted(heard, drafts) if d.author == heard.message.user]
    if due is None or not (quoted or own):
        return False
    (quoted or own)[-1].due = Due(due.written if due.written in mask else mask, due.date)
    return True


def claim(heard: Heard, text: str, drafts: Sequence[Draft], timezone: str) -> None:
    """Give the notes a piece of talk claims ("I'll take the logo", "mine") to its author."""
    match = claims(text)
    due = find_due(text, heard.written_at, timezone, promised=True)
    if match and _only_answers(heard, text, match, drafts):
        return
    if not match:
        if due:
            _date_own(heard, text, due, drafts)
        return
    for draft in _claimed(heard, text, match, drafts):
        if draft.owner is None or draft.owner.user == heard.message.user:
            draft.owner = draft.owner or Owner(match[0].strip(" ,.:;!"), heard.message.user)
            draft.due = due or draft.due


def _only_answers(heard: Heard, text: str, match: re.Match[str], drafts: Sequence[Draft]) -> bool:
    """Whether "I do", "I can" answer a question that asked nobody to do anything."""
    if _answers_with_work(heard, text, match, _open_before(heard, drafts)):
        return True
    if not _I_DO.match(text):
        return False
    before = [d for d in _open_before(heard, drafts) if d.heard.order == heard.order - 1]
    return not any(_ASKS_SOMEBODY.search(d.text) for d in before)


def _date_own(heard: Heard, text: str, due: Due, drafts: Sequence[Draft]) -> None:
    """ "bag: monday", "monday": with nothing but a day, the person asked says when."""
    mine = [
        d
        for d in _open_before(heard, drafts)
        if d.owner and d.owner.user == heard.message.user and d.author != heard.message.user
    ]
    rest = re.findall(r"\w+", _MANNER.sub(" ", text.replace(due.written, " ", 1)))
    said = stems(" ".join(rest))
    if _DAY_FIRST.match(text) and _asked_just_before(heard, mine):
        said = frozenset()  # "by thursday, need to ask montreal first"
    elif len(text.split()) > _DAY_WORDS or len(said) != len(rest):
        return  # "cut 10 tomorrow around lunch" is about something else
    for draft in _sharing(said, mine) if said else mine[-1:]:
        draft.due = due


def hear_claims(
    heard: Heard, fresh: Sequence[Draft], drafts: Sequence[Draft], context: ReadingContext
) -> None:
    """Who takes, or is handed, earlier notes in words that hold no note of their own.

    `fresh` are the notes of this message. A claim that owns one of them ("… it's late. I'll
    resync it") claims no other; one about another thing ("loudness is mine") does.
    """
    begun = {draft.start for draft in fresh}
    for piece in heard.pieces:
        if piece.start in begun:
            opening = agreement_before(piece.text)
            if opening:
                claim(heard, opening, drafts, context.timezone)
        elif not (_owns_fresh(piece, fresh) or _takes_fresh(heard, piece, fresh, context.timezone)):
            claim(heard, piece.text, drafts, context.timezone)
            hand_on(heard, piece.text, drafts, context)


def hand_on(heard: Heard, text: str, drafts: Sequence[Draft], context: ReadingContext) -> None:
    """Give earlier notes to whom a later message hands them: "@ed 2 and 4 are yours", "hum → @ed",
    "@ed can you take that?"."""
    if not _hands(heard, text) or claims(text):
        return
    owner = owner_named(text, "", context.members)
    if owner is None:
        return
    earlier = _open_before(heard, drafts)
    rest = text.replace(owner.written, " ").strip()
    seconds = {m.timecode.seconds for m in _moments_in(heard, text) if m.timecode}
    timed = [d for d in earlier if d.timecode and d.timecode.seconds in seconds]
    said = stems(_MANNER.sub(" ", _HANDED.sub(" ", rest)))
    latest = [d for d in earlier if d.heard.order == heard.order - 1]
    before = [] if said else (latest[-1:] if _ONE_OF_THEM.search(rest) else _last_run(latest))
    due = find_due(text, heard.written_at, context.timezone, promised=True)
    for draft in _numbered(rest, earlier) or timed or _sharing(said, earlier) or before:
        if draft.owner is None:
            draft.owner = owner
            draft.due = draft.due or due


def _takes_fresh(heard: Heard, piece: Piece, fresh: Sequence[Draft], timezone: str) -> bool:
    """ "it's 9 flashes a second and the limit is 3. I'll bring it down", "… stops dead. mine.":
    without a thing of its own a claim is of the note before it in the message."""
    match = claims(piece.text)
    last = next((d for d in reversed(fresh) if d.start < piece.start), None)
    if match is None or last is None or last.line != piece.line or last.owner is not None:
        return False
    begun = match[0].lower().endswith("ing")  # "… too clean. adding grain back"
    noted = last.kind in TO_SETTLE
    if not noted or not (begun or points_back(piece.text, match)):
        return False
    due = find_due(piece.text, heard.written_at, timezone, promised=True)
    for draft in (d for d in fresh if d.start == last.start):
        draft.owner = Owner(match[0].strip(" ,.:;!"), heard.message.user)
        draft.due = draft.due or due
    return True


def _owns_fresh(piece: Piece, fresh: Sequence[Draft]) -> bool:
    match = claims(piece.text)
    return match is not None and any(
        draft.line == piece.line
        and draft.owner is not None
        and draft.owner.written.replace("’", "'") == match[0].strip(" ,.:;!")
        and draft.start < piece.start
        for draft in fresh
    )


def _hands(heard: Heard, text: str) -> bool:
    """ "@ed yours?" behind words of the same message hands on those; with a thing of its own
    ("@ed freezer and hum for you please") it is about earlier notes."""
    if not _HANDED.search(text):
        return False
    things = re.sub(r"@\w+", " ", _HANDED.sub(" ", text))
    return _opens(heard, text) or bool(stems(_MANNER.sub(" ", things)))


def _answers_with_work(
    heard: Heard, text: str, match: re.Match[str], earlier: Sequence[Draft]
) -> bool:
    """ "wrong LUT on 5 and 6, I'll swap both" answers a question, and is work of its own."""
    before = [d for d in earlier if d.heard.order == heard.order - 1]
    told = [] if names_its_thing(match) else text[: match.start()].strip(" ,;-").split()
    return (
        bool(before)
        and before[-1].kind == "question"
        and len(told) > _FEW_WORDS
        and not told[-1].endswith((":", "."))
        and not _FINDS_OUT.search(text)
    )


def _opens(heard: Heard, text: str) -> bool:
    """Whether words stand at the beginning of their message, but for a greeting or a nod."""
    at = heard.marked.mask.find(text)
    return 0 <= at <= _GREETING and len(heard.marked.mask[:at].split()) <= _FEW_WORDS


def _asked_just_before(heard: Heard, earlier: Sequence[Draft]) -> bool:
    return any(
        d.owner is not None and d.owner.user == heard.message.user
        for d in earlier
        if d.heard.order == heard.order - 1
    )


def takes_on(heard: Heard, text: str, drafts: Sequence[Draft]) -> bool:
    """Whether words that look like a note only claim an earlier note of somebody else about the
    same thing, or hand it on: "sign needs a blur, I'll do that too", "@ed can you take that?"."""
    earlier = [d for d in _open_before(heard, drafts) if d.author != heard.message.user]
    if not earlier or _moments_in(heard, text):
        return False
    match = claims(text)
    just_before = earlier[-1].heard.order == heard.order - 1
    if match is None:
        if _DAY_FIRST.match(text) and _asked_just_before(heard, earlier):
            return find_due(text, heard.written_at, "UTC", promised=True) is not None
        return bool(mentions(text)) and _hands(heard, text)
    if names_its_thing(match) and not text[: match.start()].strip(" ,.:;!-"):
        return just_before and _opens(heard, text)  # "mine, in time for tuesday's mix"
    if _answers_with_work(heard, text, match, earlier):
        return False
    said = stems(_MANNER.sub(" ", words.CLAIM.sub(" ", text)))
    return bool(_numbered(text, earlier) or _sharing(said, earlier))


def _open_before(heard: Heard, drafts: Sequence[Draft]) -> list[Draft]:
    return [
        d
        for d in drafts[-_RECENT:]
        if d.heard.order < heard.order and not d.withdrawn and d.kind in TO_SETTLE
    ]


def _claimed(heard: Heard, text: str, match: re.Match[str], drafts: Sequence[Draft]) -> list[Draft]:
    """The notes a claim means: quoted, numbered, at its times, about its things, just before."""
    # An answer to a quote is short; a long message under one would be compared over and over.
    answers = len(heard.pieces) <= _LONGEST_ANSWER
    quoted = [d for d in notes_quoted(heard, drafts) if not d.withdrawn] if answers else []
    own_question = (heard.message.user, "question")
    earlier = [d for d in _open_before(heard, drafts) if (d.author, d.kind) != own_question]
    seconds = {m.timecode.seconds for m in _moments_in(heard, text) if m.timecode}
    timed = [d for d in earlier if d.timecode and d.timecode.seconds in seconds]
    named = quoted or _numbered(text, earlier) or timed or _things(text, match, earlier)
    if named or seconds:
        return named  # a claim with a time of its own is about that moment or about a new thing
    latest = [d for d in earlier if d.heard.order == heard.order - 1]
    questions = [d for d in latest if d.kind == "question"]
    if questions and latest[-1].author != heard.message.user and _FINDS_OUT.search(text):
        return questions
    told = _told(text, match)
    to_find_out = _FINDS_OUT.search(told) is not None
    for said in (told, _context(heard, told) if answers else told):
        about = _about(
            stems(words.CLAIM.sub(" ", _MANNER.sub(" ", said))), earlier, heard, to_find_out
        )
        if about:
            return about
    return _just_before(heard, text, match, earlier)


def _told(text: str, match: re.Match[str]) -> str:
    """What words with a claim say of the thing claimed: after "leave that one with me" or "I'll
    fix it" comes no more of it than up to the comma."""
    if names_its_thing(match):
        return text
    rest = text[match.end() :]
    first = text[: match.end()] + re.split(r"[,.!?;:\n]", rest, maxsplit=1)[0]
    return first if points_back(first, match) else text[: match.end()] + _clause_list(rest)


def _moments_in(heard: Heard, text: str) -> tuple[Moment, ...]:
    at = heard.marked.mask.find(text)
    return heard.moments_between(at, at + len(text)) if at >= 0 else ()


def _context(heard: Heard, text: str) -> str:
    """What the message says up to the claim's end; what follows is another matter."""
    at = heard.marked.mask.find(text)
    return heard.marked.mask[: at + len(text)][-_CLAIM_CONTEXT:] if at >= 0 else text


def _numbered(text: str, earlier: Sequence[Draft]) -> list[Draft]:
    """The notes of the latest numbered list that a claim names by number."""
    found = _LABEL_NUMBERS.match(text) or _NAMED_NUMBERS.search(text) or _TAKES_NUMBERS.search(text)
    if not found:
        return []
    wanted = _numbers(next(group for group in found.groups() if group))
    listed = [d for d in earlier if d.number is not None]
    fitting = [d for d in listed if d.number in wanted and d.heard is listed[-1].heard]
    return fitting or [d for d in listed if d.number in wanted][-len(wanted) :]


def _numbers(said: str) -> set[int]:
    numbers: set[int] = set()
    for first, last in re.findall(r"(\d{1,3})(?:\s?(?:-|–|to)\s?(\d{1,3}))?", said):
        numbers.update(range(int(first), int(last or first) + 1))
    return numbers


def _things(text: str, match: re.Match[str], earlier: Sequence[Draft]) -> list[Draft]:
    """ "blurs and whiteboard with me", "I'll take the logo and the hum": each on its own."""
    before = names_its_thing(match)
    subject = text[: match.start()] if before else _clause_list(text[match.end() :])
    parts = _LISTED.split(subject.strip(" ,:;.-"))
    if len(subject.split()) > _SUBJECT_WORDS or not (before or len(parts) > 1):
        return []
    noted = [_sharing(stems(_MANNER.sub(" ", part)), earlier) for part in parts]
    if not before and sum(map(bool, noted)) < 2:
        return []
    found: list[Draft] = []
    for drafts in noted:
        found.extend(d for d in drafts if d not in found)
    return found


def _clause_list(text: str) -> str:
    """ "I'll take the logo and the captions, back at four": what stands up to the stop."""
    return re.split(r"[.!?;:\n]", text, maxsplit=1)[0]


def _sharing(said: frozenset[str], drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts that share most words with `said`, also in another form ("blurs", "blurred");
    of several messages the latest, unless they share the very same words."""
    scored = [(_in_common(said, draft.words), draft) for draft in drafts]
    most = max((len(common) for common, _ in scored), default=0)
    best = [(common, draft) for common, draft in scored if most and len(common) == most]
    return [
        draft
        for common, draft in best
        if draft.heard is best[-1][1].heard or (common == best[-1][0] and len(best) <= 3)
    ]


def _in_common(said: frozenset[str], noted: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in said if any(_same_root(word, other) for other in noted))


def _same_root(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return one == other or (
        len(shorter) >= _SHORTEST_ROOT
        and longer.startswith(shorter)
        and _INFLECTED.fullmatch(longer[len(shorter) :]) is not None
    )


def _about(
    said: frozenset[str], earlier: Sequence[Draft], heard: Heard, to_find_out: bool
) -> list[Draft]:
    """The notes a claim's words fit best: own ones first, risks only when nothing else does, but
    what somebody will ask about is what the last message has doubts about."""
    doubts = [d for d in earlier if d.kind != "change" and d.heard.order == heard.order - 1]
    if to_find_out and doubts and said & stems(doubts[-1].heard.marked.mask[:_CLAIM_CONTEXT]):
        return _sharing(said, doubts) or doubts[-1:]
    changes = [d for d in earlier if d.kind != "risk"]
    own = [d for d in changes if d.owner and d.owner.user == heard.message.user]
    for group in (own, changes, [d for d in earlier if d.kind == "risk"]):
        about = _sharing(said, group)
        if about:
            return about
    return []


def _just_before(
    heard: Heard, text: str, match: re.Match[str], earlier: Sequence[Draft]
) -> list[Draft]:
    """What a claim without an object, or one that points back ("I'll look after that"), covers:
    the message before; after a nod ("yep, I'll strip it") also the one before that, when nothing
    was noted in between. A claim of a thing nobody has noted covers nothing."""
    latest = [d for d in earlier if d.heard.order == heard.order - 1]
    clause = _clause_around(text, match)
    if not latest and _NODS.match(text) and points_back(text, match):
        latest = [d for d in earlier if d.heard.order == heard.order - 2 and d.kind == "change"]
    own_object = stems(_MANNER.sub(" ", words.CLAIM.sub(" ", clause)))
    points = points_back(text, match) and len(text.split()) <= _POINTING_WORDS
    if not latest or (own_object and not points):
        return []
    if latest[-1].author == heard.message.user and not points:
        return []
    addressed = [d for d in latest if d.owner and d.owner.user == heard.message.user]
    if addressed:
        return addressed
    if _ONE_OF_THEM.search(clause):
        return list(latest[-1:])
    return list(latest) if _BOTH.search(text) else _last_run(list(latest))


def _clause_around(text: str, match: re.Match[str]) -> str:
    start = max(text.rfind(mark, 0, match.start()) for mark in ",;.:!?") + 1
    ends = [at for mark in ",;.!?" if (at := text.find(mark, match.end())) >= 0]
    return text[start : min(ends, default=len(text))]


def _last_run(latest: list[Draft]) -> list[Draft]:
    return [d for d in latest if d.kind == "change"] or latest[-1:]
