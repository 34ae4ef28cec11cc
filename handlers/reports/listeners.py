"""Slack's door to reports: the command."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.blocks import Message
from handlers.doors import Body, Command, asks_for, run_command
from handlers.program import Program
from handlers.reports.rules import read_wanted
from handlers.reports.services import report_asked_for
from store.unit_of_work import Work


def register(app: AsyncApp, program: Program) -> None:
    """Open the door."""

    @app.command("/scripty", matchers=[asks_for("report")])
    async def report_command(body: Body, ack: AsyncAck) -> None:
        await run_command(program, body, ack, report_by_command)


async def report_by_command(work: Work, command: Command) -> Message:
    """`/scripty report [v1..v3 | v2] [for teaser]`."""
    wanted = read_wanted(command.rest)
    return await report_asked_for(work, command.channel, wanted, command.actor)
