"""draft"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

import bot.clock
from store.clock import now
from store.engine import Address
from tests.support.acting import Json, card, form_of, key_of, production, settled
from tests.support.diary import Diary, Post
from tests.support.running import Running, running
from tests.support.team import CHANNEL, PEOPLE, a_team

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
IDS = {name: user for user, name in PEOPLE.items()}
HOUR = timedelta(hours=1)


def berlin(day: date, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day.isoformat()}T{clock}").replace(tzinfo=BERLIN)


class Story:
    """People of a production, and the days that go by."""

    def __init__(self, scripty: Running, clock: time_machine.Traveller) -> None:
        self.scripty = scripty
        self.people = scripty.people
        self.slack = scripty.team.slack
        self.clock = clock
        self.diary = Diary(self.slack, {"Berlin": "Europe/Berlin", "New York": "America/New_York"})
        self.root = ""

    # Time

    async def until(self, day: date, clock: str) -> None:
        """Let the hours go by; at each of them the program's clock ticks, and all that comes of it
        is sent."""
        end = berlin(day, clock).astimezone(UTC)
        at = now().replace(minute=0, second=0, microsecond=0)
        while (at := at + HOUR) <= end:
            self.clock.move_to(at)
            await self.scripty.scripty.clock.sweep()
            await self.look()
        if now() < end:
            self.clock.move_to(end)

    async def look(self) -> None:
        await settled(self.scripty)
        self.diary.look()

    # What people do

    async def command(self, who: str, words: str) -> Json:
        for name, user in IDS.items():
            words = words.replace(f"@{name}", f"<@{user}>")
        shown = words
        for name, user in IDS.items():
            shown = shown.replace(f"<@{user}>", f"@{name}")
        self.diary.did(who, f"types: /scripty {shown}")
        answer = await self.people.command(who, CHANNEL, words)
        assert answer.status == 200, answer.body
        if answer.body:
            self.diary.answered(who, answer.json())
        await self.look()
        return answer.json()

    async def says(self, who: str, words: str) -> None:
        """Somebody writes in the thread of the cut."""
        self.diary.did(who, f"writes in the thread: {words}")
        for name, user in IDS.items():
            words = words.replace(f"@{name}", f"<@{user}>")
        await self.people.post(who, CHANNEL, words, thread_ts=self.root)
        await settled(self.scripty)

    async def press(self, who: str, message: Json, label: str, *, in_: str = "") -> None:
        """Press the button that says this, with the item's name behind it."""
        place, element = self._button(message, label)
        self.diary.did(who, f"presses [{label}] {in_}".rstrip())
        channel = CHANNEL if message["ts"] in self.slack.channel(CHANNEL).messages else None
        answer = await self.people.press(
            who,
            channel or self._direct(who).id,
            message,
            element["action_id"],
            element.get("value"),
            block_id=place,
        )
        assert answer.status == 200, answer.body
        await self.look()

    async def choose(self, who: str, message: Json, menu: str, option: str) -> None:
        """Choose in a menu of one's direct message."""
        ((place, element),) = [
            (block["block_id"], each)
            for block in message["blocks"]
            for each in block.get("elements", ())
            if each.get("type") == "static_select" and each["placeholder"]["text"] == menu
        ]
        (value,) = [o["value"] for o in element["options"] if o["text"]["text"] == option]
        self.diary.did(who, f"chooses [{menu} {option}]")
        answer = await self.people.press(
            who, self._direct(who).id, message, element["action_id"], value, block_id=place
        )
        assert answer.status == 200, answer.body
        await self.look()

    async def fill(self, who: str, form: str, **values: Any) -> None:
        view = await form_of(self.scripty, who, form)
        named = {
            n: PEOPLE.get(v, str(v))
            if isinstance(v, str)
            else ", ".join(PEOPLE.get(x, x) for x in v)
            for n, v in values.items()
        }
        self.diary.form(who, view, named)
        answer = await self.people.submit(who, view, values)
        assert answer.status == 200, answer.body
        assert answer.json().get("response_action") in (None, "update"), answer.body
        await self.look()

    def _button(self, message: Json, label: str) -> tuple[str, Json]:
        found = [
            (block["block_id"], each)
            for block in message["blocks"]
            for each in block.get("elements", ())
            if each.get("type") == "button"
            and label in (each["text"]["text"], each.get("accessibility_label"))
        ]
        assert len(found) == 1, (
            label,
            [(e[1]["text"]["text"], e[1].get("accessibility_label")) for e in found],
            self.labels(message),
        )
        return found[0]

    def labels(self, message: Json) -> list[str]:
        return [
            each.get("accessibility_label") or each["text"]["text"]
            for block in message["blocks"]
            for each in block.get("elements", ())
            if each.get("type") == "button"
        ]

    def _direct(self, who: str) -> Any:
        return self.slack.direct(self.slack.team, self.slack.user(who))[0]

    # What they see

    def digest(self) -> Json:
        found = [
            m for m in self.slack.bot_messages(CHANNEL) if key_of(m).startswith("nudge:digest")
        ]
        return found[-1]

    def own(self, who: str) -> Json:
        """The newest reminder."""
        found = [
            m
            for m in self.slack.bot_messages(self._direct(who).id)
            if key_of(m).startswith("nudge:")
        ]
        return found[-1]

    def card(self) -> Json:
        return card(self.scripty, self.root)


