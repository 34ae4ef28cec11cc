"""Conflicts: noticed by the reading, settled by the decider and nobody else."""

import asyncio
from copy import deepcopy
from typing import LiteralString
from uuid import UUID

import pytest
from sqlalchemy.exc import ProgrammingError

from bot.demo.people.transport import Answer
from bot.demo.render import as_text
from handlers import blocks as kit
from handlers.conflicts import services
from handlers.conflicts.errors import ConflictNotFoundError, NotInConflictError
from handlers.conflicts.grouping import regroup
from handlers.program import Actor
from handlers.record.recording import record_decision
from store.tables import Note, Review
from store.unit_of_work import Work
from tests.support.acting import (
    LINK,
    Json,
    actions,
    card,
    card_saying,
    card_text,
    errors_of,
    form_of,
    note,
    press_note,
    settled,
    tasks,
    thread_under_review,
    told,
    told_directly,
)
from tests.support.running import Running
from tests.support.team import CHANNEL, PEOPLE, STRANGER
from tests.support.watching import WORKSPACE, rows

IDS = {name: user for user, name in PEOPLE.items()}
KEEP = ("director", "0:31 keep the pause")
TRIM = ("client", "0:31 trim the pause")
CONFLICTS: LiteralString = """
    SELECT conflict.id, conflict.dissolved, decision.number AS decision,
           array_agg(note.number ORDER BY note.number) AS notes
    FROM conflict
    JOIN conflict_note ON conflict_note.conflict_id = conflict.id
    JOIN note ON note.id = conflict_note.note_id
    LEFT JOIN decision ON decision.conflict_id = conflict.id
    GROUP BY conflict.id, conflict.dissolved, conflict.created_at, decision.number
    ORDER BY conflict.created_at
"""
DECISIONS: LiteralString = "SELECT * FROM decision ORDER BY number"


async def conflicts(scripty: Running) -> list[Json]:
    """All conflicts there ever were, oldest first."""
    return [dict(row) for row in await rows(scripty.scripty.where, CONFLICTS)]


async def open_conflicts(scripty: Running) -> list[list[int]]:
    """The numbers of the notes of each conflict that waits for its decider."""
    found = await conflicts(scripty)
    return [each["notes"] for each in found if not each["dissolved"] and not each["decision"]]


async def decisions(scripty: Running) -> list[Json]:
    return [dict(row) for row in await rows(scripty.scripty.where, DECISIONS)]


async def a_round(scripty: Running, version: str, *replies: tuple[str, str]) -> str:
    """A cut of this version is put up for review, answered and read. The thread's ts."""
    root = await scripty.people.post("editor", CHANNEL, f"{version} of the spot is up {LINK}")
    await scripty.people.shortcut("editor", CHANNEL, root, "review_start_here")
    for who, words in replies:
        await scripty.people.post(who, CHANNEL, words, thread_ts=root["ts"])
    await settled(scripty)
    return str(root["ts"])


def shown_now(scripty: Running, root: str) -> Json:
    """The card of a thread, kept as it looks now."""
    return deepcopy(card(scripty, root))


async def press(scripty: Running, root: str, who: str, choice: int | str) -> Answer:
    """Press the newest conflict's button on the card for a note's number, "neither", "both" or
    "words"."""
    return await press_on(scripty, card(scripty, root), who, choice)


async def press_on(scripty: Running, shown: Json, who: str, choice: int | str) -> Answer:
    key = (await conflicts(scripty))[-1]["id"]
    if choice in ("words", "both"):
        action, value = f"conflict_{choice}", str(key)
    else:
        side = (await note(scripty, choice))["id"] if isinstance(choice, int) else choice
        action, value = "conflict_choose", f"{key}:{side}"
    answer = await scripty.people.side.press(IDS.get(who, who), CHANNEL, shown, action, value)
    assert answer.status == 200, answer.body
    return answer


async def on_round(scripty: Running, root: str, *actions: str) -> None:
    """The editor, who runs the round, presses these buttons of its card."""
    for action in actions:
        await scripty.people.press("editor", CHANNEL, card(scripty, root), action)
        await settled(scripty)


