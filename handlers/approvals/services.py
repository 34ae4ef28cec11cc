"""What people say of a cut: approved, approved with notes, changes requested, taken back.

The only place where a verdict is written, and only for whoever pressed. That this person may say
it now is read from the record at each press.
"""

from collections.abc import Sequence
from uuid import UUID

from handlers.approvals.errors import (
    AlreadyAskedError,
    AlreadyGivenError,
    CutNotFoundError,
    CutSupersededError,
    NoApproversError,
    NobodyToAskError,
    NoNotesNamedError,
    NoOpenNotesError,
    NotAnApproverError,
    NoteClosedError,
    NothingToRevokeError,
    NotYetError,
    OnlyApproverError,
    VerdictChangedError,
)
from handlers.approvals.forms import GivenOn
from handlers.approvals.requests import PATH, ask_next, refresh_requests, show_request
from handlers.approvals.rules import (
    APPROVING,
    Path,
    Refusal,
    before,
    counting,
    is_fresh,
    is_poster_alone,
    next_to_ask,
    refusal,
)
from handlers.approvals.views import open_notes, path_of
from handlers.errors import ScriptyError
from handlers.membership import require_member
from handlers.program import Actor
from handlers.reviews.showing import show_card
from handlers.text import moment, name_of
from store.clock import now
from store.tables import Approval, Cut, Note, Production
from store.types import Verdict
from store.unit_of_work import Work


async def request_approval(work: Work, cut_id: str, actor: Actor) -> str:
    """Ask the next of the review path for their approval; their user id.

    Raises CutNotFoundError, NotAMemberError, CutSupersededError, NoApproversError,
    OnlyApproverError, AlreadyAskedError, NobodyToAskError.
    """
    cut, production = await _open(work, cut_id, actor)
    asked = await ask_next(work, cut, actor.user, actor=actor)
    if asked is None:
        raise await _nobody_asked(work, production, cut)
    await _show_card(work, cut)
    return asked


async def approve(work: Work, cut_id: str, actor: Actor, pressed: GivenOn) -> Approval:
    """Approve a cut as it is; a stale approval is given again by it.

    Raises CutNotFoundError, NotAMemberError, CutSupersededError, and what `rules.refusal` finds:
    NoApproversError, NotAnApproverError, OnlyApproverError, NotYetError, AlreadyGivenError.
    """
    cut, production = await _open(work, cut_id, actor)
    return await _give(work, production, cut, actor, pressed, "approved")


async def notes_to_name(work: Work, cut_id: str, actor: Actor) -> tuple[Cut, Sequence[Note]]:
    """The cut and its open notes, for somebody who may approve it with some of them.

    Raises as `approve` does, and NoOpenNotesError.
    """
    cut, production = await _open(work, cut_id, actor)
    await _require_may(work, production, cut, actor, "approved with notes")
    notes = await open_notes(work, cut)
    if not notes:
        raise NoOpenNotesError(cut)
    return cut, notes


async def approve_with_notes(
    work: Work, cut_id: str, actor: Actor, pressed: GivenOn, named: Sequence[str]
) -> Approval:
    """Approve a cut with these open notes, by id: one at least (rule R10).

    Raises as `approve` does, NoNotesNamedError, NoteClosedError.
    """
    cut, production = await _open(work, cut_id, actor)
    if not named:
        raise NoNotesNamedError
    standing = {str(note.id): note.number for note in await open_notes(work, cut)}
    if not standing.keys() >= set(named):
        chosen = [await work.notes.find(Note, each) for each in named if each not in standing]
        raise NoteClosedError([note for note in chosen if note is not None])
    numbers = sorted({standing[each] for each in named})
    return await _give(work, production, cut, actor, pressed, "approved with notes", numbers)


async def request_changes(
    work: Work, cut_id: str, actor: Actor, pressed: GivenOn
) -> tuple[Approval, Cut]:
    """Ask for changes, whoever's turn it is.

    Raises as `approve` does, but never NotYetError or OnlyApproverError.
    """
    cut, production = await _open(work, cut_id, actor)
    return await _give(work, production, cut, actor, pressed, "changes requested"), cut


async def explain_changes(
    work: Work, approval_id: str, actor: Actor, pressed: GivenOn, comment: str
) -> None:
    """Say what must change, of a request for changes that still stands. What was said before is
    replaced by it, as nothing of a verdict is ever rewritten.

    Raises as `request_changes` does, and VerdictChangedError.
    """
    known = await work.approvals.find(Approval, approval_id)
    cut, production = await _open(work, str(known.cut_id) if known else "", actor)
    given = (await path_of(work, production, cut)).live.get(actor.user)
    if known is None or given is None or given.id != known.id or not is_fresh(given):
        raise VerdictChangedError(cut)
    if comment:
        await _give(work, production, cut, actor, pressed, "changes requested", comment=comment)


