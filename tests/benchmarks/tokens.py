"""What a thread costs in tokens when a model reads along, against the ways of asking it."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

from handlers.notes.asking_model import KNOWN_WORDS, MOST_KNOWN, patience, words_weight
from handlers.notes.reading import is_human, read
from prompts.read_notes import KnownNote, fixed_weight, make_request
from store.types import FoundNote, ReadingContext, ThreadMessage
from tests.benchmarks.reader import Thread, demo_threads
from tests.benchmarks.report import Report, Row

MESSAGES = 60
WAIT = 300.0
"""Seconds without a message after which a thread is asked about: what Scripty does as delivered."""

BETWEEN_THREADS = 600.0
"""Seconds from one demo thread's last message to the next one's first."""

Batch = tuple[ThreadMessage, ...]


async def tokens() -> Report:
    """Sixty messages of the demo's threads in one thread, one after the other."""
    thread, context = a_thread()
    single = sent([thread], context)
    rows = [
        _row("one call at the end", [thread], single, single),
        *(
            _row(f"by the rule, {pace}", batches, sent(batches, context), single)
            for pace, batches in (
                ("20 s apart", batches_of(paced(thread, 20))),
                ("at the demo's own pace", batches_of(thread)),
                ("15 minutes apart", batches_of(paced(thread, 900))),
                ("an hour apart", batches_of(paced(thread, 3600))),
                ("a day apart, the worst for it", batches_of(paced(thread, 86_400))),
            )
        ),
    ]
    every = [(message,) for message in thread]
    whole = [thread[:count] for count in range(1, len(thread) + 1)]
    rows.append(_row("each message by itself", every, sent(every, context), single))
    rows.append(_row("the whole thread each time", whole, sent(whole, context), single))
    return Report(
        "tokens",
        f"{len(thread)} messages arriving one at a time; tokens are characters / 4",
        rows,
        [
            f"{words_weight(thread):,} tokens are people's words; {fixed_weight():,} of each call"
            " are instructions, examples and schema",
            "the goal is at most 1.5 times the single call",
        ],
    )


def a_thread() -> Thread:
    """What people said in several demo threads, one after the other in one thread."""
    threads = demo_threads()
    said: list[ThreadMessage] = []
    now = float(threads[0][0][0].ts)
    for messages, _ in threads:
        before = float(messages[0].ts)
        for message in messages:
            now, before = now + float(message.ts) - before, float(message.ts)
            if is_human(message.user):
                said.append(replace(message, ts=f"{now:.6f}"))
        now += BETWEEN_THREADS
    return tuple(said[:MESSAGES]), threads[0][1]


def paced(thread: Batch, seconds: float) -> Batch:
    """The same messages, so many seconds apart."""
    first = float(thread[0].ts)
    return tuple(
        replace(message, ts=f"{first + place * seconds:.6f}")
        for place, message in enumerate(thread)
    )


def batches_of(thread: Batch) -> list[Batch]:
    """What is sent together by the rule, with nobody writing after the last message."""
    batches: list[Batch] = []
    waiting: list[ThreadMessage] = []
    after = [*(float(message.ts) for message in thread[1:]), float("inf")]
    for message, following in zip(thread, after, strict=True):
        waiting.append(message)
        still = following - float(message.ts)
        if still >= patience(words_weight(waiting), fixed_weight(), WAIT):
            batches.append(tuple(waiting))
            waiting = []
    return batches


def sent(batches: Sequence[Batch], context: ReadingContext) -> int:
    """The tokens of a request for each batch, with the notes of the batches before it."""
    everything = tuple(dict.fromkeys(itertools.chain.from_iterable(batches)))
    notes = read(everything, context).notes
    total, done = 0, set[str]()
    for batch in batches:
        fresh = {message.ts for message in batch}
        known = [_line(note) for note in notes if note.sources[0].ts in done - fresh]
        total += make_request(batch, known[-MOST_KNOWN:], context).weight
        done |= fresh
    return total


def _line(note: FoundNote) -> KnownNote:
    moment = f" {note.timecode.written}" if note.timecode else ""
    return KnownNote(note.number, f"N{note.number}{moment} {note.text[:KNOWN_WORDS]}")


def _row(name: str, batches: Sequence[Batch], weight: int, single: int) -> Row:
    return {
        "asked": name,
        "calls": len(batches),
        "tokens_sent": weight,
        "times_the_single_call": weight / single,
    }
