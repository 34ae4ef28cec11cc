"""What a model is sent: instructions that never change, then what people wrote, as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from prompts.read_notes.proposal import PRIORITIES, PROPOSABLE, SUBJECTS, TOPICS
from prompts.request import ModelRequest, compact, list_of, object_of, one_of, system, weigh
from store.types import ReadingContext, ThreadMessage

VERSION = "read_notes/v1"

_MOST_KNOWN = 40
_LONGEST_LINE = 120
_MOST_PEOPLE = 40
_STRANGER = "someone"


@dataclass(frozen=True)
class KnownNote:
    """A note found earlier, as a short line: `N3 0:42 logo bigger`."""

    number: int
    line: str


def make_request(
    messages: Sequence[ThreadMessage], known: Sequence[KnownNote], context: ReadingContext
) -> ModelRequest:
    """Ask for the notes in these messages; `known` says what earlier ones held."""
    names = {member.user: member.name for member in context.members}
    document = {
        "thread": [
            {"id": local, "from": names.get(message.user, _STRANGER), "text": message.text}
            for local, message in local_ids(messages).items()
        ],
        "notes_so_far": [note.line[:_LONGEST_LINE] for note in known[-_MOST_KNOWN:]],
        "people": [member.name for member in context.members[:_MOST_PEOPLE]],
    }
    return ModelRequest(VERSION, system(VERSION), compact(document), schema())


def local_ids(messages: Sequence[ThreadMessage]) -> Mapping[str, ThreadMessage]:
    """`m1`, `m2`… for what people wrote, in the order given; bots and Slack itself are left out."""
    said = (message for message in messages if _by_a_person(message) and message.text.strip())
    return {f"m{place}": message for place, message in enumerate(said, start=1)}


def _by_a_person(message: ThreadMessage) -> bool:
    return bool(message.user) and not message.user.startswith(("U0BOT", "B0"))


@cache
def fixed_weight() -> int:
    """What every request costs before anybody's words: instructions, examples and schema."""
    return weigh(system(VERSION) + compact(schema()))


def schema() -> dict[str, Any]:
    """The answer's shape, within what strict structured output takes everywhere."""
    words = {"type": ["string", "null"]}
    return object_of(
        notes=list_of(
            object_of(
                sources=list_of(object_of(id={"type": "string"}, quote={"type": "string"})),
                kind=one_of(PROPOSABLE),
                topic=one_of(TOPICS),
                priority=one_of(PRIORITIES),
                ask=words,
                reason=words,
                timecode=words,
                owner=words,
                due=words,
                scene=words,
                needs_person=list_of(one_of(SUBJECTS)),
                same_as={"type": ["integer", "null"]},
            )
        )
    )
