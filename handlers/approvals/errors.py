"""What can go wrong around approvals."""

from collections.abc import Sequence

from handlers.errors import AlreadyDoneError, BadInputError, NotAllowedError, NotFoundError
from handlers.text import listing, moment
from store.tables import Approval, Cut, Note, Production

SET_UP = "/scripty new"
_NAMED = 12


class CutNotFoundError(NotFoundError):
    """Raised when no cut of this workspace has the id."""

    def __init__(self) -> None:
        super().__init__("That cut is not in this workspace's record; nothing was changed.")


class CutSupersededError(AlreadyDoneError):
    """Raised when a verdict is pressed on a cut that a newer one has superseded; `is_asked` where
    the person is in the review path."""

    def __init__(self, old: Cut, new: Cut, *, is_asked: bool) -> None:
        onward = "you will be asked" if is_asked else "approval is asked for"
        super().__init__(
            f"{old.version} is superseded by {new.version}; {onward} in its thread. "
            "Nothing was changed."
        )


class NoApproversError(NotAllowedError):
    """Raised when a production names nobody who approves."""

    def __init__(self, production: Production) -> None:
        super().__init__(
            f"Nobody is named yet who approves cuts of {production.name}. Name them with "
            f"{SET_UP}; nothing was changed."
        )


class NotAnApproverError(NotAllowedError):
    """Raised when somebody outside the review path would give a verdict."""

    def __init__(self, production: Production, approvers: Sequence[str]) -> None:
        who = listing(approvers[:_NAMED])
        super().__init__(
            f"Cuts of {production.name} are approved by {who}, so nothing was changed. What you "
            "write in the thread becomes notes for them."
        )


class OnlyApproverError(NotAllowedError):
    """Raised when whoever posted the cut would be the only one to approve it."""

    def __init__(self, production: Production, cut: Cut, poster: str) -> None:
        super().__init__(
            f"{poster} posted {cut.version} and is its only approver, which would be no approval. "
            f"Name another approver of {production.name} with {SET_UP}; nothing was changed."
        )


class NotYetError(NotAllowedError):
    """Raised when an approver's turn hasn't come: somebody before them hasn't approved."""

    def __init__(self, cut: Cut, first: str) -> None:
        super().__init__(
            f"{first} comes first: you are asked once {first} has approved {cut.version}. You can "
            "request changes now. Nothing was changed."
        )


class AlreadyGivenError(AlreadyDoneError):
    """Raised when somebody says again what they have said, and it still stands."""

    def __init__(self, approval: Approval, timezone: str) -> None:
        said = {
            "approved": f"You approved {approval.version} already",
            "approved with notes": f"You approved {approval.version} with these notes already",
            "changes requested": f"You asked for changes to {approval.version} already",
        }
        super().__init__(
            f"{said[approval.verdict]}, {moment(approval.at, timezone)}. Nothing was changed."
        )


class AlreadyAskedError(AlreadyDoneError):
    """Raised when the next approver was asked before and hasn't answered."""

    def __init__(self, cut: Cut, who: str, when: str) -> None:
        super().__init__(
            f"{who} was asked to approve {cut.version} {when}; their answer is awaited. "
            "Nothing was changed."
        )


class NobodyToAskError(AlreadyDoneError):
    """Raised when nobody is left to be asked: everybody approved, or changes are requested."""

    def __init__(self, cut: Cut, asking_for_changes: Sequence[str]) -> None:
        why = f"{cut.version} is approved by everybody who is asked."
        if asking_for_changes:
            who = listing(asking_for_changes[:_NAMED])
            why = f"{who} asked for changes to {cut.version}; an approval is asked for after that."
        super().__init__(f"{why} Nothing was changed.")


class NothingToRevokeError(AlreadyDoneError):
    """Raised when somebody takes back a verdict that they haven't given, or have taken back."""

    def __init__(self, cut: Cut) -> None:
        super().__init__(
            f"You have no verdict on {cut.version} that could be taken back. Nothing was changed."
        )


class NoOpenNotesError(BadInputError):
    """Raised when there is no open note that an approval could name."""

    field = "notes"

    def __init__(self, cut: Cut) -> None:
        super().__init__(
            f"No note of {cut.version} is open, so there is none to name. Press Approve, or write "
            "in the thread what is still to change. Nothing was changed."
        )


class NoNotesNamedError(BadInputError):
    """Raised when an approval with notes names none."""

    field = "notes"

    def __init__(self) -> None:
        super().__init__("Name at least one note; without any, press Approve instead.")


class NoteClosedError(BadInputError):
    """Raised when a note that an approval names is no longer open."""

    field = "notes"

    def __init__(self, closed: Sequence[Note]) -> None:
        names = listing([f"N{note.number}" for note in closed[:_NAMED]])
        verb = "is" if len(closed) == 1 else "are"
        super().__init__(f"{names or 'That note'} {verb} no longer open. Choose again.")


class VerdictChangedError(AlreadyDoneError):
    """Raised when a request for changes is explained that doesn't stand any more."""

    field = "comment"

    def __init__(self, cut: Cut) -> None:
        super().__init__(
            f"Your request for changes to {cut.version} doesn't stand any more, so this was not "
            "kept. Write it in the thread; it becomes a note."
        )
