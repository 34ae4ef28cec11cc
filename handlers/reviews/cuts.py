"""A newer cut: what it supersedes, and what goes on with it.

A note goes on once, as a copy in the round of the newer cut: with the same words and sources,
pointing back to the note it came from (`carried_from`) and to the first of its line (`origin`),
which holds the one task of them all.
"""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlmodel import col

from handlers.answers import show
from handlers.approvals.staleness import cut_superseded, note_accepted
from handlers.conflicts.grouping import regroup
from handlers.notes.folding import one_save_at_a_time
from handlers.notes.verifying import ask_authors
from handlers.program import SCRIPTY, Actor
from handlers.reports.services import report_round
from handlers.reviews.errors import RoundClosedError, SupersededError
from handlers.reviews.rules import goes_on, is_newer
from handlers.reviews.showing import show_cards
from store.clock import now
from store.tables import Cut, Note, NoteSource, Production, Review
from store.types import UNDECIDED
from store.unit_of_work import Work

POINTER = "newer_cut"
"""The kind of the message that tells a thread that a newer cut is up."""

_CARRIED_AS_IT_IS = (
    "kind", "topic", "actionable", "text", "timecode", "scene", "owner_written", "owner",
    "due_written", "due", "priority", "needs_person", "reason", "next_action", "source_state",
    "drafted_by", "worded_by", "edited_by", "assigned_by", "decided_by", "decided_at",
    "decision_reason", "repeats", "unfolded_by",
)  # fmt: skip


async def supersede(work: Work, actor: Actor, cut: Cut, review: Review) -> Sequence[Cut]:
    """A cut is up: it takes the place of the older ones of its deliverable that are current.

    Their rounds are closed with a pointer, approvals of them are stale, and what is open goes on
    in `review`, the cut's own. Twice changes nothing. The superseded cuts.
    """
    await one_save_at_a_time(work, cut.production_id)
    older = [each for each in await _line_of(work, cut) if is_newer(cut.version, each.version)]
    reviews = await _lock_reviews(work, [*older, cut])
    current = [
        locked
        for each in sorted(older, key=_id)
        if (locked := await work.reviews.find(Cut, each.id, lock=True))
        and locked.state == "current"
    ]
    if cut.state != "current" or not current:
        return ()
    retired = [each for each in reviews if each.cut_id in {old.id for old in current}]
    for old in current:
        old.state, old.superseded_by, old.superseded_at = "superseded", cut.id, now()
        work.log(actor.user, actor.surface, "cut.superseded", "cut", old.id, by=cut.version)
    closed = [each for each in retired if _close(work, actor, each, cut)]
    await carry_all(work, review)
    for old in current:
        await cut_superseded(work, old, cut)
    for each in closed:
        await report_round(work, each)
    await point_here(work, review)
    await show_cards(work, {review.id, *(each.id for each in retired)})
    return current


async def _line_of(work: Work, cut: Cut) -> list[Cut]:
    """The other cuts of the same deliverable, oldest first."""
    cuts = await work.reviews.cuts(cut.production_id)
    return [each for each in cuts if each.deliverable == cut.deliverable and each.id != cut.id]


async def _lock_reviews(work: Work, cuts: Iterable[Cut]) -> list[Review]:
    """The reviews of these cuts, locked in one order for all."""
    wanted = {cut.id for cut in cuts}
    found = sorted((each for each in await _reviews_of(work, wanted)), key=_id)
    return [await work.reviews.get(each.id, lock=True) for each in found]


async def _reviews_of(work: Work, cuts: set[UUID]) -> list[Review]:
    return list((await work.reviews.of_cuts(cuts)).values())


def _close(work: Work, actor: Actor, review: Review, newer: Cut) -> bool:
    """Whether the round was still under way: its report is due."""
    if review.state == "closed":
        return False
    if review.frozen_at is None:
        review.frozen_at, review.frozen_by = now(), actor.user
    review.state, review.closed_at, review.closed_by = "closed", now(), actor.user
    work.log(
        actor.user, actor.surface, "review.closed", "review", review.id,
        round=review.round, superseded_by=newer.version,
    )  # fmt: skip
    return review.thread_ts is not None


async def point_here(work: Work, review: Review) -> None:
    """Tell the threads of the cuts that this one superseded, in one message each, where it goes
    on; once there is a thread to go to."""
    if review.thread_ts is None:
        return
    cut = await work.reviews.cut(review.cut_id)
    older = {each.id for each in await _line_of(work, cut) if each.superseded_by == cut.id}
    for old in sorted(await _reviews_of(work, older), key=_id):
        if old.thread_ts is not None:
            await show(
                work, f"superseded:{old.cut_id}", POINTER,
                subject_id=old.cut_id, channel=old.channel, thread_ts=old.thread_ts,
                asked_by=review.started_by,
            )  # fmt: skip


async def require_standing(work: Work, review_id: UUID) -> None:
    """Raises RoundClosedError when a round was closed by people, which they may undo.

    What nobody decided on in a round that a newer cut closed can still be decided. The round can't
    be closed until the transaction ends; call it before any of its notes is locked.
    """
    review = await work.reviews.held(review_id)
    if review.state == "closed":
        cut = await work.reviews.cut(review.cut_id)
        if cut.superseded_by is None:
            raise RoundClosedError(review)


