"""What people decide on notes, from the card and its forms, through really signed requests."""

import pytest

from bot.demo.people.transport import Answer
from bot.demo.render import as_text
from tests.support.acting import (
    Json,
    actions,
    card_saying,
    card_text,
    clock_of,
    errors_of,
    form_of,
    note,
    notes,
    press_note,
    settled,
    tasks,
    thread_under_review,
    told,
)
from tests.support.running import Running
from tests.support.team import CHANNEL, PEOPLE, STRANGER

IDS = {name: user for user, name in PEOPLE.items()}
CLINK = "0:17 the spoon clink is too loud, sound mixer please notch it by 2031-06-12"
STEAM = "0:04 hold the steam half a second longer"
LOGO = "0:08 make the logo bigger"


async def fill_in(
    scripty: Running, root: str, who: str, action: str, number: int, **values: object
) -> Answer:
    """Press a note's button that asks something, and submit its form."""
    await press_note(scripty, root, who, action, number)
    form = await form_of(scripty, who, FORMS[action])
    return await scripty.people.submit(who, form, values)


FORMS = {
    "note_reject": "note_reject_reason",
    "note_edit": "note_edited",
    "note_assign": "note_assigned",
    "note_merge": "note_merged",
}


# Accept


async def test_accepting_a_change_makes_its_task_with_owner_and_date(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("director", CLINK))
    await press_note(scripty, root, "director", "note_accept", 1)
    await card_saying(scripty, root, "N1 → T1")
    accepted = await note(scripty, 1)
    assert (accepted["state"], accepted["decided_by"]) == ("accepted", IDS["director"])
    (task,) = await tasks(scripty)
    assert (task["owner"], task["due"]) == (IDS["sound mixer"], "2031-06-12")
    assert task["note_id"] == accepted["id"]
    assert task["source"]["ts"] == accepted["sources"][0]["ts"]
    assert task["source"]["permalink"].endswith(f"?thread_ts={root}&cid={CHANNEL}")
    assert "sound mixer · Thu 12 Jun 2031" in card_text(scripty, root)


async def test_what_nobody_said_is_a_gap_in_bold_and_not_filled_in(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("client", LOGO))
    assert "No owner · no date" in card_text(scripty, root)
    await press_note(scripty, root, "editor", "note_accept", 1)
    shown = as_text((await card_saying(scripty, root, "T1"))["blocks"])
    assert "1 task with no owner · 1 task with no date" in shown
    (task,) = await tasks(scripty)
    assert (task["owner"], task["due"]) == (None, None)


async def test_accepting_praise_makes_no_task(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("client", "I love the opening shot!"))
    assert (await note(scripty, 1))["kind"] == "praise"
    await press_note(scripty, root, "director", "note_accept", 1)
    await card_saying(scripty, root, "1 accepted")
    assert not await tasks(scripty)
    assert "T1" not in card_text(scripty, root)


async def test_the_second_press_is_told_who_was_quicker_and_when(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("client", LOGO))
    stale = await card_saying(scripty, root, "N1")
    await press_note(scripty, root, "director", "note_accept", 1)
    at = clock_of((await note(scripty, 1))["decided_at"])
    await scripty.people.side.press(
        IDS["editor"], CHANNEL, stale, "note_reject", (await note(scripty, 1))["id"]
    )
    refused = as_text((await told(scripty, "editor", "N1"))["blocks"])
    assert refused == f"N1 was already accepted by director at {at}. Nothing was changed."
    assert (await note(scripty, 1))["state"] == "accepted"


async def test_a_stranger_s_press_changes_nothing(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("client", LOGO))
    await press_note(scripty, root, STRANGER, "note_accept", 1)
    await scripty.team.slack.wait_for(
        lambda s: [call for call in s.calls("chat.postEphemeral") if call["user"] == STRANGER]
    )
    assert (await note(scripty, 1))["state"] == "draft"
    assert not await tasks(scripty)


# Reject


async def test_rejecting_is_done_at_once_and_the_form_adds_the_reason(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("client", LOGO))
    await press_note(scripty, root, "director", "note_reject", 1)
    form = await form_of(scripty, "director", "note_reject_reason")
    assert (await note(scripty, 1))["state"] == "rejected"
    assert "N1 is rejected. Why?" in as_text(form["blocks"])
    await card_saying(scripty, root, "no reason given")
    await scripty.people.submit("director", form, {"reason": "we like it small"})
    await card_saying(scripty, root, "director: we like it small")
    assert (await note(scripty, 1))["decision_reason"] == "we like it small"
    assert not await tasks(scripty)


