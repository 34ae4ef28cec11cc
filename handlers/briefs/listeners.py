"""Slack's doors to changes and briefs: the commands, the list's pages, the button that stops."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.answers import answer
from handlers.blocks import Message
from handlers.briefs import scheduling, services
from handlers.briefs.jobs import SHOW_CHANGES
from handlers.briefs.reading import Said, read_brief, read_changes
from handlers.briefs.rules import when
from handlers.doors import (
    Body,
    Command,
    asks_for,
    change,
    press_of,
    run_command,
    sentence,
    turn_list,
)
from handlers.membership import member_here
from handlers.program import Program
from handlers.text import listing, moment, plain
from store.clock import now
from store.tables import Production
from store.types import ReportKind
from store.unit_of_work import Work


def register(app: AsyncApp, program: Program) -> None:
    """Open the doors."""

    @app.command("/scripty", matchers=[asks_for("changes")])
    async def changes_command(body: Body, ack: AsyncAck) -> None:
        await run_command(program, body, ack, changes_by_command)

    @app.command("/scripty", matchers=[asks_for("brief")])
    async def brief_command(body: Body, ack: AsyncAck) -> None:
        await run_command(program, body, ack, brief_by_command)

    @app.action("changes_page")
    async def turn_page(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        await turn_list(program, body, ack, client, SHOW_CHANGES, which=press_of(body).value)

    @app.action("report_stop")
    async def stop_pressed(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def stop(work: Work) -> None:
            stopped = await scheduling.stop_report(work, press.value, press.actor)
            if press.place is not None:
                said = sentence(f"Stopped: {stopped}.")
                await answer(work, press.place, press.actor.user, said)

        await change(program, press, client, stop)
        await ack()


async def changes_by_command(work: Work, command: Command) -> Message:
    """`/scripty changes [since monday|since v1|every friday 16:00|stop]`."""
    production = await member_here(work, command.channel, command.actor)
    said = read_changes(plain(command.rest, {}), now(), production.timezone)
    if said.verb == "now":
        since = await services.since_of(work, production, said.since)
        return await services.changes_message(work, production, since, now())
    return await _by_itself(work, command, production, "changes", said)


async def brief_by_command(work: Work, command: Command) -> Message:
    """`/scripty brief [milestone] [before friday 10:00|every monday 09:00|stop]`."""
    production = await member_here(work, command.channel, command.actor)
    said = read_brief(plain(command.rest, {}), now(), production.timezone)
    if said.verb == "now":
        milestone = await services.milestone_named(work, production, said.milestone)
        await services.post_brief(work, production, command.actor, command.channel, milestone)
        return sentence("Here is the brief, for everybody in this channel.")
    return await _by_itself(work, command, production, "brief", said)


async def _by_itself(
    work: Work, command: Command, production: Production, kind: ReportKind, said: Said
) -> Message:
    """Turn a report on or off that comes by itself."""
    what = scheduling.WHAT[kind].capitalize()
    comes = "comes" if kind == "brief" else "come"
    if said.verb == "stop":
        stopped = await scheduling.stop_all(work, command.actor, production, kind)
        return sentence(f"Stopped: {scheduling.WHAT[kind]} {listing(stopped)}.")
    milestone = await services.milestone_named(work, production, said.milestone)
    report, replaced = await scheduling.schedule(
        work, command.actor, production, command.channel, kind, said, milestone
    )
    about = f" of {milestone.name}" if milestone else ""
    first = moment(report.next_at or now(), production.timezone)
    instead = f" No longer {replaced}." if replaced else ""
    if said.verb == "once":
        return sentence(
            f"{what}{about} {comes} here on {first}, before the meeting. "
            f"/scripty {kind} stop calls it off."
        )
    each = when(report, production.timezone, now())
    return sentence(
        f"{what}{about} {comes} here {each}, first on {first}.{instead} "
        f"/scripty {kind} stop ends that."
    )
