"""The record gathered for items and gaps: whole or only what is open, for one or for many."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import zip_longest
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from sqlalchemy import event
from sqlmodel import select

from handlers.milestones.gaps import Gap, all_gaps, gaps
from handlers.milestones.record import ProductionRecord
from handlers.milestones.views import record_of, records
from store.engine import Address, make_engine
from store.queue import make_queue
from store.tables import (
    ApprovalRequest,
    Conflict,
    ConflictNote,
    Decision,
    Member,
    Message,
    Production,
    ProductionChannel,
    Workspace,
)
from store.unit_of_work import Record, Work
from tests.support import pointed
from tests.support.pointed import CHANNEL, NOON, TODAY, a_milestone, a_record
from tests.support.rows import WORKSPACE, a_cut, a_note, a_production, a_review, a_task

LARGE = """
INSERT INTO production (workspace_id, id, name, timezone, decider, approvers, next_note, next_task,
    created_by, created_at)
SELECT 'T01', gen_random_uuid(), 'P' || i, 'UTC', 'U01', '{U01}', 100, 100, 'U01', now()
FROM generate_series(1, 400) i;
INSERT INTO milestone (workspace_id, id, production_id, name, day, at, state, consequence, moves,
    since, channel, created_by, created_at)
SELECT 'T01', gen_random_uuid(), id, 'M' || i, '2026-06-12', '2026-06-12T21:59:59Z',
    CASE WHEN i = 1 THEN 'open' ELSE 'completed' END, '', 0, now(), '', 'U01', now()
FROM production, generate_series(1, 10) i;
INSERT INTO cut (workspace_id, id, production_id, version, link, posted_by, created_at)
SELECT 'T01', gen_random_uuid(), id, 'v' || i, '', 'U02', now()
FROM production, generate_series(1, 10) i;
INSERT INTO review (workspace_id, id, production_id, cut_id, channel, thread_ts, state, started_by,
    revision, read_revision, created_at)
SELECT 'T01', gen_random_uuid(), production_id, id, 'C01', id::text, 'open', 'U02', 0, 0, now()
FROM cut;
INSERT INTO approval (workspace_id, id, production_id, cut_id, user_id, verdict, version, link,
    notes, open_notes, comment, surface, channel, at, stale_because)
SELECT 'T01', gen_random_uuid(), production_id, id, 'U' || i, 'approved', '', '', '{}', '{}', '',
    '', '', now(), ''
FROM cut, generate_series(1, 5) i;
INSERT INTO approval_request (workspace_id, cut_id, user_id, because, at)
SELECT 'T01', id, 'U' || i, '', now() FROM cut, generate_series(1, 5) i;
INSERT INTO document (workspace_id, id, production_id, kind, link, channel, added_by, added_at)
SELECT 'T01', gen_random_uuid(), id, 'call sheet', '', '', 'U01', now()
FROM production, generate_series(1, 30) i;
INSERT INTO scene (workspace_id, id, production_id, number, title, purpose, audience, constraints,
    outcome, footage, channel, added_by, added_at)
SELECT 'T01', gen_random_uuid(), id, i, '', '', '', '', '', 'shot', '', 'U01', now()
FROM production, generate_series(1, 30) i;
INSERT INTO deliverable (workspace_id, id, production_id, name, specification, audience, channel,
    added_by, added_at)
SELECT 'T01', gen_random_uuid(), id, 'Film ' || i, '', '', '', 'U01', now()
FROM production, generate_series(1, 30) i;
INSERT INTO connection (workspace_id, id, production_id, subject_kind, subject_id, target_kind,
    target_id, added_by, added_at)
SELECT 'T01', gen_random_uuid(), production_id, 'task', gen_random_uuid(), 'scene', id, '', now()
FROM scene;
INSERT INTO message (workspace_id, id, review_id, channel, ts, user_id, text, permalink, deleted,
    captured_at)
SELECT 'T01', gen_random_uuid(), id, channel, id || '.' || i, 'U01', '', '', false, now()
FROM review, generate_series(1, 10) i;
INSERT INTO note (workspace_id, id, production_id, review_id, number, state, kind, topic,
    actionable, text, priority, needs_person, conflicts_with, reason, next_action, source_state,
    drafted_by, created_at)
SELECT 'T01', gen_random_uuid(), production_id, review_id, row_number() OVER (PARTITION BY
    production_id), 'accepted', 'change', 'sound', true, '', 'should', '{}', '{}', '', '',
    'present', 'reader', now()
FROM message JOIN review ON review.id = message.review_id;
INSERT INTO note_source (workspace_id, note_id, position, message_id, ts, user_id, quote, start,
    "end")
SELECT DISTINCT ON (note.id) 'T01', note.id, 0, message.id, message.ts, 'U01', '', 0, 0
FROM note JOIN message ON message.review_id = note.review_id;
INSERT INTO task (workspace_id, id, production_id, number, note_id, title, state, source_channel,
    source_permalink, created_by, created_at, changed_at)
