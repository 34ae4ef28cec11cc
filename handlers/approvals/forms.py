"""The forms of a verdict, and what was entered in them.

Forms carry in `private_metadata` the cut's id, or that of the verdict they explain, and where the
button stood that opened them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from handlers import blocks as kit
from handlers.blocks import Values, View
from handlers.notes.words import asked
from handlers.text import one_line, version_words
from store.tables import Approval, Cut, Note

COMMENT_LIMIT = 1000


@dataclass(frozen=True)
class GivenOn:
    """The message that a verdict was given on: its channel and timestamp."""

    channel: str = ""
    ts: str | None = None


def notes_modal(cut: Cut, notes: Sequence[Note], pressed: GivenOn) -> View:
    """Which open notes an approval names, on the understanding that they are dealt with."""
    choices = [(str(note.id), _option(note)) for note in notes]
    return kit.modal(
        "Approve with notes",
        [
            kit.section(
                f"You approve {version_words(cut.version)} on the understanding that the notes "
                "you name here are dealt with. Name one at least."
            ),
            kit.choices_input("notes", "Open notes", choices),
        ],
        callback_id="approval_noted",
        metadata=_metadata("cut", cut.id, pressed),
        submit="Approve with these",
        close="Cancel",
    )


def changes_modal(approval: Approval, cut: Cut, pressed: GivenOn) -> View:
    """What must change, of a request for changes that is recorded already."""
    return kit.modal(
        "Request changes",
        [
            kit.section(
                f"Changes to {version_words(cut.version)} are requested. What must change? "
                "Whatever you write in the thread counts as well."
            ),
            kit.text_input(
                "comment", "What must change", multiline=True, optional=True, limit=COMMENT_LIMIT
            ),
        ],
        callback_id="approval_explained",
        metadata=_metadata("approval", approval.id, pressed),
        submit="Save",
        close="Nothing to add",
    )


def named(values: Values) -> list[str]:
    """The ids of the notes chosen in `notes_modal`."""
    return kit.all_chosen(values, "notes")


def comment(values: Values) -> str:
    """What was typed into `changes_modal`; empty for nothing."""
    return kit.typed(values, "comment")


def _metadata(name: str, row_id: object, pressed: GivenOn) -> dict[str, Any]:
    return {name: str(row_id), "channel": pressed.channel, "ts": pressed.ts}


def _option(note: Note) -> str:
    words = one_line(asked(note)) or "its message was deleted"
    return f"N{note.number}  {words}"
