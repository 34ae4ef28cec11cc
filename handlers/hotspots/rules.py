"""Where mistakes happen most often, from a production's own history. Pure.

Mistakes are counted by kind and by stage, never by person: a rule of the procedure concerns
whoever does a thing, and that is all that is said of people.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from handlers.procedure.rules import RULES, Rule

USAGE = "/scripty hotspots"

SHOWN = 5
LATELY = timedelta(days=30)
FEW = 5
"""With fewer mistakes than this, nothing is said about how often anything happens."""

NO_STAGE = ""
"""The stage of what happened while none was under way."""


@dataclass(frozen=True)
class Mistake:
    """Something went wrong: what `kind` of thing, with which `subject`, when, and in which stage
    of the procedure."""

    kind: str
    subject: UUID
    at: datetime
    stage: str = NO_STAGE


@dataclass(frozen=True)
class Span:
    """How long a stage was under way; `until` is None while it is."""

    name: str
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class Hotspot:
    """One kind of mistake: how often, how often in the last 30 days and in the 30 before, in which
    stages (the most frequent first), the newest ones, and the rule that would prevent it."""

    kind: str
    times: int
    lately: int
    before: int
    stages: Sequence[tuple[str, int]]
    newest: Sequence[UUID]
    rule: Rule | None


def hotspots(mistakes: Iterable[Mistake], now: datetime) -> list[Hotspot]:
    """Every kind of mistake, the most frequent first; of two as frequent the one that happened
    last. Each thing counts once for each kind."""
    by_kind: dict[str, dict[UUID, Mistake]] = {}
    for mistake in sorted(mistakes, key=lambda each: (each.at, each.subject)):
        by_kind.setdefault(mistake.kind, {}).setdefault(mistake.subject, mistake)
    found = [_hotspot(kind, list(each.values()), now) for kind, each in by_kind.items()]
    last = {kind: max(one.at for one in each.values()) for kind, each in by_kind.items()}
    return sorted(found, key=lambda each: (-each.times, -last[each.kind].timestamp(), each.kind))


def stage_at(moment: datetime, spans: Sequence[Span]) -> str:
    """The stage that was under way; the one begun last where several were."""
    under_way = [
        span
        for span in spans
        if span.since <= moment and (span.until is None or moment < span.until)
    ]
    return max(under_way, key=lambda span: span.since).name if under_way else NO_STAGE


def preventing(kind: str, rules: Mapping[str, Rule] = RULES) -> Rule | None:
    """The rule of the procedure that is made against this kind of mistake."""
    return next((rule for rule in rules.values() if kind in rule.prevents), None)


def _hotspot(kind: str, mistakes: Sequence[Mistake], now: datetime) -> Hotspot:
    lately = [each for each in mistakes if each.at > now - LATELY]
    before = [each for each in mistakes if now - 2 * LATELY < each.at <= now - LATELY]
    stages = Counter(each.stage for each in mistakes if each.stage)
    return Hotspot(
        kind,
        len(mistakes),
        len(lately),
        len(before),
        sorted(stages.items(), key=lambda pair: (-pair[1], pair[0])),
        [each.subject for each in reversed(mistakes)],
        preventing(kind),
    )
