"""Putting things on a milestone, by hand and by rule, and taking them off it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from handlers.milestones.errors import (
    AlreadyOnError,
    NothingNamedError,
    NothingToDoError,
    NotOnItError,
    UnknownThingError,
    WhichCutError,
    short,
)
from handlers.milestones.reading import Thing
from handlers.milestones.services import changed_items, gathered, open_milestone
from handlers.program import Actor
from handlers.scenes.rules import scene_number
from handlers.text import listing
from store.tables import Deliverable, Document, Milestone, MilestoneItem, MilestoneRule, Production
from store.types import CLOSED, ItemKind
from store.unit_of_work import Work

_GONE = {
    "folded": "folded away",
    "rejected": "rejected",
    "merged": "merged into another note",
    "withdrawn": "withdrawn",
    "carried": "carried on",
}


@dataclass(frozen=True)
class Found:
    """A thing of the production. `same` are all ids that mean it: an accepted note is the one of
    its task and of its copies in other rounds."""

    named: str
    kind: ItemKind
    id: UUID
    same: frozenset[UUID]


@dataclass(frozen=True)
class Removed:
    """What was taken off a milestone by name, and which of it is `still` there, by its date or by
    a rule."""

    named: Sequence[str]
    still: Sequence[str] = ()

    def words(self, milestone: str) -> str:
        """What whoever did it is told."""
        said = f"No longer put on {short(milestone)}: {listing(self.named)}."
        if not self.still:
            return said
        stays = "stays" if len(self.still) == 1 else "stay"
        return f"{said} {listing(self.still)} {stays} there by date or by rule."


async def add_things(
    work: Work, milestone_id: UUID, actor: Actor, things: Sequence[Thing]
) -> list[str]:
    """Put these on a milestone; the names of those that weren't there. What was put on another
    one moves here.

    Raises as `open_milestone` does, NothingNamedError, UnknownThingError, WhichCutError,
    NothingToDoError, AlreadyOnError.
    """
    milestone = await open_milestone(work, milestone_id, actor)
    if not things:
        raise NothingNamedError("add", milestone.name)
    production = await work.productions.get(milestone.production_id)
    added = [
        thing.named for thing in things if await _add(work, production, milestone, actor, thing)
    ]
    if not added:
        raise AlreadyOnError([thing.named for thing in things], milestone.name)
    work.log(
        actor.user, actor.surface, "milestone.added_to", "milestone", milestone.id, things=added
    )
    await changed_items(work, milestone)
    return added


async def remove_things(
    work: Work, milestone_id: UUID, actor: Actor, things: Sequence[Thing]
) -> Removed:
    """Take off a milestone what was put on it by hand or by rule.

    Raises as `open_milestone` does, NothingNamedError, UnknownThingError, WhichCutError,
    NotOnItError.
    """
    milestone = await open_milestone(work, milestone_id, actor)
    if not things:
        raise NothingNamedError("remove", milestone.name)
    production = await work.productions.get(milestone.production_id)
    removed, meant = list[str](), set[UUID]()
    for thing in things:
        if (ids := await _remove(work, production, milestone, thing)) is not None:
            removed.append(thing.named)
            meant |= ids
    if not removed:
        raise NotOnItError([thing.named for thing in things], milestone.name)
    work.log(
        actor.user, actor.surface, "milestone.removed_from", "milestone", milestone.id,
        things=removed,
    )  # fmt: skip
    await changed_items(work, milestone)
    standing = await gathered(work, milestone, production)
    return Removed(removed, [each.name for each in standing.open if each.id in meant])


async def _add(
    work: Work, production: Production, milestone: Milestone, actor: Actor, thing: Thing
) -> bool:
    """Whether it wasn't there before."""
    if thing.kind in ("tasks of cut", "documents of kind"):
        if await _rule(work, production, milestone, thing) is not None:
            return False
        await work.add(
            MilestoneRule(
                milestone_id=milestone.id, kind=thing.kind, value=thing.value, added_by=actor.user
            )
        )
        return True
    found = await _found(work, production, thing, adding=True)
    known = await _said_of(work, production, found)
    if any(each.milestone_id == milestone.id for each in known):
        return False
    for each in known:
        each.milestone_id = None
    if known:
        known[0].milestone_id, known[0].added_by = milestone.id, actor.user
        return True
    await work.add(
        MilestoneItem(
            production_id=production.id, milestone_id=milestone.id, kind=found.kind,
            subject_id=found.id, added_by=actor.user,
        )
    )  # fmt: skip
    return True


async def _remove(
    work: Work, production: Production, milestone: Milestone, thing: Thing
) -> frozenset[UUID] | None:
    """What was there by hand, by its ids; None where it wasn't there. What was said of the item,
    by hand, stays."""
    if thing.kind in ("tasks of cut", "documents of kind"):
        rule = await _rule(work, production, milestone, thing)
        if rule is None:
            return None
        await work.session.delete(rule)
        return frozenset()
    found = await _found(work, production, thing, adding=False)
    rows = await _said_of(work, production, found)
    here = [each for each in rows if each.milestone_id == milestone.id]
    for each in here:
        each.milestone_id = None
    return found.same if here else None


