"""`/scripty …` where it is no review and no task: help, slips of the hand, the wrong channel."""

import pytest

from handlers.install.listeners import COMMANDS, SHORTCUTS
from tests.support.acting import (
    LINK,
    productions,
    settled,
    told_directly,
    words_of,
)
from tests.support.running import Running
from tests.support.team import CHANNEL, PEOPLE


@pytest.mark.parametrize("words", ["", "help", "  HELP  "])
async def test_help_lists_every_command_and_shortcut(scripty: Running, words: str) -> None:
    said = words_of(await scripty.people.command("client", CHANNEL, words))
    assert "don't know" not in said
    for usage, _ in COMMANDS.values():
        assert usage in said
    for name, _ in SHORTCUTS:
        assert name in said


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("reveiw https://f.io/abc", "/scripty review"),
        ("taks", "/scripty task"),
        ("hepl", "/scripty help"),
        ("REVIEWS", "/scripty review"),
    ],
)
async def test_a_slip_of_the_hand_is_told_the_nearest_command(
    scripty: Running, words: str, meant: str
) -> None:
    said = words_of(await scripty.people.command("client", CHANNEL, words))
    assert f"I don't know “{words.split()[0].lower()}”. Did you mean {meant}" in said


async def test_nonsense_gets_the_list_without_a_guess(scripty: Running) -> None:
    said = words_of(await scripty.people.command("client", CHANNEL, "<!channel> xyzzy"))
    assert "I don't know “<!channel>”" in said
    assert "Did you mean" not in said
    assert "/scripty review <link>" in said


async def test_verbs_are_understood_in_any_case_and_between_any_white_space(
    scripty: Running,
) -> None:
    said = words_of(await scripty.people.command("client", CHANNEL, f"  Review\u00a0{LINK}"))
    assert "has started" in said


async def test_where_the_bot_is_not_its_user_is_told_directly_what_to_do(
    scripty: Running,
) -> None:
    slack = scripty.team.slack
    slack.add_channel("C00000002", "spot-b", members=list(PEOPLE), with_bot=False)
    await scripty.people.command("director", "C00000002", f"review {LINK}")
    direct = await told_directly(scripty, "director", "couldn't post")
    assert "/invite @Scripty" in direct
    assert not slack.bot_messages("C00000002")


async def test_a_task_made_where_the_bot_is_not_is_kept_and_its_maker_told(
    scripty: Running,
) -> None:
    slack = scripty.team.slack
    slack.add_channel("C00000002", "spot-b", members=list(PEOPLE), with_bot=False)
    await scripty.people.command("director", "C00000002", "task book the studio")
    await told_directly(scripty, "director", "/invite @Scripty")
    listed = words_of(await scripty.people.command("director", "C00000002", "tasks"))
    assert "book the studio" in listed


async def test_what_is_asked_of_a_channel_without_a_production_says_how_to_begin(
    scripty: Running,
) -> None:
    said = words_of(await scripty.people.command("client", CHANNEL, "tasks"))
    assert "no production yet" in said
    assert "/scripty review" in said
    await settled(scripty)
    assert not await productions(scripty)
