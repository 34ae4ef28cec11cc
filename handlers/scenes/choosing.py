"""What a form offers to put on a scene or deliverable, and what was chosen there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from handlers.documents.rules import standing
from handlers.program import Actor
from handlers.scenes.connecting import kind_of, log_connected, log_disconnected
from handlers.text import one_line, shorten
from store.tables import Connection, Deliverable, Scene
from store.types import CLOSED, SubjectKind
from store.unit_of_work import Work

MOST_OFFERED = 200
"""How many of each kind are offered: a view's 250 kB hold no more."""

_WORDS = 60


@dataclass(frozen=True)
class Offered:
    """Something that may belong there, under the id that a form knows it by."""

    kind: SubjectKind
    named: str
    words: str = ""

    @property
    def label(self) -> str:
        """Such as "T4 Lower the music"."""
        return f"{self.named} {shorten(one_line(self.words), _WORDS)}".strip()


@dataclass(frozen=True)
class Choice:
    """What can be chosen, by id, and what is: those of which somebody said it. `rows` are what
    says so, by the same ids."""

    offered: Mapping[str, Offered]
    rows: Mapping[str, Sequence[Connection]]

    @property
    def chosen(self) -> list[str]:
        return [each for each in self.rows if each in self.offered]


async def choice_of(work: Work, target: Scene | Deliverable) -> Choice:
    """What may belong to a scene or deliverable: open tasks, notes that are none, decisions that
    stand, documents; and what was put on it before."""
    made = [
        each
        for each in await work.scenes.connections(target.production_id)
        if each.target_id == target.id
    ]
    offered, same = await _offered(work, target.production_id, {each.subject_id for each in made})
    rows: dict[str, list[Connection]] = {}
    for each in made:
        rows.setdefault(str(same.get(each.subject_id, each.subject_id)), []).append(each)
    return Choice(offered, rows)


async def choose(
    work: Work, actor: Actor, target: Scene | Deliverable, choice: Choice, wanted: Collection[str]
) -> None:
    """Let what was chosen belong there, and what was chosen before no longer."""
    kind, _ = kind_of(target)
    added = [each for each in wanted if each in choice.offered and each not in choice.rows]
    removed = [each for each in choice.chosen if each not in wanted]
    for each in added:
        await work.add(
            Connection(
                production_id=target.production_id, subject_kind=choice.offered[each].kind,
                subject_id=UUID(each), target_kind=kind, target_id=target.id, added_by=actor.user,
            )
        )  # fmt: skip
    for each in removed:
        for row in choice.rows[each]:
            await work.session.delete(row)
    if added:
        log_connected(work, actor, target, [choice.offered[each].named for each in added])
    if removed:
        log_disconnected(work, actor, target, [choice.offered[each].named for each in removed])


async def _offered(
    work: Work, production_id: UUID, chosen: Collection[UUID]
) -> tuple[dict[str, Offered], dict[UUID, UUID]]:
    """What may be chosen, by id, and under which id another row is offered: a note under that of
    its task or of the first of its line, a document under that of the newest of its kind."""
    offered: dict[str, Offered] = {}
    same: dict[UUID, UUID] = {}
    tasks = await work.tasks.of_production(production_id)
    task_of = {task.note_id: task.id for task in tasks if task.note_id}
    notes = [*await work.scenes.choosable_notes(production_id, MOST_OFFERED)]
    notes += [each for each in await work.notes.these(chosen) if each not in notes]
    same |= {note.id: task_of.get(note.root, note.root) for note in notes}
    wanted = {*chosen, *(same[each] for each in chosen if each in same)}
    ahead = [task for task in tasks[::-1] if task.state not in CLOSED][:MOST_OFFERED]
    for task in [*ahead, *(task for task in tasks if task.id in wanted)]:
        offered.setdefault(str(task.id), Offered("task", f"T{task.number}", task.title))
    for note in notes:
        if note.root not in task_of:
            offered.setdefault(str(note.root), Offered("note", f"N{note.number}", note.text))
    decisions = await work.decisions.of_production(production_id)
    gone = {each.supersedes for each in decisions}
    for decision in decisions[::-1][:MOST_OFFERED]:
        if decision.id not in gone or decision.id in wanted:
            offered[str(decision.id)] = Offered("decision", f"D{decision.number}", decision.what)
    documents = await work.milestones.documents(production_id)
    for document in standing(documents):
        offered[str(document.id)] = Offered("document", one_line(document.kind))
        same |= {each.id: document.id for each in documents if each.kind == document.kind}
    return offered, same
