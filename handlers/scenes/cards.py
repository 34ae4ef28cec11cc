"""Scenes and deliverables as people see them: the card of one, the list of all. Pure.

Buttons carry `str(scene.id)` or `str(deliverable.id)` and nothing else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from handlers import blocks as kit
from handlers.blocks import Block, Message
from handlers.scenes.connected import Part
from handlers.scenes.errors import DELIVERABLE_USAGE, SCENE_USAGE
from handlers.scenes.rules import SCENE_WORDS, Shown, block_of
from handlers.text import (
    counted,
    day,
    escape,
    listing,
    name_of,
    one_line,
    shorten,
    version_words,
)
from store.tables import Cut, Deliverable, Scene

PAGE = 10
SHOWN_PARTS = 20

_NAME = 80
_PART = 90
_PURPOSE = 120
_SPOKEN = 750
_LABELS: Mapping[str, str] = {
    "purpose": "Purpose",
    "audience": "Audience",
    "constraints": "Constraints",
    "outcome": "What its review is to bring",
}
_UNMADE = 5


@dataclass(frozen=True)
class SceneView:
    """A scene with what belongs to it."""

    scene: Scene
    parts: Sequence[Part] = ()


@dataclass(frozen=True)
class DeliverableView:
    """A deliverable with what belongs to it, and the cut of it that people look at now;
    `timezone` is the production's."""

    deliverable: Deliverable
    timezone: str
    parts: Sequence[Part] = ()
    cut: Cut | None = None

    @property
    def people(self) -> tuple[str | None, str | None]:
        """Who is named."""
        return self.deliverable.owner, self.deliverable.delivered_by


def scene_card(view: SceneView, names: Mapping[str, str], today: date, said: str = "") -> Message:
    """One scene in full; `said` is what has just been done to it."""
    scene = view.scene
    facts = _scene_facts(scene, names)
    lines = [
        [kit.text(f"{_LABELS[name]}: ", italic=True), kit.text(words)]
        for name in SCENE_WORDS
        if (words := one_line(getattr(scene, name)))
    ]
    missing = [name for name in SCENE_WORDS if not getattr(scene, name).strip()]
    blocks = [
        *([kit.context(said)] if said else []),
        kit.header(_titled(scene)),
        kit.rich_text(kit.paragraph(*kit.lines([kit.joined(facts), *lines]))),
    ]
    if missing:
        hint = f"Say it: /scripty scene {scene.number} {missing[0]} …"
        blocks.append(kit.context(f"Not said yet: {listing(missing)}. {hint}"))
    blocks += _parts(view.parts, names, today, f"/scripty scene {scene.number} add N12")
    blocks.append(kit.actions(block_of("scene", scene.id, 1, scene), *scene_buttons(scene)))
    return kit.message(_spoken(said, f"{_titled(scene)}: {_plainly(facts)}."), blocks)


def scene_list(
    views: Sequence[SceneView],
    unmade: Mapping[str, Sequence[str]],
    names: Mapping[str, str],
    page: int,
    said: str = "",
) -> Message:
    """A page of ten scenes, in the script's order; `unmade` are those that only notes name."""
    if not views:
        advice = f"No scenes yet. Make one by saying what it is for: {SCENE_USAGE}"
        named = [_named_only(unmade)] if unmade else []
        return _nothing("Scenes", advice, named)
    ready = sum(view.scene.ready for view in views)
    summary = f"{counted(len(views), 'scene')}, {ready} ready"
    first = views[0].scene
    return _list(
        "Scenes", "scenes", summary, [_titled(view.scene) for view in views],
        lambda at, page: [
            kit.rich_text(kit.paragraph(*_scene_line(views[at], names))),
            kit.actions(
                block_of("scenes", first.production_id, page, views[at].scene),
                *scene_buttons(views[at].scene, brief=True),
            ),
        ],
        page, said, [_named_only(unmade)] if unmade else [],
    )  # fmt: skip


def deliverable_card(
    view: DeliverableView, names: Mapping[str, str], today: date, said: str = ""
) -> Message:
    """One deliverable in full."""
    row = view.deliverable
    name = _name(row)
    facts = _deliverable_facts(view, names, today)
    lines = [kit.joined(facts)]
    if words := one_line(row.specification):
        lines.append([kit.text("Specification: ", italic=True), kit.text(words)])
    if words := one_line(row.audience):
        lines.append([kit.text("Audience: ", italic=True), kit.text(words)])
    blocks = [
        *([kit.context(said)] if said else []),
        kit.header(name),
        kit.rich_text(kit.paragraph(*kit.lines(lines))),
    ]
    if not row.specification.strip():
        blocks.append(
            kit.context(
                f"Not said yet: how it is to be. Say it: /scripty deliverable “{name}” 1080p25"
            )
        )
    blocks += _parts(view.parts, names, today, f"/scripty deliverable “{name}” add N12")
    blocks.append(kit.actions(block_of("deliverable", row.id, 1, row), *deliverable_buttons(row)))
    return kit.message(_spoken(said, f"{name}: {_plainly(facts)}."), blocks)


