"""A small video team in a local Slack."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.demo.slack import LocalSlack, serve

CHANNEL = "C00000001"
PEOPLE = {
    "U00000001": "director",
    "U00000002": "editor",
    "U00000003": "client",
    "U00000004": "producer",
    "U00000005": "sound mixer",
}
STRANGER = "U00000009"


@dataclass(frozen=True)
class Team:
    """The local Slack and where it is served."""

    slack: LocalSlack
    url: str

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"


@asynccontextmanager
async def a_team() -> AsyncIterator[Team]:
    """Five people in one channel, and a stranger elsewhere in the workspace."""
    slack = LocalSlack()
    for user, name in PEOPLE.items():
        slack.add_user(user, name, tz="Europe/Berlin")
    slack.add_user(STRANGER, "stranger", tz="Europe/Berlin")
    slack.add_channel(CHANNEL, "spot-a", members=list(PEOPLE))
    async with serve(slack.app) as url:
        yield Team(slack, url)
