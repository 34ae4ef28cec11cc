"""Read every labelled thread of a folder, and judge the reading."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.eval import by_message, by_note
from bot.eval.labels import Gold
from bot.eval.scores import Field, Miss, Score, Scores, Verdict, add_up
from bot.eval.threads import LabelledThread, load
from handlers.notes.reading import read
from store.types import Reading, ReadingContext, ThreadMessage

Reader = Callable[[Sequence[ThreadMessage], ReadingContext], Reading]


@dataclass(frozen=True)
class Judged:
    """A labelled thread, and everything there is to say about its reading."""

    thread: LabelledThread
    verdicts: tuple[Verdict, ...]

    @property
    def scores(self) -> Scores:
        """The sums over this thread."""
        return add_up(self.verdicts, _fields_of([self]))

    @property
    def misses(self) -> tuple[Miss, ...]:
        """What is wrong, in the order of the thread."""
        wrong = [verdict.miss for verdict in self.verdicts if verdict.miss]
        return tuple(sorted(wrong, key=lambda miss: float(miss.ts)))


@dataclass(frozen=True)
class Evaluation:
    """The judged threads of a folder; `errors` name what could not be used, a sentence each."""

    threads: tuple[Judged, ...]
    errors: tuple[str, ...] = ()

    @property
    def scores(self) -> Scores:
        """The sums over all threads."""
        return _summed(self.threads)

    @property
    def by_source(self) -> Mapping[str, Scores]:
        """The sums over each file of many threads, and over those with files of their own."""
        sources = dict.fromkeys(judged.thread.source for judged in self.threads)
        return {
            source: _summed([each for each in self.threads if each.thread.source == source])
            for source in sources
        }

    @property
    def messages(self) -> int:
        """How many messages were read."""
        return sum(len(judged.thread.messages) for judged in self.threads)


def evaluate(folder: Path, only: Sequence[str] = (), reader: Reader = read) -> Evaluation:
    """Read the labelled threads of a folder and score the reading.

    `only` are globs for ids of threads or names of files. Raises NothingLabelledError.
    """
    labelled = load(folder, only)
    return Evaluation(tuple(judge(thread, reader) for thread in labelled.threads), labelled.errors)


def judge(thread: LabelledThread, reader: Reader = read) -> Judged:
    """Read a labelled thread and compare."""
    notes = reader(thread.messages, thread.context).notes
    if isinstance(thread.labels, Gold):
        verdicts = by_note.judge_notes(thread.labels, notes, thread.messages)
    else:
        verdicts = by_message.judge_messages(thread.labels, notes, thread.messages)
    return Judged(thread, tuple(verdicts))


def _summed(threads: Sequence[Judged]) -> Scores:
    verdicts = (verdict for judged in threads for verdict in judged.verdicts)
    return add_up(verdicts, _fields_of(threads))


def _fields_of(threads: Iterable[Judged]) -> Mapping[Field, Score]:
    """What these threads are scored on, by what their labels tell."""
    fields: dict[Field, Score] = {}
    for judged in threads:
        of_notes = isinstance(judged.thread.labels, Gold)
        fields |= by_note.FIELDS if of_notes else by_message.FIELDS
    return fields
