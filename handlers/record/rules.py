"""The audit trail as sentences: what each action is called. Pure.

A test collects every action that is logged anywhere in `handlers`, and fails when one of them has
no words here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.text import day, day_of_month, listing, name_of, one_line, shorten

BOT = "scripty"
"""How the trail calls the bot itself: `handlers.program.SCRIPTY`."""


@dataclass(frozen=True)
class Happened:
    """One event of the audit trail; `about` is what it happened to, such as "N12"."""

    at: datetime
    actor: str
    surface: str
    action: str
    about: str
    detail: Mapping[str, Any] = field(default_factory=dict)


SENTENCES: Mapping[str, str] = {
    "note.drafted": "found {about} in the thread",
    "note.returned": "made a draft of {about} again",
    "note.reopened": "reopened {about}: its words were edited after it was {was}",
    "note.withdrawn": "withdrew {about}: its words are gone",
    "note.folded": "folded {about} away: it repeats N{repeats}",
    "note.accepted": "accepted {about}",
    "note.rejected": "rejected {about}[: “{reason}”]",
    "note.explained": "said why {about} was rejected: “{reason}”",
    "note.unfolded": "made a draft of {about} although its idea was rejected before",
    "note.edited": "edited {about}",
    "note.carried": "carried N{from_note} on to the next round as {about}",
    "note.followed": "changed {about} along with N{original}, which it goes on with",
    "note.asked_about": "asked {user:person} whether {about} is fixed in {cut}",
    "note.assigned": "named {owner:person} as owner of {about}",
    "note.merged": "merged {about} into N{into}",
    "task.made": "made {about}[, owner {owner:person}][, due {due:day}]",
    "task.revived": "made {about} a task again",
    "task.followed_note": "changed {about} along with its note[, owner {owner:person}]"
    "[, due {due:day}]",
    "task.taken": "took {about}",
    "task.assigned": "gave {about} to {owner:person}",
    "task.dated": "set the day of {about}: {due:day}",
    "task.reworded": "said {about} anew",
    "task.done": "marked {about} done",
    "task.verified": "confirmed that {about} is fixed",
    "task.explained": "said why {about} won't be done[: “{reason}”]",
    "task.still_missing": "said what is still missing in {about}[: “{reason}”]",
    "task.dropped": "dropped {about}[: “{reason}”]",
    "task.reopened": "reopened {about}[: “{reason}”]",
    "draft.begun": "asked for a draft[ of “{what}”]",
    "draft.cancelled": "cancelled the draft[ of “{what}”]",
    "draft.failed": "could not finish {about}",
    "draft.made": "had drafts made[ of “{what}”][, {lines} in all]",
    "suggestion.accepted": "accepted {about}[ as T{task}][ as shot {shot}]",
    "suggestion.rejected": "rejected {about}",
    "suggestion.explained": "said why {about} was rejected[: “{reason}”]",
    "suggestion.edited": "edited {about}",
    "suggestion.unfolded": "made a draft of {about} although its idea was rejected before",
    "shot.added": "put the shot {named} on the shot list",
    "shot.dropped": "took the shot {named} off the shot list",
    "message.edited": "edited {about}",
    "message.deleted": "deleted {about}",
    "transcript.read": "had a transcript read[, {cues} cues]",
    "transcript.deleted": "deleted a transcript with its message",
    "review.started": "started {about}",
    "review.frozen": "froze {about}",
    "review.closed": "closed {about}[: {superseded_by} is up]",
    "review.reopened": "reopened {about}",
    "review.reviewer_finished": "finished reviewing in {about}",
    "review.beyond_agreed": "went beyond the {agreed} agreed with {about}: round {round}",
    "cut.completed": "read in the thread what {about} is[: {version}][, of {deliverable}]"
    "[, posted by {posted_by:person}][, round {round}]",
    "cut.superseded": "superseded {about} by {by}",
    "approval.asked": "asked {user:person} for their approval of {about}",
    "approval.given": "{verdict:given}[, naming {notes:numbers}]",
    "approval.revoked": "took back what they said of {about}: {verdict}",
    "approval.stale": "marked the approval of {about}[ by {given_by:person}] stale: {because}",
    "milestone.explained": "said what happens if {about} slips: “{consequence}”",
    "item.explained": "said what happens if {about} slips: “{consequence}”",
    "item.anchored": "said that {about} belongs to {to}",
    "document.added": "registered the {about}[: {what}][, owner {owner:person}]"
    "[, fresh until {until:day}]",
    "document.replaced": "replaced the {about} by a newer one",
    "document.taken": "took the {about}",
    "document.assigned": "gave the {about} to {owner:person}",
    "document.dated": "set until when the {about} holds: {until:day}",
    "document.confirmed": "confirmed the {about}",
    "document.contradicted": "said that D{decision} changed the {about}",
    "document.upheld": "said that the {about} still holds",
    "document.connected": "connected {things:names} to the {about}",
    "document.disconnected": "took {things:names} off the {about}",
    "scene.made": "made {about}[, owner {owner:person}]",
    "scene.changed": "changed {changed:fields} of {about}",
    "scene.ready": "said that {about} is ready",
    "scene.not_ready": "said that {about} isn't ready after all",
    "scene.connected": "connected {things:names} to {about}",
    "scene.disconnected": "took {things:names} off {about}",
    "deliverable.made": "wrote down the deliverable {about}[, owner {owner:person}]"
    "[, due {due:day}]",
    "deliverable.changed": "changed {changed:fields} of {about}",
    "deliverable.delivered": "delivered {about}",
    "deliverable.not_delivered": "said that {about} isn't out yet",
    "deliverable.connected": "connected {things:names} to {about}",
    "deliverable.disconnected": "took {things:names} off {about}",
    "production.made": "made {about}",
    "production.changed": "changed {changed:fields} of {about}",
    "production.timezone": "took the time zone of {about} from Slack: {timezone}",
    "procedure.begun": "began the procedure of {about} with “{template}”",
    "procedure.rule_switched_on": "switched a rule on: “{rule}”",
    "procedure.rule_switched_off": "switched a rule off: “{rule}”",
    "procedure.rule_changed": "changed a rule: “{rule}”",
    "procedure.stage_removed": "removed the stage “{name}” of {about}",
    "stage.started": "started the stage {about}",
    "stage.done": "marked the stage {about} done",
    "stage.overridden": "marked the stage {about} done all the same[: “{reason}”]",
    "stage.reopened": "reopened the stage {about}",
    "stage.ticked": "ticked “{criterion}” of the stage {about}",
    "stage.unticked": "took the tick off “{criterion}” of the stage {about}",
    "stage.edited": "changed {changed:fields} of the stage {about}",
    "stage.added": "added the stage {about}",
    "nudges.scheduled": "changed {changed:fields} of the reminders of {about}",
    "nudge.snoozed": "put off what they were reminded of",
    "nudge.refused": "said that {item} isn't theirs",
    "nudge.muted": "wants to hear no more of: {missing}",
    "nudge.unmuted": "wants to hear again of: {missing}",
    "model.switched_on": "switched the model on",
    "model.switched_off": "switched the model off",
    "model.limited": "limited the model to {tokens} tokens a month",
    "model.unlimited": "took the limit off the model",
    "brief.asked": "asked for a brief of {about}[: {milestone}]",
    "report.scheduled": "turned on {what}, {when}",
    "report.stopped": "turned off {what}, {when}",
    "report.missed": "could not bring {what} {when}: the meeting was over",
    "decision.recorded": "recorded {about}[, decided by {decided_by:person}]",
    "decision.explained": "said why {about} was decided",
    "decision.superseded": "superseded {about} by D{by}",
    "conflict.found": "found a conflict between {notes:numbers}",
    "conflict.changed": "found the conflict to be between {notes:numbers}",
    "conflict.dissolved": "saw the conflict between {notes:numbers} gone",
    "conflict.settled": "settled the conflict between {notes:numbers} with D{decision}",
    "milestone.made": "made the milestone {about}[, {day:day}][ {time}]",
    "milestone.edited": "changed {changed:fields} of {about}",
    "milestone.moved": "moved {about} from {before} to {to}[: “{reason}”]",
    "milestone.completed": "completed {about}[: “{reason}”]",
    "milestone.cancelled": "cancelled {about}[: “{reason}”]",
    "milestone.reopened": "reopened {about}",
    "milestone.waits": "let {about} wait for {other}",
    "milestone.waits_no_longer": "let {about} no longer wait for {other}",
    "milestone.added_to": "put {things:names} on {about}",
    "milestone.removed_from": "took {things:names} off {about}",
}
"""What somebody did, by action, after their name. `{name}` is a detail of the event; `:person`,
`:day`, `:numbers`, `:names`, `:fields` and `:given` (a verdict) say how it is shown. What stands in
brackets is left out when a detail of it is missing."""

_VERDICTS: Mapping[str, str] = {
    "approved": "approved {}",
    "approved with notes": "approved {} with notes",
    "changes requested": "requested changes to {}",
}

SURFACES: Mapping[str, str] = {
    "modal": "form",
    "reading": "reading the thread",
    "slack": "from Slack",
    "message": "message",
    "scripty": "by itself",
}
"""Surfaces that people call otherwise; the others are shown as they are ("button", "command")."""

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_DETAIL = re.compile(r"\{(\w+)(?::(\w+))?\}")
_LONGEST = 160


def sentence(event: Happened, names: Mapping[str, str]) -> str:
    """Such as "director accepted N12"."""
    who = "Scripty" if event.actor == BOT else name_of(event.actor, names)
    template = SENTENCES.get(event.action) or unknown(event.action)
    return f"{who} {filled(template, event, names)}"


def unknown(action: str) -> str:
    """Words for an action of an older or newer version: nothing of the record is kept back."""
    return f"{{about}}: {action.partition('.')[2].replace('_', ' ') or action}"


def line(event: Happened, names: Mapping[str, str], timezone: str, today: date) -> str:
    """Such as "12 May 14:02 · director accepted N12 (button)", in this time zone."""
    at = event.at.astimezone(ZoneInfo(timezone))
    surface = SURFACES.get(event.surface, event.surface)
    came = f" ({surface})" if surface else ""
    return f"{day_of_month(at.date(), today)} {at:%H:%M} · {sentence(event, names)}{came}"


def people_in(event: Happened) -> set[str]:
    """The ids of everybody whom a sentence names."""
    shown = _DETAIL.findall(SENTENCES.get(event.action, ""))
    named = [event.detail.get(name) for name, kind in shown if kind in ("person", "fields")]
    return {event.actor, *(text for each in named for text in _texts(each))}


def filled(template: str, event: Happened, names: Mapping[str, str]) -> str:
    """A template, such as those of `SENTENCES`, with what the event says in its places."""

    def there(part: re.Match[str]) -> str:
        wanted = [name for name, _ in _DETAIL.findall(part[1]) if name != "about"]
        return (
            part[1] if all(event.detail.get(name) not in (None, "", []) for name in wanted) else ""
        )

    def shown(found: re.Match[str]) -> str:
        if found[1] == "about":
            return event.about
        return _shown(event.detail.get(found[1]), found[2] or "", event, names)

    return _DETAIL.sub(shown, _OPTIONAL.sub(there, template))


def _shown(value: Any, kind: str, event: Happened, names: Mapping[str, str]) -> str:
    match kind:
        case "person":
            return name_of(value, names) if value else "nobody"
        case "day":
            return _day(value, event.at.date()) if value else "none"
        case "numbers":
            return listing([f"N{number}" for number in value or ()]) or "no note"
        case "fields":
            return _fields(value or {}, names)
        case "given":
            said = _VERDICTS.get(str(value), "gave their verdict on {}")
            return said.replace("{}", event.about)
        case "names":
            return (
                shorten(listing([one_line(each) for each in _texts(value)]), _LONGEST) or "nothing"
            )
    return shorten(one_line(str(value if value is not None else "?")), _LONGEST)


def _day(value: Any, near: date) -> str:
    try:
        return day(date.fromisoformat(str(value)), near)
    except ValueError:
        return str(value)


def _fields(changed: Mapping[str, Mapping[str, Any]], names: Mapping[str, str]) -> str:
    """Such as "agreed rounds (2 → 3) and decider (editor → director)"."""
    said = [
        f"{name.replace('_', ' ')} ({_value(each.get('from'), names)} → "
        f"{_value(each.get('to'), names)})"
        for name, each in sorted(changed.items())
    ]
    return shorten(listing(said), _LONGEST) or "nothing"


def _value(value: Any, names: Mapping[str, str]) -> str:
    """A value of the set-up, people by their names."""
    return listing([names.get(text) or text for text in _texts(value)]) or "none"


def _texts(value: Any) -> list[str]:
    """Every single text in a detail."""
    match value:
        case None | "":
            return []
        case dict():
            return [text for each in value.values() for text in _texts(each)]
        case list():
            return [text for each in value for text in _texts(each)]
    return [str(value)]
