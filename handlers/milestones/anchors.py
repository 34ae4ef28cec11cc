"""What a task may belong to, so that the team knows why it exists: named in words, looked up in
the record."""

from handlers.documents.rules import standing
from handlers.errors import BadInputError
from handlers.milestones.fixing_errors import BadAnchorError
from handlers.record.finding import Reference, folded, read_reference
from handlers.scenes.connected import called
from handlers.scenes.rules import scene_number
from handlers.text import one_line, plain, shorten
from store.tables import Production, Task
from store.unit_of_work import Work


async def anchor_of(work: Work, production: Production, written: str, task: Task) -> str:
    """What these words name, as people call it: "N12", "v2 of teaser", "call sheet".

    Raises BadAnchorError where it names nothing of the production, or the task itself.
    """
    words = one_line(plain(written, {})).strip("“”\"'.,:; ")
    if not words:
        raise BadAnchorError("Say what it belongs to.")
    try:
        wanted = read_reference(words)
    except BadInputError:
        wanted = None
    # a line of a draft is no reason for a task: "S3" may be the number of a scene
    if wanted and wanted.kind != "suggestion":
        found = await _numbered(work, production, wanted, task)
    else:
        found = await _named(work, production, words)
    if not found:
        shown = shorten(words, 60)
        raise BadAnchorError(f"There is no “{shown}” in {shorten(one_line(production.name), 60)}.")
    return found


async def _numbered(work: Work, production: Production, wanted: Reference, task: Task) -> str:
    match wanted.kind:
        case "note":
            found = bool(await work.notes.numbered(production.id, [wanted.number]))
        case "task":
            if wanted.number == task.number:
                raise BadAnchorError(f"T{task.number} can't be why it exists itself.")
            numbers = {each.number for each in await work.tasks.of_production(production.id)}
            found = wanted.number in numbers
        case "decision":
            decisions = await work.decisions.of_production(production.id)
            found = wanted.number in {each.number for each in decisions}
        case "cut":
            found = await _has_cut(work, production, wanted)
        case "production":
            found = False
    return wanted.named() if found else ""


async def _has_cut(work: Work, production: Production, wanted: Reference) -> bool:
    cuts = await work.reviews.cuts(production.id)
    same = [each for each in cuts if each.version.casefold() == wanted.version]
    if wanted.deliverable is None:
        return bool(same)
    return any(folded(each.deliverable) == folded(wanted.deliverable) for each in same)


async def _named(work: Work, production: Production, words: str) -> str:
    """The kind of a document, a deliverable or a scene, as it is written in the record."""
    name = folded(words)
    kinds = [each.kind for each in standing(await work.milestones.documents(production.id))]
    cuts = await work.reviews.cuts(production.id)
    known = [*kinds, *(each.name for each in await work.scenes.deliverables(production.id))]
    known += [each.deliverable for each in cuts if each.deliverable]
    number = scene_number(words) if folded(words).startswith("s") else None  # a lone 3 is none
    scene = await work.scenes.scene(production.id, number) if number else None
    if scene is not None:
        return called(scene)
    return next((each for each in known if folded(each) == name), "")
