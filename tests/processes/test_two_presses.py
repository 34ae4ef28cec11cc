"""The same button, pressed a hundred times at once in two processes on one database: one outcome.

Each process takes every second press, and each person presses in both.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString

import pytest

from bot.demo.people import LocalWorkspace
from bot.demo.people.transport import Http
from store.engine import Address
from tests.support.acting import cards
from tests.support.forks import Forks
from tests.support.processes import Insistent, Process, process
from tests.support.running import SECRET
from tests.support.team import PEOPLE, Team, a_team
from tests.support.watching import Row, a_database, all_done, rows, until

PRESSES = 100
TOLD: LiteralString = "SELECT 1 FROM delivery WHERE kind = 'answer'"
STILL_TO_TELL: LiteralString = (
    "DELETE FROM procrastinate_jobs WHERE status = 'todo' AND task_name = 'deliver'"
)
"""Ninety-nine people are told one a second that somebody was quicker: the next button doesn't wait
for that."""
A_MINUTE = 60
SLACK_WAITS = 3
"""Seconds in which Slack wants its answer. The machine is shared, so it is told, not held."""

IDS = {name: user for user, name in PEOPLE.items()}
EVERYBODY = tuple(IDS)

SAID = ("0:20 mute the kazoo", "0:31 keep the pause", "0:31 trim the pause")
"""What is said in the review: the client's note, and two that are opposed."""


@dataclass(frozen=True)
class Button:
    """A button, who presses it, and what it leaves behind: these events, which name whatever it
    is about, and a row that `row` counts."""

    action: str
    people: Sequence[str]
    event: str
    row: LiteralString


