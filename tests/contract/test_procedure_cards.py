"""What is shown of the procedure is what Slack accepts, at its longest, and reads well."""

from typing import Any

import pytest

from bot.demo.people.fields import state_values
from bot.demo.render import as_text
from bot.demo.slack.blocks import message_faults, view_faults
from handlers.blocks import Message
from handlers.procedure import forms
from handlers.procedure.cards import refusal, rules_list, stages_list
from handlers.procedure.criteria import Facts
from handlers.procedure.rules import MOST_DAYS, RULES
from handlers.procedure.standing import StagesView, stages_of
from handlers.procedure.template import MOST_CRITERIA, MOST_LINES, MOST_STAGES, built_in
from handlers.productions.forms import Answers, begin_modal, entered
from store.tables import Member, ProcedureRule, Production, Stage, StageCriterion
from tests.contract.test_setup_form import PRODUCTION, a_set_up
from tests.support.rows import MORNING, NAMES, a_production

TODAY = MORNING.date()
TEXTS = {
    "longest": "x" * 40_000,
    "hostile": "<!channel> <https://evil.example|good> *x* &amp; <@U01>",
    "emoji": "\U0001f469\u200d\U0001f467" * 4000,
    "nothing": "",
    "lines": "a\n\n\nb",
}


def at_most(words: str, **values: Any) -> StagesView:
    """As many stages and criteria as there can be, each saying this."""
    production = a_production(words)
    stages = [
        Stage(
            production_id=production.id, position=at, name=words, owner_role="producer",
            inputs=[words] * MOST_LINES, outputs=[words] * MOST_LINES, overridden=words,
            state="in progress" if at == 3 else "done" if at < 3 else "waiting",
            started_at=MORNING, done_at=MORNING, done_by="U01",
        )
        for at in range(MOST_STAGES)
    ]  # fmt: skip
    criteria = {
        stage.id: [
            StageCriterion(stage_id=stage.id, position=at, words=words,
                           kind="by hand" if at % 3 else "document", value=words,
                           met_by="U02" if at % 2 else None)
            for at in range(MOST_CRITERIA)
        ]
        for stage in stages
    }  # fmt: skip
    return stages_of(production, stages, criteria, [], Facts(TODAY), NAMES)


def accepted(message: Message) -> bool:
    return (
        message_faults(message.blocks) == []
        and len(message.blocks) < 50
        and "<!channel>" not in message.text
    )


@pytest.mark.parametrize("words", TEXTS.values(), ids=TEXTS)
def test_slack_accepts_all_of_it(words: str) -> None:
    view = at_most(words)
    for each in view.stages:
        assert accepted(stages_list(view, TODAY, str(each.stage.id), words))
        for stage_form in (
            forms.stage_modal(each, [s.stage for s in view.stages], production_id=PRODUCTION,
                              pressed={"response_url": "https://a.io/" + "x" * 200}),
            forms.override_modal(each.stage, each.missing, pressed={}),
        ):  # fmt: skip
            assert view_faults(stage_form) == []
    assert accepted(refusal(str(view.stages[0].stage.id), words, [words] * MOST_CRITERIA))
    production = view.production
    production.procedure = words
    rules = {
        key: ProcedureRule(production_id=production.id, key=key, words=words, days=MOST_DAYS)
        for key in RULES
    }
    assert accepted(rules_list(production, rules, has_stages=True, done=words))
    for rule in rules.values():
        rule.active = False
        known = RULES[rule.key]
        modal = forms.rule_modal(known, rule, production_id=PRODUCTION, pressed={})
        assert view_faults(modal) == []
    assert accepted(rules_list(production, rules, has_stages=False))
    assert accepted(rules_list(production, {}, has_stages=False))
    templates = [(f"t{n}", words or "x") for n in range(150)]
    begin = begin_modal(a_set_up(name=words), Answers("t1", 3, asked=True), templates,
                        production_id=PRODUCTION, channel="C01")  # fmt: skip
    assert view_faults(begin) == []


def test_five_answers_are_enough() -> None:
    begun = a_set_up(name="Spot")
    view = begin_modal(begun, Answers("small-team", 3, asked=True),
                       [("small-team", "Small team: nine stages"), ("none", "None")],
                       production_id=PRODUCTION, channel="C01")  # fmt: skip
    assert entered(state_values(view["blocks"], {}), begun) == begun.tidy()
    nowhere = begin_modal(a_set_up(channels=()), Answers(), [("none", "None")],
                          production_id=PRODUCTION, channel="")  # fmt: skip
    assert "channels" in [block["block_id"] for block in nowhere["blocks"]]


def small_team() -> StagesView:
    """The built-in procedure, one stage into it."""
    production: Production = a_production("Coffee spot", procedure="Small team")
    template = built_in()
    stages = [
        Stage(production_id=production.id, position=at, name=each.name, owner_role=each.owner or "",
              inputs=each.inputs, outputs=each.outputs, started_at=MORNING,
              state="waiting" if at > 1 else "done" if at == 0 else "in progress",
              done_at=MORNING, done_by="U04", overridden="" if at else "the list comes on Monday")
        for at, each in enumerate(template.stages)
    ]  # fmt: skip
    criteria = {
        stage.id: [
            StageCriterion(stage_id=stage.id, position=n, words=each.words, kind=each.check,
                           value=each.value, met_by="U01" if "agreed" in each.words else None)
            for n, each in enumerate(template.criteria(at))
        ]
        for at, stage in enumerate(stages)
    }  # fmt: skip
    members = [Member(production_id=production.id, user_id="U02", roles=["editor"])]
    return stages_of(production, stages, criteria, members, Facts(TODAY), NAMES)


READS = """\
Stages of Coffee spot
Brief saved.
1 of 9 stages done · now: Creative brief
✓ 1 Intake
done on Mon 1 Jun by client, although not all of it held  [Show]
{line}
▸ 2 Creative brief
in progress since Mon 1 Jun · producer (nobody named yet) · 1 of 2 met
Needs: what was agreed at intake
Brings: the brief
– The brief is registered
✓ The client has agreed to the brief (director)  [Untick]
[Mark done] [Change]
{line}
· 3 Concept
"""


def test_where_it_stands_reads_well() -> None:
    view = small_team()
    text = as_text(stages_list(view, TODAY, done="Brief saved.").blocks)
    assert text.startswith(READS.format(line="─" * 40)), text
    assert "· 9 Delivery\neditor · 0 of 5 met  [Show]\n[Add a stage] [Rules]" in text
    shown = as_text(stages_list(view, TODAY, str(view.stages[0].stage.id)).blocks)
    assert "Done all the same: “the list comes on Monday”" in shown
    assert "[Reopen] [Change]" in shown


def test_the_rules_say_what_they_do() -> None:
    production = a_production("Coffee spot", procedure="Small team")
    rules = {
        each.key: ProcedureRule(production_id=production.id, key=each.key, words=each.words,
                                days=each.days, active=each.active)
        for each in built_in().rules
    }  # fmt: skip
    text = as_text(rules_list(production, rules, has_stages=True).blocks)
    assert text.startswith(
        "Procedure of Coffee spot\n"
        "Begun with “Small team”. /scripty stages shows where it stands.\n"
        "Feedback is collected in the review's thread, until 3 working days after the cut is up.\n"
        "A review that is started without a day gets this one as its due day.\n"
        "[Change] [Switch off]\n"
    ), text
    assert "Switched off:\nWhoever accepts a note names its owner.  [Switch on]" in text
