"""What the words of a review's start mean, and which cut they name. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from handlers.dates import find_due, read_due
from handlers.errors import BadInputError
from handlers.notes.timecode import rate_said
from handlers.reviews.links import first_link, review_link, without_links

USAGE = "/scripty review <link> [v2] [due friday]"

SAID = (None, "file_share", "thread_broadcast", "me_message")
"""Subtypes of what people write."""

_VERSION = re.compile(r"(?<![\w.])v(\d{1,3}(?:\.\d{1,3})?)(?![\w.]*\w)", re.IGNORECASE)
_DUE = re.compile(r"\b(?:due|by|until)\b(?P<words>.*)$", re.IGNORECASE | re.DOTALL)
_START = re.compile(r"\b(?:start|tc|starts at)\s+(\d{2}:\d{2}:\d{2}[:;]\d{2})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Start:
    """What a review is started with. `fps` is frames per second as a fraction, as text."""

    link: str = ""
    version: str | None = None
    due: date | None = None
    fps: str | None = None
    start_timecode: str | None = None


def by_a_person(message: Mapping[str, Any]) -> bool:
    """Whether people wrote this message: not a bot, and not Slack itself about joins or topics."""
    written = message.get("subtype") in SAID
    return written and bool(message.get("user")) and not message.get("bot_id")


def read_start(text: str, now: datetime, timezone: str) -> Start:
    """The words after `/scripty review`, or of a mention or opening message.

    Raises `handlers.dates.UnreadableDateError` when a due date is announced but none is read.
    """
    words = without_links(text)
    due = _DUE.search(words)
    named = _cut_named(text, words[: due.start()] if due else words)
    if due is None:
        return named
    return replace(named, due=read_due(_VERSION.sub("", due["words"]).strip(), now, timezone))


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
    return replace(start, link=review_link(text) or start.link, due=due.date if due else None)


def version_named(text: str) -> str | None:
    """The version a text names: "v2", "V1.1"."""
    found = _VERSION.search(text)
    return f"v{found[1]}" if found else None


def next_version(taken: Sequence[str]) -> str:
    """The version of a cut that nobody named: one after the highest so far, first "v1"."""
    majors = [int(version[1:].split(".")[0]) for version in taken if version[1:2].isdigit()]
    return f"v{max(majors, default=0) + 1}"
