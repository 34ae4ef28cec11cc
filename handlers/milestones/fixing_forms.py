"""The forms that close a gap, and what was entered in them. Pure.

Forms carry the item's id in `private_metadata`, the owner or day they showed ("seen"), and where
their button was pressed, so that a list that only this person sees is drawn again; each field's
block_id is its name.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from handlers import blocks as kit
from handlers.blocks import Block, Values, View
from handlers.milestones.rules import CONSEQUENCE
from handlers.redrawing import Pressed, kept_in
from handlers.text import one_line, shorten

TITLE = 300
_WORDS = 300


@dataclass(frozen=True)
class About:
    """What a form is about: the item's id, the owner or day that the form showed, where it was
    opened."""

    item: str
    seen: str = ""
    pressed: Pressed = field(default_factory=Pressed)


def date_modal(
    item: str, kind: str, name: str, words: str, standing: date | None, pressed: Pressed
) -> View:
    """When a task is due, or until when a document holds."""
    label = "Fresh until" if kind == "document" else "When it is due"
    hint = "The last day on which it holds; of a call sheet, its day." if label[0] == "F" else ""
    picked = kit.date_input("due", label, initial=standing, optional=False, hint=hint)
    seen = standing.isoformat() if standing else ""
    return _form("Set a date", name, words, [picked], "gap_dated", item, seen, pressed)


def owner_modal(item: str, name: str, words: str, standing: str | None, pressed: Pressed) -> View:
    """Who does it, or looks after it."""
    person = kit.person_input("owner", "Whose it is", initial=standing, optional=False)
    return _form("Give it to", name, words, [person], "gap_given", item, standing or "", pressed)


def why_modal(item: str, kind: str, name: str, standing: str, pressed: Pressed) -> View:
    """What happens if it slips."""
    hint = "For example: the mix is Thursday and waits on it"
    if kind == "milestone":
        hint += ". It is said of everything on it that has no words of its own."
    why = kit.text_input(
        "consequence", "What happens if it slips", initial=standing, limit=CONSEQUENCE, hint=hint
    )
    return _form("What waits on it", name, "", [why], "gap_explained", item, "", pressed)


def anchor_modal(item: str, name: str, title: str, standing: str, pressed: Pressed) -> View:
    """Why a task exists: what it belongs to, and what is to be done in words that say so."""
    fields = [
        kit.text_input(
            "anchor", "What it belongs to", initial=standing, limit=100,
            hint="A note (N12), a cut (v2), a decision (D2), another task (T4), or the kind of a "
            "document (call sheet).",
        ),
        kit.text_input(
            "title", "What is to be done", initial=one_line(title), limit=TITLE,
            hint="Say it so that everybody knows why it is there.",
        ),
    ]  # fmt: skip
    return _form("What it is for", name, "", fields, "gap_anchored", item, "", pressed)


def about(view: Mapping[str, Any]) -> About:
    """What a submitted form is about."""
    kept = json.loads(view.get("private_metadata") or "{}")
    return About(str(kept.get("item", "")), str(kept.get("seen", "")), kept_in(view))


def dated(values: Values) -> date | None:
    """The day picked in `date_modal`."""
    return kit.picked_date(values, "due")


def given(values: Values) -> str | None:
    """The user id chosen in `owner_modal`."""
    return kit.person(values, "owner")


def explained(values: Values) -> str:
    """What was typed into `why_modal`."""
    return kit.typed(values, "consequence")


def anchored(values: Values) -> tuple[str, str]:
    """What it belongs to, and its words, as typed into `anchor_modal`."""
    return kit.typed(values, "anchor"), kit.typed(values, "title")


def _form(
    title: str,
    name: str,
    words: str,
    fields: list[Block],
    callback_id: str,
    item: str,
    seen: str,
    pressed: Pressed,
) -> View:
    said = shorten(one_line(words), _WORDS)
    return kit.modal(
        title,
        [kit.section(f"{name}: {said}" if said else name), *fields],
        callback_id=callback_id,
        metadata={"item": item, "seen": seen, **pressed.metadata()},
        submit="Save",
        close="Cancel",
    )
