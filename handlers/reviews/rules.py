"""What the words of a review's start mean, and which cut they name. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from handlers.dates import find_due, read_due
from handlers.errors import BadInputError
from handlers.notes.timecode import rate_said
from handlers.reviews.links import first_link, review_link, without_links
from handlers.text import counted, listing, one_line
from store.tables import Note, Task
from store.types import UNDECIDED

USAGE = "/scripty review <link> [v2] [for teaser] [due friday]"

SAID = (None, "file_share", "thread_broadcast", "me_message")
"""Subtypes of what people write."""

_VERSION = re.compile(r"(?<![\w.])v(\d{1,3}(?:\.\d{1,3})?)(?![\w.]*\w)", re.IGNORECASE)
_DUE = re.compile(r"\b(?:due|by|until)\b(?P<words>.*)$", re.IGNORECASE | re.DOTALL)
_ANYWAY = re.compile(r"(?<!\w)anyway(?!\w)[.,;]?", re.IGNORECASE)
_FOR = re.compile(r"(?<!\w)(?:for|of\s+the)(?:\s+the)?\s+(?=\S)", re.IGNORECASE)
_NAME_ENDS = re.compile(
    r"[,;:(\n]|(?<![\w.])(?:v\d|(?:due|by|until|for|start|starts|tc|anyway|at)(?!\w)|"
    r"of\s+the(?!\w)|\d+(?:[./]\d+)?\s*fps)",
    re.IGNORECASE,
)
_LONGEST_NAME = 4
_NO_NAMES = {"review", "feedback", "notes", "approval", "me", "us", "you", "everyone", "all"}
_OPEN_WITHOUT_TASK = ("risk", "question")
_START = re.compile(r"\b(?:start|tc|starts at)\s+(\d{2}:\d{2}:\d{2}[:;]\d{2})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Start:
    """What a review is started with. `fps` is frames per second as a fraction, as text.

    `deliverable` is named by a command; `words` are those of a message in which a known one may
    be named. With `anyway` more rounds than agreed are wanted.
    """

    link: str = ""
    version: str | None = None
    due: date | None = None
    fps: str | None = None
    start_timecode: str | None = None
    deliverable: str = ""
    anyway: bool = False
    words: str = field(default="", compare=False)


def by_a_person(message: Mapping[str, Any]) -> bool:
    """Whether people wrote this message: not a bot, and not Slack itself about joins or topics."""
    written = message.get("subtype") in SAID
    return written and bool(message.get("user")) and not message.get("bot_id")


def read_start(text: str, now: datetime, timezone: str) -> Start:
    """The words after `/scripty review`.

    Raises `handlers.dates.UnreadableDateError` when a due date is announced but none is read, and
    BadInputError when the deliverable's name goes on and on.
    """
    words, anyway = _take_anyway(without_links(text))
    words, deliverable = _take_deliverable(words, now, timezone)
    due = _DUE.search(words)
    named = replace(
        _cut_named(text, words[: due.start()] if due else words),
        deliverable=deliverable, anyway=anyway,
    )  # fmt: skip
    if due is None:
        return named
    return replace(named, due=read_due(_VERSION.sub("", due["words"]).strip(), now, timezone))


def _take_anyway(words: str) -> tuple[str, bool]:
    return _ANYWAY.sub(" ", words), bool(_ANYWAY.search(words))


def _take_deliverable(words: str, now: datetime, timezone: str) -> tuple[str, str]:
    """The words without "for the teaser", and "teaser"; what names a day is no deliverable."""
    for begins in _FOR.finditer(words):
        rest = words[begins.end() :]
        ends = _NAME_ENDS.search(rest)
        said = rest[: ends.start()] if ends else rest
        name = one_line(said).strip(" .,;:!?\"'“”‘’–-")
        if not name or name.casefold() in _NO_NAMES or find_due(f"by {name}", now, timezone):
            continue
        if len(name.split()) > _LONGEST_NAME:
            raise BadInputError(
                f"Name what it is a cut of in at most {_LONGEST_NAME} words, such as “for teaser”. "
                f"Nothing was started: {USAGE}"
            )
        return f"{words[: begins.start()]} {rest[len(said) :]}", name
    return words, ""


def _cut_named(text: str, before_due: str) -> Start:
    """Which cut a text names, and how it is timed. A version after the due words counts when
    there is none before them."""
    words = without_links(text)
    rate, start = rate_said(words), _START.search(words)
    return Start(
        link=first_link(text) or "",
        version=version_named(before_due) or version_named(words),
        fps=str(rate) if rate else None,
        start_timecode=start[1] if start else None,
    )


def read_command(text: str, now: datetime, timezone: str) -> Start:
    """Like `read_start`, for a command: without a link it can't start anything.

    Raises BadInputError.
    """
    try:
        start = read_start(text, now, timezone)
    except ValueError as error:
        raise BadInputError(f"{error} Nothing was started: {USAGE}") from error
    if not start.link:
        raise BadInputError(
            f"Which cut? Add its link: {USAGE}. For a cut that is already posted, use the "
            "message's menu: “Start review here”."
        )
    return start


def read_opening(text: str, now: datetime, timezone: str) -> Start:
    """Like `read_start`, for a message somebody wrote to people: nothing in it is an error, and
    the cut is behind the first link to a review host, if there is one."""
    words = without_links(text)
    start = _cut_named(text, words)
    due = find_due(words, now, timezone)
    return replace(
        start, link=review_link(text) or start.link, due=due.date if due else None, words=words
    )


def deliverable_among(known: Sequence[str], start: Start) -> str:
    """What it is a cut of: as it is written already where it is known, the longest name that a
    message says, "" where nothing is named."""
    if start.deliverable:
        same = (name for name in known if name.casefold() == start.deliverable.casefold())
        return next(same, start.deliverable)
    said = one_line(start.words).casefold()
    named = [name for name in known if name and _says(said, name.casefold())]
    return max(named, key=len, default="")


def _says(words: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) is not None


def version_named(text: str) -> str | None:
    """The version a text names: "v2", "V1.1"."""
    found = _VERSION.search(text)
    return f"v{found[1]}" if found else None


def next_version(taken: Sequence[str]) -> str:
    """The version of a cut that nobody named: one after the highest so far of its deliverable,
    first "v1"."""
    return f"v{max((version_key(version)[0] for version in taken), default=0) + 1}"


def is_newer(version: str, other: str) -> bool:
    """Whether one version comes after another: "v1.1" < "v2" < "v10"."""
    return version_key(version) > version_key(other)


def is_minor(version: str) -> bool:
    """Whether it is one between two versions, for an internal round: "v1.1"."""
    return version_key(version)[1] > 0


def round_of(version: str, before: Sequence[str]) -> int:
    """Which round of its deliverable a cut opens, from 1; `before` are the earlier versions.

    Only major versions make rounds, in the order in which they came; a minor one is of the round
    of its major version, the next one if that is still to come.
    """
    majors = list(dict.fromkeys(version_key(each)[0] for each in before if not is_minor(each)))
    major = version_key(version)[0]
    return (majors.index(major) if major in majors else len(majors)) + 1


def goes_on(note: Note, task: Task | None) -> bool:
    """Whether a note of an older round is still to be dealt with in the newer one: accepted work
    until it is verified or dropped with a reason, an accepted risk or question that nobody has
    a task for, and what came late and is undecided.

    Praise, approval statements and decisions ask for nothing.
    """
    if note.state != "accepted":
        return note.late and note.state in UNDECIDED
    if task is None:
        return note.kind in _OPEN_WITHOUT_TASK
    dropped_for_a_reason = task.state == "dropped" and bool(task.closed_reason)
    return task.state != "verified" and not dropped_for_a_reason


def rounds_said(number: int, agreed: int | None) -> str:
    """A sentence about the last agreed round, or one beyond; empty while there are more."""
    if agreed is None or number < agreed:
        return ""
    if number > agreed:
        return f"This is round {number}; {agreed} {'was' if agreed == 1 else 'were'} agreed."
    return f"This is round {number} of {agreed} agreed: the last one."


def superseding_said(version: str, older: Sequence[str], gone_on: int) -> str:
    """Such as "v2 takes the place of v1: its round is closed, 3 notes go on in v2."; empty where
    nothing was superseded."""
    if not older:
        return ""
    closed = "its round is closed" if len(older) == 1 else "their rounds are closed"
    go = "goes" if gone_on == 1 else "go"
    on = f", {counted(gone_on, 'note')} {go} on in {version}" if gone_on else ""
    return f"{version} takes the place of {listing(older)}: {closed}{on}."


def version_key(version: str) -> tuple[int, int]:
    """For putting versions in order: "v1.10" is (1, 10); what is no version comes first."""
    found = _VERSION.fullmatch(version.strip())
    if found is None:
        return 0, 0
    major, _, minor = found[1].partition(".")
    return int(major), int(minor or 0)
