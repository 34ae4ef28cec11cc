"""What is missing: one list, for the checklist, for nudges, and for whoever asks. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple, get_args
from zoneinfo import ZoneInfo

from handlers.approvals.rules import next_to_ask, overall
from handlers.documents.rules import stale_because
from handlers.milestones.items import Found, Item, items_of
from handlers.milestones.record import Known, ProductionRecord
from handlers.text import day, one_line, shorten
from store.tables import Milestone
from store.types import UNFINISHED, GapKind, ItemKind

_RANKS: Mapping[GapKind, int] = {kind: rank for rank, kind in enumerate(get_args(GapKind))}


class Gap(NamedTuple):
    """One thing missing. `user` is whose it is to close, None where that is nobody yet (then it is
    its channel's); `words` is the sentence's beginning ("No owner on N12 (sound)"), `detail` what
    else is known ("asked on Wed 3 Jun"). One that doesn't `speak` is only said beside others: it
    makes no message by itself."""

    kind: GapKind
    item: Item
    user: str | None = None
    words: str = ""
    detail: str = ""
    speaks: bool = True

    @property
    def key(self) -> str:
        """The same gap has the same key on another day."""
        return f"{self.kind}:{self.item.kind}:{self.item.written_id}"

    @property
    def consequence(self) -> str:
        """What waits on it ("Mix is Thursday and waits on it"), "" where nobody knows."""
        return self.item.points.consequence


def gaps(record: ProductionRecord, at: datetime) -> Sequence[Gap]:
    """Everything missing at this moment in the production's open milestones, worst first: by
    milestone, the soonest first, then by kind, then what is due first."""
    known = Known(record)
    return gaps_among(known, items_of(known, _today(record, at)), at)


def all_gaps(record: ProductionRecord, at: datetime) -> Sequence[Gap]:
    """The same, and after them what is missing in what belongs to no open milestone."""
    known = Known(record)
    return gaps_among(known, items_of(known, _today(record, at), homeless=True), at)


def gaps_among(known: Known, found: Found, at: datetime) -> Sequence[Gap]:
    """The gaps of items that were found before, for the same moment."""
    finding = _Finding(known, at)
    return [
        gap
        for of_milestone in found.values()
        for gap in sorted(
            (gap for item in of_milestone if not item.done for gap in finding.of(item)),
            key=lambda gap: _RANKS[gap.kind],  # stable: items come in their order
        )
    ]


def milestones_of(found: Iterable[Gap]) -> list[Milestone]:
    """The milestones of these gaps, each once. Each is one object in a record, which takes a
    tenth of the time of comparing ids."""
    each = {id(one): one for gap in found if (one := gap.item.milestone) is not None}
    return list(each.values())


def _today(record: ProductionRecord, at: datetime) -> date:
    return at.astimezone(ZoneInfo(record.production.timezone)).date()


class _Finding:
    """Finds the gaps of one item after the other."""

    def __init__(self, known: Known, at: datetime) -> None:
        self._known, self._at = known, at
        self._zone = ZoneInfo(known.record.production.timezone)
        self._today = at.astimezone(self._zone).date()
        self._decider = known.record.production.decider or None
        self._tasks = {task.id: task for task in known.record.tasks}
        self._documents = {each.id: each for each in known.record.documents}
        self._asked = {(each.cut_id, each.user_id): each.at for each in known.record.asked}
        self._kinds: Mapping[ItemKind, Callable[[Item], list[Gap]]] = {
            "task": self._task,
            "note": self._note,
            "conflict": self._conflict,
            "cut": self._cut,
            "document": self._document,
            "milestone": self._milestone,
            "scene": self._scene,
            "deliverable": self._deliverable,
        }

    def of(self, item: Item) -> list[Gap]:
        return self._kinds[item.kind](item)

    def _task(self, item: Item) -> list[Gap]:
        task = self._tasks[item.id]
        found = self._work(item) if task.state in UNFINISHED else [_unverified(item)]
        if not item.anchored:
            whose = task.owner or task.created_by or None
            found.append(Gap("unanchored", item, whose, f"{label(item)} is connected to nothing"))
        return [*found, *self._path(item, speaks=False), *self._consequence(item)]

    def _work(self, item: Item) -> list[Gap]:
        return [*self._owner(item), *self._date(item), *self._late(item)]

    def _note(self, item: Item) -> list[Gap]:
        said = f"{label(item)} is waiting for a decision"
        return [Gap("unresolved note", item, self._decider, said)]

    def _conflict(self, item: Item) -> list[Gap]:
        said = f"{label(item)} ask for opposite things"
        return [Gap("conflicting note", item, self._decider, said)]

    def _cut(self, item: Item) -> list[Gap]:
        approval = [self._approval(item)] if item.points.path else []
        return [
            *self._owner(item),
            *self._date(item),
            *approval,
            *self._path(item, speaks=True),
            *self._consequence(item),
        ]

    def _approval(self, item: Item) -> Gap:
        """Whose word is wanted next: one of the path, or the poster's where changes are
        requested."""
        standing = self._known.path(self._known.cuts[item.id])
        if overall(standing) == "changes requested":
            said = f"{item.name} has changes requested"
            return Gap("approval pending", item, item.points.owner or None, said)
        user = next_to_ask(standing)
        given = standing.live.get(user or "")
        if given is not None:
            said = f"The approval of {item.name} is stale"
            because = shorten(one_line(given.stale_because), 100)
            return Gap("approval stale", item, user, said, because)
        asked = self._asked.get((item.id, user or ""))
        detail = f"asked on {self._day(asked)}" if asked else "not asked yet"
        said = f"{item.name} is waiting for approval"
        return Gap("approval pending", item, user, said, detail)

    def _document(self, item: Item) -> list[Gap]:
        document = self._documents[item.id]
        record, zone = self._known.record, str(self._zone)
        because = stale_because(document, record.documents, self._today, zone, record.decided)
        whose = document.owner or document.added_by or None
        said = f"{_capital(item.name)} is stale"
        stale = [Gap("stale document", item, whose, said, because)] if because else []
        return [
            *stale,
            *self._owner(item),
            *self._path(item, speaks=False),
            *self._consequence(item),
        ]

    def _milestone(self, item: Item) -> list[Gap]:
        milestone = item.home
        if milestone.at >= self._at:
            return self._consequence(item)
        said = f"{item.name} was due on {day(milestone.day, self._today)}"
        return [
            Gap("overdue", item, item.points.owner or None, said),
            *self._consequence(item),
        ]

    def _scene(self, item: Item) -> list[Gap]:
        whose = item.points.owner or self._decider
        return [Gap("scene not ready", item, whose, f"{_capital(item.name)} is not ready")]

    def _deliverable(self, item: Item) -> list[Gap]:
        return [
            *self._work(item),
            *self._path(item, speaks=False),
            *self._consequence(item),
        ]

    def _owner(self, item: Item) -> list[Gap]:
        if item.points.owner:
            return []
        return [Gap("no owner", item, None, f"No owner on {label(item)}")]

    def _date(self, item: Item) -> list[Gap]:
        if item.points.due is not None:
            return []
        return [Gap("no date", item, item.points.owner or None, f"No date on {label(item)}")]

    def _late(self, item: Item) -> list[Gap]:
        due = item.points.due
        if due is None or due >= self._today:
            return []
        said = f"{label(item)} was due on {day(due, self._today)}"
        return [Gap("overdue", item, item.points.owner or None, said)]

    def _path(self, item: Item, *, speaks: bool) -> list[Gap]:
        if item.points.path:
            return []
        said = f"No review path for {label(item)}"
        runner = self._decider or _maker(item)
        return [Gap("no review path", item, runner, said, speaks=speaks)]

    def _consequence(self, item: Item) -> list[Gap]:
        if item.points.consequence:
            return []
        said = f"Nobody has said what waits on {label(item)}"
        return [Gap("no consequence", item, _maker(item), said, speaks=False)]

    def _day(self, moment: datetime) -> str:
        return day(moment.astimezone(self._zone).date(), self._today)


def _unverified(item: Item) -> Gap:
    first = item.points.path[0] if item.points.path else None
    return Gap("unverified note", item, first, f"{label(item)} is done, but not verified")


def label(item: Item) -> str:
    """What an item is called in a sentence: "N12 (sound)", "T4"."""
    return f"{item.name} ({item.about})" if item.about else item.name


def _maker(item: Item) -> str | None:
    """Who made its milestone."""
    return (item.home.created_by or None) if item.milestone else None


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
