"""The sweep: whose time has come is planned, kept and handed to the senders, all in one
transaction. Any number of processes may sweep at once: each holds the clocks that it sees to.

A constant number of statements sees to a batch, whatever is in it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from handlers.answers import refresh_all
from handlers.milestones.gaps import Gap, gaps, milestones_of
from handlers.milestones.record import ProductionRecord
from handlers.milestones.services import card_key
from handlers.milestones.views import records
from handlers.nudges.calendar import allowed_from, due, next_at, slots
from handlers.nudges.planning import Named, Planned, Told, again, plan, producers
from handlers.nudges.waking import zone_of, zone_of_their_own
from store.queries.people import Reader
from store.tables import Milestone, Nudge, NudgeClock, NudgeRest, NudgeSchedule, Person
from store.tables.base import identifier
from store.types import restored, stored_gap, stored_home, things
from store.unit_of_work import Work

SEND_NUDGE = "send_nudge"
"""Name of the job that sends a nudge, once its reader may be disturbed."""

BESIDE = 12
"""Of the gaps that make no message by themselves a message names so many; the checklist has all."""

MOST = 200
"""Clocks that one transaction sees to."""

_SOONEST = timedelta(seconds=1)
"""A clock that was seen to is looked at again after this at least, or a sweep would never end."""


@dataclass(frozen=True)
class Message:
    """A message that a sweep made, or added to."""

    production: UUID
    name: str
    planned: Planned


@dataclass(frozen=True)
class Sent:
    """What a sweep did: it saw to so many `clocks` and snoozes, of which these `nudges` came. Where
    there were none, nothing is left whose time has come."""

    clocks: int
    nudges: Sequence[Message]


async def sweep(work: Work, moment: datetime, *, most: int = MOST) -> Sent:
    """See to whatever is due at this moment, so many clocks at most."""
    clocks = await work.nudges.due(moment, most)
    over = await work.nudges.returning(moment, most)
    if not clocks and not over:
        return Sent(0, ())
    batch = await _batch(work, moment, [*clocks, *over])
    messages = [each for clock in clocks for each in batch.seen_to(clock)]
    messages += [each for rests in _together(over) for each in batch.come_back(rests)]
    made = await _keep(work, messages)
    await work.session.flush()
    return Sent(len(clocks) + len(over), made)


@dataclass(frozen=True)
class _Batch:
    """What the messages of some productions are planned from, loaded at once."""

    moment: datetime
    records: Mapping[UUID, ProductionRecord]
    schedules: Mapping[UUID, NudgeSchedule]
    gaps: Mapping[UUID, Sequence[Gap]]
    clocks: Mapping[UUID, set[str]]
    people: Mapping[str, Reader]
    zones: Mapping[str, str]
    silent: set[str]
    rests: Mapping[UUID, Sequence[NudgeRest]]
    told: Mapping[UUID, Sequence[Any]]

    def seen_to(self, clock: NudgeClock) -> list[Message]:
        """The messages of a clock whose time has come; it is set to the next time."""
        record = self.records[clock.production_id]
        schedule = self.schedules[clock.production_id]
        production = record.production
        about = (schedule, production.nudge_times, clock.timezone, production.timezone)
        moment = max(self.moment, clock.done_until)
        slot = due(*about, record.milestones, clock.done_until, moment)
        if slot is not None or not slots(*about, record.milestones, clock.done_until, moment):
            clock.done_until = moment
        later = next_at(*about, record.milestones, clock.done_until, moment)
        clock.next_at = later and max(later, moment + _SOONEST)
        if slot is None:
            return []
        planned = plan(
            record, schedule, slot, self.gaps[production.id], self.zones,
            self.rests.get(production.id, ()), self._told(clock, production.timezone),
            self.silent, self.clocks[production.id],
        )  # fmt: skip
        return [Message(production.id, production.name, each) for each in planned]

    def come_back(self, rests: Sequence[NudgeRest]) -> list[Message]:
        """The message of what somebody put off until now, unless it has to wait for an hour in
        which they may be written to."""
        record, schedule = self.records[rests[0].production_id], self._schedule(rests[0])
        production, user = record.production, rests[0].user_id
        zone = zone_of(self.people.get(user), production)
        allowed = allowed_from(schedule, zone, self.moment)
        for rest in rests:
            rest.returns = allowed > self.moment
            rest.until = allowed if rest.returns else rest.until
        if allowed > self.moment or user in self.silent or not schedule.direct:
            return []
        silent = self.silent
        theirs = [
            gap
            for gap in self.gaps[production.id]
            if gap.user == user or user in producers(record, gap, silent)
        ]
        planned = again(record, schedule, rests, theirs, zone)
        if planned is None:
            return []
        today = replace(planned, at=self.moment, day=self._day(zone))
        return [Message(production.id, production.name, today)]

    def _schedule(self, rest: NudgeRest) -> NudgeSchedule:
        return self.schedules[rest.production_id]

    def _told(self, clock: NudgeClock, home: str) -> Told:
        """What was said before the reader's today: what was said today nobody has ignored yet."""
        people: dict[tuple[str, str], int] = {}
        channels: dict[str, int] = defaultdict(int)
        for _, user, _, gap, days, newest in self.told.get(clock.production_id, ()):
            today = self._day(clock.timezone if user else home)
            before = days - (newest >= today)
            if user:
                people[user, gap] = before
            else:
                channels[gap] += before
        return Told(people, channels)

    def _day(self, timezone: str) -> date:
        return self.moment.astimezone(ZoneInfo(timezone)).date()


