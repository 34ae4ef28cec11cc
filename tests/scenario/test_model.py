"""A model reads along: asked seldom, told little, stored before it is used, and switched off."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import Literal, LiteralString

import pytest

from bot.demo.slack.faults import Status
from handlers.notes.asking_model import WORTH
from handlers.notes.model import ask_soon
from prompts.read_notes import VERSION, fixed_weight
from store.engine import Address
from tests.conftest import Starts
from tests.support.acting import (
    Json,
    actions,
    card_saying,
    card_text,
    history_under_review,
    notes,
    press_note,
    reviews,
    settled,
    tasks,
    told,
    told_directly,
    words_of,
)
from tests.support.openai_server import (
    KEY,
    NAME,
    TOKENS_IN,
    TOKENS_OUT,
    Hangs,
    ModelServer,
    Says,
    Thread,
    a_model,
    a_note,
    quoting,
)
from tests.support.openai_server import notes as answer_of
from tests.support.running import Running
from tests.support.team import CHANNEL, PEOPLE
from tests.support.watching import WORKSPACE, rows, until

CLINK = "0:17 the spoon clink is much too loud"
LOGO = "0:08 make the logo bigger"
AT_ONCE = {"scripty_quiet_seconds": 0, "scripty_model_wait_seconds": 0}
UNHEARD = "zielona twarz na końcu"
"""A change that the built-in reader does not understand."""

UNHEARD_TOO = "tak, ta twarz jest zielona"


@pytest.fixture
async def model() -> AsyncIterator[ModelServer]:
    async with a_model() as found:
        yield found


@pytest.fixture
async def scripty(start: Starts, model: ModelServer) -> AsyncIterator[Running]:
    """The program with a model that is asked without waiting."""
    async with start(**model.settings(**AT_ONCE)) as found:
        yield found


async def read(scripty: Running, *said: tuple[str, str]) -> str:
    """A thread under review, read with and without the model. Its ts."""
    root = await history_under_review(scripty, *said)
    await settled(scripty)
    return root


async def reply(scripty: Running, root: str, who: str, words: str) -> str:
    """Somebody answers in the thread, and all that follows is done. The message's ts."""
    event = await scripty.people.post(who, CHANNEL, words, thread_ts=root)
    await settled(scripty)
    return str(event["ts"])


async def calls(address: Address) -> list[Json]:
    """What is stored of the calls, oldest first."""
    found = await rows(address, "SELECT * FROM model_call ORDER BY created_at")
    return [dict(row) for row in found]


async def metric(scripty: Running, name: str, **labels: str) -> float:
    return scripty.scripty.metrics.registry.get_sample_value(name, labels) or 0.0


# What comes of it


async def test_a_note_of_the_model_s_is_a_draft_that_says_so(
    scripty: Running, model: ModelServer
) -> None:
    model.script(Says(quoting(UNHEARD, topic="colour")))
    root = await read(scripty, ("director", CLINK), ("client", UNHEARD))
    found = await notes(scripty)
    assert [(note["drafted_by"], note["state"]) for note in found.values()] == [
        ("reader", "draft"), ("model", "draft"),
    ]  # fmt: skip
    assert found[2]["sources"][0]["quote"] == UNHEARD
    shown = card_text(scripty, root)
    assert UNHEARD in shown
    assert shown.count("Drafted by a model") == 1
    await press_note(scripty, root, "director", "note_accept", 2)
    await settled(scripty)
    assert len(await tasks(scripty)) == 1


async def test_better_words_are_marked_as_the_model_s_until_a_person_finds_their_own(
    scripty: Running, model: ModelServer
) -> None:
    model.script(Says(quoting(CLINK, ask="Lower the spoon clink", timecode="0:17")))
    root = await read(scripty, ("director", CLINK))
    (note,) = (await notes(scripty)).values()
    assert (note["text"], note["drafted_by"], note["worded_by"]) == (
        "Lower the spoon clink", "reader", "model",
    )  # fmt: skip
    assert note["sources"][0]["quote"] == CLINK
    assert "Worded by a model" in card_text(scripty, root)


