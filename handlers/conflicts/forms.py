"""The forms about a conflict, and what was entered in them.

They carry the id of the conflict or of its decision in `private_metadata`. Each field's block_id
is its name, for `errors` in an answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers import blocks as kit
from handlers.blocks import Block, Values, View
from handlers.notes.words import asked
from handlers.text import listing, one_line, shorten
from store.tables import Decision, Note

WORDS_LIMIT = 500
WHY_LIMIT = 1000


@dataclass(frozen=True)
class OtherWords:
    """What was entered in `words_modal`."""

    words: str
    why: str


def words_modal(conflict_id: str, notes: Sequence[Note]) -> View:
    """Asks what is to be done instead of what any of the notes ask."""
    numbers = listing([f"N{note.number}" for note in notes[:10]], last="or")
    asks = [f"N{note.number}  {shorten(one_line(asked(note)), 200)}" for note in notes[:10]]
    return kit.modal(
        "Decide in other words",
        [
            kit.section("\n".join(asks)),
            kit.text_input(
                "words",
                f"What is to be done instead of {numbers}",
                multiline=True,
                limit=WORDS_LIMIT,
                hint="It becomes a task. These notes are rejected with it as the reason.",
            ),
            _why(),
        ],
        callback_id="conflict_worded",
        metadata={"conflict": conflict_id},
        submit="Decide",
        close="Cancel",
    )


def other_words(values: Values) -> OtherWords:
    """What was entered in `words_modal`."""
    return OtherWords(kit.typed(values, "words"), kit.typed(values, "why"))


def why_modal(decision: Decision) -> View:
    """Asks why, of a conflict that is settled already."""
    what = shorten(one_line(decision.what), 300)
    return kit.modal(
        f"Decision D{decision.number}",
        [
            kit.section(
                f"Decided: {what}. Why? The reason stays with the decision and is shown when "
                "somebody asks for the same again."
            ),
            _why(initial=decision.why, optional=False),
        ],
        callback_id="conflict_why",
        metadata={"decision": str(decision.id)},
        submit="Save reason",
        close="No reason",
    )


def reason(values: Values) -> str:
    """What was typed into `why_modal`."""
    return kit.typed(values, "why")


def _why(*, initial: str = "", optional: bool = True) -> Block:
    return kit.text_input(
        "why",
        "Why",
        initial=initial,
        multiline=True,
        optional=optional,
        limit=WHY_LIMIT,
        hint="For example: the joke needs the beat",
    )
