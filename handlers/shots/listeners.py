"""Slack's doors to shot lists: the command, the list's pages, *Drop*."""

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
    turn_list,
)
from handlers.membership import member_here
from handlers.program import Program
from handlers.redrawing import pressed_in
from handlers.shots import rules, services
from handlers.text import page_number
from store.unit_of_work import Work


def register(app: AsyncApp, program: Program) -> None:
    """Open the doors."""

    @app.command("/scripty", matchers=[asks_for("shots")])
    async def shots_command(body: Body, ack: AsyncAck) -> None:
        await run_command(program, body, ack, list_by_command)

    @app.action(rules.PAGE_ACTION)
    async def turn_page(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        which, page = rules.turned(press_of(body).value)
        scene = "" if which == rules.ALL else which
        await turn_list(
            program, body, ack, client, services.SHOW_SHOTS, scene_id=scene, page=page_number(page)
        )

    @app.action("shot_drop")
    async def drop(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press, pressed = press_of(body), pressed_in(body)

        async def act(work: Work) -> None:
            shot = await services.drop_shot(work, press.value, press.actor)
            shown = rules.page_of(pressed.block_id)
            if pressed.response_url and shown:
                await work.defer(
                    services.SHOW_SHOTS,
                    response_url=pressed.response_url, production_id=str(shot.production_id),
                    user=press.actor.user, scene_id=shown[0], page=shown[1],
                )  # fmt: skip
            elif press.place is not None:
                said = sentence(f"“{shot.text}” is off the shot list.")
                await answer(work, press.place, press.actor.user, said)

        await change(program, press, client, act)
        await ack()


async def list_by_command(work: Work, command: Command) -> Message:
    """`/scripty shots [scene]`."""
    production = await member_here(work, command.channel, command.actor)
    return await services.shots_of(work, production, rules.read_wanted(command.rest))
