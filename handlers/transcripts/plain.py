"""Transcripts as plain text: with times or without, with names or without. Pure.

Known are the exports of Otter ("Name  0:03", the words below), Premiere ("00:00:00:05 -
00:00:05:12", the name, the words, a line each), Trint and Descript ("[00:12:04] Name: words",
"Name: [00:12:04] words") and what people type in a Slack canvas ("Name: words").
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from handlers.transcripts.said import LONGEST, Said, is_name, named_at_all, spoken_by

_CLOCK = r"(?:\d{1,2}[:;])?\d{1,3}[:;]\d{2}(?:[.,:;]\d{1,3})?"
_OPEN, _CLOSE = r"[\[(<]?\s{0,2}", r"\s{0,2}[\])>]?"
_TIMED = re.compile(
    rf"^\s{{0,9}}{_OPEN}({_CLOCK})(?:\s{{0,3}}(?:-|–|—|to|/)\s{{0,3}}({_CLOCK}))?{_CLOSE}"
    r"(?=[\s:]|$)\s{0,9}(?:[-–—:|]\s{1,9})?"
)
_NAMED_THEN_TIMED = re.compile(
    rf"^\s{{0,9}}([^\W\d_][^:;\[\]<>]{{0,39}}?)(:\s{{1,4}}|:?\s{{1,9}}(?=[\[(<])|\s{{1,9}}|:)"
    rf"({_OPEN}{_CLOCK}{_CLOSE})\s{{0,4}}:?(?:\s{{1,9}}|$)"
)
_NUMBERS = re.compile(r"\d+")
_STAMP = re.compile(_CLOCK)
_PUNCTUATED = re.compile(r"[.!?…,;]$")
_ENDS = re.compile(r"[.!?…。？！:][\"”’')\]]*$")
_FOOTER = re.compile(r"^\s{0,9}(?:Transcribed|Transcript generated|Exported) (?:by|with|from) ")
_WORDS_OF_A_NAME = 4


@dataclass(frozen=True)
class _Head:
    """What a line says before the words: when (milliseconds), until when, who."""

    start: int | None
    end: int | None
    speaker: str
    words: str


def read_plain(lines: Sequence[str]) -> Iterator[Said]:
    """What was said, a cue for each line or paragraph of it."""
    usual = _usual_names(lines)
    heads = [_head(line, usual) for line in lines if not _FOOTER.match(line)]
    heads = _names_on_lines_of_their_own(heads)
    said = _said(heads)
    if any(each.start is not None for each in said):
        first = next(place for place, each in enumerate(said) if each.start is not None)
        said = said[first:]  # what stands before the first moment is a title, not said by anybody
    yield from _with_ends(said)


def _said(heads: Sequence[_Head]) -> list[Said]:
    """The words of each line under the moment and the name that were written last."""
    said: list[Said] = []
    above: Said | None = None
    start: int | None = None
    end: int | None = None
    speaker = ""
    for head in heads:
        if head.start is not None:
            start, end, speaker = head.start, head.end, head.speaker
        elif head.speaker:
            speaker = head.speaker
        words = head.words.strip()
        if not words:
            above = None
            continue
        each = Said(start, end, speaker, words)
        if above is not None and _wraps(above, head):
            above = replace(above, text=f"{above.text} {words}")
            said[-1] = above
        else:
            said.append(each)
            above = each
    return said


def _wraps(above: Said, head: _Head) -> bool:
    """Whether a line only goes on with the sentence of the line above it."""
    if head.start is not None or head.speaker or len(above.text) > LONGEST:
        return False
    return head.words.lstrip()[0].islower() and not _ENDS.search(above.text)


def _with_ends(said: Sequence[Said]) -> Iterator[Said]:
    """A moment ends, where the file doesn't say, as the next one begins."""
    following: int | None = None
    ended: list[Said] = []
    for place in range(len(said) - 1, -1, -1):
        each = said[place]
        if each.start is not None and each.end is None:
            later = following if following is not None and following > each.start else each.start
            each = replace(each, end=later)
        ended.append(each)
        before = said[place - 1].start if place else None
        if each.start is not None and before != each.start:
            following = each.start
    yield from reversed(ended)


def _head(line: str, usual: frozenset[str]) -> _Head:
    timed = _TIMED.match(line)
    if timed is not None:
        speaker, words = _speaker_of(line[timed.end() :], usual)
        end = _milliseconds(timed[2]) if timed[2] else None
        return _Head(_milliseconds(timed[1]), end, speaker, words)
    named = _NAMED_THEN_TIMED.match(line)
    if named is not None and _heads(named, line):
        clock = _STAMP.search(named[3])
        start = _milliseconds(clock[0]) if clock else None
        return _Head(start, None, named[1].strip().rstrip(":").strip(), line[named.end() :])
    speaker, words = _speaker_of(line, usual)
    return _Head(None, None, speaker, words)


def _heads(named: re.Match[str], line: str) -> bool:
    """Whether "Director  0:03" heads what follows, and isn't a sentence that tells the time."""
    name = named[1].strip().rstrip(":")
    if len(name.split()) > _WORDS_OF_A_NAME or not name[0].isupper():
        return False
    if named[3].lstrip()[0] in "[(<" or ":" in named[2]:
        return True
    ends = named.end() >= len(line.rstrip())
    return ends and (len(named[2]) > 1 or is_name(name))


def _speaker_of(words: str, usual: frozenset[str]) -> tuple[str, str]:
    """Who a line is said by, and the words; a name that comes again and again needs no capital."""
    speaker, rest = spoken_by(words)
    if speaker:
        return speaker, rest
    name = named_at_all(words)
    if name and (name in usual or (usual and " " not in name)):
        return name, words.split(":", 1)[1]
    return "", words


def _usual_names(lines: Sequence[str]) -> frozenset[str]:
    """What stands before a colon at least twice, and is short: "the client: …"."""
    counts = Counter(filter(None, (named_at_all(_untimed(line)) for line in lines)))
    return frozenset(name for name, count in counts.items() if count > 1)


def _untimed(line: str) -> str:
    timed = _TIMED.match(line)
    return line[timed.end() :] if timed else line


def _names_on_lines_of_their_own(heads: Sequence[_Head]) -> list[_Head]:
    """ "[00:12:04] SPEAKER", or the moment and then the name, with the words on lines below."""
    found = list(heads)
    for place, head in enumerate(found):
        follows = found[place + 1] if place + 1 < len(found) else None
        after_a_moment = head.start is not None or (
            place > 0 and found[place - 1].start is not None and not found[place - 1].words.strip()
        )
        words = head.words.strip()
        if (
            after_a_moment and words and not head.speaker and len(words) <= 40 and is_name(words)
            and not _PUNCTUATED.search(words)
            and follows is not None and follows.start is None and follows.words.strip()
        ):  # fmt: skip
            found[place] = replace(head, speaker=words, words="")
    return found


def _milliseconds(clock: str) -> int:
    """From "12:04", "00:12:04", "00:12:04.5" or "00:12:04:09"; frames are not counted, since no
    text says how many make a second."""
    fraction = re.search(r"[.,](\d{1,3})$", clock)
    parts = [
        int(part) for part in _NUMBERS.findall(clock[: fraction.start()] if fraction else clock)
    ]
    seconds = 0
    for part in parts[:3]:
        seconds = 60 * seconds + part
    return 1000 * seconds + (int(fraction[1].ljust(3, "0")) if fraction else 0)
