"""draft"""

from datetime import UTC, date, datetime

import pytest

import bot.clock
from store.engine import Address
from tests.support.story import IDS, Story, a_story

THU, FRI = date(2025, 3, 20), date(2025, 3, 21)
TUE, WED, THU2, FRI2 = (date(2025, 3, d) for d in (25, 26, 27, 28))
MON, TUE2, WED2 = date(2025, 3, 31), date(2025, 4, 1), date(2025, 4, 2)


async def test_it(address: Address, brisk: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.clock, "SWEEP", 10**9)
    async with a_story(
        address, datetime(2025, 3, 20, 14, 0, tzinfo=UTC), {"producer": "America/New_York"}
    ) as s:
        try:
            await set_up(s)
            await plan(s)
            await friday(s)
            await tuesday(s)
            await wednesday(s)
            await thursday2(s)
            await friday2(s)
        finally:
            await s.look()
            print("\n".join(s.diary.lines))
            print(s.diary.faults)


async def set_up(s: Story) -> None:
    await s.command("producer", "new Dairy spot")
    await s.fill(
        "producer",
        "production_set_up",
        timezone="Europe/Berlin",
        producer=[IDS["producer"]],
        director=[IDS["director"]],
        editor=[IDS["editor"]],
        client=[IDS["client"]],
        crew=[IDS["sound mixer"]],
        decider=IDS["director"],
        approvers=[IDS["client"], IDS["director"]],
        agreed_rounds="3",
    )
    await s.command("editor", "review https://f.io/k3Jd9a v2")
    s.root = s._in("C00000001", "opening:")[0]["ts"]
    await s.says("client", "0:08 make the logo bigger please")
    await s.says("director", "0:20 trim the pause before the door please @editor")
    await s.says("client", "0:31 the music is too loud under the voice, please lower it")
    await s.says("client", "0:42 keep the teal in the grade please")
    await s.says("director", "0:42 less teal in the grade please")
    await s.says("director", "0:52 soften the spoon clink please @sound mixer by tuesday")
    await s.says("client", "1:02 hold the end card two seconds longer")
    await s.look()


async def plan(s: Story) -> None:
    for note in ("N1", "N2", "N3", "N6"):
        await s.press("director", s.card(), f"Accept: {note}", "on the card")
    await s.until(THU, "16:00")
    await s.command("producer", 'milestone "Picture lock" 27 March')
    await s.command("producer", "milestone Mix 2 April")
    await s.command("producer", 'milestone "Mix" waits for "Picture lock"')
    await s.command(
        "producer", "doc call sheet https://docs.example/cs1 @producer fresh until 25 March"
    )
    await s.command("producer", "task order the hard drives")
    await s.command("editor", "check")
    await s.command(
        "producer", 'milestone move "Picture lock" 28 March because the client is away on Thursday'
    )


async def friday(s: Story) -> None:
    await s.until(FRI, "10:00")
    await s.choose(
        "director", s.reminder("director"), "Don't tell me …", "About notes to decide on"
    )
    await s.press("editor", s.digest(), "Take it: N1", "in the digest")
    await s.press("editor", s.reminder("editor"), "Set date: N2", "in the reminder")
    await s.fill("editor", "gap_dated", due="2025-03-26")
    await s.until(FRI, "14:00")
    await s.press("producer", s.reminder("producer"), "Say what it is for: T5", "in the reminder")
    await s.fill("producer", "gap_anchored", anchor="v2", title="Order the hard drives for v2")
    await s.press("producer", s.digest(), "Give to…: N3", "in the digest")
    await s.fill("producer", "gap_given", owner=IDS["sound mixer"])


async def tuesday(s: Story) -> None:
    await s.until(TUE, "10:00")
    await s.choose("editor", s.reminder("editor"), "Remind me …", "Tomorrow")
    await s.press("sound mixer", s.reminder("sound mixer"), "Not mine: N3", "in the reminder")
    await s.press("director", s.card(), "This: N4", "on the card")
    await s.fill("director", "conflict_why", why="the brand is teal")
    await s.press("editor", s.digest(), "Ask for approval: v2", "in the digest")


async def wednesday(s: Story) -> None:
    await s.until(WED, "10:00")
    await s.press("editor", s.reminder("editor"), "Set date: N1", "in the reminder")
    await s.fill("editor", "gap_dated", due="2025-03-27")
    await s.in_list("editor", "task_done", 2)


async def thursday2(s: Story) -> None:
    await s.until(THU2, "10:00")
    await s.press("sound mixer", s.reminder("sound mixer"), "Done: N6", "in the reminder")
    await s.until(THU2, "15:00")
    await s.press("producer", s.reminder("producer"), "New version: call sheet", "in the reminder")
    await s.fill("producer", "document_replaced", link="https://docs.example/cs2", due="2025-04-02")
    await s.press("producer", s.reminder("producer"), "Give to…: N3", "in the reminder")
    await s.fill("producer", "gap_given", owner=IDS["sound mixer"])
    await s.until(THU2, "17:00")
    await s.press("client", s.request("client"), "Approve: v2", "in the thread")
    await s.until(THU2, "18:00")
    await s.press("director", s.card(), "Accept: N7", "on the card")


async def friday2(s: Story) -> None:
    await s.until(FRI2, "20:00")
    await s.until(MON, "20:00")
    await s.until(TUE2, "20:00")
    await s.until(WED2, "20:00")
