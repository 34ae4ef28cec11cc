"""What can go wrong around reviews."""

from handlers.errors import AlreadyDoneError, NotAllowedError


class AlreadyUnderReviewError(AlreadyDoneError):
    """Raised when a review is started where there is one: the thread has its card."""

    def __init__(self) -> None:
        super().__init__(
            "This thread is already under review: its card is in the thread. Just reply there."
        )


class GuestStartsError(NotAllowedError):
    """Raised when somebody from another company would make the production of a channel."""

    def __init__(self) -> None:
        super().__init__(
            "The first review or task in a channel is started by somebody of its own workspace. "
            "Ask them to start it; what you write in the thread counts all the same."
        )
