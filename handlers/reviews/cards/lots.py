"""What the card says in a line each: notes that are late, folded away, decided, left behind."""

from collections.abc import Mapping

from handlers import blocks as kit
from handlers.blocks import Block
from handlers.notes.entry import fold_actions
from handlers.notes.words import (
    NoteView,
    Numbers,
    merged_into,
    rejected_because,
    repeated,
    source_mark,
    withdrawn_because,
)
from handlers.reviews.cards.view import (
    ReviewView,
    by_number,
    in_state,
    is_late,
    permalink_of,
    short,
)
from handlers.tasks.entry import standing
from handlers.text import counted, name_of, span

LATE_SHOWN = 5
FOLDED_SHOWN = 3
LEFT_BEHIND_SHOWN = 3
_DECIDED = (("Accepted", "accepted", 12), ("Rejected", "rejected", 6), ("Merged", "merged", 4))
_WITHDRAWN = ("Withdrawn", "withdrawn", 4)


def late_lot(view: ReviewView) -> list[Block]:
    """What was written after the freeze, with its author and how late: for the next round."""
    late = sorted((each for each in view.notes if is_late(each.note)), key=by_number)
    if not late:
        return []
    left = len(late) - LATE_SHOWN
    lines = [_late_line(view, each) for each in late[:LATE_SHOWN]]
    more = [[kit.text(f"and {left} more in the list")]] if left > 0 else []
    title = kit.paragraph(kit.text("Late, for the next round", bold=True))
    return [kit.divider(), kit.rich_text(title, kit.bullets([*lines, *more]))]


def _late_line(view: ReviewView, each: NoteView) -> list[Block]:
    """Such as "N15 · client, 2 h 10 min late · the logo again"."""
    tag = kit.link(permalink_of(each), f"N{each.note.number}", bold=True)
    who = name_of(each.sources[0].user_id, view.names) if each.sources else "somebody"
    return [
        tag,
        kit.text(f" · {who}, {_lateness(view, each)} late · "),
        kit.text(short(each, view.names)),
    ]


def _lateness(view: ReviewView, each: NoteView) -> str:
    """How long after the freeze it was written, by Slack's own clock."""
    frozen = view.review.frozen_at
    written = min((float(source.ts) for source in each.sources), default=None)
    return span(max(written - frozen.timestamp(), 0.0)) if frozen and written else "a little"


def folded_lot(view: ReviewView) -> list[Block]:
    """Ideas that were rejected before, a line each: nobody has to decide on them again."""
    folded = in_state(view, "folded")
    if not folded:
        return []
    left = len(folded) - FOLDED_SHOWN
    lines = [
        block
        for each in folded[:FOLDED_SHOWN]
        for block in (
            kit.rich_text(kit.paragraph(*_folded_line(each, view.names))),
            fold_actions(each.note),
        )
    ]
    more = [kit.context(f"{left} more in the list, folded away.")] if left > 0 else []
    title = kit.rich_text(kit.paragraph(kit.text(_came_back(len(folded)), bold=True)))
    return [kit.divider(), title, *lines, *more]


def _folded_line(view: NoteView, names: Mapping[str, str]) -> list[Block]:
    """Such as "N12 repeats N7, rejected on 3 May: “we like it dark” · brighter please"."""
    tag = kit.link(permalink_of(view), f"N{view.note.number}", bold=True)
    return [
        tag,
        kit.text(" "),
        *kit.joined([kit.text(repeated(view)), kit.text(short(view, names))]),
    ]


def _came_back(number: int) -> str:
    was = "idea was" if number == 1 else "ideas were"
    return f"{number} {was} rejected before"


def decided_lots(view: ReviewView, numbers: Numbers) -> list[Block]:
    """What became of the decided notes, a line each, by outcome."""
    groups = [group for kind in (*_DECIDED, _WITHDRAWN) for group in _group(view, numbers, *kind)]
    return [kit.rich_text(*groups)] if groups else []


def _group(view: ReviewView, numbers: Numbers, title: str, state: str, limit: int) -> list[Block]:
    notes = in_state(view, state)
    if not notes:
        return []
    shown = sorted(sorted(notes, key=_without_gap)[:limit], key=by_number)
    left = len(notes) - len(shown)
    lines = [_decided_line(each, view.names, numbers) for each in shown]
    return [
        kit.paragraph(kit.text(title, bold=True)),
        kit.bullets([*lines, [kit.text(f"and {left} more in the list")]] if left else lines),
    ]


def _decided_line(view: NoteView, names: Mapping[str, str], numbers: Numbers) -> list[Block]:
    """Such as "N4 → T3 · spoon clink is too loud · sound mixer · no date"."""
    note = view.note
    tag = kit.link(permalink_of(view), f"N{note.number}", bold=True)
    became = [f"T{view.task.number}"] if view.task else []
    became += [f"D{view.settled.decision.number}"] if view.settled else []
    to = [kit.text(f" → {' and '.join(became)}")] if note.state == "accepted" and became else []
    return [tag, *to, kit.text(" · "), *kit.joined(_became(view, names, numbers))]


def _became(view: NoteView, names: Mapping[str, str], numbers: Numbers) -> list[Block]:
    note = view.note
    if note.state == "withdrawn":
        return [kit.text(withdrawn_because(note))]
    parts = [kit.text(short(view, names)), *_fate(view, names, numbers)]
    mark = source_mark(note)
    return [*parts, kit.text(mark.lower(), bold=True)] if mark else parts


def _fate(view: NoteView, names: Mapping[str, str], numbers: Numbers) -> list[Block]:
    note = view.note
    if note.state == "rejected":
        by = "" if view.settled else f"{name_of(note.decided_by, names)}: "
        return [kit.text(f"{by}{rejected_because(view)}")]
    if note.state == "merged":
        return [kit.text(merged_into(note, numbers))]
    return standing(view.task, names) if view.task else []


def _without_gap(view: NoteView) -> bool:
    task = view.task
    return task is None or bool(task.owner and task.due)


def left_behind_lot(view: ReviewView) -> list[Block]:
    """The older rounds' notes that still wait for somebody to decide, the newest rounds."""
    left = view.left_behind[-LEFT_BEHIND_SHOWN:]
    lines = [
        kit.section(
            f"Still undecided in {each.version}: {counted(each.undecided, 'note')}. What is "
            "accepted there comes here.",
            kit.button(f"Notes of {each.version}", "notes_list", str(each.review.id)),
        )
        for each in left
    ]
    return [kit.divider(), *lines] if lines else []
