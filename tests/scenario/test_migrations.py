"""The schema as it was released, with rows in it, becomes today's; nothing of them is lost."""

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from store.engine import Address, make_engine
from store.migrate import migrate, revisions
from store.queue import make_queue
from store.tables import ModelCall, Review, Workspace
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
