"""A production without Slack that a state machine acts on: the room's services, called one after
the other on a real database, and the whole record before and after each call."""

import asyncio
import json
import random
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import count
from typing import Any, TypeVar
from unittest.mock import patch
from uuid import UUID

import psycopg
from psycopg import sql

from bot.dump import TABLES
from handlers.notes.drafting import save_reading
from handlers.notes.folding import one_save_at_a_time
from handlers.reviews.services import Written, capture_message
from store.clock import now
from store.engine import Address, make_engine
from store.queue import make_queue
from store.tables import Member, Person, Production, ProductionChannel, Workspace
from store.types import FoundNote, NoteKind, Reading, Source
from store.unit_of_work import Record, Work

T = TypeVar("T")
Row = Mapping[str, Any]

CHANNEL = "C00000001"
DIRECTOR, EDITOR, CLIENT, PRODUCER = "U0DIRECTOR", "U0EDITOR", "U0CLIENT", "U0PRODUCER"
CREW, OUTSIDER, GUEST, STRANGER = "U0CREW", "U0OUTSIDER", "U0GUEST", "U0STRANGER"
MEMBERS = {
    DIRECTOR: ["director"],
    EDITOR: ["editor"],
    CLIENT: ["client"],
    PRODUCER: ["producer"],
    CREW: ["crew"],
    GUEST: ["client"],
    STRANGER: [],
}
"""The stranger is in the channel, but Slack has not said yet who that is; the outsider is known,
and in no channel of the production; the guest is somebody of another company."""

KNOWN = (DIRECTOR, EDITOR, CLIENT, PRODUCER, CREW, OUTSIDER, GUEST)

ASKS: Mapping[str, tuple[NoteKind, str]] = {
    "make the logo bigger": ("change", "make the logo smaller"),
    "make the logo smaller": ("change", "make the logo bigger"),
    "turn the music up": ("change", "turn the music down"),
    "turn the music down": ("change", "turn the music up"),
    "fix the typo in the end card": ("change", ""),
    "love the opening": ("praise", ""),
    "is the voice over final": ("question", ""),
    "we go with the blue titles": ("decision", ""),
    "looks good to me": ("approval statement", ""),
}
"""What people write: of which kind it is, and what asks for the opposite."""

_QUIET = timedelta(seconds=60)


