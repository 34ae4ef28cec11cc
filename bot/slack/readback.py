"""Looking for a message of ours whose fate is unknown, by the key in its metadata or, as files
have no metadata, by the name of its file."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.reader import PAGE, ask
from bot.slack.upload import file_name
from store.tables import Delivery

SLACK_CLOCK = timedelta(minutes=5)
"""How far Slack's clock and ours may differ."""


async def find_posted(client: AsyncWebClient, delivery: Delivery) -> str | None:
    """The `ts` of the message that shows the delivery, or None: it was never posted.

    Raises what the client raises while Slack can't be asked.
    """
    assert delivery.claimed_at is not None
    oldest = f"{(delivery.claimed_at - SLACK_CLOCK).timestamp():.6f}"
    channel = delivery.channel or await direct_channel(client, delivery.user_id or "")
    method = "conversations.replies" if delivery.thread_ts else "conversations.history"
    cursor = ""
    while True:
        page = await ask(
            client,
            method,
            channel=channel,
            ts=delivery.thread_ts,
            oldest=oldest,
            include_all_metadata=True,
            limit=PAGE,
            cursor=cursor,
        )
        for message in page.get("messages") or []:
            if _shows(message, delivery):
                return str(message["ts"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return None


def _shows(message: Mapping[str, Any], delivery: Delivery) -> bool:
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    names = [file.get("name") for file in message.get("files") or []]
    return payload.get("key") == delivery.key or file_name(delivery) in names


async def direct_channel(client: AsyncWebClient, user: str) -> str:
    """The channel of our direct messages with somebody: only a first one can be posted without."""
    opened: Any = await ask(client, "conversations.open", users=user)
    return str(opened["channel"]["id"])
