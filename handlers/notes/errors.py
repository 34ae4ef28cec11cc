"""What can go wrong when people decide on notes."""

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.errors import AlreadyDoneError, BadInputError, NotFoundError
from store.tables import Note

DONE = {
    "accepted": "was already accepted",
    "rejected": "was already rejected",
    "merged": "was already merged into another note",
    "withdrawn": "was withdrawn: the message it came from was changed or deleted",
    "draft": "is still a draft: accept or reject it first",
    "folded": "is folded away, since its idea was rejected before: draft it anyway first",
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


def at(moment: datetime | None, timezone: str) -> str:
    """ " at 14:02", or nothing when there is no moment."""
    return f" at {moment.astimezone(ZoneInfo(timezone)):%H:%M}" if moment else ""
