"""Bringing a database to the present schema: the queue's tables, then ours."""

from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from store.engine import APP_ROLE, DRAFTING_ROLE, Address, MayNotCreateRoleError
from store.queue import migrate_queue

ONE_AT_A_TIME = 0x5C21B7
"""Advisory lock: of several processes starting at once, one migrates and the rest wait."""


def alembic_config(where: Address) -> Config:
    """Alembic's settings for this package's migrations, without a file on disk."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["url"] = where.url
    return config


def migrate(where: Address, revision: str = "head") -> None:
    """Upgrade to `revision`. Safe to run again, and from several processes at once."""
    with psycopg.connect(where.libpq, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        with connection.transaction():
            migrate_queue(connection)
            for role in (APP_ROLE, DRAFTING_ROLE):
                _ensure_role(connection, role)
        command.upgrade(alembic_config(where), revision)


def revisions(where: Address) -> tuple[str | None, str | None]:
    """The revision the database is at, and the newest one this program knows."""
    engine = create_engine(where.url)
    try:
        with engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()
    return current, ScriptDirectory.from_config(alembic_config(where)).get_current_head()


def _ensure_role(connection: psycopg.Connection[tuple[object, ...]], role: str) -> None:
    """Roles belong to the whole server, so another database's migration may have made it."""
    try:
        with connection.transaction():
            if not connection.execute(
                "SELECT 1 FROM pg_roles WHERE rolname = %s", [role]
            ).fetchone():
                connection.execute(f"CREATE ROLE {role} NOLOGIN")
    except (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
        pass
    except psycopg.errors.InsufficientPrivilege as error:
        raise MayNotCreateRoleError(connection.info.user) from error
    row = connection.execute("SELECT pg_has_role(current_user, %s, 'SET')", [role]).fetchone()
    if row is None or not row[0]:
        connection.execute(f"GRANT {role} TO CURRENT_USER WITH SET TRUE")
