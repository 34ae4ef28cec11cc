"""When nudges are due: days before a milestone, on it, and working days after it, at times of day
on the reader's clock; never on days off, never in quiet hours. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from store.tables import Milestone, NudgeSchedule


@dataclass(frozen=True)
class Slot:
    """A moment at which a production is nudged about some milestones: `at` (UTC) is `time` of
    `day` on the clocks of `timezone`. `late`: it has passed some while ago, and the message says
    so."""

    timezone: str
    day: date
    time: str
    at: datetime
    milestones: tuple[Milestone, ...]
    late: bool = False


def slots(
    schedule: NudgeSchedule,
    times: Sequence[str],
    timezone: str,
    home: str,
    milestones: Sequence[Milestone],
    after: datetime,
    until: datetime,
) -> Sequence[Slot]:
    """All slots with `after` < at ≤ `until`, oldest first."""
    raise NotImplementedError


def due(
    schedule: NudgeSchedule,
    times: Sequence[str],
    timezone: str,
    home: str,
    milestones: Sequence[Milestone],
    done_until: datetime,
    moment: datetime,
) -> Slot | None:
    """The slot to see to now, if there is one: the newest that has come, with the milestones of
    those that were missed."""
    raise NotImplementedError


def next_at(
    schedule: NudgeSchedule,
    times: Sequence[str],
    timezone: str,
    home: str,
    milestones: Sequence[Milestone],
    done_until: datetime,
    moment: datetime,
) -> datetime | None:
    """When to look again: the next slot after `moment`, or, where one that was missed has to wait
    for an allowed hour, that hour. None while nothing is planned."""
    raise NotImplementedError


def allowed_from(schedule: NudgeSchedule, timezone: str, moment: datetime) -> datetime:
    """`moment`, or the first moment after it at which something may be sent to a reader there."""
    raise NotImplementedError
