"""What people do about nudges: put them off, hand them back, mute a kind, set the schedule."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from handlers.answers import refresh
from handlers.blocks import View
from handlers.errors import NotFoundError
from handlers.membership import member_here, require_member
from handlers.nudges import forms
from handlers.nudges.calendar import allowed_from
from handlers.nudges.errors import (
    AlreadyRefusedError,
    MilestoneHereError,
    NothingOpenError,
    NotMutedError,
    NotYourNudgeError,
    NudgeNotFoundError,
    ScheduleChangedError,
    ScheduleNotYoursError,
)
from handlers.nudges.forms import Schedule, schedule_of
from handlers.nudges.waking import settle_clocks, wake, zone_of
from handlers.productions.rules import may_change, who_may_change
from handlers.productions.services import set_up_of
from handlers.program import Actor
from handlers.tasks.services import assign_task
from handlers.text import listing, name_of
from store.clock import now
from store.tables import Milestone, Nudge, Production, Task
from store.types import UNFINISHED, NudgeGap
from store.unit_of_work import Work

SHOW_SETTINGS = "show_nudge_settings"
"""Name of the job that redraws the open form of somebody's reminders."""


async def snooze(work: Work, actor: Actor, value: str) -> None:
    """Put everything open in one's message off: "hour:<nudge>", "tomorrow:…", "week:…",
    "milestone:…". It comes back by itself, once, as far as it is still open.

    Raises NudgeNotFoundError, NotYourNudgeError, NothingOpenError, MilestoneHereError.
    """
    choice, _, nudge_id = value.partition(":")
    nudge, gaps = await _mine(work, actor, nudge_id)
    waiting = [gap for gap in gaps if gap.closed_at is None]
    if not waiting:
        raise NothingOpenError
    person = (await work.people.known([actor.user])).get(actor.user)
    rows: list[dict[str, Any]] = []
    for gap in waiting:
        production = await work.productions.get(gap.production_id)
        until = await _until(work, choice, gap, production, zone_of(person, production))
        if until is not None:
            rows.append(
                {"production_id": gap.production_id, "user_id": actor.user, "gap": gap.gap,
                 "until": until, "returns": True}
            )  # fmt: skip
    if not rows:
        raise MilestoneHereError
    await work.nudges.rest(rows)
    latest = max(row["until"] for row in rows)
    _log(work, actor, "snoozed", nudge, until=latest.isoformat(), gaps=len(rows))
    await _show(work, nudge)


async def _until(
    work: Work, choice: str, gap: NudgeGap, production: Production, zone: str
) -> datetime | None:
    """When it comes back: at an hour at which somebody there may be written to; None where it is
    too late for that choice."""
    moment = now()
    schedule = await work.nudges.schedule(production.id)
    local = moment.astimezone(ZoneInfo(zone))
    match choice:
        case "hour":
            return allowed_from(schedule, zone, moment + timedelta(hours=1))
        case "tomorrow" | "week":
            day = local.date() + timedelta(days=1 if choice == "tomorrow" else 7)
        case "milestone":
            milestone = await work.milestones.find(Milestone, gap.milestone_id)
            if milestone is None or milestone.day <= local.date():
                return None
            day = milestone.day
        case _:
            return None
    first = min(production.nudge_times, default="09:00")
    at = datetime.combine(day, time.fromisoformat(first.zfill(5)), ZoneInfo(zone))
    return allowed_from(schedule, zone, at.astimezone(moment.tzinfo))


async def not_mine(work: Work, actor: Actor, value: str) -> None:
    """Hand a gap of one's message back ("<nudge>:<gap>"): a task of one's own is nobody's again,
    the producers hear of it with the next nudge.

    Raises NudgeNotFoundError, NotYourNudgeError, NothingOpenError, AlreadyRefusedError.
    """
    nudge_id, _, key = value.partition(":")
    nudge, gaps = await _mine(work, actor, nudge_id)
    gap = next((each for each in gaps if each.gap == key), None)
    if gap is None:
        raise NudgeNotFoundError
    if await _has_refused(work, actor, gap):
        raise AlreadyRefusedError(gap.said.get("name", ""))
    if gap.closed_at is not None:
        raise NothingOpenError
    await work.nudges.rest(
        [{"production_id": gap.production_id, "user_id": actor.user, "gap": key,
          "until": None, "returns": False}]
    )  # fmt: skip
    _log(work, actor, "refused", nudge, item=gap.said.get("name", ""), missing=gap.kind)
    task = await work.tasks.find(Task, gap.subject_id) if gap.item_kind == "task" else None
    if task is not None and task.owner == actor.user and task.state in UNFINISHED:
        await assign_task(work, str(task.id), actor, None)
    await _show(work, nudge)


async def _has_refused(work: Work, actor: Actor, gap: NudgeGap) -> bool:
    rests = await work.nudges.rests([gap.production_id], actor.user)
    return any(rest.gap == gap.gap and rest.until is None for rest in rests)


async def mute(work: Work, actor: Actor, value: str) -> None:
    """Hear no more of a kind of gap ("<nudge>:<kind>") in the productions that the message names.

    Raises NudgeNotFoundError, NotYourNudgeError.
    """
    nudge_id, _, kind = value.partition(":")
    nudge, gaps = await _mine(work, actor, nudge_id)
    productions = sorted({gap.production_id for gap in gaps if gap.kind == kind})
    if not productions:
        raise NudgeNotFoundError
    await work.nudges.rest(
        [{"production_id": each, "user_id": actor.user, "kind": kind, "until": None,
          "returns": False} for each in productions]
    )  # fmt: skip
    _log(work, actor, "muted", nudge, missing=kind)
    await _show(work, nudge)


