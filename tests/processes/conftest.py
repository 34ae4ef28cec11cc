"""The program, loaded once for the many processes that these tests start."""

from collections.abc import AsyncIterator

import pytest

from tests.support.forks import Forks, loaded


@pytest.fixture(scope="session")
async def forks() -> AsyncIterator[Forks]:
    async with loaded() as found:
        yield found
