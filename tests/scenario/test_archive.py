"""`scripty export` and `scripty import`: everything of a production leaves and comes back."""

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import BytesIO, StringIO
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, insert
from sqlmodel import SQLModel

from bot.archive import NoSuchProductionError, WhichProductionError, bring_back, take_away
from bot.archive.belonging import NOT_TAKEN, in_order
from bot.archive.bring_back import AlreadyThereError, BadArchiveError, OtherVersionError
from bot.archive.spreadsheets import SHEETS
from bot.archive.take_away import Rows, file_name, rows_of
from bot.dump import dump
from handlers.answers import answer
from handlers.doors import sentence
from handlers.program import Place
from store.engine import Address, make_engine
from store.migrate import revisions
from store.queue import make_queue
from store.tables import Person, Production, Workspace
from store.unit_of_work import Record
from tests.support.acting import settled, thread_under_review
from tests.support.anything import Anything
from tests.support.databases import Databases
from tests.support.running import Running
from tests.support.sweeping import IDS
from tests.support.team import CHANNEL
from tests.support.watching import WORKSPACE, rows

SCRIPTY = Path(sys.executable).with_name("scripty")
HOME = {
    "id": "T1",
    "name": "Films",
    "url": "https://films.slack.com/",
    "bot_id": "B",
    "bot_user_id": "U",
}


@pytest.fixture
def elsewhere(databases: Databases, address: Address) -> Iterator[Address]:
    """Another empty record."""
    with databases.one() as where:
        yield where


def filled(where: Address, random: Random) -> Anything:
    made = Anything(random)
    engine = create_engine(where.url)
    with engine.begin() as connection:
        if not connection.execute(SQLModel.metadata.tables["workspace"].select()).first():
            connection.execute(insert(Workspace).values(**HOME))
            people = [{"workspace_id": "T1", "user_id": "U1", "name": "=director"}]
            connection.execute(insert(Person).values(people))
        made.fill(connection)
    engine.dispose()
    return made


def described(rows: Rows) -> dict[str, Any]:
    """Rows without the numbers of the audit trail, which each record counts by itself."""
    found: dict[str, Any] = {name: list(each) for name, each in rows.items()}
    found["audit_event"] = [{**each, "id": 0} for each in found["audit_event"]]
    return found


def test_every_table_is_taken_or_says_why_not() -> None:
    assert {table.name for table in in_order()} | set(NOT_TAKEN) == set(SQLModel.metadata.tables)


