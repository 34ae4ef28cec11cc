"""What became of drafted lines, counted by kind and by who drafted them. Pure.

Every line is counted once: accepted as it was drafted, accepted after it was edited, rejected, not
decided yet, or folded away since its idea was rejected before. What was dropped before anybody saw
it, and what a model used, stands beside them: a model's tokens with the prompt that they were used
for, also where nothing came of it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from store.tables import Draft, Suggestion
from store.types import Asked

DRAFTS_USAGE = "/scripty drafts [report]"

FEW = 5
"""With fewer decided lines than this, nothing is said about how good they are."""

BUILT_IN, A_MODEL = "built-in", "a model"
PAGE_ACTION = "drafts_page"

_NOT_ASKED = frozenset({"", "no model", "switched off", "limit"})
"""Why no model drafted, where its answers are not to blame."""


@dataclass(frozen=True)
class Drafter:
    """Who drafted a kind: the built-in one, or a `model` with a `version` of the prompt
    ("questions/v2")."""

    kind: str
    model: str = ""
    version: str = ""

    @property
    def name(self) -> str:
        """Such as "v2 · gpt-4o-mini" or "built-in"."""
        return " · ".join(filter(None, (self.short_version, self.model or BUILT_IN)))

    @property
    def short_version(self) -> str:
        """Such as "v2"; "" for none."""
        return self.version.rpartition("/")[2]

    @property
    def place(self) -> tuple[bool, str, int, str]:
        """Where it stands among those of its kind: the versions of a model's prompt side by side,
        the newest first, and the built-in at the end."""
        number = re.search(r"\d+", self.short_version)
        return not self.model, self.model, -int(number[0]) if number else 0, self.version


@dataclass(frozen=True)
class Tally:
    """What became of the lines of one drafter's drafts of one kind; `failed` are drafts for which
    its answers could not be used."""

    drafts: int = 0
    lines: int = 0
    as_drafted: int = 0
    edited: int = 0
    rejected: int = 0
    undecided: int = 0
    folded: int = 0
    tokens: int = 0
    failed: int = 0
    dropped: Mapping[str, int] = field(default_factory=dict)

    @property
    def accepted(self) -> int:
        return self.as_drafted + self.edited

    @property
    def decided(self) -> int:
        return self.accepted + self.rejected

    @property
    def unseen(self) -> int:
        """Lines that were dropped before anybody saw them."""
        return sum(self.dropped.values())

    @property
    def is_few(self) -> bool:
        return self.decided < FEW

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.drafts + other.drafts,
            self.lines + other.lines,
            self.as_drafted + other.as_drafted,
            self.edited + other.edited,
            self.rejected + other.rejected,
            self.undecided + other.undecided,
            self.folded + other.folded,
            self.tokens + other.tokens,
            self.failed + other.failed,
            dict(Counter(self.dropped) + Counter(other.dropped)),
        )


@dataclass(frozen=True)
class Judged:
    """The tallies of a production, the kind with the most lines first and those of a kind side by
    side, and how many drafts came to nothing."""

    tallies: Sequence[tuple[Drafter, Tally]] = ()
    cancelled: int = 0
    failed: int = 0

    @property
    def total(self) -> Tally:
        return sum((each for _, each in self.tallies), Tally())

    def by_kind(self) -> Mapping[str, Sequence[tuple[Drafter, Tally]]]:
        """The tallies of each kind together."""
        found: dict[str, list[tuple[Drafter, Tally]]] = {}
        for drafter, tally in self.tallies:
            found.setdefault(drafter.kind, []).append((drafter, tally))
        return found


def judged(drafts: Sequence[Draft], lines: Iterable[Suggestion], asked: Iterable[Asked]) -> Judged:
    """Count what became of the lines of these drafts, and what was `asked` of models for them."""
    by_draft: dict[UUID, list[Suggestion]] = {}
    for line in lines:
        by_draft.setdefault(line.draft_id, []).append(line)
    tallies: dict[Drafter, Tally] = {}
    states: Counter[str] = Counter()
    for draft in drafts:
        states[draft.state] += 1
        if draft.state == "ready":
            who = drafter_of(draft)
            tallies[who] = tallies.get(who, Tally()) + _tally(draft, by_draft.get(draft.id, ()))
    known = {draft.id: draft for draft in drafts}
    for each in asked:
        draft = known[each.draft_id]
        who = Drafter(draft.kind, each.model or A_MODEL, each.prompt_version)
        cost = Tally(tokens=each.tokens, failed=int(_failed(draft)))
        tallies[who] = tallies.get(who, Tally()) + cost
    return Judged(_ordered(tallies), states["cancelled"], states["failed"])


def drafter_of(draft: Draft) -> Drafter:
    """Who drafted it. What a model was asked for and didn't answer was drafted by the built-in."""
    if draft.drafted_by == "model":
        return Drafter(draft.kind, draft.model or A_MODEL, draft.prompt_version)
    return Drafter(draft.kind)


def rate(part: int, whole: int) -> str:
    """Such as "67%"; "–" of nothing."""
    return f"{round(100 * part / whole)}%" if whole else "–"


def _ordered(tallies: Mapping[Drafter, Tally]) -> Sequence[tuple[Drafter, Tally]]:
    lines: Counter[str] = Counter()
    for drafter, tally in tallies.items():
        lines[drafter.kind] += tally.lines
    return sorted(
        tallies.items(), key=lambda each: (-lines[each[0].kind], each[0].kind, each[0].place)
    )


def _failed(draft: Draft) -> bool:
    """Whether the built-in drafted it since a model's answers could not be used."""
    by_us = draft.state == "ready" and draft.drafted_by != "model"
    return by_us and draft.fallback not in _NOT_ASKED


def _tally(draft: Draft, lines: Sequence[Suggestion]) -> Tally:
    states = Counter(_state(each) for each in lines)
    return Tally(
        drafts=1,
        lines=len(lines),
        as_drafted=states["as drafted"],
        edited=states["edited"],
        rejected=states["rejected"],
        undecided=states["draft"],
        folded=states["merged"],
        dropped={why: count for why, count in (draft.dropped or {}).items() if count > 0},
    )


def _state(line: Suggestion) -> str:
    if line.state == "accepted":
        return "edited" if line.edited_by else "as drafted"
    return line.state
