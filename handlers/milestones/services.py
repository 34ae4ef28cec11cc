"""What people do with milestones: make, edit, move, complete, cancel, reopen, and say which waits
for which.

All changes to the milestones of one production come one after the other, so that names stay
unique, nothing waits in a circle, and a change of the time zone finds every milestone.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col

from handlers.answers import refresh, show
from handlers.errors import ChangedMeanwhileError
from handlers.membership import member_here, require_member
from handlers.milestones.errors import (
    AlreadyOpenError,
    AlreadyThereError,
    AlreadyWaitsError,
    CircleError,
    MilestoneNotFoundError,
    NameTakenError,
    NoNameError,
    NoReasonError,
    NoSuchMilestoneError,
    NotOpenError,
    NotYoursToRunError,
    on,
)
from handlers.milestones.gaps import gaps
from handlers.milestones.items import Item, due_by_itself, items
from handlers.milestones.reading import BECAUSE
from handlers.milestones.rules import (
    Standing,
    Wanted,
    called,
    circle,
    moment_of,
    nearest,
    require_ahead,
    today_in,
    who_may_change,
)
from handlers.milestones.views import record_of
from handlers.nudges.waking import wake
from handlers.program import Actor
from handlers.text import moment, name_of, one_line, shorten
from store.clock import now
from store.tables import Milestone, MilestoneWait, Production
from store.types import MilestoneState
from store.unit_of_work import Work

CARD = "milestone_card"
MOVED = "milestone_moved"


async def milestones_here(
    work: Work, channel: str, actor: Actor
) -> tuple[Production, Sequence[Milestone]]:
    """The production of a channel and its milestones, soonest first.

    Raises NoProductionError, NotAMemberError, GuestError.
    """
    production = await member_here(work, channel, actor)
    return production, await work.milestones.of_production(production.id)


def named(name: str, milestones: Iterable[Milestone]) -> Milestone:
    """The open one with this name. Raises NoSuchMilestoneError, which names the nearest."""
    still = [each for each in milestones if each.state == "open"]
    found = called(name, still)
    if found is None:
        raise NoSuchMilestoneError(name, nearest(name, still), [each.name for each in still])
    return found


async def make_milestone(
    work: Work, actor: Actor, channel: str, name: str, day: date, time: str | None
) -> Milestone:
    """Make a milestone; its card is shown in the channel.

    Raises NoProductionError, NotAMemberError, GuestError, PastDayError, FarDayError,
    NameTakenError.
    """
    production = await member_here(work, channel, actor)
    await one_at_a_time(work, production)
    at = require_ahead(day, time, production.timezone, now())
    await _require_free_name(work, production, name)
    milestone = await work.add(
        Milestone(
            production_id=production.id, name=name, day=day, time=time, at=at, channel=channel,
            created_by=actor.user,
        )
    )  # fmt: skip
    work.log(
        actor.user, actor.surface, "milestone.made", "milestone", milestone.id,
        name=name, day=day.isoformat(), time=time,
    )  # fmt: skip
    await show(
        work, card_key(milestone.id), CARD,
        subject_id=milestone.id, channel=channel, asked_by=actor.user,
    )  # fmt: skip
    await _changed(work, production)
    return milestone


async def standing_of(work: Work, milestone_id: str | UUID, actor: Actor) -> Standing:
    """An open milestone, for a form or an answer about it, and who may change it asks.

    Raises MilestoneNotFoundError, NotAMemberError, GuestError, NotYoursToRunError, NotOpenError.
    """
    milestone, production = await _may_run(work, milestone_id, actor)
    return await gathered(work, milestone, production)


async def gathered(work: Work, milestone: Milestone, production: Production) -> Standing:
    """What belongs to an open milestone, and what is missing."""
    await work.session.flush()
    record = await record_of(work, production.id)
    moment_now = now()
    found = items(record, today_in(production.timezone, moment_now)).get(milestone.id, ())
    missing = [gap for gap in gaps(record, moment_now) if gap.item.home.id == milestone.id]
    return Standing(milestone, production, found, missing)


async def went_to(work: Work, production: Production, things: Sequence[Item]) -> list[str]:
    """The names of the milestones to which these belong now, soonest first."""
    await work.session.flush()
    record = await record_of(work, production.id)
    wanted = {each.id for each in things}
    found = items(record, today_in(production.timezone, now()))
    names = {each.id: each.name for each in record.milestones}
    on = [m for m, own in found.items() if m and any(each.id in wanted for each in own)]
    return [names[each] for each in on]


async def edit_form_values(
    work: Work, milestone_id: str, actor: Actor
) -> tuple[Milestone, Wanted, Sequence[Milestone]]:
    """An open milestone as *Edit* shows it, and the others that it may wait for.

    Raises as `standing_of` does.
    """
    milestone, production = await _may_run(work, milestone_id, actor)
    others = await _others(work, production, milestone)
    return milestone, await _as_it_is(work, milestone, others), others


async def edit_milestone(
    work: Work, milestone_id: str, actor: Actor, seen: str, wanted: Wanted
) -> Milestone:
    """Change what a milestone is called, what it waits for, what happens if it slips, and what
    belongs to it. `seen` is the mark of what the form showed; the same again changes nothing.

    Raises as `standing_of` does, NoNameError, NameTakenError, CircleError, ChangedMeanwhileError.
    """
    milestone, production = await _may_run(work, milestone_id, actor, lock=True)
    others = await _others(work, production, milestone)
    standing = await _as_it_is(work, milestone, others)
    if wanted == standing:
        return milestone
    if seen != standing.mark():
        raise ChangedMeanwhileError(milestone.name)
    if not any(char.isalnum() for char in wanted.name):
        raise NoNameError
    if wanted.name.casefold() != milestone.name.casefold():
        await _require_free_name(work, production, wanted.name)
    known = {str(each.id): each.id for each in others}
    waits_for = {known[each] for each in wanted.waits_for if each in known}
    await _require_no_circle(work, production, milestone, waits_for)
    calls = {str(each.id): each.name for each in others}
    work.log(
        actor.user, actor.surface, "milestone.edited", "milestone", milestone.id,
        changed=_changes(standing, wanted, calls),
    )  # fmt: skip
    milestone.name, milestone.consequence = wanted.name, wanted.consequence
    milestone.by_date = wanted.by_date
    before = {known[each] for each in standing.waits_for}
    await _set_waits(work, milestone, before, waits_for)
    await _changed(work, production)
    return milestone


async def move_milestone(
    work: Work, milestone_id: str | UUID, actor: Actor, day: date, time: str | None, because: str
) -> list[str]:
    """Move a milestone to another day; those with something due on it, whom it returns, are told,
    once a move.

    Raises as `standing_of` does, NoReasonError, AlreadyThereError, PastDayError, FarDayError.
    """
    milestone, production = await _may_run(work, milestone_id, actor, lock=True)
    before = when(milestone, production)
    if (milestone.day, milestone.time) == (day, time):
        raise AlreadyThereError(milestone, before)
    because = shorten(one_line(because), BECAUSE)
    if not because:
        raise NoReasonError
    at = require_ahead(day, time, production.timezone, now())
    told = await to_tell(work, await gathered(work, milestone, production), actor)
    milestone.day, milestone.time, milestone.at = day, time, at
    milestone.moves, milestone.since = milestone.moves + 1, now()
    work.log(
        actor.user, actor.surface, "milestone.moved", "milestone", milestone.id,
        before=before, to=when(milestone, production), reason=because, moves=milestone.moves,
    )  # fmt: skip
    await work.session.flush()
    for user in told:
        await show(
            work, f"moved:{milestone.id}:{milestone.moves}:{user}", MOVED,
            subject_id=milestone.id, user_id=user, asked_by=actor.user,
            body={"moves": milestone.moves},
        )  # fmt: skip
    await _changed(work, production)
    return told


async def complete_milestone(
    work: Work, milestone_id: str | UUID, actor: Actor, because: str = "", *, anyway: bool = False
) -> tuple[Standing, bool]:
    """Complete a milestone, and whether it is: with something missing only `anyway`.

    Raises as `standing_of` does.
    """
    milestone, production = await _may_run(work, milestone_id, actor, lock=True)
    standing = await gathered(work, milestone, production)
    if standing.missing and not anyway:
        return standing, False
    await _close(work, standing, actor, "completed")
    work.log(
        actor.user, actor.surface, "milestone.completed", "milestone", milestone.id,
        open=[each.name for each in standing.open],
        reason=shorten(one_line(because), BECAUSE),
    )  # fmt: skip
    return standing, True


async def cancel_milestone(
    work: Work, milestone_id: str | UUID, actor: Actor, because: str = ""
) -> Standing:
    """Cancel a milestone: what belongs to it goes to others. Raises as `standing_of` does."""
    milestone, production = await _may_run(work, milestone_id, actor, lock=True)
    standing = await gathered(work, milestone, production)
    await _close(work, standing, actor, "cancelled")
    work.log(
        actor.user, actor.surface, "milestone.cancelled", "milestone", milestone.id,
        reason=shorten(one_line(because), BECAUSE),
    )  # fmt: skip
    return standing


async def reopen_milestone(work: Work, milestone_id: str | UUID, actor: Actor) -> Milestone:
    """Let a milestone be open that was completed or cancelled.

    Raises MilestoneNotFoundError, NotAMemberError, GuestError, NotYoursToRunError,
    AlreadyOpenError, NameTakenError.
    """
    milestone, production = await _may_run(work, milestone_id, actor, lock=True, closed=True)
    if milestone.state == "open":
        raise AlreadyOpenError(milestone)
    await _require_free_name(work, production, milestone.name)
    milestone.state, milestone.closed_at, milestone.closed_by = "open", None, None
    milestone.since = now()
    # what it waited for may wait for others since
    waits = await work.milestones.waits(production.id)
    wanted = {each.waits_for for each in waits if each.milestone_id == milestone.id}
    rest = [each for each in waits if each.milestone_id != milestone.id]
    if circle(rest, milestone.id, wanted):
        await _set_waits(work, milestone, wanted, set())
    work.log(actor.user, actor.surface, "milestone.reopened", "milestone", milestone.id)
    await _changed(work, production)
    return milestone


async def wait_for(
    work: Work, milestone_id: UUID, actor: Actor, other: Milestone, *, waits: bool
) -> Milestone:
    """Let a milestone wait for another one of its production, or no longer.

    Raises as `standing_of` does, AlreadyWaitsError, CircleError.
    """
    milestone, production = await _may_run(work, milestone_id, actor, lock=True)
    before = await _waits_of(work, production, milestone)
    if (other.id in before) == waits:
        raise AlreadyWaitsError(milestone.name, other.name, waits=waits)
    if waits:
        await _require_no_circle(work, production, milestone, {other.id})
    after = before | {other.id} if waits else before - {other.id}
    await _set_waits(work, milestone, before, after)
    work.log(
        actor.user, actor.surface, "milestone.waits" if waits else "milestone.waits_no_longer",
        "milestone", milestone.id, other=other.name,
    )  # fmt: skip
    await _changed(work, production)
    return milestone


async def clock_changed(work: Work, production: Production) -> None:
    """The production's time zone or times were changed: open milestones stay where they are on the
    clocks there, and nudges are planned anew."""
    await work.milestones.one_at_a_time("milestones", str(production.id))
    known = await work.milestones.of_production(production.id)
    standing = [each for each in known if each.state == "open"]
    for milestone in standing:
        milestone.at = moment_of(milestone.day, milestone.time, production.timezone)
    if standing:
        await _changed(work, production)


async def refresh_cards(work: Work, production_id: UUID, just_closed: UUID | None = None) -> None:
    """Draw the cards of a production's open milestones again, and of one that was just closed:
    what belongs to one may have changed with any of them, or with the work."""
    await work.session.flush()
    for milestone in await work.milestones.of_production(production_id):
        if milestone.state == "open" or milestone.id == just_closed:
            await refresh(work, card_key(milestone.id))


async def refresh_card(work: Work, milestone_id: UUID) -> None:
    """Draw the card of one milestone again: what is missing changes with each day, and nothing
    that happens tells the card."""
    await refresh(work, card_key(milestone_id))


def card_key(milestone_id: UUID) -> str:
    """The key of the one card of a milestone."""
    return f"milestone:{milestone_id}"


def when(milestone: Milestone, production: Production) -> str:
    """Such as "Fri 12 Jun 17:00"."""
    return on(milestone.day, today_in(production.timezone, now()), milestone.time)


async def one_at_a_time(work: Work, production: Production) -> None:
    """Change this production's milestones alone, knowing it as it is now."""
    await work.milestones.one_at_a_time("milestones", str(production.id))
    await work.session.refresh(production)


