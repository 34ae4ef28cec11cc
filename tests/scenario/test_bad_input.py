"""Input of tired people: what can't be meant gets an answer that says what to do, and changes no
row. Every button and form that any room listens to is in it, read from the rooms themselves."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, LiteralString
from uuid import uuid4

import pytest
from sqlmodel import SQLModel

from bot.demo.people import Answer
from bot.demo.people.fields import VALUE_FIELD
from bot.demo.render import as_text
from bot.explained import ExplainedError
from bot.templates import read_file
from handlers.install.listeners import COMMANDS
from store.engine import Address
from tests.support.acting import Json, form_of, settled, thread_under_review, told, words_of
from tests.support.checking import IDS, asked
from tests.support.registered import registered
from tests.support.running import Running
from tests.support.team import CHANNEL, PEOPLE, STRANGER
from tests.support.watching import rows

ELSEWHERE = "C00000002"

AROUND = {"delivery", "inbox_event", "nudge_clock", "home_view", "pace", "person"}
"""Tables that also change where nothing of the record does: what was said, heard and looked at, and
what Slack says of people."""

BAD_WORDS = {
    # days
    'milestone “Picture lock” 31 June': "I can't read “31 June” as a day. Write it like this:",
    'milestone "Picture lock" someday': "I can't read “someday” as a day",
    'milestone "Picture lock" 12 June 25:99': "I can't read “12 June 25:99” as a day",
    "doc shot list https://x.example/9 fresh until someday": "what “fresh until someday” is",
    "review https://x.example/cut due 31 february": "I can't read “31 february” as a day. Try",
    "changes since someday": "I can't tell since when “someday” is. Say a day that has passed",
    "changes since tomorrow": "is still to come, so nothing has changed since",
    "changes since v9": "No cut here is called v9. There is v2.",
    "changes every monday 25:00": "as a day and a time. Write it like this:",
    "brief every blueday 09:00": "I can't read “every blueday 09:00” as a day and a time",
    "brief before yesterday 10:00": "I can't read “yesterday 10:00” as a day and a time",
    "brief every monday 09:00": "That is on already",
    # people
    "task order the hard drives @nobody": "Pick the person from Slack's list while typing @",
    "tasks @nobody": "Try /scripty tasks [mine|@person|unowned|overdue|milestone]",
    "scene 3 owner @nobody": "I don't know anybody called “nobody” here",
    'deliverable "Reel" 1080p25 @nobody by friday': "I don't know anybody called “nobody” here",
    "doc shot list https://x.example/9 @nobody": "Pick the person from Slack's list",
    # scenes, and what belongs to them
    "scene 99": "There is no scene 99 yet. Say what it is for and it is made",
    "scenes 99": "There is no scene 99 yet",
    "scene kitchen": "is no number of a scene. Which scene? Give the script's number",
    "scene 3 purpse open the film": "I can't tell what “purpse open the film” says of scene 3",
    "scene 3 footage sort of": "Footage is not shot, partly shot, shot or reviewed",
    "scene 3 add N99": "There is no N99 in spot-a. Notes are named like N12",
    "scene 3 remove": "What is to be removed? Name notes, tasks, decisions or documents",
    "shots 99": "There is no scene 99 yet",
    "shots of love": "is no number of a scene. Give the script's number",
    "scene 🎬": "Give the script's number, such as 3 or 3A",
    # milestones, and what waits for what
    "milestone picture lock waits for picture lock": "can't wait for itself. Nothing was changed",
    "milestone picture lock waits for delivery": "Take one of these out first",
    "milestone picture lock waits for the weather": "There is Picture lock and Delivery.",
    'milestone add "Picture lock" N99': "There is no “N99” in spot-a. Name a note (N12)",
    'milestone add "Picture lock" scene 99': "There is no “scene 99” in spot-a",
    'milestone move "Picture lock" someday': "I can't read “someday” as a day",
    'milestone complete "Wrap"': "No open milestone is called “Wrap”. There is Picture lock",
    "milestone delivery waits for": "Did you mean “Delivery”?",
    "milestones xyz": "/scripty milestone alone lists them",
    "check Pcture lock": "Did you mean “Picture lock”?",
    "brief nowhere before friday 10:00": "No open milestone is called “nowhere”. There is",
    # quotes, and nothing where something was to be
    'milestone "Picture lock 12 June': "Did you mean “Picture lock”?",
    'deliverable "Teaser 1080p25': "Put the deliverable's name in quotes",
    'deliverable "Trailer': "Put the deliverable's name in quotes",
    'deliverable "" 1080p25': "Put the deliverable's name in quotes",
    "deliverables Trailer": "/scripty deliverables lists them; to write one down",
    'find "unclosed': "Try fewer or other words",
    "task": "What is to be done? /scripty task <what>",
    'task "   "': "What is to be done?",
    "doc call sheet not-a-link": "Add its link, with https:// before it",
    "doc https://x.example/9": "What is behind that link? Say its kind first",
    "doc call sheet contradicted by D99": "/scripty decisions shows those that there are",
    "doc call sheet contradicted by": "Which decision changed the call sheet? Say its number:",
    "doc moodboard contradicted by D1": "/scripty docs shows them all",
    "review not-a-link": "Which cut? Add its link",
    "find": "Say what to look for",
    "who owns": "Say what you ask about",
    # what nobody has, and what isn't there
    "gaps the other film": "You belong to no production called “the other film”. Yours: spot-a.",
    "find & | ! ( :*": "Try fewer or other words",
    "find 🎬": "Nothing in the record has “🎬”. Try fewer or other words",
    "decisions zzzzqqq": "Try fewer or other words, or /scripty decisions without any",
    "who owns zzzqqq?": "I don't know: the record doesn't say.",
    "history N99": "Look for its number on the review's card",
    "history everything": "Name a note, a task, a decision or a version",
    "report v9": "Try: /scripty report",
    "procedure beginn": "I don't know what to do with “beginn”. /scripty procedure",
    "procedure begin something else": "was begun already with “Small team”",
    "draft make this video better": "what should be better than what. Say what to draft",
    "draft something nice & <!channel>": "leaves open what it is for, for whom",
    "draft questions scene 99": "There is no “scene 99” to draft from in this production",
    "draft shotlist v9": "There is no “v9” to draft from in this production. There is scene 3",
    "draft clips": "I have read no transcript here yet",
    "draft summary <https://x.example/1>": "That link leads to no file in Slack",
    "model please": "Type /scripty model [on|off|limit 500000|limit off]",
    "model limit lots": "How many tokens may be used in a month? Write a number from 1",
    "model limit 0": "How many tokens may be used in a month?",
    "new another film": "type the command in another channel",
    "changes stop": "so there is nothing to stop. To have it:",
    # slips of the hand
    "gasp": "Did you mean /scripty gaps",
    "deliverible “Teaser”": "Did you mean /scripty deliverable",
    "breif": "Did you mean /scripty brief",
    "hotspot": "Did you mean /scripty hotspots",
    "prodecure": "Did you mean /scripty procedure",
    "<!channel> 🎬": "I don't know “<!channel>”",
}  # fmt: skip
"""What an editor types at the end of a long day, and words that the answer has to have."""

PASTED = "\n".join(
    f"{each}:0{each % 6} the {each}th thing is too loud, lower it & <!channel> 🎬"
    for each in range(80)
)
SHOWS = {"stages", "docs", "hotspots", "nudges", "help"}
"""Commands that take no words, so that nothing is meant by 80 lines of them."""
MAKES = {"new", "review", "task"}
"""Commands that set a channel's production up, or do with any words what they are for."""

