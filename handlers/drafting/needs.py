"""Which drafted lines nobody but a person can settle: approvals, law, safety, what a client was
promised, taste. Pure.

The subjects are those of notes, as `handlers.notes` finds them. A draft is asked for more: it may
propose what nobody wrote, and most of what it proposes is plain work, whatever mood the thing is in
that is to be shot.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from handlers.notes.reader.weight import needs_person
from prompts.drafting.material import DraftedLine, Fact
from store.types import DraftKind, NeedsPerson, SourceKind

_SETTLED: Sequence[NeedsPerson] = (
    "final_approval", "legal", "safety", "client_commitment", "taste",
)  # fmt: skip
"""The hardest first: a line is one question."""

_PROPOSES: frozenset[DraftKind] = frozenset({"questions", "shotlist", "pickups"})
"""Drafts that propose something. The others say again what people have said: whom they quote may
like what they like."""

_WORDED_BY_US: frozenset[SourceKind] = frozenset(
    {"note", "task", "decision", "conflict", "message"}
)
"""Sources that are about one thing, so that what they quote tells what a line is about."""

_SHOTS = (
    r"shots?|wides?|mediums?|close-?ups?|inserts?|cut-?aways?|reactions?|reverses?|two-?shots?"
    r"|over the shoulder|plates?|b-?roll|coverage|establishing|drone|angle|takes?|set-?up|framing"
    r"|pick-?ups?|room ?tone|atmos|wild ?(?:track|line)s?|foley|adr|interview|look and reaction"
    r"|from behind|second position|first up|both ways|(?:shoot|record|film) (?:it|this|that) again"
)
_DOES = (
    r"shoot|re-?shoot|film|record|re-?record|cover|capture|pick up|book|fetch|get|find|list|log"
    r"|check|compare|match|fix|mask|swap|move|trim|cut|lower|raise|export|order|hold|slate|mark"
    r"|sync|label|upload|set|look through|paint out|rotoscope|stabilise|stabilize|track"
)
_WORK = re.compile(rf"^\W*(?:[\w .'’-]{{1,24}}: )?(?:{_DOES})\b|\b(?:{_SHOTS})\b", re.IGNORECASE)
"""What a line begins with, or names, that somebody can go and do."""

_WISH = re.compile(
    r"\b(?:(?:more|less|too|not|so|a bit|a little|rather) (?!of\b|than\b|that\b)[a-z-]+"
    r"|(?:warm|cold|cool|happ|sadd?|funn|calm|soft|mood|sexi|nice|prett|dark|bright)i?er"
    r"|prefer\w*|like it|love it|hate\w*|fan of|taste|cheesy|corny|cringe\w*|kitsch\w*"
    r"|vibes?|mood(?! board))\b",
    re.IGNORECASE,
)
"""What makes even a shot a matter of taste: how much of a mood it is to have, who likes it."""

_QUOTED = re.compile(r"“[^”]*”")

_ALSO: Mapping[NeedsPerson, re.Pattern[str]] = {
    "final_approval": re.compile(
        r"\b(?:publish|go(?:es)? live|put (?:it|this|them|the [\w-]+) (?:live|online|out)"
        r"|(?:send|deliver) the (?:master|final \w+|finished \w+)|call (?:it|this) (?:done|final)"
        r"|lock (?:the )?(?:picture|cut|edit|film))\b",
        re.IGNORECASE,
    ),
    "legal": re.compile(
        r"\b(?:competitors?['’]?s? (?:logo|brand|product|pack\w*|name)s?|(?:logo|brand|product)s?"
        r" of (?:the|a|another) competitor|(?:if|whether|that) (?:we|i|you|one) (?:may|can"
        r"|are allowed to) (?:show|use|film|name|quote|play))\b",
        re.IGNORECASE,
    ),
    "safety": re.compile(
        r"\b(?:child(?:ren)?|kids?|baby|babies|toddlers?|animals?|dogs?|horses?)\b.{0,40}\b(?:fire"
        r"|flames?|cliff|rooftop|traffic|deep water|ladder|knife|knives|saw|machines?|drone)\b",
        re.IGNORECASE,
    ),
    "client_commitment": re.compile(
        r"\bclients?\b.*\b(?:versions?|formats?|languages?|cut-?downs?|deadlines?|delivery|rounds?"
        r"|length|days?|as (?:agreed|promised))\b|\b(?:versions?|formats?|languages?|cut-?downs?"
        r"|deadlines?|delivery|rounds?)\b.*\bclients?\b",
        re.IGNORECASE,
    ),
}
"""What is proposed rather than remarked on, so that notes hardly say it."""


def needs_of(kind: DraftKind, line: DraftedLine, fact: Fact) -> NeedsPerson | None:
    """Why a line is only to be asked, if it is; the hardest of several reasons."""
    said = [line.text, *([line.quote] if fact.kind in _WORDED_BY_US else [])]
    found = {needs for words in said for needs in _subjects(words)}
    if kind in _PROPOSES and _is_of_taste(line.text):
        found.add("taste")
    return next((each for each in _SETTLED if each in found), None)


def _subjects(words: str) -> Iterator[NeedsPerson]:
    """All but taste."""
    for needs in needs_person(words, "change", from_client=False):
        if needs != "taste":
            yield needs
    for needs, said in _ALSO.items():
        if said.search(words):
            yield needs


def _is_of_taste(text: str) -> bool:
    """Whether a line proposes a mood, or goes by liking. What it quotes is there already; and who
    shoots a sad face, or a take again in which somebody looks asleep, has something to do."""
    own = _QUOTED.sub(" ", text)
    if "taste" not in needs_person(own, "change", from_client=False):
        return False
    return not _WORK.search(own) or _WISH.search(own) is not None
