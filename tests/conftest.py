"""Real parts for every test: the embedded PostgreSQL, a local Slack, the program itself."""

import gc
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import settings

from bot.logs import configure_logs
from bot.slack import delivery
from store.engine import Address, start_embedded
from store.migrate import migrate
from tests.support.databases import Databases, make_quick
from tests.support.running import Running, running
from tests.support.signatures import remembered_signatures
from tests.support.statements import connected_engine, remembered_statements
from tests.support.team import Team, a_team
from tests.support.watching import stop_looking

pytest_plugins = ["tests.support.fixtures"]

TEMPLATE = "scripty_template"

configure_logs("info")

settings.register_profile(
    "scripty", deadline=None
)  # how long one example takes is no matter of truth
settings.load_profile("scripty")

gc.set_threshold(50_000, 20, 50)
"""A test run keeps a large program and makes many small things: looking for garbage among all of it
as often as Python does by itself takes a tenth of the time."""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Address:
    """The embedded server with one migrated database that the tests' own are copied from."""
    home: Path = tmp_path_factory.mktemp("home")
    home.chmod(0o755)
    where = start_embedded(home, TEMPLATE)
    make_quick(where)
    migrate(where)
    return where


@pytest.fixture(scope="session")
def databases(server: Address) -> Iterator[Databases]:
    """Migrated databases, one for each test."""
    found = Databases(server)
    yield found
    found.close()


@pytest.fixture(scope="session")
async def _statements(server: Address) -> AsyncIterator[None]:
    """Statements are put together once, and listeners asked for their parameters once."""
    with remembered_statements(await connected_engine(server)), remembered_signatures():
        yield


@pytest.fixture
def address(databases: Databases, _statements: None) -> Iterator[Address]:
    """A fresh, migrated database of this test's own."""
    with databases.one() as where:
        yield where
        stop_looking(where)


@pytest.fixture
async def team() -> AsyncIterator[Team]:
    """A small team in a local Slack, served over HTTP."""
    async with a_team() as found:
        yield found


@pytest.fixture
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """No second is waited between two calls: the local Slack has no such limit, and the pace has
    tests of its own, which do without this."""
    monkeypatch.setattr(delivery, "INTERVAL", timedelta(milliseconds=1))


@pytest.fixture
async def scripty(address: Address, team: Team, brisk: None) -> AsyncIterator[Running]:
    """The whole program, running against the team's Slack."""
    async with running(address, team) as found:
        yield found


class Starts(Protocol):
    """Starts the program with other settings than the fixture's."""

    def __call__(self, **settings: object) -> AbstractAsyncContextManager[Running]: ...


@pytest.fixture
def start(address: Address, team: Team) -> Starts:
    """Starts the program on this test's database, with settings of the test's own."""

    def begin(**settings: object) -> AbstractAsyncContextManager[Running]:
        return running(address, team, **settings)

    return begin
