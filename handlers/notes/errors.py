"""What can go wrong when people decide on notes."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.errors import AlreadyDoneError, BadInputError, NotAllowedError, NotFoundError
from handlers.text import listing
from store.tables import Note, Task

DONE = {
    "accepted": "was already accepted",
    "rejected": "was already rejected",
    "merged": "was already merged into another note",
    "withdrawn": "was withdrawn: the message it came from was changed or deleted",
    "draft": "is still a draft: accept or reject it first",
    "folded": "is folded away, since its idea was rejected before: draft it anyway first",
    "carried": "went on to the next round: decide on it there",
}


class NoteNotFoundError(NotFoundError):
    """Raised when no note of this workspace has the id."""

    def __init__(self) -> None:
        super().__init__("That note is not in this workspace's record; nothing was changed.")


class AlreadyDecidedError(AlreadyDoneError):
    """Raised when a note is no longer (or not yet) in the state that the press is about."""

    def __init__(self, note: Note, decider: str | None, timezone: str) -> None:
        by = f" by {decider}" if decider else ""
        super().__init__(
            f"N{note.number} {DONE[note.state]}{by}{at(note.decided_at, timezone)}. "
            "Nothing was changed."
        )


class AlreadyUnfoldedError(AlreadyDoneError):
    """Raised when a note was folded away and somebody has drafted it anyway by now."""

    def __init__(self, note: Note, who: str | None) -> None:
        by = who or "somebody"
        super().__init__(
            f"N{note.number} is a draft again: {by} drafted it anyway. Accept or reject it; "
            "nothing was changed."
        )


class InConflictError(NotAllowedError):
    """Raised when somebody decides by itself on a note that another one opposes; `decider` is who
    settles that, empty for the person who pressed."""

    def __init__(self, note: Note, decider: str) -> None:
        way = (
            f"and {decider} settles it: the card shows both. Nothing was changed; a reply in the "
            "thread lets them know what you think."
            if decider
            else "so it is decided with that one: settle it on the card with This, That, Neither, "
            "Both or Other words. Nothing was changed."
        )
        super().__init__(f"N{note.number} is in conflict with another note, {way}")


class NoMergeError(BadInputError):
    """Raised when two notes can't be merged."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why} Choose another note of the same review.")


class NoWordsError(BadInputError):
    """Raised when a note would ask for nothing."""

    field = "text"

    def __init__(self) -> None:
        super().__init__("Say what is asked; a note without words helps nobody.")


class UnreadableTimecodeError(BadInputError):
    """Raised when a timecode typed into the form names no moment."""

    field = "timecode"

    def __init__(self, written: str, ask: str) -> None:
        super().__init__(
            ask or f"I can't read “{written[:40]}”. Try 0:42, 01:00:42:10 or 0:40-0:45."
        )


class GoneOnError(AlreadyDoneError):
    """Raised when a note is changed that goes on as a copy in a later round."""

    def __init__(self, note: Note, copy: Note, version: str) -> None:
        super().__init__(
            f"N{note.number} goes on as N{copy.number} in {version}: change it there. "
            "Nothing was changed here."
        )


class NotYourNoteError(NotAllowedError):
    """Raised when somebody says whether a note is fixed who neither asked for it nor decides."""

    def __init__(self, authors: Sequence[str], decider: str | None) -> None:
        who = listing(authors[:5]) or "its author"
        asked = f"{who}, who asked for it"
        only = f"{asked}, or {decider}" if decider and decider not in authors else asked
        super().__init__(f"Only {only} can say so. Nothing was changed.")


class NotDoneError(AlreadyDoneError):
    """Raised when it is said whether a note is fixed before anybody called it done."""

    def __init__(self, note: Note, task: Task | None) -> None:
        state = f"T{task.number} is {task.state}" if task else "it has no task"
        super().__init__(
            f"N{note.number} isn't marked done: {state}. Nothing was changed; whoever does it "
            "presses Done first."
        )


class AlreadyConfirmedError(AlreadyDoneError):
    """Raised when a note is said to be fixed that was confirmed before."""

    def __init__(self, note: Note, task: Task) -> None:
        super().__init__(f"N{note.number} was confirmed already: T{task.number} is verified.")


class AlreadyOpenError(AlreadyDoneError):
    """Raised when a note is reopened whose work is open."""

    def __init__(self, note: Note, task: Task) -> None:
        super().__init__(
            f"N{note.number} is open already: T{task.number} is {task.state}. Nothing was changed."
        )


class RejectedSinceError(AlreadyDoneError):
    """Raised when the work of a note is wanted again that was rejected, or its newest copy was."""

    def __init__(self, note: Note) -> None:
        it = f"N{note.number}, as which it went on," if note.carried_from else f"N{note.number}"
        super().__init__(
            f"{it} was rejected. Write it in the review's thread "
            "again if it is wanted after all; nothing was changed."
        )


def at(moment: datetime | None, timezone: str) -> str:
    """ " at 14:02", or nothing when there is no moment."""
    return f" at {moment.astimezone(ZoneInfo(timezone)):%H:%M}" if moment else ""
