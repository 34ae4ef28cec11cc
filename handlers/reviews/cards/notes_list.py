"""The list of all notes of a review, in pages."""

from collections.abc import Sequence

from handlers import blocks as kit
from handlers.blocks import Block, View
from handlers.notes.entry import note_blocks
from handlers.notes.words import NoteView
from handlers.reviews.cards.view import ReviewView, numbers_of
from store.tables import Review

PAGE = 10


def notes_list_view(view: ReviewView, page: int) -> View:
    """Ten notes a page, in their order, decided or not, those that were folded away last; pages
    count from 1."""
    notes = sorted(view.notes, key=_lot_and_number)
    pages = max(-(-len(notes) // PAGE), 1)
    page = min(max(page, 1), pages)
    numbers = numbers_of(view)
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


def _lot(view: NoteView, folded: Sequence[NoteView]) -> list[Block]:
    """The title above the first of the notes that were folded away."""
    if not folded or view is not folded[0]:
        return []
    return [kit.section("Rejected before, and folded away until somebody drafts them anyway:")]


def _turn(words: str, review: Review, page: int, pages: int) -> list[Block]:
    """The button to another page, if there is one."""
    if not 1 <= page <= pages:
        return []
    return [kit.actions(f"page:{page}", kit.button(words, "notes_page", f"{review.id}:{page}"))]


def _lot_and_number(view: NoteView) -> tuple[bool, int]:
    return view.note.state == "folded", view.note.number
