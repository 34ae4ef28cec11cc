"""Slack's doors to notes: the buttons and the forms."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.answers import answer
from handlers.blocks import View
from handlers.doors import (
    Body,
    Press,
    change,
    change_and_ask,
    list_shown,
    press_of,
    submit,
)
from handlers.notes import confirming, forms, services
from handlers.procedure.reminding import after_acceptance
from handlers.program import Actor, Program
from handlers.reviews import services as reviews
from store.tables import Note
from store.unit_of_work import Work

Service = Callable[[Work, str, Actor], Awaitable[Note]]


class Form(Protocol):
    """A form about a note; `view` is the open list of notes it comes from, if it does."""

    def __call__(self, note: Note, *, view: str) -> View: ...


def register(app: AsyncApp, program: Program) -> None:
    """Open the doors."""

    _button(app, program, "note_accept", services.accept_note, then=_say_what_it_lacks)
    _button(app, program, "note_unfold", services.unfold_note)
    _button(app, program, "note_verify", confirming.confirm_note)
    _form(app, program, "note_edit", forms.edit_modal)
    _form(app, program, "note_assign", forms.assign_modal)

    @app.action("note_reject")
    async def reject(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def service(work: Work) -> View:
            await on_card(work, press)
            note = await services.reject_note(work, press.value, press.actor)
            shown = list_shown(press.view)
            await reviews.redraw_list(work, note.review_id, shown)
            return forms.reject_modal(note, view=shown)

        await change_and_ask(
            program, press, client, service,
            otherwise="It is rejected. The form for the reason could not be opened.",
        )  # fmt: skip
        await ack()

    @app.action("note_merge")
    async def merge(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def service(work: Work) -> View:
            await on_card(work, press)
            note = await services.open_draft(work, press.value, press.actor, "draft")
            candidates = await services.merge_candidates(work, note)
            return forms.merge_modal(note, candidates, view=list_shown(press.view))

        await change_and_ask(program, press, client, service)
        await ack()

    @app.action("note_reopen")
    async def reopen(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def service(work: Work) -> View:
            await on_card(work, press)
            note = await confirming.reopen_note(work, press.value, press.actor)
            shown = list_shown(press.view)
            await reviews.redraw_list(work, note.review_id, shown)
            return forms.reopen_modal(note, view=shown)

        await change_and_ask(
            program, press, client, service,
            otherwise="It is open again. The form for what is missing could not be opened.",
        )  # fmt: skip
        await ack()

    @app.view("note_reopen_reason")
    async def reopened(body: Body, ack: AsyncAck) -> None:
        reason = forms.rejection_reason(_values(body))
        await _submitted(
            program, body, ack, "reason",
            lambda work, note, actor: confirming.explain_reopening(work, note, actor, reason),
        )  # fmt: skip

    @app.view("note_reject_reason")
    async def explained(body: Body, ack: AsyncAck) -> None:
        reason = forms.rejection_reason(_values(body))
        await _submitted(
            program, body, ack, "reason",
            lambda work, note, actor: services.explain_rejection(work, note, actor, reason),
        )  # fmt: skip

    @app.view("note_edited")
    async def edited(body: Body, ack: AsyncAck) -> None:
        edit = forms.edited(_values(body))
        await _submitted(
            program, body, ack, "text",
            lambda work, note, actor: services.edit_note(work, note, actor, edit),
        )  # fmt: skip

    @app.view("note_assigned")
    async def assigned(body: Body, ack: AsyncAck) -> None:
        owner = forms.assigned(_values(body))
        await _submitted(
            program, body, ack, "owner",
            lambda work, note, actor: services.assign_note(work, note, actor, owner),
        )  # fmt: skip

    @app.view("note_merged")
    async def merged(body: Body, ack: AsyncAck) -> None:
        into = forms.merged(_values(body))
        await _submitted(
            program, body, ack, "into",
            lambda work, note, actor: services.merge_notes(work, note, str(into), actor),
        )  # fmt: skip


async def _say_what_it_lacks(work: Work, press: Press, note: Note) -> None:
    """What a rule of the procedure asks of whoever accepts on a card, where one does."""
    if press.place is None or press.view is not None:
        return
    reminder = await after_acceptance(work, note)
    if reminder is not None:
        await answer(work, press.place, press.actor.user, reminder)


def _button(
    app: AsyncApp,
    program: Program,
    action_id: str,
    service: Service,
    then: Callable[[Work, Press, Note], Awaitable[None]] | None = None,
) -> None:
    @app.action(action_id)
    async def pressed(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def decide(work: Work) -> None:
            await on_card(work, press)
            note = await service(work, press.value, press.actor)
            await reviews.redraw_list(work, note.review_id, list_shown(press.view))
            if then is not None:
                await then(work, press, note)

        await change(program, press, client, decide)
        await ack()


def _form(app: AsyncApp, program: Program, action_id: str, form: Form) -> None:
    @app.action(action_id)
    async def pressed(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def ask(work: Work) -> View:
            await on_card(work, press)
            note = await services.open_draft(work, press.value, press.actor, "draft", "accepted")
            return form(note, view=list_shown(press.view))

        await change_and_ask(program, press, client, ask)
        await ack()


async def on_card(work: Work, press: Press) -> None:
    """The buttons of a superseded cut's card say where to go; its list still works, and so do
    those of a direct message."""
    if press.view is None and press.place is not None:
        await services.require_on_card(work, press.value, press.place.channel)


async def _submitted(
    program: Program,
    body: Body,
    ack: AsyncAck,
    field: str,
    service: Service,
) -> None:
    about = json.loads(body["view"].get("private_metadata") or "{}")

    async def decide(work: Work, actor: Actor) -> None:
        note = await service(work, str(about.get("note", "")), actor)
        await reviews.redraw_list(work, note.review_id, str(about.get("view", "")))

    await submit(program, body, ack, decide, field=field)


def _values(body: Body) -> Mapping[str, Any]:
    values: Mapping[str, Any] = body["view"]["state"]["values"]
    return values
