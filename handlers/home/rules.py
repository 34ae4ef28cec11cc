"""What of the record is somebody's, and which page of it they look at. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal, get_args
from uuid import UUID

from handlers.milestones.checklist import days_until
from handlers.milestones.gaps import Gap
from handlers.text import day, one_line, shorten
from store.tables import Milestone, Production, Stage, Task

What = Literal["home", "tasks", "verdicts", "verify", "decide", "productions", "gaps"]

WATCHED = timedelta(days=60)
"""For how long after it was opened somebody's Home tab is kept up to date."""

LOOKING = timedelta(hours=1)
"""For how long somebody who opened it is taken to look at it: a page stays turned to, and what
happens is shown within seconds. Whoever comes back later begins with the first page."""

_STAGE = 60
_MILESTONE = 60
_LAST = datetime.max.replace(tzinfo=UTC)
_PAGE = re.compile(r"(?P<what>[a-z]+)(:(?P<of>[0-9a-f-]{36}))?(:(?P<number>\d{1,4}))?")


@dataclass(frozen=True)
class Page:
    """Where somebody has turned to: the lists of `what`, of gaps those `of` a production."""

    what: What = "home"
    of: UUID | None = None
    number: int = 1

    def __str__(self) -> str:
        """As buttons carry it: "tasks:2", "gaps:<production>:1"."""
        return ":".join(filter(None, [self.what, str(self.of or ""), str(self.number)]))

    def turned(self, by: int) -> "Page":
        """So many pages further."""
        return replace(self, number=self.number + by)


FIRST = Page()


def read_page(value: str) -> Page:
    """The page behind a button's value; the first one for anything else."""
    found = _PAGE.fullmatch(value)
    if found is None:
        return FIRST
    for what in get_args(What):
        if what == found["what"] and (what == "gaps") == bool(found["of"]):
            try:
                of = UUID(found["of"]) if found["of"] else None
            except ValueError:
                return FIRST
            return Page(what, of, max(int(found["number"] or 1), 1))
    return FIRST


@dataclass(frozen=True)
class Project:
    """A production as one of its members looks at it. `gaps` are worst first, `milestones` the open
    ones, soonest first, `stages` in their order; `today` is the production's."""

    production: Production
    today: date
    gaps: Sequence[Gap] = ()
    stages: Sequence[Stage] = ()
    milestones: Sequence[Milestone] = ()


@dataclass(frozen=True)
class Home:
    """Everything that somebody's Home tab is drawn from. A `guest` comes from another company, and
    is shown nothing of the record. `names` are those of people in it."""

    user: str
    projects: Sequence[Project] = ()
    tasks: Sequence[Task] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    page: Page = FIRST
    guest: bool = False


Found = tuple[Project, Gap]
"""A gap, and the production that it is in."""


def verdicts(home: Home) -> list[Found]:
    """The cuts that wait for this person's approval."""
    return _soonest(home, lambda gap: _waits_for(gap, home.user))


def to_verify(home: Home) -> list[Found]:
    """The tasks that are done and whose note this person may say is fixed."""
    return _soonest(
        home, lambda gap: gap.kind == "unverified note" and home.user in gap.item.points.path
    )


def to_decide(home: Home) -> list[Found]:
    """The conflicts and notes that this person decides on."""
    kinds = ("conflicting note", "unresolved note")
    return _soonest(home, lambda gap: gap.kind in kinds and gap.user == home.user)


def next_milestones(home: Home) -> list[tuple[Project, Milestone]]:
    """The open milestones of all productions, soonest first."""
    found = [(project, each) for project in home.projects for each in project.milestones]
    return sorted(found, key=lambda pair: pair[1].at)


def loud(gaps: Iterable[Gap]) -> list[Gap]:
    """Those gaps that are worth saying by themselves."""
    return [gap for gap in gaps if gap.speaks]


def shared_consequence(gaps: Sequence[Gap]) -> str:
    """What waits on most of these things of a milestone, to be said once above them; "" for those
    on none."""
    words = [gap.consequence for gap in gaps if gap.consequence and gap.item.milestone]
    return max(words, key=words.count) if words else ""


def _waits_for(gap: Gap, user: str) -> bool:
    """Whether this is an approval that the person can give. One whose changes were requested waits
    for another cut."""
    approval = gap.kind in ("approval pending", "approval stale") and gap.user == user
    return approval and gap.item.points.approval != "changes requested"


def _soonest(home: Home, wanted: Callable[[Gap], bool]) -> list[Found]:
    """The wanted gaps of all productions, those of the soonest milestone first."""
    found = [(project, gap) for project in home.projects for gap in project.gaps if wanted(gap)]
    return sorted(
        found, key=lambda pair: pair[1].item.milestone.at if pair[1].item.milestone else _LAST
    )


def is_overdue(task: Task, today: date) -> bool:
    return task.due is not None and task.due < today


def when_due(task: Task, today: date) -> str:
    """Such as "2 days overdue", "due today", "due Fri 5 Jun", "no date"."""
    if task.due is None:
        return "no date"
    left = (task.due - today).days
    if left < 0:
        return f"{days_until(task.due, today).removesuffix(' over')} overdue"
    return f"due {days_until(task.due, today)}" if left < 2 else f"due {day(task.due, today)}"


def when_is(milestone: Milestone, today: date) -> str:
    """Such as "Picture lock on Fri 12 Jun, in 3 days"."""
    name = shorten(one_line(milestone.name), _MILESTONE) or "Milestone"
    at = f" {milestone.time}" if milestone.time else ""
    return f"{name} on {day(milestone.day, today)}{at}, {days_until(milestone.day, today)}"


def where_it_stands(stages: Sequence[Stage]) -> str:
    """Such as "Stage 3 of 9: concept"; "" without a procedure."""
    if not stages:
        return ""
    for place, stage in enumerate(stages, 1):
        if stage.state == "in progress":
            return _stage(place, stage, len(stages))
    for place, stage in enumerate(stages, 1):
        if stage.state != "done":
            return _stage(place, stage, len(stages))
    return "All stages done" if len(stages) > 1 else "Its one stage is done"


def _stage(place: int, stage: Stage, of: int) -> str:
    return f"Stage {place} of {of}: {shorten(one_line(stage.name), _STAGE)}"
