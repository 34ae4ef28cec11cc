"""Shot lists as people see them. Pure.

*Drop* carries `str(shot.id)`, paging buttons `"{scene.id}:{page}"`, "all" for every scene.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from handlers import blocks as kit
from handlers.blocks import Block, Message
from handlers.shots.rules import ALL, PAGE_ACTION, block_of
from handlers.text import counted, escape, name_of, one_line, shorten
from store.tables import Document, Scene, Shot, Suggestion

PAGE = 10

_WORDS = 300
_SHORT = 100
_SPOKEN = 60


@dataclass(frozen=True)
class ListView:
    """Shots with their scenes, in order; the suggestions `drafted` that they were, by id; the
    `scene` whose list it is, None for all of them; the document that is the list elsewhere."""

    shots: Sequence[tuple[Scene, Shot]]
    drafted: Mapping[UUID, Suggestion]
    names: Mapping[str, str]
    scene: Scene | None = None
    document: Document | None = None


def shot_list(view: ListView, page: int = 1) -> Message:
    """A page of ten shots, in the script's order; pages count from 1."""
    title = f"Shots of {_called(view.scene)}" if view.scene else "Shots"
    blocks = [kit.header(title)]
    if view.document is not None:
        kept = [kit.text("Kept in the "), kit.link(view.document.link, "shot list")]
        blocks.append(kit.rich_text(kit.paragraph(*kept)))
    if not view.shots:
        number = view.scene.number if view.scene else "<number>"
        advice = (
            f"No shots here yet. /scripty draft shotlist scene {number} drafts some, and those "
            "that you accept stand here."
        )
        return kit.message(escape(f"{title}: {advice}"), [*blocks, kit.section(advice)])
    pages = -(-len(view.shots) // PAGE)
    page = min(max(page, 1), pages)
    shown = view.shots[(page - 1) * PAGE : page * PAGE]
    summary = counted(len(view.shots), "shot")
    blocks.append(kit.context(summary if pages == 1 else f"{summary} · page {page} of {pages}"))
    blocks += _turn("Earlier shots", view, page - 1, pages)
    for scene, shot in shown:
        blocks += _entry(view, scene, shot, page)
    blocks += _turn("More shots", view, page + 1, pages)
    said = "; ".join(f"{named(scene, shot)} {_words(shot.text, _SPOKEN)}" for scene, shot in shown)
    return kit.message(escape(shorten(f"{title}: {summary}. {said}", 750)), blocks)


def named(scene: Scene, shot: Shot) -> str:
    """Such as "3.2"."""
    return f"{scene.number}.{shot.number}"


def _entry(view: ListView, scene: Scene, shot: Shot, page: int) -> list[Block]:
    """A shot, why it is wanted, what says so, and its button."""
    facts = []
    if shot.reason:
        facts.append(kit.text(f"why: {shorten(one_line(shot.reason), _SHORT)}"))
    line = view.drafted.get(shot.suggestion_id) if shot.suggestion_id else None
    if line is not None and line.source_name:
        facts.append(kit.link(line.source_link, shorten(one_line(line.source_name), _SPOKEN)))
    facts.append(kit.text(f"accepted by {name_of(shot.added_by, view.names)}"))
    called = named(scene, shot)
    drop = kit.button("Drop", "shot_drop", str(shot.id), spoken=f"Drop: shot {called}")
    said = [kit.text(called, bold=True), kit.text(f"  {_words(shot.text, _WORDS)}")]
    return [
        kit.rich_text(kit.paragraph(*said, kit.text("\n"), *kit.joined(facts))),
        kit.actions(block_of(view.scene.id if view.scene else None, page, shot.id), drop),
    ]


def _turn(said: str, view: ListView, page: int, pages: int) -> list[Block]:
    """The button to another page, if there is one."""
    if not 1 <= page <= pages:
        return []
    which = view.scene.id if view.scene else ALL
    return [kit.actions(f"page:{page}", kit.button(said, PAGE_ACTION, f"{which}:{page}"))]


def _called(scene: Scene) -> str:
    """Such as "scene 3, The kitchen"."""
    title = shorten(one_line(scene.title), _SHORT)
    return f"scene {scene.number}, {title}" if title else f"scene {scene.number}"


def _words(text: str, limit: int) -> str:
    return shorten(one_line(text), limit) or "(no words)"
