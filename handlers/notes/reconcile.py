"""Bringing a new reading of a thread together with the notes people already see. Pure.

A reading is made from scratch each time; the record must not be. A note is the same note as
before when it shares the words of a source. Where a message was edited, the note whose words
changed is found again by its moment or its likeness. What nobody decided yet follows the
thread; what somebody decided stays, unless its own words changed: then it is reopened.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from handlers.notes.reader.wording import asked
from store.tables import Note, NoteSource
from store.types import UNDECIDED, FoundNote, Source, SourceState

LIKE = 55.0
"""Likeness (0 to 100) from which a rewritten sentence counts as the same note."""

Words = tuple[str, str]
"""A message's ts and the words quoted from it, white space and case aside."""


@dataclass(frozen=True)
class Known:
    """A note of the record with its sources."""

    note: Note
    sources: Sequence[NoteSource]


@dataclass(frozen=True)
class Update:
    """The note `known` is found again as `found`; `rewritten` when its words changed."""

    known: Known
    found: FoundNote
    rewritten: bool = False


@dataclass(frozen=True)
class Gone:
    """A note that the thread no longer holds, and why."""

    known: Known
    source_state: SourceState


@dataclass
class Plan:
    """What to do to the record: nothing is decided here."""

    new: list[FoundNote] = field(default_factory=list)
    updates: list[Update] = field(default_factory=list)
    merges: list[tuple[Known, Known]] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    said_again: dict[int, Note] = field(default_factory=dict)
    """By the number of what was found: the rejected note of this thread that it says again."""


def reconcile(known: Sequence[Known], found: Sequence[FoundNote], deleted: frozenset[str]) -> Plan:
    """The plan that brings the record's notes of a thread in line with its new reading.

    `known` are the thread's notes, by number; `deleted` the ts of deleted messages.
    """
    plan = Plan()
    live = [each for each in known if each.note.state != "merged"]
    by_words = {words: each for each in live for words in _words_known(each)}
    taken: set[int] = set()
    unmatched: list[FoundNote] = []
    for note in _apart_from_rejected(found, by_words, plan):
        hits = _unique(by_words[words] for words in _words_found(note) if words in by_words)
        fresh = sorted((h for h in hits if h.note.number not in taken), key=_folded_last)
        if not hits:
            unmatched.append(note)
        elif fresh:
            plan.updates.append(Update(fresh[0], note))
            taken.update(hit.note.number for hit in hits)
            plan.merges += [(hit, fresh[0]) for hit in fresh[1:] if hit.note.state in UNDECIDED]
        elif unheard := [s for s in note.sources if _words_of(s) not in by_words]:
            unmatched.append(_in_words_of(note, note.number, unheard))
    rest = [each for each in live if each.note.number not in taken]
    for note in unmatched:
        again = _rewritten(note, rest, deleted)
        if again is None:
            plan.new.append(note)
        else:
            rest.remove(again)
            plan.updates.append(Update(again, note, rewritten=True))
    plan.gone = [Gone(each, _why_gone(each, deleted)) for each in rest]
    return plan


def _apart_from_rejected(
    found: Sequence[FoundNote], by_words: Mapping[Words, Known], plan: Plan
) -> Iterator[FoundNote]:
    """The notes of the reading; what was said again after its rejection is a note of its own.

    Otherwise it would vanish into the rejected one, with nobody to see that it came back.
    """
    for note in found:
        said: dict[int, list[Source]] = {}
        rejected: list[Note] = []
        for source in note.sources:
            hit = by_words.get(_words_of(source))
            if hit is not None and hit.note.state == "rejected":
                rejected.append(hit.note)
                said.setdefault(-hit.note.number, []).append(source)
            else:
                said.setdefault(note.number, []).append(source)
        if len(said) == 1:
            yield note
            continue
        for number, sources in said.items():
            yield _in_words_of(note, number, sources)
        plan.said_again[note.number] = rejected[-1]


def _in_words_of(note: FoundNote, number: int, sources: Sequence[Source]) -> FoundNote:
    """A part of a note: what only the words of the other part may have said is left out."""
    part = replace(note, number=number, sources=tuple(sources))
    if note.sources[0] in sources:
        return part
    own = asked(sources[0].quote, note.kind, ())
    return replace(part, text=own, owner=None, due=None, reason="")


def _folded_last(known: Known) -> bool:
    return known.note.state == "folded"


def _unique(hits: Iterator[Known]) -> list[Known]:
    return list({hit.note.number: hit for hit in hits}.values())


def _words_known(known: Known) -> Iterator[Words]:
    return ((source.ts, _normal(source.quote)) for source in known.sources if source.quote)


def _words_found(note: FoundNote) -> Iterator[Words]:
    return (_words_of(source) for source in note.sources)


def _words_of(source: Source) -> Words:
    return source.ts, _normal(source.quote)


def _normal(quote: str) -> str:
    return " ".join(quote.casefold().split())


def _rewritten(
    note: FoundNote, candidates: Sequence[Known], deleted: frozenset[str]
) -> Known | None:
    """The note of the record that this one is in other words, from the same message."""
    messages = {source.ts for source in note.sources}
    scored = [
        (_likeness(note, each), -each.note.number, each)
        for each in candidates
        if any(source.ts in messages - deleted for source in each.sources)
    ]
    best = max(scored, key=lambda entry: entry[:2], default=None)
    return best[2] if best and best[0] >= LIKE else None


def _likeness(note: FoundNote, known: Known) -> float:
    moment = known.note.timecode
    if note.timecode and moment and moment["seconds"] == note.timecode.seconds:
        return 100.0
    quotes = [source.quote for source in known.sources]
    return max(
        (fuzz.token_set_ratio(source.quote, quote) for source in note.sources for quote in quotes),
        default=0.0,
    )


def _why_gone(known: Known, deleted: frozenset[str]) -> SourceState:
    if all(source.ts in deleted for source in known.sources):
        return "deleted"
    return "edited"


def renumbered(numbers: Sequence[int], mapping: Mapping[int, int]) -> list[int]:
    """A reading's own note numbers as those of the record, sorted; unknown ones are left out."""
    return sorted(mapping[number] for number in numbers if number in mapping)
