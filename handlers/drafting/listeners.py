"""Slack's doors to drafting: the command, the message's menu, *Draft…*, the two forms."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.blocks import Message, View
from handlers.doors import (
    Body,
    Command,
    ask_by_command,
    asks_for,
    change_and_ask,
    press_of,
    shortcut_of,
    submit_and_show,
)
from handlers.drafting import forms, services
from handlers.program import Actor, Program
from store.unit_of_work import Work


def register(app: AsyncApp, program: Program) -> None:
    """Open the doors."""

    @app.command("/scripty", matchers=[asks_for("draft")])
    async def draft_command(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def ask(work: Work, command: Command) -> View | Message:
            return await services.draft_by_command(work, program, command)

        await ask_by_command(program, body, ack, client, ask)

    @app.shortcut("draft_from_message")
    async def from_message(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = shortcut_of(body)

        async def ask(work: Work) -> View:
            return await services.offer_from_message(
                work, press.actor, body["channel"]["id"], body["message"]
            )

        await change_and_ask(program, press, client, ask)
        await ack()

    @app.action("draft_offer")
    async def offer(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def ask(work: Work) -> View:
            return await services.offer_of(work, press.actor, press.value, press.place)

        await change_and_ask(program, press, client, ask)
        await ack()

    @app.view(forms.CHOOSE)
    async def chosen(body: Body, ack: AsyncAck) -> None:
        carried = forms.about(body["view"])
        kind, subject = forms.chosen(body["view"]["state"]["values"])

        async def go_on(work: Work, actor: Actor) -> View:
            return await services.choose(work, program, actor, carried, kind, subject)

        await submit_and_show(program, body, ack, go_on, field="kind")

    @app.view(forms.CONTEXT)
    async def said(body: Body, ack: AsyncAck) -> None:
        carried, entered = forms.about(body["view"]), forms.entered(body["view"])

        async def save(work: Work, actor: Actor) -> View:
            return await services.say_context(work, program, actor, carried, entered)

        await submit_and_show(program, body, ack, save, field=next(iter(entered), "purpose"))

    @app.view(forms.CHANGE)
    async def changed(body: Body, ack: AsyncAck) -> None:
        carried, entered = forms.about(body["view"]), forms.entered(body["view"])

        async def save(work: Work, actor: Actor) -> View:
            return await services.change_context(work, actor, carried, entered)

        await submit_and_show(program, body, ack, save, field=next(iter(entered), "purpose"))