def deliverable_list(
    views: Sequence[DeliverableView],
    names: Mapping[str, str],
    today: date,
    page: int,
    said: str = "",
) -> Message:
    """A page of ten deliverables: what is still to be handed over first, soonest due first."""
    if not views:
        advice = f"No deliverables yet. Name what is handed over: {DELIVERABLE_USAGE}"
        return _nothing("Deliverables", advice)
    ordered = sorted(views, key=lambda view: view.deliverable.delivered_at is not None)
    out = sum(view.deliverable.delivered_at is not None for view in views)
    summary = f"{counted(len(views), 'deliverable')}, {out} delivered"
    first = views[0].deliverable
    return _list(
        "Deliverables", "deliverables", summary, [_name(view.deliverable) for view in ordered],
        lambda at, page: [
            kit.rich_text(kit.paragraph(*_deliverable_line(ordered[at], names, today))),
            kit.actions(
                block_of("deliverables", first.production_id, page, ordered[at].deliverable),
                *deliverable_buttons(ordered[at].deliverable),
            ),
        ],
        page, said,
    )  # fmt: skip


def scene_buttons(scene: Scene, *, brief: bool = False) -> list[Block]:
    """What can be done with a scene, one press each; `brief` ones also open it."""
    state = ("Not ready", "scene_not_ready") if scene.ready else ("Ready", "scene_ready")
    look = [("Show", "scene_show")] if brief else []
    return [
        kit.button(words, action, str(scene.id), spoken=f"{words}: scene {scene.number}")
        for words, action in (state, ("Edit", "scene_edit"), *look)
    ]


def deliverable_buttons(deliverable: Deliverable) -> list[Block]:
    """What can be done with a deliverable, one press each."""
    out = deliverable.delivered_at is not None
    state = ("Not out yet", "deliverable_not_done") if out else ("Delivered", "deliverable_done")
    return [
        kit.button(words, action, str(deliverable.id), spoken=f"{words}: {_name(deliverable)}")
        for words, action in (state, ("Edit", "deliverable_edit"))
    ]


