"""Versions of cuts, the rounds they open, and what they are cuts of."""

from datetime import UTC, datetime

import pytest

from handlers.errors import BadInputError
from handlers.reviews.rules import (
    Start,
    deliverable_among,
    goes_on,
    is_minor,
    is_newer,
    next_version,
    read_command,
    read_opening,
    round_of,
    rounds_said,
    superseding_said,
)
from tests.support.rows import a_note, a_task

FRIDAY = datetime(2026, 6, 5, 10, 0, tzinfo=UTC)
ZONE = "Europe/Berlin"
LINK = "<https://f.io/abc|f.io/abc>"


def test_versions_are_compared_as_numbers() -> None:
    ordered = ["cut", "v1", "v1.1", "v1.2", "v1.10", "v2", "v10", "v10.1"]
    for place, version in enumerate(ordered):
        assert all(is_newer(version, older) for older in ordered[:place])
        assert not any(is_newer(version, newer) for newer in ordered[place:])
    assert not is_newer("V2", "v2.0")


@pytest.mark.parametrize(
    ("version", "minor"), [("v1", False), ("v1.0", False), ("v1.1", True), ("V3.12", True)]
)
def test_minor_versions(version: str, minor: bool) -> None:
    assert is_minor(version) is minor


@pytest.mark.parametrize(
    ("version", "before", "number"),
    [
        ("v1", [], 1),
        ("v2", ["v1"], 2),
        ("v1.1", ["v1"], 1),
        ("v2", ["v1", "v1.1", "v1.2"], 2),
        ("v2.1", ["v1"], 2),
        ("v2", ["v1", "v2.1"], 2),
        ("v3", ["v1"], 2),
        ("v2", ["v1", "v3"], 3),
        ("v2", ["v1", "v2"], 2),
        ("v1.1", ["v1", "v2"], 1),
        ("v0.5", [], 1),
    ],
)
def test_only_major_versions_make_rounds(version: str, before: list[str], number: int) -> None:
    assert round_of(version, before) == number


def test_the_next_version_is_that_of_its_deliverable() -> None:
    assert [next_version(taken) for taken in ([], ["v1"], ["v1", "v2.3"])] == ["v1", "v2", "v3"]


@pytest.mark.parametrize(
    ("number", "agreed", "said"),
    [
        (1, None, ""),
        (1, 2, ""),
        (2, 2, "This is round 2 of 2 agreed: the last one."),
        (3, 2, "This is round 3; 2 were agreed."),
        (2, 1, "This is round 2; 1 was agreed."),
    ],
)
def test_the_last_agreed_round_is_named(number: int, agreed: int | None, said: str) -> None:
    assert rounds_said(number, agreed) == said


@pytest.mark.parametrize(
    ("words", "deliverable"),
    [
        ("v2 for teaser", "teaser"),
        ("v2 for teaser due friday anyway", "teaser"),
        ("for the teaser v2", "teaser"),
        ("v1.1 of the 30s cutdown, due friday", "30s cutdown"),
        ("due friday for the long teaser", "long teaser"),
        ("for social media teaser one 25 fps", "social media teaser one"),
        ("for “Teaser A” by 12 june", "Teaser A"),
        ("v2 for friday", ""),
        ("v2 for review due friday", ""),
        ("v2 due friday", ""),
    ],
)
def test_what_it_is_a_cut_of(words: str, deliverable: str) -> None:
    assert read_command(f"{LINK} {words}", FRIDAY, ZONE).deliverable == deliverable


def test_the_rest_of_a_command_is_read_as_ever() -> None:
    start = read_command(f"{LINK} v2 for teaser due friday anyway", FRIDAY, ZONE)
    assert (start.version, str(start.due), start.anyway) == ("v2", "2026-06-12", True)
    assert not read_command(f"{LINK} v2 for teaser", FRIDAY, ZONE).anyway


def test_a_name_that_goes_on_is_no_name() -> None:
    with pytest.raises(BadInputError, match="at most 4 words"):
        read_command(f"{LINK} for the one that we talked about", FRIDAY, ZONE)


@pytest.mark.parametrize(
    ("opening", "deliverable"),
    [
        ("v2 of the teaser is up", "teaser"),
        ("Teaser B v2", "teaser b"),
        ("v2 of the trailer", ""),
        ("v2 of the teasers", ""),
    ],
)
def test_a_message_names_only_what_is_known(opening: str, deliverable: str) -> None:
    start = read_opening(f"{opening} {LINK}", FRIDAY, ZONE)
    assert deliverable_among(["teaser", "teaser b", ""], start) == deliverable


def test_a_name_is_written_as_it_was_first() -> None:
    assert deliverable_among(["Teaser"], Start(deliverable="teaser")) == "Teaser"
    assert deliverable_among(["Teaser"], Start(deliverable="trailer")) == "trailer"


@pytest.mark.parametrize(
    ("older", "gone_on", "said"),
    [
        ([], 0, ""),
        (["v1"], 0, "v3 takes the place of v1: its round is closed."),
        (["v1"], 1, "v3 takes the place of v1: its round is closed, 1 note goes on in v3."),
        (
            ["v1", "v2"],
            3,
            "v3 takes the place of v1 and v2: their rounds are closed, 3 notes go on in v3.",
        ),
    ],
)
def test_what_a_cut_takes_the_place_of(older: list[str], gone_on: int, said: str) -> None:
    assert superseding_said("v3", older, gone_on) == said


@pytest.mark.parametrize(
    ("state", "reason", "on"),
    [
        ("open", None, True),
        ("in progress", None, True),
        ("done", None, True),
        ("verified", None, False),
        ("dropped", "no such shot", False),
        ("dropped", None, True),
        ("dropped", "", True),
    ],
)
def test_accepted_work_goes_on_until_it_is_closed(state: str, reason: str | None, on: bool) -> None:
    task = a_task(state=state, closed_reason=reason)
    assert goes_on(a_note(state="accepted"), task) is on
    assert not goes_on(a_note(state="rejected"), task)


@pytest.mark.parametrize(
    ("kind", "on"),
    [
        ("risk", True),
        ("question", True),
        ("praise", False),
        ("decision", False),
        ("approval statement", False),
    ],
)
def test_what_asks_for_no_work_goes_on_while_it_is_unanswered(kind: str, on: bool) -> None:
    assert goes_on(a_note(state="accepted", kind=kind), None) is on
    assert not goes_on(a_note(state="draft", kind=kind), None)
    assert goes_on(a_note(state="draft", kind=kind, late=True), None)
