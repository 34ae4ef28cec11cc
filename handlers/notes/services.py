"""What people do with notes: accept, reject, edit, assign, merge. A person decides on each."""

from dataclasses import asdict
from fractions import Fraction
from typing import Any
from uuid import UUID

from handlers.approvals.staleness import note_accepted
from handlers.conflicts.grouping import regroup
from handlers.errors import ScriptyError
from handlers.membership import learn_owner, require_member
from handlers.notes.errors import (
    AlreadyDecidedError,
    AlreadyUnfoldedError,
    GoneOnError,
    InConflictError,
    NoMergeError,
    NoteNotFoundError,
    NoWordsError,
    UnreadableTimecodeError,
)
from handlers.notes.folding import one_save_at_a_time
from handlers.notes.forms import NoteEdit
from handlers.notes.reader.moments import find_moments
from handlers.notes.words import written_timecode
from handlers.program import Actor
from handlers.record.services import record_words
from handlers.reviews.cuts import carry_one, require_current, require_standing
from handlers.reviews.showing import show_cards, show_note
from handlers.tasks import services as tasks
from handlers.text import name_of
from store.clock import now
from store.tables import Note, NoteSource, Task
from store.unit_of_work import Work


async def accept_note(work: Work, note_id: str, actor: Actor) -> Note:
    """Accept a draft note; one that asks for work becomes a task in the same step.

    Raises NoteNotFoundError, NotAMemberError, AlreadyDecidedError, InConflictError.
    """
    note = await _decide(work, note_id, actor, "accepted")
    await follow_acceptance(work, note, actor)
    await record_words(work, note, actor)
    await _show(work, note)
    return note


async def follow_acceptance(work: Work, note: Note, actor: Actor) -> Task | None:
    """What an accepted note brings with it, whoever accepted it and by which act: its task, that
    approvals given before no longer count, and that it goes on where a newer cut is up."""
    await note_accepted(work, note)
    task = await tasks.make_from_note(work, note, actor) if note.actionable else None
    await carry_one(work, note)
    return task


async def reject_note(work: Work, note_id: str, actor: Actor, reason: str | None = None) -> Note:
    """Reject a draft note. It is remembered, so that it does not come back unlabelled.

    A folded one is rejected for the reason that its idea was rejected for before. An accepted
    one that was carried over from an earlier cut can be rejected as well, and stays so.
    Raises NoteNotFoundError, NotAMemberError, AlreadyDecidedError.
    """
    known = await _open(work, note_id, actor)
    if known.state == "folded" and reason is None:
        reason = await _earlier_reason(work, known)
    carried = known.state == "accepted" and known.carried_from is not None
    note = await _decide(
        work, note_id, actor, "rejected",
        expecting=known.state if carried or known.state == "folded" else "draft",
        decision_reason=reason,
    )  # fmt: skip
    await tasks.drop_of_note(work, note, actor)
    await _regroup(work, note)
    await _show(work, note)
    return note


async def unfold_note(work: Work, note_id: str, actor: Actor) -> Note:
    """Make a draft of a note that was folded away since its idea was rejected before.

    Raises NoteNotFoundError, NotAMemberError, AlreadyUnfoldedError, AlreadyDecidedError.
    """
    note = await _open(work, note_id, actor)
    changed = await work.notes.change(
        note.id, expecting="folded", state="draft", unfolded_by=actor.user
    )
    if changed is None:
        raise await _already_unfolded(work, note)
    _log(work, actor, changed, "unfolded")
    await _regroup(work, changed)
    await _show(work, changed)
    return changed


async def explain_rejection(work: Work, note_id: str, actor: Actor, reason: str) -> Note:
    """Say why a rejected note was rejected.

    Raises NoteNotFoundError, NotAMemberError, AlreadyDecidedError.
    """
    note = await _open(work, note_id, actor)
    changed = await work.notes.change(note.id, expecting="rejected", decision_reason=reason)
    if changed is None:
        raise await _already(work, note)
    _log(work, actor, changed, "explained", reason=reason)
    await _show(work, changed)
    return changed