async def open_milestone(work: Work, milestone_id: str | UUID, actor: Actor) -> Milestone:
    """An open milestone, for any member, held to the transaction's end.

    Raises MilestoneNotFoundError, NotAMemberError, GuestError, NotOpenError.
    """
    milestone, production = await _for_member(work, milestone_id, actor, lock=True)
    return await require_still_open(work, milestone, production)


async def changed_items(work: Work, milestone: Milestone) -> None:
    """Something was put on a milestone or taken off it."""
    await _changed(work, await work.productions.get(milestone.production_id))


async def _for_member(
    work: Work, milestone_id: str | UUID, actor: Actor, *, lock: bool
) -> tuple[Milestone, Production]:
    known = await work.milestones.find(Milestone, milestone_id)
    if known is None:
        raise MilestoneNotFoundError
    production = await require_member(work, known.production_id, actor)
    if not lock:
        return known, production
    await one_at_a_time(work, production)
    found = await work.milestones.find(Milestone, known.id, lock=True)
    assert found is not None
    return found, production


async def _may_run(
    work: Work,
    milestone_id: str | UUID,
    actor: Actor,
    *,
    lock: bool = False,
    closed: bool = False,
) -> tuple[Milestone, Production]:
    """The milestone, open unless it may be `closed`, if this person may change it."""
    milestone, production = await _for_member(work, milestone_id, actor, lock=lock)
    members = await work.productions.members(production.id)
    roles = {member.user_id: member.roles for member in members}
    who = who_may_change(milestone, production, roles)
    if actor.user not in who:
        names = await work.people.names(who)
        raise NotYoursToRunError(milestone, [name_of(u, names) for u in who if u in names])
    if not closed:
        await require_still_open(work, milestone, production)
    return milestone, production


