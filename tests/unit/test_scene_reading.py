"""What the words after `/scripty scene` and `/scripty deliverable` say."""

from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.errors import BadInputError
from handlers.scenes.rules import (
    NAME_LIMIT,
    WORDS_LIMIT,
    Said,
    Thing,
    block_of,
    read_deliverable,
    read_scene,
    read_things,
    scene_number,
    scenes_in,
    shown_in,
)
from store.tables import Scene
from store.types import Member

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
FRIDAY = date(2026, 6, 5)
TEAM = (Member("U01", "director"), Member("U04", "producer"))


@pytest.mark.parametrize(
    ("words", "number", "values"),
    [
        ("3", "3", {}),
        ("Scene 03a purpose open the film", "3A", {"purpose": "open the film"}),
        ("#3: audience: newcomers", "3", {"audience": "newcomers"}),
        ("3 constraints -", "3", {"constraints": ""}),
        ("3.5 outcome a cut that we can show", "3.5", {"outcome": "a cut that we can show"}),
        ("3 footage partly shot", "3", {"footage": "partly shot"}),
        ("3 shot", "3", {"footage": "shot"}),
        ("3 footage none", "3", {"footage": "not shot"}),
        ("A3 owner <@U04|producer>", "A3", {"owner": "U04"}),
        ("3 owner @producer", "3", {"owner": "U04"}),
        ("3 owner producer", "3", {"owner": "U04"}),
        ("3 owner nobody", "3", {"owner": None}),
        ("3 “The kitchen”", "3", {"title": "The kitchen"}),
        ("3 called The kitchen", "3", {"title": "The kitchen"}),
        (
            "3 purpose show 3; then cut\nfootage reviewed; audience us",
            "3",
            {"purpose": "show 3; then cut", "footage": "reviewed", "audience": "us"},
        ),
        ("3 purpose what <@U01> meant &amp; more", "3", {"purpose": "what @director meant & more"}),
    ],
)
def test_what_is_said_of_a_scene(words: str, number: str, values: dict[str, Any]) -> None:
    said = read_scene(words, TEAM)
    assert (said.name, said.values, said.ready) == (number, values, None)
    assert said.is_empty is not bool(values)


@pytest.mark.parametrize(
    ("words", "ready"),
    [("3 ready", True), ("3 is ready!", True), ("3 not ready.", False), ("3 isn’t ready", False)],
)
def test_a_scene_is_ready_or_not(words: str, ready: bool) -> None:
    assert read_scene(words, TEAM) == Said("3", ready=ready)


def test_things_are_named_by_number_or_kind() -> None:
    things = (
        Thing("note", 12), Thing("task", 4), Thing("decision", 5),
        Thing("document", name="shot list"),
    )  # fmt: skip
    assert read_scene("3 add N12, t4 and D5, the “Shot  List”", TEAM).add == things
    assert read_scene("3 remove N12 T4 D5 shot list", TEAM).remove == things
    assert [each.named for each in things] == ["N12", "T4", "D5", "shot list"]
    assert read_things("N1 N1 N-2", "add") == (Thing("note", 1), Thing("note", 2))


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("kitchen", "“kitchen” is no number of a scene"),
        ("N12 ready", "is no number of a scene"),
        ("3 purpse open the film", "I can't tell what “purpse open the film” says of scene 3"),
        ("3 purpose", "Say what the purpose is"),
        (f"3 purpose {'x' * (WORDS_LIMIT + 1)}", f"at most {WORDS_LIMIT} characters"),
        (f"3 title {'x' * (NAME_LIMIT + 1)}", f"at most {NAME_LIMIT} characters"),
        ("3 footage dusty", "Footage is not shot, partly shot, shot or reviewed, not “dusty”"),
        ("3 owner somebody else", "I don't know anybody called “somebody else”"),
        ("3 owner @nobody", "I don't know anybody called “nobody”"),
        ("3 add", "What is to be added?"),
        ("3 remove , and", "What is to be removed?"),
    ],
)
def test_what_was_not_understood_of_a_scene_is_named(words: str, why: str) -> None:
    with pytest.raises(BadInputError) as error:
        read_scene(words, TEAM)
    assert why in str(error.value)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Teaser", Said("Teaser")),
        ("teaser delivered", Said("Teaser", delivered=True)),
        ("“Teaser” not delivered", Said("Teaser", delivered=False)),
        ('"Main film"', Said("Main film")),
        (
            '"Main film" 1080p25, -23 LUFS <@U04> by friday',
            Said("Main film", {
                "specification": "1080p25, -23 LUFS", "owner": "U04", "due": FRIDAY,
                "due_written": "by friday",
            }),
        ),
        ('"Main film" -23 LUFS', Said("Main film", {"specification": "-23 LUFS"})),
        (
            "Teaser due 2026-06-05 @producer",
            Said("Teaser", {"owner": "U04", "due": FRIDAY, "due_written": "due 2026-06-05"}),
        ),
        ("Teaser audience everybody", Said("Teaser", {"audience": "everybody"})),
        ("Teaser add N3", Said("Teaser", add=(Thing("note", 3),))),
        ("Spot", Said("Spot")),
    ],
)  # fmt: skip
def test_what_is_said_of_a_deliverable(words: str, said: Said) -> None:
    assert read_deliverable(words, NOW, "Europe/Berlin", TEAM, ["Teaser", "Tea"]) == said


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("Main film 4k", "I can't tell where the name ends in “Main film 4k”"),
        ("“–” 4k", "Put the deliverable's name in quotes"),
        ("<@U04> 4k", "Put the deliverable's name in quotes"),
        (f'"{"x" * (NAME_LIMIT + 1)}"', f"at most {NAME_LIMIT} characters"),
        (f'"Spot" {"x" * (WORDS_LIMIT + 1)}', f"at most {WORDS_LIMIT} characters"),
        ('"Spot" 4k @nobody', "I don't know anybody called “nobody”"),
    ],
)
def test_what_was_not_understood_of_a_deliverable_is_named(words: str, why: str) -> None:
    with pytest.raises(BadInputError) as error:
        read_deliverable(words, NOW, "Europe/Berlin", TEAM, ["Teaser"])
    assert why in str(error.value)


def test_numbers_are_alike_however_they_are_written() -> None:
    assert scene_number("Scene 03a") == scene_number("sc. 3A") == "3A"
    assert [scene_number(each) for each in ("0", "12.10", "x", "3 and 4")] == [
        "0", "12.10", None, None,
    ]  # fmt: skip
    assert scenes_in("Scenes 3, 04b and 3") == ("3", "4B")
    assert scenes_in("the kitchen") == scenes_in(None) == ()


def test_a_block_tells_what_was_pressed_in() -> None:
    scene = Scene(production_id=uuid4(), number="3")
    for which in ("scene", "scenes", "deliverable", "deliverables"):
        assert shown_in(block_of(which, scene.production_id, 2, scene)) == (
            which, str(scene.production_id), 2,
        )  # fmt: skip
    for other in ("", "docs:1:2:3", "scene:1:x:2", "scenes:1:2"):
        assert shown_in(other) is None


@given(st.text(max_size=60))
def test_any_words_are_understood_or_refused(words: str) -> None:
    with suppress(BadInputError):
        assert read_scene(f"3 {words}", TEAM).name.startswith("3")
    with suppress(BadInputError):
        assert read_deliverable(words, NOW, "Europe/Berlin", TEAM, ["Teaser"]).name
