"""Whether a note is fixed: its author says so, or the decider, once the editor called it done."""

from handlers.membership import require_member
from handlers.notes.errors import (
    AlreadyConfirmedError,
    AlreadyOpenError,
    NotDoneError,
    NoteNotFoundError,
    RejectedSinceError,
)
from handlers.notes.verifying import require_judge
from handlers.program import Actor
from handlers.tasks import services as tasks
from store.tables import Note, Task
from store.types import UNFINISHED
from store.unit_of_work import Work


async def confirm_note(work: Work, note_id: str, actor: Actor) -> Note:
    """Say that a note's work is as it was asked for: with that the note is closed.

    Raises NoteNotFoundError, NotYourNoteError, NotDoneError, AlreadyConfirmedError.
    """
    note, task = await _judged(work, note_id, actor)
    if task.state == "verified":
        raise AlreadyConfirmedError(note, task)
    if task.state != "done":
        raise NotDoneError(note, task)
    await tasks.change_task(work, task, actor, "verified", state="verified", closed_reason=None)
    return note


async def reopen_note(work: Work, note_id: str, actor: Actor) -> Note:
    """Say that a note's work isn't as it was asked for, or that it is wanted after all: what was
    dropped, any member may want again.

    Raises NoteNotFoundError, NotYourNoteError, NotAMemberError, AlreadyOpenError,
    RejectedSinceError.
    """
    note, task = await _judged(work, note_id, actor, but="dropped")
    if task.state in UNFINISHED:
        raise AlreadyOpenError(note, task)
    newest = (await work.notes.lines([note.root]))[-1]
    if newest.state == "rejected":
        raise RejectedSinceError(newest)
    await tasks.reopen(work, task, actor)
    return note


async def explain_reopening(work: Work, note_id: str, actor: Actor, reason: str) -> Note:
    """Say what is missing in a note that was reopened.

    Raises NoteNotFoundError, NotAMemberError, NotDoneError.
    """
    note, task = await _judged(work, note_id, actor, but="open")
    if task.state not in UNFINISHED:
        raise NotDoneError(note, task)
    await tasks.change_task(
        work, task, actor, "still_missing", closed_reason=reason or None, because=reason
    )
    return note


async def _judged(work: Work, note_id: str, actor: Actor, *, but: str = "") -> tuple[Note, Task]:
    """The note and its locked task, for somebody who may say whether it is fixed; for any member
    while the task is in the state `but`.

    Authors may of their own notes, wherever they are from.
    """
    note = await work.notes.find(Note, note_id)
    if note is None:
        raise NoteNotFoundError
    known = (await work.tasks.of_notes([note.id])).get(note.id)
    sources = (await work.notes.sources([note.id])).get(note.id, ())
    if actor.user not in {source.user_id for source in sources}:
        await require_member(work, note.production_id, actor)
        if known is None or known.state != but:
            await require_judge(work, note, actor)
    if known is None:
        raise NotDoneError(note, None)
    return note, await tasks.locked_task(work, known)
