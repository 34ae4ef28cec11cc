"""Which found note is which labelled one, by the words both quote."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.eval.labels import GoldNote, Moment
from store.types import FoundNote, Source, Timecode

ENOUGH = 0.5
"""The share of the shorter quote that has to be in both."""

CLOSE = 0.05
"""Seconds within which two moments are the same: a frame at 24 fps is 0.04."""

Span = tuple[int, int]

Slot = tuple[int, int]
"""A source of a found note: the note's place among the found ones, and the source's in it."""


@dataclass
class Matching:
    """`slots`: for the place of a labelled note, the source that holds the same words."""

    notes: Sequence[FoundNote]
    slots: dict[int, Slot] = field(default_factory=dict)

    def found_for(self, gold: int) -> FoundNote | None:
        """The found note that this labelled one was matched to."""
        slot = self.slots.get(gold)
        return None if slot is None else self.notes[slot[0]]

    def golds_of(self, found: int) -> list[int]:
        """The labelled notes that a found one stands for, in their order."""
        return sorted(gold for gold, (note, _) in self.slots.items() if note == found)

    def false_slots(self) -> list[Slot]:
        """The sources that hold no labelled note, in reading order."""
        held = set(self.slots.values())
        return [
            (place, at)
            for place, note in enumerate(self.notes)
            for at in range(len(note.sources))
            if (place, at) not in held
        ]


def match(
    golds: Sequence[GoldNote], notes: Sequence[FoundNote], texts: Mapping[str, str]
) -> Matching:
    """Pair labelled notes with sources of found ones, the best overlap first.

    A labelled note gets one source at most and a source one note. So a found note that has
    gathered several messages may stand for a labelled note of each. Labelled notes that share
    their words (one request at several moments) need a found note each; where spans are equal, the
    same moment decides. `texts` are the messages by `ts`.
    """
    matching = Matching(notes)
    held: set[object] = set()
    for _, gold, slot in sorted(_candidates(golds, notes, texts)):
        words = (slot[0], golds[gold].ts, golds[gold].quote)
        if gold not in matching.slots and not {slot, words} & held:
            matching.slots[gold] = slot
            held |= {slot, words}
    return matching


def _candidates(
    golds: Sequence[GoldNote], notes: Sequence[FoundNote], texts: Mapping[str, str]
) -> Iterator[tuple[tuple[float, float, bool], int, Slot]]:
    """All pairs that overlap enough, with what sorts the best of them first."""
    for at, gold in enumerate(golds):
        spans = list(occurrences(gold.quote, texts[gold.ts]))
        for place, note in enumerate(notes):
            elsewhere = not same_moment(gold.timecode, note.timecode)
            for number, source in enumerate(note.sources):
                if source.ts != gold.ts:
                    continue
                shorter, union = max(_overlap(span, source) for span in spans)
                if shorter >= ENOUGH:
                    yield (-shorter, -union, elsewhere), at, (place, number)


def occurrences(words: str, text: str) -> Iterator[Span]:
    """Every place in the text where the words stand."""
    start = text.find(words)
    while start >= 0:
        yield start, start + len(words)
        start = text.find(words, start + 1)


def _overlap(span: Span, source: Source) -> tuple[float, float]:
    """What both hold, as a share of the shorter one and of both together."""
    start, end = span
    common = min(end, source.end) - max(start, source.start)
    if common <= 0:
        return 0.0, 0.0
    lengths = (end - start, source.end - source.start)
    return common / min(lengths), common / (sum(lengths) - common)


def same_moment(gold: Moment | None, found: Timecode | None) -> bool:
    """Whether both name no moment, or the same one with the same end of the range."""
    if gold is None or found is None:
        return gold is None and found is None
    return same_seconds(gold.seconds, found.seconds) and same_seconds(
        gold.end_seconds, found.end_seconds
    )


def same_seconds(one: float | None, other: float | None) -> bool:
    """Whether both are none, or close enough."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= CLOSE
