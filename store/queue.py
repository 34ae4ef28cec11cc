"""The job queue: Procrastinate on the record's own database, and keeping its schema current."""

from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

import orjson
import psycopg
from procrastinate import App, PsycopgConnector, schema
from procrastinate.jobs import Job
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from store.engine import Address

_DEFER = text(
    """
    SELECT procrastinate_defer_jobs_v1(array_agg(
        CAST(ROW(:queue, :task, :priority, lock, NULL, args, NULL) AS procrastinate_job_to_defer_v1)
        ORDER BY ordinality
    ))
    FROM ROWS FROM (
        jsonb_to_recordset(CAST(:jobs AS jsonb)) AS (args jsonb, lock text)
    ) WITH ORDINALITY AS job
    """
)


def make_queue(where: Address) -> App:
    """The queue's client. Its pool serves the worker; jobs of a change are deferred on the
    change's own connection (`Work.defer`)."""
    return App(connector=PsycopgConnector(conninfo=where.libpq, configure=_commit_each))


async def _commit_each(connection: psycopg.AsyncConnection[Any]) -> None:
    """Each statement of the queue's own is a transaction by itself: said once for a connection, or
    BEGIN and COMMIT go to the server and back around every one."""
    await connection.set_autocommit(True)


def slow_queue(workspace_id: str) -> str:
    """Where a workspace's jobs wait that wait for others themselves, apart from all the rest."""
    return f"{workspace_id} slow"


async def defer_many(
    connection: AsyncConnection, like: Job, each: Sequence[Mapping[str, Any]]
) -> None:
    """Keep many jobs like this one, in their order: each has `args` added to its own, and perhaps
    a `lock`.

    The library keeps many at once too, but writes each as a row of text, field by field, before
    it sends them: a third of a second for six thousand.
    """
    jobs = [{**one, "args": {**like.task_kwargs, **one["args"]}} for one in each]
    await connection.execute(
        _DEFER,
        {
            "queue": like.queue,
            "task": like.task_name,
            "priority": like.priority,
            "jobs": orjson.dumps(jobs).decode(),
        },
    )


def shipped_migrations() -> list[str]:
    """Names of the schema changes that the installed Procrastinate ships, in order."""
    folder = resources.files("procrastinate") / "sql" / "migrations"
    return sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))


def migrate_queue(connection: psycopg.Connection[tuple[object, ...]]) -> list[str]:
    """Bring the queue's tables to the installed Procrastinate; returns what was applied.

    A fresh database gets the library's whole schema; an older one the changes shipped since.
    """
    connection.execute(
        "CREATE TABLE IF NOT EXISTS queue_migration (name text PRIMARY KEY, "
        "applied_at timestamptz NOT NULL DEFAULT now())"
    )
    done = {str(row[0]) for row in connection.execute("SELECT name FROM queue_migration")}
    missing = [name for name in shipped_migrations() if name not in done]
    if not done:
        connection.execute(schema.SchemaManager.get_schema().encode())
    else:
        folder = resources.files("procrastinate") / "sql" / "migrations"
        for name in missing:
            connection.execute((folder / name).read_bytes())
    for name in missing:
        connection.execute("INSERT INTO queue_migration (name) VALUES (%s)", [name])
    return missing


async def retry_given_up(queue: App, workspaces: Sequence[str]) -> None:
    """Run again, with all their tries, the jobs that failed for good: a worker that starts may be
    a version that knows better. One statement, so that several may start at once."""
    queues = [*workspaces, *map(slow_queue, workspaces)]
    await queue.connector.execute_query_async(
        "UPDATE procrastinate_jobs SET status = 'todo', attempts = 0, scheduled_at = now() "
        "WHERE status IN ('failed', 'aborted') AND queue_name = ANY(%(queues)s)",
        queues=queues,
    )


async def retry_abandoned(queue: App, seconds: float) -> Sequence[Mapping[str, Any]]:
    """Run again the jobs whose worker has given no sign of life for so long: their `id` and
    `task_name`.

    One statement, which holds each row: of several that do this at once one takes a job, and
    nobody takes it from the worker that runs it again meanwhile.
    """
    found: Sequence[Mapping[str, Any]] = await queue.connector.execute_query_all_async(
        "WITH abandoned AS ("
        " SELECT job.id, job.task_name FROM procrastinate_jobs job"
        " LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id"
        " WHERE job.status = 'doing' AND (job.worker_id IS NULL"
        " OR worker.last_heartbeat < now() - %(seconds)s * interval '1 second')"
        " ORDER BY job.id FOR UPDATE OF job SKIP LOCKED)"
        " SELECT id, task_name, procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL)"
        " FROM abandoned",
        seconds=seconds,
    )
    return found
