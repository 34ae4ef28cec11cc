"""A first shot list for a scene: the coverage that its own words ask for. Pure.

Where a scene is seen whole, what happens, the detail that carries it, what decisions and notes
name, what its deliverable and its constraints make necessary. The words are the team's; the sizes
are the trade's.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from handlers.drafting.builtin.facts import (
    Thing,
    capital,
    clauses,
    footage_of,
    holds,
    line,
    says_something,
    sentence_around,
    things,
    undecided,
    unrepeated,
    words,
)
from handlers.notes.reader.topics import topic_of
from handlers.text import clean, one_line
from prompts.drafting.material import DraftedLine, Fact, Material
from store.types import Topic

COVERAGE, DETAILS, FORMATS, LIMITS = "Coverage", "Details", "Formats", "Within the constraints"

_MOST_DETAILS = 6
_NOT_OF_THE_CAMERA: Sequence[Topic] = ("sound", "music", "pacing", "delivery", "legal")

_ESTABLISHES = re.compile(r"\b(?:wide|establish\w*|total|exterior)\b", re.IGNORECASE)
_PLAYS = re.compile(r"\b(?:medium|master|mid|two-?shot|american)\b", re.IGNORECASE)
_CLOSES_IN = re.compile(r"\b(?:close|closeup|cu|ecu|macro)\b", re.IGNORECASE)
_CUTS_AWAY = re.compile(r"\b(?:cut-?away|b-?roll)s?\b", re.IGNORECASE)

_INTERVIEW = re.compile(
    r"\b(?:interview\w*|testimonials?|talking heads?|to camera|(?:tells|says|explains|talks)"
    r"(?: \w+){0,4} (?:how|why|what|about))\b",
    re.IGNORECASE,
)
_BETWEEN_TWO = re.compile(
    r"\b(?:argu\w+|quarrel\w*|confront\w*|talks? (?:to|with)|meets?|conversation|dialogue"
    r"|negotiat\w+|hands? over|gives? (?:him|her|them)|tells (?:him|her|them)|face each other"
    r"|each other|between (?:the )?two|apologi[sz]es? to|lies? to)\b",
    re.IGNORECASE,
)
_ASKED_SHOT = re.compile(
    r"\b(?:an? |the |another |one more )?(?:(?:extreme |tight |big )?close[- ]?ups?|wide(?: shot)?"
    r"|insert(?: shot)?|cut-?aways?(?: shot)?|establishing shot|two-?shot|reaction(?: shot)?"
    r"|drone shot|tracking shot|over[- ]the[- ]shoulder|pov|shots?|angle) (?:of|on|from|to) "
    r"(?P<what>[^.;,!?\n]{2,80})",
    re.IGNORECASE,
)
_NO_SHOT = re.compile(
    r"\b(?:don['’]?t|do not|no|without|lose|remove|cut|drop|trim|shorten|delete|instead of|not"
    r"|too)\b",
    re.IGNORECASE,
)
# "the letter", "her coffee cup": a thing with its article, as far as words alone can tell.
_SMALL = (
    r"(?:and|or|but|as|at|by|for|from|in|into|is|are|was|of|off|on|onto|out|over|so|that|then|to"
    r"|under|until|up|when|where|which|while|who|with|without|has|have|had|she|he|they|we|it|not"
    r"|must|should|can|will|stays?|instead|because|before|after|again|first|last|only)"
)
_OBJECT = re.compile(
    rf"\b(?:the|a|an|his|her|their|its|our) (?!{_SMALL}\b)[^\W\d_]{{3,20}}"
    rf"(?: (?!{_SMALL}\b)[^\W\d_]{{3,20}}(?<!ed)(?<!ing)(?<!ly)"
    rf"(?=\s+{_SMALL}\b|\W{{0,8}}(?:[.,;:!?\n]|$)))?",
    re.IGNORECASE,
)
_NOTHING_TO_SHOOT = re.compile(
    r"\b(?:audience|viewers?|client|customers?|board|agency|team|editor|director|producer|company"
    r"|brand|story|idea|feeling|mood|tension|risk|problem|solution|reason|moment|way|point|scene"
    r"|film|video|spot|shot|take|cut|edit|version|ending|end|beginning|start|opening|pause|beat"
    r"|pace|music|song|track|sound|voice|vo|voiceover|narration|mix|audio|dialogue|line|joke"
    r"|logo|title|caption|subtitle|super|graphics?|end ?card|card|text|font|copy|grade|colour"
    r"|color|light|look|frame|second|minute|day|week|time|year|question|answer|decision|note|task"
    r"|difference|world|future|past|truth|relationship|trust|hope|fear|message|value|need|others?"
    r"|same|new|whole|next|first|last|other|re-?shoot|pick-?up|insert|coverage|rushes|one|lot|bit|few|couple|length|order|rest|script|review"
    r"|schedule|budget|call sheet|shot list|deadline|delivery|round|approval)s?\b",
    re.IGNORECASE,
)
_UPRIGHT = re.compile(
    r"\b9:16\b|\bvertical\w*|\bportrait\b|\breels?\b|\bstories\b|\btik ?tok\b|\bshorts\b", re.I
)
_SQUARE = re.compile(r"\b(?:1:1|4:5)\b|\bsquare\b|\bfeed\b", re.IGNORECASE)
_MUTED = re.compile(
    r"\b(?:sound off|muted?|silent(?:ly)?|without sound|no sound|with subtitles)\b", re.IGNORECASE
)
_SMALL_SCREEN = re.compile(
    r"\b(?:phones?|mobile|instagram|tik ?tok|linkedin|socials?|commut\w+|scroll\w*)\b", re.I
)

_NO_FACES = re.compile(
    r"\b(?:no|without|not? show(?:ing)?|never show|hide|can['’]?t show|cannot show|don['’]?t show"
    r"|blur)\b[^.;\n]{0,40}\bfaces?\b|\banonym\w+|\b(?:un|not )recogni[sz]able\b|\bidentit\w+",
    re.IGNORECASE,
)
_NO_BRANDS = re.compile(
    r"\b(?:no|without|avoid|hide|never|not)\b[^.;\n]{0,40}\b(?:logos?|brands?|trademarks?|labels?"
    r"|competitors?|number plates?|licen[cs]e plates?)\b",
    re.IGNORECASE,
)
_NO_TALK = re.compile(
    r"\b(?:no|without)\b[^.;\n]{0,20}\b(?:dialogue|words|speech|talking|voice-?over|sync sound)\b",
    re.IGNORECASE,
)
_KEPT_OUT = re.compile(
    r"\b(?:no|not|never|nobody|without|can['’]?t|cannot|must(?:n['’]t| not)|don['’]?t)\b"
    r"[^.;\n]{1,60}\b(?:on|in|inside|at|near|onto|into|over|behind|past|through)\b",
    re.IGNORECASE,
)
_RUNS_OUT = re.compile(
    r"\b(?:only|until|till|before|golden hour|sunset|sunrise|daylight|one take|dusk|dawn|minutes"
    r"|hours?)\b|\b\d{1,2}[:.]\d\d\b",
    re.IGNORECASE,
)
_BOTH_WAYS = re.compile(
    r"\b(?:whether|either|which (?:of|ending|version|one)|choose between|two (?:endings|versions"
    r"|options)|both (?:endings|versions|options))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Scene:
    """A scene as its shots are drawn from it: what it is for, where it is, what it has."""

    thing: Thing
    purpose: Fact | None
    title: Fact | None
    shots: str
    then: str

    @property
    def object(self) -> str:
        """The first thing that its purpose names, "" where it names none."""
        return next(_objects(self.purpose.text), "") if self.purpose else ""

    @property
    def carried(self) -> str:
        """What its shots have to carry, in the team's words."""
        fact = self.purpose or self.title
        return words(fact.text) if fact else self.thing.name


