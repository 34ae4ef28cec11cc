"""Posting a picture: Slack's external upload, in three calls of which only the last is seen.

The calls are made one by one and not by the SDK's `files_upload_v2`: that puts the message's text
into an address, and takes every failed upload of the bytes for one that never could succeed.
docs.slack.dev, "Working with files" and the pages of the two methods.
"""

import json
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.errors import NETWORK_ERRORS, NothingSharedError, UploadRefusedError
from bot.slack.reader import ask
from store.tables import Delivery


def file_name(delivery: Delivery) -> str:
    """Carries the delivery's id: file messages have no metadata to hold a key."""
    return f"scripty-{delivery.kind.replace('_', '-')}-{delivery.id}.png"


async def upload(
    client: AsyncWebClient, delivery: Delivery, png: bytes, *, title: str, alt: str, comment: str
) -> None:
    """Share a picture where the delivery belongs; `comment` is the message's mrkdwn.

    Slack shares it by and by ("in many cases, the response does not yet have complete shares",
    slackapi/bolt-js#2115), so its answer doesn't hold the message's ts. Raises what the client
    raises; NothingSharedError when a call failed before the one that shares.
    """
    try:
        file_id = await _stored(client, file_name(delivery), png, alt)
    except NETWORK_ERRORS as error:
        raise NothingSharedError from error
    await ask(
        client,
        "files.completeUploadExternal",
        files=json.dumps([{"id": file_id, "title": title}]),
        channel_id=delivery.channel,
        thread_ts=delivery.thread_ts,
        initial_comment=comment,
    )


async def _stored(client: AsyncWebClient, name: str, png: bytes, alt: str) -> str:
    """Hand Slack the bytes; the id of a file that nobody sees yet."""
    place: Any = await ask(
        client, "files.getUploadURLExternal", filename=name, length=len(png), alt_txt=alt
    )
    assert client.session is not None
    async with client.session.post(
        place["upload_url"], data=png, headers={"Content-Type": "application/octet-stream"}
    ) as response:
        await response.read()
        if response.status != 200:
            raise UploadRefusedError(response.status, response.headers)
    return str(place["file_id"])
