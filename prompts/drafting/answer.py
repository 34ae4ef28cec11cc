"""From what a model wrote to lines that hold: whatever is not grounded is dropped, counted."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from prompts.answers import DroppedError, NoAnswerError, list_in
from prompts.drafting.grounding import grounded
from prompts.drafting.material import Drafted, DraftedLine, Material

MOST_LINES = 20
"""Lines of one answer that are looked at."""

MOST_ALSO = 8
"""Further facts that a line may rest on."""

_LONGEST_ANSWER = 100_000

BadAnswerError = NoAnswerError
"""What a model wrote holds no JSON object with a list of lines."""


def read_answer(text: str, material: Material) -> Drafted:
    """What is left of an answer once it is held against the material of its request.

    Reasons: those of `grounded`, *shape* (no such field) and *too many*. Raises BadAnswerError.
    """
    given = list_in(text, "lines", _LONGEST_ANSWER)
    dropped: Counter[str] = Counter()
    if len(given) > MOST_LINES:
        dropped["too many"] = len(given) - MOST_LINES
    lines = list(_lines(given[:MOST_LINES], material, dropped))
    held = grounded(material, lines, by_model=True)
    dropped.update(held.dropped)
    return Drafted(held.lines, dict(sorted(dropped.items())))


def _lines(
    given: Sequence[object], material: Material, dropped: Counter[str]
) -> Iterator[DraftedLine]:
    people = _ids(material)
    for each in given:
        try:
            yield _line(each, people)
        except DroppedError as why:
            dropped[why.reason] += 1


def _line(given: object, people: Mapping[str, str]) -> DraftedLine:
    """A line as it was written, of whatever it says. Raises DroppedError."""
    if not isinstance(given, dict):
        raise DroppedError("shape")
    also = given.get("also")
    if also is None:
        also = []
    if not isinstance(also, list) or len(also) > MOST_ALSO:
        raise DroppedError("shape")
    person = _words(given, "person", needed=False)
    if person and person.casefold() not in people:
        raise DroppedError("unknown person")
    return DraftedLine(
        text=_words(given, "text"),
        source=_words(given, "source"),
        quote=_words(given, "quote"),
        reason=_words(given, "reason"),
        next_action=_words(given, "next_action"),
        section=_words(given, "section", needed=False),
        person=people[person.casefold()] if person else "",
        also=tuple(map(_label, also)),
    )


def _words(given: Mapping[str, object], name: str, *, needed: bool = True) -> str:
    """A field's words; of one that may be absent "" for null."""
    words = given.get(name)
    if words is None and not needed:
        return ""
    if not isinstance(words, str):
        raise DroppedError("shape")
    return words.strip()


def _label(given: object) -> str:
    if not isinstance(given, str):
        raise DroppedError("shape")
    return given.strip()


def _ids(material: Material) -> Mapping[str, str]:
    """The ids of people by the names that a model is told; of two of a name, nobody's."""
    names = Counter(name.casefold() for name in material.people.values())
    return {
        name.casefold(): user
        for user, name in material.people.items()
        if names[name.casefold()] == 1
    }
