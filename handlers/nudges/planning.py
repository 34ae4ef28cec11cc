"""Who is told what: gaps into messages. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from handlers.milestones.gaps import Gap, milestones_of
from handlers.milestones.record import ProductionRecord
from handlers.nudges.calendar import Slot, allowed_from, is_over, working_days_after
from handlers.text import counted, listing, one_line, shorten
from handlers.text import day as day_in_words
from store.tables import Milestone, NudgeRest, NudgeSchedule

IGNORED = 2
"""So often somebody is told of a gap; then it is the producers' turn."""

_NAME = 60
_REASONS = 4


class Named(NamedTuple):
    """A gap in a message.

    `escalated` is the id of who has ignored it where it is somebody else's, `times` how often they
    were told, or, of one that is nobody's, how often it was said in the channel. `refused`: they
    said that it isn't theirs.
    """

    gap: Gap
    escalated: str = ""
    times: int = 0
    refused: bool = False


@dataclass(frozen=True)
class Planned:
    """A message to be sent: to a channel or to a person, what it names, and why it comes.

    `at` is the moment it is due, and `day` the reader's date then. `late` is since when it was
    waiting, where it comes later than it should have; then `at` is when it was seen to.
    """

    key: str
    channel: str | None
    user: str | None
    timezone: str
    day: date
    at: datetime
    reason: str
    named: tuple[Named, ...]
    late: datetime | None = None
    asked_for: bool = False


@dataclass(frozen=True)
class Told:
    """What was said on days before the reader's today: how often each gap was told to each person
    (user, gap key), how often in a channel (gap key). What was said today hasn't been ignored yet.
    """

    people: Mapping[tuple[str, str], int] = field(default_factory=dict)
    channels: Mapping[str, int] = field(default_factory=dict)


def plan(
    record: ProductionRecord,
    schedule: NudgeSchedule,
    slot: Slot,
    gaps: Sequence[Gap],
    zones: Mapping[str, str],
    rests: Sequence[NudgeRest],
    told: Told,
    silent: Collection[str] = (),
    clocks: Collection[str] | None = None,
) -> Sequence[Planned]:
    """The messages of a slot: a digest for each channel where the slot's zone is the production's
    own, and one message for each person whose clock this is. `zones` are the zones of people,
    `silent` those who can't be written to (left, or unknown to Slack). `clocks`, where given, are
    the zones that are looked at: people of another one get theirs with the production's."""
    slotted = {id(milestone) for milestone in slot.milestones}
    theirs = [gap for gap in gaps if id(gap.item.milestone) in slotted]
    home = record.production.timezone
    messages = _Messages(record, schedule, slot)
    planned: list[Planned] = []
    if schedule.digest and slot.timezone == home:
        planned += messages.digests(theirs)
    if schedule.direct:
        routes = _Routes(record, schedule, messages.at, rests, told, silent)
        readers = _Readers(slot.timezone, home, zones, clocks)
        planned += messages.directs(routes.of(theirs), readers)
    return planned


def again(
    record: ProductionRecord,
    schedule: NudgeSchedule,
    rests: Sequence[NudgeRest],
    gaps: Sequence[Gap],
    timezone: str,
) -> Planned | None:
    """The message in which what somebody has put off until a moment comes back: what of it is
    still missing and theirs, from the first allowed moment on. `rests` are theirs that end
    together; None where nothing is left to say."""
    user, until = rests[0].user_id, rests[0].until
    if until is None:
        return None
    put_off = {rest.gap for rest in rests}
    named = _to_be_said(
        Named(gap, gap.user if gap.user and gap.user != user else "")
        for gap in gaps
        if gap.key in put_off and user in (gap.user, *producers(record, gap))
    )
    if not named:
        return None
    at = allowed_from(schedule, timezone, until)
    day = at.astimezone(ZoneInfo(timezone)).date()
    asked = max(rest.set_at for rest in rests).astimezone(ZoneInfo(timezone)).date()
    return Planned(
        key=f"again:{user}:{until.astimezone(UTC).isoformat()}",
        channel=None,
        user=user,
        timezone=timezone,
        day=day,
        at=at,
        reason=f"you asked for this on {day_in_words(asked, day)}",
        named=named,
        asked_for=True,
    )


