"""The same idea in other words, ideas that only look alike, and opposite ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.notes.ideas import idea_of
from tests.support.ideas import opposite_asks, same_ask

SAME = [
    ("lift the exposure", "could it be a bit brighter?"),
    ("lift the exposure in the kitchen", "can we brighten the kitchen a little?"),
    ("too dark", "brighter please"),
    ("make it warmer", "the grade is too cold"),
    ("make the logo bigger", "can the logo be larger please"),
    ("make the logo bigger", "the logo is too small"),
    ("make the logo bigger", "the logo isn't big enough"),
    ("0:42 make the end card logo bigger", "the logo on the end card should be larger"),
    ("make the logo bigger", "the logo should be bigger because the board asked again"),
    ("turn the music down", "the song is too loud"),
    ("spoon clink is too loud", "turn the spoon clink down"),
    ("make the VO louder", "the voice over is too quiet"),
    ("trim the pause", "the pause is too long"),
    ("hold the steam half a second longer", "extend the steam by 12 frames"),
    ("the pacing is too slow", "it drags"),
    ("remove the boom mic", "get rid of the boom mic, please"),
    ("swap the song", "replace the music"),
    ("keep the pause", "don't trim the pause"),
    ("Fix the typo in Marguerite's name", "there is still a typo in Marguerite's name"),
]

DISTINCT = [
    ("make the logo bigger", "make the title bigger"),
    ("make the logo bigger", "make the logo smaller"),
    ("make the logo bigger", "don't make the logo bigger"),
    ("make the logo bigger", "the logo is not too small"),
    ("make the logo bigger", "move the logo to the left"),
    ("make the logo bigger", "make the logo on the bottle bigger"),
    ("make the red title bigger", "make the blue title bigger"),
    ("make the left speaker louder", "make the right speaker louder"),
    ("make the opening shot brighter", "make the last shot brighter"),
    ("turn the music down", "turn the voice over down"),
    ("the music is too loud", "the music is too loud at the end"),
    ("too dark", "too dark in the kitchen"),
    ("lift the exposure", "lift the music"),
    ("lift the exposure", "make the logo brighter"),
    ("make it brighter", "make it warmer"),
    ("could it be bigger", "can it be larger"),
    ("trim the pause", "remove the pause"),
    ("trim the pause", "trim the interview"),
    ("keep the logo", "add the logo"),
    ("remove object number 3 from the table", "remove object number 4 from the table"),
    ("use take 3 for the toast", "use take 5 for the toast"),
    ("change the title to “Sale”", "change the title to “Sales”"),
    ("fix the flicker", "fix the grain"),
    ("blur the license plate on the car", "sharpen the license plate on the car"),
    ("", ""),
    ("0:42", "0:50"),
]

OPPOSITE = [
    ("make the logo bigger", "the logo is too big already"),
    ("make the logo bigger", "make the logo smaller"),
    ("make the logo bigger", "don't make the logo bigger"),
    ("keep the pause", "trim the pause"),
    ("hold the steam longer", "the steam shot is too long"),
    ("turn the music up", "the music is too loud"),
    ("make it brighter", "it's too bright, darker please"),
    ("keep the boom shot", "remove the boom shot"),
    ("less teal in the kitchen please", "please keep the teal, our CEO loves it"),
    ("trim the helicopter, it's 14 seconds of nothing", "the helicopter must stay at full length"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_idea_in_other_words(one: str, other: str) -> None:
    assert same_ask(one, other)
    assert same_ask(other, one)
    assert not opposite_asks(one, other)


@pytest.mark.parametrize(("one", "other"), DISTINCT)
def test_what_only_looks_alike_is_another_idea(one: str, other: str) -> None:
    assert not same_ask(one, other)
    assert not same_ask(other, one)


@pytest.mark.parametrize(("one", "other"), OPPOSITE)
def test_opposite_wishes_about_one_thing(one: str, other: str) -> None:
    assert opposite_asks(one, other)
    assert opposite_asks(other, one)
    assert not same_ask(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("make the logo bigger", "make the title smaller"),
        ("make the red title bigger", "make the blue title smaller"),
        ("turn the music up", "turn the voice over down"),
        ("make the logo bigger", "trim the logo"),
        ("keep the opening shot", "remove the last shot"),
        ("make the logo bigger", "should the logo be bigger or smaller?"),
    ],
)
def test_wishes_about_two_things_are_no_quarrel(one: str, other: str) -> None:
    assert not opposite_asks(one, other)
    assert not opposite_asks(other, one)


SAID = """
    make don't keep the a logo title music pause it bigger smaller brighter too dark loud not on
    end card 0:42 3 5 “a” . , ? @anna trim remove is enough
"""
WORDS = st.sampled_from(SAID.split())


@given(st.lists(WORDS, max_size=12), st.lists(WORDS, max_size=12))
def test_no_two_texts_are_both_the_same_and_opposite(one: list[str], other: list[str]) -> None:
    first, second = " ".join(one), " ".join(other)
    assert same_ask(first, second) == same_ask(second, first)
    assert opposite_asks(first, second) == opposite_asks(second, first)
    assert not (same_ask(first, second) and opposite_asks(first, second))


@given(st.text())
def test_any_text_can_be_taken_apart(text: str) -> None:
    assert idea_of(text) == idea_of(text)


@pytest.mark.parametrize("piece", ["don't ", "@", "the logo ", "0:42 ", "“", "because ", "on the "])
def test_the_longest_message_takes_no_longer_than_a_short_one(piece: str) -> None:
    assert idea_of(piece * 40_000) == idea_of((piece * 40_000)[:2000])
