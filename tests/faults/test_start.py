"""Starting when something is not as it should be."""

import asyncio

import psycopg
import pytest
from psycopg import sql

from bot.app import Scripty
from bot.demo.slack import Error, RateLimited, Status
from bot.slack.workspaces import UnknownWorkspaceError
from store.engine import Address
from store.migrate import migrate
from store.queue import make_queue, retry_given_up, slow_queue
from tests.support.running import settings_for
from tests.support.team import Team


def a_program(address: Address, team: Team) -> Scripty:
    return Scripty(settings_for(team), address, frozenset({"web"}))


@pytest.mark.parametrize("fault", [Status(503), RateLimited(1), Error("internal_error")])
async def test_while_slack_is_away_a_known_workspace_starts(
    address: Address, team: Team, fault: Error
) -> None:
    async with a_program(address, team).lifespan():
        pass
    team.slack.faults.add("auth.test", fault)
    program = a_program(address, team)
    async with program.lifespan():
        assert program.workspaces.ids == [team.slack.team.id]


async def test_a_token_that_slack_refuses_is_said_to_be_refused(
    address: Address, team: Team
) -> None:
    team.slack.faults.add("auth.test", Error("invalid_auth"))
    with pytest.raises(UnknownWorkspaceError, match="refused SLACK_BOT_TOKEN"):
        async with a_program(address, team).lifespan():
            pass


async def test_workers_that_start_together_each_find_what_was_given_up_once(
    address: Address,
) -> None:
    queue = make_queue(address)
    with psycopg.connect(address.libpq, autocommit=True) as connection:
        for number in range(20):
            connection.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts) "
                "VALUES (%s, 'some_job', %s::jsonb, 'failed', 6)",
                [slow_queue("T1") if number % 2 else "T1", f'{{"number": {number}}}'],
            )
        async with queue.open_async():
            await asyncio.gather(*(retry_given_up(queue, ["T1"]) for _ in range(4)))
        rows = connection.execute(
            "SELECT status::text, attempts, count(*) FROM procrastinate_jobs GROUP BY 1, 2"
        ).fetchall()
    assert rows == [("todo", 0, 20)]


def test_a_plain_user_migrates_once_an_administrator_made_the_roles(address: Address) -> None:
    with psycopg.connect(address.libpq, autocommit=True) as connection:
        connection.execute("CREATE ROLE plain LOGIN")
        try:
            connection.execute("GRANT scripty_app, scripty_drafting TO plain")
            connection.execute("CREATE DATABASE of_plain OWNER plain")
            plain = Address(address.url.set(username="plain", database="of_plain"))
            migrate(plain)
            migrate(plain)
        finally:
            connection.execute("DROP DATABASE IF EXISTS of_plain WITH (FORCE)")
            connection.execute(sql.SQL("DROP OWNED BY plain"))
            connection.execute("DROP ROLE plain")
