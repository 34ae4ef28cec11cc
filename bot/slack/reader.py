"""Asking Slack: threads, people, channels. Only jobs do; every call is a network call."""

from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.blocks import Message
from store.tables import Person
from store.text import storable

PAGE = 200
"""Asked for; Slack may give fewer (15 to unlisted apps), so only its cursor says what is left."""


class SlackReader:
    """One workspace's Slack, as `handlers.program.Slack` wants it."""

    def __init__(self, client: AsyncWebClient, http: aiohttp.ClientSession) -> None:
        self._client = client
        self._http = http

    async def thread(self, channel: str, thread_ts: str) -> Sequence[Mapping[str, Any]]:
        """All messages of a thread, its first one included, oldest first."""
        return await self._all("conversations_replies", "messages", channel=channel, ts=thread_ts)

    async def channel_members(self, channel: str) -> Sequence[str]:
        """The user ids of everybody in the channel; empty where we may not look."""
        try:
            return await self._all("conversations_members", "members", channel=channel)
        except SlackApiError:
            return ()  # not invited yet: members are learned from what they write

    async def channel_name(self, channel: str) -> str:
        """The channel's name without `#`; empty where we may not look."""
        try:
            found = await self._client.conversations_info(channel=channel)
        except SlackApiError:
            return ""
        return str((found.get("channel") or {}).get("name") or "")

    async def person(self, user: str) -> Person:
        """Who this is. Somebody Slack does not know (any more) keeps their id as their name."""
        try:
            found = await self._client.users_info(user=user)
        except SlackApiError:
            return Person(user_id=user, name=user)
        return person_of(found["user"])

    async def update_view(self, view_id: str, view: Mapping[str, Any]) -> None:
        """Redraw an open modal; one that was closed meanwhile is no error."""
        try:
            await self._client.views_update(view_id=view_id, view=dict(view))
        except SlackApiError as error:
            if error.response.get("error") != "not_found":
                raise

    async def answer(self, response_url: str, message: Message) -> None:
        """Replace the ephemeral message that a press came from; Slack allows it for 30 minutes."""
        body = {"replace_original": True, "text": message.text, "blocks": message.blocks}
        async with self._http.post(response_url, json=body) as response:
            await response.read()

    async def _all(self, method: str, key: str, **arguments: Any) -> list[Any]:
        found: list[Any] = []
        cursor = ""
        while True:
            page = await getattr(self._client, method)(limit=PAGE, cursor=cursor, **arguments)
            found += page.get(key) or []
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return found


def person_of(user: Mapping[str, Any]) -> Person:
    """The person in an answer of `users.info`."""
    profile = user.get("profile") or {}
    names = (profile.get("display_name"), user.get("real_name"), profile.get("real_name"))
    name = next((each for each in (*names, user.get("name")) if each), user["id"])
    return Person(
        user_id=user["id"],
        name=storable(name),
        real_name=storable(user.get("real_name") or profile.get("real_name") or ""),
        timezone=user.get("tz"),
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        is_external=bool(user.get("is_stranger") or user.get("is_restricted_external")),
        deleted=bool(user.get("deleted")),
    )
