"""The items of milestones, each with its six points. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple, get_args
from uuid import UUID

from handlers.approvals.rules import (
    APPROVING,
    Path,
    asks,
    is_poster_alone,
    next_to_ask,
    overall,
)
from handlers.documents.rules import stale_because
from handlers.milestones.homes import NAME, Consequences, Homes, is_done
from handlers.milestones.record import Known, Note, ProductionRecord, Task, grouped
from handlers.notes.reading import is_human
from handlers.reviews.links import permalink
from handlers.text import listing, one_line, shorten
from store.tables import (
    Conflict,
    Cut,
    Deliverable,
    Document,
    Milestone,
    MilestoneItem,
    Review,
    Scene,
)
from store.types import ItemKind

NOT_NEEDED = "not needed"
"""The approval state of what nobody has to approve."""

TO_VERIFY = "waiting to be verified"
"""The approval state of a task of a note that is done and that its author has yet to confirm."""

STALE = "stale"
"""The approval state of a cut where the next to be asked has approved something older."""

_QUOTE = 200
_SIDES = 80
_SIDE = 18
_KINDS: Mapping[str, int] = {kind: rank for rank, kind in enumerate(get_args(ItemKind))}
_UNDATED = date.max
_NO_NUMBER = 10**6
_Ranked = tuple[date, int, int, int, "Item"]

Found = Mapping[UUID | None, Sequence["Item"]]
"""Items by milestone; under None those that belong to none."""


class Points(NamedTuple):
    """The six points of an item: what is said of each, "" (a day: None) where it is missing.

    `source` is a link, or words where there is no link; `owner` a user id; `path` the user ids of
    who looks at it, in order; `approval` how that stands ("approved", "pending", "verified", …).
    """

    source: str = ""
    owner: str = ""
    due: date | None = None
    consequence: str = ""
    path: tuple[str, ...] = ()
    approval: str = ""


@dataclass
class Item:
    """Something a milestone needs, or, without one, the production. `name` is what people call it
    ("N12", "T4", "v2 of teaser", "call sheet", "scene 3"), `about` its topic if it has one
    ("sound"), `title` its words. `channel` is where it is talked about, "" where that is no channel
    of the production; `link` leads there. `done` ones need nothing more. `borrowed` says that its
    day is only its milestone's: by itself it isn't due.

    Nobody changes one. It isn't frozen since that takes thrice as long to make, and a sweep makes
    fifty thousand.
    """

    kind: ItemKind
    id: UUID
    milestone: Milestone | None
    name: str
    points: Points
    about: str = ""
    title: str = ""
    channel: str = ""
    link: str = ""
    anchored: bool = True
    done: bool = False
    borrowed: bool = False

    @property
    def home(self) -> Milestone:
        """Its milestone, where only items that have one are looked at."""
        assert self.milestone is not None
        return self.milestone

    @cached_property
    def written_id(self) -> str:
        """Its id as text, which is asked for once for each gap and each message."""
        return str(self.id)


def items(record: ProductionRecord, near: date) -> Found:
    """The items of each open milestone, by milestone, soonest milestone first. Of a milestone,
    what is due first comes first, then by number, what has no date last. `near` is today in the
    production's zone.

    What was done before a milestone was completed is no item of a later one, unless somebody put
    it there.
    """
    return items_of(Known(record), near)


def items_of(known: Known, near: date, *, homeless: bool = False) -> Found:
    """The same, for a record that was indexed before; with `homeless` also what belongs to no
    open milestone, last."""
    found = _Finding(known, near, homeless=homeless)
    for milestone in found.homes.soonest:
        found.milestone(milestone)
    for task in sorted(known.record.tasks, key=lambda task: task.number):
        found.task(task)
    for cut in sorted(known.record.cuts, key=_age):
        found.cut(cut)
    opposed = {note for _, notes in known.record.conflicts for note in notes}
    for note in known.record.notes:
        if note.state == "draft" and note.id not in opposed:
            found.note(note)
    for conflict, notes in sorted(known.record.conflicts, key=lambda pair: pair[0].id):
        found.conflict(conflict, notes)
    for document in sorted(known.record.documents, key=_age):
        found.document(document)
    for scene in sorted(known.record.scenes, key=_in_script):
        found.scene(scene)
    for deliverable in sorted(known.record.deliverables, key=_age):
        found.deliverable(deliverable)
    return found.in_order()


def _in_script(scene: Scene) -> tuple[int, str]:
    """The script's order: 2, 3, 3A, 10."""
    digits = re.match(r"\d+", scene.number)
    return int(digits[0]) if digits else _NO_NUMBER, scene.number.casefold()


