"""The queue as Scripty uses it."""

import asyncio

from bot.metrics import Metrics
from bot.worker import Worker
from handlers.program import Program
from store.engine import Address, make_engine
from store.queue import make_queue
from store.tables import Workspace
from store.unit_of_work import Record


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
