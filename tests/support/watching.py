"""Looking into the database from outside the program, and waiting for what is to be seen there."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, LiteralString, TypeVar
from uuid import uuid4

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from store.engine import Address
from store.tables import Delivery
from tests.support.running import Running

T = TypeVar("T")
Row = Mapping[str, Any]

WORKSPACE = "T00000001"


@contextmanager
def a_database(server: Address, template: str = "") -> Iterator[Address]:
    """A fresh copy of the migrated database (or of `template`), for as long as the block lasts."""
    name = f"test_{uuid4().hex}"
    control = Address(server.url.set(database="postgres")).libpq
    made = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
        sql.Identifier(name), sql.Identifier(template or str(server.url.database))
    )
    with psycopg.connect(control, autocommit=True) as connection:
        connection.execute(made)
        try:
            yield Address(server.url.set(database=name))
        finally:
            stop_looking(Address(server.url.set(database=name)))
            connection.execute(
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            )


_looks: dict[tuple[Address, asyncio.AbstractEventLoop], psycopg.AsyncConnection[Row]] = {}
"""The connection through which a loop looks into a database: tests look often, and connecting takes
a hundred times as long as looking."""


async def rows(where: Address, query: LiteralString, *values: object) -> list[Row]:
    """What a committed query sees."""
    looking = await _looking(where)
    try:
        return await _fetched(looking, query, values)
    except psycopg.OperationalError:
        if not looking.broken:
            raise
        return await _fetched(await _looking(where), query, values)


async def _fetched(
    looking: psycopg.AsyncConnection[Row], query: LiteralString, values: tuple[object, ...]
) -> list[Row]:
    found = await looking.execute(query, values)
    return list(await found.fetchall()) if found.description else []


async def _looking(where: Address) -> psycopg.AsyncConnection[Row]:
    key = where, asyncio.get_running_loop()
    if key not in _looks or _looks[key].closed:
        made = await psycopg.AsyncConnection.connect(
            where.libpq, autocommit=True, row_factory=dict_row, prepare_threshold=None
        )
        if key in _looks and not _looks[key].closed:  # another was quicker
            await made.close()
        else:
            _looks[key] = made
    return _looks[key]


def stop_looking(where: Address) -> None:
    """Nobody looks into this database any more."""
    for key in [key for key in _looks if key[0] == where]:
        looking = _looks.pop(key)
        looking.pgconn.finish()


async def until(
    check: Callable[[], Awaitable[T | None]],
    timeout: float = 10,  # noqa: ASYNC109 - how long to wait
) -> T:
    """The first truthy answer of `check`, which is asked less often the longer it takes. Raises
    TimeoutError."""
    wait = 0.01
    async with asyncio.timeout(timeout):
        while True:
            if value := await check():
                return value
            await asyncio.sleep(wait)
            wait = min(wait * 1.25, 0.1)


async def delivery(scripty: Running, key: str) -> Delivery:
    """The delivery with this key as it is now."""
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        found = await work.deliveries.by_key(key)
    assert found is not None, f"no delivery {key}"
    return found


async def in_state(scripty: Running, key: str, state: str) -> Delivery:
    """The delivery with this key, once it is in this state."""

    async def reached() -> Delivery | None:
        found = await delivery(scripty, key)
        return found if found.state == state else None

    return await until(reached)


async def delivered(scripty: Running, key: str, state: str) -> Delivery:
    """The delivery with this key, once it is in this state and no job is left for it."""

    async def settled() -> Delivery | None:
        found = await in_state(scripty, key, state)
        return found if await idle(scripty.scripty.where) else None

    return await until(settled)


async def idle(where: Address) -> bool:
    """Whether the workers have nothing to do, now or later."""
    query: LiteralString = (
        "SELECT 1 FROM procrastinate_jobs WHERE status IN ('todo', 'doing') LIMIT 1"
    )
    return not await rows(where, query)


async def all_done(where: Address, timeout: float = 10) -> None:  # noqa: ASYNC109 - how long to wait
    """Returns when the workers have nothing to do, now or later."""
    await until(lambda: idle(where), timeout)


async def inbox(where: Address, event_id: str) -> Row:
    """What the inbox holds of an event. Raises LookupError when it does not hold it."""
    found = await rows(where, "SELECT * FROM inbox_event WHERE event_id = %s", event_id)
    if not found:
        raise LookupError(event_id)
    return found[0]


async def handled(where: Address, event_id: str) -> Row:
    """What the inbox holds of an event, once it was handled."""

    async def done() -> Row | None:
        found = await inbox(where, event_id)
        return found if found["handled_at"] else None

    return await until(done)
