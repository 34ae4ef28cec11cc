"""Briefs and changes that come by themselves, as `scripty dump` prints them."""

from collections.abc import Iterable
from typing import Any

from bot.dump_values import plain, time
from store.tables import ScheduledReport

Json = dict[str, Any]


def reports_of(reports: Iterable[ScheduledReport]) -> list[Json]:
    """A production's, in the order given. `weekday` counts from 0, Monday; one without comes once,
    before `meets_at`. `next_at` is null once it comes no more."""
    return [
        {
            "id": str(report.id),
            "kind": report.kind,
            "channel": report.channel,
            "milestone_id": plain(report.milestone_id),
            "weekday": report.weekday,
            "time": report.time,
            "lead": report.lead,
            "meets_at": time(report.meets_at),
            "next_at": time(report.next_at),
            "last_at": time(report.last_at),
            "asked_by": report.asked_by,
            "asked_at": time(report.asked_at),
            "stopped_by": report.stopped_by,
            "stopped_at": time(report.stopped_at),
        }
        for report in reports
    ]
