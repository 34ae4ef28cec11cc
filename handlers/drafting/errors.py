"""What can go wrong before anything is drafted, and what is asked instead."""

from collections.abc import Sequence

from handlers.drafting.context import ASKED
from handlers.drafting.kinds import KINDS, USAGE
from handlers.errors import AlreadyDoneError, BadInputError, NotFoundError
from handlers.text import listing, one_line, shorten
from store.types import DraftKind, DraftSubject

_WORDS = 60
_NAMED = 8
_TAKEN = {
    "scene": "a scene",
    "cut": "a cut",
    "transcript": "a transcript",
    "production": "the production as a whole",
}


class VagueRequestError(BadInputError):
    """Raised when words ask for a draft and name no kind: what they lack is asked."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"“{_short(words)}” leaves open what it is for, for whom, which scene or cut, and what "
            "should be better than what. Say what to draft and of what, such as /scripty draft "
            f"questions scene 3. There is {listing(list(KINDS), last='and')}. Nothing was drafted."
        )


class VaguePointError(BadInputError):
    """Raised when what was entered leaves a point open."""

    def __init__(self, point: str, words: str) -> None:
        asked = ASKED[point]
        begun = f"“{_short(words)}” leaves this open. " if words else ""
        super().__init__(f"{begun}{asked.question} For example: {asked.example}.")
        self.field = point


class NoKindError(BadInputError):
    """Raised when a form is sent that doesn't say what to draft."""

    field = "kind"

    def __init__(self) -> None:
        super().__init__("What is to be drafted? Pick one of the list.")


class NoSubjectError(BadInputError):
    """Raised when a form is sent that doesn't say what the draft is about."""

    field = "subject"

    def __init__(self, kind: DraftKind) -> None:
        super().__init__(f"What is it about? Pick {_taken(kind)}. Nothing was drafted.")


class NotOfThisError(BadInputError):
    """Raised when a kind can't be drafted of such a thing."""

    field = "subject"

    def __init__(self, kind: DraftKind, named: str) -> None:
        super().__init__(
            f"{_begun(KINDS[kind].label)} needs {_taken(kind)}, and {named} is none. "
            "Pick another one, or another kind. Nothing was drafted."
        )


class NothingOfItError(NotFoundError):
    """Raised when there is nothing yet that a kind could be drafted of."""

    def __init__(self, kind: DraftKind) -> None:
        how = {
            "scene": "No scene is written down yet. Say what one is for, then ask again: "
            "/scripty scene 3 purpose …",
            "cut": "No cut is under review yet. Put one up, then ask again: /scripty review <link>",
            "transcript": "I have read no transcript here yet. Choose “Draft from this message” in "
            "the menu of the message that shares one (SRT, VTT or text), or add the file's link "
            f"here: /scripty draft {kind} <link>",
            "production": "",
        }
        super().__init__(f"{how[KINDS[kind].about[0]]}. Nothing was drafted.")


class NoSuchSubjectError(NotFoundError):
    """Raised when what a draft is to be about is not in this production; `known` is what is."""

    def __init__(self, words: str, known: Sequence[str]) -> None:
        more = len(known) - _NAMED
        named = [*known[:_NAMED], *([f"{more} more"] if more > 0 else [])]
        there = f" There is {listing(named)}." if named else ""
        super().__init__(
            f"There is no “{_short(words)}” to draft from in this production.{there} "
            f"Nothing was drafted. {USAGE}"
        )


class SubjectNotFoundError(NotFoundError):
    """Raised when no row of this workspace's record has the id."""

    field = "subject"

    def __init__(self) -> None:
        super().__init__("That is not in this workspace's record any more; nothing was drafted.")


class NotAFileError(BadInputError):
    """Raised when a link leads to no file in Slack."""

    def __init__(self) -> None:
        super().__init__(
            "That link leads to no file in Slack. Open the file's menu there, choose “Copy link”, "
            "and add it here; or choose “Draft from this message” in the menu of the message that "
            "shares it. Nothing was drafted."
        )


class NothingHereError(BadInputError):
    """Raised when a message has nothing that could be drafted from."""

    def __init__(self) -> None:
        super().__init__(
            "There is nothing to draft from in this message: it shares no transcript (SRT, VTT or "
            "text) and no clip, and it stands in no review's thread. Nothing was drafted. "
            "/scripty draft asks what else there is."
        )


class FileElsewhereError(NotFoundError):
    """Raised when a file was not shared in a channel of this production."""

    def __init__(self) -> None:
        super().__init__(
            "That file was not shared in a channel of this production, so I don't read it. Share "
            "it here, then ask again. Nothing was drafted."
        )


class AlreadyDraftingError(AlreadyDoneError):
    """Raised when the same is being drafted already; `link` leads to its card, if it is shown."""

    def __init__(self, what: str, who: str, link: str) -> None:
        where = f" See {link} to follow it or to cancel it." if link else ""
        super().__init__(
            f"{_begun(shorten(one_line(what), _WORDS))}: this is being drafted already, for "
            f"{who}.{where} Nothing was started twice."
        )


def _taken(kind: DraftKind) -> str:
    of: Sequence[DraftSubject] = KINDS[kind].about
    return listing([_TAKEN[each] for each in of], last="or")


def _short(words: str) -> str:
    return shorten(one_line(words), _WORDS)


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]
