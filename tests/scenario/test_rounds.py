"""What comes back in a later round: a rejected idea, the same request again, an opposite one."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from bot.demo.people.transport import Answer
from bot.demo.render import as_text
from handlers.notes import folding, services
from handlers.program import Actor
from store.tables import Note
from store.unit_of_work import Work
from tests.support.acting import (
    LINK,
    Json,
    actions,
    card,
    card_saying,
    card_text,
    form_of,
    note,
    notes,
    offered,
    press_note,
    settled,
    tasks,
    told,
    told_directly,
)
from tests.support.running import Running
from tests.support.team import CHANNEL, PEOPLE, STRANGER
from tests.support.watching import WORKSPACE, rows, until

IDS = {name: user for user, name in PEOPLE.items()}
DARK = "we like it dark"
BESIDE = "v1"
"""A version that supersedes nothing: a round beside the first, in which nothing is carried over."""


async def a_round(scripty: Running, version: str, *replies: tuple[str, str]) -> str:
    """A cut of this version is put up for review, answered and read. The thread's ts."""
    root = await scripty.people.post("editor", CHANNEL, f"{version} of the spot is up {LINK}")
    await scripty.people.shortcut("editor", CHANNEL, root, "review_start_here")
    for who, words in replies:
        await scripty.people.post(who, CHANNEL, words, thread_ts=root["ts"])
    await settled(scripty)
    return str(root["ts"])


async def rejected(scripty: Running, root: str, number: int, reason: str = DARK) -> None:
    """The director rejects a note and says why."""
    await press_note(scripty, root, "director", "note_reject", number)
    form = await form_of(scripty, "director", "note_reject_reason")
    await scripty.people.submit("director", form, {"reason": reason})
    await settled(scripty)


async def day_of(scripty: Running, number: int) -> str:
    """The day a note was decided on, as people in Berlin say it: "3 May"."""
    decided = datetime.fromisoformat((await note(scripty, number))["decided_at"])
    there = decided.astimezone(ZoneInfo("Europe/Berlin"))
    return f"{there.day} {there:%b}"


async def a_rejected_idea_came_back(scripty: Running) -> str:
    """N1 was rejected in v1, N2 of v2 asks the same in other words. The second thread's ts."""
    first = await a_round(scripty, "v1", ("client", "lift the exposure"))
    await rejected(scripty, first, 1)
    return await a_round(scripty, "v2", ("client", "could it be a bit brighter?"))


# A rejected idea


async def test_a_rejected_idea_in_other_words_is_folded_away_and_says_why(
    scripty: Running,
) -> None:
    root = await a_rejected_idea_came_back(scripty)
    again = await note(scripty, 2)
    assert (again["state"], again["repeats"]) == ("folded", 1)
    shown = card_text(scripty, root)
    assert "1 idea was rejected before" in shown
    assert f"N2 repeats N1, rejected on {await day_of(scripty, 1)}: “{DARK}”" in shown
    assert "Nothing left to decide · 1 folded away" in shown
    assert "note_accept" not in dict(offered(card(scripty, root)))
    assert ("note_unfold", again["id"]) in offered(card(scripty, root))
    assert not await tasks(scripty)


async def test_what_is_said_again_in_the_same_thread_is_folded_too(scripty: Running) -> None:
    root = await a_round(scripty, "v1", ("client", "0:08 make the logo bigger"))
    await rejected(scripty, root, 1, "the brand guide says so")
    for who, words in (
        ("producer", "0:08 can the logo be bigger please"),
        ("editor", "0:08 the logo is too small"),
    ):
        await scripty.people.post(who, CHANNEL, words, thread_ts=root)
    await settled(scripty)
    found = await notes(scripty)
    assert {number: each["state"] for number, each in found.items() if each["state"] != "folded"} \
        == {1: "rejected"}  # fmt: skip
    assert {each["repeats"] for each in found.values() if each["state"] == "folded"} == {1}
    assert [source["quote"] for source in found[1]["sources"]] == ["0:08 make the logo bigger"]
    quotes = [s["quote"] for n, each in found.items() if n > 1 for s in each["sources"]]
    assert sorted(quotes) == ["0:08 can the logo be bigger please", "0:08 the logo is too small"]
    assert "repeats N1, rejected on" in card_text(scripty, root)