def _list(
    title: str,
    which: Shown,
    summary: str,
    named: Sequence[str],
    entry: Callable[[int, int], list[Block]],
    page: int,
    said: str,
    more: Sequence[str] = (),
) -> Message:
    """A page of a list; `entry` makes the blocks of the row at this place, on this page."""
    pages = -(-len(named) // PAGE)
    page = min(max(page, 1), pages)
    shown = range((page - 1) * PAGE, min(page * PAGE, len(named)))
    where = summary if pages == 1 else f"{summary} · page {page} of {pages}"
    return kit.message(
        _spoken(said, f"{title}: {summary}. " + "; ".join(named[at] for at in shown)),
        [
            *([kit.context(said)] if said else []),
            kit.header(title),
            kit.context(where, *more),
            *_turn("Back", which, page - 1, pages),
            *(block for at in shown for block in entry(at, page)),
            *_turn(f"More {title.lower()}", which, page + 1, pages),
        ],
    )


def _nothing(title: str, advice: str, more: Sequence[str] = ()) -> Message:
    blocks = [kit.header(title), kit.section(advice)]
    return kit.message(escape(advice), [*blocks, kit.context(*more)] if more else blocks)


def _turn(words: str, which: Shown, page: int, pages: int) -> list[Block]:
    """The button to another page, if there is one."""
    if not 1 <= page <= pages:
        return []
    return [kit.actions(f"page:{page}", kit.button(words, f"{which}_page", str(page)))]


def _scene_line(view: SceneView, names: Mapping[str, str]) -> list[Block]:
    """Such as "3  The kitchen", its state, what is open, and its purpose."""
    scene = view.scene
    facts = _scene_facts(scene, names)
    if work := _open_work(view.parts):
        facts.append(kit.text(work))
    purpose = shorten(one_line(scene.purpose), _PURPOSE)
    return kit.lines(
        [
            [kit.text(_titled(scene), bold=True)],
            kit.joined(facts),
            [kit.text(purpose)] if purpose else [kit.text("nobody has said what it is for")],
        ]
    )


def _deliverable_line(view: DeliverableView, names: Mapping[str, str], today: date) -> list[Block]:
    facts = _deliverable_facts(view, names, today)
    if work := _open_work(view.parts):
        facts.append(kit.text(work))
    specification = one_line(view.deliverable.specification)
    return kit.lines(
        [
            [kit.text(_name(view.deliverable), bold=True)],
            kit.joined(facts),
            [kit.text(shorten(specification or "no specification", _PURPOSE))],
        ]
    )


def _scene_facts(scene: Scene, names: Mapping[str, str]) -> list[Block]:
    """Ready or not, its footage, who gets it ready."""
    facts = [kit.text("ready") if scene.ready else kit.text("not ready", bold=True)]
    facts.append(kit.text(f"footage {scene.footage}"))
    facts.append(kit.text(name_of(scene.owner, names) if scene.owner else "no owner"))
    return facts


def _deliverable_facts(view: DeliverableView, names: Mapping[str, str], today: date) -> list[Block]:
    """Out or when it is due, who sees to it, and the cut of it that is up."""
    row = view.deliverable
    if row.delivered_at is not None:
        on = row.delivered_at.astimezone(ZoneInfo(view.timezone)).date()
        facts = [kit.text(f"delivered on {day(on, today)} by {name_of(row.delivered_by, names)}")]
    else:
        facts = [_due(row.due, today)]
        owner = (
            kit.text(name_of(row.owner, names)) if row.owner else kit.text("no owner", bold=True)
        )
        facts.append(owner)
    if view.cut is not None:
        facts.append(kit.link(view.cut.link, f"{version_words(view.cut.version)} is up"))
    return facts


def _due(due: date | None, today: date) -> Block:
    if due is None:
        return kit.text("no date", bold=True)
    if due < today:
        return kit.text(f"{counted((today - due).days, 'day')} overdue", bold=True)
    return kit.text(f"due {day(due, today)}")


def _parts(parts: Sequence[Part], names: Mapping[str, str], today: date, hint: str) -> list[Block]:
    """What belongs there, open work first."""
    if not parts:
        return [kit.context(f"Nothing belongs to it yet. Put something there: {hint}")]
    shown = [_part(each, names, today) for each in parts[:SHOWN_PARTS]]
    if len(parts) > SHOWN_PARTS:
        shown.append([kit.text(f"and {len(parts) - SHOWN_PARTS} more")])
    return [kit.rich_text(kit.paragraph(kit.text("Belongs to it:", bold=True)), kit.bullets(shown))]


def _part(part: Part, names: Mapping[str, str], today: date) -> list[Block]:
    """Such as "T4  Lower the music · open · editor · Fri 5 Jun · from N12"."""
    parts = [kit.link(part.link, part.named, bold=True)]
    if part.words:
        parts.append(kit.text(f"  {shorten(part.words, _PART)}"))
    facts = [part.state] if part.state else []
    if part.owner:
        facts.append(name_of(part.owner, names))
    if part.due and part.open:
        facts.append(day(part.due, today))
    if part.note:
        facts.append(f"from {part.note}")
    return [*parts, *(kit.text(f" · {fact}") for fact in facts)]


def _open_work(parts: Sequence[Part]) -> str:
    """Such as "1 note to decide on, 2 open tasks"."""
    notes = sum(part.open for part in parts if part.kind == "note")
    tasks = sum(part.open for part in parts if part.kind == "task")
    said = [f"{counted(notes, 'note')} to decide on"] if notes else []
    return ", ".join([*said, *([counted(tasks, "open task")] if tasks else [])])


def _named_only(unmade: Mapping[str, Sequence[str]]) -> str:
    """Scenes that notes name and nobody has made."""
    shown = [
        f"{number} ({listing(list(notes)[:2])})" for number, notes in list(unmade.items())[:_UNMADE]
    ]
    if len(unmade) > _UNMADE:
        shown.append(f"{len(unmade) - _UNMADE} more")
    scenes = "scene" if len(unmade) == 1 else "scenes"
    return f"Notes also name {scenes} {listing(shown)}: not in this list yet."


def _titled(scene: Scene) -> str:
    title = shorten(one_line(scene.title), _NAME)
    return f"Scene {scene.number}: {title}" if title else f"Scene {scene.number}"


def _name(deliverable: Deliverable) -> str:
    return shorten(one_line(deliverable.name), _NAME) or "Deliverable"


def _plainly(facts: Sequence[Block]) -> str:
    return ", ".join(str(part["text"]) for part in facts)


def _spoken(said: str, words: str) -> str:
    """The text for notifications: escaping may make it five times as long, and 4,000 is most."""
    return escape(shorten(f"{said} {words}".strip(), _SPOKEN))
