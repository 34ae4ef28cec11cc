"""What a model is sent: instructions that never change, then a question and lines, as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from prompts.request import ModelRequest, compact, list_of, object_of, system

VERSION = "answer_question/v1"

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
    return ModelRequest(VERSION, system(VERSION), compact(document), schema())


def local_ids(lines: Sequence[RecordLine]) -> Mapping[str, RecordLine]:
    """`l1`, `l2`… in the order given."""
    return {f"l{place}": line for place, line in enumerate(lines, start=1)}


def schema() -> dict[str, Any]:
    """The answer's shape, within what strict structured output takes everywhere."""
    cited = object_of(id={"type": "string"}, quote={"type": "string"})
    sentence = object_of(words={"type": "string"}, lines=list_of(cited))
    return object_of(answer=list_of(sentence))