def cant_be_told(person: Person | Reader) -> bool:
    """Whether somebody can't be written to: they left, are of another company, or are no person."""
    return person.deleted or person.is_bot or person.is_external


async def _batch(
    work: Work, moment: datetime, due_rows: Iterable[NudgeClock | NudgeRest]
) -> _Batch:
    ids = sorted({each.production_id for each in due_rows})
    known = await records(work, ids)
    found = {each: gaps(record, moment) for each, record in known.items()}
    people = {user for record in known.values() for user in record.roles}
    people |= {gap.user for theirs in found.values() for gap in theirs if gap.user}
    rests: dict[UUID, list[NudgeRest]] = defaultdict(list)
    for rest in await work.nudges.rests(ids):
        rests[rest.production_id].append(rest)
    told: dict[UUID, list[Any]] = defaultdict(list)
    for row in await work.nudges.told(
        milestone.id for record in known.values() for milestone in record.milestones
    ):
        told[row[0]].append(row)
    readers = await work.people.readers(people)
    return _Batch(
        moment=moment,
        records=known,
        schedules=await work.nudges.schedules(ids),
        gaps=found,
        clocks=await work.nudges.zones(ids),
        people=readers,
        zones={user: zone for user, each in readers.items() if (zone := zone_of_their_own(each))},
        silent={user for user, each in readers.items() if cant_be_told(each)},
        rests=rests,
        told=told,
    )


def _together(rests: Sequence[NudgeRest]) -> list[list[NudgeRest]]:
    """Rests of one person in one production that end together."""
    found: dict[tuple[UUID, str, Any], list[NudgeRest]] = defaultdict(list)
    for rest in rests:
        found[rest.production_id, rest.user_id, rest.until].append(rest)
    return list(found.values())


async def _keep(work: Work, messages: Sequence[Message]) -> list[Message]:
    """Keep the messages, each once whoever else plans it too, and have them sent. Those that came
    of it: a person's second message of a day is added to the first one."""
    together: dict[str, list[Message]] = defaultdict(list)
    for each in sorted(messages, key=lambda each: (each.planned.key, str(each.production))):
        together[each.planned.key].append(each)  # in one order, so that no two wait for each other
    ids = {key: identifier() for key in together}
    new = await work.nudges.put([_row(ids[key], each) for key, each in together.items()])
    made = [each for key, these in together.items() if ids[key] in new for each in these]
    others = [each for key, these in together.items() if ids[key] not in new for each in these]
    added = await _add(work, [each for each in others if each.planned.user])
    said = [*made, *(each for _, each in added)]
    of_channels = {ids[each.planned.key] for each in made if each.planned.channel}
    # What concerns all is said before what concerns one.
    sending = [*of_channels, *(new - of_channels), *{nudge_id for nudge_id, _ in added}]
    await work.defer_all(SEND_NUDGE, [{"nudge_id": str(each)} for each in sending])
    await refresh_all(work, _cards(said))
    return said


