"""The local Slack and the npm emulator, held to the same behaviour.

Where they differ, Slack's documentation decides, and the test says so.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.slack import LocalSlack, serve
from tests.support.emulator import Emulator

MODAL: dict[str, Any] = {
    "type": "modal",
    "callback_id": "note",
    "title": {"type": "plain_text", "text": "A note"},
    "blocks": [
        {
            "type": "section",
            "block_id": "body",
            "text": {"type": "plain_text", "text": "Loading…"},
        }
    ],
}
METADATA = {"event_type": "scripty_card", "event_payload": {"key": "note-1"}}


@dataclass(frozen=True)
class Place:
    """One Slack to try things on. `outsider` is a user who isn't in `channel`."""

    client: AsyncWebClient
    channel: str
    director: str
    outsider: str
    bot_user: str
    trigger: Callable[[], str]
    is_local: bool


def client_for(url: str, token: str) -> AsyncWebClient:
    return AsyncWebClient(token=token, base_url=url, retry_handlers=[])


async def local_place() -> AsyncIterator[Place]:
    slack = LocalSlack()
    slack.add_user("U1", "director", tz="Europe/Berlin")
    slack.add_user("U2", "client")
    slack.add_channel("C1", "cut-review", members=["director"])
    async with serve(slack.app) as url:
        yield Place(
            client_for(f"{url}/api/", slack.team.bot_token),
            "C1",
            "U1",
            "U2",
            slack.team.bot_user,
            lambda: slack.issue_trigger("director"),
            is_local=True,
        )


def emulated_place(emulator: Emulator) -> Place:
    director = emulator.users["director"]
    return Place(
        client_for(emulator.api_url, emulator.token),
        emulator.channels["cut-review"],
        director,
        emulator.users["client"],
        emulator.users["scripty"],
        lambda: emulator.trigger(director),
        is_local=False,
    )


@pytest.fixture(params=["local", "emulator"])
async def place(request: pytest.FixtureRequest) -> AsyncIterator[Place]:
    if request.param == "emulator":
        yield emulated_place(request.getfixturevalue("emulator"))
        return
    async for local in local_place():
        yield local


async def refusal(call: Any) -> str:
    with pytest.raises(SlackApiError) as raised:
        await call
    return str(raised.value.response["error"])


async def test_a_token_says_who_the_bot_is(place: Place) -> None:
    answer = await place.client.auth_test()
    assert answer["user_id"] == place.bot_user
    assert answer["bot_id"] == "B00000001"


async def test_an_unknown_token_is_refused(place: Place) -> None:
    stranger = client_for(place.client.base_url, "xoxb-unknown")
    # Slack's word for a token it doesn't know is invalid_auth; the emulator lets it in as a user.
    if place.is_local:
        assert await refusal(stranger.auth_test()) == "invalid_auth"
    else:
        assert (await stranger.auth_test())["user_id"] != place.bot_user


async def test_a_message_is_posted_and_found(place: Place) -> None:
    posted = await place.client.chat_postMessage(channel=place.channel, text="Cut 3 is up")
    history = await place.client.conversations_history(channel=place.channel, limit=1)
    assert history["messages"][0]["ts"] == posted["ts"]
    assert history["messages"][0]["text"] == "Cut 3 is up"
    assert history["messages"][0]["user"] == place.bot_user


async def test_timestamps_rise(place: Place) -> None:
    stamps = [
        (await place.client.chat_postMessage(channel=place.channel, text=str(n)))["ts"]
        for n in range(5)
    ]
    assert stamps == sorted(set(stamps))


async def test_an_empty_message_is_refused(place: Place) -> None:
    empty = place.client.api_call("chat.postMessage", json={"channel": place.channel, "text": ""})
    assert await refusal(empty) == "no_text"


async def test_an_unknown_channel_is_refused(place: Place) -> None:
    post = place.client.chat_postMessage(channel="C404", text="Hello")
    assert await refusal(post) == "channel_not_found"
    assert await refusal(place.client.conversations_info(channel="C404")) == "channel_not_found"


async def test_a_reply_stands_in_its_thread_and_not_in_the_channel(place: Place) -> None:
    root = await place.client.chat_postMessage(channel=place.channel, text="Cut 3 is up")
    reply = await place.client.chat_postMessage(
        channel=place.channel, text="Noted", thread_ts=root["ts"]
    )
    thread = await place.client.conversations_replies(channel=place.channel, ts=root["ts"])
    assert [m["ts"] for m in thread["messages"]] == [root["ts"], reply["ts"]]
    assert thread["messages"][0]["reply_count"] == 1
    history = await place.client.conversations_history(channel=place.channel)
    assert reply["ts"] not in [m["ts"] for m in history["messages"]]


