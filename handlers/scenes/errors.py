"""What can go wrong around scenes and deliverables."""

from collections.abc import Sequence
from typing import get_args

from handlers.errors import AlreadyDoneError, BadInputError, NotFoundError
from handlers.text import listing, one_line, shorten
from store.tables import Deliverable, Scene
from store.types import Footage

SCENE_USAGE = "/scripty scene <number> [purpose …|footage shot|ready|owner @name|add N12]"
SCENES_USAGE = "/scripty scenes"
DELIVERABLE_USAGE = '/scripty deliverable "<name>" [specification] [@owner] [by friday]'
DELIVERABLES_USAGE = "/scripty deliverables"


class NoNumberError(BadInputError):
    """Raised when a scene is meant and no number is there."""

    field = "number"

    def __init__(self, written: str = "") -> None:
        begun = f"“{_short(written)}” is no number of a scene. " if written else ""
        super().__init__(
            f"{begun}Which scene? Give the script's number, such as 3 or 3A: {SCENE_USAGE}"
        )


class NoSuchSceneError(NotFoundError):
    """Raised when nobody has made a scene yet; `naming` are the notes that speak of it."""

    def __init__(self, number: str, naming: Sequence[str] = ()) -> None:
        said = (
            f" {listing(naming[:5])} {'names' if len(naming) == 1 else 'name'} it."
            if naming
            else ""
        )
        super().__init__(
            f"There is no scene {number} yet.{said} Say what it is for and it is made: "
            f"/scripty scene {number} purpose …"
        )


class SceneNotFoundError(NotFoundError):
    """Raised when no scene of this workspace has the id."""

    def __init__(self) -> None:
        super().__init__("That scene is not in this workspace's record; nothing was changed.")


class NumberTakenError(AlreadyDoneError):
    """Raised when a scene would get another one's number."""

    field = "number"

    def __init__(self, number: str) -> None:
        super().__init__(f"There is a scene {number} already. Nothing was changed.")


class NotAboutScenesError(BadInputError):
    """Raised when what is said of a scene begins with no word that is known."""

    def __init__(self, number: str, words: str) -> None:
        super().__init__(
            f"I can't tell what “{_short(words)}” says of scene {number}. Begin with title, "
            "purpose, audience, constraints, outcome, footage, ready, not ready, owner, add or "
            f"remove, such as: /scripty scene {number} purpose …. Nothing was changed."
        )


class NothingSaidError(BadInputError):
    """Raised when a field is named and nothing is said of it."""

    def __init__(self, field: str) -> None:
        super().__init__(
            f"Say what the {field} is, behind the word; a lone - clears it. Nothing was changed."
        )


class TooLongError(BadInputError):
    """Raised when something goes on and on; `field` is also the form's."""

    def __init__(self, field: str, limit: int) -> None:
        super().__init__(f"Say the {field} in at most {limit} characters. Nothing was changed.")
        self.field = field


class FootageError(BadInputError):
    """Raised when the state of a scene's footage is none that there is."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"Footage is {listing(list(get_args(Footage)), last='or')}, not “{_short(words)}”. "
            "Nothing was changed."
        )


class WhoError(BadInputError):
    """Raised when nobody here goes by the name of an owner."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"I don't know anybody called “{_short(words)}” here. Pick the person from Slack's "
            "list while typing @, or say owner nobody. Nothing was changed."
        )


class ReadyError(AlreadyDoneError):
    """Raised when a scene is called ready, or not ready, that is already: `by` whom and when
    ("editor, Fri 5 Jun"), where somebody said so."""

    def __init__(self, scene: Scene, by: str = "") -> None:
        state = "ready" if scene.ready else "not ready"
        said = f"Scene {scene.number} is {state} already"
        super().__init__(
            f"{said}: {by}. Nothing was changed." if by else f"{said}. Nothing was changed."
        )


class NoDeliverableNameError(BadInputError):
    """Raised when a deliverable is meant and no name is there, or no telling where it ends."""

    field = "name"

    def __init__(self, written: str = "") -> None:
        begun = f"I can't tell where the name ends in “{_short(written)}”. " if written else ""
        super().__init__(f"{begun}Put the deliverable's name in quotes: {DELIVERABLE_USAGE}")


class NoSuchDeliverableError(NotFoundError):
    """Raised when the list is asked for a deliverable that nobody has written down."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"No deliverable here is called “{_short(words)}”. {DELIVERABLES_USAGE} lists them; "
            f"to write one down: {DELIVERABLE_USAGE}. Nothing was changed."
        )


class DeliverableNotFoundError(NotFoundError):
    """Raised when no deliverable of this workspace has the id."""

    def __init__(self) -> None:
        super().__init__("That deliverable is not in this workspace's record; nothing was changed.")


class NameTakenError(AlreadyDoneError):
    """Raised when a deliverable would get another one's name."""

    field = "name"

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a deliverable “{_short(name)}” already. Nothing was changed.")


class DeliveredError(AlreadyDoneError):
    """Raised when a deliverable is out already, by `who` and `since` when, or isn't yet."""

    def __init__(self, deliverable: Deliverable, who: str = "", since: str = "") -> None:
        name = _short(deliverable.name)
        said = (
            f"{name} is delivered already: {who}, {since}." if since else f"{name} isn't out yet."
        )
        super().__init__(f"{said} Nothing was changed.")


class NothingNamedError(BadInputError):
    """Raised when something is to be connected and nothing is named."""

    def __init__(self, verb: str) -> None:
        super().__init__(
            f"What is to be {'added' if verb == 'add' else 'removed'}? Name notes, tasks, "
            f"decisions or documents: {verb} N12 T4 D5 “shot list”. Nothing was changed."
        )


class UnknownThingError(NotFoundError):
    """Raised when something that is to be connected isn't in the production."""

    def __init__(self, named: str, production: str) -> None:
        super().__init__(
            f"There is no {_short(named)} in {_short(production)}. Notes are named like N12, tasks "
            "like T4, decisions like D5, documents by their kind. Nothing was changed."
        )


class AlreadyConnectedError(AlreadyDoneError):
    """Raised when everything that is added belongs there already."""

    def __init__(self, named: Sequence[str], to: str) -> None:
        belongs = "belongs" if len(named) == 1 else "belong"
        super().__init__(f"{listing(named)} {belongs} to {to} already. Nothing was changed.")


class NotConnectedError(AlreadyDoneError):
    """Raised when nothing that is removed was put there; of `spoken` notes their own words say
    that they belong there."""

    def __init__(self, named: Sequence[str], to: str, *, spoken: bool) -> None:
        one = len(named) == 1
        if spoken:
            said = (
                f"{'belongs' if one else 'belong'} to {to} by {'its' if one else 'their'} own words"
            )
            hint = " Edit the note's scene to change that."
        else:
            said, hint = f"{'was' if one else 'were'} never put on {to}", ""
        super().__init__(f"{listing(named)} {said}.{hint} Nothing was changed.")


def _short(words: str) -> str:
    return shorten(one_line(words), 60)