async def _add(work: Work, messages: Sequence[Message]) -> list[tuple[UUID, Message]]:
    """Add these to the messages that their readers have of these days already; what was added,
    with the id of what it was added to."""
    there = await _there(work, messages)
    found = [(there.get(_day_of(each.planned)), each) for each in messages]
    added = [
        (nudge, each)
        for nudge, each in found
        if nudge and nudge.name_also(restored(_named([each])))
    ]
    for nudge, message in added:
        known = nudge.reason.split("; ") if nudge.reason else []
        nudge.reason = "; ".join(dict.fromkeys([*known, message.planned.reason]))
        nudge.at = max(nudge.at, message.planned.at)  # it speaks of both moments, of one day
    return [(nudge.id, each) for nudge, each in added]


def _cards(messages: Iterable[Message]) -> set[str]:
    """The keys of the cards of the milestones that digests name: people read both together."""
    named = (
        named.gap
        for message in messages
        if message.planned.channel
        for named in message.planned.named
    )
    return {card_key(milestone.id) for milestone in milestones_of(named)}


def _day_of(planned: Planned) -> Any:
    return planned.key if planned.asked_for else (planned.user or "", planned.day)


async def _there(work: Work, messages: Sequence[Message]) -> dict[Any, Nudge]:
    """The messages that these people have of these days already."""
    planned = [each.planned for each in messages]
    found: dict[Any, Nudge] = {}
    found |= await work.nudges.of_days(
        (each.user or "", each.day) for each in planned if not each.asked_for
    )
    found |= await work.nudges.with_keys(each.key for each in planned if each.asked_for)
    return found


def _row(nudge_id: UUID, messages: Sequence[Message]) -> dict[str, Any]:
    """The nudge that these messages are together: one person's of a day, of several productions."""
    planned = messages[0].planned
    gaps = _named(messages)
    return {
        "id": nudge_id,
        "key": planned.key,
        "production_id": messages[0].production,
        "channel": planned.channel,
        "user_id": planned.user,
        "timezone": planned.timezone,
        "local_date": planned.day,
        "at": max(each.planned.at for each in messages),
        "reason": "; ".join(dict.fromkeys(each.planned.reason for each in messages)),
        "late": planned.late,
        "asked_for": planned.asked_for,
        "gaps": gaps,
        "things": things(gaps),
    }


def _named(messages: Iterable[Message]) -> list[dict[str, Any]]:
    """What messages name, as it is stored."""
    return [
        _of_milestone(message.production, list(theirs))
        for message in messages
        for _, theirs in groupby(_told_of(message.planned), _milestone)
    ]


def _milestone(named: Named) -> Milestone | None:
    return named.gap.item.milestone


def _of_milestone(production: UUID, named: Sequence[Named]) -> dict[str, Any]:
    milestone = named[0].gap.item.home
    name = milestone.name
    return stored_home(production, milestone.id, [_gap(each, name) for each in named])


def _gap(named: Named, milestone: str) -> dict[str, Any]:
    gap, item = named.gap, named.gap.item
    escalated = bool(named.escalated or named.times)
    return stored_gap(
        gap.kind, item.kind, item.written_id, said(named, milestone), escalated=escalated
    )


def _told_of(planned: Planned) -> Iterable[Named]:
    """What a message names: everything that speaks, and the first few of what doesn't."""
    beside = 0
    for named in planned.named:
        beside += not named.gap.speaks
        if named.gap.speaks or beside <= BESIDE:
            yield named


def said(named: Named, milestone: str) -> dict[str, str]:
    """How a gap of this milestone was said, kept for when there is nothing left of it to draw it
    from. What isn't said of every gap is looked at one by one: most of it is said of few."""
    gap, item = named.gap, named.gap.item
    kept = {"words": gap.words, "name": item.name, "milestone": milestone}
    if gap.user:
        kept["user"] = gap.user
    if item.points.consequence:
        kept["consequence"] = item.points.consequence
    if gap.detail:
        kept["detail"] = gap.detail
    if item.about:
        kept["about"] = item.about
    if item.link:
        kept["link"] = item.link
    if named.escalated:
        kept["ignored_by"] = named.escalated
    if named.times:
        kept["times"] = str(named.times)
    if named.refused:
        kept["refused"] = "yes"
    return kept
