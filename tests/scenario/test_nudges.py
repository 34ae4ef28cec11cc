"""Nudges: what is missing is said once, in time, to whom it concerns, until it is fixed."""

import asyncio
import time
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from bot.demo.render import as_text
from bot.demo.slack.faults import Error
from handlers.milestones.services import card_key
from handlers.nudges.sweeping import sweep
from handlers.program import Actor
from handlers.tasks.services import assign_task
from store.clock import now
from store.tables import Milestone
from tests.support.acting import actions, errors_of, form_of, settled, told, words_of
from tests.support.running import Running
from tests.support.sweeping import (
    IDS,
    at,
    before,
    digest_messages,
    digests,
    friday_ahead,
    milestone,
    milestone_named,
    nudge_messages,
    nudges,
    planned,
    press,
    press_digest,
    swept,
    task,
)
from tests.support.team import CHANNEL
from tests.support.watching import WORKSPACE, rows

DAY = friday_ahead()
WEEK_BEFORE = at(before(DAY, 7))


async def two_tasks(scripty: Running) -> None:
    """T1 is nobody's, T2 the editor's without a date; both belong to the lock of the picture, and
    the mix waits for that."""
    await task(scripty, "grade the end card")
    await task(scripty, "sweeten the spoon clink @editor")
    await milestone(scripty, "Mix", DAY + timedelta(days=6))
    await milestone(scripty, "Picture lock", DAY)
    answer = await scripty.people.command(
        "producer", CHANNEL, 'milestone "Mix" waits for "Picture lock"'
    )
    assert answer.status == 200
    await settled(scripty)


async def states(scripty: Running) -> dict[str, str]:
    """The nudges there are, by key."""
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        (production,) = await work.productions.all()
        return {each.key: each.state for each in await work.nudges.of_production(production.id)}


async def producing(scripty: Running) -> None:
    """The producer alone is one."""
    await rows(
        scripty.scripty.where,
        "UPDATE member SET roles = CASE WHEN user_id = %s THEN '{producer}'::text[] ELSE '{}' END",
        IDS["producer"],
    )


async def test_what_is_missing_is_said_once_with_what_waits_on_it(scripty: Running) -> None:
    await two_tasks(scripty)
    assert await swept(scripty, at(before(DAY, 7), "08:59")) == []
    await swept(scripty, WEEK_BEFORE)
    await swept(scripty, WEEK_BEFORE + timedelta(hours=5))
    (digest,) = digests(scripty)
    mix = f"Mix is {DAY + timedelta(days=6):%a} {(DAY + timedelta(days=6)).day}"
    assert f"Picture lock is on {DAY:%a} {DAY.day}" in digest
    assert "No owner on T1, “grade the end card”" in digest
    assert mix in digest
    assert "[Take it: T1] [Give to…: T1] [Set date: T1]" in digest
    assert "7 days before Picture lock." in digest
    (own,) = nudges(scripty, "editor")
    assert own.startswith("2 things are waiting for you.")
    assert "No date on T2, “sweeten the spoon clink”" in own
    assert "[Set date] [Say what it is for] [Not mine]" in own
    assert "No owner" not in own
    assert not nudges(scripty, "client")
    assert "<@" not in digest_messages(scripty)[0]["text"]
    assert set((await states(scripty)).values()) == {"sent"}


async def test_the_card_of_a_milestone_is_drawn_again_with_its_digest(scripty: Running) -> None:
    await two_tasks(scripty)
    keys = [card_key((await milestone_named(scripty, name)).id) for name in ("Picture lock", "Mix")]

    async def shown() -> list[int]:
        async with scripty.scripty.record.workspace(WORKSPACE) as work:
            cards = [await work.deliveries.by_key(key) for key in keys]
        return [card.shown for card in cards if card]

    lock, mix = await shown()
    await swept(scripty, WEEK_BEFORE)
    assert await shown() == [lock + 1, mix]


async def test_a_digest_is_sent_before_what_is_said_to_one_person(scripty: Running) -> None:
    await two_tasks(scripty)
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        await sweep(work, WEEK_BEFORE)
        in_order: Any = text(
            "SELECT n.user_id FROM procrastinate_jobs j JOIN nudge n"
            " ON n.id::text = j.args->>'nudge_id' ORDER BY j.id"
        )
        found = await work.session.exec(in_order)
        assert list(found.scalars()) == [None, IDS["editor"]]


async def test_with_nothing_to_say_nothing_is_sent(scripty: Running) -> None:
    await two_tasks(scripty)
    await rows(
        scripty.scripty.where,
        "UPDATE task SET state = 'verified'",
    )
    for days in (7, 3, 1, 0):
        await swept(scripty, at(before(DAY, days)))
    assert (digests(scripty), nudges(scripty, "editor")) == ([], [])


