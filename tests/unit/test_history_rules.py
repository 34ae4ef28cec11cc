"""Every action of the audit trail has words of its own, and reads as a sentence."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import handlers
from handlers.program import SCRIPTY
from handlers.record.cards import DecisionView, Looked, decision_list
from handlers.record.errors import NothingNamedError
from handlers.record.finding import (
    matching,
    page_value,
    read_page,
    read_reference,
    wanted_words,
)
from handlers.record.rules import BOT, SENTENCES, Happened, line, people_in, sentence
from store.tables import Decision
from tests.support.rows import NAMES, a_production

NOON = datetime(2026, 5, 12, 12, 2, tzinfo=UTC)
TODAY = date(2026, 6, 1)


# What is logged anywhere


@dataclass
class Code:
    """The calls and constants of some modules, to see which texts reach an argument."""

    calls: list[tuple[str, ast.Call, ast.FunctionDef | ast.AsyncFunctionDef | None]] = field(
        default_factory=list
    )

    constants: dict[str, set[str]] = field(default_factory=dict)
    asked: list[tuple[ast.AST, str]] = field(default_factory=list)

    def read(self, module: str, tree: ast.Module) -> None:
        self._walk(module, tree, None)
        for node in tree.body:
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                    self.constants.setdefault(name, set()).add(text)

    def _walk(
        self, module: str, node: ast.AST, inside: ast.FunctionDef | ast.AsyncFunctionDef | None
    ) -> None:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inside = node
        if isinstance(node, ast.Call):
            self.calls.append((module, node, inside))
        for child in ast.iter_child_nodes(node):
            self._walk(module, child, inside)

    def texts(
        self,
        module: str,
        value: ast.expr,
        inside: ast.FunctionDef | ast.AsyncFunctionDef | None,
    ) -> set[str]:
        """The texts that this expression can be. Raises LookupError where nobody can tell."""
        match value:
            case ast.Constant(value=str(text)):
                return {text}
            case ast.IfExp(body=one, orelse=other):
                return self.texts(module, one, inside) | self.texts(module, other, inside)
            case ast.JoinedStr(values=parts):
                each = [
                    self.texts(
                        module, part.value if isinstance(part, ast.FormattedValue) else part, inside
                    )
                    for part in parts
                ]
                return {"".join(some) for some in product(*each)}
            case ast.Name(id=name) if inside is not None:
                return self._named(module, name, inside)
        raise LookupError(f"{module}:{value.lineno}: can't tell what {ast.unparse(value)} is")

    def _named(
        self, module: str, name: str, inside: ast.FunctionDef | ast.AsyncFunctionDef
    ) -> set[str]:
        arguments = [*inside.args.posonlyargs, *inside.args.args]
        names = [each.arg for each in arguments]
        if name in names or name in [each.arg for each in inside.args.kwonlyargs]:
            place = names.index(name) if name in names else None
            return self._given(module, inside, name, place)
        assigned = [
            node.value
            for node in ast.walk(inside)
            if isinstance(node, ast.Assign)
            and any(isinstance(to, ast.Name) and to.id == name for to in node.targets)
        ]
        if not assigned and name in self.constants:
            return self.constants[name]
        if not assigned:
            raise LookupError(f"{module}: can't tell what {name} is in {inside.name}")
        return set().union(*(self.texts(module, each, inside) for each in assigned))

    def _given(
        self,
        module: str,
        called: ast.FunctionDef | ast.AsyncFunctionDef,
        name: str,
        place: int | None,
    ) -> set[str]:
        """What callers give for an argument; a name with `_` is called from its module only."""
        found: set[str] = set()
        if (called, name) in self.asked:
            return found  # handed on by the function itself, or by another of its name
        self.asked.append((called, name))
        for where, call, inside in self.calls:
            if _called(call) != called.name or (called.name.startswith("_") and where != module):
                continue
            given = {each.arg: each.value for each in call.keywords}
            value = given.get(name)
            if value is None and place is not None and place < len(call.args):
                value = call.args[place]
            if value is not None:
                found |= self.texts(where, value, inside)
        self.asked.pop()
        return found


def _called(call: ast.Call) -> str:
    """The name of what is called, unless it is the audit trail itself."""
    match call.func:
        case ast.Attribute(value=ast.Name(id="work"), attr="log"):
            return ""
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def logged_actions(folder: Path) -> set[str]:
    """Every action that a module below `folder` can log."""
    code = Code()
    for path in folder.rglob("*.py"):
        code.read(str(path.relative_to(folder)), ast.parse(path.read_text(encoding="utf-8")))
    found: set[str] = set()
    for module, call, inside in list(code.calls):
        if ast.unparse(call.func) == "work.log":
            found |= code.texts(module, call.args[2], inside)
    return found


def test_every_action_that_is_logged_has_a_sentence() -> None:
    logged = logged_actions(Path(str(handlers.__file__)).parent)
    assert {"note.accepted", "task.taken", "model.switched_on", "decision.recorded"} <= logged
    assert logged - set(SENTENCES) == set()


def test_no_sentence_is_left_of_what_is_logged_no_more() -> None:
    assert set(SENTENCES) - logged_actions(Path(str(handlers.__file__)).parent) == set()


def test_the_collector_follows_helpers_and_gives_up_aloud(tmp_path: Path) -> None:
    (tmp_path / "room.py").write_text(
        "def settle(work, note, state):\n"
        "    _log(work, note, state, late=1)\n"
        "def _log(work, note, action, **detail):\n"
        "    work.log(1, 2, f'note.{action}', 'note', note.id, **detail)\n"
        "MADE = 'note.made'\n"
        "def one(work, note):\n"
        "    work.log(1, 2, MADE, 'note', note.id)\n"
        "    settle(work, note, 'kept' if note else 'lost')\n"
    )
    (tmp_path / "other.py").write_text(
        "def two(work, note):\n    settle(work, note, state='found')\n"
    )
    assert logged_actions(tmp_path) == {
        "note.kept",
        "note.lost",
        "note.found",
        "note.made",
    }
    (tmp_path / "worse.py").write_text("def x(work, note):\n    work.log(1, 2, note.action, 3)\n")
    with pytest.raises(LookupError, match=r"note\.action"):
        logged_actions(tmp_path)


# How it reads


def happened(action: str, about: str = "N12", **detail: Any) -> Happened:
    return Happened(NOON, "U01", "button", action, about, detail)


def test_a_line_says_when_who_what_and_where() -> None:
    accepted = happened("note.accepted")
    said = line(accepted, NAMES, "Europe/Berlin", TODAY)
    assert said == "12 May 14:02 · director accepted N12 (button)"
    assert line(accepted, NAMES, "America/New_York", TODAY).startswith("12 May 08:02")
    assert line(accepted, NAMES, "UTC", date(2027, 1, 1)).startswith("12 May 2026 12:02")


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (happened("note.rejected"), "director rejected N12"),
        (
            happened("note.rejected", reason="we like\nit dark"),
            "director rejected N12: “we like it dark”",
        ),
        (happened("note.merged", into=7), "director merged N12 into N7"),
        (happened("note.assigned", owner="U02"), "director named editor as owner of N12"),
        (happened("note.assigned", owner=None), "director named nobody as owner of N12"),
        (happened("note.assigned", owner="U99"), "director named someone as owner of N12"),
        (
            happened("task.made", "T4", owner="U02", due="2026-06-05"),
            "director made T4, owner editor, due Fri 5 Jun",
        ),
        (happened("task.made", "T4", owner=None, due=None), "director made T4"),
        (happened("task.dated", "T4", due=None), "director set the day of T4: none"),
        (happened("decision.superseded", "D4", by=9), "director superseded D4 by D9"),
        (happened("approval.given", "v2", verdict="approved"), "director approved v2"),
        (
            happened("approval.given", "v2", verdict="approved with notes", notes=[1, 3]),
            "director approved v2 with notes, naming N1 and N3",
        ),
        (
            happened("approval.given", "v2", verdict="changes requested"),
            "director requested changes to v2",
        ),
        (
            happened("document.replaced", "call sheet"),
            "director replaced the call sheet by a newer one",
        ),
        (happened("note.melted_away"), "director N12: melted away"),
    ],
)
def test_details_are_in_the_sentence(event: Happened, expected: str) -> None:
    assert sentence(event, NAMES) == expected


def test_what_the_bot_did_bears_its_name() -> None:
    assert SCRIPTY.user == BOT
    event = Happened(NOON, BOT, "reading", "note.drafted", "N12")
    said = line(event, NAMES, "UTC", TODAY)
    assert said == "12 May 12:02 · Scripty found N12 in the thread (reading the thread)"


@pytest.mark.parametrize("action", sorted(SENTENCES))
def test_every_sentence_stands_without_any_detail(action: str) -> None:
    """An event of an older version may lack what a newer one keeps."""
    said = sentence(happened(action), NAMES)
    assert said.startswith("director ")
    assert not set("[]{}") & set(said)


def test_everybody_named_is_looked_up() -> None:
    assert people_in(happened("note.assigned", owner="U02")) == {"U01", "U02"}
    assert people_in(happened("note.accepted")) == {"U01"}


def test_words_of_people_are_literal() -> None:
    said = sentence(happened("note.rejected", reason="{about} [x] <@U01> {owner:person}"), NAMES)
    assert said == "director rejected N12: “{about} [x] <@U01> {owner:person}”"


# What is looked for


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("N12", "N12"),
        ("n12", "N12"),
        ("#T4", "T4"),
        ("“D2”", "D2"),
        ("d 2.", "D2"),
        ("s3", "S3"),
        ("v2", "v2"),
        ("V1.1", "v1.1"),
        ("v2 for teaser", "v2 of teaser"),
        ("v2 teaser cut", "v2 of teaser cut"),
    ],
)
def test_what_a_history_is_of(words: str, named: str) -> None:
    assert read_reference(words).named() == named


@pytest.mark.parametrize("words", ["", "12", "the logo", "N", "X4", "N12 N13", "vx"])
def test_what_names_nothing_is_told_what_would(words: str) -> None:
    with pytest.raises(NothingNamedError, match="/scripty history N12, or T4, D2, v2"):
        read_reference(words)


def a_decision(number: int, what: str, **values: Any) -> Decision:
    production = a_production()
    row: Mapping[str, Any] = {
        "production_id": production.id,
        "number": number,
        "what": what,
        "decided_by": "U01",
        "logged_by": "U02",
        "at": NOON,
    }
    return Decision(**{**row, **values})


DECISIONS = [
    a_decision(1, "Keep Élodie's pause"),
    a_decision(2, "End card stays white", why="the client's guideline"),
    a_decision(3, "Music from Straße", next_action="Zoë clears the rights"),
]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("elodie", [1]),
        ("ÉLODIE pause", [1]),
        ("white guideline", [2]),
        ("zoe", [3]),
        ("strasse", [3]),
        ("D2", [2]),
        ("s", [3, 2, 1]),
        ("white pause", []),
        ("%", []),
    ],
)
def test_words_are_found_whatever_their_case_and_accents(words: str, found: list[int]) -> None:
    assert [each.number for each in matching(DECISIONS, words)] == found


def test_find_may_be_said_or_not() -> None:
    assert [wanted_words(words) for words in ("", "find", "find end card", "end  card")] == [
        "",
        "",
        "end card",
        "end card",
    ]


def test_a_page_is_found_again() -> None:
    assert read_page(page_value(None, 2)) == (None, 2)
    assert read_page(page_value([12, 9, 4], 3)) == ([12, 9, 4], 3)
    assert read_page("nonsense") == ([], 1)


def test_the_button_to_the_next_page_holds_whatever_was_found() -> None:
    many = [a_decision(99_000 + number, "keep the logo") for number in range(900)]
    found = matching(many, "logo")
    assert len(page_value([each.number for each in found], 90)) <= 2000


def numbers_shown(page: int, count: int) -> Iterator[str]:
    views = [a_decision(number, "keep it") for number in range(count, 0, -1)]
    message = decision_list([DecisionView(each) for each in views], a_production(), NAMES, TODAY,
                            Looked(page=page))  # fmt: skip
    for block in message.blocks:
        if block["type"] == "rich_text":
            yield block["elements"][0]["elements"][0]["text"]


def test_pages_hold_ten_and_the_last_the_rest() -> None:
    assert list(numbers_shown(1, 23)) == [f"D{number}" for number in range(23, 13, -1)]
    assert list(numbers_shown(3, 23)) == ["D3", "D2", "D1"]
    assert list(numbers_shown(99, 23)) == ["D3", "D2", "D1"]