async def edit_note(work: Work, note_id: str, actor: Actor, edit: NoteEdit) -> Note:
    """Say it better: words, kind, topic, priority, owner, date. The quoted words stay.

    Raises NoteNotFoundError, NotAMemberError, AlreadyDecidedError.
    """
    note = await _open(work, note_id, actor)
    if note.state not in ("draft", "accepted"):
        raise await _already(work, note)
    if not edit.text.strip():
        raise NoWordsError
    values = edit.values() | {
        "actionable": edit.kind == "change" or (note.actionable and edit.kind == note.kind),
        **await _moment(work, note, edit),
        "owner_written": note.owner_written if edit.owner == note.owner else None,
        "due_written": note.due_written if edit.due == note.due else None,
    }
    changed = await work.notes.change(note.id, expecting=note.state, edited_by=actor.user, **values)
    if changed is None:
        raise await _already(work, note)
    _log(work, actor, changed, "edited")
    if changed.state == "accepted" and changed.actionable and not await _has_task(work, changed):
        await tasks.make_from_note(work, changed, actor)  # such as praise that asks after all
        await carry_one(work, changed)
    await tasks.follow_note(work, changed, actor)
    await _learn_owner(work, changed, actor)
    await _show(work, changed)
    return changed


async def assign_note(work: Work, note_id: str, actor: Actor, owner: str | None) -> Note:
    """Name who is to do it, or nobody.

    Raises NoteNotFoundError, NotAMemberError, AlreadyDecidedError.
    """
    note = await _open(work, note_id, actor)
    if note.state not in ("draft", "accepted"):
        raise await _already(work, note)
    changed = await work.notes.change(
        note.id, expecting=note.state, owner=owner, owner_written=None, assigned_by=actor.user
    )
    if changed is None:
        raise await _already(work, note)
    _log(work, actor, changed, "assigned", owner=owner)
    await tasks.follow_note(work, changed, actor)
    await _learn_owner(work, changed, actor)
    await _show(work, changed)
    return changed


async def merge_notes(work: Work, note_id: str, into_id: str, actor: Actor) -> Note:
    """Fold a draft into another note of the same review, which gets its sources.

    Raises NoteNotFoundError, NotAMemberError, AlreadyDecidedError, NoMergeError.
    """
    note = await _open(work, note_id, actor)
    await _require_no_conflict(work, note, actor)
    into = await work.notes.find(Note, into_id)
    gone_on = into is not None and await work.notes.gone_on([into.id])
    if into is None or into.review_id != note.review_id or into.id == note.id or gone_on:
        raise NoMergeError(f"N{note.number} can't be merged with that.")
    await work.notes.lock([note.id, into.id])
    if into.state not in ("draft", "accepted"):
        raise NoMergeError(f"N{into.number} is {into.state}.")
    changed = await work.notes.change(
        note.id, expecting="draft", state="merged", merged_into=into.id,
        decided_by=actor.user, decided_at=now(),
    )  # fmt: skip
    if changed is None:
        raise await _already(work, note)
    await fold_sources(work, changed, into)
    _log(work, actor, changed, "merged", into=into.number)
    await _regroup(work, changed)
    await _show(work, changed)
    return changed


async def fold_sources(work: Work, note: Note, into: Note) -> None:
    """Give `into` the sources of `note` as well; `note` keeps its own."""
    sources = await work.notes.sources([note.id, into.id])
    both = [*sources.get(into.id, ()), *sources.get(note.id, ())]
    unique = {(source.message_id, source.start, source.end): source for source in both}
    copies = [NoteSource(**source.model_dump()) for source in unique.values()]
    await work.notes.replace_sources(into.id, copies)


async def _has_task(work: Work, note: Note) -> bool:
    return note.id in await work.tasks.of_notes([note.id])


async def open_draft(work: Work, note_id: str, actor: Actor, *states: str) -> Note:
    """The note, for a form that only makes sense in these states.

    Raises NoteNotFoundError, NotAMemberError, AlreadyDecidedError.
    """
    note = await _open(work, note_id, actor)
    if note.state not in states:
        raise await _already(work, note)
    return note


async def require_on_card(work: Work, note_id: str, channel: str) -> None:
    """For a press on a card in this channel rather than in its list, or on a direct message.
    Raises SupersededError, which says where to go, when a newer cut is up."""
    note = await work.notes.find(Note, note_id)
    if note is None:
        return
    review = await work.reviews.get(note.review_id)
    if review.channel == channel:
        await require_current(work, await work.reviews.cut(review.cut_id))


async def merge_candidates(work: Work, note: Note) -> list[Note]:
    """The notes that this one could be merged into."""
    notes = await work.notes.of_review(note.review_id)
    return [each for each in notes if each.id != note.id and each.state in ("draft", "accepted")]


