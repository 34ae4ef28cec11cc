"""Asking Slack: threads, people, channels. Only jobs do; every call is a network call."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.errors import NETWORK_ERRORS, outcome
from handlers.blocks import Message
from handlers.program import FileRefusedError, SlackFile
from store.clock import now
from store.tables import Person
from store.text import storable

log = structlog.get_logger()

TEXT_NAMES = (".vtt", ".srt", ".txt", ".text", ".md", ".markdown")

PAGE = 200
"""Asked for; Slack may give fewer (15 to unlisted apps), so only its cursor says what is left."""


async def ask(client: AsyncWebClient, method: str, **arguments: Any) -> AsyncSlackResponse:
    """Call a method that only reads, as a POST form: the one encoding that Slack and everything
    that plays Slack understand for every method. Empty arguments are left out."""
    form = {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in arguments.items()
        if value not in ("", None)
    }
    return await client.api_call(method, data=form)


class SlackReader:
    """One workspace's Slack, as `handlers.program.Slack` wants it."""

    def __init__(
        self, workspace_id: str, client: AsyncWebClient, http: aiohttp.ClientSession
    ) -> None:
        self._workspace_id = workspace_id
        self._client = client
        self._http = http

    async def thread(self, channel: str, thread_ts: str) -> Sequence[Mapping[str, Any]]:
        """All messages of a thread, its first one included, oldest first."""
        return await self._all("conversations.replies", "messages", channel=channel, ts=thread_ts)

    async def channel_members(self, channel: str) -> Sequence[str]:
        """The user ids of everybody in the channel; empty where we may not look."""
        try:
            return await self._all("conversations.members", "members", channel=channel)
        except NETWORK_ERRORS:
            return ()  # not invited yet, say: members are also learned from what they write

    async def channel_name(self, channel: str) -> str:
        """The channel's name without `#`; empty where we may not look."""
        try:
            found = await ask(self._client, "conversations.info", channel=channel)
        except NETWORK_ERRORS:
            return ""
        return str((found.get("channel") or {}).get("name") or "")

    async def person(self, user: str) -> Person | None:
        """Who this is, or None while Slack doesn't say: what waits for names goes on without.

        Whom Slack will never tell us about is known by their id.
        """
        try:
            found = await ask(self._client, "users.info", user=user)
        except NETWORK_ERRORS as error:
            result = outcome(error)
            log.warning("person not looked up", action="person_unknown", reason=result.reason)
            if result.kind != "never":
                return None
            return Person(user_id=user, name=user, is_external=result.reason == "user_not_visible")
        return person_of(found["user"], self._workspace_id)

    async def is_admin(self, user: str) -> bool | None:
        """Whether this is an admin or owner of the workspace, or of its organisation; None while
        Slack doesn't say. Asked each time: people stop being one."""
        try:
            found = (await ask(self._client, "users.info", user=user))["user"]
        except NETWORK_ERRORS as error:
            return False if outcome(error).kind == "never" else None
        return is_admin(found) and not is_external(found, self._workspace_id)

    async def dnd_until(self, user: str) -> datetime | None:
        """Until when this person is not to be disturbed, by their schedule or since they paused
        their notifications; None where they may be, where the scope is missing, or while Slack
        doesn't say: then their own quiet hours have to do."""
        try:
            found = await ask(self._client, "dnd.info", user=user)
        except NETWORK_ERRORS as error:
            if outcome(error).reason != "missing_scope":
                log.info("do not disturb unknown", action="dnd_unknown", reason=str(error)[:200])
            return None
        return quiet_until(found.data if isinstance(found.data, dict) else {}, now())

    async def update_view(self, view_id: str, view: Mapping[str, Any]) -> None:
        """Redraw an open modal; one that was closed meanwhile is no error."""
        try:
            await self._client.views_update(view_id=view_id, view=dict(view))
        except SlackApiError as error:
            if error.response.get("error") != "not_found":
                raise

    async def publish_home(self, user: str, view: Mapping[str, Any]) -> None:
        """Show this as somebody's Home tab; what Slack definitely refuses is only noted down:
        people leave, and an app made from an older manifest has no such tab."""
        try:
            await self._client.views_publish(user_id=user, view=dict(view))
        except NETWORK_ERRORS as error:
            result = outcome(error)
            if result.kind not in ("never", "lost"):
                raise
            log.warning("home not shown", action="home_refused", reason=result.reason)

    async def answer(self, response_url: str, message: Message) -> None:
        """Replace the ephemeral message that a press came from; Slack allows it for 30 minutes."""
        body = {"replace_original": True, "text": message.text, "blocks": message.blocks}
        async with self._http.post(response_url, json=body) as response:
            await response.read()

    async def file(self, file_id: str, most: int) -> SlackFile:
        """A file that was shared in Slack, of at most so many bytes.

        Our token goes along, so it is fetched from Slack's own hosts alone and no redirect is
        followed (docs.slack.dev, file object: `url_private_download`). Raises FileRefusedError.
        """
        return await self._content(await self._described(file_id), most)

    async def channels_of_file(self, file_id: str) -> Sequence[str]:
        """The ids of the channels that a file was shared in. Raises FileRefusedError."""
        found = await self._described(file_id)
        return [str(each) for kind in ("channels", "groups") for each in found.get(kind) or ()]

    async def transcript(self, file_id: str, most: int) -> SlackFile:
        """A file of text; or of a recording, the transcript that Slack made of it.

        Slack says of a recording how far it is (`transcription.status`: processing, complete,
        failed, none) and keeps the words as WebVTT at `vtt`, which is fetched as a file is. Short
        ones stand in the preview as a whole. Raises FileRefusedError.
        """
        found = await self._described(file_id)
        if not is_recording(found):
            if not is_text(found):
                raise FileRefusedError("no text", name_of_file(found))
            return await self._content(found, most)
        name, told = name_of_file(found), found.get("transcription") or {}
        status, preview = told.get("status"), told.get("preview") or {}
        if status == "complete" and found.get("vtt"):
            address = str(found["vtt"])
            self._require_slacks(address, name)
            return SlackFile(f"{name}.vtt", await self._fetched(address, name, most))
        if status == "complete" and preview.get("content") and not preview.get("has_more"):
            return SlackFile(f"{name}.txt", str(preview["content"]).encode("utf-8", "ignore"))
        raise FileRefusedError("transcribing" if status == "processing" else "no transcript", name)

    async def _described(self, file_id: str) -> Mapping[str, Any]:
        """What Slack says of a file."""
        try:
            found: Mapping[str, Any] = (await ask(self._client, "files.info", file=file_id))["file"]
        except SlackApiError as error:
            if outcome(error).kind != "never":
                raise
            lacking = error.response.get("error") == "missing_scope"
            raise FileRefusedError("no permission" if lacking else "gone") from error
        return found

    async def _content(self, found: Mapping[str, Any], most: int) -> SlackFile:
        """A file that Slack described, with its bytes."""
        name, size = name_of_file(found), int(found.get("size") or 0)
        if size > most:
            raise FileRefusedError("too large", name, size)
        address = str(found.get("url_private_download") or found.get("url_private") or "")
        self._require_slacks(address, name)
        return SlackFile(name, await self._fetched(address, name, most))

    def _require_slacks(self, address: str, name: str) -> None:
        """Raises FileRefusedError for an address that our token must not go to."""
        if not is_slacks(address, self._client.base_url):
            raise FileRefusedError("gone", name)

    async def _fetched(self, address: str, name: str, most: int) -> bytes:
        """The bytes behind an address of Slack's."""
        headers = {"Authorization": f"Bearer {self._client.token}"}
        async with self._http.get(address, headers=headers, allow_redirects=False) as response:
            if 300 <= response.status < 400 or response.status in (401, 403):
                raise FileRefusedError("no permission", name)  # Slack sends us to its sign-in page
            if response.status in (404, 410):
                raise FileRefusedError("gone", name)
            response.raise_for_status()
            content = bytearray()
            async for part in response.content.iter_chunked(64 * 1024):
                content += part
                if len(content) > most:
                    raise FileRefusedError("too large", name, len(content))
        return bytes(content)

    async def _all(self, method: str, key: str, **arguments: Any) -> list[Any]:
        found: list[Any] = []
        cursor = ""
        while True:
            page = await ask(self._client, method, limit=PAGE, cursor=cursor, **arguments)
            found += page.get(key) or []
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return found