class Snapshot:
    """The workspace's record at one moment, table by table, and how many jobs wait."""

    def __init__(self, tables: Mapping[str, Sequence[Row]], jobs: int) -> None:
        self.tables = tables
        self.jobs = jobs

    def by_id(self, table: str) -> dict[str, Row]:
        return {row["id"]: row for row in self.tables[table]}

    @cached_property
    def notes(self) -> dict[str, Row]:
        """By id, in the order of their numbers."""
        return {row["id"]: row for row in sorted(self.tables["note"], key=_number)}

    @cached_property
    def reviews(self) -> dict[str, Row]:
        return {row["id"]: row for row in sorted(self.tables["review"], key=_made)}

    @cached_property
    def cuts(self) -> dict[str, Row]:
        return {row["id"]: row for row in sorted(self.tables["cut"], key=_made)}

    @cached_property
    def tasks(self) -> dict[str, Row]:
        return {row["id"]: row for row in sorted(self.tables["task"], key=_number)}

    @cached_property
    def approvals(self) -> dict[str, Row]:
        return {row["id"]: row for row in sorted(self.tables["approval"], key=_at)}

    @cached_property
    def decisions(self) -> dict[str, Row]:
        return {row["id"]: row for row in sorted(self.tables["decision"], key=_number)}

    @cached_property
    def conflicts(self) -> dict[str, frozenset[str]]:
        """The notes of each conflict, by its id, oldest first; dissolved ones too."""
        found: dict[str, set[str]] = {
            row["id"]: set() for row in sorted(self.tables["conflict"], key=_made)
        }
        for row in self.tables["conflict_note"]:
            found[row["conflict_id"]].add(row["note_id"])
        return {key: frozenset(notes) for key, notes in found.items()}

    @cached_property
    def settled(self) -> dict[str, Row]:
        """The decision on each conflict that has one, by conflict."""
        decided = self.decisions.values()
        return {row["conflict_id"]: row for row in decided if row["conflict_id"]}

    @cached_property
    def waiting(self) -> dict[str, frozenset[str]]:
        """The conflicts that stand and wait for the decider, with their notes."""
        dissolved = {row["id"] for row in self.tables["conflict"] if row["dissolved"]}
        return {
            key: notes
            for key, notes in self.conflicts.items()
            if key not in self.settled and key not in dissolved
        }

    @property
    def production(self) -> Row:
        (only,) = self.tables["production"]
        return only

    def task_of(self, note: Row) -> Row | None:
        return next((t for t in self.tables["task"] if t["note_id"] == root_of(note)), None)

    def cut_of(self, note: Row) -> Row:
        return self.cuts[self.reviews[note["review_id"]]["cut_id"]]

    def review_of(self, cut: Row) -> Row:
        (only,) = [row for row in self.tables["review"] if row["cut_id"] == cut["id"]]
        return only

    def newest_after(self, cut: Row) -> Row:
        """The cut that people review instead of this one; itself while nothing supersedes it."""
        while cut["superseded_by"] is not None:
            cut = self.cuts[cut["superseded_by"]]
        return cut

    def is_member(self, user: str) -> bool:
        """Whether somebody belongs to the production and isn't a guest, as far as is known."""
        member = any(row["user_id"] == user for row in self.tables["member"])
        person = next((row for row in self.tables["person"] if row["user_id"] == user), None)
        return member and person is not None and not person["is_external"]

    def as_text(self) -> list[str]:
        """Everything, to be compared with another moment."""
        rows = [
            f"{table} {json.dumps(row, sort_keys=True)}"
            for table, found in self.tables.items()
            for row in found
        ]
        return sorted([*rows, f"jobs {self.jobs}"])


def root_of(note: Row) -> str:
    """The first note of the line of copies that this one is in."""
    return str(note["origin"] or note["id"])


def _number(row: Row) -> int:
    return int(row["number"])


def _made(row: Row) -> tuple[str, str]:
    return row["created_at"], row["id"]


def _at(row: Row) -> tuple[str, str]:
    return row["at"], row["id"]


@dataclass
class House:
    """One database and one event loop for all runs of the machine; each has its own workspace."""

    where: Address
    loop: asyncio.AbstractEventLoop
    record: Record
    looking: psycopg.Connection[tuple[Any, ...]]
    chance: random.Random
    built: int = 0

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(doing)

    def workspace(self, approvers: Sequence[str], agreed_rounds: int | None) -> "Room":
        """A workspace of its own with one production in it."""
        self.built += 1
        self.chance.seed(0)
        room = Room(self, f"T{self.built:08d}")
        self.run(_furnish(self.record, room.workspace_id, approvers, agreed_rounds))
        return room


@dataclass
class Room:
    """One production, and the way to act on it."""

    house: House
    workspace_id: str
    _last_ts: float = 0.0

    def do(self, act: Callable[[Work], Awaitable[T]], *, drafting: bool = False) -> T:
        """One act in one transaction. Raises what the act does, and nothing is changed then."""

        async def within() -> T:
            async with self.house.record.workspace(self.workspace_id, drafting=drafting) as work:
                return await act(work)

        return self.house.run(within())

    def look(self) -> Snapshot:
        """The record as it is now, seen from outside the program."""
        found = self.house.looking.execute(_LOOK, {"workspace": self.workspace_id}).fetchone()
        assert found is not None
        return Snapshot(found[0], found[1])

    def next_ts(self) -> str:
        """Slack's timestamp of something that is written now."""
        self._last_ts = max(time.time(), self._last_ts + 0.00001)
        return f"{self._last_ts:.6f}"

    def say(self, review: Row, user: str, words: str) -> None:
        """Somebody writes in a review's thread; nothing is read yet."""
        written = Written(CHANNEL, review["thread_ts"], self.next_ts(), user, words)
        self.do(lambda work: capture_message(work, written, _QUIET))

    def read(self, review: Row) -> None:
        """The review's thread has been quiet: it is read, as the worker reads it."""

        async def save(work: Work) -> None:
            await one_save_at_a_time(work, UUID(review["production_id"]))
            found = await work.reviews.get(UUID(review["id"]), lock=True)
            messages = await work.reviews.messages(found.id)
            said = [(each.ts, each.user_id, each.text) for each in messages]
            await save_reading(work, found, messages, reading_of(said))

        self.do(save, drafting=True)


