"""`/scripty taste`: what people rejected and why, gathered from the record."""

from collections.abc import Mapping, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from handlers.blocks import Message
from handlers.membership import member_here
from handlers.program import Actor
from handlers.suggestions.services import open_suggestion
from handlers.taste.cards import TasteView, taste_message
from handlers.taste.errors import NotYourRejectionError
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


async def to_explain(work: Work, actor: Actor, suggestion_id: str) -> Suggestion:
    """The rejected suggestion of which somebody wants to say why: who rejected it, since the
    reason stands there in their name.

    Raises what `open_suggestion` does, and NotYourRejectionError.
    """
    suggestion = await open_suggestion(work, suggestion_id, actor, "rejected")
    if suggestion.decided_by != actor.user:
        names = await work.people.names([suggestion.decided_by or ""])
        raise NotYourRejectionError(suggestion, name_of(suggestion.decided_by, names))
    return suggestion


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
