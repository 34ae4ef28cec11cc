"""Looking for a message of ours whose fate is unknown, by the key in its metadata."""

from datetime import timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from store.tables import Delivery

SLACK_CLOCK = timedelta(minutes=5)
"""How far Slack's clock and ours may differ."""


async def find_posted(client: AsyncWebClient, delivery: Delivery) -> str | None:
    """The `ts` of the message that carries the delivery's key, or None: it was never posted.

    Raises what the client raises while Slack can't be asked.
    """
    assert delivery.claimed_at is not None
    oldest = f"{(delivery.claimed_at - SLACK_CLOCK).timestamp():.6f}"
    channel = delivery.channel or await _direct_channel(client, delivery.user_id or "")
    arguments: dict[str, Any] = {"channel": channel, "include_all_metadata": True, "limit": 200}
    cursor = ""
    while True:
        if delivery.thread_ts:
            page = await client.conversations_replies(
                ts=delivery.thread_ts, oldest=oldest, cursor=cursor, **arguments
            )
        else:
            page = await client.conversations_history(oldest=oldest, cursor=cursor, **arguments)
        for message in page.get("messages") or []:
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            if payload.get("key") == delivery.key:
                return str(message["ts"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return None


async def _direct_channel(client: AsyncWebClient, user: str) -> str:
    opened: Any = await client.conversations_open(users=user)
    return str(opened["channel"]["id"])
