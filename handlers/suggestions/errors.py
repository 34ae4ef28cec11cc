"""What can go wrong around drafts and their suggestions."""

from handlers.errors import AlreadyDoneError, BadInputError, NotAllowedError, NotFoundError
from handlers.text import one_line, shorten
from store.tables import Draft, Note, Suggestion


class SuggestionNotFoundError(NotFoundError):
    """Raised when no suggestion of this workspace has the id."""

    def __init__(self) -> None:
        super().__init__("That draft is not in this workspace's record; nothing was changed.")


class AlreadyDecidedError(AlreadyDoneError):
    """Raised when somebody decides on a suggestion, or edits it, that was decided on; `who` decided
    and `when` ("Fri 5 Jun 14:02"); `what` it is now ("T4")."""

    def __init__(self, suggestion: Suggestion, who: str, when: str, what: str) -> None:
        became = f", as {what}" if what else ""
        by = f" by {who}" if who else ""
        on = f" on {when}" if when else ""
        super().__init__(
            f"S{suggestion.number} was already {suggestion.state}{by}{on}{became}. "
            "Nothing was changed."
        )


class NothingLeftError(AlreadyDoneError):
    """Raised when everything of a draft is to be accepted or rejected, and was decided on."""

    def __init__(self) -> None:
        super().__init__(
            "Everything in this draft was decided on already; its card says by whom. "
            "Nothing was changed."
        )


class NotYourRejectionError(NotAllowedError):
    """Raised when somebody wants to give the reason of what `who` rejected; `named` is that
    ("S4")."""

    def __init__(self, named: str, who: str) -> None:
        super().__init__(
            f"{named} was rejected by {who}, so the reason is theirs to give. Nothing was changed; "
            "ask them."
        )


class NoSceneError(NotFoundError):
    """Raised when a shot is accepted of which the record doesn't say to which scene it belongs."""

    def __init__(self, suggestion: Suggestion) -> None:
        super().__init__(
            f"S{suggestion.number} is of no scene that is in the record, so it can't be a shot. "
            "Nothing was changed. Make the scene with /scripty scene, then ask for its shot list."
        )


class NoteGoneError(NotFoundError):
    """Raised when a note that a line would put right is not in the record any more."""

    def __init__(self, suggestion: Suggestion) -> None:
        super().__init__(
            f"The note that S{suggestion.number} is about is not in the record any more. Nothing "
            "was changed; reject the draft."
        )


class NoteChangedError(AlreadyDoneError):
    """Raised when a note was changed or decided on since a line about it was drafted."""

    def __init__(self, suggestion: Suggestion, note: Note) -> None:
        super().__init__(
            f"N{note.number} was changed or decided on since S{suggestion.number} was drafted; it "
            f"is {note.state} now. Nothing was changed. Look at the note, then edit it there or "
            "reject the draft."
        )


class NotDraftingError(AlreadyDoneError):
    """Raised when a draft is to be cancelled that nobody is drafting any more; `who` cancelled
    it, "" for nobody."""

    def __init__(self, draft: Draft, who: str) -> None:
        became = {
            "ready": "It is drafted already: reject what you don't want.",
            "cancelled": f"It was cancelled already by {who}.",
        }
        said = became.get(draft.state, "It ended already, and nothing was drafted.")
        super().__init__(f"{said} Nothing was changed.")


class NoWordsLeftError(BadInputError):
    """Raised when a suggestion would say nothing."""

    field = "text"

    def __init__(self) -> None:
        super().__init__("What is to be done? Write it in a sentence, or reject the draft instead.")


class NothingToDraftError(BadInputError):
    """Raised when a text has no section and asks for nothing."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"I found nothing to draft in {called(name)}: no headings with words under them, and "
            "no sentence that says what should be done. Nothing was drafted. Give it headings, or "
            "choose “Make this a task” for the message as a whole."
        )


class NoTextFileError(BadInputError):
    """Raised when what is attached is no text, or not to be read as one."""

    def __init__(self, name: str) -> None:
        what = called(name) if name else "what is attached here"
        super().__init__(
            f"I can read text and Markdown files, and {what} is neither. Export it as .md "
            "or .txt, or paste its words into a message, then choose “Turn sections into tasks” "
            "there. Nothing was drafted."
        )


class TooLargeError(BadInputError):
    """Raised when a document is larger than what is read of one; sizes in words ("2.0 MB")."""

    def __init__(self, name: str, size: str, most: str) -> None:
        super().__init__(
            f"{begun(name)} has {size}; I read documents of up to {most}. Nothing was drafted. "
            "Share the part that is to become tasks as a file of its own."
        )


class FileGoneError(NotFoundError):
    """Raised when Slack doesn't have a file any more, or not for us."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Slack doesn't give me {called(name)}: it was deleted, or it is kept somewhere else "
            "than in Slack. Upload it here, or paste its words. Nothing was drafted."
        )


class NoPermissionError(BadInputError):
    """Raised when the app was installed without the scope for reading files."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"I may not read {called(name)}: the app lacks the permission files:read. Have an "
            "admin reinstall it (scripty doctor says how), or paste the words into a message. "
            "Nothing was drafted."
        )


def called(name: str) -> str:
    """A document in a sentence: “guide.md”, or the message."""
    return f"“{shorten(one_line(name), 60)}”" if name else "this message"


def begun(name: str) -> str:
    """The same at the beginning of a sentence."""
    return called(name) if name else "This message"
