"""What it takes to draw what people ask for, as the record around it grows."""

import gc
import time
from collections.abc import Awaitable, Callable, Mapping
from statistics import median
from typing import Any

from handlers.briefs.cards import Footer
from handlers.briefs.services import brief_body
from handlers.finding.answering import find
from handlers.gaps.services import gaps_here
from handlers.home.services import view_of
from handlers.program import Actor
from store.engine import make_engine
from store.queue import make_queue
from store.unit_of_work import Record, Work
from tests.benchmarks.places import a_database
from tests.benchmarks.report import Report, Row
from tests.benchmarks.sweep import next_morning
from tests.benchmarks.turns import ratio, spread
from tests.support.many import BUSY, WORKSPACE, fill

SMALL, LARGE = 10, 1_000
TASKS, NOTES = 60, 40
"""Open tasks and notes in each production: 100,000 of them in the large record."""

ACTOR = Actor(BUSY, "command")


async def _home(work: Work) -> object:
    return await view_of(work, BUSY)


async def _gaps(work: Work) -> object:
    return await gaps_here(work, ACTOR, "C1", "")


async def _brief(work: Work) -> object:
    production = await work.productions.of_channel("C1")
    assert production is not None
    return await brief_body(work, production, None, Footer(""))


async def _find(work: Work) -> object:
    return await find(work, ACTOR, "C1", "spoon clink")


VIEWS: Mapping[str, Callable[[Work], Awaitable[Any]]] = {
    "Home, in nine productions": _home,
    "gaps of a production": _gaps,
    "brief of a production": _brief,
    "find, in nine productions": _find,
}


async def views(rounds: int = 9) -> Report:
    """Home, gaps, brief and find in a record of 10 and of 1,000 productions, in turns."""
    moment = next_morning()
    with a_database() as few, a_database() as many:
        for where, productions in ((few, SMALL), (many, LARGE)):
            await fill(where, moment, productions=productions, due=1, items=TASKS, notes=NOTES)
        engines = [make_engine(where) for where in (few, many)]
        records = [
            Record(engine, make_queue(where))
            for engine, where in zip(engines, (few, many), strict=True)
        ]
        rows = [await _row(name, view, records, rounds) for name, view in VIEWS.items()]
        for engine in engines:
            await engine.dispose()
    items = (TASKS + NOTES) * LARGE
    return Report(
        "views",
        f"{SMALL} productions against {LARGE:,} with {items:,} open tasks and notes",
        rows,
        ["nearly flat: what is read is what is shown, by index (tests/scenario/test_plans.py)"],
    )


async def _row(
    name: str, view: Callable[[Work], Awaitable[Any]], records: list[Record], rounds: int
) -> Row:
    taken: list[list[float]] = [[], []]
    for round_ in range(rounds + 1):
        for place, record in enumerate(records):
            seconds = await _seconds(view, record)
            if round_:  # the first one compiles
                taken[place].append(seconds)
    small, large = taken
    return {
        "what": name,
        f"ms_of_{SMALL}": median(small) * 1000,
        f"ms_of_{LARGE}": median(large) * 1000,
        "times_as_long": spread(ratio(large, small)),
    }


async def _seconds(view: Callable[[Work], Awaitable[Any]], record: Record) -> float:
    gc.collect()
    begun = time.perf_counter()
    async with record.workspace(WORKSPACE) as work:
        assert await view(work)
    return time.perf_counter() - begun
