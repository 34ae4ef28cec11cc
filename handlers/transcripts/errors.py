"""What can go wrong with a transcript, and what to do then."""

from handlers.errors import BadInputError, NotFoundError, ScriptyError
from handlers.text import one_line, shorten

NOTHING = "Nothing was drafted."


class NoTranscriptError(BadInputError):
    """Raised when there are no words: Slack made no transcript of a recording."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Slack has no transcript of {called(name)}. {NOTHING} Slack writes one for clips that "
            "are recorded in it, and for short recordings in a language that it knows. Share a "
            "transcript of it as .vtt, .srt or .txt, and draft from that."
        )


class StillTranscribingError(ScriptyError):
    """Raised while Slack writes the transcript."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Slack is still transcribing {called(name)}. {NOTHING} Try again in a minute."
        )


class NotATranscriptError(BadInputError):
    """Raised when a file is neither text nor a recording."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"I can't read {called(name)} as a transcript. {NOTHING} I read .vtt, .srt and .txt "
            "files, and clips that Slack has transcribed. Export the transcript as one of these."
        )


class NothingSaidError(BadInputError):
    """Raised when a file is of the right kind and has no words."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"I found nothing that is said in {called(name)}. {NOTHING} If it should have words, "
            "export the transcript again, as .vtt, .srt or .txt."
        )


class TooLongError(BadInputError):
    """Raised when there is more than is read of one transcript; sizes in words ("7.2 MB")."""

    def __init__(self, name: str, size: str, most: str) -> None:
        super().__init__(
            f"{begun(name)} has {size}; I read transcripts of up to {most}, two hours and more. "
            f"{NOTHING} Share it in parts, and draft from each."
        )


class TranscriptGoneError(NotFoundError):
    """Raised when Slack doesn't have the file any more, or not for us."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Slack doesn't give me {called(name)}: it was deleted, or it is kept somewhere else "
            f"than in Slack. {NOTHING} Upload it to this channel and try again."
        )


class MayNotReadError(BadInputError):
    """Raised when the app was installed without the scope for reading files."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"I may not read {called(name)}: the app lacks the permission files:read. {NOTHING} "
            "Have an admin reinstall it (scripty doctor says how)."
        )


def called(name: str) -> str:
    """A file in a sentence."""
    return f"“{shorten(one_line(name), 60)}”" if name.strip() else "the file"


def begun(name: str) -> str:
    """The same at the beginning of a sentence."""
    return called(name) if name.strip() else "The file"
