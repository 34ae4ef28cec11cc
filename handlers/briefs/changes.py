"""What changed, in sum: the audit trail by thing and not by event. Pure.

Of each side of a thing (whether it was accepted, who has it, when it is due) only the newest event
counts, so that the changes of two windows of time that meet are those of both together:
`merged(summed(earlier), summed(later)) == summed(earlier + later)`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from handlers.record.rules import Happened, filled
from handlers.text import listing, one_line, shorten


@dataclass(frozen=True, slots=True)
class Event:
    """An event of the audit trail with the thing that it is about: what happens to the task of a
    note happens to the note."""

    thing: UUID
    at: datetime
    actor: str
    action: str
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fact:
    """The newest event about one side of a thing, the first one, and how many there were."""

    event: Event
    first: Event
    times: int = 1


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one thing in a window of time, by side; from when until when."""

    facts: Mapping[str, Fact]
    first: datetime
    last: datetime


Changes = Mapping[UUID, Change]
"""What happened in a window of time, by thing."""

_SIDES: Mapping[str, tuple[str, str]] = {
    "note.drafted": ("came", "new"),
    "note.returned": ("state", "a draft again"),
    "note.reopened": ("state", "open again, its words were edited"),
    "note.withdrawn": ("state", "withdrawn, its words are gone"),
    "note.folded": ("state", "folded away, it repeats N{repeats}"),
    "note.accepted": ("state", "accepted"),
    "note.rejected": ("state", "rejected[: “{reason}”]"),
    "note.explained": ("state", "rejected: “{reason}”"),
    "note.unfolded": ("state", "a draft again"),
    "note.merged": ("state", "merged into N{into}"),
    "note.edited": ("words", "reworded"),
    "note.followed": ("words", "reworded along with N{original}"),
    "note.carried": ("round", "carried on from N{from_note}"),
    "note.asked_about": ("asked", "{user:person} asked whether it is fixed"),
    "note.assigned": ("owner", "for {owner:person}"),
    "task.made": ("made", "new"),
    "task.revived": ("work", "a task again"),
    "task.followed_note": ("words", "changed along with its note"),
    "task.taken": ("owner", "taken by {actor:person}"),
    "task.assigned": ("owner", "given to {owner:person}"),
    "task.dated": ("due", "due {due:day}"),
    "task.reworded": ("words", "reworded"),
    "task.done": ("work", "done"),
    "task.verified": ("work", "confirmed as fixed"),
    "task.explained": ("work", "dropped[: “{reason}”]"),
    "task.still_missing": ("work", "still to be done[: “{reason}”]"),
    "task.dropped": ("work", "dropped[: “{reason}”]"),
    "task.reopened": ("work", "reopened[: “{reason}”]"),
    "review.started": ("round", "up for review"),
    "review.frozen": ("round", "round {round} frozen"),
    "review.closed": ("round", "round {round} closed"),
    "review.reopened": ("round", "round {round} open again"),
    "review.reviewer_finished": ("finished", "{actor:person} finished reviewing"),
    "review.beyond_agreed": ("beyond", "beyond the {agreed} agreed"),
    "cut.completed": ("completed", "completed from its thread"),
    "cut.superseded": ("superseded", "superseded by {by}"),
    "approval.asked": ("approval", "{user:person} asked to approve"),
    "approval.given": ("approval", "{actor:person}: {verdict}"),
    "approval.revoked": ("approval", "{actor:person} took back: {verdict}"),
    "approval.stale": ("approval", "the approval[ of {given_by:person}] is stale: {because}"),
    "milestone.made": ("made", "made"),
    "milestone.moved": ("day", "moved from {before} to {to}[: “{reason}”]"),
    "milestone.completed": ("state", "completed[: “{reason}”]"),
    "milestone.cancelled": ("state", "cancelled[: “{reason}”]"),
    "milestone.reopened": ("state", "open again"),
    "milestone.waits": ("waits", "waits for {other}"),
    "milestone.waits_no_longer": ("waits", "no longer waits for {other}"),
    "milestone.added_to": ("item", "put on it"),
    "milestone.removed_from": ("item", "taken off it"),
    "milestone.explained": ("consequence", "if it slips: “{consequence}”"),
    "item.explained": ("consequence", "if it slips: “{consequence}”"),
    "item.anchored": ("anchor", "belongs to {to}"),
    "document.added": ("made", "registered"),
    "document.replaced": ("state", "replaced by a newer one"),
    "document.taken": ("owner", "taken by {actor:person}"),
    "document.assigned": ("owner", "given to {owner:person}"),
    "document.dated": ("until", "holds until {until:day}"),
    "document.confirmed": ("confirmed", "confirmed by {actor:person}"),
    "document.contradicted": ("state", "changed by D{decision}"),
    "document.upheld": ("state", "still holds"),
    "document.connected": ("item", "connected to it"),
    "document.disconnected": ("item", "taken off it"),
    "scene.made": ("made", "new"),
    "scene.changed": ("field", ""),
    "scene.ready": ("state", "ready"),
    "scene.not_ready": ("state", "not ready after all"),
    "scene.connected": ("item", "connected to it"),
    "scene.disconnected": ("item", "taken off it"),
    "deliverable.made": ("made", "new"),
    "deliverable.changed": ("field", ""),
    "deliverable.delivered": ("state", "delivered"),
    "deliverable.not_delivered": ("state", "not out yet after all"),
    "deliverable.connected": ("item", "connected to it"),
    "deliverable.disconnected": ("item", "taken off it"),
    "stage.added": ("made", "new"),
    "stage.started": ("state", "started"),
    "stage.done": ("state", "done"),
    "stage.overridden": ("state", "done all the same[: “{reason}”]"),
    "stage.reopened": ("state", "open again"),
    "stage.ticked": ("criterion", "“{criterion}” holds"),
    "stage.unticked": ("criterion", "“{criterion}” holds no longer"),
    "stage.edited": ("field", ""),
    "procedure.begun": ("procedure", "procedure begun: “{template}”"),
    "procedure.rule_switched_on": ("rule", "rule on: “{rule}”"),
    "procedure.rule_switched_off": ("rule", "rule off: “{rule}”"),
    "procedure.rule_changed": ("rule", "rule changed: “{rule}”"),
    "procedure.stage_removed": ("removed", "stage “{name}” removed"),
    "decision.recorded": ("made", "decided[ by {decided_by:person}]"),
    "decision.explained": ("why", "with its reason"),
    "decision.superseded": ("state", "superseded by D{by}"),
    "conflict.found": ("state", "{notes:numbers} ask for opposite things"),
    "conflict.changed": ("state", "now between {notes:numbers}"),
    "conflict.dissolved": ("state", "gone"),
    "conflict.settled": ("state", "settled the conflict of {notes:numbers}"),
    "production.made": ("made", "made"),
    "milestone.edited": ("field", ""),
    "production.changed": ("field", ""),
    "production.timezone": ("zone", "time zone {timezone}"),
    "nudges.scheduled": ("reminders", "reminders changed"),
    "report.scheduled": ("report", "{what} by itself {when}"),
    "report.stopped": ("report", "{what} no longer by itself"),
}
"""Of each action, the side of its thing that it is about, and how that side is said once it is the
newest there. What is not here is a side of its own, called as the action is ("scene.confirmed" is
"confirmed")."""

