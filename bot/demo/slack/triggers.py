"""Trigger ids and response URLs.

Both say what they are good for inside themselves, so that the process that plays the people needs
no line to the process that plays Slack's Web API. Limits: a trigger lives three seconds and opens
one view (docs.slack.dev/interactivity/handling-user-interaction); a response URL works five times
within thirty minutes (same page).
"""

import base64
import itertools
import json
import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass

from bot.demo.slack.errors import SlackError

TRIGGER_SECONDS = 3
RESPONSE_SECONDS = 30 * 60
RESPONSE_USES = 5


@dataclass(frozen=True)
class Trigger:
    """Who pressed, when (epoch seconds) and in which view, if in one."""

    user: str
    issued: float
    view: str = ""

    def id(self) -> str:
        return f"{int(self.issued * 1000)}.{self.user}.{self.view}.{secrets.token_hex(8)}"

    @classmethod
    def read(cls, trigger_id: str) -> "Trigger":
        try:
            issued, user, view, _ = trigger_id.split(".")
            return cls(user, int(issued) / 1000, view)
        except ValueError as bad:
            raise SlackError("invalid_trigger_id") from bad


@dataclass(frozen=True)
class ResponseUrl:
    """Where a command or press may be answered, by whom it was made and on which message."""

    team: str
    channel: str
    user: str
    message_ts: str
    issued: float
    serial: str = ""

    def path(self) -> str:
        whole = json.dumps({**asdict(self), "serial": secrets.token_hex(8)})
        return "/response/" + base64.urlsafe_b64encode(whole.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, code: str) -> "ResponseUrl":
        try:
            return cls(**json.loads(base64.urlsafe_b64decode(code + "=" * (-len(code) % 4))))
        except (ValueError, TypeError) as bad:
            raise SlackError("invalid_url") from bad


class Tickets:
    """What has been used up."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._triggers: set[str] = set()
        self._responses: Counter[str] = Counter()

    def exchange(self, trigger_id: str) -> Trigger:
        """The trigger, once. Raises `expired_trigger_id`, `exchanged_trigger_id`, `invalid_…`."""
        trigger = Trigger.read(trigger_id)
        if trigger_id in self._triggers:
            raise SlackError("exchanged_trigger_id")
        if self._now() - trigger.issued > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        self._triggers.add(trigger_id)
        return trigger

    def answer(self, code: str) -> ResponseUrl:
        """The response URL, five times. Raises `used_url`, `expired_url`, `invalid_url`."""
        url = ResponseUrl.read(code)
        if self._now() - url.issued > RESPONSE_SECONDS:
            raise SlackError("expired_url")
        if self._responses[code] >= RESPONSE_USES:
            raise SlackError("used_url")
        self._responses[code] += 1
        return url


class Ids:
    """Ids with Slack's leading letter, never twice: V00000001, V00000002."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def next(self, letter: str) -> str:
        return f"{letter}{next(self._numbers):08d}"