def shotlist(material: Material) -> Sequence[DraftedLine]:
    """The least that a scene is covered with, and what its record asks for besides."""
    scenes = [_read(material, each) for each in things(material, "scene")]
    return unrepeated(shot for scene in scenes for shot in _ticked_off(scene, material))


def _read(material: Material, thing: Thing) -> _Scene:
    found = footage_of(thing)
    partly = found is not None and found[1] == "partly shot"
    return _Scene(
        thing=thing,
        purpose=thing.part("purpose"),
        title=thing.part("title"),
        shots=" \n".join(each.main.text[:200] for each in things(material, "shot")),
        then=f"Tick off what is in the rushes, since {thing.name} is partly shot. "
        if partly
        else "",
    )


def _ticked_off(scene: _Scene, material: Material) -> Iterator[DraftedLine]:
    """The shots of a scene; of one that is partly shot, the first reminds of what there is."""
    shots = _shots(material, scene)
    first = next(shots, None)
    if first is not None:
        yield replace(first, next_action=f"{scene.then}{first.next_action}")
    yield from shots


def _shots(material: Material, scene: _Scene) -> Iterator[DraftedLine]:
    asked = list(_asked_for(material))
    yield from _coverage(scene, asked)
    yield from _for_the_review(scene)
    closest = scene.object.casefold()
    yield from (each.line for each in asked if not (closest and each.is_close_up_of(closest)))
    yield from _details(material)
    yield from _for_the_screen(material, scene)
    yield from _within_constraints(material, scene)


