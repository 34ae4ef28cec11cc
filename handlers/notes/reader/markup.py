"""Slack's mark-up, masked: the same text with the same offsets, holding only what a person says.

Links, code, emoji, quoted and struck lines become spaces; `&amp;` and the like become their one
character and spaces. So whatever is found in the masked text at some offsets stands verbatim at
the same offsets in the original. Forms: Slack's guide "Formatting text for app surfaces".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from store.types import Member

_LONGEST_TOKEN = 2000
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]+`", re.DOTALL)
_TOKEN = re.compile(r"<([^<>\n]*)>")
_BARE_LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w.-]{1,64}@[\w-]{1,64}\.\w{2,20}\b", re.IGNORECASE
)
_EMOJI = re.compile(r":(?!\d{1,60}:)[a-z0-9_+'-]{1,60}:(?::skin-tone-\d:)?(?!\d)", re.IGNORECASE)
_PICTOGRAM = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200d]")
_VERDICT = re.compile(
    r"(?P<up>:(?:\+1|thumbsup|fire|heart|heart_eyes|100|clap|raised_hands|star-struck|ok_hand"
    r"|chef_kiss|sparkling_heart|star|tada):|[👍🔥❤😍💯👏🙌🤩👌⭐🎉])|(?P<down>:(?:-1|thumbsdown"
    r"|face_vomiting|nauseated_face|confused|grimacing|face_with_rolling_eyes|see_no_evil):"
    r"|[👎🤮🤢😕😬🙄🙈])"
)
_EMOTICON = re.compile(r"(?<=\s)[:;]-?[)(DPp](?=\s|$)")
"""A smile ends a sentence as well as a full stop does."""
_STRUCK = re.compile(r"(?<![\w~])~(?=\S)[^~\n]*\S~(?![\w~])|(?<![\w~])~\S~(?![\w~])")
_ENTITY = re.compile(r"&(amp|lt|gt);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}
_QUOTED_LINE = re.compile(r"^[ \t]*(?:&gt;|>)[^\n]*", re.MULTILINE)
_TICKED_LINE = re.compile(
    r"^[ \t]*(?:[-•*–][ \t]*)?(?:\[x\]|:(?:white_check_mark|heavy_check_mark"
    r"|ballot_box_with_check|done)"
    r":|✅|✔|☑)[^\n]*|^[^\n]*(?::(?:white_check_mark|heavy_check_mark):|✅|✔️?)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_OLDER_MAIL = re.compile(
    r"^[ \t]*(?:-{2,}[ \t]*(?:original message|forwarded message|ursprüngliche nachricht"
    r"|mensaje original)|on [^\n]{4,80} wrote:|am [^\n]{4,80} schrieb[^\n]{0,60}:"
    r"|el [^\n]{4,80} escribió:|le [^\n]{4,80} a écrit|(?:from|von|de): [^\n]{1,80}\n(?:sent"
    r"|gesendet|date|to|an|enviado): ).*\Z",
    re.MULTILINE | re.IGNORECASE | re.DOTALL,
)
_EMPHASIS = re.compile(
    r"(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])|(?<![\w_])_(?=\S)|(?<=[^\s_])_(?![\w_])"
)
_QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\t": " ", "\r": " "}
)


@dataclass(frozen=True)
class Quoted:
    """A quoted line at `text[start:end]`, its mark left out."""

    start: int
    end: int


@dataclass(frozen=True)
class Marked:
    """A message's text and its mask, of equal length, with what was masked and still matters."""

    text: str
    mask: str
    quoted: tuple[Quoted, ...] = ()


def mark(text: str) -> Marked:
    """Mask a message as Slack delivers it; work grows with its length and no faster."""
    mask = _blank(_CODE, text)
    quoted = tuple(
        Quoted(match.start() + len(match[0]) - len(match[0].lstrip(" \t&gt;>")), match.end())
        for match in _QUOTED_LINE.finditer(mask)
    )
    for pattern in (_OLDER_MAIL, _QUOTED_LINE, _TICKED_LINE, _STRUCK):
        mask = _blank(pattern, mask)
    mask = _TOKEN.sub(lambda match: _token(match[0]), mask)
    mask = _blank(_BARE_LINK, mask)
    mask = _EMOTICON.sub(lambda match: ".".rjust(len(match[0])), mask)
    mask = _blank(_EMOJI, mask)
    mask = _blank(_PICTOGRAM, mask)
    mask = _ENTITY.sub(lambda match: _ENTITIES[match[1]].ljust(len(match[0])), mask)
    mask = _EMPHASIS.sub(" ", mask)
    return Marked(text, mask.translate(_QUOTES), quoted)


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def _token(token: str) -> str:
    """A mention keeps its place as a word (`@U04`, padded); links and channels become spaces."""
    if token.startswith("<@"):
        user = token[2:-1].split("|")[0]
        return (
            f"@{user}".ljust(len(token)) if re.fullmatch(r"[A-Z0-9]+", user) else " " * len(token)
        )
    return " " * len(token)


def whole_end(text: str, start: int, end: int) -> int:
    """`end`, moved on where it would cut a mention, a link or an escape of Slack's in two."""
    opened = text.rfind("<", start, end)
    if opened >= 0 and text.find(">", opened, end) < 0:
        closed = text.find(">", end, end + _LONGEST_TOKEN)
        return closed + 1 if closed >= 0 else end
    cut = _ENTITY.match(text, end - 1) if end > start else None
    return cut.end() if cut else end


def verdict(text: str) -> Literal["praise", "change"] | None:
    """What the emoji in a piece of a message say of it: thumbs up or down, whichever comes last."""
    found = [*_VERDICT.finditer(text)]
    if not found:
        return None
    return "praise" if found[-1]["up"] else "change"


def mentions(mask: str) -> tuple[str, ...]:
    """User ids mentioned in a masked text, in order."""
    return tuple(re.findall(r"(?<![\w@])@([A-Z0-9]{2,})\b", mask))


def plain(text: str, members: Sequence[Member] = ()) -> str:
    """A piece of a message as plain words: mentions as names, escapes decoded, one line."""
    names = {member.user: member.name for member in members}

    def shown(match: re.Match[str]) -> str:
        inside = match[1]
        if inside.startswith("@"):
            user, _, label = inside[1:].partition("|")
            return names.get(user) or label or "someone"
        target, _, label = inside.partition("|")
        return label or ("" if target.startswith(("!", "#")) else target)

    words = _TOKEN.sub(shown, text)
    words = _EMOJI.sub(" ", words)
    words = _EMPHASIS.sub("", words)
    words = _ENTITY.sub(lambda match: _ENTITIES[match[1]], words)
    return " ".join(words.split())
