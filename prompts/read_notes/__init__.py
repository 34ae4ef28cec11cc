"""Reading the notes out of a thread's messages: the request, the answer, the checks between."""

from prompts.read_notes.answer import Answer, BadAnswerError, read_answer
from prompts.read_notes.proposal import ProposedNote, as_json, from_json
from prompts.read_notes.request import (
    VERSION,
    KnownNote,
    ModelRequest,
    fixed_weight,
    make_request,
    weigh,
)

__all__ = [
    "VERSION",
    "Answer",
    "BadAnswerError",
    "KnownNote",
    "ModelRequest",
    "ProposedNote",
    "as_json",
    "fixed_weight",
    "from_json",
    "make_request",
    "read_answer",
    "weigh",
]
