"""How notes follow the words that they came from, in their own round and in later ones.

A copy in a later round has words of the older thread, which that round's readings know nothing
of: they leave them alone, and what happens to a note happens to its copies.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from handlers.notes.reconcile import Known, Plan, Update
from handlers.notes.verifying import refresh_asked
from handlers.program import SCRIPTY
from store.tables import Message, Note, NoteSource
from store.types import UNDECIDED, FoundNote
from store.unit_of_work import Work

Messages = Mapping[str, Message]
"""The messages of a thread by their ts."""

_WORDS = (
    "kind", "topic", "actionable", "text", "timecode", "scene", "owner_written", "owner",
    "due_written", "due", "priority", "needs_person", "reason", "next_action", "drafted_by",
    "worded_by",
)  # fmt: skip


# Within one round


def reopen(work: Work, note: Note) -> None:
    """Its own words changed: whoever decided on it decided on other words."""
    if note.state in ("accepted", "rejected"):
        log(work, note, "reopened", was=note.state)
        note.state, note.decided_by, note.decided_at = "draft", None, None
        note.source_state, note.edited_by = "edited", None


def forget(note: Note) -> None:
    """Whatever a note says in the words of a message that was deleted."""
    note.text, note.reason = "", ""
    note.timecode, note.scene, note.owner_written, note.due_written = None, None, None, None


def without_words(source: NoteSource, messages: Messages) -> NoteSource:
    """A source whose words are gone from its message keeps only where it was."""
    message = messages.get(source.ts)
    if message is not None and message.text[source.start : source.end] == source.quote:
        return copied(source)
    return copied(source, quote="", start=0, end=0)


def kept_sources(update: Update, messages: Messages) -> list[NoteSource]:
    """The sources of the reading, then those a person's merge added that still stand."""
    fresh = sources_of(update.found, messages)
    have = {(source.ts, source.quote) for source in fresh}
    for source in update.known.sources:
        message = messages.get(source.ts)
        if message is None or message.deleted or (source.ts, source.quote) in have:
            continue
        start = message.text.find(source.quote) if source.quote else -1
        if start >= 0 and source.ts not in {each.ts for each in fresh}:
            fresh.append(copied(source, start=start, end=start + len(source.quote)))
    return fresh


def sources_of(found: FoundNote, messages: Messages) -> list[NoteSource]:
    return [
        NoteSource(
            note_id=messages[source.ts].id,  # set with its position when stored
            position=0,
            message_id=messages[source.ts].id,
            ts=source.ts,
            user_id=source.user,
            quote=source.quote,
            start=source.start,
            end=source.end,
        )
        for source in found.sources
    ]


def copied(source: NoteSource, **changed: Any) -> NoteSource:
    return NoteSource(**(source.model_dump() | changed))


def log(work: Work, note: Note, action: str, **detail: Any) -> None:
    work.log(SCRIPTY.user, "reading", f"note.{action}", "note", note.id, **detail)


# Copies among the notes of a thread


def known_here(
    notes: Sequence[Note], sources: Mapping[UUID, Sequence[NoteSource]], messages: Messages
) -> list[Known]:
    """The notes as a reading of this thread may find them again: copies only by words that people
    merged into them here."""
    here = {message.id for message in messages.values()}
    found = []
    for note in notes:
        its = sources.get(note.id, ())
        if note.carried_from is None:
            found.append(Known(note, its))
        elif near := [source for source in its if source.message_id in here]:
            found.append(Known(note, near))
    return found


async def update_copies(work: Work, plan: Plan, messages: Messages) -> None:
    """Let copies follow the words that were merged into them here, and nothing else: what they
    say and what was decided on them stays. They are taken out of the plan."""
    for update in plan.updates:
        if update.known.note.carried_from is not None:
            await _set_near(work, update.known, kept_sources(update, messages), messages)
    for gone in plan.gone:
        if gone.known.note.carried_from is not None:
            near = [without_words(each, messages) for each in gone.known.sources]
            await _set_near(work, gone.known, near, messages)
    plan.gone = [each for each in plan.gone if each.known.note.carried_from is None]
    plan.merges = [each for each in plan.merges if each[0].note.carried_from is None]


async def empty_near(work: Work, known: Known, messages: Messages) -> None:
    """Take the words of deleted messages from a note that a reading leaves alone."""
    near = [
        copied(each, quote="", start=0, end=0) if _is_deleted(each, messages) else copied(each)
        for each in known.sources
    ]
    await _set_near(work, known, near, messages)


