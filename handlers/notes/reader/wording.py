"""How a found note reads: what is asked as one sentence, why, and what to do next."""

import re
from collections.abc import Sequence

from handlers.notes.reader.markup import plain
from store.types import Due, FoundNote, Member, NoteKind, Owner

_LEAD = re.compile(
    r"^(?:(?:also|and|but|so|then|ok(?:ay)?|oh|ah|hi|hey|just|please|pls|plz|nitpick|optional"
    r"|minor|nice to have|maybe|and then)\b[,:]?\s+|[-–—•*,:;.]+\s*)+",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(r"^\W{0,3}<@[A-Z0-9]+(?:\|[^<>]*)?>[,:]?\s+")
_TO_OWNER = (
    r"(?:^|[,;:–—-]|(?<=[.!?)])|(?<=\bplease)|(?<=\bpls)|(?<=\bplz)|(?<=\bbitte)|(?<=\bpor favor))"
    r"\s*<@{user}(?:\|[^<>]*)?>(?={rest}$)"
)
"""A mention at the end, after which only the day follows, that stands by itself: one that belongs
to the words before it ("send them to @ed") stays."""
_OWNER_FIRST = (
    r"<@{user}(?:\|[^<>]*)?>(?:\s?[,:]\s*|\s+"
    r"(?!(?:is|was|has|had|looks?|looked|seems|sounds|should|must|could|can|will)\b))"
)
"""A mention that what is asked begins with, unless it is what is spoken of."""
_TIME = re.compile(
    r"^(?:(?:at|around|about|from|@)\s)?~?(?:frames?\s\d+"
    r"|\d{1,3}:\d{2}(?:[:;]\d{2}){0,2})(?:\s?(?:-|–|to)\s?[\d:;]+)?[,:]?\s*(?:[-–—]\s*)?",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"^(?:can|could|would|will) (?:we|you|i)(?: guys)?(?: please| maybe| also| just| perhaps)*"
    r" (?!be\b|have been\b)(?P<verb>[a-z'-]+)(?P<rest>.*?)[?.!]*$",
    re.IGNORECASE | re.DOTALL,
)
_WISHED = re.compile(
    r"^(?:i'd|i would|we'd|we would)(?: rather| really| prefer to| like to| love to)*"
    r" (?P<verb>(?!like|love|prefer|be|have)[a-z'-]+)(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_REASON = re.compile(
    r"(?:\b(?:because|since (?!(?:mon|tues|wednes|thurs|fri|satur|sun)day)|so that|otherwise"
    r"|weil|porque|damit)\b\s*(?P<said>[^.;!?]{3,160})|,\s*(?P<stated>(?:it's|it is|that's|he's"
    r"|she's|they're|we|our|the board|this is|they)\s[^.;!?,]{3,160}))",
    re.IGNORECASE,
)


def asked(
    text: str,
    kind: NoteKind,
    members: Sequence[Member],
    owner: Owner | None = None,
    due: Due | None = None,
) -> str:
    """One sentence in plain words; a request becomes an imperative when its words allow it. A
    mention that only names its `owner` is left out."""
    words = plain(_ADDRESSED.sub("", _without_owner(text, owner, due)), members)
    words = _LEAD.sub("", _TIME.sub("", _LEAD.sub("", words)))
    if kind == "change":
        match = _ASKED.match(words) or _WISHED.match(words)
        if match and len(words) < 200:
            words = (match["verb"] + match["rest"]).strip()
    words = words.strip(" ,;:-–—")
    return words[:1].upper() + words[1:] if words else plain(text, members)


def _without_owner(text: str, owner: Owner | None, due: Due | None) -> str:
    """The words without the owner's mention where it stands by itself: after the time they begin
    with, or at their end."""
    if owner is None or owner.user is None or owner.written != f"@{owner.user}":
        return text
    user = re.escape(owner.user)
    day = r"\s+".join(re.escape(word) for word in due.written.split()) if due else ""
    rest = rf"\W*(?:{day}\W*)?" if day else r"\W*"
    text = re.sub(_TO_OWNER.format(user=user, rest=rest), "", text, flags=re.IGNORECASE)
    time = _TIME.match(text)
    first = re.compile(_OWNER_FIRST.format(user=user), re.IGNORECASE)
    found = first.match(text, time.end()) if time else None
    return text[: found.start()] + text[found.end() :] if found else text


def reason_in(text: str, members: Sequence[Member]) -> str:
    """Why, when the words say so; else an empty string."""
    match = _REASON.search(text)
    return plain(match["said"] or match["stated"], members).strip() if match else ""


def next_action(note: FoundNote, decider: str | None) -> str:
    """The next thing a person has to do about a note, as one short sentence."""
    if note.conflicts_with:
        return "Let the decider settle the conflict" if decider else "Settle the conflict"
    if note.kind == "question":
        return "Answer the question" if note.actionable else "Nothing: it was answered"
    if note.kind == "risk":
        return "Decide what to do about the risk" if note.actionable else "Nothing: it was averted"
    if note.kind == "change":
        return _next_for_change(note)
    return {
        "approval statement": "Ask the named approver for the verdict",
        "decision": "Record the decision",
    }.get(note.kind, "Nothing to do")


def _next_for_change(note: FoundNote) -> str:
    if "legal" in note.needs_person:
        return "Check with whoever clears rights"
    if "client_commitment" in note.needs_person:
        return "Let the producer agree it with the client"
    if note.owner is None:
        return "Assign an owner"
    return "Set a due date" if note.due is None else "Accept and start"
