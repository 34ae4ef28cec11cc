"""What people do with scenes and deliverables: say things of them, get them ready, hand them over,
and put there what belongs to them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from handlers.dates import unread_due
from handlers.errors import ChangedMeanwhileError
from handlers.membership import learn_owner, member_here, require_member
from handlers.milestones.services import refresh_cards
from handlers.program import Actor
from handlers.scenes.choosing import choice_of, choose
from handlers.scenes.connected import called
from handlers.scenes.connecting import connect, disconnect
from handlers.scenes.errors import (
    DeliverableNotFoundError,
    DeliveredError,
    NameTakenError,
    NoDeliverableNameError,
    NoNumberError,
    NoSuchDeliverableError,
    NoSuchSceneError,
    NumberTakenError,
    ReadyError,
    SceneNotFoundError,
)
from handlers.scenes.rules import Said, checked, read_deliverable, read_scene, scene_number
from handlers.scenes.views import connected, today_of
from handlers.tasks.services import named_members
from handlers.text import day, listing, name_of
from store.clock import now
from store.tables import Deliverable, Production, Scene
from store.unit_of_work import Work

SCENE_FIELDS = (
    "number", "title", "purpose", "audience", "constraints", "outcome", "footage", "ready", "owner",
)  # fmt: skip
"""What the form of a scene shows."""

DELIVERABLE_FIELDS = ("name", "specification", "audience", "due", "owner")


@dataclass(frozen=True)
class Wanted:
    """What a form says: `values` by column, and `chosen`, the ids of what belongs there."""

    values: Mapping[str, Any]
    chosen: Sequence[str] = ()


@dataclass(frozen=True)
class SavedScene:
    """A scene and what was done, in a sentence; "" where it was only looked at."""

    scene: Scene
    production: Production
    said: str = ""


@dataclass(frozen=True)
class SavedDeliverable:
    """The same of a deliverable."""

    deliverable: Deliverable
    production: Production
    said: str = ""


async def say_of_scene(work: Work, actor: Actor, channel: str, words: str) -> SavedScene:
    """Do what `/scripty scene <words>` says; a scene of which something is said is made where
    there is none.

    Raises NoProductionError, NotAMemberError, GuestError, BadInputError, NoSuchSceneError,
    ReadyError, UnknownThingError, AlreadyConnectedError, NotConnectedError.
    """
    production = await member_here(work, channel, actor)
    said = read_scene(words, await named_members(work, production))
    if said.is_empty:
        return SavedScene(await _scene_called(work, production, said.name), production)
    await _one_at_a_time(work, production)
    scene = await work.scenes.scene(production.id, said.name)
    done: list[str] = []
    if scene is None:
        scene, said, done = await _make_scene(work, actor, production, channel, said)
    changed = await _change_scene(work, actor, scene, said.values)
    if changed:
        done.append(f"Changed: {listing(changed)}.")
    if said.ready is not None:
        await _set_ready(work, scene, production, actor, ready=said.ready)
        done.append("It is ready." if said.ready else "It is not ready any more.")
    if said.add:
        added = await connect(work, actor, production, scene, said.add)
        done.append(f"Belongs to it now: {listing(added)}.")
    if said.remove:
        removed = await disconnect(work, actor, production, scene, said.remove)
        done.append(f"No longer put on it: {listing(removed)}.")
    await refresh_cards(work, production.id)
    return SavedScene(scene, production, " ".join(done))


async def edit_scene(work: Work, scene_id: str, actor: Actor, seen: str, wanted: Wanted) -> Scene:
    """Write down what a form says of a scene; `seen` is the mark of what the form showed.

    Raises as `open_scene` does, ChangedMeanwhileError, NoNumberError, NumberTakenError,
    TooLongError.
    """
    scene, production = await open_scene(work, scene_id, actor)
    number = scene_number(wanted.values["number"])
    if number is None:
        raise NoNumberError(wanted.values["number"])
    values = _checked(wanted.values) | {"number": number}
    choice = await choice_of(work, scene)
    if not _differing(scene, values) and set(choice.chosen) == set(wanted.chosen):
        return scene
    if seen != mark(scene, choice.chosen):
        raise ChangedMeanwhileError(called(scene))
    other = await work.scenes.scene(production.id, number)
    if other is not None and other.id != scene.id:
        raise NumberTakenError(number)
    ready = bool(values.pop("ready"))
    await _change_scene(work, actor, scene, values)
    if scene.ready != ready:
        await _set_ready(work, scene, production, actor, ready=ready)
    await choose(work, actor, scene, choice, wanted.chosen)
    await refresh_cards(work, production.id)
    return scene


async def reword_scene(work: Work, scene: Scene, actor: Actor, words: Mapping[str, str]) -> None:
    """Write down these words of a scene that `open_scene` holds. Raises TooLongError."""
    if await _change_scene(work, actor, scene, _checked(words)):
        await refresh_cards(work, scene.production_id)


async def ready_scene(work: Work, scene_id: str, actor: Actor, *, ready: bool = True) -> Scene:
    """Say that a scene is ready, or isn't. Raises as `open_scene` does, ReadyError."""
    scene, production = await open_scene(work, scene_id, actor)
    await _set_ready(work, scene, production, actor, ready=ready)
    await refresh_cards(work, production.id)
    return scene


