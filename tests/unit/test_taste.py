"""What was turned down, by theme: everything stands somewhere, reasons before what has none."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.taste.errors import UnknownThemeError
from handlers.taste.rules import ALL, THEMES, Turned, read_theme, theme_of, themes, turned_to
from tests.support.rows import MORNING


def turned(number: int, theme: str, why: str, again: int = 0) -> Turned:
    at = MORNING + timedelta(hours=number)
    return Turned(f"S{number}", theme, "words", why, "U01", at, again=again, suggestion=uuid4())


@given(st.lists(st.tuples(st.sampled_from(THEMES), st.sampled_from(["", "no"]), st.integers(0, 3))))
def test_everything_stands_in_its_theme_once(made: list[tuple[str, str, int]]) -> None:
    given_ = [turned(at, *each) for at, each in enumerate(made)]
    found = themes(given_)
    listed = [each for theme in found for each in theme.all]
    assert sorted(each.label for each in listed) == sorted(each.label for each in given_)
    assert sum(theme.again for theme in found) == sum(each.again for each in given_)
    for theme in found:
        assert all(each.theme == theme.name for each in theme.all)
        assert all(each.why for each in theme.because)
        assert not any(each.why for each in theme.unsaid)
        times = [each.at for each in theme.because if each.at]
        assert times == sorted(times, reverse=True)
    most = [len(theme.because) for theme in found]
    assert most == sorted(most, reverse=True)


def test_themes_are_the_topics_of_notes() -> None:
    assert theme_of("Lower the music under the interview") == "music"
    assert theme_of("Record room tone, the hiss is loud") == "sound"
    assert read_theme(" Sound ") == "sound"
    assert read_theme("color") == "colour"
    assert read_theme("everything") == ALL
    assert read_theme("") == ""
    with pytest.raises(UnknownThemeError, match="picture, pacing"):
        read_theme("catering")
    assert turned_to("sound:2") == ("sound", "2")
    assert turned_to("nonsense:2") == ("", "2")