async def decide(scripty: Running, root: str, who: str, action: str, number: int) -> None:
    """A note's own button, which a card that shows the conflict instead need not offer."""
    value = (await note(scripty, number))["id"]
    button = kit.button("Decide", action, value)
    shown = card(scripty, root)
    answer = await scripty.people.side.press(IDS[who], CHANNEL, shown, action, element=button)
    assert answer.status == 200, answer.body


async def accepted_before(scripty: Running) -> str:
    """A thread whose N1 was accepted before N2 said the opposite."""
    root = await thread_under_review(scripty, KEEP)
    await decide(scripty, root, "director", "note_accept", 1)
    await scripty.people.post("client", CHANNEL, TRIM[1], thread_ts=root)
    await card_saying(scripty, root, "Conflict:")
    await settled(scripty)
    assert await open_conflicts(scripty) == [[1, 2]]
    return root


async def states(scripty: Running, *numbers: int) -> list[str]:
    return [(await note(scripty, number))["state"] for number in numbers]


async def nothing_changed(scripty: Running) -> None:
    """The conflict of N1 and N2 waits as before."""
    assert await states(scripty, 1, 2) == ["draft", "draft"]
    assert await open_conflicts(scripty) == [[1, 2]]
    assert not await decisions(scripty)
    assert not await tasks(scripty)


# What is noticed and shown


async def test_opposite_notes_of_one_round_are_a_conflict_with_both_quotes(
    scripty: Running,
) -> None:
    root = await thread_under_review(scripty, KEEP, TRIM, ("client", "0:50 mute the kazoo"))
    assert await open_conflicts(scripty) == [[1, 2]]
    shown = card_text(scripty, root)
    assert "Conflict: N1 or N2" in shown
    assert "editor decides" in shown
    assert "N1  director: “0:31 keep the pause”" in shown
    assert "N2  client: “0:31 trim the pause”" in shown
    assert "This: N1" in shown
    assert "That: N2" in shown
    assert "Neither" in shown
    assert "Both" in shown
    assert "Other words" in shown


async def test_a_conflict_keeps_its_id_and_grows_with_a_third_voice(scripty: Running) -> None:
    root = await thread_under_review(scripty, KEEP, TRIM)
    (before,) = await conflicts(scripty)
    await scripty.people.post("producer", CHANNEL, "0:31 please cut the pause", thread_ts=root)
    await scripty.people.post("editor", CHANNEL, "0:50 mute the kazoo", thread_ts=root)
    await card_saying(scripty, root, "kazoo")
    await settled(scripty)
    (after,) = await conflicts(scripty)
    assert after["id"] == before["id"]
    assert not after["dissolved"]


async def test_a_conflict_across_rounds_names_the_version_of_the_other(scripty: Running) -> None:
    first = await a_round(scripty, "v1", KEEP)
    await decide(scripty, first, "director", "note_accept", 1)
    await settled(scripty)
    root = await a_round(scripty, "v2", ("client", "0:33 trim the pause"))
    (conflict,) = await conflicts(scripty)
    other, own = conflict["notes"]
    shown = card_text(scripty, root)
    assert f"N{other}  director: “0:31 keep the pause” (" in shown
    assert f"N{own}  client: “0:33 trim the pause”" in shown
    await press(scripty, root, "editor", own)
    await settled(scripty)
    assert await states(scripty, other, own) == ["rejected", "accepted"]
    assert sorted(task["state"] for task in await tasks(scripty)) == ["dropped", "open"]


# Who settles, and what comes of it


async def test_the_decider_settles_for_a_note(scripty: Running) -> None:
    root = await thread_under_review(scripty, KEEP, TRIM)
    await press(scripty, root, "editor", 2)
    await settled(scripty)
    assert await states(scripty, 1, 2) == ["rejected", "accepted"]
    (task,) = await tasks(scripty)
    assert task["note_id"] == (await note(scripty, 2))["id"]
    lost = await note(scripty, 1)
    assert lost["decided_by"] == IDS["editor"]
    assert lost["decision_reason"] == "Decided by editor (D1)"
    (decision,) = await decisions(scripty)
    assert (decision["number"], decision["what"], decision["origin"]) == (
        1, "Trim the pause", "conflict",
    )  # fmt: skip
    assert str(decision["chose"]) == (await note(scripty, 2))["id"]
    assert decision["decided_by"] == decision["logged_by"] == IDS["editor"]
    assert decision["next_action"] == f"T{task['number']}"
    assert decision["source_ts"] == (await note(scripty, 2))["sources"][0]["ts"]
    assert decision["source_permalink"]
    assert "D1 · editor: Trim the pause" in card_text(scripty, root)
    events = (await scripty.record())["events"]
    (happened,) = actions(events, "conflict.settled")
    assert happened["actor"] == IDS["editor"]
    assert happened["surface"] == "button"
    assert happened["detail"] == {"notes": [1, 2], "chose": 2, "decision": 1}


