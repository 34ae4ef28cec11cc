"""Tidying the notes on a cut: the same asked twice, several things asked at once, words that leave
open what is meant, and long ones made short. Pure.

A note is never reworded into something else: what it keeps are its own words, with every number,
moment and "not" of them. Where that can't be, its author is asked, or it is left alone.
"""

import re
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from handlers.drafting.builtin.facts import (
    Thing,
    capital,
    clauses,
    line,
    person_of,
    read,
    things,
    undecided,
    unrepeated,
    words,
)
from handlers.notes.ideas import Idea, idea_of, same_idea
from handlers.notes.reader.kinds import requests
from handlers.notes.reader.markup import mark
from handlers.notes.reader.moments import find_moments
from handlers.notes.reader.parting import parted
from handlers.notes.reader.splitting import pieces
from handlers.notes.reader.vocabulary import TO_MACHINE, VERBS
from handlers.notes.reader.weight import needs_person
from handlers.notes.reader.wording import asked
from handlers.text import clean, counted, listing, one_line
from prompts.drafting.material import DraftedLine, Fact, Material

MERGE, ASK, REWORD = "Merge", "Ask its author", "Say it shorter"
"""What a line does: notes go into the one it rests on, whose words it says; its words are a
question to the note's author; its words are the note's new ones."""

_NEAR = 12
"""Earlier notes about the same thing that a note is held against: the work grows with the notes."""

_SAME_MOMENT = 2.0
_FEWER = 3
"""Words that a shorter wording saves at least."""

_SHORTEST = 2
_READ = 600
_EDGES = " ,;:–—-"
_MOST_PARTS = 3

