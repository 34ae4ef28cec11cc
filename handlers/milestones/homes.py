"""Which milestone a thing belongs to, and what waits on that milestone. Pure."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from handlers.milestones.record import Known, Note, Task, grouped
from handlers.text import day, one_line, shorten
from store.tables import Cut, Document, Milestone, MilestoneItem

NAME = 60
"""Names of people's making are shown so long."""

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SOON = 6


class Homes:
    """Which open milestone a thing belongs to: one at most."""

    def __init__(self, known: Known, near: date) -> None:
        record = known.record
        self._known = known
        standing = [each for each in record.milestones if each.state == "open"]
        self.soonest = sorted(standing, key=lambda each: (each.at, each.id))
        self._open = {each.id: each for each in self.soonest}
        self._dated = [each for each in self.soonest if each.by_date]
        self._dated.sort(key=lambda each: each.day)
        self._days = [each.day for each in self._dated]
        self._undated = self._home_of_undated(near)
        self._over = max(
            (at for each in record.milestones if (at := _completed(each))), default=None
        )
        self._of_review: dict[UUID, Milestone] = {}
        self._of_kind: dict[str, Milestone] = {}
        self._read_rules()

    def _home_of_undated(self, near: date) -> Milestone | None:
        """What has no day belongs to the latest overdue one, which people are still working
        towards, as long as there is one; else to the next."""
        overdue = bisect_left(self._days, near)
        place = overdue - 1 if overdue else 0
        return self._dated[place] if self._dated else None

    def _read_rules(self) -> None:
        rules = grouped(self._known.record.rules, lambda rule: rule.milestone_id)
        reviews = grouped(self._known.record.reviews, lambda review: review.cut_id)
        for milestone in self.soonest:
            for rule in rules.get(milestone.id, ()):
                if rule.kind == "documents of kind":
                    self._of_kind.setdefault(rule.value.casefold(), milestone)
                    continue
                for cut in cuts_named(self._known.record.cuts, rule.value):
                    for review in reviews.get(cut.id, ()):
                        self._of_review.setdefault(review.id, milestone)

    def by_hand(self, said: Iterable[MilestoneItem]) -> Milestone | None:
        """The milestone that something was put on; the first counts."""
        for each in said:
            if each.milestone_id in self._open:
                return self._open[each.milestone_id]
        return None

    def of_task(
        self, task: Task, line: Sequence[Note], said: Sequence[MilestoneItem]
    ) -> Milestone | None:
        home = self.by_hand(said) or self._by_rule(line)
        if home is not None or (self._over and is_done(task) and task.changed_at <= self._over):
            return home
        return self.by_date(task.due)

    def _by_rule(self, line: Sequence[Note]) -> Milestone | None:
        if not self._of_review:
            return None
        homes = [self._of_review[n.review_id] for n in line if n.review_id in self._of_review]
        return min(homes, key=lambda each: (each.at, each.id), default=None)

    def of_document(self, document: Document, said: Sequence[MilestoneItem]) -> Milestone | None:
        ruled = self._of_kind.get(document.kind.casefold())
        return self.by_hand(said) or ruled or self._undated

    def of_made(
        self, said: Sequence[MilestoneItem], due: date | None, done_at: datetime | None
    ) -> Milestone | None:
        """That of a scene or deliverable, which was ready or delivered at `done_at`."""
        home = self.by_hand(said)
        if home is not None or (self._over and done_at and done_at <= self._over):
            return home
        return self.by_date(due)

    def by_date(self, due: date | None) -> Milestone | None:
        """The soonest by whose day it is due; without a day, the overdue or next one."""
        if due is None:
            return self._undated
        place = bisect_left(self._days, due)
        return self._dated[place] if place < len(self._dated) else None


class Consequences:
    """What waits on each milestone, in words; each is made once."""

    def __init__(self, known: Known, near: date) -> None:
        self._near = near
        self._open = {each.id: each for each in known.record.milestones if each.state == "open"}
        self._after = grouped(known.record.waits, lambda wait: wait.waits_for)
        self._words: dict[UUID, str] = {}

    def of(self, milestone: Milestone) -> str:
        words = self._words.get(milestone.id)
        if words is None:
            waiting = self._waiting(milestone)
            words = waits_on_it(waiting, self._near) if waiting else milestone.consequence
            self._words[milestone.id] = words
        return words

    def _waiting(self, milestone: Milestone) -> Milestone | None:
        """The nearest open one that waits for it, the soonest of several as near."""
        seen, edge = {milestone.id}, [milestone.id]
        while edge:
            edge = [
                wait.milestone_id
                for each in edge
                for wait in self._after.get(each, ())
                if wait.milestone_id not in seen
            ]
            seen.update(edge)
            standing = [self._open[each] for each in edge if each in self._open]
            if standing:
                return min(standing, key=lambda each: (each.at, each.id))
        return None


def waits_on_it(milestone: Milestone, near: date) -> str:
    """Such as "Mix is Thursday and waits on it"."""
    name = shorten(one_line(milestone.name), NAME)
    days = (milestone.day - near).days
    if days < 0:
        return f"{name} was {day(milestone.day, near)} and waits on it"
    if days == 0:
        return f"{name} is today and waits on it"
    when = _WEEKDAYS[milestone.day.weekday()] if days <= _SOON else day(milestone.day, near)
    return f"{name} is {when} and waits on it"


def cuts_named(cuts: Iterable[Cut], value: str) -> list[Cut]:
    """The cuts that a rule means by "v2" or "v2 of teaser". A version alone is that of the cuts
    of nothing in particular; where there are none, of every deliverable."""
    wanted = one_line(value).casefold()
    exactly: list[Cut] = []
    loosely: list[Cut] = []
    for cut in cuts:
        if wanted == one_line(cut.version).casefold():
            (loosely if cut.deliverable else exactly).append(cut)
        elif wanted == one_line(f"{cut.version} of {cut.deliverable}").casefold():
            exactly.append(cut)
    return exactly or loosely


def is_done(task: Task) -> bool:
    """Whether nothing is left of a task; one of a note has to be verified first."""
    return task.state == "verified" or (task.state == "done" and task.note_id is None)


def _completed(milestone: Milestone) -> datetime | None:
    return milestone.closed_at if milestone.state == "completed" and milestone.by_date else None