async def test_another_idea_about_the_same_thing_is_not_folded(scripty: Running) -> None:
    first = await a_round(scripty, "v1", ("client", "make the logo bigger"))
    await rejected(scripty, first, 1)
    await a_round(
        scripty,
        "v2",
        ("client", "make the title bigger"),
        ("producer", "move the logo to the left"),
        ("director", "make the logo on the bottle bigger"),
    )
    assert [(each["state"], each["repeats"]) for each in (await notes(scripty)).values()] == [
        ("rejected", None), ("draft", None), ("draft", None), ("draft", None),
    ]  # fmt: skip


async def test_the_list_keeps_what_was_folded_in_a_lot_of_its_own(scripty: Running) -> None:
    root = await a_rejected_idea_came_back(scripty)
    await scripty.people.post("director", CHANNEL, "0:30 trim the pause", thread_ts=root)
    await settled(scripty)
    await scripty.people.press("editor", CHANNEL, card(scripty, root), "notes_list")
    shown = as_text((await form_of(scripty, "editor", "notes_list"))["blocks"])
    assert shown.index("N3") < shown.index("Rejected before") < shown.index("N2  ")
    assert f"Folded away: repeats N1, rejected on {await day_of(scripty, 1)}" in shown
    assert shown.count("[Draft it anyway]") == 1


async def test_drafting_it_anyway_makes_a_draft_that_still_says_why_not(scripty: Running) -> None:
    root = await a_rejected_idea_came_back(scripty)
    await press_note(scripty, root, "producer", "note_unfold", 2)
    shown = as_text((await card_saying(scripty, root, "1 to decide"))["blocks"])
    assert "Again: N1 (v1, rejected on" in shown
    assert DARK in shown
    assert "drafted anyway by producer" in shown
    assert "Also said in v1 by client: “lift the exposure”" in shown
    drafted = await note(scripty, 2)
    assert (drafted["state"], drafted["unfolded_by"]) == ("draft", IDS["producer"])
    await press_note(scripty, root, "director", "note_accept", 2)
    await card_saying(scripty, root, "N2 → T1")
    assert (await note(scripty, 1))["state"] == "rejected"
    events = (await scripty.record())["events"]
    assert [event["actor"] for event in actions(events, "note.unfolded")] == [IDS["producer"]]


async def test_drafting_it_twice_tells_who_was_quicker(scripty: Running) -> None:
    root = await a_rejected_idea_came_back(scripty)
    stale = card(scripty, root)
    value = (await note(scripty, 2))["id"]
    await press_note(scripty, root, "producer", "note_unfold", 2)
    await scripty.people.side.press(IDS["editor"], CHANNEL, stale, "note_unfold", value)
    refused = as_text((await told(scripty, "editor", "N2"))["blocks"])
    assert "producer drafted it anyway" in refused
    assert (await note(scripty, 2))["unfolded_by"] == IDS["producer"]


async def test_of_two_people_at_once_one_drafts_it(scripty: Running) -> None:
    root = await a_rejected_idea_came_back(scripty)
    shown, value = card(scripty, root), (await note(scripty, 2))["id"]

    async def press(who: str) -> Answer:
        return await scripty.people.side.press(IDS[who], CHANNEL, shown, "note_unfold", value)

    answers = await asyncio.gather(press("producer"), press("editor"))
    assert [answer.status for answer in answers] == [200, 200]
    await settled(scripty)
    events = actions((await scripty.record())["events"], "note.unfolded")
    assert [event["actor"] for event in events] == [(await note(scripty, 2))["unfolded_by"]]
    (late,) = {"producer", "editor"} - {PEOPLE[events[0]["actor"]]}
    await told(scripty, late, "drafted it anyway")


