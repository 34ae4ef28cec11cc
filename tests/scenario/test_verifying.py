"""Whoever asked for something says whether it is fixed, in the newer cut."""

from bot.demo.render import as_text
from tests.support.acting import (
    Json,
    actions,
    card,
    errors_of,
    form_of,
    key_of,
    note,
    settled,
    tasks,
    told,
    told_directly,
)
from tests.support.cutting import IDS, accepted, cut_up, done, in_list, notes_in
from tests.support.running import Running
from tests.support.team import CHANNEL

LOGO = ("client", "0:08 make the logo bigger")
KAZOO = ("director", "0:20 mute the kazoo")
PAUSE = ("director", "0:31 trim the pause")


async def asked_in_v2(scripty: Running) -> tuple[str, str]:
    """N1 by the client was done in v1, so that the client is asked about N3; N2, by the director,
    is open. The threads' ts."""
    first = await cut_up(scripty, "v1", LOGO, KAZOO)
    await accepted(scripty, first, 1, 2)
    await done(scripty, 1)
    return first, await cut_up(scripty, "v2")


def questions(scripty: Running, who: str) -> list[Json]:
    """The direct messages that ask this person about their notes."""
    slack = scripty.team.slack
    direct, _ = slack.direct(slack.team, slack.user(who))
    return [m for m in slack.bot_messages(direct.id) if key_of(m).startswith("verify:")]


async def press_directly(scripty: Running, who: str, action: str) -> None:
    slack = scripty.team.slack
    direct, _ = slack.direct(slack.team, slack.user(who))
    (question,) = questions(scripty, who)
    await scripty.people.press(who, direct.id, question, action)
    await settled(scripty)


async def state(scripty: Running, number: int = 1) -> str:
    return str((await tasks(scripty))[number - 1]["state"])


async def test_each_author_is_asked_once_about_what_is_done(scripty: Running) -> None:
    await asked_in_v2(scripty)
    said = await told_directly(scripty, "client", "1 note of yours is marked done")
    assert "v2 is up" in said
    assert "N3 (your N1 in v1)" in said
    assert "kazoo" not in said
    assert not questions(scripty, "director")
    await cut_up(scripty, "v1.5")
    assert len(questions(scripty, "client")) == 1


async def test_its_author_confirms_and_the_note_is_closed(scripty: Running) -> None:
    await asked_in_v2(scripty)
    await press_directly(scripty, "client", "note_verify")
    assert await state(scripty) == "verified"
    await told_directly(scripty, "client", "fixed, says client")
    (question,) = questions(scripty, "client")
    assert "nothing of yours is left to check" in as_text(question["blocks"])
    await cut_up(scripty, "v3")
    assert [number for number in (3, 4, 5) if (await note(scripty, number))["carried_from"]] == [
        3, 4, 5,
    ]  # fmt: skip
    assert (await note(scripty, 5))["text"] == (await note(scripty, 2))["text"]
    events = (await scripty.record())["events"]
    assert [event["actor"] for event in actions(events, "task.verified")] == [IDS["client"]]


async def test_its_author_reopens_and_says_what_is_missing(scripty: Running) -> None:
    _, second = await asked_in_v2(scripty)
    await press_directly(scripty, "client", "note_reopen")
    assert await state(scripty) == "open"
    form = await form_of(scripty, "client", "note_reopen_reason")
    await scripty.people.submit("client", form, {"reason": "still too small"})
    await settled(scripty)
    await told_directly(scripty, "client", "not yet, says client: “still too small”")
    await scripty.people.press("editor", CHANNEL, card(scripty, second), "notes_list")
    shown = as_text((await form_of(scripty, "editor", "notes_list"))["blocks"])
    assert "not yet: “still too small”" in shown
    (said,) = actions((await scripty.record())["events"], "task.still_missing")
    assert said["detail"]["reason"] == "still too small"


async def test_what_is_done_later_is_asked_in_the_same_message(scripty: Running) -> None:
    first = await cut_up(scripty, "v1", LOGO, ("client", "0:20 mute the kazoo"), PAUSE)
    await accepted(scripty, first, 1, 2, 3)
    await done(scripty, 1)
    second = await cut_up(scripty, "v2")
    (before,) = questions(scripty, "client")
    assert not questions(scripty, "director")
    for number in (5, 6):
        await in_list(scripty, "editor", second, "task_done", number)
    (after,) = questions(scripty, "client")
    assert after["ts"] == before["ts"]
    assert "2 notes of yours are marked done" in as_text(after["blocks"])
    assert "N5 (your N2 in v1)" in as_text(after["blocks"])
    assert len(questions(scripty, "director")) == 1
    for action in ("task_reopen", "task_done"):
        await in_list(scripty, "editor", second, action, 6)
    assert len(actions((await scripty.record())["events"], "note.asked_about")) == 3


