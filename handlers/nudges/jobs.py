"""What the worker does for nudges: send them once their readers may be disturbed, draw them."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from handlers.answers import show
from handlers.blocks import Message
from handlers.errors import ScriptyError
from handlers.nudges import services
from handlers.nudges.calendar import allowed_from
from handlers.nudges.cards import nudge_message
from handlers.nudges.following import NUDGE, look
from handlers.nudges.services import SHOW_SETTINGS
from handlers.nudges.sweeping import SEND_NUDGE
from handlers.program import Actor, Jobs, Program
from store.clock import now
from store.tables import Delivery, Nudge
from store.unit_of_work import Work


def register(jobs: Jobs) -> None:
    """Let the worker run these."""
    jobs.job(SEND_NUDGE, send_nudge)
    jobs.job(SHOW_SETTINGS, show_settings)
    jobs.drawing(NUDGE, draw, sent, dead=given_up)


async def send_nudge(program: Program, workspace_id: str, nudge_id: str) -> None:
    """Show a nudge, or what was added to it; one that can't be sent now waits until it can.

    That may be another day: then it is that day's, says so, and joins what its reader has then.
    """
    async with program.record.workspace(workspace_id) as work:
        nudge = await work.nudges.find(Nudge, nudge_id)
        if nudge is None or nudge.state not in ("pending", "sent"):
            return
        user, wait = nudge.user_id, timedelta()
        if nudge.state == "pending":
            wait = await _off_hours(work, nudge)
        else:
            user = None  # it is there: an edit disturbs nobody
        if wait > timedelta():
            await _later(work, nudge_id, now() + wait)
            return
    if user is not None:
        until = await (await program.slack(workspace_id)).dnd_until(user)
        if until is not None and until > now():
            async with program.record.workspace(workspace_id) as work:
                await _later(work, nudge_id, until)
            return
    async with program.record.workspace(workspace_id) as work:
        nudge = await work.nudges.find(Nudge, nudge_id, lock=True)
        assert nudge is not None
        if nudge.state == "pending" and not await _is_of_today(work, nudge):
            return
        await _show(work, nudge)


async def _off_hours(work: Work, nudge: Nudge) -> timedelta:
    """How long its reader is not to be written to, as the production has it."""
    schedule = await work.nudges.schedule(nudge.production_id)
    moment = _moment(nudge)
    return allowed_from(schedule, nudge.timezone, moment) - moment


def _moment(nudge: Nudge) -> datetime:
    """Now, or, of one that was planned from a later moment, that moment."""
    return max(nudge.at, now())


async def _later(work: Work, nudge_id: str, at: datetime) -> None:
    await work.defer(SEND_NUDGE, at=at, nudge_id=nudge_id)


async def _is_of_today(work: Work, nudge: Nudge) -> bool:
    """Whether a nudge that waited may go as it is. On a later day it becomes that day's; where its
    reader has one of that day already, what it names is added there."""
    today = _moment(nudge).astimezone(ZoneInfo(nudge.timezone)).date()
    if today <= nudge.local_date:
        return True
    if nudge.user_id is not None and not nudge.asked_for:
        there = await work.nudges.of_days([(nudge.user_id, today)])
        if other := there.get((nudge.user_id, today)):
            await _hand_over(work, nudge, other)
            return False
    nudge.late = nudge.late or nudge.at
    nudge.local_date, nudge.at = today, _moment(nudge)
    return True


async def _hand_over(work: Work, nudge: Nudge, other: Nudge) -> None:
    nudge.state = "needless"
    if other.name_also(nudge.gaps):
        await work.defer(SEND_NUDGE, nudge_id=str(other.id))


async def _show(work: Work, nudge: Nudge) -> None:
    schedule = await work.nudges.schedule(nudge.production_id)
    production = await work.productions.get(nudge.production_id)
    await show(
        work, f"nudge:{nudge.key}", NUDGE,
        subject_id=nudge.id, channel=nudge.channel or "", user_id=nudge.user_id,
        asked_by=None if nudge.user_id else schedule.changed_by or production.created_by,
    )  # fmt: skip


async def draw(work: Work, delivery: Delivery) -> Message | None:
    """The message as the record has it now; None where nothing of it holds any more."""
    nudge = await _of(work, delivery)
    if nudge is None or nudge.state not in ("pending", "sent"):
        return None
    view = await look(work, nudge)
    if view is None:
        nudge.state = "needless"
        return None
    return nudge_message(view)


async def sent(work: Work, delivery: Delivery) -> None:
    """It was posted."""
    nudge = await _of(work, delivery)
    if nudge is not None:
        nudge.state, nudge.sent_at = "sent", now()


async def given_up(work: Work, delivery: Delivery) -> None:
    """Slack refused it for good: the channel is archived, the person gone."""
    nudge = await _of(work, delivery)
    if nudge is not None and nudge.state == "pending":
        nudge.state = "dead"


async def _of(work: Work, delivery: Delivery) -> Nudge | None:
    return await work.nudges.find(Nudge, delivery.subject_id or UUID(int=0), lock=True)


async def show_settings(
    program: Program, workspace_id: str, view_id: str, production_id: str, user: str
) -> None:
    """Redraw the open form of somebody's reminders."""
    try:
        async with program.record.workspace(workspace_id) as work:
            view = await services.settings_of(work, Actor(user, "button"), production_id)
    except ScriptyError:
        return  # they left the production meanwhile
    await (await program.slack(workspace_id)).update_view(view_id, view)