async def test_a_stranger_drafts_nothing(scripty: Running) -> None:
    root = await a_rejected_idea_came_back(scripty)
    await press_note(scripty, root, STRANGER, "note_unfold", 2)
    await told_directly(scripty, "stranger", "Only members")
    assert (await note(scripty, 2))["state"] == "folded"


async def test_a_folded_note_is_accepted_only_as_a_draft(scripty: Running) -> None:
    root = await a_rejected_idea_came_back(scripty)
    forged = card(scripty, root)
    for block in forged["blocks"]:
        for button in block.get("elements", []):
            if button.get("action_id") == "note_unfold":
                button["action_id"] = "note_accept"
    value = (await note(scripty, 2))["id"]
    await scripty.people.side.press(IDS["editor"], CHANNEL, forged, "note_accept", value)
    await told(scripty, "editor", "draft it anyway first")
    assert (await note(scripty, 2))["state"] == "folded"
    assert not await tasks(scripty)


async def test_rejecting_what_was_folded_confirms_the_earlier_reason(scripty: Running) -> None:
    root = await a_rejected_idea_came_back(scripty)
    await press_note(scripty, root, "editor", "note_reject", 2)
    confirmed = await note(scripty, 2)
    assert (confirmed["state"], confirmed["decision_reason"]) == ("rejected", DARK)
    assert confirmed["decided_by"] == IDS["editor"]
    await card_saying(scripty, root, f"editor: {DARK}")
    form = await form_of(scripty, "editor", "note_reject_reason")
    assert DARK in as_text(form["blocks"])
    third = await a_round(scripty, "v3", ("client", "it is too dark, brighter please"))
    assert (await note(scripty, 3))["repeats"] == 2
    assert f"“{DARK}”" in card_text(scripty, third)


async def test_it_stays_folded_or_drafted_however_often_the_thread_is_read(
    scripty: Running,
) -> None:
    root = await a_rejected_idea_came_back(scripty)
    for number, words in enumerate(("0:10 trim the pause", "0:20 mute the kazoo"), 3):
        await scripty.people.post("director", CHANNEL, words, thread_ts=root)
        await card_saying(scripty, root, f"N{number}")
        await settled(scripty)
        if number == 3:
            assert (await note(scripty, 2))["state"] == "folded"
            await press_note(scripty, root, "editor", "note_unfold", 2)
    assert (await note(scripty, 2))["state"] == "draft"
    (said,) = (await note(scripty, 2))["sources"]
    await scripty.people.edit("client", CHANNEL, said["ts"], "could it be a lot brighter?")
    await card_saying(scripty, root, "a lot brighter")
    await settled(scripty)
    kept = await note(scripty, 2)
    assert (kept["state"], kept["repeats"]) == ("draft", 1)
    assert list(await notes(scripty)) == [1, 2, 3, 4]


async def test_a_folded_note_follows_its_message(scripty: Running) -> None:
    root = await a_rejected_idea_came_back(scripty)
    (said,) = (await note(scripty, 2))["sources"]
    await scripty.people.edit("client", CHANNEL, said["ts"], "could the logo be a bit brighter?")
    await card_saying(scripty, root, "1 to decide")
    other = await note(scripty, 2)
    assert (other["state"], other["repeats"]) == ("draft", None)
    await scripty.people.edit("client", CHANNEL, said["ts"], "could it be a bit brighter?")
    await card_saying(scripty, root, "1 idea was rejected before")
    await scripty.people.delete("client", CHANNEL, said["ts"])
    await card_saying(scripty, root, "its message was deleted")
    await settled(scripty)
    assert (await note(scripty, 2))["state"] == "withdrawn"
    assert "brighter" not in card_text(scripty, root)


async def test_a_rejection_that_is_taken_back_changes_nothing_by_itself(scripty: Running) -> None:
    root = await a_rejected_idea_came_back(scripty)
    (said,) = (await note(scripty, 1))["sources"]
    await scripty.people.edit("client", CHANNEL, said["ts"], "please lift the exposure")
    await card_saying(scripty, root, "N2 repeats N1, not decided yet")
    await settled(scripty)
    assert [each["state"] for each in (await notes(scripty)).values()] == ["draft", "folded"]