async def test_a_reopened_note_that_is_rejected_drops_its_task(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("client", LOGO))
    await press_note(scripty, root, "director", "note_accept", 1)
    (said,) = (await note(scripty, 1))["sources"]
    await scripty.people.edit("client", CHANNEL, said["ts"], "0:08 make the logo much smaller")
    await card_saying(scripty, root, "Reopened")
    await settled(scripty)
    await press_note(scripty, root, "director", "note_reject", 1)
    assert [task["state"] for task in await tasks(scripty)] == ["dropped"]


# Edit


async def test_an_edit_changes_the_note_and_its_task_but_not_the_quote(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("client", LOGO), ("director", STEAM))
    await press_note(scripty, root, "director", "note_accept", 1)
    await settled(scripty)
    await press_note(scripty, root, "director", "note_edit", 2)
    form = await form_of(scripty, "director", "note_edited")
    assert "What is asked: [Hold the steam half a second longer" in as_text(form["blocks"])
    answer = await scripty.people.submit(
        "director",
        form,
        {
            "text": "Hold the steam for a whole second",
            "kind": "change",
            "topic": "pacing",
            "priority": "must",
            "timecode": "0:04-0:06",
            "scene": "4A",
            "owner": IDS["editor"],
            "due": "2031-06-12",
        },
    )
    assert answer.status == 200
    await card_saying(scripty, root, "Asked: Hold the steam for a whole second")
    shown = card_text(scripty, root)
    assert "N2  0:04-0:06  pacing change · scene 4A · must" in shown
    assert STEAM in shown
    assert "Reworded by director" in shown
    changed = await note(scripty, 2)
    assert (changed["timecode"]["seconds"], changed["timecode"]["end_seconds"]) == (4, 6)
    assert changed["owner"]["user"] == IDS["editor"]
    assert changed["due"]["date"] == "2031-06-12"
    await press_note(scripty, root, "director", "note_accept", 2)
    assert (await tasks(scripty))[1]["title"] == "Hold the steam for a whole second"


async def test_words_a_person_chose_stand_when_the_thread_goes_on(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("director", STEAM))
    await fill_in(scripty, root, "editor", "note_edit", 1, text="Freeze the steam")
    await scripty.people.post("client", CHANNEL, LOGO, thread_ts=root)
    await card_saying(scripty, root, "N2")
    await settled(scripty)
    assert (await note(scripty, 1))["text"] == "Freeze the steam"


@pytest.mark.parametrize("written", ["soon after the steam", "1:10 and 2:20"])
async def test_an_unreadable_timecode_is_named_beside_its_field(
    scripty: Running, written: str
) -> None:
    root = await thread_under_review(scripty, ("director", STEAM))
    answer = await fill_in(scripty, root, "editor", "note_edit", 1, timecode=written, text="New")
    assert written in errors_of(answer)["timecode"]
    assert (await note(scripty, 1))["text"] == "Hold the steam half a second longer"


async def test_an_emptied_timecode_is_none(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("director", STEAM))
    await fill_in(scripty, root, "editor", "note_edit", 1, timecode="")
    assert (await note(scripty, 1))["timecode"] is None


async def test_praise_made_a_change_becomes_a_task_when_accepted(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("client", "I love the opening shot!"))
    await fill_in(
        scripty, root, "editor", "note_edit", 1, kind="change", text="Keep the opening shot"
    )
    await press_note(scripty, root, "director", "note_accept", 1)
    assert [task["title"] for task in await tasks(scripty)] == ["Keep the opening shot"]


# Assign


async def test_a_note_is_given_to_somebody_and_back_to_nobody(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("client", LOGO))
    await fill_in(scripty, root, "director", "note_assign", 1, owner=IDS["editor"])
    await card_saying(scripty, root, "Proposed owner: editor")
    await fill_in(scripty, root, "director", "note_assign", 1, owner=None)
    await card_saying(scripty, root, "No owner")
    assert (await note(scripty, 1))["owner"] is None
    await fill_in(scripty, root, "director", "note_assign", 1, owner=IDS["client"])
    await press_note(scripty, root, "director", "note_accept", 1)
    assert [task["owner"] for task in await tasks(scripty)] == [IDS["client"]]


async def test_an_owner_from_elsewhere_in_the_workspace_is_called_by_name(
    scripty: Running,
) -> None:
    root = await thread_under_review(scripty, ("client", LOGO))
    await fill_in(scripty, root, "director", "note_assign", 1, owner=STRANGER)
    await card_saying(scripty, root, "Proposed owner: stranger")


# Merge