async def require_current(work: Work, cut: Cut) -> None:
    """Raises SupersededError, which says where to go, when a newer cut is up."""
    if cut.superseded_by is not None:
        raise SupersededError(cut, await work.reviews.newest_of(cut))


# What goes on


async def carry_all(work: Work, review: Review) -> Sequence[Note]:
    """Let everything that is open in the superseded rounds of the deliverable go on in this one,
    as `goes_on` says; authors are asked about what is done. The copies that are new.

    A note that went on once never does again.
    """
    cut = await work.reviews.cut(review.cut_id)
    before = {each.id for each in await _line_of(work, cut) if each.superseded_by is not None}
    notes = [
        note
        for old in sorted(await _reviews_of(work, before), key=_begun)
        for note in await work.notes.of_review(old.id, lock=True)
    ]
    tasks = await work.tasks.of_notes(note.id for note in notes)
    gone_on = await work.notes.gone_on(note.id for note in notes)
    copies = await _copy_all(
        work,
        [n for n in notes if n.id not in gone_on and goes_on(n, tasks.get(n.id))],
        review,
    )
    await ask_authors(work, cut, copies)
    return copies


async def carry_one(work: Work, note: Note) -> Note | None:
    """A note of a superseded cut was accepted: let it go on at once; its copy, if it has one.

    While the newer round is closed nothing is added to it, and the next cut takes it along.
    """
    new = await _goes_on_in(work, note.review_id)
    task = (await work.tasks.of_notes([note.id])).get(note.id)
    if new is None or not goes_on(note, task) or await work.notes.gone_on([note.id]):
        return None
    (copy,) = await _copy_all(work, [note], new)
    await show_cards(work, {new.id})
    return copy


async def carry_late(work: Work, review: Review, notes: Sequence[Note]) -> set[UUID]:
    """Let late ones of these notes, which came to a superseded round, go on undecided; the rounds
    that have them now."""
    new = await _goes_on_in(work, review.id)
    late = [note for note in notes if note.late and note.state in UNDECIDED]
    gone_on = await work.notes.gone_on(note.id for note in late)
    late = [note for note in late if note.id not in gone_on]
    if new is None or not late:
        return set()
    await _copy_all(work, late, new)
    return {new.id}


async def _goes_on_in(work: Work, review_id: UUID) -> Review | None:
    """The round that is open instead of this one, if its cut is superseded."""
    cut = await work.reviews.cut((await work.reviews.get(review_id)).cut_id)
    newest = await work.reviews.newest_of(cut)
    if newest.id == cut.id:
        return None
    new = (await work.reviews.of_cuts([newest.id])).get(newest.id)
    return new if new is not None and new.state != "closed" else None


async def _copy_all(work: Work, notes: Sequence[Note], new: Review) -> Sequence[Note]:
    """Add the copies of these notes, all at once; approvals of the newer cut didn't know of those
    that are accepted."""
    if not notes:
        return ()
    sources = await work.notes.sources(note.id for note in notes)
    first = await work.productions.take_numbers(
        new.production_id, col(Production.next_note), len(notes)
    )
    copies = [_copy(note, new, number) for number, note in enumerate(notes, start=first)]
    await work.notes.add_all(
        (copy, [NoteSource(**each.model_dump()) for each in sources.get(note.id, ())])
        for note, copy in zip(notes, copies, strict=True)
    )
    for note, copy in zip(notes, copies, strict=True):
        if note.state in UNDECIDED:
            note.state = "carried"
        work.log(
            SCRIPTY.user, SCRIPTY.surface, "note.carried", "note", copy.id,
            from_note=note.number, to_note=copy.number,
        )  # fmt: skip
    # The copies stand in for the notes they were made of, in conflicts too.
    regrouped = await regroup(work, new.production_id, new.id, [*notes, *copies])
    if accepted := [copy for copy in copies if copy.state == "accepted"]:
        await note_accepted(work, accepted[0])
    await show_cards(work, regrouped)
    return copies


def _copy(note: Note, new: Review, number: int) -> Note:
    return Note(
        production_id=note.production_id,
        review_id=new.id,
        number=number,
        state=note.state,
        carried_from=note.id,
        origin=note.root,
        timecode_confirmed=note.timecode is None,
        **{name: getattr(note, name) for name in _CARRIED_AS_IT_IS},
    )


async def came_from(work: Work, notes: Sequence[Note]) -> Mapping[UUID, str]:
    """What each carried note of these goes on with, such as "v1: N12", by the carried note."""
    before = {each.id: each for each in await work.notes.these(
        {note.carried_from for note in notes if note.carried_from is not None}
    )}  # fmt: skip
    versions = await work.reviews.versions({each.review_id for each in before.values()})
    return {
        note.id: f"{versions[earlier.review_id]}: N{earlier.number}"
        for note in notes
        if note.carried_from is not None and (earlier := before[note.carried_from])
    }


def _id(row: Cut | Review) -> UUID:
    return row.id


def _begun(review: Review) -> tuple[object, UUID]:
    return review.created_at, review.id
