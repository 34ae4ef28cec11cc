"""Closing gaps, one press each: what a press on an item does, wherever its button stands.

A button carries an item's id. What it is, whether it still misses anything and who may change it is
read from the record at each press; what is done is done by the room the item belongs to.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from handlers.approvals.services import request_approval
from handlers.blocks import View
from handlers.documents import services as documents
from handlers.documents.errors import called
from handlers.membership import require_member
from handlers.milestones import fixing_forms as forms
from handlers.milestones import fixing_scenes as scenes
from handlers.milestones.anchors import anchor_of
from handlers.milestones.fixing_errors import (
    ClosedError,
    DatedMeanwhileError,
    ItemNotFoundError,
    NeedsNoneError,
    NothingSaidError,
    PassedError,
    TakenError,
    TakenMeanwhileError,
)
from handlers.milestones.rules import CONSEQUENCE, today_in
from handlers.milestones.services import one_at_a_time, open_milestone, refresh_cards
from handlers.notes import services as notes
from handlers.notes.confirming import confirm_note, reopen_note
from handlers.productions.services import form_of
from handlers.program import Actor
from handlers.redrawing import Pressed
from handlers.tasks import services as tasks
from handlers.text import day, name_of, one_line, shorten
from store.clock import now
from store.tables import (
    Conflict,
    Cut,
    Deliverable,
    Document,
    Milestone,
    MilestoneItem,
    Note,
    Production,
    Scene,
    Task,
)
from store.types import ItemKind
from store.unit_of_work import Work

_TABLES: Mapping[ItemKind, Any] = {
    "task": Task,
    "note": Note,
    "document": Document,
    "cut": Cut,
    "conflict": Conflict,
    "milestone": Milestone,
    "scene": Scene,
    "deliverable": Deliverable,
}

_OWNED: tuple[ItemKind, ...] = ("task", "note", "document", "scene", "deliverable")
_DATED: tuple[ItemKind, ...] = ("task", "document", "deliverable")


@dataclass(frozen=True)
class Thing:
    """What a button is about: the row, and what people call it."""

    kind: ItemKind
    row: Any
    name: str
    production: Production

    @property
    def id(self) -> str:
        return str(self.row.id)


async def thing_of(work: Work, item_id: str, actor: Actor) -> Thing:
    """What this id is of, for a member of its production.

    Raises ItemNotFoundError, NotAMemberError, GuestError.
    """
    for kind, table in _TABLES.items():
        row = await work.milestones.find(table, item_id)
        if row is not None:
            production = await require_member(work, row.production_id, actor)
            return Thing(kind, row, await _name(work, kind, row), production)
    raise ItemNotFoundError


async def take(work: Work, item_id: str, actor: Actor) -> str:
    """Let a task, a draft note, a document, a scene or a deliverable be the actor's own; what was
    done, in words.

    Raises as `thing_of` does, TakenError, NeedsNoneError, and what the item's state forbids.
    """
    thing = await thing_of(work, item_id, actor)
    thing = await _opened(work, thing, actor)
    await _require_owner_missing(work, thing, actor)
    match thing.kind:
        case "task":
            await tasks.take_task(work, thing.id, actor)
        case "note":
            await notes.assign_note(work, thing.id, actor, actor.user)
        case "document":
            await documents.take_document(work, thing.id, actor)
        case "scene" | "deliverable":
            await scenes.give_row(work, thing.row, actor, actor.user)
    return f"{thing.name} is yours."


async def finish(work: Work, item_id: str, actor: Actor) -> str:
    """A task is done, a scene ready, a deliverable handed over; which, in words.

    Raises as `thing_of` does, NeedsNoneError, and what its state forbids.
    """
    thing = await thing_of(work, item_id, actor)
    if thing.kind not in ("task", *scenes.KINDS):
        raise NeedsNoneError(thing.name, "is no task that somebody finishes")
    thing = await _opened(work, thing, actor)
    if thing.kind in scenes.KINDS:
        return await scenes.finish_row(work, thing.row, actor)
    task = await tasks.finish_task(work, thing.id, actor)
    return f"{thing.name} is done." + ("" if task.note_id is None else " It waits to be verified.")


async def ask_approval(work: Work, item_id: str, actor: Actor) -> str:
    """Ask the next approver of a cut, or of the newest cut that a task's note is in.

    Raises as `thing_of` does, NeedsNoneError, and what `request_approval` does.
    """
    thing = await thing_of(work, item_id, actor)
    cut = await _cut_of(work, thing)
    asked = await request_approval(work, str(cut.id), actor)
    names = await work.people.names([asked])
    if asked == actor.user:
        return f"You are asked to approve {cut.version}: in its thread."
    return f"{name_of(asked, names)} is asked to approve {cut.version}."


async def confirm(work: Work, item_id: str, actor: Actor) -> str:
    """A note's task is as it was asked for, say its author or the decider.

    Raises ItemNotFoundError, NeedsNoneError, and what `confirm_note` does.
    """
    note = await confirm_note(work, str((await _to_verify(work, item_id, actor)).id), actor)
    return f"N{note.number} is fixed."


async def reopen(work: Work, item_id: str, actor: Actor) -> Note:
    """A note's task isn't as it was asked for; the note, to ask what is missing in it.

    Raises ItemNotFoundError, NeedsNoneError, and what `reopen_note` does.
    """
    return await reopen_note(work, str((await _to_verify(work, item_id, actor)).id), actor)


async def date_form(work: Work, item_id: str, actor: Actor, pressed: Pressed) -> View:
    """The form for the day of a task or deliverable, or for the last day on which a document
    holds, filled in with the one it has. Raises as `take` does, but for TakenError."""
    thing = await thing_of(work, item_id, actor)
    thing = await _opened(work, thing, actor)
    if thing.kind not in _DATED:
        raise NeedsNoneError(thing.name, "needs no date of its own")
    return forms.date_modal(thing.id, thing.kind, thing.name, _words(thing), _day(thing), pressed)


async def set_date(work: Work, about: forms.About, actor: Actor, wanted: date | None) -> str:
    """Give a task or deliverable its day, or a document its last one.

    Raises as `date_form` does, PassedError, DatedMeanwhileError, NothingSaidError.
    """
    thing = await _opened(work, await thing_of(work, about.item, actor), actor)
    today = today_in(thing.production.timezone, now())
    if wanted is None:
        raise NothingSaidError("due", "Choose a day.")
    if wanted < today:
        raise PassedError(day(wanted, today))
    standing = _day(thing)
    if standing not in (_seen_day(about), wanted):
        raise DatedMeanwhileError(thing.name, day(standing, today) if standing else "")
    match thing.kind:
        case "task":
            await tasks.date_task(work, thing.id, actor, wanted)
            return f"{thing.name} is due {day(wanted, today)}."
        case "deliverable":
            await scenes.date_row(work, thing.row, actor, wanted)
            return f"{thing.name} is due {day(wanted, today)}."
        case "document":
            await documents.date_document(work, thing.id, actor, wanted)
            return f"{thing.name} holds until {day(wanted, today)}."
    raise NeedsNoneError(thing.name, "needs no date of its own")


async def owner_form(work: Work, item_id: str, actor: Actor, pressed: Pressed) -> View:
    """The form that gives an item to somebody, filled in with whose it is.

    Raises as `take` does, but for TakenError.
    """
    thing = await _opened(work, await thing_of(work, item_id, actor), actor)
    _require_ownable(thing)
    return forms.owner_modal(thing.id, thing.name, _words(thing), thing.row.owner, pressed)


async def give(work: Work, about: forms.About, actor: Actor, owner: str | None) -> str:
    """Give a task, a draft note, a document, a scene or a deliverable to somebody.

    Raises as `owner_form` does, TakenMeanwhileError, NothingSaidError.
    """
    thing = await _opened(work, await thing_of(work, about.item, actor), actor)
    _require_ownable(thing)
    if owner is None:
        raise NothingSaidError("owner", "Choose somebody.")
    standing = thing.row.owner
    names = await work.people.names([standing or "", owner])
    if standing and standing not in (about.seen, owner):
        raise TakenMeanwhileError(thing.name, name_of(standing, names))
    match thing.kind:
        case "task":
            await tasks.assign_task(work, thing.id, actor, owner)
        case "note":
            await notes.assign_note(work, thing.id, actor, owner)
        case "document":
            await documents.give_document(work, thing.id, actor, owner)
        case "scene" | "deliverable":
            await scenes.give_row(work, thing.row, actor, owner)
    whose = "yours" if owner == actor.user else f"{name_of(owner, names)}’s"
    return f"{thing.name} is {whose}."


async def why_form(work: Work, item_id: str, actor: Actor, pressed: Pressed) -> View:
    """The form that asks what happens if an item, or a milestone, slips.

    Raises as `thing_of` does, and what its state forbids.
    """
    thing = await _opened(work, await thing_of(work, item_id, actor), actor)
    standing = await _consequence(work, thing)
    return forms.why_modal(thing.id, thing.kind, thing.name, standing, pressed)


async def explain(work: Work, about: forms.About, actor: Actor, words: str) -> str:
    """Say what happens if an item slips; of a milestone, it holds for all of its items of which
    nobody says anything else.

    Raises as `why_form` does, NothingSaidError.
    """
    thing = await _opened(work, await thing_of(work, about.item, actor), actor)
    words = shorten(one_line(words), CONSEQUENCE)
    if not words:
        raise NothingSaidError("consequence", "Say in a few words what happens if it slips.")
    await one_at_a_time(work, thing.production)
    if thing.kind == "milestone":
        milestone = await open_milestone(work, thing.id, actor)
        milestone.consequence = words
        work.log(
            actor.user, actor.surface, "milestone.explained", "milestone", milestone.id,
            consequence=words,
        )  # fmt: skip
    else:
        said = await _said_of(work, thing, actor)
        said.consequence = words
        work.log(
            actor.user, actor.surface, "item.explained", thing.kind, thing.row.id,
            consequence=words,
        )  # fmt: skip
    await refresh_cards(work, thing.production.id)
    return f"Noted what waits on {thing.name}: {words}"


async def anchor_form(work: Work, item_id: str, actor: Actor, pressed: Pressed) -> View:
    """The form that asks why a task exists: what it belongs to, and its words anew.

    Raises as `thing_of` does, NeedsNoneError, and what its state forbids.
    """
    thing = await _opened(work, await thing_of(work, item_id, actor), actor)
    _require_task(thing)
    said = await _find_said(work, thing)
    return forms.anchor_modal(
        thing.id, thing.name, thing.row.title, said.anchor if said else "", pressed
    )


async def anchor(work: Work, about: forms.About, actor: Actor, to: str, title: str) -> str:
    """Say what a task belongs to, and say it anew.

    Raises as `anchor_form` does, BadAnchorError, NothingSaidError.
    """
    thing = await _opened(work, await thing_of(work, about.item, actor), actor)
    _require_task(thing)
    title = one_line(title)
    if not title:
        raise NothingSaidError("title", "Say what is to be done.")
    belongs = await anchor_of(work, thing.production, to, thing.row)
    if title != one_line(thing.row.title):
        await tasks.reword_task(work, thing.id, actor, title)
    await one_at_a_time(work, thing.production)
    said = await _said_of(work, thing, actor)
    said.anchor = belongs
    work.log(actor.user, actor.surface, "item.anchored", "task", thing.row.id, to=belongs)
    await refresh_cards(work, thing.production.id)
    return f"{thing.name} belongs to {belongs}."


async def path_form(work: Work, item_id: str, actor: Actor) -> View:
    """The set-up of an item's production, where its approvers are named.

    Raises as `thing_of` does, NotYoursToChangeError.
    """
    thing = await thing_of(work, item_id, actor)
    return await form_of(work, actor, thing.production.id)


async def _opened(work: Work, thing: Thing, actor: Actor) -> Thing:
    """The thing as it is now, held where its room holds it, if anything of it is still open.

    Raises what its state forbids.
    """
    match thing.kind:
        case "task":
            row: Any = await tasks.open_task(work, thing.id, actor)
        case "note":
            row = await notes.open_draft(work, thing.id, actor, "draft")
        case "document":
            row, _ = await documents.open_document(work, thing.id, actor)
        case "milestone":
            row = await open_milestone(work, thing.id, actor)
        case "scene" | "deliverable":
            row = await scenes.open_row(work, thing.row, actor)
        case "cut" | "conflict":
            row = thing.row
            if why := await _closed(work, thing):
                raise ClosedError(thing.name, why)
    return Thing(thing.kind, row, thing.name, thing.production)


async def _closed(work: Work, thing: Thing) -> str:
    """Why nothing is left to be done about a cut or a conflict, "" where something is."""
    if thing.kind == "cut":
        newest = await work.reviews.newest_of(thing.row)
        return "" if newest.id == thing.row.id else f"is superseded by {newest.version}"
    if thing.row.dissolved:
        return "no longer oppose each other"
    settled = await work.decisions.on_conflicts([thing.row.id])
    return "are settled" if settled else ""


async def _name(work: Work, kind: ItemKind, row: Any) -> str:
    """What people call it: a task of a note is called after the newest note of its line."""
    match kind:
        case "task" if row.note_id is not None:
            newest = (await work.notes.lines([row.note_id]))[-1]
            return f"N{newest.number}"
        case "task":
            return f"T{row.number}"
        case "note":
            return f"N{row.number}"
        case "document":
            return f"The {called(row)}"
        case "cut":
            return f"{row.version} of {row.deliverable}" if row.deliverable else str(row.version)
        case "conflict":
            sides = (await work.decisions.notes_of([row.id])).get(row.id, ())
            return " and ".join(f"N{note.number}" for note in sides) or "The conflict"
        case "milestone":
            return shorten(one_line(row.name), 60)
        case "scene" | "deliverable":
            return scenes.name_of_row(row)


async def _to_verify(work: Work, item_id: str, actor: Actor) -> Note:
    """The newest note of a task's line. Authors may say of their own notes whether they are
    fixed, wherever they are from: so nothing is asked here of somebody's membership."""
    task = await work.tasks.find(Task, item_id)
    if task is None or task.note_id is None:
        thing = await thing_of(work, item_id, actor)
        raise NeedsNoneError(thing.name, "came from no note whose author could say so")
    return (await work.notes.lines([task.note_id]))[-1]


