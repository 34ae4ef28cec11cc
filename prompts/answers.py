"""What every answer of a model is read with, before anything of it is believed."""

import json
import re
from typing import Any

_OPENINGS = 20
_OPENING = re.compile(r"\{")


class NoAnswerError(ValueError):
    """What a model wrote holds no JSON object with the list that was asked for."""


class DroppedError(Exception):
    """A line of an answer that doesn't hold, and why in a word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def list_in(text: str, name: str, longest: int) -> list[object]:
    """The list of this name, from the first JSON object that has one, whatever is written around
    it; no more than `longest` characters are looked at. Raises NoAnswerError."""
    text = text[:longest]
    for opening, _ in zip(_OPENING.finditer(text), range(_OPENINGS), strict=False):
        found = _object_at(text, opening.start()).get(name)
        if isinstance(found, list):
            return found
    raise NoAnswerError(f"no JSON object with a list of {name}")


def _object_at(text: str, start: int) -> dict[str, Any]:
    try:
        found, _ = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
