"""Nothing Slack told us is lost: an event is stored before it is acknowledged, handled once, and
kept where a listener fails."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Mapping
from typing import Any, LiteralString

import psycopg
import pytest

from bot import worker
from bot.app import Scripty
from bot.demo.people import Answer, Events, SlackSide
from bot.demo.people.transport import Http
from bot.demo.slack import serve
from bot.slack.manifest import EVENTS
from handlers.reviews import services
from store.engine import Address
from tests.conftest import Starts
from tests.support.running import SECRET, Running, running, settings_for
from tests.support.team import CHANNEL, Team, a_team
from tests.support.watching import WORKSPACE, a_database, all_done, handled, inbox, rows, until

Json = dict[str, Any]

DIRECTOR = "U00000001"


@pytest.fixture
async def front(address: Address, team: Team) -> AsyncIterator[SlackSide]:
    """Slack's side towards a program that only receives: nothing is handled while it runs."""
    only_web = Scripty(settings_for(team), address, frozenset({"web"}))
    async with serve(only_web.web) as url:
        yield SlackSide(url, SECRET, WORKSPACE, slack_url=team.url)


@pytest.fixture
async def review(scripty: Running) -> Json:
    """A thread that is a review: its first message."""
    return await a_review(scripty)


async def a_review(scripty: Running) -> Json:
    root = await scripty.people.post("director", CHANNEL, "Cut 3 is up")
    await scripty.people.shortcut("director", CHANNEL, root, "review_start_here")
    await all_done(scripty.scripty.where)
    return root


async def captured(where: Address) -> list[str]:
    """The words of the captured replies, in order."""
    query: LiteralString = (
        "SELECT text FROM message WHERE ts NOT IN (SELECT thread_ts FROM review) ORDER BY ts"
    )
    return [row["text"] for row in await rows(where, query)]


async def stored(where: Address) -> int:
    return len(await rows(where, "SELECT 1 FROM inbox_event"))


def a_message(text: str = "0:17 spoon clink is too loud", **more: Any) -> Json:
    return Events(CHANNEL).message(DIRECTOR, text, **more)


# Stored before it is acknowledged


async def test_an_event_is_committed_before_it_is_acknowledged(
    front: SlackSide, address: Address
) -> None:
    async with await psycopg.AsyncConnection.connect(address.libpq) as somebody:
        await somebody.execute("LOCK TABLE inbox_event IN SHARE MODE")
        answering = asyncio.create_task(front.event(a_message(), "Ev1"))
        done, _ = await asyncio.wait({answering}, timeout=0.5)
        assert not done, "acknowledged before it could be stored"
        await somebody.rollback()
    assert (await answering).status == 200
    row = await inbox(address, "Ev1")
    assert row["payload"]["event"]["text"] == "0:17 spoon clink is too loud"
    assert row["handled_at"] is None


async def test_its_job_is_committed_with_it(front: SlackSide, address: Address) -> None:
    await front.event(a_message(), "Ev1")
    jobs = await rows(address, "SELECT task_name, queue_name, args FROM procrastinate_jobs")
    assert [tuple(job.values()) for job in jobs] == [
        ("handle_event", WORKSPACE, {"event_id": "Ev1", "workspace_id": WORKSPACE})
    ]


async def test_what_can_not_be_stored_is_not_acknowledged(
    front: SlackSide, address: Address
) -> None:
    await rows(address, "ALTER TABLE inbox_event RENAME TO elsewhere")
    assert (await front.event(a_message(), "Ev1")).status == 500
    await rows(address, "ALTER TABLE elsewhere RENAME TO inbox_event")
    assert (await front.event(a_message(), "Ev1", retry_num=1)).status == 200
    assert await stored(address) == 1


async def test_one_event_that_can_not_be_stored_does_not_take_others_with_it(
    front: SlackSide, address: Address
) -> None:
    """Events that arrive together share a commit."""
    await rows(address, "ALTER TABLE inbox_event ADD CONSTRAINT picky CHECK (event_id <> 'Ev7')")
    answers = await asyncio.gather(*(front.event(a_message(), f"Ev{n}") for n in range(20)))
    assert [n for n, answer in enumerate(answers) if answer.status != 200] == [7]
    assert await stored(address) == 19


async def test_a_hundred_events_at_once_are_all_stored(front: SlackSide, address: Address) -> None:
    answers = await asyncio.gather(*(front.event(a_message(), f"Ev{n}") for n in range(100)))
    assert {answer.status for answer in answers} == {200}
    assert await stored(address) == 100


# Handled once