async def _cut_of(work: Work, thing: Thing) -> Cut:
    """The cut whose approval is asked for. Raises NeedsNoneError where there is none."""
    if thing.kind == "cut":
        cut: Cut = thing.row
        return cut
    note_id = thing.row.note_id if thing.kind == "task" else None
    if thing.kind == "note":
        note_id = thing.row.id
    if note_id is None:
        raise NeedsNoneError(thing.name, "belongs to no cut that could be approved")
    newest = (await work.notes.lines([note_id]))[-1]
    review = await work.reviews.get(newest.review_id)
    return await work.reviews.newest_of(await work.reviews.cut(review.cut_id))


async def _require_owner_missing(work: Work, thing: Thing, actor: Actor) -> None:
    """Raises TakenError, NeedsNoneError."""
    _require_ownable(thing)
    owner = thing.row.owner
    if owner:
        names = await work.people.names([owner])
        raise TakenError(thing.name, "" if owner == actor.user else name_of(owner, names))


def _require_ownable(thing: Thing) -> None:
    if thing.kind not in _OWNED:
        raise NeedsNoneError(thing.name, "needs no owner")


def _require_task(thing: Thing) -> None:
    if thing.kind != "task" or thing.row.note_id is not None:
        raise NeedsNoneError(thing.name, "says already where it comes from")


