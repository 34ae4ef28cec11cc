"""What became of drafted lines, counted by kind and by who drafted them. Pure.

Every line is counted once: accepted as it was drafted, accepted after it was edited, rejected, not
decided yet, or folded away since its idea was rejected before. What was dropped before anybody saw
it, and what a model used, stands beside them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from store.tables import Draft, Suggestion

DRAFTS_USAGE = "/scripty drafts [report]"

FEW = 5
"""With fewer decided lines than this, nothing is said about how good they are."""

BUILT_IN = "built-in"
PAGE_ACTION = "drafts_page"


@dataclass(frozen=True, order=True)
class Drafter:
    """Who drafted a kind: the built-in one, or a `model` with a version of the prompt."""

    kind: str
    model: str = ""
    version: str = ""

    @property
    def name(self) -> str:
        """Such as "built-in", or a model's own name and the prompt's version."""
        version = self.version.rpartition("/")[2]
        return " · ".join(filter(None, (self.model or BUILT_IN, version)))


@dataclass(frozen=True)
class Tally:
    """What became of the lines of one drafter's drafts of one kind."""

    drafts: int = 0
    lines: int = 0
    as_drafted: int = 0
    edited: int = 0
    rejected: int = 0
    undecided: int = 0
    folded: int = 0
    tokens: int = 0
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
            dict(Counter(self.dropped) + Counter(other.dropped)),
        )


@dataclass(frozen=True)
class Judged:
    """The tallies of a production, those with the most lines first, and how many drafts came to
    nothing."""

    tallies: Sequence[tuple[Drafter, Tally]] = ()
    cancelled: int = 0
    failed: int = 0

    @property
    def total(self) -> Tally:
        return sum((each for _, each in self.tallies), Tally())

    def by_name(self) -> Mapping[str, Sequence[tuple[Drafter, Tally]]]:
        """The tallies of each drafter together."""
        found: dict[str, list[tuple[Drafter, Tally]]] = {}
        for drafter, tally in self.tallies:
            found.setdefault(drafter.name, []).append((drafter, tally))
        return found


def judged(
    drafts: Iterable[Draft], lines: Iterable[Suggestion], tokens: Mapping[UUID, int]
) -> Judged:
    """Count what became of the lines of these drafts."""
    by_draft: dict[UUID, list[Suggestion]] = {}
    for line in lines:
        by_draft.setdefault(line.draft_id, []).append(line)
    tallies: dict[Drafter, Tally] = {}
    states: Counter[str] = Counter()
    for draft in drafts:
        states[draft.state] += 1
        if draft.state == "ready" or draft.id in tokens:
            who = drafter_of(draft)
            tally = _tally(draft, by_draft.get(draft.id, ()), tokens.get(draft.id, 0))
            tallies[who] = tallies.get(who, Tally()) + tally
    found = sorted(tallies.items(), key=lambda each: (-each[1].lines, each[0]))
    return Judged(found, states["cancelled"], states["failed"])


def drafter_of(draft: Draft) -> Drafter:
    """Who drafted it. What a model was asked for and didn't answer was drafted by the built-in."""
    if draft.drafted_by == "model":
        return Drafter(draft.kind, draft.model or "a model", draft.prompt_version)
    return Drafter(draft.kind)


def rate(part: int, whole: int) -> str:
    """Such as "67%"; "–" of nothing."""
    return f"{round(100 * part / whole)}%" if whole else "–"


def _tally(draft: Draft, lines: Sequence[Suggestion], tokens: int) -> Tally:
    states = Counter(_state(each) for each in lines)
    return Tally(
        drafts=int(draft.state == "ready"),
        lines=len(lines),
        as_drafted=states["as drafted"],
        edited=states["edited"],
        rejected=states["rejected"],
        undecided=states["draft"],
        folded=states["merged"],
        tokens=tokens,
        dropped={why: count for why, count in (draft.dropped or {}).items() if count > 0},
    )


def _state(line: Suggestion) -> str:
    if line.state == "accepted":
        return "edited" if line.edited_by else "as drafted"
    return line.state
