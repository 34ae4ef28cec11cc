"""What a model is sent: instructions that never change, then a question and lines, as data."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from prompts.read_notes.request import ModelRequest

VERSION = "answer_question/v1"

_FOLDER = VERSION.rpartition("/")[2]
_LONGEST_LINE = 600
_LONGEST_QUESTION = 300


@dataclass(frozen=True)
class RecordLine:
    """A line of the record in plain words, what it is called ("T4"), and the people in it by what
    they did; "" for nobody."""

    text: str
    label: str = ""
    owner: str = ""
    decided_by: str = ""
    said_by: str = ""

    @property
    def sent(self) -> str:
        """As much of its words as a model is sent."""
        return self.text[:_LONGEST_LINE]


def make_request(question: str, lines: Sequence[RecordLine]) -> ModelRequest:
    """Ask for the question's answer in the words of these lines."""
    document = {
        "question": question[:_LONGEST_QUESTION],
        "lines": [{"id": local, "text": line.sent} for local, line in local_ids(lines).items()],
    }
    return ModelRequest(VERSION, _system(), _compact(document), schema())


def local_ids(lines: Sequence[RecordLine]) -> Mapping[str, RecordLine]:
    """`l1`, `l2`… in the order given."""
    return {f"l{place}": line for place, line in enumerate(lines, start=1)}


def schema() -> dict[str, Any]:
    """The answer's shape, within what strict structured output takes everywhere."""
    cited = _object(id={"type": "string"}, quote={"type": "string"})
    sentence = _object(words={"type": "string"}, lines=_list(cited))
    return _object(answer=_list(sentence))


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


@cache
def _system() -> str:
    folder = files("prompts.answer_question") / _FOLDER
    instructions = (folder / "instructions.md").read_text(encoding="utf-8").strip()
    examples = json.loads((folder / "examples.json").read_text(encoding="utf-8"))
    shown = [
        f"Example {number}\n{_compact(example['user'])}\nAnswer\n{_compact(example['answer'])}"
        for number, example in enumerate(examples, start=1)
    ]
    return "\n\n".join([instructions, *shown]) + "\n"


def _compact(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