@dataclass(frozen=True)
class _Asked:
    """A shot that somebody asked for in so many words, and the fact that does."""

    line: DraftedLine
    fact: Fact

    def is_close_up_of(self, what: str) -> bool:
        said = self.line.text.casefold()
        return _CLOSES_IN.search(said) is not None and what in said


def _coverage(scene: _Scene, asked: Sequence[_Asked]) -> Iterator[DraftedLine]:
    where, what = scene.title or scene.purpose, scene.purpose
    if where is not None and not _ESTABLISHES.search(scene.shots):
        yield line(
            where, f"Wide, establishing: {words(where.text)}",
            "Viewers have to know where they are before anything happens there.",
            "Find where all of the place is seen from, and shoot it empty too",
            section=COVERAGE,
        )  # fmt: skip
    if what is None:
        return
    if not _PLAYS.search(scene.shots):
        yield _action(what)
    if _BETWEEN_TWO.search(what.text[:500]):
        yield line(
            what, f"Over the shoulder, from both sides: {words(what.text)}",
            "There are two sides to it, and an edit needs both on one side of the line.",
            "Set the axis in the wide and keep to it", section=COVERAGE,
        )  # fmt: skip
    if not _CLOSES_IN.search(scene.shots):
        named = scene.object
        on = words(named) if named else "the face or the hands in which it shows"
        asking = [a.fact for a in asked if named and a.is_close_up_of(named.casefold())]
        yield line(
            what, f"Close-up: {on}, for {words(what.text)}",
            "The purpose is carried by what is seen closest.",
            "Shoot it in the light of the medium, before that is changed",
            section=COVERAGE, quote=named, also=asking,
        )  # fmt: skip
    if where is not None and not _CUTS_AWAY.search(scene.shots):
        yield line(
            where, f"Cutaway without people: something that belongs to {words(where.text)}",
            "Takes are joined and lines are shortened behind it.",
            "Pick two things at the location that nobody moves, and hold each",
            section=COVERAGE,
        )  # fmt: skip


def _action(what: Fact) -> DraftedLine:
    if _INTERVIEW.search(what.text[:500]):
        return line(
            what, f"Interview, medium, and the same closer: {words(what.text)}",
            "With two sizes an answer can be shortened without a jump.",
            "Change the size between questions, not within an answer",
            section=COVERAGE,
        )  # fmt: skip
    return line(
        what,
        f"Medium, played through from start to end: {words(what.text)}",
        "It is what the scene is for, and every other shot is cut into this one.",
        "Shoot it before the close-ups, and note what hands and props do",
        section=COVERAGE,
    )


def _asked_for(material: Material) -> Iterator[_Asked]:
    """Shots that somebody has asked for in so many words."""
    for thing in _connected(material):
        fact = thing.main
        for clause in clauses(fact):
            found = _ASKED_SHOT.search(clause)
            if found is None or _NO_SHOT.search(clause[: found.start()]):
                continue
            asked = one_line(clean(found[0]))
            shot = line(
                fact, f"{capital(asked)}, for {thing.name}",
                f"{thing.name} asks for it: {words(clause)}.",
                f"{_first(thing)}Shoot it in the set-up that it will be cut into",
                section=DETAILS, quote=clause,
            )  # fmt: skip
            yield _Asked(shot, fact)


def _details(material: Material) -> Iterator[DraftedLine]:
    """Inserts of what decisions and accepted notes name, each thing once."""
    said: set[str] = set()
    for thing in _connected(material):
        if undecided(thing):
            continue
        for clause in clauses(thing.main):
            if _ASKED_SHOT.search(clause) or topic_of(clause) in _NOT_OF_THE_CAMERA:
                continue
            for named in islice(_objects(clause), 1):
                folded = named.casefold().split(maxsplit=1)[-1]
                if _NO_SHOT.search(clause.partition(named)[0]):
                    continue
                if folded in said or len(said) >= _MOST_DETAILS:
                    continue
                said.add(folded)
                yield line(
                    thing.main, f"Insert: {words(named)}, as {thing.name} has it",
                    f"{thing.name} says {words(clause)}; if it isn't seen, it wasn't so.",
                    f"Hold it long enough to be read; check it against {thing.name}",
                    section=DETAILS, quote=clause,
                )  # fmt: skip


