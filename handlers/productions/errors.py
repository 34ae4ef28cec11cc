"""What can go wrong when a production is set up."""

from collections.abc import Sequence

from handlers.errors import AlreadyDoneError, BadInputError, NotAllowedError
from handlers.text import listing

USAGE = "/scripty new [production]"


class GuestSetsUpError(NotAllowedError):
    """Raised when somebody from another company would set up a production."""

    def __init__(self) -> None:
        super().__init__(
            "A production is set up by somebody of its own workspace. Ask them to do it; nothing "
            "was changed."
        )


class NotYoursToChangeError(NotAllowedError):
    """Raised when a member wants to change a production who may not; says who may."""

    def __init__(self, production: str, who: Sequence[str]) -> None:
        others = f"{listing(who)} can" if who else "Its maker, producers, directors and decider can"
        super().__init__(f"You can't change how {production} is set up; {others}. Ask them.")


class OtherProductionError(AlreadyDoneError):
    """Raised when a production is wanted where there is another."""

    def __init__(self, channel: str, production: str) -> None:
        super().__init__(
            f"{channel} belongs to {production} already. “/scripty new” without a name changes "
            "that; for another production, type the command in another channel."
        )


class ChannelTakenError(BadInputError):
    """Raised when a channel belongs to another production."""

    field = "channels"

    def __init__(self, channel: str, production: str) -> None:
        super().__init__(f"{channel} belongs to {production}. Take it out there first.")


class NoNameError(BadInputError):
    """Raised when a production would have no name."""

    field = "name"

    def __init__(self) -> None:
        super().__init__("What is it called?")


class NoChannelError(BadInputError):
    """Raised when a production would have no channel."""

    field = "channels"

    def __init__(self) -> None:
        super().__init__("Choose at least one channel.")


class NoDeciderError(BadInputError):
    """Raised when nobody would settle conflicts."""

    field = "decider"

    def __init__(self) -> None:
        super().__init__("Choose who settles conflicts.")


class UnknownZoneError(BadInputError):
    """Raised when a time zone isn't one."""

    field = "timezone"

    def __init__(self) -> None:
        super().__init__("Choose a time zone from the list.")


class NotAPersonError(BadInputError):
    """Raised when a bot would decide or approve."""

    def __init__(self, field: str, who: str) -> None:
        super().__init__(f"{who} is a bot. Only people decide and approve.")
        self.field = field


class OutsiderDecidesError(BadInputError):
    """Raised when somebody from another company would decide or approve: they can't press."""

    def __init__(self, field: str, who: str) -> None:
        super().__init__(
            f"{who} is from another company, and decisions are made by people of this workspace. "
            "Choose somebody who speaks for them."
        )
        self.field = field


class TooManyApproversError(BadInputError):
    """Raised when the review path is longer than a card can show."""

    field = "approvers"

    def __init__(self, most: int) -> None:
        super().__init__(f"At most {most} people can be in the review path.")


class BadRoundsError(BadInputError):
    """Raised when the agreed rounds are no sensible number."""

    field = "agreed_rounds"

    def __init__(self, most: int) -> None:
        super().__init__(f"Write a whole number from 1 to {most}, or leave it empty.")


class BadTimesError(BadInputError):
    """Raised when the times of nudges can't be read."""

    field = "nudge_times"

    def __init__(self, why: str) -> None:
        super().__init__(f"{why} Write times such as “09:30, 16:00”.")
