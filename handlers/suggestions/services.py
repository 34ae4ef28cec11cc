"""What people do with drafts: have one made, decide on its lines one by one.

The same for every kind of draft. What is drafted comes as `Line`s from whoever reads or asks; a
person accepts, and what is accepted is a task in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import col

from handlers.answers import refresh, show
from handlers.errors import ChangedMeanwhileError
from handlers.membership import learn_owner, require_member
from handlers.program import Actor, Place
from handlers.suggestions.cards import DraftView
from handlers.suggestions.errors import (
    AlreadyDecidedError,
    NoWordsLeftError,
    SuggestionNotFoundError,
)
from handlers.suggestions.forms import Edit, shown_of
from handlers.suggestions.rules import Line, Sorted, Source, repeats, sort_out
from handlers.tasks.services import make_from_suggestion
from handlers.text import moment, name_of, shorten
from store.clock import now
from store.tables import Draft, Production, Suggestion, Task
from store.types import DraftKind
from store.unit_of_work import Work

CARD = "draft_card"

REDRAW = "redraw_draft"
"""Name of the job that shows the present state of an open list of drafts."""

_TITLE = 150


@dataclass(frozen=True)
class Made:
    """What became of the lines; `draft` is None where none of them is new to the production."""

    draft: Draft | None
    lines: Sorted
    numbers: Sequence[int] = field(default=())


async def make_draft(
    work: Work,
    actor: Actor,
    production: Production,
    kind: DraftKind,
    source: Source,
    lines: Sequence[Line],
    place: Place,
    *,
    drafted_by: str = "reader",
) -> Made:
    """Keep these lines as drafts and show them where they were asked for.

    At most `rules.MOST` at once, the others are left. What the production rejected before is
    folded away under the earlier one; what stands there already is not drafted again.
    """
    await work.suggestions.one_at_a_time("suggestions", str(production.id))
    sorted_out = sort_out(lines, await work.suggestions.of_production(production.id))
    kept = len(sorted_out.fresh) + len(sorted_out.rejected)
    if not kept:
        return Made(None, sorted_out)
    draft = await work.add(
        Draft(
            production_id=production.id,
            kind=kind,
            title=shorten(source.title, _TITLE),
            source_channel=source.channel,
            source_ts=source.ts,
            source_permalink=source.permalink,
            channel=place.channel,
            thread_ts=place.thread_ts,
            drafted_by=drafted_by,
            asked_by=actor.user,
        )
    )
    first = await work.productions.take_numbers(
        production.id, col(Production.next_suggestion), kept
    )
    earlier = [(line, None) for line in sorted_out.fresh]
    for at, (line, known) in enumerate([*earlier, *sorted_out.rejected]):
        await work.add(_suggestion(draft, line, at, first + at, known))
    work.log(
        actor.user, actor.surface, "draft.made", "draft", draft.id,
        of=kind, what=draft.title, lines=len(sorted_out.fresh), by=drafted_by,
    )  # fmt: skip
    await show(
        work, key_of(draft.id), CARD,
        subject_id=draft.id, channel=place.channel, thread_ts=place.thread_ts,
        asked_by=actor.user,
    )  # fmt: skip
    return Made(draft, sorted_out, range(first, first + kept))


async def accept_suggestion(
    work: Work, suggestion_id: str, actor: Actor
) -> tuple[Suggestion, Task]:
    """Accept a draft: it becomes a task, with the words it was taken from as its source.

    Raises SuggestionNotFoundError, NotAMemberError, GuestError, AlreadyDecidedError.
    """
    suggestion = await open_suggestion(work, suggestion_id, actor)
    draft = await _draft_of(work, suggestion)
    task = await make_from_suggestion(work, suggestion, draft, actor)
    suggestion.task_id = task.id
    await _decide(work, suggestion, actor, "accepted", task=task.number)
    await learn_owner(
        work, suggestion.production_id, actor, suggestion.owner, key_of(suggestion.draft_id)
    )
    return suggestion, task


async def reject_suggestion(work: Work, suggestion_id: str, actor: Actor) -> Suggestion:
    """Reject a draft. It is remembered: the same idea doesn't come back as a new draft.

    Raises as `accept_suggestion` does.
    """
    suggestion = await open_suggestion(work, suggestion_id, actor)
    await _decide(work, suggestion, actor, "rejected")
    return suggestion


async def explain_rejection(
    work: Work, suggestion_id: str, actor: Actor, reason: str
) -> Suggestion:
    """Say why a rejected draft was rejected. Raises as `accept_suggestion` does."""
    suggestion = await open_suggestion(work, suggestion_id, actor, "rejected")
    suggestion.decision_reason = reason or None
    _log(work, actor, suggestion, "explained", reason=reason)
    await _redraw(work, suggestion)
    return suggestion


async def edit_suggestion(
    work: Work, suggestion_id: str, actor: Actor, entered: Edit, seen: str
) -> Suggestion:
    """Put a draft right before it is decided on; what it quotes stays as it was written. `seen` is
    the mark of what the form showed.

    Raises as `accept_suggestion` does, NoWordsLeftError, ChangedMeanwhileError.
    """
    suggestion = await open_suggestion(work, suggestion_id, actor)
    if not entered.text:
        raise NoWordsLeftError
    shown = shown_of(suggestion)
    if entered == shown:
        return suggestion
    if seen != shown.mark():
        raise ChangedMeanwhileError(f"S{suggestion.number}", "text")
    values = entered.values()
    if entered.owner != suggestion.owner:
        values["owner_written"] = None
    if entered.due != suggestion.due:
        values["due_written"] = None
    for name, value in values.items():
        setattr(suggestion, name, value)
    suggestion.edited_by = actor.user
    _log(work, actor, suggestion, "edited")
    await _redraw(work, suggestion)
    await learn_owner(
        work, suggestion.production_id, actor, suggestion.owner, key_of(suggestion.draft_id)
    )
    return suggestion


async def draft_again(work: Work, suggestion_id: str, actor: Actor) -> Suggestion:
    """Make a draft of a line that was folded away since its idea was rejected before.

    Raises as `accept_suggestion` does.
    """
    suggestion = await open_suggestion(work, suggestion_id, actor, "merged")
    suggestion.state = "draft"
    _log(work, actor, suggestion, "unfolded")
    await _redraw(work, suggestion)
    return suggestion


async def open_suggestion(
    work: Work, suggestion_id: str, actor: Actor, state: str = "draft"
) -> Suggestion:
    """The suggestion in this state, held to the transaction's end, for a member.

    Raises SuggestionNotFoundError, NotAMemberError, GuestError, AlreadyDecidedError.
    """
    suggestion = await work.suggestions.find(Suggestion, suggestion_id, lock=True)
    if suggestion is None:
        raise SuggestionNotFoundError
    production = await require_member(work, suggestion.production_id, actor)
    if suggestion.state != state:
        raise await _decided(work, suggestion, production)
    return suggestion


async def open_draft(work: Work, draft_id: str, actor: Actor) -> Draft:
    """The draft, for a member. Raises SuggestionNotFoundError, NotAMemberError, GuestError."""
    draft = await work.suggestions.find(Draft, draft_id)
    if draft is None:
        raise SuggestionNotFoundError
    await require_member(work, draft.production_id, actor)
    return draft


async def draft_view(work: Work, draft: Draft) -> DraftView:
    """Everything that a draft's card and list show."""
    lines = await work.suggestions.of_draft(draft.id)
    earlier = await work.suggestions.by_id([at for each in lines if (at := repeats(each))])
    tasks = await work.suggestions.tasks_of([*(each.id for each in lines), *earlier])
    names = await work.people.names(
        user or ""
        for each in (*lines, *earlier.values())
        for user in (each.owner, each.decided_by, draft.asked_by)
    )
    production = await work.productions.get(draft.production_id)
    return DraftView(draft, lines, names, production.timezone, _today(production), tasks, earlier)


