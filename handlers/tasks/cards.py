"""Tasks as people see them: the card of one, the list of many."""

from collections.abc import Mapping, Sequence
from datetime import date

from handlers import blocks as kit
from handlers.blocks import Block, Message
from handlers.tasks.entry import TaskView, is_overdue, standing, tag, task_blocks, words_of
from handlers.text import counted, escape, shorten
from store.tables import Task
from store.types import UNFINISHED

PAGE = 10


def task_card(view: TaskView, names: Mapping[str, str]) -> Message:
    """One task, after it was made or changed."""
    task = view.task
    facts = ", ".join(part["text"] for part in standing(task, names))
    spoken = f"Task {tag(task)}: {words_of(task, 200)}. {facts}."
    return kit.message(escape(spoken), task_blocks(view, names))


def task_list(
    tasks: Sequence[TaskView],
    title: str,
    names: Mapping[str, str],
    today: date,
    page: int,
    value: str,
) -> Message:
    """A page of ten tasks, overdue ones first.

    Pages count from 1. Paging buttons carry `value` and the page: "mine:2".
    """
    if not tasks:
        return _empty_list(title)
    ordered = sorted(tasks, key=lambda view: _urgency(view.task, today))
    pages = -(-len(ordered) // PAGE)
    page = min(max(page, 1), pages)
    shown = ordered[(page - 1) * PAGE : page * PAGE]
    summary = _summary(tasks, today)
    said = [f"{tag(view.task)} {words_of(view.task, 60)}" for view in shown]
    return kit.message(
        escape(f"{shorten(title, 80)}: {summary}. " + "; ".join(said)),
        [
            kit.header(title),
            kit.context(summary if pages == 1 else f"{summary} · page {page} of {pages}"),
            *_turn("Earlier tasks", value, page - 1, pages),
            *(block for view in shown for block in task_blocks(view, names, today)),
            *_turn("More tasks", value, page + 1, pages),
        ],
    )


def _urgency(task: Task, today: date) -> tuple[bool, bool, date, int]:
    """Open before closed, dated before undated, earliest first: overdue comes out on top."""
    return (task.state not in UNFINISHED, task.due is None, task.due or today, task.number)


def _summary(tasks: Sequence[TaskView], today: date) -> str:
    overdue = sum(is_overdue(view.task, today) for view in tasks)
    total = counted(len(tasks), "task")
    return f"{total}, {overdue} overdue" if overdue else total


def _empty_list(title: str) -> Message:
    advice = (
        "Nothing here. Accepted notes become tasks; you can also use the shortcut "
        "“Make this a task” on any message."
    )
    return kit.message(
        escape(f"{shorten(title, 80)}: {advice}"), [kit.header(title), kit.section(advice)]
    )


def _turn(words: str, value: str, page: int, pages: int) -> list[Block]:
    """The button to another page, if there is one."""
    if not 1 <= page <= pages:
        return []
    return [kit.actions(f"page:{page}", kit.button(words, "tasks_page", f"{value}:{page}"))]
