"""Bringing a new reading of a thread together with the notes people already see. Pure.

A reading is made from scratch each time; the record must not be. A note is the same note as
before when it shares the words of a source; of several with the same words, the one with the same
moment, scene or place in the message. Where a message was edited, the note whose words
changed is found again by its moment or its likeness. What nobody decided yet follows the
thread; what somebody decided stays, unless its own words changed: then it is reopened.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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

    `known` are the thread's notes, by number; `deleted` the ts of deleted messages. Each note of
    the reading is in the plan, unless people merged it into another.
    """
    plan = Plan()
    heard = _Heard.of(known)
    unmatched: list[FoundNote] = []
    merged_by_people: list[FoundNote] = []
    apart: set[Words] = set()
    for note in _apart_from_rejected(found, heard, plan):
        hits = _unique(heard.hits(note))
        fresh = sorted((h for h in hits if not heard.is_taken(h)), key=_folded_last)
        standing = [hit for hit in fresh if hit.note.state != "merged"]
        if standing:
            _update(plan, note, standing)
            heard.take(hit for hit in hits if hit.note.state != "merged")
        elif fresh:
            merged_by_people.append(note)
            heard.take(fresh)
        else:
            apart |= set(_words_found(note)) if hits else set()
            unmatched.append(note)
    for note in merged_by_people:
        _update(plan, note, [each for each in heard.holders(note) if not heard.is_taken(each)][:1])
        heard.take(heard.holders(note))
    rest = _left_over(heard, found, plan)
    for note in unmatched:
        again = _rewritten(note, rest, deleted)
        if again is None:
            plan.new.append(note)
        else:
            rest.remove(again)
            plan.updates.append(Update(again, note, rewritten=True))
    plan.updates = [_come_apart(update, apart) for update in plan.updates]
    plan.gone = [Gone(each, _why_gone(each, deleted)) for each in rest]
    return plan


@dataclass
class _Heard:
    """The notes of the record by their words, and those that this reading has found again.

    Several may have the same words: "logo bigger at 0:10 and at 0:40" is two notes.
    """

    live: Sequence[Known]
    _by_words: dict[Words, list[Known]]
    _taken: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, known: Sequence[Known]) -> "_Heard":
        """What people merged is heard as well, as long as the words stand in another note."""
        by_words: dict[Words, list[Known]] = {}
        live = [each for each in known if each.note.state != "merged"]
        for each in live:
            for words in dict.fromkeys(_words_known(each)):
                by_words.setdefault(words, []).append(each)
        for each in known:
            if each.note.state == "merged" and each.note.decided_by:
                for words in by_words.keys() & set(_words_known(each)):
                    by_words[words].append(each)
        return cls(live, by_words)

    def hits(self, note: FoundNote) -> Iterator[Known]:
        """The notes that have the words of this one."""
        return (hit for source in note.sources if (hit := self.known_as(note, source)))

    def known_as(self, note: FoundNote, source: Source) -> Known | None:
        """Of the notes with these very words, the one that this most likely is."""
        twins = self._by_words.get(_words_of(source), ())
        return min(twins, key=lambda twin: self._unlike(twin, note, source), default=None)

    def holders(self, note: FoundNote) -> list[Known]:
        """The standing notes with words of this one."""
        twins = (self._by_words.get(words, ()) for words in _words_found(note))
        return [each for lot in twins for each in lot if each.note.state != "merged"]

    def take(self, known: Iterable[Known]) -> None:
        self._taken.update(each.note.number for each in known)

    def is_taken(self, known: Known) -> bool:
        return known.note.number in self._taken

    def _unlike(self, known: Known, note: FoundNote, source: Source) -> tuple[float, ...]:
        """What speaks against it, the weightiest first."""
        moment = known.note.timecode["seconds"] if known.note.timecode else None
        starts = (abs(each.start - source.start) for each in known.sources if each.ts == source.ts)
        return (
            self.is_taken(known),
            moment != (note.timecode.seconds if note.timecode else None),
            known.note.scene != note.scene,
            len(set(_words_known(known)) - set(_words_found(note))),
            min(starts, default=0),
            known.note.state in ("rejected", "withdrawn"),
            known.note.number,
        )


def _update(plan: Plan, note: FoundNote, standing: Sequence[Known]) -> None:
    """Let the first be what was found, and the others that nobody decided on be merged into it."""
    if standing:
        into, *others = standing
        plan.updates.append(Update(into, note))
        plan.merges += [(each, into) for each in others if each.note.state in UNDECIDED]


def _left_over(heard: _Heard, found: Sequence[FoundNote], plan: Plan) -> list[Known]:
    """The notes whose words the thread no longer holds.

    One whose words were found as another's is none of them: nobody took them back.
    """
    into = {words: u.known for u in plan.updates for words in _words_found(u.found)}
    said = {words for note in found for words in _words_found(note)}
    rest = []
    for each in heard.live:
        if heard.is_taken(each):
            continue
        words = [words for words in _words_known(each) if words in said]
        if not words:
            rest.append(each)
        elif each.note.state in UNDECIDED:
            plan.merges += [(each, into[one]) for one in words if one in into][:1]
    return rest


def _come_apart(update: Update, apart: Collection[Words]) -> Update:
    """Words that are a note of their own now stay only with what was decided on with them."""
    known = update.known
    if not apart or known.note.state not in UNDECIDED:
        return update
    own = set(_words_found(update.found))
    sources = [s for s in known.sources if _words_in(s) in own or _words_in(s) not in apart]
    return replace(update, known=replace(known, sources=sources))


def _apart_from_rejected(
    found: Sequence[FoundNote], heard: _Heard, plan: Plan
) -> Iterator[FoundNote]:
    """The notes of the reading; what was said again after its rejection is a note of its own.

    Otherwise it would vanish into the rejected one, with nobody to see that it came back.
    """
    for note in found:
        said: dict[int, list[Source]] = {}
        rejected: list[Note] = []
        for source in note.sources:
            hit = heard.known_as(note, source)
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
    return (_words_in(source) for source in known.sources if source.quote)


def _words_found(note: FoundNote) -> Iterator[Words]:
    return (_words_of(source) for source in note.sources)


def _words_in(source: NoteSource) -> Words:
    return source.ts, _normal(source.quote)


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
