"""Nobody knows whether Slack took it: people see it once all the same."""

import asyncio

import pytest

from bot.demo.slack.faults import AcceptedThenDropped, Dropped, Error, Fault, Late, Slow, Status
from bot.slack import delivery, workspaces
from handlers.answers import DELIVER
from tests.conftest import Starts
from tests.support.running import Running
from tests.support.saying import carrying, say, texts
from tests.support.team import CHANNEL, Team
from tests.support.watching import WORKSPACE, delivered, in_state

TAKEN = [
    pytest.param(AcceptedThenDropped(), id="connection-dropped"),
    pytest.param(Status(500, accepted=True), id="500"),
    pytest.param(Status(503, "upstream", accepted=True), id="503"),
]
NOT_TAKEN = [
    pytest.param(Dropped(), id="connection-dropped"),
    pytest.param(Status(502), id="502"),
    pytest.param(Error("internal_error"), id="internal-error"),
    pytest.param(Error("service_unavailable"), id="service-unavailable"),
]


@pytest.mark.parametrize("fault", TAKEN)
async def test_a_reply_that_slack_took_without_saying_so_is_found_in_its_thread(
    scripty: Running, fault: Fault
) -> None:
    slack = scripty.team.slack
    root = slack.post_as("director", CHANNEL, "Cut 3 is up")
    slack.faults.add("chat.postMessage", fault)
    key = await say(scripty, "noted", channel=CHANNEL, thread_ts=root["ts"])
    found = await delivered(scripty, key, "sent")
    (shown,) = slack.bot_messages(CHANNEL, root["ts"])
    assert found.ts == shown["ts"]
    assert carrying([shown], key)
    assert len(slack.calls("chat.postMessage")) == 1


@pytest.mark.parametrize("fault", TAKEN)
async def test_a_message_that_slack_took_without_saying_so_is_found_in_its_channel(
    scripty: Running, fault: Fault
) -> None:
    slack = scripty.team.slack
    slack.faults.add("chat.postMessage", fault)
    found = await delivered(scripty, await say(scripty, "noted", channel=CHANNEL), "sent")
    (shown,) = slack.bot_messages(CHANNEL)
    assert found.ts == shown["ts"]
    assert len(slack.calls("chat.postMessage")) == 1


async def test_a_direct_message_that_slack_took_without_saying_so_is_found(
    scripty: Running,
) -> None:
    slack = scripty.team.slack
    slack.faults.add("chat.postMessage", AcceptedThenDropped())
    found = await delivered(scripty, await say(scripty, "noted", user="U00000001"), "sent")
    direct, _ = slack.direct(slack.team, slack.user("director"))
    assert [m["ts"] for m in slack.bot_messages(direct.id)] == [found.ts]


async def test_a_post_whose_answer_does_not_come_in_time_is_found(
    start: Starts, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workspaces, "POST_TIMEOUT", 0.5)
    async with start() as scripty:
        team.slack.faults.add("chat.postMessage", Slow(1))
        found = await delivered(scripty, await say(scripty, "noted", channel=CHANNEL), "sent")
    (shown,) = team.slack.bot_messages(CHANNEL)
    assert found.ts == shown["ts"]
    assert len(team.slack.calls("chat.postMessage")) == 1


async def test_it_is_found_among_the_many_pages_of_a_long_thread(scripty: Running) -> None:
    slack = scripty.team.slack
    slack.page_limit = 15
    root = slack.post_as("director", CHANNEL, "Cut 3 is up")
    for number in range(40):
        slack.post_as("client", CHANNEL, f"0:{number:02} too dark", root["ts"])
    slack.faults.add("chat.postMessage", AcceptedThenDropped())
    await delivered(
        scripty, await say(scripty, "noted", channel=CHANNEL, thread_ts=root["ts"]), "sent"
    )
    assert len(slack.calls("conversations.replies")) >= 3
    assert len(slack.bot_messages(CHANNEL, root["ts"])) == 1


async def test_only_the_message_with_the_same_key_counts_as_found(scripty: Running) -> None:
    slack = scripty.team.slack
    root = slack.post_as("director", CHANNEL, "Cut 3 is up")
    before = await say(scripty, "before", channel=CHANNEL, thread_ts=root["ts"])
    await delivered(scripty, before, "sent")
    slack.faults.add("chat.postMessage", Dropped())
    key = await say(scripty, "noted", channel=CHANNEL, thread_ts=root["ts"])
    await delivered(scripty, key, "sent")
    assert texts(slack.bot_messages(CHANNEL, root["ts"])) == ["before", "noted"]