async def test_an_event_sent_again_is_acknowledged_and_handled_once(
    scripty: Running, address: Address, review: Json
) -> None:
    event = a_message(thread_ts=review["ts"])
    side = scripty.people.side
    answers = [await side.event(event, "Ev1")]
    answers += [await side.event(event, "Ev1", retry_num=number) for number in (1, 2)]
    await handled(address, "Ev1")
    answers += [await side.event(event, "Ev1", retry_num=3, retry_reason="http_error")]
    assert [answer.status for answer in answers] == [200] * 4
    assert len(await rows(address, "SELECT 1 FROM inbox_event WHERE event_id = 'Ev1'")) == 1
    assert (await inbox(address, "Ev1"))["payload"] is None
    assert await captured(address) == [event["text"]]


async def test_the_same_event_at_once_is_stored_once(front: SlackSide, address: Address) -> None:
    event = a_message()
    answers = await asyncio.gather(*(front.event(event, "Ev1") for _ in range(20)))
    assert {answer.status for answer in answers} == {200}
    assert await stored(address) == 1
    assert len(await rows(address, "SELECT 1 FROM procrastinate_jobs")) == 1


async def test_a_retry_is_as_good_as_a_first_attempt(
    scripty: Running, address: Address, review: Json
) -> None:
    """The first attempt may never have reached us."""
    event = a_message(thread_ts=review["ts"])
    await scripty.people.side.event(event, "Ev1", retry_num=2, retry_reason="http_timeout")
    await handled(address, "Ev1")
    assert await captured(address) == [event["text"]]


async def test_one_message_told_of_by_two_events_is_one_message(
    scripty: Running, address: Address, review: Json
) -> None:
    """As a mention is: `message` and `app_mention`, each with an id of its own."""
    event = a_message(thread_ts=review["ts"])
    await scripty.people.side.event(event, "Ev1")
    await scripty.people.side.event(event, "Ev2")
    await all_done(address)
    assert await captured(address) == [event["text"]]


async def test_the_payload_is_deleted_once_it_was_handled(
    scripty: Running, address: Address
) -> None:
    await scripty.people.side.event(a_message(), "Ev1")
    row = await handled(address, "Ev1")
    assert (row["payload"], row["error"]) == (None, None)
    await all_done(address)  # the queue forgets a job a moment after its work is committed
    left = await rows(address, "SELECT 1 FROM procrastinate_jobs WHERE args::text LIKE %s", "%Ev1%")
    assert left == []


# Who is let in


async def test_slacks_first_question_is_answered(front: SlackSide) -> None:
    answer = await front.url_verification("3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P")
    assert answer.status == 200
    assert "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P" in answer.body


def headers(body: str, *, secret: str = SECRET, age: int = 0) -> Mapping[str, str]:
    """Signed as docs.slack.dev/authentication/verifying-requests-from-slack says."""
    timestamp = str(int(time.time()) - age)
    base = f"v0:{timestamp}:{body}".encode()
    signature = "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature,
    }


async def knock(scripty: Running, body: str, headers: Mapping[str, str]) -> Answer:
    return await Http(scripty.url).post("/slack/events", body, headers)


def without(headers: Mapping[str, str], name: str) -> Mapping[str, str]:
    return {key: value for key, value in headers.items() if key != name}


async def test_the_signature_of_these_tests_is_slacks(scripty: Running, address: Address) -> None:
    """Else those below would be refused for the wrong reason."""
    body = json.dumps(scripty.people.side.event_callback(a_message(), "Ev1"))
    assert (await knock(scripty, body, headers(body, age=290))).status == 200
    await inbox(address, "Ev1")


@pytest.mark.parametrize("case", ["forged", "stale", "of tomorrow", "another body", "unsigned"])
async def test_who_does_not_sign_as_slack_does_is_turned_away(
    scripty: Running, address: Address, case: str
) -> None:
    body = json.dumps(scripty.people.side.event_callback(a_message(), "Ev1"))
    sent = {
        "forged": headers(body, secret="guessed"),
        "stale": headers(body, age=5 * 60 + 10),
        "of tomorrow": headers(body, age=-24 * 3600),
        "another body": headers(body.replace("Ev1", "Ev2")),
        "unsigned": without(headers(body), "X-Slack-Signature"),
    }
    assert (await knock(scripty, body, sent[case])).status == 401
    assert await stored(address) == 0


async def test_presses_and_commands_are_checked_in_the_same_way(
    scripty: Running, address: Address
) -> None:
    forger = SlackSide(scripty.url, "guessed", WORKSPACE)
    assert (await forger.command(DIRECTOR, CHANNEL, "task sharpen the logo")).status == 401
    assert await rows(address, "SELECT 1 FROM task") == []


