"""Having a draft made: it begins, is filled with lines, fails or is cancelled.

The same for every kind of draft. What is drafted comes as `Line`s from whoever reads or asks; what
people then do with it is in `deciding`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import col

from handlers.answers import refresh, refresh_all, show
from handlers.membership import require_member
from handlers.program import SCRIPTY, Actor, Place
from handlers.suggestions.cards import DraftView
from handlers.suggestions.errors import (
    AlreadyDecidedError,
    NotDraftingError,
    SuggestionNotFoundError,
)
from handlers.suggestions.rules import (
    Line,
    Origin,
    Sorted,
    Source,
    mark_of,
    notes_merged,
    repeats,
    reworded_note,
    sort_out,
)
from handlers.text import moment, name_of, shorten
from store.clock import now
from store.tables import Draft, Production, Suggestion
from store.types import DraftKind, DraftSubject
from store.unit_of_work import Work

CARD = "draft_card"

REDRAW = "redraw_draft"
"""Name of the job that shows the present state of an open list of drafts."""

KNOWN = "stands already"
TOO_MANY = "too many"
"""Why lines are left out that hold, as `Draft.dropped` counts them."""

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
    sorted_out = await _sorted_out(work, production.id, lines)
    if not sorted_out.kept:
        return Made(None, sorted_out)
    draft = await _begin(work, actor, production, kind, source, place)
    return await _fill(work, draft, sorted_out, actor, drafted_by=drafted_by)


async def begin_draft(
    work: Work,
    actor: Actor,
    production: Production,
    kind: DraftKind,
    source: Source,
    place: Place,
    *,
    subject_kind: DraftSubject | None,
    subject_id: UUID | None,
    context: Mapping[str, str],
) -> Draft:
    """Show that something is being drafted; `fill_draft` or `fail_draft` ends it, and until then
    `cancel_draft` can."""
    draft = await _begin(
        work, actor, production, kind, source, place,
        subject_kind=subject_kind, subject_id=subject_id, context=dict(context) or None,
    )  # fmt: skip
    work.log(actor.user, actor.surface, "draft.begun", "draft", draft.id, of=kind, what=draft.title)
    return draft


async def report_progress(work: Work, draft_id: UUID, progress: str) -> bool:
    """Say on its card how far a draft is ("part 2 of 5"). False: it was cancelled meanwhile, so
    that nobody needs the rest."""
    draft = await _being_drafted(work, draft_id)
    if draft is None:
        return False
    draft.progress = progress
    await redraw_card(work, draft.id)
    return True


async def fill_draft(
    work: Work,
    draft: Draft,
    lines: Sequence[Line],
    *,
    drafted_by: str,
    model: str = "",
    version: str = "",
    fallback: str = "",
    dropped: Mapping[str, int] | None = None,
) -> Made:
    """Put these lines into a draft that was begun, as `make_draft` would, and let people decide.

    `dropped` counts lines that were not believed. Of a draft that was cancelled meanwhile, or is
    filled already, nothing changes and no draft is in the answer.
    """
    found = await _being_drafted(work, draft.id)
    if found is None:
        return Made(None, Sorted())
    return await _fill(
        work, found, await _sorted_out(work, found.production_id, lines, found.subject_id),
        Actor(found.asked_by, SCRIPTY.surface),
        drafted_by=drafted_by, model=model, prompt_version=version, fallback=fallback,
        dropped=dict(dropped or {}),
    )  # fmt: skip


async def fail_draft(work: Work, draft: Draft, why: str) -> None:
    """Say on its card why nothing was drafted and what to do, unless it is over already."""
    found = await _being_drafted(work, draft.id)
    if found is not None:
        found.state, found.progress = "failed", why
        await work.models.settle(found.id)
        work.log(SCRIPTY.user, SCRIPTY.surface, "draft.failed", "draft", found.id)
        await redraw_card(work, found.id)


async def cancel_draft(work: Work, draft_id: UUID | str, actor: Actor) -> Draft:
    """Stop drafting; nothing of it is kept.

    Raises SuggestionNotFoundError, NotAMemberError, GuestError, NotDraftingError.
    """
    draft = await open_draft(work, draft_id, actor, lock=True)
    if draft.state != "drafting":
        names = await work.people.names([draft.cancelled_by or ""])
        by = name_of(draft.cancelled_by, names) if draft.cancelled_by else ""
        raise NotDraftingError(draft, by)
    draft.state, draft.cancelled_by = "cancelled", actor.user
    await work.models.settle(draft.id)
    work.log(actor.user, actor.surface, "draft.cancelled", "draft", draft.id, what=draft.title)
    await redraw_card(work, draft.id)
    return draft


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


async def open_draft(
    work: Work, draft_id: UUID | str, actor: Actor, *, lock: bool = False
) -> Draft:
    """The draft, for a member. Raises SuggestionNotFoundError, NotAMemberError, GuestError."""
    draft = await work.suggestions.find(Draft, draft_id, lock=lock)
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
        for user in (
            draft.asked_by,
            draft.cancelled_by,
            *(who for each in (*lines, *earlier.values()) for who in (each.owner, each.decided_by)),
        )
    )
    production = await work.productions.get(draft.production_id)
    shots = await work.suggestions.shots_named([each.id for each in lines])
    return DraftView(
        draft, lines, names, production.timezone, _today(production), tasks, earlier, shots
    )


async def hold_suggestions(work: Work, production_id: UUID) -> None:
    """Let nobody else add lines in a production, or take words back from them, until this
    transaction ends."""
    await work.suggestions.one_at_a_time("suggestions", str(production_id))


async def forget_transcripts(work: Work, gone: Mapping[UUID, UUID]) -> None:
    """Let no line say what was said in transcripts that were deleted; show that. `gone` names the
    production of each."""
    for production_id in sorted(set(gone.values())):
        await hold_suggestions(work, production_id)
    await _redraw_all(work, await work.suggestions.forget_transcripts(gone.keys()))


async def forget_message(work: Work, message_id: UUID) -> None:
    """Let no line quote what stood in a message that was deleted; show that."""
    for production_id in await work.suggestions.productions_quoting(message_id):
        await hold_suggestions(work, production_id)
    await _redraw_all(work, await work.suggestions.forget_message(message_id))


async def _redraw_all(work: Work, drafts: Collection[UUID]) -> None:
    """Show the present state of everything that shows words of these drafts."""
    keys = [key for draft in drafts for key in await shown_of(work, draft)]
    await refresh_all(work, keys)


async def redraw_card(work: Work, draft_id: UUID) -> None:
    """Show the present state of a draft on its card."""
    await work.session.flush()
    await refresh(work, key_of(draft_id))


async def shown_of(work: Work, draft_id: UUID) -> Sequence[str]:
    """The keys of everything that shows words of a draft's lines."""
    lines = await work.suggestions.of_draft(draft_id)
    asked = {asked_key(draft_id, each.owner) for each in lines if each.owner}
    return [key_of(draft_id), written_key(draft_id), *asked]