BUTTONS = (
    Button("note_accept", EVERYBODY, "note.accepted", "SELECT 1 FROM task WHERE note_id = %s"),
    Button("task_done", EVERYBODY, "task.done",
           "SELECT 1 FROM task WHERE id = %s AND state = 'done'"),
    Button("note_verify", ("client", "director", "producer"), "task.verified",
           "SELECT 1 FROM task WHERE note_id = %s AND state = 'verified'"),
    Button("approval_approve", ("director", "client", "producer", "editor"), "approval.given",
           "SELECT 1 FROM approval WHERE cut_id = %s"),
    Button("conflict_choose", ("director", "client", "director", "editor"), "decision.recorded",
           "SELECT 1 FROM decision WHERE conflict_id = %s"),
    Button("review_freeze", ("director", "editor", "client"), "review.frozen",
           "SELECT 1 FROM delivery WHERE kind = 'round_sheet' AND subject_id = %s"),
    Button("review_close", ("director", "editor", "client"), "review.closed",
           "SELECT 1 FROM delivery WHERE kind = 'round_report' AND subject_id = %s"),
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A thread in a channel, and so a production, of a button's own."""

    channel: str
    root: str


@dataclass(frozen=True)
class Two:
    """Two processes of the program, and the people who press in them."""

    address: Address
    team: Team
    both: Sequence[Process]
    sides: Sequence[LocalWorkspace]

    async def press(self, who: str, at: Place, action: str, value: str, *, on: int) -> float:
        """Press a button of the card in this thread, in the first or the second process. The
        seconds that it took."""
        (card,) = cards(self.team.slack, at.root, at.channel)
        started = time.monotonic()
        answer = await self.sides[on].side.press(
            IDS[who], at.channel, card, action, element={"value": value}
        )
        assert (answer.status, answer.body) == (200, "")
        return time.monotonic() - started

    async def pressed(
        self, button: Button, at: Place, values: Sequence[str], people: Sequence[str]
    ) -> list[float]:
        """The seconds that each of a hundred presses at once took, the shortest first."""

        def press(number: int) -> Awaitable[float]:
            who, value = (each[number // 2 % len(each)] for each in (people, values))
            return self.press(who, at, button.action, value, on=number % 2)

        return sorted(await asyncio.gather(*(press(number) for number in range(PRESSES))))

    async def one(self, query: LiteralString, *values: object) -> str:
        """The one value of a query's one row, as text."""
        (row,) = await rows(self.address, query, *values)
        return str(next(iter(row.values())))

    async def count(self, query: LiteralString, *values: object) -> int:
        return len(await rows(self.address, query, *values))


@pytest.fixture(scope="module")
async def two(
    server: Address, forks: Forks, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Two]:
    """The two processes, started once for all buttons. They end as they should, with nothing gone
    wrong in all that they did."""
    logs = tmp_path_factory.mktemp("two")
    with a_database(server) as address:
        async with a_team() as team, AsyncExitStack() as stack:
            both = [
                await stack.enter_async_context(process("run", address, team, logs, forks=forks))
                for _ in range(2)
            ]
            yield Two(address, team, both, [_side(team, each) for each in both])
            assert [await each.terminate() for each in both] == [0, 0]
        assert await _deadlocks(address) == 0
        assert not await rows(address, "SELECT key, error FROM delivery WHERE state = 'dead'")
    assert not _errors(logs)


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.action)
async def test_one_outcome(two: Two, button: Button) -> None:
    channel = f"C1000000{BUTTONS.index(button)}"
    two.team.slack.add_channel(channel, button.action, members=list(PEOPLE))
    place = Place(channel, await _reviewed(two, channel, SAID))
    await all_done(two.address, A_MINUTE)
    await rows(two.address, "UPDATE production SET approvers = ARRAY[%s, %s]",
               IDS["director"], IDS["client"])  # fmt: skip
    await _has_one_outcome(two, button, place, button.people)
    await rows(two.address, STILL_TO_TELL)


def _side(team: Team, web: Process) -> LocalWorkspace:
    people = LocalWorkspace(team.slack, web.url, SECRET, slack_url=team.url, strict=False)
    people.side._transport = Http(web.url, timeout=A_MINUTE)
    return people


async def _reviewed(two: Two, channel: str, said: Sequence[str]) -> str:
    """A review by the director of the editor's cut, with these notes. The thread's ts."""
    insistent = Insistent(two.team, two.both[0])
    link = f"<https://f.io/{channel}|f.io/{channel}>"
    root = await insistent.post("editor", channel, f"v1 is up {link}")
    await insistent.shortcut("director", channel, root, "review_start_here")
    for who, text in zip(("client", "director", "client"), said, strict=True):
        await insistent.post(who, channel, text, root["ts"])
    return str(root["ts"])


async def _has_one_outcome(two: Two, button: Button, at: Place, people: Sequence[str]) -> None:
    about, values = await _about(two, button.action, at)
    told, events = await two.count(TOLD), await _events(two, button)
    began = time.monotonic()
    took = await two.pressed(button, at, values, people)

    async def everybody_knows() -> tuple[list[Row], int] | None:
        found = (await _events(two, button))[len(events) :]
        refused = await two.count(TOLD) - told
        return (found, refused) if len(found) + refused >= PRESSES else None

    found, refused = await until(everybody_knows, A_MINUTE)
    _tell(button, people, took, time.monotonic() - began, len(found))
    assert await two.count(button.row, about) == len(found)
    assert refused in (PRESSES - len(found), PRESSES - len(found) + _forms(button))
    actors = [PEOPLE[event["actor"]] for event in found]
    if button.action == "approval_approve":  # one each of those who may, in their order
        assert actors in (["director"], ["director", "client"])
    else:
        assert len(actors) == 1


def _tell(
    button: Button, people: Sequence[str], took: Sequence[float], whole: float, outcomes: int
) -> None:
    who = f"{len(set(people))} people" if len(set(people)) > 1 else "one person"
    slow = sum(each > SLACK_WAITS for each in took)
    print(  # noqa: T201 - figures of this machine, for whoever runs it with -s
        f"\n{button.action}, {who}: {outcomes} of {PRESSES} went through; answered after "
        f"{took[0]:.1f} to {took[-1]:.1f} s, median {took[PRESSES // 2]:.1f} s, {slow} later than "
        f"{SLACK_WAITS} s; all committed and told after {whole:.1f} s"
    )


def _forms(button: Button) -> int:
    """Whether a press opens a form: on a busy machine Slack's three seconds may be over by then,
    which is told as well."""
    return int(button.action == "conflict_choose")


async def _events(two: Two, button: Button) -> list[Row]:
    query: LiteralString = "SELECT actor FROM audit_event WHERE action = %s ORDER BY id"
    return await rows(two.address, query, button.event)


async def _about(two: Two, action: str, at: Place) -> tuple[str, list[str]]:
    """The id of what a button of this thread is about, and the values it is pressed with."""
    review = await two.one("SELECT id FROM review WHERE thread_ts = %s", at.root)
    if action.startswith("review_"):
        return review, [review]
    if action == "approval_approve":
        cut = await two.one("SELECT cut_id FROM review WHERE id = %s", review)
        return cut, [cut]
    if action == "conflict_choose":
        conflict = await two.one("SELECT id FROM conflict WHERE review_id = %s", review)
        notes = await rows(
            two.address, "SELECT note_id FROM conflict_note WHERE conflict_id = %s", conflict
        )
        sides = [*(str(each["note_id"]) for each in notes), "neither"]
        return conflict, [f"{conflict}:{side}" for side in sides]
    note = await two.one("SELECT id FROM note WHERE review_id = %s ORDER BY number LIMIT 1", review)
    if action == "note_accept":
        return note, [note]
    return await _with_task(two, action, at, note)


async def _with_task(two: Two, action: str, at: Place, note: str) -> tuple[str, list[str]]:
    """The same of a note that was accepted, and whose task is done where it is to be verified."""
    await two.press("director", at, "note_accept", note, on=0)
    task = await two.one("SELECT id FROM task WHERE note_id = %s", note)
    if action == "task_done":
        return task, [task]
    await rows(two.address, "UPDATE task SET state = 'done' WHERE id = %s", task)
    return note, [note]


async def _deadlocks(address: Address) -> int:
    """How many transactions PostgreSQL had to end because they waited for each other."""
    (row,) = await rows(
        address, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    )
    return int(row["deadlocks"])


def _errors(folder: Path) -> list[str]:
    """What the processes logged as an error."""
    lines = [line for log in folder.glob("*.log") for line in log.read_text().splitlines()]
    return [line for line in lines if '"level": "error"' in line]
