"""What a production has heard before: an idea that was rejected, asked again, or opposed. Pure.

A cut moves its moments, so they set notes of two rounds apart only where the words name no
thing; a scene does always. Whatever is in doubt is taken for new: a request that is folded away
wrongly costs more than one that stands there twice.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from handlers.notes.ideas import (
    Idea,
    idea_of,
    opposite_ideas,
    same_idea,
    says_no_thing,
    things_in,
)
from handlers.notes.reader.drafts import TO_SETTLE
from store.tables import Note

RECENT = 60
"""How many notes about one thing are looked at, the newest."""

_MOST_AGAINST = 5
_SAME_MOMENT_S = 1.0
_SAME_PLACE_S = 10.0
"""How far a moment may have moved from one cut to the next, in seconds."""

_WISHES = ("change", "decision")
_STANDING = ("draft", "accepted")


@dataclass(frozen=True)
class Recall:
    """What is remembered about a note: the one it repeats, and those it opposes."""

    repeats: Note | None = None
    against: tuple[Note, ...] = ()

    @property
    def is_rejected(self) -> bool:
        """Whether the idea was rejected when it was last decided on."""
        return self.repeats is not None and self.repeats.state == "rejected"


@dataclass
class Memory:
    """The notes of a production, found by what they are about."""

    _about: dict[str, deque[Note]] = field(
        default_factory=lambda: defaultdict(lambda: deque(maxlen=RECENT))
    )
    _of_the_whole: deque[Note] = field(default_factory=lambda: deque(maxlen=RECENT))
    _ideas: dict[UUID, Idea] = field(default_factory=dict)

    @classmethod
    def of(cls, notes: Iterable[Note]) -> "Memory":
        """A memory of these notes, oldest first."""
        memory = cls()
        for note in notes:
            things = things_in(note.text)
            for thing in things:
                memory._about[thing].append(note)
            if says_no_thing(things):
                memory._of_the_whole.append(note)
        return memory

    def recall(self, note: Note, said_again: Note | None = None) -> Recall:
        """What is remembered about a note that has just been drafted or reworded.

        `said_again` is a note known to ask the same.
        """
        idea = self._idea(note)
        again = [said_again] if said_again else []
        against: list[Note] = []
        for known in self._candidates(note, idea):
            if _set_apart(note, known, idea):
                continue
            if _may_repeat(note, known) and same_idea(idea, self._idea(known)):
                again.append(known)
            elif _may_oppose(note, known) and opposite_ideas(idea, self._idea(known)):
                against.append(known)
        return Recall(_latest(note, again), tuple(sorted(against, key=_number)[-_MOST_AGAINST:]))

    def _candidates(self, note: Note, idea: Idea) -> list[Note]:
        lots = [self._about.get(thing, ()) for thing in sorted(idea.things)]
        found = {known.id: known for lot in lots or [self._of_the_whole] for known in lot}
        return [known for known in found.values() if known.root != note.root]

    def _idea(self, note: Note) -> Idea:
        if note.id not in self._ideas:
            self._ideas[note.id] = idea_of(note.text)
        return self._ideas[note.id]


def _may_repeat(note: Note, known: Note) -> bool:
    """Within one review only what was rejected: the reader itself joins what is said twice."""
    if note.kind not in TO_SETTLE or known.kind not in TO_SETTLE:
        return False
    return known.state == "rejected" or (said_elsewhere(known, note) and known.state in _STANDING)


def _may_oppose(note: Note, known: Note) -> bool:
    """Within one review the reader itself sees what is opposed."""
    return (
        note.kind in _WISHES
        and known.kind in _WISHES
        and said_elsewhere(known, note)
        and known.state in _STANDING
    )


def said_elsewhere(known: Note, note: Note) -> bool:
    """Whether this was said in another round than the note; a copy was, wherever it stands."""
    return known.review_id != note.review_id or known.carried_from is not None


def _set_apart(note: Note, known: Note, idea: Idea) -> bool:
    """Whether scene or moment say that two notes are about different things."""
    if note.scene and known.scene and note.scene.casefold() != known.scene.casefold():
        return True
    if known.timecode is None:
        return False
    if note.timecode is None:
        return idea.is_of_the_whole
    apart = _seconds_apart(note.timecode, known.timecode)
    if not said_elsewhere(known, note):
        return apart > _SAME_MOMENT_S
    return idea.is_of_the_whole and apart > _SAME_PLACE_S


def _seconds_apart(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    first, second = sorted((one, other), key=lambda code: float(code["seconds"]))
    ends_at = first.get("end_seconds") or first["seconds"]
    return max(float(second["seconds"]) - float(ends_at), 0.0)


def _latest(note: Note, again: list[Note]) -> Note | None:
    """The one that was decided on (or said) last, of those about the same moment if there are."""
    near = [
        known
        for known in again
        if note.timecode and known.timecode
        and _seconds_apart(note.timecode, known.timecode) <= _SAME_PLACE_S
    ]  # fmt: skip
    return max(near or again, key=_settled_at, default=None)


def _settled_at(note: Note) -> tuple[datetime, int]:
    return note.decided_at or note.created_at, note.number


def _number(note: Note) -> int:
    return note.number