async def say_of_deliverable(
    work: Work, actor: Actor, channel: str, words: str
) -> SavedDeliverable:
    """Do what `/scripty deliverable <words>` says; one that is named in quotes, or of which
    something is said, is made where there is none.

    Raises NoProductionError, NotAMemberError, GuestError, BadInputError, DeliveredError,
    UnknownThingError, AlreadyConnectedError, NotConnectedError.
    """
    production = await member_here(work, channel, actor)
    await _one_at_a_time(work, production)
    members = await named_members(work, production)
    known = [each.name for each in await work.scenes.deliverables(production.id)]
    said = read_deliverable(words, now(), production.timezone, members, known)
    row = await work.scenes.deliverable(production.id, said.name)
    done = []
    if row is None:
        row = await _make_deliverable(work, actor, production, channel, said)
        done.append("Written down: this is handed over at the end.")
        if row.due is None and (unread := unread_due(row.specification)):
            done.append(
                f"I can't read “{unread}” as a day, so it stands in the specification and no day "
                "is set. Say it again with one: by friday, or by 12 June."
            )
    elif changed := await _change_deliverable(work, actor, row, said.values):
        done.append(f"Changed: {listing(changed)}.")
    if said.delivered is not None:
        await _set_delivered(work, row, production, actor, delivered=said.delivered)
        done.append("It is delivered." if said.delivered else "It isn't out yet.")
    if said.add:
        added = await connect(work, actor, production, row, said.add)
        done.append(f"Belongs to it now: {listing(added)}.")
    if said.remove:
        removed = await disconnect(work, actor, production, row, said.remove)
        done.append(f"No longer put on it: {listing(removed)}.")
    if done:
        await refresh_cards(work, production.id)
    return SavedDeliverable(row, production, " ".join(done))


async def require_deliverable(work: Work, production: Production, words: str) -> None:
    """Raises NoSuchDeliverableError where words begin with the name of none that is there, and
    BadInputError where they can't be read at all."""
    members = await named_members(work, production)
    known = [each.name for each in await work.scenes.deliverables(production.id)]
    said = read_deliverable(words, now(), production.timezone, members, known)
    if said.name.casefold() not in {name.casefold() for name in known}:
        raise NoSuchDeliverableError(said.name)


async def edit_deliverable(
    work: Work, deliverable_id: str, actor: Actor, seen: str, wanted: Wanted
) -> Deliverable:
    """Write down what a form says of a deliverable; `seen` is the mark of what the form showed.

    Raises as `open_deliverable` does, ChangedMeanwhileError, NoDeliverableNameError,
    NameTakenError, TooLongError.
    """
    row, production = await open_deliverable(work, deliverable_id, actor)
    values = _checked(wanted.values)
    if not any(char.isalnum() for char in values["name"]):
        raise NoDeliverableNameError
    choice = await choice_of(work, row)
    if not _differing(row, values) and set(choice.chosen) == set(wanted.chosen):
        return row
    if seen != mark(row, choice.chosen):
        raise ChangedMeanwhileError(row.name)
    other = await work.scenes.deliverable(production.id, values["name"])
    if other is not None and other.id != row.id:
        raise NameTakenError(values["name"])
    await _change_deliverable(work, actor, row, values)
    await choose(work, actor, row, choice, wanted.chosen)
    await refresh_cards(work, production.id)
    return row