async def _moment(work: Work, note: Note, edit: NoteEdit) -> dict[str, Any]:
    """The moment that an edit leaves a note with; left alone, the one it has.

    One carried over from an earlier cut is confirmed by another moment, or by saying that it is
    right; it is read again then, since the rate may differ.
    """
    moved = edit.timecode != written_timecode(note)
    if not moved and (note.timecode_confirmed or not edit.timecode_right):
        return {}
    timecode = await _read_timecode(work, note, edit.timecode, moved=moved)
    return {"timecode": timecode, "timecode_confirmed": True}


async def _read_timecode(
    work: Work, note: Note, written: str, *, moved: bool
) -> dict[str, Any] | None:
    if not written.strip():
        return None
    review = await work.reviews.get(note.review_id)
    cut = await work.reviews.cut(review.cut_id)
    moments = find_moments(written, Fraction(cut.fps) if cut.fps else None, cut.start_timecode)
    if len(moments) == 1 and moments[0].timecode is not None:
        return asdict(moments[0].timecode)
    if not moved:
        return note.timecode
    raise UnreadableTimecodeError(written, moments[0].ask if moments else "")


async def _known(work: Work, note_id: str | UUID, actor: Actor) -> Note:
    note = await work.notes.find(Note, note_id)
    if note is None:
        raise NoteNotFoundError
    await require_member(work, note.production_id, actor)
    return note


async def _open(work: Work, note_id: str | UUID, actor: Actor) -> Note:
    """The note, if it may still be changed where it is: its round was not closed by people, and
    it does not go on elsewhere. Nothing of it can change until the transaction ends."""
    known = await _known(work, note_id, actor)
    await one_save_at_a_time(work, known.production_id)
    await require_standing(work, known.review_id)
    await work.session.refresh(known)
    copy = (await work.notes.gone_on([known.id])).get(known.id)
    if copy is not None:
        version = (await work.reviews.versions([copy.review_id]))[copy.review_id]
        raise GoneOnError(known, copy, version)
    return known


async def _earlier_reason(work: Work, note: Note) -> str | None:
    earlier = await work.notes.find(Note, note.repeats) if note.repeats else None
    return earlier.decision_reason if earlier is not None else None


async def _decide(
    work: Work, note_id: str, actor: Actor, state: str, *, expecting: str = "draft", **values: Any
) -> Note:
    note = await _open(work, note_id, actor)
    await _require_no_conflict(work, note, actor, accepting=state == "accepted")
    changed = await work.notes.change(
        note.id, expecting=expecting,
        state=state, decided_by=actor.user, decided_at=now(), **values,
    )  # fmt: skip
    if changed is None:
        raise await _already(work, note)
    _log(work, actor, changed, state)
    return changed


async def _require_no_conflict(
    work: Work, note: Note, actor: Actor, *, accepting: bool = False
) -> None:
    """Whoever decided on one side of a conflict would settle it without a decision: the decider
    settles it on the card. To accept a side leaves the conflict as it is.

    While nobody was named to decide, any member may. Raises InConflictError.
    """
    production = await work.productions.get(note.production_id)
    if production.decider is None or production.set_up_at is None:
        return
    if accepting and actor.user == production.decider:
        return
    conflicts = await work.decisions.conflicts_of([note.id])
    settled = await work.decisions.on_conflicts(each.id for each in conflicts)
    if all(each.id in settled for each in conflicts):
        return
    names = await work.people.names([production.decider])
    own = production.decider == actor.user
    raise InConflictError(note, "" if own else name_of(production.decider, names))


async def _already_unfolded(work: Work, note: Note) -> ScriptyError:
    await work.session.refresh(note)
    if note.state != "draft" or note.unfolded_by is None:
        return await _already(work, note)
    names = await work.people.names([note.unfolded_by])
    return AlreadyUnfoldedError(note, names.get(note.unfolded_by))


async def _already(work: Work, note: Note) -> AlreadyDecidedError:
    await work.session.refresh(note)
    names = await work.people.names([note.decided_by or ""])
    production = await work.productions.get(note.production_id)
    return AlreadyDecidedError(note, names.get(note.decided_by or ""), production.timezone)


def _log(work: Work, actor: Actor, note: Note, action: str, **detail: Any) -> None:
    work.log(actor.user, actor.surface, f"note.{action}", "note", note.id, **detail)


async def _learn_owner(work: Work, note: Note, actor: Actor) -> None:
    await learn_owner(work, note.production_id, actor, note.owner, f"card:{note.review_id}")


async def _regroup(work: Work, note: Note) -> None:
    """A note that is out of the way, or back in it, changes the conflicts it was in."""
    await show_cards(work, await regroup(work, note.production_id, note.review_id, [note]))


async def _show(work: Work, note: Note) -> None:
    await show_note(work, note)
