"""A review as people see it: the one card of its thread, the list of all notes, the offer.

The card stays calm whatever happens in the thread: the first notes to decide in full, decided
ones in a line each, and one button to everything else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers import blocks as kit
from handlers.blocks import Block, Message, View
from handlers.notes.entry import fold_actions, note_blocks
from handlers.notes.words import (
    NoteView,
    Numbers,
    in_short,
    merged_into,
    rejected_because,
    repeated,
    source_mark,
    withdrawn_because,
    written_timecode,
)
from handlers.tasks.entry import standing
from handlers.text import counted, day, escape, name_of, one_line, shorten
from store.tables import Cut, Production, Review

UNDECIDED_SHOWN = 8
UNDECIDED_LENGTH = 7000
"""Characters of notes in full: very long ones leave room for fewer, as Slack refuses a message of
more than about 13,000."""

FOLDED_SHOWN = 3
PAGE = 10
_DECIDED = (("Accepted", "accepted", 12), ("Rejected", "rejected", 6), ("Merged", "merged", 4))
_WITHDRAWN = ("Withdrawn", "withdrawn", 4)
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


@dataclass(frozen=True)
class ReviewView:
    """A review with what is needed to show it; `names` are the names of user ids."""

    production: Production
    cut: Cut
    review: Review
    notes: Sequence[NoteView]
    names: Mapping[str, str]


def review_card(view: ReviewView) -> Message:
    """THE one card of a review thread, edited in place."""
    undecided = _in_state(view, "draft")
    numbers = _numbers(view)
    drawn = _fitting(view, undecided[:UNDECIDED_SHOWN], numbers)
    shown = undecided[: len(drawn)]
    return kit.message(
        _spoken(view, shown),
        [
            kit.header(_title(view)),
            kit.rich_text(kit.paragraph(*_facts(view), *_counts(view))),
            *_quiet(view),
            *(block for each in drawn for block in (kit.divider(), *each)),
            *_folded(view),
            *_rest(view, len(undecided) - len(shown)),
            *_decided(view, numbers),
        ],
    )


def notes_list_view(view: ReviewView, page: int) -> View:
    """Ten notes a page, in their order, decided or not, those that were folded away last; pages
    count from 1."""
    notes = sorted(view.notes, key=_lot_and_number)
    pages = max(-(-len(notes) // PAGE), 1)
    page = min(max(page, 1), pages)
    numbers = _numbers(view)
    title = "All notes" if pages == 1 else f"Notes, page {page} of {pages}"
    shown = notes[(page - 1) * PAGE : page * PAGE]
    folded = [each for each in shown if each.note.state == "folded"]
    drawn = [[*_lot(each, folded), *note_blocks(each, view.names, numbers)] for each in shown]
    blocks = [
        *_turn("Earlier notes", view.review, page - 1, pages),
        *(block for each in drawn[:-1] for block in (*each, kit.divider())),
        *(block for each in drawn[-1:] for block in each),
        *_turn("More notes", view.review, page + 1, pages),
    ]
    return kit.modal(
        title,
        blocks or [kit.section("No notes yet. They appear here once people reply in the thread.")],
        callback_id="notes_list",
        metadata={"review": str(view.review.id), "page": page},
    )


def opening_message(view: ReviewView) -> Message:
    """The bot's own first message of a review started by command: who put which cut up."""
    who = name_of(view.review.started_by or view.cut.posted_by, view.names)
    what = f"{who} put {_version(view.cut)} up for review"
    call = "Reply in this thread with your notes. Times like 0:42 help."
    due = _due(view)
    said = " · ".join([what, *due])
    return kit.message(
        escape(f"{_title(view)}: {said}. {call} {shorten(view.cut.link, 300)}"),
        [
            kit.header(_title(view)),
            kit.rich_text(
                kit.paragraph(
                    kit.text(said),
                    kit.text("\n"),
                    *_cut_link(view.cut),
                )
            ),
            kit.context(call),
        ],
    )


