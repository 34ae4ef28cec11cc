"""What can go wrong around shot lists."""

from handlers.errors import AlreadyDoneError, BadInputError, NotFoundError
from handlers.text import one_line, shorten

USAGE = "/scripty shots [scene]"


class ShotNotFoundError(NotFoundError):
    """Raised when no shot of this workspace has the id."""

    def __init__(self) -> None:
        super().__init__("That shot is not in this workspace's record; nothing was changed.")


class AlreadyDroppedError(AlreadyDoneError):
    """Raised when a shot is dropped that `who` dropped before, `when` ("Fri 5 Jun 14:02")."""

    def __init__(self, named: str, who: str, when: str) -> None:
        super().__init__(f"Shot {named} was dropped already by {who} on {when}. Nothing was done.")


class WhichSceneError(BadInputError):
    """Raised when shots are asked for of something that is no scene's number."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"“{shorten(one_line(words), 60)}” is no number of a scene. Give the script's number, "
            f"such as 3 or 3A, or none for all scenes: {USAGE}"
        )
