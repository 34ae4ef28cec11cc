"""Labelled threads from a folder. What can't be used is named with its file and line."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.eval.labels import Gold, MessageLabel
from bot.explained import ExplainedError
from bot.extract.context import Options, context_of
from bot.extract.messages import read_messages
from store.types import ReadingContext, ThreadMessage

_LABELS = TypeAdapter(tuple[MessageLabel, ...])

WANTED = 'write {"context": {…}, "messages": […]} with "gold" or "labels"'


class NothingLabelledError(ExplainedError):
    """There is nothing to score; says what was looked for, and where."""


class BadThreadError(Exception):
    """What is wrong with a labelled thread, after the place where it stands."""


@dataclass(frozen=True)
class LabelledThread:
    """A thread with its labels: of its notes (`Gold`), or of its messages.

    `source` is what scores are summed by: the name of a `.jsonl` file, or of the folder.
    """

    id: str
    source: str
    messages: tuple[ThreadMessage, ...]
    context: ReadingContext
    labels: Gold | tuple[MessageLabel, ...]


@dataclass(frozen=True)
class Folder:
    """The labelled threads of a folder, and a sentence for each that could not be used."""

    threads: tuple[LabelledThread, ...]
    errors: tuple[str, ...]


def load(folder: Path, only: Sequence[str] = ()) -> Folder:
    """The threads of all `.json` (one each) and `.jsonl` (one a line) files right in a folder.

    `only` are globs, of which one has to fit a thread's id or its file's name. A thread that
    can't be used costs itself only. Raises NothingLabelledError where no file is left to read.
    """
    if not folder.is_dir():
        raise NothingLabelledError(f"{folder} is not a folder of labelled threads.")
    threads: dict[str, LabelledThread] = {}
    errors: list[str] = []
    for place, name, raw in _documents(folder):
        try:
            thread = _thread(raw, folder, name)
            if not _asked_for(only, thread.id, name):
                continue
            if thread.id in threads:
                raise BadThreadError(f'the id "{thread.id}" is that of another thread')
            threads[thread.id] = thread
        except BadThreadError as error:
            if _asked_for(only, Path(name).stem, name):
                errors.append(f"{place}: {error}")
    if not threads and not errors:
        narrowed = f" fits --only {' --only '.join(only)}" if only else ""
        raise NothingLabelledError(
            f"No labelled thread in {folder}{narrowed}: it needs .json files with a thread each, "
            f"or .jsonl files with one a line; {WANTED}."
        )
    return Folder(tuple(threads.values()), tuple(errors))


def _asked_for(only: Sequence[str], *names: str) -> bool:
    return not only or any(fnmatchcase(name, glob) for glob in only for name in names)


Raw = bytes | OSError
"""What stands in a file, or why it can't be read."""


def _documents(folder: Path) -> Iterator[tuple[str, str, Raw]]:
    """Each thread's place for people, the name of its file, and what stands there."""
    for file in sorted(folder.iterdir()):
        if file.suffix not in (".json", ".jsonl") or file.is_dir():
            continue
        raw = _contents(file)
        if file.suffix == ".json" or isinstance(raw, OSError):
            yield file.name, file.name, raw
            continue
        for number, line in enumerate(raw.split(b"\n"), start=1):
            if line.strip():
                yield f"{file.name}, line {number}", file.name, line


def _contents(file: Path) -> Raw:
    try:
        return file.read_bytes()
    except OSError as error:
        return error


def _thread(raw: Raw, folder: Path, name: str) -> LabelledThread:
    """Raises BadThreadError."""
    if isinstance(raw, OSError):
        raise BadThreadError(f"it can't be read: {raw.strerror}")
    document = _json(raw)
    given = read_messages(raw)
    context, flaws = context_of(given.context, Options())
    if wrong := [*given.errors, *flaws]:
        raise BadThreadError("; ".join(wrong))
    file = Path(name)
    source = folder.resolve().name if file.suffix == ".json" else file.stem
    messages = tuple(given.messages)
    return LabelledThread(
        id=str(document.get("id") or file.stem),
        source=source,
        messages=messages,
        context=context,
        labels=_labels(document, {message.ts: message.text for message in messages}),
    )


def _json(raw: bytes) -> Mapping[str, Any]:
    """Raises BadThreadError."""
    try:
        document = json.loads(raw)
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}, " if error.doc.count("\n") else ""
        raise BadThreadError(f"not JSON ({error.msg}, {line}column {error.colno})") from error
    except (ValueError, RecursionError) as error:
        raise BadThreadError("JSON that can't be read") from error
    if not isinstance(document, dict) or not isinstance(document.get("messages"), list):
        raise BadThreadError(f"not a thread; {WANTED}")
    return document


def _labels(
    document: Mapping[str, Any], texts: Mapping[str, str]
) -> Gold | tuple[MessageLabel, ...]:
    """Raises BadThreadError."""
    try:
        if "gold" in document:
            gold = Gold.model_validate(document["gold"])
            _check_gold(gold, texts)
            return gold
        if "labels" in document:
            labels = _LABELS.validate_python(document["labels"])
            _check_messages(labels, texts)
            return labels
    except ValidationError as error:
        where = "gold" if "gold" in document else "labels"
        raise BadThreadError(f"{where}{_first_flaw(error)}") from error
    raise BadThreadError(f"a thread without labels; {WANTED}")


def _first_flaw(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    return "".join(f".{step}" for step in first["loc"]) + f": {first['msg']}"


def _check_gold(gold: Gold, texts: Mapping[str, str]) -> None:
    """Labels that point at nothing would be counted as the reader's misses."""
    for place, note in enumerate(gold.notes):
        if note.ts not in texts:
            raise BadThreadError(f"gold.notes.{place}: no message has the ts {note.ts}")
        if note.quote not in texts[note.ts]:
            raise BadThreadError(f"gold.notes.{place}: its quote is not in message {note.ts}")
    for name, pairs in (("duplicates", gold.duplicates), ("conflicts", gold.conflicts)):
        for place, (one, other) in enumerate(pairs):
            if one == other or not {one, other} <= set(range(len(gold.notes))):
                raise BadThreadError(f"gold.{name}.{place}: not two places in gold.notes, from 0")


def _check_messages(labels: Sequence[MessageLabel], texts: Mapping[str, str]) -> None:
    for place, label in enumerate(labels):
        if label.ts not in texts:
            raise BadThreadError(f"labels.{place}: no message has the ts {label.ts}")
