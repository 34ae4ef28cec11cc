"""What a model is sent: instructions that never change, then what people wrote, as data."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from prompts.read_notes.proposal import PRIORITIES, PROPOSABLE, SUBJECTS, TOPICS
from store.types import ReadingContext, ThreadMessage

VERSION = "read_notes/v1"

_FOLDER = VERSION.rpartition("/")[2]
_CHARACTERS_A_TOKEN = 4
_MOST_KNOWN = 40
_LONGEST_LINE = 120
_MOST_PEOPLE = 40
_STRANGER = "someone"


@dataclass(frozen=True)
class KnownNote:
    """A note found earlier, as a short line: `N3 0:42 logo bigger`."""

    number: int
    line: str


@dataclass(frozen=True)
class ModelRequest:
    """One question to a model. `system` is the same in every request of a version."""

    version: str
    system: str
    user: str
    schema: dict[str, Any]

    @property
    def weight(self) -> int:
        """All that is sent, in approximate tokens."""
        return weigh(self.system + self.user + _compact(self.schema))


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
    return ModelRequest(VERSION, _system(), _compact(document), schema())


def local_ids(messages: Sequence[ThreadMessage]) -> Mapping[str, ThreadMessage]:
    """`m1`, `m2`… for what people wrote, in the order given; bots and Slack itself are left out."""
    said = (message for message in messages if _by_a_person(message) and message.text.strip())
    return {f"m{place}": message for place, message in enumerate(said, start=1)}


def _by_a_person(message: ThreadMessage) -> bool:
    return bool(message.user) and not message.user.startswith(("U0BOT", "B0"))


def weigh(text: str) -> int:
    """The approximate tokens of a text: a quarter of its characters, rounded up."""
    return -(-len(text) // _CHARACTERS_A_TOKEN)


@cache
def fixed_weight() -> int:
    """What every request costs before anybody's words: instructions, examples and schema."""
    return weigh(_system() + _compact(schema()))


@cache
def _system() -> str:
    folder = files("prompts.read_notes") / _FOLDER
    instructions = (folder / "instructions.md").read_text(encoding="utf-8").strip()
    examples = json.loads((folder / "examples.json").read_text(encoding="utf-8"))
    shown = [
        f"Example {number}\n{_compact(example['user'])}\nAnswer\n{_compact(example['answer'])}"
        for number, example in enumerate(examples, start=1)
    ]
    return "\n\n".join([instructions, *shown]) + "\n"


def schema() -> dict[str, Any]:
    """The answer's shape, within what strict structured output takes everywhere.

    OpenAI's strict mode wants every property required and no others; absence is null.
    """
    words = {"type": ["string", "null"]}
    return _object(
        notes=_list(
            _object(
                sources=_list(_object(id={"type": "string"}, quote={"type": "string"})),
                kind=_one_of(PROPOSABLE),
                topic=_one_of(TOPICS),
                priority=_one_of(PRIORITIES),
                ask=words,
                reason=words,
                timecode=words,
                owner=words,
                due=words,
                scene=words,
                needs_person=_list(_one_of(SUBJECTS)),
                same_as={"type": ["integer", "null"]},
            )
        )
    )


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _one_of(values: Sequence[str]) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


def _compact(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
