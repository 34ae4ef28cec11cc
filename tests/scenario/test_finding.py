"""Looking things up: words found in the record, questions answered from it, with a model and
without."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest

from bot.demo.render import as_text
from bot.demo.slack.blocks import message_faults
from handlers.finding.errors import NothingToSearchError
from handlers.finding.services import look, search, searched
from handlers.program import Actor
from handlers.record.recording import record_decision
from prompts.answer_question import VERSION
from store.engine import Address, make_engine
from store.queue import make_queue
from store.tables import Decision, Deliverable, Member, Person, Production, Scene, Workspace
from store.unit_of_work import Record
from tests.conftest import Starts
from tests.scenario.test_views import statements
from tests.support.acting import (
    notes,
    offered,
    press_note,
    production,
    settled,
    thread_under_review,
    told,
    told_so_far,
    words_of,
)
from tests.support.openai_server import Fails, ModelServer, Says, a_model
from tests.support.rows import a_production, a_task
from tests.support.running import Running
from tests.support.team import CHANNEL, PEOPLE
from tests.support.watching import rows

IDS = {name: user for user, name in PEOPLE.items()}
LOGO = "0:08 make the logo bigger"
CARD = "0:25 the end card is too short"

LARGE = """
INSERT INTO production (workspace_id, id, name, timezone, approvers, next_note, next_task,
    created_by, created_at)
SELECT 'T01', md5('p' || i)::uuid, 'P' || i, 'UTC', '{}', 100, 100, 'U01', now()
FROM generate_series(1, 200) i;
INSERT INTO cut (workspace_id, id, production_id, version, link, posted_by, created_at)
SELECT 'T01', id, id, 'v1', '', 'U02', now() FROM production;
INSERT INTO review (workspace_id, id, production_id, cut_id, channel, thread_ts, state, started_by,
    revision, read_revision, created_at)
SELECT 'T01', id, id, id, 'C01', id::text, 'open', 'U02', 0, 0, now() FROM cut;
INSERT INTO message (workspace_id, id, review_id, channel, ts, user_id, text, permalink, deleted,
    captured_at)
SELECT 'T01', md5(id::text || i)::uuid, id, channel, id || '.' || i, 'U01',
    'the end card ' || i || repeat(' and more of it', 60), '', false, now()
FROM review, generate_series(1, 40) i;
INSERT INTO note (workspace_id, id, production_id, review_id, number, state, kind, topic,
    actionable, text, priority, needs_person, conflicts_with, reason, next_action, source_state,
    drafted_by, created_at)
SELECT 'T01', message.id, production_id, review_id, row_number() OVER (PARTITION BY review_id),
    'accepted', 'change', 'sound', true, 'Hold the end card', 'should', '{}', '{}', '', '',
    'present', 'reader', now()
FROM message JOIN review ON review.id = message.review_id;
INSERT INTO note_source (workspace_id, note_id, position, message_id, ts, user_id, quote, start,
    "end")
SELECT 'T01', id, 0, id, ts, 'U01', 'the end card', 0, 12 FROM message;
INSERT INTO task (workspace_id, id, production_id, number, note_id, title, state, source_channel,
    source_permalink, created_by, created_at, changed_at)
SELECT 'T01', id, production_id, number, id, 'Hold the end card', 'open', '', '', 'U01', now(),
    now()
FROM note;
INSERT INTO decision (workspace_id, id, production_id, number, what, decided_by, logged_by,
    why, next_action, origin, source_channel, source_permalink, at)
SELECT 'T01', id, production_id, number, 'The end card stays', 'U01', 'U01', '', '', 'logged', '',
    '', now()
