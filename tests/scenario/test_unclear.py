"""What is unclear is asked: once, of its author only, in the thread it was written in."""

from typing import LiteralString

from bot.demo.render import as_text
from tests.conftest import Starts
from tests.support.acting import (
    Json,
    card_saying,
    holds,
    note,
    notes,
    reviews,
    settled,
    thread_under_review,
    told,
)
from tests.support.running import Running
from tests.support.team import CHANNEL, PEOPLE
from tests.support.watching import rows

IDS = {name: user for user, name in PEOPLE.items()}
LABEL = "01:00:42:10 the logo is too small"
AROUND = "around 31 the sky is dull"


def questions(scripty: Running) -> list[Json]:
    """What was asked, of anybody."""
    return [one for one in scripty.team.slack.ephemerals if "right:" in as_text(one["blocks"])]


async def bodies(scripty: Running) -> list[object]:
    """What the record holds of the words of questions."""
    query: LiteralString = "SELECT body FROM delivery WHERE kind = 'unclear'"
    return [row["body"] for row in await rows(scripty.scripty.where, query)]


async def test_what_is_unclear_is_asked_of_its_author_in_the_thread(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("client", LABEL), ("director", "0:08 trim this"))
    asked = await told(scripty, "client", "Which frame rate is 01:00:42:10 at?")
    assert asked["thread_ts"] == root
    words = as_text(asked["blocks"])
    assert "Reply in this thread with just the time, such as 0:42, or edit your message" in words
    assert "Only you see this" in words
    await settled(scripty)
    assert [one["user"] for one in questions(scripty)] == [IDS["client"]]
    assert await bodies(scripty) == [None]


async def test_the_reply_it_asks_for_puts_the_note_right(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("client", LABEL))
    await scripty.people.post("client", CHANNEL, "0:42", thread_ts=root)
    await card_saying(scripty, root, "N1  0:42")
    await settled(scripty)
    assert list(await notes(scripty)) == [1]
    assert len(questions(scripty)) == 1


async def test_it_is_asked_once_however_often_the_thread_is_read(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("client", LABEL))
    for number, words in enumerate(("0:10 trim the pause", "0:20 mute the kazoo"), 2):
        await scripty.people.post("director", CHANNEL, words, thread_ts=root)
        await card_saying(scripty, root, f"N{number}")
    await settled(scripty)
    assert len(questions(scripty)) == 1


async def test_a_restart_asks_nothing_again(start: Starts) -> None:
    async with start() as scripty:
        root = await thread_under_review(scripty, ("client", LABEL))
    async with start() as scripty:
        await scripty.people.post("director", CHANNEL, "0:10 trim the pause", thread_ts=root)
        await card_saying(scripty, root, "N2")
        await settled(scripty)
        assert len(questions(scripty)) == 1


async def test_several_things_in_one_message_are_one_question(scripty: Running) -> None:
    words = f"{LABEL}\n{AROUND}"
    await thread_under_review(scripty, ("client", words))
    (asked,) = questions(scripty)
    for unclear in ("01:00:42:10", "Is 31 seconds"):
        assert unclear in as_text(asked["blocks"])


async def test_what_is_left_of_a_question_is_not_asked_again(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("client", f"{LABEL}\n{AROUND}"))
    said = (await note(scripty, 1))["sources"][0]["ts"]
    words = f"0:42 the logo is too small\n{AROUND}"
    await scripty.people.edit("client", CHANNEL, said, words)
    await card_saying(scripty, root, "N1  0:42")
    await settled(scripty)
    assert len(questions(scripty)) == 1


async def test_only_what_is_new_in_an_edit_is_asked(scripty: Running) -> None:
    await thread_under_review(scripty, ("client", LABEL))
    said = (await note(scripty, 1))["sources"][0]["ts"]
    await scripty.people.edit("client", CHANNEL, said, f"{LABEL}\n{AROUND}")
    asked = as_text((await told(scripty, "client", "Is 31 seconds"))["blocks"])
    assert "01:00:42:10" not in asked
    await settled(scripty)
    assert len(questions(scripty)) == 2


async def test_a_question_not_sent_yet_is_put_anew_when_a_part_of_it_is_answered(
    scripty: Running,
) -> None:
    root = await thread_under_review(scripty)
    query: LiteralString = (
        "INSERT INTO pace (workspace_id, method, channel, not_before) "
        "VALUES ('T00000001', 'chat.postEphemeral', '', now() + interval '1 hour')"
    )
    await rows(scripty.scripty.where, query)
    words = f"{LABEL}\n{AROUND}"
    said = await scripty.people.post("client", CHANNEL, words, thread_ts=root)
    await card_saying(scripty, root, "N2")
    words = f"0:42 the logo is too small\n{AROUND}"
    await scripty.people.edit("client", CHANNEL, said["ts"], words)
    await card_saying(scripty, root, "N1  0:42")
    taken_back, anew = sorted(map(str, await bodies(scripty)), key=len)
    assert taken_back == "None"
    assert "Is 31 seconds" in anew
    assert "01:00:42:10" not in anew


async def test_an_edit_that_is_unclear_in_another_way_is_asked_anew(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("client", LABEL))
    said = (await note(scripty, 1))["sources"][0]["ts"]
    await scripty.people.edit("client", CHANNEL, said, "01:00:44:00 the logo is too small")
    await told(scripty, "client", "Which frame rate is 01:00:44:00 at?")
    await scripty.people.edit("client", CHANNEL, said, "0:44 the logo is too small")
    await card_saying(scripty, root, "N1  0:44")
    await scripty.people.edit("client", CHANNEL, said, LABEL)
    await card_saying(scripty, root, "01:00:42:10")
    await settled(scripty)
    assert len(questions(scripty)) == 2


async def test_clear_words_deleted_words_and_a_closed_review_raise_no_question(
    scripty: Running,
) -> None:
    root = await thread_under_review(scripty, ("client", "0:42 the logo is too small"))
    query: LiteralString = "UPDATE review SET state = 'closed'"
    await rows(scripty.scripty.where, query)
    await scripty.people.post("client", CHANNEL, LABEL, thread_ts=root)
    await settled(scripty)
    await rows(scripty.scripty.where, "UPDATE review SET state = 'open'")
    (review,) = await reviews(scripty)
    await scripty.people.delete("client", CHANNEL, review["messages"][-1]["ts"])
    await settled(scripty)
    assert not questions(scripty)


async def test_a_question_that_could_not_be_sent_goes_with_its_message(scripty: Running) -> None:
    root = await thread_under_review(scripty)
    query: LiteralString = (
        "INSERT INTO pace (workspace_id, method, channel, not_before) "
        "VALUES ('T00000001', 'chat.postEphemeral', '', now() + interval '1 hour')"
    )
    await rows(scripty.scripty.where, query)
    said = await scripty.people.post("client", CHANNEL, LABEL, thread_ts=root)
    await card_saying(scripty, root, "N1")
    assert all(await bodies(scripty))
    await scripty.people.delete("client", CHANNEL, said["ts"])
    await card_saying(scripty, root, "its message was deleted")
    assert await bodies(scripty) == [None]
    assert not await holds(scripty, "01:00:42:10")
    assert not questions(scripty)
