"""Slack says no and means it: nothing is tried again, and whoever asked is told."""

import pytest

from bot.demo.slack.faults import Error, RateLimited
from store.tables import Delivery
from tests.support.running import Running
from tests.support.saying import say, texts
from tests.support.team import CHANNEL, STRANGER
from tests.support.watching import all_done, delivered, delivery, in_state, until

DIRECTOR = "U00000001"

ADVICE = {
    "not_in_channel": "/invite @Scripty",
    "channel_not_found": "/invite @Scripty",
    "is_archived": "archived",
    "missing_scope": "scripty doctor",
    "restricted_action": "workspace setting",
    "something_new": "Slack said: something_new",
}


def told(scripty: Running, user: str = "director") -> list[str]:
    """What the bot wrote to somebody directly."""
    slack = scripty.team.slack
    direct, _ = slack.direct(slack.team, slack.user(user))
    return texts(slack.bot_messages(direct.id))


@pytest.mark.parametrize("code", ADVICE)
async def test_a_definite_no_ends_it_and_whoever_asked_is_told_what_helps(
    scripty: Running, code: str
) -> None:
    slack = scripty.team.slack
    slack.faults.add("chat.postMessage", Error(code), when=lambda call: call["channel"] == CHANNEL)
    key = await say(scripty, "noted", channel=CHANNEL, asked_by=DIRECTOR)
    found = await delivered(scripty, key, "dead")
    assert found.error == code
    assert found.attempts == 1
    (words,) = told(scripty)
    assert ADVICE[code] in words
    assert slack.bot_messages(CHANNEL) == []


async def test_a_task_asked_for_where_the_bot_is_not_is_made_and_its_author_told(
    scripty: Running,
) -> None:
    """No fault here: the local Slack refuses by itself."""
    scripty.team.slack.add_channel("C00000002", "private", members=["director"], with_bot=False)
    await scripty.people.command("director", "C00000002", "task sharpen the logo")
    await all_done(scripty.scripty.where)
    (words,) = told(scripty)
    assert "/invite @Scripty" in words
    (task,) = await tasks_of(scripty)
    assert task == "sharpen the logo"


async def tasks_of(scripty: Running) -> list[str]:
    async with scripty.scripty.record.workspace(scripty.team.slack.team.id) as work:
        production = await work.productions.of_channel("C00000002")
        assert production is not None
        return [task.title for task in await work.tasks.unfinished(production.id)]


async def test_a_new_change_tries_again(scripty: Running) -> None:
    """The bot has been invited meanwhile."""
    slack = scripty.team.slack
    slack.faults.add("chat.postMessage", Error("not_in_channel"))
    key = await say(scripty, "noted", channel=CHANNEL)
    await delivered(scripty, key, "dead")
    await say(scripty, "noted", channel=CHANNEL)
    assert (await delivered(scripty, key, "sent")).error is None
    assert texts(slack.bot_messages(CHANNEL)) == ["noted"]


async def test_a_telling_that_fails_is_not_told_about(scripty: Running) -> None:
    slack = scripty.team.slack
    slack.faults.add("chat.postMessage", Error("not_in_channel"), times=100)
    await say(scripty, "noted", channel=CHANNEL, asked_by=DIRECTOR)
    await delivered(scripty, "said:noted", "dead")
    assert len(slack.calls("chat.postMessage")) == 2


async def test_an_answer_to_somebody_outside_the_channel_reaches_them_directly(
    scripty: Running,
) -> None:
    """Slack shows nothing in a channel to those who have not joined it."""
    slack = scripty.team.slack
    slack.faults.clear()
    message = slack.post_as("director", CHANNEL, "Cut 3 is up")
    await scripty.people.shortcut("director", CHANNEL, message, "review_start_here")
    await scripty.people.shortcut(STRANGER, CHANNEL, message, "review_start_here")
    await all_done(scripty.scripty.where)
    (words,) = told(scripty, STRANGER)
    assert "already" in words
    assert slack.ephemerals == []


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "account_inactive"])
async def test_without_a_valid_token_all_that_waits_is_given_up(
    scripty: Running, code: str
) -> None:
    given_up = await lose_the_workspace(scripty, code)
    assert (given_up.state, given_up.error) == ("dead", code)


async def test_what_was_given_up_is_not_tried_again(scripty: Running) -> None:
    await lose_the_workspace(scripty, "token_revoked")
    await all_done(scripty.scripty.where)
    assert len(scripty.team.slack.calls("chat.postMessage")) == 1


async def lose_the_workspace(scripty: Running, code: str) -> Delivery:
    """One delivery waits out a limit while another one learns that the token is gone: the first,
    at the moment the second knows."""
    slack = scripty.team.slack
    slack.faults.add("chat.postMessage", RateLimited(2))
    waiting = await say(scripty, "waiting", channel=CHANNEL, asked_by=DIRECTOR)

    async def limited() -> bool:
        return (await delivery(scripty, waiting)).error == "ratelimited"

    await until(limited)
    slack.revoke(error=code)
    lost = await say(scripty, "only for you", channel=CHANNEL, user=DIRECTOR)
    await in_state(scripty, lost, "dead")
    return await delivery(scripty, waiting)
