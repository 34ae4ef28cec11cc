"""What can go wrong around drafts and their suggestions."""

from handlers.errors import AlreadyDoneError, BadInputError, NotFoundError
from handlers.text import one_line, shorten
from store.tables import Suggestion


class SuggestionNotFoundError(NotFoundError):
    """Raised when no suggestion of this workspace has the id."""

    def __init__(self) -> None:
        super().__init__("That draft is not in this workspace's record; nothing was changed.")


class AlreadyDecidedError(AlreadyDoneError):
    """Raised when somebody decides on a suggestion, or edits it, that was decided on; `who` decided
    and `when` ("Fri 5 Jun 14:02")."""

    def __init__(self, suggestion: Suggestion, who: str, when: str, task: int | None) -> None:
        became = f", as T{task}" if task else ""
        by = f" by {who}" if who else ""
        on = f" on {when}" if when else ""
        super().__init__(
            f"S{suggestion.number} was already {suggestion.state}{by}{on}{became}. "
            "Nothing was changed."
        )


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
