"""Scenes and deliverables as they are read from the record, with what belongs to them."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from handlers.blocks import Message
from handlers.scenes.cards import (
    DeliverableView,
    SceneView,
    deliverable_card,
    deliverable_list,
    scene_card,
    scene_list,
)
from handlers.scenes.connected import Connections, Rows, connections
from store.clock import now
from store.tables import Cut, Deliverable, Note, Production, Scene
from store.unit_of_work import Work


async def connected(work: Work, production_id: UUID) -> Connections:
    """What belongs to which scene, deliverable and document of a production."""
    made = await work.scenes.connections(production_id)
    tasks = await work.tasks.of_production(production_id)
    subjects = {each.subject_id for each in made}
    subjects |= {task.note_id for task in tasks if task.note_id and task.id in subjects}
    notes = await work.notes.lines(await work.scenes.placed_notes(production_id, subjects))
    return connections(
        Rows(
            scenes=await work.scenes.scenes(production_id),
            deliverables=await work.scenes.deliverables(production_id),
            documents=await work.milestones.documents(production_id),
            connections=made,
            notes=notes,
            tasks=tasks,
            decisions=await work.decisions.of_production(production_id),
            links=await _links(work, notes),
        )
    )


async def scene_message(
    work: Work, production: Production, scene: Scene, said: str = ""
) -> Message:
    """The card of a scene, for one person's eyes; `said` is what has just been done."""
    parts = (await connected(work, production.id)).parts.get(scene.id, ())
    view = SceneView(scene, parts)
    people = {scene.owner or "", *(part.owner or "" for part in parts)}
    names = await work.people.names(people)
    return scene_card(view, names, today_of(production), said)


async def scenes_message(
    work: Work, production: Production, page: int = 1, said: str = ""
) -> Message:
    """A page of a production's scenes, in the script's order."""
    known = await connected(work, production.id)
    scenes = await work.scenes.scenes(production.id)
    views = [SceneView(each, known.parts.get(each.id, ())) for each in scenes]
    names = await work.people.names(each.owner or "" for each in scenes)
    return scene_list(views, known.unmade, names, page, said)


async def deliverable_message(
    work: Work, production: Production, deliverable: Deliverable, said: str = ""
) -> Message:
    """The card of a deliverable, for one person's eyes."""
    parts = (await connected(work, production.id)).parts.get(deliverable.id, ())
    cuts = _newest(await work.reviews.cuts(production.id))
    view = DeliverableView(
        deliverable, production.timezone, parts, cuts.get(deliverable.name.casefold())
    )
    people = {deliverable.owner or "", deliverable.delivered_by or ""}
    names = await work.people.names(people | {part.owner or "" for part in parts})
    return deliverable_card(view, names, today_of(production), said)


async def deliverables_message(
    work: Work, production: Production, page: int = 1, said: str = ""
) -> Message:
    """A page of a production's deliverables: what is still to be handed over first."""
    known = await connected(work, production.id)
    cuts = _newest(await work.reviews.cuts(production.id))
    views = [
        DeliverableView(
            each, production.timezone, known.parts.get(each.id, ()),
            cuts.get(each.name.casefold()),
        )
        for each in await work.scenes.deliverables(production.id)
    ]  # fmt: skip
    people = {user or "" for view in views for user in view.people}
    names = await work.people.names(people)
    return deliverable_list(views, names, today_of(production), page, said)


def today_of(production: Production) -> date:
    """The date where the production is."""
    return now().astimezone(ZoneInfo(production.timezone)).date()


def _newest(cuts: Sequence[Cut]) -> Mapping[str, Cut]:
    """The cut that people look at now, by the deliverable it is a version of."""
    return {each.deliverable.casefold(): each for each in cuts if each.state == "current"}


async def _links(work: Work, notes: Sequence[Note]) -> Mapping[UUID, str]:
    """The link to where each note was written, of those whose message still stands."""
    sources = await work.notes.sources(note.id for note in notes)
    messages = {each.message_id for found in sources.values() for each in found}
    links = await work.reviews.permalinks(messages)
    return {
        note: link
        for note, found in sources.items()
        if (link := next((links[each.ts] for each in found if each.ts in links), ""))
    }
