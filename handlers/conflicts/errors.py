"""What can go wrong when a conflict is settled."""

from handlers.errors import AlreadyDoneError, BadInputError, NotAllowedError, NotFoundError
from handlers.text import moment, one_line, shorten
from store.tables import Decision, Production


class ConflictNotFoundError(NotFoundError):
    """Raised when no conflict of this workspace has the id."""

    def __init__(self) -> None:
        super().__init__("That conflict is not in this workspace's record; nothing was changed.")


class NotInConflictError(NotFoundError):
    """Raised when the chosen note is none of the conflict's, or is none any more."""

    def __init__(self) -> None:
        super().__init__(
            "That note is not part of this conflict any more, so nothing was changed. The card "
            "shows what it is between now."
        )


class ConflictGoneError(AlreadyDoneError):
    """Raised when a conflict went by itself: a side was withdrawn, rejected or merged."""

    def __init__(self) -> None:
        super().__init__(
            "There is nothing left to settle here: the notes changed, or one of them was "
            "rejected, merged or taken back. Nothing was changed."
        )


class AlreadySettledError(AlreadyDoneError):
    """Raised when a conflict has its decision."""

    def __init__(self, decision: Decision, who: str, timezone: str) -> None:
        super().__init__(
            f"{who} settled this on {moment(decision.at, timezone)}: "
            f"{shorten(one_line(decision.what), 200)} (D{decision.number}). Nothing was changed."
        )


class NotTheDeciderError(NotAllowedError):
    """Raised when somebody else than the production's decider wants to settle a conflict."""

    def __init__(self, production: Production, decider: str) -> None:
        super().__init__(
            f"{decider} settles conflicts on {shorten(one_line(production.name), 80)}, so nothing "
            "was changed and nobody was told. A reply in the thread lets them know what you think."
        )


class NoDeciderError(NotAllowedError):
    """Raised when a production has nobody who settles its conflicts."""

    def __init__(self, production: Production) -> None:
        name = shorten(one_line(production.name), 80)
        super().__init__(
            f"Nobody is set to settle conflicts on {name}, so nothing was changed. Choose who "
            f"decides with /scripty new {name}, then press again."
        )


class NoDecisionWordsError(BadInputError):
    """Raised when a conflict would be settled in other words, and there are none."""

    field = "words"

    def __init__(self) -> None:
        super().__init__("Say what is to be done instead of what the notes ask.")


class NotYourDecisionError(NotAllowedError):
    """Raised when somebody explains a decision that another person took."""

    def __init__(self, decision: Decision, who: str) -> None:
        super().__init__(
            f"D{decision.number} is {who}'s decision, so the reason is theirs to give. "
            "Nothing was changed."
        )


class DecisionNotFoundError(NotFoundError):
    """Raised when no decision of this workspace has the id."""

    def __init__(self) -> None:
        super().__init__("That decision is not in this workspace's record; nothing was changed.")
