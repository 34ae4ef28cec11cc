"""The record: workspaces never meet, jobs commit with their change, migrations build it."""

from collections.abc import AsyncIterator

import psycopg
import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from store.engine import Address, make_engine
from store.migrate import alembic_config, migrate, revisions
from store.queue import make_queue, migrate_queue, shipped_migrations
from store.tables import Production, Workspace
from store.unit_of_work import Record


@pytest.fixture
async def record(address: Address) -> AsyncIterator[Record]:
    """A record with two workspaces."""
    engine = make_engine(address)
    found = Record(engine, make_queue(address))
    for team in ("T1", "T2"):
        await found.save_workspace(Workspace(id=team, name=team))
    yield found
    await engine.dispose()


async def test_a_raw_query_sees_only_the_workspace_it_is_bound_to(record: Record) -> None:
    async with record.workspace("T1") as work:
        await work.add(Production(name="ours"))
    async with record.workspace("T2") as work:
        await work.add(Production(name="theirs"))
        connection = await work.session.connection()
        rows = (await connection.execute(text("SELECT name FROM production"))).all()
    assert [row.name for row in rows] == ["theirs"]


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO pace (workspace_id, method, channel, not_before) "
        "VALUES ('T2', 'm', '', now())",
        "UPDATE production SET workspace_id = 'T2'",
    ],
)
async def test_nothing_can_be_written_into_another_workspace(
    record: Record, statement: str
) -> None:
    async def trespass() -> None:
        async with record.workspace("T1") as work:
            await work.add(Production(name="ours"))
            await (await work.session.connection()).execute(text(statement))

    with pytest.raises(DBAPIError, match="row-level security"):
        await trespass()


async def test_without_a_workspace_the_bound_role_sees_nothing(
    record: Record, address: Address
) -> None:
    async with record.workspace("T1") as work:
        await work.add(Production(name="ours"))
    with psycopg.connect(address.libpq) as connection:
        connection.execute("SET ROLE scripty_app")
        assert connection.execute("SELECT count(*) FROM production").fetchone() == (0,)


def test_every_table_with_a_workspace_is_protected(address: Address) -> None:
    with psycopg.connect(address.libpq) as connection:
        unprotected = connection.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
            "WHERE c.relkind = 'r' AND a.attname = 'workspace_id' AND NOT c.relrowsecurity"
        ).fetchall()
    assert unprotected == []


async def test_the_audit_trail_can_only_be_added_to(record: Record) -> None:
    async def rewrite(statement: str) -> None:
        async with record.workspace("T1") as work:
            await (await work.session.connection()).execute(text(statement))

    for statement in ("DELETE FROM audit_event", "UPDATE audit_event SET actor = 'x'"):
        with pytest.raises(DBAPIError, match="permission denied"):
            await rewrite(statement)


async def test_a_job_commits_or_vanishes_with_its_change(record: Record, address: Address) -> None:
    async with record.workspace("T1") as work:
        await work.defer("kept", lock="a")

    async def break_off() -> None:
        async with record.workspace("T1") as work:
            await work.defer("lost", lock="a")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await break_off()
    with psycopg.connect(address.libpq) as connection:
        jobs = connection.execute(
            "SELECT task_name, queue_name, lock FROM procrastinate_jobs"
        ).fetchall()
    assert jobs == [("kept", "T1", "T1 a")]


async def test_numbers_are_taken_once(record: Record) -> None:
    async with record.workspace("T1") as work:
        production = await work.add(Production(name="ours"))
        first = await work.productions.take_numbers(production.id, col(Production.next_note), 3)
        then = await work.productions.take_numbers(production.id, col(Production.next_note), 1)
    assert (first, then) == (1, 4)


def test_migrations_build_what_the_tables_say(address: Address) -> None:
    current, newest = revisions(address)
    assert current == newest
    command.check(alembic_config(address))


def test_migrating_again_changes_nothing(address: Address) -> None:
    migrate(address)
    with psycopg.connect(address.libpq) as connection:
        assert migrate_queue(connection) == []


def test_the_queue_learns_what_a_newer_library_ships(address: Address) -> None:
    """As after an upgrade: its last change is not in the database yet."""
    newest = shipped_migrations()[-1]
    with psycopg.connect(address.libpq, autocommit=True) as connection:
        connection.execute(
            "DROP TRIGGER procrastinate_trigger_status_events_update_v1 ON procrastinate_jobs"
        )
        connection.execute("DELETE FROM queue_migration WHERE name = %s", [newest])
        assert migrate_queue(connection) == [newest]
        triggers = connection.execute(
            "SELECT 1 FROM pg_trigger WHERE tgname = %s",
            ["procrastinate_trigger_status_events_update_v1"],
        ).fetchall()
    assert len(triggers) == 1


def test_migrating_down_leaves_nothing_of_ours(address: Address) -> None:
    command.downgrade(alembic_config(address), "base")
    with psycopg.connect(address.libpq) as connection:
        ours = connection.execute(
            "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE relkind = 'r' AND nspname = 'public' AND relname NOT LIKE 'procrastinate%' "
            "AND relname NOT IN ('alembic_version', 'queue_migration')"
        ).fetchall()
    assert ours == []
    migrate(address)
    assert revisions(address)[0] == revisions(address)[1]
