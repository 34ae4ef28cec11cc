"""What a model is sent for a draft: instructions that never change, then the material, as data."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, get_args

import yaml

from prompts.drafting.material import Fact, Material
from prompts.request import ModelRequest, compact, told, weigh
from store.types import DraftKind

KINDS: tuple[DraftKind, ...] = tuple(kind for kind in get_args(DraftKind) if kind != "sections")
"""What a model may draft. A document's sections are cut out of it, not drafted."""

WINDOW = 600_000
"""Milliseconds of a transcript that are sent at once, or about as many."""

MOST_WEIGHT = 6_000
"""Approximate tokens of the facts in one request; ten minutes of speech are half of it."""

_BESIDE_CUES = 800
"""Approximate tokens of other facts that go along with each window of a transcript."""

_REJECTED_WEIGHT = 1_500
_MOST_PEOPLE = 40
_LONGEST_FACT = 1_200
_LONGEST_POINT = 600
_LONGEST_NAME = 120
_LONGEST_IDEA = 200
_VERSION = re.compile(r"v(\d+)\.yaml")


@dataclass(frozen=True)
class Prompt:
    """One version of what a model is told for a kind of draft: instructions with examples, and the
    schema of the answer."""

    version: str
    system: str
    schema: Mapping[str, Any]


def make_requests(material: Material) -> list[ModelRequest]:
    """The questions that a draft takes, in order: one for each window of a transcript, one for
    anything else. What doesn't fit is left out from the end, and the document says how much."""
    prompt = prompt_of(VERSIONS[material.kind])
    cues = [fact for fact in material.facts if fact.kind == "transcript"]
    others = [fact for fact in material.facts if fact.kind != "transcript"]
    shared = _shared(material)
    if not cues:
        return [_request(prompt, shared | _facts(others, material, MOST_WEIGHT))]
    windows = list(_windows(cues, material))
    beside = _facts(others, material, _BESIDE_CUES)
    return [
        _request(
            prompt,
            shared
            | {"part": {"number": number, "of": len(windows)}}
            | beside
            | {"facts": [*beside["facts"], *shown]},
        )
        for number, shown in enumerate(windows, start=1)
    ]


@cache
def prompt_of(version: str) -> Prompt:
    """A version ("questions/v1") as it stands in its file."""
    file = files("prompts.drafting") / f"{version}.yaml"
    found = yaml.safe_load(file.read_text(encoding="utf-8"))
    examples = [(each["document"], each["answer"]) for each in found["examples"]]
    return Prompt(version, told(found["instructions"], examples), found["schema"])


def _newest(kind: DraftKind) -> str:
    folder = files("prompts.drafting") / kind
    numbers = [int(found[1]) for each in folder.iterdir() if (found := _VERSION.match(each.name))]
    return f"{kind}/v{max(numbers)}"


VERSIONS: Mapping[DraftKind, str] = {kind: _newest(kind) for kind in KINDS}
"""The version in use of each kind, the newest that there is."""


def _request(prompt: Prompt, document: Mapping[str, Any]) -> ModelRequest:
    return ModelRequest(prompt.version, prompt.system, compact(document), dict(prompt.schema))


def _shared(material: Material) -> dict[str, Any]:
    """What is the same in all parts of a draft; first, so that caches hit."""
    return {
        "about": _cut(material.about, _LONGEST_POINT),
        "context": {
            point: _cut(words, _LONGEST_POINT) for point, words in material.context.items() if words
        },
        "rejected": _rejected(material.rejected),
        "people": list(material.people.values())[:_MOST_PEOPLE],
    }


def _rejected(ideas: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    shown = (
        {"idea": _cut(idea, _LONGEST_IDEA), "reason": _cut(reason, _LONGEST_IDEA)}
        for idea, reason in ideas
    )
    return list(_as_many(shown, _REJECTED_WEIGHT))


def _facts(facts: Sequence[Fact], material: Material, most: int) -> dict[str, Any]:
    """The first of these facts, which are the most important, as many as fit."""
    shown = list(_as_many((_shown(fact, material) for fact in facts), most))
    left = len(facts) - len(shown)
    return {"facts": shown} | ({"left_out": left} if left else {})


def _as_many(each: Iterable[dict[str, Any]], most: int) -> Iterator[dict[str, Any]]:
    weight = 0
    for one in each:
        weight += weigh(compact(one))
        if weight > most:
            return
        yield one


def _windows(cues: Sequence[Fact], material: Material) -> Iterator[list[dict[str, Any]]]:
    """The cues, about ten minutes at a time and never more than fits; what has no times by its
    weight alone. Every cue is in one window."""
    length = _length(cues)
    first = cues[0].start or 0
    window: list[dict[str, Any]] = []
    weight = number = 0
    for cue in cues:
        shown = _shown(cue, material)
        heavier = weight + weigh(compact(shown))
        here = number if cue.start is None else max(number, int((cue.start - first) // length))
        if window and (here > number or heavier > MOST_WEIGHT):
            yield window
            window, heavier = [], heavier - weight
        window.append(shown)
        weight, number = heavier, here
    yield window


def _length(cues: Sequence[Fact]) -> float:
    """The milliseconds of a window, so that the last one is no scrap."""
    first, last = cues[0].start or 0, cues[-1].end or cues[-1].start or 0
    span = max(last - first, 1)
    return max(1.0, (span + 1) / max(1, round(span / WINDOW)))


def _shown(fact: Fact, material: Material) -> dict[str, Any]:
    """A fact as a model reads it, without what says nothing."""
    is_cue = fact.kind == "transcript"
    text = _cut(fact.text, _LONGEST_FACT)
    shown = {
        "id": fact.label,
        "kind": "" if is_cue else fact.kind,
        "name": _cut(fact.name, _LONGEST_NAME),
        "part": "" if is_cue else fact.part,
        "state": fact.state,
        "people": list(_people(fact, material)),
        "text": text,
        "cut_short": len(text) < len(fact.text),
    }
    return {key: value for key, value in shown.items() if value}


def _people(fact: Fact, material: Material) -> Iterator[str]:
    """The names of whom a fact names; who speaks in a transcript is a name already."""
    for each in fact.people:
        name = each if fact.kind == "transcript" else material.people.get(each, "")
        if name:
            yield _cut(name, _LONGEST_NAME)


def _cut(words: str, longest: int) -> str:
    """So many characters at most, to the end of a word where there is one."""
    if len(words) <= longest:
        return words
    whole, _, _ = words[: longest + 1].rpartition(" ")
    return whole or words[:longest]