@asynccontextmanager
async def story(address: Address) -> AsyncIterator[Story]:
    start = datetime(2025, 3, 20, 14, 0, tzinfo=UTC)
    with time_machine.travel(start, tick=True) as clock:
        async with a_team() as team:
            team.slack.user("producer").tz = "America/New_York"
            async with running(address, team) as scripty:
                told = Story(scripty, clock)
                try:
                    yield told
                finally:
                    told.diary.look()
                    print("\n".join(told.diary.lines))


THU, FRI = date(2025, 3, 20), date(2025, 3, 21)
TUE, WED, THU2, FRI2 = (date(2025, 3, d) for d in (25, 26, 27, 28))
MON, TUE2, WED2 = date(2025, 3, 31), date(2025, 4, 1), date(2025, 4, 2)


async def test_it(address: Address, brisk: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.clock, "SWEEP", 10**9)
    async with story(address) as s:
        await thursday(s)
        await friday(s)
        await tuesday(s)


async def thursday(s: Story) -> None:
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
    (opening,) = [m for m in s.slack.bot_messages(CHANNEL) if key_of(m).startswith("opening:")]
    s.root = opening["ts"]
    await s.says("client", "0:08 make the logo bigger please")
    await s.says("director", "0:20 @editor please trim the pause before the door")
    await s.says("client", "0:31 the music is too loud under the voice, please lower it")
    await s.says("client", "0:42 keep the teal in the grade please")
    await s.says("director", "0:42 less teal in the grade please")
    await s.says("director", "0:52 @sound mixer please soften the spoon clink by tuesday")
    await s.says("client", "1:02 hold the end card two seconds longer")
    await s.look()
    for note in ("N1", "N2", "N3", "N6"):
        await s.press("director", s.card(), f"Accept: {note}", in_="on the card")
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
    await s.choose("director", s.own("director"), "Don't tell me …", "About notes to decide on")
    await s.press("editor", s.digest(), "Take it: N1", in_="in the digest")
    await s.press("editor", s.own("editor"), "Set date: N2", in_="in the reminder")
    await s.fill("editor", "gap_dated", due="2025-03-26")
    await s.until(FRI, "14:00")
    await s.press("producer", s.own("producer"), "Say what it is for: T5", in_="in the reminder")
    await s.fill("producer", "gap_anchored", anchor="v2", title="Order the hard drives for v2")
    await s.press("producer", s.digest(), "Give to…: N3", in_="in the digest")
    await s.fill("producer", "gap_given", owner=IDS["sound mixer"])


async def tuesday(s: Story) -> None:
    await s.until(TUE, "10:00")
    await s.choose("editor", s.own("editor"), "Remind me …", "Tomorrow")
    await s.press("sound mixer", s.own("sound mixer"), "Not mine: N3", in_="in the reminder")
    await s.press("director", s.card(), "This: N4", in_="on the card")
    await s.fill("director", "conflict_why", why="the brand is teal")
    await s.press("editor", s.digest(), "Ask for approval: v2", in_="in the digest")
    await s.until(TUE, "20:00")
