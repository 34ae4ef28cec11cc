"""Changes and briefs: asked for, and coming by themselves, through really signed requests."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from bot import clock as bot_clock
from bot.demo.render import as_text
from handlers.briefs.scheduling import post_report
from store.clock import now
from store.engine import Address
from store.tables import Task
from tests.support.acting import (
    Json,
    actions,
    key_of,
    note,
    press_note,
    production,
    settled,
    thread_under_review,
    told,
    words_of,
)
from tests.support.checking import checked, pressed
from tests.support.running import Running, running
from tests.support.sweeping import BERLIN, IDS
from tests.support.team import CHANNEL, Team
from tests.support.watching import WORKSPACE, rows

WEDNESDAY = datetime(2026, 6, 3, 9, 0, tzinfo=UTC)


async def asked(scripty: Running, words: str, who: str = "producer") -> str:
    """What `/scripty <words>` is answered with."""
    for name, user in IDS.items():
        words = words.replace(f"@{name}", f"<@{user}>")
    answered = words_of(await scripty.people.command(who, CHANNEL, words))
    await settled(scripty)
    return answered


def posted(scripty: Running) -> list[Json]:
    """The reports that stand in the channel."""
    messages = scripty.team.slack.bot_messages(CHANNEL)
    return [
        each
        for each in messages
        if key_of(each).startswith(("brief:", "report:")) and not key_of(each).endswith(":rest")
    ]


def reads(message: Json) -> str:
    return as_text(message["blocks"])


async def tick(*programs: Running) -> None:
    """The clocks of these programs tick at once; what comes of it is posted."""
    await asyncio.gather(*(each.scripty.clock.report() for each in programs))
    await settled(programs[0])


async def busy(scripty: Running, count: int) -> None:
    """So many tasks of the editor's."""
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        (spot,) = await work.productions.all()
        for number in range(1, count + 1):
            task = await work.add(
                Task(
                    production_id=spot.id, number=101 + number, title=f"thing {number}",
                    owner=IDS["editor"],
                )
            )  # fmt: skip
            work.log(IDS["editor"], "command", "task.made", "task", task.id, owner=IDS["editor"])


async def test_what_changed_and_where_we_stand(scripty: Running) -> None:
    assert "no production yet" in await asked(scripty, "changes")
    assert "no production yet" in await asked(scripty, "brief")
    root = await thread_under_review(
        scripty, ("client", "0:42 the logo is too small"), ("client", "1:10 the music is too loud")
    )
    assert "since Mon" in await asked(scripty, "changes")
    came = await asked(scripty, "changes since v2")
    assert "2 notes came in" in came
    await press_note(scripty, root, "director", "note_accept", 1)
    await settled(scripty)
    await asked(scripty, "task swap the last shot @editor by 12 june 2031", "director")
    said = await asked(scripty, "changes since yesterday")
    assert f"N1 ({(await note(scripty, 1))['topic']})" in said
    assert "→ editor does it by Thu 12 Jun 2031" in said
    assert "1 note came in" in said
    assert await asked(scripty, "changes since v9") == (
        "No cut here is called v9. There is v2. A day will do too: /scripty changes since monday."
    )
    assert "I can't tell since when “ever” is." in await asked(scripty, "changes since ever")

    assert "Here is the brief" in await asked(scripty, "brief")
    (brief,) = posted(scripty)
    assert "<@" not in str(brief)
    assert "N2 of v2 waits for a decision" in reads(brief)
    assert "editor (1)" in reads(brief)
    assert "Asked for by producer." in reads(brief)
    assert "No open milestone is called “Mix”." in await asked(scripty, "brief Mix")
    await asked(scripty, 'milestone "Picture lock" 20 June 2031')
    await asked(scripty, "brief Picture lock", "client")
    assert "· Picture lock ·" in reads(posted(scripty)[-1])
    await busy(scripty, 12)
    await asked(scripty, "brief")
    long = posted(scripty)[-1]
    assert "10 more lines in the thread" in reads(long)
    (rest,) = scripty.team.slack.bot_messages(CHANNEL, long["ts"])[-1:]
    assert reads(rest).endswith("T113  thing 12 · no date")

    first = await checked(scripty, "producer", "changes since yesterday")
    both = reads(first)
    assert "page 1 of 2" in both
    await scripty.people.press("producer", CHANNEL, first, "changes_page")
    second = await told(scripty, "producer", "page 2 of 2")
    both += reads(second)
    assert all(f"thing {number}\n" in both for number in range(1, 13))
    await pressed(scripty, "producer", second, "changes_page", "nonsense")
    events = (await scripty.record())["events"]
    assert len(actions(events, "brief.asked")) == 3


