"""What can go wrong around reviews."""

from collections.abc import Mapping, Sequence

from handlers.errors import AlreadyDoneError, NotAllowedError, NotFoundError
from handlers.text import listing, moment
from store.tables import Cut, Review


class AlreadyUnderReviewError(AlreadyDoneError):
    """Raised when a review is started where there is one: the thread has its card; or of a link
    that is under review as `version`, in the thread at `where` if that is known."""

    def __init__(self, version: str = "", where: str = "") -> None:
        there = f"its card is in its thread: {where}" if where else "its thread is about to open."
        super().__init__(
            f"This link is already under review as {version}, and {there} "
            "For a newer cut name its version, such as v2. Nothing was started."
            if version
            else "This thread is already under review: its card is in the thread. Just reply there."
        )


class VersionIsUpError(AlreadyDoneError):
    """Raised when another link is put up as a version that is under review already."""

    def __init__(self, version: str, following: str) -> None:
        super().__init__(
            f"{version} is up already. Name the next version: /scripty review <link> {following}, "
            f"or another film: /scripty review <link> {version} for <name>. Nothing was started."
        )


class GuestStartsError(NotAllowedError):
    """Raised when somebody from another company would make the production of a channel."""

    def __init__(self) -> None:
        super().__init__(
            "The first review or task in a channel is started by somebody of its own workspace. "
            "Ask them to start it; what you write in the thread counts all the same."
        )


class ReviewNotFoundError(NotFoundError):
    """Raised when no review of this workspace has the id."""

    def __init__(self) -> None:
        super().__init__("That review is not in this workspace's record; nothing was changed.")


class NotYourRoundError(NotAllowedError):
    """Raised when somebody ends or reopens a round who doesn't run it."""

    def __init__(self, who: Sequence[str]) -> None:
        people = listing(who[:5], last="or") or "the producer"
        super().__init__(
            f"Rounds are ended and reopened by {people}. Ask one of them; nothing was changed. "
            "“Finished reviewing” is for everybody."
        )


class AlreadyFinishedError(AlreadyDoneError):
    """Raised when somebody says twice that they have finished reviewing."""

    def __init__(self) -> None:
        super().__init__(
            "You have said so already: the card names you. What you still write here counts."
        )


class RoundStateError(AlreadyDoneError):
    """Raised when a round is not in the state that a press is about: somebody was quicker."""

    def __init__(self, review: Review, names: Mapping[str, str], timezone: str) -> None:
        when, who = review.closed_at or review.frozen_at, review.closed_by or review.frozen_by
        by = f" by {names[who]}" if who and who in names else ""
        at = f" on {moment(when, timezone)}" if when else ""
        state = {"open": "open, so there is nothing to reopen"}.get(review.state, review.state)
        super().__init__(f"Round {review.round} is {state}{by}{at}. Nothing was changed.")


class SupersededError(AlreadyDoneError):
    """Raised when something is pressed about a cut that a newer one has superseded."""

    def __init__(self, old: Cut, new: Cut) -> None:
        super().__init__(
            f"{old.version} is superseded by {new.version}, so nothing was changed. Go on in the "
            f"thread of {new.version}: what was accepted and open has been carried there. What "
            "nobody has decided on yet can be decided in this card's list."
        )


class RoundClosedError(AlreadyDoneError):
    """Raised when something of a closed round would be changed."""

    def __init__(self, review: Review) -> None:
        super().__init__(
            f"Round {review.round} is closed; reopen it on its card, then decide. "
            "Nothing was changed."
        )


class TooManyRoundsError(NotAllowedError):
    """Raised when a cut would open more rounds than were agreed, and no producer says so."""

    def __init__(self, agreed: int, number: int, version: str, producers: Sequence[str]) -> None:
        rounds = "round was" if agreed == 1 else "rounds were"
        who = listing(producers[:5], last="or") or "somebody with the role producer"
        super().__init__(
            f"{agreed} {rounds} agreed, and this would be round {number}. It takes {who} to start "
            f"it all the same: /scripty review <link> {version} anyway. Nothing was started."
        )
