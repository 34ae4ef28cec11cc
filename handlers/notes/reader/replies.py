"""What later messages do to earlier notes: claim them, date them, answer, correct, take back."""

import re
from collections.abc import Sequence

from handlers.dates import find_due
from handlers.notes.reader import vocabulary as words
from handlers.notes.reader.drafts import Draft, Heard
from handlers.notes.reader.likeness import best_matches, stems
from store.types import Due, Owner

_MEANT = re.compile(
    r"\b(?:i meant|i mean|meant|make that|should be|correction|typo|sorry,? (?:it's|that's|at)?"
    r"|actually(?: it's| at)?|no,? wait)\b",
    re.IGNORECASE,
)
_TAKE_BACK = re.compile(
    r"\b(?:scratch (?:that|this|it|my|no)|forget (?:it|that|this|no\b|number|#|what i|my|about"
    r"|point)|never ?mind|ignore (?:that|this|it|my|no\b|number|#|the last|point)|disregard"
    r"|strike (?:that|no)|i take (?:it|that) back|withdrawn?|retract|my (?:bad|mistake),?"
    r" (?:it's|that's|the|all)|was looking at the (?:old|wrong)|vergiss|olvid(?:a|en|ad))\b",
    re.IGNORECASE,
)
_WHICH_NUMBER = re.compile(
    r"\b(?:no|number|nr|point|item|note)\.?\s?#?(\d{1,3})\b|#(\d{1,3})\b", re.IGNORECASE
)
_BOTH = re.compile(r"\b(?:all|both|these|those|them|everything|alle|beide|todos)\b", re.IGNORECASE)
_RECENT = 40
_ANSWERS_WITHIN = 3
_CLAIM_CONTEXT = 240
_OBJECTLESS_WORDS = 9


def take_back(heard: Heard, drafts: Sequence[Draft]) -> bool:
    """Whether a message withdraws its author's own notes; the notes are then marked withdrawn."""
    match = _TAKE_BACK.search(heard.marked.mask)
    if not match:
        return False
    own = [d for d in drafts[-_RECENT:] if d.author == heard.message.user and not d.withdrawn]
    number = _WHICH_NUMBER.search(heard.marked.mask, match.start())
    if number:
        wanted = int(number[1] or number[2])
        taken = [d for d in own if d.number == wanted][-1:]
    else:
        said = stems(
            _TAKE_BACK.sub(" ", heard.marked.mask[max(0, match.start() - 80) : match.end() + 80])
        )
        before = stems(heard.marked.mask[max(0, match.start() - 80) : match.start()])
        taken = best_matches(said, own) or ([] if before else own[-1:])
    for draft in taken:
        draft.withdrawn = True
    return bool(taken) or len(heard.marked.mask) < 160


def correct_moment(heard: Heard, drafts: Sequence[Draft]) -> bool:
    """Whether a message only corrects the time of its author's last note ("I meant 1:24")."""
    mask = heard.marked.mask
    if len(mask) > 80 or not _MEANT.search(mask) or not heard.moments:
        return False
    own = [d for d in drafts[-_RECENT:] if d.author == heard.message.user and d.timecode]
    code = heard.moments[-1].timecode
    if not own or code is None or len(stems(_MEANT.sub("", mask))) > 2:
        return False
    own[-1].timecode = code
    return True


def correct_date(heard: Heard, drafts: Sequence[Draft], timezone: str) -> bool:
    """Whether a message only corrects the date of its author's last note ("I meant thursday")."""
    mask = heard.marked.mask
    if len(mask) > 60 or not _MEANT.search(mask):
        return False
    due = find_due("by " + _MEANT.sub("", mask).strip(" ,.!*"), heard.written_at, timezone)
    own = [d for d in drafts[-_RECENT:] if d.author == heard.message.user and d.due]
    if due is None or not own:
        return False
    own[-1].due = Due(mask.strip(), due.date)
    return True


