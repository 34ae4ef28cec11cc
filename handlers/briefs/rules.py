"""When a report is due, and how that is said. Pure."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.nudges.calendar import moment_of
from handlers.text import day, moment
from store.tables import ScheduledReport

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEK = timedelta(days=7)
_LATE = timedelta(hours=1)

SETTLES = timedelta(minutes=1)
"""What is being written when a report is due may be in no other process's sight yet, and clocks
differ a little: its changes end so much before, and those of the next one begin there."""


def next_weekly(weekday: int, clock: str, lead: int, timezone: str, after: datetime) -> datetime:
    """The first moment (UTC) after this one that is `lead` minutes before that time of a weekday
    from 0, Monday, on the clocks there. Once a week, also when a time comes twice or not at all
    because clocks are changed (`moment_of`)."""
    today = after.astimezone(ZoneInfo(timezone)).date()
    ahead = today + timedelta(days=(weekday - today.weekday()) % 7)
    for days in (0, 7, 14):
        found = moment_of(ahead + timedelta(days=days), clock, timezone) - timedelta(minutes=lead)
        if found > after:
            return found
    raise AssertionError("a weekday comes every week")


def following(report: ScheduledReport, timezone: str, after: datetime) -> datetime | None:
    """When a report is due next after this moment; None for one that comes once."""
    if report.weekday is None:
        return None
    return next_weekly(report.weekday, report.time, report.lead, timezone, after)


def slot_key(report: ScheduledReport, slot: datetime) -> str:
    """The key of the message of a slot: the same in whatever zone the production is by now."""
    return f"report:{report.id}:{slot.astimezone(UTC).isoformat()}"


def is_late(slot: datetime, now: datetime) -> bool:
    """Whether nobody was there when it was due."""
    return now - slot > _LATE


def is_pointless(report: ScheduledReport, slot: datetime, now: datetime) -> bool:
    """Whether the meeting that a report was for is long over."""
    begins = slot + timedelta(minutes=report.lead)
    return report.weekday is None and now - begins > timedelta(hours=12)


def begins_at(report: ScheduledReport, slot: datetime) -> datetime:
    """From when a report of changes has them: since the one before, of the first one a week."""
    return report.last_at or slot - _WEEK


def when(report: ScheduledReport, timezone: str, now: datetime) -> str:
    """Such as "every Friday 16:00", "every Monday 10:00, 30 minutes before", "before Fri 5 Jun
    10:00"."""
    if report.weekday is not None:
        early = f", {report.lead} minutes before" if report.lead else ""
        return f"every {_DAYS[report.weekday]} {report.time}{early}"
    if report.meets_at is None:
        return ""
    local = report.meets_at.astimezone(ZoneInfo(timezone))
    near = now.astimezone(ZoneInfo(timezone)).date()
    return f"before {day(local.date(), near)} {local:%H:%M}"


def due(at: datetime, timezone: str) -> str:
    """Such as "Fri 5 Jun 09:30"."""
    return moment(at, timezone)