async def test_a_merged_note_leaves_its_words_with_the_other(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("client", LOGO), ("producer", "the end is slow"))
    first, second = (await notes(scripty)).values()
    await press_note(scripty, root, "director", "note_merge", 2)
    form = await form_of(scripty, "director", "note_merged")
    (choice,) = [block["element"] for block in form["blocks"] if block["type"] == "input"]
    assert [option["value"] for option in choice["options"]] == [first["id"]]
    assert choice["options"][0]["text"]["text"].startswith("N1")
    await scripty.people.submit("director", form, {"into": first["id"]})
    await card_saying(scripty, root, "2 people said this: client and producer")
    merged, target = await note(scripty, 2), await note(scripty, 1)
    assert (merged["state"], merged["merged_into"]) == ("merged", first["id"])
    assert [source["quote"] for source in target["sources"]] == [
        first["sources"][0]["quote"],
        second["sources"][0]["quote"],
    ]
    assert "into N1" in card_text(scripty, root)
    await scripty.people.post("client", CHANNEL, "0:50 too dark here", thread_ts=root)
    await card_saying(scripty, root, "N3")
    await settled(scripty)
    assert len((await note(scripty, 1))["sources"]) == 2
    assert (await note(scripty, 2))["state"] == "merged"
    assert list(await notes(scripty)) == [1, 2, 3]


async def test_a_note_merges_neither_into_itself_nor_into_another_review(
    scripty: Running,
) -> None:
    root = await thread_under_review(scripty, ("client", LOGO), ("director", STEAM))
    await thread_under_review(scripty, ("client", "0:30 the grade is too dark"))
    mine, other, elsewhere = (await notes(scripty)).values()
    await press_note(scripty, root, "director", "note_merge", 1)
    form = await form_of(scripty, "director", "note_merged")
    for into in (mine["id"], elsewhere["id"]):
        answer = await scripty.people.side.submit(
            IDS["director"], offering(form, into), {"into": into}
        )
        assert "can't be merged" in errors_of(answer)["into"]
    assert (await note(scripty, 1))["state"] == "draft"
    assert len((await note(scripty, 2))["sources"]) == 1
    assert other["number"] == 2


def offering(form: Json, value: str) -> Json:
    """The form as somebody forged it: with one choice more."""
    option = {"text": {"type": "plain_text", "text": "forged"}, "value": value}
    return form | {
        "blocks": [
            block | {"element": block["element"] | {"options": [option]}}
            if block["type"] == "input"
            else block
            for block in form["blocks"]
        ]
    }


async def test_the_only_note_has_nothing_to_merge_into_and_says_so(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("client", LOGO))
    await press_note(scripty, root, "director", "note_merge", 1)
    form = await form_of(scripty, "director", "note_merged")
    assert "There is no other note yet" in as_text(form["blocks"])
    assert form["submit"] is None


# What else a note shows


async def test_opposite_wishes_name_each_other_on_the_card(scripty: Running) -> None:
    root = await thread_under_review(
        scripty,
        ("client", "0:08 make the logo bigger"),
        ("director", "0:08 the logo should be smaller"),
    )
    assert (await note(scripty, 1))["conflicts_with"] == [2]
    assert "Conflict: N1 or N2 · editor decides" in card_text(scripty, root)


async def test_a_legal_matter_is_marked_as_one_for_a_person(scripty: Running) -> None:
    root = await thread_under_review(
        scripty, ("client", "0:30 do we have a licence for this song?")
    )
    assert "legal" in (await note(scripty, 1))["needs_person"]
    assert "Needs a person: legal" in card_text(scripty, root)


async def test_whoever_is_mentioned_is_called_by_name(scripty: Running) -> None:
    producer = IDS["producer"]
    root = await thread_under_review(
        scripty,
        ("client", f"0:55 as <@{producer}> said, the grade is too dark"),
        ("client", f"<@{STRANGER}> can you fix the legal line at 0:58"),
    )
    shown = card_text(scripty, root)
    assert "as @producer said" in shown
    assert "@stranger can you fix" in shown
    assert "Owner unclear: “@stranger”" in shown


async def test_every_decision_is_in_the_audit_trail_with_its_person(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("client", LOGO), ("director", STEAM))
    await press_note(scripty, root, "director", "note_accept", 1)
    await press_note(scripty, root, "editor", "note_reject", 2)
    events = (await scripty.record())["events"]
    assert [event["actor"] for event in actions(events, "note.accepted")] == [IDS["director"]]
    assert [event["actor"] for event in actions(events, "note.rejected")] == [IDS["editor"]]
    assert [event["surface"] for event in actions(events, "note.rejected")] == ["button"]
