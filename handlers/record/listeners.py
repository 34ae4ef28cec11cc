"""Slack's doors to the record: *Log a decision*, the list of decisions, histories."""

import json

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.blocks import Message, View
from handlers.doors import (
    Body,
    Command,
    Press,
    asks_for,
    change_and_ask,
    press_of,
    run_command,
    submit,
    turn_list,
    workspace_of,
)
from handlers.membership import member_here
from handlers.people import MENTION
from handlers.program import Actor, Place, Program
from handlers.record import forms, services
from handlers.record.cards import Looked
from handlers.record.finding import wanted_words
from handlers.record.histories import history_message
from handlers.record.jobs import SHOW_DECISIONS
from handlers.text import plain
from store.unit_of_work import Work


def register(app: AsyncApp, program: Program) -> None:
    """Open the doors."""

    @app.shortcut("decision_log")
    async def log(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press, origin = _shortcut(body)
        message = body["message"]

        async def load(work: Work) -> View:
            return await services.log_form(
                work, press.actor, origin, message.get("text") or "", message.get("user") or ""
            )

        await change_and_ask(
            program, press, client, load,
            otherwise="The form could not be opened in time. Choose “Log a decision” again.",
        )  # fmt: skip
        await ack()

    @app.view("decision_logged")
    async def logged(body: Body, ack: AsyncAck) -> None:
        about = json.loads(body["view"].get("private_metadata") or "{}")
        origin = forms.Origin(about["channel"], about["ts"], about.get("thread_ts"))
        entered = forms.entered(body["view"]["state"]["values"])

        async def record(work: Work, actor: Actor) -> None:
            await services.log_decision(work, actor, entered, origin)

        await submit(program, body, ack, record, field="what")

    @app.command("/scripty", matchers=[asks_for("decisions")])
    async def decisions_command(body: Body, ack: AsyncAck) -> None:
        await run_command(program, body, ack, list_by_command)

    @app.command("/scripty", matchers=[asks_for("history")])
    async def history_command(body: Body, ack: AsyncAck) -> None:
        await run_command(program, body, ack, tell_by_command)

    @app.action("decisions_page")
    async def turn_page(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        await turn_list(program, body, ack, client, SHOW_DECISIONS, which=press_of(body).value)


async def list_by_command(work: Work, command: Command) -> Message:
    """`/scripty decisions [words]`; "find" may stand before them."""
    production = await member_here(work, command.channel, command.actor)
    names = await work.people.names(found["user"] for found in MENTION.finditer(command.rest))
    words = wanted_words(plain(command.rest, names))
    return await services.decisions_message(work, production, Looked(words=words))


async def tell_by_command(work: Work, command: Command) -> Message:
    """`/scripty history N12`."""
    return await history_message(work, command.channel, command.actor, plain(command.rest, {}))


def _shortcut(body: Body) -> tuple[Press, forms.Origin]:
    """*Log a decision* on a message, as a press, with the message."""
    message, channel = body["message"], body["channel"]["id"]
    thread_ts = message.get("thread_ts")
    press = Press(
        workspace_id=workspace_of(body),
        actor=Actor(body["user"]["id"], "shortcut"),
        value=message["ts"],
        place=Place(channel, thread_ts),
        trigger_id=body["trigger_id"],
        view=None,
        response_url=None,
    )
    return press, forms.Origin(channel, message["ts"], thread_ts)
