"""Slack's doors to documents: the commands, the list's pages, the form of a newer version."""

import json

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.blocks import Message, View
from handlers.documents import services
from handlers.documents.cards import entered, replace_modal, told
from handlers.documents.confirming import confirm_document
from handlers.documents.contradicting import say_about
from handlers.documents.rules import NewDocument, read_about
from handlers.documents.views import documents_message, today_of
from handlers.doors import (
    Body,
    Command,
    asks_for,
    change,
    change_and_ask,
    press_of,
    run_command,
    sentence,
    submit,
    turn_list,
)
from handlers.membership import member_here
from handlers.program import Actor, Program
from handlers.redrawing import SHOW_DOCUMENTS, kept_in, pressed_in, redraw
from handlers.text import page_number
from store.unit_of_work import Work


def register(app: AsyncApp, program: Program) -> None:
    """Open the doors."""

    @app.command("/scripty", matchers=[asks_for("doc")])
    async def doc_command(body: Body, ack: AsyncAck) -> None:
        await run_command(program, body, ack, add_by_command)

    @app.command("/scripty", matchers=[asks_for("docs")])
    async def docs_command(body: Body, ack: AsyncAck) -> None:
        await run_command(program, body, ack, list_by_command)

    @app.action("documents_page")
    async def turn_page(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        page = page_number(press_of(body).value)
        await turn_list(program, body, ack, client, SHOW_DOCUMENTS, page=page)

    @app.action("document_replace")
    async def ask(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def load(work: Work) -> View:
            document, production = await services.open_document(work, press.value, press.actor)
            return replace_modal(
                document, today_of(production), pressed=pressed_in(body).metadata()
            )

        await change_and_ask(program, press, client, load)
        await ack()

    @app.action("document_confirm")
    async def confirm(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def say(work: Work) -> None:
            await confirm_document(work, press.value, press.actor)
            await redraw(work, pressed_in(body), press.actor.user)

        await change(program, press, client, say)
        await ack()

    @app.view("document_replaced")
    async def replaced(body: Body, ack: AsyncAck) -> None:
        view = body["view"]
        about = json.loads(view.get("private_metadata") or "{}")

        async def replace(work: Work, actor: Actor) -> None:
            said = entered(view["state"]["values"])
            new = NewDocument("", said.link, said.owner, said.fresh_until)
            await services.replace_document(work, about.get("document", ""), actor, new)
            await redraw(work, kept_in(view), actor.user, "The new version is registered.")

        await submit(program, body, ack, replace, field="link")


async def add_by_command(work: Work, command: Command) -> Message:
    """`/scripty doc <kind> <link> [@owner] [fresh until friday]`, or something about one that is
    there: `call sheet contradicted by D5`; alone it lists them."""
    if not command.rest:
        return await list_by_command(work, command)
    if about := read_about(command.rest):
        return sentence(await say_about(work, command.actor, command.channel, about))
    made = await services.add_by_words(work, command.actor, command.channel, command.rest)
    names = await work.people.names([made.document.owner or ""])
    return sentence(told(made.document, names, today_of(made.production), made.replaces))


async def list_by_command(work: Work, command: Command) -> Message:
    """`/scripty docs`."""
    production = await member_here(work, command.channel, command.actor)
    return await documents_message(work, production, 1)
