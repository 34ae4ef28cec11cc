"""The forms about a task, and what was entered in them.

Forms carry the task's id in `private_metadata`, and under "view" the list of notes they were
opened from and its page ("V01:3"), when there is one; each field's block_id is its name.
"""

from datetime import date

from handlers import blocks as kit
from handlers.blocks import Block, Values, View
from handlers.tasks.entry import tag, words_of
from handlers.tasks.rules import NewTask
from handlers.text import one_line
from store.tables import Task

TITLE_LIMIT = 300
REASON_LIMIT = 1000


def assign_modal(task: Task, *, view: str = "") -> View:
    """Who does it; left empty, nobody does yet."""
    return _form(
        task,
        "task_assigned",
        kit.person_input(
            "owner",
            "Who does it",
            initial=task.owner,
            hint="Leave it empty if nobody does yet. It then shows as a task with no owner.",
        ),
        view,
    )


def date_modal(task: Task, *, view: str = "") -> View:
    """When it is due; left empty, it has no date."""
    return _form(
        task,
        "task_dated",
        kit.date_input(
            "due",
            "When it is due",
            initial=task.due,
            hint="Leave it empty if nobody knows yet. It then shows as a task with no date.",
        ),
        view,
    )


def drop_modal(task: Task, *, view: str = "") -> View:
    """Asks why, of a task that is already dropped."""
    return kit.modal(
        f"Task {tag(task)}",
        [
            kit.section(f"{tag(task)} is dropped: {words_of(task, 300)}"),
            kit.text_input(
                "reason",
                "Why it won't be done",
                multiline=True,
                limit=REASON_LIMIT,
                hint="For example: the shot doesn't exist",
            ),
        ],
        callback_id="task_drop_reason",
        metadata={"task": str(task.id)} | ({"view": view} if view else {}),
        submit="Save reason",
        close="No reason",
    )


def drop_reason(values: Values) -> str:
    """What was typed into `drop_modal`."""
    return kit.typed(values, "reason")


def make_task_modal(title: str, channel: str, ts: str, thread_ts: str | None = None) -> View:
    """A task from the message `ts` in `channel`; `title` is its text, already `plain`.

    `thread_ts` is that of a reply: its thread is told.
    """
    return kit.modal(
        "Make this a task",
        [
            kit.text_input(
                "title", "What is to be done", initial=one_line(title), limit=TITLE_LIMIT
            ),
            kit.person_input("owner", "Who does it", initial=None),
            kit.date_input("due", "When it is due", initial=None),
            kit.context("The thread is told, and the task keeps a link to the message."),
        ],
        callback_id="task_made",
        metadata={"channel": channel, "ts": ts} | ({"thread_ts": thread_ts} if thread_ts else {}),
        submit="Make task",
        close="Cancel",
    )


def assigned(values: Values) -> str | None:
    """The user id chosen in `assign_modal`, None for nobody."""
    return kit.person(values, "owner")


def dated(values: Values) -> date | None:
    """The day picked in `date_modal`, None for no date."""
    return kit.picked_date(values, "due")


def made(values: Values) -> NewTask:
    """What was entered in `make_task_modal`."""
    return NewTask(
        title=one_line(kit.typed(values, "title")),
        owner=kit.person(values, "owner"),
        due=kit.picked_date(values, "due"),
    )


def _form(task: Task, callback_id: str, field: Block, view: str) -> View:
    return kit.modal(
        f"Task {tag(task)}",
        [kit.section(words_of(task, 300)), field],
        callback_id=callback_id,
        metadata={"task": str(task.id)} | ({"view": view} if view else {}),
        submit="Save",
        close="Cancel",
    )