SELECT 'T01', gen_random_uuid(), production_id, number, id, '', 'open', '', '', 'U01', now(), now()
FROM note;
INSERT INTO conflict (workspace_id, id, production_id, review_id, dissolved, created_at)
SELECT 'T01', gen_random_uuid(), production_id, id, false, now() FROM review;
INSERT INTO conflict_note (workspace_id, conflict_id, note_id)
SELECT 'T01', conflict.id, note.id
FROM conflict JOIN note ON note.review_id = conflict.review_id AND note.number % 10 < 2;
INSERT INTO milestone_item (workspace_id, id, production_id, kind, subject_id, consequence, anchor,
    added_by, added_at)
SELECT 'T01', gen_random_uuid(), production_id, 'task', id, '', '', '', now() FROM task;
INSERT INTO milestone_wait (workspace_id, milestone_id, waits_for)
SELECT 'T01', one.id, other.id
FROM milestone one JOIN milestone other ON one.production_id = other.production_id
    AND one.name > other.name;
INSERT INTO milestone_rule (workspace_id, milestone_id, kind, value, added_by, added_at)
SELECT 'T01', id, 'tasks of cut', 'v' || i, '', now() FROM milestone, generate_series(1, 5) i;
ANALYZE;
"""
SMALL = {"workspace", "production", "production_channel", "member", "decision"}


@pytest.fixture
async def record(address: Address) -> AsyncIterator[Record]:
    engine = make_engine(address)
    found = Record(engine, make_queue(address))
    await found.save_workspace(
        Workspace(id=WORKSPACE, name="Films", url="https://team.slack.com", bot_user_id="U09")
    )
    yield found
    await engine.dispose()


async def stored(work: Work, made: ProductionRecord) -> UUID:
    """Keep a record that was made up: its production's id."""
    production = made.production
    await work.add(production)
    for user, roles in made.roles.items():
        await work.add(Member(production_id=production.id, user_id=user, roles=list(roles)))
    for decision, (number, at) in made.decided.items():
        await work.add(
            Decision(id=decision, production_id=production.id, number=number, at=at, what="x",
                     decided_by="U01", logged_by="U01")
        )  # fmt: skip
    plain: list[Any] = [*made.milestones, *made.waits, *made.rules, *made.cuts, *made.reviews]
    plain += [*made.notes, *made.tasks, *reversed(made.documents), *made.approvals, *made.asked]
    plain += [*made.scenes, *made.deliverables, *made.connections]
    # A row may name another one of its table, so each goes in by itself.
    for row in plain:
        await work.add(row)
    review_of = {note.id: note.review_id for note in made.notes}
    for source in [source for said in made.sources.values() for source in said]:
        link = made.links.get(source.message_id)
        await work.add(
            Message(
                id=source.message_id, review_id=review_of[source.note_id], channel=CHANNEL,
                ts=str(uuid4()), user_id=source.user_id, permalink=link or "https://gone",
                deleted=link is None,
            )
        )  # fmt: skip
        assert not isinstance(source, tuple)
        work.session.add(source)
    for conflict, notes in made.conflicts:
        await work.add(conflict)
        for note in notes:
            await work.add(ConflictNote(conflict_id=conflict.id, note_id=note))
    for each in made.added:
        await work.add(each)
    await work.session.flush()
    return production.id


def told(found: Sequence[Gap]) -> list[Any]:
    return [(gap.key, gap.user, gap.words, gap.detail, gap.item.points) for gap in found]


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(pointed.records())
async def test_what_is_open_has_the_same_gaps_as_the_whole_record(
    record: Record, made: ProductionRecord
) -> None:
    """And both are those of the rows they were stored from."""
    wanted = told(all_gaps(made, NOON))
    async with record.workspace(WORKSPACE) as work:
        production_id = await stored(work, made)
    async with record.workspace(WORKSPACE) as work:
        whole = all_gaps(await record_of(work, production_id), NOON)
        some = all_gaps((await records(work, [production_id]))[production_id], NOON)
    assert _different(told(whole), wanted) == []
    assert _different(told(some), wanted) == []
    assert (some == whole) is True


def _different(one: Sequence[Any], other: Sequence[Any]) -> list[Any]:
    """Where two lists differ: what is said of a whole record is too long to read."""
    return [pair for pair in zip_longest(one, other) if pair[0] != pair[1]]


