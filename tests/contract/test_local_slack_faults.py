"""What the local Slack does when told to go wrong, as slack_sdk's client sees it."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.slack import (
    FOREVER,
    AcceptedThenDropped,
    Dropped,
    Error,
    Held,
    LocalSlack,
    RateLimited,
    Slow,
    Status,
    serve,
)
from bot.demo.slack.triggers import ResponseUrl


@dataclass(frozen=True)
class Line:
    """A local Slack and its address."""

    slack: LocalSlack
    url: str

    def client(self, *, retries: bool = False) -> AsyncWebClient:
        """`retries=True` is slack_sdk's default, which repeats a call once."""
        return AsyncWebClient(
            token=self.slack.team.bot_token,
            base_url=f"{self.url}/api/",
            timeout=2,
            retry_handlers=None if retries else [],
        )

    def texts(self) -> list[str]:
        return [message["text"] for message in self.slack.messages("C1")]


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    slack = LocalSlack()
    slack.add_user("U1", "director")
    slack.add_channel("C1", "cut-review", members=["director"])
    async with serve(slack.app) as url:
        yield Line(slack, url)


async def test_a_rate_limit_says_when_to_come_back_and_is_used_up(line: Line) -> None:
    line.slack.faults.add("chat.postMessage", RateLimited(retry_after=7))
    with pytest.raises(SlackApiError) as raised:
        await line.client().chat_postMessage(channel="C1", text="card")
    assert raised.value.response.status_code == 429
    assert raised.value.response.headers["Retry-After"] == "7"
    assert line.texts() == []
    await line.client().chat_postMessage(channel="C1", text="card")
    assert line.texts() == ["card"]


async def test_an_accepted_message_may_get_no_answer(line: Line) -> None:
    line.slack.faults.add("chat.postMessage", AcceptedThenDropped())
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await line.client().chat_postMessage(channel="C1", text="card")
    assert line.texts() == ["card"]


async def test_a_retrying_client_posts_an_accepted_message_twice(line: Line) -> None:
    line.slack.faults.add("chat.postMessage", AcceptedThenDropped())
    await line.client(retries=True).chat_postMessage(channel="C1", text="card")
    assert line.texts() == ["card", "card"]


async def test_a_dropped_call_changes_nothing(line: Line) -> None:
    line.slack.faults.add("chat.postMessage", Dropped())
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await line.client().chat_postMessage(channel="C1", text="card")
    assert line.texts() == []


@pytest.mark.parametrize("accepted", [True, False])
async def test_a_bare_server_error(line: Line, accepted: bool) -> None:
    line.slack.faults.add("chat.postMessage", Status(500, accepted=accepted))
    with pytest.raises(SlackApiError) as raised:
        await line.client().chat_postMessage(channel="C1", text="card")
    assert raised.value.response.status_code == 500
    assert line.texts() == (["card"] if accepted else [])


async def test_a_slow_answer_comes_after_the_change(line: Line) -> None:
    release = asyncio.Event()
    line.slack.faults.add("chat.postMessage", Held(release))
    posting = asyncio.create_task(line.client().chat_postMessage(channel="C1", text="card"))
    await line.slack.wait_for(lambda slack: slack.bot_messages("C1"))
    assert not posting.done()
    release.set()
    assert (await posting)["ok"]


async def test_a_client_gives_up_on_a_slow_answer(line: Line) -> None:
    line.slack.faults.add("chat.postMessage", Slow(0.5))
    client = line.client()
    client.timeout = 0.2  # type: ignore[assignment]
    with pytest.raises(asyncio.TimeoutError):
        await client.chat_postMessage(channel="C1", text="card")
    assert line.texts() == ["card"]


async def test_faults_are_counted_and_may_choose_their_calls(line: Line) -> None:
    faults = line.slack.faults
    faults.add("*", Error("fatal_error"), times=2, when=lambda params: params.get("text") == "bad")
    await line.client().chat_postMessage(channel="C1", text="good")
    for _ in range(2):
        with pytest.raises(SlackApiError, match="fatal_error"):
            await line.client().chat_postMessage(channel="C1", text="bad")
    await line.client().chat_postMessage(channel="C1", text="bad")
    assert line.texts() == ["good", "bad"]
    faults.add("*", Error("token_revoked"), times=FOREVER)
    for _ in range(3):
        with pytest.raises(SlackApiError):
            await line.client().auth_test()


async def test_a_revoked_token_is_refused_for_good(line: Line) -> None:
    line.slack.revoke()
    with pytest.raises(SlackApiError) as raised:
        await line.client().auth_test()
    assert raised.value.response["error"] == "token_revoked"


