"""Alembic's entry: one connection, no ini file."""

from typing import Literal

from alembic import context
from sqlalchemy import create_engine, pool
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

import store.tables  # noqa: F401  (fills the metadata)


def run() -> None:
    """Run the migrations on the address handed over by `store.migrate`."""
    engine = create_engine(context.config.attributes["url"], poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=SQLModel.metadata,
            compare_type=True,
            include_name=_ours,
            render_item=_plain,
        )
        with context.begin_transaction():
            context.run_migrations()


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    """The queue's tables are Procrastinate's business."""
    theirs = ("procrastinate_", "queue_migration")
    return not (kind == "table" and name is not None and name.startswith(theirs))


def _plain(kind: str, item: object, _context: object) -> str | Literal[False]:
    """SQLModel's own column types written as SQLAlchemy's: a migration outlives both."""
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


run()