def _age(row: Cut | Document | Deliverable) -> tuple[datetime, UUID]:
    """The older one first: they have no numbers."""
    return row.created_at if isinstance(row, Cut) else row.added_at, row.id


def cut_name(cut: Cut) -> str:
    """Such as "v2", or "v2 of teaser"."""
    name = f"{cut.version} of {cut.deliverable}" if cut.deliverable else cut.version
    return shorten(one_line(name), NAME)


def approval_of(standing: Path) -> str:
    """How the approval of a cut stands: what all verdicts come to, or "stale" where the next one
    to be asked has approved what has changed since."""
    words = overall(standing)
    following = next_to_ask(standing)
    return STALE if following is not None and following in standing.live else words


def path_of_cut(standing: Path) -> tuple[str, ...]:
    """Who looks at a cut, in order: nobody where that would be its poster alone."""
    return () if is_poster_alone(standing) else tuple(standing.approvers)


class _Finding:
    """Finds the items, thing by thing."""

    def __init__(self, known: Known, near: date, *, homeless: bool) -> None:
        self._known, self._near, self._homeless = known, near, homeless
        self._production = known.record.production
        self._decider = (self._production.decider,) if self._production.decider else ()
        self._approvers = tuple(dict.fromkeys(filter(None, self._production.approvers)))
        self._consequences = Consequences(known, near)
        self._older_cuts = grouped(_replaced(known.record.cuts), lambda pair: pair[1])
        self._older_documents = grouped(_replaced(known.record.documents), lambda pair: pair[1])
        self.homes = Homes(known, near)
        self._found: dict[UUID | None, list[_Ranked]] = {each.id: [] for each in self.homes.soonest}
        self._current = {
            one_line(cut.deliverable).casefold(): cut
            for cut in sorted(known.record.cuts, key=_age)
            if cut.state == "current" and cut.deliverable
        }
        if homeless:
            self._found[None] = []

    def in_order(self) -> Found:
        return {
            milestone: [ranked[-1] for ranked in sorted(found)]
            for milestone, found in self._found.items()
        }

    def milestone(self, milestone: Milestone) -> None:
        """Somebody has to complete it."""
        maker = milestone.created_by
        self._add(0, Item(
            "milestone", milestone.id, milestone, shorten(one_line(milestone.name), NAME),
            Points(
                source="milestone", owner=maker, due=milestone.day,
                consequence=self._consequence(milestone, self._known.said_of((milestone.id,))),
                path=(maker,) if maker else (), approval=NOT_NEEDED,
            ),
            channel=self._channel(milestone.channel),
        ))  # fmt: skip

    def task(self, task: Task) -> None:
        if task.state == "dropped":
            return
        line = self._known.line(task.note_id)
        ids = [task.id, *(note.id for note in reversed(line))]
        if task.note_id is not None and not line:
            ids.append(task.note_id)
        said = self._known.said_of(ids)
        home = self.homes.of_task(task, line, said)
        if self._is_left_out(home):
            return
        newest = line[-1] if line else None
        review = self._known.reviews.get(newest.review_id) if newest else None
        source, link = self._task_source(task, newest, review, ids, said)
        self._add(task.number if newest is None else newest.number, Item(
            "task", task.id, home, f"T{task.number}" if newest is None else f"N{newest.number}",
            Points(
                source=source, owner=task.owner or "", due=task.due,
                consequence=self._consequence(home, said),
                path=self._task_path(newest),
                approval=self._task_approval(task, review),
            ),
            about=_topic(newest), title=task.title,
            channel=self._channel(review.channel if review else "", task.source_channel),
            link=link, anchored=bool(source), done=is_done(task),
        ))  # fmt: skip

    def cut(self, cut: Cut) -> None:
        if cut.state != "current":
            return
        said = self._known.said_of(self._with_older(cut.id, self._older_cuts))
        home = self.homes.by_hand(said) or self.homes.by_date(None)
        if self._is_left_out(home):
            return
        review = self._known.review_of.get(cut.id)
        standing = self._known.path(cut)
        approval = approval_of(standing)
        due = review.due if review else None
        self._add(0, Item(
            "cut", cut.id, home, cut_name(cut),
            Points(
                source=cut.link or cut_name(cut),
                owner=cut.posted_by or (review.started_by if review else ""),
                due=due or (home.day if home else None),
                consequence=self._consequence(home, said),
                path=path_of_cut(standing), approval=approval,
            ),
            channel=self._channel(review.channel if review else ""),
            link=self._thread(review) or cut.link, done=approval in APPROVING,
            borrowed=due is None and home is not None,
        ))  # fmt: skip

    def note(self, note: Note) -> None:
        if not asks(note.kind):
            return
        ids = (each for each in (note.id, note.carried_from, note.root) if each)
        said = self._known.said_of(ids)
        home = self.homes.by_hand(said) or self.homes.by_date(None)
        if self._is_left_out(home):
            return
        review = self._known.reviews.get(note.review_id)
        words, link = self._said(note, review)
        self._add(note.number, Item(
            "note", note.id, home, f"N{note.number}",
            Points(
                source=words, owner=note.owner or "", due=note.due,
                consequence=self._consequence(home, said),
                path=self._decider, approval="not decided yet",
            ),
            about=_topic(note), title=note.text, link=link,
            channel=self._channel(review.channel if review else ""),
        ))  # fmt: skip

    def conflict(self, conflict: Conflict, notes: Sequence[UUID]) -> None:
        sides = [self._known.notes[each] for each in notes if each in self._known.notes]
        sides.sort(key=lambda note: note.number)
        said = self._known.said_of([conflict.id, *(note.id for note in sides)])
        home = self.homes.by_hand(said) or self.homes.by_date(None)
        if self._is_left_out(home):
            return
        review = self._known.reviews.get(sides[-1].review_id if sides else conflict.review_id)
        name = listing([f"N{note.number}" for note in sides]) or "a conflict"
        words, link = self._said(sides[-1], review) if sides else (name, self._thread(review))
        self._add(sides[0].number if sides else 0, Item(
            "conflict", conflict.id, home, name,
            Points(
                source=words, owner=self._production.decider or "",
                consequence=self._consequence(home, said),
                path=self._decider, approval="not settled",
            ),
            about=_topic(sides[0]) if sides else "", title=_both(sides), link=link,
            channel=self._channel(review.channel if review else ""),
        ))  # fmt: skip

    def document(self, document: Document) -> None:
        if document.replaced_by is not None:
            return
        said = self._known.said_of(self._with_older(document.id, self._older_documents))
        home = self.homes.of_document(document, said)
        if self._is_left_out(home):
            return
        record = self._known.record
        because = stale_because(
            document, record.documents, self._near, self._production.timezone, record.decided
        )
        self._add(0, Item(
            "document", document.id, home, shorten(one_line(document.kind), NAME),
            Points(
                source=document.link, owner=document.owner or "", due=document.fresh_until,
                consequence=self._consequence(home, said),
                path=self._approvers, approval=NOT_NEEDED,
            ),
            channel=self._channel(document.channel), link=document.link,
            done=bool(document.owner) and not because,
        ))  # fmt: skip

    def scene(self, scene: Scene) -> None:
        """It is to be ready; who owns it sees to that."""
        said = self._known.said_of((scene.id,))
        home = self.homes.of_made(said, None, scene.ready_at)
        if self._is_left_out(home):
            return
        name = f"scene {scene.number}"
        self._add(0, Item(
            "scene", scene.id, home, shorten(one_line(name), NAME),
            Points(
                source=name, owner=scene.owner or "",
                consequence=self._consequence(home, said),
                path=self._decider, approval="ready" if scene.ready else "not ready",
            ),
            title=scene.title or scene.purpose, channel=self._channel(scene.channel),
            done=scene.ready,
        ))  # fmt: skip

    def deliverable(self, deliverable: Deliverable) -> None:
        """It is to be handed over on its day. Whether it is approved is its newest cut's."""
        said = self._known.said_of((deliverable.id,))
        home = self.homes.of_made(said, deliverable.due, deliverable.delivered_at)
        if self._is_left_out(home):
            return
        cut = self._current.get(one_line(deliverable.name).casefold())
        self._add(0, Item(
            "deliverable", deliverable.id, home, shorten(one_line(deliverable.name), NAME),
            Points(
                source=deliverable.specification or deliverable.name,
                owner=deliverable.owner or "", due=deliverable.due,
                consequence=self._consequence(home, said),
                path=self._approvers,
                approval=approval_of(self._known.path(cut)) if cut else "no cut yet",
            ),
            title=deliverable.specification, channel=self._channel(deliverable.channel),
            link=cut.link if cut else "", done=deliverable.delivered_at is not None,
        ))  # fmt: skip

    def _is_left_out(self, home: Milestone | None) -> bool:
        return home is None and not self._homeless

    def _add(self, number: int, item: Item) -> None:
        due = item.points.due or _UNDATED
        home = item.home.id if item.milestone else None
        found = self._found[home]  # of two alike the older one comes first
        found.append((due, number, _KINDS[item.kind], len(found), item))

    def _consequence(self, home: Milestone | None, said: Iterable[MilestoneItem]) -> str:
        for each in said:
            if each.consequence:
                return each.consequence
        return self._consequences.of(home) if home else ""

    def _task_source(
        self,
        task: Task,
        newest: Note | None,
        review: Review | None,
        ids: Sequence[UUID],
        said: Iterable[MilestoneItem],
    ) -> tuple[str, str]:
        """What a task is there for, and the link there; "" where nothing says so."""
        if newest is not None:
            words, link = self._said(newest, review)
            return (link or task.source_permalink or words), (link or task.source_permalink)
        anchor = next((each.anchor for each in said if each.anchor), "")
        anchor = anchor or self._known.connected_to(ids)
        words = task.title if task.source_ts or task.note_id else ""
        return task.source_permalink or anchor or words, task.source_permalink

    def _task_path(self, newest: Note | None) -> tuple[str, ...]:
        """Who says that it is as it was meant: of a note, those who wrote it, then the decider."""
        if newest is None:
            return self._decider or self._approvers
        said = self._known.record.sources.get(newest.id, ())
        authors = (each.user_id for each in said if is_human(each.user_id))
        return tuple(dict.fromkeys((*authors, *self._decider)))

    def _task_approval(self, task: Task, review: Review | None) -> str:
        if task.state == "verified":
            return "verified"
        if task.note_id is None:
            return NOT_NEEDED
        if task.state == "done":
            return TO_VERIFY
        cut = self._known.cuts.get(review.cut_id) if review else None
        if cut is None or cut.state != "current":
            return "pending"
        return approval_of(self._known.path(cut))

    def _said(self, note: Note, review: Review | None) -> tuple[str, str]:
        """Where a note comes from, and the link there; in words where its message is gone."""
        said = self._known.record.sources.get(note.id, ())
        links = self._known.record.links
        link = next((found for each in said if (found := links.get(each.message_id))), "")
        if link:
            return link, link
        quote = next((each.quote for each in said if each.quote), "") or note.text
        return shorten(one_line(quote), _QUOTE) or f"N{note.number}", self._thread(review)

    def _thread(self, review: Review | None) -> str:
        if review is None or review.thread_ts is None:
            return ""
        return permalink(self._known.record.url, review.channel, review.thread_ts, None)

    def _channel(self, *channels: str) -> str:
        for channel in channels:
            if channel in self._known.channels:
                return channel
        return ""

    @staticmethod
    def _with_older(newest: UUID, older: Mapping[UUID, Sequence[tuple[UUID, UUID]]]) -> list[UUID]:
        """This id, then those of the things whose place it took, nearest first: what somebody
        said of those holds for it."""
        found = [newest]
        for each in found:
            found += [before for before, _ in older.get(each, ()) if before not in found]
        return found


