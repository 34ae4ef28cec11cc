"""Who is told what: gaps into messages. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from handlers.milestones.gaps import Gap
from handlers.milestones.record import ProductionRecord
from handlers.nudges.calendar import Slot
from store.tables import NudgeRest, NudgeSchedule


@dataclass(frozen=True)
class Named:
    """A gap in a message; `escalated` names who has ignored it, and how often they were told."""

    gap: Gap
    escalated: str = ""


@dataclass(frozen=True)
class Planned:
    """A message to be sent: to a channel or to a person, what it names, and why it comes."""

    key: str
    channel: str | None
    user: str | None
    timezone: str
    day: date
    at: datetime
    reason: str
    named: tuple[Named, ...]
    late: datetime | None = None
    asked_for: bool = False


@dataclass(frozen=True)
class Told:
    """What was said before: how often each gap was told to each person (user, gap key), how often
    in a channel (gap key)."""

    people: Mapping[tuple[str, str], int] = field(default_factory=dict)
    channels: Mapping[str, int] = field(default_factory=dict)


def plan(
    record: ProductionRecord,
    schedule: NudgeSchedule,
    slot: Slot,
    gaps: Sequence[Gap],
    zones: Mapping[str, str],
    rests: Sequence[NudgeRest],
    told: Told,
    silent: Collection[str] = (),
) -> Sequence[Planned]:
    """The messages of a slot: a digest for each channel where the slot's zone is the production's
    own, and one message for each person whose clock this is. `zones` are the zones of people,
    `silent` those who can't be written to (left, or unknown to Slack)."""
    raise NotImplementedError
