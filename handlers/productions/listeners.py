"""Slack's doors to productions: the command, the card's button, the form."""

import json

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.blocks import View
from handlers.doors import (
    Body,
    Command,
    ask_by_command,
    asks_for,
    change_and_ask,
    press_of,
    submit_and_show,
)
from handlers.productions import services
from handlers.productions.forms import FORM, answered, entered
from handlers.program import Actor, Program
from handlers.text import plain
from store.unit_of_work import Work


def register(app: AsyncApp, program: Program) -> None:
    """Open the doors."""

    @app.command("/scripty", matchers=[asks_for("new")])
    async def new_command(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        await ask_by_command(program, body, ack, client, form_by_command)

    @app.action("production_setup")
    async def set_up_pressed(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def form(work: Work) -> View:
            return await services.form_of(work, press.actor, press.value)

        await change_and_ask(program, press, client, form)
        await ack()

    @app.action("production_more")
    async def more(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)
        view = body["view"]
        channel = str(json.loads(view["private_metadata"]).get("channel", ""))

        async def form(work: Work) -> View:
            return await services.longer_form(
                work, press.actor, press.value, channel, view["state"]["values"]
            )

        await change_and_ask(program, press, client, form)
        await ack()

    @app.view(FORM)
    async def set_up(body: Body, ack: AsyncAck) -> None:
        about = json.loads(body["view"]["private_metadata"])
        channel = str(about.get("channel", ""))

        async def save(work: Work, actor: Actor) -> View:
            values = body["view"]["state"]["values"]
            begun = None if about["seen"] else await services.set_up_for_new(work, actor, channel)
            return await services.save(
                work, actor, about["production"], about["seen"], entered(values, begun),
                answered(values),
            )  # fmt: skip

        await submit_and_show(program, body, ack, save, field="name")


async def form_by_command(work: Work, command: Command) -> View:
    """`/scripty new [production]`."""
    return await services.form_in_channel(
        work, command.actor, command.channel, command.channel_name, plain(command.rest, {})
    )