async def test_the_reason_is_asked_afterwards_and_stands_with_decision_and_loser(
    scripty: Running,
) -> None:
    root = await thread_under_review(scripty, KEEP, TRIM)
    await press(scripty, root, "editor", 1)
    form = await form_of(scripty, "editor", "conflict_why")
    assert "Decided: Keep the pause. Why?" in as_text(form["blocks"])
    await scripty.people.submit("editor", form, {"why": "the joke needs the beat"})
    await settled(scripty)
    assert (await decisions(scripty))[0]["why"] == "the joke needs the beat"
    assert (await note(scripty, 2))["decision_reason"] == "Decided by editor (D1)"
    assert "D1: Keep the pause: the joke needs the beat" in card_text(scripty, root)
    (explained,) = actions((await scripty.record())["events"], "decision.explained")
    assert (explained["actor"], explained["surface"]) == (IDS["editor"], "modal")


async def test_nobody_else_explains_a_decision(scripty: Running) -> None:
    root = await thread_under_review(scripty, KEEP, TRIM)
    await press(scripty, root, "editor", 1)
    form = await form_of(scripty, "editor", "conflict_why")
    forged = await scripty.people.side.submit(IDS["client"], form, {"why": "no reason"})
    assert "editor's decision" in errors_of(forged)["why"]
    assert (await decisions(scripty))[0]["why"] == ""


async def test_neither_rejects_both_and_makes_no_work(scripty: Running) -> None:
    root = await accepted_before(scripty)
    await press(scripty, root, "editor", "neither")
    await settled(scripty)
    assert await states(scripty, 1, 2) == ["rejected", "rejected"]
    assert [task["state"] for task in await tasks(scripty)] == ["dropped"]
    (decision,) = await decisions(scripty)
    assert decision["what"] == "neither N1 nor N2"
    assert decision["chose"] is None
    assert decision["next_action"] == "Nothing to do"


async def test_other_words_become_a_task_and_the_reason(scripty: Running) -> None:
    root = await thread_under_review(scripty, KEEP, TRIM)
    await press(scripty, root, "editor", "words")
    form = await form_of(scripty, "editor", "conflict_worded")
    assert "N1  Keep the pause" in as_text(form["blocks"])
    given = {"words": "halve the pause", "why": "both are right"}
    await scripty.people.submit("editor", form, given)
    await settled(scripty)
    assert await states(scripty, 1, 2) == ["rejected", "rejected"]
    (task,) = await tasks(scripty)
    assert (task["title"], task["note_id"]) == ("halve the pause", None)
    assert task["source"]["channel"] == CHANNEL
    (decision,) = await decisions(scripty)
    assert (decision["what"], decision["why"]) == ("halve the pause", "both are right")
    assert decision["next_action"] == "T1"
    assert (await note(scripty, 1))["decision_reason"] == "Decided by editor (D1)"


async def test_other_words_have_to_be_some(scripty: Running) -> None:
    root = await thread_under_review(scripty, KEEP, TRIM)
    await press(scripty, root, "editor", "words")
    form = await form_of(scripty, "editor", "conflict_worded")
    refused = await scripty.people.side.submit(IDS["editor"], form, {"words": " ", "why": ""})
    assert "Say what is to be done" in errors_of(refused)["words"]
    await nothing_changed(scripty)


