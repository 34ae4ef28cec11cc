"""Putting lines of the record into sentences: the request, the answer, the checks between.

- `make_request(question, lines)` is the question: stable instructions first, then one JSON document
  with what was asked and the lines of the record that were found, which are data.
- `read_answer(text, lines)` is what is left of the answer once each sentence is held against the
  lines that it cites: `Worded.sentences`, and `Worded.dropped` by reason. It raises
  `BadAnswerError` for what is no answer at all.
- `VERSION` names instructions, examples, schema and these rules together: change it with any.
"""

from prompts.answer_question.answer import BadAnswerError, Sentence, Worded, read_answer
from prompts.answer_question.request import VERSION, RecordLine, make_request

__all__ = [
    "VERSION",
    "BadAnswerError",
    "RecordLine",
    "Sentence",
    "Worded",
    "make_request",
    "read_answer",
]
