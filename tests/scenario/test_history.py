"""`/scripty history N12`: everything that happened to a thing, as sentences."""

import re

from sqlmodel import select

from bot.demo.slack.blocks import message_faults
from handlers.program import Actor
from handlers.record.recording import record_decision
from store.tables import Approval, Cut, Note, Production
from tests.support.acting import (
    card,
    card_saying,
    form_of,
    note,
    press_note,
    press_task,
    settled,
    tasks,
    thread_under_review,
    words_of,
)
from tests.support.running import Running
from tests.support.team import CHANNEL, PEOPLE, STRANGER

IDS = {name: user for user, name in PEOPLE.items()}
LOGO = "0:08 make the logo bigger"


async def history(scripty: Running, of: str, who: str = "client") -> str:
    return words_of(await scripty.people.command(who, CHANNEL, f"history {of}"))


def told_events(text: str) -> list[str]:
    """The events without their moments."""
    return re.findall(r"\d\d:\d\d · (.*)", text)


async def test_the_history_of_a_note_has_its_messages_and_its_task(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("director", LOGO))
    await press_note(scripty, root, "client", "note_assign", 1)
    form = await form_of(scripty, "client", "note_assigned")
    await scripty.people.submit("client", form, {"owner": IDS["editor"]})
    await press_note(scripty, root, "director", "note_accept", 1)
    await settled(scripty)
    (task,) = await tasks(scripty)
    await scripty.people.command("editor", CHANNEL, "tasks")
    text = await history(scripty, "n1")
    assert text.startswith("History of N1\n4 events\n")
    assert told_events(text) == [
        "Scripty found N1 in the thread (reading the thread)",
        "client named editor as owner of N1 (form)",
        "director accepted N1 (button)",
        f"director made T{task['number']}, owner editor (button)",
    ]


async def test_moments_are_in_the_production_s_zone(scripty: Running) -> None:
    await thread_under_review(scripty, ("director", LOGO))
    first = await history(scripty, "N1")
    async with scripty.scripty.record.workspace(scripty.team.slack.team.id) as work:
        (await work.session.exec(select(Production))).one().timezone = "Asia/Kathmandu"
    second = await history(scripty, "N1")
    minutes = [int(re.findall(r"\d\d:(\d\d) ·", each)[0]) for each in (first, second)]
    assert (minutes[0] - minutes[1]) % 60 in (15, 45)


async def test_rejection_edits_and_deletion_of_its_words_are_told(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("director", LOGO))
    await press_note(scripty, root, "editor", "note_reject", 1)
    form = await form_of(scripty, "editor", "note_reject_reason")
    await scripty.people.submit("editor", form, {"reason": "<!channel> we like it small"})
    source = next(m for m in scripty.team.slack.messages(CHANNEL, root) if m["text"] == LOGO)
    await scripty.people.delete("director", CHANNEL, source["ts"])
    await settled(scripty)
    events = told_events(await history(scripty, "N1"))
    assert events[1] == "editor rejected N1 (button)"
    assert events[2].startswith("editor said why N1 was rejected: “<!channel> we like it small”")
    assert events[3] == "director deleted the message (message)"


async def test_the_history_of_a_task_says_which_note_it_came_from(scripty: Running) -> None:
    await thread_under_review(scripty)
    await scripty.people.command("director", CHANNEL, "task send the mix")
    await settled(scripty)
    await press_task(scripty, "editor", "task_take", "send the mix")
    assert told_events(await history(scripty, "T1")) == [
        "director made T1 (command)",
        "editor took T1 (button)",
    ]
    root = await thread_under_review_again(scripty)
    await press_note(scripty, root, "director", "note_accept", 1)
    assert "It came from N1: /scripty history N1" in await history(scripty, "T2")


async def thread_under_review_again(scripty: Running) -> str:
    """Another thread of the same production, with a note."""
    return await thread_under_review(scripty, ("director", LOGO))


async def test_carried_copies_share_one_history(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("director", LOGO))
    await press_note(scripty, root, "director", "note_accept", 1)
    await settled(scripty)
    async with scripty.scripty.record.workspace(scripty.team.slack.team.id) as work:
        first = (await work.session.exec(select(Note))).one()
        for number in (7, 8):
            copy = await work.add(
                Note(
                    production_id=first.production_id, review_id=first.review_id, number=number,
                    state="accepted", origin=first.id,
                    carried_from=first.id if number == 7 else None,
                )
            )  # fmt: skip
            work.log(IDS["editor"], "modal", "note.edited", "note", copy.id)
    for of in ("N1", "N7", "N8"):
        events = told_events(await history(scripty, of))
        assert [each.split(" (")[0] for each in events] == [
            "Scripty found N1 in the thread",
            "director accepted N1",
            "director made T1",
            "editor edited N7",
            "editor edited N8",
        ]


async def test_the_history_of_a_decision_says_what_superseded_it(scripty: Running) -> None:
    await thread_under_review(scripty)
    async with scripty.scripty.record.workspace(scripty.team.slack.team.id) as work:
        production = (await work.session.exec(select(Production))).one()
        actor = Actor(IDS["editor"], "modal")
        first = await record_decision(
            work, production.id, actor, what="small", decided_by=IDS["director"]
        )
        await record_decision(
            work, production.id, actor, what="big", decided_by=IDS["client"], supersedes=first.id
        )
    assert told_events(await history(scripty, "D1")) == [
        "editor recorded D1, decided by director (form)",
        "editor superseded D1 by D2 (form)",
    ]


