"""How fast the built-in reader reads, and how its time grows with what there is to read."""

import itertools
from dataclasses import replace
from functools import partial
from importlib.resources import files
from statistics import median

from bot.extract.context import Options, context_of
from bot.extract.messages import read_messages
from handlers.notes.reading import read
from store.types import ReadingContext, ThreadMessage
from tests.benchmarks.report import Report, Row
from tests.benchmarks.turns import column, ratio, seconds_in_turns, spread

LENGTHS = (1_000, 10_000, 40_000)
"""Characters in one message; Slack cuts what is longer than the last."""

THREADS = (50, 200, 800)
"""Messages in one thread."""

Thread = tuple[tuple[ThreadMessage, ...], ReadingContext]


async def reader(rounds: int = 7) -> Report:
    """The demo's threads as they are, then threads and messages that get longer."""
    threads = demo_threads()
    context = threads[0][1]
    said = tuple(itertools.chain.from_iterable(messages for messages, _ in threads))
    long_messages = [(a_message_of(length, said),) for length in LENGTHS]
    long_threads = [a_thread_of(count, said) for count in THREADS]
    results = seconds_in_turns(
        rounds,
        lambda: [read(messages, given) for messages, given in threads],
        *(partial(read, messages, context) for messages in [*long_messages, *long_threads]),
    )
    demo = column(results, 0)
    rows: list[Row] = [_row(f"{len(threads)} demo threads", said, demo, demo)]
    names = [
        *(f"a message of {length:,} characters" for length in LENGTHS),
        *(f"a thread of {count} messages" for count in THREADS),
    ]
    for place, (name, messages) in enumerate(
        zip(names, [*long_messages, *long_threads], strict=True)
    ):
        smallest = 1 if place < len(LENGTHS) else 1 + len(LENGTHS)
        rows.append(_row(name, messages, column(results, 1 + place), column(results, smallest)))
    return Report("reader", "one core; growth is over the shortest of its kind", rows)


def demo_threads() -> list[Thread]:
    """The threads of the demo, as `scripty extract` reads them."""
    folder = files("bot.demo") / "threads"
    found = []
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        given = read_messages(file.read_bytes())
        context, _ = context_of(given.context, Options())
        found.append((tuple(given.messages), context))
    return found


def a_message_of(length: int, said: tuple[ThreadMessage, ...]) -> ThreadMessage:
    """One message with as much of what people said, a line each, as fits."""
    lines = itertools.cycle(message.text for message in said if message.user)
    text = ""
    while len(text) < length:
        text += next(lines) + "\n"
    return ThreadMessage("1780299639.121567", "U01", text[:length])


def a_thread_of(count: int, said: tuple[ThreadMessage, ...]) -> tuple[ThreadMessage, ...]:
    """What people said in the demo's threads, over and over, in one thread."""
    texts = itertools.islice(itertools.cycle(said), count)
    return tuple(
        replace(message, ts=f"{1780299639 + 60 * place}.000001")
        for place, message in enumerate(texts)
    )


def _row(
    name: str,
    messages: tuple[ThreadMessage, ...],
    seconds: list[float],
    smallest: list[float],
) -> Row:
    characters = sum(len(message.text) for message in messages)
    return {
        "read": name,
        "messages_per_second": len(messages) / median(seconds),
        "milliseconds": 1000 * median(seconds),
        "microseconds_per_character": 1e6 * median(seconds) / characters,
        "growth": spread(ratio(seconds, smallest)),
    }
