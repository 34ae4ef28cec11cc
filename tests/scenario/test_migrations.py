"""The schema as it was released, with rows in it, becomes today's; nothing of them is lost."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from alembic import command
from psycopg import sql
from psycopg.rows import dict_row
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from store.engine import Address, make_engine
from store.migrate import alembic_config, migrate, revisions
from store.queue import make_queue
from store.tables import ModelCall, Nudge, Review, Workspace
from store.unit_of_work import Record
from tests.support.watching import a_database

REVIEW, NOTE, MESSAGE = uuid4(), uuid4(), uuid4()

ROWS = """
INSERT INTO workspace (id, name, url, bot_user_id, bot_id, installed_at)
VALUES ('T1', 'Films', '', 'UB1', 'B1', now()), ('T2', 'Others', '', 'UB2', 'B2', now());
INSERT INTO production (workspace_id, id, name, timezone, approvers, next_note, next_task,
                        created_by, created_at)
VALUES ('T1', '{production}', 'Spot', 'UTC', '{{}}', 2, 1, 'U1', now());
INSERT INTO cut (workspace_id, id, production_id, version, link, posted_by, created_at)
VALUES ('T1', '{cut}', '{production}', 'v1', '', 'U1', now());
INSERT INTO review (workspace_id, id, production_id, cut_id, channel, thread_ts, state, started_by,
                    revision, read_revision, created_at)
VALUES ('T1', '{review}', '{production}', '{cut}', 'C1', '1.000000', 'open', 'U1', 1, 1, now());
INSERT INTO message (workspace_id, id, review_id, channel, ts, user_id, text, permalink, deleted,
                     captured_at)
VALUES ('T1', '{message}', '{review}', 'C1', '2.000000', 'U1', 'hold the steam', '', false, now());
INSERT INTO note (workspace_id, id, production_id, review_id, number, state, kind, topic,
                  actionable, text, priority, needs_person, conflicts_with, reason,
                  next_action, source_state, drafted_by, created_at)
VALUES ('T1', '{note}', '{production}', '{review}', {number}, 'accepted', 'change', 'picture', true,
        'Hold the steam', 'must', '{{}}', '{{}}', '', '', 'present', 'reader', now());
"""


def fill(where: Address, number: int = 1) -> None:
    """Rows as the first release wrote them."""
    statements = ROWS.format(
        production=uuid4(), cut=uuid4(), review=REVIEW, message=MESSAGE, note=NOTE, number=number
    )
    with psycopg.connect(where.libpq, autocommit=True) as connection:
        connection.execute(statements.encode())


@pytest.fixture
def empty(server: Address) -> Iterator[Address]:
    with a_database(server, "template1") as found:
        yield found


@pytest.fixture
def released(empty: Address) -> Address:
    """A database at the first release's schema, with rows of it."""
    migrate(empty, "0001")
    fill(empty)
    return empty


def test_up_from_nothing(empty: Address) -> None:
    migrate(empty)
    current, newest = revisions(empty)
    assert current == newest
    assert current != "0001"


async def test_up_from_the_first_release_with_its_rows(released: Address) -> None:
    migrate(released)
    assert revisions(released)[0] == revisions(released)[1]
    engine = make_engine(released)
    record = Record(engine, make_queue(released))
    async with record.workspace("T1") as work:
        (note,) = await work.notes.of_review(REVIEW)
        assert (note.text, note.state, note.priority) == ("Hold the steam", "accepted", "must")
        assert (note.drafted_by, note.worded_by) == ("reader", "reader")
        (message,) = await work.reviews.messages(REVIEW)
        assert message.text == "hold the steam"
        assert (await work.home()).model_on is True
        await work.add(a_call())
    async with record.workspace("T2") as work:
        assert await work.models.of_review(REVIEW) == []
        assert not await work.models.was_asked("k")
    await engine.dispose()