async def test_the_history_of_a_cut_has_its_review(scripty: Running) -> None:
    await thread_under_review(scripty, ("director", LOGO))
    assert told_events(await history(scripty, "v2")) == [
        "editor started the review of v2 (shortcut)"
    ]


async def test_the_history_of_a_cut_has_whose_approvals_went_stale(scripty: Running) -> None:
    await thread_under_review(scripty, ("director", LOGO))
    async with scripty.scripty.record.workspace(scripty.team.slack.team.id) as work:
        cut = (await work.session.exec(select(Cut))).one()
        given = await work.add(
            Approval(
                production_id=cut.production_id, cut_id=cut.id, user_id=IDS["client"],
                verdict="approved with notes",
            )
        )  # fmt: skip
        work.log(
            IDS["client"], "button", "approval.given", "approval", given.id,
            verdict=given.verdict, notes=[1, 3],
        )  # fmt: skip
        work.log("scripty", "scripty", "approval.stale", "approval", given.id, because="v3 is up")
    assert told_events(await history(scripty, "v2"))[1:] == [
        "client approved v2 with notes, naming N1 and N3 (button)",
        "Scripty marked the approval of v2 by client stale: v3 is up (by itself)",
    ]


async def test_a_note_tells_of_the_decision_it_became(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("director", "we agreed: the long version stays"))
    async with scripty.scripty.record.workspace(scripty.team.slack.team.id) as work:
        (await work.session.exec(select(Production))).one().decider = IDS["director"]
    await press_note(scripty, root, "editor", "note_accept", 1)
    assert told_events(await history(scripty, "N1"))[1:] == [
        "editor accepted N1 (button)",
        "editor recorded D1, decided by director (button)",
    ]


async def test_a_note_tells_of_a_conflict_that_is_gone(scripty: Running) -> None:
    root = await thread_under_review(
        scripty, ("director", "0:31 keep the pause"), ("client", "0:31 trim the pause")
    )
    (said,) = (await note(scripty, 2))["sources"]
    await scripty.people.delete("client", CHANNEL, said["ts"])
    await card_saying(scripty, root, "its message was deleted")
    await settled(scripty)
    assert told_events(await history(scripty, "N1"))[1:] == [
        "Scripty found a conflict between N1 and N2 (by itself)",
        "Scripty saw the conflict between N1 and N2 gone (by itself)",
    ]


async def test_the_production_has_a_history_too(scripty: Running) -> None:
    await thread_under_review(scripty)
    async with scripty.scripty.record.workspace(scripty.team.slack.team.id) as work:
        production = (await work.session.exec(select(Production))).one()
        work.log(
            IDS["producer"], "modal", "production.changed", "production", production.id,
            changed={
                "agreed_rounds": {"from": None, "to": 3},
                "approvers": {"from": [], "to": [IDS["director"], IDS["client"]]},
            },
        )  # fmt: skip
    text = await history(scripty, "production")
    assert "editor made spot-a (shortcut)" in text
    assert (
        "producer changed agreed rounds (none → 3) and approvers (none → director and client) "
        "of spot-a (form)" in text
    )


async def test_cuts_of_one_version_are_told_apart(scripty: Running) -> None:
    await thread_under_review(scripty, ("director", LOGO))
    async with scripty.scripty.record.workspace(scripty.team.slack.team.id) as work:
        cut = (await work.session.exec(select(Cut))).one()
        for deliverable in ("Téaser", "trailer"):
            await work.add(
                Cut(production_id=cut.production_id, version="v9", deliverable=deliverable)
            )
    assert "There are several cuts called v9: Téaser, trailer" in await history(scripty, "v9")
    assert "History of v9 of teaser" in await history(scripty, "v9 for teaser")
    assert "There is no v9 of poster in spot-a" in await history(scripty, "v9 poster")


async def test_what_is_unknown_is_said_clearly(scripty: Running) -> None:
    assert "no production yet" in await history(scripty, "N1")
    await thread_under_review(scripty)
    for of in ("N99", "T99", "D99", "v99"):
        assert f"There is no {of} in spot-a" in await history(scripty, of)
    for of in ("", "<!channel>", "12"):
        assert "Name a note, a task, a decision or a version" in await history(scripty, of)
    assert "There is no N999999999 in spot-a" in await history(scripty, "N999999999")


async def test_only_members_are_told(scripty: Running) -> None:
    await thread_under_review(scripty, ("director", LOGO))
    assert "Only members of spot-a" in await history(scripty, "N1", STRANGER)


async def test_a_long_history_is_cut_at_its_beginning(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("director", LOGO))
    known = (await note(scripty, 1))["id"]
    async with scripty.scripty.record.workspace(scripty.team.slack.team.id) as work:
        found = await work.notes.find(Note, known)
        assert found is not None
        for number in range(51):
            work.log(
                IDS["editor"], "modal", "note.explained", "note", found.id,
                reason=f"{number} " + "x" * 300,
            )  # fmt: skip
    answer = await scripty.people.command("client", CHANNEL, "history N1")
    text = words_of(answer)
    assert "52 events · the newest 40, and 12 earlier" in text
    assert "“11 x" in text
    assert "“10 x" not in text
    assert text.index("“11 x") < text.index("“50 x")
    assert not message_faults(answer.json()["blocks"])
    assert len(text) < 12_000
    assert card(scripty, root)
