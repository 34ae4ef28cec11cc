"""The things of a production as changes name them: what each is called, who has it now and what
happens next with it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from handlers.approvals.rules import asks, next_to_ask, overall
from handlers.documents.rules import stale_because
from handlers.milestones.items import cut_name
from handlers.milestones.record import Known, Note, ProductionRecord, Task
from handlers.reviews.links import permalink
from handlers.text import day, listing, one_line, shorten
from store.tables import Conflict, Cut, Decision, Document, Milestone, Review, Stage
from store.types import UNDECIDED, UNFINISHED

Kind = Literal[
    "decision",
    "conflict",
    "cut",
    "milestone",
    "note",
    "task",
    "stage",
    "scene",
    "deliverable",
    "document",
    "production",
]

DONE = "nothing left to do"
_TITLE = 90
_NEXT = 80


@dataclass(frozen=True)
class Thing:
    """A thing that may have changed: its `name` ("N12", "v2 of teaser"), its `title` in words, the
    `link` to where it comes from. `owner` (a user id) does `next` ("does it by Fri 5 Jun");
    without an owner `next` stands for itself. An `open` note is one that nobody has decided on,
    in the round of the cut `of`."""

    id: UUID
    kind: Kind
    name: str
    title: str = ""
    link: str = ""
    owner: str = ""
    next: str = DONE
    open: bool = False
    of: UUID | None = None


@dataclass(frozen=True)
class More:
    """What changes are said from besides the record that gaps are found in: all decisions, the
    stages, and what each open task says is next."""

    decisions: Sequence[Decision] = ()
    stages: Sequence[Stage] = ()
    next_actions: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Things:
    """All things by id, and the thing that each row of the record is part of: the task of a note
    is the note, its copies in later rounds too; a review is its cut, and so is an approval.
    `given_by` is whose verdict an approval is."""

    things: Mapping[UUID, Thing]
    thing_of: Mapping[UUID, UUID]
    given_by: Mapping[UUID, str]


def things_of(record: ProductionRecord, more: More, at: datetime) -> Things:
    """Everything of a production, as it is at this moment."""
    finding = _Finding(record, more, at)
    finding.find()
    return Things(
        finding.things, finding.thing_of, {each.id: each.user_id for each in record.approvals}
    )


class _Finding:
    def __init__(self, record: ProductionRecord, more: More, at: datetime) -> None:
        self._record, self._more = record, more
        self._known = Known(record)
        self._zone = ZoneInfo(record.production.timezone)
        self._today: date = at.astimezone(self._zone).date()
        self._decider = record.production.decider or ""
        self._tasks = {task.note_id: task for task in record.tasks if task.note_id}
        self._waiting = {note for _, sides in record.conflicts for note in sides}
        self.things: dict[UUID, Thing] = {}
        self.thing_of: dict[UUID, UUID] = {}

    def find(self) -> None:
        production = self._record.production
        self._add(Thing(production.id, "production", production.name, next=""))
        self._cuts()
        for root in dict.fromkeys(note.root for note in self._record.notes):
            self._note(self._known.line(root))
        for task in self._record.tasks:
            if task.note_id is None or task.note_id not in self.things:
                self._task(task)
        for decision in self._more.decisions:
            self._decision(decision)
        for conflict, sides in self._record.conflicts:
            self._conflict(conflict, sides)
        for milestone in self._record.milestones:
            self._milestone(milestone)
        for document in self._record.documents:
            self._document(document)
        self._rest()

    def _cuts(self) -> None:
        """Cuts, with their reviews and approvals."""
        for cut in self._record.cuts:
            self._cut(cut)
        for review in self._record.reviews:
            self.thing_of[review.id] = review.cut_id
        for approval in self._record.approvals:
            self.thing_of[approval.id] = approval.cut_id

    def _add(self, thing: Thing, *also: UUID) -> None:
        self.things[thing.id] = thing
        self.thing_of.update(dict.fromkeys((thing.id, *also), thing.id))

    def _note(self, line: Sequence[Note]) -> None:
        newest = line[-1]
        task = self._tasks.get(newest.root)
        owner, following = self._of_task(task, newest) if task else self._of_note(newest)
        review = self._known.reviews.get(newest.review_id)
        about = f" ({newest.topic})" if newest.topic != "other" else ""
        ids = [note.id for note in line] + ([task.id] if task else [])
        self._add(
            Thing(
                newest.root, "note", f"N{newest.number}{about}", _title(newest.text),
                link=self._said(newest, review), owner=owner, next=following,
                open=newest.state in UNDECIDED and asks(newest.kind),
                of=review.cut_id if review else None,
            ),
            *ids,
        )  # fmt: skip

    def _of_note(self, note: Note) -> tuple[str, str]:
        if note.state not in UNDECIDED or not asks(note.kind):
            return "", DONE
        if note.state == "folded":
            return "", "stays folded away unless somebody drafts it again"
        if note.id in self._waiting:
            return self._who(self._decider, "settles its conflict")
        return self._who(self._decider, "decides on it")

    def _of_task(self, task: Task, newest: Note | None) -> tuple[str, str]:
        if task.state in UNFINISHED:
            words = _shortly(self._more.next_actions.get(task.id, ""))
            by = f" by {day(task.due, self._today)}" if task.due else ", no date yet"
            if task.due and task.due < self._today:
                by = f", overdue since {day(task.due, self._today)}"
            if not task.owner:
                return "", f"nobody owns it yet{by.replace(' by', ', due', 1)}"
            return task.owner, f"does it{by}{f': {words}' if words else ''}"
        if task.state == "done" and newest is not None:
            sources = self._record.sources.get(newest.id, ())
            author = sources[0].user_id if sources else self._decider
            return self._who(author, "says whether it is fixed")
        return "", DONE

    def _task(self, task: Task) -> None:
        owner, following = self._of_task(task, None)
        self._add(
            Thing(
                task.id, "task", f"T{task.number}", _title(task.title),
                link=task.source_permalink, owner=owner, next=following,
            )
        )  # fmt: skip

    def _cut(self, cut: Cut) -> None:
        owner, following = self._of_cut(cut)
        review = self._known.review_of.get(cut.id)
        link = self._thread(review) or cut.link
        self._add(Thing(cut.id, "cut", cut_name(cut), link=link, owner=owner, next=following))

    def _of_cut(self, cut: Cut) -> tuple[str, str]:
        if cut.state != "current":
            newer = next((c for c in self._record.cuts if c.id == cut.superseded_by), None)
            return "", f"goes on in {cut_name(newer)}" if newer else DONE
        standing = self._known.path(cut)
        verdict = overall(standing)
        if verdict == "changes requested":
            return self._who(cut.posted_by, "makes a new version")
        if user := next_to_ask(standing):
            return user, "approves next"
        if verdict == "pending":
            return "", "nobody is named who approves it"
        return "", verdict

    def _decision(self, decision: Decision) -> None:
        superseded = any(each.supersedes == decision.id for each in self._more.decisions)
        following = "" if superseded else _shortly(decision.next_action)
        ids = [decision.conflict_id] if decision.conflict_id else []
        self._add(
            Thing(
                decision.id, "decision", f"D{decision.number}", _title(decision.what),
                link=decision.source_permalink, next=following or DONE,
            ),
            *ids,
        )  # fmt: skip

    def _conflict(self, conflict: Conflict, sides: Iterable[UUID]) -> None:
        notes = [self._known.notes[each] for each in sides if each in self._known.notes]
        named = listing([f"N{number}" for number in sorted(note.number for note in notes)])
        owner, following = self._who(self._decider, "settles it")
        self._add(
            Thing(
                conflict.id, "conflict", f"conflict of {named}" if named else "a conflict",
                owner=owner, next=following,
                link=self._thread(self._known.reviews.get(conflict.review_id)),
            )
        )  # fmt: skip

    def _milestone(self, milestone: Milestone) -> None:
        following, owner = DONE, ""
        if milestone.state == "open":
            owner = milestone.created_by
            late = milestone.day < self._today
            verb = "completes or moves it, it was due" if late else "completes it by"
            following = f"{verb} {day(milestone.day, self._today)}"
        name = shorten(one_line(milestone.name), 60)
        self._add(Thing(milestone.id, "milestone", name, owner=owner, next=following))

    def _document(self, document: Document) -> None:
        name = shorten(one_line(document.kind), 40)
        owner, following = document.owner or "", "nobody looks after it yet"
        if document.replaced_by is not None:
            owner, following = "", "a newer one counts"
        elif because := stale_because(
            document, self._record.documents, self._today, self._record.production.timezone,
            self._record.decided,
        ):  # fmt: skip
            owner = owner or document.added_by
            following = f"brings a newer one: {because}"
        elif owner:
            following = "looks after it"
            if document.fresh_until:
                following += f", it holds until {day(document.fresh_until, self._today)}"
        self._add(
            Thing(document.id, "document", name, link=document.link, owner=owner, next=following)
        )

    def _rest(self) -> None:
        """Scenes, deliverables and stages."""
        for scene in self._record.scenes:
            owner, following = "", "ready"
            if not scene.ready:
                owner, following = self._who(scene.owner or self._decider, "makes it ready")
            name = f"scene {shorten(one_line(scene.number), 20)}"
            title = _title(scene.title or scene.purpose)
            self._add(Thing(scene.id, "scene", name, title, owner=owner, next=following))
        for each in self._record.deliverables:
            owner, following = "", "delivered"
            if each.delivered_at is None:
                by = f" by {day(each.due, self._today)}" if each.due else ""
                owner, following = self._who(each.owner or "", f"delivers it{by}")
            name, title = shorten(one_line(each.name), 60), _title(each.specification)
            self._add(Thing(each.id, "deliverable", name, title, owner=owner, next=following))
        for stage in self._more.stages:
            owner, following = "", DONE
            if stage.state != "done":
                verb = "sees it through" if stage.state == "in progress" else "begins it"
                owner, following = self._who(stage.owner or "", verb)
            name = f"stage {shorten(one_line(stage.name), 60)}"
            self._add(Thing(stage.id, "stage", name, owner=owner, next=following))

    def _who(self, user: str, does: str) -> tuple[str, str]:
        return (user, does) if user else ("", f"nobody is named who {does}")

    def _said(self, note: Note, review: Review | None) -> str:
        """Where a note was said."""
        for source in self._record.sources.get(note.id, ()):
            if link := self._record.links.get(source.message_id):
                return link
        return self._thread(review)

    def _thread(self, review: Review | None) -> str:
        if review is None or not review.thread_ts or not self._record.url:
            return ""
        return permalink(self._record.url, review.channel, review.thread_ts, None)


def _title(words: Any) -> str:
    return shorten(one_line(str(words or "")), _TITLE)


def _shortly(words: str) -> str:
    return shorten(one_line(words), _NEXT).rstrip(".")
