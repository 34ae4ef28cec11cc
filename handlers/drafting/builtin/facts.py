"""What the facts of a draft say of one thing, and lines that rest on them. Pure.

The record says a thing in parts, each a fact of its own: what a note asks and why, the fields of a
scene. Nothing is drafted of what no fact says, and every line quotes the words it comes from.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from handlers.suggestions.rules import QUESTION
from handlers.text import clean, name_of, one_line, shorten
from prompts.drafting.material import DraftedLine, Fact, Material
from store.types import UNDECIDED, UNFINISHED, Footage, SourceKind

MOST = 20
"""Lines of one draft: what somebody tired still reads."""

READ = 2000
"""Characters of a fact that are looked at: whoever writes more doesn't say one thing."""

SAID = 140
"""Characters of somebody's words within a sentence."""

UNSHOT: Sequence[Footage] = ("not shot", "partly shot")
_SHOT: Sequence[Footage] = ("shot", "reviewed")

_MAIN = frozenset({"", "asked", "what", "title", "name", "text", "words"})
_SAYS_SOMETHING = re.compile(r"[^\W_]")
_BETWEEN_SENTENCES = re.compile(r"\n+|(?<=[.;!?])\s+")
_INNER_QUOTES = str.maketrans({"“": "‘", "”": "’", '"': "’"})
_NAMES_SOMETHING = re.compile(r"://|<|\bwww\.|\bmailto:", re.IGNORECASE)
_HALF_NAMED = re.compile(r"\s*\S*(?:@|://|www\.|mailto:)\S*…$", re.IGNORECASE)
_EDGES = " \t\r\n,;:–—-"


@dataclass(frozen=True)
class Thing:
    """A note, task, scene … by its facts, at least one, in the order they were given."""

    facts: Sequence[Fact]

    @property
    def name(self) -> str:
        """What it is called in a sentence: "N12", "scene 3"."""
        return shorten(one_line(clean(self.facts[0].name)), 60) or self.facts[0].kind

    @property
    def main(self) -> Fact:
        """What it says first of all: what a note asks, what was decided, a task's title."""
        return next((each for each in self.facts if each.part in _MAIN), self.facts[0])

    @property
    def people(self) -> Sequence[str]:
        """Whom it names, the one whose it is first."""
        return tuple(dict.fromkeys(user for each in self.facts for user in each.people))

    def part(self, *names: str) -> Fact | None:
        """The first fact that is such a part of it."""
        return next((each for each in self.facts if each.part in names), None)

    def is_(self, *states: str) -> bool:
        """Whether the record says that it stands like this: "stale: its day is over" is stale."""
        return any(
            state == wanted or state.startswith((f"{wanted}:", f"{wanted},", f"{wanted} "))
            for state in map(_folded, (each.state for each in self.facts))
            for wanted in states
        )

    @property
    def state(self) -> str:
        """How it stands, in the record's words."""
        return next((one_line(clean(each.state)) for each in self.facts if each.state), "")


def things(material: Material, *kinds: SourceKind) -> list[Thing]:
    """The things of these kinds that say something, in the order they were given."""
    found: dict[object, list[Fact]] = {}
    for fact in material.facts:
        if fact.kind in kinds and says_something(fact.text):
            found.setdefault((fact.kind, fact.id or fact.name), []).append(fact)
    return [Thing(facts) for facts in found.values()]


def undecided(thing: Thing) -> bool:
    """Whether nobody has decided on a note yet."""
    return thing.is_(*UNDECIDED, "undecided")


def unfinished(thing: Thing) -> bool:
    """Whether a task still is work."""
    return thing.is_(*UNFINISHED)


def is_asked(task: Thing) -> bool:
    """Whether a task is a question that somebody is asked already."""
    return task.main.text.startswith(QUESTION)


def holds(decision: Thing) -> bool:
    """Whether no later decision took its place."""
    return not decision.is_("superseded", "replaced", "overruled")


def footage_of(scene: Thing) -> tuple[Fact, Footage] | None:
    """How much of a scene is shot, with the fact that says so; None where none does."""
    said = scene.part("footage")
    for state in (*UNSHOT, *_SHOT):
        if said and _folded(said.text).startswith(state):
            return said, state
        for fact in scene.facts:
            if _folded(fact.state).startswith(state):
                return fact, state
    return None


def person_of(material: Material, thing: Thing) -> str:
    """The member whose it is, "" where the record names nobody that we know."""
    return next((user for user in thing.people if user in material.people), "")


def called(material: Material, user: str, otherwise: str) -> str:
    """The name of a member, or `otherwise` for nobody."""
    return name_of(user, material.people) if user else otherwise


def says_something(text: str) -> bool:
    """Whether there is a letter or figure in it."""
    return bool(_SAYS_SOMETHING.search(text[:READ]))


def read(fact: Fact) -> str:
    """The words of a fact, as much of them as is looked at; no word is cut in two."""
    if len(fact.text) <= READ:
        return fact.text.strip()
    return fact.text[:READ].rpartition(" ")[0].strip() or fact.text.split()[0]


def words(text: str, limit: int = SAID) -> str:
    """Somebody's words as part of a sentence of ours: in quotation marks, on one line.

    An address or a mention that there is no room for is left out whole: half of one is another.
    """
    said = one_line(clean(text[: READ * 2])).strip(_EDGES)
    if not _NAMES_SOMETHING.search(said):
        said = said.translate(_INNER_QUOTES)
    said = said if said.endswith("..") else said.removesuffix(".")
    return f"“{_HALF_NAMED.sub('…', shorten(said, limit))}”"


def sides(conflict: Fact) -> str:
    """What pulls apart: “make it longer” against “trim it”."""
    said = [each for each in conflict.text[:READ].splitlines() if says_something(each)]
    return " against ".join(words(each, 100) for each in said[:3])


def capital(text: str) -> str:
    """With a capital, to begin a sentence."""
    return text[:1].upper() + text[1:]


def clauses(fact: Fact) -> Iterator[str]:
    """The sentences and listed points of a fact, each as it stands there."""
    for part in _BETWEEN_SENTENCES.split(read(fact)):
        if says_something(part):
            yield part.strip(_EDGES)


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence or listed point in which `text[start:end]` stands, verbatim."""
    breaks = [each.span() for each in _BETWEEN_SENTENCES.finditer(text)]
    first = max((after for _, after in breaks if after <= start), default=0)
    last = min((before for before, _ in breaks if before >= end), default=len(text))
    return text[first:last].strip(_EDGES)


def line(
    fact: Fact,
    text: str,
    reason: str,
    next_action: str,
    *,
    section: str = "",
    quote: str = "",
    person: str = "",
    also: Iterable[Fact] = (),
) -> DraftedLine:
    """A line that rests on a fact, and quotes it: all of it where no words of it are named. Who
    is to do it is left out where none of the facts that it rests on names them."""
    further = [each for each in also if each.label != fact.label]
    named = any(person in each.people for each in (fact, *further))
    return DraftedLine(
        text=text,
        source=fact.label,
        quote=quote.strip() or read(fact),
        reason=reason,
        next_action=next_action,
        section=section,
        person=person if named else "",
        also=tuple(dict.fromkeys(each.label for each in further)),
    )


def unrepeated(lines: Iterable[DraftedLine], most: int = MOST) -> list[DraftedLine]:
    """The first lines, none of them twice."""
    found: dict[str, DraftedLine] = {}
    for each in lines:
        if len(found) >= most:
            break
        found.setdefault(_folded(each.text), each)
    return list(found.values())


def _folded(text: str) -> str:
    return one_line(clean(text)).casefold()
