"""What each answer of Slack means, asked of a real client against the local Slack."""

import socket
from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.slack.faults import (
    AcceptedThenDropped,
    Dropped,
    Error,
    Fault,
    RateLimited,
    Slow,
    Status,
)
from bot.slack.errors import DEFAULT_WAIT, NETWORK_ERRORS, Outcome, outcome
from tests.support.team import CHANNEL, Team

NO_WAIT = timedelta()


async def outcome_of_a_post(api_url: str, fault: Fault | None, team: Team) -> Outcome:
    """What a single post came to."""
    if fault is not None:
        team.slack.faults.add("chat.postMessage", fault)
    timeout = aiohttp.ClientTimeout(total=3)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        client = AsyncWebClient(
            team.slack.team.bot_token, base_url=api_url, session=session, retry_handlers=[]
        )
        with pytest.raises(NETWORK_ERRORS) as raised:
            await client.chat_postMessage(channel=CHANNEL, text="noted")
    return outcome(raised.value)


@pytest.mark.parametrize(
    ("fault", "kind", "wait"),
    [
        (RateLimited(7), "later", timedelta(seconds=7)),
        (RateLimited(0), "later", timedelta(seconds=1)),
        (Status(429, "slow down"), "later", DEFAULT_WAIT),
        (Error("ratelimited"), "later", DEFAULT_WAIT),
        (Error("rate_limited"), "later", DEFAULT_WAIT),
        (Error("message_limit_exceeded"), "later", DEFAULT_WAIT),
        (Error("internal_error"), "uncertain", NO_WAIT),
        (Error("fatal_error"), "uncertain", NO_WAIT),
        (Error("request_timeout"), "uncertain", NO_WAIT),
        (Error("service_unavailable"), "uncertain", NO_WAIT),
        (Status(500), "uncertain", NO_WAIT),
        (Status(502, "<html>bad gateway</html>"), "uncertain", NO_WAIT),
        (Status(503), "uncertain", NO_WAIT),
        (AcceptedThenDropped(), "uncertain", NO_WAIT),
        (Dropped(), "uncertain", NO_WAIT),
        (Slow(5), "uncertain", NO_WAIT),
        (Error("invalid_auth"), "lost", NO_WAIT),
        (Error("not_authed"), "lost", NO_WAIT),
        (Error("account_inactive"), "lost", NO_WAIT),
        (Error("token_revoked"), "lost", NO_WAIT),
        (Error("token_expired"), "lost", NO_WAIT),
        (Error("team_access_not_granted"), "lost", NO_WAIT),
        (Error("org_login_required"), "lost", NO_WAIT),
        (Error("not_in_channel"), "never", NO_WAIT),
        (Error("channel_not_found"), "never", NO_WAIT),
        (Error("is_archived"), "never", NO_WAIT),
        (Error("msg_too_long"), "never", NO_WAIT),
        (Error("invalid_blocks"), "never", NO_WAIT),
        (Error("missing_scope"), "never", NO_WAIT),
        (Error("an_error_of_tomorrow"), "never", NO_WAIT),
        (Status(404, "not here"), "uncertain", NO_WAIT),
    ],
    ids=str,
)
async def test_each_answer_has_one_meaning(
    team: Team, fault: Fault, kind: str, wait: timedelta
) -> None:
    found = await outcome_of_a_post(team.api_url, fault, team)
    assert (found.kind, found.wait) == (kind, wait)
    if isinstance(fault, Error):
        assert found.reason == fault.code


async def test_where_no_connection_was_made_nothing_was_sent(team: Team) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{unused.getsockname()[1]}/api/"
        found = await outcome_of_a_post(nobody, None, team)
    assert (found.kind, found.reason) == ("later", "no connection")