QUIET = {
    "review_start", "review_offer_dismiss", "notes_list", "notes_page", "tasks_page",
    "decisions_page", "check_page", "documents_page", "scenes_page", "deliverables_page",
    "shots_page", "drafts_page", "taste_page", "changes_page", "find_page", "gaps_page",
    "home_page", "production_more",
}  # fmt: skip
"""Buttons that only turn a page, where there is none to turn: they say nothing. Their values are
no ids, or they stand in one kind of list only."""
FOR_ALL = {"home_settings"}
"""Buttons that are about whoever presses and carry no id."""

TWICE = {
    "scene_ready": "SELECT id FROM scene",
    "scene_not_ready": "SELECT id FROM scene",
    "deliverable_done": "SELECT id FROM deliverable",
    "deliverable_not_done": "SELECT id FROM deliverable",
    "document_confirm": "SELECT id FROM document",
    "criterion_met": "SELECT id FROM stage_criterion WHERE kind = 'by hand' ORDER BY id LIMIT 1",
    "criterion_unmet": "SELECT id FROM stage_criterion WHERE kind = 'by hand' ORDER BY id LIMIT 1",
    "stage_start": "SELECT id FROM stage WHERE position = 5",
    "rule_switch_off": "SELECT production_id || ':feedback' AS id FROM procedure_rule LIMIT 1",
    "rule_switch": "SELECT production_id || ':feedback' AS id FROM procedure_rule LIMIT 1",
    "hotspot_switch": "SELECT production_id || ':owners' AS id FROM procedure_rule LIMIT 1",
    "suggestion_accept": "SELECT id FROM suggestion ORDER BY number LIMIT 1",
    "suggestion_reject": "SELECT id FROM suggestion ORDER BY number DESC LIMIT 1",
    "report_stop": "SELECT id FROM scheduled_report",
    "stage_remove": "SELECT id FROM stage WHERE position = 9",
}
"""What each new button that does something is pressed on."""