def review_offer(link: str, ts: str) -> Message:
    """The quiet offer to whoever posted `link` in the message `ts`, shown to them alone."""
    offer = "Is this a cut to review? Its thread would become a list of numbered notes."
    return kit.message(
        f"{offer} Only you see this.",
        [
            kit.rich_text(kit.paragraph(kit.text(f"{offer}\n"), kit.link(link))),
            kit.actions(
                "review_offer",
                kit.button("Start review", "review_start", ts, "primary"),
                kit.button("No thanks", "review_offer_dismiss", ts),
            ),
            kit.context("Only you see this."),
        ],
    )


def _title(view: ReviewView) -> str:
    return f"{shorten(one_line(view.production.name), 110)} · {_version(view.cut)}"


def _version(cut: Cut) -> str:
    return shorten(one_line(cut.version), 30)


def _facts(view: ReviewView) -> list[Block]:
    """Link as written, due date, state."""
    said = [*_due(view), _STATES.get(view.review.state, view.review.state)]
    return kit.joined([*_cut_link(view.cut), *map(kit.text, said)])


def _cut_link(cut: Cut) -> list[Block]:
    return [kit.link(cut.link)] if cut.link else []


def _due(view: ReviewView) -> list[str]:
    review = view.review
    return [f"notes by {day(review.due, review.created_at)}"] if review.due else []


def _counts(view: ReviewView) -> list[Block]:
    """How the review stands, in one line; what is zero is left out."""
    if not view.notes:
        return []
    open_drafts = len(_in_state(view, "draft"))
    counts = [
        f"{len(_in_state(view, state))} {words}"
        for state, words in _COUNTED
        if _in_state(view, state)
    ]
    first = f"{open_drafts} to decide" if open_drafts else "Nothing left to decide"
    parts = [kit.text(first, bold=True), *map(kit.text, counts)]
    return [kit.text("\n"), *kit.joined([*parts, *_gap_counts(view)])]


def _gap_counts(view: ReviewView) -> list[Block]:
    """Accepted work that nobody owns, or that has no date."""
    tasks = [each.task for each in _in_state(view, "accepted") if each.task]
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


def _quiet(view: ReviewView) -> list[Block]:
    """What the card says while there are no notes."""
    if view.notes:
        return []
    if view.review.state != "open":
        return [kit.section("No notes came in.")]
    return [kit.section(_NONE_FOUND if view.review.read_revision else _LISTENING)]


def _fitting(
    view: ReviewView, undecided: Sequence[NoteView], numbers: Numbers
) -> list[list[Block]]:
    """The first of these notes in full, as many as one message holds; one at least."""
    drawn: list[list[Block]] = []
    room = UNDECIDED_LENGTH
    for each in undecided:
        blocks = note_blocks(each, view.names, numbers)
        room -= kit.length(blocks)
        if drawn and room < 0:
            break
        drawn.append(blocks)
    return drawn


def _rest(view: ReviewView, hidden: int) -> list[Block]:
    """The one button to what the card does not show in full."""
    all_shown = not hidden and all(each.note.state == "draft" for each in view.notes)
    if all_shown:
        return []
    words = "Show the note" if len(view.notes) == 1 else f"Show all {len(view.notes)} notes"
    review = view.review
    more = [kit.context(f"{hidden} more to decide in the list.")] if hidden else []
    button = kit.button(words, "notes_list", str(review.id))
    return [kit.divider(), *more, kit.actions(f"review:{review.id}", button)]


def _folded(view: ReviewView) -> list[Block]:
    """Ideas that were rejected before, a line each: nobody has to decide on them again."""
    folded = _in_state(view, "folded")
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
    tag = kit.link(_permalink(view), f"N{view.note.number}", bold=True)
    return [
        tag,
        kit.text(" "),
        *kit.joined([kit.text(repeated(view)), kit.text(_short(view, names))]),
    ]


def _came_back(number: int) -> str:
    was = "idea was" if number == 1 else "ideas were"
    return f"{number} {was} rejected before"


