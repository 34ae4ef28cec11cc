"""Value types of the record, pure: the words of the product as Python values.

One word for one thing, in code, in the database and in Slack alike.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from itertools import groupby
from typing import Any, Literal, NamedTuple
from uuid import UUID

NoteKind = Literal["change", "question", "praise", "decision", "risk", "approval statement"]
Topic = Literal[
    "picture",
    "pacing",
    "sound",
    "music",
    "graphics",
    "colour",
    "vfx",
    "story",
    "legal",
    "delivery",
    "other",
]
Priority = Literal["must", "should", "could"]
NeedsPerson = Literal["legal", "safety", "client_commitment", "final_approval", "taste"]
Basis = Literal["clock", "label", "frame"]

NoteState = Literal["draft", "folded", "accepted", "rejected", "merged", "withdrawn", "carried"]
"""A late note that nobody had decided on is "carried": it went on to the next round, as a draft
of its own there."""

SourceState = Literal["present", "edited", "deleted"]
TaskState = Literal["open", "in progress", "done", "verified", "dropped"]
ModelOutcome = Literal[
    "answered",
    "timeout",
    "unreachable",
    "limited",
    "broken",
    "rejected",
    "refused",
    "truncated",
    "filtered",
    "invalid",
]
"""How a question to a model ended: "limited" is 429, "broken" a 5xx, "rejected" any other no of
the server's; "refused" and "filtered" are the model's own no and that of a content filter,
"invalid" is an answer of another shape."""

UNDECIDED: tuple[NoteState, ...] = ("draft", "folded")
"""The states of a note that nobody has decided on: it follows its thread."""

UNFINISHED: tuple[TaskState, ...] = ("open", "in progress")
"""The states of a task that still is work."""

CLOSED: tuple[TaskState, ...] = ("verified", "dropped")
"""The states of a task that nobody has to look at any more; a done one is to be verified."""

ReviewState = Literal["open", "frozen", "closed"]
CutState = Literal["current", "superseded"]
Verdict = Literal["approved", "approved with notes", "changes requested"]
DecisionOrigin = Literal["conflict", "logged", "words"]
"""Where a decision comes from: a settled conflict, *Log a decision*, the decider's own words in a
review's thread."""

ConflictOutcome = Literal["one", "neither", "both", "words"]
"""How a conflict was settled: for one of its notes, for none, for all of them since they don't
exclude each other, or in other words than theirs."""

Role = Literal["producer", "director", "editor", "client", "crew"]

RUN_ROUNDS: tuple[Role, ...] = ("producer", "director", "editor")
"""The roles whose people end and reopen rounds, and change how a production is set up."""
MilestoneState = Literal["open", "completed", "cancelled"]
ItemKind = Literal[
    "task", "note", "conflict", "cut", "document", "milestone", "scene", "deliverable"
]
"""What an item of a milestone is. The milestone itself is one: somebody has to complete it."""

RuleKind = Literal["tasks of cut", "documents of kind"]
GapKind = Literal[
    "conflicting note",
    "approval stale",
    "overdue",
    "unresolved note",
    "approval pending",
    "stale document",
    "scene not ready",
    "no owner",
    "no date",
    "unverified note",
    "unanchored",
    "no review path",
    "no consequence",
]
"""What may be missing, worst first where nothing else tells two gaps apart."""

Footage = Literal["not shot", "partly shot", "shot", "reviewed"]
SubjectKind = Literal["note", "task", "document", "decision"]
"""What can be connected to something."""

ConnectedKind = Literal["scene", "deliverable", "document"]
"""What things can be connected to."""

StageState = Literal["waiting", "in progress", "done"]
CriterionKind = Literal[
    "by hand",
    "document",
    "documents fresh",
    "scenes named",
    "scenes ready",
    "scenes shot",
    "deliverables specified",
    "deliverables delivered",
    "cut up",
    "notes decided",
    "conflicts settled",
    "tasks done",
    "approved",
]
"""How the record tells whether a criterion of a stage holds; "by hand": a person has to."""

