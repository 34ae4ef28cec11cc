"""The forms of the procedure, and their readers: a stage, why one is done all the same, a rule.
Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers import blocks as kit
from handlers.blocks import Block, Values, View
from handlers.procedure.errors import (
    BadDaysError,
    NoReasonError,
    NoRuleWordsError,
    NoStageNameError,
    TooManyLinesError,
    UnknownCheckError,
    short,
)
from handlers.procedure.rules import MOST_DAYS, Rule
from handlers.procedure.standing import Says, StageStanding
from handlers.procedure.template import (
    CHECKS,
    MOST_CRITERIA,
    MOST_LINES,
    NAME,
    RULE_WORDS,
    WORDS,
)
from handlers.text import listing, one_line, shorten
from store.tables import ProcedureRule, Stage, StageCriterion

FIRST = "first"
"""The value of "It is the first one" in the menu of stages."""

REASON = 500

_FIELD = 3000
"""Characters that a field of Slack's holds; the longest criteria take two."""

_MORE_CRITERIA = "more_criteria"
_CHECK = re.compile(r"\s*\[([^\[\]]*)\]\s*$")
_BULLET = re.compile(r"^\s*(?:[-*•–]\s+)?")
_WITH_A_KIND = ("document", "documents fresh")


@dataclass(frozen=True)
class Line:
    """A criterion as it was written: its words, how the record tells, and of which document."""

    words: str
    kind: str = "by hand"
    value: str = ""


@dataclass(frozen=True)
class StageEdit:
    """A stage as it was entered; `after` is the id of the one it comes after, "" for the first."""

    name: str
    owner: str | None = None
    inputs: Sequence[str] = ()
    outputs: Sequence[str] = ()
    criteria: Sequence[Line] = ()
    after: str = ""

    def says(self) -> Says:
        """All of it but its place, each criterion once."""
        criteria = dict.fromkeys((each.words, each.kind, each.value) for each in self.criteria)
        return self.name, self.owner, list(self.inputs), list(self.outputs), list(criteria)


@dataclass(frozen=True)
class RuleEdit:
    """A rule as it was entered."""

    words: str
    days: int | None = None


def stage_modal(
    standing: StageStanding | None,
    stages: Sequence[Stage],
    *,
    production_id: str,
    pressed: Mapping[str, str],
) -> View:
    """What a stage is, to be changed; without one, to be added. `stages` are all of the production,
    `pressed` is kept for the redrawing of their list."""
    stage = standing.stage if standing else None
    criteria = [as_line(each.criterion) for each in standing.criteria] if standing else []
    others = [each for each in stages if stage is None or each.id != stage.id]
    before = _before(stages, stage)
    role = stage.owner_role if stage else ""
    whose = f" Until somebody is named it is the {role}'s." if role else ""
    return kit.modal(
        "Change a stage" if stage else "New stage",
        [
            kit.text_input("name", "Name", initial=stage.name if stage else "", limit=NAME),
            kit.person_input(
                "owner", "Whose it is", initial=standing.owner if standing else None,
                hint=f"Whoever sees to it that it gets done.{whose}",
            ),
            _lines_input("inputs", "What it needs", stage.inputs if stage else ()),
            _lines_input("outputs", "What comes out of it", stage.outputs if stage else ()),
            *_criteria_inputs(criteria),
            kit.choice_input(
                "after", "Where it stands",
                [(FIRST, "It is the first one"),
                 *((str(each.id), f"After {short(each.name)}") for each in others)],
                initial=before,
            ),
        ],
        callback_id="stage_edited",
        metadata={
            "stage": str(stage.id) if stage else "", "seen": standing.mark if standing else "",
            "production": production_id, **pressed,
        },
        submit="Save",
        close="Cancel",
    )  # fmt: skip


def _before(stages: Sequence[Stage], stage: Stage | None) -> str:
    """After which stage this one comes; a new one comes last."""
    if stage is None:
        return str(stages[-1].id) if stages else FIRST
    place = next((at for at, each in enumerate(stages) if each.id == stage.id), 0)
    return str(stages[place - 1].id) if place else FIRST


def _lines_input(name: str, label: str, lines: Sequence[str], hint: str = "A line each.") -> Block:
    return kit.text_input(
        name, label, initial="\n".join(lines), multiline=True, optional=True, hint=hint
    )


def _criteria_inputs(lines: Sequence[str]) -> list[Block]:
    """Nothing is cut off: what a form doesn't show is taken away when it is saved."""
    fits = 0
    while fits < len(lines) and len("\n".join(lines[: fits + 1])) <= _FIELD:
        fits += 1
    first = _lines_input(
        "criteria", "It is done when", lines[:fits],
        hint="A line each. Somebody ticks it, or, with one of these in brackets at its "
        f"end, I do: {listing([f'[{each}]' for each in _checks_shown()])}.",
    )  # fmt: skip
    if fits == len(lines):
        return [first]
    return [first, _lines_input(_MORE_CRITERIA, "It is done when, continued", lines[fits:])]