async def test_both_stand_and_are_decided_on_one_by_one(scripty: Running) -> None:
    root = await thread_under_review(scripty, KEEP, TRIM)
    await press(scripty, root, "editor", "both")
    form = await form_of(scripty, "editor", "conflict_why")
    assert "Decided: N1 and N2 both stand. Why?" in as_text(form["blocks"])
    await settled(scripty)
    assert await states(scripty, 1, 2) == ["draft", "draft"]
    (decision,) = await decisions(scripty)
    assert (decision["outcome"], decision["chose"]) == ("both", None)
    await scripty.people.post("client", CHANNEL, "0:50 mute the kazoo", thread_ts=root)
    await card_saying(scripty, root, "kazoo")
    await settled(scripty)
    assert len(await conflicts(scripty)) == 1
    await press_note(scripty, root, "director", "note_accept", 1)
    await press_note(scripty, root, "client", "note_accept", 2)
    await settled(scripty)
    assert await states(scripty, 1, 2) == ["accepted", "accepted"]
    await a_round(scripty, "v3")
    assert await states(scripty, 4, 5) == ["accepted", "accepted"]
    assert await open_conflicts(scripty) == []
    assert len(await decisions(scripty)) == 1


async def test_the_decider_settles_on_the_conflict_and_not_by_rejecting_one_side(
    scripty: Running,
) -> None:
    root = await thread_under_review(scripty, KEEP, TRIM)
    await rows(scripty.scripty.where, "UPDATE production SET set_up_at = now()")
    await decide(scripty, root, "editor", "note_reject", 1)
    await told(scripty, "editor", "settle it on the card with This, That, Neither, Both or Other")
    for action in ("note_accept", "note_reject"):
        await decide(scripty, root, "director", action, 1)
    await told(scripty, "director", "and editor settles it: the card shows both")
    await nothing_changed(scripty)


@pytest.mark.parametrize("choice", [1, "neither", "both", "words"])
async def test_in_a_closed_round_nothing_is_settled(scripty: Running, choice: int | str) -> None:
    root = await thread_under_review(scripty, KEEP, TRIM)
    shown = shown_now(scripty, root)
    await on_round(scripty, root, "review_freeze", "review_close")
    assert "reopen the round to settle it" in card_text(scripty, root)
    assert "conflict_" not in str(card(scripty, root)["blocks"])
    await press_on(scripty, shown, "editor", choice)
    await told(scripty, "editor", "is closed; reopen it on its card")
    await nothing_changed(scripty)
    await on_round(scripty, root, "review_reopen")
    await press(scripty, root, "editor", choice)
    assert choice == "words" or len(await decisions(scripty)) == 1


async def test_nothing_is_explained_in_a_closed_round(scripty: Running) -> None:
    root = await thread_under_review(scripty, KEEP, TRIM)
    await press(scripty, root, "editor", 1)
    form = await form_of(scripty, "editor", "conflict_why")
    await settled(scripty)
    await on_round(scripty, root, "review_freeze", "review_close")
    refused = await scripty.people.side.submit(IDS["editor"], form, {"why": "the beat"})
    assert "is closed; reopen it" in errors_of(refused)["why"]
    assert (await decisions(scripty))[0]["why"] == ""


async def test_what_was_left_behind_is_settled_on_the_newer_card(scripty: Running) -> None:
    first = await a_round(scripty, "v1", KEEP, TRIM)
    old = shown_now(scripty, first)
    root = await a_round(scripty, "v2")
    for choice in (1, "both", "words"):
        await press_on(scripty, old, "editor", choice)
    await told(scripty, "editor", "v1 is superseded by v2, so nothing was changed")
    await nothing_changed(scripty)
    assert "N1  director: “0:31 keep the pause” (v1)" in card_text(scripty, root)
    await press(scripty, root, "editor", 1)
    await settled(scripty)
    assert await states(scripty, 1, 2, 3) == ["accepted", "rejected", "accepted"]
    assert "Conflict:" not in card_text(scripty, root)


@pytest.mark.parametrize("choice", [1, "neither", "both", "words"])
async def test_others_are_told_who_decides_and_change_nothing(
    scripty: Running, choice: int | str
) -> None:
    root = await thread_under_review(scripty, KEEP, TRIM)
    await press(scripty, root, "director", choice)
    await told(scripty, "director", "editor settles conflicts on spot-a, so nothing was changed")
    await nothing_changed(scripty)
    assert scripty.people.view_of("director") is None


async def test_a_form_left_open_settles_nothing_for_another_person(scripty: Running) -> None:
    root = await thread_under_review(scripty, KEEP, TRIM)
    await press(scripty, root, "editor", "words")
    form = await form_of(scripty, "editor", "conflict_worded")
    forged = await scripty.people.side.submit(IDS["client"], form, {"words": "halve it"})
    assert "editor settles conflicts" in errors_of(forged)["words"]
    await nothing_changed(scripty)


