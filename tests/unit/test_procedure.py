"""Templates of the procedure, whether criteria hold, and what is entered in its forms."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.demo.people.fields import state_values
from handlers.approvals.rules import Overall
from handlers.nudges.calendar import working_day_after
from handlers.procedure import forms
from handlers.procedure.criteria import Facts, holds, missing
from handlers.procedure.errors import BadTemplateError, UnknownCheckError
from handlers.procedure.forms import Line, as_line, read_line
from handlers.procedure.rules import RULES, said
from handlers.procedure.standing import (
    CriterionStanding,
    StageStanding,
    owner_of,
    stages_of,
    who_may_run,
)
from handlers.procedure.template import (
    CHECKS,
    LARGEST,
    MOST_CRITERIA,
    MOST_LINES,
    MOST_STAGES,
    NAME,
    RULE_WORDS,
    Template,
    as_yaml,
    built_in,
    built_in_text,
    read_template,
)
from handlers.procedure.template import WORDS as WORDS_LIMIT
from store.tables import (
    Cut,
    Deliverable,
    Document,
    Member,
    NudgeSchedule,
    Scene,
    Stage,
    StageCriterion,
)
from tests.support.rows import a_production

TODAY = date(2026, 6, 1)
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
SPOT = uuid4()
STAGE = "stages:\n  - name: Shoot\n"
FILM = "\U0001f3ac"


# Templates


def test_the_built_in_one_is_small_and_covers_the_guides() -> None:
    template = built_in()
    assert [stage.name for stage in template.stages] == [
        "Intake", "Creative brief", "Concept", "Scene planning", "Shoot prep", "Footage review",
        "Rough cut revisions", "Approval", "Delivery",
    ]  # fmt: skip
    for place, stage in enumerate(template.stages):
        assert stage.owner
        assert stage.inputs
        assert stage.outputs
        assert 1 <= len(template.criteria(place)) <= 5
    checks = {each.check for at in range(9) for each in template.criteria(at)}
    assert checks == set(CHECKS)
    kinds = {each.value for at in range(9) for each in template.criteria(at) if each.value}
    assert {"brief", "production plan", "shot list", "call sheet"} <= kinds
    assert {rule.key for rule in template.rules} == set(RULES)
    for rule in template.rules:
        assert (rule.days is None) == (RULES[rule.key].days is None)


def test_it_is_read_back_as_it_was_written() -> None:
    assert read_template(as_yaml(built_in()).encode()) == built_in()
    assert read_template(("\ufeff" + built_in_text()).encode()) == built_in()


def test_the_longest_one_is_read_back() -> None:
    longest = Template.model_validate({
        "name": FILM * NAME, "about": FILM * 300,
        "stages": [
            {"name": f"{n} {FILM * (NAME - 3)}", "owner": "producer",
             "inputs": [FILM * WORDS_LIMIT] * MOST_LINES,
             "outputs": ["'" * WORDS_LIMIT] * MOST_LINES,
             "done": [{"words": FILM * WORDS_LIMIT, "check": "documents fresh",
                       "value": FILM * 40}] * MOST_CRITERIA}
            for n in range(MOST_STAGES)
        ],
        "rules": [{"key": key, "words": FILM * RULE_WORDS} for key in RULES],
    })  # fmt: skip
    assert read_template(as_yaml(longest).encode()) == longest


LETTERS = "ab3y :#'\"-[]{}&*!|>%@é\U0001f3ac\n\u2028\x85"
WORDS = st.text(LETTERS, min_size=1, max_size=12).map(str.strip).filter(bool)
CHECKED = st.sampled_from([("by hand", ""), ("cut up", ""), ("document", "brief")])
CRITERIA = st.builds(lambda words, kind: {"words": words, "check": kind[0], "value": kind[1]},
                     WORDS, CHECKED)  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {"name": WORDS, "inputs": st.lists(WORDS, max_size=2),
             "done": st.lists(CRITERIA, max_size=2)}
        ),
        min_size=1, max_size=3, unique_by=lambda stage: str(stage["name"]).casefold(),
    ),
    st.lists(WORDS, max_size=4),
    st.dictionaries(st.sampled_from(list(RULES)), st.tuples(WORDS, st.booleans()), max_size=3),
)  # fmt: skip
def test_any_template_is_read_back(
    stages: list[dict[str, Any]], delivery: list[str], rules: dict[str, tuple[str, bool]]
) -> None:
    worded = [{"key": key, "words": words, "active": on} for key, (words, on) in rules.items()]
    given_one = {
        "name": "Ours", "about": "".join(delivery), "stages": stages, "delivery": delivery,
        "rules": [each | ({"days": 5} if each["key"] == "feedback" else {}) for each in worded],
    }  # fmt: skip
    template = Template.model_validate(given_one)
    assert read_template(as_yaml(template).encode()) == template


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "has to begin with name, about, stages"),
        ("- a\n- b\n", "has to begin with name, about, stages"),
        (f"about: x\n{STAGE}", "name: is missing."),
        (f"name: 3\n{STAGE}", "Line 1, name: has to be text; put it in quotes."),
        ("name: x\nstages: []\n", "Line 2, stages: is empty."),
        (f"name: x\n{STAGE}    owner: boss\n", "Line 4, stages 1, owner: “boss” isn't known; "
         "allowed are 'producer', 'director', 'editor', 'client' or 'crew'."),
        (f"name: x\n{STAGE}    goal: y\n", "Line 4, stages 1, goal: isn't known here; allowed are "
         "name, owner, inputs, outputs and done."),
        (f"name: x\n{STAGE}    done:\n      - words: y\n        check: guessed\n",
         "Line 6, stages 1, done 1, check: “guessed” isn't known; allowed are 'by hand'"),
        (f"name: x\n{STAGE}    done:\n      - words: y\n        check: document\n",
         "“document” needs a value"),
        (f"name: x\n{STAGE}    done:\n      - words: y\n        value: brief\n",
         "only “document” and “documents fresh” have a value"),
        (f"name: x\n{STAGE}    done: soon\n", "stages 1, done: has to be a list"),
        (f"name: x\n{STAGE}  - name: shoot\n", "there are two stages “shoot”"),
        (f"name: x\nname: y\n{STAGE}", "Line 2: “name” is there twice."),
        (f"name: x\n{STAGE}rules:\n  - key: party\n    words: y\n",
         "Line 5, rules 1: there is no rule “party”; there are feedback, conflicts,"),
        (f"name: x\n{STAGE}rules:\n  - key: feedback\n    words: y\n    days: 400\n",
         "rules 1, days: has to be a whole number from 1 to 60."),
        (f"name: x\n{STAGE}rules:\n  - key: naming\n    words: y\n    days: 4\n",
         "the rule “naming” has no days"),
        (f"name: x\n{STAGE}rules:\n  - key: naming\n    words: y\n    active: maybe\n",
         "active: has to be true or false."),
        (f"name: {'x' * 61}\n{STAGE}", "Line 1, name: is too long; at most 60 characters."),
        ("name: x\nstages:\n" + "  - name: a\n" * 16, "stages: has 16 entries; at most 15."),
        (f"name: x\n{STAGE}delivery: [{', '.join(f'd{n}' for n in range(25))}]",
         "delivery: has 25 entries; at most 24."),
        ("name: [x\n", "this is not YAML"),
        ("a: &x [1]\nb: *x\n", "Line 2: aliases (*) are not read"),
        ("[" * 5000, "too deep to be read"),
        ("name: 2026-99-99\n", "this is not YAML"),
        ("name: !!python/object/apply:os.system [x]\n", "Line 1: tags (!) are not read"),
        ("name: !!bool x\n", "Line 1: tags (!) are not read"),
        (f"name: x\n{STAGE}    owner: 0x{'f' * 6000}\n", "owner: this isn't known; allowed are"),
        (f"name: x\n{STAGE}    1: y\n", "isn't known here; allowed are name, owner"),
        ("a: b\n" * 11_000, "no template has so much in it"),
        ("a: b\n" * 20, "and 7 more"),
        ("x" * (LARGEST + 1), f"at most {LARGEST} are read"),
        ("name: \x00", "this is not YAML"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_template_is_said_with_its_line(written: str, said: str) -> None:
    with pytest.raises(BadTemplateError) as error:
        read_template(written.encode())
    assert said in str(error.value)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    many = "".join(f"  - name: s{n}\n    owner: boss\n" for n in range(15))
    with pytest.raises(BadTemplateError) as error:
        read_template(f"nome: x\nstages:\n{many}".encode())
    assert len(error.value.problems) == 13
    assert error.value.problems[-1] == "and 5 more"
    with pytest.raises(BadTemplateError, match="no text in UTF-8"):
        read_template(b"\xff\xfe\x00")


# Criteria


def a_criterion(kind: str, value: str = "", **values: Any) -> StageCriterion:
    return StageCriterion(stage_id=SPOT, position=1, words="x", kind=kind, value=value, **values)


def a_document(kind: str, **values: Any) -> Document:
    at = datetime(2026, 6, 1, tzinfo=UTC)
    return Document(production_id=SPOT, kind=kind, link="https://a.io", added_at=at, **values)


def scenes(*ready: bool) -> list[Scene]:
    return [
        Scene(production_id=SPOT, number=str(n), ready_at=NOON if is_ready else None,
              purpose="why" if is_ready else "", footage="shot" if is_ready else "partly shot")
        for n, is_ready in enumerate(ready, start=1)
    ]  # fmt: skip


SHEET = a_document("call sheet")
BRIEF = a_document("creative brief")
V2 = Cut(production_id=SPOT, version="v2")
TEASER = Cut(production_id=SPOT, version="v1", deliverable="teaser")
OUT = Deliverable(production_id=SPOT, name="Teaser", specification="1080p",
                  delivered_at=datetime(2026, 6, 1, tzinfo=UTC))  # fmt: skip
WAITING = Deliverable(production_id=SPOT, name="Spot")
FULL = Facts(
    TODAY, documents=[SHEET, BRIEF], scenes=scenes(True, True), deliverables=[OUT], cuts=[V2],
    verdicts={V2.id: "approved with notes"},
)  # fmt: skip


@pytest.mark.parametrize("kind", [each for each in CHECKS if each != "by hand"])
def test_all_criteria_hold_where_everything_is_there(kind: str) -> None:
    assert holds(a_criterion(kind, "call sheet" if kind == "document" else ""), FULL)


VERDICTS: Mapping[UUID, Overall] = {V2.id: "approved", TEASER.id: "changes requested"}


@pytest.mark.parametrize(
    ("kind", "value", "facts", "words"),
    [
        ("by hand", "", FULL, "nobody has ticked it"),
        ("document", "shot list", FULL, "no shot list is registered"),
        ("document", "brief", FULL, ""),
        ("document", "rief", FULL, "no rief is registered"),
        ("documents fresh", "", Facts(TODAY), "no document is registered"),
        ("documents fresh", "call sheet", Facts(TODAY, [BRIEF]), "no call sheet is registered"),
        ("documents fresh", "", Facts(TODAY, [SHEET, BRIEF], {SHEET.id: "its day"}),
         "call sheet is stale"),
        ("documents fresh", "brief", Facts(TODAY, [SHEET, BRIEF], {SHEET.id: "its day"}), ""),
        ("scenes ready", "", Facts(TODAY), "no scene is listed"),
        ("scenes ready", "", Facts(TODAY, scenes=scenes(True, False)), "scene 2 isn't ready"),
        ("scenes shot", "", Facts(TODAY, scenes=scenes(False, True, False)),
         "scenes 1 and 3 aren't shot"),
        ("scenes ready", "", Facts(TODAY, scenes=[
            Scene(production_id=SPOT, number=number) for number in ("10", "3A", "x", "2")
        ]), "scenes 2, 3A, 10 and x aren't ready"),
        ("scenes named", "", Facts(TODAY, scenes=scenes(*[False] * 6)),
         "6 scenes don't say what they are for: 1, 2, 3, 4 …"),
        ("deliverables specified", "", Facts(TODAY, deliverables=[OUT, WAITING]),
         "Spot has no specification"),
        ("deliverables delivered", "", Facts(TODAY, deliverables=[OUT, WAITING]), "Spot isn't out"),
        ("deliverables delivered", "", Facts(TODAY, deliverables=[WAITING] * 5),
         "5 of them aren't out: Spot, Spot, Spot, Spot …"),
        ("deliverables delivered", "", Facts(TODAY), "no deliverable is listed"),
        ("cut up", "", Facts(TODAY), "no cut is up yet"),
        ("notes decided", "", Facts(TODAY), "no cut is up yet"),
        ("notes decided", "", Facts(TODAY, cuts=[V2], undecided=1), "1 note waits for a decision"),
        ("conflicts settled", "", Facts(TODAY), "no cut is up yet"),
        ("conflicts settled", "", Facts(TODAY, cuts=[V2], conflicts=2),
         "2 conflicts wait for the decider"),
        ("tasks done", "", Facts(TODAY, unfinished=3), "3 tasks are open"),
        ("approved", "", Facts(TODAY), "no cut is up yet"),
        ("approved", "", Facts(TODAY, cuts=[V2]), "v2 isn't approved"),
        ("approved", "", Facts(TODAY, cuts=[V2, TEASER], verdicts=VERDICTS),
         "v1 of teaser isn't approved"),
    ],
)  # fmt: skip
def test_what_keeps_a_criterion_from_holding(
    kind: str, value: str, facts: Facts, words: str
) -> None:
    assert missing(a_criterion(kind, value), facts) == words


def test_tasks_of_a_stage_about_a_cut_are_not_done_before_there_is_one() -> None:
    tasks, cut, paper = (a_criterion(kind) for kind in ("tasks done", "notes decided", "by hand"))
    assert missing(tasks, Facts(TODAY), [tasks, cut]) == "no cut is up yet"
    assert missing(tasks, Facts(TODAY), [tasks, paper]) == ""
    assert missing(tasks, Facts(TODAY, cuts=[V2]), [tasks, cut]) == ""
    assert missing(tasks, Facts(TODAY, cuts=[V2], unfinished=1), [tasks, cut]) == "1 task is open"
    production = a_production()
    stage = Stage(production_id=production.id, position=1, name="Cut")
    view = stages_of(production, [stage], {stage.id: [tasks, cut]}, [], Facts(TODAY), {})
    assert view.stages[0].held == 0
    assert view.stages[0].missing == ["no cut is up yet"]


def test_a_ticked_one_holds() -> None:
    assert holds(a_criterion("by hand", met_by="U01"), Facts(TODAY))


# Where it stands, and who may change it


def test_the_current_stage_and_its_owner() -> None:
    production = a_production(decider="U01", created_by="U09")
    stages = [
        Stage(production_id=production.id, position=at, name=name, state=state, owner_role=role)
        for at, (name, state, role) in enumerate(
            [("a", "done", "producer"), ("b", "waiting", "editor"), ("c", "in progress", "client")]
        )
    ]
    members = [
        Member(production_id=production.id, user_id="U02", roles=["editor"]),
        Member(production_id=production.id, user_id="U03", roles=["client", "producer"]),
        Member(production_id=production.id, user_id="U04", roles=["producer"]),
    ]
    view = stages_of(production, stages, {}, members, Facts(TODAY), {})
    assert view.current is not None
    assert (view.current.stage.name, view.current.owner, view.done) == ("c", "U03", 1)
    assert [owner_of(each, members) for each in stages] == [None, "U02", "U03"]
    stages[2].state = "waiting"
    view = stages_of(production, stages, {}, members, Facts(TODAY), {})
    assert view.current is not None
    assert view.current.stage.name == "b"
    assert who_may_run(production, members, "U07") == ["U07", "U01", "U02", "U03", "U04", "U09"]


# Rules and forms


def test_n_in_the_words_of_a_rule_is_its_days() -> None:
    words = RULES["feedback"].words
    assert "until 3 working days after" in said(words, 3)
    assert "until 1 working day after" in said(words, 1)
    assert said("N12 is done", None) == "N12 is done"
    assert said("N12 within N days", 4) == "N12 within 4 days"


def test_the_rules_prevent_every_kind_of_mistake_and_say_what_they_do() -> None:
    prevented = {each for rule in RULES.values() for each in rule.prevents}
    assert {
        "late note", "conflict", "overdue", "no owner", "no date", "approval pending",
        "approval stale", "stale document", "unverified note", "unanchored", "rejected idea",
        "scene not ready", "no review path", "no consequence", "unresolved note",
    } <= prevented  # fmt: skip
    assert all(rule.effect and rule.concerns and len(rule.words) <= 300 for rule in RULES.values())


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Everybody has read it", Line("Everybody has read it")),
        ("It is up [Document:  Shot List]", Line("It is up", "document", "shot list")),
        ("All fresh [documents fresh]", Line("All fresh", "documents fresh")),
        ("All ready [scenes ready] ", Line("All ready", "scenes ready")),
        ("All agree [see the plan] [by hand]", Line("All agree [see the plan]")),
    ],
)
def test_a_line_of_criteria_is_read(line: str, wanted: Line) -> None:
    assert read_line(line) == wanted
    row = StageCriterion(stage_id=SPOT, position=1, words=wanted.words, kind=wanted.kind,
                         value=wanted.value)  # fmt: skip
    assert read_line(as_line(row)) == wanted


@pytest.mark.parametrize("line", ["x [document]", "x [fresh]", "x [cut up: v2]", "[cut up]"])
def test_a_check_that_there_isn_t_is_refused(line: str) -> None:
    with pytest.raises(UnknownCheckError, match="I can check document: brief, documents fresh"):
        read_line(line)


def test_no_criterion_is_lost_by_opening_the_form_of_a_stage_and_saving_it() -> None:
    stage = Stage(production_id=SPOT, position=1, name="Shoot")
    criteria = [
        StageCriterion(stage_id=stage.id, position=n, words=f"{n:03}{'w' * 147}",
                       kind="documents fresh", value="v" * 40)
        for n in range(MOST_CRITERIA)
    ]  # fmt: skip
    standing = StageStanding(stage, None, [CriterionStanding(each) for each in criteria])
    view = forms.stage_modal(standing, [stage], production_id=str(SPOT), pressed={})
    kept = forms.entered_stage(state_values(view["blocks"], {})).criteria
    assert [(each.words, each.kind, each.value) for each in kept] == [
        (each.words, each.kind, each.value) for each in criteria
    ]


def test_lines_are_read_without_bullets_and_each_once() -> None:
    values = {
        name: {name: {"value": value}}
        for name, value in {
            "name": " Shoot  prep ",
            "inputs": "- a\n• b\n\na",
            "criteria": "* c",
        }.items()
    }
    edit = forms.entered_stage(values)
    assert (edit.name, list(edit.inputs), list(edit.criteria)) == (
        "Shoot prep", ["a", "b"], [Line("c")],
    )  # fmt: skip
    assert (edit.after, edit.owner) == ("", None)


@pytest.mark.parametrize(
    ("up", "days", "due"),
    [
        (date(2026, 6, 1), 3, date(2026, 6, 4)),
        (date(2026, 6, 4), 3, date(2026, 6, 9)),  # over a weekend
        (date(2026, 6, 6), 1, date(2026, 6, 8)),  # up on a Saturday
        (date(2026, 12, 24), 2, date(2026, 12, 29)),  # German holidays
    ],
)
def test_feedback_is_due_so_many_working_days_on(up: date, days: int, due: date) -> None:
    schedule = NudgeSchedule(production_id=SPOT, country="DE")
    assert working_day_after(schedule, up, days) == due
    nobody_works = NudgeSchedule(production_id=SPOT, working_days=[])
    assert working_day_after(nobody_works, date(2026, 6, 5), 2) == date(2026, 6, 7)