async def test_what_was_confirmed_its_author_or_the_decider_reopens(scripty: Running) -> None:
    _, second = await asked_in_v2(scripty)
    await press_directly(scripty, "client", "note_verify")
    await in_list(scripty, "sound mixer", second, "task_reopen", 3)
    refused = as_text((await form_of(scripty, "sound mixer", "notice"))["blocks"])
    assert "Only client, who asked for it, or producer can say so" in refused
    assert await state(scripty) == "verified"
    await in_list(scripty, "producer", second, "task_reopen", 3)
    assert await state(scripty) == "open"


async def test_beside_the_two_answers_stands_that_done_was_a_mistake(scripty: Running) -> None:
    _, second = await asked_in_v2(scripty)
    await scripty.people.press("editor", CHANNEL, card(scripty, second), "notes_list")
    shown = as_text((await form_of(scripty, "editor", "notes_list"))["blocks"])
    assert "[Fixed] [Not yet] [Undo done]" in shown
    assert "[Reopen]" not in shown


async def test_others_are_told_who_can_say_so(scripty: Running) -> None:
    _, second = await asked_in_v2(scripty)
    await in_list(scripty, "sound mixer", second, "note_verify", 3)
    refused = as_text((await form_of(scripty, "sound mixer", "notice"))["blocks"])
    assert "Only client, who asked for it, or producer can say so" in refused
    assert await state(scripty) == "done"


async def test_the_decider_may_say_so_too_and_nobody_twice(scripty: Running) -> None:
    _, second = await asked_in_v2(scripty)
    question = questions(scripty, "client")[0]
    await in_list(scripty, "producer", second, "note_verify", 3)
    assert await state(scripty) == "verified"
    slack = scripty.team.slack
    direct, _ = slack.direct(slack.team, slack.user("client"))
    value = (await note(scripty, 3))["id"]
    await scripty.people.side.press(IDS["client"], direct.id, question, "note_verify", value)
    await told(scripty, "client", "N3 was confirmed already")


async def test_what_was_declined_keeps_its_reason_and_can_be_wanted_again(
    scripty: Running,
) -> None:
    first = await cut_up(scripty, "v1", LOGO)
    await accepted(scripty, first, 1)
    await in_list(scripty, "editor", first, "task_drop", 1)
    form = await form_of(scripty, "editor", "task_drop_reason")
    await scripty.people.submit("editor", form, {"reason": "the brand guide says so"})
    await settled(scripty)
    (task,) = await tasks(scripty)
    assert (task["state"], task["closed_reason"]) == ("dropped", "the brand guide says so")
    await scripty.people.press("client", CHANNEL, card(scripty, first), "notes_list")
    shown = as_text((await form_of(scripty, "client", "notes_list"))["blocks"])
    assert "dropped: “the brand guide says so”" in shown
    await in_list(scripty, "client", first, "note_reopen", 1)
    assert await state(scripty) == "open"
    form = await form_of(scripty, "client", "note_reopen_reason")
    await in_list(scripty, "editor", first, "task_done", 1)
    answer = await scripty.people.submit("client", form, {"reason": "we need it"})
    assert "isn't marked done" in errors_of(answer)["reason"]


async def test_what_is_wanted_again_is_at_once_in_the_cut_that_is_up(scripty: Running) -> None:
    first = await cut_up(scripty, "v1", LOGO)
    await accepted(scripty, first, 1)
    await done(scripty, 1)
    await in_list(scripty, "client", first, "note_verify", 1)
    await cut_up(scripty, "v2")
    assert not await notes_in(scripty, "v2")
    await in_list(scripty, "client", first, "task_reopen", 1)
    (copy,) = await notes_in(scripty, "v2")
    assert (copy["state"], await state(scripty)) == ("accepted", "open")


async def test_words_go_from_the_question_with_their_message(scripty: Running) -> None:
    await asked_in_v2(scripty)
    (said,) = (await note(scripty, 1))["sources"]
    await scripty.people.delete("client", CHANNEL, said["ts"])
    await settled(scripty)
    (question,) = questions(scripty, "client")
    assert said["ts"].replace(".", "") not in str(question["blocks"])
    assert not [s for s in (await note(scripty, 3))["sources"] if s["quote"]]
