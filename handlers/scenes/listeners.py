"""Slack's doors to scenes and deliverables: the commands, the buttons, the forms."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.answers import answer
from handlers.blocks import Message, View
from handlers.doors import (
    Body,
    Command,
    Press,
    asks_for,
    change,
    change_and_ask,
    press_of,
    run_command,
    submit,
)
from handlers.membership import member_here
from handlers.program import Actor, Program
from handlers.redrawing import SHOW_SCENES, kept_in, pressed_in, redraw
from handlers.scenes import forms, services
from handlers.scenes.choosing import choice_of
from handlers.scenes.rules import Shown
from handlers.scenes.views import (
    deliverable_message,
    deliverables_message,
    scene_message,
    scenes_message,
)
from handlers.text import page_number
from store.tables import Deliverable, Scene
from store.unit_of_work import Work

Service = Callable[[Work, str, Actor], Awaitable[Any]]
"""What a button does to the scene or deliverable of this id."""

Form = Callable[[Work, str, Actor, Mapping[str, str]], Awaitable[View]]
"""The form that a button asks for; the last is what tells where it was pressed."""


def register(app: AsyncApp, program: Program) -> None:
    """Open the doors."""

    @app.command("/scripty", matchers=[asks_for("scene", "scenes")])
    async def scene_command(body: Body, ack: AsyncAck) -> None:
        await run_command(program, body, ack, scene_by_command)

    @app.command("/scripty", matchers=[asks_for("deliverable")])
    async def deliverable_command(body: Body, ack: AsyncAck) -> None:
        await run_command(program, body, ack, deliverable_by_command)

    @app.command("/scripty", matchers=[asks_for("deliverables")])
    async def deliverables_command(body: Body, ack: AsyncAck) -> None:
        await run_command(program, body, ack, deliverables_by_command)

    _button(app, program, "scene_ready", services.ready_scene)
    _button(app, program, "scene_not_ready", unready_scene)
    _button(app, program, "deliverable_done", services.deliver)
    _button(app, program, "deliverable_not_done", take_back)
    _asking(app, program, "scene_edit", scene_form)
    _asking(app, program, "deliverable_edit", deliverable_form)
    _paging(app, program, "scenes")
    _paging(app, program, "deliverables")

    @app.action("scene_show")
    async def show(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def look(work: Work) -> None:
            scene, production = await services.scene_of(work, press.value, press.actor)
            if press.response_url is not None:
                await _draw(work, press, "scene", str(scene.id), 1)
            elif press.place is not None:
                message = await scene_message(work, production, scene)
                await answer(work, press.place, press.actor.user, message)

        await change(program, press, client, look)
        await ack()

    @app.view("scene_edited")
    async def scene_edited(body: Body, ack: AsyncAck) -> None:
        about, values = _about(body), body["view"]["state"]["values"]

        async def save(work: Work, actor: Actor) -> None:
            wanted = services.Wanted(forms.scene_entered(values), forms.belonging(values))
            await services.edit_scene(
                work, about.get("scene", ""), actor, about.get("seen", ""), wanted
            )
            await redraw(work, kept_in(body["view"]), actor.user)

        await submit(program, body, ack, save, field="number")

    @app.view("deliverable_edited")
    async def deliverable_edited(body: Body, ack: AsyncAck) -> None:
        about, values = _about(body), body["view"]["state"]["values"]

        async def save(work: Work, actor: Actor) -> None:
            wanted = services.Wanted(forms.deliverable_entered(values), forms.belonging(values))
            await services.edit_deliverable(
                work, about.get("deliverable", ""), actor, about.get("seen", ""), wanted
            )
            await redraw(work, kept_in(body["view"]), actor.user)

        await submit(program, body, ack, save, field="name")


def _button(app: AsyncApp, program: Program, action_id: str, service: Service) -> None:
    """Run the service on the row whose button was pressed; the list that it stands in is drawn
    again."""

    @app.action(action_id)
    async def pressed(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def act(work: Work) -> None:
            await service(work, press.value, press.actor)
            await redraw(work, pressed_in(body), press.actor.user)

        await change(program, press, client, act)
        await ack()


def _asking(app: AsyncApp, program: Program, action_id: str, form: Form) -> None:
    @app.action(action_id)
    async def pressed(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def ask(work: Work) -> View:
            return await form(work, press.value, press.actor, pressed_in(body).metadata())

        await change_and_ask(program, press, client, ask)
        await ack()


def _paging(app: AsyncApp, program: Program, which: Shown) -> None:
    @app.action(f"{which}_page")
    async def turn_page(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def turn(work: Work) -> None:
            if press.place is not None and press.response_url is not None:
                production = await member_here(work, press.place.channel, press.actor)
                page = page_number(press.value)
                await _draw(work, press, which, str(production.id), page)

        await change(program, press, client, turn)
        await ack()


async def _draw(work: Work, press: Press, which: Shown, subject: str, page: int) -> None:
    """Let another list, or another page of it, take the place of the one that was pressed in."""
    await work.defer(
        SHOW_SCENES, response_url=press.response_url, which=which, subject=subject,
        user=press.actor.user, page=page,
    )  # fmt: skip


async def unready_scene(work: Work, scene_id: str, actor: Actor) -> Scene:
    """A scene isn't ready after all."""
    return await services.ready_scene(work, scene_id, actor, ready=False)


async def take_back(work: Work, deliverable_id: str, actor: Actor) -> Deliverable:
    """A deliverable isn't out yet."""
    return await services.deliver(work, deliverable_id, actor, delivered=False)


async def scene_form(work: Work, scene_id: str, actor: Actor, pressed: Mapping[str, str]) -> View:
    """The form of *Edit* on a scene."""
    scene, _ = await services.scene_of(work, scene_id, actor)
    choice = await choice_of(work, scene)
    return forms.scene_modal(scene, choice, services.mark(scene, choice.chosen), pressed)


async def deliverable_form(
    work: Work, deliverable_id: str, actor: Actor, pressed: Mapping[str, str]
) -> View:
    """The form of *Edit* on a deliverable."""
    row, _ = await services.deliverable_of(work, deliverable_id, actor)
    choice = await choice_of(work, row)
    return forms.deliverable_modal(row, choice, services.mark(row, choice.chosen), pressed)


async def scene_by_command(work: Work, command: Command) -> Message:
    """`/scripty scene …`; alone it lists them."""
    if not command.rest:
        return await scenes_message(work, await member_here(work, command.channel, command.actor))
    saved = await services.say_of_scene(work, command.actor, command.channel, command.rest)
    return await scene_message(work, saved.production, saved.scene, saved.said)


async def deliverable_by_command(work: Work, command: Command) -> Message:
    """`/scripty deliverable …`; alone it lists them."""
    if not command.rest:
        production = await member_here(work, command.channel, command.actor)
        return await deliverables_message(work, production)
    saved = await services.say_of_deliverable(work, command.actor, command.channel, command.rest)
    return await deliverable_message(work, saved.production, saved.deliverable, saved.said)


async def deliverables_by_command(work: Work, command: Command) -> Message:
    """`/scripty deliverables`; with the name of one, that one. Words that name none are looked
    for and not written down."""
    if command.rest:
        production = await member_here(work, command.channel, command.actor)
        await services.require_deliverable(work, production, command.rest)
    return await deliverable_by_command(work, command)


def _about(body: Body) -> dict[str, str]:
    about: dict[str, str] = json.loads(body["view"].get("private_metadata") or "{}")
    return about
