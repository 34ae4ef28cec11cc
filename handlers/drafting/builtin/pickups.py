"""Pickups: what is still to be shot or recorded, and the scene, note or decision that created the
need. Pure.

Nobody is sent out again on a guess: a scene needs its purpose and its footage in the record, a note
has to be accepted, a decision has to hold, and their words have to say that something is missing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from handlers.drafting.builtin.facts import (
    UNSHOT,
    Thing,
    capital,
    clauses,
    footage_of,
    holds,
    line,
    person_of,
    things,
    unrepeated,
    words,
)
from handlers.notes.ideas import things_in
from prompts.drafting.material import DraftedLine, Fact, Material

SCENES, PICTURE, SOUND = "Scenes", "Picture", "Sound"


@dataclass(frozen=True)
class _Sort:
    """A sort of pickup: what it is called, how people ask for it, and what to do about it."""

    name: str
    said: re.Pattern[str]
    reason: str
    then: str
    section: str = PICTURE


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'’-])(?:{'|'.join(alternatives)})(?![\w-])", re.IGNORECASE)


_MATERIAL = (
    r"(?:shots?|takes?|angles?|coverage|footage|close-?ups?|wides?|inserts?|cut-?aways?|reactions?"
    r"|reverses?|plates?|b-?roll|room ?tone|wild ?tracks?|wild ?lines?|clean (?:line|audio|sound"
    r"|plate)|establish\w+)"
)
_SORTS = (
    _Sort(
        "Room tone", _words(r"room ?tones?|atmos?(?= (?:track|of|from|is missing))"),
        "Without it every cut in the dialogue is heard.",
        "Record it in the same room, with the same microphone and nobody moving", SOUND,
    ),
    _Sort(
        "Voice to record",
        _words(
            r"(?-i:ADR)|adr|wild ?(?:tracks?|lines?)|pick-?up lines?"
            r"|re-?record(?:ed|ing)?|record (?:it|the \w+|her|him|that|this)(?: \w+){0,3} again"
            r"|(?:new|another) (?:vo|voice-?over) take"
        ),
        "The line that was recorded can't be used.",
        "Book the voice and a quiet room, and record it to picture", SOUND,
    ),
    _Sort(
        "Plate", _words(r"(?:clean|background|bg|empty|vfx) plates?|plates? (?:of|for|without)"),
        "What isn't behind it can't be painted in.",
        "Shoot it from the same place, with the same lens and light; ask whoever composites first",
    ),
    _Sort(
        "Insert", _words(r"(?:an?|the|one|no|another|missing|need|needs|extra) inserts?"
                         r"|inserts? (?:of|shots?|on)"),
        "The cut has nothing to show it with.",
        "Shoot it with the same prop and sleeves; take them from the continuity photos",
    ),
    _Sort(
        "Cutaway", _words(r"cut-?aways?", r"b-?roll"),
        "The edit has no way out of the action here.",
        "List what the location offers, and shoot several in the light of the scene",
    ),
    _Sort(
        "Shoot again",
        _words(r"re-?shoots?|re-?shot|re-?shooting|shoot (?:\w+ ){1,3}again"
               r"|pick-?ups?(?! (?:trucks?|lines?|patterns?|points?))"
               r"|pick up (?:an?|the|one|some|that) (?:\w+ ){0,2}(?:shots?|line|close-?up|wide)"
               r"|re-?fly|re-?capture"),
        "What was shot doesn't do it.",
        "Put it on the next shooting day, and take light and continuity from the cut",
    ),
    _Sort(
        "Missing shot",
        _words(
            rf"(?:don['’]?t|do not|didn['’]?t|did not|never) (?:have|get|got|shoot|shot|cover"
            rf"|covered)(?: \w+){{0,4}} {_MATERIAL}",
            rf"{_MATERIAL}(?: \w+){{0,6}} (?:is|are|was|were) (?:still )?(?:missing|never shot"
            r"|not shot)|(?:wasn['’]?t|weren['’]?t|never|not yet) (?:shot|filmed|covered)",
            rf"missing (?:an? |the |any )?(?:\w+ ){{0,2}}{_MATERIAL}",
            rf"(?:there['’]?s|there is|there are|we have|we['’]?ve got|has|have) no (?:\w+ )"
            rf"{{0,2}}{_MATERIAL}",
        ),
        "It isn't in the footage.",
        "Look through the rushes once more, then put it on the next shooting day",
    ),
    _Sort(
        "Shot to find or shoot",
        _words(
            r"(?:add|need|needs|use|get|want|wants|with|lacks?)(?: \w+){0,2} (?:close-?ups?"
            r"|wide shots?|wides?|establishing shots?|reaction(?: shots?)?|reverse(?: shots?)?"
            r"|two-?shots?|drone shots?|another angle|another shot|extra shots?)"
        ),
        "The cut is to have it, and nobody has said that it was shot.",
        "Look through the rushes first; if it isn't there, put it on the next shooting day",
    ),
)  # fmt: skip
"""The more special first: "an insert is missing" is an insert."""

_NEEDLESS = re.compile(
    r"\b(?:no (?:more )?(?:need|reason|time|money|budget)|(?:don['’]?t|do not|doesn['’]?t|does not"
    r"|didn['’]?t|won['’]?t|needn['’]?t|never) (?:need|want|re-?shoot|have to|bother)|instead of"
    r"|rather than|not worth|avoid\w*|without (?:a |any )?(?:re-?shoot|pick-?up|adr)"
    r"|no (?:more )?(?:re-?shoots?|pick-?ups?|adr)|can['’]?t (?:afford|re-?shoot)|cancel\w*"
    r"|lose|remove|drop|delete|trim|shorten|cut the|too (?:many|much|long)"
    r"|already (?:have|shot|got)|have it already|is in the can)\b",
    re.IGNORECASE,
)
_MOST_THINGS_SHARED = 2


def pickups(material: Material) -> Sequence[DraftedLine]:
    """What is still to be shot or recorded: scenes first, then what was decided, then what notes
    ask. The same need is one line, which names all that created it."""
    return unrepeated([*_scenes(material), *_needs(material)])


def _scenes(material: Material) -> Iterator[DraftedLine]:
    for scene in things(material, "scene"):
        found, purpose = footage_of(scene), _purpose(scene)
        if found is None or found[1] not in UNSHOT or purpose is None:
            continue
        fact, state = found
        name = capital(scene.name)
        partly = state == "partly shot"
        yield line(
            purpose,
            f"{name}: shoot what is missing of {words(purpose.text)}"
            if partly
            else f"{name}: shoot {words(purpose.text)}",
            f"The scene is {state}, and the film needs it for this.",
            f"Compare the rushes of {scene.name} with its shot list, then set the day"
            if partly
            else f"Set a shooting day for {scene.name} and connect its call sheet",
            section=SCENES, person=person_of(material, scene), also=(fact,),
        )  # fmt: skip


def _purpose(scene: Thing) -> Fact | None:
    """What it is for; of a scene that is told in one fact, that one."""
    alone = len(scene.facts) == 1 and scene.main.part == ""
    return scene.main if alone else scene.part("purpose")


@dataclass(frozen=True)
class _Need:
    """Something missing, by whom it was said and what it is about."""

    line: DraftedLine
    sort: str
    about: frozenset[str]


def _needs(material: Material) -> list[DraftedLine]:
    decisions = [each for each in things(material, "decision") if holds(each)]
    notes = [each for each in things(material, "note") if each.is_("accepted")]
    found: dict[tuple[str, str], _Need] = {}
    kept: list[_Need] = []
    for thing in (*decisions, *notes):
        need = _need(material, thing)
        if need is None:
            continue
        earlier = next(
            (
                known
                for each in sorted(need.about)
                if (known := found.get((need.sort, each))) and _one_need(known, need)
            ),
            None,
        )
        if earlier is None:
            kept.append(need)
            found |= {(need.sort, each): need for each in need.about}
            continue
        # the same need said twice is shot once, and both have to be told
        also = (*earlier.line.also, need.line.source)
        joined = replace(earlier, line=replace(earlier.line, also=also))
        kept[kept.index(earlier)] = joined
        found |= {key: joined for key, known in found.items() if known is earlier}
    return [each.line for each in kept]


def _one_need(one: _Need, other: _Need) -> bool:
    shared = one.about & other.about
    return len(shared) >= _MOST_THINGS_SHARED or one.about == other.about


def _need(material: Material, thing: Thing) -> _Need | None:
    for fact in thing.facts:
        if fact.part in ("at", "timecode", "moment", "due"):
            continue
        for clause in clauses(fact):
            sort = next((each for each in _SORTS if each.said.search(clause)), None)
            if sort is None or _NEEDLESS.search(clause):
                continue
            drafted = line(
                fact, f"{sort.name}, for {thing.name}: {words(clause)}",
                f"{thing.name} {_stands(thing)}. {sort.reason}", sort.then,
                section=sort.section, quote=clause, person=person_of(material, thing),
            )  # fmt: skip
            return _Need(drafted, sort.name, things_in(clause))
    return None


def _stands(thing: Thing) -> str:
    return "was decided" if thing.main.kind == "decision" else "was accepted"
