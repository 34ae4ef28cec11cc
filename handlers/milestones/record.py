"""What the six points and the gaps of a production are read from: its rows, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from store.tables import (
    Approval,
    ApprovalRequest,
    Conflict,
    Cut,
    Document,
    Milestone,
    MilestoneItem,
    MilestoneRule,
    MilestoneWait,
    Note,
    NoteSource,
    Production,
    Review,
    Task,
)


@dataclass(frozen=True)
class ProductionRecord:
    """One production. Where only what is open was loaded, the gaps are the same: what is closed
    has none.

    `sources` are a note's, by note; `links` the permalinks of messages, by message; `conflicts`
    are those that nobody has settled, each with the ids of its notes. `roles` are each member's.
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
    sources: Mapping[UUID, Sequence[NoteSource]] = field(default_factory=dict)
    links: Mapping[UUID, str] = field(default_factory=dict)
    tasks: Sequence[Task] = ()
    conflicts: Sequence[tuple[Conflict, Sequence[UUID]]] = ()
    approvals: Sequence[Approval] = ()
    asked: Sequence[ApprovalRequest] = ()
    documents: Sequence[Document] = ()
