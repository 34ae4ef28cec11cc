"""What a nudge shows: its gaps as they are now. What was fixed since is struck through in the
message that named it; before a message is sent, what no longer holds is left out of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from handlers.answers import refresh
from handlers.milestones.gaps import Gap, gaps
from handlers.milestones.record import ProductionRecord
from handlers.milestones.views import records
from handlers.nudges.sweeping import cant_be_told
from handlers.program import SCRIPTY
from handlers.record.rules import Happened, people_in, sentence
from store.clock import now
from store.tables import (
    AuditEvent,
    Milestone,
    Nudge,
    NudgeRest,
    NudgeSchedule,
    Production,
)
from store.types import GapKind, NudgeGap
from store.unit_of_work import Work

NUDGE = "nudge"
"""The kind of a nudge's delivery."""

_WHOLE = ("production.changed", "nudges.scheduled")
"""Actions that may close, or move to somebody else, any gap of their production."""

_OTHER: Mapping[str, GapKind] = {
    "approval pending": "approval stale",
    "approval stale": "approval pending",
}
"""What a gap turns into without being closed: an approval is still wanted."""


@dataclass(frozen=True)
class Line:
    """A gap that a nudge names. `gap` is it as it stands, None once it is closed, or no longer its
    reader's: then `closed` says by what ("editor took N12"), where that is known. `rest` is why its
    reader doesn't hear of it for a while, or ever again. `ignored_by` and `times` say why it was
    passed on."""

    row: NudgeGap
    gap: Gap | None
    rest: NudgeRest | None = None

    @property
    def said(self) -> Mapping[str, str]:
        return self.row.said

    @property
    def closed(self) -> str:
        return self.row.said.get("closed", "")

    @property
    def handed_back(self) -> bool:
        """Whether its reader has said that it isn't theirs: it may be missing still."""
        return bool(self.row.said.get("handed_back"))


@dataclass(frozen=True)
class NudgeView:
    """Everything that a nudge's message shows. `milestones` are those that it names and the open
    ones; `set_by` is who last set how the production is nudged, "" while nobody has."""

    nudge: Nudge
    lines: Sequence[Line]
    productions: Mapping[UUID, Production]
    milestones: Mapping[UUID, Milestone]
    names: Mapping[str, str] = field(default_factory=dict)
    rests: Sequence[NudgeRest] = ()
    set_by: str = ""

    @property
    def open(self) -> list[Line]:
        return [line for line in self.lines if line.gap is not None]


async def follow(work: Work) -> None:
    """Something happened in this transaction: messages that name a gap of what it happened to are
    drawn again."""
    things = {event.subject_id for event in work.logged}
    whole = {event.subject_id for event in work.logged if event.action in _WHOLE}
    await work.session.flush()
    for key in await work.nudges.naming(things, whole):
        await refresh(work, key)


async def look(work: Work, nudge: Nudge) -> NudgeView | None:
    """What a nudge says now; None where there is nothing left to say that hasn't been said.

    One that was sent speaks of its day for good: what was due then, and what waited on it. Gaps of
    it that are closed by now are marked so.
    """
    ids = {row.production_id for row in nudge.gaps} | {nudge.production_id}
    known = await records(work, ids)
    moment = speaks_of(nudge)
    found = {gap.key: gap for record in known.values() for gap in gaps(record, moment)}
    schedules = await work.nudges.schedules(known)
    rests = await work.nudges.rests(ids, nudge.user_id) if nudge.user_id else ()
    standing = Standing(nudge, found, rests, {row.gap for row in nudge.gaps})
    if nudge.state == "pending":
        sender = _Sender(nudge, known, schedules, rests, moment)
        if nudge.user_id and await _is_gone(work, nudge.user_id):
            return None
        nudge.name(_still_true(nudge.gaps, standing, sender))
        if not nudge.gaps:
            return None
    else:
        await _close(work, nudge, standing)
    rows = nudge.gaps
    # What somebody puts off is put off from now, also where this was planned from later than now.
    lines = [Line(row, standing.of(row), _rest_of(row, rests, now())) for row in rows]
    milestones = {m.id: m for record in known.values() for m in record.milestones}
    closed = {row.milestone_id for row in rows}.difference(milestones)
    milestones |= {each.id: each for each in await work.nudges.milestones(closed)}
    return NudgeView(
        nudge=nudge,
        lines=lines,
        productions={each: record.production for each, record in known.items()},
        milestones=milestones,
        names=await work.people.names(_people(lines, schedules.values())),
        rests=rests,
        set_by=schedules[nudge.production_id].changed_by or "",
    )


