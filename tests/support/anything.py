"""A production whose every table and column holds something, made up from the tables themselves:
what is added to the schema is in it by itself."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Column,
    Connection,
    Table,
    TypeDecorator,
    UniqueConstraint,
    insert,
)

from bot.archive.belonging import BY_SUBJECT, in_order, owners
from store.types import NudgeGap

WORDS = (
    "hold the steam",
    "=1+1",
    "größer, bitte",
    '"quoted", and\na line',
    "🎬",
    "",
    "0:42 – <b>&",
)
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


class Anything:
    """Rows of one workspace, by table."""

    def __init__(self, random: Random, workspace: str = "T1") -> None:
        self.random, self.workspace = random, workspace
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self._count = uuid4().int % 10**8  # so that nothing is named as in another production

    def fill(self, connection: Connection) -> UUID:
        """A production with up to three rows in each table; its id."""
        for table in in_order():
            most = 1 if table.name == "production" else self.random.randint(1, 3)
            rows = self.rows[table.name] = [self._row(table) for _ in range(most)]
            unlike = _unlike(table, rows)
            self.rows[table.name] = unlike
            connection.execute(insert(table), unlike)
        production: UUID = self.rows["production"][0]["id"]
        return production

    def _row(self, table: Table) -> dict[str, Any]:
        words = _allowed(table)
        row = {
            column.name: self._value(table, column, words)
            for column in table.columns
            if (table.name, column.name) != ("audit_event", "id")
        }
        if table.name in BY_SUBJECT:
            row["subject_id"] = self.random.choice(self.rows["note"])["id"]
        return row

    def _value(self, table: Table, column: Column[Any], words: Mapping[str, list[str]]) -> Any:
        if column.name == "workspace_id":
            return self.workspace
        if column.name == "production_id":
            return self.rows["production"][0]["id"]
        if column.foreign_keys:
            return self._referred(table, column)
        if column.nullable and self.random.random() < 0.3:
            return None
        if (table.name, column.name) == ("nudge", "gaps"):
            return [self._gap() for _ in range(self.random.randrange(3))]
        if column.name in words:
            return self.random.choice(words[column.name])
        return self._of_type(column)

    def _referred(self, table: Table, column: Column[Any]) -> Any:
        (key,) = column.foreign_keys
        may_be_none = column.nullable and column not in owners(table)
        if key.column.table is table or (may_be_none and self.random.random() < 0.3):
            return None
        return self.random.choice(self.rows[key.column.table.name])[key.column.name]

    def _gap(self) -> NudgeGap:
        """What a nudge names, which is one value of it."""
        production, milestone = self.rows["production"][0]["id"], self.rows["milestone"][0]["id"]
        said = {"words": self.random.choice(WORDS)}
        return NudgeGap("no owner", "task", uuid4(), milestone, production, said)

    def _of_type(self, column: Column[Any]) -> Any:
        self._count += 1
        kind = _python_type(column)
        if kind is list:
            assert isinstance(column.type, ARRAY)
            few = range(self.random.randrange(3))
            return [self._of_type(Column("each", column.type.item_type)) for _ in few]
        return self._plain(kind)

    def _plain(self, kind: type) -> Any:
        made: dict[type, Any] = {
            UUID: uuid4(),
            bool: self.random.random() < 0.5,
            int: self._count,
            float: self.random.random() * 100,
            datetime: NOON + timedelta(microseconds=self.random.randrange(10**13)),
            date: date(2026, 6, 1) + timedelta(days=self.random.randrange(1000)),
            object: {"words": self.random.choice(WORDS), "lines": [1, 2.5, None, {"a": "b"}]},
            str: f"{self.random.choice(WORDS)} {self._count}",
        }
        return made[kind]


def _python_type(column: Column[Any]) -> type:
    kind = column.type
    found: type = (kind.impl_instance if isinstance(kind, TypeDecorator) else kind).python_type
    return found


def _allowed(table: Table) -> Mapping[str, list[str]]:
    """The words that the database takes in a column, where it takes only some."""
    found = {}
    for constraint in table.constraints:
        if isinstance(constraint, CheckConstraint):
            column, _, words = str(constraint.sqltext).partition(" IN ")
            found[column] = re.findall(r"'([^']*)'", words)
    return found


def _unlike(table: Table, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows without those that would be the same as another by a key of the table."""
    keys = [[column.name for column in each.columns] for each in _unique(table)]
    kept: list[dict[str, Any]] = []
    seen: set[str] = set()
    for row in rows:
        marks = {
            json.dumps([key, *(str(row[name]) for name in key)])
            for key in keys
            if all(row.get(name) is not None for name in key)
        }
        if not marks & seen:
            seen |= marks
            kept.append(row)
    return kept


def _unique(table: Table) -> Iterator[Any]:
    """What sees to it that no two rows are the same, but for indexes of expressions."""
    yield table.primary_key
    yield from (each for each in table.constraints if isinstance(each, UniqueConstraint))
    for index in table.indexes:
        if index.unique and len(index.columns) == len(index.expressions):
            yield index
