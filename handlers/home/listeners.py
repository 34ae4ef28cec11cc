"""Slack's doors to the Home tab: that it is opened, its pages, its settings. What else is pressed
in it are the buttons of other rooms."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.blocks import View
from handlers.briefs.scheduling import stop_report
from handlers.doors import (
    Body,
    change,
    change_and_ask,
    press_of,
    submit,
    workspace_of,
)
from handlers.home import forms, services
from handlers.nudges import services as nudges
from handlers.program import Actor, Program
from store.unit_of_work import Work


def register(app: AsyncApp, program: Program) -> None:
    """Open the doors."""

    @app.event("app_home_opened")
    async def opened(event: Mapping[str, Any], body: Body) -> None:
        if event.get("tab", "home") == "home":
            async with program.record.workspace(workspace_of(body)) as work:
                await services.open_home(work, event["user"], shown=bool(event.get("view")))

    @app.action("home_page")
    async def turn_page(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def turn(work: Work) -> None:
            await services.turn(work, press.actor, press.value)

        await change(program, press, client, turn)
        await ack()

    @app.action("home_settings")
    async def settings_pressed(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def load(work: Work) -> View:
            return await services.settings_of(work, press.actor.user, services.model_of(program))

        await change_and_ask(program, press, client, load)
        await ack()

    @app.view(forms.FORM)
    async def settings_saved(body: Body, ack: AsyncAck) -> None:
        view = body["view"]

        async def save(work: Work, actor: Actor) -> None:
            muted = forms.chosen(view["state"]["values"])
            await services.save_settings(work, actor, muted, forms.seen(view))

        await submit(program, body, ack, save, field="muted")

    @app.action("home_report_stop")
    async def stop_pressed(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)
        view_id = (press.view or {}).get("id", "")

        async def stop(work: Work) -> None:
            await stop_report(work, press.value, press.actor)
            await work.defer(services.SHOW_SETTINGS, view_id=view_id, user=press.actor.user)

        await change(program, press, client, stop)
        await ack()

    @app.action("home_reminders")
    async def reminders_pressed(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def load(work: Work) -> View:
            return await nudges.settings_of(work, press.actor, press.value)

        await change_and_ask(program, press, client, load)
        await ack()
