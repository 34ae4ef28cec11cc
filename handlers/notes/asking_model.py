"""When a model is asked about a thread: seldom enough that few words pay for the question. Pure."""

from collections.abc import Sequence

from prompts import weigh
from store.types import ThreadMessage

WORTH = 4
"""Asked at once when the new words weigh this many times what every request costs."""

LONGEST = 48
"""Times the wait after which even a single word is asked about: four hours, for five minutes."""

MOST_KNOWN = 20
"""Notes of earlier messages that go along as context, the latest; each costs tokens again."""

KNOWN_WORDS = 60
"""Characters of each."""


def patience(uncovered_weight: int, fixed_weight: int, wait: float = 300.0) -> float:
    """Seconds for which nobody must have written before the model is asked.

    `uncovered_weight` (of the messages that no stored answer covers) and `fixed_weight` in
    approximate tokens (`words_weight`, `prompts.fixed_weight`). None for as much as is worth a
    question by itself; for less, `wait` seconds and in proportion more, so that a thread which
    grows slowly is few questions too. The built-in reading is there meanwhile.
    """
    enough = WORTH * fixed_weight
    if uncovered_weight >= enough:
        return 0.0
    return wait * min(LONGEST, enough / max(uncovered_weight, 1))


def words_weight(messages: Sequence[ThreadMessage]) -> int:
    """What people wrote in these messages, in approximate tokens."""
    return sum(weigh(message.text) for message in messages)