def name_of_file(found: Mapping[str, Any]) -> str:
    """What people called a file."""
    return storable(str(found.get("name") or ""))


def is_recording(found: Mapping[str, Any]) -> bool:
    """Whether a file object is of sound or pictures that move; clips are, whatever they are made
    with ("slack_audio", "slack_video")."""
    kind = str(found.get("mimetype") or "").partition("/")[0]
    clip = str(found.get("subtype") or found.get("media_display_type") or "")
    return kind in ("audio", "video") or clip in ("slack_audio", "slack_video", "audio", "video")


def is_text(found: Mapping[str, Any]) -> bool:
    """Whether a file object is of text, by its name or by what Slack takes it for."""
    name, kind = name_of_file(found).lower(), str(found.get("filetype") or "").lower()
    return name.endswith(TEXT_NAMES) or kind in ("text", "vtt", "srt", "markdown", "subrip")


def is_slacks(address: str, api_url: str) -> bool:
    """Whether a file's address is where this Slack keeps files: on a host below that of its API
    over TLS, as files.slack.com is, or on the very server that answers the API."""
    try:
        file, api = urlsplit(address), urlsplit(api_url)
        ports = file.port, api.port
    except ValueError:
        return False
    if not file.hostname or file.username is not None or file.password is not None:
        return False
    if (file.scheme, file.hostname, ports[0]) == (api.scheme, api.hostname, ports[1]):
        return True
    home = str(api.hostname).removeprefix("www.")
    below = file.hostname == home or file.hostname.endswith(f".{home}")
    return file.scheme == "https" and below and ports[0] in (None, 443)