@pytest.mark.parametrize("kind", ["message", "app_uninstalled", "tokens_revoked"])
async def test_an_event_of_an_unknown_workspace_is_acknowledged_and_forgotten(
    scripty: Running, address: Address, kind: str
) -> None:
    """Else Slack would count failures and stop sending events of all workspaces."""
    elsewhere = SlackSide(scripty.url, SECRET, "T99999999")
    answer = await elsewhere.event({**a_message(), "type": kind}, "Ev1")
    assert answer.status == 200
    assert await stored(address) == 0


# Everything is answered


def subscribed() -> Mapping[str, Json]:
    """An event of each kind that the manifest asks for."""
    events = Events(CHANNEL)
    return {
        "app_mention": events.app_mention(events.message(DIRECTOR, "<@UB00000001> hello")),
        "app_home_opened": {
            "type": "app_home_opened", "user": DIRECTOR, "channel": "D00000001", "tab": "home",
        },
        "app_uninstalled": {"type": "app_uninstalled"},
        "channel_rename": {
            "type": "channel_rename",
            "channel": {"id": CHANNEL, "name": "spot-b", "created": 1},
        },
        "member_joined_channel": events.member_joined_channel("U00000003"),
        "message.channels": events.message(DIRECTOR, "hello"),
        "message.groups": events.message(DIRECTOR, "hello", channel_type="group"),
        "tokens_revoked": {"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": ["UB1"]}},
    }  # fmt: skip


def test_each_event_of_the_manifest_is_tried() -> None:
    assert set(subscribed()) == set(EVENTS)


SUBTYPES = (
    "assistant_app_thread", "bot_add", "bot_message", "bot_remove", "channel_archive",
    "channel_convert_to_private", "channel_join", "channel_leave", "channel_name",
    "channel_posting_permissions", "channel_purpose", "channel_topic", "channel_unarchive",
    "document_mention", "ekm_access_denied", "file_share", "group_join", "huddle_thread",
    "me_message", "message_changed", "message_deleted", "message_replied", "pinned_item",
    "reminder_add", "reply_broadcast", "thread_broadcast", "tombstone", "a_subtype_of_tomorrow",
)  # fmt: skip


def of_subtype(subtype: str) -> Json:
    events = Events(CHANNEL)
    before = events.message(DIRECTOR, "hello")
    match subtype:
        case "message_changed":
            return events.message_changed(before, "hello again")
        case "message_deleted":
            return events.message_deleted(before)
        case "bot_message":
            return events.bot_message("B99", "beep")
        case "message_replied":
            return {**events.message("", ""), "subtype": subtype, "message": before}
    return events.message(DIRECTOR, "hello", subtype=subtype)


ODD: Mapping[str, Json] = {
    "a type of tomorrow": {"type": "quantum_entangled", "message": "a text", "item": "a text"},
    "a channel that is an object": {"type": "channel_created", "channel": {"id": "C9"}},
    "an item": {"type": "reaction_added", "item": {"type": "message", "channel": "C1", "ts": "1"}},
    "a message that is a list": {"type": "what_is_this", "message": [], "channel": ["C1"]},
    "a message without a user": {
        "type": "message",
        "channel": CHANNEL,
        "ts": "1.1",
        "text": "hello",
    },
    "a message without text": {**Events(CHANNEL).message(DIRECTOR, ""), "text": None},
    "a message without words": {"type": "message", "channel": CHANNEL, "user": "U1", "ts": "1.1"},
    "a change of nothing": {"type": "message", "subtype": "message_changed", "channel": CHANNEL},
    "a deletion of nothing": {"type": "message", "subtype": "message_deleted", "channel": CHANNEL},
    "a change by nobody": {
        "type": "message",
        "subtype": "message_changed",
        "channel": CHANNEL,
        "message": {"ts": "1.1", "text": "hello"},
    },
    "nobody's joining": {"type": "member_joined_channel", "channel": "C9", "user": "U9"},
    "a NUL": Events(CHANNEL).message(DIRECTOR, "0:17 too\x00 loud"),
    "half a character": Events(CHANNEL).message(DIRECTOR, "0:17 too \ud83d loud"),
    "half a character as its place": {"type": "message", "channel": "\ud83d", "ts": "\x00"},
    "a very long text": Events(CHANNEL).message(DIRECTOR, "0:17 too loud " * 2857),
}


def cases() -> Mapping[str, Json]:
    return {**subscribed(), **{name: of_subtype(name) for name in SUBTYPES}, **ODD}


