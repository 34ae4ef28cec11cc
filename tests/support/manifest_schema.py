"""Slack's manifest schema, as far as we use it, and a checker for it.

`manifest_schema.txt` is schemas/manifest.schema.2.0.0.json of github.com/slackapi/manifest-schema
(21 July 2026), flattened: a line a field, indented below its parent, `*` for required, `[]` for the
items of a list, `$ref` to a definition. Fields we don't use keep their name and lose their content.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_LINE = re.compile(r"( *)(?:def )?([^\s:*]+)(\*?): ?(\$ref \S+|\w*)(.*)")
_LIMIT = re.compile(r"(maxLength|minLength|maxItems|minItems)=(\d+)")
_TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}


@dataclass
class Rule:
    """What one field must be; `fields` below an object, `"[]"` among them below a list."""

    type: str
    required: bool
    limits: dict[str, int]
    pattern: str | None
    words: Sequence[str] | None
    fields: "dict[str, Rule]" = field(default_factory=dict)


Schema = dict[str, Rule]


def load_schema() -> Schema:
    """The definitions by name; the whole is "manifest"."""
    schema: Schema = {}
    above: list[dict[str, Rule]] = [schema]
    for line in Path(__file__).with_suffix(".txt").read_text().splitlines():
        match = _LINE.fullmatch(line)
        assert match, line
        indent, name, star, type_, rest = match.groups()
        depth = len(indent) // 2
        rule = Rule(
            type=type_,
            required=bool(star),
            limits={key: int(value) for key, value in _LIMIT.findall(rest)},
            pattern=next(iter(re.findall(r"pattern=(\S+)", rest)), None),
            words=next((ast.literal_eval(e) for e in re.findall(r"enum=(\[.*?\])", rest)), None),
        )
        above[depth][name] = rule
        above[depth + 1 :] = [rule.fields]
    return schema


def breaches(schema: Schema, value: Any, name: str = "manifest", at: str = "") -> Iterator[str]:
    """What in `value` breaks the rules: a sentence each, with the path of the field."""
    yield from _check(schema, schema[name], value, at or name)


def _check(schema: Schema, rule: Rule, value: Any, at: str) -> Iterator[str]:
    if rule.type.startswith("$ref "):
        name = rule.type.removeprefix("$ref #/definitions/")
        if name not in schema:
            yield f"{at}: {name} is not in this copy of the schema"
        else:
            yield from _check(schema, schema[name], value, at)
        return
    if type(value) is not _TYPES[rule.type]:
        yield f"{at}: is no {rule.type}"
        return
    yield from _limits(rule, value, at)
    if isinstance(value, dict):
        yield from _object(schema, rule, value, at)
    if isinstance(value, list):
        for place, item in enumerate(value):
            yield from _check(schema, rule.fields["[]"], item, f"{at}[{place}]")


def _object(schema: Schema, rule: Rule, value: dict[str, Any], at: str) -> Iterator[str]:
    for name, below in rule.fields.items():
        if below.required and name not in value:
            yield f"{at}: {name} is missing"
    for name, content in value.items():
        if name in rule.fields:
            yield from _check(schema, rule.fields[name], content, f"{at}.{name}")
        else:
            yield f"{at}: {name} is unknown"


def _limits(rule: Rule, value: Any, at: str) -> Iterator[str]:
    if isinstance(value, str | list):
        size = "Length" if isinstance(value, str) else "Items"
        if len(value) > rule.limits.get(f"max{size}", len(value)):
            yield f"{at}: is too long"
        if len(value) < rule.limits.get(f"min{size}", 0):
            yield f"{at}: is too short"
    if rule.pattern and not re.search(rule.pattern, value):
        yield f"{at}: doesn't match {rule.pattern}"
    if rule.words and value not in rule.words:
        yield f"{at}: is not one of {', '.join(rule.words)}"