async def test_a_fixed_gap_updates_the_messages_that_named_it(scripty: Running) -> None:
    await two_tasks(scripty)
    await swept(scripty, WEEK_BEFORE)
    await press_digest(scripty, "sound mixer", "gap_take")
    (digest,) = digests(scripty)
    assert "✓ No owner on T1 · sound mixer took T1" in digest
    assert "[Take it: T1]" not in digest
    await press(scripty, "editor", "gap_date")
    form = await form_of(scripty, "editor", "gap_dated")
    field = next(block["block_id"] for block in form["blocks"] if block["type"] == "input")
    await scripty.people.submit("editor", form, {field: before(DAY, 3).isoformat()})
    await settled(scripty)
    (own,) = nudges(scripty, "editor")
    assert "✓ No date on T2 · editor set the day of T2" in own
    assert len(digests(scripty)) == 1


async def test_the_sender_checks_again_before_it_speaks(scripty: Running) -> None:
    await two_tasks(scripty)
    lock = await milestone_named(scripty, "Picture lock")
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        assert (await sweep(work, WEEK_BEFORE)).nudges
        row = await work.milestones.find(Milestone, lock.id)  # moved before anything was sent
        assert row is not None
        row.day, row.at, row.since = DAY + timedelta(days=2), row.at + timedelta(days=2), now()
    await settled(scripty)
    assert (digests(scripty), nudges(scripty, "editor")) == ([], [])
    assert set((await states(scripty)).values()) == {"needless"}


async def test_two_ignored_reminders_go_to_the_producer(scripty: Running) -> None:
    await two_tasks(scripty)
    await producing(scripty)
    for days in (7, 3, 1):
        await swept(scripty, at(before(DAY, days)))
    assert len(nudges(scripty, "editor")) == 2
    (passed,) = [each for each in nudges(scripty, "producer") if "was told twice" in each]
    assert "No date on T2, “sweeten the spoon clink”" in passed
    assert "editor was told twice" in passed
    assert "No owner on T1" in passed
    assert "said twice in the channel, nobody took it" in passed
    assert passed.startswith("2 things that others have left open need you.")


async def test_what_is_put_off_comes_back_by_itself_once(scripty: Running) -> None:
    await two_tasks(scripty)
    await swept(scripty, WEEK_BEFORE)
    await press(scripty, "editor", "nudge_snooze", "tomorrow")
    (own,) = nudges(scripty, "editor")
    assert "I will remind you on" in own
    assert "[Remind me …]" not in own
    await press_digest(scripty, "editor", "gap_take")
    for days in (0, 0, 1):
        await swept(scripty, WEEK_BEFORE + timedelta(days=days, hours=2))
    _, again = nudges(scripty, "editor")
    assert again.startswith("You asked me to come back to")
    assert "No date on T2" in again
    assert len([key for key in await states(scripty) if key.startswith("again:")]) == 1


async def test_what_is_not_mine_is_handed_back_and_the_producer_hears_of_it(
    scripty: Running,
) -> None:
    await two_tasks(scripty)
    await producing(scripty)
    await swept(scripty, WEEK_BEFORE)
    (message,) = nudge_messages(scripty, "editor")
    value = next(
        element["value"]
        for block in message["blocks"]
        for element in block.get("elements", ())
        if element.get("action_id") == "nudge_not_mine" and ":no date:" in element["value"]
    )
    await press(scripty, "editor", "nudge_not_mine", value)
    (given,) = actions((await scripty.record())["events"], "task.assigned")
    assert given["detail"]["owner"] is None
    (own,) = nudges(scripty, "editor")
    assert "No date on T2 · handed back" in own
    assert "✓" not in own
    await scripty.people.side.press(IDS["editor"], CHANNEL, message, "nudge_not_mine", value)
    await told(scripty, "editor", "You have said already that T2 isn't yours")
    await swept(scripty, at(before(DAY, 3)))
    newest = nudges(scripty, "producer")[-1]
    assert "No owner on T2" in newest
    assert "editor says it isn't theirs" in newest
    assert not any("No date on T2" in each for each in nudges(scripty, "editor")[1:])
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        producer = Actor(IDS["producer"], "button")
        await assign_task(work, given["subject"]["id"], producer, IDS["editor"])
    await swept(scripty, at(before(DAY, 1)))
    assert "No date on T2" in nudges(scripty, "editor")[-1]


async def test_a_kind_is_muted_and_switched_on_again(scripty: Running) -> None:
    await two_tasks(scripty)
    await swept(scripty, WEEK_BEFORE)
    await press(scripty, "editor", "nudge_mute", "no date")
    await press(scripty, "editor", "nudge_mute", "unanchored")
    assert (
        "I won't tell you about missing dates and what is connected" in nudges(scripty, "editor")[0]
    )
    await swept(scripty, at(before(DAY, 3)))
    assert len(nudges(scripty, "editor")) == 1
    await scripty.people.command("editor", CHANNEL, "nudges")
    form = await form_of(scripty, "editor", "nudges_schedule")
    assert "missing dates  [Tell me again]" in as_text(form["blocks"])
    await scripty.people.press_in_view("editor", form, "nudge_unmute", "no date")
    await settled(scripty)
    await swept(scripty, at(before(DAY, 1)))
    assert "No date on T2" in nudges(scripty, "editor")[-1]