async def require_still_open(work: Work, milestone: Milestone, production: Production) -> Milestone:
    """The milestone. Raises NotOpenError, which says who closed it."""
    if milestone.state != "open":
        names = await work.people.names([milestone.closed_by or ""])
        closed = moment(milestone.closed_at or milestone.since, production.timezone)
        raise NotOpenError(milestone, name_of(milestone.closed_by, names), closed)
    return milestone


async def _close(work: Work, standing: Standing, actor: Actor, state: MilestoneState) -> None:
    milestone = standing.milestone
    milestone.state, milestone.closed_at, milestone.closed_by = state, now(), actor.user
    await _changed(work, standing.production, milestone.id)


async def _changed(work: Work, production: Production, just_closed: UUID | None = None) -> None:
    """Show the milestones as they are now, and plan their nudges anew."""
    await refresh_cards(work, production.id, just_closed)
    await wake(work, production.id)


async def _require_free_name(work: Work, production: Production, name: str) -> None:
    still = await work.milestones.of_production(production.id)
    known = called(name, [each for each in still if each.state == "open"])
    if known is not None:
        raise NameTakenError(known, when(known, production))


async def _others(work: Work, production: Production, milestone: Milestone) -> Sequence[Milestone]:
    """The production's other open milestones, soonest first."""
    known = await work.milestones.of_production(production.id)
    return [each for each in known if each.state == "open" and each.id != milestone.id]


