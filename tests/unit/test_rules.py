"""What the words of commands and opening messages mean."""

from datetime import UTC, date, datetime

import pytest

from handlers.dates import UnreadableDateError
from handlers.errors import BadInputError
from handlers.reviews.rules import (
    Start,
    next_version,
    read_command,
    read_opening,
    read_start,
    version_named,
)
from handlers.tasks.errors import NoTitleError
from handlers.tasks.rules import NewTask, Wanted, read_task, read_wanted
from store.types import Member

FRIDAY = datetime(2026, 6, 5, 10, 0, tzinfo=UTC)
ZONE = "Europe/Berlin"
LINK = "<https://f.io/abc|f.io/abc>"
TEAM = (
    Member("U1", "director", ("director",)),
    Member("U2", "editor", ("editor",)),
    Member("U3", "sound mixer", ("crew",)),
)


# Starting a review


@pytest.mark.parametrize(
    ("words", "start"),
    [
        (LINK, Start(link="https://f.io/abc")),
        (f"{LINK} v2", Start(link="https://f.io/abc", version="v2")),
        (f"V1.1 {LINK}", Start(link="https://f.io/abc", version="v1.1")),
        (f"{LINK} due friday", Start(link="https://f.io/abc", due=date(2026, 6, 12))),
        (f"due friday {LINK}", Start(link="https://f.io/abc", due=date(2026, 6, 12))),
        (
            f"{LINK} due tomorrow v3",
            Start(link="https://f.io/abc", version="v3", due=date(2026, 6, 6)),
        ),
        (f"{LINK} by 12 june", Start(link="https://f.io/abc", due=date(2026, 6, 12))),
        (f"{LINK} 29.97 fps", Start(link="https://f.io/abc", fps="30000/1001")),
        (f"{LINK} 25fps", Start(link="https://f.io/abc", fps="25")),
        (
            f"{LINK} 24 fps start 01:00:00:00",
            Start(link="https://f.io/abc", fps="24", start_timecode="01:00:00:00"),
        ),
        (
            f"{LINK} tc 10:00:00;00",
            Start(link="https://f.io/abc", start_timecode="10:00:00;00"),
        ),
    ],
)
def test_the_words_of_a_start(words: str, start: Start) -> None:
    assert read_start(words, FRIDAY, ZONE) == start
    assert read_command(words, FRIDAY, ZONE) == start


def test_a_version_in_the_link_is_not_the_cut_s() -> None:
    assert read_start("<https://f.io/spot-v9|spot-v9>", FRIDAY, ZONE).version is None


@pytest.mark.parametrize("words", [f"{LINK} due next week", f"{LINK} by asap", f"{LINK} due"])
def test_a_day_that_can_t_be_read_is_an_error_with_the_usage(words: str) -> None:
    with pytest.raises(UnreadableDateError):
        read_start(words, FRIDAY, ZONE)
    with pytest.raises(BadInputError, match=r"Nothing was started: /scripty review <link>"):
        read_command(words, FRIDAY, ZONE)


@pytest.mark.parametrize("words", ["", "v2", "f.io/abc", "due friday"])
def test_without_a_link_nothing_can_be_started(words: str) -> None:
    with pytest.raises(BadInputError, match="Which cut"):
        read_command(words, FRIDAY, ZONE)


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("notes by friday please!", date(2026, 6, 12)),
        ("due asap", None),
        ("made by anna", None),
        ("I'm around until the call", None),
        ("", None),
    ],
)
def test_an_opening_message_is_no_command_and_nothing_in_it_an_error(
    words: str, due: date | None
) -> None:
    start = read_opening(f"v2 is up {LINK} 25 fps, {words}", FRIDAY, ZONE)
    assert start == Start(link="https://f.io/abc", version="v2", fps="25", due=due)


