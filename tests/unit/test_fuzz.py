"""A small share of what `make fuzz` reads, at each run of the tests."""

from random import Random

import pytest

from store.types import ThreadMessage
from tests.fuzz.__main__ import real_sentences
from tests.fuzz.reader import check
from tests.fuzz.threads import CONTEXTS, thread

THREADS = 150


@pytest.mark.parametrize("seed", range(1, 5))
def test_no_thread_breaks_the_reader(seed: int) -> None:
    random, sentences = Random(seed), real_sentences()
    for _ in range(THREADS):
        check(*thread(random, sentences))


def test_a_seed_makes_the_same_threads() -> None:
    first, again = (thread(Random(7), real_sentences()) for _ in range(2))
    assert first == again


def test_a_run_of_openers_is_read_at_once() -> None:
    """Each word before a comma could be two things; a pattern once tried all combinations."""
    message = ThreadMessage("1.1", "U04", "editor,:fire:and also" * 40)
    check([message], CONTEXTS[1])
