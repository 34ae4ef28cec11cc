"""Slack's doors to drafts as a whole: the command, and the pages of its list."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.blocks import Message
from handlers.doors import Body, Command, asks_for, press_of, run_command, turn_list
from handlers.judging.errors import UnknownWordError
from handlers.judging.rules import PAGE_ACTION
from handlers.judging.services import SHOW_DRAFTS, drafts_here, report_here
from handlers.program import Program
from handlers.text import page_number
from store.unit_of_work import Work


def register(app: AsyncApp, program: Program) -> None:
    """Open the doors."""

    @app.command("/scripty", matchers=[asks_for("drafts")])
    async def drafts_command(body: Body, ack: AsyncAck) -> None:
        await run_command(program, body, ack, drafts_by_command)

    @app.action(PAGE_ACTION)
    async def turn_page(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        page = page_number(press_of(body).value)
        await turn_list(program, body, ack, client, SHOW_DRAFTS, page=page)


async def drafts_by_command(work: Work, command: Command) -> Message:
    """`/scripty drafts [report]`."""
    wanted = command.rest.casefold()
    if wanted == "report":
        return await report_here(work, command.actor, command.channel)
    if wanted:
        raise UnknownWordError(command.rest)
    return await drafts_here(work, command.actor, command.channel)
