"""Putting notes, tasks, decisions and documents on a scene, deliverable or document, by hand."""

from collections.abc import Sequence
from uuid import UUID

from handlers.documents.rules import before_it, standing
from handlers.program import Actor
from handlers.scenes.connected import called
from handlers.scenes.errors import AlreadyConnectedError, NotConnectedError, UnknownThingError
from handlers.scenes.rules import Thing
from handlers.scenes.views import connected
from handlers.text import one_line
from store.tables import Connection, Deliverable, Document, Production, Scene
from store.types import ConnectedKind
from store.unit_of_work import Work

Target = Scene | Deliverable | Document


async def connect(
    work: Work, actor: Actor, production: Production, target: Target, things: Sequence[Thing]
) -> list[str]:
    """Let these belong there; the names of those that didn't before.

    Raises UnknownThingError, AlreadyConnectedError.
    """
    kind, named = kind_of(target)
    places = await _places(work, target)
    added = []
    for thing in things:
        ids = await _meant(work, production, thing, target)
        if await work.scenes.between(ids, places):
            continue
        await work.add(
            Connection(
                production_id=production.id, subject_kind=thing.kind, subject_id=ids[0],
                target_kind=kind, target_id=target.id, added_by=actor.user,
            )
        )  # fmt: skip
        added.append(thing.named)
    if not added:
        raise AlreadyConnectedError([thing.named for thing in things], named)
    log_connected(work, actor, target, added)
    return added


async def disconnect(
    work: Work, actor: Actor, production: Production, target: Target, things: Sequence[Thing]
) -> list[str]:
    """Let these no longer belong there; the names of those that did.

    Raises UnknownThingError, NotConnectedError.
    """
    _, named = kind_of(target)
    places = await _places(work, target)
    removed, meant = [], set[UUID]()
    for thing in things:
        ids = await _meant(work, production, thing, target)
        meant.update(ids)
        found = await work.scenes.between(ids, places)
        for row in found:
            await work.session.delete(row)
        if found:
            removed.append(thing.named)
    if not removed:
        known = (await connected(work, production.id)).places
        spoken = any(named in known.get(each, ()) for each in meant)
        raise NotConnectedError([thing.named for thing in things], named, spoken=spoken)
    await work.session.flush()
    log_disconnected(work, actor, target, removed)
    return removed


def kind_of(target: Target) -> tuple[ConnectedKind, str]:
    """What it is, and what it is called in a sentence."""
    if isinstance(target, Scene):
        return "scene", called(target)
    if isinstance(target, Deliverable):
        return "deliverable", one_line(target.name)
    return "document", one_line(target.kind)


async def _places(work: Work, target: Target) -> Sequence[UUID]:
    """The ids that mean this place: what belonged to an older document belongs to the newest."""
    if not isinstance(target, Document):
        return [target.id]
    documents = await work.milestones.documents(target.production_id)
    return [target.id, *(each.id for each in before_it(target, documents))]


async def _meant(
    work: Work, production: Production, thing: Thing, target: Target
) -> Sequence[UUID]:
    """The ids that mean this thing, the one to keep first: of a note that of the first of its
    line; it also is the task that it has become. Raises UnknownThingError."""
    ids: Sequence[UUID] = ()
    match thing.kind:
        case "note":
            ids = await _note(work, production, thing.number)
        case "task":
            ids = await _task(work, production, thing.number)
        case "decision":
            decisions = await work.decisions.of_production(production.id)
            ids = [each.id for each in decisions if each.number == thing.number]
        case "document":
            known = await work.milestones.documents(production.id)
            same = [each for each in known if each.kind.casefold() == thing.name.casefold()]
            ids = [each.id for each in (*standing(same), *same)]
    ids = [each for each in dict.fromkeys(ids) if each != target.id]
    if not ids:
        raise UnknownThingError(thing.named, production.name)
    return ids


async def _note(work: Work, production: Production, number: int) -> Sequence[UUID]:
    named = await work.notes.numbered(production.id, [number])
    if not named:
        return ()
    root = named[0].root
    tasks = await work.tasks.of_notes([root])
    line = await work.notes.lines([root])
    return [root, *(note.id for note in line), *(task.id for task in tasks.values())]


async def _task(work: Work, production: Production, number: int) -> Sequence[UUID]:
    task = await work.tasks.numbered(production.id, number)
    if task is None:
        return ()
    line = await work.notes.lines([task.note_id]) if task.note_id else ()
    return [task.id, *(note.id for note in line)]


def log_connected(work: Work, actor: Actor, target: Target, things: Sequence[str]) -> None:
    """Keep in the audit trail what was put there."""
    action = "document.connected"
    if isinstance(target, Scene):
        action = "scene.connected"
    elif isinstance(target, Deliverable):
        action = "deliverable.connected"
    kind, _ = kind_of(target)
    work.log(actor.user, actor.surface, action, kind, target.id, things=list(things))


def log_disconnected(work: Work, actor: Actor, target: Target, things: Sequence[str]) -> None:
    """Keep in the audit trail what was taken off it."""
    action = "document.disconnected"
    if isinstance(target, Scene):
        action = "scene.disconnected"
    elif isinstance(target, Deliverable):
        action = "deliverable.disconnected"
    kind, _ = kind_of(target)
    work.log(actor.user, actor.surface, action, kind, target.id, things=list(things))