async def test_a_record_as_it_is_loaded(record: Record) -> None:
    production = a_production(decider="U01", approvers=["U01", "U04"])
    lock = a_milestone(production, "Picture lock", TODAY + timedelta(days=4))
    old = a_milestone(production, "Rushes", TODAY, state="completed")
    cut = a_cut(production, version="v2")
    review = a_review(cut)
    notes = [
        a_note(number, production_id=production.id, review_id=review.id, state=state)
        for number, state in enumerate(("accepted", "accepted", "rejected", "draft"), 1)
    ]
    tasks = [
        a_task(1, production_id=production.id, note_id=notes[0].id),
        a_task(2, production_id=production.id, note_id=notes[1].id, state="verified"),
        a_task(3, production_id=production.id, state="dropped"),
    ]
    asked = [ApprovalRequest(workspace_id=WORKSPACE, cut_id=cut.id, user_id="U01", at=NOON)]
    made = a_record(
        production, milestones=[lock, old], cuts=[cut], reviews=[review], notes=notes,
        tasks=tasks, asked=asked,
    )  # fmt: skip
    async with record.workspace(WORKSPACE) as work:
        await stored(work, made)
        await work.add(ProductionChannel(production_id=production.id, channel=CHANNEL))
    async with record.workspace(WORKSPACE) as work:
        whole = await record_of(work, production.id)
        some = (await records(work, [production.id, production.id]))[production.id]
    assert (whole.url, whole.channels) == ("https://team.slack.com", [CHANNEL])
    assert whole.roles == made.roles
    assert [each.name for each in whole.milestones] == ["Rushes", "Picture lock"]
    assert [each.name for each in some.milestones] == ["Picture lock"]
    assert [note.number for note in whole.notes] == [1, 2, 3, 4]
    assert [note.number for note in some.notes] == [1, 4]
    assert [task.number for task in whole.tasks] == [1, 2, 3]
    assert [task.number for task in some.tasks] == [1]
    (asking,) = [gap for gap in gaps(some, NOON) if gap.kind == "approval pending"]
    assert asking.detail == "asked on Mon 8 Jun"


async def test_a_settled_conflict_and_a_dissolved_one_are_none(record: Record) -> None:
    production = a_production(decider="U01")
    lock = a_milestone(production, "Picture lock", TODAY)
    cut = a_cut(production)
    review = a_review(cut)
    notes = [a_note(number, production_id=production.id, review_id=review.id) for number in (1, 2)]
    conflict = Conflict(production_id=production.id, review_id=review.id)
    made = a_record(
        production, milestones=[lock], cuts=[cut], reviews=[review], notes=notes,
        conflicts=[(conflict, [note.id for note in notes])],
    )  # fmt: skip

    async def kinds() -> list[str]:
        async with record.workspace(WORKSPACE) as work:
            some = (await records(work, [production.id]))[production.id]
            return [gap.kind for gap in gaps(some, NOON) if gap.item.kind in ("note", "conflict")]

    async with record.workspace(WORKSPACE) as work:
        await stored(work, made)
    assert await kinds() == ["conflicting note"]
    async with record.workspace(WORKSPACE) as work:
        await work.add(
            Decision(production_id=production.id, number=1, what="x", decided_by="U01",
                     logged_by="U01", conflict_id=conflict.id)
        )  # fmt: skip
    assert await kinds() == ["unresolved note", "unresolved note"]


async def test_another_workspaces_productions_are_not_there(record: Record) -> None:
    await record.save_workspace(Workspace(id="T02", name="Others"))
    async with record.workspace("T02") as work:
        other = await work.add(Production(name="Theirs"))
    async with record.workspace(WORKSPACE) as work:
        assert await records(work, [other.id]) == {}
        assert await records(work, []) == {}


async def test_as_many_statements_for_fifty_productions_as_for_one(record: Record) -> None:
    ids = []
    async with record.workspace(WORKSPACE) as work:
        for _ in range(50):
            production = await work.add(a_production())
            lock = a_milestone(production)
            work.session.add_all([lock, a_task(1, production_id=production.id)])
            ids.append(production.id)
    counts = []
    for wanted in (ids[:1], ids):
        async with record.workspace(WORKSPACE) as work:
            with statements(record) as said:
                found = await records(work, wanted)
            assert list(found) == list(wanted) or set(found) == set(wanted)
            assert all(len(each.tasks) == 1 for each in found.values())
        counts.append(len(said))
    assert counts[0] == counts[1]
    assert counts[0] <= 24


async def test_every_large_table_is_read_by_an_index(record: Record, address: Address) -> None:
    with psycopg.connect(address.libpq, autocommit=True) as connection:
        connection.execute(LARGE)
    async with record.workspace(WORKSPACE) as work:
        ids = list(await work.session.exec(select(Production.id).limit(5)))
        with statements(record) as said:
            found = await records(work, ids)
    assert sum(len(each.tasks) for each in found.values()) == 500
    scanned = {}
    with psycopg.connect(address.libpq, autocommit=True) as connection:
        for statement, parameters in said:
            plan = connection.execute(f"EXPLAIN {statement}", parameters).fetchall()
            lines = [str(line) for (line,) in plan]
            whole = {_table(line) for line in lines if "Seq Scan on" in line} - SMALL
            if whole:
                scanned[statement] = lines
    assert not scanned, "\n".join(line for lines in scanned.values() for line in lines)


def _table(line: str) -> str:
    return line.split("Seq Scan on ")[1].split()[0]


@contextmanager
def statements(record: Record) -> Iterator[list[tuple[Any, Any]]]:
    """The statements that are sent meanwhile, with their parameters."""
    said: list[tuple[Any, Any]] = []

    def heard(_: Any, __: Any, statement: Any, parameters: Any, *more: Any) -> None:
        said.append((statement, parameters))

    engine = record.engine.sync_engine
    event.listen(engine, "before_cursor_execute", heard)
    yield said
    event.remove(engine, "before_cursor_execute", heard)
