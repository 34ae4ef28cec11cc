"""Slack's doors to taste: the command, the pages of its list, *Say why*."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.blocks import Message, View
from handlers.doors import (
    Body,
    Command,
    asks_for,
    change_and_ask,
    press_of,
    run_command,
    turn_list,
)
from handlers.notes import forms as note_forms
from handlers.program import Program
from handlers.suggestions import forms
from handlers.suggestions.deciding import own_rejection
from handlers.taste.rules import PAGE_ACTION, WHY_ACTION, WHY_OF_NOTE_ACTION, turned_to
from handlers.taste.services import SHOW_TASTE, own_rejected_note, taste_here
from handlers.text import page_number
from store.unit_of_work import Work


def register(app: AsyncApp, program: Program) -> None:
    """Open the doors."""

    @app.command("/scripty", matchers=[asks_for("taste")])
    async def taste_command(body: Body, ack: AsyncAck) -> None:
        await run_command(program, body, ack, taste_by_command)

    @app.action(PAGE_ACTION)
    async def turn_page(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        theme, page = turned_to(press_of(body).value)
        await turn_list(program, body, ack, client, SHOW_TASTE, theme=theme, page=page_number(page))

    @app.action(WHY_ACTION)
    async def say_why(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def ask(work: Work) -> View:
            return forms.reject_modal(await own_rejection(work, press.value, press.actor))

        await change_and_ask(program, press, client, ask)
        await ack()

    @app.action(WHY_OF_NOTE_ACTION)
    async def say_why_of_note(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def ask(work: Work) -> View:
            note = await own_rejected_note(work, press.value, press.actor)
            return note_forms.reject_modal(note)

        await change_and_ask(program, press, client, ask)
        await ack()


async def taste_by_command(work: Work, command: Command) -> Message:
    """`/scripty taste [theme]`."""
    return await taste_here(work, command.actor, command.channel, command.rest)
