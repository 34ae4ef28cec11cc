"""What can go wrong around reports."""

from collections.abc import Sequence

from handlers.errors import NotFoundError
from handlers.reports.rules import USAGE
from handlers.text import listing


class NoReviewError(NotFoundError):
    """Raised when a production has had no round yet."""

    def __init__(self, production: str) -> None:
        super().__init__(
            f"{production} has had no review yet, so there is nothing to report on. Start one "
            "with /scripty review and a link."
        )


class UnknownDeliverableError(NotFoundError):
    """Raised when nothing of that name was reviewed."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        there = [each or "the one without a name" for each in known]
        super().__init__(
            f"Nothing named “{name[:60]}” was reviewed here; there is {listing(there)}. "
            f"Try: {USAGE}"
        )


class UnknownVersionError(NotFoundError):
    """Raised when a version that the command names had no round."""

    def __init__(self, version: str, known: Sequence[str]) -> None:
        super().__init__(
            f"There was no review of {version}; there were reviews of {listing(known)}. "
            f"Try: {USAGE}"
        )


class NotPostedYetError(NotFoundError):
    """Raised when the round's own message is not in Slack yet, so it has no thread."""

    def __init__(self, version: str) -> None:
        super().__init__(
            f"The review of {version} is just being posted. Ask again in a few seconds."
        )
