"""What a round achieved, in figures and in words. Pure.

The six points are those of product.md, section 6: source context, owner, due date, production
consequence, review path, approval state. A consequence is asked of what is on an open milestone.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import get_args
from uuid import UUID

from handlers.approvals.rules import Path, counting, overall
from handlers.errors import BadInputError
from handlers.reviews.rules import version_key
from handlers.text import counted, listing, name_of, span
from store.tables import Conflict, Note, Task
from store.types import NoteKind, NoteState, Topic

USAGE = "/scripty report [v1..v3 | v2] [for teaser]"

MOST_ROUNDS = 15
"""So many rounds side by side can still be told apart; of more, the newest."""

_NAMED = 6
_GONE: tuple[NoteState, ...] = ("withdrawn",)
_DECIDED: tuple[NoteState, ...] = ("accepted", "rejected", "merged")
_FOR = re.compile(r"(?:^|\s)for\s+(?:the\s+)?(?P<name>\S.*)$", re.IGNORECASE | re.DOTALL)
_VERSION = r"v?(\d{1,3}(?:\.\d{1,3})?)"
_WANTED = re.compile(rf"{_VERSION}(?:\s*(?:\.{{2,3}}|…|–|-|to)\s*{_VERSION})?", re.IGNORECASE)


@dataclass(frozen=True)
class RoundRecord:
    """One round as the record has it. `rejected_before` are the ids of rejected notes that some
    of `notes` may repeat, `sourced` those of notes whose words still stand in a message, `settled`
    those of conflicts that a decision names, `weightless` those of tasks on an open milestone of
    which nobody has said what waits on them. `verdict` is empty where nobody was asked."""

    version: str
    notes: Sequence[Note]
    tasks: Mapping[UUID, Task]
    conflicts: Sequence[Conflict] = ()
    settled: AbstractSet[UUID] = frozenset()
    rejected_before: AbstractSet[UUID] = frozenset()
    sourced: AbstractSet[UUID] = frozenset()
    weightless: AbstractSet[UUID] = frozenset()
    has_path: bool = False
    verdict: str = ""


@dataclass(frozen=True)
class Points:
    """Of `items` pieces of accepted work, how many have each point. `kept` have all six."""

    items: int = 0
    source: int = 0
    owner: int = 0
    due: int = 0
    consequence: int = 0
    path: int = 0
    approval: int = 0
    kept: int = 0


@dataclass(frozen=True)
class RoundFigures:
    """One round in figures. The notes are those first given in this round; `carried` came from an
    earlier cut and are in no other figure.

    `notes` is the sum of `kinds`, of `topics`, and of `accepted`, `rejected`, `merged`,
    `undecided`, `folded` and `moved_on` (late ones that went on to the next round).
    """

    version: str
    kinds: tuple[tuple[str, int], ...]
    topics: tuple[tuple[str, int], ...]
    notes: int
    accepted: int
    rejected: int
    merged: int
    undecided: int
    folded: int
    moved_on: int
    deciding: timedelta | None
    conflicts: int
    settled: int
    late: int
    carried: int
    came_back: int
    points: Points
    verdict: str = ""


@dataclass(frozen=True)
class Wanted:
    """Which rounds a command asks for: from one version to another, both included. Empty: all;
    `deliverable` is None where none was named."""

    first: str = ""
    last: str = ""
    deliverable: str | None = None


def figures(record: RoundRecord) -> RoundFigures:
    """What a round achieved."""
    standing = [note for note in record.notes if note.state not in _GONE]
    own = [note for note in standing if note.carried_from is None]
    states = Counter(note.state for note in own)
    return RoundFigures(
        version=record.version,
        kinds=_sorted(get_args(NoteKind), Counter(note.kind for note in own)),
        topics=_sorted(get_args(Topic), Counter(note.topic for note in own)),
        notes=len(own),
        accepted=states["accepted"],
        rejected=states["rejected"],
        merged=states["merged"],
        undecided=states["draft"],
        folded=states["folded"],
        moved_on=states["carried"],
        deciding=_median_time(own),
        conflicts=len(record.conflicts),
        settled=sum(conflict.id in record.settled for conflict in record.conflicts),
        late=sum(note.late for note in own),
        carried=len(standing) - len(own),
        came_back=sum(_came_back(note, record.rejected_before) for note in own),
        points=_points(own, record),
        verdict=record.verdict,
    )


def _sorted(words: Sequence[str], counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Those that there are, most first; as many as another in the product's order."""
    there = [(word, counts[word]) for word in words if counts.get(word)]
    return tuple(sorted(there, key=lambda pair: -pair[1]))


def _median_time(notes: Iterable[Note]) -> timedelta | None:
    """From a note's first draft until a person decided on it; None while nobody has."""
    waited = [
        max((note.decided_at - note.created_at).total_seconds(), 0.0)
        for note in notes
        if note.state in _DECIDED and note.decided_at is not None
    ]
    return timedelta(seconds=median(waited)) if waited else None


def _came_back(note: Note, rejected: AbstractSet[UUID]) -> bool:
    """Folded away or drafted all the same."""
    return note.repeats is not None and (note.state == "folded" or note.repeats in rejected)


def _points(notes: Iterable[Note], record: RoundRecord) -> Points:
    """The points of the accepted notes that became work."""
    rows = [
        (
            note.id in record.sourced,
            bool(record.tasks[note.id].owner),
            record.tasks[note.id].due is not None,
            record.tasks[note.id].id not in record.weightless,
            record.has_path,
            bool(record.verdict),
        )
        for note in notes
        if note.state == "accepted" and note.id in record.tasks
    ]
    source, owner, due, waits, path, approval = (sum(r[place] for r in rows) for place in range(6))
    kept = sum(all(row) for row in rows)
    return Points(len(rows), source, owner, due, waits, path, approval, kept)