def key_of(draft_id: UUID) -> str:
    """The key of a draft's card."""
    return f"draft:{draft_id}"


def written_key(draft_id: UUID) -> str:
    """The key of what a draft's accepted lines are written up in."""
    return f"written:{draft_id}"


def asked_key(draft_id: UUID, user: str) -> str:
    """The key of what a person is asked of a draft."""
    return f"asked:{draft_id}:{user}"


async def _begin(
    work: Work,
    actor: Actor,
    production: Production,
    kind: DraftKind,
    source: Source,
    place: Place,
    **values: Any,
) -> Draft:
    """A draft without lines, and its card."""
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
            state="drafting",
            asked_by=actor.user,
            **values,
        )
    )
    await show(
        work, key_of(draft.id), CARD,
        subject_id=draft.id, channel=place.channel, thread_ts=place.thread_ts,
        asked_by=actor.user,
    )  # fmt: skip
    return draft


async def _fill(work: Work, draft: Draft, lines: Sorted, actor: Actor, **values: Any) -> Made:
    """Keep these lines as those of a locked draft."""
    kept = [*((line, None) for line in lines.fresh), *lines.rejected]
    first = 0
    if kept:
        first = await work.productions.take_numbers(
            draft.production_id, col(Production.next_suggestion), len(kept)
        )
    rows = [
        _suggestion(draft, line, at, first + at, earlier) for at, (line, earlier) in enumerate(kept)
    ]
    await _mark_notes(work, rows)
    await work.add_all(rows)
    for name, value in values.items():
        setattr(draft, name, value)
    draft.state, draft.progress = "ready", ""
    if draft.kind != "sections":
        left_out = {KNOWN: len(lines.known), TOO_MANY: len(lines.left)}
        draft.dropped = _added(draft.dropped or {}, left_out) or None
    work.log(
        actor.user, actor.surface, "draft.made", "draft", draft.id,
        of=draft.kind, what=draft.title, lines=len(lines.fresh), by=draft.drafted_by,
    )  # fmt: skip
    await redraw_card(work, draft.id)
    return Made(draft, lines, range(first, first + len(kept)))