async def mute_kinds(
    work: Work, actor: Actor, productions: Sequence[UUID], muted: Sequence[str], seen: Sequence[str]
) -> None:
    """Hear of just these kinds of gaps no more, in all these productions, which are the person's
    own; of those that were `seen` as muted and aren't any more they hear again."""
    now_muted = [kind for kind in muted if kind not in seen]
    await work.nudges.rest(
        [{"production_id": each, "user_id": actor.user, "kind": kind, "until": None,
          "returns": False} for each in sorted(productions) for kind in now_muted]
    )  # fmt: skip
    heard = [kind for kind in seen if kind not in muted]
    for each in sorted(productions):
        if now_muted:
            work.log(
                actor.user, actor.surface, "nudge.muted", "production", each,
                missing=listing(now_muted),
            )  # fmt: skip
        for kind in heard:
            await work.nudges.rest_no_more(each, actor.user, kind)
        if heard:
            work.log(
                actor.user, actor.surface, "nudge.unmuted", "production", each,
                missing=listing(heard),
            )  # fmt: skip


async def unmute(work: Work, actor: Actor, production_id: str, kind: str) -> Production:
    """Hear of a kind of gap in a production again. Raises NotFoundError, NotMutedError and what
    `require_member` does."""
    production = await _production(work, production_id)
    await require_member(work, production.id, actor)
    if not await work.nudges.rest_no_more(production.id, actor.user, kind):
        raise NotMutedError
    work.log(actor.user, actor.surface, "nudge.unmuted", "production", production.id, missing=kind)
    return production


async def settings_here(work: Work, actor: Actor, channel: str) -> View:
    """What `/scripty nudges` opens. Raises NoProductionError, NotAMemberError, GuestError."""
    return await _settings(work, actor, await member_here(work, channel, actor))


async def settings_of(work: Work, actor: Actor, production_id: str) -> View:
    """The same, of a production by its id. Raises NotFoundError and what `require_member` does."""
    production = await _production(work, production_id)
    await require_member(work, production.id, actor)
    return await _settings(work, actor, production)


async def _settings(work: Work, actor: Actor, production: Production) -> View:
    schedule = await work.nudges.schedule(production.id)
    set_up = await set_up_of(work, production)
    by = schedule.changed_by
    return forms.nudges_modal(
        production,
        schedule,
        await work.nudges.rests([production.id], actor.user),
        may_change=may_change(actor.user, production.created_by, set_up),
        set_by=name_of(by, await work.people.names([by])) if by else "",
    )


async def set_schedule(
    work: Work, actor: Actor, production_id: str, seen: str, wanted: Schedule
) -> View:
    """Keep when a production is nudged, and of what; what the person then sees.

    Raises NotFoundError, ScheduleNotYoursError, ScheduleChangedError and what `require_member`
    does.
    """
    production = await work.productions.find(Production, production_id, lock=True)
    if production is None:
        await _production(work, production_id)
        raise AssertionError
    await require_member(work, production.id, actor)
    await _require_may_change(work, actor, production)
    standing = schedule_of(await work.nudges.schedule(production.id))
    difference = forms.changed(standing, wanted)
    if not difference:
        return forms.saved_view(production, wanted)
    if standing.mark() != seen:
        raise ScheduleChangedError(production)
    await settle_clocks(work, production.id)
    values: dict[str, Any] = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in vars(wanted).items()
    }
    await work.nudges.set_schedule(production.id, **values, changed_by=actor.user, changed_at=now())
    work.log(
        actor.user, actor.surface, "nudges.scheduled", "production", production.id,
        changed=difference,
    )  # fmt: skip
    await wake(work, production.id)
    return forms.saved_view(production, wanted)


async def _require_may_change(work: Work, actor: Actor, production: Production) -> None:
    set_up = await set_up_of(work, production)
    if not may_change(actor.user, production.created_by, set_up):
        who = who_may_change(production.created_by, set_up)
        names = await work.people.names(who)
        raise ScheduleNotYoursError(production, [names[user] for user in who if user in names])


async def _production(work: Work, production_id: str | UUID) -> Production:
    found = await work.productions.find(Production, production_id)
    if found is None:
        raise NotFoundError("That production is not in this workspace's record.")
    return found


async def _mine(work: Work, actor: Actor, nudge_id: str) -> tuple[Nudge, Sequence[NudgeGap]]:
    """The message, if it was sent to this person, and what it names."""
    nudge = await work.nudges.find(Nudge, nudge_id, lock=True)
    if nudge is None:
        raise NudgeNotFoundError
    if nudge.user_id != actor.user:
        raise NotYourNudgeError
    return nudge, nudge.gaps


async def _show(work: Work, nudge: Nudge) -> None:
    await refresh(work, f"nudge:{nudge.key}")


def _log(work: Work, actor: Actor, action: str, nudge: Nudge, **detail: Any) -> None:
    work.log(actor.user, actor.surface, f"nudge.{action}", "nudge", nudge.id, **detail)
