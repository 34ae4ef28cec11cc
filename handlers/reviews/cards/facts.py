"""How a review stands: what its card says above the notes."""

from handlers import blocks as kit
from handlers.blocks import Block
from handlers.reviews.cards.view import (
    ReviewView,
    cut_link,
    due_by,
    in_state,
    in_time,
    is_late,
)
from handlers.text import counted, listing, name_of

FINISHED_SHOWN = 6
_COUNTED = (
    ("accepted", "accepted"),
    ("rejected", "rejected"),
    ("merged", "merged"),
    ("withdrawn", "withdrawn"),
    ("folded", "folded away"),
)
_LISTENING = (
    "Listening. Reply in this thread as you always do; a little while after the last reply, "
    "the notes appear here to be accepted or rejected."
)
_NONE_FOUND = "No notes in this thread yet. Still listening: replies are read as they come."
_STATES = {
    "open": "open",
    "frozen": "frozen: later notes wait for the next round",
    "closed": "closed",
}


def facts_of(view: ReviewView) -> list[Block]:
    """Link as written, due date, round, state, who has finished."""
    state = _STATES.get(view.review.state, view.review.state)
    said = [*due_by(view), *_round(view), state, *_finished(view)]
    return kit.joined([*cut_link(view.cut), *map(kit.text, said)])


def _round(view: ReviewView) -> list[str]:
    """Such as "round 2 of 3 agreed"; a first round with nothing agreed goes without saying."""
    agreed, number = view.production.agreed_rounds, view.review.round
    if agreed is None:
        return [f"round {number}"] if number > 1 else []
    if number > agreed:
        return [f"round {number}, {agreed} agreed"]
    last = ", the last one" if number == agreed else ""
    return [f"round {number} of {agreed} agreed{last}"]


def _finished(view: ReviewView) -> list[str]:
    who = [name_of(user, view.names) for user in view.finished]
    shown = [
        *who[:FINISHED_SHOWN],
        *([f"{len(who) - FINISHED_SHOWN} more"] if who[FINISHED_SHOWN:] else []),
    ]
    return [f"finished reviewing: {listing(shown)}"] if who else []


def counts_of(view: ReviewView) -> list[Block]:
    """How the review stands, in one line; what is zero is left out."""
    if not view.notes:
        return []
    open_drafts = len(in_time(view, "draft"))
    conflicts = sum(each.decision is None for each in view.conflicts)
    counts = [
        f"{len(in_state(view, state))} {words}"
        for state, words in _COUNTED
        if in_state(view, state)
    ]
    late = sum(is_late(each.note) for each in view.notes)
    counts += [f"{late} late"] if late else []
    waiting = [f"{open_drafts} to decide"] if open_drafts else []
    waiting += [f"{counted(conflicts, 'conflict')} to settle"] if conflicts else []
    first = [kit.text(words, bold=True) for words in waiting or ["Nothing left to decide"]]
    parts = [*first, *map(kit.text, counts)]
    return [kit.text("\n"), *kit.joined([*parts, *_gap_counts(view)])]


def _gap_counts(view: ReviewView) -> list[Block]:
    """Accepted work that nobody owns, or that has no date."""
    tasks = [each.task for each in in_state(view, "accepted") if each.task]
    still_open = [task for task in tasks if task.state in ("open", "in progress")]
    gaps = {
        "no owner": sum(not task.owner for task in still_open),
        "no date": sum(not task.due for task in still_open),
    }
    return [
        kit.text(f"{counted(number, 'task')} with {gap}", bold=True)
        for gap, number in gaps.items()
        if number
    ]


def while_empty(view: ReviewView) -> list[Block]:
    """What the card says while there are no notes."""
    if view.notes:
        return []
    if view.review.state != "open":
        return [kit.section("No notes came in.")]
    return [kit.section(_NONE_FOUND if view.review.read_revision else _LISTENING)]
