"""The numbered sheet that a frozen round is put down on."""

from collections.abc import Sequence

from handlers import blocks as kit
from handlers.blocks import Block, Message
from handlers.notes.words import NoteView
from handlers.reviews.cards.view import ReviewView, by_number, permalink_of, short, title_of
from handlers.tasks.entry import standing
from handlers.text import counted, escape, moment, name_of
from store.tables import Note

SHEET_LENGTH = 9000
"""Characters of a sheet's lines; what doesn't fit is in the list."""


def round_sheet(view: ReviewView) -> Message:
    """The numbered sheet of a frozen round: what was said in time, and how each note stands."""
    review = view.review
    notes = [each for each in view.notes if not each.note.late and _is_on_sheet(each.note)]
    notes.sort(key=by_number)
    assert review.frozen_at is not None
    frozen = moment(review.frozen_at, view.production.timezone)
    title = f"{title_of(view)}: sheet of round {review.round}"
    facts = (
        f"{counted(len(notes), 'note')}, frozen {frozen} by {name_of(review.frozen_by, view.names)}"
    )
    lines = _lines_that_fit(view, notes)
    left = len(notes) - len(lines)
    more = [[kit.text(f"and {left} more in the list")]] if left else []
    return kit.message(
        escape(f"{title}. {facts}."),
        [
            kit.header(title),
            kit.context(facts),
            *([kit.rich_text(kit.bullets([*lines, *more]))] if notes else []),
            *([] if notes else [kit.section("No notes came in.")]),
        ],
    )


def _is_on_sheet(note: Note) -> bool:
    return note.state in ("draft", "accepted", "rejected")


def _lines_that_fit(view: ReviewView, notes: Sequence[NoteView]) -> list[list[Block]]:
    """A line a note, as many as one message holds."""
    room, lines = SHEET_LENGTH, []
    for each in notes:
        line = _sheet_line(view, each)
        room -= kit.length(line)
        if room < 0:
            break
        lines.append(line)
    return lines


def _sheet_line(view: ReviewView, each: NoteView) -> list[Block]:
    """Such as "N4 · 0:42 spoon clink is too loud · client · T3 · sound mixer · no date"."""
    note = each.note
    said_by = name_of(each.sources[0].user_id, view.names) if each.sources else ""
    stands = {"draft": [kit.text("to decide", bold=True)], "rejected": [kit.text("rejected")]}
    fate = stands.get(note.state) or _sheet_fate(view, each)
    tag = kit.link(permalink_of(each), f"N{note.number}", bold=True)
    parts = [kit.text(short(each, view.names)), *([kit.text(said_by)] if said_by else []), *fate]
    return [tag, kit.text(" · "), *kit.joined(parts)]


def _sheet_fate(view: ReviewView, each: NoteView) -> list[Block]:
    if each.task is None:
        return [kit.text("accepted")]
    return [kit.text(f"T{each.task.number}"), *standing(each.task, view.names)]
