"""Runs taken in turns, so that whatever else the machine does falls on both sides alike."""

import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from statistics import median
from typing import TypeVar

Result = TypeVar("Result")


async def in_turns(rounds: int, *runs: Callable[[], Awaitable[Result]]) -> list[tuple[Result, ...]]:
    """A B A B …: what each run returned, by round."""
    return [tuple([await run() for run in runs]) for _ in range(rounds)]


def seconds_in_turns(rounds: int, *runs: Callable[[], object]) -> list[tuple[float, ...]]:
    """How long each run takes once, in seconds of this process's own time, by round.

    Short runs are repeated until they have taken a twentieth of a second together.
    """
    return [tuple(_seconds(run) for run in runs) for _ in range(rounds)]


def column(results: Sequence[Sequence[Result]], place: int) -> list[Result]:
    """What one of the runs returned, round by round."""
    return [each[place] for each in results]


def ratio(over: Iterable[float], under: Iterable[float]) -> tuple[float, float, float]:
    """Median, lowest and highest of the ratios of runs that were taken in the same round."""
    ratios = [above / below for above, below in zip(over, under, strict=True)]
    return median(ratios), min(ratios), max(ratios)


def spread(ratios: tuple[float, float, float]) -> str:
    """Such as "0.61 (0.55 to 0.66)"."""
    middle, lowest, highest = ratios
    return f"{middle:.2f} ({lowest:.2f} to {highest:.2f})"


def _seconds(run: Callable[[], object], at_least: float = 0.05) -> float:
    times = 0
    started = time.process_time()
    while (taken := time.process_time() - started) < at_least or not times:
        run()
        times += 1
    return taken / times
