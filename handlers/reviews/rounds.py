"""Ending a round: finished, frozen, closed, and open again.

*Finished reviewing*, *all notes resolved* and *approved* are three different things (product.md,
section 2): none of these here approves anything.
"""

from handlers.answers import show
from handlers.membership import require_member
from handlers.notes.folding import one_save_at_a_time
from handlers.program import Actor
from handlers.reports.services import report_round
from handlers.reviews.cuts import carry_all, require_current
from handlers.reviews.errors import (
    AlreadyFinishedError,
    NotYourRoundError,
    ReviewNotFoundError,
    RoundStateError,
)
from handlers.reviews.showing import SHEET, sheet_key, show_card
from store.clock import now
from store.tables import Cut, Production, Review
from store.types import RUN_ROUNDS, ReviewState
from store.unit_of_work import Work


async def freeze_review(work: Work, review_id: str, actor: Actor) -> Review:
    """End the collecting of notes: one numbered sheet is posted, and what is written afterwards
    is late.

    Raises ReviewNotFoundError, NotAMemberError, SupersededError, NotYourRoundError,
    RoundStateError.
    """
    review = await _of_actor(work, review_id, actor, "open")
    review.state, review.frozen_at, review.frozen_by = "frozen", now(), actor.user
    await _changed(work, review, actor, "frozen")
    await _show_sheet(work, review)
    return review


async def close_review(work: Work, review_id: str, actor: Actor) -> Review:
    """End the round: nothing in it changes until it is reopened, and its report is posted.

    One that is still open is frozen by it as well. Raises as `freeze_review` does.
    """
    review = await _of_actor(work, review_id, actor, "open", "frozen")
    if review.state == "open":
        review.frozen_at, review.frozen_by = now(), actor.user
    review.state, review.closed_at, review.closed_by = "closed", now(), actor.user
    await _changed(work, review, actor, "closed")
    await _show_sheet(work, review)
    await report_round(work, review)
    return review


async def reopen_review(work: Work, review_id: str, actor: Actor) -> Review:
    """Go on with a round that was frozen or closed: what came late is in time again.

    Raises as `freeze_review` does.
    """
    review = await _of_actor(work, review_id, actor, "frozen", "closed")
    review.state = "open"
    review.frozen_at = review.frozen_by = review.closed_at = review.closed_by = None
    for note in await work.notes.of_review(review.id, lock=True):
        note.late = False
    await carry_all(work, review)
    await _changed(work, review, actor, "reopened")
    return review


async def finish_reviewing(work: Work, review_id: str, actor: Actor) -> Review:
    """Say that one has said everything about this cut, and no more than that.

    Raises ReviewNotFoundError, NotAMemberError, SupersededError, RoundStateError,
    AlreadyFinishedError.
    """
    review = await _open(work, review_id, actor, "open", "frozen")
    if not await work.reviews.say_finished(review.id, actor.user):
        raise AlreadyFinishedError
    await _changed(work, review, actor, "reviewer_finished")
    return review


async def _of_actor(work: Work, review_id: str, actor: Actor, *states: ReviewState) -> Review:
    """The review, if it is in such a state and this person runs its rounds."""
    review = await _open(work, review_id, actor, *states)
    production = await work.productions.get(review.production_id)
    cut = await work.reviews.cut(review.cut_id)
    who = await _who_runs(work, production, review, cut)
    if actor.user not in who:
        names = await work.people.names(who)
        raise NotYourRoundError(sorted({names.get(user, "") for user in who} - {""}))
    return review


async def _who_runs(work: Work, production: Production, review: Review, cut: Cut) -> set[str]:
    members = await work.productions.members(production.id)
    leads = {member.user_id for member in members if not set(RUN_ROUNDS).isdisjoint(member.roles)}
    return leads | ({production.decider or "", review.started_by, cut.posted_by} - {""})


async def _open(work: Work, review_id: str, actor: Actor, *states: ReviewState) -> Review:
    known = await work.reviews.find(Review, review_id)
    if known is None:
        raise ReviewNotFoundError
    production = await require_member(work, known.production_id, actor)
    await one_save_at_a_time(work, production.id)  # before the review, as everybody waits
    review = await work.reviews.get(known.id, lock=True)
    await require_current(work, await work.reviews.cut(review.cut_id))
    if review.state not in states:
        names = await work.people.names({review.closed_by or "", review.frozen_by or ""} - {""})
        raise RoundStateError(review, names, production.timezone)
    return review


async def _changed(work: Work, review: Review, actor: Actor, action: str) -> None:
    work.log(actor.user, actor.surface, f"review.{action}", "review", review.id, round=review.round)
    await show_card(work, review)


async def _show_sheet(work: Work, review: Review) -> None:
    await show(
        work, sheet_key(review), SHEET,
        subject_id=review.id, channel=review.channel, thread_ts=review.thread_ts,
        asked_by=review.frozen_by,
    )  # fmt: skip
