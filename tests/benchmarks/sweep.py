"""What it takes to find out who has to be told what, against a job for each item.

The rival is APScheduler as it is often used for reminders: one job per open item in its PostgreSQL
job store, each looking at its item and keeping what is to be said. It runs on the same database,
on the same items, in turns with ours.
"""

import gc
import pickle
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from statistics import median
from zoneinfo import ZoneInfo

import psycopg
from apscheduler.executors.debug import DebugExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import STATE_PAUSED, STATE_RUNNING
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import create_engine

from bot.sweep import see_to_all
from store.clock import now
from store.engine import Address, make_engine
from store.queue import make_queue
from store.unit_of_work import Record
from tests.benchmarks.places import a_database
from tests.benchmarks.report import Report, Row
from tests.benchmarks.turns import ratio, spread
from tests.support.many import WORKSPACE, fill

ITEMS = 50
PRODUCTIONS = 2_000
DUE = 1_000
FEW_DUE = 20

AGAIN = """
TRUNCATE nudge CASCADE;
DELETE FROM procrastinate_jobs;
DELETE FROM delivery;
UPDATE nudge_clock SET done_until = %(moment)s - interval '1 day', next_at = %(moment)s
WHERE production_id IN (SELECT md5('production' || p)::uuid FROM generate_series(1, %(due)s) p);
"""


async def sweep_benchmark(rounds: int = 2) -> Report:
    """A sweep over 100,000 open items, and how it grows."""
    with a_database() as where:
        moment = next_morning()
        await fill(where, moment, productions=PRODUCTIONS, due=DUE, items=ITEMS)
        ours: list[float] = []
        rival: list[float] = []
        said = 0
        with jobs_per_item(where, DUE * ITEMS, PRODUCTIONS * ITEMS) as run_jobs:
            for _ in range(rounds):
                seconds, said = await swept(where, DUE, moment)
                ours.append(seconds)
                rival.append(run_jobs())
    grown = [await _grown(times, rounds) for times in (1, 10, 100)]
    return Report(
        "sweep",
        f"{PRODUCTIONS * ITEMS:,} open items in {PRODUCTIONS:,} productions, {DUE:,} due",
        [
            _row("scripty sweep", PRODUCTIONS, DUE, ours, spread(ratio(rival, ours))),
            _row("an APScheduler job per item", PRODUCTIONS, DUE, rival, "1"),
            *grown,
        ],
        [
            f"a sweep keeps {said:,} messages with all their gaps, and the jobs that send them; a "
            "job keeps that its item is open",
            "goal: at least 25 times faster, and time that grows with what is due",
        ],
    )


async def _grown(times: int, rounds: int) -> Row:
    productions = FEW_DUE * times
    with a_database() as where:
        moment = next_morning()
        await fill(where, moment, productions=productions, due=FEW_DUE, items=ITEMS)
        found = [(await swept(where, FEW_DUE, moment))[0] for _ in range(rounds + 1)][1:]
    return _row(f"scripty sweep, a record {times}×", productions, FEW_DUE, found, "–")


def _row(name: str, productions: int, due: int, seconds: list[float], against: str) -> Row:
    return {
        "what": name,
        "items": productions * ITEMS,
        "milestones_due": due,
        "seconds": median(seconds),
        "ms_per_due_milestone": median(seconds) / due * 1000,
        "times_faster": against,
    }


def next_morning() -> datetime:
    """09:00 in Berlin on a Tuesday to come ."""
    day = now().date() + timedelta(days=1)
    while day.weekday() != 1:
        day += timedelta(days=1)
    return datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Europe/Berlin"))


