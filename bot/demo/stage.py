"""The stage of a demo: an embedded database, a local Slack with people, the real program."""

import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from pydantic import SecretStr

from bot.app import Scripty
from bot.config import Settings
from bot.demo.people import LocalWorkspace
from bot.demo.slack import LocalSlack, serve
from store.engine import Address, start_embedded
from store.migrate import migrate
from store.types import Member

CHANNEL = "C00000001"
SECRET = "a demo's signing secret never leaves this machine"
QUIET = 1.0

Say = Callable[[str], None]


@dataclass(frozen=True)
class Stage:
    """The program, Slack's people acting on it, and the channel they are in."""

    scripty: Scripty
    slack: LocalSlack
    people: LocalWorkspace
    channel: str = CHANNEL


@asynccontextmanager
async def stage(
    home: Path, channel_name: str, members: Sequence[Member], timezone: str, say: Say
) -> AsyncIterator[Stage]:
    """Set everything up; nothing of it is left afterwards but the empty database server."""
    say("Starting the embedded database")
    where = start_embedded(home, f"demo_{os.getpid()}")
    try:
        say("Building the record")
        migrate(where)
        slack = LocalSlack()
        for member in members:
            slack.add_user(member.user, member.name, tz=timezone)
        slack.add_channel(CHANNEL, channel_name, members=[member.user for member in members])
        say("Starting Scripty against a local Slack")
        async with serve(slack.app) as slack_url:
            scripty = Scripty(_settings(slack, slack_url), where, frozenset({"web", "worker"}))
            async with serve(scripty.web) as url:
                people = LocalWorkspace(slack, url, SECRET, slack_url=slack_url)
                yield Stage(scripty, slack, people)
    finally:
        _drop(where)


def _settings(slack: LocalSlack, slack_url: str) -> Settings:
    return Settings(
        slack_bot_token=SecretStr(slack.team.bot_token),
        slack_signing_secret=SecretStr(SECRET),
        slack_app_token=SecretStr(""),
        slack_api_url=f"{slack_url}/api/",
        openai_api_key=SecretStr(""),
        openai_base_url="",
        openai_model="",
        scripty_quiet_seconds=QUIET,
        scripty_crash_at="",
    )


def _drop(where: Address) -> None:
    """The demo's database goes; the server stays for the next time."""
    control = Address(where.url.set(database="postgres"))
    with psycopg.connect(control.libpq, autocommit=True) as connection:
        name = sql.Identifier(where.url.database or "")
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