# The same request again


async def test_a_request_of_an_earlier_round_is_named_and_stays_a_draft(scripty: Running) -> None:
    first = await a_round(scripty, "v1", ("client", "0:08 make the logo bigger"))
    await press_note(scripty, first, "director", "note_accept", 1)
    root = await a_round(scripty, BESIDE, ("director", "0:12 the logo is still too small"))
    again = await note(scripty, 2)
    assert (again["state"], again["repeats"]) == ("draft", 1)
    shown = card_text(scripty, root)
    assert "1 to decide" in shown
    assert "Again: N1 (v1, accepted, T1 open)" in shown
    assert "Also said in v1 by client: “0:08 make the logo bigger” · message" in shown
    await press_note(scripty, root, "director", "note_reject", 2)
    await settled(scripty)
    assert (await note(scripty, 1))["state"] == "accepted"


async def test_words_deleted_in_one_round_vanish_from_the_card_of_another(
    scripty: Running,
) -> None:
    await a_round(scripty, "v1", ("client", "0:08 make Marguerite's logo bigger"))
    root = await a_round(scripty, "v2", ("director", "Marguerite's logo is too small"))
    assert "Also said in v1" in card_text(scripty, root)
    (said,) = (await note(scripty, 1))["sources"]
    await scripty.people.delete("client", CHANNEL, said["ts"])
    await card_saying(scripty, root, "Again: N1 (v1, withdrawn)")
    await settled(scripty)
    assert "0:08" not in card_text(scripty, root)


async def test_words_deleted_of_an_accepted_note_vanish_from_the_card_of_another_round(
    scripty: Running,
) -> None:
    """The note stays, with its other source; what it was told by the deleted one does not."""
    first = await a_round(
        scripty,
        "v1",
        ("client", "0:31 keep Marguerite's pause"),
        ("director", "0:31 keep the pause"),
    )
    assert len((await note(scripty, 1))["sources"]) == 2
    await press_note(scripty, first, "director", "note_accept", 1)
    root = await a_round(scripty, BESIDE, ("editor", "0:33 trim the pause"))
    assert "Marguerite" in card_text(scripty, root)
    (said, _) = (await note(scripty, 1))["sources"]
    await scripty.people.delete("client", CHANNEL, said["ts"])
    await card_saying(scripty, root, "N1  director: “0:31 keep the pause”")
    await settled(scripty)
    assert "Marguerite" not in card_text(scripty, root)
    assert (await note(scripty, 1))["state"] == "accepted"


# Opposite requests


async def test_opposite_requests_of_two_rounds_show_both_quotes_and_who_decides(
    scripty: Running,
) -> None:
    first = await a_round(scripty, "v1", ("director", "0:31 keep the pause"))
    await press_note(scripty, first, "director", "note_accept", 1)
    root = await a_round(scripty, BESIDE, ("client", "0:33 trim the pause"))
    assert (await note(scripty, 2))["conflicts_with"] == [1]
    assert (await note(scripty, 1))["conflicts_with"] == [2]
    shown = card_text(scripty, root)
    assert "0:33 trim the pause" in shown
    assert "Conflict: N1 or N2 · editor decides" in shown
    assert "N1  director: “0:31 keep the pause” (v1, accepted" in shown
    await settled(scripty)
    await scripty.people.press("editor", CHANNEL, card(scripty, first), "notes_list")
    listed = as_text((await form_of(scripty, "editor", "notes_list"))["blocks"])
    assert "Conflicts with N2 (v1, not decided yet)" in listed
    assert (await note(scripty, 2))["next_action"] == "Let the decider settle the conflict"


