"""Slack's doors to notes: the buttons and the forms."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.blocks import View
from handlers.doors import Body, Press, change, press_of, show_form, submit
from handlers.notes import forms, services
from handlers.program import Actor, Program
from handlers.reviews.services import REDRAW_NOTES_LIST
from store.tables import Note
from store.unit_of_work import Work


def register(app: AsyncApp, program: Program) -> None:
    """Open the doors."""

    @app.action("note_accept")
    async def accept(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def service(work: Work) -> None:
            await services.accept_note(work, press.value, press.actor)
            await _redraw_list(work, press.view)

        await change(program, press, client, service)
        await ack()

    @app.action("note_reject")
    async def reject(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def service(work: Work) -> View:
            note = await services.reject_note(work, press.value, press.actor)
            await _redraw_list(work, press.view)
            return forms.reject_modal(note, view=_list_of(press))

        await _change_and_ask(
            program, press, client, service,
            otherwise="It is rejected. The form for the reason could not be opened.",
        )  # fmt: skip
        await ack()

    @app.action("note_edit")
    async def edit(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def service(work: Work) -> View:
            note = await services.open_draft(work, press.value, press.actor, "draft", "accepted")
            return forms.edit_modal(note, view=_list_of(press))

        await _change_and_ask(program, press, client, service)
        await ack()

    @app.action("note_assign")
    async def assign(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def service(work: Work) -> View:
            note = await services.open_draft(work, press.value, press.actor, "draft", "accepted")
            return forms.assign_modal(note, view=_list_of(press))

        await _change_and_ask(program, press, client, service)
        await ack()

    @app.action("note_merge")
    async def merge(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def service(work: Work) -> View:
            note = await services.open_draft(work, press.value, press.actor, "draft")
            candidates = await services.merge_candidates(work, note)
            return forms.merge_modal(note, candidates, view=_list_of(press))

        await _change_and_ask(program, press, client, service)
        await ack()

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


async def _change_and_ask(
    program: Program,
    press: Press,
    client: AsyncWebClient,
    service: Callable[[Work], Awaitable[View]],
    **saying: str,
) -> None:
    """Run the service; once it is committed, open the form it returned."""
    forms_wanted: list[View] = []

    async def keeping(work: Work) -> None:
        forms_wanted.append(await service(work))

    if await change(program, press, client, keeping):
        await show_form(program, press, client, forms_wanted[0], **saying)


async def _submitted(
    program: Program,
    body: Body,
    ack: AsyncAck,
    field: str,
    service: Callable[[Work, str, Actor], Awaitable[Note]],
) -> None:
    about = json.loads(body["view"].get("private_metadata") or "{}")

    async def decide(work: Work, actor: Actor) -> None:
        note = await service(work, str(about.get("note", "")), actor)
        if about.get("view"):
            await work.defer(
                REDRAW_NOTES_LIST,
                review_id=str(note.review_id), page=int(about.get("page", 1)),
                view_id=str(about["view"]),
            )  # fmt: skip

    await submit(program, body, ack, decide, field=field)


async def _redraw_list(work: Work, view: Mapping[str, Any] | None) -> None:
    """The press came from the list of notes: show there what became of it."""
    if view is None or view.get("callback_id") != "notes_list":
        return
    shown = json.loads(view.get("private_metadata") or "{}")
    await work.defer(
        REDRAW_NOTES_LIST,
        review_id=str(shown.get("review", "")), page=int(shown.get("page", 1)),
        view_id=str(view["id"]),
    )  # fmt: skip


def _list_of(press: Press) -> str | None:
    return str(press.view["id"]) if press.view else None


def _values(body: Body) -> Mapping[str, Any]:
    values: Mapping[str, Any] = body["view"]["state"]["values"]
    return values
