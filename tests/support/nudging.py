"""Schedules and milestones as plain values, for what is worked out from them."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from store.tables import Milestone, NudgeSchedule

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
PRODUCTION_ID = uuid5(UUID(int=5), "spot")


def a_schedule(**changes: Any) -> NudgeSchedule:
    """The usual one, from Monday to Friday and without holidays."""
    usual: dict[str, Any] = {
        "production_id": PRODUCTION_ID,
        "offsets": [7, 3, 1, 0],
        "overdue": True,
        "working_days": [0, 1, 2, 3, 4],
        "country": "",
        "quiet_from": "20:00",
        "quiet_to": "08:00",
        "digest": True,
        "direct": True,
    }
    return NudgeSchedule(**usual | changes)


def a_milestone(
    day: date,
    name: str = "Picture lock",
    *,
    home: str = "Europe/Berlin",
    clock: str | None = None,
    since: datetime = LONG_AGO,
    channel: str = "C-edit",
) -> Milestone:
    """One of a production in `home`, at a time of that day or at its end."""
    return Milestone(
        id=uuid5(PRODUCTION_ID, name),
        production_id=PRODUCTION_ID,
        name=name,
        day=day,
        time=clock,
        at=_at(day, clock, home),
        since=since,
        channel=channel,
        created_by="maker",
    )


def _at(day: date, clock: str | None, home: str) -> datetime:
    if clock is None:
        day, clock = day + timedelta(days=1), "00:00"
    return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(home)).astimezone(UTC)
