"""Reports that come by themselves: turned on, turned off, seen to once each time.

The clock claims what is due, whichever process is quicker, and sets the next time in the same
transaction that defers the posting; the posting's message has one key for each report and slot.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from handlers.answers import show
from handlers.briefs.cards import Footer, under
from handlers.briefs.errors import (
    MeetingOverError,
    NothingScheduledError,
    OverAlreadyError,
    ReportNotFoundError,
    ScheduledAlreadyError,
    StoppedAlreadyError,
)
from handlers.briefs.reading import Said
from handlers.briefs.rules import (
    begins_at,
    following,
    is_late,
    is_pointless,
    next_weekly,
    slot_key,
    when,
)
from handlers.briefs.services import brief_body, changes_body
from handlers.membership import require_member
from handlers.nudges.calendar import moment_of
from handlers.program import SCRIPTY, Actor
from handlers.text import moment, name_of
from store.clock import now
from store.tables import Milestone, Production, ScheduledReport
from store.types import ReportKind
from store.unit_of_work import Work

POST_REPORT = "post_report"
"""Name of the job that posts a report whose time has come."""

MOST = 200
"""Reports that one tick sees to in a workspace at once."""

WHAT = {"brief": "the brief", "changes": "the changes"}
"""What a report is called in a sentence, by kind."""

_SHOWN = 5
"""Of the messages of a report that is stopped so many say so, the newest."""


# Turning on and off


async def schedule(
    work: Work,
    actor: Actor,
    production: Production,
    channel: str,
    kind: ReportKind,
    said: Said,
    milestone: Milestone | None,
) -> tuple[ScheduledReport, str]:
    """Let a report come by itself, once or every week; with when the one came whose place it
    takes, "" where there was none: of one kind and milestone a channel has one a week.

    Raises MeetingOverError, ScheduledAlreadyError.
    """
    at, zone = now(), production.timezone
    report = ScheduledReport(
        production_id=production.id, kind=kind, channel=channel,
        milestone_id=milestone.id if milestone else None,
        weekday=said.weekday, time=said.time, lead=said.lead, asked_by=actor.user,
    )  # fmt: skip
    if said.weekday is not None:
        report.next_at = next_weekly(said.weekday, said.time, said.lead, zone, at)
    else:
        report.meets_at, report.next_at = _before_meeting(said, zone, at)
    await one_at_a_time(work, production.id)
    replaced = ""
    for each in await work.reports.standing(production.id, kind, lock=True):
        if _place(each) != _place(report):
            continue
        if _times(each) == _times(report):
            names = await work.people.names([each.asked_by])
            raise ScheduledAlreadyError(
                WHAT[kind], when(each, zone, at), name_of(each.asked_by, names),
                moment(each.next_at or at, zone),
            )  # fmt: skip
        if each.weekday is not None and report.weekday is not None:
            replaced = when(each, zone, at)
            await _stop(work, each, production, actor)
    await work.add(report)
    _log(work, actor, report, production, "scheduled")
    return report, replaced


def _before_meeting(said: Said, zone: str, at: datetime) -> tuple[datetime, datetime]:
    """When a meeting begins, and when its brief is due: at once where that has passed."""
    assert said.day is not None
    meets = moment_of(said.day, said.time, zone)
    if meets <= at:
        raise MeetingOverError(moment(meets, zone))
    return meets, max(at, meets - timedelta(minutes=said.lead))


async def stop_all(work: Work, actor: Actor, production: Production, kind: ReportKind) -> list[str]:
    """Let no report of this kind come by itself any more; when those came that did. Raises
    NothingScheduledError."""
    await one_at_a_time(work, production.id)
    found = await work.reports.standing(production.id, kind, lock=True)
    if not found:
        raise NothingScheduledError(kind, production.name)
    for each in found:
        await _stop(work, each, production, actor)
    return [when(each, production.timezone, now()) for each in found]


async def stop_report(work: Work, report_id: str, actor: Actor) -> str:
    """Let this report come no more; when it came. Raises ReportNotFoundError, NotAMemberError,
    GuestError, StoppedAlreadyError, OverAlreadyError."""
    report = await work.reports.find(ScheduledReport, report_id, lock=True)
    if report is None:
        raise ReportNotFoundError
    production = await require_member(work, report.production_id, actor)
    if report.stopped_at is not None:
        names = await work.people.names([report.stopped_by or ""])
        stopped = moment(report.stopped_at, production.timezone)
        raise StoppedAlreadyError(name_of(report.stopped_by, names), stopped)
    if report.next_at is None:
        raise OverAlreadyError
    await _stop(work, report, production, actor)
    return f"{WHAT[report.kind]} {when(report, production.timezone, now())}"


async def _stop(work: Work, report: ScheduledReport, production: Production, actor: Actor) -> None:
    report.next_at, report.stopped_by, report.stopped_at = None, actor.user, now()
    _log(work, actor, report, production, "stopped")
    await work.session.flush()
    await _say_stopped(work, report, actor)


async def _say_stopped(work: Work, report: ScheduledReport, actor: Actor) -> None:
    """The newest messages of the report say who stopped it where their button was."""
    who = name_of(actor.user, await work.people.names([actor.user]))
    words = "Stopped." if actor == SCRIPTY else f"Stopped by {who}."
    said = under(Footer(words))
    button = f"report:{report.id}"
    shown = await work.deliveries.about(report.kind, [report.id])
    for delivery in shown[-_SHOWN:]:
        if delivery.body is None:
            continue
        blocks = [
            block
            for each in delivery.body["blocks"]
            for block in (said if each.get("block_id") == button else [each])
        ]
        body = delivery.body | {"blocks": blocks}
        await show(work, delivery.key, delivery.kind, body=body)


async def one_at_a_time(work: Work, production_id: UUID) -> None:
    """Wait until nobody else turns reports of the production on or off."""
    await work.reports.one_at_a_time("reports", str(production_id))


def _place(report: ScheduledReport) -> Any:
    return report.channel, report.milestone_id


def _times(report: ScheduledReport) -> Any:
    return report.weekday, report.time, report.lead, report.meets_at


def _log(
    work: Work, actor: Actor, report: ScheduledReport, production: Production, action: str
) -> None:
    work.log(
        actor.user, actor.surface, f"report.{action}", "production", production.id,
        what=WHAT[report.kind], when=when(report, production.timezone, now()),
        report=str(report.id),
    )  # fmt: skip


# Seeing to what is due


async def see_to_due(work: Work, at: datetime, *, most: int = MOST) -> int:
    """Have whatever is due posted, so many at most; how many there were. What was missed while
    nobody was there comes once."""
    found = await work.reports.due(at, most)
    zones: dict[UUID, Production] = {}
    for report in found:
        slot = report.next_at
        assert slot is not None
        if report.production_id not in zones:
            zones[report.production_id] = await work.productions.get(report.production_id)
        production = zones[report.production_id]
        since = begins_at(report, slot)
        report.next_at = following(report, production.timezone, at)
        report.last_at = slot
        if is_pointless(report, slot, at):
            _log(work, SCRIPTY, report, production, "missed")
            continue
        await work.defer(
            POST_REPORT, lock=f"report {report.id}", report_id=str(report.id),
            slot=slot.isoformat(), since=since.isoformat(),
        )  # fmt: skip
    await work.session.flush()
    return len(found)


async def post_report(work: Work, report_id: str, slot: datetime, since: datetime) -> None:
    """Post a report that was due at `slot`: changes are those from `since` until then. Once,
    however often it is asked; not where it was stopped meanwhile, or its channel is another
    production's now."""
    report = await work.reports.find(ScheduledReport, report_id, lock=True)
    if report is None or report.stopped_at is not None:
        return
    production = await work.productions.get(report.production_id)
    key = slot_key(report, slot)
    if await work.deliveries.by_key(key) is not None:
        return
    channels = {each.channel for each in await work.productions.channels(production.id)}
    if report.channel not in channels:
        await _stop(work, report, production, SCRIPTY)
        return
    footer = await _footer(work, report, production, slot)
    body = await _body(work, report, production, (since, slot), footer)
    if body is not None:
        await show(
            work, key, report.kind,
            subject_id=report.id, channel=report.channel, asked_by=report.asked_by, body=body,
        )  # fmt: skip


async def _body(
    work: Work,
    report: ScheduledReport,
    production: Production,
    window: tuple[datetime, datetime],
    footer: Footer,
) -> dict[str, Any] | None:
    if report.kind == "changes":
        return await changes_body(work, production, *window, footer)
    milestone = None
    if report.milestone_id is not None:
        milestone = await work.milestones.find(Milestone, report.milestone_id)
    still = milestone if milestone and milestone.state == "open" else None
    return await brief_body(work, production, still, footer)


async def _footer(
    work: Work, report: ScheduledReport, production: Production, slot: datetime
) -> Footer:
    """Such as "Every Friday 16:00 · turned on by producer"."""
    at = now()
    who = name_of(report.asked_by, await work.people.names([report.asked_by]))
    begun = when(report, production.timezone, at)
    words = f"{begun[:1].upper()}{begun[1:]} · turned on by {who}"
    if is_late(slot, at):
        words += f" · late, it was due {moment(slot, production.timezone)}"
    return Footer(words, str(report.id) if report.weekday is not None else "")