async def _as_it_is(work: Work, milestone: Milestone, others: Sequence[Milestone]) -> Wanted:
    waits = await work.milestones.waits(milestone.production_id)
    known = {each.id for each in others}
    mine = {
        str(each.waits_for)
        for each in waits
        if each.milestone_id == milestone.id and each.waits_for in known
    }
    return Wanted(milestone.name, milestone.consequence, milestone.by_date, frozenset(mine))


async def _waits_of(work: Work, production: Production, milestone: Milestone) -> set[UUID]:
    waits = await work.milestones.waits(production.id)
    return {each.waits_for for each in waits if each.milestone_id == milestone.id}


async def _require_no_circle(
    work: Work, production: Production, milestone: Milestone, wanted: Collection[UUID]
) -> None:
    known = {each.id: each for each in await work.milestones.of_production(production.id)}
    still = [
        each
        for each in await work.milestones.waits(production.id)
        if known[each.milestone_id].state == "open" and known[each.waits_for].state == "open"
    ]
    if way := circle(still, milestone.id, wanted):
        raise CircleError([known[each].name for each in way])


async def _set_waits(
    work: Work, milestone: Milestone, before: Collection[UUID], after: Collection[UUID]
) -> None:
    gone = [each for each in before if each not in after]
    if gone:
        await work.session.exec(
            delete(MilestoneWait).where(
                col(MilestoneWait.workspace_id) == work.workspace_id,
                col(MilestoneWait.milestone_id) == milestone.id,
                col(MilestoneWait.waits_for).in_(gone),
            )
        )
    for other in sorted(set(after) - set(before), key=str):
        await work.add(MilestoneWait(milestone_id=milestone.id, waits_for=other))


def _changes(before: Wanted, after: Wanted, names: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """What changes, by field: from what to what."""

    def said(each: Wanted) -> dict[str, Any]:
        waits = sorted(names.get(one, "") for one in each.waits_for)
        belongs = "what is due by its day" if each.by_date else "only what is added"
        return {
            "name": each.name, "if_it_slips": each.consequence, "waits_for": waits,
            "belongs_to_it": belongs,
        }  # fmt: skip

    old, new = said(before), said(after)
    return {name: {"from": old[name], "to": new[name]} for name in old if old[name] != new[name]}


async def to_tell(work: Work, standing: Standing, actor: Actor) -> list[str]:
    """Who has something open on a milestone that is due on a day of its own: people of this
    workspace, without the one who acts."""
    owners = {each.points.owner for each in standing.open} - {actor.user, ""}
    owners = {user for user in owners if due_by_itself(standing.open, user)}
    known = await work.people.known(owners)
    return sorted(
        user
        for user in owners
        if (person := known.get(user)) is None
        or not (person.is_bot or person.is_external or person.deleted)
    )
