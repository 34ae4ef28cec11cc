"""What can go wrong when somebody looks something up."""

from handlers.errors import BadInputError, NotFoundError

FIND_USAGE = "/scripty find <words>"
WHO_USAGE = "/scripty who owns …?"


class NoWordsError(BadInputError):
    """Raised when nothing is named to look for."""

    def __init__(self) -> None:
        super().__init__(
            "Say what to look for: /scripty find end card. Words in “quotes” stay together, “or” "
            "means either, and a minus before a word leaves it out."
        )


class NoSubjectError(BadInputError):
    """Raised when a question names nothing that it is about."""

    def __init__(self) -> None:
        super().__init__(
            "Say what you ask about: /scripty who owns the end card? Others: what did we decide "
            "about the logo? when is picture lock? what is missing? who decides?"
        )


class NothingToSearchError(NotFoundError):
    """Raised when somebody belongs to no production, so there is nothing they may see."""

    def __init__(self) -> None:
        super().__init__(
            "You belong to no production yet, so there is nothing I may show you. Join a "
            "production's channel and try again in a few seconds, or start one with /scripty new."
        )