@pytest.mark.parametrize("case", cases())
async def test_every_event_is_acknowledged_and_handled(receiving: Running, case: str) -> None:
    answer = await receiving.people.side.event(cases()[case], f"Ev {case}")
    assert answer.status == 200
    row = await handled(receiving.scripty.where, f"Ev {case}")
    assert row["error"] is None


@pytest.fixture(scope="module")
async def receiving(server: Address) -> AsyncIterator[Running]:
    """One program for all the kinds of events, with a review in its channel."""
    with a_database(server) as address:
        async with a_team() as team, running(address, team) as found:
            await a_review(found)
            yield found


async def test_an_event_without_an_id_is_handled_once(scripty: Running, address: Address) -> None:
    body = scripty.people.side.event_callback(a_message())
    del body["event_id"]
    for _ in range(2):
        answer = await scripty.people.side.send(json.dumps(body), "application/json")
        assert answer.status == 200
    await all_done(address)
    assert await stored(address) == 1


async def test_what_a_guest_of_a_shared_channel_writes_is_captured(
    scripty: Running, address: Address, review: Json
) -> None:
    """`team_id` is then their company's; whose event it is stands in `authorizations`."""
    event = a_message("0:17 too loud", thread_ts=review["ts"], user_team="T0GUEST", team="T0GUEST")
    body = scripty.people.side.event_callback(event, "Ev1")
    body |= {"team_id": "T0GUEST", "is_ext_shared_channel": True}
    answer = await scripty.people.side.send(json.dumps(body), "application/json")
    assert answer.status == 200
    await handled(address, "Ev1")
    assert await captured(address) == ["0:17 too loud"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("0:17 too\x00 loud", "0:17 too loud"),
        ("0:17 too \ud83d loud", "0:17 too  loud"),
        ("0:17 too loud " * 2857, "0:17 too loud " * 2857),
        ("<!channel> <https://evil|good> *x* &amp;", "<!channel> <https://evil|good> *x* &amp;"),
    ],
    ids=["NUL", "half a character", "40,000 characters", "markup"],
)
async def test_odd_words_in_a_review_are_kept_as_far_as_text_can(
    scripty: Running, address: Address, review: Json, said: str, kept: str
) -> None:
    await scripty.people.side.event(a_message(said, thread_ts=review["ts"]), "Ev1")
    await handled(address, "Ev1")
    assert await captured(address) == [kept]


# Where a listener fails


class BugError(Exception):
    """A bug of ours, made on purpose. Its words can't be stored as they are."""


async def broken(*_: object) -> bool:
    raise BugError("that \x00 was \ud83d unexpected")


@pytest.fixture
def no_second_try(monkeypatch: pytest.MonkeyPatch) -> None:
    """A job that fails is failed at once, as it is after its last try."""
    monkeypatch.setattr(worker, "MOST_TRIES", 0)


async def failed(address: Address, event_id: str) -> str:
    """The error kept with an event, once nothing will handle it any more."""

    async def given_up() -> str | None:
        row = await inbox(address, event_id)
        jobs = await rows(address, "SELECT 1 FROM procrastinate_jobs WHERE status = 'failed'")
        return str(row["error"]) if row["error"] and jobs else None

    return await until(given_up)


async def test_an_event_that_a_listener_could_not_handle_is_handled_after_the_fix(
    start: Starts, address: Address, no_second_try: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start() as scripty:
        review = await a_review(scripty)
        event = a_message(thread_ts=review["ts"])
        monkeypatch.setattr(services, "capture_message", broken)
        assert (await scripty.people.side.event(event, "Ev1")).status == 200
        assert "BugError" in await failed(address, "Ev1")
        row = await inbox(address, "Ev1")
        assert row["payload"]["event"] == event
        assert row["handled_at"] is None
    monkeypatch.undo()
    async with start():
        row = await handled(address, "Ev1")
    assert (row["payload"], row["error"]) == (None, None)
    assert await captured(address) == [event["text"]]


async def test_while_a_listener_fails_other_threads_go_on(
    scripty: Running, address: Address, review: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "capture_message", broken)
    await scripty.people.side.event(a_message(thread_ts=review["ts"]), "Ev1")
    await until(lambda: error_of(address, "Ev1"))
    monkeypatch.undo()
    await scripty.people.side.event(a_message("elsewhere"), "Ev2")
    await handled(address, "Ev2")
    await handled(address, "Ev1")  # by itself, at its next try


async def error_of(address: Address, event_id: str) -> str | None:
    error: str | None = (await inbox(address, event_id))["error"]
    return error


async def test_a_restart_handles_what_came_while_no_worker_ran(
    front: SlackSide, start: Starts, address: Address
) -> None:
    await front.event(a_message(), "Ev1")
    async with start():
        await handled(address, "Ev1")
