"""What every question to a model is made of: instructions that never change, then data."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_CHARACTERS_A_TOKEN = 4


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
        return weigh(self.system + self.user + compact(self.schema))


def weigh(text: str) -> int:
    """The approximate tokens of a text: a quarter of its characters, rounded up."""
    return -(-len(text) // _CHARACTERS_A_TOKEN)


@cache
def system(version: str) -> str:
    """The instructions and examples of a version ("read_notes/v1")."""
    prompt, _, name = version.partition("/")
    folder = files(f"prompts.{prompt}") / name
    instructions = (folder / "instructions.md").read_text(encoding="utf-8")
    examples = json.loads((folder / "examples.json").read_text(encoding="utf-8"))
    return told(instructions, [(each["user"], each["answer"]) for each in examples])


def told(instructions: str, examples: Sequence[tuple[object, object]]) -> str:
    """Instructions and examples, each of a document and its answer, as a model is sent them."""
    shown = [
        f"Example {number}\n{compact(asked)}\nAnswer\n{compact(answer)}"
        for number, (asked, answer) in enumerate(examples, start=1)
    ]
    return "\n\n".join([instructions.strip(), *shown]) + "\n"


def object_of(**properties: Any) -> dict[str, Any]:
    """The schema of an object. OpenAI's strict mode wants every property required and no others;
    absence is null."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def list_of(items: dict[str, Any]) -> dict[str, Any]:
    """The schema of a list."""
    return {"type": "array", "items": items}


def one_of(values: Sequence[str]) -> dict[str, Any]:
    """The schema of one of these words."""
    return {"type": "string", "enum": list(values)}


def compact(data: object) -> str:
    """JSON without a space too many."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
