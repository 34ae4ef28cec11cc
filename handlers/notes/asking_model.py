"""When a model is asked about a thread: seldom enough that few words pay for the question. Pure."""

from collections.abc import Sequence

from prompts import weigh
from store.types import ThreadMessage

WORTH = 3
"""Asked at once when the new words weigh this many times what every request costs."""


def worth_asking(
    uncovered_weight: int, fixed_weight: int, still_for: float, wait: float = 300.0
) -> bool:
    """Whether to ask now about messages that no stored answer covers.

    `uncovered_weight` and `fixed_weight` in approximate tokens (`words_weight`,
    `prompts.fixed_weight`); `still_for` and `wait` in seconds: how long nobody wrote, and how
    long that has to be. A thread in full swing is left to come to rest, unless enough was said.
    """
    if uncovered_weight <= 0:
        return False
    return uncovered_weight >= WORTH * fixed_weight or still_for >= wait


def words_weight(messages: Sequence[ThreadMessage]) -> int:
    """What people wrote in these messages, in approximate tokens."""
    return sum(weigh(message.text) for message in messages)