async def test_what_the_model_said_outlasts_every_later_reading(
    scripty: Running, model: ModelServer
) -> None:
    model.script(Says(quoting(UNHEARD)), Says())
    root = await read(scripty, ("director", CLINK), ("client", UNHEARD))
    before = await notes(scripty)
    await reply(scripty, root, "producer", LOGO)
    after = await notes(scripty)
    assert {number: after[number] for number in before} == before
    assert [note["drafted_by"] for note in after.values()] == ["reader", "model", "reader"]


# What it is sent, and how often


async def test_it_is_asked_for_a_schema_and_to_keep_nothing(
    scripty: Running, model: ModelServer
) -> None:
    root = await read(scripty, ("director", CLINK))
    (request,) = model.requests
    assert request["authorization"] == f"Bearer {KEY}"
    assert request["model"] == NAME
    assert request["store"] is False
    assert request["response_format"]["type"] == "json_schema"
    assert request["response_format"]["json_schema"]["strict"] is True
    assert [message["role"] for message in request["messages"]] == ["system", "user"]
    assert CLINK not in request["messages"][0]["content"]
    assert CLINK in model.threads[0]
    await reply(scripty, root, "client", LOGO)
    systems = {each["messages"][0]["content"] for each in model.requests}
    assert len(systems) == 1, "the same words first, so that caches hit"


async def test_only_what_is_new_is_sent_with_the_notes_so_far_as_lines(
    scripty: Running, model: ModelServer
) -> None:
    root = await read(scripty, ("director", CLINK))
    await reply(scripty, root, "client", LOGO)
    assert model.threads[1:] == [[LOGO]]
    assert "N1 0:17" in model.requests[1]["messages"][1]["content"]


async def test_the_same_thread_is_asked_about_once_however_often_the_job_runs(
    scripty: Running, model: ModelServer, address: Address
) -> None:
    await read(scripty, ("director", CLINK))
    (review,) = await rows(address, "SELECT id FROM review")
    for _ in range(3):
        async with scripty.scripty.record.workspace(WORKSPACE) as work:
            await ask_soon(work, review["id"])
    await settled(scripty)
    assert len(model.requests) == 1
    assert len(await calls(address)) == 1


async def test_a_thread_in_full_swing_is_one_question_once_it_rests(
    start: Starts, model: ModelServer, address: Address
) -> None:
    said = [f"0:{second} the title is too small" for second in range(10, 16)]
    hour = {"scripty_quiet_seconds": 0, "scripty_model_wait_seconds": 3600}
    async with start(**model.settings(**hour)) as it:
        root = await it.people.post("editor", CHANNEL, "the cut is here")
        await it.people.shortcut("editor", CHANNEL, root, "review_start_here")
        for count, words in enumerate(said, 1):
            await it.people.post("director", CHANNEL, words, thread_ts=root["ts"])
            await until(partial(_read_so_far, address, count))
        await the_wait_is_over(address, "<")
        await until(partial(_waiting, address, 1))
        assert model.requests == []
        await the_wait_is_over(address, "=")
        await settled(it)
    assert len(model.requests) == 1
    assert set(model.threads[0]) >= set(said)


async def the_wait_is_over(address: Address, than: Literal["<", "="]) -> None:
    """For the questions put off at an earlier state of the thread ("<"), or at its present one."""
    overdue: LiteralString = (
        "UPDATE procrastinate_jobs SET scheduled_at = now() WHERE task_name = 'ask_model_later' "
        "AND status = 'todo' AND (args->>'revision')::int "
        + than
        + " (SELECT revision FROM review)"
    )
    await rows(address, overdue)


async def _waiting(address: Address, count: int) -> bool:
    """Whether this many jobs are left."""
    query: LiteralString = "SELECT 1 FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
    return len(await rows(address, query)) == count


async def _read_so_far(address: Address, count: int) -> bool:
    return len(await rows(address, "SELECT 1 FROM note")) >= count