async def deliver(
    work: Work, deliverable_id: str, actor: Actor, *, delivered: bool = True
) -> Deliverable:
    """Say that a deliverable is out, or isn't. Raises as `open_deliverable` does,
    DeliveredError."""
    row, production = await open_deliverable(work, deliverable_id, actor)
    await _set_delivered(work, row, production, actor, delivered=delivered)
    await refresh_cards(work, production.id)
    return row


async def scene_of(work: Work, scene_id: str, actor: Actor) -> tuple[Scene, Production]:
    """The scene, to be looked at. Raises SceneNotFoundError, NotAMemberError, GuestError."""
    known = await work.scenes.find(Scene, scene_id)
    if known is None:
        raise SceneNotFoundError
    return known, await require_member(work, known.production_id, actor)


async def open_scene(work: Work, scene_id: str, actor: Actor) -> tuple[Scene, Production]:
    """The scene, held to the transaction's end. Raises as `scene_of` does."""
    _, production = await scene_of(work, scene_id, actor)
    await _one_at_a_time(work, production)
    scene = await work.scenes.find(Scene, scene_id, lock=True)
    assert scene is not None
    return scene, production


async def deliverable_of(
    work: Work, deliverable_id: str, actor: Actor
) -> tuple[Deliverable, Production]:
    """The deliverable, to be looked at. Raises DeliverableNotFoundError, NotAMemberError,
    GuestError."""
    known = await work.scenes.find(Deliverable, deliverable_id)
    if known is None:
        raise DeliverableNotFoundError
    return known, await require_member(work, known.production_id, actor)


async def open_deliverable(
    work: Work, deliverable_id: str, actor: Actor
) -> tuple[Deliverable, Production]:
    """The deliverable, held to the transaction's end. Raises as `deliverable_of` does."""
    _, production = await deliverable_of(work, deliverable_id, actor)
    await _one_at_a_time(work, production)
    row = await work.scenes.find(Deliverable, deliverable_id, lock=True)
    assert row is not None
    return row, production


def mark(row: Scene | Deliverable, chosen: Iterable[str]) -> str:
    """What a form shows of it, as the form keeps it: another mark tells that it was changed."""
    names = SCENE_FIELDS if isinstance(row, Scene) else DELIVERABLE_FIELDS
    shown = "\n".join([*(f"{name} {getattr(row, name)}" for name in names), *sorted(chosen)])
    return sha256(shown.encode()).hexdigest()[:16]


async def _scene_called(work: Work, production: Production, number: str) -> Scene:
    scene = await work.scenes.scene(production.id, number)
    if scene is None:
        naming = (await connected(work, production.id)).unmade.get(number, ())
        raise NoSuchSceneError(number, naming)
    return scene


async def _make_scene(
    work: Work, actor: Actor, production: Production, channel: str, said: Said
) -> tuple[Scene, Said, list[str]]:
    """A new scene, what is still to be done with it, and what was."""
    scene = await work.add(
        Scene(
            production_id=production.id, number=said.name, channel=channel, added_by=actor.user,
            ready_at=now() if said.ready else None, **said.values,
        )
    )  # fmt: skip
    work.log(
        actor.user, actor.surface, "scene.made", "scene", scene.id,
        number=scene.number, owner=scene.owner,
    )  # fmt: skip
    await learn_owner(work, production.id, actor, scene.owner)
    return scene, replace(said, values={}, ready=None), [f"Scene {scene.number} is made."]


