"""What the approvals of a cut are shown from, gathered from the record."""

from collections.abc import Sequence
from datetime import datetime

from handlers.approvals.entry import ApprovalsView
from handlers.approvals.rules import Path, is_open, path
from store.tables import Cut, Note, Production
from store.unit_of_work import Work


async def approvals_view(work: Work, production: Production, cut: Cut) -> ApprovalsView:
    """The approvals of a cut as the record has them now."""
    requests = await work.approvals.requests(cut.id)
    newest = await work.reviews.newest_of(cut)
    return ApprovalsView(
        production=production,
        cut=cut,
        path=await path_of(work, production, cut),
        asked={request.user_id: request for request in requests},
        newer=newest if newest.id != cut.id else None,
    )


async def path_of(work: Work, production: Production, cut: Cut, at: datetime | None = None) -> Path:
    """The review path of a cut with what was said on it, as it was at that moment; None is now."""
    given = await work.approvals.of_cuts([cut.id])
    return path(production.approvers, cut.posted_by, given, at)


async def open_notes(work: Work, cut: Cut) -> Sequence[Note]:
    """The notes of a cut that are still to be dealt with, by number."""
    review = (await work.reviews.of_cuts([cut.id])).get(cut.id)
    if review is None:
        return ()
    notes = await work.notes.of_review(review.id)
    tasks = await work.tasks.of_notes(note.id for note in notes)
    return [note for note in notes if is_open(note, tasks.get(note.id))]