def a_call() -> ModelCall:
    return ModelCall(
        review_id=REVIEW, key="k", prompt_version="v1", model="tiny", outcome="answered",
        covers=[], proposals=[], dropped={},
    )  # fmt: skip


def test_the_first_release_still_runs_on_the_new_schema(empty: Address) -> None:
    """Its processes may live a little longer than the migration."""
    migrate(empty)
    fill(empty)
    with psycopg.connect(empty.libpq) as connection:
        assert connection.execute("SELECT worded_by FROM note").fetchall() == [("reader",)]


async def test_the_bound_role_may_flip_the_switch_and_change_nothing_else(
    released: Address,
) -> None:
    migrate(released)
    engine = make_engine(released)
    record = Record(engine, make_queue(released))
    async with record.workspace("T1") as work:
        await work.models.switch(False)

    async def rename() -> None:
        async with record.workspace("T1") as work:
            await (await work.session.connection()).execute(
                text("UPDATE workspace SET name = 'mine'")
            )

    with pytest.raises(DBAPIError, match="permission denied"):
        await rename()
    await record.save_workspace(Workspace(id="T1", name="Renamed"))
    async with record.workspace("T1") as work:
        home = await work.home()
        assert (home.name, home.model_on) == ("Renamed", False), "what was chosen stays"
    async with record.workspace("T2") as work:
        assert (await work.home()).model_on is True
    await engine.dispose()


async def test_the_same_question_is_stored_once_a_workspace(released: Address) -> None:
    migrate(released)
    engine = make_engine(released)
    record = Record(engine, make_queue(released))

    async def store() -> None:
        async with record.workspace("T1") as work:
            assert await work.reviews.find(Review, REVIEW)
            await work.add(a_call())

    await store()
    with pytest.raises(DBAPIError, match="uq_model_call_workspace_id_key"):
        await store()
    await engine.dispose()


# From the release before this one

BEFORE = "0005"

LATER_ROWS = """
INSERT INTO member (workspace_id, production_id, user_id, roles)
SELECT 'T1', id, 'U1', '{{producer}}' FROM production;
INSERT INTO task (workspace_id, id, production_id, number, title, state, source_channel,
                  source_permalink, created_by, created_at, changed_at)
SELECT 'T1', '{task}', id, 1, 'Book the studio', 'open', 'C1', '', 'U1', now(), now()
FROM production;
INSERT INTO document (workspace_id, id, production_id, kind, link, fresh_until, channel, added_by,
                      added_at)
SELECT 'T1', gen_random_uuid(), id, 'call sheet', 'https://x.example/1', '2030-06-12', 'C1', 'U1',
       now() FROM production;
INSERT INTO milestone (workspace_id, id, production_id, name, day, at, state, consequence, moves,
                       since, channel, created_by, created_at)
SELECT 'T1', '{milestone}', id, 'Picture lock', '2030-06-12', '2030-06-12T22:00Z', 'open',
       'the mix waits', 0, now(), 'C1', 'U1', now() FROM production;
INSERT INTO milestone_item (workspace_id, id, production_id, milestone_id, kind, subject_id,
                            consequence, anchor, added_by, added_at)
SELECT 'T1', gen_random_uuid(), id, '{milestone}', 'task', '{task}', '', 'N1', 'U1', now()
FROM production;
INSERT INTO audit_event (workspace_id, id, at, actor, surface, action, subject_kind, subject_id)
VALUES ('T1', 1, now(), 'U1', 'command', 'milestone.added', 'milestone', '{milestone}'),
       ('T1', 2, now(), 'U1', 'command', 'task.made', 'task', '{task}');
"""

