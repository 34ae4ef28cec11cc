"""`/scripty taste`: what people rejected and why, gathered from the record."""

from collections.abc import Mapping, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from handlers.blocks import Message
from handlers.membership import member_here
from handlers.notes.services import open_draft as open_note
from handlers.program import Actor
from handlers.suggestions.errors import NotYourRejectionError
from handlers.taste.cards import TasteView, taste_message
from handlers.taste.rules import Turned, read_theme, theme_of, themes
from handlers.text import name_of
from store.clock import now
from store.tables import Decision, Draft, Note, Production, Suggestion
from store.unit_of_work import Work

SHOW_TASTE = "show_taste"
"""Name of the job that replaces a list of what was turned down by another page of it."""


async def taste_here(work: Work, actor: Actor, channel: str, written: str) -> Message:
    """What `/scripty taste` answers.

    Raises NoProductionError, NotAMemberError, GuestError, UnknownThemeError.
    """
    production = await member_here(work, channel, actor)
    return await taste_page(work, production, actor, read_theme(written), 1)


async def own_rejected_note(work: Work, note_id: str, actor: Actor) -> Note:
    """A note that this person rejected, so that they can say why, as `deciding.own_rejection` is
    for what was drafted.

    Raises NoteNotFoundError, NotAMemberError, AlreadyDecidedError, NotYourRejectionError.
    """
    note = await open_note(work, note_id, actor, "rejected")
    if note.decided_by != actor.user:
        names = await work.people.names([note.decided_by or ""])
        raise NotYourRejectionError(f"N{note.number}", name_of(note.decided_by, names))
    return note


async def taste_page(
    work: Work, production: Production, actor: Actor, theme: str, page: int
) -> Message:
    """A page of what a production turned down of a theme; "" for a look at all themes."""
    turned = [*await _suggestions(work, production.id), *await _notes(work, production.id)]
    view = TasteView(
        production=production.name,
        themes=themes(turned),
        names=await work.people.names(each.who or "" for each in turned),
        timezone=production.timezone,
        today=now().astimezone(ZoneInfo(production.timezone)).date(),
        theme=theme,
        viewer=actor.user,
    )
    return taste_message(view, page)


async def _suggestions(work: Work, production_id: UUID) -> Sequence[Turned]:
    again = await work.drafts.folded_under(production_id)
    return [
        _suggestion(each, draft, again.get(str(each.id), 0))
        for each, draft in await work.drafts.rejected(production_id)
    ]


def _suggestion(each: Suggestion, draft: Draft, again: int) -> Turned:
    return Turned(
        label=f"S{each.number}",
        theme=theme_of(each.text, each.quote),
        words=each.text,
        why=each.decision_reason or "",
        who=each.decided_by,
        at=each.decided_at,
        link=each.source_link or draft.source_permalink,
        again=again,
        suggestion=each.id,
    )


async def _notes(work: Work, production_id: UUID) -> Sequence[Turned]:
    again = await work.drafts.notes_again(production_id)
    rejected = await work.drafts.rejected_notes(production_id)
    lost = await _lost(work, [note.id for note, _ in rejected])
    return [
        Turned(
            label=f"N{note.number}",
            theme=note.topic,
            words=note.text,
            why=_why(note, lost.get(note.id)),
            who=note.decided_by,
            at=note.decided_at,
            link=link,
            again=again.get(note.id, 0),
            note=note.id,
        )
        for note, link in rejected
    ]


def _why(note: Note, decision: Decision | None) -> str:
    """Why a note was rejected; of one that lost a conflict, what the decider said, if anything."""
    if decision is not None:
        because = f": {decision.why}" if decision.why else ""
        return f"decided in D{decision.number}, “{decision.what}”{because}"
    return note.decision_reason or ""


async def _lost(work: Work, notes: Sequence[UUID]) -> Mapping[UUID, Decision]:
    """The decision by which each of these lost a conflict, if one did."""
    conflicts = [each.id for each in await work.decisions.conflicts_of(notes)]
    decided = await work.decisions.on_conflicts(conflicts)
    sides = await work.decisions.notes_of(conflicts)
    return {
        note.id: decision
        for conflict, decision in decided.items()
        for note in sides.get(conflict, ())
        if note.decided_at == decision.at and note.id != decision.chose
    }
