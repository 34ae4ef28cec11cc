"""Slack's doors to gaps: the command, and the pages of its list. What closes a gap is pressed in
`handlers/milestones/check_listeners.py`, wherever it stands."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.answers import answer
from handlers.blocks import Message
from handlers.doors import Body, Command, asks_for, change, press_of, run_command
from handlers.gaps.rules import read_turn
from handlers.gaps.services import gaps_again, gaps_here
from handlers.program import Program
from handlers.redrawing import SHOW_GAPS
from store.unit_of_work import Work


def register(app: AsyncApp, program: Program) -> None:
    """Open the doors."""

    @app.command("/scripty", matchers=[asks_for("gaps")])
    async def gaps_command(body: Body, ack: AsyncAck) -> None:
        await run_command(program, body, ack, gaps_by_command)

    @app.action("gaps_page")
    async def turn_page(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)
        scope, page = read_turn(press.value)

        async def turn(work: Work) -> None:
            if press.response_url is not None:
                await work.defer(
                    SHOW_GAPS,
                    response_url=press.response_url, scope=scope, user=press.actor.user, page=page,
                )  # fmt: skip
            elif press.place is not None:
                message = await gaps_again(work, press.actor, scope, page)
                await answer(work, press.place, press.actor.user, message)

        await change(program, press, client, turn)
        await ack()


async def gaps_by_command(work: Work, command: Command) -> Message:
    """`/scripty gaps [production|mine]`."""
    return await gaps_here(work, command.actor, command.channel, command.rest)
