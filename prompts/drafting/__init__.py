"""Drafts of seven kinds, from what the record says: the request, the answer, the checks between.

- `make_requests(material)` are the questions, one for each window of a transcript, else one:
  stable instructions first, then one JSON document with the material, which is data.
- `read_answer(text, material)` is what is left of an answer once each line is held against the
  fact that it cites. It raises `BadAnswerError` for what is no answer at all.
- `grounded(material, lines)` is that gate, which the built-in drafters' lines pass as well.
- `VERSIONS` is the version in use of each kind ("questions/v1"): the newest file of its folder,
  which has instructions, schema and examples.
"""

from prompts.drafting.answer import BadAnswerError, read_answer
from prompts.drafting.grounding import grounded
from prompts.drafting.material import Drafted, DraftedLine, Fact, Material
from prompts.drafting.request import KINDS, VERSIONS, make_requests, prompt_of

__all__ = [
    "KINDS",
    "VERSIONS",
    "BadAnswerError",
    "Drafted",
    "DraftedLine",
    "Fact",
    "Material",
    "grounded",
    "make_requests",
    "prompt_of",
    "read_answer",
]
