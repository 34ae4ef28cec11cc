"""Nothing that touches a model's answer, a reading of a thread or a draft can reach what writes a
verdict or a decision: shown over the import graph, lazy imports included."""

import ast
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

import handlers
from handlers.rooms import DOORS, JOBS

ROOT = Path(handlers.__file__).parent.parent
PACKAGES = ("bot", "handlers", "prompts", "store")
FROM_A_MODEL = (
    "bot.model",
    "handlers.asking",
    "handlers.drafting",
    "handlers.notes.assisted",
    "handlers.notes.drafting",
    "handlers.notes.jobs",
    "handlers.notes.model",
    "handlers.suggestions.memory",
    "handlers.suggestions.rules",
    "handlers.suggestions.services",
    "handlers.transcripts",
    "prompts",
)
DECIDES = (
    "handlers.approvals.services",
    "handlers.conflicts.services",
    "handlers.record.recording",
    "handlers.record.services",
)

_ASK = ("handlers.drafting.model", "handlers.notes.drafting", "handlers.notes.model")
ACCEPTS = (
    "handlers.notes.services",
    "handlers.shots.services",
    "handlers.suggestions.accepting",
    "handlers.suggestions.deciding",
)
"""What makes something of a draft's lines once a person has accepted them."""


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Who imports whom, in all our packages."""
    return grimp.build_graph(*PACKAGES, cache_dir=None)


@pytest.mark.parametrize("source", FROM_A_MODEL)
@pytest.mark.parametrize("target", DECIDES)
def test_no_chain_of_imports_leads_there(
    graph: grimp.ImportGraph, source: str, target: str
) -> None:
    assert {source, target} <= graph.modules
    assert graph.find_shortest_chain(source, target, as_packages=True) is None


@pytest.mark.parametrize("target", ACCEPTS)
def test_what_drafts_can_t_accept(graph: grimp.ImportGraph, target: str) -> None:
    assert graph.find_shortest_chain("handlers.drafting", target, as_packages=True) is None
    doors = {register.__module__ for register in DOORS}
    assert any(graph.find_shortest_chain(door, target) for door in doors), target


def test_the_doors_for_people_do_lead_there(graph: grimp.ImportGraph) -> None:
    """So that the tests above would notice a module that was moved or renamed."""
    doors = {register.__module__ for register in DOORS}
    for target in DECIDES:
        assert any(graph.find_shortest_chain(door, target) for door in doors), target


def test_the_jobs_that_read_and_draft_are_those_we_look_at(graph: grimp.ImportGraph) -> None:
    """Of all rooms' jobs, only those of `notes` save a reading, and only those of `drafting` have a
    model draft."""
    asking = {
        register.__module__
        for register in JOBS
        if any(graph.find_shortest_chain(register.__module__, each) for each in _ASK)
    }
    assert asking == {"handlers.drafting.jobs", "handlers.notes.jobs"}


@pytest.mark.parametrize(
    ("row", "where"),
    [("Approval", DECIDES[:1]), ("Decision", DECIDES), ("Shot", ("handlers.shots.services",))],
)
def test_such_rows_are_made_in_these_modules_only(row: str, where: tuple[str, ...]) -> None:
    made = {module for module, call in _calls() if call == row}
    assert made
    assert made <= set(where)


def _calls() -> Iterator[tuple[str, str]]:
    """Every call of a plain name in our code, with its module."""
    for package in PACKAGES:
        for file in (ROOT / package).rglob("*.py"):
            module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    yield module, node.func.id
