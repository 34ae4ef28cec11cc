"""The picture: a real PNG, the same each time, in which no words run into others."""

import struct
import subprocess
import sys
from datetime import timedelta
from typing import Any, get_args

import pytest

from handlers.reports.picture import (
    PIXELS,
    WIDTH,
    cut,
    draw,
    fitting,
    lay_out,
    shapes,
    texts_of,
    time_words,
    width_of,
)
from handlers.reports.rules import MOST_ROUNDS, Points, RoundFigures
from store.types import NoteKind, Topic

SMALLEST = 5.5
"""In units: at the width of a phone, what is smaller can't be read without opening the picture."""


def a_round(version: str, notes: int = 12, **values: Any) -> RoundFigures:
    accepted, rejected = notes // 2, notes // 4
    row: dict[str, Any] = {
        "version": version,
        "kinds": tuple((kind, max(notes - n, 1)) for n, kind in enumerate(get_args(NoteKind))),
        "topics": tuple((topic, max(notes - n, 1)) for n, topic in enumerate(get_args(Topic))),
        "notes": notes,
        "accepted": accepted,
        "rejected": rejected,
        "merged": 1,
        "undecided": notes - accepted - rejected - 1,
        "folded": 0,
        "moved_on": 0,
        "deciding": timedelta(hours=23, minutes=59),
        "conflicts": 12,
        "settled": 3,
        "late": 11,
        "carried": 38,
        "came_back": 10,
        "points": Points(items=accepted, kept=accepted),
    }
    return RoundFigures(**row | values)


def rounds(count: int, longest: bool = False) -> list[RoundFigures]:
    versions = (
        [f"v12.{n}" for n in range(95, 95 + count)]
        if longest
        else map("v{}".format, range(1, count + 1))
    )
    notes = 240 if longest else 14
    return [a_round(version, notes - n) for n, version in enumerate(versions)]


def empty(version: str) -> RoundFigures:
    nothing = dict.fromkeys(
        ("notes", "accepted", "rejected", "merged", "undecided", "conflicts", "late", "carried",
         "came_back"), 0,
    )  # fmt: skip
    return a_round(version, kinds=(), topics=(), deciding=None, points=Points(), **nothing)


MANY = [
    pytest.param([empty("v1")], id="nothing"),
    pytest.param(rounds(1), id="1"),
    pytest.param(rounds(3), id="3"),
    pytest.param(rounds(3, longest=True), id="3 of the longest"),
    pytest.param(rounds(6), id="6"),
    pytest.param(rounds(7, longest=True), id="7 of the longest"),
    pytest.param(rounds(MOST_ROUNDS), id="15"),
    pytest.param(rounds(MOST_ROUNDS, longest=True), id="15 of the longest"),
    pytest.param([*rounds(2), empty("v3")], id="an empty one"),
]
LONG = "Round report: v12.109 of the longest deliverable that anybody ever named"


@pytest.mark.parametrize("shown", MANY)
def test_it_is_a_png_of_slack_s_width_and_the_same_each_time(shown: list[RoundFigures]) -> None:
    png = draw("Round report: v3", "Coffee brand spot", shown)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    assert width == WIDTH * PIXELS
    assert 0.5 * width < height < 1.7 * width
    assert len(png) < 400_000
    assert draw("Round report: v3", "Coffee brand spot", shown) == png


@pytest.mark.parametrize("shown", MANY)
def test_no_words_run_into_others_or_over_the_edge(shown: list[RoundFigures]) -> None:
    sheet = lay_out(LONG, "A production with quite a long name, round beside round", shown)
    boxes = [(words, tuple(map(float, box))) for words, box in texts_of(sheet)]
    right, top = WIDTH * PIXELS, sheet.height * PIXELS
    for place, (words, (left, low, far, high)) in enumerate(boxes):
        assert left >= 0, words
        assert low >= 0, words
        assert far <= right, words
        assert high <= top + 1, words
        for other, (x0, y0, x1, y1) in boxes[place + 1 :]:
            # Boxes of texts include the space of accents and tails that aren't there.
            apart = far <= x0 + 2 or x1 <= left + 2 or high <= y0 + 9 or y1 <= low + 9
            assert apart, f"{words!r} runs into {other!r}"


@pytest.mark.parametrize("shown", MANY)
def test_all_words_can_be_read(shown: list[RoundFigures]) -> None:
    sheet = lay_out("Round report: v3", "Coffee brand spot", shown)
    smallest = min(sheet.words, key=fitting)
    assert fitting(smallest) >= SMALLEST, smallest


def test_another_figure_makes_another_picture() -> None:
    one = draw("Round report: v1", "Spot", [a_round("v1", late=1)])
    assert draw("Round report: v1", "Spot", [a_round("v1", late=2)]) != one


def test_the_bars_are_as_high_as_what_they_stand_for() -> None:
    sheet = lay_out("t", "s", [a_round("v1", 20), a_round("v2", 10)])
    heights: dict[str, list[float]] = {}
    for _, _, _, height, colour in sheet.boxes:
        heights.setdefault(colour, []).append(height)
    first, second = (each for each in heights["#0072b2"] if each > 8)
    assert first / second == pytest.approx(2, rel=0.05)


def test_the_rarest_topics_share_a_row() -> None:
    said = [word.words for word in lay_out("t", "s", rounds(2)).words]
    assert "the rest" in said
    assert "picture" in said
    assert "delivery" not in said


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Spot 🎬 A", "Spot A"),
        ("$x$ <b>", "$x$ <b>"),
        ("コーヒー", ""),
        ("Café Ñandú", "Café Ñandú"),
    ],
)
def test_what_the_font_lacks_is_left_out(words: str, shown: str) -> None:
    assert shapes(words) == shown
    assert draw(words, words, rounds(1))


def test_words_too_long_end_in_an_ellipsis() -> None:
    short = cut("a very long name " * 20, 9, 100)
    assert short.endswith("…")
    assert width_of(short) * 9 <= 100
    assert cut("short", 9, 100) == "short"


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (None, "–"),
        (timedelta(minutes=40), "40m"),
        (timedelta(minutes=59, seconds=50), "1h"),
        (timedelta(hours=30), "30h"),
        (timedelta(days=3), "3d"),
    ],
)
def test_times_in_narrow_columns_are_short(time: timedelta | None, words: str) -> None:
    assert time_words(time, narrow=True) == words


def test_a_program_that_draws_nothing_does_not_load_what_draws() -> None:
    """matplotlib takes a second and 60 MB."""
    check = (
        "import sys, bot.app; "
        "print([m for m in ('matplotlib', 'numpy', 'PIL') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
