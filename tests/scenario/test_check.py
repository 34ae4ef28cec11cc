"""The checklist and the presses that close gaps, through really signed requests."""

import json
from uuid import uuid4

from bot.demo.render import as_text
from tests.support.acting import (
    errors_of,
    form_of,
    production,
    settled,
    task_card_saying,
    tasks,
    thread_under_review,
    told,
    told_so_far,
)
from tests.support.approving import requests_in, review_path
from tests.support.checking import IDS, asked, checked, pressed, saved, task_ids
from tests.support.cutting import accepted
from tests.support.running import Running
from tests.support.team import CHANNEL, STRANGER
from tests.support.watching import rows

DAY = "2031-06-12"
REPLIES = (
    ("client", "0:17 the spoon clink is way too loud"),
    ("director", "the grade in the kitchen must be warmer, editor please by 2031-06-05"),
    ("client", "could the music come in earlier?"),
)


async def picture_lock(scripty: Running) -> str:
    """A cut with two tasks and a draft, a bare task, a stale call sheet, and a milestone that the
    mix waits for. The thread of the cut."""
    root = await thread_under_review(scripty, *REPLIES)
    await accepted(scripty, root, 1, 2)
    await review_path(scripty, "client")
    for words in (
        f'milestone "Picture lock" {DAY} 17:00',
        'milestone "Mix" 2031-06-18',
        'milestone "Mix" waits for "Picture lock"',
        "task book the studio",
        "doc call sheet https://docs.example/1 @producer fresh until 2031-06-01",
        "doc schedule https://docs.example/2 @producer",
    ):
        await asked(scripty, words)
    await settled(scripty)
    return root


CHECKLIST = """\
Picture lock
Thu 12 Jun 2031 17:00 · in {days} days · 1 of 7 done
Mix is Wed 18 Jun 2031 and waits on it
1 note to decide on, 1 approval missing, 1 stale document, 2 without an owner, 2 without a date, \
1 connected to nothing
To decide on
N3 (music)  Could the music come in earlier?
editor decides
Approval missing
v2
waits for client · not asked yet
[Ask for approval]
Stale documents
call sheet
a newer schedule is there since {today} · producer
[New version]
No owner
N1 (sound)  The spoon clink is way too loud
no owner · no date
[Take it] [Give to…] [Set date]
T3  book the studio
no owner · no date · connected to nothing
[Take it] [Give to…] [Set date] [Say what it is for]
Nothing missing: N2
Done: schedule"""


async def test_a_checklist_is_scanned_and_closed_press_by_press(scripty: Running) -> None:
    none = await asked(scripty, "check")
    assert "This channel has no production yet" in none
    root = await picture_lock(scripty)
    shown = await checked(scripty, "producer")
    text = as_text(shown["blocks"])
    days, today = text.split("in ")[1].split(" days")[0], text.split("since ")[1].split(" · ")[0]
    assert text.startswith(CHECKLIST.format(days=days, today=today)), text
    assert "Also open\nMix, Wed 18 Jun 2031" in text

    ids = await task_ids(scripty)
    await pressed(scripty, "producer", shown, "gap_take", ids[1])
    shown = await told(scripty, "producer", "N1 is yours.")
    assert "Picture lock" in as_text(shown["blocks"])
    assert [task["owner"] for task in await tasks(scripty) if task["number"] == 1] == [
        IDS["producer"]
    ]
    # whoever presses next on the list as it stood is told what stands
    late = await checked(scripty, "client")
    await pressed(scripty, "client", late, "gap_take", ids[1])
    await told(scripty, "client", "N1 was already taken by producer. Nothing was changed.")
    await pressed(scripty, "producer", shown, "gap_take", ids[1])
    await told(scripty, "producer", "N1 is already yours.")

    await pressed(scripty, "producer", shown, "gap_date", ids[1])
    refused = await saved(scripty, "producer", "gap_dated", {"due": "2020-01-01"})
    assert "Wed 1 Jan 2020 has passed" in errors_of(refused)["due"]
    await saved(scripty, "producer", "gap_dated", {"due": "2031-06-10"})
    shown = await told(scripty, "producer", "N1 is due Tue 10 Jun 2031.")
    assert "Nothing missing: N2 and N1" in as_text(shown["blocks"])

    await pressed(scripty, "producer", shown, "gap_anchor", ids[3])
    for wrong, why in (("T3", "why it exists itself"), ("N99", "There is no “N99” in spot-a")):
        told_off = await saved(scripty, "producer", "gap_anchored", {"anchor": wrong})
        assert why in errors_of(told_off)["anchor"]
    words = {"anchor": "n1", "title": "Book the studio to re-record the spoon"}
    await saved(scripty, "producer", "gap_anchored", words)
    shown = await told(scripty, "producer", "T3 belongs to N1.")
    assert "T3  Book the studio to re-record the spoon\nno owner · no date\n" in as_text(
        shown["blocks"]
    )
    await task_card_saying(scripty, "Book the studio to re-record the spoon")

    await pressed(scripty, "producer", shown, "gap_owner", ids[3])
    await saved(scripty, "producer", "gap_given", {"owner": IDS["sound mixer"]})
    await told(scripty, "producer", "T3 is sound mixer’s.")

    cut = (await production(scripty))["cuts"][-1]["id"]
    await pressed(scripty, "producer", shown, "gap_approve", cut)
    shown = await told(scripty, "producer", "client is asked to approve v2.")
    assert "waits for client · asked on" in as_text(shown["blocks"])
    assert "Ask for approval" not in as_text(shown["blocks"])
    await settled(scripty)
    assert "client" in requests_in(scripty, root)
    await pressed(scripty, "director", shown, "gap_approve", ids[1])
    await told(scripty, "director", "client was asked to approve v2")


