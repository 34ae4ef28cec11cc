"""Slack's doors to what can be found: the commands, and the pages of what was found. Questions
said to the bot in a channel come in with its other mentions (`handlers/reviews/listeners.py`)."""

from dataclasses import replace

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.answers import answer
from handlers.blocks import Message
from handlers.doors import (
    Body,
    Command,
    asks_for,
    change,
    press_of,
    run_command,
    sentence,
    verb_and_rest,
)
from handlers.finding import answering
from handlers.finding.questions import VERBS
from handlers.program import Place, Program
from store.unit_of_work import Work


def register(app: AsyncApp, program: Program) -> None:
    """Open the doors."""

    @app.command("/scripty", matchers=[asks_for("find")])
    async def find_command(body: Body, ack: AsyncAck) -> None:
        await run_command(program, body, ack, find_by_command)

    @app.command("/scripty", matchers=[asks_for(*VERBS)])
    async def question_command(body: Body, ack: AsyncAck) -> None:
        verb, rest = verb_and_rest(body.get("text", ""))

        async def say(work: Work, command: Command) -> Message:
            asked = replace(command, rest=f"{verb} {rest}")
            return await answer_by_command(work, asked, program)

        await run_command(program, body, ack, say)

    @app.action("find_page")
    async def turn_page(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def turn(work: Work) -> None:
            if press.place is None:
                return
            channel = press.place.channel
            # Said anew and not in the place of the page before: a job that replaces it would have
            # to carry the words, and the queue knows no workspaces.
            page = await answering.found_again(work, press.actor, channel, press.value)
            await answer(work, press.place, press.actor.user, page)

        await change(program, press, client, turn)
        await ack()


async def find_by_command(work: Work, command: Command) -> Message:
    """`/scripty find <words>`."""
    return await answering.find(work, command.actor, command.channel, command.rest)


async def answer_by_command(work: Work, command: Command, program: Program) -> Message:
    """`/scripty who owns the end card?`, and whatever else begins as a question does."""
    place = Place(command.channel)
    said = await answering.reply(work, program, command.actor, place, command.rest)
    return said or sentence("I'm looking it up in the record; the answer follows.")
