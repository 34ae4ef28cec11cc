"""Having a review's card show the record as it is now."""

from collections.abc import Iterable
from uuid import UUID

from handlers.answers import refresh, show
from store.tables import Note, Review
from store.unit_of_work import Work

CARD = "review_card"
SHEET = "round_sheet"


def sheet_key(review: Review) -> str:
    """The delivery that the sheet of this freeze is; the next freeze has one of its own."""
    assert review.frozen_at is not None
    return f"sheet:{review.id}:{review.frozen_at.isoformat()}"


async def show_card(work: Work, review: Review) -> None:
    """Show the review's one card as the record has it now."""
    if review.thread_ts is None:
        return  # shown once the thread is opened
    await show(
        work, f"card:{review.id}", CARD,
        subject_id=review.id, channel=review.channel, thread_ts=review.thread_ts,
        asked_by=review.started_by,
    )  # fmt: skip
    if review.frozen_at is not None:
        await refresh(work, sheet_key(review))  # what was said in time may be read only now


async def show_cards(work: Work, reviews: Iterable[UUID]) -> None:
    """Show the cards of these reviews; in one order for all, so that no two wait for each other."""
    for review_id in sorted(set(reviews)):
        await show_card(work, await work.reviews.get(review_id))


async def show_note(work: Work, note: Note) -> None:
    """Show a note as it is now, wherever it is named."""
    await work.session.flush()
    await show_cards(work, {note.review_id, *await work.notes.reviews_naming([note])})
