"""Closing the gaps of scenes and deliverables: whose they are, their day, that they are ready."""

from datetime import date
from typing import Any

from handlers.membership import learn_owner
from handlers.milestones.services import refresh_cards
from handlers.program import Actor
from handlers.scenes.services import (
    already_delivered,
    already_ready,
    deliver,
    open_deliverable,
    open_scene,
    ready_scene,
)
from handlers.text import one_line, shorten
from store.tables import Deliverable, Scene
from store.types import ItemKind
from store.unit_of_work import Work

KINDS: tuple[ItemKind, ...] = ("scene", "deliverable")

Row = Scene | Deliverable


def name_of_row(row: Row) -> str:
    """Such as "Scene 3", "Teaser"."""
    named = f"Scene {row.number}" if isinstance(row, Scene) else row.name
    return shorten(one_line(named), 60)


async def open_row(work: Work, known: Row, actor: Actor) -> Row:
    """The scene or deliverable, held to the transaction's end, while something of it is still to
    be done. Raises as `open_scene` and `open_deliverable` do, ReadyError, DeliveredError."""
    if isinstance(known, Scene):
        scene, production = await open_scene(work, str(known.id), actor)
        if scene.ready:
            raise await already_ready(work, scene, production)
        return scene
    row, production = await open_deliverable(work, str(known.id), actor)
    if row.delivered_at is not None:
        raise await already_delivered(work, row, production)
    return row


async def give_row(work: Work, row: Row, actor: Actor, owner: str) -> None:
    """Let it be this person's."""
    before, row.owner = row.owner, owner
    await _changed(work, row, actor, owner={"from": before, "to": owner})
    await learn_owner(work, row.production_id, actor, owner)


async def date_row(work: Work, row: Deliverable, actor: Actor, due: date) -> None:
    """Say when it is to be handed over."""
    before = row.due.isoformat() if row.due else None
    row.due, row.due_written = due, None
    await _changed(work, row, actor, due={"from": before, "to": due.isoformat()})


async def finish_row(work: Work, row: Row, actor: Actor) -> str:
    """A scene is ready, a deliverable is handed over; what was done, in words."""
    if isinstance(row, Scene):
        await ready_scene(work, str(row.id), actor)
        return f"{name_of_row(row)} is ready."
    await deliver(work, str(row.id), actor)
    return f"{name_of_row(row)} is delivered."


async def _changed(work: Work, row: Row, actor: Actor, **changed: dict[str, Any]) -> None:
    if isinstance(row, Scene):
        work.log(actor.user, actor.surface, "scene.changed", "scene", row.id, changed=changed)
    else:
        work.log(
            actor.user, actor.surface, "deliverable.changed", "deliverable", row.id,
            changed=changed,
        )  # fmt: skip
    await refresh_cards(work, row.production_id)
