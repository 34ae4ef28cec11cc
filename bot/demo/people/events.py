"""Events as Slack words them (docs.slack.dev/reference/events), for tests that need just a payload.

`LocalSlack.post_as` and its like make the same events from a state; these need none.
"""

import itertools
import time
from collections.abc import Iterator
from typing import Any

from bot.demo.slack.richtext import rich_text

Json = dict[str, Any]


class Events:
    """Builders of events in one channel; timestamps rise with each.

    events = Events("C1")
    root = events.message("U1", "Cut 3 is up")
    reply = events.reply("U2", "00:12 too slow", root["ts"])
    """

    def __init__(self, channel: str, team: str = "T00000001", start: float | None = None) -> None:
        self.channel = channel
        self.team = team
        self._start = int(time.time() if start is None else start)
        self._serial: Iterator[int] = itertools.count(1)

    def ts(self) -> str:
        return f"{self._start}.{next(self._serial):06d}"

    def message(self, user: str, text: str, **more: Any) -> Json:
        """A message in the channel; with `thread_ts=` in a thread."""
        ts = more.pop("ts", None) or self.ts()
        return {
            **self._envelope(ts),
            "user": user,
            "text": text,
            "team": self.team,
            "client_msg_id": f"00000000-0000-4000-8000-{ts.replace('.', '')[-12:]}",
            "blocks": [rich_text(text)],
            **more,
        }

    def reply(self, user: str, text: str, thread_ts: str, **more: Any) -> Json:
        return self.message(user, text, thread_ts=thread_ts, **more)

    def thread_broadcast(self, user: str, text: str, root: Json) -> Json:
        """A reply that is shown in the channel too."""
        shown = {"subtype": "thread_broadcast", "thread_ts": root["ts"], "root": _inner(root)}
        return self.message(user, text, **shown)

    def file_share(self, user: str, text: str, files: list[Json], **more: Any) -> Json:
        return self.message(user, text, subtype="file_share", files=files, upload=True, **more)

    def message_changed(self, before: Json, text: str, **more: Any) -> Json:
        """`before`, a message event, with another text; `more` changes other fields of it."""
        ts = self.ts()
        edited = {"user": before.get("user"), "ts": ts}
        after = {**_inner(before), "text": text, "blocks": [rich_text(text)], "edited": edited}
        return {
            **self._envelope(ts),
            "subtype": "message_changed",
            "hidden": True,
            "message": {**after, **more},
            "previous_message": _inner(before),
        }

    def message_deleted(self, before: Json) -> Json:
        return {
            **self._envelope(self.ts()),
            "subtype": "message_deleted",
            "hidden": True,
            "deleted_ts": before["ts"],
            "previous_message": _inner(before),
        }

    def bot_message(self, bot_id: str, text: str, **more: Any) -> Json:
        """Another app's message."""
        event = self.message("", text, subtype="bot_message", bot_id=bot_id, **more)
        return {name: value for name, value in event.items() if name not in ("user", "team")}

    def channel_join(self, user: str) -> Json:
        text = f"<@{user}> has joined the channel"
        joined = {"subtype": "channel_join", "user": user, "text": text}
        return {**self._envelope(self.ts()), **joined}

    def app_mention(self, message: Json) -> Json:
        """The second event that a message with the bot's name causes, with the same ts."""
        kept = {name: value for name, value in message.items() if name != "channel_type"}
        return {**kept, "type": "app_mention"}

    def member_joined_channel(self, user: str, inviter: str | None = None) -> Json:
        event = {
            "type": "member_joined_channel",
            "user": user,
            "channel": self.channel,
            "channel_type": "C",
            "team": self.team,
            "event_ts": self.ts(),
        }
        return event | {"inviter": inviter} if inviter else event

    def app_home_opened(self, user: str, tab: str = "home") -> Json:
        ts = self.ts()
        event = {"type": "app_home_opened", "user": user, "channel": "D00000000"}
        return {**event, "tab": tab, "event_ts": ts}

    def _envelope(self, ts: str) -> Json:
        return {
            "type": "message",
            "channel": self.channel,
            "channel_type": "channel",
            "ts": ts,
            "event_ts": ts,
        }


def _inner(event: Json) -> Json:
    """The message inside an event: without the fields that belong to the event."""
    outer = ("channel", "channel_type", "event_ts")
    return {name: value for name, value in event.items() if name not in outer}