@given(seed=st.integers(0, 2**32))
@settings(
    max_examples=5, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
async def test_what_is_brought_back_is_what_was_taken_away(
    address: Address, elsewhere: Address, tmp_path: Path, seed: int
) -> None:
    made = filled(address, Random(seed))
    production = made.rows["production"][0]["id"]
    revision = str(revisions(address)[0])
    here, there = make_engine(address), make_engine(elsewhere)
    try:
        record = Record(here, make_queue(address))
        _, archive = await take_away(record, str(production), None, revision)
        file = tmp_path / "production.zip"
        file.write_bytes(archive)
        assert await bring_back(there, file, revision) == made.rows["production"][0]["name"]
        async with record.workspace("T1") as work:
            before = await rows_of(work, production)
        async with Record(there, make_queue(elsewhere)).workspace("T1") as work:
            after = await rows_of(work, production)
    finally:
        await here.dispose()
        await there.dispose()
    assert described(after) == described(before)
    # all that was made is in it, and nothing of another production
    assert {name: len(each) for name, each in before.items() if name != "person"} == {
        name: len(each) for name, each in made.rows.items()
    }
    with ZipFile(BytesIO(archive)) as packed:
        for name in SHEETS:
            written = packed.read(f"csv/{name}.csv").decode("utf-8-sig")
            table = list(csv.reader(StringIO(written, newline="")))
            assert len(table) == 1 + len(before[SHEETS[name][0]])
            assert not any(re.match(r"[=+@\t\r]", cell) for line in table for cell in line)


async def test_a_production_that_was_worked_on_gives_the_same_dump(
    scripty: Running, elsewhere: Address, tmp_path: Path
) -> None:
    where = scripty.scripty.where
    await thread_under_review(scripty)
    await scripty.people.command("director", CHANNEL, 'milestone "Picture lock" 2031-06-12')
    await scripty.people.command("director", CHANNEL, "task book the mix @editor")
    await settled(scripty)
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        # looked up in another production, from this one's channel
        await answer(work, Place(CHANNEL), IDS["director"], sentence("T9 repaint the submarine"))
    await settled(scripty)
    revision = str(revisions(where)[0])
    (production,) = await rows(where, "SELECT name FROM production")
    name, archive = await take_away(scripty.scripty.record, production["name"], None, revision)
    file = tmp_path / file_name(name)
    file.write_bytes(archive)
    token = scripty.scripty.settings.slack_bot_token.get_secret_value()
    with ZipFile(file) as packed:
        whole = b"".join(packed.read(each) for each in packed.namelist())
        assert token.encode() not in whole
        assert b"submarine" not in whole
        listed = packed.read("csv/tasks.csv").decode("utf-8-sig")
    assert "book the mix,editor," in listed

    engine = make_engine(elsewhere)
    try:
        copy = Record(engine, make_queue(elsewhere))
        await bring_back(engine, file, revision)
        assert await dump(copy, []) == await dump(scripty.scripty.record, [])
        with pytest.raises(AlreadyThereError, match="in the record already"):
            await bring_back(engine, file, revision)
        assert await dump(copy, []) == await dump(scripty.scripty.record, [])
    finally:
        await engine.dispose()


def test_at_a_terminal(address: Address, elsewhere: Address, tmp_path: Path) -> None:
    made = filled(address, Random(7))
    production = made.rows["production"][0]

    def scripty(where: Address, *words: str) -> str:
        done = subprocess.run(
            [SCRIPTY, *words],
            cwd=tmp_path, env={"PATH": os.environ["PATH"], "DATABASE_URL": where.libpq},
            capture_output=True, text=True, check=True, timeout=120,
        )  # fmt: skip
        return done.stdout

    said = scripty(address, "export", str(production["id"]), "-o", "spot.zip")
    assert said.endswith("is in spot.zip. Bring it back with: scripty import spot.zip\n")
    said = scripty(elsewhere, "import", "spot.zip")
    assert said.startswith(f"{production['name']} is back. Its reminders and weekly reports")


def changed(archive: bytes, name: str, change: Callable[[Any], Any]) -> bytes:
    """The archive with one of its files changed; left out where nothing is left of it."""
    packed = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(packed, "w") as new:
        for each in old.namelist():
            content = old.read(each)
            if each == name:
                content = change(content)
            if content is not None:
                new.writestr(each, content)
    return packed.getvalue()


def edited(change: Callable[[Any], None]) -> Callable[[bytes], bytes]:
    def edit(content: bytes) -> bytes:
        value = json.loads(content)
        change(value)
        return json.dumps(value).encode()

    return edit


def first(**values: object) -> Callable[[bytes], bytes]:
    """Give the first row these values."""
    return edited(lambda rows: rows[0].update(values))


async def test_a_bad_archive_changes_nothing(
    address: Address, elsewhere: Address, tmp_path: Path
) -> None:
    made = filled(address, Random(3))
    revision = str(revisions(address)[0])
    here, there = make_engine(address), make_engine(elsewhere)
    record = Record(here, make_queue(address))
    file = tmp_path / "bad.zip"
    try:
        name, good = await take_away(record, made.rows["production"][0]["name"], "T1", revision)
        cases = [
            (b"PK no zip", BadArchiveError, "no zip file"),
            (good[:2000], BadArchiveError, "no zip file"),
            (changed(good, "scripty.json", lambda _: None), BadArchiveError, "scripty.json"),
            (changed(good, "record/note.json", lambda _: None), BadArchiveError, "note.json"),
            (changed(good, "record/note.json", lambda _: b"{"), BadArchiveError, "no JSON"),
            (changed(good, "record/note.json", first(state="?")),
             AlreadyThereError, "can't be brought back here"),
            (changed(good, "record/note.json", first(workspace_id="T2")),
             BadArchiveError, "row-level security"),
            (changed(good, "record/note.json", first(number="x")),
             BadArchiveError, "invalid input"),
            (changed(good, "scripty.json", edited(lambda each: each.update(schema="0001"))),
             OtherVersionError, "is at 0001"),
            (changed(good, "scripty.json", lambda _: b"[]"), BadArchiveError, "no JSON of ours"),
            (changed(good, "scripty.json", edited(lambda each: each["production"].pop("name"))),
             BadArchiveError, "missing in it: name"),
            (changed(good, "scripty.json", edited(lambda each: each["production"].update(id="x"))),
             BadArchiveError, "no JSON of ours"),
            (changed(good, "record/note.json", lambda _: b"7"), BadArchiveError, "no JSON of ours"),
            *((changed(good, f"record/{table}.json", first(**{column: str(UUID(int=7))})),
               BadArchiveError, f"something in {table}.json is of another production")
              for table, column in (("member", "production_id"), ("note_source", "note_id"),
                                    ("audit_event", "subject_id"))),
        ]  # fmt: skip
        for archive, error, why in cases:
            file.write_bytes(archive)
            with pytest.raises(error, match=why):
                await bring_back(there, file, revision)
            for table in ("workspace", "production", "note", "person"):
                assert not await rows(elsewhere, f"SELECT * FROM {table}")
        # a name in it is data, whatever it says
        forged = "id\") VALUES ('T9') --"
        named = edited(lambda each: each["workspace"].update({forged: 1}))
        file.write_bytes(changed(good, "scripty.json", named))
        await bring_back(there, file, revision)
        assert [each["id"] for each in await rows(elsewhere, "SELECT id FROM workspace")] == ["T1"]
        with pytest.raises(BadArchiveError, match="No such file"):
            await bring_back(there, tmp_path / "none.zip", revision)
        with pytest.raises(NoSuchProductionError, match="There is "):
            await take_away(record, "another", None, revision)
        async with record.workspace("T1") as work:
            await work.add(Production(name=f" {name.upper()} "))
        with pytest.raises(WhichProductionError, match="Give the id"):
            await take_away(record, name, None, revision)
    finally:
        await here.dispose()
        await there.dispose()
