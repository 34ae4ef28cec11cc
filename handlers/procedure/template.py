"""Procedure templates: YAML files that teams edit and share, checked before anything of them is
used. Pure, but for the built-in one, which is read from this package.

A template has `name`, `about`, `stages`, `rules` and `delivery`; what each holds is written in
`templates/small-team.yaml`.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Annotated, Any, Self, get_args

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)
from pydantic import model_validator as validator
from pydantic_core import ErrorDetails, PydanticCustomError

from handlers.procedure.errors import BadTemplateError
from handlers.procedure.rules import MOST_DAYS, RULES
from handlers.text import clean, listing, one_line, shorten
from store.types import CriterionKind, Role

BUILT_IN = "small-team"
"""What the template that comes with Scripty is called in menus and commands."""

LARGEST = 512 * 1024
"""Bytes of a template file: those of the longest one that passes, in any script."""

MOST_STAGES = 15
MOST_LINES = 8
"""Inputs, and outputs, of a stage."""

MOST_CRITERIA = 24
"""Criteria of a stage; of the last one, with the delivery checklist."""

NAME = 60
WORDS = 150
RULE_WORDS = 300
_DEEPEST = 12
_MOST_PARTS = 20_000
_MOST_SAID = 12
_NEED_A_VALUE = ("document",)
_MAY_HAVE_A_VALUE = ("document", "documents fresh")
CHECKS: tuple[str, ...] = get_args(CriterionKind)


def _tidy(given: Any) -> Any:
    """Words as one line, without what no screen shows; anything else as it is, to be refused."""
    return one_line(clean(given)) if isinstance(given, str) else given


Tidy = BeforeValidator(_tidy)  # written last, it comes first
Name = Annotated[str, StringConstraints(min_length=1, max_length=NAME), Tidy]
Words = Annotated[str, StringConstraints(min_length=1, max_length=WORDS), Tidy]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Criterion(_Part):
    """What has to hold; `check` says how the record tells, `value` of which kind of document."""

    words: Words
    check: CriterionKind = "by hand"
    value: Annotated[str, StringConstraints(max_length=40, to_lower=True), Tidy] = ""

    @validator(mode="after")
    def _value_fits(self) -> Self:
        if self.check in _NEED_A_VALUE and not self.value:
            raise PydanticCustomError("value", "“document” needs a value: the kind of document")
        if self.value and self.check not in _MAY_HAVE_A_VALUE:
            raise PydanticCustomError("value", "only “document” and “documents fresh” have a value")
        return self


class Stage(_Part):
    """A stage; `owner` is a role."""

    name: Name
    owner: Role | None = None
    inputs: Annotated[list[Words], Field(max_length=MOST_LINES)] = []
    outputs: Annotated[list[Words], Field(max_length=MOST_LINES)] = []
    done: Annotated[list[Criterion], Field(max_length=MOST_CRITERIA)] = []


class TemplateRule(_Part):
    """A rule by its key, in the team's words."""

    key: str
    words: Annotated[str, StringConstraints(min_length=1, max_length=RULE_WORDS), Tidy]
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] | None = None
    active: bool = True

    @validator(mode="after")
    def _is_known(self) -> Self:
        if self.key not in RULES:
            raise PydanticCustomError(
                "key", f"there is no rule “{shorten(self.key, 40)}”; there are {_all(RULES)}"
            )
        if self.days is not None and RULES[self.key].days is None:
            raise PydanticCustomError("days", f"the rule “{self.key}” has no days")
        return self


