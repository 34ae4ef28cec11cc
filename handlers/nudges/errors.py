"""What can go wrong around nudges."""

from collections.abc import Sequence

from handlers.errors import AlreadyDoneError, BadInputError, NotAllowedError, NotFoundError
from handlers.text import listing, one_line, shorten
from store.tables import Production

USAGE = "/scripty nudges"

_WORDS = 40


class UnknownCountryError(BadInputError):
    """Raised when no country is called so; `near` is one whose name is almost that."""

    field = "country"

    def __init__(self, words: str, near: str) -> None:
        perhaps = f" Did you mean {near}?" if near else ""
        super().__init__(
            f"“{shorten(one_line(words), _WORDS)}” is no country whose public holidays are known."
            f"{perhaps} Write its code, with a region if it has its own holidays, such as DE, "
            "DE-BY or US; leave it empty to skip no holidays."
        )


class UnknownRegionError(BadInputError):
    """Raised when a country has no region that is called so."""

    field = "country"

    def __init__(self, country: str, region: str, known: Sequence[str]) -> None:
        choice = f"write {country} alone"
        if known:
            choice += f", or one of {listing(known, last='or')} after it, such as "
            choice += f"{country}-{known[0]}"
        super().__init__(
            f"No region “{shorten(one_line(region), _WORDS)}” of {country} is known that has "
            f"holidays of its own; {choice}."
        )


class NudgeNotFoundError(NotFoundError):
    """Raised when no reminder of this workspace has the id, or it doesn't name that gap."""

    def __init__(self) -> None:
        super().__init__("That reminder is not in this workspace's record; nothing was changed.")


class NotYourNudgeError(NotAllowedError):
    """Raised when somebody presses in a reminder that was sent to somebody else."""

    def __init__(self) -> None:
        super().__init__(
            "This reminder was sent to somebody else, so nothing was changed. Yours come to you "
            "directly."
        )


class NothingOpenError(AlreadyDoneError):
    """Raised when everything that a reminder names is closed already."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing of this is open any more, so there is nothing to put off. Nothing was changed."
        )


class AlreadyRefusedError(AlreadyDoneError):
    """Raised when somebody says again that something isn't theirs."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"You have said already that {shorten(one_line(name), _WORDS)} isn't yours. Nothing "
            "was changed."
        )


class MilestoneHereError(BadInputError):
    """Raised when somebody wants to be reminded on the day of a milestone that has come."""

    def __init__(self) -> None:
        super().__init__(
            "That day has come already. Choose an hour, tomorrow or next week. Nothing was changed."
        )


class NotMutedError(AlreadyDoneError):
    """Raised when somebody wants to hear again of what they hear of."""

    def __init__(self) -> None:
        super().__init__("You hear of these already. Nothing was changed.")


class BadOffsetsError(BadInputError):
    """Raised when the days before a milestone can't be read."""

    field = "offsets"

    def __init__(self, most: int) -> None:
        super().__init__(
            "Write whole numbers of days with commas between them, such as 7, 3, 1, 0; 0 is the "
            f"day itself. The largest is {most}."
        )


class BadQuietHoursError(BadInputError):
    """Raised when one end of the quiet hours is missing."""

    field = "quiet_to"

    def __init__(self) -> None:
        super().__init__("Choose both times, or neither: then there are no quiet hours.")


class NoWorkingDayError(BadInputError):
    """Raised when no day is left on which somebody may be reminded."""

    field = "working_days"

    def __init__(self) -> None:
        super().__init__(
            "Choose at least one day. To be reminded of nothing at all, take both kinds of message "
            "away instead."
        )


class ScheduleNotYoursError(NotAllowedError):
    """Raised when somebody who may not change the production changes its reminders."""

    def __init__(self, production: Production, who: Sequence[str]) -> None:
        may = listing(who[:12], last="or") or "its maker"
        super().__init__(
            f"When {shorten(one_line(production.name), 80)} reminds people is changed by {may}. "
            "Nothing was changed."
        )


class ScheduleChangedError(AlreadyDoneError):
    """Raised when a schedule was changed while somebody filled in the form."""

    def __init__(self, production: Production) -> None:
        super().__init__(
            f"The reminders of {shorten(one_line(production.name), 80)} were changed while you "
            f"filled this in; nothing of yours was kept. Close it and open it again: {USAGE}"
        )
