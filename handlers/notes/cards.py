"""The message that asks an author about their notes, pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from handlers import blocks as kit
from handlers.blocks import Block, Message
from handlers.notes.entry import verify_actions
from handlers.notes.words import NoteView, in_short, written_timecode
from handlers.text import counted, escape, name_of, one_line, shorten, version_words
from store.tables import Cut, Production
from store.types import UNFINISHED

_SHOWN = 20
_WORDS = 200


@dataclass(frozen=True)
class Asked:
    """A note its author was asked about, what they know it as ("N1 in v1"), and what came of it:
    "" while nobody has said."""

    view: NoteView
    outcome: str = ""
    known_as: str = ""


def outcome(view: NoteView, judges: Mapping[UUID, str], names: Mapping[str, str]) -> str:
    """What became of a note its author was asked about, "" while the answer is still wanted."""
    note, task = view.note, view.task
    if note.state != "accepted" or task is None:
        return note.state
    by = f", says {name_of(judges[task.id], names)}" if task.id in judges else ""
    if task.state == "verified":
        return f"fixed{by}"
    if task.state in UNFINISHED:
        why = shorten(one_line(task.closed_reason or ""), _WORDS)
        return f"not yet{by}: “{why}”" if why else f"not yet{by}"
    return "" if task.state == "done" else "it won't be done"


def question(
    production: Production,
    cut: Cut,
    link: str,
    asked: Sequence[Asked],
    names: Mapping[str, str],
) -> Message:
    """Their notes that are marked done, each with its two answers or what came of it."""
    version = version_words(cut.version)
    name = shorten(one_line(production.name), 60)
    open_ones = [each for each in asked if not each.outcome]
    heading = [kit.text(f"{name}: "), kit.link(link, f"{version} is up", bold=True)]
    todo = (
        f". {counted(len(open_ones), 'note')} of yours "
        f"{'is' if len(open_ones) == 1 else 'are'} marked done. Fixed in this cut?"
        if open_ones
        else ". Thank you: nothing of yours is left to check."
    )
    left = len(asked) - _SHOWN
    more = [kit.context(f"{left} more are in the list on the card.")] if left > 0 else []
    return kit.message(
        escape(f"{name}: {version} is up{todo}"),
        [
            kit.rich_text(kit.paragraph(*heading, kit.text(todo))),
            *(block for each in asked[:_SHOWN] for block in _entry(each, names)),
            *more,
        ],
    )


def _entry(asked: Asked, names: Mapping[str, str]) -> list[Block]:
    note = asked.view.note
    link = next(filter(None, (asked.view.permalinks.get(s.ts) for s in asked.view.sources)), "")
    words = in_short(asked.view, names, _WORDS)
    timecode = written_timecode(note)
    said = words if timecode in words else f"{timecode} {words}"
    known_as = f" (your {asked.known_as})" if asked.known_as else ""
    line = [kit.link(link, f"N{note.number}", bold=True), kit.text(f"{known_as}  {said}")]
    if asked.outcome:
        line.append(kit.text(f" · {asked.outcome}"))
    shown: list[Block] = [kit.rich_text(kit.paragraph(*line))]
    return shown if asked.outcome else [*shown, verify_actions(note)]
