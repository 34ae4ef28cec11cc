"""The database: there, new enough, migrated, and with a role that row-level security binds."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
from alembic.util import CommandError
from sqlalchemy.exc import SQLAlchemyError

from bot.config import Settings
from bot.doctor.findings import PATIENCE, Finding, first_line
from store.engine import APP_ROLE, Address, address, start_embedded
from store.migrate import revisions

OLDEST_VERSION = 16
"""The first PostgreSQL that knows `GRANT … WITH SET`, which the migrations use."""

NOT_STARTED = (OSError, RuntimeError, ValueError, subprocess.SubprocessError, psycopg.Error)


def examine_database(settings: Settings) -> Iterator[Finding]:
    """Blocking: a second or two for the embedded server. Each step needs the one before."""
    if url := settings.database_url.get_secret_value():
        yield from _examine_named(url)
    else:
        yield from _examine_embedded(settings.scripty_home)


def _examine_named(url: str) -> Iterator[Finding]:
    try:
        where = address(url)
    except (SQLAlchemyError, ValueError):
        where = None
    # Of an address that is misread, the words of the error and what is taken for the host would
    # show parts of the password.
    if where is None or "@" in (where.url.host or ""):
        yield Finding(
            "database",
            "problem",
            "DATABASE_URL can't be read as the address of a PostgreSQL database.",
            "Write postgresql://user:password@host:5432/name, with @ : / ? # % in the password "
            "percent-encoded; or leave it empty for the embedded server.",
        )
    else:
        yield from _examine_server(where)


def _examine_embedded(home: Path) -> Iterator[Finding]:
    if not _can_be_written(home):
        yield Finding(
            "database",
            "problem",
            f"The embedded server can't keep its data in {home}.",
            "Make the folder writable, set SCRIPTY_HOME to another one, or set DATABASE_URL.",
        )
    elif not (home / "postgres" / "PG_VERSION").exists():
        yield Finding("database", "ok", f"The first start makes the embedded one in {home}.")
    else:
        yield from _examine_started(home)


def _can_be_written(home: Path) -> bool:
    """Whether the folder is ours to write to, or could be made."""
    nearest = next(folder for folder in (home, *home.absolute().parents) if folder.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)


def _examine_started(home: Path) -> Iterator[Finding]:
    try:
        where = start_embedded(home)
    except NOT_STARTED as error:
        yield Finding(
            "database",
            "problem",
            f"The embedded server in {home} does not start: {first_line(error)}",
            f"Its log is {home / 'postgres' / 'log'}. Or set DATABASE_URL to another server.",
        )
    else:
        yield from _examine_server(where)


def _examine_server(where: Address) -> Iterator[Finding]:
    try:
        version = _version(where)
    except (psycopg.Error, UnicodeError) as error:
        yield Finding(
            "database",
            "problem",
            f"{where.shown} can't be reached: {first_line(error)}",
            "Check that it runs, that DATABASE_URL is right, and that this machine may connect.",
        )
        return
    found = f"PostgreSQL {version} at {where.shown}"
    if version < OLDEST_VERSION:
        newer = f"Use PostgreSQL {OLDEST_VERSION} or newer."
        yield Finding("database", "problem", found, newer)
        return
    yield Finding("database", "ok", found)
    schema = _schema(where)
    yield schema
    if schema.level == "ok":
        yield _role(where)


def _version(where: Address) -> int:
    with psycopg.connect(where.libpq, connect_timeout=PATIENCE) as connection:
        return connection.info.server_version // 10_000


def _schema(where: Address) -> Finding:
    try:
        current, newest = revisions(where)
    except (SQLAlchemyError, CommandError) as error:
        return Finding(
            "schema",
            "problem",
            f"Its revision can't be read: {type(error).__name__}",
            "The user of DATABASE_URL has to own the tables: run `scripty migrate` as that user.",
        )
    if current is None:
        return Finding("schema", "problem", "There are no tables yet.", "Run: scripty migrate")
    if current != newest:
        return Finding(
            "schema",
            "problem",
            f"The database is at revision {current}, this program knows {newest}.",
            "Run: scripty migrate. If the database is the newer one, update the program.",
        )
    return Finding("schema", "ok", f"Revision {current}, the newest.")


def _role(where: Address) -> Finding:
    """Each transaction takes on a role, so that no query can see another workspace's rows."""
    name = "row security"
    try:
        with psycopg.connect(where.libpq, connect_timeout=PATIENCE) as connection:
            connection.execute(f"SET LOCAL ROLE {APP_ROLE}")
            around = connection.execute(
                "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error as error:
        return Finding(
            name,
            "problem",
            f"The role {APP_ROLE} can't be taken on: {first_line(error)}",
            f"Have an administrator run: CREATE ROLE {APP_ROLE} NOLOGIN; "
            f'GRANT {APP_ROLE} TO "{where.url.username}" WITH SET TRUE; then: scripty migrate',
        )
    if around != (False,):
        return Finding(
            name,
            "problem",
            f"The role {APP_ROLE} goes around it.",
            f"Have an administrator run: ALTER ROLE {APP_ROLE} NOSUPERUSER NOBYPASSRLS;",
        )
    return Finding(name, "ok", f"Every transaction can take on the role {APP_ROLE}.")
