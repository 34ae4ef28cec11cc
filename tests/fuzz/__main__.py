"""`python -m tests.fuzz [--messages N] [--seed S]`: generated threads through the reader.

Every core takes its share. A thread that breaks something is printed with the seed that makes it.
"""

import os
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from random import Random
from typing import Annotated

import typer

from tests.benchmarks.reader import demo_threads
from tests.fuzz.patterns import slow_patterns
from tests.fuzz.reader import check
from tests.fuzz.threads import thread

IN_A_BATCH = 5_000
"""Messages that a process reads before it reports back."""


def main(
    messages: Annotated[int, typer.Option(help="How many to read.")] = 1_000_000,
    seed: Annotated[int, typer.Option(help="Where to begin; the same seed, the same threads.")] = 0,
) -> None:
    """Try each pattern, then read generated threads until so many messages are read."""
    if slow := list(slow_patterns()):
        raise SystemExit("\n".join(["Time grows with the square of the text:", *slow]))
    started, read = time.perf_counter(), 0
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        batches = [pool.submit(run, seed + each) for each in range(-(-messages // IN_A_BATCH))]
        for batch in as_completed(batches):
            if batch.exception() is not None:
                pool.shutdown(wait=False, cancel_futures=True)
            read += batch.result()
            typer.echo(f"\r{read:,} messages read", err=True, nl=False)
    took = time.perf_counter() - started
    typer.echo(f"\r{read:,} messages read without an exception, in {took:,.0f} s.")


def run(seed: int) -> int:
    """Read one batch; how many messages it had."""
    random, read = Random(seed), 0
    sentences = real_sentences()
    while read < IN_A_BATCH:
        messages, context = thread(random, sentences)
        try:
            check(messages, context)
        except Exception:  # whatever it is, it is raised again once its thread is told
            typer.echo(f"\nseed {seed}, after {read} messages: {messages!r}", err=True)
            raise
        read += len(messages)
    return read


def real_sentences() -> Sequence[str]:
    """What people say in the demo's threads."""
    return [message.text for messages, _ in demo_threads() for message in messages]


if __name__ == "__main__":
    typer.run(main)