class Template(_Part):
    """A procedure to begin a production with."""

    name: Name
    about: Annotated[str, StringConstraints(max_length=300), Tidy] = ""
    stages: Annotated[list[Stage], Field(min_length=1, max_length=MOST_STAGES)]
    rules: Annotated[list[TemplateRule], Field(max_length=len(RULES))] = []
    delivery: Annotated[list[Words], Field(max_length=MOST_CRITERIA)] = []

    @validator(mode="after")
    def _each_once(self) -> Self:
        for what, names in (
            ("stage", [each.name for each in self.stages]),
            ("rule", [each.key for each in self.rules]),
        ):
            if twice := _twice(names):
                raise PydanticCustomError(
                    "twice", f"there are two {what}s “{shorten(twice, NAME)}”; name each once"
                )
        return self

    @validator(mode="after")
    def _can_be_shown(self) -> Self:
        last = len(self.stages[-1].done) + len(self.delivery)
        if last > MOST_CRITERIA:
            raise PydanticCustomError(
                "many",
                f"the last stage has {last} criteria with the delivery checklist; at most "
                f"{MOST_CRITERIA} are shown",
            )
        return self

    def criteria(self, place: int) -> list[Criterion]:
        """The criteria of a stage by its place; those of the last one end with the delivery
        checklist."""
        own = list(self.stages[place].done)
        if place == len(self.stages) - 1:
            own += [Criterion(words=words) for words in self.delivery]
        return own


@cache
def built_in() -> Template:
    """The template that comes with Scripty."""
    return read_template(built_in_text().encode())


def built_in_text() -> str:
    """Its file, comments included."""
    packaged = resources.files("handlers.procedure") / "templates" / f"{BUILT_IN}.yaml"
    return packaged.read_text("utf-8")


def read_template(raw: bytes) -> Template:
    """The template in a file. Raises BadTemplateError, with everything that is wrong in it."""
    if len(raw) > LARGEST:
        raise BadTemplateError([f"It has {len(raw)} bytes; at most {LARGEST} are read."])
    try:
        words = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadTemplateError(["It is no text in UTF-8."]) from None
    tree = _parsed(words)
    if twice := list(_keys_twice(tree)):
        raise BadTemplateError(_first_of(twice))
    try:
        data = yaml.safe_load(words)
    except (yaml.YAMLError, ValueError) as error:  # such as a date that is none
        raise BadTemplateError([_unreadable(error)]) from None
    if not isinstance(data, dict):
        raise BadTemplateError(["It has to begin with name, about, stages, rules, delivery."])
    return _checked(data, tree)


def of_body(body: Mapping[str, Any]) -> Template:
    """A template as the record keeps it. Raises BadTemplateError."""
    return _checked(body, None)


def body_of(template: Template) -> dict[str, Any]:
    """A template as the record keeps it, without what it doesn't say."""
    return template.model_dump(exclude_defaults=True)


def as_yaml(template: Template) -> str:
    """A template as a file, which `read_template` reads as the same."""
    text: str = yaml.safe_dump(body_of(template), sort_keys=False, allow_unicode=True, width=100)
    return text


def _checked(data: Mapping[str, Any], tree: yaml.Node | None) -> Template:
    try:
        return Template.model_validate(data)
    except ValidationError as error:
        found = [_said(each, tree) for each in error.errors(include_url=False)]
    raise BadTemplateError(_first_of(found))


def _first_of(found: Sequence[str]) -> list[str]:
    more = len(found) - _MOST_SAID
    return [*found[:_MOST_SAID], *([f"and {more} more"] if more > 0 else [])]