async def test_a_conflict_that_was_settled_says_how(scripty: Running) -> None:
    first = await a_round(scripty, "v1", ("director", "0:31 keep the pause"))
    root = await a_round(scripty, BESIDE, ("client", "0:33 trim the pause"))
    (conflict,) = await rows(scripty.scripty.where, "SELECT id FROM conflict")
    choice = f"{conflict['id']}:{(await note(scripty, 2))['id']}"
    await scripty.people.press("editor", CHANNEL, card(scripty, root), "conflict_choose", choice)
    await settled(scripty)
    for thread in (first, root):
        assert "D1 · editor: Trim the pause" in card_text(scripty, thread)
    assert (await note(scripty, 1))["decision_reason"] == "Decided by editor (D1)"
    await scripty.people.post("editor", CHANNEL, "0:50 mute the kazoo", thread_ts=root)
    await card_saying(scripty, root, "N3")
    await settled(scripty)
    assert (await note(scripty, 2))["conflicts_with"] == [1]


async def test_a_conflict_goes_with_the_words_that_made_it(scripty: Running) -> None:
    await a_round(scripty, "v1", ("director", "0:31 keep the pause"))
    root = await a_round(scripty, BESIDE, ("client", "0:33 trim the pause"))
    (said,) = (await note(scripty, 2))["sources"]
    await scripty.people.edit("client", CHANNEL, said["ts"], "0:33 trim the applause")
    await card_saying(scripty, root, "applause")
    await settled(scripty)
    assert [each["conflicts_with"] for each in (await notes(scripty)).values()] == [[], []]
    await scripty.people.edit("client", CHANNEL, said["ts"], "0:33 trim the pause")
    await card_saying(scripty, root, "Conflict: N1 or N2")
    await scripty.people.delete("client", CHANNEL, said["ts"])
    await card_saying(scripty, root, "its message was deleted")
    await settled(scripty)
    assert [each["conflicts_with"] for each in (await notes(scripty)).values()] == [[], []]


async def test_rounds_that_are_read_at_once_wait_for_each_other(scripty: Running) -> None:
    first = await a_round(scripty, "v1", ("director", "0:31 keep the pause"))
    second = await a_round(scripty, "v2", ("client", "0:33 trim the pause"))
    said: list[Json] = []
    for place in range(3):
        said += await asyncio.gather(
            scripty.people.post("director", CHANNEL, f"{place}:40 keep the logo", thread_ts=first),
            scripty.people.post("client", CHANNEL, f"{place}:40 lose the logo", thread_ts=second),
        )
    await settled(scripty)
    found = (await notes(scripty)).values()
    quotes = {source["quote"] for each in found for source in each["sources"]}
    assert {message["text"] for message in said} <= quotes
    named = {each["number"]: set(each["conflicts_with"]) for each in found}
    assert all(number in named[other] for number, others in named.items() for other in others)


async def test_accepting_waits_for_a_reading_that_marks_the_note_and_is_done_then(
    scripty: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reading holds the production and wants N1; the press would hold N1 and want the
    production: one of them would be given up as a deadlock."""
    await a_round(scripty, "v1", ("client", "make the logo bigger"))
    value = (await note(scripty, 1))["id"]
    presses: list[asyncio.Task[None]] = []
    oppose = folding._oppose

    async def press() -> None:
        async with scripty.scripty.record.workspace(WORKSPACE) as work:
            await services.accept_note(work, value, Actor(IDS["director"], "card"))

    async def waiting() -> bool:
        query: LiteralString = "SELECT 1 FROM pg_locks WHERE NOT granted LIMIT 1"
        return bool(await rows(scripty.scripty.where, query))

    async def oppose_while_pressed(work: Work, found: Note, against: Sequence[Note]) -> set[UUID]:
        if against and not presses:
            presses.append(asyncio.create_task(press()))
            await until(waiting)
        return await oppose(work, found, against)

    monkeypatch.setattr(folding, "_oppose", oppose_while_pressed)
    await a_round(scripty, BESIDE, ("client", "make the logo smaller"))
    await asyncio.gather(*presses)
    assert len(presses) == 1
    found = await notes(scripty)
    assert [found[n]["state"] for n in (1, 2)] == ["accepted", "draft"]
    assert [found[n]["conflicts_with"] for n in (1, 2)] == [[2], [1]]
    assert len(await tasks(scripty)) == 1
