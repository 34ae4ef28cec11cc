"""What can go wrong around the list of drafts."""

from handlers.errors import BadInputError
from handlers.judging.rules import DRAFTS_USAGE


class UnknownWordError(BadInputError):
    """Raised when what stands after `/scripty drafts` is nothing that it knows."""

    def __init__(self, written: str) -> None:
        super().__init__(
            f"I don't know what “{written[:60]}” is of drafts. Try: {DRAFTS_USAGE}. To have "
            "something drafted: /scripty draft and a kind, such as questions."
        )