def reading_of(messages: Sequence[tuple[str, str, str]]) -> Reading:
    """What a reader finds in these messages (ts, user, words): what is said twice is one note."""
    sources: dict[str, list[Source]] = {}
    for ts, user, words in sorted(messages):
        if words in ASKS:
            sources.setdefault(words, []).append(Source(ts, user, words, 0, len(words)))
    numbers = {words: number for number, words in enumerate(sources, start=1)}
    notes = []
    for words, number in numbers.items():
        kind, opposite = ASKS[words]
        against = (numbers[opposite],) if opposite in numbers else ()
        notes.append(
            FoundNote(
                number,
                kind,
                "other",
                kind in ("change", "question"),
                words,
                tuple(sources[words]),
                conflicts_with=against,
            )
        )
    return Reading(tuple(notes))


@contextmanager
def a_house(where: Address) -> Iterator[House]:
    """The house on this database, with ids that come in the same order in every run: the program
    does some things in the order of ids."""
    loop = asyncio.new_event_loop()
    engine = make_engine(where)
    record = Record(engine, make_queue(where))
    chance, numbers = random.Random(0), count(1)

    def next_id() -> UUID:
        return UUID(int=chance.getrandbits(64) << 64 | next(numbers))

    with psycopg.connect(where.libpq, autocommit=True) as looking:
        lazily = sql.SQL("ALTER DATABASE {} SET synchronous_commit TO off")
        looking.execute(lazily.format(sql.Identifier(str(where.url.database))))
        try:
            with patch("store.tables.base.uuid4", next_id):
                yield House(where, loop, record, looking, chance)
        finally:
            loop.run_until_complete(engine.dispose())
            loop.close()


async def _furnish(
    record: Record, workspace_id: str, approvers: Sequence[str], agreed_rounds: int | None
) -> None:
    await record.save_workspace(
        Workspace(id=workspace_id, name="Studio", url="https://s.slack.com/", bot_user_id="U0BOT")
    )
    async with record.workspace(workspace_id) as work:
        for user in KNOWN:
            name = user.removeprefix("U0").lower()
            await work.add(Person(user_id=user, name=name, is_external=user == GUEST))
        production = await work.add(
            Production(
                name="Spot",
                timezone="Europe/Berlin",
                decider=DIRECTOR,
                approvers=list(approvers),
                agreed_rounds=agreed_rounds,
                created_by=PRODUCER,
                set_up_at=now(),
            )
        )
        await work.add(ProductionChannel(production_id=production.id, channel=CHANNEL, name="spot"))
        for user, roles in MEMBERS.items():
            await work.add(Member(production_id=production.id, user_id=user, roles=roles))


def _select(table: str) -> str:
    rows = f"SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]') FROM \"{table}\" t"
    return f"'{table}', ({rows} WHERE workspace_id = %(workspace)s)"


_LOOK: Any = (
    f"SELECT jsonb_build_object({', '.join(_select(str(t.__tablename__)) for t in TABLES)}), "
    "(SELECT count(*) FROM procrastinate_jobs "
    "WHERE queue_name IN (%(workspace)s, %(workspace)s || ' slow'))"
)
