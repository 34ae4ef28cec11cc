"""What can go wrong around decisions and histories."""

from handlers.errors import AlreadyDoneError, BadInputError, NotFoundError
from handlers.text import one_line, shorten
from store.tables import Decision

DECISIONS_USAGE = "/scripty decisions [words]"
HISTORY_USAGE = "/scripty history N12"


class NoWordsError(BadInputError):
    """Raised when a decision would say nothing."""

    field = "what"

    def __init__(self) -> None:
        super().__init__("Say in a sentence what was decided.")


class NotTheirDecisionError(BadInputError):
    """Raised when the decision is said to be that of somebody who decides nothing here."""

    field = "decided_by"

    def __init__(self, production: str, *, bot: bool = False) -> None:
        why = "Only people decide." if bot else f"They are no member of {production}."
        super().__init__(f"{why} Choose a member of {production}; nothing was recorded.")


class AlreadyLoggedError(AlreadyDoneError):
    """Raised when the same words of the same message are recorded already."""

    field = "what"

    def __init__(self, known: Decision) -> None:
        super().__init__(
            f"This is D{known.number} already: “{shorten(one_line(known.what), 80)}”. To replace "
            f"it, choose D{known.number} under “Supersedes”."
        )


class AlreadySupersededError(AlreadyDoneError):
    """Raised when a decision is to be superseded that no longer stands."""

    field = "supersedes"

    def __init__(self, earlier: Decision, later: Decision) -> None:
        super().__init__(
            f"D{earlier.number} is superseded by D{later.number} already. Choose that one, if "
            "yours replaces it; nothing was recorded."
        )


class DecisionNotFoundError(NotFoundError):
    """Raised when no decision of this production has the id."""

    field = "supersedes"

    def __init__(self) -> None:
        super().__init__("That decision is not in this production's record; choose another one.")


class NothingNamedError(BadInputError):
    """Raised when a history is asked for and nothing is named that has one."""

    def __init__(self, words: str) -> None:
        begun = f"I can't tell what “{shorten(words, 60)}” is. " if words else ""
        super().__init__(
            f"{begun}Name a note, a task, a decision or a version: {HISTORY_USAGE}, or T4, D2, "
            "v2, S3, or a milestone, document, scene, deliverable or stage by its name. "
            "“production” tells how its set-up was changed."
        )


class NoSuchThingError(NotFoundError):
    """Raised when a history is asked for and the production has nothing of this number."""

    def __init__(self, named: str, production: str) -> None:
        super().__init__(
            f"There is no {named} in {production}. Look for its number on the review's card, in "
            "/scripty tasks or in /scripty decisions."
        )


class WhichCutError(BadInputError):
    """Raised when several deliverables have this version."""

    def __init__(self, version: str, deliverables: list[str]) -> None:
        known = ", ".join(shorten(one_line(each), 40) or "the first one" for each in deliverables)
        example = next((each for each in deliverables if each), "teaser")
        super().__init__(
            f"There are several cuts called {version}: {known}. Say which: /scripty history "
            f"{version} {shorten(one_line(example), 40)}"
        )
