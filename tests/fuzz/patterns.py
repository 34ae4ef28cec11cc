"""The reader's regular expressions, each on one thing repeated: none may take the square of it.

The time a pattern takes for four times the text is held against the time for the text, in one
process's own seconds, so that whatever else the machine does counts for little.
"""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator

import handlers.dates
import handlers.notes.ideas
import handlers.people
from handlers.notes import reader

UNITS = (
    ":", "1:", "1;", "0:42:", ".", ". ", "...", " ", "\t", "\n", " \n", "a", "a ", "A", "1", "1 ",
    ",", ", ", "; ", "-", " - ", "(", '"', "'", "!", "?", "…", "<", "&", "*", "_", "~", ":a",
    "@U01 ", "the ", "and ", "is ", "no ", "keep ", "if ", "it ", "to ", "we ", "or ", "i'll ",
    "not ", "more ", "please ",
)  # fmt: skip
SHORT, LONG = 1_000, 4_000
ALLOWED = 8
"""Times as long for four times the text; the square of it would be sixteen."""
NOTICED = 0.02
"""Seconds below which nothing can be told."""


def slow_patterns() -> Iterator[str]:
    """Each pattern and unit for which the time grows too fast."""
    for name, pattern in _patterns():
        for unit in UNITS:
            long = _seconds(pattern, unit, LONG)
            if long > NOTICED and long > ALLOWED * _seconds(pattern, unit, SHORT):
                yield f"{name} on {unit!r}"


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    found = [importlib.import_module(f"{reader.__name__}.{m.name}") for m in _modules()]
    for module in (*found, handlers.dates, handlers.people, handlers.notes.ideas):
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                yield f"{module.__name__}.{name}", value


def _modules() -> Iterator[pkgutil.ModuleInfo]:
    return pkgutil.iter_modules(reader.__path__)


def _seconds(pattern: re.Pattern[str], unit: str, length: int) -> float:
    text = unit * (length // len(unit)) + " 0:42 please"
    started = time.process_time()
    pattern.search("x " + text)
    pattern.match(text)
    return time.process_time() - started
