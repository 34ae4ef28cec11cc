"""Fixtures that several folders of tests share."""

from collections.abc import Iterator

import pytest

from tests.support.emulator import Emulator, running_emulator


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    """The npm emulator, once per test run."""
    with running_emulator() as running:
        yield running
