"""A rejected suggestion is known in other words, and nothing else is taken for it."""

from collections.abc import Iterator, Sequence
from importlib import import_module, util
from time import perf_counter
from uuid import uuid4

import pytest

from handlers.suggestions.memory import REMEMBERED, Memory
from store.tables import Suggestion
from store.types import SuggestionState
from tests.support.other_words import KEPT_ASIDE, LOOKED_AT, Words

SAME, DIFFERENT = 0.75, 0.05
"""At least this share of other wordings is recognised, at most that of other ideas mistaken."""

MEASURED = "tests.support.wordings"
"""Ideas that nobody saw who wrote the memory: `IDEAS` with "rejected", "same", "different"."""


def suggestion(number: int, text: str, state: SuggestionState = "rejected") -> Suggestion:
    return Suggestion(
        production_id=uuid4(), draft_id=uuid4(), number=number, state=state, text=text, quote=text
    )


def recognised(rejected: str, lines: Sequence[str]) -> list[str]:
    memory = Memory.of([suggestion(1, rejected)])
    return [line for line in lines if memory.recall(line) is not None]


def kept_out() -> Iterator[Words]:
    if util.find_spec(MEASURED) is not None:
        for idea in import_module(MEASURED).IDEAS:
            yield Words(idea["rejected"], idea["same"], idea["different"])


@pytest.mark.parametrize(
    "idea", [*LOOKED_AT, *KEPT_ASIDE, *kept_out()], ids=lambda idea: str(idea.rejected)
)
def test_a_rejected_idea_is_recognised_in_other_words(idea: Words) -> None:
    known = recognised(idea.rejected, idea.same)
    mistaken = recognised(idea.rejected, idea.different)
    missed = [line for line in idea.same if line not in known]
    assert len(known) >= SAME * len(idea.same), missed
    assert len(mistaken) <= max(DIFFERENT * len(idea.different), 1), mistaken


@pytest.mark.parametrize(
    ("rejected", "asked"),
    [
        ("Shoot scene 3 at night", "Shoot scene three by night"),
        ("Replace the guitar with a piano", "A piano instead of the guitar"),
        ("Don't show the child's face", "The face of the child should not be shown"),
    ],
)
def test_ways_of_asking_are_one(rejected: str, asked: str) -> None:
    assert recognised(rejected, [asked]) == [asked]


@pytest.mark.parametrize(
    ("rejected", "asked"),
    [
        ("Replace the guitar with a piano", "A guitar instead of the piano"),
        ("Shoot scene 3 at night", "Shoot scene 13 at night"),
        ("Show the child's face", "Don't show the child's face"),
        ("Who opens the church?", "Open the church"),
        ("", "Shoot the church"),
        ("Shoot the church", "?!"),
    ],
)
def test_ways_of_asking_are_told_apart(rejected: str, asked: str) -> None:
    assert recognised(rejected, [asked]) == []


def test_the_newest_of_those_that_asked_the_same_is_recalled() -> None:
    older, newer, unlike = (
        suggestion(1, "Wide shot of the lighthouse at dawn"),
        suggestion(2, "The lighthouse at sunrise, wide"),
        suggestion(3, "Wide shot of the church at dawn"),
    )
    assert Memory.of([older, newer, unlike]).recall("Lighthouse at daybreak, a wide") is newer


def test_a_long_memory_takes_no_time() -> None:
    texts = [text for idea in LOOKED_AT for text in (*idea.same, *idea.different)]
    known = [
        suggestion(at, f"{texts[at % len(texts)]} near marker{at}") for at in range(REMEMBERED)
    ]
    since = perf_counter()
    memory = Memory.of(known)
    for at in range(50):
        memory.recall(f"{texts[at * 3]} near stone{at}")
    assert perf_counter() - since < 2