async def test_the_transcript_has_every_call(line: Line) -> None:
    await line.client().chat_postMessage(channel="C1", text="card")
    await line.client().conversations_history(channel="C1", limit=2)
    (first, second) = line.slack.transcript
    assert first == ("chat.postMessage", {"channel": "C1", "text": "card"})
    assert second == ("conversations.history", {"channel": "C1", "limit": "2"})


async def test_pages_may_be_smaller_than_asked_for(line: Line) -> None:
    """docs.slack.dev/apis/web-api/rate-limits: some apps get 15 messages at most."""
    line.slack.page_limit = 2
    root = line.slack.post_as("director", "C1", "Cut 3")
    for n in range(3):
        line.slack.post_as("director", "C1", str(n), thread_ts=root["ts"])
    page = await line.client().conversations_replies(channel="C1", ts=root["ts"], limit=200)
    assert [m["text"] for m in page["messages"]] == ["Cut 3", "0", "1"]
    rest = await line.client().conversations_replies(
        channel="C1", ts=root["ts"], cursor=page["response_metadata"]["next_cursor"]
    )
    assert [m["text"] for m in rest["messages"]] == ["Cut 3", "2"]
    assert not rest["has_more"]


async def test_a_window_of_time(line: Line) -> None:
    stamps = [line.slack.post_as("director", "C1", str(n))["ts"] for n in range(4)]
    inside = await line.client().conversations_history(
        channel="C1", oldest=stamps[0], latest=stamps[3]
    )
    assert [m["text"] for m in inside["messages"]] == ["2", "1"]
    ends = await line.client().conversations_history(
        channel="C1", oldest=stamps[1], latest=stamps[2], inclusive=True
    )
    assert [m["text"] for m in ends["messages"]] == ["2", "1"]


async def test_a_trigger_expires_after_three_seconds() -> None:
    clock = [1_800_000_000.0]
    slack = LocalSlack(now=lambda: clock[0])
    slack.add_user("U1", "director")
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Note"}}
    blocks = [{"type": "divider"}]
    async with serve(slack.app) as url:
        client = Line(slack, url).client()
        trigger = slack.issue_trigger("director")
        clock[0] += 3.5
        with pytest.raises(SlackApiError) as raised:
            await client.views_open(trigger_id=trigger, view={**view, "blocks": blocks})
    assert raised.value.response["error"] == "expired_trigger_id"


async def test_waiting_ends_with_what_was_called(line: Line) -> None:
    await line.client().auth_test()
    with pytest.raises(TimeoutError, match=r"last calls: auth\.test"):
        await line.slack.wait_for(lambda slack: slack.bot_messages("C1"), timeout=0.05)


async def test_teams_do_not_see_each_other(line: Line) -> None:
    other = line.slack.add_team("T00000002", name="Other Films", bot_token="xoxb-other")
    line.slack.add_channel("C2", "dailies", team=other.id)
    client = AsyncWebClient(token=other.bot_token, base_url=f"{line.url}/api/", retry_handlers=[])
    await client.chat_postMessage(channel="C2", text="ours")
    with pytest.raises(SlackApiError) as raised:
        await client.chat_postMessage(channel="C1", text="theirs")
    assert raised.value.response["error"] == "channel_not_found"


# slack_sdk 3.47 uses what aiohttp 3.14 deprecates.
@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
async def test_a_code_becomes_a_token_once(line: Line) -> None:
    code = line.slack.grant("director")
    client = AsyncWebClient(base_url=f"{line.url}/api/", retry_handlers=[])
    installed = await client.oauth_v2_access(client_id="1.1", client_secret="x", code=code)
    assert installed["access_token"] == line.slack.team.bot_token
    assert installed["team"]["id"] == line.slack.team.id
    with pytest.raises(SlackApiError, match="code_already_used"):
        await client.oauth_v2_access(client_id="1.1", client_secret="x", code=code)


async def test_a_response_url_works_five_times(line: Line) -> None:
    url = line.url + ResponseUrl(line.slack.team.id, "C1", "U1", "", time.time()).path()
    async with aiohttp.ClientSession() as session:
        statuses = []
        for n in range(6):
            async with session.post(url, json={"text": str(n)}) as answer:
                statuses.append(answer.status)
    assert statuses == [200] * 5 + [404]
    assert [shown["text"] for shown in line.slack.ephemerals] == ["0", "1", "2", "3", "4"]


async def test_the_bytes_of_a_file_may_meet_a_fault_too(line: Line) -> None:
    line.slack.faults.add("upload", Status(500))
    place = await line.client().files_getUploadURLExternal(filename="a.png", length=3)
    statuses = []
    async with aiohttp.ClientSession() as session:
        for _ in range(2):
            async with session.post(place["upload_url"], data=b"PNG") as response:
                statuses.append(response.status)
    assert statuses == [500, 200]
    assert [call["length"] for call in line.slack.calls("upload")] == [3, 3]
