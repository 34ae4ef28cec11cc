"""The program, running in the test's own process against a local Slack."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr

from bot.app import Scripty
from bot.config import Settings
from bot.demo.people import LocalWorkspace
from bot.demo.slack import serve
from bot.dump import dump
from store.engine import Address
from tests.support.team import Team

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
QUIET = 0.2


@dataclass(frozen=True)
class Running:
    """The program, and Slack's people acting on it."""

    scripty: Scripty
    url: str
    people: LocalWorkspace
    team: Team

    async def record(self) -> dict[str, Any]:
        """The workspace's record, as `scripty dump` prints it."""
        whole = await dump(self.scripty.record, [])
        found: dict[str, Any] = whole["workspaces"][0]
        return found


def settings_for(team: Team, **changes: object) -> Settings:
    """The settings of a one-workspace install over HTTP."""
    values: dict[str, object] = {
        "slack_bot_token": SecretStr(team.slack.team.bot_token),
        "slack_signing_secret": SecretStr(SECRET),
        "slack_api_url": team.api_url,
        "openai_api_key": "",
        "openai_base_url": "",
        "openai_model": "",
        "scripty_quiet_seconds": QUIET,
    }
    return Settings.model_validate(values | changes)


@asynccontextmanager
async def running(address: Address, team: Team, **changes: object) -> AsyncIterator[Running]:
    """Web, worker and clock in one, on a free port."""
    settings = settings_for(team, **changes)
    scripty = Scripty(settings, address, frozenset({"web", "worker"}))
    async with serve(scripty.web) as url:
        people = LocalWorkspace(team.slack, url, SECRET, slack_url=team.url)
        yield Running(scripty, url, people, team)
