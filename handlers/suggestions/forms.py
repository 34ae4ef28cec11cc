"""The forms about a suggestion, and what was entered in them.

Forms carry the suggestion's id in `private_metadata`, under "view" the list they were opened from
and its page ("V01:3"), when there is one, and under "seen" the mark of what they show; each field's
block_id is its name.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from handlers import blocks as kit
from handlers.blocks import Block, Values, View
from handlers.suggestions.advice import TEXT_LIMIT
from handlers.suggestions.cards import LIST, number, words
from handlers.suggestions.rules import OWNED, wording
from handlers.suggestions.wording import about as about_draft
from handlers.text import counted, one_line, shorten
from store.tables import Draft, Suggestion

REASON_LIMIT = 1000
_STEP_LIMIT = 300
_SAYS: Mapping[str, str] = {
    "question": "What is asked",
    "shot": "What is to be shot",
    "pickup": "What is to be picked up",
    "note": "What the note is to say",
    "clip": "What this clip is",
    "summary": "What it comes to",
    "handoff": "What is handed on",
}
_WHY: Mapping[str, str] = {
    "question": "Why it is asked",
    "note": "Why it is clearer",
    "clip": "Why it matters",
    "summary": "Why it matters",
    "handoff": "Why it matters",
}


@dataclass(frozen=True)
class Edit:
    """What was entered in `edit_modal`."""

    text: str
    owner: str | None
    due: date | None
    next_action: str
    reason: str

    def values(self) -> dict[str, Any]:
        """The suggestion's columns that it changes."""
        return {
            "text": self.text,
            "owner": self.owner,
            "due": self.due,
            "next_action": self.next_action,
            "reason": self.reason,
        }

    def mark(self) -> str:
        """A short text that is another one once anything in it has changed."""
        return sha256(repr(self).encode()).hexdigest()[:16]


def reject_modal(suggestion: Suggestion, *, view: str = "") -> View:
    """Asks why, of a suggestion that is already rejected."""
    return _form(
        suggestion,
        "suggestion_reject_reason",
        [
            kit.section(f"{number(suggestion)} is rejected: {words(suggestion, 300)}"),
            kit.text_input(
                "reason",
                "Why",
                multiline=True,
                limit=REASON_LIMIT,
                hint="It is remembered, so that the same idea doesn't come back as a new draft. "
                "For example: we have no time for that on a two-day shoot",
            ),
        ],
        submit="Save reason",
        close="No reason",
        view=view,
    )


def reject_all_modal(draft: Draft, waiting: int, *, view: str = "") -> View:
    """Asks why, of everything in a draft that nobody has decided on; sending it rejects that."""
    return kit.modal(
        "Reject all",
        [
            kit.section(
                f"{counted(waiting, 'line')} of this draft would be rejected"
                f"{f': {about_draft(draft)}' if draft.title else ''}."
            ),
            kit.text_input(
                "reason", "Why", multiline=True, optional=True, limit=REASON_LIMIT,
                hint="It is remembered with each of them, so that the same ideas don't come back "
                "as new drafts.",
            ),
        ],
        callback_id="draft_rejected_all",
        metadata={"draft": str(draft.id), **({"view": view} if view else {})},
        submit="Reject all",
    )  # fmt: skip


def draft_about(view: Mapping[str, Any]) -> tuple[str, str]:
    """The draft's id that a form carries, and the list that it was opened from."""
    kept = json.loads(view.get("private_metadata") or "{}")
    return str(kept.get("draft", "")), str(kept.get("view", ""))


def rejection_reason(values: Values) -> str:
    """What was typed into `reject_modal`."""
    return kit.typed(values, "reason")


def shown_of(suggestion: Suggestion) -> Edit:
    """What `edit_modal` shows of a suggestion, as it comes back when nothing is entered."""
    return Edit(
        shorten(one_line(wording(suggestion)), TEXT_LIMIT),
        suggestion.owner,
        suggestion.due,
        shorten(one_line(suggestion.next_action), _STEP_LIMIT),
        shorten(one_line(suggestion.reason), _STEP_LIMIT),
    )


def edit_modal(suggestion: Suggestion, *, view: str = "") -> View:
    """Everything about a suggestion that a person may put right; its quote stays as it is."""
    shown = shown_of(suggestion)
    asked = suggestion.becomes == "question"
    whose = [
        kit.person_input("owner", "Who is asked" if asked else "Who does it", initial=shown.owner),
        kit.date_input("due", "When it is due", initial=shown.due),
    ]
    return _form(
        suggestion,
        "suggestion_edited",
        [
            kit.text_input(
                "text", _SAYS.get(suggestion.becomes, "What is to be done"), initial=shown.text,
                limit=TEXT_LIMIT,
            ),
            *(whose if suggestion.becomes in OWNED else ()),
            kit.text_input(
                "next_action", "Next action", initial=shown.next_action,
                optional=True, limit=_STEP_LIMIT, hint="The first step, such as: ask the client",
            ),
            kit.text_input(
                "reason", _WHY.get(suggestion.becomes, "Why it is to be done"),
                initial=shown.reason, optional=True, limit=_STEP_LIMIT,
            ),
            kit.context(_taken_from(suggestion)),
        ],
        submit="Save",
        view=view,
        seen=shown.mark(),
    )  # fmt: skip


def edited(values: Values) -> Edit:
    """What was entered in `edit_modal`."""
    return Edit(
        text=one_line(kit.typed(values, "text")),
        owner=kit.person(values, "owner"),
        due=kit.picked_date(values, "due"),
        next_action=one_line(kit.typed(values, "next_action")),
        reason=one_line(kit.typed(values, "reason")),
    )


def list_shown(view: Mapping[str, Any] | None) -> str:
    """Which open list of drafts a press came from, and its page: "V01:3". Empty: from none."""
    if view is None or view.get("callback_id") != LIST:
        return ""
    page = json.loads(view.get("private_metadata") or "{}").get("page", 1)
    return f"{view['id']}:{page}"


def about(view: Mapping[str, Any]) -> tuple[str, str]:
    """The suggestion's id that a form carries, and the list that it was opened from."""
    kept = json.loads(view.get("private_metadata") or "{}")
    return str(kept.get("suggestion", "")), str(kept.get("view", ""))


def seen_in(view: Mapping[str, Any]) -> str:
    """The mark of what a form showed."""
    return str(json.loads(view.get("private_metadata") or "{}").get("seen", ""))


def _taken_from(suggestion: Suggestion) -> str:
    quoted = one_line(suggestion.quote)
    return f"Taken from: “{quoted}”" if quoted else "The words it was taken from were deleted."


def _form(
    suggestion: Suggestion,
    callback_id: str,
    fields: Sequence[Block],
    *,
    submit: str,
    close: str = "Cancel",
    view: str,
    seen: str = "",
) -> View:
    kept = {"suggestion": str(suggestion.id), "view": view, "seen": seen}
    return kit.modal(
        f"Draft {number(suggestion)}",
        fields,
        callback_id=callback_id,
        metadata={name: value for name, value in kept.items() if value},
        submit=submit,
        close=close,
    )
