"""The one gate for drafted lines, whoever drafted them: what has no source in the record is dropped
and counted. Pure.

What a model wrote is held to more (`prompts.drafting.wording`): it has no way to know anything
that it was not told.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from prompts.answers import DroppedError
from prompts.drafting.material import Drafted, DraftedLine, Fact, Material
from prompts.drafting.wording import Told, links_in, mentions_in
from store.types import DraftKind, SourceKind

MOST_LINES = 60
"""Lines of a draft; people decide on each."""

_NEEDED_BY_A_PICKUP: tuple[SourceKind, ...] = ("scene", "note", "decision", "conflict")
"""What can make a pickup necessary (section 9)."""

_SAYS_SOMETHING = re.compile(r"[^\W_]")


def grounded(
    material: Material, lines: Iterable[DraftedLine], *, by_model: bool = False
) -> Drafted:
    """The lines that rest on what the record says, each with its quote as it stands there.

    Reasons: *no words*, *no source* (a label that no fact has), *wrong source* (a pickup that no
    scene, note, decision or conflict asks for), *not its words* (a quote that doesn't stand in
    the fact), *no reason*, *no next action*, *unknown person* and *unknown link* (that no fact
    names), *repeated*, *too many*. For a model's lines those of `Told.require` too.
    """
    gate = _Gate(material, by_model)
    dropped: Counter[str] = Counter()
    held: dict[tuple[str, str], DraftedLine] = {}
    for each in lines:
        try:
            line = gate.held(each)
            key = (_bare(line.section), _bare(line.text))
            if key in held:
                raise DroppedError("repeated")
            if len(held) == MOST_LINES:
                raise DroppedError("too many")
        except DroppedError as why:
            dropped[why.reason] += 1
        else:
            held[key] = line
    return Drafted(tuple(held.values()), dict(sorted(dropped.items())))


def quoted(quote: str, text: str) -> str | None:
    """The quote as it stands in the text, as whole words; white space and case don't count."""
    words = quote.split()
    if not any(_SAYS_SOMETHING.search(word) for word in words):
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
    for found in pattern.finditer(text):
        if _may_cut(text, found.start()) and _may_cut(text, found.end()):
            return found[0]
    return None


class _Gate:
    """What lines are held against; made once for all of them."""

    def __init__(self, material: Material, by_model: bool) -> None:
        self._kind: DraftKind = material.kind
        self._facts = {fact.label: fact for fact in material.facts}
        self._links = _links(material)
        self._mentions = _mentions(material)
        self._asked = set(material.asked.values())
        self._told = Told(material) if by_model else None

    def held(self, line: DraftedLine) -> DraftedLine:
        """The line as it may be shown. Raises DroppedError."""
        _require_words(line)
        facts = self._cited(line)
        quote = quoted(line.quote, facts[0].text)
        if quote is None:
            raise DroppedError("not its words")
        line = replace(line, quote=quote)
        self._require_people(line, facts)
        self._require_links(line)
        if self._told is not None:
            self._told.require(line, facts)
        return line

    def _cited(self, line: DraftedLine) -> Sequence[Fact]:
        """The facts that a line rests on, first the one that it quotes."""
        labels = dict.fromkeys([line.source, *line.also])
        facts = [self._facts[label] for label in labels if label in self._facts]
        if len(facts) < len(labels):
            raise DroppedError("no source")
        if self._kind == "pickups" and facts[0].kind not in _NEEDED_BY_A_PICKUP:
            raise DroppedError("wrong source")
        return facts

    def _require_people(self, line: DraftedLine, facts: Sequence[Fact]) -> None:
        """Who would do it is named by the record: by these facts, or as the one who is asked. Who
        speaks in a transcript is a name there, and nobody's id."""
        named = {user for fact in facts if fact.kind != "transcript" for user in fact.people}
        if line.person and line.person not in named | self._asked:
            raise DroppedError("unknown person")
        if not mentions_in(_shown(line)) <= self._mentions:
            raise DroppedError("unknown person")

    def _require_links(self, line: DraftedLine) -> None:
        if not links_in(_shown(line)) <= self._links:
            raise DroppedError("unknown link")


def _require_words(line: DraftedLine) -> None:
    for words, lacking in (
        (line.text, "no words"),
        (line.reason, "no reason"),
        (line.next_action, "no next action"),
    ):
        if not _SAYS_SOMETHING.search(words):
            raise DroppedError(lacking)


def _shown(line: DraftedLine) -> str:
    """All that people read of a line beside its quote."""
    return "\n".join((line.section, line.text, line.reason, line.next_action))


def _links(material: Material) -> set[str]:
    found = {fact.link for fact in material.facts if fact.link}
    for words in _all_words(material):
        found |= links_in(words)
    return found


def _mentions(material: Material) -> set[str]:
    users = {user for fact in material.facts for user in fact.people}
    users |= {*material.people, *material.asked.values()}
    found = mentions_in(" ".join(f"<@{user}>" for user in users))
    for words in _all_words(material):
        found |= mentions_in(words)
    return found


def _all_words(material: Material) -> Iterable[str]:
    yield material.about
    yield from material.context.values()
    for fact in material.facts:
        yield fact.text
        yield fact.name


def _bare(words: str) -> str:
    return " ".join(words.split()).casefold()


def _may_cut(text: str, at: int) -> bool:
    """Whether a word may end here; scripts without case often have no space between words."""
    around = text[at - 1 : at + 1] if at else ""
    return len(around) < 2 or not all(map(_is_of_a_word, around))


def _is_of_a_word(character: str) -> bool:
    return character.isdigit() or character.lower() != character.upper()
