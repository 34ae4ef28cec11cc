"""The forms about a note, and what was entered in them.

Forms carry the note's id in `private_metadata`, and under "view" the list they were opened from
and its page ("V01:3"), when there is one. Each field's block_id is its name, for `errors` in an
answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args
from uuid import UUID

from handlers import blocks as kit
from handlers.blocks import Block, Values, View
from handlers.notes.words import asked, written_timecode
from handlers.text import one_line
from store.tables import Note
from store.types import NoteKind, Priority, Topic

REASON_LIMIT = 1000


@dataclass(frozen=True)
class NoteEdit:
    """What was entered in `edit_modal`; `timecode` as written, empty texts for "none".

    `timecode_right` says that one carried over from an earlier cut is right in this one.
    """

    text: str
    kind: str
    topic: str
    priority: str
    scene: str
    timecode: str
    owner: str | None
    due: date | None
    timecode_right: bool = False

    def values(self) -> dict[str, Any]:
        """The note's columns it changes; `timecode` has to be read before it can be kept."""
        return {
            "text": self.text,
            "kind": self.kind,
            "topic": self.topic,
            "priority": self.priority,
            "scene": self.scene or None,
            "owner": self.owner,
            "due": self.due,
        }


def reject_modal(note: Note, *, view: str = "") -> View:
    """Asks why, of a note that is already rejected."""
    return _form(
        note,
        "note_reject_reason",
        [
            kit.section(
                f"N{note.number} is rejected. Why? The reason is remembered, so that the same "
                "idea does not come back as a new note."
            ),
            kit.text_input(
                "reason",
                "Reason",
                initial=note.decision_reason or "",
                multiline=True,
                limit=REASON_LIMIT,
                hint="For example: we like it dark",
            ),
        ],
        submit="Save reason",
        close="No reason",
        view=view,
    )


def reopen_modal(note: Note, *, view: str = "") -> View:
    """Asks what is missing, of a note that is open again."""
    return _form(
        note,
        "note_reopen_reason",
        [
            kit.section(f"N{note.number} is open again. What is missing?"),
            kit.text_input(
                "reason",
                "What is missing",
                multiline=True,
                limit=REASON_LIMIT,
                hint="For example: better, but still too loud",
            ),
        ],
        submit="Save",
        close="Nothing to add",
        view=view,
    )


def rejection_reason(values: Values) -> str:
    """What was typed into `reject_modal` or `reopen_modal`."""
    return kit.typed(values, "reason")


def edit_modal(note: Note, *, view: str = "") -> View:
    """Everything about a note a person may put right; what was said stays as it was said."""
    return _form(
        note,
        "note_edited",
        [
            kit.text_input("text", "What is asked", initial=asked(note), multiline=True),
            kit.choice_input("kind", "Kind", _choices(NoteKind), initial=note.kind),
            kit.choice_input("topic", "Topic", _choices(Topic), initial=note.topic),
            kit.choice_input("priority", "Priority", _choices(Priority), initial=note.priority),
            kit.text_input(
                "timecode",
                "Timecode",
                initial=written_timecode(note),
                optional=True,
                limit=100,
                hint="As you would write it: 0:42, 01:00:42:10 or 0:40-0:45",
            ),
            *_to_confirm(note),
            kit.text_input("scene", "Scene", initial=note.scene or "", optional=True, limit=100),
            kit.person_input("owner", "Who does it", initial=note.owner),
            kit.date_input("due", "When it is due", initial=note.due),
            kit.context("The words people wrote stay as they are; this changes the note only."),
        ],
        submit="Save",
        view=view,
    )


def edited(values: Values) -> NoteEdit:
    """What was entered in `edit_modal`; a menu left alone reads as its usual value."""
    return NoteEdit(
        text=kit.typed(values, "text"),
        kind=kit.chosen(values, "kind") or "change",
        topic=kit.chosen(values, "topic") or "other",
        priority=kit.chosen(values, "priority") or "should",
        scene=kit.typed(values, "scene"),
        timecode=kit.typed(values, "timecode"),
        owner=kit.person(values, "owner"),
        due=kit.picked_date(values, "due"),
        timecode_right=kit.chosen(values, "timecode_right") == "yes",
    )


def _to_confirm(note: Note) -> list[Block]:
    """Asks of a moment carried over from an earlier cut whether it is right in this one."""
    if note.timecode_confirmed:
        return []
    choices = [("no", "still to confirm"), ("yes", "the timecode is right")]
    return [kit.choice_input("timecode_right", "In this cut", choices, initial="no")]


def assign_modal(note: Note, *, view: str = "") -> View:
    """Who does it; left empty, nobody does yet."""
    owner = kit.person_input(
        "owner",
        "Who does it",
        initial=note.owner,
        hint="Leave it empty if nobody does yet. The note then shows “no owner”.",
    )
    return _form(note, "note_assigned", [owner], submit="Assign", view=view)


def assigned(values: Values) -> str | None:
    """The user id chosen in `assign_modal`, None for nobody."""
    return kit.person(values, "owner")


def merge_modal(note: Note, candidates: Sequence[Note], *, view: str = "") -> View:
    """Which note says the same; the hundred nearest in number, which is Slack's maximum."""
    others = [each for each in candidates if each.id != note.id]
    if not others:
        nothing = f"There is no other note yet that N{note.number} could be merged into."
        return _form(note, "note_merged", [kit.section(nothing)], close="Close", view=view)
    nearest = sorted(others, key=lambda each: abs(each.number - note.number))[: kit.OPTIONS]
    choices = [(str(each.id), _option(each)) for each in sorted(nearest, key=_number)]
    field = kit.choice_input(
        "into",
        f"N{note.number} says the same as",
        choices,
        hint="That note stays and keeps the words of both. "
        + ("Only the nearest 100 notes are listed." if len(others) > kit.OPTIONS else ""),
    )
    return _form(note, "note_merged", [field], submit="Merge", view=view)


def merged(values: Values) -> UUID | None:
    """The id of the note chosen in `merge_modal`."""
    into = kit.chosen(values, "into")
    return UUID(into) if into else None


def _form(
    note: Note,
    callback_id: str,
    fields: Sequence[Block],
    *,
    submit: str | None = None,
    close: str = "Cancel",
    view: str = "",
) -> View:
    return kit.modal(
        f"Note N{note.number}",
        fields,
        callback_id=callback_id,
        metadata={"note": str(note.id)} | ({"view": view} if view else {}),
        submit=submit,
        close=close,
    )


def _choices(words: object) -> list[tuple[str, str]]:
    return [(word, word) for word in get_args(words)]


def _option(note: Note) -> str:
    words = one_line(asked(note)) or "its message was deleted"
    return f"N{note.number}  {words}"


def _number(note: Note) -> int:
    return note.number
