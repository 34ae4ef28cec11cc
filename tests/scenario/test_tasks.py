"""Tasks: made, taken, given, dated, finished, listed, through really signed requests."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from bot.demo.render import as_text
from bot.demo.slack import LocalSlack
from tests.conftest import Starts
from tests.support.acting import (
    Json,
    card,
    card_saying,
    card_text,
    edits_of,
    form_of,
    note,
    offered,
    press_note,
    press_task,
    production,
    productions,
    settled,
    task_card_saying,
    tasks,
    thread_under_review,
    told,
    told_so_far,
    words_of,
)
from tests.support.running import Running
from tests.support.team import CHANNEL, PEOPLE, STRANGER

IDS = {name: user for user, name in PEOPLE.items()}


async def asked(scripty: Running, words: str, who: str = "director") -> str:
    """What `/scripty <words>` is answered with."""
    return words_of(await scripty.people.command(who, CHANNEL, words))


async def a_production(scripty: Running) -> None:
    """A production whose people are known by name."""
    await thread_under_review(scripty)


# Making one


async def test_a_task_has_the_owner_mentioned_and_the_day_said(scripty: Running) -> None:
    await a_production(scripty)
    said = await asked(scripty, f"task send the mix <@{IDS['editor']}|editor> by 2031-06-12")
    assert said == "T1 is on the list: send the mix"
    shown = await task_card_saying(scripty, "T1  send the mix")
    assert "editor · Thu 12 Jun 2031\nfrom spot-a" in as_text(shown["blocks"])
    (task,) = await tasks(scripty)
    assert (task["title"], task["owner"], task["due"]) == (
        "send the mix",
        IDS["editor"],
        "2031-06-12",
    )
    assert (task["created_by"], task["state"]) == (IDS["director"], "open")


@pytest.mark.parametrize(
    "words",
    [
        "task send the mix @editor by 2031-06-12",
        "task @editor send the mix by 2031-06-12",
        "task send the mix by 2031-06-12 @ed",
    ],
)
async def test_an_owner_may_be_named_as_the_team_calls_them(scripty: Running, words: str) -> None:
    await a_production(scripty)
    assert await asked(scripty, words) == "T1 is on the list: send the mix"
    (task,) = await tasks(scripty)
    assert (task["owner"], task["due"]) == (IDS["editor"], "2031-06-12")


async def test_a_name_nobody_has_makes_no_task_and_says_what_to_do(scripty: Running) -> None:
    await a_production(scripty)
    said = await asked(scripty, "task send the mix @quentin by friday")
    assert "I don't know anybody called “quentin” here" in said
    assert "assign it later" in said
    assert not await tasks(scripty)


@pytest.mark.parametrize("words", ["task", "task by friday", "task @editor", "task  ,"])
async def test_a_task_without_words_gets_the_usage(scripty: Running, words: str) -> None:
    await a_production(scripty)
    assert await asked(scripty, words) == (
        "What is to be done? /scripty task <what> [@owner] [by friday]"
    )
    assert not await tasks(scripty)


async def test_words_without_owner_or_day_are_gaps_that_show(scripty: Running) -> None:
    await a_production(scripty)
    await asked(scripty, "task book the studio asap")
    shown = as_text((await task_card_saying(scripty, "T1"))["blocks"])
    assert "book the studio asap\nno owner · no date" in shown
    assert [task["due"] for task in await tasks(scripty)] == [None]


async def test_the_first_task_of_a_channel_makes_its_production_and_learns_its_people(
    scripty: Running,
) -> None:
    await asked(scripty, "task send the mix")
    shown = await task_card_saying(scripty, "from spot-a")
    await settled(scripty)
    made = await production(scripty)
    assert (made["name"], made["timezone"]) == ("spot-a", "Europe/Berlin")
    assert {member["user"] for member in made["members"]} == set(PEOPLE)
    await scripty.people.press("client", CHANNEL, shown, "task_done")
    assert [task["state"] for task in await tasks(scripty)] == ["done"]


async def test_an_owner_who_is_not_in_the_channel_is_called_by_name(scripty: Running) -> None:
    await a_production(scripty)
    await asked(scripty, f"task send the mix <@{STRANGER}|stranger>")
    await task_card_saying(scripty, "stranger · no date")


async def test_mentions_inside_the_words_become_names_that_notify_nobody(
    scripty: Running,
) -> None:
    await a_production(scripty)
    await asked(scripty, f"task ask <@{IDS['client']}> about <!channel> for <@{IDS['editor']}>")
    (task,) = await tasks(scripty)
    assert task["owner"] == IDS["editor"]
    shown = await task_card_saying(scripty, "ask @client about @channel")
    assert "<!channel>" not in shown["text"]
    assert "<@" not in shown["text"]


@pytest.fixture
def past_midnight() -> Iterator[time_machine.Traveller]:
    """23:30 on Friday 14 March 2025 in London, half past midnight on Saturday in Berlin."""
    moment = datetime(2025, 3, 14, 23, 30, tzinfo=UTC)
    with time_machine.travel(moment, tick=True) as clock:
        yield clock


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("today", "2025-03-15"),
        ("tomorrow", "2025-03-16"),
        ("by friday", "2025-03-21"),
        ("EOD tomorrow", "2025-03-16"),
        ("in 3 days", "2025-03-18"),
        ("by saturday", "2025-03-22"),
    ],
)
async def test_days_are_those_of_the_production_s_zone(
    past_midnight: time_machine.Traveller, start: Starts, words: str, due: str
) -> None:
    async with start() as scripty:
        await a_production(scripty)
        assert (await production(scripty))["timezone"] == "Europe/Berlin"
        await asked(scripty, f"task grade the end {words}")
        (task,) = await tasks(scripty)
        assert (task["title"], task["due"]) == ("grade the end", due)


# Made of a message


async def test_a_message_becomes_a_task_and_its_thread_is_told(scripty: Running) -> None:
    await a_production(scripty)
    people, slack = scripty.people, scripty.team.slack
    said = await people.post(
        "client", CHANNEL, f"<@{IDS['editor']}> can you book\nthe studio &amp; the mixer?"
    )
    await people.shortcut("producer", CHANNEL, said, "task_from_message")
    form = await form_of(scripty, "producer", "task_made")
    assert "[@editor can you book the studio & the mixer?" in as_text(form["blocks"])
    answer = await people.submit(
        "producer", form, {"title": "Book the studio", "owner": IDS["editor"], "due": "2031-06-12"}
    )
    assert answer.status == 200
    await slack.wait_for(lambda s: s.bot_messages(CHANNEL, said["ts"]))
    (notice,) = slack.bot_messages(CHANNEL, said["ts"])
    assert "T1  Book the studio\neditor · Thu 12 Jun 2031" in as_text(notice["blocks"])
    (task,) = await tasks(scripty)
    assert task["source"]["ts"] == said["ts"]
    assert said["ts"].replace(".", "") in task["source"]["permalink"]
    assert task["created_by"] == IDS["producer"]


async def test_a_reply_made_a_task_tells_the_thread_it_is_in(scripty: Running) -> None:
    people, slack = scripty.people, scripty.team.slack
    root = await people.post("editor", CHANNEL, "about the mix")
    reply = await people.post("client", CHANNEL, "send the stems", thread_ts=root["ts"])
    await people.shortcut("client", CHANNEL, reply, "task_from_message")
    form = await form_of(scripty, "client", "task_made")
    await people.submit("client", form, {})
    await slack.wait_for(lambda s: s.bot_messages(CHANNEL, root["ts"]))
    (posted,) = slack.calls("chat.postMessage")
    assert posted["thread_ts"] == root["ts"]
    (task,) = await tasks(scripty)
    assert task["source"]["ts"] == reply["ts"]
    await settled(scripty)
    assert (await production(scripty))["name"] == "spot-a"


# One press each


async def test_take_date_done_and_reopen_edit_the_one_card(scripty: Running) -> None:
    await a_production(scripty)
    people = scripty.people
    await asked(scripty, "task book the studio")
    shown = await press_task(scripty, "editor", "task_take", "no owner")
    await task_card_saying(scripty, "editor · no date")
    await press_task(scripty, "editor", "task_date", "editor · no date")
    form = await form_of(scripty, "editor", "task_dated")
    await people.submit("editor", form, {"due": "2031-06-12"})
    await press_task(scripty, "client", "task_done", "editor · Thu 12 Jun 2031")
    done = await task_card_saying(scripty, "Thu 12 Jun 2031 · done")
    assert [name for name, _ in offered(done)] == ["task_reopen"]
    assert [task["state"] for task in await tasks(scripty)] == ["done"]
    await press_task(scripty, "editor", "task_reopen", "done")
    again = await task_card_saying(scripty, "editor · Thu 12 Jun 2031\nfrom")
    assert again["ts"] == shown["ts"]
    assert [task["state"] for task in await tasks(scripty)] == ["open"]
    assert edits_of(scripty, shown["ts"]) >= 4


async def test_assigning_and_dropping(scripty: Running) -> None:
    await a_production(scripty)
    people = scripty.people
    await asked(scripty, "task book the studio @client by 2031-06-12")
    await press_task(scripty, "director", "task_assign", "client")
    form = await form_of(scripty, "director", "task_assigned")
    assert IDS["client"] in as_text(form["blocks"])
    await people.submit("director", form, {"owner": IDS["editor"]})
    await press_task(scripty, "director", "task_assign", "editor")
    form = await form_of(scripty, "director", "task_assigned")
    await people.submit("director", form, {"owner": None})
    await press_task(scripty, "director", "task_drop", "no owner")
    await task_card_saying(scripty, "dropped")
    (task,) = await tasks(scripty)
    assert (task["state"], task["owner"], task["due"]) == ("dropped", None, "2031-06-12")


async def test_of_two_who_take_a_task_one_gets_it_and_the_other_is_told(
    scripty: Running,
) -> None:
    await a_production(scripty)
    await asked(scripty, "task book the studio")
    stale = await press_task(scripty, "editor", "task_take", "no owner")
    await scripty.people.side.press(IDS["client"], CHANNEL, stale, "task_take")
    await told(scripty, "client", "T1 is editor's already")
    await scripty.people.side.press(IDS["editor"], CHANNEL, stale, "task_take")
    await told(scripty, "editor", "already yours")
    assert [task["owner"] for task in await tasks(scripty)] == [IDS["editor"]]


async def test_a_finished_task_is_not_finished_again(scripty: Running) -> None:
    await a_production(scripty)
    await asked(scripty, "task book the studio")
    stale = await press_task(scripty, "editor", "task_drop", "no owner")
    await scripty.people.side.press(IDS["client"], CHANNEL, stale, "task_done")
    await told(scripty, "client", "T1 is already dropped. Reopen it first. Nothing was changed.")
    assert [task["state"] for task in await tasks(scripty)] == ["dropped"]


async def test_a_stranger_changes_no_task(scripty: Running) -> None:
    await a_production(scripty)
    await asked(scripty, "task book the studio")
    await press_task(scripty, STRANGER, "task_take", "no owner")
    await settled(scripty)
    assert [task["owner"] for task in await tasks(scripty)] == [None]


# Tasks of notes


async def test_a_note_and_its_task_stay_in_step(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("client", "0:08 make the logo bigger"))
    await press_note(scripty, root, "director", "note_accept", 1)
    await card_saying(scripty, root, "T1")
    people = scripty.people
    await people.press("director", CHANNEL, card(scripty, root), "notes_list")
    view = await form_of(scripty, "director", "notes_list")
    await people.press_in_view("director", view, "task_take")
    await card_saying(scripty, root, "director · no date")
    assert (await note(scripty, 1))["owner"]["user"] == IDS["director"]
    await people.press_in_view("director", view, "task_done")
    await card_saying(scripty, root, "director · done")
    assert (await note(scripty, 1))["state"] == "accepted"
    assert [task["state"] for task in await tasks(scripty)] == ["done"]
    assert "no date" not in card_text(scripty, root)


async def test_the_task_of_a_rejected_note_stays_dropped(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("client", "0:08 make the logo bigger"))
    await press_note(scripty, root, "director", "note_accept", 1)
    (said,) = (await note(scripty, 1))["sources"]
    await scripty.people.edit("client", CHANNEL, said["ts"], "0:08 make the logo smaller")
    await card_saying(scripty, root, "Reopened")
    await settled(scripty)
    await press_note(scripty, root, "director", "note_reject", 1)
    (task,) = await tasks(scripty)
    await scripty.people.side.press(
        IDS["director"], CHANNEL, card(scripty, root), "task_reopen", element={"value": task["id"]}
    )
    await told(scripty, "director", "N1 was rejected.")
    assert [task["state"] for task in await tasks(scripty)] == ["dropped"]


# Lists


async def a_full_board(scripty: Running) -> None:
    await a_production(scripty)
    for words in (
        "send the mix @editor by 2031-06-12",
        "book the studio",
        "grade the end @client",
        "clear the song @director by 2001-02-03",
    ):
        await asked(scripty, f"task {words}")


@pytest.mark.parametrize(
    ("words", "title", "numbers"),
    [
        ("tasks", "Open tasks", ["T4", "T1", "T2", "T3"]),
        ("tasks mine", "My tasks", ["T4"]),
        ("tasks MINE", "My tasks", ["T4"]),
        (f"tasks <@{IDS['editor']}|editor>", "Tasks of editor", ["T1"]),
        ("tasks @client", "Tasks of client", ["T3"]),
        ("tasks client", "Tasks of client", ["T3"]),
        ("tasks unowned", "Tasks without an owner", ["T2"]),
        ("tasks overdue", "Overdue tasks", ["T4"]),
    ],
)
async def test_lists_hold_what_was_asked_for_most_urgent_first(
    scripty: Running, words: str, title: str, numbers: list[str]
) -> None:
    await a_full_board(scripty)
    said = await asked(scripty, words)
    assert said.startswith(title)
    lines = [line.partition("  ")[0] for line in said.splitlines() if line.startswith("T")]
    assert [line for line in lines if line[1:].isdigit()] == numbers


async def test_what_is_overdue_says_by_how_much(scripty: Running) -> None:
    await a_production(scripty)
    days = (datetime.now(UTC).date() - datetime(2001, 2, 3, tzinfo=UTC).date()).days
    await asked(scripty, "task clear the song @director by 2001-02-03")
    said = await asked(scripty, "tasks")
    assert "1 task, 1 overdue" in said
    assert any(f"{late} days overdue" in said for late in (days, days + 1))


async def test_finished_tasks_are_in_no_list(scripty: Running) -> None:
    await a_production(scripty)
    await asked(scripty, "task book the studio")
    await press_task(scripty, "editor", "task_done", "book the studio")
    assert "Nothing here" in await asked(scripty, "tasks")


async def test_an_empty_list_says_how_tasks_come_about(scripty: Running) -> None:
    await a_production(scripty)
    said = await asked(scripty, "tasks unowned")
    assert said.startswith("Tasks without an owner\nNothing here.")
    assert "Make this a task" in said


@pytest.mark.parametrize("words", ["tasks everything", "tasks @quentin", "tasks mine overdue"])
async def test_an_unknown_list_gets_those_there_are(scripty: Running, words: str) -> None:
    await a_production(scripty)
    said = await asked(scripty, words)
    assert words.split(maxsplit=1)[1].lstrip("@") in said
    assert "/scripty tasks [mine|@person|unowned|overdue|milestone]" in said


async def test_a_long_list_has_pages_that_are_turned_in_place(scripty: Running) -> None:
    await a_production(scripty)
    people, slack = scripty.people, scripty.team.slack
    for place in range(1, 13):
        await asked(scripty, f"task carry box {place} @editor")
    answer = await people.command("client", CHANNEL, "tasks @editor")
    first = answer.json()
    assert "12 tasks · page 1 of 2" in as_text(first["blocks"])
    assert "carry box 11" not in as_text(first["blocks"])
    shown = ephemeral(slack, "client", first)
    await people.press("client", CHANNEL, shown, "tasks_page")
    page = await told(scripty, "client", "page 2 of 2")
    assert "carry box 11" in as_text(page["blocks"])
    assert len(told_so_far(scripty, "client")) == 1
    await people.press("client", CHANNEL, page, "tasks_page")
    await told(scripty, "client", "page 1 of 2")


def ephemeral(slack: LocalSlack, who: str, answer: Json) -> Json:
    """A command's answer as it stands on its author's screen, where it can be pressed."""
    shown = {
        "channel": CHANNEL,
        "user": slack.user(who).id,
        "ts": f"{time.time():.6f}",
        "text": answer["text"],
        "blocks": answer["blocks"],
    }
    slack.ephemerals.append(shown)
    return shown


async def test_a_task_taken_from_a_list_says_so(scripty: Running) -> None:
    await a_production(scripty)
    people, slack = scripty.people, scripty.team.slack
    await asked(scripty, "task book the studio")
    answer = await people.command("client", CHANNEL, "tasks")
    await people.press("client", CHANNEL, ephemeral(slack, "client", answer.json()), "task_take")
    await told(scripty, "client", "T1 is yours.")
    await task_card_saying(scripty, "client · no date")
    assert len(await productions(scripty)) == 1