_VAGUE = re.compile(
    r"\b(?:(?:make|makes|making|made) (?:it|this|that|them|the \w+|everything) (?:\w+ )?(?:pop"
    r"|sing|shine|better|nicer|cooler|cool|nice|sexier|sexy|special|more (?:dynamic|exciting"
    r"|interesting|cinematic|emotional|modern|premium|fun|engaging|lively|powerful|wow|alive))"
    r"|needs? (?:to )?(?:pop|more (?:\w+ )?(?:pop|punch|energy|oomph|magic|life|wow|impact|soul))"
    r"|(?:feels?|looks?|sounds?|seems?|is|are|['’]s) (?:a bit |a little |kind of |kinda |somehow "
    r"|just |still |not quite |really )?(?:off|weird|wrong|strange|odd|meh|flat|not right|not there"
    r"|funny|boring|bland)|(?:some|any)thing(?:['’]s| is)? (?:\w+ )?(?:missing|off|wrong|lacking)"
    r"|(?:doesn['’]?t|does not|isn['’]?t|not) (?:quite |really )?(?:work|working|land|landing"
    r"|there yet|do it for me)|more (?:energy|punch|pop|oomph|emotion|impact|magic|dynamic|wow)"
    r"|(?:jazz|spice|liven|tighten|polish|clean) (?:it|this|that|things) up|elevate (?:it|this)"
    r"|do something (?:with|about)|(?:work|play) on (?:it|this|that))(?![\w'’])",
    re.IGNORECASE,
)
_SAYS_HOW = re.compile(
    r"\b(?:because|since|too \w+|trim|shorten|longer|shorter|louder|quieter|brighter|darker|warmer"
    r"|cooler|bigger|smaller|larger|remove|swap|replace|add|lose|move|lower|raise|mute|cut)\b|\d",
    re.IGNORECASE,
)
_POINTS_SOMEWHERE = re.compile(
    r"\b(?:(?:at|in) (?:one|some|that|this) (?:point|moment|place|spot|part|bit)|somewhere"
    r"|(?:this|that) (?:bit|part|shot|cut|moment|transition|jump|line|frame|pause|take)"
    r"|(?:right|over|up) there|here|that one|the (?:bit|part|shot|moment|one) where|in places"
    r"|a few times|sometimes)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:scene|sc\.?|shot|sh) ?\d|\b(?:at|in|on) the (?:very )?(?:end|start|beginning|opening|top"
    r"|close|intro|outro)\b|\b(?:opening|closing|first|last) (?:shot|line|frame|cut)\b",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"^(?:(?:so+|um+|uh+|erm+|hm+|well|ok(?:ay)?|hi|hey|hello|also|and|but|oh|ah|just|maybe|perhaps"
    r"|honestly|actually|basically|please|pls|plz|sorry|guys|team|all|again|to be honest|tbh|imo"
    r"|imho|if possible|if (?:you|we) can|i mean|you know|for me|personally)\b[\s,:–—-]*"
    r"|i(?:['’]m| am)? (?:really |just |still |kind of )?(?:think|feel|feel like|guess|wonder"
    r"|wondering|was wondering|believe|wish|would say|suggest)(?: that| if| whether| like)?\s+"
    r"(?=(?:we|you|i|it|to|that|can|could|should|maybe|perhaps|let)\b)"
    r"|(?:it )?(?:would|might|could|['’]d) be (?:really |very |super |so )?(?:great|nice|good"
    r"|lovely|better|cool|awesome|helpful|amazing|fantastic|an idea|worth it) (?:if (?:we|you)"
    r"(?: could| can)?|to)\s+"
    r"|(?:would|is) it (?:be )?(?:at all )?possible (?:for (?:you|us) )?to\s+"
    r"|is there (?:any|a) (?:way|chance) (?:that )?(?:we|you) (?:can|could|might)\s+"
    r"|(?:do|don['’]?t) you think (?:that )?(?:we|you) (?:could|can|should|might)\s+"
    r"|(?:can|could|would|will|should|might|may) (?:we|you|i|somebody|someone)\s+"
    r"|(?:what if|how about if|how about) (?:we|you)\s+"
    r"|(?:we|you|i) (?:really |probably |also |definitely |just )?(?:need|want|ought|have"
    r"|had better|would like|should|could|must|might want)(?: to)?\s+(?=[a-z])"
    r"|i(?:['’]d| would) (?:really |rather )?(?:like|love|prefer|want)(?: (?:you|us"
    r"|it if (?:we|you)(?: could)?))?(?: to)?\s+"
    r"|let(?:['’]?s| us)\s+)+",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"\s*\b(?:really|actually|basically|literally|honestly|just|please|pls|plz|kind of|kinda"
    r"|sort of|you know|i mean|or something(?: like that)?|thanks?(?: you)?(?: so much)?|thx|cheers"
    r"|maybe|perhaps|if possible|somehow|for me|i think|i guess|i feel|obviously|of course)\b,?",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"\s*[,–—-]?\s*\b(?:because|since (?:it|we|the|this|that|he|she|they|i)\b|so that|otherwise"
    r"|as (?:it|we|this|that|i)\b|cause\b).*$"
    r"|\s*,\s*(?:it(?:['’]?s)?|he|she|his|her|they|their|there|that(?:['’]s)?|this|we|i)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\b(?:but|unless|except|only|if|until|instead|rather|keep)\b", re.I)
