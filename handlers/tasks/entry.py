"""A task as an entry on cards and lists, with the buttons of its state.

Buttons carry `str(task.id)` and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from handlers import blocks as kit
from handlers.blocks import Block
from handlers.text import counted, day, name_of, one_line, shorten
from store.tables import Note, Production, Task
from store.types import UNFINISHED

_LONGEST_TITLE = 500
_LONGEST_REASON = 120


@dataclass(frozen=True)
class TaskView:
    """A task with what is needed to show it; `note` is the one it came from."""

    task: Task
    production: Production
    note: Note | None = None


def task_blocks(view: TaskView, names: Mapping[str, str], today: date | None = None) -> list[Block]:
    """A task's words, who and when, where it came from, and its buttons."""
    task = view.task
    return [
        kit.rich_text(
            kit.paragraph(
                kit.text(tag(task), bold=True),
                kit.text("  " + words_of(task, _LONGEST_TITLE)),
                kit.text("\n"),
                *kit.joined(_facts(task, names, today)),
                kit.text("\n"),
                *_origin(view),
            )
        ),
        task_actions(task),
    ]


def reopen_button(task: Task) -> Block:
    """The one thing that can be done with a task that is finished."""
    return _button(task, "Undo done" if task.state == "done" else "Reopen", "task_reopen")


def task_actions(task: Task) -> Block:
    """What can be done with a task in its state, one press each."""
    if task.state not in UNFINISHED:
        return kit.actions(f"task:{task.id}", reopen_button(task))
    take = () if task.owner else (_button(task, "Take", "task_take"),)
    return kit.actions(
        f"task:{task.id}",
        *take,
        _button(task, "Done", "task_done"),
        _button(task, "Assign", "task_assign"),
        _button(task, "Date", "task_date"),
        _button(task, "Drop", "task_drop"),
    )


def standing(task: Task, names: Mapping[str, str]) -> list[Block]:
    """Owner and date, or the visible gap, and the state unless it is just open; why it was dropped
    or what is missing in one that was reopened."""
    why = shorten(one_line(task.closed_reason or ""), _LONGEST_REASON)
    state = "not yet" if task.state == "open" and why else task.state
    if state == "open":
        return _who_and_when(task, names)
    if state == "dropped" and not why:
        state = "dropped, no reason given"
    return [*_who_and_when(task, names), kit.text(f"{state}: “{why}”" if why else state)]


def _who_and_when(task: Task, names: Mapping[str, str]) -> list[Block]:
    """Owner and date; what is missing is said in bold, but not of a closed task."""
    closed = task.state not in UNFINISHED
    facts = []
    if task.owner:
        facts.append(kit.text(name_of(task.owner, names)))
    elif not closed:
        facts.append(kit.text("no owner", bold=True))
    if task.due:
        facts.append(kit.text(day(task.due, task.created_at)))
    elif not closed:
        facts.append(kit.text("no date", bold=True))
    return facts


def tag(task: Task) -> str:
    """Such as "T4"."""
    return f"T{task.number}"


def words_of(task: Task, limit: int) -> str:
    """What is to be done, on one line."""
    return shorten(one_line(task.title), limit) or "(no words)"


def is_overdue(task: Task, today: date) -> bool:
    """Whether it is still to be done and its day has passed."""
    return task.state in UNFINISHED and task.due is not None and task.due < today


def _button(task: Task, words: str, action_id: str) -> Block:
    return kit.button(words, action_id, str(task.id), spoken=f"{words}: {tag(task)}")


def _facts(task: Task, names: Mapping[str, str], today: date | None) -> list[Block]:
    facts = standing(task, names)
    if today and is_overdue(task, today) and task.due:
        late = counted((today - task.due).days, "day")
        return [kit.text(f"{late} overdue", bold=True), *facts]
    return facts


def _origin(view: TaskView) -> list[Block]:
    """Where it came from: production, note, message."""
    parts = [kit.text(shorten(one_line(view.production.name), 60))]
    if view.note:
        parts.append(kit.link(view.task.source_permalink, f"N{view.note.number}"))
    elif view.task.source_permalink:
        parts.append(kit.link(view.task.source_permalink, "message"))
    return [kit.text("from "), *kit.joined(parts)]
