"""Reading transcripts as people export them: WebVTT, SubRip, and plain text with or without times
and names. Pure; nothing here raises, whatever the text.

What becomes a cue is as near to a whole thought as the file allows: captions are a few words each,
cut where a line was full, so those of one person are joined up to the end of the sentence. No
moment is made up: a cue begins where its first caption does and ends where its last one does.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape

from handlers.text import clean, one_line
from handlers.transcripts.plain import read_plain
from handlers.transcripts.said import LONGEST, Said, in_parts, spoken_by
from store.tables.transcript import Cue

MOST_LINES = 100_000
"""Lines of a file that are looked at: two hours of captions have ten thousand."""

_BREATH_MS = 1_500
_AT_ONCE_MS = 80

_CLOCK = r"(\d{1,4}(?:[:.]\d{1,2}){1,2}(?:[.,]\d{1,9})?)"
_TIMING = re.compile(rf"^\W{{0,3}}{_CLOCK}[ \t]{{0,9}}-{{1,3}}>[ \t]{{0,9}}{_CLOCK}(?!\d)")
_PARTS = re.compile(r"\d+")
_INDEX = re.compile(r"^\s{0,9}\d{1,9}\s{0,9}$")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{1,40})?[ \t]+([^<>\n]{1,80})>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>\n]{0,80}>|\{\\[^{}\n]{1,40}\}")
_NEXT_VOICE = re.compile(r"^\s*(?:>{2,3}|[-–—])\s*(?=\S)")
_SOUND = re.compile(r"^\W*[\[(♪♫][^\[\]()]{0,80}[\])♪♫]\W*$")
_ENDS = re.compile(r"[.!?…。？！—–-][\"”’')\]]*$")


@dataclass(frozen=True)
class Cues:
    """What was read of a file, in order. `cut` says that it went on after the last line that is
    looked at."""

    cues: Sequence[Said] = ()
    cut: bool = False

    @property
    def seconds(self) -> float:
        """How long it is, from the first moment to the last; 0 where it has no times."""
        starts = [each.start for each in self.cues if each.start is not None]
        ends = [each.end for each in self.cues if each.end is not None]
        return max(0, max(ends) - min(starts)) / 1000 if starts and ends else 0.0

    def rows(self) -> list[Cue]:
        """As the record keeps them."""
        return [
            {"start": each.start, "end": each.end, "speaker": each.speaker, "text": each.text}
            for each in self.cues
        ]


def read_cues(text: str, name: str = "") -> Cues:
    """What was said, of a file of this name."""
    text = clean(text)
    lines = text.split("\n", MOST_LINES)
    cut = len(lines) > MOST_LINES
    lines = lines[:MOST_LINES]
    if _is_captions(lines, name):
        said: Iterable[Said] = _joined(_rolled_up(_captions(lines)))
    else:
        said = read_plain(lines)
    return Cues(tuple(part for each in said for part in in_parts(each)), cut)


def _is_captions(lines: Sequence[str], name: str) -> bool:
    """Whether these are captions: by what stands there, and by name where nothing does."""
    if name.lower().endswith((".vtt", ".srt")) or lines[0].startswith("WEBVTT"):
        return True
    return any("->" in line and _TIMING.match(line) for line in lines)


def _captions(lines: Sequence[str]) -> Iterator[Said]:
    """The captions of a WebVTT or SubRip file, a piece for each voice, by when they begin."""
    # A tenth of a second to import: only who reads captions pays for it.
    import webvtt

    found = webvtt.from_string("\n".join(_as_webvtt(lines))).captions
    for each in sorted(found, key=lambda caption: caption.start_time.in_milliseconds()):
        start, end = each.start_time.in_milliseconds(), each.end_time.in_milliseconds()
        yield from _voices(each.raw_text, start, max(start, end))


def _as_webvtt(lines: Sequence[str]) -> Iterator[str]:
    """The lines as proper WebVTT, with what SubRip and hurried exports write differently put
    right: commas, no hours, more or fewer digits, no header, no empty line before a cue, and
    empty lines within one."""
    proper = lines[0].startswith("WEBVTT")
    yield lines[0] if proper else "WEBVTT"
    kept: list[str] = []
    for line in lines[1:] if proper else ["", *lines]:
        timing = _TIMING.match(line) if "->" in line else None
        if timing is not None:
            while kept and (_INDEX.match(kept[-1]) or not kept[-1]):
                kept.pop()
            yield from kept
            kept = []
            yield ""
            yield f"{_stamp(timing[1])} --> {_stamp(timing[2])}{line[timing.end() :]}"
        elif line.strip():
            kept.append(line.replace("-->", "→"))
        elif proper:
            yield from kept
            kept = []
            yield ""
    yield from kept


def _stamp(clock: str) -> str:
    """A moment as WebVTT writes it: 00:12:04.500."""
    ms = _milliseconds(clock)
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


def _milliseconds(clock: str) -> int:
    fraction = re.search(r"[.,](\d{3,9}|\d{1,2}$)", clock) if _has_fraction(clock) else None
    whole = clock[: fraction.start()] if fraction else clock
    seconds = 0
    for part in _PARTS.findall(whole):
        seconds = 60 * seconds + int(part)
    return 1000 * seconds + (int(fraction[1].ljust(3, "0")[:3]) if fraction else 0)


def _has_fraction(clock: str) -> bool:
    """Whether the last part is one of a second: "00.12.04" is written with dots throughout."""
    return "," in clock or (":" in clock and "." in clock) or clock.count(".") > 2


def _voices(words: str, start: int, end: int) -> Iterator[Said]:
    """What each voice says in one caption: by its tag, its name in front, or a dash each."""
    parts = _VOICE.split(words)
    for speaker, part in zip(["", *parts[1::2]], parts[::2], strict=True):
        lines = [unescape(_TAG.sub("", line)) for line in part.split("\n")]
        said: list[Said] = []
        for line in lines:
            found = _line_said(line, one_line(speaker), start, end)
            if said and not found.speaker_named and not found.said.anew:
                said[-1] = replace(said[-1], text=f"{said[-1].text}\n{found.said.text}")
            else:
                said.append(found.said)
        yield from (each for each in said if each.text.strip())


@dataclass(frozen=True)
class _Line:
    said: Said
    speaker_named: bool


def _line_said(line: str, speaker: str, start: int, end: int) -> _Line:
    line = clean(line)
    dash = _NEXT_VOICE.match(line)
    rest = line[dash.end() :] if dash else line
    named, words = ("", rest) if speaker else spoken_by(rest)
    if _SOUND.match(words):
        words = ""
    said = Said(start, end, speaker or named, words.strip(), anew=dash is not None)
    return _Line(said, bool(named))


def _rolled_up(said: Iterable[Said]) -> Iterator[Said]:
    """Captions without what the one before them already showed: those that roll repeat its last
    line, those that grow begin with all of it."""
    before: Said | None = None
    shown: list[str] = []
    for each in said:
        lines = [one_line(line) for line in each.text.split("\n") if line.strip()]
        fresh = lines
        if before is not None and _follows(before, each):
            fresh = _without(shown, lines)
            if not fresh:
                before = replace(before, end=max(before.end or 0, each.end or 0))
                continue
            grown = " ".join(shown)
            if len(fresh) == 1 == len(shown) and _grows(grown, fresh[0]):
                before = replace(each, start=before.start, text=fresh[0])
                shown = lines
                continue
        if before is not None:
            yield before
        before, shown = replace(each, text=" ".join(fresh)), lines
    if before is not None:
        yield before


def _follows(before: Said, each: Said) -> bool:
    """Whether a caption stands where the one before it stood, at once."""
    same = each.speaker in ("", before.speaker)
    return same and not each.anew and (each.start or 0) - (before.end or 0) <= _AT_ONCE_MS


def _without(shown: Sequence[str], lines: list[str]) -> list[str]:
    """The lines after those that the caption before ended with."""
    for count in range(min(len(shown), len(lines), 4), 0, -1):
        if list(shown[-count:]) == lines[:count]:
            return lines[count:]
    return lines


def _grows(shown: str, line: str) -> bool:
    return line.startswith(f"{shown} ") and not _ENDS.search(shown)


def _joined(said: Iterable[Said]) -> Iterator[Said]:
    """Captions of one person joined to the end of the sentence, while nobody takes a breath."""
    open_: Said | None = None
    for each in said:
        if open_ is not None and _goes_on(open_, each):
            open_ = replace(
                open_, end=max(open_.end or 0, each.end or 0), text=f"{open_.text} {each.text}"
            )
            continue
        if open_ is not None:
            yield open_
        open_ = each
    if open_ is not None:
        yield open_


def _goes_on(before: Said, each: Said) -> bool:
    if each.anew or each.speaker not in ("", before.speaker) or _ENDS.search(before.text):
        return False
    gap = (each.start or 0) - (before.end or 0)
    return -_BREATH_MS <= gap <= _BREATH_MS and len(before.text) + len(each.text) < LONGEST
