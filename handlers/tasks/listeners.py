"""Slack's doors to tasks: commands, the shortcut, the buttons and the forms."""

import json
from collections.abc import Awaitable, Callable
from typing import Protocol

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.answers import answer
from handlers.blocks import Message, View
from handlers.dates import unread_due
from handlers.doors import (
    Body,
    Command,
    Press,
    asks_for,
    change,
    change_and_ask,
    list_shown,
    press_of,
    run_command,
    sentence,
    show_form,
    submit,
    workspace_of,
)
from handlers.program import Actor, Place, Program
from handlers.reviews import services as reviews
from handlers.reviews.links import permalink
from handlers.tasks import forms, services
from handlers.tasks.errors import NoTitleError
from handlers.tasks.jobs import SHOW_TASK_PAGE
from handlers.tasks.rules import read_task
from handlers.text import page_number, plain
from store.clock import now
from store.tables import Note, Task
from store.types import UNFINISHED
from store.unit_of_work import Work

Service = Callable[[Work, str, Actor], Awaitable[Task]]


class Form(Protocol):
    """A form about a task; `view` is the open list of notes it comes from, if it does."""

    def __call__(self, task: Task, *, view: str) -> View: ...


def register(app: AsyncApp, program: Program) -> None:
    """Open the doors."""

    @app.command("/scripty", matchers=[asks_for("task")])
    async def task_command(body: Body, ack: AsyncAck) -> None:
        await run_command(program, body, ack, make_by_command)

    @app.command("/scripty", matchers=[asks_for("tasks")])
    async def tasks_command(body: Body, ack: AsyncAck) -> None:
        await run_command(program, body, ack, list_by_command)

    @app.shortcut("task_from_message")
    async def from_message(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        message, channel = body["message"], body["channel"]["id"]
        press = Press(
            workspace_id=workspace_of(body),
            actor=Actor(body["user"]["id"], "shortcut"),
            value=message["ts"],
            place=Place(channel, message.get("thread_ts")),
            trigger_id=body["trigger_id"],
            view=None,
            response_url=None,
        )
        await show_form(
            program, press, client, await _make_form(program, body),
            otherwise="The form could not be opened in time. Choose “Make this a task” again.",
        )  # fmt: skip
        await ack()

    @app.view("task_made")
    async def made(body: Body, ack: AsyncAck) -> None:
        async def make(work: Work, actor: Actor) -> None:
            await make_by_form(work, body, actor)

        await submit(program, body, ack, make, field="title")

    @app.action("tasks_page")
    async def turn_page(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def turn(work: Work) -> None:
            await _answer_list(work, press, press.value)

        await change(program, press, client, turn)
        await ack()

    _button(app, program, "task_take", services.take_task)
    _button(app, program, "task_done", services.finish_task)
    _button(app, program, "task_reopen", services.reopen_task)

    @app.action("task_drop")
    async def drop(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def drop_it(work: Work) -> View:
            task = await services.drop_task(work, press.value, press.actor)
            await _confirm(work, press, task)
            await _redraw_list(work, task, list_shown(press.view))
            return forms.drop_modal(task, view=list_shown(press.view))

        await change_and_ask(
            program, press, client, drop_it,
            otherwise="It is dropped. The form for the reason could not be opened.",
        )  # fmt: skip
        await ack()

    @app.view("task_drop_reason")
    async def explained(body: Body, ack: AsyncAck) -> None:
        reason = forms.drop_reason(body["view"]["state"]["values"])

        async def explain(work: Work, actor: Actor) -> None:
            task = await services.explain_drop(work, _about(body)["task"], actor, reason)
            await _redraw_list(work, task, _about(body)["view"])

        await submit(program, body, ack, explain, field="reason")

    _form(app, program, "task_assign", forms.assign_modal)
    _form(app, program, "task_date", forms.date_modal)

    @app.view("task_assigned")
    async def assigned(body: Body, ack: AsyncAck) -> None:
        owner = forms.assigned(body["view"]["state"]["values"])

        async def assign(work: Work, actor: Actor) -> None:
            task = await services.assign_task(work, _about(body)["task"], actor, owner)
            await _redraw_list(work, task, _about(body)["view"])

        await submit(program, body, ack, assign, field="owner")

    @app.view("task_dated")
    async def dated(body: Body, ack: AsyncAck) -> None:
        due = forms.dated(body["view"]["state"]["values"])

        async def date_it(work: Work, actor: Actor) -> None:
            task = await services.date_task(work, _about(body)["task"], actor, due)
            await _redraw_list(work, task, _about(body)["view"])

        await submit(program, body, ack, date_it, field="due")


def _button(app: AsyncApp, program: Program, action_id: str, service: Service) -> None:
    """A button whose press is the whole deed."""

    @app.action(action_id)
    async def pressed(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def act(work: Work) -> None:
            task = await service(work, press.value, press.actor)
            await _confirm(work, press, task)
            await _redraw_list(work, task, list_shown(press.view))

        await change(program, press, client, act)
        await ack()


def _form(app: AsyncApp, program: Program, action_id: str, form: Form) -> None:
    """A button that asks something first."""

    @app.action(action_id)
    async def pressed(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def load(work: Work) -> View:
            task = await services.open_task(work, press.value, press.actor)
            return form(task, view=list_shown(press.view))

        await change_and_ask(program, press, client, load)
        await ack()


async def make_by_command(work: Work, command: Command) -> Message:
    """`/scripty task <what> [@owner] [by friday]`."""
    timezone = await reviews.timezone_of(work, command.channel, command.actor.user)
    members = await services.members_of(work, command.channel)
    new = read_task(command.rest, now(), timezone, members)
    task = await services.make_task(
        work, command.actor, new, Place(command.channel), channel_name=command.channel_name
    )
    said = f"T{task.number} is on the list: {task.title}"
    if task.due is None and (unread := unread_due(task.title)):
        said += f"\nI can't read “{unread}” as a day, so it has none: set one on its card."
    return sentence(said)


async def make_by_form(work: Work, body: Body, actor: Actor) -> Task:
    """*Make this a task* on a message, its form filled in."""
    about = json.loads(body["view"]["private_metadata"])
    channel, ts, thread_ts = about["channel"], about["ts"], about.get("thread_ts") or about["ts"]
    home = await work.home()
    new = forms.made(body["view"]["state"]["values"])
    if not new.title:
        raise NoTitleError
    return await services.make_task(
        work, actor, new, Place(channel, thread_ts),
        channel_name=about.get("channel_name", ""), source_ts=ts,
        permalink=permalink(home.url, channel, ts, thread_ts),
    )  # fmt: skip


async def list_by_command(work: Work, command: Command) -> Message:
    """`/scripty tasks [mine|@person|unowned|overdue|milestone]`."""
    wanted = await services.read_list(work, command.channel, command.actor.user, command.rest)
    return await services.task_list_message(work, command.channel, wanted, 1)


async def _answer_list(work: Work, press: Press, value: str) -> None:
    """Show another page, where the list was asked for."""
    which, _, page = value.rpartition(":")
    if press.place is None or press.response_url is None:
        return
    await work.defer(
        SHOW_TASK_PAGE,
        response_url=press.response_url, channel=press.place.channel,
        user=press.actor.user, which=which, page=page_number(page),
    )  # fmt: skip


async def _confirm(work: Work, press: Press, task: Task) -> None:
    """Visible feedback where the button stood in a list only this person sees."""
    if press.response_url is None or press.place is None:
        return
    words = f"T{task.number} is {task.state}."
    if task.state in UNFINISHED and task.owner == press.actor.user:
        words = f"T{task.number} is yours."
    await answer(work, press.place, press.actor.user, sentence(words))


async def _redraw_list(work: Work, task: Task, shown: str) -> None:
    """The press came from the list of notes that this task's note is in: draw it again."""
    note = await work.notes.find(Note, task.note_id) if task.note_id else None
    if note is not None:
        await reviews.redraw_list(work, note.review_id, shown)


async def _make_form(program: Program, body: Body) -> View:
    message, channel = body["message"], body["channel"]
    async with program.record.workspace(workspace_of(body)) as work:
        names = await work.people.names(
            member.user for member in await services.members_of(work, channel["id"])
        )
    return forms.make_task_modal(
        plain(message.get("text") or "", names), channel["id"], message["ts"],
        message.get("thread_ts"),
    )  # fmt: skip


def _about(body: Body) -> dict[str, str]:
    about = json.loads(body["view"].get("private_metadata") or "{}")
    return {name: str(about.get(name, "")) for name in ("task", "view")}
