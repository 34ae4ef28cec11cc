"""The verdicts on a thread of which every note is labelled."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations, product

from bot.eval.labels import Gold, GoldNote, Pair
from bot.eval.matching import Matching, match, same_moment
from bot.eval.scores import (
    FALSE,
    MISSED,
    RIGHT,
    Field,
    Hits,
    Miss,
    Score,
    Share,
    Verdict,
    share,
)
from bot.eval.words import moment_words, names
from store.types import FoundNote, ThreadMessage

FIELDS: Mapping[Field, Score] = {
    "found": Hits(),
    "actionable": Hits(),
    "kind": Share(),
    "timecode": Hits(),
    "owner": Hits(),
    "due": Hits(),
    "topic": Share(),
    "priority": Share(),
    "needs_person": Hits(),
    "scene": Share(),
    "duplicates": Hits(),
    "conflicts": Hits(),
    "pairs": Hits(),
}
"""What such a thread is scored on."""


def judge_notes(
    gold: Gold, notes: tuple[FoundNote, ...], messages: Iterable[ThreadMessage]
) -> Iterator[Verdict]:
    """What is right, false and missed, field by field.

    A note is found where a source of a found one holds half of the words (`matching`); a source
    that holds no labelled note is false. Kind, topic, priority and scene are judged on notes that
    were found. The other fields are judged on all: what a missed note says is missed, what a
    false note says is false.
    """
    matching = match(gold.notes, notes, {message.ts: message.text for message in messages})
    for place, note in enumerate(gold.notes):
        found = matching.found_for(place)
        yield from _on_labelled(note, found)
    yield from _on_false_sources(matching)
    for place, false in enumerate(notes):
        if not matching.golds_of(place):
            yield from _on_false(false)
    yield from _on_pairs(gold, matching)


def _on_labelled(gold: GoldNote, found: FoundNote | None) -> Iterator[Verdict]:
    if found is None:
        yield Verdict("found", MISSED, _miss(gold, "missed note", gold.kind, None))
    else:
        yield Verdict("found", RIGHT)
        yield from _on_found(gold, found)
    yield from _on_actionable(gold, found)
    yield from _on_moment(gold, found)
    yield from _on_one(gold, found, "owner", gold.owner, _owner)
    due = gold.due.isoformat() if gold.due else None
    yield from _on_one(gold, found, "due", due, _due)
    yield from _on_needs_person(gold, found)


def _on_found(gold: GoldNote, found: FoundNote) -> Iterator[Verdict]:
    """The fields that each found note has one value of."""
    yield _alike(gold, "kind", gold.kind, found.kind)
    yield _alike(gold, "topic", gold.topic, found.topic)
    yield _alike(gold, "priority", gold.priority, found.priority)
    same = (gold.scene or None) == (found.scene or None)
    miss = None if same else _miss(gold, "scene", gold.scene, found.scene)
    yield Verdict("scene", share(same), miss)


def _alike(gold: GoldNote, field: Field, right: str, said: str) -> Verdict:
    if right == said:
        return Verdict(field, share(True), values=((right, RIGHT),))
    miss = _miss(gold, field, right, said)
    return Verdict(field, share(False), miss, ((right, MISSED), (said, FALSE)))


def _on_actionable(gold: GoldNote, found: FoundNote | None) -> Iterator[Verdict]:
    said = found is not None and found.actionable
    if gold.actionable == said:
        if said:
            yield Verdict("actionable", RIGHT)
    elif found is None:
        yield Verdict("actionable", MISSED)  # the missed note is to be read, not this as well
    else:
        words = ("not actionable", "actionable")
        miss = _miss(gold, "actionable", words[gold.actionable], words[said])
        yield Verdict("actionable", FALSE if said else MISSED, miss)


def _on_moment(gold: GoldNote, found: FoundNote | None) -> Iterator[Verdict]:
    """A wrong moment is a false and a missed one."""
    said = found.timecode if found else None
    if same_moment(gold.timecode, said):
        if said:
            yield Verdict("timecode", RIGHT)
        return
    score = Hits(fp=int(said is not None), fn=int(gold.timecode is not None))
    miss = _miss(gold, "timecode", moment_words(gold.timecode), moment_words(said))
    yield Verdict("timecode", score, miss if found else None)


def _on_one(
    gold: GoldNote,
    found: FoundNote | None,
    field: Field,
    right: str | None,
    of: Callable[[FoundNote], str | None],
) -> Iterator[Verdict]:
    """A field with one value or none: a wrong value is a false and a missed one."""
    said = of(found) if found else None
    if right == said:
        if said:
            yield Verdict(field, RIGHT)
        return
    score = Hits(fp=int(said is not None), fn=int(right is not None))
    yield Verdict(field, score, _miss(gold, field, right, said) if found else None)


def _owner(note: FoundNote) -> str | None:
    return note.owner.user if note.owner else None


def _due(note: FoundNote) -> str | None:
    return note.due.date.isoformat() if note.due else None


def _on_needs_person(gold: GoldNote, found: FoundNote | None) -> Iterator[Verdict]:
    """Each reason counts by itself; all of them together are one entry for reading."""
    right: frozenset[str] = gold.needs_person
    said: frozenset[str] = frozenset(found.needs_person if found else ())
    values = [
        *((reason, RIGHT) for reason in right & said),
        *((reason, FALSE) for reason in said - right),
        *((reason, MISSED) for reason in right - said),
    ]
    if values:
        score = Hits(len(right & said), len(said - right), len(right - said))
        wrong = found is not None and right != said
        miss = _miss(gold, "needs_person", names(right), names(said)) if wrong else None
        yield Verdict("needs_person", score, miss, tuple(values))


def _on_false_sources(matching: Matching) -> Iterator[Verdict]:
    for place, at in matching.false_slots():
        note = matching.notes[place]
        source = note.sources[at]
        what = "false source" if matching.golds_of(place) else "false note"
        yield Verdict("found", FALSE, Miss(source.ts, what, None, note.kind, source.quote))


def _on_false(note: FoundNote) -> Iterator[Verdict]:
    """What a note says that is none. To read it is enough to read that it is false."""
    if note.actionable:
        yield Verdict("actionable", FALSE)
    if note.timecode:
        yield Verdict("timecode", FALSE)
    if _owner(note):
        yield Verdict("owner", FALSE)
    if note.due:
        yield Verdict("due", FALSE)
    for reason in note.needs_person:
        yield Verdict("needs_person", FALSE, values=((reason, FALSE),))


def _on_pairs(gold: Gold, matching: Matching) -> Iterator[Verdict]:
    """Labelled notes in one found note are its duplicates; conflicts are those it names.

    A found note stands for its labelled notes or, having none, for itself: a conflict with a
    false note is false.
    """
    duplicates = {
        pair
        for place in range(len(matching.notes))
        for pair in combinations(matching.golds_of(place), 2)
    }
    yield from _on_pairs_of("duplicates", gold, gold.duplicates, duplicates, matching)
    yield from _on_pairs_of(
        "conflicts", gold, gold.conflicts, set(_found_conflicts(matching)), matching
    )


def _found_conflicts(matching: Matching) -> Iterator[Pair]:
    places = {note.number: place for place, note in enumerate(matching.notes)}
    for place, note in enumerate(matching.notes):
        for other in note.conflicts_with:
            for one, two in product(
                _stand_for(matching, place), _stand_for(matching, places[other])
            ):
                yield min(one, two), max(one, two)


def _stand_for(matching: Matching, place: int) -> list[int]:
    """Places of labelled notes; below 0 that of the found note itself."""
    return matching.golds_of(place) or [-1 - place]


def _on_pairs_of(
    field: Field, gold: Gold, labelled: Iterable[Pair], found: set[Pair], matching: Matching
) -> Iterator[Verdict]:
    right = {(min(pair), max(pair)) for pair in labelled}
    word = field.removesuffix("s")
    for pair in sorted(right | found):
        one, two = (_quote_of(place, gold, matching) for place in pair)
        score, miss = RIGHT, None
        if pair not in found:
            score, miss = MISSED, Miss(one[0], f"missed {word}", two[1], None, one[1])
        elif pair not in right:
            score, miss = FALSE, Miss(one[0], f"false {word}", None, two[1], one[1])
        yield Verdict(field, score, miss)
        yield Verdict("pairs", score)


def _quote_of(place: int, gold: Gold, matching: Matching) -> tuple[str, str]:
    """The `ts` and words of a note that `_stand_for` names."""
    if place >= 0:
        return gold.notes[place].ts, gold.notes[place].quote
    source = matching.notes[-1 - place].sources[0]
    return source.ts, source.quote


def _miss(gold: GoldNote, what: str, right: str | None, said: str | None) -> Miss:
    return Miss(gold.ts, what, right, said, gold.quote)