def _checks_shown() -> list[str]:
    kinds = [each for each in CHECKS if each != "by hand"]
    return [f"{each}: brief" if each == "document" else each for each in kinds]


def as_line(criterion: StageCriterion) -> str:
    """A criterion as a line of the form: "The brief is registered [document: brief]"."""
    if criterion.kind == "by hand" and not _CHECK.search(criterion.words):
        return criterion.words
    value = f": {criterion.value}" if criterion.value else ""
    return f"{criterion.words} [{criterion.kind}{value}]"


def entered_stage(values: Values) -> StageEdit:
    """What was entered in `stage_modal`. Raises NoStageNameError, TooManyLinesError,
    UnknownCheckError."""
    name = shorten(one_line(kit.typed(values, "name")), NAME)
    if not name:
        raise NoStageNameError
    after = kit.chosen(values, "after") or FIRST
    return StageEdit(
        name=name,
        owner=kit.person(values, "owner"),
        inputs=_lines(values, "inputs", MOST_LINES),
        outputs=_lines(values, "outputs", MOST_LINES),
        criteria=[read_line(each) for each in _lines(values, "criteria", MOST_CRITERIA)],
        after="" if after == FIRST else after,
    )


def read_line(line: str) -> Line:
    """A line of criteria. Raises UnknownCheckError."""
    found = _CHECK.search(line)
    if found is None:
        return Line(shorten(line, WORDS))
    kind, _, value = (part.strip() for part in one_line(found[1].casefold()).partition(":"))
    words = shorten(line[: found.start()].strip(), WORDS)
    is_known = kind in CHECKS and (not value or kind in _WITH_A_KIND)
    if not is_known or not words or (kind == "document" and not value):
        raise UnknownCheckError(line, found[1], _checks_shown())
    return Line(words, kind, shorten(value, 40))


def _lines(values: Values, name: str, most: int) -> list[str]:
    written = [kit.typed(values, name)]
    if name == "criteria":
        written.append(kit.typed(values, _MORE_CRITERIA))
    said = [one_line(_BULLET.sub("", line)) for each in written for line in each.splitlines()]
    lines = list(dict.fromkeys(each for each in said if each))
    if len(lines) > most:
        raise TooManyLinesError(name, most)
    limit = WORDS + 60 if name == "criteria" else WORDS
    return [shorten(each, limit) for each in lines]


def override_modal(stage: Stage, missing: Sequence[str], *, pressed: Mapping[str, str]) -> View:
    """Asks why a stage is done although criteria don't hold."""
    return kit.modal(
        "Done all the same",
        [
            kit.section(f"{short(stage.name)} has criteria that don't hold:"),
            kit.rich_text(kit.bullets([[kit.text(shorten(each, 200))] for each in missing])),
            kit.text_input(
                "reason", "Why is it done all the same?", multiline=True, limit=REASON,
                hint="Kept with your name, and shown with the stage.",
            ),
        ],
        callback_id="stage_override",
        metadata={"stage": str(stage.id), **pressed},
        submit="Mark it done",
        close="Cancel",
    )  # fmt: skip


def entered_reason(values: Values) -> str:
    """The reason. Raises NoReasonError."""
    reason = kit.typed(values, "reason")
    if not reason:
        raise NoReasonError
    return shorten(reason, REASON)


def rule_modal(
    known: Rule, rule: ProcedureRule | None, *, production_id: str, pressed: Mapping[str, str]
) -> View:
    """The words of a rule, and its days where it has some."""
    days = rule.days if rule else known.days
    fields = [
        kit.text_input(
            "words", "The rule", initial=rule.words if rule else known.words, multiline=True,
            limit=RULE_WORDS, hint="N stands for the number of days." if known.days else "",
        )
    ]  # fmt: skip
    if known.days is not None:
        fields.append(
            kit.number_input(
                "days", "Working days", initial=days, least=1, most=MOST_DAYS, optional=False
            )
        )
    return kit.modal(
        "Change a rule",
        [*fields, kit.context(known.effect, f"It concerns {known.concerns}.")],
        callback_id="rule_edited",
        metadata={"production": production_id, "key": known.key, **pressed},
        submit="Save",
        close="Cancel",
    )


def entered_rule(values: Values) -> RuleEdit:
    """What was entered in `rule_modal`. Raises NoRuleWordsError, BadDaysError."""
    words = shorten(one_line(kit.typed(values, "words")), RULE_WORDS)
    if not words:
        raise NoRuleWordsError
    return RuleEdit(words, read_days(values, "days") if "days" in values else None)


def read_days(values: Values, field: str) -> int | None:
    """The working days in a field; None where it is empty. Raises BadDaysError."""
    try:
        days = kit.number(values, field)
    except ValueError as error:
        raise BadDaysError(field, MOST_DAYS) from error
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise BadDaysError(field, MOST_DAYS)
    return days