FROM note;
ANALYZE;
"""


@pytest.fixture
async def record(address: Address) -> AsyncIterator[Record]:
    """The record alone, without a program around it."""
    engine = make_engine(address)
    found = Record(engine, make_queue(address))
    await found.save_workspace(Workspace(id="T01", name="Us", url="https://us.slack.com/"))
    yield found
    await engine.dispose()


async def asked(scripty: Running, words: str, who: str = "client") -> str:
    """What a command answers."""
    answer = await scripty.people.command(who, CHANNEL, words)
    assert not message_faults(answer.json()["blocks"])
    assert not any(kind in json.dumps(answer.json()) for kind in ('"user_id"', '"broadcast"'))
    return words_of(answer)


async def a_small_production(scripty: Running) -> str:
    """A review with two notes, one accepted and given to the editor; a decision, a milestone, a
    scene, a deliverable, a document. The thread's ts."""
    root = await thread_under_review(scripty, ("client", LOGO), ("director", CARD))
    by_text = {each["text"]: number for number, each in (await notes(scripty)).items()}
    (card,) = [number for text, number in by_text.items() if "end card" in text]
    await press_note(scripty, root, "editor", "note_accept", card)
    for command in (
        "task export the stems <@U00000002|editor> by 12 June 2031",
        "doc call sheet <https://example.com/sheet> <@U00000004|producer>",
        'milestone "Picture lock" 13 June 2031',
    ):
        assert (await scripty.people.command("editor", CHANNEL, command)).status == 200
    async with scripty.scripty.record.workspace(scripty.team.slack.team.id) as work:
        where = UUID((await production(scripty))["id"])
        await record_decision(
            work, where, Actor(IDS["editor"], "modal"),
            what="The logo stays at its old size", why="the guideline says so",
            decided_by=IDS["director"], origin="logged", next_action="",
            source_permalink="https://example.com/said",
        )  # fmt: skip
        await work.add(Scene(production_id=where, number="3", title="Élodie leaves the station"))
        await work.add(Deliverable(production_id=where, name="Teaser", specification="1080p25"))
    await settled(scripty)
    return root


async def test_words_are_found_and_questions_answered_each_line_with_its_source(
    scripty: Running,
) -> None:
    root = await a_small_production(scripty)
    found = await asked(scripty, "find end card")
    assert "1 thing with “end card”" in found  # neither its message nor its task again
    assert "accepted, T1 open" in found
    assert "said by director" in found
    assert "message" in found
    assert "D1" in await asked(scripty, "find guidelines")
    assert "scene 3" in await asked(scripty, "find elodie station")
    assert "Teaser" in await asked(scripty, "find 1080p25")
    assert "call sheet" in await asked(scripty, "find call sheet")
    assert "Picture lock" in await asked(scripty, "find picture locks")
    near = await asked(scripty, "find steems")
    assert "Nothing has “steems”. Nearest is “stems”" in near
    assert "export the stems" in near
    assert "Nothing in the record has “zebra”" in await asked(scripty, "find zebra")
    assert "Say what to look for" in await asked(scripty, "find")
    decided = await asked(scripty, "decisions logos")
    assert "The logo stays at its old size" in decided
    assert "No decision with “stems”" in await asked(scripty, "decisions stems")

    owner = await asked(scripty, "who owns the stems?")
    assert "editor · T2" in owner
    assert "due Thu 12 Jun 2031" in owner
    assert "nobody yet · N" in await asked(scripty, "who is doing the end card?")
    decided = await asked(scripty, "what did we decide about the logo?")
    assert "What was decided about “logo”" in decided
    assert "director · D1" in decided
    assert "Fri 13 Jun 2031 · Picture lock" in await asked(scripty, "when is picture lock?")
    assert "editor decides where notes conflict" in await asked(scripty, "who decides?")
    assert "Missing in spot-a" in await asked(scripty, "what is missing?")
    assert "Picture lock" in await asked(scripty, "what is missing for picture lock?")
    unknown = await asked(scripty, "who owns the helicopter stems?")
    assert "I don't know: the record doesn't say." in unknown
    assert "T2" in unknown
    nothing = await asked(scripty, "who owns the helicopter?")
    assert "Nothing in it comes near “helicopter”" in nothing
    assert "Say what you ask about" in await asked(scripty, "who owns")
    assert "Only members of spot-a" in await asked(scripty, "find logo", who="stranger")

    before = await notes(scripty)
    bot = scripty.people.team.bot_user
    await scripty.people.post("client", CHANNEL, f"<@{bot}> who owns the stems?", thread_ts=root)
    await settled(scripty)
    answer = await told(scripty, "client", "editor · T2")
    assert answer["thread_ts"] == root
    assert not any("T2" in words for words in told_so_far(scripty, "editor"))
    assert await notes(scripty) == before  # what is asked of the bot is no feedback
    await scripty.people.post("client", CHANNEL, f"<@{bot}> hello there", thread_ts=root)
    await told(scripty, "client", "who owns the end card?")


