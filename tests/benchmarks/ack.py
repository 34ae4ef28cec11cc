"""How fast an event is acknowledged: stored and committed first, against forgotten at once."""

from functools import partial
from statistics import median

import psycopg

from store.engine import Address
from tests.benchmarks.load import Burst, Messages, RefusedError, burst
from tests.benchmarks.places import a_database, a_free_port, a_process
from tests.benchmarks.report import Report, Row
from tests.benchmarks.servers import serve_bare, serve_scripty
from tests.benchmarks.turns import column, in_turns, ratio, spread
from tests.support.running import SECRET, settings_for
from tests.support.team import a_team

GOALS = {1: 0.33, 16: 0.5}
"""The share of the bare app's throughput to reach, by number of connections."""

EVENTS = {1: 600, 16: 2000}
"""How many events a run sends, by number of connections."""

CLIENT_LIMIT = 0.8
"""A client busier than this share of a core may be what was measured."""


async def ack(rounds: int = 7) -> Report:
    """Message events to Scripty's web part and to a bare Bolt app, in turns."""
    with a_database() as where:
        async with a_team() as team:
            settings = settings_for(team)
            async with (
                a_process(serve_scripty, a_free_port(), settings, where) as scripty,
                a_process(serve_bare, a_free_port(), settings) as bare,
            ):
                ours, theirs = Messages(scripty, SECRET), Messages(bare, SECRET)
                for messages, url in ((ours, scripty), (theirs, bare)):
                    await burst(url, messages.requests(300), 16)  # warm
                found = {
                    connections: await in_turns(
                        rounds,
                        partial(_burst, scripty, ours, connections),
                        partial(_burst, bare, theirs, connections),
                    )
                    for connections in GOALS
                }
        _all_stored(where, ours.sent)
        version = _version(where)
    bursts = [each for runs in found.values() for pair in runs for each in pair]
    return Report(
        name="ack",
        compares="an event committed to the inbox before its 200, against Bolt's empty listener",
        rows=[_row(connections, runs) for connections, runs in found.items()],
        remarks=[
            f"{ours.sent:,} events sent to Scripty, all of them in the inbox; PostgreSQL {version}",
            *_client_remarks(bursts),
        ],
    )


async def _burst(url: str, messages: Messages, connections: int) -> Burst:
    return await burst(url, messages.requests(EVENTS[connections]), connections)


def _row(connections: int, runs: list[tuple[Burst, ...]]) -> Row:
    ours, theirs = column(runs, 0), column(runs, 1)
    ratios = ratio([run.per_second for run in ours], [run.per_second for run in theirs])
    return {
        "connections": connections,
        "scripty_per_second": median(run.per_second for run in ours),
        "bare_per_second": median(run.per_second for run in theirs),
        "ratio": spread(ratios),
        "goal": GOALS[connections],
        "reached": "yes" if ratios[0] >= GOALS[connections] else "no",
        "scripty_median_ms": median(run.median_ms for run in ours),
        "scripty_p99_ms": median(run.p99_ms for run in ours),
        "bare_median_ms": median(run.median_ms for run in theirs),
    }


def _client_remarks(bursts: list[Burst]) -> list[str]:
    """Whether the client was fast enough not to be what was measured."""
    busiest = max(each.client_busy for each in bursts)
    said = f"the client used at most {busiest:.0%} of a core"
    return [said if busiest < CLIENT_LIMIT else f"{said}: it may be what limits"]


def _all_stored(where: Address, sent: int) -> None:
    """Raises RefusedError unless every event that got its 200 is in the inbox, with its job."""
    with psycopg.connect(where.libpq) as connection:
        for table in ("inbox_event", "procrastinate_jobs"):
            row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
            if row is None or row[0] != sent:
                raise RefusedError(f"{sent} events got a 200, {table} has {row}")


def _version(where: Address) -> str:
    with psycopg.connect(where.libpq) as connection:
        number = connection.info.server_version
    return f"{number // 10000}.{number % 10000}"