async def test_an_update_changes_the_text_and_keeps_the_metadata(place: Place) -> None:
    posted = await place.client.chat_postMessage(
        channel=place.channel, text="3 notes", metadata=METADATA, blocks=MODAL["blocks"]
    )
    await place.client.chat_update(channel=place.channel, ts=posted["ts"], text="4 notes")
    thread = await place.client.conversations_replies(
        channel=place.channel, ts=posted["ts"], include_all_metadata=True
    )
    (message,) = thread["messages"]
    assert message["text"] == "4 notes"
    assert message["metadata"] == METADATA
    assert not message.get("blocks")


async def test_without_asking_only_the_metadata_type_comes_back(place: Place) -> None:
    posted = await place.client.chat_postMessage(
        channel=place.channel, text="3 notes", metadata=METADATA
    )
    thread = await place.client.conversations_replies(channel=place.channel, ts=posted["ts"])
    metadata = thread["messages"][0]["metadata"]
    # docs.slack.dev/messaging/message-metadata: the payload needs include_all_metadata. The
    # emulator always gives all of it.
    assert metadata == ({"event_type": "scripty_card"} if place.is_local else METADATA)


async def test_a_message_that_is_not_there_cannot_be_changed(place: Place) -> None:
    ts = "1700000000.000100"
    update = place.client.chat_update(channel=place.channel, ts=ts, text="x")
    assert await refusal(update) == "message_not_found"
    delete = place.client.chat_delete(channel=place.channel, ts=ts)
    assert await refusal(delete) == "message_not_found"


async def test_a_deleted_message_is_gone(place: Place) -> None:
    posted = await place.client.chat_postMessage(channel=place.channel, text="Oops")
    await place.client.chat_delete(channel=place.channel, ts=posted["ts"])
    history = await place.client.conversations_history(channel=place.channel)
    assert posted["ts"] not in [m["ts"] for m in history["messages"]]


async def test_a_thread_that_is_not_there(place: Place) -> None:
    replies = place.client.conversations_replies(channel=place.channel, ts="1700000000.000100")
    # Slack lists thread_not_found on the method's page; the emulator gives an empty list.
    if place.is_local:
        assert await refusal(replies) == "thread_not_found"
    else:
        assert (await replies)["messages"] == []


async def test_history_comes_in_pages(place: Place) -> None:
    posted = [
        (await place.client.chat_postMessage(channel=place.channel, text=str(n)))["ts"]
        for n in range(5)
    ]
    found: list[str] = []
    cursor = None
    while len(found) < len(posted):
        page = await place.client.conversations_history(
            channel=place.channel, limit=2, cursor=cursor
        )
        assert len(page["messages"]) <= 2
        found += [m["ts"] for m in page["messages"]]
        if not page["has_more"]:
            break
        cursor = page["response_metadata"]["next_cursor"]
    assert found[:5] == posted[::-1]


async def test_an_ephemeral_message_needs_a_member(place: Place) -> None:
    shown = await place.client.chat_postEphemeral(
        channel=place.channel, user=place.director, text="Only you see this"
    )
    assert shown["message_ts"]
    to_outsider = place.client.chat_postEphemeral(
        channel=place.channel, user=place.outsider, text="Nobody sees this"
    )
    assert await refusal(to_outsider) == "user_not_in_channel"


async def test_a_permalink_names_channel_message_and_thread(place: Place) -> None:
    root = await place.client.chat_postMessage(channel=place.channel, text="Cut 3 is up")
    reply = await place.client.chat_postMessage(
        channel=place.channel, text="Noted", thread_ts=root["ts"]
    )
    link = await place.client.chat_getPermalink(channel=place.channel, message_ts=reply["ts"])
    tail = f"/archives/{place.channel}/p{reply['ts'].replace('.', '')}"
    assert tail in link["permalink"]
    assert link["permalink"].endswith(f"?thread_ts={root['ts']}&cid={place.channel}")


async def test_users_are_known(place: Place) -> None:
    user = (await place.client.users_info(user=place.director))["user"]
    assert (user["id"], user["name"], user["is_bot"]) == (place.director, "director", False)
    # The user object has tz, tz_label and tz_offset; the emulator leaves them out.
    assert user.get("tz") == ("Europe/Berlin" if place.is_local else None)
    assert await refusal(place.client.users_info(user="U404")) == "user_not_found"
    everyone = [user["name"] for user in (await place.client.users_list())["members"]]
    assert {"director", "client", "scripty"} <= set(everyone)


async def test_channels_and_their_members_are_known(place: Place) -> None:
    channel = (await place.client.conversations_info(channel=place.channel))["channel"]
    assert (channel["name"], channel["is_member"]) == ("cut-review", True)
    members = (await place.client.conversations_members(channel=place.channel))["members"]
    assert {place.director, place.bot_user} <= set(members)
    assert place.outsider not in members


async def test_a_direct_conversation_opens_once(place: Place) -> None:
    first = await place.client.conversations_open(users=[place.director])
    again = await place.client.conversations_open(users=[place.director])
    assert first["channel"]["id"] == again["channel"]["id"]
    assert again["already_open"]


