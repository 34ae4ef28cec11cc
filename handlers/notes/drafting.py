"""From a reading of a thread to the record's draft notes."""

import re
from collections.abc import Sequence
from dataclasses import asdict, replace
from fractions import Fraction
from typing import Any

from sqlmodel import col

from handlers.approvals.requests import said_approval, words_changed
from handlers.conflicts.grouping import regroup
from handlers.finding.questions import asks_me
from handlers.notes.folding import Fresh, elsewhere, one_save_at_a_time, remember
from handlers.notes.following import (
    Messages,
    empty_near,
    forget,
    kept_sources,
    known_here,
    log,
    pass_on,
    reopen,
    sources_of,
    update_copies,
    without_words,
)
from handlers.notes.reader.moments import find_moments
from handlers.notes.reader.wording import next_action
from handlers.notes.reconcile import Gone, Known, Plan, Update, reconcile, renumbered
from handlers.reviews.cuts import carry_late
from handlers.reviews.showing import show_cards
from handlers.tasks.services import named_members
from store.clock import now
from store.tables import Cut, Message, Note, Production, Review
from store.types import UNDECIDED, FoundNote, Reading, ReadingContext, ThreadMessage
from store.unit_of_work import Work

Placed = dict[int, tuple[Note, FoundNote]]
"""The record's note behind each number of a reading, and what was read."""

_REVIEW = re.compile(r"\breview\b", re.IGNORECASE)


async def save_reading(
    work: Work, review: Review, messages: Sequence[Message], reading: Reading
) -> None:
    """Bring the record's notes in line with a reading of the thread, and show it."""
    await one_save_at_a_time(work, review.production_id)
    notes = await work.notes.of_review(review.id, lock=True)
    sources = await work.notes.sources(note.id for note in notes)
    by_ts = {message.ts: message for message in messages}
    known = known_here(notes, sources, by_ts)
    deleted = frozenset(message.ts for message in messages if message.deleted)
    emptied = {each.note.id for each in known if _quotes_deleted(each, deleted)}
    plan = reconcile(known, reading.notes, deleted)
    before = {note.id: (note.state, note.text, note.source_state) for note in notes}
    await update_copies(work, plan, by_ts)
    numbers, fresh = await _apply(work, review, plan, by_ts)
    await _forget_unread(work, known, plan, by_ts)
    marked = await remember(work, review, fresh, [gone.known.note for gone in plan.gone])
    await _set_conflicts(work, review, notes, numbers)
    changed = [
        note
        for note in notes
        if note.id in emptied or before[note.id] != (note.state, note.text, note.source_state)
    ]
    review.read_revision = review.revision
    await work.session.flush()
    also = await work.notes.reviews_naming(changed)
    read = [*notes, *(note for note, _ in numbers.values())]
    marked |= await pass_on(work, notes, plan, by_ts)
    marked |= await carry_late(work, review, read)
    regrouped = await regroup(work, review.production_id, review.id, read)
    await _ask_approver(work, review, [each.note for each in fresh])
    if emptied or changed:
        await words_changed(work, review)
    await show_cards(work, {review.id, *marked, *also, *regrouped})


async def _ask_approver(work: Work, review: Review, fresh: Sequence[Note]) -> None:
    """What sounds like an approval is none: the named approver is asked for theirs."""
    for note in fresh:
        if note.kind == "approval statement" and note.state == "draft":
            await said_approval(work, review, note)


async def _set_conflicts(
    work: Work, review: Review, notes: Sequence[Note], numbers: Placed
) -> None:
    """What the reading says of conflicts in this round; those with other rounds stay."""
    decider = (await work.productions.get(review.production_id)).decider
    here = {number: note.number for number, (note, _) in numbers.items()}
    own = {note.number for note in [*notes, *(note for note, _ in numbers.values())]}
    own -= {note.number for note in notes if note.carried_from is not None}
    for note, found in numbers.values():
        if note.state in UNDECIDED:
            others = elsewhere(note, own)
            note.conflicts_with = sorted({*renumbered(found.conflicts_with, here), *others})
            if others and note.edited_by is None:
                now_found = replace(found, conflicts_with=tuple(note.conflicts_with))
                note.next_action = next_action(now_found, decider)