_NEGATION = re.compile(r"\b(?:no|not|never|without|keep|only|\w+n['’]t|dont|cant|wont)\b", re.I)
_FIGURE = re.compile(r"\d[\d.,:;/%]*")
_MARKS = re.compile(r"\s*(?:[!?.…]{2,}|[!?.])+\s*$|[:;]-?[)(DP](?=\s|$)")
_VERB_FIRST = re.compile(rf"(?:{VERBS})\b(?!['’]s)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class _Note:
    """A note with what tells it from others. `seconds` is the moment that is known of it."""

    thing: Thing
    idea: Idea
    seconds: float | None
    timed: bool

    @property
    def name(self) -> str:
        return self.thing.name

    @property
    def text(self) -> str:
        return self.thing.main.text


class _Asking(TypedDict):
    """Whom a line asks, and the further facts that name them."""

    person: str
    also: list[Fact]


def cleanup(material: Material) -> Sequence[DraftedLine]:
    """First what is asked twice, then what its author has to say, then what can be said shorter;
    each note in one line at most. What is about an approval is nobody's to reword."""
    found = [_read(each) for each in things(material, "note") if _is_ours(each)]
    groups = _asked_twice(found)
    lines = [_merge(material, kept, again) for kept, again in groups]
    done = {each.name for kept, again in groups for each in (kept, *again)}
    for ask in (_ask, _shorter):
        for note in found:
            if note.name not in done and (drafted := ask(material, note)):
                done.add(note.name)
                lines.append(drafted)
    return unrepeated(lines)


def _is_ours(note: Thing) -> bool:
    text = note.main.text[:_READ]
    if not undecided(note) and not note.is_("accepted"):
        return False
    return "final_approval" not in needs_person(text, "change", from_client=False) and (
        TO_MACHINE.search(text) is None
    )


def _read(note: Thing) -> _Note:
    moments = [
        moment.timecode.seconds
        for each in note.facts
        for moment in find_moments(each.text[:_READ])
        if moment.timecode is not None
    ]
    timed = bool(moments) or any(
        each.start is not None or each.part in ("at", "timecode", "moment") for each in note.facts
    )
    return _Note(note, idea_of(note.main.text), min(moments, default=None), timed)


# --- the same asked twice -------------------------------------------------------------------------


def _asked_twice(notes: Sequence[_Note]) -> list[tuple[_Note, list[_Note]]]:
    """Notes with the undecided ones that ask the same again; an accepted one is kept first."""
    near: dict[object, deque[int]] = defaultdict(lambda: deque(maxlen=_NEAR))
    again: dict[int, list[_Note]] = {}
    ordered = sorted(notes, key=lambda each: undecided(each.thing))
    for index, note in enumerate(ordered):
        keys = (*sorted(note.idea.things), *sorted(note.idea.wishes))
        known = sorted({each for key in keys for each in near[key]})
        kept = next((each for each in known if _same(ordered[each], note)), None)
        if kept is not None and undecided(note.thing):
            again.setdefault(kept, []).append(note)
            continue
        for key in keys:
            near[key].append(index)
    return [(ordered[kept], others) for kept, others in sorted(again.items())]


def _same(one: _Note, other: _Note) -> bool:
    if one.seconds is not None and other.seconds is not None:
        if abs(one.seconds - other.seconds) > _SAME_MOMENT:
            return False
    elif one.idea.is_of_the_whole and one.timed != other.timed:
        return False
    return same_idea(one.idea, other.idea)


def _merge(material: Material, kept: _Note, again: Sequence[_Note]) -> DraftedLine:
    names = listing([each.name for each in again[:_MOST_PARTS]])
    more = len(again) - _MOST_PARTS
    names = f"{names} and {counted(more, 'more note')}" if more > 0 else names
    ask = "asks" if len(again) == 1 else "ask"
    return line(
        kept.thing.main,
        (undecided(kept.thing) and _shortened(kept)) or one_line(clean(read(kept.thing.main))),
        f"{names} {ask} for the same as {kept.name}: {words(again[0].text)}.",
        f"Merge {names} into {kept.name}; all of their authors stay on it",
        section=MERGE, person=person_of(material, kept.thing),
        also=[each.thing.main for each in again],
    )  # fmt: skip


# --- what only its author knows -------------------------------------------------------------------


def _ask(material: Material, note: _Note) -> DraftedLine | None:
    asking = _asking(material, note)
    asked_for = _parts(note)
    if len(asked_for) > 1:
        named = listing([words(each, 80) for each in asked_for[:_MOST_PARTS]])
        return line(
            note.thing.main, f"Is {note.name} {_number(len(asked_for))} notes: {named}?",
            "Asked in one note, one of them gets done and the note looks done.",
            "Ask its author which comes first, and give each a note of its own",
            section=ASK, **asking,
        )  # fmt: skip
    text = note.text[:_READ]
    if (found := _VAGUE.search(text)) and not _SAYS_HOW.search(_without(text, found)):
        said = _clause_with(note, found[0])
        return line(
            note.thing.main,
            f"{note.name} says {words(said or found[0], 80)}: what should change, the picture, "
            "the pace or the sound?",
            f"It can be done in ten ways, and {words(found[0])} doesn't say when it is done.",
            f"Ask its author for one change that can be seen or heard, and edit {note.name}",
            section=ASK, quote=said, **asking,
        )  # fmt: skip
    found = _POINTS_SOMEWHERE.search(text)
    if found and not note.timed and not _PLACE.search(text):
        return line(
            note.thing.main, f"{note.name} says {words(found[0])}: where in the cut is that?",
            "Its words name no moment, so whoever does it has to guess which one is meant.",
            f"Ask its author for the time, such as 0:42, and add it to {note.name}",
            section=ASK, quote=_clause_with(note, found[0]), **asking,
        )  # fmt: skip
    return None


def _asking(material: Material, note: _Note) -> _Asking:
    """Who wrote a note, and the fact that says so; nobody where no fact does."""
    said = note.thing.part("said")
    author = next((each for each in said.people if each in material.people), "") if said else ""
    return {"person": author, "also": [said] if said and author else []}


def _parts(note: _Note) -> list[str]:
    """What a note asks for, each in its own words as they stand there."""
    text = note.text[:_READ]
    if "<" in text:
        return []
    found = [part for piece in pieces(mark(text).mask) for part in parted(piece)]
    asks = [text[each.start : each.end].strip() for each in found if requests(each.text)]
    return list(dict.fromkeys(each for each in asks if each))


def _number(of: int) -> str:
    return {2: "two", 3: "three", 4: "four"}.get(of, "several")


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _clause_with(note: _Note, said: str) -> str:
    return next((each for each in clauses(note.thing.main) if said in each), "")


# --- said shorter ---------------------------------------------------------------------------------


def _shorter(_: Material, note: _Note) -> DraftedLine | None:
    if not undecided(note.thing):
        return None
    shorter = _shortened(note)
    if not shorter:
        return None
    before, after = len(note.text.split()), len(shorter.split())
    return line(
        note.thing.main, shorter,
        f"{note.name} says it in {before} words; {after} of them say what to do.",
        "Accept the wording, if its author means just that",
        section=REWORD,
    )  # fmt: skip


def _shortened(note: _Note) -> str:
    """The note as one imperative sentence made of its own words; "" where it can't be, or gets
    hardly shorter."""
    text = note.text.strip()
    if len(text) > _READ or "<" in text:
        return ""
    said = list(clauses(note.thing.main))
    asks = [(each, short) for each in said if (short := _imperative(each)) or requests(each)]
    if len(asks) != 1:
        return ""
    shorter = asks[0][1]
    if not shorter or len(shorter.split()) + _FEWER > len(text.split()):
        return ""
    return shorter if _says_no_less(text, shorter) else ""


def _imperative(ask: str) -> str:
    moments = find_moments(ask)
    at = [ask[each.start : each.end] for each in moments if each.timecode is not None]
    bare = _FILLER.sub("", _LEAD_IN.sub("", _MARKS.sub("", ask)))
    why = _WHY.search(bare)
    if why and not any(says.search(why[0]) for says in (_CONDITION, _NEGATION, _FIGURE)):
        bare = bare[: why.start()]
    bare = bare.strip(_EDGES)
    bare = _LEAD_IN.sub("", asked(_LEAD_IN.sub("", bare), "change", ())).strip(_EDGES)
    bare = one_line(clean(bare))
    if len(bare.split()) < _SHORTEST or not _VERB_FIRST.match(bare):
        return ""
    lost = [each for each in at if each not in bare]
    where = f" {lost[0] if not lost[0][:1].isdigit() else f'at {lost[0]}'}" if lost else ""
    return capital(_MARKS.sub("", f"{bare}{where}"))


def _says_no_less(text: str, shorter: str) -> bool:
    """Whether no number, "not" or "keep" got lost, and no word was added."""
    for pattern in (_FIGURE, _NEGATION):
        if {found.casefold() for found in pattern.findall(text)} - {
            found.casefold() for found in pattern.findall(shorter)
        }:
            return False
    own = {word.casefold() for word in _WORD.findall(text)}
    return {word.casefold() for word in _WORD.findall(shorter)} <= own | {"at"}