@pytest.fixture
def slow_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock ticks when the test lets it: over weeks it would count every tick it missed."""
    for name in ("STALLED_CHECK", "SWEEP", "REPORT"):
        monkeypatch.setattr(bot_clock, name, 7 * 24 * 3600)


async def test_a_report_comes_once_whoever_ticks(
    address: Address, team: Team, brisk: None, slow_clock: None
) -> None:
    with time_machine.travel(WEDNESDAY, tick=True) as clock:
        async with running(address, team) as one, running(address, team) as other:
            await thread_under_review(one, ("client", "0:42 the logo is too small"))
            when = "every friday 16:00"
            assert (
                "The changes come here every Friday 16:00, first on Fri 5 Jun 16:00."
                in await asked(one, f"changes {when}")
            )
            assert "That is on already: the changes, every Friday 16:00." in await asked(
                one, f"changes {when}", "editor"
            )
            said = await asked(one, "changes every friday 17:00")
            assert "No longer every Friday 16:00." in said
            assert "here on Fri 5 Jun 09:30, before the meeting" in await asked(
                one, "brief before friday 10:00", "director"
            )
            await tick(one, other)
            assert not posted(one)

            clock.move_to(datetime(2026, 6, 5, 9, 30, tzinfo=BERLIN))
            await tick(one, other)
            (brief,) = posted(one)
            assert "Before Fri 5 Jun 10:00 · turned on by director" in reads(brief)
            assert "[Stop]" not in reads(brief)

            clock.move_to(datetime(2026, 6, 5, 17, 0, tzinfo=BERLIN))
            await tick(one, other, one, other)
            (_, digest) = posted(one)
            assert "1 note came in" in reads(digest)
            assert "Every Friday 17:00 · turned on by producer\n[Stop]" in reads(digest)

            # run again by a worker that died before it could say that it was done
            (report,) = await rows(
                one.scripty.where, "SELECT * FROM scheduled_report WHERE next_at IS NOT NULL"
            )
            slot = datetime(2026, 6, 5, 15, 0, tzinfo=UTC)
            async with one.scripty.record.workspace(WORKSPACE) as work:
                (spot,) = await work.productions.all()
                zone = spot.timezone
                for spot.timezone in (zone, "Pacific/Auckland", zone):
                    await post_report(work, str(report["id"]), slot, slot - timedelta(days=7))
            await settled(one)
            assert len(posted(one)) == 2

            # a week in which nothing happened, then three in which nobody was there
            clock.move_to(datetime(2026, 6, 12, 17, 0, tzinfo=BERLIN))
            await tick(one, other)
            assert len(posted(one)) == 2
            await asked(one, "task call the client @editor", "director")
            # begun before the digest was due, and in nobody's sight until after it
            async with one.scripty.record.workspace(WORKSPACE) as work:
                (spot,) = await work.productions.all()
                light = await work.add(Task(production_id=spot.id, number=90, title="rig a light"))
                work.log(IDS["editor"], "command", "task.made", "task", light.id)
                work.logged[-1].at = datetime(2026, 6, 12, 16, 59, 30, tzinfo=BERLIN)
            clock.move_to(datetime(2026, 7, 1, 9, 0, tzinfo=BERLIN))
            await tick(one, other)
            late = posted(one)[2:]
            assert len(late) == 1
            assert "late, it was due Fri 19 Jun 17:00" in reads(late[0])
            assert "call the client" in reads(late[0])
            assert "rig a light" in reads(late[0])

            # stopped where it stands
            await one.people.press("editor", CHANNEL, late[0], "report_stop")
            await settled(one)
            await told(one, "editor", "Stopped: the changes every Friday 17:00.")
            assert "Stopped by editor." in reads(posted(one)[2])
            assert "[Stop]" not in reads(posted(one)[2])
            await one.people.press(
                "client", CHANNEL, late[0], "report_stop", element=_button(late[0])
            )
            await told(one, "client", "editor stopped it on Wed 1 Jul 09:00.")
            clock.move_to(datetime(2026, 7, 10, 18, 0, tzinfo=BERLIN))
            await tick(one, other)
            assert len(posted(one)) == 3
            assert "No changes come by themselves" in await asked(one, "changes stop")
            (found,) = [
                each
                for each in (await production(one))["scheduled_reports"]
                if each["stopped_by"] == IDS["editor"]
            ]
            assert (found["kind"], found["next_at"]) == ("changes", None)
            assert "turned off the changes, every Friday 17:00" in await asked(
                one, "history production"
            )


async def test_what_comes_by_itself_follows_the_production(scripty: Running) -> None:
    """Its zone, its meetings, its channel."""
    await thread_under_review(scripty)
    await asked(scripty, "brief every monday 09:00")
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        (spot,) = await work.productions.all()
    before = await _next(scripty)
    form = await scripty.people.command("editor", CHANNEL, "new")
    assert form.status == 200
    await settled(scripty)
    view = scripty.people.view_of("editor")
    assert view
    submitted = await scripty.people.submit("editor", view, {"timezone": "America/New_York"})
    assert submitted.status == 200
    await settled(scripty)
    after = await _next(scripty)
    assert after - before in (timedelta(hours=5), timedelta(hours=6), timedelta(hours=7))
    assert "has passed, so nothing was scheduled" in await asked(
        scripty, "brief before today 00:00"
    )
    assert "Stopped: the brief every Monday 09:00." in await asked(scripty, "brief stop")
    assert spot.id


async def _next(scripty: Running) -> datetime:
    (row,) = await rows(scripty.scripty.where, "SELECT next_at FROM scheduled_report")
    found: datetime = row["next_at"]
    assert found > now()
    return found


def _button(message: Json) -> Json:
    (button,) = [
        element
        for block in message["blocks"]
        for element in block.get("elements", ())
        if element.get("action_id") == "report_stop"
    ]
    return {key: button[key] for key in ("type", "action_id", "value")}
