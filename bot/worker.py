"""The worker: runs the rooms' jobs, each with a few more tries when it fails."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import procrastinate
import structlog
from procrastinate.jobs import Job as QueuedJob
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from bot.metrics import Metrics
from bot.slack.delivery import Drawing
from handlers.program import Draw, Job, Program, Sent
from store.clock import now
from store.queue import slow_queue

HEARTBEAT = 3.0
STALLED_AFTER = 12.0
"""Seconds without a heartbeat after which a worker counts as dead and its jobs run again."""

POLL = 1.0
"""Seconds between looks for jobs that have become due; new ones are announced."""

BEGIN_AGAIN = 1.0
"""Seconds after which a worker that ended is begun again."""

CONCURRENCY = 8
SLOW_AT_ONCE = 3
"""Of the jobs that wait for others, such as a model. They are run apart: however many of them wait,
and for however many workspaces, events are handled, threads read and answers delivered."""

MOST_TRIES = 6

log = structlog.get_logger()


class FewMoreTries(BaseRetryStrategy):
    """Six tries, 1, 4, 16, 64 and 256 seconds apart; then the job is failed, and what it was about
    stays in the record."""

    def get_retry_decision(
        self, *, exception: BaseException, job: QueuedJob
    ) -> RetryDecision | None:
        del exception
        if job.attempts + 1 >= MOST_TRIES:
            return None
        return RetryDecision(retry_at=now() + timedelta(seconds=4**job.attempts))


class Worker:
    """Collects what the rooms register, and runs it."""

    def __init__(self, queue: procrastinate.App, program: Program, metrics: Metrics) -> None:
        self._queue = queue
        self._program = program
        self._metrics = metrics
        self.drawings: dict[str, Drawing] = {}

    def job(self, name: str, run: Job) -> None:
        """Run deferred jobs of this name with `run(program, workspace_id, …)`."""

        async def bound(**arguments: Any) -> None:
            await run(self._program, **arguments)

        self.raw_job(name, bound)

    def raw_job(self, name: str, run: Callable[..., Awaitable[None]]) -> None:
        """Run deferred jobs of this name with `run(**arguments)`."""

        async def measured(**arguments: Any) -> None:
            started = time.perf_counter()
            result = "failed"
            try:
                await run(**arguments)
                result = "done"
            except Exception:  # the worker's loop: the job is tried again, whatever it was
                log.exception("job failed", action="job_failed", job=name)
                raise
            finally:
                self._metrics.jobs.labels(name, result).inc()
                self._metrics.job_seconds.labels(name).observe(time.perf_counter() - started)

        self._queue.task(name=name, retry=FewMoreTries())(measured)

    def drawing(
        self,
        kind: str,
        draw: Draw,
        sent: Sent | None = None,
        *,
        picture: bool = False,
        dead: Sent | None = None,
    ) -> None:
        """Draw deliveries of this kind with `draw`."""
        self.drawings[kind] = Drawing(draw, sent, picture, dead)

    async def run(self, workspaces: list[str], *, poll: float = POLL) -> None:
        """Run these workspaces' jobs until cancelled; what is under way is finished first."""
        slow = [slow_queue(workspace) for workspace in workspaces]
        async with asyncio.TaskGroup() as both:
            both.create_task(self._keep_running(workspaces, CONCURRENCY, poll))
            both.create_task(self._keep_running(slow, SLOW_AT_ONCE, poll))

    async def _keep_running(self, queues: list[str], at_once: int, poll: float) -> None:
        """The queue's own worker ends when the database is away for a moment: it is begun again."""
        while not _cancelled():
            try:
                await self._run(queues, at_once, poll)
            except Exception:  # whatever ended it, jobs that nobody runs are worse
                log.exception("worker ended", action="worker_ended")
            if not _cancelled():
                await asyncio.sleep(BEGIN_AGAIN)

    async def _run(self, queues: list[str], at_once: int, poll: float) -> None:
        await self._queue.run_worker_async(
            queues=queues,
            concurrency=at_once,
            fetch_job_polling_interval=poll,
            update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=STALLED_AFTER,
            delete_jobs="successful",
            install_signal_handlers=False,
            shutdown_graceful_timeout=10,
        )


def _cancelled() -> bool:
    """Whether this task is to end, even where its cancellation was overtaken by an error."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