async def _rule(
    work: Work, production: Production, milestone: Milestone, thing: Thing
) -> MilestoneRule | None:
    for rule in await work.milestones.rules(production.id):
        same = rule.kind == thing.kind and rule.value.casefold() == thing.value.casefold()
        if same and rule.milestone_id == milestone.id:
            return rule
    return None


async def _said_of(work: Work, production: Production, found: Found) -> Sequence[MilestoneItem]:
    """What somebody said of this thing before, of its own id first."""
    rows = await work.milestones.added(production.id)
    own = [row for row in rows if row.subject_id in found.same]
    return sorted(own, key=lambda row: row.subject_id != found.id)


async def _found(work: Work, production: Production, thing: Thing, *, adding: bool) -> Found:
    """The thing itself; for `adding`, one of which something is to be done."""
    match thing.kind:
        case "task":
            return await _task(work, production, thing, adding=adding)
        case "note":
            return await _note(work, production, thing, adding=adding)
        case "cut":
            return await _cut(work, production, thing, adding=adding)
        case "scene":
            return await _scene(work, production, thing, adding=adding)
    deliverable = await work.scenes.deliverable(production.id, thing.value)
    if deliverable is not None:
        return _deliverable(deliverable, adding=adding)
    return await _document(work, production, thing)


async def _task(work: Work, production: Production, thing: Thing, *, adding: bool) -> Found:
    for task in await work.tasks.of_production(production.id):
        if task.number == thing.number:
            if adding and task.state in CLOSED:
                raise NothingToDoError(thing.named, task.state)
            line = await work.notes.lines([task.note_id]) if task.note_id else ()
            same = frozenset({task.id, *(note.id for note in line)})
            return Found(thing.named, "task", task.id, same)
    raise UnknownThingError(thing.named, production.name)


async def _note(work: Work, production: Production, thing: Thing, *, adding: bool) -> Found:
    """A note, or the task that it has become."""
    numbered = await work.notes.numbered(production.id, [thing.number])
    if not numbered:
        raise UnknownThingError(thing.named, production.name)
    line = await work.notes.lines([numbered[0].root])
    newest = line[-1]
    task = (await work.tasks.of_notes([newest.id])).get(newest.id)
    gone = _GONE.get(newest.state) or (task.state if task and task.state in CLOSED else "")
    if adding and gone:
        raise NothingToDoError(thing.named, gone)
    same = frozenset({*(note.id for note in line), *([task.id] if task else [])})
    if task is not None:
        return Found(thing.named, "task", task.id, same)
    return Found(thing.named, "note", newest.id, same)


async def _cut(work: Work, production: Production, thing: Thing, *, adding: bool) -> Found:
    cuts = [
        cut
        for cut in await work.reviews.cuts(production.id)
        if cut.version.casefold() == thing.value.casefold()
        and (not thing.of or cut.deliverable.casefold() == thing.of.casefold())
    ]
    if not cuts:
        raise UnknownThingError(thing.named, production.name)
    deliverables = sorted({cut.deliverable for cut in cuts})
    if len(deliverables) > 1 and not thing.of:
        unnamed = [cut for cut in cuts if not cut.deliverable]
        if not unnamed:
            raise WhichCutError(thing.value, deliverables)
        cuts = unnamed
    cut = cuts[-1]
    if adding and cut.superseded_by is not None:
        newest = await work.reviews.newest_of(cut)
        raise NothingToDoError(thing.named, f"superseded by {newest.version}")
    return Found(thing.named, "cut", cut.id, frozenset({cut.id}))


async def _scene(work: Work, production: Production, thing: Thing, *, adding: bool) -> Found:
    scene = await work.scenes.scene(production.id, scene_number(thing.value) or thing.value)
    if scene is None:
        raise UnknownThingError(thing.named, production.name)
    if adding and scene.ready:
        raise NothingToDoError(thing.named, "ready")
    return Found(thing.named, "scene", scene.id, frozenset({scene.id}))


def _deliverable(deliverable: Deliverable, *, adding: bool) -> Found:
    if adding and deliverable.delivered_at is not None:
        raise NothingToDoError(deliverable.name, "delivered")
    return Found(deliverable.name, "deliverable", deliverable.id, frozenset({deliverable.id}))


async def _document(work: Work, production: Production, thing: Thing) -> Found:
    known: list[Document] = [
        each
        for each in await work.milestones.documents(production.id)
        if each.kind.casefold() == thing.value.casefold()
    ]
    if not known:
        raise UnknownThingError(thing.named, production.name)
    current = next((each for each in known if each.replaced_by is None), known[-1])
    return Found(thing.named, "document", current.id, frozenset(each.id for each in known))