def _replaced(rows: Iterable[Cut | Document]) -> list[tuple[UUID, UUID]]:
    """What took the place of what: (older, newer), the newest first."""
    pairs = [
        (row.created_at, row.id, row.superseded_by)
        if isinstance(row, Cut)
        else (row.added_at, row.id, row.replaced_by)
        for row in rows
    ]
    return [
        (older, newer)
        for _, older, newer in sorted(pairs, key=_when, reverse=True)
        if newer is not None
    ]


def _when(pair: tuple[datetime, UUID, UUID | None]) -> tuple[datetime, UUID]:
    return pair[:2]


def _both(sides: Sequence[Note]) -> str:
    """What the notes of a conflict ask for, side by side and each in short."""
    words = [one_line(note.text) for note in sides if note.text.strip()]
    length = max(_SIDES // max(len(words), 1), _SIDE)
    return " / ".join(shorten(each, length) for each in words)


def due_by_itself(things: Iterable[Item], user: str) -> list[Item]:
    """What is this person's, still open, and due on a day of its own."""
    return [
        item
        for item in things
        if item.points.owner == user and item.points.due is not None
        and item.kind != "milestone" and not item.done and not item.borrowed
    ]  # fmt: skip


def _topic(note: Note | None) -> str:
    return "" if note is None or note.topic == "other" else note.topic
