"""The procedure: begun with five answers, walked through, changed, shared, through really signed
requests."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from bot.demo.render import as_text
from bot.explained import ExplainedError
from bot.templates import export_template, import_template, read_file
from handlers.nudges.calendar import working_day_after
from handlers.procedure import beginning, services
from handlers.procedure.template import BUILT_IN, built_in, read_template
from handlers.program import Actor
from store.tables import NudgeSchedule
from tests.support.acting import (
    LINK,
    Json,
    actions,
    errors_of,
    form_of,
    note,
    press_note,
    production,
    reviews,
    settled,
    told,
    told_so_far,
)
from tests.support.checking import IDS, asked, checked, pressed, saved
from tests.support.cutting import cut_up
from tests.support.running import Running
from tests.support.team import CHANNEL, PEOPLE
from tests.support.watching import WORKSPACE, rows, until

OTHER = "C00000002"
FORM = "production_set_up"
QUESTIONS = ["name", "decider", "approvers", "agreed_rounds", "feedback_days", "template", "more"]


async def begun(scripty: Running, **values: Any) -> str:
    """A production set up with the five answers; what is said then."""
    await scripty.people.command("producer", CHANNEL, "new Coffee spot")
    view = await form_of(scripty, "producer", FORM)
    assert [block["block_id"] for block in view["blocks"]] == QUESTIONS
    answered = {"decider": IDS["director"], "approvers": [IDS["client"]]} | values
    said = (await scripty.people.submit("producer", view, answered)).json()
    assert said["response_action"] == "update", said
    await settled(scripty)
    return as_text(said["view"]["blocks"])


async def procedure(scripty: Running) -> Json:
    found: Json = (await production(scripty))["procedure"]
    return found


async def stage(scripty: Running, name: str) -> Json:
    found: Json = next(e for e in (await procedure(scripty))["stages"] if e["name"] == name)
    return found


def criterion(stage: Json, words: str) -> str:
    return str(next(each["id"] for each in stage["criteria"] if words in each["words"]))


async def test_five_answers_begin_nine_stages_that_are_walked_through(scripty: Running) -> None:
    said = await begun(scripty, agreed_rounds="2", feedback_days="2")
    assert "It begins with “Intake”: /scripty stages shows what that takes." in said
    found = await procedure(scripty)
    assert [each["name"] for each in found["stages"]] == [e.name for e in built_in().stages]
    states = [each["state"] for each in found["stages"]]
    assert states == ["in progress", *["waiting"] * 8]
    rule = next(each for each in found["rules"] if each["key"] == "feedback")
    assert (rule["days"], rule["active"]) == (2, True)
    row = await production(scripty)
    assert (row["rules"]["agreed_rounds"], row["rules"]["decider"]) == (2, IDS["director"])

    shown = await checked(scripty, "client", "stages")
    text = as_text(shown["blocks"])
    assert text.startswith("Stages of Coffee spot\n0 of 9 stages done · now: Intake\n"), text
    assert "– What is handed over is listed, each with its specification: no deliverable" in text
    assert "producer · 0 of 2 met" in text
    intake = await stage(scripty, "Intake")
    agreed = criterion(intake, "Budget")

    # any member ticks, once; whoever runs the stage marks it done, when it is
    await pressed(scripty, "client", shown, "criterion_met", agreed)
    await told(scripty, "client", "✓ Budget and dates are agreed (client)")
    await pressed(scripty, "editor", shown, "criterion_met", agreed)
    await told(scripty, "editor", "was ticked by client already. Nothing was changed.")
    own = criterion(intake, "handed over")
    await pressed(scripty, "client", shown, "criterion_met", own)
    await told(scripty, "client", "ticks itself, from the record")
    await pressed(scripty, "client", shown, "stage_done", intake["id"])
    await told(scripty, "client", "You can't change the stage Intake; producer and director can.")
    shown = await checked(scripty, "producer", "stages")
    await pressed(scripty, "producer", shown, "stage_done", intake["id"])
    refusal = await told(scripty, "producer", "Intake isn't done yet, so nothing was changed:")
    assert as_text(refusal["blocks"]).endswith(
        "no deliverable is listed\n[It is done all the same]"
    )
    await pressed(scripty, "producer", refusal, "stage_override", intake["id"])
    reason = {"reason": "the client sends the list on Monday"}
    assert (await saved(scripty, "producer", "stage_override", reason)).body == ""
    before = scripty.people.view_of("producer")
    await pressed(scripty, "producer", refusal, "stage_override", intake["id"])
    assert scripty.people.view_of("producer") == before  # no form for what is done already
    shown = await told(scripty, "producer", "1 of 9 stages done · now: Creative brief")
    assert "although not all of it held" in as_text(shown["blocks"])
    await pressed(scripty, "producer", shown, "stage_done", intake["id"])
    await told(scripty, "producer", "Intake is done already, by producer. Nothing was changed.")
    assert (await stage(scripty, "Intake"))["overridden"] == reason["reason"]

    # what the record tells ticks itself
    brief = await stage(scripty, "Creative brief")
    await asked(scripty, "doc creative brief https://docs.example/1 @producer", "producer")
    await pressed(scripty, "client", shown, "criterion_met", criterion(brief, "agreed"))
    shown = await checked(scripty, "producer", "stages")
    assert "✓ The brief is registered" in as_text(shown["blocks"])
    await pressed(scripty, "producer", shown, "stage_done", brief["id"])
    shown = await told(scripty, "producer", "2 of 9 stages done · now: Concept")
    # reopened, started beside another, looked at, changed
    await pressed(scripty, "producer", shown, "stage_reopen", brief["id"])
    await pressed(
        scripty, "producer", shown, "stage_start", (await stage(scripty, "Delivery"))["id"]
    )
    await settled(scripty)
    states = [each["state"] for each in (await procedure(scripty))["stages"]]
    assert states == ["done", "in progress", "in progress", *["waiting"] * 5, "in progress"]

    await pressed(scripty, "producer", shown, "stage_edit", brief["id"])
    wrong = await saved(scripty, "producer", "stage_edited", {"criteria": "It is up [fresh]"})
    assert "I can't check “fresh”" in errors_of(wrong)["criteria"]
    await saved(
        scripty, "producer", "stage_edited",
        {"name": "Brief", "owner": IDS["client"], "after": "first",
         "criteria": "The brief is registered [document: brief]\n- Everybody has read it"},
    )  # fmt: skip
    await settled(scripty)
    first, second = (await procedure(scripty))["stages"][:2]
    assert (first["name"], first["owner"], second["name"]) == ("Brief", IDS["client"], "Intake")
    assert [(c["words"], c["kind"], c["met"]) for c in first["criteria"]] == [
        ("The brief is registered", "document", True), ("Everybody has read it", "by hand", False),
    ]  # fmt: skip
    assert first["criteria"][0]["id"] == criterion(brief, "registered")
    # two people in one form: what the second one didn't see isn't taken away
    await pressed(scripty, "producer", shown, "stage_edit", brief["id"])
    theirs = await form_of(scripty, "producer", "stage_edited")
    await pressed(scripty, "director", shown, "stage_edit", brief["id"])
    mine = await form_of(scripty, "director", "stage_edited")
    more = {"criteria": "The brief is registered [document: brief]\nIt is signed"}
    await scripty.people.submit("director", mine, more)
    late = await scripty.people.submit("producer", theirs, {"name": "The brief"})
    assert "Brief was changed by somebody else" in errors_of(late)["name"]
    again = await scripty.people.side.submit(IDS["director"], mine, more)
    assert (again.status, again.body) == (200, "")
    found = (await procedure(scripty))["stages"][0]
    assert [each["words"] for each in found["criteria"]] == [
        "The brief is registered", "It is signed",
    ]  # fmt: skip
    row = await production(scripty)
    await pressed(scripty, "producer", shown, "stage_add", row["id"])
    await saved(scripty, "producer", "stage_edited", {"name": "Sound mix"})
    await settled(scripty)
    assert (await procedure(scripty))["stages"][-1]["name"] == "Sound mix"
    await pressed(
        scripty, "producer", shown, "stage_remove", (await stage(scripty, "Sound mix"))["id"]
    )
    await settled(scripty)
    assert len((await procedure(scripty))["stages"]) == 9
    events = (await scripty.record())["events"]
    assert [e["detail"]["reason"] for e in actions(events, "stage.overridden")] == [
        reason["reason"]
    ]
    assert "marked the stage Creative" not in await asked(scripty, "history production")
    said = await asked(scripty, "history Intake")
    assert "marked the stage Intake done all the same: “the client sends" in said


async def test_a_form_and_a_command_begin_one_procedure_at_once(scripty: Running) -> None:
    await begun(scripty, template="none")
    production_id = UUID((await production(scripty))["id"])
    await scripty.people.command("producer", CHANNEL, "new")
    view = await form_of(scripty, "producer", FORM)

    async def waiting() -> bool:
        query: LiteralString = "SELECT 1 FROM pg_locks WHERE NOT granted LIMIT 1"
        return bool(await rows(scripty.scripty.where, query))

    async with scripty.scripty.record.workspace(WORKSPACE) as work:  # as the command does it
        await services.one_at_a_time(work, production_id)
        form = asyncio.create_task(
            scripty.people.submit("producer", view, {"template": "small-team"})
        )
        await until(waiting)
        row = await work.productions.get(production_id)
        await beginning.begin(work, Actor(IDS["producer"], "command"), row, "")
    assert (await form).json()["response_action"] == "update"
    assert len((await procedure(scripty))["stages"]) == 9


async def test_rules_act_where_they_say_so(scripty: Running) -> None:
    await begun(scripty)
    row = await production(scripty)
    shown = await checked(scripty, "producer", "procedure")
    text = as_text(shown["blocks"])
    assert text.startswith("Procedure of Coffee spot\nBegun with “Small team”.")
    assert "until 3 working days after the cut is up." in text
    await pressed(scripty, "client", shown, "rule_switch", f"{row['id']}:owners")
    await told(scripty, "client", "You can't change the procedure; director and producer can.")
    for key in ("owners", "dates"):
        await pressed(scripty, "producer", shown, "rule_switch", f"{row['id']}:{key}")
    await told(scripty, "producer", "On: Every accepted change has a day.")
    await pressed(scripty, "director", shown, "rule_switch", f"{row['id']}:owners")
    await told(scripty, "director", "is on already, since")
    await pressed(scripty, "producer", shown, "rule_switch_off", f"{row['id']}:naming")
    await pressed(scripty, "producer", shown, "rule_edit", f"{row['id']}:feedback")
    refused = await saved(scripty, "producer", "rule_edited", {"words": " "})
    assert "Say what the rule is" in errors_of(refused)["words"]
    await saved(scripty, "producer", "rule_edited", {"words": "Notes within N days.", "days": "5"})
    shown = await told(scripty, "producer", "It says now: Notes within 5 days.")
    rules = {each["key"]: each for each in (await procedure(scripty))["rules"]}
    assert (rules["naming"]["active"], rules["owners"]["active"]) == (False, True)

    # feedback: a review without a day is due so many working days on; one with a day is not moved
    root = await cut_up(
        scripty, "v1", ("client", "make the logo bigger"), ("client", "0:10 louder")
    )
    (first,) = await reviews(scripty)
    begun_at = datetime.fromisoformat(first["created_at"])
    up = begun_at.astimezone(ZoneInfo(row["timezone"])).date()
    assert (
        first["due"]
        == working_day_after(NudgeSchedule(production_id=UUID(row["id"])), up, 5).isoformat()
    )
    # owners, dates: whoever accepts is told what is missing, with the presses that mend it
    await press_note(scripty, root, "editor", "note_accept", 1)
    said = await told(scripty, "editor", "N1 is accepted and has no owner and no day yet.")
    assert as_text(said["blocks"]).endswith("[Take it] [Give to…] [Set a day]")
    (value,) = {e["value"] for b in said["blocks"] for e in b.get("elements", ())}
    assert value == (await note(scripty, 1))["task_id"]
    await pressed(scripty, "editor", said, "gap_take", value)
    await told(scripty, "editor", "is yours")
    # versions: the round before was open
    said_now = await asked(scripty, f"review {LINK} v2 due 2031-06-05", "editor")
    assert "a version is made once its round is closed; the one before was still open" in said_now
    assert "N2 of it is undecided" in said_now
    await settled(scripty)
    assert [each["due"] for each in await reviews(scripty)][-1] == "2031-06-05"
    # a day that the thread's first message names stands, whoever starts the review, and how
    root_of_v4 = await scripty.people.post(
        "editor", CHANNEL, f"the new one is up {LINK}4, notes by 2031-06-07"
    )
    mention = f"<@{scripty.people.team.bot_user}> review v4"
    await scripty.people.post("client", CHANNEL, mention, thread_ts=root_of_v4["ts"])
    await settled(scripty)
    assert [each["due"] for each in await reviews(scripty)][-1] == "2031-06-07"
    await pressed(scripty, "producer", shown, "rule_switch_off", f"{row['id']}:feedback")
    await asked(scripty, f"review {LINK} v5", "editor")
    assert [each["due"] for each in await reviews(scripty)][-1] is None
    assert not any("no owner" in each for each in told_so_far(scripty, "client"))


async def test_templates_are_shared_and_begun_later(scripty: Running, tmp_path: Path) -> None:
    said = await begun(scripty, template="none", feedback_days=None)
    assert "It begins with" not in said
    assert (await procedure(scripty))["stages"] == []
    assert "has no stages yet. /scripty procedure begin" in await asked(scripty, "stages")
    assert "No rule is switched on." in await asked(scripty, "procedure")
    ours = tmp_path / "ours.yaml"
    ours.write_text(
        "name: Ours\nstages:\n  - name: Shoot\n    owner: director\n    done:\n"
        "      - words: It is shot\n        check: scenes shot\n"
        "rules:\n  - key: storage\n    words: All of it is on the shelf.\n"
        "delivery: [It is out]\n"
    )
    record = scripty.scripty.record
    template = read_file(ours)
    assert "“Ours” is kept in" in await import_template(record, template, None)
    assert "“Ours” is replaced in" in await import_template(record, template, None)
    assert "There are Small team and Ours" in await asked(
        scripty, "procedure begin theirs", "producer"
    )
    assert "I don't know what to do with “frobnicate”" in await asked(
        scripty, "procedure frobnicate"
    )
    assert "You can't change the procedure" in await asked(
        scripty, "procedure begin ours", "client"
    )
    said = await asked(scripty, "procedure begin ours", "producer")
    assert "Begun with “Ours”." in said
    assert "was begun already with “Ours”" in await asked(scripty, "procedure begin", "producer")
    made = read_template((await export_template(record, "coffee spot")).encode())
    assert [each.name for each in made.stages] == ["Shoot"]
    assert [(one.words, one.check) for one in made.criteria(0)] == [
        ("It is shot", "scenes shot"), ("It is out", "by hand"),
    ]  # fmt: skip
    assert [(each.key, each.words) for each in made.rules] == [
        ("storage", "All of it is on the shelf.")
    ]
    with pytest.raises(ExplainedError, match=r"There are Coffee spot \("):
        await export_template(record, "Tea spot")
    with pytest.raises(ExplainedError, match="which workspace"):
        await import_template(record, template, "T0NONE")
    ours.write_text("name: Ours\nstages: []\n")
    with pytest.raises(ExplainedError, match="Line 2, stages: is empty"):
        read_file(ours)

    # one that is called as the built-in one doesn't take its place in the menu
    for name in ("small-team", "Small team"):
        await import_template(record, template.model_copy(update={"name": name}), None)
    async with record.workspace(WORKSPACE) as work:
        assert await beginning.template_of(work, BUILT_IN) == built_in()
        assert (await beginning.template_of(work, "small TEAM")).name == "Small team"
        assert [words for _, words in await beginning.offered(work)] == [
            "Small team: nine stages", "Ours", "Small team: your own", "small-team", "None",
        ]  # fmt: skip
        for name in ("small-team", "Small team"):
            await work.session.delete(await work.procedures.template(name))

    # offered with the next production, and kept where the first form says so
    scripty.team.slack.add_channel(OTHER, "tea", members=list(PEOPLE))
    await scripty.people.command("producer", OTHER, "new Tea spot")
    view = await form_of(scripty, "producer", FORM)
    menu = next(b["element"] for b in view["blocks"] if b["block_id"] == "template")
    assert [each["text"]["text"] for each in menu["options"]] == [
        "Small team: nine stages", "Ours", "None",
    ]  # fmt: skip
    # the longer form keeps what was typed
    await scripty.people.press_in_view(
        "producer", view, "production_more", values={"name": "Tea", "template": None}
    )
    longer = scripty.people.view_of("producer")
    assert longer is not None
    assert longer["previous_view_id"] == view["id"]  # above the short one
    fields = {b["block_id"]: b["element"] for b in longer["blocks"] if "element" in b}
    assert fields["name"]["initial_value"] == "Tea"
    assert fields["channels"]["initial_conversations"] == [OTHER]
    answer = await scripty.people.submit(
        "producer", longer, {"template": menu["options"][1]["value"]}
    )
    assert "It begins with “Shoot”" in as_text(answer.json()["view"]["blocks"])
    top = scripty.people.view_of("producer")
    assert top is not None
    await scripty.people.close("producer", top)
    assert longer["root_view_id"] not in scripty.team.slack.views  # the short form went with it
    # the form of a production that has begun says where it stands
    await scripty.people.command("producer", CHANNEL, "new")
    view = await form_of(scripty, "producer", FORM)
    assert "Procedure: “Ours”, 0 of 1 stages done; it is in Shoot." in as_text(view["blocks"])
