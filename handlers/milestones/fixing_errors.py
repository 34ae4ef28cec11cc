"""What can go wrong when a milestone is checked, or a gap of it closed."""

from handlers.errors import AlreadyDoneError, BadInputError, NotFoundError
from handlers.milestones.errors import USAGE
from handlers.text import one_line, shorten


class NoOpenMilestoneError(NotFoundError):
    """Raised when a checklist is asked for in a production that has no open milestone."""

    def __init__(self, production: str) -> None:
        super().__init__(
            f"{shorten(one_line(production), 60)} has no open milestone to check. Make one: {USAGE}"
        )


class ItemNotFoundError(NotFoundError):
    """Raised when nothing of this workspace has the id: it was deleted meanwhile."""

    def __init__(self) -> None:
        super().__init__("That is no longer in this workspace's record; nothing was changed.")


class TakenError(AlreadyDoneError):
    """Raised when somebody takes what has an owner; `who` is empty where it is theirs."""

    def __init__(self, name: str, who: str) -> None:
        if not who:
            super().__init__(f"{name} is already yours.")
            return
        super().__init__(f"{name} was already taken by {who}. Nothing was changed.")


class ClosedError(AlreadyDoneError):
    """Raised when nothing of it is left to be done; `why` follows its name."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} {why}. Nothing was changed.")


class NeedsNoneError(BadInputError):
    """Raised when a press asks for something that this item doesn't need; `why` follows its
    name."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} {why}. Nothing was changed.")


class PassedError(BadInputError):
    """Raised when something is to be due on a day that has passed."""

    field = "due"

    def __init__(self, when: str) -> None:
        super().__init__(f"{when} has passed. Choose a day that is still to come.")


class DatedMeanwhileError(AlreadyDoneError):
    """Raised when somebody else set another day while the form was open; `when` is that one."""

    field = "due"

    def __init__(self, name: str, when: str) -> None:
        what = f"has {when} now" if when else "has no day any more"
        super().__init__(
            f"{name} {what}: somebody changed it meanwhile. Nothing was changed; close this form "
            "and open it again to change it all the same."
        )


class TakenMeanwhileError(AlreadyDoneError):
    """Raised when it was taken by or given to somebody else while the form was open."""

    field = "owner"

    def __init__(self, name: str, who: str) -> None:
        super().__init__(
            f"{name} was already taken by {who}. Nothing was changed; close this form and open it "
            "again to give it to somebody else all the same."
        )


class NothingSaidError(BadInputError):
    """Raised when a field of a form is empty; `field` is which."""

    def __init__(self, field: str, what: str) -> None:
        super().__init__(what)
        self.field = field


class BadAnchorError(BadInputError):
    """Raised when a task is to belong to something that the production doesn't have."""

    field = "anchor"

    def __init__(self, why: str) -> None:
        super().__init__(
            f"{why} Name a note (N12), another task (T4), a decision (D2), a cut (v2), a "
            "deliverable, or the kind of a document (call sheet)."
        )
