"""Slack says 429: the call waits as long as Slack named, and nobody else does."""

import time

from pydantic import SecretStr

from bot.demo.slack.faults import RateLimited
from bot.demo.slack.params import Json
from tests.conftest import Starts
from tests.support.running import Running
from tests.support.saying import say, texts
from tests.support.team import CHANNEL, Team
from tests.support.watching import delivered, delivery

OTHER_CHANNEL = "C00000002"
AT_ONCE = 0.9
"""Seconds: less than the shortest wait that Slack names."""


def said_in(slack_messages: list[Json]) -> float:
    """When the only message was posted, by Slack's clock."""
    (message,) = slack_messages
    return float(message["ts"])


async def limited(scripty: Running, method: str, *, seconds: int) -> float:
    """Returns when Slack has answered a call of `method` with 429: the moment."""
    slack = scripty.team.slack
    before = len(slack.calls(method))
    slack.faults.add(method, RateLimited(seconds))
    if method == "chat.postMessage":
        await say(scripty, "too much", channel=CHANNEL)
    else:
        await say(scripty, "too much", channel=CHANNEL, user="U00000001")
    await slack.wait_for(lambda s: len(s.calls(method)) > before)
    return time.time()


async def test_the_call_is_made_again_when_slack_said_and_not_before(scripty: Running) -> None:
    slack = scripty.team.slack
    moment = await limited(scripty, "chat.postMessage", seconds=2)
    found = await delivered(scripty, "said:too much", "sent")
    waited = said_in(slack.bot_messages(CHANNEL)) - moment
    assert 1.9 <= waited < 3.5
    assert found.error is None
    assert len(slack.calls("chat.postMessage")) == 2


async def test_the_method_waits_in_the_whole_workspace_and_no_longer(scripty: Running) -> None:
    slack = scripty.team.slack
    slack.add_channel(OTHER_CHANNEL, "spot-b")
    moment = await limited(scripty, "chat.postMessage", seconds=2)
    await say(scripty, "elsewhere", channel=OTHER_CHANNEL)
    await delivered(scripty, "said:elsewhere", "sent")
    waited = said_in(slack.bot_messages(OTHER_CHANNEL)) - moment
    assert 1.9 <= waited < 3.5
    assert len(slack.calls("chat.postMessage")) == 3  # and only one of them was in vain


async def test_another_method_does_not_wait(scripty: Running) -> None:
    slack = scripty.team.slack
    moment = await limited(scripty, "chat.postMessage", seconds=2)
    await say(scripty, "only for you", channel=CHANNEL, user="U00000001")
    await slack.wait_for(lambda s: s.ephemerals)
    assert said_in(slack.ephemerals) - moment < AT_ONCE
    assert (await delivery(scripty, "said:too much")).state == "pending"


async def test_one_person_hears_it_once_after_the_wait(scripty: Running) -> None:
    """429 is a definite "not done": what only one person sees may be sent again."""
    moment = await limited(scripty, "chat.postEphemeral", seconds=1)
    await delivered(scripty, "said:too much", "sent")
    assert said_in(scripty.team.slack.ephemerals) - moment >= AT_ONCE


async def test_another_workspace_does_not_wait(scripty: Running, start: Starts, team: Team) -> None:
    """Two installations on one database, each with the token of its own workspace."""
    other = team.slack.add_team("T00000002", bot_token="xoxb-other")
    team.slack.add_channel(OTHER_CHANNEL, "theirs", team=other.id)
    async with start(slack_bot_token=SecretStr(other.bot_token)) as theirs:
        moment = await limited(scripty, "chat.postMessage", seconds=3)
        await say(theirs, "theirs", channel=OTHER_CHANNEL, workspace=other.id)
        (said,) = await team.slack.wait_for(lambda s: s.bot_messages(OTHER_CHANNEL))
    assert float(said["ts"]) - moment < AT_ONCE
    assert (await delivery(scripty, "said:too much")).state == "pending"


async def test_an_edit_waits_and_then_shows_the_newest_state(scripty: Running) -> None:
    slack = scripty.team.slack
    key = await say(scripty, "first", channel=CHANNEL)
    await delivered(scripty, key, "sent")
    slack.faults.add("chat.update", RateLimited(1))
    await say(scripty, "second", channel=CHANNEL, key=key)
    await slack.wait_for(lambda s: s.calls("chat.update"))
    await say(scripty, "third", channel=CHANNEL, key=key)
    await delivered(scripty, key, "sent")
    assert texts(slack.bot_messages(CHANNEL)) == ["third"]
    assert len(slack.calls("chat.update")) == 2
