"""Slack's doors to conflicts: the decider's buttons and forms."""

import json
from collections.abc import Awaitable, Callable

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.blocks import View
from handlers.conflicts import forms, services
from handlers.doors import Body, Press, change_and_ask, press_of, submit
from handlers.program import Actor, Program
from store.tables import Decision
from store.unit_of_work import Work

Settle = Callable[[Work, Press], Awaitable[Decision]]


def register(app: AsyncApp, program: Program) -> None:
    """Open the doors."""

    async def choose(work: Work, press: Press) -> Decision:
        conflict, _, choice = press.value.partition(":")
        return await services.settle(work, conflict, press.actor, choice)

    async def keep_both(work: Work, press: Press) -> Decision:
        return await services.let_stand(work, press.value, press.actor)

    _settled_by(app, program, "conflict_choose", choose)
    _settled_by(app, program, "conflict_both", keep_both)

    @app.action("conflict_words")
    async def word(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def service(work: Work) -> View:
            await on_card(work, press)
            notes = await services.open_conflict(work, press.value, press.actor)
            return forms.words_modal(press.value, notes)

        await change_and_ask(program, press, client, service)
        await ack()

    @app.view("conflict_why")
    async def explained(body: Body, ack: AsyncAck) -> None:
        why = forms.reason(body["view"]["state"]["values"])

        async def service(work: Work, actor: Actor) -> None:
            await services.explain(work, _about(body, "decision"), actor, why)

        await submit(program, body, ack, service, field="why")

    @app.view("conflict_worded")
    async def worded(body: Body, ack: AsyncAck) -> None:
        entered = forms.other_words(body["view"]["state"]["values"])

        async def service(work: Work, actor: Actor) -> None:
            await services.settle_in_words(
                work, _about(body, "conflict"), actor, entered.words, entered.why
            )

        await submit(program, body, ack, service, field="words")


def _settled_by(app: AsyncApp, program: Program, action_id: str, settle: Settle) -> None:
    @app.action(action_id)
    async def pressed(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def service(work: Work) -> View:
            await on_card(work, press)
            return forms.why_modal(await settle(work, press))

        await change_and_ask(
            program, press, client, service,
            otherwise="It is settled. The form for the reason could not be opened.",
        )  # fmt: skip
        await ack()


async def on_card(work: Work, press: Press) -> None:
    """The buttons of a superseded cut's card say where to go."""
    if press.view is None and press.place is not None and press.place.thread_ts is not None:
        await services.require_on_card(work, press.place.channel, press.place.thread_ts)


def _about(body: Body, kind: str) -> str:
    """The id of the conflict or decision that a form is about."""
    return str(json.loads(body["view"].get("private_metadata") or "{}").get(kind, ""))
