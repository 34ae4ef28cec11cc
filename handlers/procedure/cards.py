"""The procedure as people see it: where its stages stand, its rules, what is in the way. Pure.

Buttons carry the id of a stage or criterion, or "<production>:<key>" of a rule.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from handlers import blocks as kit
from handlers.blocks import Block, Message
from handlers.procedure.errors import STAGES_USAGE, short
from handlers.procedure.rules import RULES, Rule, said
from handlers.procedure.standing import CriterionStanding, StageStanding, StagesView
from handlers.text import counted, day, escape, listing, name_of, one_line, shorten
from store.tables import ProcedureRule, Production

RULES_BLOCK = "rules:"
"""What the block_ids of buttons in the list of rules begin with."""

_SPOKEN = 750
_WORDS = 200


def stages_list(view: StagesView, today: date, shown: str = "", done: str = "") -> Message:
    """Every stage in a line; one of them (`shown`, an id; else the current one) with all that it
    takes. `done` is what a press has just done."""
    open_one = next((each for each in view.stages if str(each.stage.id) == shown), view.current)
    count = f"{view.done} of {counted(len(view.stages), 'stage')} done"
    where = f"{count} · now: {short(view.current.stage.name)}" if view.current else count
    blocks = [
        kit.header(f"Stages of {shorten(one_line(view.production.name), 100)}"),
        kit.context(*filter(None, (shorten(done, _WORDS), where))),
    ]
    for place, each in enumerate(view.stages, start=1):
        if each is open_one:
            blocks += _open_stage(view, each, place, today)
        else:
            blocks.append(_closed_stage(view, each, place, today))
    add = kit.button("Add a stage", "stage_add", str(view.production.id))
    rules = kit.button("Rules", "procedure_rules", str(view.production.id))
    blocks.append(kit.actions(f"stages:{view.production.id}", add, rules))
    return kit.message(escape(shorten(f"{done} {where}".strip(), _SPOKEN)), blocks)


def _closed_stage(view: StagesView, each: StageStanding, place: int, today: date) -> Block:
    words = f"{_mark(each)} {place} {short(each.stage.name)}\n{_facts(view, each, today)}"
    button = kit.button(
        "Show", "stage_show", str(each.stage.id), spoken=f"Show {short(each.stage.name)}"
    )
    return kit.section(words, button)


def _open_stage(view: StagesView, each: StageStanding, place: int, today: date) -> list[Block]:
    stage = each.stage
    goes = [
        (words, shorten(listing(list(lines)), 600))
        for words, lines in (("Needs", stage.inputs), ("Brings", stage.outputs))
        if lines
    ]
    said = [
        [kit.text(f"{_mark(each)} {place} {short(stage.name)}", bold=True)],
        [kit.text(_facts(view, each, today))],
        *([kit.text(f"{words}: ", bold=True), kit.text(lines)] for words, lines in goes),
    ]
    if stage.overridden:
        said.append([kit.text(f"Done all the same: “{shorten(stage.overridden, 500)}”")])
    return [
        kit.divider(),
        kit.rich_text(kit.paragraph(*kit.lines(said))),
        *(_criterion(one, view.names) for one in each.criteria),
        kit.actions(f"stage:{stage.id}", *_stage_buttons(each)),
        kit.divider(),
    ]


def _criterion(each: CriterionStanding, names: Mapping[str, str]) -> Block:
    criterion = each.criterion
    words = shorten(one_line(criterion.words), _WORDS)
    if criterion.kind != "by hand":
        why = "" if criterion.kind == "document" else f": {each.missing}"  # the words say it
        return kit.section(f"✓ {words}" if each.holds else f"– {words}{why}")
    if each.holds:
        button = kit.button(
            "Untick", "criterion_unmet", str(criterion.id), spoken=f"Untick: {words}"
        )
        return kit.section(f"✓ {words} ({name_of(criterion.met_by, names)})", button)
    button = kit.button("Tick", "criterion_met", str(criterion.id), spoken=f"Tick: {words}")
    return kit.section(f"– {words}", button)


def _stage_buttons(each: StageStanding) -> list[Block]:
    buttons = {
        "waiting": [("Start", "stage_start"), ("Mark done", "stage_done"), ("Change", "stage_edit"),
                    ("Remove", "stage_remove")],
        "in progress": [("Mark done", "stage_done"), ("Change", "stage_edit")],
        "done": [("Reopen", "stage_reopen"), ("Change", "stage_edit")],
    }[each.stage.state]  # fmt: skip
    ready = each.stage.state == "in progress" and not each.missing
    return [
        kit.button(
            words, action, str(each.stage.id),
            "primary" if ready and action == "stage_done" else None,
            spoken=f"{words}: {short(each.stage.name)}",
        )
        for words, action in buttons
    ]  # fmt: skip


def _mark(each: StageStanding) -> str:
    return {"done": "✓", "in progress": "▸"}.get(each.stage.state, "·")


def _facts(view: StagesView, each: StageStanding, today: date) -> str:
    """Such as "in progress since Mon 8 Jun, producer, 2 of 4 met"."""
    stage = each.stage
    owner = name_of(each.owner, view.names) if each.owner else _nobody(stage.owner_role)
    if stage.state == "done":
        by = f" by {name_of(stage.done_by, view.names)}" if stage.done_by else ""
        note = ", although not all of it held" if stage.overridden else ""
        return f"done{_on(stage.done_at, view.production, today)}{by}{note}"
    count = f"{each.held} of {len(each.criteria)} met" if each.criteria else "no criteria"
    if stage.state == "waiting":
        return f"{owner} · {count}"
    since = _on(stage.started_at, view.production, today).replace(" on ", " since ", 1)
    return f"in progress{since} · {owner} · {count}"


def _nobody(role: str) -> str:
    return f"{role} (nobody named yet)" if role else "no owner"


def _on(moment: datetime | None, production: Production, today: date) -> str:
    if moment is None:
        return ""
    return f" on {day(moment.astimezone(ZoneInfo(production.timezone)).date(), today)}"


def refusal(stage_id: str, name: str, missing: Sequence[str]) -> Message:
    """Why a stage isn't done, and the way to say that it is all the same."""
    words = f"{short(name)} isn't done yet, so nothing was changed:"
    shown = [[kit.text(shorten(each, _WORDS))] for each in missing]
    return kit.message(
        escape(shorten(f"{words} {listing(list(missing))}", _SPOKEN)),
        [
            kit.section(words),
            kit.rich_text(kit.bullets(shown)),
            kit.actions(
                f"stage:{stage_id}",
                kit.button("It is done all the same", "stage_override", stage_id),
            ),
        ],
    )


