"""Showing something through a delivery, as a room does, without a review around it."""

from bot.demo.slack.params import Json
from handlers.answers import show
from handlers.doors import sentence
from tests.support.running import Running
from tests.support.watching import WORKSPACE


async def say(
    scripty: Running,
    words: str,
    *,
    channel: str = "",
    thread_ts: str | None = None,
    user: str | None = None,
    asked_by: str | None = None,
    key: str = "",
    workspace: str = WORKSPACE,
) -> str:
    """Have the bot say something: in a channel or thread, to one person there, or to a person
    directly. The delivery's key; given again, what was said is changed."""
    key = key or f"said:{words}"
    shown = sentence(words)
    async with scripty.scripty.record.workspace(workspace) as work:
        await show(
            work, key, "notice",
            body={"text": shown.text, "blocks": shown.blocks},
            channel=channel, thread_ts=thread_ts, user_id=user, asked_by=asked_by,
        )  # fmt: skip
    return key


def carrying(messages: list[Json], key: str) -> list[Json]:
    """Those of the messages that carry this delivery's key."""
    return [m for m in messages if m.get("metadata", {}).get("event_payload") == {"key": key}]


def texts(messages: list[Json]) -> list[str]:
    """What the messages say."""
    return [str(message["text"]) for message in messages]
