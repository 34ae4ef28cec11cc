"""What the six points and the gaps of a production are read from: its rows, as plain values."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from handlers.approvals.rules import Path, path
from store.tables import (
    Approval,
    ApprovalRequest,
    Conflict,
    Connection,
    Cut,
    Deliverable,
    Document,
    Milestone,
    MilestoneItem,
    MilestoneRule,
    MilestoneWait,
    Production,
    Review,
    Scene,
)

Row = TypeVar("Row")


class Task(Protocol):
    """What is read of a task: a row, or only these columns of it, since there are many."""

    @property
    def id(self) -> UUID: ...
    @property
    def number(self) -> int: ...
    @property
    def note_id(self) -> UUID | None: ...
    @property
    def title(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def owner(self) -> str | None: ...
    @property
    def due(self) -> date | None: ...
    @property
    def source_channel(self) -> str: ...
    @property
    def source_ts(self) -> str | None: ...
    @property
    def source_permalink(self) -> str: ...
    @property
    def created_by(self) -> str: ...
    @property
    def changed_at(self) -> datetime: ...


class Note(Protocol):
    """What is read of a note."""

    @property
    def id(self) -> UUID: ...
    @property
    def review_id(self) -> UUID: ...
    @property
    def root(self) -> UUID: ...
    @property
    def carried_from(self) -> UUID | None: ...
    @property
    def number(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def topic(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def owner(self) -> str | None: ...
    @property
    def due(self) -> date | None: ...


class Source(Protocol):
    """What is read of where a note comes from."""

    @property
    def note_id(self) -> UUID: ...
    @property
    def message_id(self) -> UUID: ...
    @property
    def user_id(self) -> str: ...
    @property
    def quote(self) -> str: ...


@dataclass(frozen=True)
class ProductionRecord:
    """One production. Where only what is open was loaded, the gaps are the same: what is closed
    has none.

    `sources` are a note's, by note; `links` the permalinks of messages, by message; `conflicts`
    are those that nobody has settled, each with the ids of its notes. `roles` are each member's.
    `decided` are the decisions that a document's row names, by id: number and when. `url` is the
    workspace's own address, from which links to threads are made.
    """

    production: Production
    channels: Sequence[str] = ()
    roles: Mapping[str, Sequence[str]] = field(default_factory=dict)
    milestones: Sequence[Milestone] = ()
    waits: Sequence[MilestoneWait] = ()
    added: Sequence[MilestoneItem] = ()
    rules: Sequence[MilestoneRule] = ()
    cuts: Sequence[Cut] = ()
    reviews: Sequence[Review] = ()
    notes: Sequence[Note] = ()
    sources: Mapping[UUID, Sequence[Source]] = field(default_factory=dict)
    links: Mapping[UUID, str] = field(default_factory=dict)
    tasks: Sequence[Task] = ()
    conflicts: Sequence[tuple[Conflict, Sequence[UUID]]] = ()
    approvals: Sequence[Approval] = ()
    asked: Sequence[ApprovalRequest] = ()
    documents: Sequence[Document] = ()
    scenes: Sequence[Scene] = ()
    deliverables: Sequence[Deliverable] = ()
    connections: Sequence[Connection] = ()
    decided: Mapping[UUID, tuple[int, datetime]] = field(default_factory=dict)
    url: str = ""


class Known:
    """A production's record by what is asked of it: made once, so that nothing is searched for
    item by item."""

    def __init__(self, record: ProductionRecord) -> None:
        self.record = record
        self.channels = frozenset(record.channels)
        self.reviews = {review.id: review for review in record.reviews}
        self.cuts = {cut.id: cut for cut in record.cuts}
        self.notes = {note.id: note for note in record.notes}
        self.review_of = {
            review.cut_id: review
            for review in sorted(record.reviews, key=lambda review: (review.created_at, review.id))
        }
        self.added = {each.subject_id: each for each in record.added}
        self._connected = self._connections()
        self._lines = grouped(record.notes, lambda note: note.root)
        for line in self._lines.values():
            line.sort(key=_number)
        self._verdicts = grouped(record.approvals, lambda approval: approval.cut_id)
        self._paths: dict[UUID, Path] = {}

    def _connections(self) -> Mapping[UUID, str]:
        """What each thing was connected to first, in words ("scene 3", "Teaser", "call sheet")."""
        names = {each.id: f"scene {each.number}" for each in self.record.scenes}
        names |= {each.id: each.name for each in self.record.deliverables}
        names |= {each.id: each.kind for each in self.record.documents}
        found: dict[UUID, str] = {}
        for each in sorted(self.record.connections, key=lambda one: (one.added_at, one.id)):
            if each.target_id in names:
                found.setdefault(each.subject_id, names[each.target_id])
        return found

    def said_of(self, ids: Iterable[UUID]) -> Sequence[MilestoneItem]:
        """What was put on a milestone by hand, or said, of a thing that has these ids."""
        if not self.added:
            return ()
        return [said for each in ids if (said := self.added.get(each)) is not None]

    def connected_to(self, ids: Iterable[UUID]) -> str:
        """What a thing that has these ids was connected to, "" where it is nothing."""
        if not self._connected:
            return ""
        return next(filter(None, map(self._connected.get, ids)), "")

    def line(self, root: UUID | None) -> Sequence[Note]:
        """A note and all that were carried from it, the newest last."""
        return self._lines.get(root, ()) if root else ()

    def path(self, cut: Cut) -> Path:
        """The review path of a cut with what was said on it."""
        found = self._paths.get(cut.id)
        if found is None:
            given = sorted(self._verdicts.get(cut.id, ()), key=lambda each: (each.at, each.id))
            approvers = self.record.production.approvers
            found = self._paths[cut.id] = path(approvers, cut.posted_by, given)
        return found


def grouped(rows: Iterable[Row], owner: Callable[[Row], UUID]) -> dict[UUID, list[Row]]:
    """The rows of each owner, in the order in which they came."""
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[owner(row)].append(row)
    return found


def _number(row: Any) -> int:
    number: int = row.number
    return number
