"""Asking the people of the review path, one after the other: nothing here gives a verdict.

Each is asked once per cut, in one message that shows their answer later.
"""

from collections.abc import Iterable
from uuid import UUID

from handlers.answers import refresh, show
from handlers.approvals.rules import next_to_ask
from handlers.approvals.views import path_of
from handlers.membership import learn_owner
from handlers.program import SCRIPTY, Actor
from store.tables import ApprovalRequest, Cut, Note, Review
from store.unit_of_work import Work

REQUEST = "approval_request"
"""The kind of the message that asks an approver, and then shows what they said."""

PATH = "path"
"""Why somebody is asked when the approver before them has approved."""


async def ask_next(
    work: Work,
    cut: Cut,
    because: str,
    *,
    actor: Actor = SCRIPTY,
    said: UUID | None = None,
) -> str | None:
    """Ask the next approver of the path, unless they were asked about this cut before; who it is.

    `because` is who wants it: a user id, or `PATH`; `said` the message that sounded like an
    approval. The cut is locked by the caller, who shows the card as well.
    """
    production = await work.productions.get(cut.production_id)
    user = next_to_ask(await path_of(work, production, cut))
    if user is None:
        return None
    request = ApprovalRequest(cut_id=cut.id, user_id=user, because=because, said=said)
    if not await work.approvals.ask(request):
        return None
    work.log(actor.user, actor.surface, "approval.asked", "cut", cut.id, user=user, because=because)
    await show_request(work, cut, user)
    return user


async def said_approval(work: Work, review: Review, note: Note) -> None:
    """Somebody wrote what sounds like an approval: the named approver is asked for theirs.

    Once per cut and person, whatever else is said; about a superseded cut nobody is asked. The
    card is shown by the caller.
    """
    sources = (await work.notes.sources([note.id])).get(note.id, ())
    cut = await work.reviews.find(Cut, review.cut_id, lock=True)
    if cut is None or cut.superseded_by is not None or not sources:
        return
    because, said = sources[0].user_id, sources[0].message_id
    await ask_next(work, cut, because, said=said)


async def words_changed(work: Work, review: Review) -> None:
    """Something in the thread was edited or deleted: requests that quote it stop doing so."""
    requests = await work.approvals.requests(review.cut_id)
    await _refresh(work, review.cut_id, {each.user_id for each in requests if each.said})


async def show_request(work: Work, cut: Cut, user: str) -> None:
    """Show the one message about this person's verdict, in the cut's thread."""
    review = (await work.reviews.of_cuts([cut.id])).get(cut.id)
    if review is None or review.thread_ts is None:
        return  # no thread, so nobody could have pressed anything in it
    key = request_key(cut.id, user)
    await show(
        work, key, REQUEST,
        subject_id=cut.id, channel=review.channel, thread_ts=review.thread_ts,
        asked_by=cut.posted_by,
    )  # fmt: skip
    await learn_owner(work, cut.production_id, Actor(user, SCRIPTY.surface), user, key)


async def refresh_requests(work: Work, cut_id: UUID) -> None:
    """Draw the messages about a cut's verdicts again: each says how far the others are."""
    asked = {request.user_id for request in await work.approvals.requests(cut_id)}
    said = {approval.user_id for approval in await work.approvals.of_cuts([cut_id])}
    await _refresh(work, cut_id, asked | said)


async def _refresh(work: Work, cut_id: UUID, users: Iterable[str]) -> None:
    """In one order for all, so that no two wait for each other."""
    for user in sorted(users):
        await refresh(work, request_key(cut_id, user))


def request_key(cut_id: UUID, user: str) -> str:
    """The key of the one message that asks this person about this cut."""
    return f"approval:{cut_id}:{user}"


def user_of(key: str) -> str:
    """Whom the message with this key asks."""
    return key.rpartition(":")[2]
