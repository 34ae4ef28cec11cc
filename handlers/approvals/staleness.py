"""Approvals that something came after: a new cut, or a note accepted afterwards. They stay in the
record and stop counting; whoever gave one can say it again. Nothing here gives a verdict."""

from collections.abc import Sequence

from handlers.answers import show
from handlers.approvals.cards import stale_notice
from handlers.approvals.requests import refresh_requests
from handlers.approvals.rules import is_fresh, outdated_by_note
from handlers.program import SCRIPTY
from store.clock import now
from store.tables import Approval, Cut, Note
from store.unit_of_work import Work

NOTICE = "approval_stale"


async def cut_superseded(work: Work, old: Cut, new: Cut) -> None:
    """A newer cut is up: no verdict on the old one counts any more.

    `old` already says what supersedes it. The caller shows its card, and the pointer to the newer
    cut, which says whose approvals are stale. Twice changes nothing.
    """
    await work.reviews.find(Cut, old.id, lock=True)
    given = await work.approvals.of_cuts([old.id])
    await _mark(work, [each for each in given if is_fresh(each)], f"{new.version} is up")
    await refresh_requests(work, old.id)


async def note_accepted(work: Work, note: Note) -> None:
    """A note was accepted: approvals given before no longer count, and the thread is told.

    The card is shown by the caller, since accepting changes it anyway.
    """
    review = await work.reviews.get(note.review_id)
    cut = await work.reviews.find(Cut, review.cut_id, lock=True)
    assert cut is not None
    given = await work.approvals.of_cuts([cut.id])
    marked = [each for each in given if outdated_by_note(each, note)]
    if marked:
        await _mark(work, marked, f"N{note.number} was accepted afterwards")
        await refresh_requests(work, cut.id)
        await _tell(work, cut, marked)


async def _mark(work: Work, approvals: Sequence[Approval], because: str) -> None:
    moment = now()
    for approval in approvals:
        approval.stale_at, approval.stale_because = moment, because
        work.log(
            SCRIPTY.user, SCRIPTY.surface, "approval.stale", "approval", approval.id,
            because=because,
        )  # fmt: skip
    await work.session.flush()


async def _tell(work: Work, cut: Cut, marked: Sequence[Approval]) -> None:
    """One message in the thread for everything that one note made stale; it asks those who still
    approve to look again.

    An approval becomes stale only once, so the first of them names the message.
    """
    review = (await work.reviews.of_cuts([cut.id])).get(cut.id)
    if review is None or review.thread_ts is None:
        return
    path = (await work.productions.get(cut.production_id)).approvers
    again = [each.user_id for each in marked if each.user_id in path]
    names = await work.people.names(each.user_id for each in marked)
    told = stale_notice(cut, marked, names, again)
    await show(
        work, f"stale:{cut.id}:{marked[0].id}", NOTICE,
        body={"text": told.text, "blocks": told.blocks},
        subject_id=cut.id, channel=review.channel, thread_ts=review.thread_ts,
    )  # fmt: skip