def person_of(user: Mapping[str, Any], workspace_id: str) -> Person:
    """The person in an answer of `users.info`, seen from this workspace."""
    profile = user.get("profile") or {}
    names = (profile.get("display_name"), user.get("real_name"), profile.get("real_name"))
    name = next((each for each in (*names, user.get("name")) if each), user["id"])
    return Person(
        user_id=user["id"],
        name=storable(name),
        real_name=storable(user.get("real_name") or profile.get("real_name") or ""),
        timezone=user.get("tz"),
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        is_external=is_external(user, workspace_id),
        deleted=bool(user.get("deleted")),
    )


def quiet_until(found: Mapping[str, Any], moment: datetime) -> datetime | None:
    """Until when an answer of `dnd.info` says not to disturb at this moment (docs.slack.dev,
    dnd.info: seconds since 1970), or None."""
    ends = []
    if found.get("snooze_enabled"):
        ends.append(found.get("snooze_endtime"))
    if found.get("dnd_enabled") and (found.get("next_dnd_start_ts") or 0) <= moment.timestamp():
        ends.append(found.get("next_dnd_end_ts"))
    latest = max((float(each) for each in ends if each), default=0.0)
    return datetime.fromtimestamp(latest, UTC) if latest > moment.timestamp() else None


def is_admin(user: Mapping[str, Any]) -> bool:
    """Whether this user of `users.info` runs the workspace (docs.slack.dev, user object)."""
    organisation = user.get("enterprise_user") or {}
    rights = ("is_admin", "is_owner", "is_primary_owner")
    return any(user.get(right) or organisation.get(right) for right in rights)


def is_external(user: Mapping[str, Any], workspace_id: str) -> bool:
    """Whether somebody comes from another company by Slack Connect: another team's user, and
    not of our own organisation."""
    if user.get("is_stranger"):
        return True
    home = user.get("team_id") or workspace_id
    teams = (user.get("enterprise_user") or {}).get("teams") or []
    return home != workspace_id and workspace_id not in teams
