"""Which earlier notes a message answers by quoting them with `&gt;`."""

import re
from collections.abc import Sequence

from handlers.notes.reader.drafts import Draft, Heard
from handlers.notes.reader.likeness import stems

_QUOTABLE = 200
_QUOTED_LINES = 6
_SHORTEST_QUOTE = 6
_QUOTED_SHARE = 0.6


def notes_quoted(heard: Heard, drafts: Sequence[Draft]) -> list[Draft]:
    """The earlier notes that a message quotes with `&gt;`, also those far back in the thread."""
    found: list[Draft] = []
    earlier = [d for d in drafts[-_QUOTABLE:] if d.heard.order < heard.order]
    for quoted in heard.marked.quoted[:_QUOTED_LINES]:
        said = heard.marked.text[quoted.start : quoted.end]
        plain, named = _plainly(said), stems(said)
        fitting = [d for d in earlier if _is_quoted(plain, named, d)]
        latest = fitting[-1].heard if fitting else None
        found.extend(d for d in fitting if d.heard is latest and d not in found)
    return found


def _is_quoted(one: str, words_said: frozenset[str], draft: Draft) -> bool:
    other = _plainly(draft.text)
    if min(len(one), len(other)) < _SHORTEST_QUOTE:
        return False
    if one in other or other in one:
        return True
    shared = len(words_said & draft.words)
    return shared >= 2 and shared >= _QUOTED_SHARE * max(len(words_said), len(draft.words))


def _plainly(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
