"""Who a piece of a message names for its work: addressed, asked, or claiming it themselves.

Never a guess (section 2 of `product.md`): "cc", "as ed said" and praise name nobody.
"""

import re
from collections.abc import Sequence

from handlers.notes.reader.markup import mentions
from handlers.people import addressed_member, find_member
from store.types import Member, Owner

_NOT_ASKED = re.compile(
    r"(?:\b(?:cc|fyi|thanks|thank you|thx|as|like|per|see|with|from|and|hi|what) |\bcc:? ?)$"
    r"|/cc ?$",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"^\s{0,3}(?:said|says|mentioned|asked|suggested|pointed|wrote|noted|thinks|wants|is right"
    r"|'s)\b",
    re.IGNORECASE,
)
_OWN_CLAIM = re.compile(
    r"(?<![\w'])(?:i'll|i will|i'm on it|i can (?:do|fix|take|handle|swap|redo|get|ask|chase"
    r"|check)|on me\b|mine\b|let me (?:fix|take|redo|do|swap|check)|ich (?:mache|übernehme)|lo"
    r" hago yo)(?! (?:join|be|see|know|need|let you|watch|never|miss|talk|sleep|think|call|say"
    r"|send you))",
    re.IGNORECASE,
)


def owner_named(text: str, heading: str, members: Sequence[Member]) -> Owner | None:
    """The owner that masked words name, or None; `user` is None for a mention of a stranger."""
    for user in mentions(text):
        at = text.find(f"@{user}")
        end = at + 1 + len(user)
        if _NOT_ASKED.search(text[max(0, at - 12) : at].lstrip()) or _REPORTED.match(
            text[end : end + 24]
        ):
            continue
        known = any(member.user == user for member in members)
        return Owner(f"@{user}", user if known or not members else None)
    named = addressed_member(text, members)
    if named:
        return Owner(text[named.start : named.end], named.member.user)
    if heading and (member := find_member(heading, members)):
        return Owner(heading, member.user)
    return None


def owner_claiming(text: str, author: str) -> Owner | None:
    """The author, when their own words announce the work ("0:33 flickers, I'll fix it")."""
    match = _OWN_CLAIM.search(text)
    return Owner(match[0].strip(), author) if match else None
