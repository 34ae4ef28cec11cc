"""Having reports come at the same time of day after the production's clocks have changed."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from handlers.briefs.rules import following
from handlers.nudges.calendar import moment_of
from store.clock import now
from store.tables import Production
from store.unit_of_work import Work


async def reschedule(work: Work, production: Production, before: str) -> None:
    """The production's clocks show another time than in the zone `before`: what was to come at
    a time of day comes at that time there."""
    if production.timezone == before:
        return
    at = now()
    for each in await work.reports.standing(production.id, lock=True):
        if each.weekday is not None:
            each.next_at = following(each, production.timezone, at)
        elif each.meets_at is not None:
            meant = each.meets_at.astimezone(ZoneInfo(before)).date()
            each.meets_at = moment_of(meant, each.time, production.timezone)
            each.next_at = each.meets_at - timedelta(minutes=each.lead)
