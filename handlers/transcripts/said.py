"""What one person says at a time, and who that is. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

LONGEST = 400
"""Characters of a cue: about half a minute of speech. More is parted at the ends of sentences."""

_NAME = r"[^\W_][\w.'’&()/-]{0,24}(?:[ ][\w.'’&()/#-]{1,24}){0,3}"
_SPOKEN = re.compile(
    rf"^\s{{0,9}}\[?({_NAME})\]?\s{{0,2}}:\s{{1,4}}(?=\S)|^\s{{0,9}}({_NAME}):\s*$"
)
_BRACKETED = re.compile(rf"^\s{{0,9}}\[({_NAME})\]\s{{1,4}}(?=\S)")
_NO_NAME_WORDS = """
    note notes re ps subject date title time location participants attendees http https warning
    question answer example update summary topic agenda recording duration file transcript cut
    scene version today tomorrow tip
"""
_SOUND_WORDS = """
    music applause laughter laughs laughing inaudible crosstalk unintelligible silence noise sighs
    coughs pause
"""
_NO_NAMES, _SOUNDS = frozenset(_NO_NAME_WORDS.split()), frozenset(_SOUND_WORDS.split())
_SENTENCE_END = re.compile(r"(?<=[.!?…。？！])[\"”’')\]]{0,2}\s+")


@dataclass(frozen=True)
class Said:
    """One cue: milliseconds from the beginning (None where the file has no times), who speaks
    ("" where it doesn't say), the words. `anew` says that somebody else begins to speak."""

    start: int | None
    end: int | None
    speaker: str
    text: str
    anew: bool = False


def spoken_by(line: str) -> tuple[str, str]:
    """Who is named in front of a line, and what they say; "" for nobody."""
    found = _SPOKEN.match(line) or _BRACKETED.match(line)
    if found is None:
        return "", line
    name = (found[1] or (found[2] if found.re is _SPOKEN else "") or "").strip()
    return (name, line[found.end() :]) if is_name(name) else ("", line)


def named_at_all(line: str) -> str:
    """What stands before a colon where a name would, even if it doesn't look like one."""
    found = _SPOKEN.match(line)
    name = (found[1] or found[2]).strip() if found else ""
    return "" if name.casefold() in _NO_NAMES else name


def is_name(words: str) -> bool:
    """Whether it is written as transcripts write names: SPEAKER 1, Director, Anna-Lena (client)."""
    parts = words.split()
    if not parts or len(parts) > 4 or words.casefold() in _NO_NAMES | _SOUNDS:
        return False
    letters = [part.lstrip("(&") for part in parts]
    return parts[0][0].isalpha() and all(
        not part or not part[0].isalpha() or part[0].isupper() or not part[0].lower().isascii()
        or part in ("of", "de", "van", "von", "da")
        for part in letters
    )  # fmt: skip


def in_parts(said: Said) -> Iterator[Said]:
    """A long cue as several, each of whole sentences where there are any; all of them keep its
    moments, since nothing says when within it they were said."""
    text, at = " ".join(said.text.split()), 0
    while at < len(text):
        end = _parting(text, at)
        if part := text[at:end].strip():
            yield replace(said, text=part)
        at = end


def _parting(text: str, start: int) -> int:
    """Where the part that begins here ends."""
    if len(text) - start <= LONGEST:
        return len(text)
    head = text[start : start + LONGEST + 1]
    ends = [found.end() for found in _SENTENCE_END.finditer(head)]
    if ends:
        return start + ends[-1]
    space = head.rfind(" ")
    return start + (space if space > LONGEST // 2 else LONGEST)