HitKind = Literal[
    "decision",
    "note",
    "task",
    "milestone",
    "deliverable",
    "scene",
    "document",
    "stage",
    "message",
]
"""What can be found by its words; of two that fit as well, the kind named first comes first."""

DraftKind = Literal[
    "sections", "questions", "shotlist", "transcript", "clips", "cleanup", "handoff", "pickups"
]
DraftState = Literal["drafting", "ready", "cancelled", "failed"]
DraftSubject = Literal["scene", "cut", "transcript", "production"]
"""What a draft is about."""

SourceKind = Literal[
    "message",
    "scene",
    "note",
    "decision",
    "task",
    "document",
    "deliverable",
    "cut",
    "conflict",
    "shot",
    "transcript",
    "production",
]
"""What in the record a line of a draft rests on; "transcript": what is said there at a time;
"production": what was said of the production as a whole."""

Becomes = Literal["task", "note", "question", "shot", "pickup", "clip", "summary", "handoff"]
"""What a line of a draft is once it is accepted: work to be done ("task", "pickup"), a better note,
a question to a person, a shot of the shot list, or a part of what is written up."""

SuggestionState = Literal["draft", "accepted", "rejected", "merged"]
ReportKind = Literal["brief", "changes"]
NudgeState = Literal["pending", "sent", "needless", "dead"]


class Asked(NamedTuple):
    """What a model was asked for one draft with one version of a prompt, and what that cost."""

    draft_id: UUID
    model: str
    prompt_version: str
    tokens: int


class NudgeGap(NamedTuple):
    """A gap that a nudge names, for good: `said` is how it was said.

    `escalated` gaps are somebody else's, who ignored them. `closed_at` is when it was seen to be
    closed, `closed_by` by whom, if a person did it.
    """

    kind: str
    item_kind: str
    subject_id: UUID
    milestone_id: UUID
    production_id: UUID
    said: Mapping[str, str]
    escalated: bool = False
    closed_at: datetime | None = None
    closed_by: str | None = None

    @property
    def gap(self) -> str:
        """The key of the gap."""
        return f"{self.kind}:{self.item_kind}:{self.subject_id}"


def stored(gaps: Iterable[NudgeGap]) -> list[dict[str, Any]]:
    """Gaps as JSON, in their order: those of one milestone that follow each other together."""
    return [
        stored_home(production, milestone, [_stored(each) for each in theirs])
        for (production, milestone), theirs in groupby(gaps, _home)
    ]


