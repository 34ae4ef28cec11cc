"""What can go wrong when somebody asks what is missing."""

from collections.abc import Sequence

from handlers.errors import BadInputError, NotFoundError
from handlers.text import listing, one_line, shorten

USAGE = "/scripty gaps [production|mine]"
_NAMED = 10


class NoProductionsError(NotFoundError):
    """Raised when somebody belongs to no production, so that nothing of any can be shown."""

    def __init__(self) -> None:
        super().__init__(
            "You belong to no production yet, so there is nothing to show. Join the channel of "
            "one, or start one there with /scripty new."
        )


class UnknownProductionError(NotFoundError):
    """Raised when a production is named that this person doesn't belong to, or that isn't there:
    which of the two is nobody's business."""

    def __init__(self, name: str, near: str, known: Sequence[str]) -> None:
        meant = f" Did you mean {_short(near)}?" if near else f" Yours: {_names(known)}."
        super().__init__(f"You belong to no production called “{_short(name)}”.{meant}")


class SameNameError(BadInputError):
    """Raised when several productions have the name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"You belong to several productions called {_short(name)}. Type /scripty gaps in the "
            "channel of the one you mean."
        )


def _short(name: str) -> str:
    return shorten(one_line(name), 60)


def _names(known: Sequence[str]) -> str:
    shown = [_short(each) for each in known[:_NAMED]]
    more = len(known) - len(shown)
    return listing([*shown, f"{more} more"] if more else shown)
