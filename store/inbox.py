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


class InboxWriter:
    """Stores events. `put` returns once the event is committed, or raises: then it is not."""

    def __init__(self, where: Address) -> None:
        self._where = where
        self._waiting: list[tuple[Incoming, asyncio.Future[None]]] = []
        self._connection: psycopg.AsyncConnection[tuple[Any, ...]] | None = None
        self._committing: asyncio.Task[None] | None = None

    async def put(self, event: Incoming) -> None:
        """Store the event and defer its job; an event already known changes nothing.

        Raises `psycopg.Error` when the database did not take it: let Slack send it again.
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
        if self._connection is not None:
            await self._connection.close()

    async def _commit_waiting(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            if not await self._commit(batch) and len(batch) > 1:
                for one in batch:  # let only the one that can't be stored fail
                    await self._commit([one])

    async def _commit(self, batch: Sequence[tuple[Incoming, asyncio.Future[None]]]) -> bool:
        try:
            await self._store([event for event, _ in batch])
        except psycopg.Error as error:
            if len(batch) == 1 and not batch[0][1].done():
                batch[0][1].set_exception(error)
            return False
        for _, stored in batch:
            if not stored.done():
                stored.set_result(None)
        return True

    async def _store(self, events: Sequence[Incoming]) -> None:
        try:
            await self._execute(events)
        except psycopg.OperationalError:
            # The server may have restarted since the last event: once more, freshly connected.
            # An event that was committed after all meets ON CONFLICT.
            await self._execute(events)

    async def _execute(self, events: Sequence[Incoming]) -> None:
        connection = await self._connected()
        try:
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
        except psycopg.OperationalError:
            await connection.close()
            self._connection = None
            raise

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