async def redraw_list(work: Work, suggestion: Suggestion, shown: str) -> None:
    """Show in an open list of drafts what became of a press in it; `shown` is its view's id and
    page, "V01:3", or empty."""
    view_id, _, page = shown.rpartition(":")
    if view_id:
        await work.defer(
            REDRAW, lock=f"view {view_id}",
            view_id=view_id, draft_id=str(suggestion.draft_id), page=int(page or 1),
        )  # fmt: skip


def key_of(draft_id: UUID) -> str:
    """The key of a draft's card."""
    return f"draft:{draft_id}"


def _suggestion(
    draft: Draft, line: Line, position: int, number: int, earlier: Suggestion | None
) -> Suggestion:
    detail = dict(line.detail or {}) | ({"repeats": str(earlier.id)} if earlier else {})
    return Suggestion(
        production_id=draft.production_id,
        draft_id=draft.id,
        number=number,
        position=position,
        state="merged" if earlier else "draft",
        text=line.text,
        quote=line.quote,
        reason=line.reason,
        next_action=line.next_action,
        owner=line.owner.user if line.owner else None,
        owner_written=line.owner.written if line.owner else None,
        due=line.due.date if line.due else None,
        due_written=line.due.written if line.due else None,
        detail=detail or None,
    )


async def _decide(
    work: Work, suggestion: Suggestion, actor: Actor, state: str, **detail: Any
) -> None:
    suggestion.state, suggestion.decided_by, suggestion.decided_at = state, actor.user, now()
    _log(work, actor, suggestion, state, **detail)
    await _redraw(work, suggestion)


async def _redraw(work: Work, suggestion: Suggestion) -> None:
    await work.session.flush()
    await refresh(work, key_of(suggestion.draft_id))


async def _decided(
    work: Work, suggestion: Suggestion, production: Production
) -> AlreadyDecidedError:
    names = await work.people.names([suggestion.decided_by or ""])
    task = (await work.suggestions.tasks_of([suggestion.id])).get(suggestion.id)
    when: datetime | None = suggestion.decided_at
    return AlreadyDecidedError(
        suggestion,
        name_of(suggestion.decided_by, names) if suggestion.decided_by else "",
        moment(when, production.timezone) if when else "",
        task.number if task else None,
    )


async def _draft_of(work: Work, suggestion: Suggestion) -> Draft:
    draft = await work.suggestions.find(Draft, suggestion.draft_id)
    assert draft is not None
    return draft


def _today(production: Production) -> Any:
    return now().astimezone(ZoneInfo(production.timezone)).date()


def _log(work: Work, actor: Actor, suggestion: Suggestion, action: str, **detail: Any) -> None:
    work.log(
        actor.user, actor.surface, f"suggestion.{action}", "suggestion", suggestion.id, **detail
    )
