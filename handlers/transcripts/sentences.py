"""The sentences of a transcript, and what they tell of how they were said. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from handlers.notes.reader.likeness import stems
from handlers.text import shorten
from prompts.drafting.material import Fact

SPEAKER_LENGTH = 40

_PARTS = re.compile(r"(?<=[.!?…。？！—–])[\"”’')\]]{0,2}\s+(?=[^a-zß-öø-ÿ])")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ENDS = re.compile(r"[.!?。？！][\"”’')\]]*$")
_BREAKS_OFF = re.compile(r"(?:—|–|-|…|\.\.\.)[\"”’')\]]*$|\b(\w{2,}) \1\b(?! \1)", re.IGNORECASE)
_FILLER = re.compile(
    r"(?<![\w'’])(?:u+h+m*|u+m+|e+r+m*|h+m+|m+hm+|ä+h+m*|euh|you know|i mean|sort of|kind of|like,"
    r"|or whatever|basically)(?![\w'’])",
    re.IGNORECASE,
)
_OFF_THE_RECORD = re.compile(
    r"\b(?:can you hear|are we (?:rolling|recording)|(?:is|was) (?:it|that|this) (?:on|recording)"
    r"|(?:let me|can i|could i|may i|i'll|shall i) (?:just )?(?:start|say|do|try) (?:that |it )?"
    r"(?:again|over)|start again|from the top|one more time|say that again|sorry,? (?:what|can"
    r"|could|go|i lost)|where was i|lost my (?:train|thread)|hold on"
    r"|wait a (?:second|minute|moment)|check(?:ing)? (?:the )?(?:sound|mic|levels?)"
    r"|sound check|room tone|you(?:'re|’re| are) (?:on"
    r" )?mute|crosstalk|inaudible|unintelligible|rolling|speed|and cut|bless you|thank you(?: so"
    r" much)? for (?:coming|joining|having)|nice to meet)\b",
    re.IGNORECASE,
)
_FEWEST_STEMS = 2
_FILLED = 0.2


@dataclass(frozen=True)
class Sentence:
    """One sentence as it stands in a fact (a cue); `place` is the fact's, `order` its own."""

    fact: Fact
    place: int
    order: int
    text: str

    @cached_property
    def stems(self) -> frozenset[str]:
        """What it is about."""
        return stems(self.text) - SPOKEN

    @cached_property
    def words(self) -> Sequence[str]:
        return _WORD.findall(self.text)

    @property
    def speaker(self) -> str:
        return speaker_of(self.fact)

    @property
    def asks(self) -> bool:
        return self.text.rstrip("\"”’')] ").endswith(("?", "？"))


SPOKEN = stems(
    "know mean thing things kind sort basically literally obviously honestly okay right lot "
    "people person guess suppose bit stuff whole everybody everyone somebody someone nobody "
    "happen happened talk talking tell told told think thought believe remember today yesterday "
    "went gone came took gave put kept time times day days year years always never ever "
    "little first last week weeks month months morning evening night hour hours part sometimes "
    "gonna wanna yet away though until every most many must own upon why"
)
"""What is said about anything, so says nothing of what it is about."""


def sentences_of(facts: Sequence[Fact]) -> list[Sentence]:
    """Every sentence, in order; one that goes on in the next cue ends with its own."""
    found: list[Sentence] = []
    for place, fact in enumerate(facts):
        start = 0
        for cut in [*(part.span() for part in _PARTS.finditer(fact.text)), (len(fact.text), 0)]:
            words = fact.text[start : cut[0]].strip()
            start = cut[1]
            if words:
                found.append(Sentence(fact, place, len(found), words))
    return found


def speaker_of(fact: Fact) -> str:
    """Who speaks, as the transcript names them; "" where it doesn't."""
    return shorten(fact.people[0], SPEAKER_LENGTH) if fact.people else ""


def is_filler(text: str) -> bool:
    """Whether words carry nothing: noises, a false start, talk about the recording itself."""
    words = len(_WORD.findall(text))
    said = sum(len(found[0].split()) for found in _FILLER.finditer(text))
    if words < 1 or said > _FILLED * words or _OFF_THE_RECORD.search(text):
        return True
    return len(stems(text) - SPOKEN) < _FEWEST_STEMS


def breaks_off(text: str) -> bool:
    """Whether somebody stops in the middle of a sentence, or begins it twice."""
    return _BREAKS_OFF.search(text) is not None


def ends_well(text: str) -> bool:
    """Whether the last sentence is whole."""
    return _ENDS.search(text) is not None and not breaks_off(text[-80:])


def crossed(facts: Sequence[Fact]) -> frozenset[int]:
    """The places of cues during which somebody else speaks too."""
    found: set[int] = set()
    latest = -1
    for place, fact in enumerate(facts):
        if fact.start is None or fact.end is None:
            continue
        if latest >= 0 and _speak_at_once(facts[latest], fact):
            found |= {latest, place}
        if latest < 0 or fact.end >= (facts[latest].end or 0):
            latest = place
    return frozenset(found)


def _speak_at_once(one: Fact, other: Fact) -> bool:
    if one.end is None or other.start is None or one.people == other.people:
        return False
    same_paragraph = one.start == other.start and one.end == other.end
    return one.end - other.start > _OVERLAP_MS and not same_paragraph


_OVERLAP_MS = 300