async def test_a_press_is_decided_on_the_record_and_not_on_the_button(scripty: Running) -> None:
    await picture_lock(scripty)
    ids, slack = await task_ids(scripty), scripty.team.slack
    (milestone,) = await rows(
        scripty.scripty.where, "SELECT id, production_id FROM milestone WHERE name = 'Mix'"
    )
    card = next(m for m in slack.bot_messages(CHANNEL) if "[Check]" in as_text(m["blocks"]))

    # who is no member, or a guest, changes nothing
    slack.channel(CHANNEL).members.append(STRANGER)
    await pressed(scripty, STRANGER, card, "gap_take", ids[1])
    await told(scripty, "stranger", "Only members of spot-a can do that")
    await rows(
        scripty.scripty.where,
        "UPDATE person SET is_external = true WHERE user_id = %s", IDS["client"],
    )  # fmt: skip
    await pressed(scripty, "client", card, "gap_owner", ids[1])
    await told(scripty, "client", "Decisions on spot-a are made by its own workspace.")

    # what is gone, closed, or needs no such thing says so
    await pressed(scripty, "editor", card, "gap_take", str(uuid4()))
    await told(scripty, "editor", "no longer in this workspace's record")
    await rows(scripty.scripty.where, "UPDATE task SET state = 'verified' WHERE number = 2")
    for action in ("gap_take", "gap_date", "gap_why", "gap_done"):
        await pressed(scripty, "editor", card, action, ids[2])
    await settled(scripty)
    assert sum("T2 is already verified" in each for each in told_so_far(scripty, "editor")) == 4
    await pressed(scripty, "editor", card, "gap_take", str(milestone["id"]))
    await told(scripty, "editor", "Mix needs no owner. Nothing was changed.")
    await pressed(scripty, "editor", card, "gap_anchor", ids[1])
    await told(scripty, "editor", "N1 says already where it comes from.")
    await pressed(scripty, "editor", card, "gap_approve", ids[3])
    await told(scripty, "editor", "T3 belongs to no cut that could be approved.")

    # a draft can be taken as well; what was said meanwhile isn't overwritten by an open form
    (draft,) = await rows(scripty.scripty.where, "SELECT id FROM note WHERE number = 3")
    await pressed(scripty, "editor", card, "gap_owner", ids[1])
    await pressed(scripty, "director", card, "gap_take", ids[1])
    told_off = await saved(scripty, "editor", "gap_given", {"owner": IDS["editor"]})
    assert "N1 was already taken by director" in errors_of(told_off)["owner"]
    await pressed(scripty, "editor", card, "gap_take", str(draft["id"]))
    await settled(scripty)
    (draft,) = await rows(scripty.scripty.where, "SELECT owner, state FROM note WHERE number = 3")
    assert (draft["owner"], draft["state"]) == (IDS["editor"], "draft")
    assert [task["owner"] for task in await tasks(scripty)] == [
        IDS["director"], IDS["editor"], None,
    ]  # fmt: skip

    # done; the set-up for whoever may change it; the reason, once for all
    await pressed(scripty, "editor", card, "gap_done", ids[3])
    await task_card_saying(scripty, "book the studio\ndone")
    await pressed(scripty, "editor", card, "gap_path", ids[1])
    assert await form_of(scripty, "editor", "production_set_up")
    await pressed(scripty, "editor", card, "gap_why", str(milestone["id"]))
    await saved(scripty, "editor", "gap_explained", {"consequence": "the cinema gives up our slot"})
    await pressed(scripty, "editor", card, "gap_why", ids[1])
    await saved(scripty, "editor", "gap_explained", {"consequence": "the <!channel> has no spoon"})
    await settled(scripty)
    text = as_text((await checked(scripty, "director", "check mix"))["blocks"])
    assert "The cinema gives up our slot\nWaits for Picture lock (Thu 12 Jun 2031)" in text
    whole = await checked(scripty, "director", "check picture lock")
    assert "no date · director · the <!channel> has no spoon" in as_text(whole["blocks"])
    assert "<!channel>" not in whole["text"]
    history = await asked(scripty, "history N1")
    assert "editor said what happens if T1 slips: “the <!channel> has no spoon” (form)" in history


