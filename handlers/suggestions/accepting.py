"""What a line of a draft is once somebody has accepted it, in the same transaction: work, a
question to somebody, a shot, a better note, or a part of what is written up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from handlers.answers import show
from handlers.milestones.services import refresh_cards
from handlers.notes.forms import NoteEdit
from handlers.notes.services import edit_note, merge_notes
from handlers.notes.words import written_timecode
from handlers.program import Actor
from handlers.scenes.connecting import connect
from handlers.scenes.rules import Thing, scenes_in
from handlers.shots.services import add_shot
from handlers.suggestions.errors import NoSceneError, NoteChangedError, NoteGoneError
from handlers.suggestions.rules import (
    QUESTION,
    mark_of,
    note_marks,
    notes_merged,
    reworded_note,
    wording,
)
from handlers.suggestions.services import asked_key, key_of, redraw_card, written_key
from handlers.tasks.services import make_from_suggestion
from handlers.text import listing, name_of, one_line
from store.tables import Draft, Note, Scene, Suggestion, Task
from store.unit_of_work import Work

WRITTEN = "draft_written"
"""The kind of the one message that a draft's accepted lines are written up in."""

ASKED_OF_ONE = "draft_asked"
"""The kind of the one message in which a person is asked a draft's accepted questions."""


@dataclass(frozen=True)
class Became:
    """What an accepted line is: `said` in a sentence; the task or the shot ("3.2") that it is, and
    the scene that its task belongs to. `shown_in` is the key and the kind of the message in the
    thread that it is shown in."""

    said: str
    task: Task | None = None
    shot: str = ""
    scene: Scene | None = None
    shown_in: tuple[str, str] | None = None


async def realise(work: Work, suggestion: Suggestion, draft: Draft, actor: Actor) -> Became:
    """Make what an accepted line becomes, which is held; `show_all` shows it.

    Raises NoSceneError, NoteGoneError, NoteChangedError, and what the notes room objects to.
    """
    match suggestion.becomes:
        case "question":
            return await _ask(work, suggestion, draft, actor)
        case "pickup":
            return await _pick_up(work, suggestion, draft, actor)
        case "shot":
            scene = await _scene_of(work, suggestion, draft)
            if scene is None:
                raise NoSceneError(suggestion)
            named = await add_shot(work, suggestion, scene, actor)
            return Became(
                f"{_number(suggestion)} is shot {named} now. /scripty shots {scene.number} lists "
                "them.",
                shot=named,
            )
        case "note":
            return await _clean_up(work, suggestion, actor)
        case "clip" | "summary" | "handoff":
            return Became(
                f"{_number(suggestion)} is in the write-up in the thread now.",
                shown_in=(written_key(draft.id), WRITTEN),
            )
    task = await make_from_suggestion(work, suggestion, draft, actor)
    return Became(f"{_number(suggestion)} is task T{task.number} now.", task)


async def show_all(work: Work, draft: Draft, became: Sequence[Became]) -> None:
    """Show what lines of a draft became: on its card, in its thread under the card, and, of work on
    a scene, on the milestones that wait for it. Each is shown once, be it for many lines."""
    await work.session.flush()
    await redraw_card(work, draft.id)
    card = await work.deliveries.by_key(key_of(draft.id))
    thread_ts = draft.thread_ts or (card.ts if card else None)
    for key, kind in dict.fromkeys(each.shown_in for each in became if each.shown_in):
        await show(work, key, kind, subject_id=draft.id, channel=draft.channel, thread_ts=thread_ts)
    if any(each.scene for each in became):
        await refresh_cards(work, draft.production_id)


