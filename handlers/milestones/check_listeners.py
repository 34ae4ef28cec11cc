"""Slack's doors to the checklist, and to the buttons and forms that close gaps, wherever they
stand: on a checklist, in a digest, in a direct message."""

from collections.abc import Awaitable, Callable

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.answers import answer
from handlers.blocks import Message, Values, View
from handlers.doors import (
    Body,
    Command,
    Press,
    asks_for,
    change,
    change_and_ask,
    press_of,
    run_command,
    sentence,
    submit,
)
from handlers.milestones import fixing, fixing_forms
from handlers.milestones.checking import check_again, check_here
from handlers.milestones.fixing_forms import About
from handlers.notes.forms import reopen_modal
from handlers.program import Actor, Program
from handlers.redrawing import SHOW_CHECK, Pressed, pressed_in, redraw
from handlers.text import page_number
from store.unit_of_work import Work

Fix = Callable[[Work, str, Actor], Awaitable[str]]
"""What a press does to an item, and what it has done, in words."""

Ask = Callable[[Work, str, Actor, Pressed], Awaitable[View]]
"""The form that a press opens."""

Save = Callable[[Work, About, Actor, Values], Awaitable[str]]
"""What a submitted form does, and what it has done, in words."""


def register(app: AsyncApp, program: Program) -> None:
    """Open the doors."""

    @app.command("/scripty", matchers=[asks_for("check")])
    async def check_command(body: Body, ack: AsyncAck) -> None:
        await run_command(program, body, ack, check_by_command)

    @app.action("milestone_check")
    async def check_pressed(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def show_it(work: Work) -> None:
            await _show(work, press, press.value, 1)

        await change(program, press, client, show_it)
        await ack()

    @app.action("check_page")
    async def turn_page(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)
        milestone, _, page = press.value.rpartition(":")

        async def turn(work: Work) -> None:
            await _show(work, press, milestone, page_number(page))

        await change(program, press, client, turn)
        await ack()

    @app.action("gap_path")
    async def path_pressed(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def load(work: Work) -> View:
            return await fixing.path_form(work, press.value, press.actor)

        await change_and_ask(program, press, client, load)
        await ack()

    @app.action("gap_not_yet")
    async def not_yet_pressed(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press, where = press_of(body), pressed_in(body)

        async def reopen(work: Work) -> View:
            note = await fixing.reopen(work, press.value, press.actor)
            await redraw(work, where, press.actor.user, f"N{note.number} is open again.")
            return reopen_modal(note)

        await change_and_ask(
            program, press, client, reopen,
            otherwise="It is open again. The form for what is missing could not be opened.",
        )  # fmt: skip
        await ack()

    _button(app, program, "gap_take", fixing.take)
    _button(app, program, "gap_done", fixing.finish)
    _button(app, program, "gap_fixed", fixing.confirm)
    _button(app, program, "gap_approve", fixing.ask_approval, told=True)
    _form(app, program, "gap_date", fixing.date_form)
    _form(app, program, "gap_owner", fixing.owner_form)
    _form(app, program, "gap_why", fixing.why_form)
    _form(app, program, "gap_anchor", fixing.anchor_form)
    _saving(app, program, "gap_dated", _date, field="due")
    _saving(app, program, "gap_given", _give, field="owner")
    _saving(app, program, "gap_explained", _explain, field="consequence")
    _saving(app, program, "gap_anchored", _anchor, field="anchor")


async def check_by_command(work: Work, command: Command) -> Message:
    """`/scripty check [milestone]`."""
    return await check_here(work, command.actor, command.channel, command.rest)


def _button(
    app: AsyncApp, program: Program, action_id: str, fix: Fix, *, told: bool = False
) -> None:
    """A button whose press is the whole deed. The message it stands in shows what was done, by
    itself; where nothing of it changes there, the person is `told`."""

    @app.action(action_id)
    async def pressed(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press, where = press_of(body), pressed_in(body)

        async def act(work: Work) -> None:
            said = await fix(work, press.value, press.actor)
            shown = await redraw(work, where, press.actor.user, said)
            if not shown and press.place and (told or press.response_url):
                await answer(work, press.place, press.actor.user, sentence(said))

        await change(program, press, client, act)
        await ack()


def _form(app: AsyncApp, program: Program, action_id: str, ask: Ask) -> None:
    """A button that asks something first."""

    @app.action(action_id)
    async def pressed(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def load(work: Work) -> View:
            return await ask(work, press.value, press.actor, pressed_in(body))

        await change_and_ask(program, press, client, load)
        await ack()


def _saving(app: AsyncApp, program: Program, callback_id: str, save: Save, *, field: str) -> None:
    """The form that a button opened, submitted."""

    @app.view(callback_id)
    async def submitted(body: Body, ack: AsyncAck) -> None:
        about = fixing_forms.about(body["view"])

        async def keep(work: Work, actor: Actor) -> None:
            said = await save(work, about, actor, body["view"]["state"]["values"])
            await redraw(work, about.pressed, actor.user, said)

        await submit(program, body, ack, keep, field=field)


async def _date(work: Work, about: About, actor: Actor, values: Values) -> str:
    return await fixing.set_date(work, about, actor, fixing_forms.dated(values))


async def _give(work: Work, about: About, actor: Actor, values: Values) -> str:
    return await fixing.give(work, about, actor, fixing_forms.given(values))


async def _explain(work: Work, about: About, actor: Actor, values: Values) -> str:
    return await fixing.explain(work, about, actor, fixing_forms.explained(values))


async def _anchor(work: Work, about: About, actor: Actor, values: Values) -> str:
    to, title = fixing_forms.anchored(values)
    return await fixing.anchor(work, about, actor, to, title)


async def _show(work: Work, press: Press, milestone_id: str, page: int) -> None:
    """Show a checklist to whoever pressed: in the place of the one they see, or as their own."""
    message = await check_again(work, milestone_id, press.actor, page)
    if press.response_url is not None:
        await work.defer(
            SHOW_CHECK,
            response_url=press.response_url, milestone_id=milestone_id, user=press.actor.user,
            page=page,
        )  # fmt: skip
    elif press.place is not None:
        await answer(work, press.place, press.actor.user, message)
