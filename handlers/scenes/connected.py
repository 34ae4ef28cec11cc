"""What belongs to scenes, deliverables and documents: put there by somebody, or said so by a
note's own words. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from handlers.scenes.rules import scenes_in
from handlers.text import one_line, shorten
from store.tables import Connection, Decision, Deliverable, Document, Note, Scene, Task
from store.types import UNDECIDED, UNFINISHED, SubjectKind

_WORDS = 200
_ORDER: Sequence[SubjectKind] = ("note", "task", "decision", "document")


@dataclass(frozen=True)
class Part:
    """A thing that belongs somewhere: what it is called ("N12", "T4", "shot list"), its words, and
    what is still to be done about it. An accepted note is the task that it has become; `note` is
    then its number. Ids are those of the row that is meant, and of the first note of its line."""

    kind: SubjectKind
    id: UUID
    named: str
    words: str = ""
    state: str = ""
    open: bool = False
    owner: str | None = None
    due: date | None = None
    link: str = ""
    note: str = ""


@dataclass(frozen=True)
class Connections:
    """What belongs to what in a production. `parts` are those of each scene, deliverable or
    document, by its id; `places` the names of what a note, task, document or decision belongs to
    ("scene 3"), by its id: of a note, by that of each of its line; `unmade` the scenes that notes
    name and nobody has made, each with the names of those notes."""

    parts: Mapping[UUID, Sequence[Part]] = field(default_factory=dict)
    places: Mapping[UUID, Sequence[str]] = field(default_factory=dict)
    unmade: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Rows:
    """What connections are read from. `notes` are whole lines of copies; `links` lead to where a
    note was written, by its id."""

    scenes: Sequence[Scene] = ()
    deliverables: Sequence[Deliverable] = ()
    documents: Sequence[Document] = ()
    connections: Sequence[Connection] = ()
    notes: Sequence[Note] = ()
    tasks: Sequence[Task] = ()
    decisions: Sequence[Decision] = ()
    links: Mapping[UUID, str] = field(default_factory=dict)


def connections(rows: Rows) -> Connections:
    """What belongs to what, by number within each place: notes and tasks, decisions, documents."""
    found = _Found(rows)
    for each in rows.connections:
        found.connect(each)
    for newest in found.newest.values():
        found.speaks_of(newest)
    return found.result()


def called(scene: Scene) -> str:
    """What a scene is called in a sentence: "scene 3"."""
    return f"scene {scene.number}"


class _Found:
    """Collects what belongs where."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        lines: dict[UUID, list[Note]] = defaultdict(list)
        for note in sorted(rows.notes, key=lambda each: each.number):
            lines[note.root].append(note)
        self.newest = {root: line[-1] for root, line in lines.items()}
        self._lines = lines
        self._root = {note.id: note.root for note in rows.notes}
        self._tasks = {task.id: task for task in rows.tasks}
        self._task_of = {task.note_id: task for task in rows.tasks if task.note_id}
        self._decisions = {each.id: each for each in rows.decisions}
        self._documents = {each.id: each for each in rows.documents}
        self._numbers = {each.number: each for each in rows.scenes}
        self._names: dict[UUID, str] = {each.id: called(each) for each in rows.scenes}
        self._names |= {each.id: one_line(each.name) for each in rows.deliverables}
        self._names |= {each.id: one_line(each.kind) for each in rows.documents}
        self._parts: dict[UUID, dict[UUID, Part]] = defaultdict(dict)
        self._places: dict[UUID, list[str]] = defaultdict(list)
        self._unmade: dict[str, list[str]] = defaultdict(list)

    def connect(self, connection: Connection) -> None:
        """Somebody put something there."""
        target = self._newest_document(connection.target_id)
        part = self._part(connection.subject_id)
        if part is not None and target in self._names:
            self._put(target, part, connection.subject_id)

    def speaks_of(self, note: Note) -> None:
        """A note's own words say where it belongs, unless nothing came of it."""
        if note.state not in (*UNDECIDED, "accepted"):
            return
        part = self._of_note(note)
        for number in scenes_in(note.scene):
            scene = self._numbers.get(number)
            if scene is None:
                self._unmade[number].append(f"N{note.number}")
            else:
                self._put(scene.id, part, note.id)

    def result(self) -> Connections:
        return Connections(
            parts={
                target: sorted(parts.values(), key=_in_order)
                for target, parts in self._parts.items()
            },
            places=dict(self._places),
            unmade=dict(self._unmade),
        )

    def _put(self, target: UUID, part: Part, subject: UUID) -> None:
        self._parts[target].setdefault(part.id, part)
        root = self._root.get(subject)
        task = self._tasks.get(subject)
        if root is None and task is not None and task.note_id:
            root = self._root.get(task.note_id, task.note_id)
        line = self._lines.get(root, ()) if root else ()
        same = {subject, part.id, *(note.id for note in line)}
        for each in same:
            if self._names[target] not in self._places[each]:
                self._places[each].append(self._names[target])

    def _part(self, subject: UUID) -> Part | None:
        """What this id means today: of a note the newest of its line, of a document the one that
        took its place."""
        if (root := self._root.get(subject)) is not None:
            return self._of_note(self.newest[root])
        if (task := self._tasks.get(subject)) is not None:
            return self._of_task(task)
        if (decision := self._decisions.get(subject)) is not None:
            return Part(
                "decision", decision.id, f"D{decision.number}", _short(decision.what),
                link=decision.source_permalink,
            )  # fmt: skip
        document = self._documents.get(self._newest_document(subject))
        if document is None:
            return None
        return Part(
            "document", document.id, _short(document.kind), owner=document.owner,
            link=document.link,
        )  # fmt: skip

    def _of_note(self, note: Note) -> Part:
        task = self._task_of.get(note.root)
        if task is not None:
            return self._of_task(task)
        undecided = note.state in UNDECIDED
        return Part(
            "note", note.root, f"N{note.number}", _short(note.text),
            state="to be decided" if undecided else note.state, open=undecided, owner=note.owner,
            due=note.due, link=self.rows.links.get(note.id, ""),
        )  # fmt: skip

    def _of_task(self, task: Task) -> Part:
        newest = self.newest.get(task.note_id) if task.note_id else None
        return Part(
            "task", task.id, f"T{task.number}", _short(task.title), state=task.state,
            open=task.state in UNFINISHED, owner=task.owner, due=task.due,
            link=task.source_permalink, note=f"N{newest.number}" if newest else "",
        )  # fmt: skip

    def _newest_document(self, document: UUID) -> UUID:
        """The document that took this one's place, itself while none did, or no document's id."""
        seen = set[UUID]()
        while document in self._documents and document not in seen:
            seen.add(document)
            later = self._documents[document].replaced_by
            if later is None:
                break
            document = later
        return document


def _in_order(part: Part) -> tuple[bool, int, int, str]:
    digits = part.named[1:] if part.named[1:].isdigit() else "0"
    return not part.open, _ORDER.index(part.kind), int(digits), part.named


def _short(words: str) -> str:
    return shorten(one_line(words), _WORDS)
