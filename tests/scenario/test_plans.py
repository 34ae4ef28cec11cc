"""What people ask for is read by index: in a large record, PostgreSQL never looks through a whole
table of it."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import event, text

from handlers.briefs.services import changes_message
from handlers.hotspots.services import hotspots_here
from store.clock import now
from store.engine import Address, make_engine
from store.queue import make_queue
from store.unit_of_work import Record, Work
from tests.benchmarks.sweep import next_morning
from tests.benchmarks.views import ACTOR, VIEWS
from tests.support.many import WORKSPACE, fill

LARGE = 1_000
"""Rows from which on a table may not be looked through."""

Asked = tuple[str, Any]


@pytest.fixture
async def record(address: Address) -> AsyncIterator[Record]:
    """300 productions with 15,000 tasks and notes."""
    await fill(address, next_morning(), productions=300, due=1, items=20, notes=30)
    engine = make_engine(address)
    yield Record(engine, make_queue(address))
    await engine.dispose()


@contextmanager
def listening(record: Record) -> Iterator[list[Asked]]:
    """Everything that is asked of the database meanwhile."""
    asked: list[Asked] = []

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            asked.append((statement, parameters))

    event.listen(record.engine.sync_engine, "before_cursor_execute", hear)
    yield asked
    event.remove(record.engine.sync_engine, "before_cursor_execute", hear)


async def looked_through(work: Work, asked: Sequence[Asked]) -> dict[str, str]:
    """The large tables that some statement would read as a whole, each with the statement."""
    connection = await work.session.connection()
    counted = "SELECT relname, reltuples FROM pg_class WHERE relkind = 'r'"
    sizes = {row.relname: row.reltuples for row in await connection.exec_driver_sql(counted)}
    await connection.exec_driver_sql("SET LOCAL random_page_cost = 1.1")  # no disk that turns
    found = {}
    for statement, parameters in asked:
        explain = f"EXPLAIN (FORMAT JSON) {statement}"
        (plan,) = (await connection.exec_driver_sql(explain, parameters)).scalar_one()
        for node in nodes(plan["Plan"]):
            table = node.get("Relation Name", "")
            if node["Node Type"] == "Seq Scan" and sizes.get(table, 0) > LARGE:
                found[table] = statement
    return found


def nodes(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield plan
    for each in plan.get("Plans", ()):
        yield from nodes(each)


async def _changes(work: Work) -> object:
    production = await work.productions.of_channel("C1")
    assert production is not None
    since = next_morning().replace(hour=0)
    return await changes_message(work, production, since, now())


async def _hotspots(work: Work) -> object:
    return await hotspots_here(work, ACTOR, "C1")


HISTORY = """
INSERT INTO nudge (id, workspace_id, key, production_id, channel, timezone, local_date, at, reason,
    asked_for, state, gaps, things, created_at)
SELECT md5('nudge' || p || '-' || n)::uuid, %(workspace)s, 'digest:' || p || '-' || n,
    md5('production' || p)::uuid, 'C' || p, 'UTC', current_date, now(), '', false, 'sent', '[]',
    ARRAY[md5('task' || p || '-' || n)::uuid, md5('milestone' || p)::uuid], now()
FROM generate_series(1, 300) p, generate_series(1, 20) n;
ANALYZE nudge;
"""


async def _followed(work: Work) -> object:
    """What each press asks: which messages name this thing?"""
    (task,) = await _ids(work, "SELECT md5('task7-7')::uuid")
    return await work.nudges.naming([task])


async def _told(work: Work) -> object:
    """What each sweep asks: who was told of these milestones?"""
    (milestone,) = await _ids(work, "SELECT md5('milestone7')::uuid")
    return await work.nudges.told([milestone])


async def _ids(work: Work, query: str) -> list[UUID]:
    connection = await work.session.connection()
    return list((await connection.exec_driver_sql(query)).scalars())


async def test_nothing_looks_through_a_large_table(record: Record, address: Address) -> None:
    views = {**VIEWS, "changes": _changes, "hotspots": _hotspots}
    for name, view in views.items():
        async with record.workspace(WORKSPACE) as work:
            with listening(record) as asked:
                await view(work)
            assert asked
            assert await looked_through(work, asked) == {}, name
    async with record.workspace(WORKSPACE) as work:  # and one that does is seen
        with listening(record) as asked:
            connection = await work.session.connection()
            await connection.execute(text("SELECT * FROM note WHERE text LIKE '%logo%'"))
        assert set(await looked_through(work, asked)) == {"note"}
    await _what_was_sent_is_found_by_what_it_names(record, address)


async def _what_was_sent_is_found_by_what_it_names(record: Record, address: Address) -> None:
    """The function that finds it may use the index though row-level security binds the role."""
    with psycopg.connect(address.libpq, autocommit=True) as connection:
        psycopg.ClientCursor(connection).execute(HISTORY, {"workspace": WORKSPACE})
        plan = connection.execute(
            "EXPLAIN SELECT id FROM nudge WHERE workspace_id = 'T00000001' "
            "AND things && ARRAY[md5('task7-7')::uuid]"
        ).fetchall()
    assert "ix_nudge_things" in str(plan)  # what the function does within
    for name, view in {"followed": _followed, "told": _told}.items():
        async with record.workspace(WORKSPACE) as work:
            with listening(record) as asked:
                await view(work)
            assert await looked_through(work, asked) == {}, name
    async with record.workspace(WORKSPACE) as work:
        found = await _ids(work, "SELECT nudges_naming(ARRAY[md5('task7-7')::uuid])")
        assert len(found) == 1
    async with record.workspace("T_OTHER") as work:
        assert not await _ids(work, "SELECT nudges_naming(ARRAY[md5('task7-7')::uuid])")
