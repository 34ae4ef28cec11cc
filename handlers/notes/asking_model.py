"""When a model is asked about a thread, about what of it, and which answers still apply. Pure.

It is asked seldom enough that few words pay for the question, and only about messages that no
stored answer covers as they read now.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from handlers.notes.reading import is_human
from prompts.read_notes import VERSION, ProposedNote, from_json
from prompts.request import weigh
from store.tables import ModelCall
from store.types import ThreadMessage

WORTH = 4
"""Asked at once when the new words weigh this many times what every request costs."""

LONGEST = 48
"""Times the wait after which even a single word is asked about: four hours, for five minutes."""

MOST_KNOWN = 20
"""Notes of earlier messages that go along as context, the latest; each costs tokens again."""

KNOWN_WORDS = 60
"""Characters of each."""

MOST_SENT = 3
"""Times that a message is sent at most, should the model fail each time."""

MOST_CHARACTERS = 40_000
"""Of messages in one request: the longest message that Slack can send. The rest is asked next."""


def patience(uncovered_weight: int, fixed_weight: int, wait: float = 300.0) -> float:
    """Seconds for which nobody must have written before the model is asked.

    `uncovered_weight` (of the messages that no stored answer covers) and `fixed_weight` in
    approximate tokens (`words_weight`, `prompts.read_notes.fixed_weight`). None for as much as is
    worth a question by itself; for less, `wait` seconds and in proportion more, so that a thread
    which grows slowly is few questions too. The built-in reading is there meanwhile.
    """
    enough = WORTH * fixed_weight
    if uncovered_weight >= enough:
        return 0.0
    return wait * min(LONGEST, enough / max(uncovered_weight, 1))


def words_weight(messages: Sequence[ThreadMessage]) -> int:
    """What people wrote in these messages, in approximate tokens."""
    return sum(weigh(message.text) for message in messages)


def unanswered(
    told: Iterable[ThreadMessage], calls: Iterable[ModelCall], model: str
) -> list[tuple[int, ThreadMessage]]:
    """The messages that this model has not answered about, each with how often it failed to."""
    human = [message for message in told if is_human(message.user) and message.text.strip()]
    words = _digests(human)
    answered, failed = set[str](), Counter[str]()
    for call in calls:
        if (call.prompt_version, call.model) != (VERSION, model):
            continue
        if call.outcome == "answered":
            answered |= _covered(call, words)
        else:
            failed.update(_covered(call, words))
    return [
        (failed[message.ts], message)
        for message in human
        if message.ts not in answered and failed[message.ts] < MOST_SENT
    ]


def most_urgent(waiting: Iterable[tuple[int, ThreadMessage]]) -> list[ThreadMessage]:
    """As many as fit into one request, in thread order; those that never failed come first."""
    taken: list[ThreadMessage] = []
    left = MOST_CHARACTERS
    for _, message in sorted(waiting, key=lambda each: (each[0], each[1].ts)):
        left -= len(message.text)
        if taken and left < 0:
            break
        taken.append(message)
    return sorted(taken, key=lambda message: message.ts)


def still_proposed(calls: Iterable[ModelCall], told: Iterable[ThreadMessage]) -> list[ProposedNote]:
    """What models proposed for these words. Of two answers to the same words, as after another
    model was set, the newer counts; `calls` come oldest first."""
    words = _digests(told)
    newest: dict[str, UUID] = {}
    answered = [call for call in calls if call.outcome == "answered"]
    for call in answered:
        for ts in _covered(call, words):
            newest[ts] = call.id
    return [
        proposal
        for call in answered
        for proposal in map(from_json, call.proposals)
        if all(newest.get(source.ts) == call.id for source in proposal.sources)
    ]


def key_of(messages: Iterable[ThreadMessage], model: str) -> str:
    """Stands for a question: the words sent, the prompt and the model."""
    sent = [[message.ts, message.text] for message in messages]
    return hashlib.sha256(json.dumps([sent, VERSION, model]).encode()).hexdigest()


def digest(text: str) -> str:
    """Stands for the words of a message, to know whether they are still the same."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _digests(messages: Iterable[ThreadMessage]) -> dict[str, str]:
    return {message.ts: digest(message.text) for message in messages}


def _covered(call: ModelCall, words: Mapping[str, str]) -> set[str]:
    """The messages that a call was about, as they read now."""
    return {each["ts"] for each in call.covers if words.get(each["ts"]) == each["digest"]}