async def test_only_what_one_belongs_to_is_found_and_more_comes_by_a_press(
    scripty: Running,
) -> None:
    await thread_under_review(scripty)
    async with scripty.scripty.record.workspace(scripty.team.slack.team.id) as work:
        here = UUID((await production(scripty))["id"])
        mine = await work.add(Production(name="Mine as well"))
        await work.add(Member(production_id=mine.id, user_id=IDS["client"]))
        other = await work.add(Production(name="Not mine"))
        for at, where in enumerate([here] * 12 + [mine.id, other.id], start=1):
            await work.add(a_task(100 + at, f"Grade shot {at}", production_id=where))
    answer = await scripty.people.command("client", CHANNEL, "find grade")
    first = words_of(answer)
    assert "13 things with “grade” · page 1 of 2" in first
    assert "Mine as well" not in first
    ((action, value),) = offered(answer.json())
    assert (action, value) == ("find_page", "10:grade")
    shown = {**answer.json(), "channel": CHANNEL, "user": IDS["client"], "ts": "1.000001"}
    scripty.team.slack.ephemerals.append(shown)
    await scripty.people.press("client", CHANNEL, shown, action, value)
    second = as_text((await told(scripty, "client", "page 2 of 2"))["blocks"])
    assert "Mine as well" in second
    assert "Not mine" not in second
    assert "Not mine" not in await asked(scripty, "find “grade shot”")
    slack = scripty.team.slack
    direct, _ = slack.direct(slack.team, slack.user("client"))
    elsewhere = words_of(await scripty.people.command("client", direct.id, "find grade"))
    assert "13 things" in elsewhere


@pytest.fixture
async def model() -> AsyncIterator[ModelServer]:
    async with a_model() as found:
        yield found


async def test_a_model_words_the_lines_and_what_it_adds_is_dropped(
    start: Starts, model: ModelServer
) -> None:
    good = {
        "words": "editor owns Export the stems",
        "lines": [{"id": "l1", "quote": "export the stems; owner: editor"}],
    }
    invented = [
        {"words": "director owns the stems", "lines": good["lines"]},
        {"words": "The stems are approved", "lines": good["lines"]},
        {"words": "The stems are due on Fri 20 Jun", "lines": good["lines"]},
        {"words": "editor owns the stems", "lines": [{"id": "l9", "quote": "stems"}]},
    ]
    model.about['"question"'] = Says(json.dumps({"answer": [*invented, good]}))
    async with start(**model.settings(scripty_quiet_seconds=0)) as scripty:
        await a_small_production(scripty)
        begun = await asked(scripty, "who owns the stems?")
        assert "the answer follows" in begun
        answer = as_text((await told(scripty, "client", "Worded by a model"))["blocks"])
        await settled(scripty)
        assert "Editor owns Export the stems. (T2)" in answer
        assert "editor · T2" in answer  # the line itself is there too
        assert "approved" not in answer
        assert "20 Jun" not in answer
        (call,) = await rows(
            scripty.scripty.where,
            "SELECT * FROM model_call WHERE purpose = 'answer_question'",
        )
        assert (call["prompt_version"], call["outcome"]) == (VERSION, "answered")
        assert call["dropped"] == {"line": 1, "wording": 3}
        assert not call["proposals"]  # its words are in the answer alone
        kept = await rows(scripty.scripty.where, "SELECT body FROM delivery WHERE body ? 'asked'")
        assert not kept

        model.about['"question"'] = Fails(500)
        bot = scripty.people.team.bot_user
        await scripty.people.post("director", CHANNEL, f"<@{bot}> who owns the stems?")
        await settled(scripty)
        plain = as_text((await told(scripty, "director", "editor · T2"))["blocks"])
        assert "model" not in plain
        sent = [json.loads(each["messages"][-1]["content"]) for each in model.requests]
        questions = [each for each in sent if "question" in each]
        assert [each["question"] for each in questions] == ["who owns the stems?"] * 2
        jobs = await rows(
            scripty.scripty.where, "SELECT args::text AS args FROM procrastinate_jobs"
        )
        assert not any("stems" in job["args"] for job in jobs)