def stored_home(
    production_id: UUID, milestone_id: UUID, gaps: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Gaps of one milestone, each as `stored_gap` has it, as JSON."""
    return {
        "production_id": str(production_id),
        "milestone_id": str(milestone_id),
        "gaps": gaps,
    }


def stored_gap(
    kind: str, item_kind: str, subject_id: str, said: Mapping[str, str], *, escalated: bool
) -> dict[str, Any]:
    """A gap that is open as JSON, without what says nothing."""
    found = {
        "kind": kind,
        "item_kind": item_kind,
        "subject_id": subject_id,
        "said": said,
    }
    return found | {"escalated": True} if escalated else found


def restored(homes: Iterable[Mapping[str, Any]]) -> tuple[NudgeGap, ...]:
    """What `stored` made JSON of."""
    return tuple(_restored(home, each) for home in homes for each in home["gaps"])


def things(homes: Iterable[Mapping[str, Any]]) -> list[str]:
    """The ids of what has an open gap among these, as `stored`, and of their milestones."""
    found: dict[str, None] = {}
    for home in homes:
        still = [gap["subject_id"] for gap in home["gaps"] if "closed_at" not in gap]
        if still:
            found |= dict.fromkeys((*still, home["milestone_id"]))
    return list(found)


def _home(gap: NudgeGap) -> tuple[UUID, UUID]:
    return gap.production_id, gap.milestone_id


def _stored(gap: NudgeGap) -> dict[str, Any]:
    found = stored_gap(
        gap.kind, gap.item_kind, str(gap.subject_id), gap.said, escalated=gap.escalated
    )
    if gap.closed_at is None:
        return found
    return found | {"closed_at": gap.closed_at.isoformat(), "closed_by": gap.closed_by}


def _restored(home: Mapping[str, Any], gap: Mapping[str, Any]) -> NudgeGap:
    at = gap.get("closed_at")
    return NudgeGap(
        kind=gap["kind"],
        item_kind=gap["item_kind"],
        subject_id=UUID(gap["subject_id"]),
        milestone_id=UUID(home["milestone_id"]),
        production_id=UUID(home["production_id"]),
        said=gap["said"],
        escalated=gap.get("escalated", False),
        closed_at=None if at is None else datetime.fromisoformat(at),
        closed_by=gap.get("closed_by"),
    )


DeliveryState = Literal["pending", "sending", "sent", "uncertain", "dead"]


@dataclass(frozen=True)
class Member:
    """A person as the reader needs them: id, the names people call them by, roles."""

    user: str
    name: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class ThreadMessage:
    """What a person wrote, as Slack delivers it: `text` keeps Slack's mark-up and escapes.

    `ts` is Slack's message timestamp ("1780297325.105729"): its id in the channel and,
    read as seconds since 1970, the time it was written.
    """

    ts: str
    user: str
    text: str


@dataclass(frozen=True)
class ReadingContext:
    """What a reader knows besides the messages.

    `fps` is frames per second as a fraction (24000/1001), `start_timecode` the label of the
    first frame, `timezone` an IANA name; words for days are read relative to each message's
    own time in that zone.
    """

    timezone: str = "UTC"
    fps: Fraction | None = None
    start_timecode: str | None = None
    members: tuple[Member, ...] = ()
    decider: str | None = None
    now: datetime | None = None


@dataclass(frozen=True)
class Timecode:
    """A moment or a range as written, on the programme's clock.

    `seconds` count from the programme's first frame in real time; `frame` from 0 at that
    frame, None when the frame rate is unknown. `basis` says what the writer meant: a player's
    *clock*, a timecode *label* or a *frame* number.
    """

    written: str
    basis: Basis
    seconds: float
    end_seconds: float | None = None
    frame: int | None = None
    end_frame: int | None = None


@dataclass(frozen=True)
class Source:
    """Where a note comes from: `quote` is `text[start:end]` of the message `ts`, verbatim."""

    ts: str
    user: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True)
class Owner:
    """Who is named for it: the words that say so, and the member they resolve to, if any."""

    written: str
    user: str | None


@dataclass(frozen=True)
class Due:
    """The words that set a date, and the day they mean in the production's time zone."""

    written: str
    date: date


@dataclass(frozen=True)
class FoundNote:
    """One piece of feedback found in a thread, before anybody decided on it.

    `drafted_by` and `worded_by` say "reader" (the built-in one) or "model".
    """

    number: int
    kind: NoteKind
    topic: Topic
    actionable: bool
    text: str
    sources: tuple[Source, ...]
    timecode: Timecode | None = None
    scene: str | None = None
    owner: Owner | None = None
    due: Due | None = None
    priority: Priority = "should"
    needs_person: tuple[NeedsPerson, ...] = ()
    conflicts_with: tuple[int, ...] = ()
    reason: str = ""
    next_action: str = ""
    drafted_by: str = "reader"
    worded_by: str = "reader"


@dataclass(frozen=True)
class Unclear:
    """Something ambiguous in a message, with the question to ask its author."""

    ts: str
    ask: str


@dataclass(frozen=True)
class Reading:
    """What a reader made of a thread: notes in thread order, messages without any, questions."""

    notes: tuple[FoundNote, ...] = ()
    chatter: tuple[str, ...] = ()
    unclear: tuple[Unclear, ...] = field(default=())
