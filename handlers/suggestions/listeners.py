"""Slack's doors to drafts: *Turn sections into tasks*, the lines' buttons, the forms, the list."""

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
    notice,
    press_of,
    shortcut_of,
    show_form,
    submit,
)
from handlers.membership import member_here
from handlers.program import Actor, Place, Program
from handlers.suggestions import deciding, forms, section_drafts, services
from handlers.suggestions.cards import accepted_answer, all_accepted_answer, draft_list, missing
from handlers.text import page_number
from store.unit_of_work import Work


def register(app: AsyncApp, program: Program) -> None:
    """Open the doors."""

    @app.shortcut("sections_to_tasks")
    async def from_message(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = shortcut_of(body)

        async def make(work: Work) -> None:
            await draft_by_shortcut(work, body, press)

        await change(program, press, client, make)
        await ack()

    @app.action("suggestion_accept")
    async def accept(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def decide(work: Work) -> None:
            suggestion, became = await deciding.accept_suggestion(work, press.value, press.actor)
            plain = suggestion.becomes == "task" and became.task and not missing(became.task)
            if press.place is not None and press.view is None and not plain:
                said = accepted_answer(suggestion, became.said, became.task)
                await answer(work, press.place, press.actor.user, said)
            await deciding.redraw_list(work, suggestion.draft_id, forms.list_shown(press.view))

        await change(program, press, client, decide)
        await ack()

    @app.action("suggestion_reject")
    async def reject(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)
        shown = forms.list_shown(press.view)

        async def decide(work: Work) -> View:
            suggestion = await deciding.reject_suggestion(work, press.value, press.actor)
            await deciding.redraw_list(work, suggestion.draft_id, shown)
            return forms.reject_modal(suggestion, view=shown)

        await change_and_ask(
            program, press, client, decide,
            otherwise="It is rejected. The form for the reason could not be opened.",
        )  # fmt: skip
        await ack()

    @app.view("suggestion_reject_reason")
    async def explained(body: Body, ack: AsyncAck) -> None:
        suggestion_id, shown = forms.about(body["view"])
        reason = forms.rejection_reason(body["view"]["state"]["values"])

        async def explain(work: Work, actor: Actor) -> None:
            suggestion = await deciding.explain_rejection(work, suggestion_id, actor, reason)
            await deciding.redraw_list(work, suggestion.draft_id, shown)

        await submit(program, body, ack, explain, field="reason")

    @app.action("suggestion_edit")
    async def edit(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def load(work: Work) -> View:
            suggestion = await services.open_suggestion(work, press.value, press.actor)
            return forms.edit_modal(suggestion, view=forms.list_shown(press.view))

        await change_and_ask(program, press, client, load)
        await ack()

    @app.view("suggestion_edited")
    async def edited(body: Body, ack: AsyncAck) -> None:
        suggestion_id, shown = forms.about(body["view"])
        entered = forms.edited(body["view"]["state"]["values"])
        seen = forms.seen_in(body["view"])

        async def save(work: Work, actor: Actor) -> None:
            suggestion = await deciding.edit_suggestion(work, suggestion_id, actor, entered, seen)
            await deciding.redraw_list(work, suggestion.draft_id, shown)

        await submit(program, body, ack, save, field="text")

    @app.action("suggestion_again")
    async def again(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def unfold(work: Work) -> None:
            suggestion = await deciding.draft_again(work, press.value, press.actor)
            await deciding.redraw_list(work, suggestion.draft_id, forms.list_shown(press.view))

        await change(program, press, client, unfold)
        await ack()

    @app.action("draft_cancel")
    async def cancel(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def stop(work: Work) -> None:
            await services.cancel_draft(work, press.value, press.actor)

        await change(program, press, client, stop)
        await ack()

    @app.action("draft_accept_all")
    async def accept_all(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)
        left: list[str] = []

        async def decide(work: Work) -> None:
            done = await deciding.accept_all(work, press.value, press.actor)
            left.extend(why for _, why in done.left)
            if press.place is not None and press.view is None:
                told = all_accepted_answer(len(done.accepted), done.said, left)
                await answer(work, press.place, press.actor.user, told)
            await deciding.redraw_list(work, done.draft.id, forms.list_shown(press.view))

        if await change(program, press, client, decide) and press.view is not None and left:
            # the list itself shows what became of the others
            await show_form(program, press, client, notice("\n".join(left)))
        await ack()

    @app.action("draft_reject_all")
    async def ask_why(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def load(work: Work) -> View:
            draft, waiting = await deciding.rejecting_all(work, press.value, press.actor)
            return forms.reject_all_modal(draft, waiting, view=forms.list_shown(press.view))

        await change_and_ask(program, press, client, load)
        await ack()

    @app.view("draft_rejected_all")
    async def reject_all(body: Body, ack: AsyncAck) -> None:
        draft_id, shown = forms.draft_about(body["view"])
        reason = forms.rejection_reason(body["view"]["state"]["values"])

        async def decide(work: Work, actor: Actor) -> None:
            rejected = await deciding.reject_all(work, draft_id, actor, reason)
            await deciding.redraw_list(work, rejected[0].draft_id, shown)

        await submit(program, body, ack, decide, field="reason")

    @app.action("draft_page")
    async def turn_page(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)
        draft_id, _, page = press.value.rpartition(":")
        wanted = page_number(page)
        shown = forms.list_shown(press.view)

        async def turn(work: Work) -> None:
            draft = await services.open_draft(work, draft_id, press.actor)
            await deciding.redraw_list(work, draft.id, f"{shown.rpartition(':')[0]}:{wanted}")

        async def open_list(work: Work) -> View:
            draft = await services.open_draft(work, draft_id, press.actor)
            return draft_list(await services.draft_view(work, draft), wanted)

        if shown:
            await change(program, press, client, turn)
        else:
            await change_and_ask(program, press, client, open_list)
        await ack()


async def draft_by_shortcut(work: Work, body: Body, press: Press) -> None:
    """*Turn sections into tasks* on a message: a job reads its text file; words are read now."""
    message, channel = body["message"], body["channel"]["id"]
    place = Place(channel, message.get("thread_ts") or message["ts"])
    await member_here(work, channel, press.actor)
    file = section_drafts.text_file(message)
    if file is None:
        await section_drafts.draft_message(work, press.actor, channel, message)
        return
    name = str(file.get("name") or "")
    section_drafts.refuse_large(int(file.get("size") or 0), name)
    await work.defer(
        section_drafts.DRAFT_FILE,
        file_id=file["id"], channel=channel, ts=message["ts"], thread_ts=place.thread_ts,
        user=press.actor.user, name=name,
    )  # fmt: skip
    await answer(work, place, press.actor.user, section_drafts.reading_answer(name))
