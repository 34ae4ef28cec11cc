"""Which shots are asked for, and how a list of them is named by its buttons. Pure."""

from uuid import UUID

from handlers.scenes.rules import scene_number
from handlers.shots.errors import WhichSceneError
from handlers.text import one_line

ALL = "all"
"""How buttons name the list of all scenes' shots."""

PAGE_ACTION = "shots_page"


def read_wanted(words: str) -> str:
    """The number of the scene that `/scripty shots <words>` names, "" for all scenes. Raises
    WhichSceneError."""
    words = one_line(words)
    if not words or words.casefold() == ALL:
        return ""
    number = scene_number(words)
    if number is None:
        raise WhichSceneError(words)
    return number


def block_of(scene: UUID | None, page: int, shot: UUID) -> str:
    """The block_id of a shot's buttons: it tells which list was pressed in, and its page."""
    return f"shots:{scene or ALL}:{page}:{shot}"


def page_of(block_id: str) -> tuple[str, int] | None:
    """The scene's id ("" for all scenes) and the page behind a `block_of`; None for another."""
    parts = block_id.split(":")
    if len(parts) != 4 or parts[0] != "shots" or not parts[2].isdigit():
        return None
    return ("" if parts[1] == ALL else parts[1]), int(parts[2])


def turned(value: str) -> tuple[str, str]:
    """The list and the page that a paging button's value names: "all:2"."""
    which, _, page = value.rpartition(":")
    return which, page