TWICE_ELSEWHERE = {
    "approval_approve", "approval_changes", "approval_request", "approval_revoke",
    "approval_with_notes", "conflict_both", "conflict_choose", "conflict_words",
    "draft_accept_all", "draft_cancel", "draft_page", "draft_reject_all",
    "gap_anchor", "gap_approve", "gap_date", "gap_done", "gap_fixed", "gap_not_yet", "gap_owner",
    "gap_path", "gap_take", "gap_why", "home_reminders", "home_report_stop", "home_settings",
    "milestone_cancel", "milestone_check", "milestone_complete", "milestone_edit",
    "milestone_move", "milestone_reopen", "note_accept", "note_assign", "note_edit", "note_merge",
    "note_reject", "note_reopen", "note_unfold", "note_verify", "nudge_mute", "nudge_not_mine",
    "nudge_snooze", "nudge_unmute", "procedure_rules", "review_close", "review_finished",
    "review_freeze", "review_reopen", "scene_show", "shot_drop",
    "stage_add", "stage_done", "stage_reopen",
    "stage_show", "suggestion_again", "task_assign", "taste_why",
    "taste_why_note",
    "task_date", "task_done", "task_drop", "task_reopen", "task_take",
}  # fmt: skip
"""Buttons that their rooms' tests press twice, or that only show or ask something."""

FORMS = {
    "scene_edited": ("scene_edit", "SELECT id FROM scene", "Which scene? Give the script's number"),
    "deliverable_edited": (
        "deliverable_edit", "SELECT id FROM deliverable", "Put the deliverable's name in quotes",
    ),
    "document_replaced": ("document_replace", "SELECT id FROM document", "its link"),
    "stage_edited": (
        "stage_edit", "SELECT id FROM stage WHERE position = 2", "What is the stage called?",
    ),
    "stage_override": ("stage_override", "SELECT id FROM stage WHERE state = 'in progress'", "why"),
    "rule_edited": (
        "rule_edit",
        "SELECT production_id || ':feedback' AS id FROM procedure_rule LIMIT 1", "Say",
    ),
    "suggestion_edited": (
        "suggestion_edit", "SELECT id FROM suggestion ORDER BY number LIMIT 1",
        "Write it in a sentence",
    ),
    "draft_chosen": ("draft_offer", "SELECT id FROM production", "What is to be drafted?"),
    "production_set_up": ("production_setup", "SELECT id FROM production", "What is it called?"),
}  # fmt: skip
"""The forms that may not be sent empty: what opens each, on what, and a word of the answer."""

ELSEWHERE_TESTED = {
    "approval_explained", "approval_noted", "conflict_why", "conflict_worded", "decision_logged",
    "draft_context", "draft_context_changed", "draft_rejected_all",
    "gap_anchored", "gap_dated", "gap_explained", "gap_given", "home_settings_saved",
    "milestone_cancelled", "milestone_completed", "milestone_edited", "milestone_moved",
    "note_assigned", "note_edited", "note_merged", "note_reject_reason", "note_reopen_reason",
    "nudges_schedule", "suggestion_reject_reason", "task_assigned", "task_dated",
    "task_drop_reason", "task_made",
}  # fmt: skip
"""Forms with tests of their own, or in which nothing is a good answer: a reason asked afterwards,
mutes of nothing."""


@pytest.fixture
async def spot(scripty: Running) -> Running:
    """A production with one of everything that people press on."""
    await thread_under_review(scripty, ("client", "0:04 hold the steam longer"))
    for words in (
        'milestone "Picture lock" 12 June 2030',
        'milestone "Delivery" 20 June 2030',
        "milestone delivery waits for picture lock",
        "scene 3 purpose open the film",
        'deliverable "Teaser" 1080p25, -23 LUFS by 14 June 2030',
        "doc call sheet https://x.example/1 @producer",
        "procedure begin",
        "brief every monday 09:00",
    ):
        await asked(scripty, words, "editor")
    guide = (
        "# Light\nLight the kitchen warm.\n# Sound\nRecord the room tone.\n# Grade\nKeep it dark."
    )
    message = scripty.team.slack.post_as("editor", CHANNEL, guide)
    await scripty.people.shortcut("editor", CHANNEL, message, "sections_to_tasks")
    await settled(scripty)
    assert len(await rows(scripty.scripty.where, "SELECT id FROM suggestion")) == 3
    return scripty


