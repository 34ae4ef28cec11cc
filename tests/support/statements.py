"""SQL is put together from its statements once in a test run, and not once in each test.

SQLAlchemy remembers by engine and by dialect, and each test starts the program with an engine of
its own, as a process does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from store.engine import Address


@contextmanager
def remembered_statements(dialect_of: AsyncEngine) -> Iterator[None]:
    """Let all engines made meanwhile share what they remember with this one, which has connected
    before: its dialect knows the server."""
    known = dialect_of.sync_engine

    def make(url: URL, **options: Any) -> AsyncEngine:
        made = create_async_engine(url, **options)
        made.sync_engine.dialect = known.dialect
        made.sync_engine._compiled_cache = known._compiled_cache
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("store.engine.create_async_engine", make)
        yield


async def connected_engine(where: Address) -> AsyncEngine:
    """An engine that knows its server, and keeps no connection to it."""
    engine = create_async_engine(where.url, query_cache_size=5000)
    async with engine.connect():
        pass
    await engine.dispose()
    return engine