def speaks_of(nudge: Nudge) -> datetime:
    """The moment that a message speaks of: when it was sent, or, until it is, when it would be."""
    return max(nudge.at, now() if nudge.state == "pending" else nudge.sent_at or nudge.at)


@dataclass(frozen=True)
class Standing:
    """How the gaps that a message names stand for its reader. `found` is all that is missing, by
    key; `named` are the keys of the gaps that it names."""

    nudge: Nudge
    found: Mapping[str, Gap]
    rests: Sequence[NudgeRest]
    named: Collection[str]

    def of(self, row: NudgeGap) -> Gap | None:
        """The gap as it is now; None once it is closed, which it stays here, or is no longer this
        reader's."""
        gap = None if row.closed_at is not None else self._missing(row)
        if gap is None or self.nudge.user_id is None:
            return gap
        was = row.said.get("user") or None
        if row.escalated:  # over once it isn't with whom it was when it was passed on
            return gap if gap.user == was else None
        theirs = gap.user in (self.nudge.user_id, was) and row.gap not in self._refused()
        return gap if theirs else None

    def is_handed_back(self, row: NudgeGap) -> bool:
        """Whether its reader said of the thing that it isn't theirs, and it is still missing."""
        refused = {key.partition(":")[2] for key in self._refused()}
        thing = f"{row.item_kind}:{row.subject_id}"
        return not row.escalated and thing in refused and self._missing(row) is not None

    def _missing(self, row: NudgeGap) -> Gap | None:
        gap = self.found.get(row.gap)
        if gap is None and row.kind in _OTHER:
            key = f"{_OTHER[row.kind]}:{row.item_kind}:{row.subject_id}"
            return None if key in self.named else self.found.get(key)
        return gap

    def _refused(self) -> set[str]:
        return {rest.gap for rest in self.rests if rest.gap and rest.until is None}


@dataclass(frozen=True)
class _Sender:
    """Checks again, just before a message is sent, whether its gaps are still to be said."""

    nudge: Nudge
    records: Mapping[UUID, ProductionRecord]
    schedules: Mapping[UUID, NudgeSchedule]
    rests: Sequence[NudgeRest]
    moment: datetime

    def holds(self, row: NudgeGap, gap: Gap) -> bool:
        schedule = self.schedules[row.production_id]
        wanted = schedule.direct if self.nudge.user_id else schedule.digest
        channels = self.records[row.production_id].channels
        here = self.nudge.user_id is not None or self.nudge.channel in channels
        rests = not self.nudge.asked_for and _rest_of(row, self.rests, self.moment)
        return wanted and here and not rests and self._is_its_day(gap.item.home, schedule)

    def _is_its_day(self, milestone: Milestone, schedule: NudgeSchedule) -> bool:
        """Whether the milestone was left alone since this was planned, or this is one of its days
        all the same."""
        if milestone.state != "open":
            return False
        if self.nudge.asked_for or milestone.since <= self.nudge.created_at:
            return True
        ahead = (milestone.day - self.nudge.local_date).days
        return ahead in schedule.offsets or (schedule.overdue and ahead < 0)


async def _is_gone(work: Work, user: str) -> bool:
    person = (await work.people.known([user])).get(user)
    return person is not None and cant_be_told(person)