async def record(where: Address) -> Mapping[str, Sequence[str]]:
    """All that the tables hold, but for those that change by themselves."""
    names = [each.name for each in SQLModel.metadata.sorted_tables if each.name not in AROUND]
    found = {}
    for name in names:
        found[name] = sorted(str(row) for row in await rows(where, f"SELECT * FROM {name}"))
    return found


async def unchanged(scripty: Running, before: Mapping[str, Sequence[str]]) -> None:
    """Nothing of the record is another, and no job has gone wrong."""
    await settled(scripty)
    after = await record(scripty.scripty.where)
    assert [name for name in after if after[name] != before[name]] == []
    await no_job_failed(scripty)


async def no_job_failed(scripty: Running) -> None:
    failed = await rows(
        scripty.scripty.where,
        "SELECT task_name, status FROM procrastinate_jobs WHERE status <> 'succeeded'",
    )
    assert failed == []


async def one_id(scripty: Running, query: str) -> str:
    return str((await rows(scripty.scripty.where, query))[0]["id"])


async def press(
    scripty: Running, who: str, action: str, value: str, *, ephemeral: bool = False
) -> Answer:
    """A press in a message, whether it offers the button or not."""
    message = scripty.team.slack.bot_messages(CHANNEL)[0]
    answer = await scripty.people.side.press(
        IDS.get(who, who), CHANNEL, message, action, element={"value": value}, ephemeral=ephemeral
    )
    assert answer.status == 200, (action, answer.body)
    return answer


async def press_at_home(scripty: Running, user: str, action: str, value: str) -> str:
    """A press in the Home tab, and what it is answered with: a modal. Empty without one."""
    button = {"type": "button", "action_id": action, "value": value}
    home = {
        "id": "V0HOME", "type": "home",
        "blocks": [{"type": "actions", "block_id": "b", "elements": [button]}],
    }  # fmt: skip
    answer = await scripty.people.side.press_in_view(user, home, action)
    assert answer.status == 200, (action, answer.body)
    view = scripty.people.view_of(user)
    if view is None:
        return ""
    scripty.team.slack.close_view(view["id"], all_of_stack=True)
    return f"{view['callback_id']}: {as_text(view['blocks'])}"


def emptied(view: Json) -> Json:
    """Values for every field of a form: nothing filled in."""
    elements = [block["element"] for block in view["blocks"] if block["type"] == "input"]
    return {
        each["action_id"]: [] if VALUE_FIELD[each["type"]].endswith("s") else None
        for each in elements
    }


# Commands


async def test_what_nobody_can_mean_is_answered_with_what_to_do(spot: Running) -> None:
    before = await record(spot.scripty.where)
    for words, expected in BAD_WORDS.items():
        said = words_of(await spot.people.command("editor", CHANNEL, words))
        assert expected in said, (words, said)
        assert len(said) < 300 or "What I can do" in said, (words, said)
    for verb in sorted({*COMMANDS} - SHOWS - {"task"}):
        said = words_of(await spot.people.command("editor", CHANNEL, f"{verb} {PASTED}"))
        assert len(said) < 1000, (verb, said)
        assert "<!channel>" not in said.replace("& <!channel>", ""), (verb, said)
    await unchanged(spot, before)

    # where the rest can be kept, it is, and what could not be read is said
    said = await asked(spot, "task order the hard drives by 31 february", "editor")
    assert "T1 is on the list: order the hard drives by 31 february" in said
    assert "I can't read “by 31 february” as a day, so it has none: set one on its card." in said
    said = await asked(spot, 'deliverable "Reel" 1080p25 by someday', "editor")
    assert "I can't read “by someday” as a day, so it stands in the specification" in said
    assert "as a day" not in await asked(spot, "task call the set by the river", "editor")


async def test_where_there_is_no_production_everybody_is_told_how_to_begin(
    scripty: Running,
) -> None:
    scripty.team.slack.add_channel(ELSEWHERE, "chat", members=list(PEOPLE))
    before = await record(scripty.scripty.where)
    for verb in sorted({*COMMANDS} - MAKES - {"help", "model"}):
        for words in ("", " something"):
            said = words_of(await scripty.people.command("client", ELSEWHERE, verb + words))
            assert re.search(r"/scripty|production", said), (verb + words, said)
    await scripty.people.post("client", ELSEWHERE, "<@UB00000001> who owns the end card?")
    await told(scripty, "client", "production")
    await unchanged(scripty, before)


# Buttons