async def _ask(work: Work, suggestion: Suggestion, draft: Draft, actor: Actor) -> Became:
    """A task to answer it; whoever is asked is told in the thread, of all questions at once."""
    task = await make_from_suggestion(work, suggestion, draft, actor, title=f"{QUESTION}{{}}")
    said = f"{_number(suggestion)} is task T{task.number} now"
    if suggestion.owner is None:
        return Became(f"{said}. Nobody is named who could answer it.", task)
    names = await work.people.names([suggestion.owner])
    return Became(
        f"{said}, and {name_of(suggestion.owner, names)} is asked in the thread.",
        task, shown_in=(asked_key(draft.id, suggestion.owner), ASKED_OF_ONE),
    )  # fmt: skip


async def _pick_up(work: Work, suggestion: Suggestion, draft: Draft, actor: Actor) -> Became:
    """A task to shoot it, which belongs to its scene."""
    task = await make_from_suggestion(work, suggestion, draft, actor, title="Pick up: {}")
    said = f"{_number(suggestion)} is task T{task.number} now"
    scene = await _scene_of(work, suggestion, draft)
    if scene is None:
        return Became(f"{said}. It belongs to no scene yet.", task)
    production = await work.productions.get(draft.production_id)
    await connect(work, actor, production, scene, [Thing("task", task.number)])
    return Became(f"{said}, of scene {scene.number}.", task, scene=scene)


async def _scene_of(work: Work, suggestion: Suggestion, draft: Draft) -> Scene | None:
    """The scene that a line is about: the draft's own, the one that it rests on, or the one that
    the note names on which it rests."""
    if draft.subject_kind == "scene" and draft.subject_id is not None:
        return await work.scenes.find(Scene, draft.subject_id)
    if suggestion.source_kind == "scene" and suggestion.source_id is not None:
        return await work.scenes.find(Scene, suggestion.source_id)
    if suggestion.source_kind == "note" and suggestion.source_id is not None:
        note = await work.notes.find(Note, suggestion.source_id)
        for number in scenes_in(note.scene if note else None):
            if scene := await work.scenes.scene(draft.production_id, number):
                return scene
    return None


async def _clean_up(work: Work, suggestion: Suggestion, actor: Actor) -> Became:
    """Say a note in better words, or fold others into it, unless it is another one by now."""
    seen = note_marks(suggestion)
    into = reworded_note(suggestion)
    others = [each for each in notes_merged(suggestion) if each != into]
    notes = await _as_drafted(work, suggestion, [each for each in (into, *others) if each], seen)
    if into is None or (others and len(notes) < 2):
        raise NoteGoneError(suggestion)
    kept = notes[into]
    for each in others:
        await merge_notes(work, str(each), str(kept.id), actor)
    if one_line(wording(suggestion)) != one_line(kept.text):
        await edit_note(work, str(kept.id), actor, _said_better(kept, wording(suggestion)))
    if not others:
        return Became(f"N{kept.number} says that now.")
    folded = listing([f"N{notes[each].number}" for each in others])
    return Became(f"{folded} {'is' if len(others) == 1 else 'are'} merged into N{kept.number} now.")


async def _as_drafted(
    work: Work, suggestion: Suggestion, ids: Sequence[UUID], seen: Mapping[UUID, str]
) -> Mapping[UUID, Note]:
    """These notes by id, each as it was when the line was drafted."""
    found: dict[UUID, Note] = {}
    for each in ids:
        note = await work.notes.find(Note, each)
        if note is None or note.production_id != suggestion.production_id:
            raise NoteGoneError(suggestion)
        await work.session.refresh(note)
        if each in seen and seen[each] != mark_of(note):
            raise NoteChangedError(suggestion, note)
        found[each] = note
    return found


def _said_better(note: Note, words: str) -> NoteEdit:
    """The note as it is, in other words."""
    return NoteEdit(
        text=words,
        kind=note.kind,
        topic=note.topic,
        priority=note.priority,
        scene=note.scene or "",
        timecode=written_timecode(note),
        owner=note.owner,
        due=note.due,
    )


def _number(suggestion: Suggestion) -> str:
    return f"S{suggestion.number}"