async def swept(where: Address, due: int, moment: datetime) -> tuple[float, int]:
    """The seconds until nothing is due any more, and how many messages are to be sent."""
    with psycopg.connect(where.libpq, autocommit=True) as connection:
        psycopg.ClientCursor(connection).execute(AGAIN, {"due": due, "moment": moment})
    engine, queue = make_engine(where), make_queue(where)
    async with queue.open_async():
        record = Record(engine, queue)
        gc.collect()
        begun = time.perf_counter()
        heard: list[int] = []
        await see_to_all(record, WORKSPACE, moment, lambda batch: heard.append(len(batch.nudges)))
        seconds = time.perf_counter() - begun
    await engine.dispose()
    said = sum(heard)
    assert said >= due, f"{said} messages for {due} milestones"
    return seconds, said


@contextmanager
def jobs_per_item(where: Address, due: int, items: int) -> Iterator[Callable[[], float]]:
    """APScheduler with a job for each item, of which so many are due: call it to run those, for
    the seconds that takes."""
    store = SQLAlchemyJobStore(engine=create_engine(where.url))
    scheduler = BackgroundScheduler(
        jobstores={"default": store},
        executors={"default": DebugExecutor()},  # runs a job at once, in this thread
        job_defaults={"coalesce": True, "misfire_grace_time": None},
        timezone="UTC",
    )
    scheduler.start(paused=True)
    connection = connect(where.libpq)
    connection.execute("CREATE TABLE rival (item uuid, day date, words text, UNIQUE (item, day))")
    _add_jobs(scheduler, connection, where, due, items)

    def run() -> float:
        connection.execute("TRUNCATE rival")
        connection.execute(
            "UPDATE apscheduler_jobs j SET next_run_time = b.next_run_time, job_state = b.job_state"
            " FROM before b WHERE j.id = b.id AND j.next_run_time <> b.next_run_time"
        )
        gc.collect()
        begun = time.perf_counter()
        scheduler.state = STATE_RUNNING
        scheduler._process_jobs()
        scheduler.state = STATE_PAUSED
        seconds = time.perf_counter() - begun
        kept = connection.execute("SELECT count(*) FROM rival").fetchone()
        assert kept == (due,), kept
        return seconds

    try:
        yield run
    finally:
        scheduler.shutdown()
        connect.cache_clear()


def _add_jobs(
    scheduler: BackgroundScheduler,
    connection: psycopg.Connection,
    where: Address,
    due: int,
    items: int,
) -> None:
    """As `add_job` stores them, all at once instead of one insert each."""
    model = scheduler.add_job(check_item, CronTrigger(hour=8, timezone="UTC"), args=["", ""])
    state = model.__getstate__()
    model.remove()
    overdue, later = now() - timedelta(minutes=1), now() + timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM task ORDER BY production_id, number")
        ids = [str(row[0]) for row in cursor.fetchall()][:items]
        with cursor.copy("COPY apscheduler_jobs (id, next_run_time, job_state) FROM STDIN") as copy:
            for place, item in enumerate(ids):
                at = overdue if place < due else later
                job = state | {"id": item, "args": (where.libpq, item), "next_run_time": at}
                copy.write_row((item, at.timestamp(), pickle.dumps(job, pickle.HIGHEST_PROTOCOL)))
        cursor.execute("CREATE TABLE before AS SELECT * FROM apscheduler_jobs")
        cursor.execute("CREATE UNIQUE INDEX ON before (id)")
        cursor.execute("ANALYZE")


@cache
def connect(libpq: str) -> psycopg.Connection:
    """The rival's one connection."""
    return psycopg.connect(libpq, autocommit=True)


def check_item(libpq: str, item: str) -> None:
    """The job of one item: keep for today what it lacks."""
    connection = connect(libpq)
    found = connection.execute(
        "SELECT owner, due FROM task WHERE id = %s AND state = 'open'", (item,)
    ).fetchone()
    if found is None:
        return
    lacks = [name for name, value in zip(("owner", "date"), found, strict=True) if value is None]
    connection.execute(
        "INSERT INTO rival VALUES (%s, current_date, %s) ON CONFLICT DO NOTHING",
        (item, ", ".join(lacks)),
    )