def rules_list(
    production: Production,
    rules: Mapping[str, ProcedureRule],
    *,
    has_stages: bool,
    done: str = "",
) -> Message:
    """Every rule: those that are on, then those that could be."""
    on = [key for key in RULES if key in rules and rules[key].active]
    off = [key for key in RULES if key not in on]
    begun = f"Begun with “{short(production.procedure)}”. " if production.procedure else ""
    where = (
        f"{begun}{STAGES_USAGE} shows where it stands."
        if has_stages
        else "It has no stages yet: /scripty procedure begin"
    )
    blocks = [
        kit.header(f"Procedure of {shorten(one_line(production.name), 100)}"),
        kit.context(*filter(None, (shorten(done, _WORDS), where))),
        *(block for key in on for block in _rule_on(production, RULES[key], rules[key])),
    ]
    if off:
        blocks.append(kit.context("Switched off:" if on else "No rule is switched on. There are:"))
    blocks += [_rule_off(production, RULES[key], rules.get(key)) for key in off]
    text = f"{done} {counted(len(on), 'rule')} of {short(production.name)}".strip()
    return kit.message(escape(text), blocks)


def _rule_on(production: Production, known: Rule, rule: ProcedureRule) -> list[Block]:
    value = f"{production.id}:{known.key}"
    return [
        kit.rich_text(
            kit.paragraph(
                kit.text(shorten(said(rule.words, rule.days), 400), bold=True),
                kit.text(f"\n{known.effect}"),
            )
        ),
        kit.actions(
            f"{RULES_BLOCK}{known.key}",
            kit.button("Change", "rule_edit", value, spoken=f"Change the rule on {known.key}"),
            kit.button(
                "Switch off", "rule_switch_off", value, spoken=f"Switch off the rule on {known.key}"
            ),
        ),
    ]


def _rule_off(production: Production, known: Rule, rule: ProcedureRule | None) -> Block:
    words = said(rule.words, rule.days) if rule else said(known.words, known.days)
    value = f"{production.id}:{known.key}"
    button = kit.button(
        "Switch on", "rule_switch", value, spoken=f"Switch on the rule on {known.key}"
    )
    return kit.section(shorten(words, 400), button) | {"block_id": f"{RULES_BLOCK}{known.key}"}