async def test_a_stranger_settles_nothing(scripty: Running) -> None:
    root = await thread_under_review(scripty, KEEP, TRIM)
    await press(scripty, root, STRANGER, 1)
    await told_directly(scripty, "stranger", "Only members")
    await nothing_changed(scripty)


async def test_without_a_decider_it_says_how_to_set_one(scripty: Running) -> None:
    root = await thread_under_review(scripty, KEEP, TRIM)
    await rows(scripty.scripty.where, "UPDATE production SET decider = NULL")
    await on_round(scripty, root, "review_finished")
    assert "nobody is set to decide" in card_text(scripty, root)
    await press(scripty, root, "editor", 1)
    await told(scripty, "editor", "/scripty new spot-a")
    await nothing_changed(scripty)


async def test_a_second_press_says_who_settled_it_and_how(scripty: Running) -> None:
    root = await thread_under_review(scripty, KEEP, TRIM)
    shown = shown_now(scripty, root)
    await press_on(scripty, shown, "editor", 1)
    await press_on(scripty, shown, "editor", 2)
    await press_on(scripty, shown, "client", "words")
    for who in ("editor", "client"):
        words = as_text((await told(scripty, who, "editor settled this on"))["blocks"])
        assert "Keep the pause (D1). Nothing was changed." in words
    assert await states(scripty, 1, 2) == ["accepted", "rejected"]
    assert len(await decisions(scripty)) == 1
    assert len(await tasks(scripty)) <= 1


async def test_of_many_presses_at_once_one_settles(scripty: Running) -> None:
    root = await thread_under_review(scripty, KEEP, TRIM)
    shown = shown_now(scripty, root)
    choices: list[int | str] = [1, 2, "neither"] * 4
    await asyncio.gather(*(press_on(scripty, shown, "editor", choice) for choice in choices))
    await settled(scripty)
    (decision,) = await decisions(scripty)
    won = str(decision["chose"])
    for number in (1, 2):
        state = "accepted" if (await note(scripty, number))["id"] == won else "rejected"
        assert await states(scripty, number) == [state]
    assert len(actions((await scripty.record())["events"], "conflict.settled")) == 1


async def test_a_note_of_another_conflict_can_not_be_chosen(scripty: Running) -> None:
    root = await thread_under_review(scripty, KEEP, TRIM, ("client", "0:50 mute the kazoo"))
    (conflict,) = await conflicts(scripty)
    other = (await note(scripty, 3))["id"]
    actor = Actor(IDS["editor"], "button")
    for choice in (other, "", "both"):
        with pytest.raises(NotInConflictError):
            async with scripty.scripty.record.workspace(WORKSPACE) as work:
                await services.settle(work, str(conflict["id"]), actor, choice)
    with pytest.raises(ConflictNotFoundError):
        async with scripty.scripty.record.workspace(WORKSPACE) as work:
            await services.settle(work, other, actor, "neither")
    await nothing_changed(scripty)
    assert "Conflict: N1 or N2 ·" in card_text(scripty, root)


# What makes it go by itself


async def test_a_conflict_goes_when_one_side_is_rejected(scripty: Running) -> None:
    root = await thread_under_review(scripty, KEEP, TRIM)
    shown = shown_now(scripty, root)
    await rows(scripty.scripty.where, "UPDATE production SET decider = NULL")
    await decide(scripty, root, "director", "note_reject", 2)
    await rows(scripty.scripty.where, "UPDATE production SET decider = %s", IDS["editor"])
    await settled(scripty)
    assert await open_conflicts(scripty) == []
    assert "Conflict:" not in card_text(scripty, root)
    await press_on(scripty, shown, "editor", 1)
    await told(scripty, "editor", "nothing left to settle")
    assert not await decisions(scripty)


async def test_a_conflict_goes_when_one_side_is_taken_back(scripty: Running) -> None:
    root = await thread_under_review(scripty, KEEP, TRIM)
    (said,) = (await note(scripty, 2))["sources"]
    await scripty.people.delete("client", CHANNEL, said["ts"])
    await card_saying(scripty, root, "its message was deleted")
    await settled(scripty)
    assert await open_conflicts(scripty) == []


