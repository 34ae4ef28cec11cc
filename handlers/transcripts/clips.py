"""Clip candidates of a transcript, by topic: whole thoughts of one person, with in and out. Pure.

Nothing is rated by taste. A candidate is a passage that begins and ends with a sentence and does
something that can be pointed at: it follows a question, names somebody or something, or says that
something was a first, a last, a turning point. People choose.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from math import sqrt

from handlers.notes.reader.likeness import stems
from handlers.text import listing, shorten
from handlers.transcripts.likeness import centrality, groups, likeness_matrix
from handlers.transcripts.sentences import (
    SPOKEN,
    breaks_off,
    crossed,
    ends_well,
    is_filler,
    sentences_of,
    speaker_of,
)
from prompts.drafting.material import DraftedLine, Fact, Material

MOST_CLIPS, MOST_TOPICS = 20, 8

STRETCH_MS = 5 * 60 * 1000
LONGEST_MS = 45_000

_STRETCH = 60
_OF_A_STRETCH = 6
_WEIGHED = 240
_FEWEST_WORDS, _MOST_WORDS = 9, 110
_PAUSE_MS = 4_000
_NAMED = 3
_WORD = re.compile(r"[^\W\d_]{3,}(?:['’-][^\W_]+)*")
_NAME = re.compile(
    r"(?<=[\w,;] )(?!I\b)[A-ZÀ-ÖØ-Þ][\w'’-]+"
    r"(?: (?:(?:of|the|de|da|do|van|von) )?[A-ZÀ-ÖØ-Þ][\w'’-]+){0,3}"
)
_YEAR = re.compile(r"\b(?:1[5-9]\d\d|20\d\d)\b|\b\d[\d.,]*\d\b")
_TELLS = re.compile(
    r"\b(?:(?:the|my|our|his|her) (?:very )?(?:first|last|only|best|worst|hardest|happiest"
    r"|proudest)"
    r"|never|for the first time|the moment (?:when|that|i|we|he|she)|changed (?:everything|my|me|us"
    r"|how)|(?:i|we) (?:realised|realized|understood|decided|promised|refused|learned|lost)"
    r"|because (?:i|we|it|they|nobody)|what i (?:love|miss|fear|want|learned)|the reason"
    r"|afraid|proud|ashamed|grateful|nothing (?:else|more)|everything (?:i|we))\b",
    re.IGNORECASE,
)
_HANGS_ON = re.compile(
    r"^\W*(?:and|but|so|or|because|which|that's why|then|also|yes|no|yeah|exactly|right|well)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Passage:
    """Cues of one person that may be a clip; `why` are its merits, each a part of a sentence."""

    facts: Sequence[Fact]
    why: Sequence[str]
    merit: float

    @property
    def text(self) -> str:
        return " ".join(fact.text for fact in self.facts)

    @property
    def first(self) -> Fact:
        return self.facts[0]

    @property
    def last(self) -> Fact:
        return self.facts[-1]


def grouped(material: Material) -> Sequence[DraftedLine]:
    """Clip candidates, topic by topic in the order in which the topics come up."""
    facts = [fact for fact in material.facts if fact.kind == "transcript"]
    passages = list(_weighed(_passages(facts)))
    topics = _topics(passages)
    return [
        _line(passage, name) for name, chosen in _chosen(topics, passages) for passage in chosen
    ]


def _passages(facts: Sequence[Fact]) -> Iterator[_Passage]:
    """Every passage that can stand by itself."""
    unfit = crossed(facts)
    asked = ""
    run: list[Fact] = []
    for place, fact in enumerate(facts):
        if run and not _goes_on(run[-1], fact):
            yield from _of_run(run, asked)
            asked = _question(run[-1].text) if run[-1].people != fact.people else ""
            run = []
        if place in unfit or _unfit(fact.text):
            if run:
                yield from _of_run(run, asked)
                asked, run = _question(run[-1].text), []
            asked = _question(fact.text) or asked
            continue
        run.append(fact)
    yield from _of_run(run, asked)


def _question(text: str) -> str:
    """The question that these words end with, which whoever speaks next may answer."""
    last = [each for each in re.split(r"(?<=[.!?])\s+", text.strip()) if each][-1]
    return last if last.endswith("?") and not is_filler(last) else ""


def _unfit(text: str) -> bool:
    """Whether a cue can be no part of a clip."""
    return is_filler(text) or (breaks_off(text) and len(text.split()) < _FEWEST_WORDS)


def _goes_on(before: Fact, fact: Fact) -> bool:
    if before.people != fact.people:
        return False
    return before.end is None or fact.start is None or fact.start - before.end <= _PAUSE_MS


def _of_run(run: Sequence[Fact], asked: str) -> Iterator[_Passage]:
    """The clips in what one person says without a break: as long as a clip may be, each from the
    beginning of a sentence to the end of one."""
    begun: list[Fact] = []
    for fact in run:
        if begun and _too_long([*begun, fact]):
            yield from _fit(begun, asked)
            begun, asked = [], ""
        if begun or not _HANGS_ON.match(fact.text):
            begun.append(fact)
    yield from _fit(begun, asked)


def _too_long(facts: Sequence[Fact]) -> bool:
    first, last = facts[0], facts[-1]
    if first.start is not None and last.end is not None and last.end - first.start > LONGEST_MS:
        return True
    return sum(len(fact.text.split()) for fact in facts) > _MOST_WORDS


def _fit(facts: Sequence[Fact], asked: str) -> Iterator[_Passage]:
    """The passage, if it is a whole thought with something to it; less of its end where that is
    no end."""
    kept = list(facts)
    while kept and not ends_well(kept[-1].text):
        kept.pop()
    if not kept or breaks_off(kept[0].text) or kept[0].text[:1].islower():
        return
    text = " ".join(fact.text for fact in kept)
    if len(text.split()) < _FEWEST_WORDS or text.rstrip().endswith("?"):
        return
    why, merit = _merits(text, asked)
    if why:
        yield _Passage(kept, why, merit)


def _merits(text: str, asked: str) -> tuple[Sequence[str], float]:
    why: list[str] = []
    if asked:
        why.append(f"follows the question “{shorten(asked, 80)}”")
    if names := list(dict.fromkeys(found[0] for found in _NAME.finditer(text)))[:_NAMED]:
        why.append(f"names {listing(names)}")
    elif years := list(dict.fromkeys(found[0] for found in _YEAR.finditer(text)))[:_NAMED]:
        why.append(f"gives a figure ({listing(years)})")
    told = list(dict.fromkeys(found[0] for found in _TELLS.finditer(text)))
    if told:
        why.append(f"says “{told[0]}”")
    merit = 1.0 * bool(asked) + 0.4 * len(names) + 0.5 * min(len(told), 3)
    return why, merit


def _weighed(passages: Iterator[_Passage]) -> Iterator[_Passage]:
    """The best of every stretch, and of all of them no more than are weighed against each other;
    so the work of grouping does not grow with the transcript."""
    stretches: dict[int, list[_Passage]] = defaultdict(list)
    told: set[str] = set()
    for place, each in enumerate(passages):
        if each.first.text in told:
            continue  # the same story again
        told.add(each.first.text)
        start = each.first.start
        stretches[place // _STRETCH if start is None else start // STRETCH_MS].append(each)
    best = [
        each
        for stretch in stretches.values()
        for each in sorted(stretch, key=lambda one: -one.merit)[:_OF_A_STRETCH]
    ]
    kept = {id(each) for each in sorted(best, key=lambda one: -one.merit)[:_WEIGHED]}
    yield from (each for stretch in stretches.values() for each in stretch if id(each) in kept)


def _topics(passages: Sequence[_Passage]) -> Mapping[str, Sequence[int]]:
    """The places of the passages by topic, which is called by its own words."""
    said = [stems(each.text) - SPOKEN for each in passages]
    rows = likeness_matrix(said)
    if rows is None:
        return {}
    wanted = min(MOST_TOPICS, max(1, round(len(passages) / 3)))
    members: dict[int, list[int]] = defaultdict(list)
    for place, group in enumerate(groups(rows, wanted)):
        if said[place]:
            members[group].append(place)
    often = Counter(stem for each in said for stem in each)
    named: dict[str, list[int]] = {}
    for places in members.values():
        central = centrality(rows[places])
        by_merit = sorted(
            zip(places, central, strict=True),
            key=lambda found: -(passages[found[0]].merit + 2 * found[1]),
        )
        name = _name([passages[place].text for place in places], often)
        named.setdefault(name, []).extend(place for place, _ in by_merit)
    return named


def _name(texts: Sequence[str], often: Mapping[str, int]) -> str:
    """What a topic is called: the words that come most here and least elsewhere, as they were
    said."""
    counts: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        mine: set[str] = set()
        for word in _WORD.findall(text):
            for stem in stems(word) - SPOKEN:
                mine.add(stem)
                forms[stem][word] += 1
        counts.update(mine)
    ranked = sorted(
        counts,
        key=lambda stem: (-counts[stem] * sqrt(counts[stem] / often[stem]), -len(stem), stem),
    )
    words = [forms[stem].most_common(1)[0][0] for stem in ranked[:3]]
    name = ", ".join(words)
    return name[:1].upper() + name[1:] if name else "Other"


def _chosen(
    topics: Mapping[str, Sequence[int]], passages: Sequence[_Passage]
) -> Iterator[tuple[str, Sequence[_Passage]]]:
    """As many of each topic as there is room for, the best of every topic first."""
    in_turn = [
        place for turn in zip_longest(*topics.values()) for place in turn if place is not None
    ]
    taken = set(in_turn[:MOST_CLIPS])
    order = sorted(topics, key=lambda name: min(topics[name]))
    for name in order:
        yield name, [passages[place] for place in sorted(taken & set(topics[name]))]


def _line(passage: _Passage, topic: str) -> DraftedLine:
    first, last = passage.first, passage.last
    who = speaker_of(first)
    timed = first.start is not None and last.end is not None
    inside = f"{_clock(first.start or 0)}–{_clock(last.end or 0)}" if timed else first.name
    opening = sentences_of([first])[0].text
    said = listing(passage.why)
    words = " ".join(part for part in (inside, f"{who}:" if who else "") if part)
    cut_in, cut_out = _clock(first.start or 0), _clock(last.end or 0)
    return DraftedLine(
        text=f"{words} {shorten(opening, 160)}",
        source=first.label,
        quote=first.text,
        reason=f"It {said}, and is a whole thought{_length(first, last)}.",
        next_action=f"Mark in at {cut_in} and out at {cut_out}; listen for a clean start and end."
        if timed
        else "Find these words in the footage, and mark in and out.",
        section=topic,
        also=(last.label,) if last.label != first.label else (),
    )


def _length(first: Fact, last: Fact) -> str:
    if first.start is None or last.end is None or last.end <= first.start:
        return ""
    return f" of {max(1, round((last.end - first.start) / 1000))} s"


def _clock(ms: int) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}"
