"""What of a draft's lines a production has heard before: in the same words, or, if it was rejected,
in others. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handlers.suggestions.likeness import NEAR, Ask, Spelling, alike, ask_of
from handlers.suggestions.word_vectors import Nearby
from handlers.text import one_line
from store.tables import Suggestion

REMEMBERED = 500
"""Rejected suggestions, the newest, that a new one is held against in other words than theirs."""

_SAYS_SOMETHING = 0.5
"""The weight of a word by which suggestions are looked up."""

_MANY = 10
"""With fewer rejected suggestions than this, no word of theirs is called common."""

_COMMON = 0.1
"""The share of suggestions above which a word says less the more of them have it."""


@dataclass
class Memory:
    """The suggestions that a production has seen, found by their words and by what they ask."""

    _said: dict[str, Suggestion] = field(default_factory=dict)
    _about: dict[str, list[tuple[Suggestion, Ask]]] = field(default_factory=dict)
    _words: list[str] = field(default_factory=list)
    _nearby: Nearby = field(default_factory=lambda: Nearby(()))
    _spelling: Spelling = field(default_factory=lambda: Spelling(()))
    _rarity: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, known: Sequence[Suggestion]) -> "Memory":
        """A memory of these, oldest first; those folded under another say nothing by themselves."""
        memory = cls()
        own = [each for each in known if each.state != "merged"]
        for each in own:
            # what of the record a line rests on, others may rest on too
            quote = each.quote if each.source_kind == "message" else ""
            for words in (each.text, quote):
                if said := _folded(words):
                    memory._said[said] = each
        rejected = [each for each in own if each.state == "rejected"][-REMEMBERED:]
        asks = [(each, ask_of(each.text)) for each in rejected]
        spelled: dict[str, str] = {}
        for each, ask in asks:
            for word in _telling(ask):
                memory._about.setdefault(word, []).append((each, ask))
                spelled.setdefault(word, ask.spelled[word])
        memory._words = list(spelled)
        memory._nearby = Nearby(list(spelled.values()))
        memory._spelling = Spelling(each.text for each in rejected)
        memory._rarity = _rarity([ask for _, ask in asks])
        return memory

    def recall(self, text: str, quote: str = "") -> Suggestion | None:
        """The newest suggestion that says the same, or a rejected one that asks the same."""
        said = [self._said.get(_folded(words)) for words in (quote, text) if words]
        if found := [each for each in said if each is not None]:
            return max(found, key=lambda each: each.number)
        ask = ask_of(self._spelling.correct(text))
        near = {
            known.number: (known, its)
            for word in self._near(ask)
            for known, its in self._about.get(word, ())
        }
        newest = sorted(near, reverse=True)
        return next((near[at][0] for at in newest if alike(near[at][1], ask, self._rarity)), None)

    def _near(self, ask: Ask) -> set[str]:
        """The words of the rejected that this says, or says in a word near it."""
        said = _telling(ask)
        near = self._nearby.to([ask.spelled[word] for word in said], NEAR)
        return {*said, *(self._words[at] for at in near)}


def _telling(ask: Ask) -> list[str]:
    return [word for word, weight in ask.about.items() if weight >= _SAYS_SOMETHING]


def _rarity(asks: Sequence[Ask]) -> Mapping[str, float]:
    """How much less than usual a word says: what every suggestion names tells none of them."""
    if len(asks) < _MANY:
        return {}
    said = Counter(word for ask in asks for word in ask.about)
    shares = {word: count / len(asks) for word, count in said.items()}
    return {
        word: max(1 - (share - _COMMON), 0.5) for word, share in shares.items() if share > _COMMON
    }


def _folded(words: str) -> str:
    return one_line(words).casefold().rstrip(".:;,… ")
