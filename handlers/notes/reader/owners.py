"""Who a piece of a message names for its work: addressed, asked, or claiming it themselves.

Never a guess (section 2 of `product.md`): "cc", "as ed said" and praise name nobody.
"""

import re
from collections.abc import Sequence

from handlers.notes.reader import vocabulary as words
from handlers.notes.reader.markup import mentions
from handlers.people import addressed_member, find_member, is_attribute
from store.types import Member, Owner

_NOT_ASKED = re.compile(
    r"(?:\b(?:cc|fyi|as|like|per|see|with|from|and|what|agree with|what did),? |\bcc:? ?|\+1 )$"
    r"|/cc ?$",
    re.IGNORECASE,
)
_GREETED = re.compile(
    r"\b(?:thanks|thank you|thx|cheers|ta|sorry|apologies|hi|hey|hello|hola|danke|gracias|merci"
    r"|obrigad[oa]|congrats|bravo|love you|nice one|well done|great work|good job|haha),? $",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"^\s{0,20}(?:said|says|mentioned|asked|asks|suggested|pointed|wrote|noted|thinks|wants|likes"
    r"|is right|was right|has a point|knows?|saw|loves?|agrees?|told|already|did(?! you)|'s)\b",
    re.IGNORECASE,
)
# Words that put a mentioned person to work, whatever else the author takes on in the same breath.
_ASKS = re.compile(
    r"\b(?:can|could|would|will) (?:you|@\w+)|\b(?:please|pls|plz|bitte|por favor)\b|\?|¿",
    re.IGNORECASE,
)
_HANDS_ON = re.compile(
    r"^\W{0,3}(?:(?:and|so|then|ok|over to|one for|for|that's (?:one )?for|that one's for"
    r"|this is one for|yours|can you|could you),? ){0,3}@\w+\s{0,40}[?!.,:]{0,3}"
    r"(?:\s{0,3}(?:yours|you|can you|could you|over to you|please|pls|thoughts|any idea|ok)"
    r"\b.{0,40})?\W{0,3}$",
    re.IGNORECASE,
)
_AGREES_FIRST = re.compile(
    r"^\W{0,3}(?:(?:ok|okay|yes|yep|yeah|sure|haha|right|fine),? ){0,2}"
    r"(?:can do|will do|on it|mine)"
    r"(?=\s?[,.;!-]\s?(?:but|just|though|only|also|and|the|is|are|one|other)\b)",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"mine|(?:i'm )?on it|with me|(?:all )?on me|me|will do|can do|on my \w+|meins|mío|mía"
    r"|é comigo",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"\b(?:it|that|this|them|those|these|both|all|das|es|lo|la|los|las|le|les|isso|disso|en)\b",
    re.IGNORECASE,
)
_OPENS = re.compile(r"^\W{0,3}(?:(?:hi|hey|hello|ok|and|for),? )?@\w", re.IGNORECASE)
_OPENING_WORDS = 7
_LOOK_BEFORE = 16
_OBJECT_AFTER = 60


def owner_named(text: str, heading: str, members: Sequence[Member]) -> Owner | None:
    """The owner that masked words name, or None; `user` is None for a mention of a stranger."""
    for user in mentions(text):
        at = text.find(f"@{user}")
        end = at + 1 + len(user)
        before = text[max(0, at - _LOOK_BEFORE) : at].lstrip()
        if _NOT_ASKED.search(before) or _REPORTED.match(text[end : end + 44]):
            continue
        if _GREETED.search(before) and not _ASKS.search(text[end:]):
            continue
        if claims(text[end:]) and not _ASKS.search(text[end:]):
            continue  # "@ed leave that with me" tells Ed; it doesn't ask him
        known = any(member.user == user for member in members)
        return Owner(f"@{user}", user if known or not members else None)
    named = addressed_member(text, members)
    if named:
        return Owner(text[named.start : named.end], named.member.user)
    return _owner_of_heading(heading, members)


def _owner_of_heading(heading: str, members: Sequence[Member]) -> Owner | None:
    """The member a heading names: "Editor:", "for Anna:", not the department "Sound:"."""
    asked = [user for user in mentions(heading) if not _NOT_ASKED.search(heading.split("@")[0])]
    if asked:
        return next((Owner(f"@{m.user}", m.user) for m in members if m.user == asked[0]), None)
    name = re.sub(r"^\W*(?:for|to|für|para|pour)\s", "", heading, flags=re.IGNORECASE)
    member = find_member(name, members) if name else None
    if member is None or is_attribute(name, member):
        return None
    return Owner(heading, member.user)


def owner_handed(text: str, members: Sequence[Member]) -> Owner | None:
    """The owner that words without a note of their own hand the note before them to.

    "@ed?", "@ed yours?", "over to @ed", "that's one for the sound designer", "@ed can you".
    """
    opens = _OPENS.match(text)
    asked = opens or _HANDS_ON.match(text) or (mentions(text) and _ASKS.search(text))
    return owner_named(text, "", members) if asked or not mentions(text) else None


def owner_claiming(text: str, author: str) -> Owner | None:
    """The author, when their own words announce the work ("0:33 flickers, I'll fix it").

    An agreement that opens the words ("can do, but the vows are hard to hear") is one to the
    message before, and no claim of what follows.
    """
    found = claims(text)
    if found is None or agreement_before(text):
        return None
    return Owner(found[0].strip(" ,.:;!"), author)


def owner_of_all(opening: str, members: Sequence[Member]) -> Owner | None:
    """Whom a message's short opening without a note addresses: "@ed a few more.", "ed, two:"."""
    if len(opening.split()) > _OPENING_WORDS or claims(opening) or not _OPENS.match(opening):
        return None
    return owner_named(opening, "", members)


def claims(text: str) -> re.Match[str] | None:
    """The words by which an author takes work on, if any."""
    return words.CLAIM.search(text)


def agreement_before(text: str) -> str:
    """The words that open a text and only take on what was asked before it, or ""."""
    opening = _AGREES_FIRST.match(text)
    return opening[0] if opening else ""


def names_its_thing(claim: re.Match[str]) -> bool:
    """Whether what is claimed stands before the claim, as in "the chart is mine"."""
    return _PREDICATE.fullmatch(claim[0].strip(" ,.:;!")) is not None


def points_back(text: str, claim: re.Match[str]) -> bool:
    """Whether a claim has no thing of its own but what was just said: "fixing that", "I'll
    resync it", "leave that one with me"; not so "the chart is mine"."""
    if names_its_thing(claim):
        subject = text[: claim.start()]
        return not subject.strip(" ,.:;!-") or _POINTS.search(subject) is not None
    return bool(_POINTS.search(claim[0]) or _POINTS.search(text[claim.end() :][:_OBJECT_AFTER]))