def _parsed(words: str) -> yaml.Node | None:
    """The file as a tree, to name lines by. Refuses what small files can make endless, aliases,
    depth and many tiny parts, and tags, which let words pass for anything."""
    depth = 0
    try:
        for parts, event in enumerate(yaml.parse(words, Loader=yaml.SafeLoader)):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            line = event.start_mark.line + 1 if event.start_mark else 1
            if why := _refused(event, depth, parts):
                raise BadTemplateError([f"Line {line}: {why}."])
        tree: yaml.Node | None = yaml.compose(words, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise BadTemplateError([_unreadable(error)]) from None
    return tree


def _refused(event: yaml.Event, depth: int, parts: int) -> str:
    if isinstance(event, yaml.AliasEvent):
        return "aliases (*) are not read; write it out"
    if getattr(event, "tag", None) is not None:
        return "tags (!) are not read; put it in quotes"
    if depth > _DEEPEST:
        return "lists within lists, too deep to be read"
    return "no template has so much in it" if parts > _MOST_PARTS else ""


def _unreadable(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    line = f"Line {mark.line + 1}: " if mark else ""
    problem = getattr(error, "problem", None) or str(error)
    return f"{line}this is not YAML ({shorten(one_line(str(problem)), 100)})."


def _keys_twice(node: yaml.Node | None) -> Sequence[str]:
    """YAML itself would silently take the last one."""
    found: list[str] = []
    if isinstance(node, yaml.MappingNode):
        seen = set[str]()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                line = key.start_mark.line + 1
                found.append(f"Line {line}: “{shorten(name, 40)}” is there twice.")
            seen.add(name)
            found += _keys_twice(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            found += _keys_twice(value)
    return found


def _said(error: ErrorDetails, tree: yaml.Node | None) -> str:
    """Such as "Line 12, stages 2, check: “fresh” isn't known; allowed are …"."""
    place = error["loc"]
    line = _line_of(tree, place)
    where = [f"Line {line}"] if line else []
    where += [_place(place)] if place else []
    begun = ", ".join(where)
    return f"{begun}: {_wrong(error)}." if begun else f"{_wrong(error)}."


def _place(place: Sequence[str | int]) -> str:
    """Such as "stages 2, done 1, check", counted from 1."""
    parts: list[str] = []
    for each in place:
        if isinstance(each, int) and parts:
            parts[-1] += f" {each + 1}"
        else:
            parts.append(shorten(str(each), 40))
    return ", ".join(parts)


def _wrong(error: ErrorDetails) -> str:
    """What is wrong, and what would be right."""
    context = error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden" | "invalid_key":
            return f"isn't known here; allowed are {_fields_at(error['loc'])}"
        case "literal_error":
            given = error["input"]  # a number may have too many digits to be written out
            said = f"“{shorten(one_line(clean(given)), 40)}”" if isinstance(given, str) else "this"
            return f"{said} isn't known; allowed are {context.get('expected', '')}"
        case "string_too_long":
            return f"is too long; at most {context.get('max_length')} characters"
        case "too_long":
            most = context.get("max_length")
            return f"has {context.get('actual_length')} entries; at most {most}"
    return _SIMPLY_WRONG.get(error["type"]) or shorten(one_line(error["msg"]), 300)


_WITH_FIELDS = "has to have fields of its own, such as “name: …”"
_A_NUMBER = f"has to be a whole number from 1 to {MOST_DAYS}"
_SIMPLY_WRONG: Mapping[str, str] = {
    "missing": "is missing",
    "string_type": "has to be text; put it in quotes",
    "string_too_short": "is empty",
    "too_short": "is empty",
    "list_type": "has to be a list: a line each, beginning with “- ”",
    "model_type": _WITH_FIELDS,
    "dict_type": _WITH_FIELDS,
    "int_type": _A_NUMBER,
    "greater_than_equal": _A_NUMBER,
    "less_than_equal": _A_NUMBER,
    "bool_type": "has to be true or false",
}
"""What pydantic calls a mistake, and what people are told."""

_FIELDS: Mapping[str, type[BaseModel]] = {
    "stages": Stage,
    "rules": TemplateRule,
    "done": Criterion,
}


def _fields_at(place: Sequence[str | int]) -> str:
    """The fields that may stand where an unknown one does."""
    holders = [each for each in place[:-1] if isinstance(each, str)]
    part = _FIELDS.get(holders[-1], Template) if holders else Template
    return _all(part.model_fields)


def _line_of(node: yaml.Node | None, place: Sequence[str | int]) -> int | None:
    """The line of the innermost part of a place that is there."""
    if node is None:
        return None
    for each in place:
        found = _inside(node, each)
        if found is None:
            break
        node = found
    return int(node.start_mark.line) + 1


def _inside(node: yaml.Node, part: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        found: yaml.Node | None = next(
            (value for key, value in node.value if key.value == part), None
        )
        return found
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        inner: yaml.Node = node.value[part]
        return inner
    return None


def _all(names: Any) -> str:
    return listing(list(names))


def _twice(names: Sequence[str]) -> str:
    seen = set[str]()
    for name in names:
        if name.casefold() in seen:
            return name
        seen.add(name.casefold())
    return ""
