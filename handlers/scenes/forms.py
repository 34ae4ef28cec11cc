"""The forms of a scene and of a deliverable, and what was entered in them.

They carry the row's id and the mark of what they showed in `private_metadata`; each field's
block_id is its name.
"""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from handlers import blocks as kit
from handlers.blocks import Block, Values, View
from handlers.scenes.choosing import Choice
from handlers.scenes.rules import NAME_LIMIT, WORDS_LIMIT
from handlers.text import one_line, shorten
from store.tables import Deliverable, Scene
from store.types import Footage

_NUMBER_LIMIT = 12


def scene_modal(scene: Scene, choice: Choice, mark: str, pressed: Mapping[str, str]) -> View:
    """Everything that can be said of a scene. `pressed` is kept for the redrawing of its list."""
    fields = [
        kit.text_input("number", "Number", initial=scene.number, limit=_NUMBER_LIMIT),
        kit.text_input("title", "Title", initial=scene.title, optional=True, limit=NAME_LIMIT),
        _words("purpose", "What it is for", scene.purpose),
        _words("audience", "Whom it speaks to", scene.audience),
        _words("constraints", "What limits it", scene.constraints),
        _words("outcome", "What its review is to bring", scene.outcome),
        kit.choice_input(
            "footage", "Footage", [(each, each) for each in get_args(Footage)],
            initial=scene.footage,
        ),
        kit.choice_input(
            "ready", "Is it ready?", [("yes", "ready"), ("no", "not ready")],
            initial="yes" if scene.ready else "no",
        ),
        kit.person_input("owner", "Who gets it ready", initial=scene.owner),
        *_belongs(choice),
    ]  # fmt: skip
    return kit.modal(
        f"Scene {scene.number}",
        fields,
        callback_id="scene_edited",
        metadata={"scene": str(scene.id), "seen": mark, **pressed},
        submit="Save",
        close="Cancel",
    )


def deliverable_modal(
    deliverable: Deliverable, choice: Choice, mark: str, pressed: Mapping[str, str]
) -> View:
    """Everything that can be said of a deliverable."""
    fields = [
        kit.text_input(
            "name", "Name", initial=deliverable.name, limit=NAME_LIMIT,
            hint="As cuts name it: a review of “v2 of teaser” is of the deliverable “Teaser”.",
        ),
        kit.text_input(
            "specification", "How it is to be", initial=deliverable.specification, optional=True,
            limit=WORDS_LIMIT, hint="For example: 1080p25, -23 LUFS, German subtitles",
        ),
        _words("audience", "Whom it speaks to", deliverable.audience),
        kit.date_input("due", "When it is due", initial=deliverable.due),
        kit.person_input("owner", "Who sees to it", initial=deliverable.owner),
        *_belongs(choice),
    ]  # fmt: skip
    return kit.modal(
        shorten(one_line(deliverable.name), 24),
        fields,
        callback_id="deliverable_edited",
        metadata={"deliverable": str(deliverable.id), "seen": mark, **pressed},
        submit="Save",
        close="Cancel",
    )


def scene_entered(values: Values) -> dict[str, Any]:
    """What was entered in `scene_modal`, by column."""
    said = {
        name: kit.typed(values, name)
        for name in ("number", "title", "purpose", "audience", "constraints", "outcome")
    }
    return said | {
        "footage": kit.chosen(values, "footage") or "not shot",
        "ready": kit.chosen(values, "ready") == "yes",
        "owner": kit.person(values, "owner"),
    }


def deliverable_entered(values: Values) -> dict[str, Any]:
    """What was entered in `deliverable_modal`, by column."""
    said = {name: kit.typed(values, name) for name in ("name", "specification", "audience")}
    return said | {
        "due": kit.picked_date(values, "due"),
        "owner": kit.person(values, "owner"),
    }


def belonging(values: Values) -> Sequence[str]:
    """The ids of what was chosen to belong there."""
    return kit.all_chosen(values, "belongs")


def _words(name: str, label: str, initial: str) -> Block:
    return kit.text_input(
        name, label, initial=initial, optional=True, multiline=True, limit=WORDS_LIMIT
    )


def _belongs(choice: Choice) -> list[Block]:
    """The menu of what may belong there; Slack takes no menu without options."""
    if not choice.offered:
        return []
    return [
        kit.choices_input(
            "belongs", "What belongs to it",
            [(value, each.label) for value, each in choice.offered.items()],
            initial=choice.chosen, optional=True,
            hint="Notes whose own words name it belong to it without this.",
        )
    ]  # fmt: skip
