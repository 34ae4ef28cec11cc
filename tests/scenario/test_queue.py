"""The queue as Scripty uses it."""

import asyncio
from typing import Any

from bot.metrics import Metrics
from bot.worker import SLOW_AT_ONCE, Worker
from handlers.program import Program
from store.engine import Address, make_engine
from store.queue import make_queue, retry_abandoned
from store.tables import Workspace
from store.unit_of_work import Record
from tests.support.watching import rows, until


async def test_a_freed_lock_wakes_the_next_job_without_waiting_for_a_poll(
    address: Address,
) -> None:
    engine, queue = make_engine(address), make_queue(address)
    record = Record(engine, queue)
    await record.save_workspace(Workspace(id="T1"))
    done: list[int] = []
    last = asyncio.Event()

    async def note_down(number: int, **_arguments: object) -> None:
        done.append(number)
        if len(done) == 20:
            last.set()

    async with queue.open_async():
        # These jobs ask for neither Slack nor the quiet of a thread.
        worker = Worker(queue, Program(record, None, None), Metrics())  # type: ignore[arg-type]
        worker.raw_job("note_down", note_down)
        async with record.workspace("T1") as work:
            for number in range(20):
                await work.defer("note_down", lock="one after the other", number=number)
        running = asyncio.create_task(worker.run(["T1"], poll=2))
        # Twenty polls would take forty seconds; one, at the very start, may be needed.
        async with asyncio.timeout(25):
            await last.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    await engine.dispose()
    assert done == list(range(20))


async def test_jobs_that_wait_for_a_slow_server_keep_nothing_else_waiting(
    address: Address,
) -> None:
    workspaces = ["T1", "T2", "T3", "T4"]
    engine, queue = make_engine(address), make_queue(address)
    record = Record(engine, queue)
    asked, answered = list[str](), asyncio.Event()
    done = {workspace: asyncio.Event() for workspace in workspaces}

    async def ask(workspace_id: str) -> None:
        asked.append(workspace_id)
        await answered.wait()

    async def note_down(workspace_id: str) -> None:
        done[workspace_id].set()

    async with queue.open_async():
        # These jobs ask for neither Slack nor the quiet of a thread.
        worker = Worker(queue, Program(record, None, None), Metrics())  # type: ignore[arg-type]
        worker.raw_job("ask", ask)
        worker.raw_job("note_down", note_down)
        for workspace in workspaces:
            await record.save_workspace(Workspace(id=workspace))
            async with record.workspace(workspace) as work:
                for number in range(SLOW_AT_ONCE):
                    await work.defer("ask", lock=f"ask {number}", slow=True)
        running = asyncio.create_task(worker.run(workspaces, poll=0.2))
        await until(lambda: _as_many(asked, SLOW_AT_ONCE))
        for workspace in workspaces:
            async with record.workspace(workspace) as work:
                await work.defer("note_down")
        async with asyncio.timeout(10):
            await asyncio.gather(*(each.wait() for each in done.values()))
        assert len(asked) == SLOW_AT_ONCE
        running.cancel()
        answered.set()
        await asyncio.gather(running, return_exceptions=True)
    await engine.dispose()
    left = await rows(address, "SELECT status::text FROM procrastinate_jobs")
    assert {row["status"] for row in left} == {"todo"}, "what was under way was finished first"
    assert len(left) == SLOW_AT_ONCE * (len(workspaces) - 1)


async def _as_many(asked: list[str], count: int) -> bool:
    return len(asked) >= count


async def test_a_dead_worker_s_job_is_run_again_once(address: Address) -> None:
    """By however many clocks; a job that somebody runs again meanwhile is left to them."""
    queue = make_queue(address)
    async with queue.open_async():
        await rows(
            address,
            "WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - interval '1 minute') RETURNING id)"
            " INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id)"
            " SELECT 'T01', 'deliver', 'doing', id FROM dead",
        )
        taken = await asyncio.gather(*(retry_abandoned(queue, 12) for _ in range(8)))
        assert sum(map(len, taken)) == 1
        await rows(
            address,
            "WITH live AS (INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id)"
            " UPDATE procrastinate_jobs SET status = 'doing', worker_id = live.id FROM live",
        )
        assert await retry_abandoned(queue, 12) == []


async def test_many_jobs_at_once_are_those_that_they_would_be_one_by_one(address: Address) -> None:
    engine, queue = make_engine(address), make_queue(address)
    record = Record(engine, queue)
    await record.save_workspace(Workspace(id="T1"))
    each: list[dict[str, Any]] = [
        {"number": number, "words": "ünd 🎬 \"'\\"} for number in range(3)
    ]
    async with queue.open_async():
        async with record.workspace("T1") as work:
            for number, one in enumerate(each):
                await work.defer("note_down", lock=f"note {number}", **one)
            await work.defer_all("note_down", each, locks=[f"note {n}" for n in range(3)])
            await work.defer("note_down", **each[0])
            await work.defer_all("note_down", each[:1])
            await work.defer_all("note_down", [])
        kept = await rows(
            address,
            "SELECT queue_name, task_name, priority, lock, queueing_lock, args, status::text,"
            " scheduled_at, attempts FROM procrastinate_jobs ORDER BY id",
        )
    await engine.dispose()
    assert len(kept) == 8
    assert kept[:3] == kept[3:6]
    assert kept[6] == kept[7]
