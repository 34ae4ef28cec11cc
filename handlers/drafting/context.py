"""What a draft needs to know before anything is drafted: six points, said by people. Pure.

A scene says its own purpose, audience, constraints, outcome and footage; what it doesn't say of the
audience and the constraints, and what is drafted of something else, is the production's.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import get_args

from handlers.text import counted, listing, one_line
from store.tables import Cut, Deliverable, Production, Scene
from store.types import Footage

POINTS: Sequence[str] = (
    "purpose", "audience", "constraints", "deliverable", "footage", "outcome",
)  # fmt: skip
"""What has to be known before anything is drafted (section 9)."""

LIMIT = 500
"""Characters of a point."""

OWN: Sequence[str] = ("purpose", "audience", "constraints", "outcome")
"""The points that a scene keeps by itself. Its footage always says something."""


@dataclass(frozen=True)
class Asked:
    """How a point is asked for: the label of its field, the question that it answers, and an
    answer that would do."""

    label: str
    question: str
    example: str


ASKED: Mapping[str, Asked] = {
    "purpose": Asked(
        "Purpose", "What is it for: what should be different once it has been seen?",
        "show that nobody has lived in the house for years",
    ),
    "audience": Asked(
        "Audience", "Who is to watch it, and what do they know already?",
        "nurses in training who have never seen the device",
    ),
    "constraints": Asked(
        "Constraints", "What limits it: time, money, people, places, length? “None” is an answer.",
        "one day, two actors, no dialogue",
    ),
    "deliverable": Asked(
        "Deliverable", "What is handed over: what, how long, in which format?",
        "a 60 second film, 16:9 and 9:16, with subtitles",
    ),
    "footage": Asked(
        "Footage", "How much of it is shot, and what is there?",
        "the interviews are shot, the workshop isn't",
    ),
    "outcome": Asked(
        "Outcome of the next review", "What is the next review to settle?",
        "whether the ending works without the voice-over",
    ),
}  # fmt: skip

_EMPTY = """
    tbd tba tbc todo na none nothing nope no yes later unknown idk dunno asdf test x xx xxx xyz ok
    okay fine whatever something anything stuff things same see above below ditto
"""
_WISHING = """
    better best good great nice nicer cool cooler awesome amazing perfect improve improved improving
    enhance fix polish pop wow more really very much even just so quality
"""
_AROUND = """
    make made making do does did be is are it its this that these those the a an to of and or for in
    on with as we i you us me my our your want wants need needs should must shall can could would
    will please video film movie clip edit cut scene version thing look looks feel feels work works
    get got have has not don t dont know n if possible all one
"""
_SAYS_NOTHING = frozenset((_EMPTY + _WISHING + _AROUND).split())
_WORD = re.compile(r"[^\W_]+")
_UNLIMITED = re.compile(r"(?:none|nothing|no (?:limits?|constraints?))\W*", re.IGNORECASE)
_FEW = 6


def vague(point: str, words: str) -> bool:
    """Whether words leave a point as open as no words would: "better", "tbd", "make this video
    better". That nothing limits a production is an answer."""
    if point == "constraints" and unlimited(words):
        return False
    return all(word in _SAYS_NOTHING for word in _WORD.findall(words.casefold()))


def unlimited(words: str) -> bool:
    """Whether words say that there are no constraints: an answer that nothing can rest on."""
    return _UNLIMITED.fullmatch(words.strip()) is not None


def context_of(
    production: Production,
    subject: Scene | Cut | None,
    scenes: Sequence[Scene] = (),
    deliverables: Sequence[Deliverable] = (),
) -> dict[str, str]:
    """The six points as the record has them, "" for those that it doesn't say. `subject` is None
    for the production as a whole and for what was recorded in it; `scenes` and `deliverables` are
    all of the production."""
    said = {point: _said(point, (production.context or {}).get(point, "")) for point in POINTS}
    said["footage"] = said["footage"] or _footage(scenes)
    said["deliverable"] = _deliverable(subject, deliverables) or said["deliverable"]
    if isinstance(subject, Scene):
        said |= {point: _said(point, getattr(subject, point)) or said[point] for point in OWN}
        said["purpose"] = _said("purpose", subject.purpose)
        said["outcome"] = _said("outcome", subject.outcome)
        said["footage"] = subject.footage
    return said


def missing(context: Mapping[str, str]) -> list[str]:
    """The points that somebody has to say first."""
    return [point for point in POINTS if not context.get(point)]


def written_elsewhere(
    subject: Scene | Cut | None, deliverables: Sequence[Deliverable] = ()
) -> Sequence[str]:
    """The points that the record has in a place of their own, where they are changed: what is
    handed over, once it is written down as that."""
    return ["deliverable"] if _deliverable(subject, deliverables) else []


def mark(context: Mapping[str, str]) -> str:
    """A short text that is another one once anything of it has changed."""
    said = "\n".join(context.get(point, "") for point in POINTS)
    return sha256(said.encode()).hexdigest()[:16]


def _said(point: str, words: str) -> str:
    said = one_line(words)
    return "" if vague(point, said) else said


def _footage(scenes: Sequence[Scene]) -> str:
    """Such as "2 scenes shot, 1 scene not shot"; "" without scenes."""
    count = Counter(scene.footage for scene in scenes)
    order: Sequence[Footage] = get_args(Footage)
    return ", ".join(f"{counted(count[each], 'scene')} {each}" for each in order if count[each])


def _deliverable(subject: Scene | Cut | None, known: Sequence[Deliverable]) -> str:
    """What is handed over, as it is written down: of a cut what it is a version of; else all that
    is still to be delivered."""
    if isinstance(subject, Cut) and subject.deliverable:
        name = subject.deliverable.casefold()
        written = [each for each in known if each.name.casefold() == name]
        return _called(written[0]) if written else one_line(subject.deliverable)
    ahead = [each for each in known if each.delivered_at is None] or list(known)
    named = [_called(each) for each in ahead[:_FEW]]
    return listing([*named, *([f"{len(ahead) - _FEW} more"] if ahead[_FEW:] else [])])


def _called(deliverable: Deliverable) -> str:
    """Such as "Teaser (1080p25, -23 LUFS)"."""
    name, how = one_line(deliverable.name), one_line(deliverable.specification)
    return f"{name} ({how})" if how else name