def producers(record: ProductionRecord, gap: Gap, silent: Collection[str] = ()) -> Sequence[str]:
    """Whose turn it is when a gap was ignored: the producers', else the decider's, else that of
    the milestone's maker; nobody's where none of them can be written to."""
    named = [user for user, roles in record.roles.items() if "producer" in roles]
    for users in (named, [record.production.decider], [gap.item.home.created_by]):
        found = [user for user in users if user and user not in silent]
        if found:
            return found
    return ()


class _Messages:
    """The messages of one slot."""

    def __init__(self, record: ProductionRecord, schedule: NudgeSchedule, slot: Slot) -> None:
        self.at = slot.told_at or slot.at
        self._record = record
        self._slot = slot
        self._day = self.at.astimezone(ZoneInfo(slot.timezone)).date()
        self._reasons = _Reasons(record, schedule, self._day, self.at)

    def digests(self, gaps: Sequence[Gap]) -> Iterator[Planned]:
        by_channel: dict[str, list[Named]] = {}
        for gap in gaps:
            by_channel.setdefault(self._channel(gap), []).append(Named(gap))
        for channel, each in by_channel.items():
            named = _to_be_said(each)
            if channel and named:
                key = f"digest:{channel}:{self._slot.day.isoformat()}:{self._slot.time}"
                yield self._planned(key, channel, None, named)

    def directs(
        self, routed: Iterable[tuple[str, Named]], readers: "_Readers"
    ) -> Iterator[Planned]:
        """What is somebody's own comes first in their message."""
        by_user: dict[str, dict[str, Named]] = {}
        for user, named in routed:
            by_user.setdefault(user, {}).setdefault(named.gap.key, named)
        for user, each in by_user.items():
            if not readers.read_here(user):
                continue
            theirs = _to_be_said(sorted(each.values(), key=lambda named: named.gap.user != user))
            if theirs:
                yield self._planned(f"direct:{user}:{self._day.isoformat()}", None, user, theirs)

    def _planned(
        self, key: str, channel: str | None, user: str | None, named: Sequence[Named]
    ) -> Planned:
        return Planned(
            key=key,
            channel=channel,
            user=user,
            timezone=self._slot.timezone,
            day=self._day,
            at=self.at,
            reason=self._reasons.of(named),
            named=tuple(named),
            late=self._slot.at if self._slot.late else None,
        )

    def _channel(self, gap: Gap) -> str:
        """Where a gap is said: where its item is talked about, else where its milestone was
        made, else in the first channel; "" where there is none."""
        channels = self._record.channels
        if gap.item.channel in channels:
            return gap.item.channel
        made_in = gap.item.home.channel
        return made_in if made_in in channels else next(iter(channels), "")


class _Routes:
    """To whom gaps go directly."""

    def __init__(
        self,
        record: ProductionRecord,
        schedule: NudgeSchedule,
        at: datetime,
        rests: Sequence[NudgeRest],
        told: Told,
        silent: Collection[str],
    ) -> None:
        self._record = record
        self._said_in_channels = schedule.digest
        self._told = told
        self._silent = silent
        running = [
            rest
            for rest in rests
            if rest.production_id == record.production.id
            and (rest.until is None or rest.until > at)
        ]
        self._quiet = {(rest.user_id, rest.gap or rest.kind) for rest in running}
        self._put_off = {(rest.user_id, rest.gap) for rest in running if rest.gap and rest.until}
        self._refused = {
            (rest.user_id, rest.gap) for rest in running if rest.gap and not rest.until
        }
        self._refusals = {_item_of(gap): user for user, gap in sorted(self._refused)}

    def of(self, gaps: Sequence[Gap]) -> Iterator[tuple[str, Named]]:
        """Each gap with everybody who is told of it."""
        for gap in gaps:
            for user, named in self._routed(gap):
                if not (self._quiet and self._quiet & {(user, gap.key), (user, gap.kind)}):
                    yield user, named

    def _routed(self, gap: Gap) -> list[tuple[str, Named]]:
        if gap.user is None or gap.user in self._silent:
            return self._nobodys(gap)
        if self._is_ignored(gap.user, gap.key) and (to := self._producers(gap)):
            return self._escalated(gap, gap.user, to)
        return [(gap.user, Named(gap))]

    def _producers(self, gap: Gap) -> Sequence[str]:
        return producers(self._record, gap, self._silent)

    def _nobodys(self, gap: Gap) -> list[tuple[str, Named]]:
        """What nobody takes, or somebody has just handed back, is the producers'; so is all that
        isn't said in a channel."""
        key = gap.key
        times = self._told.channels.get(key, 0)
        refused_by = self._refusals.get(_item_of(key), "") if self._refusals else ""
        if times < IGNORED and not refused_by and self._said_in_channels:
            return []
        named = Named(gap, gap.user or refused_by, times, bool(refused_by))
        return [(user, named) for user in self._producers(gap)]

    def _escalated(self, gap: Gap, owner: str, to: Sequence[str]) -> list[tuple[str, Named]]:
        times = self._told.people.get((owner, gap.key), 0)
        named = Named(gap, owner, times, (owner, gap.key) in self._refused)
        return [(user, Named(gap) if user == owner else named) for user in to]

    def _is_ignored(self, owner: str, gap: str) -> bool:
        """Who puts it off has answered; it comes back to them."""
        if (owner, gap) in self._refused:
            return True
        times = self._told.people.get((owner, gap), 0)
        return times >= IGNORED and (owner, gap) not in self._put_off


