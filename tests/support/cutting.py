"""Cuts put up one after the other, and what happened to the notes between them."""

from tests.support.acting import (
    LINK,
    Json,
    card,
    form_of,
    note,
    offered,
    press_note,
    reviews,
    settled,
)
from tests.support.running import Running
from tests.support.team import CHANNEL, PEOPLE
from tests.support.watching import rows

IDS = {name: user for user, name in PEOPLE.items()}


async def cut_up(scripty: Running, version: str, *replies: tuple[str, str]) -> str:
    """The editor posts a cut of this version; its thread is answered and read. The thread's ts."""
    root = await scripty.people.post("editor", CHANNEL, f"{version} of the spot is up {LINK}")
    await scripty.people.shortcut("producer", CHANNEL, root, "review_start_here")
    for who, words in replies:
        await scripty.people.post(who, CHANNEL, words, thread_ts=root["ts"])
    await settled(scripty)
    return str(root["ts"])


async def review_named(scripty: Running, version: str) -> Json:
    """The review of the one cut with this version."""
    (found,) = [each for each in await reviews(scripty) if each["cut"]["version"] == version]
    return found


async def notes_in(scripty: Running, version: str) -> list[Json]:
    """The notes of this version's review, by number."""
    found: list[Json] = (await review_named(scripty, version))["notes"]
    return found


async def accepted(scripty: Running, root: str, *numbers: int) -> None:
    """The director accepts these notes on the card."""
    for number in numbers:
        await press_note(scripty, root, "director", "note_accept", number)
    await settled(scripty)


async def in_list(scripty: Running, who: str, root: str, action: str, number: int) -> None:
    """Somebody opens the list of a thread's card and presses a button there that carries the id
    of this note or of its task."""
    await scripty.people.press(who, CHANNEL, card(scripty, root), "notes_list")
    view = await form_of(scripty, who, "notes_list")
    found = await note(scripty, number)
    about = [value for name, value in offered(view) if name == action]
    (value,) = [each for each in about if each in (found["id"], found["task_id"])]
    await scripty.people.press_in_view(who, view, action, value)
    await settled(scripty)


async def done(scripty: Running, number: int = 1) -> None:
    """A task is marked done, whatever happened before."""
    await rows(scripty.scripty.where, "UPDATE task SET state = 'done' WHERE number = %s", number)
