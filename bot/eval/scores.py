"""Counts of right and wrong that can be added up, and the figures people know them by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Field = Literal[
    "found",
    "actionable",
    "kind",
    "timecode",
    "owner",
    "due",
    "topic",
    "priority",
    "needs_person",
    "scene",
    "duplicates",
    "conflicts",
    "pairs",
    "chatter",
]


@dataclass(frozen=True)
class Hits:
    """What was found and is there (`tp`), isn't there (`fp`), or was missed (`fn`).

    Nothing said is nothing wrong: precision is 1 where nothing was found, recall where there was
    nothing to find.
    """

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: Hits) -> Hits:
        return Hits(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def cases(self) -> int:
        """How much there was to get right or wrong."""
        return self.tp + self.fp + self.fn

    @property
    def precision(self) -> float:
        """The share of the found that is right."""
        return _share(self.tp, self.tp + self.fp)

    @property
    def recall(self) -> float:
        """The share of what is there that was found."""
        return _share(self.tp, self.tp + self.fn)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return _share(2 * self.tp, 2 * self.tp + self.fp + self.fn)

    def data(self) -> dict[str, float]:
        """As JSON has it."""
        return {
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "tp": self.tp,
            "fp": self.fp,
            "fn": self.fn,
        }


@dataclass(frozen=True)
class Share:
    """How many of `n` are right."""

    right: int = 0
    n: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.n + other.n)

    @property
    def cases(self) -> int:
        """How much there was to get right or wrong."""
        return self.n

    @property
    def accuracy(self) -> float:
        """The share that is right; 1 of nothing."""
        return _share(self.right, self.n)

    def data(self) -> dict[str, float]:
        """As JSON has it."""
        return {"accuracy": self.accuracy, "n": self.n}


Score: TypeAlias = Hits | Share

RIGHT, FALSE, MISSED = Hits(tp=1), Hits(fp=1), Hits(fn=1)


def share(right: bool) -> Share:
    """One case."""
    return Share(int(right), 1)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


@dataclass(frozen=True)
class Miss:
    """Something wrong, for reading: what was labelled and what was found, in words."""

    ts: str
    what: str
    gold: str | None
    found: str | None
    quote: str


@dataclass(frozen=True)
class Verdict:
    """One judgement on one field, and what to read about it where it is wrong.

    `values` are the counts of single values of the field, such as each kind.
    """

    field: Field
    score: Score
    miss: Miss | None = None
    values: tuple[tuple[str, Hits], ...] = ()


@dataclass(frozen=True)
class Scores:
    """The sum of verdicts: a score for each field, and for each value of some fields."""

    fields: Mapping[Field, Score]
    values: Mapping[Field, Mapping[str, Hits]]

    def hits(self, field: Field) -> Hits:
        """The counts of a field that has precision and recall."""
        score = self.fields.get(field, Hits())
        if not isinstance(score, Hits):
            raise TypeError(f"{field} has no precision; ask for its share")
        return score

    def share(self, field: Field) -> Share:
        """The counts of a field that is right or wrong."""
        score = self.fields.get(field, Share())
        if not isinstance(score, Share):
            raise TypeError(f"{field} is no share; ask for its hits")
        return score


def add_up(verdicts: Iterable[Verdict], empty: Mapping[Field, Score] | None = None) -> Scores:
    """The sums, in the order of `empty`, the fields that there are even without a case."""
    fields: dict[Field, Score] = dict(empty or {})
    values: dict[Field, dict[str, Hits]] = {}
    for verdict in verdicts:
        score = verdict.score
        fields[verdict.field] = _plus(fields.get(verdict.field, type(score)()), score)
        for value, hits in verdict.values:
            of_field = values.setdefault(verdict.field, {})
            of_field[value] = of_field.get(value, Hits()) + hits
    return Scores(fields, values)


def _plus(one: Score, other: Score) -> Score:
    if isinstance(one, Hits) and isinstance(other, Hits):
        return one + other
    if isinstance(one, Share) and isinstance(other, Share):
        return one + other
    raise TypeError("two sorts of score for one field")
