"""`scripty prompts`: which prompts there are, in which versions, and what changed between two.

A prompt is a folder with its versions in it: a file each ("drafting/questions/v1.yaml"), or a
folder each ("read_notes/v1" with instructions and examples).
"""

import difflib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from rich.table import Table
from rich.text import Text

from bot.explained import ExplainedError
from prompts.request import compact, told, weigh

FOLDER = Path(__file__).parent.parent / "prompts"

_VERSION = re.compile(r"v(\d+)(?:\.yaml)?")
_COLOURS = (
    ("---", "bold"), ("+++", "bold"), ("@@", "cyan"), ("+", "green"), ("-", "red"),
)  # fmt: skip


class UnknownVersionError(ExplainedError):
    """Raised when no prompt has this version, or none has both."""


class UnknownPromptError(ExplainedError):
    """Raised when no prompt has this name."""


@dataclass(frozen=True)
class Prompt:
    """A prompt and its versions, oldest first."""

    name: str
    versions: Sequence[Path]

    def version(self, name: str) -> Path | None:
        """The file or folder of a version ("v1")."""
        return next((each for each in self.versions if _called(each) == name), None)


def prompts_in(folder: Path) -> list[Prompt]:
    """The prompts in a folder and in those within, by name."""
    found: dict[Path, list[Path]] = {}
    for path in sorted(folder.rglob("v*")):
        if _VERSION.fullmatch(path.name):
            found.setdefault(path.parent, []).append(path)
    return [
        Prompt(at.name, sorted(versions, key=_number)) for at, versions in sorted(found.items())
    ]


def as_table(prompts: Sequence[Prompt], in_use: Callable[[Prompt], str]) -> Table:
    """Every prompt with its versions, the one in use, and what that costs before any data."""
    table = Table("prompt", "versions", "in use", "tokens, about", box=None)
    for prompt in prompts:
        used = in_use(prompt)
        path = prompt.version(used)
        weight = str(_weight(path)) if path else "no such version"
        table.add_row(prompt.name, ", ".join(map(_called, prompt.versions)), used, weight)
    return table


def in_use(prompt: Prompt) -> str:
    """The version of a prompt of ours that models are asked with."""
    from prompts import answer_question, drafting, read_notes

    used = {*drafting.VERSIONS.values(), answer_question.VERSION, read_notes.VERSION}
    return next(
        (version for name, _, version in (each.partition("/") for each in used)
         if name == prompt.name),
        "",
    )  # fmt: skip


def differences(folder: Path, old: str, new: str, name: str | None = None) -> str:
    """What changed between two versions of each prompt that has both, as a unified diff; "" for
    nothing. Raises UnknownPromptError, UnknownVersionError."""
    known = prompts_in(folder)
    prompts = [each for each in known if name in (None, each.name)]
    if not prompts:
        there = ", ".join(each.name for each in known)
        raise UnknownPromptError(f"There is no prompt called {name}. There are: {there}.")
    pairs = [
        (before, after)
        for each in prompts
        if (before := each.version(old)) and (after := each.version(new))
    ]
    if not pairs:
        _refuse(prompts, old, new)
    return "".join(line for before, after in pairs for line in _diff(folder, before, after))


def coloured(diff: str) -> Text:
    """A diff as terminals show one."""
    shown = Text()
    for line in diff.splitlines():
        style = next((style for mark, style in _COLOURS if line.startswith(mark)), "")
        shown.append(f"{line}\n", style)
    shown.rstrip()
    return shown


def _refuse(prompts: Sequence[Prompt], old: str, new: str) -> None:
    """Say which of the two there isn't, and which there are."""
    there = {_called(each) for prompt in prompts for each in prompt.versions}
    unknown = [each for each in dict.fromkeys((old, new)) if each not in there]
    lacking = f"version {' or '.join(unknown)}" if unknown else f"prompt with both {old} and {new}"
    have = "; ".join(
        f"{prompt.name} has {', '.join(map(_called, prompt.versions))}" for prompt in prompts
    )
    raise UnknownVersionError(f"There is no {lacking}. {have}.")


def _diff(folder: Path, before: Path, after: Path) -> Iterator[str]:
    for old, new in _files(before, after):
        yield from difflib.unified_diff(
            _lines(old), _lines(new), str(old.relative_to(folder)), str(new.relative_to(folder))
        )


def _files(before: Path, after: Path) -> Iterator[tuple[Path, Path]]:
    """The files of two versions, each with its counterpart, which need not be there."""
    if before.is_file() or after.is_file():
        yield before, after
        return
    names = {each.name for at in (before, after) for each in at.iterdir() if each.is_file()}
    for name in sorted(names):
        yield before / name, after / name


def _lines(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return [f"{line}\n" for line in text.splitlines()]


def _weight(path: Path) -> int:
    """The approximate tokens of a version's instructions, examples and schema."""
    if path.is_dir():
        instructions = (path / "instructions.md").read_text(encoding="utf-8")
        examples = json.loads((path / "examples.json").read_text(encoding="utf-8"))
        return weigh(told(instructions, [(each["user"], each["answer"]) for each in examples]))
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    examples = [(each["document"], each["answer"]) for each in found["examples"]]
    return weigh(told(found["instructions"], examples) + compact(found["schema"]))


def _called(path: Path) -> str:
    return path.stem


def _number(path: Path) -> int:
    return int(path.stem[1:])
