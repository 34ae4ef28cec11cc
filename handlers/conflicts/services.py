"""Settling a conflict: this, that, neither, both, or other words. Only the decider does."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from handlers.conflicts.errors import (
    AlreadySettledError,
    ConflictGoneError,
    ConflictNotFoundError,
    DecisionNotFoundError,
    NoDeciderError,
    NoDecisionWordsError,
    NotInConflictError,
    NotTheDeciderError,
    NotYourDecisionError,
)
from handlers.conflicts.rules import STANDING, all_of, decided_because, in_words, none_of
from handlers.membership import require_member
from handlers.notes.folding import one_save_at_a_time
from handlers.notes.services import follow_acceptance
from handlers.program import Actor, Place
from handlers.record.about_notes import overturned
from handlers.record.recording import record_decision
from handlers.reviews.cuts import require_current, require_standing
from handlers.reviews.showing import show_cards
from handlers.tasks import services as tasks
from handlers.tasks.rules import NewTask
from handlers.text import name_of, one_line
from store.clock import now
from store.tables import Conflict, Decision, Message, Note, Production, Task
from store.types import UNDECIDED, ConflictOutcome
from store.unit_of_work import Work

NEITHER = "neither"


@dataclass(frozen=True)
class _Open:
    """A conflict that waits for its decider, with its notes by number, locked."""

    conflict: Conflict
    production: Production
    notes: Sequence[Note]


async def settle(work: Work, conflict_id: str, actor: Actor, choice: str) -> Decision:
    """Settle a conflict for the note with the id `choice`, or for "neither".

    The note that won is accepted, the others are rejected for that reason.
    Raises what `open_conflict` does, and NotInConflictError.
    """
    found = await _open(work, conflict_id, actor)
    won = next((note for note in found.notes if str(note.id) == choice), None)
    if won is None and choice != NEITHER:
        raise NotInConflictError
    lost = [note for note in found.notes if note is not won]
    what = in_words(won) if won is not None else none_of([note.number for note in lost])
    outcome: ConflictOutcome = "one" if won is not None else "neither"
    decision = await _record(work, found, actor, outcome, what=what, chose=won.id if won else None)
    await _reject(work, lost, actor, decision)
    if won is not None and (task := await _accept(work, won, actor)) is not None:
        decision.next_action = f"T{task.number}"
    await _show(work, found.notes)
    return decision


async def settle_in_words(
    work: Work, conflict_id: str, actor: Actor, words: str, why: str
) -> Decision:
    """Settle a conflict in other words than its notes have: they become a task.

    Raises what `open_conflict` does, and NoDecisionWordsError.
    """
    found = await _open(work, conflict_id, actor)
    what = one_line(words)
    if not what:
        raise NoDecisionWordsError
    review = await work.reviews.get(found.conflict.review_id)
    source = await _source(work, found.notes[0])
    task = await tasks.make_shown(
        work, found.production.id, actor, NewTask(what), Place(review.channel, review.thread_ts),
        source_ts=source.ts if source else None, permalink=source.permalink if source else "",
    )  # fmt: skip
    decision = await _record(
        work, found, actor, "words", what=what, why=why.strip(), next_action=f"T{task.number}"
    )
    await _reject(work, found.notes, actor, decision)
    await _show(work, found.notes)
    return decision


async def let_stand(work: Work, conflict_id: str, actor: Actor) -> Decision:
    """Settle that what looked like a conflict is none: every note stands as it is, and is decided
    on by itself. Raises what `open_conflict` does."""
    found = await _open(work, conflict_id, actor)
    numbers = [note.number for note in found.notes]
    decision = await _record(work, found, actor, "both", what=all_of(numbers))
    await _show(work, found.notes)
    return decision


async def explain(work: Work, decision_id: str, actor: Actor, why: str) -> Decision:
    """Add the reason to a conflict's decision.

    Raises DecisionNotFoundError, NotAMemberError, NotYourDecisionError, RoundClosedError.
    """
    known = await work.decisions.find(Decision, decision_id)
    if known is None or known.conflict_id is None:
        raise DecisionNotFoundError
    await require_member(work, known.production_id, actor)
    names = await work.people.names([known.decided_by])
    if known.decided_by != actor.user:
        raise NotYourDecisionError(known, name_of(known.decided_by, names))
    await one_save_at_a_time(work, known.production_id)
    notes = (await work.decisions.notes_of([known.conflict_id])).get(known.conflict_id, ())
    await _require_standing(work, notes)
    decision = await work.decisions.find(Decision, known.id, lock=True)
    assert decision is not None
    if decision.why == why:
        return decision
    work.log(
        actor.user, actor.surface, "decision.explained", "decision", decision.id, was=decision.why
    )
    decision.why = why
    await _show(work, notes)
    return decision


async def open_conflict(work: Work, conflict_id: str, actor: Actor) -> Sequence[Note]:
    """The notes of a conflict that this person may settle now, by number.

    Raises ConflictNotFoundError, NotAMemberError, AlreadySettledError, NoDeciderError,
    NotTheDeciderError, ConflictGoneError, RoundClosedError.
    """
    return (await _open(work, conflict_id, actor)).notes


async def require_on_card(work: Work, channel: str, thread_ts: str) -> None:
    """For a press in a thread. Raises SupersededError, which says where to go, when a newer cut
    is up: its card has the conflicts that nobody has settled."""
    review = await work.reviews.of_thread(channel, thread_ts)
    if review is not None:
        await require_current(work, await work.reviews.cut(review.cut_id))


async def _open(work: Work, conflict_id: str, actor: Actor) -> _Open:
    known = await work.decisions.find(Conflict, conflict_id)
    if known is None:
        raise ConflictNotFoundError
    production = await require_member(work, known.production_id, actor)
    await one_save_at_a_time(work, known.production_id)
    conflict = await work.decisions.find(Conflict, known.id, lock=True)
    assert conflict is not None
    await _require_unsettled(work, conflict, production)
    await _require_decider(work, production, actor)
    members = (await work.decisions.notes_of([known.id])).get(known.id, ())
    standing = [note for note in members if note.state in STANDING]
    if conflict.dissolved or len(standing) < 2:
        raise ConflictGoneError
    await _require_standing(work, standing)
    return _Open(conflict, production, await work.notes.lock(note.id for note in standing))


async def _require_standing(work: Work, notes: Sequence[Note]) -> None:
    """Raises RoundClosedError when a round of these notes was closed by people."""
    for review_id in sorted({note.review_id for note in notes}):
        await require_standing(work, review_id)


async def _require_unsettled(work: Work, conflict: Conflict, production: Production) -> None:
    decision = (await work.decisions.on_conflicts([conflict.id])).get(conflict.id)
    if decision is not None:
        names = await work.people.names([decision.decided_by])
        raise AlreadySettledError(
            decision, name_of(decision.decided_by, names), production.timezone
        )


async def _require_decider(work: Work, production: Production, actor: Actor) -> None:
    if production.decider is None:
        raise NoDeciderError(production)
    if production.decider != actor.user:
        names = await work.people.names([production.decider])
        raise NotTheDeciderError(production, name_of(production.decider, names))


async def _record(
    work: Work,
    found: _Open,
    actor: Actor,
    outcome: ConflictOutcome,
    *,
    chose: UUID | None = None,
    **fields: str,
) -> Decision:
    """Write down what was decided about a conflict, with the first message it is about.

    It takes the place of what was decided before on what the notes ask, unless all may stand.
    """
    supersedes = await overturned(work, found.notes) if outcome != "both" else None
    chosen = next((note for note in found.notes if note.id == chose), None)
    source = await _source(work, chosen or found.notes[0])
    review = await work.reviews.get(found.conflict.review_id)
    decision = await record_decision(
        work, found.production.id, actor,
        **({"next_action": "Nothing to do"} | fields),
        origin="conflict", decided_by=actor.user, conflict_id=found.conflict.id, chose=chose,
        outcome=outcome, cut_id=review.cut_id, supersedes=supersedes,
        source_channel=source.channel if source else review.channel,
        source_ts=source.ts if source else None,
        source_permalink=source.permalink if source else "",
    )  # fmt: skip
    work.log(
        actor.user, actor.surface, "conflict.settled", "conflict", found.conflict.id,
        decision=decision.number, notes=[note.number for note in found.notes],
        chose=chosen.number if chosen else None,
    )  # fmt: skip
    return decision


async def _accept(work: Work, won: Note, actor: Actor) -> Task | None:
    """Accept the note that won, unless it was accepted before; its task, if it is work."""
    if won.state not in UNDECIDED:
        return (await work.tasks.of_notes([won.id])).get(won.id)
    won.state, won.decided_by, won.decided_at = "accepted", actor.user, now()
    work.log(actor.user, actor.surface, "note.accepted", "note", won.id)
    await work.session.flush()
    return await follow_acceptance(work, won, actor)


async def _reject(work: Work, lost: Sequence[Note], actor: Actor, decision: Decision) -> None:
    names = await work.people.names([actor.user])
    because = decided_because(decision, name_of(actor.user, names))
    for note in lost:
        note.state, note.decided_by, note.decided_at = "rejected", actor.user, decision.at
        note.decision_reason = because
        work.log(
            actor.user, actor.surface, "note.rejected", "note", note.id,
            reason=because, decision=decision.number,
        )  # fmt: skip
        await work.session.flush()
        await tasks.drop_of_note(work, note, actor)


async def _source(work: Work, note: Note) -> Message | None:
    """The first message that the note comes from and that still stands."""
    for source in (await work.notes.sources([note.id])).get(note.id, ()):
        message = await work.reviews.find(Message, source.message_id)
        if message is not None and not message.deleted:
            return message
    return None


async def _show(work: Work, notes: Sequence[Note]) -> None:
    """Show these notes as they are now, wherever they are named or were left behind."""
    await work.session.flush()
    rounds = {note.review_id for note in notes}
    named: set[UUID] = await work.notes.reviews_naming(notes)
    await show_cards(work, rounds | named | await _rounds_after(work, rounds))


async def _rounds_after(work: Work, rounds: set[UUID]) -> set[UUID]:
    """The newest rounds of the same deliverables, whose cards have what nobody has settled."""
    cuts = [await work.reviews.cut((await work.reviews.get(each)).cut_id) for each in rounds]
    newest = [(await work.reviews.newest_of(cut)).id for cut in cuts]
    return {review.id for review in (await work.reviews.of_cuts(newest)).values()}
