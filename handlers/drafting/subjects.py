"""What of a production a draft can be about: found by id, by words, by the message it stands in."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from handlers.drafting.errors import (
    NoSuchSubjectError,
    NotAFileError,
    NotOfThisError,
    SubjectNotFoundError,
)
from handlers.drafting.kinds import KINDS, Request
from handlers.text import one_line, shorten, version_words
from store.queries.base import as_uuid
from store.queries.transcripts import Shared
from store.tables import Cut, Production, Scene
from store.types import DraftKind, DraftSubject
from store.unit_of_work import Work

_NAME = 60

Row = Scene | Cut | Shared | Production


@dataclass(frozen=True)
class Subject:
    """What a draft is about: its row, what it is called in a sentence ("scene 3"), and in a menu
    ("Scene 3: The kitchen"). A transcript that nobody has read yet has no id."""

    kind: DraftSubject
    row: Row
    named: str
    label: str

    @property
    def id(self) -> UUID | None:
        return self.row.id

    @property
    def value(self) -> str:
        """As a form carries it."""
        if isinstance(self.row, Shared) and self.row.id is None:
            return f"file:{self.row.file_id}"
        return f"{self.kind}:{self.id}"


def of_scene(scene: Scene) -> Subject:
    title = shorten(one_line(scene.title), _NAME)
    label = f"Scene {scene.number}" + (f": {title}" if title else "")
    return Subject("scene", scene, f"scene {scene.number}", label)


def of_cut(cut: Cut) -> Subject:
    version, of = version_words(cut.version), shorten(one_line(cut.deliverable), _NAME)
    named = f"{version} of {of}" if of else version
    return Subject("cut", cut, named, f"{version}: {of}" if of else version)


def of_transcript(transcript: Shared) -> Subject:
    name = shorten(one_line(transcript.name), _NAME)
    return Subject("transcript", transcript, f"“{name}”" if name else "that file", name)


def of_production(production: Production) -> Subject:
    name = shorten(one_line(production.name), _NAME)
    return Subject("production", production, name, f"All of {name}")


async def all_subjects(work: Work, production: Production) -> list[Subject]:
    """Everything that can be chosen: scenes in the script's order, cuts that people look at now,
    transcripts, the production itself."""
    scenes = await work.scenes.scenes(production.id)
    cuts = [each for each in await work.reviews.cuts(production.id) if each.state == "current"]
    transcripts = await work.transcripts.of_production(production.id)
    return [
        *map(of_scene, scenes),
        *map(of_cut, reversed(cuts)),
        *map(of_transcript, reversed(transcripts)),
        of_production(production),
    ]


async def subject_by_value(work: Work, production: Production, value: str) -> Subject:
    """What a form names, of this production only. Raises SubjectNotFoundError."""
    kind, _, row_id = value.partition(":")
    key = as_uuid(row_id)
    if key is not None:
        match kind:
            case "scene":
                scene = await work.scenes.find(Scene, key)
                if scene is not None and scene.production_id == production.id:
                    return of_scene(scene)
            case "cut":
                cut = await work.reviews.find(Cut, key)
                if cut is not None and cut.production_id == production.id:
                    return of_cut(cut)
            case "transcript":
                for each in await work.transcripts.of_production(production.id):
                    if each.id == key:
                        return of_transcript(each)
            case "production" if key == production.id:
                return of_production(production)
    raise SubjectNotFoundError


async def subject_named(work: Work, production: Production, request: Request) -> Subject | None:
    """What the words after a kind name; None where they name nothing.

    Raises NoSuchSubjectError, NotAFileError.
    """
    if request.file:
        file = Shared(None, request.file, permalink=request.link)
        return await transcript_of(work, production, file)
    if request.link:
        raise NotAFileError
    known = await all_subjects(work, production)
    if request.whole:
        return of_production(production)
    found = _named(request, known, await work.reviews.cuts(production.id))
    if found is None and (request.names_something or request.unread):
        words = request.scene and f"scene {request.scene}"
        words = words or " ".join(filter(None, (request.version, request.unread)))
        raise NoSuchSubjectError(words, [each.named for each in known if each.kind != "production"])
    return found


def require_fitting(kind: DraftKind, subject: Subject) -> None:
    """Raises NotOfThisError where a kind isn't drafted of such a thing."""
    if subject.kind not in KINDS[kind].about:
        raise NotOfThisError(kind, subject.named)


async def transcript_of(work: Work, production: Production, file: Shared) -> Subject:
    """A file as a transcript: what was read of it, or the file itself, where nobody has read it."""
    known = await work.transcripts.of_production(production.id)
    return of_transcript(next((each for each in known if each.file_id == file.file_id), file))


def _named(request: Request, known: Sequence[Subject], cuts: Sequence[Cut]) -> Subject | None:
    """The scene of this number, else the newest cut of this version or of what is named, else the
    transcript that is."""
    if request.scene:
        numbers = {each.row.number: each for each in known if isinstance(each.row, Scene)}
        return numbers.get(request.scene)
    said = request.unread.casefold()
    fitting = [
        each
        for each in cuts
        if (not request.version or each.version.casefold() == request.version)
        and (not said or (each.deliverable and each.deliverable.casefold() in said))
    ]
    if fitting and (request.version or said):
        return of_cut(max(fitting, key=lambda each: (each.state == "current", each.created_at)))
    if said and not request.version:
        names = [each for each in known if each.kind == "transcript"]
        return next((each for each in names if each.label and each.label.casefold() in said), None)
    return None
