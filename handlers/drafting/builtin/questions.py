"""Questions about a scene, drawn from what its facts leave open. Pure."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from handlers.drafting.builtin.facts import (
    Thing,
    called,
    capital,
    clauses,
    footage_of,
    holds,
    is_asked,
    line,
    person_of,
    says_something,
    sentence_around,
    sides,
    things,
    undecided,
    unfinished,
    unrepeated,
    words,
)
from handlers.text import counted, one_line
from prompts.drafting.material import DraftedLine, Fact, Material
from store.types import SourceKind

MOST = 12
"""Questions that somebody answers before a shoot; of more none is."""

STORY, SHOOT, RECORD, DELIVERY = "Story", "The shoot", "Open in the record", "Delivery"

_OF_ONE_KIND = 3

_VAGUE = re.compile(
    r"\b(?:dynamic|cinematic|emotional(?:ly)?|modern|premium|engaging|exciting|authentic|natural"
    r"|energetic|energy|impactful|impact|stylish|fresh|edgy|cool|nice|beautiful|special|powerful"
    r"|inspiring|interesting|fun|vibrant|professional|high[- ]end|wow|awesome|great|vibes?|magic"
    r"|and so on|etc\b\.?|something like|kind of|sort of|some kind of|tbd|tbc|not sure"
    r"|to be (?:decided|confirmed|discussed))(?!\w)",
    re.IGNORECASE,
)
_ANYBODY = re.compile(
    r"\b(?:everyone|everybody|anyone|anybody|all ages|general (?:public|audience)|the public"
    r"|people(?! (?:\w+ing|who|whose|that|with|in|from|of|at|on|over|under)\b)"
    r"|all of them|the internet)\b",
    re.IGNORECASE,
)
_LEFT_OPEN = re.compile(r"\?|\b(?:tb[acd]|to be (?:decided|confirmed|discussed)|not sure)\b", re.I)
_IN_WRITING = re.compile(
    r"\b(?:permits?|permissions?|permitted|releases?|licen[cs]e[ds]?|clear(?:ed|ance)|consent"
    r"|minors?|child(?:ren)?|kids?|drones?|trademarks?|copyright\w*|rights)\b",
    re.IGNORECASE,
)
_RUNS_OUT = re.compile(
    r"\b(?:only|until|till|before|by|one day|half a day|hours?|minutes?|mins?|golden hour|sunset"
    r"|sunrise|daylight|one take|takes|dusk|dawn|days?)\b|\b\d{1,2}[:.]\d\d\b",
    re.IGNORECASE,
)
_FORBIDS = re.compile(
    r"\b(?:no|not|never|nobody|without|don['’]?t|can['’]?t|cannot|must(?:n['’]t)?|may not|avoid"
    r"|nothing|keep)\b",
    re.IGNORECASE,
)
_UPRIGHT = re.compile(
    r"\b9:16\b|\bvertical\w*|\bportrait\b|\breels?\b|\bstories\b|\btik ?tok\b|\bshorts\b",
    re.IGNORECASE,
)
_WIDE = re.compile(r"\b16:9\b|\blandscape\b|\bhorizontal\w*|\bcinema\b|\btv\b", re.IGNORECASE)
_PLANS_THE_DAY = re.compile(r"call sheet|schedule|shooting plan|stripboard|one[- ]?liner", re.I)


def questions(material: Material) -> Sequence[DraftedLine]:
    """What somebody should be asked before the scene is shot or cut, the most important first."""
    asked: list[DraftedLine] = []
    for ask in _ASKS:
        asked += islice(ask(material), _OF_ONE_KIND)
    return unrepeated(asked, MOST)


def _on_conflicts(material: Material) -> Iterator[DraftedLine]:
    for each in things(material, "conflict"):
        if not each.is_("settled", "dissolved"):
            yield line(
                each.main,
                f"{each.name}: {sides(each.main)}. Which one holds, and why?",
                "Both can't be done, so nobody can start on either.",
                "Have the decider settle it before anybody plans around it",
                section=RECORD, person=person_of(material, each),
            )  # fmt: skip


def _on_constraints(material: Material) -> Iterator[DraftedLine]:
    for thing, said in _parts(material, "constraints"):
        for clause in clauses(said):
            text, reason, then = _limit(clause, _scene_or_film(thing))
            yield line(
                said, text, reason, then,
                section=SHOOT, quote=clause, person=person_of(material, thing),
            )  # fmt: skip


def _limit(clause: str, scene: str) -> tuple[str, str, str]:
    """What to ask about something that limits the shoot, why, and what to do with the answer."""
    said = words(clause)
    if _IN_WRITING.search(clause):
        return (
            f"Who has it in writing: {said}?",
            "A permission that nobody can show on the day stops the day.",
            "Get the paper, register it as a document and connect it to the scene",
        )
    if _FORBIDS.search(clause):
        return (
            f"Who makes sure on the day that it holds: {said}?",
            "A rule holds only if one person watches it, and the constraint names nobody.",
            "Name one person and write the rule and the name into the call sheet",
        )
    if _RUNS_OUT.search(clause):
        return (
            f"What is dropped first if it gets tight: {said}?",
            "Decided in advance it costs a shot; decided on the day it costs the scene.",
            "Mark on the shot list what has to be shot first and what may go",
        )
    return (
        f"What does this rule out in {scene}: {said}?",
        "Whoever plans the shots has to know before they are planned.",
        f"Write the answer into the constraints of {scene}",
    )


def _on_footage(material: Material) -> Iterator[DraftedLine]:
    planned = [each for each in things(material, "document") if _PLANS_THE_DAY.search(_about(each))]
    for scene in things(material, "scene"):
        found = footage_of(scene)
        if found is None:
            continue
        fact, state = found
        person, name = person_of(material, scene), scene.name
        if state == "partly shot":
            shots = things(material, "shot")
            which = f"which of its {counted(len(shots), 'shot')} are" if shots else "what is"
            yield line(
                fact, f"{capital(name)} is partly shot: {which} still missing?",
                "The record says that something is missing and not what.",
                "Look through the rushes, list what is missing and draft pickups from it",
                section=SHOOT, person=person,
            )  # fmt: skip
        if state == "not shot" and not planned:
            yield line(
                fact, f"When and where is {name} shot, and who calls it?",
                "It is not shot, and no call sheet or schedule is connected to it.",
                "Set the day and connect the call sheet to the scene",
                section=SHOOT, person=person,
            )  # fmt: skip
        if state == "shot":
            yield line(
                fact, f"Who looks through what was shot of {name}, and by when?",
                "It is shot and nobody has said that it was reviewed: a gap found after the "
                "location is gone can't be filled.",
                "Name one person to review the footage, with a day",
                section=SHOOT, person=person,
            )  # fmt: skip


def _on_vague_words(material: Material) -> Iterator[DraftedLine]:
    for scene in things(material, "scene"):
        for part in ("purpose", "outcome", "title"):
            fact = scene.part(part)
            found = _VAGUE.search(fact.text[:500]) if fact else None
            if fact is None or found is None:
                continue
            open_yet = _LEFT_OPEN.search(found[0])
            yield line(
                fact,
                f"It still says {words(found[0])}: who settles the {part} of {scene.name}?"
                if open_yet
                else f"What would we see or hear that makes it {words(found[0])}?",
                f"The {part} rests on {words(found[0])}, which each of us reads differently.",
                f"Say it as something that can be seen or heard, and change the {part}",
                section=STORY, person=person_of(material, scene),
                quote=sentence_around(fact.text[:500], *found.span()),
            )  # fmt: skip


def _on_notes(material: Material) -> Iterator[DraftedLine]:
    for note in things(material, "note"):
        if not undecided(note):
            continue
        said = words(note.main.text)
        asks = note.main.text.rstrip().endswith("?")
        yield line(
            note.main,
            f"{note.name} asks {said}. What is the answer?"
            if asks
            else f"{note.name} is not decided: {said}. Do we plan for it or not?",
            "Until somebody decides, one half of the team plans for it and the other doesn't.",
            f"Answer or decide on {note.name} before the scene is planned",
            section=RECORD, person=person_of(material, note),
        )  # fmt: skip


def _on_next_steps(material: Material) -> Iterator[DraftedLine]:
    tasks = {_folded(each.main.text) for each in things(material, "task")}
    for each in _decisions(material):
        then = each.part("next action", "next_action", "next")
        if then is not None and _folded(then.text) not in tasks:
            yield line(
                then, f"After {each.name} comes {words(then.text)}. Who does it, by when?",
                "No task here says so.",
                "Make it a task with an owner and a date",
                section=RECORD, person=person_of(material, each),
            )  # fmt: skip


def _on_decisions(material: Material) -> Iterator[DraftedLine]:
    for each in _decisions(material):
        if each.part("next action", "next_action", "next") is None:
            yield line(
                each.main, f"{each.name} holds: {words(each.main.text)}. What happens next?",
                "What was decided changes nothing until somebody does something about it.",
                f"Write the next step into {each.name}, or say that there is none",
                section=RECORD, person=person_of(material, each),
            )  # fmt: skip


def _decisions(material: Material) -> Iterator[Thing]:
    return (each for each in things(material, "decision") if holds(each))


def _on_tasks(material: Material) -> Iterator[DraftedLine]:
    for task in things(material, "task"):
        if not unfinished(task) or is_asked(task):
            continue
        person, said = person_of(material, task), words(task.main.text)
        if not task.people:
            yield line(
                task.main, f"Who does {task.name}: {said}?",
                "It is open and has no owner.", f"Assign {task.name} and give it a date",
                section=RECORD,
            )  # fmt: skip
        elif task.part("due") is None and not _dated(task):
            yield line(
                task.main, f"By when is {task.name} done: {said}?",
                "It is open and has no date.", f"Set a date for {task.name}",
                section=RECORD, person=person,
            )  # fmt: skip


def _dated(task: Thing) -> bool:
    return "due" in task.state.casefold()


def _on_documents(material: Material) -> Iterator[DraftedLine]:
    for each in things(material, "document"):
        if each.is_("stale"):
            why = each.state.partition(":")[2].strip()
            person = person_of(material, each)
            yield line(
                each.main, f"{capital(each.name)} is stale{_because(why)}. Does it still hold?",
                "People go by what they were sent, until somebody says otherwise.",
                f"Have {called(material, person, 'its owner')} renew it, or say that it holds",
                section=RECORD, person=person,
            )  # fmt: skip


def _because(why: str) -> str:
    return f": {why}" if why else ""


def _on_outcome(material: Material) -> Iterator[DraftedLine]:
    for thing, fact in _parts(material, "outcome"):
        yield line(
            fact, f"What has to be on the screen to settle {words(fact.text)}?",
            "The review is to bring it, so whoever reviews must be able to say yes or no to "
            "something they see.",
            "Ask whoever decides it, and write down what would make them say yes",
            section=STORY, person=person_of(material, thing),
        )  # fmt: skip


def _on_purpose(material: Material) -> Iterator[DraftedLine]:
    for thing, fact in _parts(material, "purpose"):
        yield line(
            fact, f"Which single shot carries it: {words(fact.text)}?",
            f"If that shot fails, {_scene_or_film(thing)} fails: it is planned first.",
            "Name the shot and put it first on the shot list",
            section=STORY, person=person_of(material, thing),
        )  # fmt: skip


def _on_formats(material: Material) -> Iterator[DraftedLine]:
    for thing in things(material, "deliverable", "production"):
        for fact in thing.facts:
            upright = _UPRIGHT.search(fact.text[:500])
            if upright is None or fact.part in ("purpose", "outcome", "constraints"):
                continue
            both = _WIDE.search(fact.text[:500]) is not None
            yield line(
                fact,
                f"{words(fact.text)}: is every frame composed for both, or shot twice?"
                if both
                else f"Is every frame composed for {words(upright[0])} on the day?",
                "Cropped afterwards, heads and hands are what gets lost.",
                "Decide with the camera, and mark the frame lines on the monitor",
                section=DELIVERY, person=person_of(material, thing),
            )  # fmt: skip


def _on_audience(material: Material) -> Iterator[DraftedLine]:
    for thing, fact in _parts(material, "audience"):
        anybody = _ANYBODY.search(fact.text[:500])
        yield line(
            fact,
            f"{words(fact.text)}: which one viewer must not be lost?"
            if anybody
            else f"What do {words(fact.text)} know already when {_scene_or_film(thing)} begins?",
            "Made for anybody, it speaks to nobody in particular."
            if anybody
            else "What they know needs no shot; what they don't has to be seen.",
            "Write the answer into the audience",
            section=STORY, person=person_of(material, thing),
        )  # fmt: skip


def _parts(material: Material, part: str) -> Iterator[tuple[Thing, Fact]]:
    """What the scenes say of it; what the production says only where none does."""
    kinds: Sequence[SourceKind] = ("scene", "production")
    for kind in kinds:
        found = [
            (thing, fact)
            for thing in things(material, kind)
            if (fact := thing.part(part)) and says_something(fact.text)
        ]
        yield from found
        if found:
            return


def _scene_or_film(thing: Thing) -> str:
    return thing.name if thing.main.kind == "scene" else "the film"


def _folded(text: str) -> str:
    return one_line(text).casefold().rstrip(" .!")


def _about(thing: Thing) -> str:
    return f"{thing.name} {thing.main.text[:200]}"


_ASKS: Sequence[Callable[[Material], Iterator[DraftedLine]]] = (
    _on_conflicts,
    _on_constraints,
    _on_footage,
    _on_vague_words,
    _on_notes,
    _on_next_steps,
    _on_tasks,
    _on_documents,
    _on_outcome,
    _on_purpose,
    _on_formats,
    _on_audience,
    _on_decisions,
)
"""What may be left open, the most important first."""