_ALSO: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "task.made": (("owner", "owner", "for {owner:person}"), ("due", "due", "due {due:day}")),
    "task.followed_note": (
        ("owner", "owner", "for {owner:person}"),
        ("due", "due", "due {due:day}"),
    ),
    "document.added": (
        ("owner", "owner", "for {owner:person}"),
        ("until", "until", "holds until {until:day}"),
    ),
    "scene.made": (("owner", "owner", "for {owner:person}"),),
    "deliverable.made": (
        ("owner", "owner", "for {owner:person}"),
        ("due", "due", "due {due:day}"),
    ),
    "milestone.made": (("day", "day", "on {day:day}"),),
}
"""Other sides that an action is about, where its detail (the second) says something of them."""

_NO_NEWS = frozenset(
    {
        "brief.asked",
        "nudge.muted",
        "nudge.refused",
        "nudge.snoozed",
        "nudge.unmuted",
        "report.missed",
    }
)
"""What changes nothing of a production."""

_ONE_EACH = {
    "approval.asked": "user",
    "approval.given": "",
    "approval.revoked": "",
    "approval.stale": "given_by",
    "note.asked_about": "user",
    "document.confirmed": "",
    "stage.ticked": "criterion",
    "stage.unticked": "criterion",
    "procedure.rule_switched_on": "rule",
    "procedure.rule_switched_off": "rule",
    "procedure.rule_changed": "rule",
    "procedure.stage_removed": "name",
    "report.scheduled": "what",
    "report.stopped": "what",
    "review.reviewer_finished": "",
    "milestone.waits": "other",
    "milestone.waits_no_longer": "other",
}
"""Actions that are about one side for each person or thing: the detail that says which, "" for
whoever did it."""

_ORDER = (
    "came", "made", "round", "beyond", "completed", "state", "superseded", "words", "work",
    "owner", "day", "due", "until", "approval",
)  # fmt: skip
"""In which order the sides of a thing are said; the others come after them, oldest first."""

_PART = ("field:", "item:")
_VALUE = 60
_THINGS = 120

BEGINNINGS = frozenset({"came", "words", "round"})
"""Sides of a note that nobody has done anything with yet."""