class _Readers:
    """Who reads on the clocks of a zone: people of an unknown zone, or of one that isn't looked
    at, do on the production's."""

    def __init__(
        self, here: str, home: str, zones: Mapping[str, str], clocks: Collection[str] | None
    ) -> None:
        self._here = here
        self._home = home
        self._zones = zones
        self._clocks = clocks

    def read_here(self, user: str) -> bool:
        zone = self._zones.get(user) or self._home
        known = self._clocks is None or zone in self._clocks
        return self._here == (zone if known else self._home)


class _Reasons:
    """Why a message comes on a day: how far its milestones are."""

    def __init__(
        self, record: ProductionRecord, schedule: NudgeSchedule, day: date, at: datetime
    ) -> None:
        self._home = record.production.timezone
        self._schedule = schedule
        self._day = day
        self._at = at

    def of(self, named: Sequence[Named]) -> str:
        """Such as "7 days before Picture lock and the day before Mix"; what is overdue first."""
        found = milestones_of(one.gap for one in named)
        milestones = sorted(found, key=lambda one: (one.at, one.name))
        overdue = [one for one in milestones if self._is_overdue(one)]
        words = [self._overdue(one) for one in overdue]
        ahead = [self._ahead(one) for one in milestones if one not in overdue]
        if len(ahead) > _REASONS:
            ahead = [*ahead[:_REASONS], f"{len(ahead) - _REASONS} more"]
        if len(words) > _REASONS:
            words = [*words[:_REASONS], f"so are {len(words) - _REASONS} more"]
        return "; ".join(filter(None, (*words, listing(ahead))))

    def _is_overdue(self, milestone: Milestone) -> bool:
        return self._day > milestone.day and is_over(milestone, self._home, self._at)

    def _overdue(self, milestone: Milestone) -> str:
        days = working_days_after(self._schedule, milestone.day, self._day)
        by = f"{counted(days, 'working day')} overdue" if days else "overdue"
        return f"{_name(milestone)} is {by}"

    def _ahead(self, milestone: Milestone) -> str:
        days = (milestone.day - self._day).days
        if days > 1:
            return f"{days} days before {_name(milestone)}"
        return f"{'the day before' if days == 1 else 'on the day of'} {_name(milestone)}"


def _name(milestone: Milestone) -> str:
    return shorten(one_line(milestone.name), _NAME)


def _to_be_said(named: Iterable[Named]) -> tuple[Named, ...]:
    """What is said of the milestones of which there is something that speaks."""
    each = tuple(named)
    speaking = {id(one.gap.item.milestone) for one in each if one.gap.speaks}
    return tuple([one for one in each if id(one.gap.item.milestone) in speaking])


def _item_of(gap: str) -> str:
    """The part of a gap's key that is its item's, whatever is missing of it."""
    return gap.partition(":")[2]