async def test_whoever_asked_for_it_says_there_whether_it_is_fixed(scripty: Running) -> None:
    await picture_lock(scripty)
    ids = await task_ids(scripty)
    await rows(scripty.scripty.where, "UPDATE task SET state = 'done' WHERE number < 3")
    await rows(
        scripty.scripty.where,
        "UPDATE person SET is_external = true WHERE user_id = %s", IDS["client"],
    )  # fmt: skip
    none = await checked(scripty, "producer")
    assert "done, client verifies it" in as_text(none["blocks"])
    assert "[Fixed]" not in as_text(none["blocks"])
    await pressed(scripty, "producer", none, "gap_fixed", ids[1])
    await told(scripty, "producer", "Only client, who asked for it, or editor can say so.")
    await pressed(scripty, "producer", none, "gap_not_yet", ids[1])
    await pressed(scripty, "producer", none, "gap_fixed", ids[3])
    await told(scripty, "producer", "T3 came from no note whose author could say so.")

    # from anywhere: the author isn't even of this workspace
    await pressed(scripty, "client", none, "gap_fixed", ids[1])
    await settled(scripty)
    await pressed(scripty, "client", none, "gap_fixed", ids[1])
    await told(scripty, "client", "N1 was confirmed already")
    shown = await checked(scripty, "director")
    assert "[Fixed] [Not yet]" in as_text(shown["blocks"])
    await pressed(scripty, "director", shown, "gap_not_yet", ids[2])
    await saved(scripty, "director", "note_reopen_reason", {"reason": "still too cold"})
    await told(scripty, "director", "N2 is open again.")
    await settled(scripty)
    after = {task["number"]: task for task in await tasks(scripty)}
    assert [after[number]["state"] for number in (1, 2, 3)] == ["verified", "open", "open"]
    assert after[2]["closed_reason"] == "still too cold"


async def test_a_long_checklist_turns_its_pages(scripty: Running) -> None:
    await thread_under_review(scripty)
    await asked(scripty, f'milestone "Picture lock" {DAY}')
    await settled(scripty)
    await rows(
        scripty.scripty.where,
        "INSERT INTO task (workspace_id, id, production_id, number, title, state, source_channel,"
        " source_permalink, created_by, created_at, changed_at) SELECT workspace_id,"
        " md5('task' || t)::uuid, id, t, 'carry box ' || t, 'open', '', '', created_by, now(),"
        " now() FROM production, generate_series(1, 25) t",
    )
    shown = await checked(scripty, "editor")
    text = as_text(shown["blocks"])
    assert "25 without an owner, 25 without a date" in text
    await settled(scripty)
    (card,) = (
        m for m in scripty.team.slack.bot_messages(CHANNEL) if "[Check]" in as_text(m["blocks"])
    )
    assert "0 of 26 done · 25 without an owner" in as_text(card["blocks"])  # it was behind
    assert "page 1 of 3" in text
    assert "carry box 10\n" in text
    assert "carry box 11\n" not in text
    await scripty.people.press("editor", CHANNEL, shown, "check_page")
    shown = await told(scripty, "editor", "page 2 of 3")
    ids = {task["number"]: task["id"] for task in await tasks(scripty)}
    await pressed(scripty, "editor", shown, "gap_take", ids[12])
    shown = await told(scripty, "editor", "T12 is yours.")
    assert "page 2 of 3" in as_text(shown["blocks"])
    assert len(told_so_far(scripty, "editor")) == 1
    assert not json.dumps(shown["blocks"]).count("mrkdwn")

    # from the milestone's card, and once it is closed
    card = next(
        m for m in scripty.team.slack.bot_messages(CHANNEL) if "[Check]" in as_text(m["blocks"])
    )
    await scripty.people.press("client", CHANNEL, card, "milestone_check")
    await told(scripty, "client", "page 1 of 3")
    await rows(scripty.scripty.where, "UPDATE milestone SET state = 'completed', closed_at = now()")
    await pressed(scripty, "editor", shown, "gap_take", ids[13])
    await told(scripty, "editor", "Picture lock is completed: nothing of it is checked any more.")
    assert "no open milestone to check" in await asked(scripty, "check")
