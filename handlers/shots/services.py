"""What people do with shots: put one on a scene's shot list, drop it, look at the list."""

from handlers.blocks import Message
from handlers.documents.rules import standing
from handlers.membership import require_member
from handlers.program import Actor
from handlers.scenes.errors import NoSuchSceneError, SceneNotFoundError
from handlers.shots.cards import ListView, shot_list
from handlers.shots.errors import AlreadyDroppedError, ShotNotFoundError
from handlers.text import moment, name_of
from store.clock import now
from store.tables import Document, Production, Scene, Shot, Suggestion
from store.unit_of_work import Work

SHOW_SHOTS = "show_shots"
"""Name of the job that replaces a list of shots by how it is now."""

_SHOT_LIST = "shot list"
"""The kind of the document that a shot list is, where people keep one elsewhere."""


async def add_shot(work: Work, suggestion: Suggestion, scene: Scene, actor: Actor) -> str:
    """Put an accepted line on a scene's shot list; what the shot is called ("3.2")."""
    shot = await work.add(
        Shot(
            production_id=scene.production_id,
            scene_id=scene.id,
            number=await work.suggestions.next_shot(scene.id),
            text=suggestion.text,
            reason=suggestion.reason,
            suggestion_id=suggestion.id,
            added_by=actor.user,
        )
    )
    named = f"{scene.number}.{shot.number}"
    work.log(actor.user, actor.surface, "shot.added", "shot", shot.id, named=named)
    return named


async def drop_shot(work: Work, shot_id: str, actor: Actor) -> Shot:
    """Take a shot off its list; its number is not used again.

    Raises ShotNotFoundError, NotAMemberError, GuestError, AlreadyDroppedError.
    """
    shot = await work.suggestions.find(Shot, shot_id, lock=True)
    if shot is None:
        raise ShotNotFoundError
    production = await require_member(work, shot.production_id, actor)
    scene = await work.suggestions.find(Scene, shot.scene_id)
    named = f"{scene.number if scene else '?'}.{shot.number}"
    if shot.dropped_at is not None:
        names = await work.people.names([shot.dropped_by or ""])
        when = moment(shot.dropped_at, production.timezone)
        raise AlreadyDroppedError(named, name_of(shot.dropped_by, names), when)
    shot.dropped_at, shot.dropped_by = now(), actor.user
    work.log(actor.user, actor.surface, "shot.dropped", "shot", shot.id, named=named)
    return shot


async def shots_of(work: Work, production: Production, number: str, page: int = 1) -> Message:
    """A page of the shots of the scene with this number, "" for all scenes. Raises
    NoSuchSceneError."""
    scene = await work.scenes.scene(production.id, number) if number else None
    if number and scene is None:
        raise NoSuchSceneError(number)
    return await shots_message(work, production, scene, page)


async def shots_again(work: Work, production: Production, scene_id: str, page: int) -> Message:
    """The same of the scene with this id. Raises SceneNotFoundError."""
    scene = await work.scenes.find(Scene, scene_id) if scene_id else None
    if scene_id and (scene is None or scene.production_id != production.id):
        raise SceneNotFoundError
    return await shots_message(work, production, scene, page)


async def shots_message(
    work: Work, production: Production, scene: Scene | None, page: int
) -> Message:
    """A page of the shots of a scene, None for all scenes, for one person's eyes."""
    scenes = [scene] if scene else await work.scenes.scenes(production.id)
    known = await work.suggestions.shots_of_production(production.id)
    shots = [(each, shot) for each in scenes for shot in known if shot.scene_id == each.id]
    drafted = await work.suggestions.by_id([s.suggestion_id for _, s in shots if s.suggestion_id])
    names = await work.people.names(shot.added_by for _, shot in shots)
    return shot_list(ListView(shots, drafted, names, scene, await _kept(work, production)), page)


async def _kept(work: Work, production: Production) -> Document | None:
    """The document that people registered as the shot list, the newest."""
    documents = standing(await work.milestones.documents(production.id))
    named = [each for each in documents if each.kind.casefold() == _SHOT_LIST]
    return named[-1] if named else None