def test_an_opening_names_the_cut_by_its_review_link() -> None:
    words = f"after <https://docs.example/brief|the brief>: {LINK}"
    assert read_opening(words, FRIDAY, ZONE).link == "https://f.io/abc"
    other = "see <https://cloud.example/cut.mov|cut>"
    assert read_opening(other, FRIDAY, ZONE).link == "https://cloud.example/cut.mov"


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("v2 is up", "v2"),
        ("here's V12!", "v12"),
        ("v1.2", "v1.2"),
        ("rev2", None),
        ("v2b", None),
        ("spot_v2.mov", None),
        ("tv2 spot", None),
        ("version two", None),
    ],
)
def test_the_version_a_text_names(text: str, version: str | None) -> None:
    assert version_named(text) == version


@pytest.mark.parametrize(
    ("taken", "following"),
    [([], "v1"), (["v1"], "v2"), (["v3", "v1"], "v4"), (["v2.1"], "v3"), (["final"], "v1")],
)
def test_the_version_nobody_named(taken: list[str], following: str) -> None:
    assert next_version(taken) == following


# Tasks


@pytest.mark.parametrize(
    ("words", "task"),
    [
        ("send the mix", NewTask("send the mix")),
        (
            "send the mix <@U2|ed> by friday",
            NewTask("send the mix", "U2", date(2026, 6, 12), "by friday"),
        ),
        (
            "send the mix by friday <@U2>",
            NewTask("send the mix", "U2", date(2026, 6, 12), "by friday"),
        ),
        (
            "<@U2> send the mix by friday.",
            NewTask("send the mix", "U2", date(2026, 6, 12), "by friday"),
        ),
        ("send the mix @ed", NewTask("send the mix", "U2")),
        ("send the mix @mixer", NewTask("send the mix", "U3")),
        ("mail anna@film.example the mix", NewTask("mail anna@film.example the mix")),
        ("fix the friday export", NewTask("fix the friday export")),
        ("send it asap", NewTask("send it asap")),
        ("send it next week", NewTask("send it next week")),
        ("trim &lt;b&gt; &amp; co", NewTask("trim <b> & co")),
        ("cut\nthe  end", NewTask("cut the end")),
        ("ask <@U1> for <@U2>", NewTask("ask @director for", "U2")),
    ],
)
def test_the_words_of_a_task(words: str, task: NewTask) -> None:
    assert read_task(words, FRIDAY, ZONE, TEAM) == task


@pytest.mark.parametrize("words", ["", "   ", "<@U2>", "by friday", "<@U2> by friday", " ,; "])
def test_a_task_needs_words(words: str) -> None:
    with pytest.raises(NoTitleError):
        read_task(words, FRIDAY, ZONE, TEAM)


def test_a_name_that_is_nobody_s_is_an_error() -> None:
    with pytest.raises(BadInputError, match="“quentin”"):
        read_task("send it @quentin", FRIDAY, ZONE, TEAM)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("", Wanted("all")),
        ("all", Wanted("all")),
        (" Mine ", Wanted("mine", "U9")),
        ("unowned", Wanted("unowned")),
        ("overdue", Wanted("overdue")),
        ("<@U2|ed>", Wanted("person", "U2")),
        ("@ed", Wanted("person", "U2")),
        ("mixer", Wanted("person", "U3")),
    ],
)
def test_the_lists_there_are(words: str, wanted: Wanted) -> None:
    assert read_wanted(words, "U9", TEAM) == wanted


@pytest.mark.parametrize("words", ["mixer", "mine", "overdue", "unowned", "", "<@U2>"])
def test_a_paging_button_names_its_own_list(words: str) -> None:
    wanted = read_wanted(words, "U9", TEAM)
    assert read_wanted(wanted.key(), "U9", TEAM) == wanted


@pytest.mark.parametrize("words", ["everything", "@quentin", "mine overdue", "<@U2> overdue"])
def test_other_lists_are_named_an_error_with_the_usage(words: str) -> None:
    with pytest.raises(BadInputError, match=r"/scripty tasks \[mine"):
        read_wanted(words, "U9", TEAM)
