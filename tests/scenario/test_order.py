"""Slack promises neither order nor once: however events arrive, the record is the same."""

import random
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from bot.app import Scripty
from bot.demo.people import Events, SlackSide
from bot.demo.slack import serve
from bot.dump import dump
from store.engine import Address
from tests.support.running import SECRET, settings_for
from tests.support.team import CHANNEL, PEOPLE, a_team
from tests.support.watching import WORKSPACE, a_database, rows

Json = dict[str, Any]

ROOT_TS = f"{int(time.time()) - 3600}.000100"
AN_HOUR = 3600
"""Quiet for longer than any test: a thread is read when the test says so."""

WORDS = (
    "0:04 hold the steam half a second longer",
    "0:11 jump cut bumps, use the other take",
    "0:17 spoon clink is way too loud",
    "same at 0:22",
    "the logo isn't readable at 0:08. Can we see it sharper?",
    "love the opening shot!",
    "I'll take the logo, by friday",
    "no, leave 0:17 as it is",
    "01:00:24:10 grade is too green; the title needs to be bigger",
    "why is the music so quiet in the kitchen?",
    "ok",
)

posts = st.tuples(st.just("post"), st.sampled_from(sorted(PEOPLE)), st.sampled_from(WORDS))
edits = st.tuples(st.just("edit"), st.integers(0, 9), st.sampled_from(WORDS))
deletions = st.tuples(st.just("delete"), st.integers(0, 9), st.just(""))
scripts = st.lists(st.one_of(posts, posts, posts, edits, deletions), min_size=2, max_size=14)

Step = tuple[str, Any, str]


def events_of(script: Sequence[Step]) -> list[Json]:
    """What Slack tells of a script: edits and deletions are of messages that stand by then."""
    events = Events(CHANNEL, start=time.time() - 1800)
    standing: list[Json] = []
    told: list[Json] = []
    for action, which, text in script:
        if action == "post":
            standing.append(events.reply(which, text, ROOT_TS))
            told.append(standing[-1])
        elif standing and action == "edit":
            at = which % len(standing)
            told.append(events.message_changed(standing[at], text))
            standing[at] = {**standing[at], **told[-1]["message"]}
        elif standing:
            told.append(events.message_deleted(standing.pop(which % len(standing))))
    return told


@dataclass(frozen=True)
class Sent:
    """An event on its way: a copy of it, and which."""

    number: int
    event: Json
    attempt: int = 0


@dataclass
class Desk:
    """The program with nobody at work: events wait until `work` is called."""

    scripty: Scripty
    side: SlackSide
    numbers: Mapping[int, str] = field(default_factory=dict)

    async def receive(self, sent: Sent) -> None:
        answer = await self.side.event(
            sent.event, f"Ev{sent.number}", retry_num=min(sent.attempt, 3) or None
        )
        assert answer.status == 200

    async def work(self) -> None:
        """Do all that is due."""
        due = (
            "SELECT 1 FROM procrastinate_jobs "
            "WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())"
        )
        while await rows(self.scripty.where, due):
            await self.scripty.queue.run_worker_async(
                queues=[WORKSPACE], concurrency=8, wait=False,
                listen_notify=False, install_signal_handlers=False, delete_jobs="successful",
            )  # fmt: skip

    async def read(self) -> None:
        """The thread has been quiet for long enough."""
        where = self.scripty.where
        await rows(
            where,
            "UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE task_name = 'draft_notes'",
        )
        await self.work()


@asynccontextmanager
async def a_desk(address: Address) -> AsyncIterator[Desk]:
    """A review whose thread has only its first message yet."""
    async with a_team() as team:
        quiet = settings_for(team, scripty_quiet_seconds=AN_HOUR)
        scripty = Scripty(quiet, address, frozenset({"web"}))
        async with serve(scripty.web) as url:
            desk = Desk(scripty, SlackSide(url, SECRET, WORKSPACE, slack_url=team.url))
            root = team.slack.post_as("director", CHANNEL, "Cut 3 is up", ts=ROOT_TS)
            await desk.side.shortcut("U00000001", CHANNEL, root, "review_start_here")
            await desk.work()
            yield desk


async def record_after(server: Address, sent: Sequence[Sent]) -> Json:
    """The record once all of these have arrived and the thread was read."""
    with a_database(server) as address:
        async with a_desk(address) as desk:
            for each in sent:
                await desk.receive(each)
            await desk.work()
            await desk.read()
            record: Json = comparable(await dump(desk.scripty.record, []))
            return record


LEFT_OUT = {"id", "note_id", "task_id", "merged_into", "subject", "key", "attempts"}
"""Ids are random, and deliveries' keys are made of them."""


def comparable(value: Any) -> Any:
    """The record without ids and moments; the trail without its order, which is that of arrival,
    and nothing about wordings that may have been deleted before they arrived."""
    if isinstance(value, dict):
        found = {
            name: comparable(each)
            for name, each in value.items()
            if name not in LEFT_OUT and not name.endswith("_at") and name != "at"
        }
        if found.get("deleted"):
            found["edited_ts"] = None
        if "events" in found:
            trail = [each for each in found["events"] if each["action"] != "message.edited"]
            found["events"] = sorted(trail, key=str)
        if "deliveries" in found:
            found["deliveries"] = [{**each, "ts": None} for each in found["deliveries"]]
        return found
    return [comparable(each) for each in value] if isinstance(value, list) else value


@settings(
    max_examples=10,
    deadline=None,
    phases=[
        Phase.explicit,
        Phase.reuse,
        Phase.generate,
    ],  # an example takes seconds: too long to shrink
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(script=scripts, seed=st.integers(0, 2**32))
async def test_duplicated_and_shuffled_events_leave_the_same_record(
    server: Address, script: Sequence[Step], seed: int
) -> None:
    chance = random.Random(seed)
    in_order = [Sent(number, event) for number, event in enumerate(events_of(script))]
    copies = [
        Sent(each.number, each.event, attempt)
        for each in in_order
        for attempt in range(chance.randint(1, 3))
    ]
    chance.shuffle(copies)
    note(f"{script} arrives as {[each.number for each in copies]}")
    assert await record_after(server, copies) == await record_after(server, in_order)


async def test_the_record_that_is_compared_is_not_empty(server: Address) -> None:
    """Else all of them would be equal."""
    script = [
        ("post", "U00000001", WORDS[0]),
        ("post", "U00000003", WORDS[2]),
        ("edit", 0, WORDS[1]),
        ("delete", 1, ""),
    ]
    sent = [Sent(number, event) for number, event in enumerate(events_of(script))]
    (workspace,) = (await record_after(server, sent))["workspaces"]
    (production,) = workspace["productions"]
    (review,) = production["cuts"][0]["reviews"]
    assert [message["text"] for message in review["messages"]] == ["Cut 3 is up", WORDS[1], ""]
    assert [note["timecode"]["written"] for note in review["notes"]] == ["0:11"]
    assert [event["action"] for event in workspace["events"]].count("message.deleted") == 1