def summed(events: Iterable[Event]) -> Changes:
    """What these events, oldest first, come to."""
    found: dict[UUID, Change] = {}
    for event in events:
        facts = {side: Fact(event, event) for side in _sides_of(event)}
        if not facts:
            continue
        change = Change(facts, event.at, event.at)
        known = found.get(event.thing)
        found[event.thing] = _joined(known, change) if known else change
    return found


def merged(earlier: Changes, later: Changes) -> Changes:
    """What two windows of time come to, of which the second begins where the first ends."""
    found = dict(earlier)
    for thing, change in later.items():
        known = found.get(thing)
        found[thing] = _joined(known, change) if known else change
    return found


def _joined(earlier: Change, later: Change) -> Change:
    facts = dict(earlier.facts)
    for side, fact in later.facts.items():
        known = facts.get(side)
        if known is not None:
            fact = replace(fact, first=known.first, times=fact.times + known.times)
        facts[side] = fact
    return Change(facts, min(earlier.first, later.first), max(earlier.last, later.last))


def said(change: Change, names: Mapping[str, str]) -> list[str]:
    """What happened to a thing, side by side: ["accepted", "given to editor", "due Fri 5 Jun"]."""
    facts = change.facts
    whole = sorted((side for side in facts if not side.startswith(_PART)), key=_key)
    if {"came", "state"} & facts.keys() and _is_task_made(facts.get("made")):
        whole.remove("made")  # an accepted note becomes a task: that goes without saying
    return [
        *(_words(side, change.facts[side], names) for side in whole),
        *_fields(change, names),
        *_items(change),
    ]


def _is_task_made(fact: Fact | None) -> bool:
    return fact is not None and fact.event.action == "task.made"


def _fields(change: Change, names: Mapping[str, str]) -> Iterator[str]:
    """Such as "agreed rounds 2 → 3", of what was changed in a form."""
    for side, fact in sorted(change.facts.items()):
        kind, _, name = side.partition(":")
        if kind != "field":
            continue
        before = _field(fact.first, name).get("from")
        after = _field(fact.event, name).get("to")
        shown = [listing([names.get(text, text) for text in _texts(v)]) for v in (before, after)]
        was, now = (shorten(one_line(words), _VALUE) or "none" for words in shown)
        yield f"{name.replace('_', ' ')} {was} → {now}"


def _items(change: Change) -> Iterator[str]:
    """Such as "N12 and T4 put on it"."""
    found: dict[str, list[str]] = {}
    for side, fact in sorted(change.facts.items()):
        kind, _, name = side.partition(":")
        if kind == "item":
            found.setdefault(_SIDES[fact.event.action][1], []).append(one_line(name))
    for words, things in sorted(found.items()):
        yield f"{shorten(listing(things), _THINGS)} {words}"


def _field(event: Event, name: str) -> Mapping[str, Any]:
    changed = event.detail.get("changed")
    found = changed.get(name) if isinstance(changed, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def people_in(change: Change) -> set[str]:
    """The ids of everybody whom `said` may name."""
    return {
        text
        for fact in change.facts.values()
        for text in (fact.event.actor, *_texts(fact.event.detail))
    }


def _key(side: str) -> tuple[int, str]:
    name = side.partition(":")[0]
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER)), side


def _sides_of(event: Event) -> Iterator[str]:
    if event.action in _NO_NEWS:
        return
    side = _SIDES.get(event.action, (event.action, ""))[0]
    if side in ("field", "item"):
        parts = event.detail.get("changed" if side == "field" else "things") or ()
        yield from (f"{side}:{part}" for part in parts)
        return
    if event.action in _ONE_EACH:
        detail = _ONE_EACH[event.action]
        side = f"{side}:{event.detail.get(detail) if detail else event.actor}"
    yield side
    for other, detail, _ in _ALSO.get(event.action, ()):
        if event.detail.get(detail):
            yield other


def _words(side: str, fact: Fact, names: Mapping[str, str]) -> str:
    event = fact.event
    also = {other: template for other, _, template in _ALSO.get(event.action, ())}
    own = _SIDES.get(event.action, ("", ""))
    template = own[1] if own[0] == side.partition(":")[0] else also.get(side, "")
    if not template:
        return event.action.partition(".")[2].replace("_", " ") or event.action
    detail = {**event.detail, "actor": event.actor}
    if "before" in detail:  # moved twice, it was moved from where it was first
        detail["before"] = fact.first.detail.get("before", detail["before"])
    if template == "due {due:day}" and not detail.get("due"):
        return "with no date any more"
    happened = Happened(event.at, event.actor, "", event.action, "it", detail)
    return filled(template, happened, names)


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            for each in value.values():
                yield from _texts(each)
        case list() | tuple():
            for each in value:
                yield from _texts(each)
        case int() | float():
            yield str(value)