async def _sorted_out(
    work: Work, production_id: UUID, lines: Sequence[Line], subject_id: UUID | None = None
) -> Sorted:
    """The lines against what the production knows, which stays so until the transaction ends."""
    await hold_suggestions(work, production_id)
    known = await work.suggestions.of_production(production_id)
    about = await work.suggestions.drafts_about(production_id, subject_id)
    return sort_out(lines, known, about)


async def _being_drafted(work: Work, draft_id: UUID) -> Draft | None:
    """The draft, locked, while it is being drafted."""
    draft = await work.suggestions.find(Draft, draft_id, lock=True)
    return draft if draft is not None and draft.state == "drafting" else None


def _added(counts: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    """Both counts together, without what is nothing."""
    total = {why: counts.get(why, 0) + more.get(why, 0) for why in (*counts, *more)}
    return {why: count for why, count in total.items() if count}


def _suggestion(
    draft: Draft, line: Line, position: int, number: int, earlier: Suggestion | None
) -> Suggestion:
    detail = dict(line.detail or {}) | ({"repeats": str(earlier.id)} if earlier else {})
    origin = line.source or Origin("message")
    return Suggestion(
        production_id=draft.production_id,
        draft_id=draft.id,
        number=number,
        position=position,
        state="merged" if earlier else "draft",
        text=line.text,
        becomes=line.becomes,
        needs_person=line.needs_person,
        source_kind=origin.kind,
        source_id=origin.id,
        source_name=shorten(origin.name, _TITLE),
        source_link=origin.link,
        quote=line.quote,
        reason=line.reason,
        next_action=line.next_action,
        owner=line.owner.user if line.owner else None,
        owner_written=line.owner.written if line.owner else None,
        due=line.due.date if line.due else None,
        due_written=line.due.written if line.due else None,
        detail=detail or None,
    )


async def _decided(
    work: Work, suggestion: Suggestion, production: Production
) -> AlreadyDecidedError:
    names = await work.people.names([suggestion.decided_by or ""])
    task = (await work.suggestions.tasks_of([suggestion.id])).get(suggestion.id)
    shot = (await work.suggestions.shots_named([suggestion.id])).get(suggestion.id, "")
    when: datetime | None = suggestion.decided_at
    return AlreadyDecidedError(
        suggestion,
        name_of(suggestion.decided_by, names) if suggestion.decided_by else "",
        moment(when, production.timezone) if when else "",
        f"T{task.number}" if task else f"shot {shot}" if shot else "",
    )


async def _mark_notes(work: Work, rows: Sequence[Suggestion]) -> None:
    """Keep what the notes say that lines would put right, so that nobody accepts a wording of what
    they don't say any more."""
    about = {
        row.id: {each for each in (reworded_note(row), *notes_merged(row)) if each}
        for row in rows
        if row.becomes == "note" and "seen" not in (row.detail or {})
    }
    if not about:
        return
    notes = await work.notes.these(set().union(*about.values()))
    marks = {note.id: mark_of(note) for note in notes}
    for row in rows:
        if row.id in about:
            seen = {str(each): marks[each] for each in about[row.id] if each in marks}
            row.detail = (row.detail or {}) | {"seen": seen}


def _today(production: Production) -> date:
    return now().astimezone(ZoneInfo(production.timezone)).date()