def claim(heard: Heard, text: str, drafts: Sequence[Draft], timezone: str) -> None:
    """Give the notes a piece of talk claims ("I'll take the logo", "mine") to its author."""
    match = words.CLAIM.search(text)
    if not match:
        return
    claimed = _claimed(heard, text, drafts)
    due = find_due(text, heard.written_at, timezone)
    for draft in claimed:
        if draft.owner is None or draft.owner.user == heard.message.user:
            draft.owner = draft.owner or Owner(match[0].strip(), heard.message.user)
            draft.due = due or draft.due


def _claimed(heard: Heard, text: str, drafts: Sequence[Draft]) -> list[Draft]:
    earlier = [
        d
        for d in drafts[-_RECENT:]
        if d.heard.order < heard.order
        and not d.withdrawn
        and d.kind in ("change", "question", "risk")
    ]
    seconds = {m.timecode.seconds for m in heard.moments if m.timecode}
    timed = [d for d in earlier if d.timecode and d.timecode.seconds in seconds]
    if timed:
        return timed
    for said in (text, heard.marked.mask[:_CLAIM_CONTEXT]):
        about = _about(stems(words.CLAIM.sub(" ", said)), earlier, heard.message.user)
        if about:
            return about
    latest = [d for d in earlier if d.heard.order == heard.order - 1]
    if (
        len(text.split()) > _OBJECTLESS_WORDS
        or not latest
        or latest[-1].author == heard.message.user
    ):
        return []
    return latest if _BOTH.search(text) or len(latest) == 1 else _last_run(latest)


def _about(said: frozenset[str], earlier: Sequence[Draft], author: str) -> list[Draft]:
    """The notes a claim's words fit best: own ones first, risks only when nothing else does."""
    changes = [d for d in earlier if d.kind != "risk"]
    own = [d for d in changes if d.owner and d.owner.user == author]
    for group in (own, changes, [d for d in earlier if d.kind == "risk"]):
        about = best_matches(said, group)
        if about:
            return [d for d in about if d.heard is about[-1].heard or len(about) <= 3]
    return []


def _last_run(latest: list[Draft]) -> list[Draft]:
    return [d for d in latest if d.kind == "change"] or latest[-1:]


def settle_answers(drafts: Sequence[Draft], thread: Sequence[Heard]) -> None:
    """Mark questions that the thread answers, and risks that it averts, as settled."""
    noted: dict[int, list[Draft]] = {}
    for draft in drafts:
        noted.setdefault(draft.heard.order, []).append(draft)
    for draft in drafts:
        if draft.kind in ("question", "risk"):
            following = thread[draft.heard.order + 1 : draft.heard.order + 1 + _ANSWERS_WITHIN]
            draft.settled = any(
                _settles(draft, reply, noted.get(reply.order, [])) for reply in following
            )


def _settles(draft: Draft, reply: Heard, notes: Sequence[Draft]) -> bool:
    mask = reply.marked.mask.strip()
    if reply.message.user == draft.author or not mask or not reply.pieces:
        return False
    shares = bool(stems(mask) & draft.words)
    if words.DEFER.search(mask) or mask.endswith("?"):
        return False
    if draft.kind == "risk":
        return bool(
            re.match(r"\W*(?:oh|ok|right|good point)[^?]{0,60}\b(?:then|so)\b", mask, re.IGNORECASE)
        ) and bool(words.CLAIM.search(mask))
    if _names(draft, reply):
        return not notes or words.ANSWER.match(mask) is not None
    if any(
        note.kind in ("change", "question", "risk", "praise") for note in notes
    ) and not words.ANSWER.match(mask):
        return False
    next_one = reply.order == draft.heard.order + 1
    return (
        bool(words.ANSWER.match(mask) and (next_one or shares))
        or shares
        or (
            next_one
            and not notes
            and len(mask.split()) > 1
            and not words.CLAIM.search(mask)
            and not words.THANKS.match(mask)
        )
    )


def _names(draft: Draft, reply: Heard) -> bool:
    return (
        draft.owner is not None
        and draft.owner.user == reply.message.user
        and not words.CLAIM.search(reply.marked.mask)
    )
