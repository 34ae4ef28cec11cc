"""Slack's side towards the bot: signed events, commands, presses, submissions and shortcuts."""

import itertools
import json
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier
from starlette.types import ASGIApp

from bot.demo.people import fields
from bot.demo.people.transport import Answer, transport
from bot.demo.slack.triggers import ResponseUrl, Trigger

Json = dict[str, Any]
Names = Callable[[str], str]

FORM = "application/x-www-form-urlencoded"


class SlackSide:
    """Sends what Slack would send, signed as Slack signs
    (docs.slack.dev/authentication/verifying-requests-from-slack).

    `target` is the bot's base URL or its ASGI app. `slack_url` is where the bot reaches the local
    Slack; response URLs point there. `name_of` gives names of users and channels for payloads.
    """

    def __init__(
        self,
        target: str | ASGIApp,
        signing_secret: str,
        team_id: str = "T00000001",
        app_id: str = "A00000001",
        *,
        bot_user: str = "UB00000001",
        slack_url: str = "http://127.0.0.1",
        path: str = "/slack/events",
        name_of: Names = str,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.team_id = team_id
        self.app_id = app_id
        self.bot_user = bot_user
        self.slack_url = slack_url.rstrip("/")
        self.path = path
        self.name_of = name_of
        self.now = now
        self._transport = transport(target)
        self._verifier = SignatureVerifier(signing_secret)
        self._events = itertools.count(1)

    async def event(
        self,
        event: Json,
        event_id: str | None = None,
        retry_num: int | None = None,
        retry_reason: str | None = None,
    ) -> Answer:
        """An event callback. A retry has the same `event_id`, and `retry_num` 1 to 3."""
        payload = self.event_callback(event, event_id)
        headers = {}
        if retry_num is not None:
            headers["X-Slack-Retry-Num"] = str(retry_num)
            headers["X-Slack-Retry-Reason"] = retry_reason or "http_timeout"
        return await self.send(json.dumps(payload), "application/json", headers)

    def event_callback(self, event: Json, event_id: str | None = None) -> Json:
        """The envelope of an event (docs.slack.dev/apis/events-api, "Callback field overview")."""
        return {
            "token": "unused",
            "team_id": self.team_id,
            "context_team_id": self.team_id,
            "context_enterprise_id": None,
            "api_app_id": self.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": event_id or self.next_event_id(),
            "event_time": int(self.now()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": self.team_id,
                    "user_id": self.bot_user,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
        }

    def next_event_id(self) -> str:
        return f"Ev{int(self.now() * 1000):X}{next(self._events):05d}"

    async def url_verification(self, challenge: str = "challenge") -> Answer:
        payload = {"type": "url_verification", "token": "unused", "challenge": challenge}
        return await self.send(json.dumps(payload), "application/json")

    async def command(
        self, user: str, channel: str, text: str = "", command: str = "/scripty"
    ) -> Answer:
        """A slash command (docs.slack.dev/interactivity/implementing-slash-commands)."""
        form = {
            "token": "unused",
            "team_id": self.team_id,
            "team_domain": "local-films",
            "channel_id": channel,
            "channel_name": self.name_of(channel),
            "user_id": user,
            "user_name": self.name_of(user),
            "command": command,
            "text": text,
            "api_app_id": self.app_id,
            "is_enterprise_install": "false",
            "response_url": self.response_url(user, channel),
            "trigger_id": self.trigger(user),
        }
        return await self.send(urlencode(form), FORM)

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
        ephemeral: bool = False,
    ) -> Answer:
        """A button pressed or a choice made in a message.

        The element is looked up in the message; `value` names the choice, or tells buttons apart
        that share an action_id. `element` makes a press that the message does not offer.
        """
        place, shown = self._element(message.get("blocks", []), action_id, value, block_id, element)
        values = {} if ephemeral else fields.state_values(message.get("blocks", []), {})
        container = {
            "type": "message",
            "message_ts": message["ts"],
            "channel_id": channel,
            "is_ephemeral": ephemeral,
        }
        if thread_ts := message.get("thread_ts"):
            container["thread_ts"] = thread_ts
        payload = {
            **self._interaction("block_actions", user),
            "container": container,
            "channel": {"id": channel, "name": self.name_of(channel)},
            "state": {"values": values},
            "response_url": self.response_url(user, channel, message["ts"]),
            "actions": [fields.action(place, shown, value, self._ts())],
        }
        if not ephemeral:
            payload["message"] = message
        return await self.interact(payload)

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
        """The same inside a modal or the Home tab; `values` is what else is filled in by then."""
        place, shown = self._element(view["blocks"], action_id, value, block_id, None)
        return await self.interact(
            {
                **self._interaction("block_actions", user, view["id"]),
                "container": {"type": "view", "view_id": view["id"]},
                "view": filled(view, values or {}),
                "actions": [fields.action(place, shown, value, self._ts())],
            }
        )

    async def submit(
        self, user: str, view: Json, values: Mapping[str, Any] | None = None
    ) -> Answer:
        """A modal submitted, with `values` as {action_id: value} or {block_id: {action_id: …}}.

        The answer's JSON may hold `response_action`: errors, update, push or clear.
        """
        payload = self._interaction("view_submission", user, view["id"])
        return await self.interact(
            {**payload, "view": filled(view, values or {}), "response_urls": []}
        )

    async def close(self, user: str, view: Json, *, all_of_stack: bool = False) -> Answer:
        """A modal closed; Slack says so only if it was opened with notify_on_close."""
        payload = self._interaction("view_closed", user)
        del payload["trigger_id"]
        return await self.interact({**payload, "view": view, "is_cleared": all_of_stack})

    async def shortcut(self, user: str, channel: str, message: Json, callback_id: str) -> Answer:
        """A message shortcut, from the message's menu."""
        return await self.interact(
            {
                **self._interaction("message_action", user),
                "callback_id": callback_id,
                "action_ts": self._ts(),
                "message_ts": message["ts"],
                "channel": {"id": channel, "name": self.name_of(channel)},
                "message": message,
                "response_url": self.response_url(user, channel, message["ts"]),
            }
        )

    async def global_shortcut(self, user: str, callback_id: str) -> Answer:
        payload = self._interaction("shortcut", user)
        return await self.interact({**payload, "callback_id": callback_id, "action_ts": self._ts()})

    async def interact(self, payload: Json) -> Answer:
        """Any interaction payload, as Slack encodes it: a form with one field."""
        return await self.send(urlencode({"payload": json.dumps(payload)}), FORM)

    async def send(
        self, body: str, content_type: str, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Any body, signed now."""
        timestamp = str(int(self.now()))
        signature = self._verifier.generate_signature(timestamp=timestamp, body=body)
        signed = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": str(signature),
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }
        return await self._transport.post(self.path, body, {**signed, **(headers or {})})

    def trigger(self, user: str, view: str = "") -> str:
        return Trigger(user, self.now(), view).id()

    def response_url(self, user: str, channel: str, message_ts: str = "") -> str:
        url = ResponseUrl(self.team_id, channel, user, message_ts, self.now())
        return self.slack_url + url.path()

    def _interaction(self, kind: str, user: str, view: str = "") -> Json:
        name = self.name_of(user)
        return {
            "type": kind,
            "token": "unused",
            "team": {"id": self.team_id, "domain": "local-films"},
            "user": {"id": user, "username": name, "name": name, "team_id": self.team_id},
            "api_app_id": self.app_id,
            "trigger_id": self.trigger(user, view),
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _element(
        self,
        blocks: list[Json],
        action_id: str,
        value: Any,
        block_id: str | None,
        element: Json | None,
    ) -> tuple[str, Json]:
        if element is not None:
            return block_id or "forged", {"type": "button", "action_id": action_id, **element}
        return fields.find(blocks, action_id, value, block_id)

    def _ts(self) -> str:
        return f"{self.now():.6f}"


def filled(view: Json, values: Mapping[str, Any]) -> Json:
    """The view as a person leaves it: with state.values."""
    return {**view, "state": {"values": fields.state_values(view["blocks"], values)}}