async def test_the_words_of_five_productions_are_read_by_indexes(
    record: Record, address: Address
) -> None:
    with psycopg.connect(address.libpq, autocommit=True) as connection:
        connection.execute(LARGE)
    async with record.workspace("T01") as work:
        ids = [each.id for each in (await work.productions.all())[:5]]
        with statements(record) as said:
            found = await look(work, ids, "end card")
            assert await search(work, ids, "Nothing of the kind") == []
        assert found.total == 2 * 5 * 40  # notes and decisions; their tasks and messages not again
        driver = await work.session.connection()  # bound to the role, as people's searches are
        plans = [
            line
            for statement, parameters in said
            for (line,) in await driver.exec_driver_sql(f"EXPLAIN {statement}", parameters)
        ]
        await driver.exec_driver_sql("SET LOCAL enable_seqscan = off")
        forced = [
            line
            for statement, parameters in said
            for (line,) in await driver.exec_driver_sql(f"EXPLAIN {statement}", parameters)
        ]
    assert len(said) < 20
    assert not whole(plans) & {"note", "note_source", "task", "decision", "message"}
    assert not whole(forced)  # of the tables that are small here as well


def whole(plan: list[str]) -> set[str]:
    """The tables that a plan reads from end to end, but for those with a row a workspace."""
    read = {line.split("Seq Scan on ")[1].split()[0] for line in plan if "Seq Scan on" in line}
    return read - {"workspace"}


async def test_a_guest_and_another_workspace_find_nothing(record: Record) -> None:
    await record.save_workspace(Workspace(id="T02", name="Others"))
    async with record.workspace("T02") as work:
        theirs = await work.add(a_production(workspace_id="T02"))
        await work.add(a_task(1, "Grade", production_id=theirs.id, workspace_id="T02"))
    async with record.workspace("T01") as work:
        assert await search(work, [theirs.id], "grade") == []
        assert await work.finding.titles([theirs.id]) == []
        ours = await work.add(a_production())
        await work.add(a_task(1, "Grade", production_id=ours.id))
        await work.productions.add_members(ours.id, ["U07", "U08"])
        await work.people.learn([Person(user_id="U07"), Person(user_id="U08", is_external=True)])
        member, guest = Actor("U07", "command"), Actor("U08", "command")
        assert [each.id for each in await searched(work, member, "D01")] == [ours.id]
        with pytest.raises(NothingToSearchError):
            await searched(work, guest, "D01")
        # it was decided on the day that it was there
        ours.timezone = "Europe/Berlin"
        late = datetime(2020, 6, 5, 22, 30, tzinfo=UTC)
        await work.add(Decision(
            production_id=ours.id, number=1, what="The logo stays", logged_by="U07", at=late,
            decided_by="U07", origin="logged",
        ))  # fmt: skip
        (found,) = await search(work, [ours.id], "logo")
        assert "6 Jun 2020" in found.facts