async def test_much_at_once_is_asked_about_at_once(start: Starts, model: ModelServer) -> None:
    long = "0:42 the title is too small. " * (WORTH * fixed_weight() // 6)
    async with start(**model.settings(scripty_model_wait_seconds=3600)) as it:
        await read(it, ("director", long[:39_000]))
        assert len(model.requests) == 1


async def test_what_does_not_fit_into_one_question_is_the_next(
    scripty: Running, model: ModelServer
) -> None:
    long = [f"{part} " + "the title is too small " * 1000 for part in "abcd"]
    await read(scripty, *(("director", words.strip()) for words in long))
    sent = [text for thread in model.threads for text in thread]
    assert len(model.requests) > 1
    assert sorted(set(sent)) == sorted(sent), "each message once"
    assert set(sent) >= {words.strip() for words in long}


async def test_tokens_are_recorded_counted_and_told(scripty: Running, model: ModelServer) -> None:
    await read(scripty, ("director", CLINK))
    ((call,),) = [review["model_calls"] for review in await reviews(scripty)]
    assert call.pop("at")
    assert call == {
        "prompt_version": VERSION, "model": NAME, "outcome": "answered",
        "tokens_in": TOKENS_IN, "tokens_out": TOKENS_OUT,
    }  # fmt: skip
    assert await metric(scripty, "scripty_model_calls_total", outcome="answered") == 1
    assert await metric(scripty, "scripty_model_tokens_total", direction="in") == TOKENS_IN
    assert await metric(scripty, "scripty_model_tokens_total", direction="out") == TOKENS_OUT
    said = words_of(await scripty.people.command("client", CHANNEL, "model"))
    assert f"The model {NAME} (prompt {VERSION}) reads along." in said
    assert f"1 questions, {TOKENS_IN} tokens sent and {TOKENS_OUT} received" in said


async def test_another_model_is_asked_anew_and_its_answers_count(
    start: Starts, model: ModelServer
) -> None:
    model.script(Says(quoting(CLINK, ask="Lower the spoon clink")))
    async with start(**model.settings(**AT_ONCE)) as it:
        root = await read(it, ("director", CLINK))
    model.script(Says(quoting(CLINK, ask="Fix the spoon clink")))
    async with start(**model.settings(**AT_ONCE, openai_model="other")) as it:
        assert len(model.requests) == 1
        await reply(it, root, "client", "thanks!")
        assert CLINK in model.threads[1]
        assert (await notes(it))[1]["text"] == "Fix the spoon clink"


# Words that go or change


async def test_a_deleted_message_leaves_nothing_with_the_model_s_answers(
    scripty: Running, model: ModelServer, address: Address
) -> None:
    model.script(Says(quoting(UNHEARD)), Says())
    root = await read(scripty, ("director", CLINK))
    ts = await reply(scripty, root, "client", UNHEARD)
    model.script(Says(quoting(UNHEARD)))
    ts_too = await reply(scripty, root, "client", f"{UNHEARD}!")
    assert UNHEARD in str(await calls(address))
    keys = [call["key"] for call in await calls(address)]
    for gone in (ts, ts_too):
        await scripty.people.delete("client", CHANNEL, gone)
    await settled(scripty)
    after = await calls(address)
    for call in after:
        assert UNHEARD not in str(call)
        assert ts not in str(call["covers"])
    kept = [key for key in keys if key in {call["key"] for call in after}]
    assert kept == keys[:1], "what stands for deleted words goes with them"
    assert UNHEARD not in card_text(scripty, root)
    assert (await notes(scripty))[1]["state"] == "draft", "the built-in reader's note stays"


async def test_what_only_the_model_heard_stays_when_another_s_words_for_it_go(
    scripty: Running, model: ModelServer, address: Address
) -> None:
    model.script(Says(quoting_both), Says())
    root = await history_under_review(scripty, ("director", CLINK), ("client", UNHEARD))
    event = scripty.team.slack.post_as("producer", CHANNEL, UNHEARD_TOO, root)
    await settled(scripty)
    assert len((await notes(scripty))[2]["sources"]) == 2
    await scripty.people.delete("producer", CHANNEL, event["ts"])
    await settled(scripty)
    note = (await notes(scripty))[2]
    assert (note["state"], note["drafted_by"]) == ("draft", "model")
    assert "Popraw" not in str(await calls(address)), "words that may be those of either"
    assert UNHEARD_TOO not in str(await calls(address))


def quoting_both(thread: Thread) -> str:
    """One note about the words that the built-in reader doesn't understand, whoever says them."""
    both = [a_note(m["id"], m["text"]) for m in thread if m["text"] in (UNHEARD, UNHEARD_TOO)]
    sources = [source for line in both for source in line["sources"]]
    return answer_of(both[0] | {"sources": sources, "ask": "Popraw zielona twarz"})


async def test_what_is_deleted_while_the_model_thinks_is_not_stored(
    scripty: Running, model: ModelServer, address: Address
) -> None:
    root = await read(scripty, ("director", CLINK))
    slow = Hangs(then=Says(quoting(UNHEARD)))
    model.script(slow)
    event = await scripty.people.post("client", CHANNEL, UNHEARD, thread_ts=root)
    await model.asked(2)
    await scripty.people.delete("client", CHANNEL, event["ts"])
    await until(lambda: rows(address, "SELECT 1 FROM message WHERE deleted"))
    slow.until.set()
    await settled(scripty)
    _, call = await calls(address)
    assert (call["outcome"], call["proposals"], call["covers"]) == ("answered", [], [])
    assert call["key"].startswith("forgotten")
    assert len(await notes(scripty)) == 1


async def test_an_edited_message_is_asked_about_again_and_its_old_answer_is_void(
    scripty: Running, model: ModelServer
) -> None:
    root = await read(scripty, ("director", CLINK))
    model.script(Says(quoting(LOGO, ask="Fix the logo: make it bigger", topic="story")))
    ts = await reply(scripty, root, "client", LOGO)
    assert (await notes(scripty))[2]["worded_by"] == "model"
    model.script(Says())
    better = "0:08 make the logo smaller"
    await scripty.people.edit("client", CHANNEL, ts, better)
    await settled(scripty)
    assert model.threads[2:] == [[better]]
    note = (await notes(scripty))[2]
    assert (note["worded_by"], note["topic"]) == ("reader", "graphics")
    assert "smaller" in note["text"]


# The switch


async def an_admin(scripty: Running, who: str) -> str:
    scripty.team.slack.user(who).is_admin = True
    return who


async def switched(scripty: Running, who: str, state: str) -> None:
    said = words_of(await scripty.people.command(who, CHANNEL, f"model {state}"))
    assert "asking Slack whether you are an admin" in said
    await settled(scripty)


async def test_switched_off_nothing_is_sent_and_switched_on_all_of_it_is(
    scripty: Running, model: ModelServer
) -> None:
    admin = await an_admin(scripty, "producer")
    await switched(scripty, admin, "off")
    await told(scripty, admin, "The model is off for this workspace")
    root = await read(scripty, ("director", CLINK))
    await reply(scripty, root, "client", LOGO)
    assert model.requests == []
    assert len(await notes(scripty)) == 2
    said = words_of(await scripty.people.command("client", CHANNEL, "model"))
    assert "switched off for this workspace: nothing is sent to it" in said
    await switched(scripty, admin, "ON")
    await reply(scripty, root, "client", UNHEARD)
    assert {CLINK, LOGO, UNHEARD} <= set(model.threads[0])
    record = await scripty.record()
    assert len(actions(record["events"], "model.switched_off")) == 1
    assert len(actions(record["events"], "model.switched_on")) == 1


async def test_switched_off_what_is_on_its_way_is_not_sent(
    start: Starts, model: ModelServer, address: Address
) -> None:
    async with start(**model.settings(scripty_model_wait_seconds=0.1)) as it:
        admin = await an_admin(it, "producer")
        root = await it.people.post("editor", CHANNEL, CLINK)
        await it.people.shortcut("editor", CHANNEL, root, "review_start_here")
        await until(lambda: _read_so_far(address, 1))
        await it.people.command(admin, CHANNEL, "model off")
        await settled(it)
    assert model.requests == []


async def test_switched_off_while_the_model_thinks_its_answer_is_not_used(
    scripty: Running, model: ModelServer, address: Address
) -> None:
    admin = await an_admin(scripty, "producer")
    slow = Hangs(then=Says(quoting(UNHEARD)))
    model.script(slow, Says(quoting(UNHEARD)))
    root = await history_under_review(scripty, ("director", CLINK), ("client", UNHEARD))
    await model.asked(1)
    await scripty.people.command(admin, CHANNEL, "model off")
    await told(scripty, admin, "The model is off for this workspace")
    slow.until.set()
    await settled(scripty)
    (call,) = await calls(address)
    assert (call["proposals"], call["covers"], call["tokens_in"]) == ([], [], TOKENS_IN)
    assert len(await notes(scripty)) == 1
    await switched(scripty, admin, "on")
    await reply(scripty, root, "client", "thanks!")
    assert UNHEARD in model.threads[1], "it is asked as if it never had been"
    assert [note["drafted_by"] for note in (await notes(scripty)).values()] == ["reader", "model"]


async def test_switched_off_it_is_not_asked_once_more(
    scripty: Running, model: ModelServer, address: Address
) -> None:
    admin = await an_admin(scripty, "producer")
    slow = Hangs(then=Says("oops"))
    model.script(slow)
    await history_under_review(scripty, ("director", CLINK))
    await model.asked(1)
    await scripty.people.command(admin, CHANNEL, "model off")
    await told(scripty, admin, "The model is off for this workspace")
    slow.until.set()
    await settled(scripty)
    assert len(model.requests) == 1
    assert [call["outcome"] for call in await calls(address)] == ["invalid"]


async def test_where_the_bot_is_not_who_switches_it_is_told_directly(scripty: Running) -> None:
    scripty.team.slack.add_channel("C00000002", "spot-b", members=list(PEOPLE), with_bot=False)
    admin = await an_admin(scripty, "producer")
    await scripty.people.command(admin, "C00000002", "model off")
    await told_directly(scripty, admin, "The model is off for this workspace")


@pytest.mark.parametrize("state", ["on", "off"])
async def test_only_admins_switch_it(scripty: Running, state: str) -> None:
    await switched(scripty, "client", state)
    await told(scripty, "client", "Only admins and owners of this workspace can do that")
    assert (await scripty.record())["model_on"] is True


async def test_while_slack_does_not_say_who_is_an_admin_nothing_changes(scripty: Running) -> None:
    admin = await an_admin(scripty, "producer")
    for _ in range(3):
        scripty.team.slack.faults.add("users.info", Status(503, "oops"))
    await switched(scripty, admin, "off")
    await told(scripty, admin, "Slack doesn't say whether you are an admin")
    assert (await scripty.record())["model_on"] is True


async def test_a_restart_leaves_the_switch_as_it_is(start: Starts, model: ModelServer) -> None:
    async with start(**model.settings(**AT_ONCE)) as it:
        await switched(it, await an_admin(it, "producer"), "off")
    async with start(**model.settings(**AT_ONCE)) as it:
        assert (await it.record())["model_on"] is False


async def test_other_words_than_on_and_off_are_told_the_usage(scripty: Running) -> None:
    said = words_of(await scripty.people.command("client", CHANNEL, "model delete"))
    assert "/scripty model [on|off|limit 500000|limit off]" in said


async def test_without_a_model_it_says_that_nothing_is_sent(start: Starts) -> None:
    async with start() as it:
        said = words_of(await it.people.command("client", CHANNEL, "model"))
        assert "No model is set" in said
        assert "nothing is sent anywhere" in said


async def test_people_are_answered_while_a_slow_model_thinks(
    scripty: Running, model: ModelServer
) -> None:
    slow = Hangs()
    model.script(slow)
    root = await scripty.people.post("director", CHANNEL, CLINK)
    await scripty.people.shortcut("editor", CHANNEL, root, "review_start_here")
    await model.asked(1)
    await card_saying(scripty, root["ts"], "N1")
    async with asyncio.timeout(5):
        await press_note(scripty, root["ts"], "director", "note_accept", 1)
    assert len(await tasks(scripty)) == 1
    slow.until.set()
    await settled(scripty)