async def revoke(work: Work, cut_id: str, actor: Actor) -> Approval:
    """Take one's own verdict back; it stays in the record.

    Raises CutNotFoundError, NotAMemberError, CutSupersededError, NothingToRevokeError.
    """
    cut, production = await _open(work, cut_id, actor)
    given = (await path_of(work, production, cut)).live.get(actor.user)
    if given is None:
        raise NothingToRevokeError(cut)
    given.revoked_at = now()
    work.log(
        actor.user, actor.surface, "approval.revoked", "approval", given.id, verdict=given.verdict
    )
    await work.session.flush()
    await refresh_requests(work, cut.id)
    await _show_card(work, cut)
    return given


async def _give(
    work: Work,
    production: Production,
    cut: Cut,
    actor: Actor,
    pressed: GivenOn,
    verdict: Verdict,
    notes: Sequence[int] = (),
    comment: str = "",
) -> Approval:
    """Record what this person says of the locked cut, ask who comes next, show both."""
    path = await _require_may(work, production, cut, actor, verdict, notes, comment)
    earlier = path.live.get(actor.user)
    if earlier is not None:
        earlier.replaced_at = now()
        await work.session.flush()  # before the new row, as one live verdict a person is allowed
    approval = await work.add(
        Approval(
            production_id=production.id,
            cut_id=cut.id,
            user_id=actor.user,
            verdict=verdict,
            version=cut.version,
            link=cut.link,
            notes=list(notes),
            open_notes=[note.number for note in await open_notes(work, cut)],
            comment=comment,
            surface=actor.surface,
            channel=pressed.channel,
            message_ts=pressed.ts,
        )
    )
    work.log(
        actor.user, actor.surface, "approval.given", "approval", approval.id,
        verdict=verdict, version=cut.version, notes=list(notes), again=earlier is not None,
    )  # fmt: skip
    await show_request(work, cut, actor.user)
    if verdict in APPROVING:
        await ask_next(work, cut, PATH)
    if earlier is not None:
        await refresh_requests(work, cut.id)  # those asked after them are told who has approved
    await _show_card(work, cut)
    return approval


async def _open(work: Work, cut_id: str | UUID, actor: Actor) -> tuple[Cut, Production]:
    """The cut, held to the transaction's end, if it is current and this person may act on it."""
    cut = await work.reviews.find(Cut, cut_id, lock=True)
    if cut is None:
        raise CutNotFoundError
    production = await require_member(work, cut.production_id, actor)
    newest = await work.reviews.newest_of(cut)
    if newest.id != cut.id:
        raise CutSupersededError(cut, newest, is_asked=actor.user in production.approvers)
    return cut, production


async def _require_may(
    work: Work,
    production: Production,
    cut: Cut,
    actor: Actor,
    verdict: Verdict,
    notes: Sequence[int] = (),
    comment: str = "",
) -> Path:
    """The path, if this person may say this of the cut now."""
    path = await path_of(work, production, cut)
    why = refusal(path, actor.user, verdict, notes, comment)
    if why is not None:
        raise await _refused(work, production, cut, path, actor.user, why)
    return path


async def _refused(
    work: Work, production: Production, cut: Cut, path: Path, user: str, why: Refusal
) -> ScriptyError:
    names = await work.people.names([*path.approvers, user])
    if why == "nobody approves":
        return NoApproversError(production)
    if why == "no approver":
        return NotAnApproverError(production, [name_of(each, names) for each in path.approvers])
    if why == "only approver":
        return OnlyApproverError(production, cut, name_of(user, names))
    if why == "not yet":
        return NotYetError(cut, name_of(before(path, user), names))
    return AlreadyGivenError(path.live[user], production.timezone)


async def _nobody_asked(work: Work, production: Production, cut: Cut) -> ScriptyError:
    """Why there was nobody to ask."""
    path = await path_of(work, production, cut)
    names = await work.people.names(path.approvers)
    if not path.approvers:
        return NoApproversError(production)
    if is_poster_alone(path):
        return OnlyApproverError(production, cut, name_of(cut.posted_by, names))
    user = next_to_ask(path)
    if user is None:
        against = [each for each in path.approvers if counting(path, each) == "changes requested"]
        return NobodyToAskError(cut, [name_of(each, names) for each in against])
    requests = await work.approvals.requests(cut.id)
    when = next(each.at for each in requests if each.user_id == user)
    return AlreadyAskedError(cut, name_of(user, names), moment(when, production.timezone))


async def _show_card(work: Work, cut: Cut) -> None:
    review = (await work.reviews.of_cuts([cut.id])).get(cut.id)
    if review is not None:
        await show_card(work, review)