async def test_who_is_not_to_be_disturbed_is_told_later(scripty: Running) -> None:
    await two_tasks(scripty)
    slack = scripty.team.slack
    slack.user("editor").paused_until = int(time.time()) + 2
    await planned(scripty, WEEK_BEFORE)
    await slack.wait_for(lambda _: digests(scripty))
    assert not nudges(scripty, "editor")
    await slack.wait_for(lambda _: nudges(scripty, "editor"))
    assert time.time() >= slack.user("editor").paused_until
    slack.faults.add("dnd.info", Error("missing_scope"), times=9)
    await swept(scripty, at(before(DAY, 3)))
    assert len(nudges(scripty, "editor")) == 2


async def test_after_an_absence_one_message_catches_up_and_says_so(scripty: Running) -> None:
    await two_tasks(scripty)
    await swept(scripty, at(before(DAY, 3), "14:30"))
    (digest,) = digests(scripty)
    day = before(DAY, 3)
    assert f"I was away on {day:%a} {day.day}" in digest
    assert "at 09:00; this is what it would have said." in digest
    assert len(nudges(scripty, "editor")) == 1


async def test_two_sweeps_at_once_say_everything_once(scripty: Running) -> None:
    await two_tasks(scripty)
    both = await asyncio.gather(*(planned(scripty, WEEK_BEFORE) for _ in range(4)))
    await settled(scripty)
    keys = [each.planned.key for found in both for each in found]
    assert len(keys) == len(set(keys))
    assert len(digests(scripty)) == 1
    assert len(nudges(scripty, "editor")) == 1


async def test_a_second_production_is_added_to_the_message_of_the_day(scripty: Running) -> None:
    await two_tasks(scripty)
    other = "C00000002"
    scripty.team.slack.add_channel(other, "spot-b", members=list(IDS.values()))
    await task(scripty, "clear the music @editor", channel=other)
    answer = await scripty.people.command(
        "producer", other, f'milestone "Delivery" {DAY.day} {DAY:%B} {DAY.year}'
    )
    assert "Delivery" in words_of(answer)
    await swept(scripty, WEEK_BEFORE)
    (own,) = nudges(scripty, "editor")
    assert "spot-a: Picture lock is on" in own
    assert "spot-b: Delivery is on" in own
    assert "“clear the music”" in own
    assert (len(digests(scripty)), len(digests(scripty, other))) == (1, 1)


async def test_eighty_gaps_are_grouped_and_fit_into_a_message(scripty: Running) -> None:
    await two_tasks(scripty)
    await rows(
        scripty.scripty.where,
        "INSERT INTO task (id, workspace_id, production_id, number, title, owner, state,"
        " source_permalink, source_channel, created_by, created_at, changed_at)"
        " SELECT gen_random_uuid(), workspace_id, production_id, 100 + n, 'Task ' || n,"
        " CASE WHEN n %% 2 = 0 THEN owner END, 'open', '', source_channel, created_by, created_at,"
        " changed_at FROM task, generate_series(1, 80) n WHERE number = 2",
    )
    await swept(scripty, WEEK_BEFORE)
    (digest,) = digests(scripty)
    assert "No owner on T1, T101, T103" in digest
    assert "more" in digest
    for message in (*digest_messages(scripty), *nudge_messages(scripty, "editor")):
        assert len(message["blocks"]) <= 50


async def test_the_schedule_is_changed_by_who_runs_the_production(scripty: Running) -> None:
    await two_tasks(scripty)
    await scripty.people.command("client", CHANNEL, "nudges")
    form = await form_of(scripty, "client", "nudges_schedule")
    assert "7, 3 and 1 days before, on the day and" in as_text(form["blocks"])
    assert not form.get("submit")
    await scripty.people.command("editor", CHANNEL, "nudges")  # who made it
    form = await form_of(scripty, "editor", "nudges_schedule")
    answer = await scripty.people.submit("editor", form, {"offsets": "soon"})
    assert "whole numbers of days" in errors_of(answer)["offsets"]
    answer = await scripty.people.submit("editor", form, {"country": "Atlantis"})
    assert "no country" in errors_of(answer)["country"]
    answer = await scripty.people.submit(
        "editor", form, {"offsets": "4", "country": "DE-BE", "kinds": ["digest"]}
    )
    assert answer.json()["response_action"] == "update"
    await settled(scripty)
    assert not await swept(scripty, WEEK_BEFORE)
    await swept(scripty, at(before(DAY, 4)))
    assert len(digests(scripty)) == 1
    assert not nudges(scripty, "editor")
    assert "set by editor: /scripty nudges" in digests(scripty)[0]


async def test_whoever_left_gets_no_message(scripty: Running) -> None:
    await two_tasks(scripty)
    await rows(
        scripty.scripty.where, "UPDATE person SET deleted = true WHERE user_id = %s", IDS["editor"]
    )
    await swept(scripty, WEEK_BEFORE)
    assert digests(scripty)
    assert not nudges(scripty, "editor")


async def test_a_lost_workspace_gives_its_nudges_up(scripty: Running) -> None:
    await two_tasks(scripty)
    scripty.team.slack.revoke()
    await swept(scripty, WEEK_BEFORE)
    assert set((await states(scripty)).values()) == {"dead"}
