"""Bringing deliveries to Slack: each thing shown is seen once, whatever breaks on the way.

    pending ──▶ sending ──▶ sent          wanted > shown ──▶ edited in place
                   │
                   ├──▶ uncertain ──▶ looked for in the thread, then sent or sending again
                   ├──▶ pending            (429: later, at the moment Slack names)
                   └──▶ dead               (Slack said no; whoever asked is told)

`sending` is committed before the call: a process that dies in between leaves a row that its
successor knows to be uncertain.

A picture counts as sent once its message is seen: Slack shares files after it has answered, and
may say yes and never do it. Until then it is uncertain; where it doesn't come, the text does.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.metrics import Metrics
from bot.slack.errors import NETWORK_ERRORS, WHAT_TO_DO, NotSeenError, Outcome, outcome
from bot.slack.readback import direct_channel, find_posted
from bot.slack.upload import upload
from bot.slack.workspaces import POST_TIMEOUT, Workspaces
from handlers.answers import DELIVER, show
from handlers.blocks import Message, Picture
from handlers.doors import sentence
from handlers.program import Draw, Program, Sent
from store.clock import now
from store.tables import Delivery
from store.unit_of_work import Work

INTERVAL = timedelta(seconds=1)
"""Slack: about one message a second and channel, with short bursts ("Rate limits")."""
BURST = 4
MOST_ATTEMPTS = 12
MOST_UPLOADS = 4
"""After so many attempts with a picture the text is posted without it."""
SHARING = timedelta(seconds=60)
"""How long Slack may take to share a file that it took."""
EVENT_TYPE = "scripty_delivery"

log = structlog.get_logger()


@dataclass(frozen=True)
class Drawing:
    """How a kind of delivery is drawn, who is told once it is posted or given up (`dead`), and
    whether it has a picture: then it is shown once and never edited."""

    draw: Draw
    sent: Sent | None = None
    picture: bool = False
    dead: Sent | None = None


@dataclass(frozen=True)
class Claim:
    """What is being sent now: the row as it was claimed, and its message."""

    delivery: Delivery
    message: Message
    wanted: int
    method: str


def method_of(delivery: Delivery, *, picture: bool = False) -> str:
    """The Web API method that shows it."""
    if picture:
        return "files.completeUploadExternal"
    if delivery.ts is not None:
        return "chat.update"
    return "chat.postEphemeral" if is_ephemeral(delivery) else "chat.postMessage"


def is_ephemeral(delivery: Delivery) -> bool:
    """Seen by one person in a channel; kept nowhere, so it can be neither found nor edited."""
    return bool(delivery.user_id and delivery.channel)


class Deliverer:
    """Runs the `deliver` job."""

    def __init__(
        self,
        program: Program,
        workspaces: Workspaces,
        drawings: Mapping[str, Drawing],
        metrics: Metrics,
    ) -> None:
        self._program = program
        self._workspaces = workspaces
        self._drawings = drawings
        self._metrics = metrics

    async def deliver(self, workspace_id: str, delivery_id: str) -> None:
        """Bring one delivery's newest state to Slack; nothing to do is no error."""
        client = self._workspaces.poster(workspace_id)
        if not await self._settle_doubt(client, workspace_id, UUID(delivery_id)):
            return
        async with self._program.record.workspace(workspace_id) as work:
            claim = await self._claim(work, UUID(delivery_id))
        if claim is None:
            return
        self._program.checkpoint("delivery.claimed")
        if _asked_for(claim.delivery) > timedelta(seconds=POST_TIMEOUT):
            await self._too_late(workspace_id, claim)
            return
        try:
            ts = await self._send(client, claim)
        except NETWORK_ERRORS as error:
            result = outcome(error)
            async with self._program.record.workspace(workspace_id) as work:
                await self._failed(work, claim, result)
            return
        self._program.checkpoint("delivery.posted")
        async with self._program.record.workspace(workspace_id) as work:
            await self._sent(work, claim.delivery.id, ts, claim.wanted)
        self._program.checkpoint("delivery.committed")

    async def _too_late(self, workspace_id: str, claim: Claim) -> None:
        """So slow that another may be looking for it by now: it is in doubt, and begun again."""
        async with self._program.record.workspace(workspace_id) as work:
            await self._again(work, claim.delivery.id, wait=timedelta(seconds=POST_TIMEOUT))

    async def _settle_doubt(
        self, client: AsyncWebClient, workspace_id: str, delivery_id: UUID
    ) -> bool:
        """Find out what became of an earlier attempt; False while nobody can know."""
        async with self._program.record.workspace(workspace_id) as work:
            delivery = await work.deliveries.lock(delivery_id)
            if delivery is None:
                return False
            if delivery.ts is not None or delivery.state not in ("sending", "uncertain"):
                return True
            if is_ephemeral(delivery):
                # It can't be looked for, and saying it twice is worse than once too few.
                delivery.state, delivery.error = "uncertain", "may or may not have been seen"
                return False
            under_way = 2 * timedelta(seconds=POST_TIMEOUT) - _asked_for(delivery)
            if delivery.state == "sending" and under_way > timedelta():
                # Whoever claimed it may be slow and not dead: not seen yet is not never posted.
                await self._again(work, delivery_id, wait=under_way)
                return False
            delivery.state = "uncertain"
        try:
            ts = await find_posted(client, delivery)
        except NETWORK_ERRORS as error:
            async with self._program.record.workspace(workspace_id) as work:
                await self._still_in_doubt(work, delivery_id, outcome(error))
            return False
        async with self._program.record.workspace(workspace_id) as work:
            found = await work.deliveries.lock(delivery_id)
            assert found is not None
            if ts is not None:
                log.info("delivery found after all", action="delivery_found", key=found.key)
                await self._sent(work, delivery_id, ts, found.shown or 1)
            elif self._may_yet_come(found):
                await self._again(work, delivery_id, wait=_asked_for(found))
                return False
            else:
                found.state = "pending"
        return True

    def _may_yet_come(self, delivery: Delivery) -> bool:
        """Whether Slack may still be about to share a file: sent again, it would be seen twice."""
        return self._has_picture(delivery) and _asked_for(delivery) < SHARING

    def _has_picture(self, delivery: Delivery) -> bool:
        drawing = self._drawings.get(delivery.kind)
        return drawing is not None and drawing.picture

    async def _still_in_doubt(self, work: Work, delivery_id: UUID, result: Outcome) -> None:
        """Slack can't be asked: look again later, unless it never will answer."""
        delivery = await work.deliveries.lock(delivery_id)
        assert delivery is not None
        if result.kind in ("later", "uncertain"):
            delivery.attempts += 1
            await self._again(work, delivery_id, wait=result.wait or backoff(delivery.attempts))
            return
        delivery.error = result.reason
        await self._give_up(work, delivery, result)

    async def _claim(self, work: Work, delivery_id: UUID) -> Claim | None:
        delivery = await work.deliveries.lock(delivery_id)
        if delivery is None or delivery.shown >= delivery.wanted:
            return None
        picture = self._has_picture(delivery)
        if picture and delivery.sent_at is not None:
            delivery.shown = delivery.wanted
            return None
        method = method_of(delivery, picture=picture)
        wait = await work.deliveries.take_turn(
            method,
            delivery.channel or delivery.user_id or "",
            interval=INTERVAL,
            burst=BURST,
        )
        if wait > timedelta():
            await self._again(work, delivery.id, wait=wait)
            return None
        message = await self._draw(work, delivery)
        if message is None:
            delivery.state, delivery.shown = "dead", delivery.wanted
            delivery.error = "nothing to show any more"
            return None
        if delivery.ts is None:
            delivery.state = "sending"
        delivery.attempts += 1
        delivery.claimed_at = now()
        return Claim(delivery, message, delivery.wanted, method)

    async def _draw(self, work: Work, delivery: Delivery) -> Message | None:
        if delivery.body is not None and "text" in delivery.body:
            return Message(delivery.body["text"], delivery.body["blocks"])
        return await self._drawings[delivery.kind].draw(work, delivery)

    async def _send(self, client: AsyncWebClient, claim: Claim) -> str | None:
        delivery = claim.delivery
        content: dict[str, Any] = {"text": claim.message.text, "blocks": claim.message.blocks}
        if delivery.ts is not None:
            channel = delivery.channel or await direct_channel(client, delivery.user_id or "")
            await client.chat_update(channel=channel, ts=delivery.ts, **content)
            return delivery.ts
        if is_ephemeral(delivery):
            await client.chat_postEphemeral(
                channel=delivery.channel,
                user=delivery.user_id or "",
                thread_ts=delivery.thread_ts,
                **content,
            )
            return None
        if claim.message.picture is not None and delivery.attempts <= MOST_UPLOADS:
            return await self._send_picture(client, claim, claim.message.picture)
        return await self._post(client, claim)

    async def _post(self, client: AsyncWebClient, claim: Claim) -> str:
        delivery = claim.delivery
        posted = await client.chat_postMessage(
            channel=delivery.channel or delivery.user_id or "",
            thread_ts=delivery.thread_ts,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"key": delivery.key}},
            unfurl_links=claim.message.unfurl,
            unfurl_media=claim.message.unfurl,
            text=claim.message.text,
            blocks=claim.message.blocks,
        )
        return str(posted["ts"])

    async def _send_picture(self, client: AsyncWebClient, claim: Claim, picture: Picture) -> str:
        """Upload it and see it shared; where Slack refuses it for good, post the text.

        A file with alternative text may be taken and never shared (python-slack-sdk#1818, open in
        2026): one that wasn't seen is sent again without. The text beside it says the same.
        """
        delivery = claim.delivery
        png = await asyncio.to_thread(picture.draw)
        alt = "" if delivery.error == NotSeenError.__name__ else picture.alt
        try:
            await upload(
                client, delivery, png, title=picture.title, alt=alt, comment=claim.message.text
            )
        except NETWORK_ERRORS as error:
            result = outcome(error)
            if result.kind != "never":
                raise
            log.warning(
                "picture refused", action="picture_refused", key=delivery.key, reason=result.reason
            )
            return await self._post(client, claim)
        self._program.checkpoint("delivery.uploaded")
        return await self._seen(client, delivery)

    async def _seen(self, client: AsyncWebClient, delivery: Delivery) -> str:
        """The message of a picture that Slack took. Raises NotSeenError: it is in doubt."""
        try:
            ts = await find_posted(client, delivery)
        except NETWORK_ERRORS as error:
            raise NotSeenError from error
        if ts is None:
            raise NotSeenError
        return ts

    async def _sent(self, work: Work, delivery_id: UUID, ts: str | None, wanted: int) -> None:
        delivery = await work.deliveries.lock(delivery_id)
        assert delivery is not None
        first = delivery.sent_at is None
        delivery.state, delivery.error = "sent", None
        delivery.ts, delivery.shown = ts, max(delivery.shown, wanted)
        delivery.attempts = 0 if not first else delivery.attempts
        delivery.sent_at = now()
        self._metrics.deliveries.labels("sent").inc()
        drawing = self._drawings.get(delivery.kind)
        if first and drawing is not None and drawing.sent is not None:
            await drawing.sent(work, delivery)

    async def _failed(self, work: Work, claim: Claim, result: Outcome) -> None:
        delivery = await work.deliveries.lock(claim.delivery.id)
        assert delivery is not None
        delivery.error = result.reason
        self._metrics.deliveries.labels(result.kind).inc()
        say = log.info if result.reason == NotSeenError.__name__ else log.warning
        say(
            "delivery failed", action="delivery_failed",
            key=delivery.key, outcome=result.kind, reason=result.reason,
        )  # fmt: skip
        match result.kind:
            case "later":
                if delivery.ts is None:
                    delivery.state = "pending"
                await work.deliveries.wait_until(claim.method, now() + result.wait)
                await self._again(work, delivery.id, wait=result.wait)
            case "uncertain" if delivery.attempts < MOST_ATTEMPTS:
                if delivery.ts is None:
                    delivery.state = "uncertain"
                await self._again(work, delivery.id, wait=backoff(delivery.attempts))
            case _:
                await self._give_up(work, delivery, result)

    async def _give_up(self, work: Work, delivery: Delivery, result: Outcome) -> None:
        """Whoever asked for it is told, unless this was the telling. A new change tries again."""
        delivery.state, delivery.shown = "dead", delivery.wanted
        drawing = self._drawings.get(delivery.kind)
        if drawing is not None and drawing.dead is not None:
            await drawing.dead(work, delivery)
        if result.kind == "lost":
            await work.deliveries.kill_pending(result.reason)
            await work.nudges.give_up()
        elif delivery.kind == "answer" and is_ephemeral(delivery):
            # Such as to somebody who looks into a public channel without having joined it.
            await show(
                work, f"direct:{delivery.id}", "notice",
                body=delivery.body, user_id=delivery.user_id,
            )  # fmt: skip
        elif delivery.asked_by and not delivery.user_id:
            words = WHAT_TO_DO.get(result.reason, f"Slack said: {result.reason}.")
            told = sentence(f"I couldn't post in the channel you asked for. {words}")
            await show(
                work, f"undelivered:{delivery.id}", "notice",
                body={"text": told.text, "blocks": told.blocks}, user_id=delivery.asked_by,
            )  # fmt: skip

    async def _again(self, work: Work, delivery_id: UUID, *, wait: timedelta) -> None:
        await work.defer(
            DELIVER,
            lock=f"deliver {delivery_id}",
            at=now() + max(wait, timedelta(seconds=1)),
            delivery_id=str(delivery_id),
        )


def _asked_for(delivery: Delivery) -> timedelta:
    """How long ago Slack was asked to show it."""
    return now() - (delivery.claimed_at or now())


def backoff(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 1, 2, 4 … 60 seconds."""
    return timedelta(seconds=min(2 ** max(attempts - 1, 0), 60))
