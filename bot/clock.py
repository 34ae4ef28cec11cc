"""The clock: what has to happen by itself. Any number of clocks may tick; the database sees to it
that nothing happens twice."""

import asyncio
from collections.abc import Awaitable, Callable

import procrastinate
import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.slack.workspaces import Workspaces
from bot.sweep import see_to_all
from bot.worker import STALLED_AFTER
from handlers.briefs.scheduling import see_to_due
from store.clock import now
from store.engine import Address
from store.inbox import forget_handled
from store.queue import retry_abandoned
from store.unit_of_work import Record

STALLED_CHECK = 3
FINISH = 10
SWEEP = 20
"""Seconds between looks for nudges that have become due."""
REPORT = 20
"""Seconds between looks for briefs and changes that are to come by themselves."""

log = structlog.get_logger()


class Clock:
    """Ticks while the worker runs."""

    def __init__(
        self,
        queue: procrastinate.App,
        where: Address,
        record: Record,
        workspaces: Workspaces,
    ) -> None:
        self._queue = queue
        self._where = where
        self._record = record
        self._workspaces = workspaces
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._ticking: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begin to tick."""
        self._every(self.retry_stalled, seconds=STALLED_CHECK)
        self._every(self.forget, hours=1)
        self._every(self.sweep, seconds=SWEEP)
        self._every(self.report, seconds=REPORT)
        self._scheduler.start()

    async def stop(self) -> None:
        """Stop ticking; what a tick is at is finished first, if it doesn't take too long."""
        self._scheduler.pause()
        if self._ticking:
            await asyncio.wait(self._ticking, timeout=FINISH)
        self._scheduler.shutdown(wait=False)

    async def retry_stalled(self) -> None:
        """Run the jobs of dead workers again."""
        for job in await retry_abandoned(self._queue, STALLED_AFTER):
            log.warning(
                "job of a dead worker", action="job_stalled", job=job["task_name"], id=job["id"]
            )

    async def forget(self) -> None:
        """Drop the ids of events that were handled long ago."""
        await forget_handled(self._where)

    async def sweep(self) -> None:
        """Plan and send the nudges that have become due."""
        messages: list[int] = []
        for workspace_id in self._workspaces.ids:
            await see_to_all(
                self._record, workspace_id, now(), lambda sent: messages.append(len(sent.nudges))
            )
        if sum(messages):
            log.info("nudges are due", action="nudges_swept", messages=sum(messages))

    async def report(self) -> None:
        """Have the briefs and changes posted that have become due."""
        for workspace_id in self._workspaces.ids:
            while seen := await self._see_to_reports(workspace_id):
                log.info("reports are due", action="reports_due", reports=seen)

    async def _see_to_reports(self, workspace_id: str) -> int:
        async with self._record.workspace(workspace_id) as work:
            return await see_to_due(work, now())

    def _every(self, tick: Callable[[], Awaitable[None]], **interval: int) -> None:
        async def guarded() -> None:
            task = asyncio.current_task()
            assert task is not None
            self._ticking.add(task)
            try:
                await tick()
            except Exception:  # a tick that fails must not stop the clock; the next one tries again
                log.exception("tick failed", action="tick_failed", tick=tick.__name__)
            finally:
                self._ticking.discard(task)

        self._scheduler.add_job(
            guarded, "interval", **interval, next_run_time=now(), coalesce=True, max_instances=1,
            misfire_grace_time=None,
        )  # fmt: skip
