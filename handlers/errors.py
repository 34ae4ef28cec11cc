"""What can go wrong that a person should be told, and what they can do about it.

    ScriptyError
    ├── NotFoundError        what was asked for is not in this workspace's record
    ├── NotAllowedError      this person may not do this
    ├── AlreadyDoneError     somebody (perhaps the same person) was quicker
    │   └── ChangedMeanwhileError    with what this form is about
    └── BadInputError        words that could not be understood

A room's own errors live in that room's `errors.py`. The sentence of an error is for the person
who pressed or typed: what happened, then what to do.
"""

from handlers.text import one_line, shorten

_NAME = 60


class ScriptyError(Exception):
    """Base of all errors that are shown to a person as they are.

    `field` names the field of a form that it is about, where there is one.
    """

    field: str | None = None


class NotFoundError(ScriptyError):
    """Raised when an id or number is unknown here: deleted, mistyped, of another workspace."""


class NotAllowedError(ScriptyError):
    """Raised when the record says that this person may not do this."""


class AlreadyDoneError(ScriptyError):
    """Raised when a press finds nothing left to change."""


class ChangedMeanwhileError(AlreadyDoneError):
    """Raised when a form is sent that shows what somebody else has changed since; `named` is what
    the form is about, as people call it."""

    def __init__(self, named: str, field: str | None = None) -> None:
        super().__init__(
            f"{shorten(one_line(named), _NAME)} was changed by somebody else while this form was "
            "open, so nothing was saved. Close it and open it again to see what it says now."
        )
        self.field = field


class BadInputError(ScriptyError):
    """Raised when words could not be understood; says which words would be."""