def _lot(view: NoteView, folded: Sequence[NoteView]) -> list[Block]:
    """The title above the first of the notes that were folded away."""
    if not folded or view is not folded[0]:
        return []
    return [kit.section("Rejected before, and folded away until somebody drafts them anyway:")]


def _decided(view: ReviewView, numbers: Numbers) -> list[Block]:
    """What became of the decided notes, a line each, by outcome."""
    groups = [group for kind in (*_DECIDED, _WITHDRAWN) for group in _group(view, numbers, *kind)]
    return [kit.rich_text(*groups)] if groups else []


def _group(view: ReviewView, numbers: Numbers, title: str, state: str, limit: int) -> list[Block]:
    notes = _in_state(view, state)
    if not notes:
        return []
    shown = sorted(sorted(notes, key=_without_gap)[:limit], key=_number)
    left = len(notes) - len(shown)
    lines = [_decided_line(each, view.names, numbers) for each in shown]
    return [
        kit.paragraph(kit.text(title, bold=True)),
        kit.bullets([*lines, [kit.text(f"and {left} more in the list")]] if left else lines),
    ]


def _decided_line(view: NoteView, names: Mapping[str, str], numbers: Numbers) -> list[Block]:
    """Such as "N4 → T3 · spoon clink is too loud · sound mixer · no date"."""
    note = view.note
    tag = kit.link(_permalink(view), f"N{note.number}", bold=True)
    to_task = [kit.text(f" → T{view.task.number}")] if view.task else []
    return [tag, *to_task, kit.text(" · "), *kit.joined(_became(view, names, numbers))]


def _became(view: NoteView, names: Mapping[str, str], numbers: Numbers) -> list[Block]:
    note = view.note
    if note.state == "withdrawn":
        return [kit.text(withdrawn_because(note))]
    parts = [kit.text(_short(view, names)), *_fate(view, names, numbers)]
    mark = source_mark(note)
    return [*parts, kit.text(mark.lower(), bold=True)] if mark else parts


def _fate(view: NoteView, names: Mapping[str, str], numbers: Numbers) -> list[Block]:
    note = view.note
    if note.state == "rejected":
        return [kit.text(f"{name_of(note.decided_by, names)}: {rejected_because(note)}")]
    if note.state == "merged":
        return [kit.text(merged_into(note, numbers))]
    return standing(view.task, names) if view.task else []


def _short(view: NoteView, names: Mapping[str, str]) -> str:
    """The words in one line, led by the timecode unless they say it themselves."""
    words = in_short(view, names, 70)
    timecode = written_timecode(view.note)
    return words if timecode in words else f"{timecode} {words}"


def _permalink(view: NoteView) -> str:
    links = (view.permalinks.get(source.ts, "") for source in view.sources if source.quote)
    return next(filter(None, links), "")


def _spoken(view: ReviewView, shown: Sequence[NoteView]) -> str:
    """The card for a screen reader: how it stands, then the notes to decide."""
    counts = "".join(part["text"] for part in _counts(view)).strip().replace(" · ", ", ")
    said = [f"N{each.note.number} {in_short(each, view.names, 60)}" for each in shown]
    opening = f"Review of {_title(view)}: {counts or 'listening for notes in this thread'}."
    return escape(" ".join([opening, "; ".join(said)]))


def _turn(words: str, review: Review, page: int, pages: int) -> list[Block]:
    """The button to another page, if there is one."""
    if not 1 <= page <= pages:
        return []
    return [kit.actions(f"page:{page}", kit.button(words, "notes_page", f"{review.id}:{page}"))]


def _numbers(view: ReviewView) -> Numbers:
    return {each.note.id: each.note.number for each in view.notes}


def _in_state(view: ReviewView, state: str) -> list[NoteView]:
    return sorted((each for each in view.notes if each.note.state == state), key=_number)


def _lot_and_number(view: NoteView) -> tuple[bool, int]:
    return view.note.state == "folded", view.note.number


def _number(view: NoteView) -> int:
    return view.note.number


def _without_gap(view: NoteView) -> bool:
    task = view.task
    return task is None or bool(task.owner and task.due)
