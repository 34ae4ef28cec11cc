"""What can go wrong around changes and briefs."""

from handlers.errors import AlreadyDoneError, BadInputError, NotFoundError
from handlers.text import one_line, shorten

CHANGES_USAGE = "/scripty changes [since monday|since v1|every friday 16:00]"
BRIEF_USAGE = "/scripty brief [milestone] [before friday 10:00|every monday 09:00]"


def short(words: str) -> str:
    """What somebody wrote, as an error repeats it."""
    return shorten(one_line(words), 60)


class NoSinceError(BadInputError):
    """Raised when nobody can tell since when the changes are wanted."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"I can't tell since when “{short(words)}” is. Say a day that has passed, or a version "
            "that was up: /scripty changes since monday, since 12 june, since v1. Without any I "
            "show them since Monday."
        )


class SinceAheadError(BadInputError):
    """Raised when the changes since a day that is still to come are asked for."""

    def __init__(self, day: str) -> None:
        super().__init__(
            f"{day} is still to come, so nothing has changed since. Say a day that has passed: "
            "/scripty changes since monday."
        )


class NoSuchVersionError(NotFoundError):
    """Raised when no cut of the production has this version; `known` are those it has."""

    def __init__(self, version: str, known: str) -> None:
        there = f"There is {known}." if known else "No cut is up yet."
        super().__init__(
            f"No cut here is called {short(version)}. {there} A day will do too: "
            "/scripty changes since monday."
        )


class BadTimeError(BadInputError):
    """Raised when a day or a time of day for a report can't be read."""

    def __init__(self, words: str, kind: str) -> None:
        example = (
            f"/scripty {kind} every friday 16:00"
            if kind == "changes"
            else f"/scripty {kind} every monday 09:00, or /scripty {kind} before friday 10:00"
        )
        super().__init__(
            f"I can't read “{short(words)}” as a day and a time. Write it like this: {example}. "
            "Nothing was scheduled."
        )


class MeetingOverError(BadInputError):
    """Raised when a brief is wanted before a meeting that has begun."""

    def __init__(self, when: str) -> None:
        super().__init__(
            f"{when} has passed, so nothing was scheduled. Say when the next meeting is: "
            "/scripty brief before friday 10:00. /scripty brief alone posts one now."
        )


class ScheduledAlreadyError(AlreadyDoneError):
    """Raised when just this is scheduled already."""

    def __init__(self, what: str, when: str, by: str, following: str) -> None:
        super().__init__(
            f"That is on already: {what}, {when}. {by} turned it on, and the next time is "
            f"{following}. Nothing was changed."
        )


class NothingScheduledError(NotFoundError):
    """Raised when somebody stops what doesn't come."""

    def __init__(self, kind: str, production: str) -> None:
        usage, what = CHANGES_USAGE, "No changes come by themselves"
        if kind == "brief":
            usage, what = BRIEF_USAGE, "No brief comes by itself"
        super().__init__(
            f"{what} for {short(production)}, so there is nothing to stop. To have it: {usage}"
        )


class ReportNotFoundError(NotFoundError):
    """Raised when a button's report is not in this workspace's record."""

    def __init__(self) -> None:
        super().__init__("That is not in this workspace's record; nothing was changed.")


class StoppedAlreadyError(AlreadyDoneError):
    """Raised when somebody stops what was stopped before."""

    def __init__(self, by: str, when: str) -> None:
        super().__init__(f"{by} stopped it on {when}. Nothing was changed.")


class OverAlreadyError(AlreadyDoneError):
    """Raised when somebody stops what was to come once and has come."""

    def __init__(self) -> None:
        super().__init__("That one was to come once, and has come. Nothing was changed.")