async def test_a_conflict_goes_when_a_side_says_something_else_though_the_other_is_accepted(
    scripty: Running,
) -> None:
    root = await accepted_before(scripty)
    (said,) = (await note(scripty, 2))["sources"]
    await scripty.people.edit("client", CHANNEL, said["ts"], "0:31 trim the applause")
    await card_saying(scripty, root, "applause")
    await settled(scripty)
    assert await open_conflicts(scripty) == []


async def test_a_settled_conflict_stays_however_often_the_thread_is_read(
    scripty: Running,
) -> None:
    root = await thread_under_review(scripty, KEEP, TRIM)
    await press(scripty, root, "editor", 1)
    await scripty.people.post("client", CHANNEL, "0:50 mute the kazoo", thread_ts=root)
    await card_saying(scripty, root, "kazoo")
    await settled(scripty)
    (conflict,) = await conflicts(scripty)
    assert (conflict["notes"], conflict["dissolved"], conflict["decision"]) == ([1, 2], False, 1)
    assert await states(scripty, 1, 2) == ["accepted", "rejected"]


# Asked again


async def test_asking_the_opposite_of_what_was_settled_shows_the_decision(
    scripty: Running,
) -> None:
    first = await a_round(scripty, "v1", KEEP, TRIM)
    await press(scripty, first, "editor", 1)
    await settled(scripty)
    root = await a_round(scripty, "v2", ("producer", "0:33 please shorten the pause"))
    newest = max(await scripty_numbers(scripty))
    assert "“D1: Keep the pause”" in card_text(scripty, root)
    assert await open_conflicts(scripty) == []
    await press_note(scripty, root, "producer", "note_unfold", newest)
    await settled(scripty)
    assert "Decided before: D1 · editor: Keep the pause" in card_text(scripty, root)
    await press(scripty, root, "editor", newest)
    await settled(scripty)
    earlier, later = await decisions(scripty)
    assert later["supersedes"] == earlier["id"]


async def scripty_numbers(scripty: Running) -> list[int]:
    return [row["number"] for row in await rows(scripty.scripty.where, "SELECT number FROM note")]


# The drafting role


async def test_a_reading_groups_conflicts_and_can_settle_none(scripty: Running) -> None:
    await thread_under_review(scripty, KEEP, TRIM)
    (before,) = await conflicts(scripty)
    async with scripty.scripty.record.workspace(WORKSPACE, drafting=True) as work:
        notes, review = await everything(work)
        notes[1].state = "withdrawn"
        assert await regroup(work, review.production_id, review.id, notes) == {review.id}
        notes[1].state = "draft"
        await regroup(work, review.production_id, review.id, notes)
    gone, again = await conflicts(scripty)
    assert (gone["id"], gone["dissolved"]) == (before["id"], True)
    assert again["notes"] == [1, 2]
    with pytest.raises(ProgrammingError, match="permission denied for table decision"):
        await decide_while_drafting(scripty, again["id"])
    assert not await decisions(scripty)


async def decide_while_drafting(scripty: Running, conflict: UUID) -> None:
    async with scripty.scripty.record.workspace(WORKSPACE, drafting=True) as work:
        _, review = await everything(work)
        await record_decision(
            work, review.production_id, Actor("scripty", "reading"),
            what="keep it", origin="conflict", decided_by="scripty", conflict_id=conflict,
        )  # fmt: skip


async def everything(work: Work) -> tuple[list[Note], Review]:
    """The notes and the review of the only round there is."""
    (production,) = await work.productions.all()
    (review,) = await work.reviews.of_production(production.id)
    return list(await work.notes.of_review(review.id)), review


async def test_of_a_decision_only_reason_and_next_step_can_change(scripty: Running) -> None:
    root = await thread_under_review(scripty, KEEP, TRIM)
    await press(scripty, root, "editor", 1)
    for column in ("what", "decided_by", "number"):
        with pytest.raises(ProgrammingError, match="permission denied for table decision"):
            await rewrite(scripty, column)


async def rewrite(scripty: Running, column: str) -> None:
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        (production,) = await work.productions.all()
        (decision,) = await work.decisions.of_production(production.id)
        setattr(decision, column, 7 if column == "number" else "U00000009")
