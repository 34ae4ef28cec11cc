"""Messages from a file: one a line, or a whole thread. What can't be read is named, not raised."""

import codecs
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from store.types import ThreadMessage

LONGEST = 40_000
"""Characters of a message; what is longer Slack itself cuts ("Truncating really long messages")."""

SAID_BY_PEOPLE = (None, "file_share", "thread_broadcast", "me_message")
"""Subtypes of what people write; joins, topics and bots have others."""

EXAMPLE = '{"ts": "1780299639.121567", "user": "U01", "text": "0:04 hold the steam"}'

_TS = re.compile(r"[0-9]{1,11}(\.[0-9]{1,9})?")
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Given:
    """What a file held. `context` is that of a thread file as it stands there."""

    messages: Sequence[ThreadMessage]
    context: object
    errors: Sequence[str]


class BadMessageError(Exception):
    """What is wrong with a message, after its number and a colon."""


def read_messages(raw: bytes) -> Given:
    """Everything readable in it, in the file's order, and a sentence for each flaw."""
    text, errors = _decoded(raw)
    try:
        whole = _one_document(text)
    except BadMessageError as error:
        return Given((), None, [*errors, str(error)])
    if whole is None:
        found = [*_lines(text)]
        context = None
    else:
        context, found = whole
    messages, flaws = _good(found)
    return Given(messages, context, [*errors, *flaws])


def _decoded(raw: bytes) -> tuple[str, list[str]]:
    """As text. Windows' shells write UTF-16 with a byte order mark; all else is UTF-8."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace"), []
    lines, errors = [], []
    for number, line in enumerate(raw.removeprefix(codecs.BOM_UTF8).split(b"\n"), start=1):
        try:
            lines.append(line.decode())
        except UnicodeDecodeError:
            lines.append(line.decode(errors="replace"))
            errors.append(f"line {number}: not UTF-8; what could not be read became �")
    return "\n".join(lines), errors


Numbered = tuple[str, object]
"""Where it stands ("line 3"), and the JSON value there or the BadMessageError it gave."""


def _one_document(text: str) -> tuple[object, list[Numbered]] | None:
    """The context and messages of a thread file (or a plain list of messages); None: lines.

    Raises BadMessageError for a document of many lines that is not well-formed.
    """
    try:
        document = _json(text)
    except BadMessageError as error:
        if text.lstrip().partition("\n")[0].strip() in ("{", "["):
            raise BadMessageError(f"the file is {error}") from None
        return None
    context: object = None
    if isinstance(document, dict) and isinstance(document.get("messages"), list):
        context, document = document.get("context"), document["messages"]
    elif not isinstance(document, list):
        return None
    return context, [(f"message {place}", each) for place, each in enumerate(document, start=1)]


def _lines(text: str) -> Iterator[Numbered]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield f"line {number}", _json(line)
            except BadMessageError as error:
                yield f"line {number}", error


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}, " if "\n" in text else ""
        raise BadMessageError(
            f"not JSON ({error.msg}, {line}column {error.colno}); write {EXAMPLE}"
        ) from error
    except (ValueError, RecursionError) as error:
        raise BadMessageError(f"JSON that can't be read; write {EXAMPLE}") from error


def _good(found: Sequence[Numbered]) -> tuple[list[ThreadMessage], list[str]]:
    """The messages among what was found, each `ts` once."""
    messages: dict[str, ThreadMessage] = {}
    places: dict[str, str] = {}
    errors: list[str] = []
    for place, value in found:
        try:
            message = _message(value)
        except BadMessageError as error:
            errors.append(f"{place}: {error}")
            continue
        first = messages.setdefault(message.ts, message)
        if first != message:
            errors.append(
                f"{place}: ts {message.ts} is on {places[message.ts]} already, with other words; "
                "the first is kept"
            )
        places.setdefault(message.ts, place)
        if _HALF_CHARACTER.search(_said(value)):
            errors.append(f"{place}: half a character (a lone \\ud…) became �")
    return list(messages.values()), errors


def _message(value: object) -> ThreadMessage:
    """Raises BadMessageError."""
    if isinstance(value, BadMessageError):
        raise value
    if not isinstance(value, dict):
        raise BadMessageError(f"not a message; write {EXAMPLE}")
    ts, text = _text(value, "ts"), _text(value, "text")
    if not _TS.fullmatch(ts):
        raise BadMessageError('"ts" is not a Slack timestamp such as "1780299639.121567"')
    if len(text) > LONGEST:
        raise BadMessageError(f'"text" is longer than the {LONGEST:,} characters Slack keeps')
    return ThreadMessage(ts, _author(value), _HALF_CHARACTER.sub("\ufffd", text))


def _said(value: object) -> str:
    return str(value.get("text")) if isinstance(value, dict) else ""


def _author(message: Mapping[str, Any]) -> str:
    """Who wrote it; nobody ("") where it is a bot's or Slack's own."""
    if message.get("bot_id") or message.get("subtype") not in SAID_BY_PEOPLE:
        return ""
    return _HALF_CHARACTER.sub("\ufffd", _text(message, "user"))


def _text(message: Mapping[str, Any], field: str) -> str:
    value = message.get(field)
    if value is None:
        raise BadMessageError(f'"{field}" is missing; write {EXAMPLE}')
    if not isinstance(value, str):
        raise BadMessageError(f'"{field}" has to be text in quotes, not {type(value).__name__}')
    return value
