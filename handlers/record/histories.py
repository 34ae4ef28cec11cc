"""The history of one thing: every event of the audit trail that is about it, as sentences."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID
from zoneinfo import ZoneInfo

from handlers.blocks import Message
from handlers.install.model import THE_WORKSPACE
from handlers.membership import member_here
from handlers.program import Actor
from handlers.record.cards import history
from handlers.record.errors import NoSuchThingError, NothingNamedError, WhichCutError
from handlers.record.finding import Reference, bare, folded, read_reference
from handlers.record.rules import Happened, line, people_in
from handlers.scenes.connected import called
from store.clock import now
from store.tables import Cut, Production
from store.unit_of_work import Work


@dataclass
class Subjects:
    """What a history is about: each row by its id, with what sentences call it; `given_by` is
    whose verdict a row is."""

    called: dict[UUID, str] = field(default_factory=dict)
    given_by: dict[UUID, str] = field(default_factory=dict)
    more: str = ""

    def add(self, rows: Iterable[tuple[UUID, str]]) -> None:
        self.called.update(rows)


async def history_message(work: Work, channel: str, actor: Actor, text: str) -> Message:
    """What `/scripty history N12` answers.

    Raises NoProductionError, NotAMemberError, GuestError, NothingNamedError, NoSuchThingError,
    WhichCutError.
    """
    production = await member_here(work, channel, actor)
    wanted = await _wanted(work, production, text)
    subjects = await _subjects(work, production, wanted)
    if not subjects.called:
        raise NoSuchThingError(wanted.named(), production.name)
    happened = [
        Happened(
            at=event.at, actor=event.actor, surface=event.surface, action=event.action,
            about=subjects.called[event.subject_id],
            detail=(event.detail or {}) | {"given_by": subjects.given_by.get(event.subject_id)},
        )
        for event in await work.audit.about(subjects.called)
    ]  # fmt: skip
    names = await work.people.names(user for each in happened for user in people_in(each))
    today = now().astimezone(ZoneInfo(production.timezone)).date()
    lines = [line(each, names, production.timezone, today) for each in happened]
    return history(wanted.named(), lines, subjects.more)


async def _wanted(work: Work, production: Production, text: str) -> Reference:
    """What is named: by its number or version, else by its name."""
    try:
        return read_reference(text)
    except NothingNamedError:
        said = folded(bare(text))
        names = [name for _, name in await _with_names(work, production)]
        name = next((each for each in names if said and folded(each) == said), None)
        if name is None:
            raise
        return Reference("named", name=name)


async def _of_name(work: Work, production: Production, name: str) -> Subjects:
    """Everything of this name."""
    subjects = Subjects()
    there = await _with_names(work, production)
    subjects.add((each, words) for each, words in there if folded(words) == folded(name))
    return subjects


async def _with_names(work: Work, production: Production) -> list[tuple[UUID, str]]:
    """What goes by a name rather than a number: milestones, documents by their kind, scenes,
    deliverables, stages."""
    stages = (await work.procedures.stages([production.id])).get(production.id, ())
    documents = await work.milestones.documents(production.id)
    return [
        *((each.id, each.name) for each in await work.milestones.of_production(production.id)),
        *((each.id, each.kind) for each in documents),
        *((each.id, called(each)) for each in await work.scenes.scenes(production.id)),
        *((each.id, each.name) for each in await work.scenes.deliverables(production.id)),
        *((each.id, each.name) for each in stages),
    ]


async def _subjects(work: Work, production: Production, wanted: Reference) -> Subjects:
    match wanted.kind:
        case "note":
            return await _of_note(work, production, wanted.number)
        case "task":
            return await _of_task(work, production, wanted.number)
        case "decision":
            return await _of_decision(work, production, wanted.number)
        case "suggestion":
            return await _of_suggestion(work, production, wanted.number)
        case "cut":
            return await _of_cut(work, production, wanted)
        case "named":
            return await _of_name(work, production, wanted.name)
        case "production":
            return Subjects({production.id: production.name, THE_WORKSPACE: "the workspace"})


async def _of_note(work: Work, production: Production, number: int) -> Subjects:
    """A note with its copies in other rounds, their task, the messages they came from, the
    conflicts they were part of and what was decided on them."""
    subjects = Subjects()
    named = await work.notes.numbered(production.id, [number])
    notes = await work.notes.lines(note.root for note in named)
    ids = [note.id for note in notes]
    subjects.add((note.id, f"N{note.number}") for note in notes)
    tasks = await work.tasks.of_notes(ids)
    subjects.add((task.id, f"T{task.number}") for task in tasks.values())
    for sources in (await work.notes.sources(ids)).values():
        subjects.add((source.message_id, "the message") for source in sources)
    conflicts = await work.decisions.conflicts_of(ids, dissolved=True)
    opposed = await work.decisions.notes_of(conflict.id for conflict in conflicts)
    subjects.add(
        (conflict, "the conflict of " + " and ".join(f"N{note.number}" for note in sides))
        for conflict, sides in opposed.items()
    )
    settled = {conflict.id for conflict in conflicts}
    subjects.add(
        (each.id, f"D{each.number}")
        for each in await work.decisions.of_production(production.id)
        if each.note_id in ids or each.chose in ids or each.conflict_id in settled
    )
    return subjects


async def _of_task(work: Work, production: Production, number: int) -> Subjects:
    subjects = Subjects()
    tasks = await work.tasks.of_production(production.id)
    for task in tasks:
        if task.number == number:
            subjects.add([(task.id, f"T{task.number}")])
            for note in await work.notes.these([task.note_id] if task.note_id else []):
                subjects.more = f"It came from N{note.number}: /scripty history N{note.number}"
    return subjects


async def _of_decision(work: Work, production: Production, number: int) -> Subjects:
    """A decision, with the conflict that it settled."""
    subjects = Subjects()
    for each in await work.decisions.of_production(production.id):
        if each.number == number:
            subjects.add([(each.id, f"D{each.number}")])
            if each.conflict_id:
                subjects.add([(each.conflict_id, "the conflict")])
    return subjects


async def _of_suggestion(work: Work, production: Production, number: int) -> Subjects:
    """A drafted line, with its draft and the task or the shot that it became."""
    subjects = Subjects()
    for each in await work.suggestions.of_production(production.id):
        if each.number == number:
            subjects.add([(each.id, f"S{each.number}"), (each.draft_id, "the draft")])
            tasks = await work.suggestions.tasks_of([each.id])
            subjects.add((task.id, f"T{task.number}") for task in tasks.values())
            shots = await work.suggestions.shots_from(each.id)
            subjects.add((shot.id, "the shot") for shot in shots)
    return subjects


async def _of_cut(work: Work, production: Production, wanted: Reference) -> Subjects:
    """A cut, with its reviews and its approvals."""
    subjects = Subjects()
    cuts = [
        cut
        for cut in await work.reviews.cuts(production.id)
        if cut.version.casefold() == wanted.version
    ]
    meant = _meant(cuts, wanted)
    ids = {cut.id for cut in meant}
    subjects.add((cut.id, cut.version) for cut in meant)
    subjects.add(
        (review.id, f"the review of {wanted.version}")
        for review in await work.reviews.of_production(production.id)
        if review.cut_id in ids
    )
    approvals = await work.approvals.of_cuts(ids)
    subjects.add((each.id, wanted.version) for each in approvals)
    subjects.given_by = {each.id: each.user_id for each in approvals}
    others = sorted({cut.deliverable for cut in cuts if cut.id not in ids and cut.deliverable})
    if others and meant:
        subjects.more = f"For another deliverable: /scripty history {wanted.version} {others[0]}"
    return subjects


def _meant(cuts: list[Cut], wanted: Reference) -> list[Cut]:
    """The cuts of the deliverable that was named; of the only one, where none was."""
    if wanted.deliverable:
        name = folded(wanted.deliverable)
        return [cut for cut in cuts if folded(cut.deliverable) == name]
    unnamed = [cut for cut in cuts if not cut.deliverable]
    if unnamed:
        return unnamed
    deliverables = sorted({cut.deliverable for cut in cuts})
    if len(deliverables) > 1:
        raise WhichCutError(wanted.version, deliverables)
    return cuts
