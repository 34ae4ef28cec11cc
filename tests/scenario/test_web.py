"""The web side: what is no event, and what is no request of Slack's."""

from collections.abc import AsyncIterator
from io import BytesIO

import aiohttp

from tests.support.running import Running


async def test_being_held_back_by_slack_is_acknowledged(scripty: Running) -> None:
    body = '{"type": "app_rate_limited", "team_id": "T00000001", "minute_rate_limited": 1}'
    answer = await scripty.people.side.send(body, "application/json")
    assert answer.status == 200


async def test_a_stream_without_an_end_is_refused_before_it_is_read(scripty: Running) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b"x"

    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{scripty.url}/slack/events", data=endless()) as answer,
    ):
        assert answer.status == 411


async def test_what_is_too_large_for_slack_is_refused(scripty: Running) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{scripty.url}/slack/events", data=BytesIO(b"x" * 2_000_001)) as answer,
    ):
        assert answer.status == 413
