"""`python -m tests.benchmarks [NAME…] [--json]`: measure, and print what was found."""

import asyncio
import json
import platform
import sys
from collections.abc import Awaitable, Callable, Mapping
from os import cpu_count
from typing import Annotated

import typer
from rich.console import Console

from bot.logs import configure_logs
from tests.benchmarks.ack import ack
from tests.benchmarks.cards import cards
from tests.benchmarks.reader import reader
from tests.benchmarks.report import Report
from tests.benchmarks.start import start
from tests.benchmarks.sweep import sweep_benchmark
from tests.benchmarks.tokens import tokens
from tests.benchmarks.transcripts import transcripts
from tests.benchmarks.views import views

BENCHMARKS: Mapping[str, Callable[[], Awaitable[Report]]] = {
    "ack": ack,
    "cards": cards,
    "reader": reader,
    "start": start,
    "sweep": sweep_benchmark,
    "tokens": tokens,
    "transcripts": transcripts,
    "views": views,
}

WIDE = 150
"""Characters of a line where the tables go to a file."""


def main(
    names: Annotated[list[str] | None, typer.Argument(help=f"Of {', '.join(BENCHMARKS)}.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as data.")] = False,
) -> None:
    """Measure all of it, or only what is named. Takes a few minutes; leaves nothing behind."""
    if unknown := set(names or ()) - set(BENCHMARKS):
        raise typer.BadParameter(f"there is no {', '.join(sorted(unknown))}")
    configure_logs("warning")
    asyncio.run(measure(names or list(BENCHMARKS), as_json=as_json))


async def measure(names: list[str], *, as_json: bool) -> None:
    """Run these one after the other; each table is shown as soon as it is there."""
    screen, progress = Console(), Console(stderr=True)
    if not screen.is_terminal:
        screen.width = WIDE
    machine = f"{cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"
    reports = []
    for name in names:
        with progress.status(f"Measuring {name}"):
            reports.append(await BENCHMARKS[name]())
        if not as_json:
            screen.print(reports[-1].as_table())
    if as_json:
        data = {"machine": machine, "reports": [report.as_data() for report in reports]}
        sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")
    else:
        screen.print(machine)


if __name__ == "__main__":
    typer.run(main)
