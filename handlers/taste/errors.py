"""What can go wrong around taste."""

from collections.abc import Sequence

from handlers.errors import BadInputError, NotAllowedError
from handlers.text import listing
from store.tables import Suggestion

TASTE_USAGE = "/scripty taste [theme]"


class UnknownThemeError(BadInputError):
    """Raised when a command names no theme."""

    def __init__(self, written: str, themes: Sequence[str]) -> None:
        super().__init__(
            f"“{written[:60]}” is no theme; there is {listing(list(themes))}. Try: {TASTE_USAGE}"
        )


class NotYourRejectionError(NotAllowedError):
    """Raised when somebody wants to give the reason of what another person rejected."""

    def __init__(self, suggestion: Suggestion, who: str) -> None:
        super().__init__(
            f"S{suggestion.number} was rejected by {who}, so the reason is theirs to give."
        )