async def _apply(
    work: Work, review: Review, plan: Plan, messages: Messages
) -> tuple[Placed, list[Fresh]]:
    """Carry out the plan: the record's note behind each number of the reading, and those whose
    words are new."""
    placed: Placed = {}
    fresh: list[Fresh] = []
    for folded, into in plan.merges:
        folded.note.state, folded.note.merged_into = "merged", into.note.id
        log(work, folded.note, "merged", into=into.note.number)
    for update in plan.updates:
        if update.known.note.carried_from is None and await _update(work, update, messages):
            fresh.append(Fresh(update.known.note, plan.said_again.get(update.found.number)))
        placed[update.found.number] = (update.known.note, update.found)
    for gone in plan.gone:
        await _let_go(work, gone, messages)
    first = await work.productions.take_numbers(
        review.production_id, col(Production.next_note), len(plan.new)
    )
    for number, found in enumerate(plan.new, start=first):
        note = await work.add(
            Note(
                production_id=review.production_id,
                review_id=review.id,
                number=number,
                late=_came_late(review, found),
                **_fields(found),
            )
        )
        await work.notes.replace_sources(note.id, sources_of(found, messages))
        log(work, note, "drafted")
        placed[found.number] = (note, found)
        fresh.append(Fresh(note, plan.said_again.get(found.number)))
    return placed, fresh


def _came_late(review: Review, found: FoundNote) -> bool:
    """Whether all of it was written after the round was frozen, by Slack's own clock."""
    if review.frozen_at is None:
        return False
    frozen = review.frozen_at.timestamp()
    return all(float(source.ts) > frozen for source in found.sources)


async def _update(work: Work, update: Update, messages: Messages) -> bool:
    """Let a note follow the thread. Whether there are new words to be decided on."""
    note = update.known.note
    returned = note.state == "withdrawn"
    await work.notes.replace_sources(note.id, kept_sources(update, messages))
    if update.rewritten:
        reopen(work, note)
    if returned:
        note.state = "draft"
        log(work, note, "returned")
    if note.state in (*UNDECIDED, "carried") and (note.edited_by is None or update.rewritten):
        kept = {"owner", "owner_written"} if note.assigned_by else set()
        for name, value in _fields(update.found).items():
            if name not in kept:
                setattr(note, name, value)
        if not update.rewritten:
            note.source_state = "present"
    return returned or update.rewritten


async def _let_go(work: Work, gone: Gone, messages: Messages) -> None:
    """The thread no longer holds the words of this note."""
    note = gone.known.note
    await work.notes.replace_sources(
        note.id, [without_words(each, messages) for each in gone.known.sources]
    )
    if note.state in UNDECIDED:
        note.state = "withdrawn"
        log(work, note, "withdrawn")
    elif note.state == "accepted" and gone.source_state == "edited":
        reopen(work, note)
    note.source_state = gone.source_state if note.state != "draft" else note.source_state
    if gone.source_state == "deleted" and note.state != "accepted":
        forget(note)


async def _forget_unread(
    work: Work, known: Sequence[Known], plan: Plan, messages: Messages
) -> None:
    """What was deleted goes also from notes that a reading leaves alone, such as merged ones."""
    deleted = frozenset(ts for ts, message in messages.items() if message.deleted)
    updated = {update.known.note.id for update in plan.updates}
    read = updated | {gone.known.note.id for gone in plan.gone}
    for each in known:
        if each.note.id not in read and _quotes_deleted(each, deleted):
            await empty_near(work, each, messages)
            if each.note.state == "merged":
                forget(each.note)


def _quotes_deleted(known: Known, deleted: frozenset[str]) -> bool:
    return any(source.ts in deleted and source.quote for source in known.sources)


def _fields(found: FoundNote) -> dict[str, Any]:
    """What a reading says of a note, as the record keeps it."""
    return {
        "kind": found.kind,
        "topic": found.topic,
        "actionable": found.actionable,
        "text": found.text,
        "timecode": asdict(found.timecode) if found.timecode else None,
        "scene": found.scene,
        "owner_written": found.owner.written if found.owner else None,
        "owner": found.owner.user if found.owner else None,
        "due_written": found.due.written if found.due else None,
        "due": found.due.date if found.due else None,
        "priority": found.priority,
        "needs_person": list(found.needs_person),
        "reason": found.reason,
        "next_action": found.next_action,
        "drafted_by": found.drafted_by,
        "worded_by": found.worded_by,
    }


async def context_of(work: Work, production: Production, cut: Cut) -> ReadingContext:
    return ReadingContext(
        timezone=production.timezone,
        fps=Fraction(cut.fps) if cut.fps else None,
        start_timecode=cut.start_timecode,
        members=tuple(await named_members(work, production)),
        decider=production.decider,
        now=now(),
    )


def is_call(text: str, bot_user: str) -> bool:
    """Whether a message only calls the bot ("@Scripty review this") or asks it something ("@Scripty
    who owns the end card?"): that is no feedback."""
    call = text.strip()
    if not call.startswith(f"<@{bot_user}") or "\n" in call or find_moments(call, None, None):
        return False
    words = call.partition(">")[2]
    return bool(_REVIEW.search(words)) or asks_me(words)


def as_read(message: Message) -> ThreadMessage:
    return ThreadMessage(message.ts, message.user_id, message.text)
