"""Socket Mode: the same inbox, the same answers, over a WebSocket."""

from collections.abc import AsyncIterator

import psycopg
import pytest
from pydantic import SecretStr

from bot.demo.people import Events
from store.engine import Address
from tests.conftest import Starts
from tests.support.running import Running
from tests.support.socket_mode import SocketSlack, socket_slack
from tests.support.team import CHANNEL, Team


@pytest.fixture
async def slack(team: Team) -> AsyncIterator[SocketSlack]:
    """A Slack that talks over WebSockets, in front of the team's."""
    async with socket_slack(team.api_url) as found:
        yield found


@pytest.fixture
async def scripty(start: Starts, slack: SocketSlack) -> AsyncIterator[Running]:
    """The program, connected by Socket Mode; it needs no signing secret."""
    async with start(
        slack_app_token=SecretStr("xapp-test"),
        slack_signing_secret=SecretStr(""),
        slack_api_url=f"{slack.url}/api/",
    ) as found:
        yield found


def stored(address: Address) -> list[str]:
    with psycopg.connect(address.libpq) as connection:
        rows = connection.execute("SELECT event_id FROM inbox_event ORDER BY 1").fetchall()
    return [row[0] for row in rows]


async def test_an_event_is_stored_before_its_envelope_is_acked(
    scripty: Running, slack: SocketSlack, address: Address
) -> None:
    event = Events(CHANNEL).message("U00000001", "hello")
    payload = scripty.people.side.event_callback(event, "Ev1")
    await slack.send("events_api", "first", payload)
    await slack.acked("first")
    assert stored(address) == ["Ev1"]


async def test_what_is_sent_again_is_acked_and_stored_once(
    scripty: Running, slack: SocketSlack, address: Address
) -> None:
    event = Events(CHANNEL).message("U00000001", "hello")
    payload = scripty.people.side.event_callback(event, "Ev1")
    await slack.send("events_api", "first", payload)
    await slack.send("events_api", "again", payload, retry_attempt=1, retry_reason="timeout")
    await slack.acked("first")
    await slack.acked("again")
    assert stored(address) == ["Ev1"]


async def test_a_command_is_answered_in_its_ack(scripty: Running, slack: SocketSlack) -> None:
    command = {
        "team_id": scripty.team.slack.team.id, "channel_id": CHANNEL, "channel_name": "spot-a",
        "user_id": "U00000001", "command": "/scripty", "text": "task swap the shot by friday",
        "trigger_id": "1.1", "response_url": "",
    }  # fmt: skip
    await slack.send("slash_commands", "command", command)
    answer = await slack.acked("command")
    assert answer is not None
    assert "T1 is on the list: swap the shot" in answer["text"]


async def test_an_event_that_cannot_be_stored_is_not_acked(
    scripty: Running, slack: SocketSlack, address: Address
) -> None:
    with psycopg.connect(address.libpq, autocommit=True) as connection:
        connection.execute("ALTER TABLE inbox_event RENAME TO away")
        event = Events(CHANNEL).message("U00000001", "hello")
        await slack.send("events_api", "lost", scripty.people.side.event_callback(event, "Ev1"))
        help_command = {
            "team_id": scripty.team.slack.team.id, "channel_id": CHANNEL, "user_id": "U00000001",
            "command": "/scripty", "text": "help",
        }  # fmt: skip
        await slack.send("slash_commands", "later", help_command)
        await slack.acked("later")
        connection.execute("ALTER TABLE away RENAME TO inbox_event")
    assert "lost" not in slack.acks
    await slack.send("events_api", "again", scripty.people.side.event_callback(event, "Ev1"))
    await slack.acked("again")
    assert stored(address) == ["Ev1"]
