"""A workspace with people in it: what they do changes the local Slack and reaches the bot."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any

from starlette.types import ASGIApp

from bot.demo.people.side import SlackSide, filled
from bot.demo.people.transport import Answer
from bot.demo.slack import LocalSlack, Team
from bot.demo.slack.calls import Call
from bot.demo.slack.views import checked_view, push_on, replace

Json = dict[str, Any]


class BotRefusedError(AssertionError):
    """The bot answered an event with something else than 200."""


class LocalWorkspace:
    """`LocalSlack` and `SlackSide` together, for one team.

        workspace = LocalWorkspace(slack, bot_url, signing_secret, slack_url=slack_url)
        root = await workspace.post("director", "cut-review", "Cut 3 is up")
        card = await slack.wait_for(lambda s: s.bot_messages("cut-review", root["ts"]))
        await workspace.press("director", "cut-review", card[0], "accept_note")

    People and channels go by name or id. Events must be answered with 200, else BotRefusedError;
    `strict=False` leaves that to the caller (a bot that is down, for instance).
    """

    def __init__(
        self,
        slack: LocalSlack,
        target: str | ASGIApp,
        signing_secret: str,
        *,
        slack_url: str,
        team: Team | None = None,
        strict: bool = True,
    ) -> None:
        self.slack = slack
        self.team = team or slack.team
        self.strict = strict
        self.answers: list[Answer] = []
        self.side = SlackSide(
            target,
            signing_secret,
            self.team.id,
            self.team.app_id,
            bot_user=self.team.bot_user,
            slack_url=slack_url,
            name_of=self._name_of,
            now=slack.now,
        )

    async def post(
        self,
        user: str,
        channel: str,
        text: str,
        thread_ts: str | None = None,
        *,
        files: Iterable[Json] = (),
        broadcast: bool = False,
    ) -> Json:
        """Posts, and tells the bot; twice where it is named, as Slack does. Returns the event."""
        event = self.slack.post_as(user, channel, text, thread_ts, files=files, broadcast=broadcast)
        await self.tell(event)
        if f"<@{self.team.bot_user}>" in text:
            mention = {name: value for name, value in event.items() if name != "channel_type"}
            await self.tell({**mention, "type": "app_mention"})
        return event

    async def edit(self, user: str, channel: str, ts: str, text: str) -> Json:
        return await self.tell(self.slack.edit_as(user, channel, ts, text))

    async def delete(self, user: str, channel: str, ts: str) -> Json:
        return await self.tell(self.slack.delete_as(user, channel, ts))

    async def invite(self, user: str, channel: str, inviter: str | None = None) -> Json:
        """Lets `user` join; "scripty" is the bot itself."""
        return await self.tell(self.slack.join(user, channel, inviter))

    async def open_home(self, user: str) -> Json:
        """Opens the app's Home tab; its `view` is in the event from the second time on."""
        person = self.slack.user(user)
        direct, _ = self.slack.direct(self.team, person)
        event = {
            "type": "app_home_opened",
            "user": person.id,
            "channel": direct.id,
            "tab": "home",
            "event_ts": self.slack.clock.next(),
        }
        home = self.slack.homes.get(person.id)
        return await self.tell(event | {"view": home} if home else event)

    async def tell(self, event: Json) -> Json:
        """Sends an event to the bot and returns it."""
        answer = await self.side.event(event)
        self.answers.append(answer)
        if self.strict and answer.status != 200:
            raise BotRefusedError(f"{event['type']} got {answer.status}: {answer.body[:200]}")
        return event

    async def command(
        self, user: str, channel: str, text: str = "", command: str = "/scripty"
    ) -> Answer:
        return await self.side.command(self._user(user), self._channel(channel), text, command)

    async def press(
        self,
        user: str,
        channel: str,
        message: Json,
        action_id: str,
        value: Any = None,
        *,
        block_id: str | None = None,
        element: Json | None = None,
    ) -> Answer:
        """Presses in a message as it stands now; a deleted or ephemeral one as it was given.
        `element` is a button that it doesn't show any more."""
        place = self.slack.channel(channel)
        current = place.messages.get(message["ts"], message)
        return await self.side.press(
            self._user(user),
            place.id,
            current,
            action_id,
            value,
            block_id=block_id,
            element=element,
            ephemeral=message["ts"] not in place.messages,
        )

    async def press_in_view(
        self,
        user: str,
        view: Json,
        action_id: str,
        value: Any = None,
        *,
        block_id: str | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> Answer:
        return await self.side.press_in_view(
            self._user(user), view, action_id, value, block_id=block_id, values=values
        )

    async def submit(
        self, user: str, view: Json, values: Mapping[str, Any] | None = None
    ) -> Answer:
        """Submits a modal and does to the screen what the bot's `response_action` says."""
        answer = await self.side.submit(self._user(user), view, values)
        if answer.status == 200:
            self._after_submission(filled(view, values or {}), answer.json())
        return answer

    async def close(self, user: str, view: Json) -> Answer | None:
        """Closes a modal, with `clear_on_close` those below it too; the bot hears of it if it asked
        for that."""
        self.slack.close_view(view["id"], all_of_stack=bool(view.get("clear_on_close")))
        if not view.get("notify_on_close"):
            return None
        return await self.side.close(self._user(user), view)

    async def shortcut(self, user: str, channel: str, message: Json, callback_id: str) -> Answer:
        place = self.slack.channel(channel)
        current = place.messages.get(message["ts"], message)
        return await self.side.shortcut(self._user(user), place.id, current, callback_id)

    def view_of(self, user: str) -> Json | None:
        """The topmost modal on this person's screen."""
        person = self._user(user)
        viewers = self.slack.viewers
        mine = [view for view in self.slack.views.values() if viewers[view["id"]] == person]
        return mine[-1] if mine else None

    @contextlib.asynccontextmanager
    async def echo(self) -> AsyncIterator[None]:
        """While open, the bot hears its own messages and edits too, as it does from Slack."""
        queue: asyncio.Queue[Json] = asyncio.Queue()

        def heard(team: str, event: Json) -> None:
            inner = event.get("message") or event.get("previous_message") or event
            if team == self.team.id and inner.get("bot_id") == self.team.bot_id:
                queue.put_nowait(event)

        async def pump() -> None:
            while True:
                await self.tell(await queue.get())
                queue.task_done()

        self.slack.subscribers.append(heard)
        task = asyncio.create_task(pump())
        try:
            yield
            drained = asyncio.create_task(queue.join())
            await asyncio.wait({drained, task}, return_when=asyncio.FIRST_COMPLETED)
            drained.cancel()
        finally:
            self.slack.subscribers.remove(heard)
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    def _after_submission(self, view: Json, answer: Json) -> None:
        """docs.slack.dev/surfaces/modals, "Updating and pushing views"."""
        call = Call(self.slack, self.team, {"view": answer.get("view")})
        match answer.get("response_action"):
            case "errors":
                return
            case "update":
                replace(call, view, checked_view(call))
            case "push":
                push_on(call, view, checked_view(call))
            case "clear":
                self.slack.close_view(view["id"], all_of_stack=True)
            case _:
                self.slack.close_view(view["id"])

    def _user(self, name: str) -> str:
        return self.slack.user(name).id

    def _channel(self, name: str) -> str:
        return self.slack.channel(name).id

    def _name_of(self, id: str) -> str:  # noqa: A002 - Slack's own word
        known = self.slack.users.get(id) or self.slack.channels.get(id)
        return known.name if known else id
