"""The one card of a review's thread.

It stays calm whatever happens in the thread: the first notes to decide in full, decided ones in a
line each, and one button to everything else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from handlers import blocks as kit
from handlers.approvals.entry import approval_buttons, approval_paragraphs
from handlers.blocks import Block, Message
from handlers.conflicts.entry import conflict_blocks
from handlers.notes.entry import note_blocks
from handlers.notes.words import NoteView, Numbers, in_short
from handlers.reviews.cards.facts import counts_of, facts_of, while_empty
from handlers.reviews.cards.lots import decided_lots, folded_lot, late_lot, left_behind_lot
from handlers.reviews.cards.view import Newer, ReviewView, in_time, numbers_of, title_of
from handlers.text import escape, version_words
from store.tables import Review

UNDECIDED_SHOWN = 8
CONFLICTS_SHOWN = 3
LENGTH = 12_000
"""Characters of a card: Slack refuses a message of more than about 13,000."""


@dataclass(frozen=True)
class Room:
    """How many blocks and characters still fit into the card."""

    blocks: int = kit.MESSAGE_BLOCKS
    length: int = LENGTH

    def without(self, blocks: Sequence[Block]) -> "Room":
        return Room(self.blocks - len(blocks), self.length - kit.length(blocks))

    def holds(self, blocks: Sequence[Block]) -> bool:
        left = self.without(blocks)
        return left.blocks >= 0 and left.length >= 0

    def apart_from(self, room: "Room") -> "Room":
        return Room(self.blocks - room.blocks, self.length - room.length)


THE_REST = Room(blocks=3, length=100)
"""The button to all notes."""

ONE_NOTE = Room(blocks=4, length=2500)
"""The first note in full, at its longest."""


def review_card(view: ReviewView) -> Message:
    """THE one card of a review thread, edited in place.

    Where not everything fits, the first conflicts and one note in full come before the lots, and
    more notes after them: all are in the list.
    """
    if view.newer is not None:
        return _superseded_card(view, view.newer)
    in_conflict = _in_open_conflict(view)
    undecided = [each for each in in_time(view, "draft") if each.note.id not in in_conflict]
    numbers = numbers_of(view)
    top = [
        kit.header(title_of(view)),
        kit.rich_text(kit.paragraph(*facts_of(view), *counts_of(view))),
        *while_empty(view),
    ]
    controls = _controls(view)
    room = Room().without([*top, *controls]).apart_from(THE_REST)
    conflicts = _conflicts(view, room.apart_from(ONE_NOTE))
    room = room.without(conflicts)
    lots: list[Block] = []
    for lot in _lots(view, numbers):
        if room.apart_from(ONE_NOTE).holds([*lots, *lot]):
            lots += lot
    drawn = _fitting(view, undecided[:UNDECIDED_SHOWN], numbers, room.without(lots))
    shown = undecided[: len(drawn)]
    return kit.message(
        _spoken(view, shown),
        [
            *top,
            *conflicts,
            *(block for each in drawn for block in each),
            *_rest(view, len(undecided) - len(shown), all_shown=len(shown) == len(view.notes)),
            *lots,
            *controls,
        ],
    )


def _lots(view: ReviewView, numbers: Numbers) -> list[list[Block]]:
    """What is said in a line each, in the order in which it is shown."""
    return [
        late_lot(view),
        folded_lot(view),
        decided_lots(view, numbers),
        left_behind_lot(view),
    ]


def _conflicts(view: ReviewView, room: Room) -> list[Block]:
    """As many conflicts as there is room for."""
    closed = view.review.state == "closed"
    for most in range(CONFLICTS_SHOWN, 0, -1):
        blocks = conflict_blocks(
            view.conflicts, view.names, view.production.decider, closed=closed, most=most
        )
        if blocks and room.holds([kit.divider(), *blocks]):
            return [kit.divider(), *blocks]
    return []


def _in_open_conflict(view: ReviewView) -> set[UUID]:
    """The notes that wait for the decider: they are shown with their conflict."""
    return {
        side.view.note.id for each in view.conflicts if each.decision is None for side in each.notes
    }


def _superseded_card(view: ReviewView, newer: Newer) -> Message:
    """What is left of the card once a newer cut is up: where the review goes on."""
    pointer = f"Superseded by {version_words(newer.cut.version)}"
    return kit.message(
        escape(f"{title_of(view)}: {pointer}."),
        [
            kit.header(title_of(view)),
            kit.rich_text(
                kit.paragraph(
                    kit.link(newer.permalink, pointer, bold=True),
                    kit.text(". The review goes on there, with what was accepted and is open."),
                    *counts_of(view),
                )
            ),
            *_rest(view, 0, all_shown=not view.notes),
        ],
    )


def _fitting(
    view: ReviewView, undecided: Sequence[NoteView], numbers: Numbers, room: Room
) -> list[list[Block]]:
    """The first of these notes in full, as many as there is room for; one at least."""
    drawn: list[list[Block]] = []
    for each in undecided:
        blocks = [kit.divider(), *note_blocks(each, view.names, numbers)]
        if drawn and not room.holds(blocks):
            break
        room = room.without(blocks)
        drawn.append(blocks)
    return drawn


def _rest(view: ReviewView, hidden: int, *, all_shown: bool) -> list[Block]:
    """The one button to what the card does not show in full."""
    if all_shown:
        return []
    words = "Show the note" if len(view.notes) == 1 else f"Show all {len(view.notes)} notes"
    review = view.review
    more = [kit.context(f"{hidden} more to decide in the list.")] if hidden else []
    button = kit.button(words, "notes_list", str(review.id))
    return [kit.divider(), *more, kit.actions(f"review:{review.id}", button)]


def _controls(view: ReviewView) -> list[Block]:
    """Who approves, and what can be done with the round as a whole."""
    review = view.review
    buttons = [
        *_control(review, "Finished reviewing", "review_finished", "open", "frozen"),
        *_control(review, "Freeze the round", "review_freeze", "open"),
        *_control(review, "Close the round", "review_close", "frozen"),
        *_control(review, "Reopen the round", "review_reopen", "frozen", "closed"),
        *approval_buttons(view.approvals),
        kit.button("Draft…", "draft_offer", str(review.id)),
        kit.button("Set up", "production_setup", str(view.production.id)),
    ]
    return [
        kit.divider(),
        *_approvals(view),
        kit.actions(f"round:{review.id}", *buttons),
    ]


def _approvals(view: ReviewView) -> list[Block]:
    """How the approvals stand, once anybody was asked for one."""
    approvals = view.approvals
    if not approvals.asked and not approvals.path.live:
        return []
    return [kit.rich_text(*approval_paragraphs(approvals, view.names))]


def _control(review: Review, words: str, action_id: str, *states: str) -> list[Block]:
    return [kit.button(words, action_id, str(review.id))] if review.state in states else []


def _spoken(view: ReviewView, shown: Sequence[NoteView]) -> str:
    """The card for a screen reader: how it stands, then the notes to decide."""
    counts = "".join(part["text"] for part in counts_of(view)).strip().replace(" · ", ", ")
    said = [f"N{each.note.number} {in_short(each, view.names, 60)}" for each in shown]
    opening = f"Review of {title_of(view)}: {counts or 'listening for notes in this thread'}."
    return escape(" ".join([opening, "; ".join(said)]))
