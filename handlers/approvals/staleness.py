"""Approvals that something came after: a new cut, or a note accepted afterwards. They stay in the
record and stop counting; whoever gave one can say it again. Nothing here gives a verdict."""

from collections.abc import Sequence

from handlers.answers import show
from handlers.approvals.cards import stale_notice
from handlers.approvals.requests import refresh_requests
from handlers.approvals.rules import APPROVING, is_fresh, outdated_by_note
from handlers.program import SCRIPTY
from store.clock import now
from store.tables import Approval, Cut, Note
from store.unit_of_work import Work

NOTICE = "approval_stale"


async def cut_superseded(work: Work, old: Cut, new: Cut) -> None:
    """A newer cut is up: no verdict on the old one counts any more, and the thread is told which
    approvals that concerns.

    `old` already says what supersedes it, and its card is shown by the caller. Twice changes
    nothing.
    """
    await work.reviews.find(Cut, old.id, lock=True)
    given = await work.approvals.of_cuts([old.id])
    marked = [each for each in given if is_fresh(each)]
    await _mark(work, marked, f"{new.version} is up")
    approvals = [each for each in marked if each.verdict in APPROVING]
    asked = [request.user_id for request in await work.approvals.requests(old.id)]
    await refresh_requests(work, old.id, [*asked, *(each.user_id for each in given)])
    await _tell(work, old, approvals, again=())


async def note_accepted(work: Work, note: Note) -> None:
    """A note was accepted: approvals given before no longer count, and the thread is told.

    The card is shown by the caller, since accepting changes it anyway.
    """
    review = await work.reviews.get(note.review_id)
    cut = await work.reviews.find(Cut, review.cut_id, lock=True)
    assert cut is not None
    given = await work.approvals.of_cuts([cut.id])
    marked = [each for each in given if outdated_by_note(each, note.number)]
    await _mark(work, marked, f"N{note.number} was accepted afterwards")
    await refresh_requests(work, cut.id, [each.user_id for each in marked])
    path = (await work.productions.get(cut.production_id)).approvers
    again = [each.user_id for each in marked if each.user_id in path]
    await _tell(work, cut, marked, again=again)


async def _mark(work: Work, approvals: Sequence[Approval], because: str) -> None:
    moment = now()
    for approval in approvals:
        approval.stale_at, approval.stale_because = moment, because
        work.log(
            SCRIPTY.user, SCRIPTY.surface, "approval.stale", "approval", approval.id,
            because=because,
        )  # fmt: skip
    await work.session.flush()


async def _tell(work: Work, cut: Cut, marked: Sequence[Approval], *, again: Sequence[str]) -> None:
    """One message in the thread for everything that one cause made stale.

    An approval becomes stale only once, so the first of them names the message.
    """
    review = (await work.reviews.of_cuts([cut.id])).get(cut.id)
    if not marked or review is None or review.thread_ts is None:
        return
    names = await work.people.names(each.user_id for each in marked)
    told = stale_notice(cut, marked, names, again)
    await show(
        work, f"stale:{cut.id}:{marked[0].id}", NOTICE,
        body={"text": told.text, "blocks": told.blocks},
        subject_id=cut.id, channel=review.channel, thread_ts=review.thread_ts,
    )  # fmt: skip