def _still_true(rows: Sequence[NudgeGap], standing: Standing, sender: _Sender) -> list[NudgeGap]:
    """The gaps that are still to be said, of milestones of which one speaks; the others were never
    said, and are forgotten."""
    found = [(row, standing.of(row)) for row in rows]
    holding = [(row, gap) for row, gap in found if gap is not None and sender.holds(row, gap)]
    speaking = {gap.item.home.id for _, gap in holding if gap.speaks}
    return [
        row._replace(milestone_id=gap.item.home.id)
        for row, gap in holding
        if gap.item.home.id in speaking
    ]


def _rest_of(row: NudgeGap, rests: Iterable[NudgeRest], moment: datetime) -> NudgeRest | None:
    for rest in rests:
        running = rest.until is None or (rest.returns and rest.until > moment)
        if running and rest.production_id == row.production_id and _is_about(rest, row):
            return rest
    return None


def _is_about(rest: NudgeRest, row: NudgeGap) -> bool:
    return rest.gap == row.gap if rest.gap else rest.kind == row.kind


async def _close(work: Work, nudge: Nudge, standing: Standing) -> None:
    """Mark what was closed since, and by whom, and what its reader handed back."""
    over = [row for row in nudge.gaps if row.closed_at is None and standing.of(row) is None]
    if not over:
        return
    back = {row.gap for row in over if standing.is_handed_back(row)}
    closed = [row for row in over if row.gap not in back]
    events = await _happened(work, nudge, closed) if closed else {}
    names = await work.people.names(
        user for event in events.values() for user in people_in(_as_happened(event, ""))
    )
    marked = {row.gap: _closed(row, events, names) for row in closed}
    marked |= {row.gap: _handed_back(row, nudge) for row in over if row.gap in back}
    nudge.name(marked.get(row.gap, row) for row in nudge.gaps)


def _handed_back(row: NudgeGap, nudge: Nudge) -> NudgeGap:
    said = {**row.said, "closed": "handed back", "handed_back": "yes"}
    return row._replace(said=said, closed_at=now(), closed_by=nudge.user_id)


def _closed(row: NudgeGap, events: Mapping[UUID, AuditEvent], names: Mapping[str, str]) -> NudgeGap:
    event = events.get(row.subject_id) or events.get(row.milestone_id)
    if event is None:
        return row._replace(closed_at=now())
    about = row.said.get("name" if row.subject_id in events else "milestone", "")
    said = {**row.said, "closed": sentence(_as_happened(event, about), names)}
    return row._replace(said=said, closed_at=now(), closed_by=event.actor)


async def _happened(
    work: Work, nudge: Nudge, rows: Sequence[NudgeGap]
) -> Mapping[UUID, AuditEvent]:
    """The last that somebody did to each of these things since the message was made: to a cut also
    by a verdict, to a document by replacing it."""
    about = {row.subject_id: row.subject_id for row in rows}
    about |= {row.milestone_id: row.milestone_id for row in rows}
    cuts = [row.subject_id for row in rows if row.item_kind == "cut"]
    if cuts:
        about |= {each.id: each.cut_id for each in await work.approvals.of_cuts(cuts)}
    last: dict[UUID, AuditEvent] = {}
    for event in await work.audit.about(about):
        if event.at >= nudge.created_at and event.actor != SCRIPTY.user:
            last[about[event.subject_id]] = event
    return last


def _as_happened(event: AuditEvent, about: str) -> Happened:
    return Happened(
        at=event.at, actor=event.actor, surface=event.surface, action=event.action, about=about,
        detail=event.detail or {},
    )  # fmt: skip


def _people(lines: Sequence[Line], schedules: Iterable[NudgeSchedule]) -> set[str]:
    named: set[str] = {each.changed_by or "" for each in schedules}
    for line in lines:
        named |= {line.said.get("user", ""), line.said.get("ignored_by", "")}
        named.add((line.gap.user if line.gap else "") or "")
    return named - {""}


def by_milestone(lines: Iterable[Line]) -> Mapping[UUID, list[Line]]:
    """Lines of each milestone together, in their order."""
    found: dict[UUID, list[Line]] = defaultdict(list)
    for line in lines:
        found[line.row.milestone_id].append(line)
    return found