def lines(shown: RoundFigures) -> list[str]:
    """One round, a line for each thing there is to say."""
    said = [
        _notes_line(shown),
        f"By topic: {', '.join(f'{topic} {count}' for topic, count in shown.topics)}."
        if shown.topics
        else "",
        f"What became of them: {_states(shown)}." if shown.notes else "",
        _time_line(shown),
        _conflicts_line(shown),
        f"Late: {counted(shown.late, 'note')}." if shown.late else "",
        f"Carried over from an earlier cut: {counted(shown.carried, 'note')}."
        if shown.carried
        else "",
        f"Rejected before and back again: {counted(shown.came_back, 'idea')}."
        if shown.came_back
        else "",
        _points_line(shown.points),
        f"Verdict: {shown.verdict}." if shown.verdict else "Verdict: nobody was asked.",
    ]
    return [line for line in said if line]


def _notes_line(shown: RoundFigures) -> str:
    if not shown.notes:
        return "No notes."
    kinds = [_of_kind(count, kind) for kind, count in shown.kinds]
    return f"{counted(shown.notes, 'note')}: {listing(kinds)}."


def _of_kind(count: int, kind: str) -> str:
    """Such as "3 changes", "1 question", "2 words of praise"."""
    return f"{counted(count, 'word')} of praise" if kind == "praise" else counted(count, kind)


def _states(shown: RoundFigures) -> str:
    states = (
        ("accepted", shown.accepted),
        ("rejected", shown.rejected),
        ("merged", shown.merged),
        ("not decided yet", shown.undecided),
        ("folded away", shown.folded),
        ("gone on to the next round", shown.moved_on),
    )
    return listing([f"{count} {word}" for word, count in states if count])


def _time_line(shown: RoundFigures) -> str:
    if shown.deciding is None:
        return ""
    return f"Median time to a decision: {span(shown.deciding.total_seconds())}."


def _conflicts_line(shown: RoundFigures) -> str:
    if not shown.conflicts:
        return ""
    settled = f"{shown.settled} settled" if shown.settled else "none settled"
    return f"{counted(shown.conflicts, 'conflict')}, {settled}."


def _points_line(points: Points) -> str:
    """How complete the accepted work is. What every task has isn't named beside what some lack."""
    if not points.items:
        return ""
    lacking = {
        name: points.items - count
        for name, count in (
            ("source", points.source),
            ("owner", points.owner),
            ("date", points.due),
            ("consequence", points.consequence),
            ("review path", points.path),
            ("approval", points.approval),
        )
        if count < points.items
    }
    if not lacking:
        whose = "The task has" if points.items == 1 else f"All {points.items} tasks have"
        return f"{whose} source, owner, date, review path and approval."
    have = "has" if points.items == 1 else "have"
    missing = ", ".join(f"{name} {count}" for name, count in lacking.items())
    return (
        f"{points.kept} of {counted(points.items, 'task')} {have} {listing(list(lacking))}; "
        f"missing: {missing}."
    )


def short_line(shown: RoundFigures) -> str:
    """A round in one line, to stand beside others."""
    points = shown.points
    said = [
        counted(shown.notes, "note") if shown.notes else "no notes",
        f"{shown.accepted} accepted" if shown.accepted else "",
        f"{shown.rejected} rejected" if shown.rejected else "",
        "" if shown.deciding is None else f"decided in {span(shown.deciding.total_seconds())}",
        counted(shown.conflicts, "conflict") if shown.conflicts else "",
        f"{shown.late} late" if shown.late else "",
        f"{shown.came_back} came back" if shown.came_back else "",
        f"{points.kept} of {counted(points.items, 'task')} with nothing missing"
        if points.items
        else "",
    ]
    return f"{shown.version}: {', '.join(filter(None, said))}"


def described(rounds: Sequence[RoundFigures]) -> str:
    """The picture in words, for people who don't see it: at most about 300 characters."""
    newest = rounds[-1]
    which = f"rounds {rounds[0].version} to {newest.version}" if len(rounds) > 1 else newest.version
    time = (
        ""
        if newest.deciding is None
        else f", decided in {span(newest.deciding.total_seconds())} (median)"
    )
    return (
        f"Bars and figures for {which}. {newest.version}: {counted(newest.notes, 'note')}, "
        f"{newest.accepted} accepted, {newest.rejected} rejected{time}, "
        f"{counted(newest.conflicts, 'conflict')}, {newest.late} late. "
        "The message says it all in words."
    )


def verdict_words(standing: Path, names: Mapping[str, str]) -> str:
    """Such as "changes requested (client)": what all verdicts come to, and who said just that."""
    verdict = overall(standing)
    said = [user for user in standing.approvers if counting(standing, user) == verdict]
    who = listing([name_of(user, names) for user in said[:_NAMED]])
    return f"{verdict} ({who})" if who else verdict


def read_wanted(text: str) -> Wanted:
    """The words after `/scripty report`: "", "v2", "v1..v3", "v1 to v3 for teaser".

    Raises BadInputError.
    """
    named = _FOR.search(text)
    words = text[: named.start()] if named else text
    deliverable = named["name"].strip() if named else None
    if not words.strip():
        return Wanted(deliverable=deliverable)
    read = _WANTED.fullmatch(words.strip())
    if read is None:
        raise BadInputError(f"I don't know which rounds “{words.strip()[:60]}” are. Try: {USAGE}")
    first = f"v{read[1]}"
    last = f"v{read[2]}" if read[2] else first
    if version_key(first) > version_key(last):
        raise BadInputError(
            f"{first}..{last} is the wrong way round. Try: /scripty report {last}..{first}"
        )
    return Wanted(first, last, deliverable)