NUDGE_ROWS = """
INSERT INTO nudge (workspace_id, id, key, production_id, user_id, timezone, local_date, at, reason,
                   state, created_at)
SELECT 'T1', '{nudge}', 'k', id, 'U1', 'UTC', '2030-06-05', '2030-06-05T09:00Z', '', 'sent', now()
FROM production;
INSERT INTO nudge_gap (workspace_id, nudge_id, gap, position, production_id, milestone_id, kind,
                       item_kind, subject_id, said)
SELECT 'T1', '{nudge}', 'no owner:task:{task}', 0, id, '{milestone}', 'no owner', 'task', '{task}',
       '{{"line": "No owner"}}' FROM production;
"""

NEW_WORDS = """
INSERT INTO milestone_item (workspace_id, id, production_id, milestone_id, kind, subject_id,
                            consequence, anchor, added_by, added_at)
SELECT 'T1', gen_random_uuid(), id, NULL, 'scene', gen_random_uuid(), '', '', 'U1', now()
FROM production;
UPDATE nudge SET gaps = gaps || jsonb_build_array(jsonb_build_object(
    'production_id', production_id, 'milestone_id', (SELECT id FROM milestone),
    'gaps', jsonb_build_array(jsonb_build_object(
        'kind', 'scene not ready', 'item_kind', 'scene', 'subject_id', gen_random_uuid(),
        'said', '{}'::jsonb))));
INSERT INTO model_call (workspace_id, id, purpose, key, prompt_version, model, outcome, covers,
                        proposals, dropped, tokens_in, tokens_out, seconds, created_at)
VALUES ('T1', gen_random_uuid(), 'answer_question', 'q', 'v1', 'tiny', 'answered', '[]', '[]', '{}',
        0, 0, 0, now());
INSERT INTO home_view (workspace_id, user_id, opened_at, shown, page)
VALUES ('T1', 'U1', now(), '', '');
"""
"""What only the newer schema has words, or a table, for."""

Tables = Mapping[str, list[dict[str, Any]]]


def run(where: Address, statements: str) -> None:
    with psycopg.connect(where.libpq, autocommit=True) as connection:
        connection.execute(statements.encode())


def fill_before(where: Address) -> None:
    """Rows as the release before wrote them."""
    fill(where)
    task, milestone = uuid4(), uuid4()
    run(where, LATER_ROWS.format(task=task, milestone=milestone))
    run(where, NUDGE_ROWS.format(task=task, milestone=milestone, nudge=uuid4()))


def everything(where: Address) -> Tables:
    """All rows of all our tables."""
    with psycopg.connect(where.libpq, row_factory=dict_row) as connection:
        names = connection.execute(
            "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE relkind = 'r' AND nspname = 'public' AND relname NOT LIKE 'procrastinate%' "
            "AND relname NOT IN ('alembic_version', 'queue_migration')"
        ).fetchall()
        query = sql.SQL("SELECT * FROM {}")
        found = [(row["relname"], sql.Identifier(row["relname"])) for row in names]
        return {name: connection.execute(query.format(table)).fetchall() for name, table in found}


def kept(now: Tables, before: Tables) -> Tables:
    """What today's rows say in the tables and columns that there were before."""
    return {
        name: [
            {column: row[column] for column in before[name][0]} if before[name] else row
            for row in now[name]
        ]
        for name in before
        if name in now
    }


def test_up_from_the_release_before_with_its_rows_and_down_to_it(empty: Address) -> None:
    migrate(empty, BEFORE)
    fill_before(empty)
    before = everything(empty)
    assert all(
        before[table]
        for table in ("milestone_item", "nudge_gap", "audit_event", "member", "document", "task")
    )

    migrate(empty)
    assert revisions(empty)[0] == revisions(empty)[1] != BEFORE
    after = everything(empty)
    assert set(before) - set(after) == {"nudge_gap"}, "which is in the nudges now"
    still = {name: rows for name, rows in before.items() if name in after}
    assert kept(after, before) == still
    (production,), (task,) = after["production"], after["task"]
    assert (production["next_suggestion"], production["procedure"]) == (1, "")
    assert (task["next_action"], task["context"]) == ("", "")
    assert after["document"][0]["contradicted_by"] is None

    run(empty, NEW_WORDS)
    command.downgrade(alembic_config(empty), BEFORE)
    assert revisions(empty)[0] == BEFORE
    assert everything(empty) == before, "what it had no words for is gone, the rest as it was"
    migrate(empty)
    assert kept(everything(empty), before) == still