async def test_no_button_does_anything_with_an_id_that_is_none(spot: Running) -> None:
    before = await record(spot.scripty.where)
    found = registered(spot.scripty.program)
    for action in found.actions:
        if action in QUIET:
            continue
        said = await press_at_home(spot, IDS["editor"], action, str(uuid4()))
        assert said.startswith("notice:") or action in FOR_ALL, (action, said)
    for action in QUIET - {"notes_page", "production_more", "review_start"}:
        await press(spot, "editor", action, "x:²", ephemeral=True)
    # and none for a stranger: new ones with the id they are for, the others with some of ours
    production = await one_id(spot, "SELECT id FROM production")
    rights = {action: query for action, query, _ in FORMS.values()} | TWICE
    for action in found.actions:
        if action in QUIET | FOR_ALL:
            continue
        value = await one_id(spot, rights[action]) if action in rights else production
        said = await press_at_home(spot, STRANGER, action, value)
        assert said.startswith("notice:"), (action, said)
        assert "nothing was changed" in said.lower() or action not in rights, (action, said)
    await unchanged(spot, before)


async def test_a_button_pressed_twice_does_it_once(spot: Running) -> None:
    where = spot.scripty.where
    openers = {action for action, _, _ in FORMS.values()}
    known = {*TWICE} | TWICE_ELSEWHERE | openers | QUIET
    assert known == {*registered(spot.scripty.program).actions}, "say of a new button what it does"
    trail: LiteralString = (
        "SELECT id, action, subject_id::text, detail::text FROM audit_event ORDER BY id"
    )
    for action, query in TWICE.items():
        seen = {row["id"] for row in await rows(where, trail)}
        value = await one_id(spot, query)
        await asyncio.gather(*(press(spot, "editor", action, value) for _ in range(2)))
        done = [row for row in await rows(where, trail) if row["id"] not in seen]
        deeds = [(row["action"], row["subject_id"], row["detail"]) for row in done]
        assert deeds, action
        assert len(deeds) == len(set(deeds)), (action, deeds)
    await settled(spot)
    assert len(await rows(where, "SELECT id FROM task")) == 1
    await no_job_failed(spot)


# Forms


async def test_no_form_is_saved_with_nothing_in_it_or_for_what_is_gone(spot: Running) -> None:
    found = registered(spot.scripty.program)
    assert {*FORMS} | ELSEWHERE_TESTED == {*found.views}, "say of a new form what empty means"
    before = await record(spot.scripty.where)
    for form, (action, query, expected) in FORMS.items():
        await press(spot, "editor", action, await one_id(spot, query))
        view = await form_of(spot, "editor", form)
        answer = await spot.people.submit("editor", view, emptied(view))
        assert answer.status == 200, (form, answer.body)
        errors = answer.json()["errors"]
        assert expected.lower() in " ".join(errors.values()).lower(), (form, errors)
        fields = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
        assert {*errors} <= fields, (form, errors, fields)
        gone = {**view, "private_metadata": _elsewhere(view["private_metadata"])}
        answer = await spot.people.submit("editor", gone, _something(view))
        assert answer.status == 200, (form, answer.body)
        assert answer.json()["errors"], form
        spot.team.slack.close_view(view["id"], all_of_stack=True)
    await unchanged(spot, before)


def _elsewhere(metadata: str) -> str:
    """The same, of rows that there are not."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", lambda _: str(uuid4()), metadata)


def _something(view: Json) -> Mapping[str, Any]:
    """A word in every text field that is empty."""
    return {
        block["element"]["action_id"]: "something"
        for block in view["blocks"]
        if block["type"] == "input"
        and block["element"]["type"] == "plain_text_input"
        and not block["element"].get("initial_value")
    }


# Files


async def test_a_template_with_errors_names_each_and_two_megabytes_are_refused(
    spot: Running, tmp_path: Path
) -> None:
    before = await record(spot.scripty.where)
    ours = tmp_path / "ours.yaml"
    ours.write_text("name: Ours\nstages:\n- name: A\n  dnoe: []\n- name: A\nrules: 7\n")
    with pytest.raises(ExplainedError, match=r"Line 4, .*dnoe") as refused:
        read_file(ours)
    assert "Line 6, rules" in str(refused.value)
    slack = spot.team.slack
    big = slack.file_of("editor", "big.md", b"# Do it\nDo it. " * 140_000)
    message = slack.post_as("editor", CHANNEL, "", files=[big])
    await spot.people.shortcut("editor", CHANNEL, message, "sections_to_tasks")
    await told(spot, "editor", "“big.md” has 2.1 MB; I read documents of")
    await unchanged(spot, before)
