"""What can go wrong around documents."""

from collections.abc import Sequence
from datetime import date

from handlers.errors import AlreadyDoneError, BadInputError, NotAllowedError, NotFoundError
from handlers.text import day, listing, one_line, shorten
from store.tables import Document

USAGE = "/scripty doc <kind> <link> [@owner] [fresh until friday]"
LIST_USAGE = "/scripty docs"


class NoKindError(BadInputError):
    """Raised when a document is registered without saying what it is."""

    field = "kind"

    def __init__(self) -> None:
        super().__init__(f"What is behind that link? Say its kind first: {USAGE}")


class KindTooLongError(BadInputError):
    """Raised when a kind goes on and on."""

    field = "kind"

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"Name its kind in at most {limit} characters, such as “call sheet”. "
            f"Nothing was registered: {USAGE}"
        )


class NoLinkError(BadInputError):
    """Raised when a document is registered without a link."""

    field = "link"

    def __init__(self, written: str = "") -> None:
        begun = f"I can't read “{shorten(one_line(written), 60)}” as a link. " if written else ""
        super().__init__(f"{begun}Where is it? Add its link, with https:// before it: {USAGE}")


class WhichDecisionError(BadInputError):
    """Raised when a document is said to be changed by a decision that has no number."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"Which decision changed the {shorten(one_line(kind), 40)}? Say its number: /scripty "
            f"doc {shorten(one_line(kind), 40)} contradicted by D5. /scripty decisions lists them. "
            "Nothing was changed."
        )


class NotUnderstoodError(BadInputError):
    """Raised when words are left over that are neither an owner nor a day."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"I can't tell what “{shorten(one_line(words), 80)}” is: after the link I expect an "
            f"owner and the last day on which it holds. Nothing was registered: {USAGE}"
        )


class PastDayError(BadInputError):
    """Raised when a document would hold until a day that has passed; `field` is the form's."""

    def __init__(self, when: date, today: date, field: str = "due") -> None:
        super().__init__(
            f"{day(when, today)} has passed. Give the last day on which it holds, or none."
        )
        self.field = field


class DocumentNotFoundError(NotFoundError):
    """Raised when no document of this workspace has the id."""

    def __init__(self) -> None:
        super().__init__("That document is not in this workspace's record; nothing was changed.")


class ReplacedError(AlreadyDoneError):
    """Raised when a document is changed that a newer one has replaced, `since` then."""

    def __init__(self, document: Document, since: str) -> None:
        super().__init__(
            f"That {called(document)} was replaced by a newer one on {since}. Nothing was changed; "
            f"{LIST_USAGE} shows the one that counts."
        )


class NoSuchKindError(NotFoundError):
    """Raised when something is said of a document that isn't there; `kinds` are those that are."""

    def __init__(self, kind: str, kinds: Sequence[str]) -> None:
        there = f" There is {listing(kinds[:8])}." if kinds else ""
        super().__init__(
            f"There is no {shorten(one_line(kind), 40)} to say that of.{there} {LIST_USAGE} shows "
            "them all. Nothing was changed."
        )


class NoSuchDecisionError(NotFoundError):
    """Raised when a decision is named that the production doesn't have."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"There is no decision D{number} here. /scripty decisions shows those that there are. "
            "Nothing was changed."
        )


class NotConfirmedError(BadInputError):
    """Raised when somebody would confirm what nobody has to."""

    def __init__(self, document: Document) -> None:
        super().__init__(f"Only call sheets are confirmed; the {called(document)} counts as it is.")


class NoLongerHoldsError(NotAllowedError):
    """Raised when somebody would confirm a document that is stale."""

    def __init__(self, document: Document, because: str) -> None:
        super().__init__(
            f"Don't go by this {called(document)}: {because}. Nothing was confirmed; it needs a "
            f"new version first, which {LIST_USAGE} offers."
        )


class AlreadyConfirmedError(AlreadyDoneError):
    """Raised when somebody has confirmed it already, `since` then."""

    def __init__(self, document: Document, since: str) -> None:
        super().__init__(f"You have confirmed this {called(document)} already, on {since}.")


class AlreadyContradictedError(AlreadyDoneError):
    """Raised when a document is said to be changed by the decision that has changed it."""

    def __init__(self, document: Document, number: int) -> None:
        super().__init__(
            f"That D{number} changed the {called(document)} is in the record already. Nothing was "
            "changed."
        )


class NotContradictedError(AlreadyDoneError):
    """Raised when a document is upheld that no decision has changed; it may be stale for another
    reason (`because`)."""

    def __init__(self, document: Document, because: str) -> None:
        stale = f" But it is stale: {because}." if because else ""
        super().__init__(
            f"No decision has changed the {called(document)}.{stale} Nothing was changed."
        )


class AlreadyRegisteredError(AlreadyDoneError):
    """Raised when just this document is registered already, `since` then."""

    field = "link"

    def __init__(self, document: Document, since: str) -> None:
        super().__init__(
            f"This {called(document)} is registered already, since {since}. Nothing was changed."
        )


class DocumentTakenError(AlreadyDoneError):
    """Raised when somebody takes a document that has an owner; `who` is empty for themselves."""

    def __init__(self, document: Document, who: str) -> None:
        if not who:
            super().__init__(f"The {called(document)} is already yours.")
            return
        super().__init__(
            f"The {called(document)} is {who}'s already. To give it to somebody else, press "
            f"Give to… in {LIST_USAGE}. Nothing was changed."
        )


def called(document: Document) -> str:
    """What it is called in a sentence: its kind."""
    return shorten(one_line(document.kind), 40) or "document"