async def test_a_modal_opens_and_changes(place: Place) -> None:
    opened = await place.client.views_open(trigger_id=place.trigger(), view=MODAL)
    view = opened["view"]
    assert (view["callback_id"], view["state"]) == ("note", {"values": {}})
    changed = {**MODAL, "title": {"type": "plain_text", "text": "Note 1"}}
    after = await place.client.views_update(view_id=view["id"], hash=view["hash"], view=changed)
    assert after["view"]["id"] == view["id"]
    assert after["view"]["title"]["text"] == "Note 1"
    stale = place.client.views_update(view_id=view["id"], hash=view["hash"], view=MODAL)
    assert await refusal(stale) == "hash_conflict"


async def test_a_trigger_opens_one_modal(place: Place) -> None:
    trigger = place.trigger()
    await place.client.views_open(trigger_id=trigger, view=MODAL)
    again = place.client.views_open(trigger_id=trigger, view=MODAL)
    assert await refusal(again) == "exchanged_trigger_id"
    never = place.client.views_open(trigger_id="never-issued", view=MODAL)
    assert await refusal(never) == "invalid_trigger_id"


async def test_a_home_tab_is_published(place: Place) -> None:
    home = {"type": "home", "blocks": MODAL["blocks"]}
    published = await place.client.views_publish(user_id=place.director, view=home)
    assert published["view"]["type"] == "home"


PNG = b"\x89PNG\r\n\x1a\n, and so on"


async def begun(place: Place) -> tuple[str, str]:
    """An upload that was begun: where the bytes go, and the id of the file."""
    answer = await place.client.files_getUploadURLExternal(
        filename="report-1.png", length=len(PNG), alt_txt="two bars"
    )
    return str(answer["upload_url"]), str(answer["file_id"])


async def sent(url: str) -> int:
    """The bytes, sent raw; the status of the answer."""
    async with aiohttp.ClientSession() as session, session.post(url, data=PNG) as response:
        return response.status


async def test_a_file_is_uploaded_in_three_steps_and_shared_in_a_thread(place: Place) -> None:
    root = await place.client.chat_postMessage(channel=place.channel, text="Cut 3 is up")
    url, file_id = await begun(place)
    assert await sent(url) == 200
    done = await place.client.files_completeUploadExternal(
        files=[{"id": file_id, "title": "Round report"}],
        channel_id=place.channel,
        thread_ts=root["ts"],
        initial_comment="what we &lt;did&gt;",
    )
    (answered,) = done["files"]
    assert (answered["id"], answered["title"]) == (file_id, "Round report")
    # Slack shares after it has answered (python-slack-sdk#1277); the emulator before.
    assert bool(answered["shares"]) is not place.is_local
    thread = await place.client.conversations_replies(channel=place.channel, ts=root["ts"])
    (message,) = thread["messages"][1:]
    (file,) = message["files"]
    assert (file["id"], file["name"], file["title"]) == (file_id, "report-1.png", "Round report")
    assert (message["text"], message["subtype"]) == ("what we &lt;did&gt;", "file_share")
    assert (message["user"], message["thread_ts"]) == (place.bot_user, root["ts"])
    # The method's page has "alt_txt"; the emulator reads "alt_text".
    assert file.get("alt_txt") == ("two bars" if place.is_local else None)


async def test_a_file_is_shared_once_and_only_when_its_bytes_are_there(place: Place) -> None:
    url, file_id = await begun(place)
    files: list[dict[str, str | None]] = [{"id": file_id}]

    async def complete() -> Any:
        return await place.client.files_completeUploadExternal(
            files=files, channel_id=place.channel
        )

    assert await refusal(complete()) == "file_not_found"
    assert await sent(url) == 200
    await complete()
    assert await refusal(complete()) == "file_not_found"
    assert await sent(url) == 404


async def test_an_upload_to_an_unknown_channel_is_refused(place: Place) -> None:
    url, file_id = await begun(place)
    await sent(url)
    share = place.client.files_completeUploadExternal(files=[{"id": file_id}], channel_id="C404")
    assert await refusal(share) == "channel_not_found"


async def test_an_upload_says_its_name_and_length(place: Place) -> None:
    nameless = place.client.files_getUploadURLExternal(filename="", length=3)
    assert await refusal(nameless) == "invalid_arguments"


async def test_a_method_outside_the_scopes_is_refused() -> None:
    slack = LocalSlack(scopes=["channels:read"])
    slack.add_channel("C1", "cut-review")
    async with serve(slack.app) as url:
        client = client_for(f"{url}/api/", slack.team.bot_token)
        with pytest.raises(SlackApiError) as raised:
            await client.chat_postMessage(channel="C1", text="x")
        scopes = (await client.auth_test()).headers["x-oauth-scopes"]
    assert raised.value.response["error"] == "missing_scope"
    assert raised.value.response["needed"] == "chat:write"
    assert scopes == "channels:read"
