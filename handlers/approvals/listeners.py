"""Slack's doors to approvals: the buttons and the forms."""

import json
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.approvals import forms, services
from handlers.approvals.forms import GivenOn
from handlers.blocks import View
from handlers.doors import Body, change, change_and_ask, press_of, submit
from handlers.program import Actor, Program
from store.unit_of_work import Work


def register(app: AsyncApp, program: Program) -> None:
    """Open the doors."""

    @app.action("approval_request")
    async def ask(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def service(work: Work) -> None:
            await services.request_approval(work, press.value, press.actor)

        await change(program, press, client, service)
        await ack()

    @app.action("approval_approve")
    async def approve(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def service(work: Work) -> None:
            await services.approve(work, press.value, press.actor, _pressed(body))

        await change(program, press, client, service)
        await ack()

    @app.action("approval_with_notes")
    async def approve_with_notes(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def service(work: Work) -> View:
            cut, notes = await services.notes_to_name(work, press.value, press.actor)
            return forms.notes_modal(cut, notes, _pressed(body))

        await change_and_ask(program, press, client, service)
        await ack()

    @app.view("approval_noted")
    async def noted(body: Body, ack: AsyncAck) -> None:
        about = _about(body)

        async def service(work: Work, actor: Actor) -> None:
            await services.approve_with_notes(
                work, str(about.get("cut", "")), actor, _opened(about), forms.named(_values(body))
            )

        await submit(program, body, ack, service, field="notes")

    @app.action("approval_changes")
    async def request_changes(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def service(work: Work) -> View:
            pressed = _pressed(body)
            given, cut = await services.request_changes(work, press.value, press.actor, pressed)
            return forms.changes_modal(given, cut, pressed)

        await change_and_ask(
            program, press, client, service,
            otherwise="Changes are requested. The form for what must change could not be opened; "
            "write it in the thread.",
        )  # fmt: skip
        await ack()

    @app.view("approval_explained")
    async def explained(body: Body, ack: AsyncAck) -> None:
        about = _about(body)

        async def service(work: Work, actor: Actor) -> None:
            await services.explain_changes(
                work, str(about.get("approval", "")), actor, _opened(about),
                forms.comment(_values(body)),
            )  # fmt: skip

        await submit(program, body, ack, service, field="comment")

    @app.action("approval_revoke")
    async def revoke(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def service(work: Work) -> None:
            await services.revoke(work, press.value, press.actor)

        await change(program, press, client, service)
        await ack()


def _pressed(body: Body) -> GivenOn:
    """The message that the button stands in."""
    container = body.get("container", {})
    channel = body.get("channel", {}).get("id") or container.get("channel_id") or ""
    return GivenOn(channel, container.get("message_ts"))


def _opened(about: dict[str, Any]) -> GivenOn:
    """The message that the form was opened from."""
    return GivenOn(str(about.get("channel") or ""), about.get("ts"))


def _about(body: Body) -> dict[str, Any]:
    about: dict[str, Any] = json.loads(body["view"].get("private_metadata") or "{}")
    return about


def _values(body: Body) -> dict[str, Any]:
    values: dict[str, Any] = body["view"]["state"]["values"]
    return values
