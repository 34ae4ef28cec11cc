"""What can go wrong around the list of drafts."""

from handlers.errors import BadInputError
from handlers.judging.rules import DRAFTS_USAGE
from handlers.text import one_line, shorten


class UnknownWordError(BadInputError):
    """Raised when what stands after `/scripty drafts` is nothing that it knows."""

    def __init__(self, written: str) -> None:
        super().__init__(
            f"I don't know what “{shorten(one_line(written), 60)}” is of drafts. Try: "
            f"{DRAFTS_USAGE}. To have something drafted: /scripty draft and a kind, such as "
            "questions."
        )
