"""Slack's doors to reviews: threads, mentions, links, the command and the shortcut."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

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
    learn_again,
    press_of,
    run_command,
    sentence,
    show_form,
    workspace_of,
)
from handlers.errors import ScriptyError
from handlers.finding import answering
from handlers.finding.questions import is_question
from handlers.procedure.reminding import round_still_open
from handlers.program import Actor, Place, Program
from handlers.reviews import rounds, services
from handlers.reviews.cards import notes_list_view
from handlers.reviews.links import review_link
from handlers.reviews.rules import Start, by_a_person, read_command, read_opening
from handlers.reviews.services import Written
from handlers.reviews.views import review_view
from handlers.text import page_number
from handlers.transcripts.services import forget_deleted_files, forget_shared_in
from store.clock import now
from store.tables import Review
from store.unit_of_work import Work

_REVIEW = re.compile(r"\breview\b", re.IGNORECASE)
_MENTION = re.compile(r"<@[UW]\w+(?:\|[^>]*)?>")

Event = Mapping[str, Any]


def register(app: AsyncApp, program: Program) -> None:
    """Open the doors."""

    @app.event("message")
    async def heard(event: Event, body: Body) -> None:
        async with program.record.workspace(workspace_of(body)) as work:
            await hear(work, event, program)

    @app.event("app_mention")
    async def mentioned(event: Event, body: Body) -> None:
        async with program.record.workspace(workspace_of(body)) as work:
            await answer_mention(work, event, program)

    @app.command("/scripty", matchers=[asks_for("review")])
    async def review_command(body: Body, ack: AsyncAck) -> None:
        await run_command(program, body, ack, start_by_command)

    @app.shortcut("review_start_here")
    async def start_here(body: Body, ack: AsyncAck) -> None:
        async with program.record.workspace(workspace_of(body)) as work:
            await start_by_shortcut(work, body)
        await ack()

    @app.action("review_start")
    async def start_offered(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def start(work: Work) -> None:
            assert press.place is not None
            await services.start_review(
                work, press.actor, press.place.channel, Start(),
                thread_ts=press.value, channel_name=_channel_name(body),
            )  # fmt: skip
            await _close_offer(work, press.response_url, "The review has started in the thread.")

        await change(program, press, client, start)
        await ack()

    @app.action("review_offer_dismiss")
    async def dismiss_offer(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def close(work: Work) -> None:
            await _close_offer(work, press.response_url, "All right, no review.")

        await change(program, press, client, close)
        await ack()

    @app.action("review_freeze")
    async def freeze(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        await press_round(body, ack, client, rounds.freeze_review)

    @app.action("review_close")
    async def close_round(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        await press_round(body, ack, client, rounds.close_review)

    @app.action("review_reopen")
    async def reopen(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        await press_round(body, ack, client, rounds.reopen_review)

    @app.action("review_finished")
    async def finished(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        await press_round(body, ack, client, rounds.finish_reviewing)

    async def press_round(
        body: Body,
        ack: AsyncAck,
        client: AsyncWebClient,
        service: Callable[[Work, str, Actor], Awaitable[Review]],
    ) -> None:
        press = press_of(body)
        await change(program, press, client, lambda work: service(work, press.value, press.actor))
        await ack()

    @app.action("notes_list")
    async def show_notes(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)
        async with program.record.workspace(press.workspace_id) as work:
            review = await services.review_of(work, press.value)
            view = notes_list_view(await review_view(work, review), 1) if review else None
        if view is not None:
            await show_form(program, press, client, view)
        await ack()

    @app.action("notes_page")
    async def turn_page(body: Body, ack: AsyncAck) -> None:
        review_id, _, page = body["actions"][0]["value"].partition(":")
        async with program.record.workspace(workspace_of(body)) as work:
            await work.defer(
                services.REDRAW_NOTES_LIST, lock=f"view {body['view']['id']}",
                review_id=review_id, page=page_number(page), view_id=body["view"]["id"],
            )  # fmt: skip
        await ack()


async def hear(work: Work, event: Event, program: Program) -> None:
    """A message was written, changed or deleted somewhere the bot is."""
    match event.get("subtype"):
        case None | "file_share" | "thread_broadcast" | "me_message":
            await _written(work, event, program)
        case "message_changed":
            await _changed(work, event, program)
        case "message_deleted":
            await _deleted(
                work, event["channel"], event.get("previous_message", {}), event, program
            )
        case _:
            pass  # joins, topics, other bots: nothing that people said


async def _written(work: Work, event: Event, program: Program) -> None:
    if not by_a_person(event):
        return
    written = _words(event, event["channel"])
    if await services.capture_message(work, written, program.quiet):
        return
    link = review_link(written.text)
    if link and "thread_ts" not in event and not await _speaks_to_me(work, written.text):
        await services.offer_review(work, written.channel, written.ts, written.user, link)


async def _speaks_to_me(work: Work, text: str) -> bool:
    """A message that mentions the bot arrives again as a mention, and is answered as that."""
    return f"<@{(await work.home()).bot_user_id}" in text


async def _changed(work: Work, event: Event, program: Program) -> None:
    message = event.get("message", {})
    if message.get("subtype") == "tombstone":
        # Slack's way of deleting a message that has replies.
        await _deleted(work, event["channel"], event.get("previous_message", {}), event, program)
        return
    await forget_deleted_files(work, event["channel"], message)
    if by_a_person(message):
        await services.capture_message(work, _words(message, event["channel"]), program.quiet)


async def _deleted(
    work: Work, channel: str, previous: Event, event: Event, program: Program
) -> None:
    ts = event.get("deleted_ts") or previous.get("ts") or event.get("message", {}).get("ts")
    if ts is None or previous.get("bot_id"):
        return
    await forget_shared_in(work, channel, ts, previous)
    thread_ts = previous.get("thread_ts")
    if thread_ts is None:
        known = await work.reviews.message(channel, ts)
        review = await work.reviews.find(Review, known.review_id) if known else None
        thread_ts = review.thread_ts if review and review.thread_ts else ts
    await services.delete_message(
        work, channel, thread_ts, ts, previous.get("user", ""), program.quiet
    )


def _words(message: Event, channel: str) -> Written:
    return Written(
        channel=channel,
        thread_ts=message.get("thread_ts") or message["ts"],
        ts=message["ts"],
        user=message["user"],
        text=message.get("text") or "",
        edited_ts=(message.get("edited") or {}).get("ts", ""),
    )


async def answer_mention(work: Work, event: Event, program: Program) -> None:
    """Somebody spoke to the bot: a question is answered from the record, for them alone; "@Scripty
    review v2" starts a review; anything else gets the usage."""
    if not by_a_person(event):
        return
    actor = Actor(event["user"], "mention")
    channel, thread_ts = event["channel"], event.get("thread_ts") or event["ts"]
    place = Place(channel, event.get("thread_ts"))
    said = event.get("text", "")
    asked = said.replace(f"<@{(await work.home()).bot_user_id}>", " ")
    if is_question(asked):
        await _answer_question(work, program, actor, place, asked)
        return
    words = _MENTION.sub(" ", said)
    if not _REVIEW.search(words):
        await answer(
            work, place, actor.user,
            sentence("Mention me with “review” in a thread and I take notes of it, or ask me: "
                     "who owns the end card? /scripty help lists everything else."),
        )  # fmt: skip
        return
    timezone = await services.timezone_of(work, channel, actor.user)
    try:
        await services.start_review(
            work, actor, channel, read_opening(words, now(), timezone),
            thread_ts=thread_ts, channel_name="",
        )  # fmt: skip
    except ScriptyError as error:
        await answer(work, place, actor.user, sentence(str(error)))


