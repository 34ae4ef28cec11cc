"""Reading the notes out of a thread's messages: the request, the answer, the checks between.

- `make_request(messages, known, context)` is the question: stable instructions first, then one
  JSON document with what people wrote. `KnownNote` is an earlier note as a short line.
- `read_answer(text, messages)` is what is left of the answer once it is held against those very
  messages, in the same order: `Answer.proposals`, and `Answer.dropped` by reason. It raises
  `BadAnswerError` for what is no answer at all.
- `as_json` and `from_json` store a `ProposedNote` and bring it back.
- `VERSION` names instructions, examples, schema and these rules together: change it with any.
- `fixed_weight()` is what each request costs before anybody's words, in approximate tokens.

How proposals are laid over the built-in reading is `handlers.notes.assisted`; when a model is
asked is `handlers.notes.asking_model`.
"""

from prompts.read_notes.answer import Answer, BadAnswerError, read_answer
from prompts.read_notes.proposal import ProposedNote, as_json, from_json
from prompts.read_notes.request import (
    VERSION,
    KnownNote,
    fixed_weight,
    make_request,
)

__all__ = [
    "VERSION",
    "Answer",
    "BadAnswerError",
    "KnownNote",
    "ProposedNote",
    "as_json",
    "fixed_weight",
    "from_json",
    "make_request",
    "read_answer",
]
