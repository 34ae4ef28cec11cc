"""A database for each test: as if newly made, and mostly one that an earlier test has left.

Making and dropping one costs about a third of a second of the machine's time, for the three hundred
files in it; emptying the few tables that a test has written to costs a few milliseconds.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, LiteralString
from uuid import uuid4

import psycopg
from psycopg import sql

from store.engine import Address

TIMES = 30
"""How often a database is used: each use leaves dead rows behind."""

TERMINATE_MS = 10_000

UNSAFE_AND_QUICK = ("fsync", "full_page_writes", "synchronous_commit", "autovacuum")
"""What protects data from a machine that dies. No test kills more than processes."""

CATALOG: LiteralString = """
WITH made(what) AS (
    SELECT row('class', oid, xmin, relname) FROM pg_class WHERE oid >= 16384
    UNION ALL SELECT row('attribute', attrelid, xmin, attname)
        FROM pg_attribute WHERE attrelid >= 16384
    UNION ALL SELECT row('type', oid, xmin, typname) FROM pg_type WHERE oid >= 16384
    UNION ALL SELECT row('enum', oid, xmin, enumlabel) FROM pg_enum
    UNION ALL SELECT row('function', oid, xmin, proname) FROM pg_proc WHERE oid >= 16384
    UNION ALL SELECT row('constraint', oid, xmin, conname) FROM pg_constraint WHERE oid >= 16384
    UNION ALL SELECT row('default', oid, xmin, '') FROM pg_attrdef
    UNION ALL SELECT row('index', indexrelid, xmin, '') FROM pg_index WHERE indexrelid >= 16384
    UNION ALL SELECT row('trigger', oid, xmin, tgname) FROM pg_trigger
    UNION ALL SELECT row('policy', oid, xmin, polname) FROM pg_policy
    UNION ALL SELECT row('rule', oid, xmin, rulename) FROM pg_rewrite WHERE oid >= 16384
    UNION ALL SELECT row('schema', oid, xmin, nspname) FROM pg_namespace
    UNION ALL SELECT row('extension', oid, xmin, extname) FROM pg_extension
    UNION ALL SELECT row('grant', oid, xmin, '') FROM pg_default_acl
    UNION ALL SELECT row('large object', oid, xmin, '') FROM pg_largeobject_metadata
    UNION ALL SELECT row('setting', setrole, xmin, setconfig::text) FROM pg_db_role_setting
        WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
)
SELECT md5(string_agg(what::text, ' ' ORDER BY what::text)) FROM made
"""
"""Everything that has been made in a database, and by which transaction."""

TABLES: LiteralString = (
    "SELECT schemaname, relname FROM pg_stat_user_tables ORDER BY schemaname, relname"
)
SEQUENCES: LiteralString = (
    "SELECT schemaname, sequencename, start_value, last_value FROM pg_sequences "
    "ORDER BY schemaname, sequencename"
)


def make_quick(server: Address) -> None:
    """Let the embedded server write when it likes."""
    with psycopg.connect(_control(server), autocommit=True) as connection:
        for setting in UNSAFE_AND_QUICK:
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")


class Databases:
    """Copies of a migrated database, each in the hands of one test at a time."""

    def __init__(self, template: Address) -> None:
        self._template = template
        self._control = psycopg.connect(_control(template), autocommit=True)
        self._left: list[tuple[str, int]] = []
        with psycopg.connect(template.libpq, autocommit=True) as connection:
            self._cleaner = Cleaner(connection)

    @contextmanager
    def one(self) -> Iterator[Address]:
        """A database that nobody else has, or had under this name."""
        name, used = f"test_{uuid4().hex}", 0
        if self._left:
            last, used = self._left.pop()
            self._do("ALTER DATABASE {} RENAME TO {}", last, name)
        else:
            self._do("CREATE DATABASE {} TEMPLATE {}", name, str(self._template.url.database))
        where = Address(self._template.url.set(database=name))
        try:
            yield where
        finally:
            if used < TIMES and self._is_as_new(where):
                self._left.append((name, used + 1))
            else:
                self._do("DROP DATABASE {} WITH (FORCE)", name)

    def close(self) -> None:
        """No more of them are wanted."""
        self._control.close()

    def _is_as_new(self, where: Address) -> bool:
        """Whether nobody is connected, and all rows that came are gone."""
        self._control.execute(
            "SELECT pg_terminate_backend(pid, %s) FROM pg_stat_activity WHERE datname = %s",
            [TERMINATE_MS, where.url.database],
        )
        try:
            with psycopg.connect(where.libpq, autocommit=True) as connection:
                return self._cleaner.clean(connection)
        except psycopg.Error:
            return False

    def _do(self, statement: LiteralString, *names: str) -> None:
        self._control.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


class Cleaner:
    """Takes from a database what a new one has not."""

    def __init__(self, new: psycopg.Connection[Any]) -> None:
        tables = [sql.Identifier(*names) for names in new.execute(TABLES).fetchall()]
        filled = self._filled(new, tables)
        self._kept = [table for table in tables if table in filled]
        self._emptied = [table for table in tables if table not in filled]
        self._sequences = new.execute(SEQUENCES).fetchall()
        self._catalog = new.execute(CATALOG).fetchone()
        self._contents = self._content(new)

    def clean(self, used: psycopg.Connection[Any]) -> bool:
        """Whether it is now as new; no where more than rows and counters have changed."""
        if used.execute(CATALOG).fetchone() != self._catalog:
            return False
        if self._content(used) != self._contents:
            return False
        with used.transaction():
            used.execute("SET LOCAL session_replication_role = replica")  # no trigger, no reference
            for table in self._filled(used, self._emptied):
                used.execute(sql.SQL("DELETE FROM {}").format(table))
            for schema, name, start, last in self._sequences:
                used.execute(
                    "SELECT setval(format('%%I.%%I', %s::text, %s::text)::regclass, %s, %s)",
                    [schema, name, start if last is None else last, last is not None],
                )
        return True

    def _filled(
        self, connection: psycopg.Connection[Any], tables: Sequence[sql.Identifier]
    ) -> list[sql.Identifier]:
        looks = [
            sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(sql.Literal(at), table)
            for at, table in enumerate(tables)
        ]
        found = connection.execute(sql.SQL(" UNION ALL ").join(looks)).fetchall()
        return [tables[at] for (at,) in found]

    def _content(self, connection: psycopg.Connection[Any]) -> list[Any]:
        """Of the tables that a new database has rows in."""
        look = "SELECT array_agg(t::text ORDER BY t::text) FROM {} t"
        return [connection.execute(sql.SQL(look).format(table)).fetchone() for table in self._kept]


def _control(server: Address) -> str:
    return Address(server.url.set(database="postgres")).libpq