# What a nudge names

NUDGE, LOCK, TASK, CUT = uuid4(), uuid4(), uuid4(), uuid4()

NAMED = """
INSERT INTO milestone (workspace_id, id, production_id, name, day, at, state, consequence, moves,
                       since, channel, created_by, created_at)
SELECT 'T1', '{lock}', id, 'Picture lock', '2026-06-12', now(), 'open', '', 0, now(), 'C1', 'U1',
       now() FROM production;
INSERT INTO nudge (workspace_id, id, key, production_id, channel, timezone, local_date, at, reason,
                   state, created_at)
SELECT 'T1', '{nudge}', 'digest:C1', id, 'C1', 'UTC', '2026-06-05', now(), '', 'sent', now()
FROM production;
INSERT INTO nudge_gap (workspace_id, nudge_id, gap, position, production_id, milestone_id, kind,
                       item_kind, subject_id, said, escalated, closed_at, closed_by)
SELECT 'T1', '{nudge}', kind || ':task:' || subject, place, production.id, '{lock}', kind,
       'task', subject, said, escalated, closed_at, closed_by
FROM production, (VALUES
    (1, 'overdue', '{task}'::uuid, '{{"words": "T1 was due", "user": "U2"}}'::jsonb, true,
     NULL::timestamptz, NULL::text),
    (0, 'no date', '{cut}', '{{"words": "No date on T2"}}', false,
     '2026-06-06 09:00+00', 'U1'))
    AS gap (place, kind, subject, said, escalated, closed_at, closed_by);
"""
NAMED_GAPS = (
    "SELECT nudge_id, gap, position, milestone_id, kind, item_kind, subject_id, said, escalated, "
    "closed_at, closed_by, workspace_id, production_id FROM nudge_gap ORDER BY position"
)


@pytest.fixture
def named(empty: Address) -> Address:
    """A database in which what nudges name are rows of their own."""
    migrate(empty, "0005")
    fill(empty)
    statements = NAMED.format(nudge=NUDGE, lock=LOCK, task=TASK, cut=CUT)
    with psycopg.connect(empty.libpq, autocommit=True) as connection:
        connection.execute(statements.encode())
    return empty


async def test_what_nudges_named_they_name(named: Address) -> None:
    migrate(named)
    engine = make_engine(named)
    async with Record(engine, make_queue(named)).workspace("T1") as work:
        nudge = await work.nudges.find(Nudge, NUDGE)
        assert nudge is not None
        assert [(gap.gap, gap.milestone_id, gap.escalated, gap.said) for gap in nudge.gaps] == [
            (f"no date:task:{CUT}", LOCK, False, {"words": "No date on T2"}),
            (f"overdue:task:{TASK}", LOCK, True, {"words": "T1 was due", "user": "U2"}),
        ]
        closed = datetime(2026, 6, 6, 9, tzinfo=UTC)
        assert [(gap.closed_at, gap.closed_by) for gap in nudge.gaps] == [
            (closed, "U1"), (None, None)
        ]  # fmt: skip
        assert {gap.production_id for gap in nudge.gaps} == {nudge.production_id}
        assert set(nudge.things) == {TASK, LOCK}, "what is closed is looked for no more"
    await engine.dispose()


def test_what_nudges_name_can_be_rows_again(named: Address) -> None:
    with psycopg.connect(named.libpq, autocommit=True) as connection:
        before = connection.execute(NAMED_GAPS).fetchall()
        assert len(before) == 2
        migrate(named, "0007")
        command.downgrade(alembic_config(named), "0005")
        assert connection.execute(NAMED_GAPS).fetchall() == before