async def _consequence(work: Work, thing: Thing) -> str:
    if thing.kind == "milestone":
        return str(thing.row.consequence)
    said = await _find_said(work, thing)
    return said.consequence if said else ""


async def _find_said(work: Work, thing: Thing) -> MilestoneItem | None:
    added = await work.milestones.added(thing.production.id)
    return next((each for each in added if each.subject_id == thing.row.id), None)


async def _said_of(work: Work, thing: Thing, actor: Actor) -> MilestoneItem:
    """What was said of an item by hand, to be added to; the caller holds the production's
    milestones."""
    said = await _find_said(work, thing)
    if said is not None:
        return said
    return await work.add(
        MilestoneItem(
            production_id=thing.production.id,
            kind=thing.kind,
            subject_id=UUID(thing.id),
            added_by=actor.user,
        )
    )


def _day(thing: Thing) -> date | None:
    found: date | None = thing.row.fresh_until if thing.kind == "document" else thing.row.due
    return found


def _seen_day(about: forms.About) -> date | None:
    try:
        return date.fromisoformat(about.seen)
    except ValueError:
        return None


def _words(thing: Thing) -> str:
    """What it is about, for the top of a form."""
    match thing.kind:
        case "task":
            return str(thing.row.title)
        case "note":
            return str(thing.row.text)
        case "document":
            return str(thing.row.link)
        case "scene":
            return str(thing.row.title or thing.row.purpose)
        case "deliverable":
            return str(thing.row.specification)
    return ""