async def _answer_question(
    work: Work, program: Program, actor: Actor, place: Place, words: str
) -> None:
    try:
        reply = await answering.reply(work, program, actor, place, words)
    except ScriptyError as error:
        await learn_again(work, error, actor)
        reply = sentence(str(error))
    if reply is not None:
        await answer(work, place, actor.user, reply)


async def start_by_command(work: Work, command: Command) -> Message:
    """`/scripty review <link> [v2] [due friday]`."""
    timezone = await services.timezone_of(work, command.channel, command.actor.user)
    start = read_command(command.rest, now(), timezone)
    review = await services.start_review(
        work, command.actor, command.channel, start,
        thread_ts=None, channel_name=command.channel_name,
    )  # fmt: skip
    said = [
        "The review has started. Everything said in its thread becomes numbered draft notes.",
        await services.superseded_said(work, review),
        await round_still_open(work, review),
        await services.rounds_warning(work, review),
    ]
    return sentence(" ".join(filter(None, said)))


async def start_by_shortcut(work: Work, body: Body) -> None:
    """*Start review here* on a message: its thread is the review."""
    message, channel = body["message"], body["channel"]["id"]
    actor = Actor(body["user"]["id"], "shortcut")
    thread_ts = message.get("thread_ts") or message["ts"]
    timezone = await services.timezone_of(work, channel, actor.user)
    try:
        await services.start_review(
            work, actor, channel, read_opening(message.get("text") or "", now(), timezone),
            thread_ts=thread_ts, channel_name=_channel_name(body),
        )  # fmt: skip
    except ScriptyError as error:
        await answer(work, Place(channel, thread_ts), actor.user, sentence(str(error)))


async def _close_offer(work: Work, response_url: str | None, words: str) -> None:
    if response_url:
        await work.defer(services.ANSWER_PRESS, response_url=response_url, words=words)


def _workspace(body: Body) -> str:
    return str(body["team_id"])


def _channel_name(body: Body) -> str:
    name = str(body.get("channel", {}).get("name", ""))
    return "" if name in ("directmessage", "privategroup") else name
