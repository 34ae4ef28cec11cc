"""Slack's doors to nudges: what is pressed in a message, and `/scripty nudges`."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.blocks import View
from handlers.doors import (
    Body,
    Command,
    Press,
    ask_by_command,
    asks_for,
    change,
    press_of,
    submit_and_show,
)
from handlers.nudges import forms, services
from handlers.nudges.services import SHOW_SETTINGS
from handlers.program import Actor, Program
from store.unit_of_work import Work

Service = Callable[[Work, Actor, str], Awaitable[None]]


def register(app: AsyncApp, program: Program) -> None:
    """Open the doors."""

    @app.command("/scripty", matchers=[asks_for("nudges", "nudge", "reminders")])
    async def nudges_command(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        await ask_by_command(program, body, ack, client, settings_by_command)

    _press(app, program, "nudge_snooze", services.snooze)
    _press(app, program, "nudge_not_mine", services.not_mine)
    _press(app, program, "nudge_mute", services.mute)

    @app.action("nudge_unmute")
    async def unmute(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)
        view = press.view or {}
        about = json.loads(view.get("private_metadata") or "{}")

        async def again(work: Work) -> None:
            production = await services.unmute(
                work, press.actor, str(about.get("production", "")), press.value
            )
            await work.defer(
                SHOW_SETTINGS, view_id=view["id"], production_id=str(production.id),
                user=press.actor.user,
            )  # fmt: skip

        await change(program, press, client, again)
        await ack()

    @app.view(forms.FORM)
    async def schedule(body: Body, ack: AsyncAck) -> None:
        about = json.loads(body["view"].get("private_metadata") or "{}")

        async def save(work: Work, actor: Actor) -> View:
            wanted = forms.entered(body["view"]["state"]["values"])
            return await services.set_schedule(
                work, actor, str(about.get("production", "")), str(about.get("seen", "")), wanted
            )

        await submit_and_show(program, body, ack, save, field="offsets")


def _press(app: AsyncApp, program: Program, action_id: str, service: Service) -> None:
    """A button or a menu of a message, whose press is the whole deed."""

    @app.action(action_id)
    async def pressed(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = _chosen(body)

        async def act(work: Work) -> None:
            await service(work, press.actor, press.value)

        await change(program, press, client, act)
        await ack()


def _chosen(body: Body) -> Press:
    """The press, of a menu with what was chosen in it."""
    press = press_of(body)
    option = body["actions"][0].get("selected_option") or {}
    return replace(press, value=option.get("value") or press.value)


async def settings_by_command(work: Work, command: Command) -> View:
    """`/scripty nudges`."""
    return await services.settings_here(work, command.actor, command.channel)
