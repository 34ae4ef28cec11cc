"""What people decide about the lines of a draft: accept, reject, edit, one by one or all at once.

The same for every kind of draft. A person accepts, and what is accepted is what it becomes in the
same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from handlers.errors import ChangedMeanwhileError, ScriptyError
from handlers.membership import learn_owner
from handlers.program import Actor
from handlers.suggestions.accepting import Became, realise, show_all
from handlers.suggestions.errors import (
    NothingLeftError,
    NotYourRejectionError,
    NoWordsLeftError,
)
from handlers.suggestions.forms import Edit, shown_of
from handlers.suggestions.rules import OWNED, WRITTEN, rewritten
from handlers.suggestions.services import (
    REDRAW,
    asked_key,
    key_of,
    open_draft,
    open_suggestion,
    redraw_card,
)
from handlers.text import counted, name_of
from store.clock import now
from store.tables import Draft, Suggestion
from store.unit_of_work import Work


@dataclass(frozen=True)
class AllAccepted:
    """What became of each line of a draft that was accepted at once, and those that could not be,
    each with why."""

    draft: Draft
    accepted: Sequence[tuple[Suggestion, Became]]
    left: Sequence[tuple[Suggestion, str]]

    @property
    def said(self) -> Sequence[str]:
        """What became of each, in a sentence; of all that is written up, in one."""
        written = sum(line.becomes in WRITTEN for line, _ in self.accepted)
        if written < 2:
            return [became.said for _, became in self.accepted]
        others = [became.said for line, became in self.accepted if line.becomes not in WRITTEN]
        return [f"{counted(written, 'line')} are in the write-up in the thread now.", *others]


async def accept_suggestion(
    work: Work, suggestion_id: str, actor: Actor
) -> tuple[Suggestion, Became]:
    """Accept a line: it is what it becomes, with the words it was taken from as its source.

    Raises SuggestionNotFoundError, NotAMemberError, GuestError, AlreadyDecidedError, and what
    `accepting.realise` raises.
    """
    suggestion = await open_suggestion(work, suggestion_id, actor)
    draft = await _draft_of(work, suggestion)
    became = await _accept(work, suggestion, draft, actor)
    await show_all(work, draft, [became])
    return suggestion, became


async def accept_all(work: Work, draft_id: str, actor: Actor) -> AllAccepted:
    """Accept every line that nobody has decided on; one that can't be accepted any more is left.

    Raises SuggestionNotFoundError, NotAMemberError, GuestError, NothingLeftError.
    """
    draft, waiting = await _undecided(work, draft_id, actor)
    accepted: list[tuple[Suggestion, Became]] = []
    left: list[tuple[Suggestion, str]] = []
    for each in waiting:
        logged = len(work.logged)
        try:
            async with work.session.begin_nested():
                accepted.append((each, await _accept(work, each, draft, actor)))
        except ScriptyError as error:
            del work.logged[logged:]  # it is undone, and didn't happen
            await work.session.refresh(each)
            left.append((each, str(error)))
    await show_all(work, draft, [became for _, became in accepted])
    return AllAccepted(draft, accepted, left)


async def reject_suggestion(work: Work, suggestion_id: str, actor: Actor) -> Suggestion:
    """Reject a line. It is remembered: the same idea doesn't come back as a new draft.

    Raises SuggestionNotFoundError, NotAMemberError, GuestError, AlreadyDecidedError.
    """
    suggestion = await open_suggestion(work, suggestion_id, actor)
    _decide(work, suggestion, actor, "rejected")
    await redraw_card(work, suggestion.draft_id)
    return suggestion


async def reject_all(work: Work, draft_id: str, actor: Actor, reason: str) -> Sequence[Suggestion]:
    """Reject every line that nobody has decided on, for one reason ("" for none).

    Raises SuggestionNotFoundError, NotAMemberError, GuestError, NothingLeftError.
    """
    draft, waiting = await _undecided(work, draft_id, actor)
    for each in waiting:
        each.decision_reason = reason or None
        _decide(work, each, actor, "rejected")
        if reason:
            _log(work, actor, each, "explained", reason=reason)
    await redraw_card(work, draft.id)
    return waiting


async def rejecting_all(work: Work, draft_id: str, actor: Actor) -> tuple[Draft, int]:
    """The draft, and how many of its lines nobody has decided on, for the form that asks why.
    Raises as `reject_all` does."""
    draft, waiting = await _undecided(work, draft_id, actor)
    return draft, len(waiting)


async def own_rejection(work: Work, suggestion_id: str, actor: Actor) -> Suggestion:
    """A line that this person rejected, so that they can say why: the reason stands in their name.

    Raises as `reject_suggestion` does, NotYourRejectionError.
    """
    suggestion = await open_suggestion(work, suggestion_id, actor, "rejected")
    if suggestion.decided_by != actor.user:
        names = await work.people.names([suggestion.decided_by or ""])
        named = f"S{suggestion.number}"
        raise NotYourRejectionError(named, name_of(suggestion.decided_by, names))
    return suggestion


async def explain_rejection(
    work: Work, suggestion_id: str, actor: Actor, reason: str
) -> Suggestion:
    """Say why a line was rejected. Raises as `own_rejection` does."""
    suggestion = await own_rejection(work, suggestion_id, actor)
    suggestion.decision_reason = reason or None
    _log(work, actor, suggestion, "explained", reason=reason)
    await redraw_card(work, suggestion.draft_id)
    return suggestion


async def edit_suggestion(
    work: Work, suggestion_id: str, actor: Actor, entered: Edit, seen: str
) -> Suggestion:
    """Put a line right before it is decided on; what it quotes stays as it was written. `seen` is
    the mark of what the form showed.

    Raises as `reject_suggestion` does, NoWordsLeftError, ChangedMeanwhileError.
    """
    suggestion = await open_suggestion(work, suggestion_id, actor)
    if not entered.text:
        raise NoWordsLeftError
    shown = shown_of(suggestion)
    if suggestion.becomes not in OWNED:  # its form asks for neither
        entered = replace(entered, owner=shown.owner, due=shown.due)
    if entered == shown:
        return suggestion
    if seen != shown.mark():
        raise ChangedMeanwhileError(f"S{suggestion.number}", "text")
    values = entered.values()
    if entered.owner != suggestion.owner:
        values["owner_written"] = None
    if entered.due != suggestion.due:
        values["due_written"] = None
    values["detail"] = rewritten(suggestion, entered.text)
    for name, value in values.items():
        setattr(suggestion, name, value)
    suggestion.edited_by = actor.user
    _log(work, actor, suggestion, "edited")
    await redraw_card(work, suggestion.draft_id)
    await learn_owner(
        work, suggestion.production_id, actor, suggestion.owner, key_of(suggestion.draft_id)
    )
    return suggestion


async def draft_again(work: Work, suggestion_id: str, actor: Actor) -> Suggestion:
    """Make a draft of a line that was folded away since its idea was rejected before.

    Raises as `reject_suggestion` does.
    """
    suggestion = await open_suggestion(work, suggestion_id, actor, "merged")
    suggestion.state = "draft"
    _log(work, actor, suggestion, "unfolded")
    await redraw_card(work, suggestion.draft_id)
    return suggestion


async def redraw_list(work: Work, draft_id: UUID, shown: str) -> None:
    """Show in an open list of a draft's lines what became of a press in it; `shown` is its view's
    id and the page, "V01:3", or empty."""
    view_id, _, page = shown.rpartition(":")
    if view_id:
        await work.defer(
            REDRAW, lock=f"view {view_id}",
            view_id=view_id, draft_id=str(draft_id), page=int(page or 1),
        )  # fmt: skip


async def _accept(work: Work, suggestion: Suggestion, draft: Draft, actor: Actor) -> Became:
    """Accept a line that is held; `show_all` shows what it became."""
    became = await realise(work, suggestion, draft, actor)
    task = became.task
    suggestion.task_id = task.id if task else None
    detail: dict[str, Any] = {"task": task.number} if task else {}
    if became.shot:
        detail["shot"] = became.shot
    _decide(work, suggestion, actor, "accepted", **detail)
    await work.session.flush()
    if task is not None:
        shown = [key_of(draft.id)]
        if suggestion.becomes == "question" and suggestion.owner:
            shown.append(asked_key(draft.id, suggestion.owner))
        await learn_owner(work, suggestion.production_id, actor, suggestion.owner, *shown)
    return became


async def _undecided(work: Work, draft_id: str, actor: Actor) -> tuple[Draft, Sequence[Suggestion]]:
    """The draft and its lines that nobody has decided on, held to the transaction's end."""
    draft = await open_draft(work, draft_id, actor)
    waiting = await work.suggestions.undecided(draft.id)
    if not waiting:
        raise NothingLeftError
    return draft, waiting


def _decide(work: Work, suggestion: Suggestion, actor: Actor, state: str, **detail: Any) -> None:
    suggestion.state, suggestion.decided_by, suggestion.decided_at = state, actor.user, now()
    _log(work, actor, suggestion, state, **detail)


async def _draft_of(work: Work, suggestion: Suggestion) -> Draft:
    draft = await work.suggestions.find(Draft, suggestion.draft_id)
    assert draft is not None
    return draft


def _log(work: Work, actor: Actor, suggestion: Suggestion, action: str, **detail: Any) -> None:
    work.log(
        actor.user, actor.surface, f"suggestion.{action}", "suggestion", suggestion.id, **detail
    )
