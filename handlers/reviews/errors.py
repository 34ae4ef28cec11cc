"""What can go wrong around reviews."""

from handlers.errors import AlreadyDoneError


class AlreadyUnderReviewError(AlreadyDoneError):
    """Raised when a review is started where there is one: the thread has its card."""

    def __init__(self) -> None:
        super().__init__(
            "This thread is already under review: its card is in the thread. Just reply there."
        )