def _connected(material: Material) -> list[Thing]:
    """Decisions that hold, then notes that were not turned down."""
    decisions = [each for each in things(material, "decision") if holds(each)]
    notes = [each for each in things(material, "note") if undecided(each) or each.is_("accepted")]
    return [*decisions, *notes]


def _first(thing: Thing) -> str:
    return f"Decide on {thing.name} first. " if undecided(thing) else ""


def _objects(text: str) -> Iterator[str]:
    """Things that a camera could be pointed at, in the words that name them."""
    for found in _OBJECT.finditer(text[:500]):
        if not _NOTHING_TO_SHOOT.search(found[0]):
            yield found[0]


def _for_the_screen(material: Material, scene: _Scene) -> Iterator[DraftedLine]:
    """What the deliverable and the audience make necessary."""
    facts = [
        fact
        for thing in things(material, "deliverable", "production", "scene")
        for fact in thing.facts
        if fact.kind == "deliverable" or fact.part in ("deliverable", "audience")
    ]
    for fact in facts:
        said = fact.text[:500]
        if found := _UPRIGHT.search(said):
            yield _framed("Upright framing", "upright", found, fact, scene)
        if found := _SQUARE.search(said):
            yield _framed("Square framing", "square", found, fact, scene)
        if found := _MUTED.search(said):
            yield line(
                fact, f"A shot that tells {scene.carried} without sound, for {words(found[0])}",
                "Whoever watches without sound has only the picture.",
                "Play the take once with the monitor muted",
                section=FORMATS, quote=sentence_around(said, *found.span()),
            )  # fmt: skip
        elif (found := _SMALL_SCREEN.search(said)) and not _UPRIGHT.search(said):
            yield line(
                fact, f"One size closer: {scene.carried}, for {words(found[0])}",
                "On a small screen a medium reads as a wide.",
                "Look at the take on a phone before moving on",
                section=FORMATS, quote=sentence_around(said, *found.span()),
            )  # fmt: skip


def _framed(how: str, shape: str, found: re.Match[str], fact: Fact, scene: _Scene) -> DraftedLine:
    return line(
        fact, f"{how} of the medium: {scene.carried}, for {words(found[0])}",
        f"Cropped {shape} from the wide frame, one side of the action is lost.",
        "Mark the frame lines on the monitor, and reframe where they cut somebody",
        section=FORMATS, quote=sentence_around(fact.text[:500], *found.span()),
    )  # fmt: skip


def _within_constraints(material: Material, scene: _Scene) -> Iterator[DraftedLine]:
    """One way to shoot it that keeps to each constraint that a camera notices; those of the
    production are there where the scene has none of its own."""
    for thing in (scene.thing, *things(material, "production")):
        fact = thing.part("constraints")
        for clause in clauses(fact) if fact else ():
            if fact is not None and (found := _way_round(clause, scene.carried)):
                text, reason, then = found
                yield line(fact, text, reason, then, section=LIMITS, quote=clause)


def _way_round(clause: str, carried: str) -> tuple[str, str, str] | None:
    """A shot that keeps to a constraint, why, and what to do; None where it touches no shot."""
    said = words(clause)
    if _NO_FACES.search(clause):
        return (
            f"From behind, hands or silhouette, wherever {said} applies",
            f"The constraint is {said}, so no frame may rest on a face.",
            "Check the monitor for reflections that show one",
        )
    if _NO_BRANDS.search(clause):
        return (
            f"Clean frame of the medium: {carried}",
            f"The constraint is {said}, and what is in the frame has to be cleared or painted out.",
            "Walk the frame before the first take and cover what shows",
        )
    if _NO_TALK.search(clause):
        return (
            f"Look and reaction, held: {carried}",
            f"The constraint is {said}, so faces and hands have to say it.",
            "Let the camera run after the action is over",
        )
    if _KEPT_OUT.search(clause):
        return (
            f"A second position from which {said} is kept: {carried}",
            "The planned angle may be the one that isn't allowed.",
            "Find it on the recce, and name it as the fallback on the call sheet",
        )
    if _RUNS_OUT.search(clause):
        return (
            f"First up, because of {said}: the medium of {carried}",
            "If time runs out, this one shot is a scene.",
            "Put it at the top of the day",
        )
    return None


def _for_the_review(scene: _Scene) -> Iterator[DraftedLine]:
    fact = scene.thing.part("outcome")
    if fact is not None and says_something(fact.text) and _BOTH_WAYS.search(fact.text[:500]):
        yield line(
            fact, f"Both ways, each as a take of its own: {words(fact.text)}",
            "The review is to choose, and can only choose between things that were shot.",
            "Slate them so that the edit can tell them apart", section=COVERAGE,
        )  # fmt: skip
