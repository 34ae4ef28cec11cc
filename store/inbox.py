"""The fast way into the inbox: events that arrive together share one commit.

Slack waits for the answer, so this is the one place where the record is written past the
ORM: one prepared statement on a connection of its own stores a batch of events and defers
the job that handles each. A batch is whatever arrived while the one before was committed.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg

from store.engine import Address

PATIENCE = 1.4
"""Seconds that storing may take, twice if need be: Slack waits for three."""

NOT_STORED = (psycopg.Error, TimeoutError, UnicodeError)
"""What `InboxWriter.put` raises."""

HANDLE_EVENT = "handle_event"
"""Name of the job that replays a stored event."""

STORE_BATCH: LiteralString = """
WITH fresh AS (
    INSERT INTO inbox_event (workspace_id, event_id, payload, lock, received_at)
    SELECT workspace_id, event_id, payload::json, lock, now()
    FROM unnest(%(workspaces)b::text[], %(ids)b::text[], %(payloads)b::text[], %(locks)b::text[])
        AS batch (workspace_id, event_id, payload, lock)
    ON CONFLICT DO NOTHING
    RETURNING workspace_id, event_id, lock
)
SELECT procrastinate_defer_jobs_v1(array_agg(ROW(
    workspace_id, %(job)s, 0, workspace_id || ' ' || lock, NULL,
    jsonb_build_object('workspace_id', workspace_id, 'event_id', event_id), NULL
)::procrastinate_job_to_defer_v1))
FROM fresh HAVING count(*) > 0
"""


@dataclass(frozen=True)
class Incoming:
    """An event as Slack sent it, its payload as JSON text; events with one `lock` are handled one
    after the other."""

    workspace_id: str
    event_id: str
    lock: str
    payload: str


Waiting = tuple[Incoming, asyncio.Future[None]]


def settle(batch: Sequence[Waiting], error: Exception | None = None) -> None:
    """Tell those who wait that their events are stored, or why not."""
    for _, stored in batch:
        if stored.done():
            continue
        if error is None:
            stored.set_result(None)
        else:
            stored.set_exception(error)


class InboxWriter:
    """Stores events. `put` returns once the event is committed, or raises: then it is not."""

    def __init__(self, where: Address) -> None:
        self._where = where
        self._waiting: list[Waiting] = []
        self._connection: psycopg.AsyncConnection[tuple[Any, ...]] | None = None
        self._committing: asyncio.Task[None] | None = None

    async def put(self, event: Incoming) -> None:
        """Store the event and defer its job; an event already known changes nothing.

        Raises one of `NOT_STORED` when the database did not take it: let Slack send it again.
        """
        stored = asyncio.get_running_loop().create_future()
        self._waiting.append((event, stored))
        if self._committing is None or self._committing.done():
            self._committing = asyncio.create_task(self._commit_waiting())
        await stored

    async def close(self) -> None:
        """Finish what is under way and close the connection."""
        if self._committing is not None:
            await asyncio.gather(self._committing, return_exceptions=True)
        await self._disconnect()

    async def _commit_waiting(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                await self._commit(batch)
            except (psycopg.OperationalError, TimeoutError) as error:
                settle(batch, error)  # the database is away: for all of them alike
            except (psycopg.Error, UnicodeError):
                await self._commit_each(batch)

    async def _commit_each(self, batch: Sequence[Waiting]) -> None:
        """Let only the event that can't be stored fail."""
        for one in batch:
            try:
                await self._commit([one])
            except NOT_STORED as error:
                settle([one], error)

    async def _commit(self, batch: Sequence[Waiting]) -> None:
        await self._store([event for event, _ in batch])
        settle(batch)

    async def _store(self, events: Sequence[Incoming]) -> None:
        try:
            await self._execute(events)
        except psycopg.OperationalError:
            # The server may have restarted since the last event: once more, freshly connected.
            # An event that was committed after all meets ON CONFLICT.
            await self._execute(events)

    async def _execute(self, events: Sequence[Incoming]) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._execute_now(events)
        except (psycopg.OperationalError, TimeoutError):
            await self._disconnect()
            raise

    async def _execute_now(self, events: Sequence[Incoming]) -> None:
        connection = await self._connected()
        await connection.execute(
            STORE_BATCH,
            {
                "workspaces": [event.workspace_id for event in events],
                "ids": [event.event_id for event in events],
                "payloads": [event.payload for event in events],
                "locks": [event.lock for event in events],
                "job": HANDLE_EVENT,
            },
            prepare=True,
        )

    async def _disconnect(self) -> None:
        if self._connection is not None:
            await self._connection.close()
            self._connection = None

    async def _connected(self) -> psycopg.AsyncConnection[tuple[Any, ...]]:
        if self._connection is None or self._connection.closed:
            self._connection = await psycopg.AsyncConnection.connect(
                self._where.libpq, autocommit=True
            )
        return self._connection


FORGET: LiteralString = """
DELETE FROM inbox_event WHERE handled_at < now() - make_interval(days => %(days)s)
"""


async def forget_handled(where: Address, *, days: int = 3) -> int:
    """Drop the ids of events handled long ago: Slack retries for a day. How many."""
    async with await psycopg.AsyncConnection.connect(where.libpq, autocommit=True) as connection:
        return (await connection.execute(FORGET, {"days": days})).rowcount
