"""From what a model wrote to proposals that hold: whatever is not grounded is dropped, counted."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from prompts.answers import DroppedError, NoAnswerError, list_in
from prompts.read_notes.grounding import Ground, Line
from prompts.read_notes.proposal import ProposedNote
from prompts.read_notes.request import KnownNote, local_ids
from store.types import ReadingContext, ThreadMessage

MOST_NOTES = 200
"""Lines of an answer that are looked at; Slack's longest message holds fewer notes."""

_LONGEST_ANSWER = 400_000

BadAnswerError = NoAnswerError
"""What a model wrote holds no JSON object with a list of notes."""


@dataclass(frozen=True)
class Answer:
    """What holds of an answer, and what was dropped: reason → how often."""

    proposals: tuple[ProposedNote, ...]
    dropped: Mapping[str, int]


def read_answer(
    text: str,
    messages: Sequence[ThreadMessage],
    *,
    known: Sequence[KnownNote] | None = None,
    context: ReadingContext | None = None,
) -> Answer:
    """What a model answered about `messages`, which are those of its request in the same order.

    `known` and `context` of that request make two checks stricter: that an earlier note it names
    was in the request, and that no person is named whom the words don't name.

    Reasons: *shape* and *value* (no such field or value), *message* and *quote* (words that
    nobody wrote), *decides* (a verdict), *too_many*; these drop the line. *wording*, *reason*,
    *timecode*, *owner*, *due*, *scene*, *needs_person* and *same_as* drop only that field.

    Raises BadAnswerError.
    """
    lines = list_in(text, "notes", _LONGEST_ANSWER)
    people = [member.name for member in context.members] if context else []
    numbers = None if known is None else {note.number for note in known}
    ground = Ground(local_ids(messages), people, numbers)
    dropped: Counter[str] = Counter()
    if len(lines) > MOST_NOTES:
        dropped["too_many"] = len(lines) - MOST_NOTES
    held = tuple(_held(lines[:MOST_NOTES], ground, dropped))
    return Answer(held, dict(sorted(dropped.items())))


def _held(lines: Sequence[object], ground: Ground, dropped: Counter[str]) -> Iterator[ProposedNote]:
    for line in lines:
        if not isinstance(line, dict):
            dropped["shape"] += 1
            continue
        checked = Line(line, ground)
        try:
            yield checked.proposal()
        except DroppedError as why:
            dropped[why.reason] += 1
        else:
            dropped.update(checked.dropped)
