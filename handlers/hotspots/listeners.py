"""Slack's doors to hotspots: the command, and the press that switches a rule on."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.answers import answer
from handlers.blocks import Message
from handlers.doors import Body, Command, asks_for, change, press_of, run_command, sentence
from handlers.hotspots.services import SHOW_HOTSPOTS, hotspots_here, switch_on
from handlers.program import Program
from store.unit_of_work import Work


def register(app: AsyncApp, program: Program) -> None:
    """Open the doors."""

    @app.command("/scripty", matchers=[asks_for("hotspots")])
    async def hotspots_command(body: Body, ack: AsyncAck) -> None:
        await run_command(program, body, ack, hotspots_by_command)

    @app.action("hotspot_switch")
    async def switched(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)
        production, _, key = press.value.partition(":")

        async def switch(work: Work) -> None:
            said = await switch_on(work, press.actor, production, key)
            if press.response_url is not None:
                await work.defer(
                    SHOW_HOTSPOTS,
                    response_url=press.response_url, production_id=production,
                    user=press.actor.user, said=said,
                )  # fmt: skip
            elif press.place is not None:
                await answer(work, press.place, press.actor.user, sentence(said))

        await change(program, press, client, switch)
        await ack()


async def hotspots_by_command(work: Work, command: Command) -> Message:
    """`/scripty hotspots`."""
    return await hotspots_here(work, command.actor, command.channel)