async def _make_deliverable(
    work: Work, actor: Actor, production: Production, channel: str, said: Said
) -> Deliverable:
    row = await work.add(
        Deliverable(
            production_id=production.id, name=said.name, channel=channel, added_by=actor.user,
            **said.values,
        )
    )  # fmt: skip
    work.log(
        actor.user, actor.surface, "deliverable.made", "deliverable", row.id,
        name=row.name, owner=row.owner, due=row.due.isoformat() if row.due else None,
    )  # fmt: skip
    await learn_owner(work, production.id, actor, row.owner)
    return row


async def _change_scene(
    work: Work, actor: Actor, scene: Scene, values: Mapping[str, Any]
) -> list[str]:
    """Write these values; the names of those that are new."""
    changed = _write(scene, values)
    if changed:
        work.log(
            actor.user, actor.surface, "scene.changed", "scene", scene.id, changed=changed
        )  # fmt: skip
        if "owner" in changed:
            await learn_owner(work, scene.production_id, actor, scene.owner)
    return list(changed)


async def _change_deliverable(
    work: Work, actor: Actor, row: Deliverable, values: Mapping[str, Any]
) -> list[str]:
    changed = _write(row, values)
    if changed:
        if "due" in changed and "due_written" not in values:
            row.due_written = None
        work.log(
            actor.user, actor.surface, "deliverable.changed", "deliverable", row.id,
            changed=changed,
        )  # fmt: skip
        if "owner" in changed:
            await learn_owner(work, row.production_id, actor, row.owner)
    return list(changed)


async def already_ready(work: Work, scene: Scene, production: Production) -> ReadyError:
    """That a scene is ready, or isn't, as somebody said before; to be raised."""
    said = "scene.ready" if scene.ready else "scene.not_ready"
    events = [each for each in await work.audit.about([scene.id]) if each.action == said]
    if not events:
        return ReadyError(scene)
    names = await work.people.names([events[-1].actor])
    return ReadyError(
        scene, f"{name_of(events[-1].actor, names)}, {_on(events[-1].at, production)}"
    )


async def already_delivered(work: Work, row: Deliverable, production: Production) -> DeliveredError:
    """That a deliverable is out, or isn't, as somebody said before; to be raised."""
    names = await work.people.names([row.delivered_by or ""])
    since = _on(row.delivered_at, production) if row.delivered_at else ""
    return DeliveredError(row, name_of(row.delivered_by, names), since)


async def _set_ready(
    work: Work, scene: Scene, production: Production, actor: Actor, *, ready: bool
) -> None:
    if scene.ready == ready:
        raise await already_ready(work, scene, production)
    scene.ready_at = now() if ready else None
    work.log(
        actor.user, actor.surface, "scene.ready" if ready else "scene.not_ready", "scene", scene.id
    )


async def _set_delivered(
    work: Work, row: Deliverable, production: Production, actor: Actor, *, delivered: bool
) -> None:
    if (row.delivered_at is not None) == delivered:
        raise await already_delivered(work, row, production)
    row.delivered_at = now() if delivered else None
    row.delivered_by = actor.user if delivered else None
    action = "deliverable.delivered" if delivered else "deliverable.not_delivered"
    work.log(actor.user, actor.surface, action, "deliverable", row.id)


def _write(row: Scene | Deliverable, values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What was and what is, of each column that changed; people's words are what they see."""
    changed = _differing(row, values)
    for name, value in values.items():
        setattr(row, name, value)
    return {
        name: {"from": _told(before), "to": _told(values[name])}
        for name, before in changed.items()
        if name != "due_written"
    }


def _differing(row: Scene | Deliverable, values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that would change, each with what it is now."""
    return {
        name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value
    }


def _told(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """What was entered, people's words on one line and within their limits."""
    return {
        name: checked(name, value) if isinstance(value, str) else value
        for name, value in values.items()
    }


def _on(moment: datetime, production: Production) -> str:
    return day(moment.astimezone(ZoneInfo(production.timezone)).date(), today_of(production))


async def _one_at_a_time(work: Work, production: Production) -> None:
    await work.scenes.one_at_a_time("scenes", str(production.id))
