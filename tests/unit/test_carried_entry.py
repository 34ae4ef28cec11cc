"""How a note that was carried over is shown in the list, and what can be done with it there."""

import pytest

from bot.demo.render import as_text
from handlers.notes.entry import note_blocks
from handlers.notes.words import NoteView
from store.tables import Note, Task
from tests.support.rows import MORNING, NAMES, WORKSPACE, a_production

PRODUCTION = a_production()


def a_copy(task_state: str = "open", *, confirmed: bool = False, reason: str = "") -> NoteView:
    first = Note(
        workspace_id=WORKSPACE, production_id=PRODUCTION.id, review_id=PRODUCTION.id, number=12
    )
    copy = Note(
        workspace_id=WORKSPACE, production_id=PRODUCTION.id, review_id=PRODUCTION.id, number=20,
        state="accepted", text="make the logo bigger", carried_from=first.id, origin=first.id,
        timecode_confirmed=confirmed, created_at=MORNING,
    )  # fmt: skip
    task = Task(
        workspace_id=WORKSPACE, production_id=PRODUCTION.id, number=3, note_id=first.id,
        title=copy.text, state=task_state, closed_reason=reason or None, created_at=MORNING,
    )  # fmt: skip
    return NoteView(copy, (), task, {}, carried="v1: N12")


def test_it_says_where_it_comes_from_and_whether_its_moment_is_confirmed() -> None:
    assert "from v1: N12 · timecode to confirm" in as_text(note_blocks(a_copy(), NAMES))
    shown = as_text(note_blocks(a_copy(confirmed=True), NAMES))
    assert "from v1: N12" in shown
    assert "confirm" not in shown


@pytest.mark.parametrize(
    ("state", "actions"),
    [
        ("open", ["task_take", "task_done", "task_assign", "task_date", "task_drop"]),
        ("done", ["note_verify", "note_reopen", "task_reopen"]),
        ("dropped", ["note_reopen"]),
        ("verified", ["task_reopen"]),
    ],
)
def test_what_can_be_done_with_it(state: str, actions: list[str]) -> None:
    blocks = note_blocks(a_copy(state), NAMES)
    offered = [e["action_id"] for b in blocks if b["type"] == "actions" for e in b["elements"]]
    assert offered == [*actions, "note_edit", "note_reject"]
    names = [block["block_id"] for block in blocks if block["type"] == "actions"]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("state", "shown"), [("dropped", "dropped: “no room”"), ("open", "not yet: “no room”")]
)
def test_the_reason_stands_in_its_line(state: str, shown: str) -> None:
    assert shown in as_text(note_blocks(a_copy(state, reason="no room"), NAMES))
