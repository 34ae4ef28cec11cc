"""Messages in, notes out: the built-in reader as a command."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from bot.extract.context import Options, context_of
from bot.extract.messages import read_messages
from handlers.notes.reading import read
from store.types import Reading


def extract(raw: bytes, options: Options | None = None) -> tuple[dict[str, Any], list[str]]:
    """The notes in `raw`, as JSON-able data, and what could not be read, a sentence each.

    `raw` is a message a line (`{"ts": …, "user": …, "text": …}`) or one thread with its
    `context` and `messages`. Options win over the thread's context. A bad line costs itself
    only. The data is:

        {"notes": [{"number", "kind", "topic", "actionable", "text",
                    "sources": [{"ts", "user", "quote", "start", "end"}],
                    "timecode": {"written", "basis", "seconds", "end_seconds", "frame",
                                 "end_frame"} | null,
                    "scene", "owner": {"written", "user"} | null,
                    "due": {"written", "date"} | null, "priority", "needs_person": […],
                    "conflicts_with": [numbers], "reason", "next_action"}],
         "chatter": [ts…], "unclear": [{"ts", "ask"}]}

    Raises BadOptionError, and nothing else whatever `raw` holds.
    """
    given = read_messages(raw)
    context, flaws = context_of(given.context, options or Options())
    return as_data(read(given.messages, context)), [*given.errors, *flaws]


_OF_A_MODEL = ("drafted_by", "worded_by")
"""What only a reading with a model has."""


def as_data(reading: Reading) -> dict[str, Any]:
    """A reading as JSON has it: its fields are those of the contract, in that order."""
    data: dict[str, Any] = json.loads(json.dumps(asdict(reading), default=date.isoformat))
    for note in data["notes"]:
        for name in _OF_A_MODEL:
            del note[name]
    return data