async def _set_near(
    work: Work, known: Known, near: Sequence[NoteSource], messages: Messages
) -> None:
    """Replace a note's sources in this thread; those in other threads stay before them."""
    here = {message.id for message in messages.values()}
    its = (await work.notes.sources([known.note.id])).get(known.note.id, ())
    far = [copied(each) for each in its if each.message_id not in here]
    await work.notes.replace_sources(known.note.id, [*far, *near])


def _is_deleted(source: NoteSource, messages: Messages) -> bool:
    message = messages.get(source.ts)
    return message is not None and message.deleted


# Copies in later rounds


async def pass_on(work: Work, notes: Sequence[Note], plan: Plan, messages: Messages) -> set[UUID]:
    """Let the copies of a thread's notes in later rounds follow their words too; those rounds.

    Where words changed, the newest copy is the one that is decided on again.
    """
    await work.session.flush()
    gone_on = await work.notes.gone_on(note.id for note in notes)
    if not gone_on:
        return set()
    roots = {note.root for note in notes if note.id in gone_on}
    lines: dict[UUID, list[Note]] = {}
    for each in await work.notes.lines(roots, lock=True):
        lines.setdefault(each.root, []).append(each)
    later = {
        note.id: [each for each in lines[note.root] if each.number > note.number]
        for note in notes
        if note.id in gone_on
    }
    copies = [copy for line in later.values() for copy in line]
    sources = await work.notes.sources([*later, *(copy.id for copy in copies)])
    changes = _Changes.of(plan)
    for note in notes:
        if note.id not in later:
            continue
        for copy in later[note.id]:
            words = _together(sources, note, copy, messages)
            await work.notes.replace_sources(copy.id, words)
            said = any(source.quote for source in words)
            _follow(work, note, copy, changes, said=said, newest=copy is later[note.id][-1])
        if note.state == "draft" and note.id in changes.reworded:
            note.state = "carried"
    await work.session.flush()
    await refresh_asked(work, copies)
    return {copy.review_id for copy in copies}


class _Changes:
    """What a reading found of the notes: whose words changed, and whose are gone since."""

    def __init__(self, reworded: set[UUID], gone: set[UUID], found: set[UUID]) -> None:
        self.reworded = reworded
        self.gone = gone
        self.found = found

    @classmethod
    def of(cls, plan: Plan) -> "_Changes":
        gone = [each for each in plan.gone if any(s.quote for s in each.known.sources)]
        edited = {each.known.note.id for each in gone if each.source_state == "edited"}
        rewritten = {each.known.note.id for each in plan.updates if each.rewritten}
        return cls(
            edited | rewritten,
            {each.known.note.id for each in gone},
            {each.known.note.id for each in plan.updates},
        )


def _together(
    sources: Mapping[UUID, Sequence[NoteSource]], note: Note, copy: Note, messages: Messages
) -> list[NoteSource]:
    """The words of a copy: its note's in this thread as they are now, its own in others."""
    here = {message.id for message in messages.values()}
    near = [copied(each) for each in sources.get(note.id, ()) if each.message_id in here]
    far = [copied(each) for each in sources.get(copy.id, ()) if each.message_id not in here]
    return sorted([*near, *far], key=lambda source: (float(source.ts), source.start))


def _follow(
    work: Work, note: Note, copy: Note, changes: _Changes, *, said: bool, newest: bool
) -> None:
    was = copy.model_dump()
    _change(work, note, copy, changes, said=said, newest=newest)
    if copy.model_dump() != was:
        log(work, copy, "followed", original=note.number)


def _change(
    work: Work, note: Note, copy: Note, changes: _Changes, *, said: bool, newest: bool
) -> None:
    if note.id in changes.gone and copy.state in UNDECIDED and not said:
        copy.state = "withdrawn"
        log(work, copy, "withdrawn")
    elif note.id in changes.reworded:
        if newest:
            reopen(work, copy)
        elif copy.state == "accepted":
            copy.state = "carried"
        _take_words(note, copy)
    elif note.state == "carried" and note.id in changes.found:
        if copy.state == "withdrawn" and said:
            copy.state = "draft"
            log(work, copy, "returned")
        if copy.state in UNDECIDED and copy.edited_by is None:
            _take_words(note, copy)
    if note.source_state == "deleted" and not said:
        copy.source_state = "deleted"
        if copy.state != "accepted":
            forget(copy)


def _take_words(note: Note, copy: Note) -> None:
    kept = {"owner", "owner_written"} if copy.assigned_by else set()
    moved = note.timecode != copy.timecode
    for name in _WORDS:
        if name not in kept:
            setattr(copy, name, getattr(note, name))
    if moved:
        copy.timecode_confirmed = copy.timecode is None