@pytest.mark.parametrize("fault", NOT_TAKEN)
async def test_what_slack_did_not_take_is_posted_once_afterwards(
    scripty: Running, fault: Fault
) -> None:
    slack = scripty.team.slack
    root = slack.post_as("director", CHANNEL, "Cut 3 is up")
    slack.faults.add("chat.postMessage", fault)
    key = await say(scripty, "noted", channel=CHANNEL, thread_ts=root["ts"])
    await delivered(scripty, key, "sent")
    assert len(carrying(slack.bot_messages(CHANNEL, root["ts"]), key)) == 1
    assert len(slack.calls("chat.postMessage")) == 2


async def test_while_the_thread_can_not_be_read_nothing_is_posted_again(scripty: Running) -> None:
    slack = scripty.team.slack
    root = slack.post_as("director", CHANNEL, "Cut 3 is up")
    slack.faults.add("chat.postMessage", AcceptedThenDropped())
    slack.faults.add("conversations.replies", Status(500), times=2)
    key = await say(scripty, "noted", channel=CHANNEL, thread_ts=root["ts"])
    await delivered(scripty, key, "sent")
    assert len(slack.calls("conversations.replies")) == 3
    assert len(slack.bot_messages(CHANNEL, root["ts"])) == 1
    assert len(slack.calls("chat.postMessage")) == 1


async def test_a_thread_that_may_never_be_read_again_ends_the_search(scripty: Running) -> None:
    """The bot was removed from the channel meanwhile: it can neither look nor post."""
    slack = scripty.team.slack
    root = slack.post_as("director", CHANNEL, "Cut 3 is up")
    slack.faults.add("chat.postMessage", AcceptedThenDropped())
    slack.faults.add("conversations.replies", Error("not_in_channel"), times=1000)
    key = await say(scripty, "noted", channel=CHANNEL, thread_ts=root["ts"], asked_by="U00000001")
    await delivered(scripty, key, "dead")
    assert len(slack.calls("conversations.replies")) == 1
    direct, _ = slack.direct(slack.team, slack.user("director"))
    assert len(slack.bot_messages(direct.id)) == 1


@pytest.mark.parametrize("fault", [AcceptedThenDropped(), Dropped()])
async def test_what_only_one_person_sees_is_not_said_twice(scripty: Running, fault: Fault) -> None:
    """It can't be looked for: once too few is better than twice."""
    slack = scripty.team.slack
    slack.faults.add("chat.postEphemeral", fault)
    key = await say(scripty, "only for you", channel=CHANNEL, user="U00000001")
    await delivered(scripty, key, "uncertain")
    assert len(slack.calls("chat.postEphemeral")) == 1
    assert len(slack.ephemerals) <= 1


async def test_an_edit_of_unknown_fate_is_simply_made_again(scripty: Running) -> None:
    slack = scripty.team.slack
    key = await say(scripty, "noted", channel=CHANNEL)
    await delivered(scripty, key, "sent")
    slack.faults.add("chat.update", AcceptedThenDropped())
    await say(scripty, "noted", channel=CHANNEL)
    assert (await delivered(scripty, key, "sent")).error is None
    assert len(slack.calls("chat.update")) == 2
    assert len(slack.bot_messages(CHANNEL)) == 1


async def test_what_may_be_under_way_is_not_sent_again(
    scripty: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that is slow to give a sign of life is taken for dead, and its job run again while
    its call is still on its way to Slack."""
    monkeypatch.setattr(delivery, "POST_TIMEOUT", 1)
    slack, release = scripty.team.slack, asyncio.Event()
    slack.faults.add("chat.postMessage", Late(release))
    key = await say(scripty, "noted", channel=CHANNEL)
    found = await in_state(scripty, key, "sending")
    again = scripty.scripty.queue.tasks[DELIVER].func
    await again(workspace_id=WORKSPACE, delivery_id=str(found.id))
    assert not slack.bot_messages(CHANNEL)
    release.set()
    await delivered(scripty, key, "sent")
    assert len(slack.bot_messages(CHANNEL)) == 1
