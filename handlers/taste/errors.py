"""What can go wrong around taste."""

from collections.abc import Sequence

from handlers.errors import BadInputError
from handlers.text import listing, one_line, shorten

TASTE_USAGE = "/scripty taste [theme]"


class UnknownThemeError(BadInputError):
    """Raised when a command names no theme."""

    def __init__(self, written: str, themes: Sequence[str]) -> None:
        super().__init__(
            f"“{shorten(one_line(written), 60)}” is no theme; there is {listing(list(themes))}. "
            f"Try: {TASTE_USAGE}"
        )
