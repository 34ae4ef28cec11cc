"""A production whose days go by: people act by what they see, the clock ticks every hour, and all
of it is written down in a diary.

The time is travelled in this process alone. It must lie in the past: jobs that are to run later
are due at once by the database's clock, which isn't travelled, where they would else never run.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import time_machine

from bot.demo.slack.state import Channel
from store.clock import now
from store.engine import Address
from tests.support.acting import Json, all_settings, card, form_of, key_of, note, offered, settled
from tests.support.approving import requests_in
from tests.support.diary import Diary, Post, words_of
from tests.support.running import Running, running
from tests.support.team import CHANNEL, PEOPLE, a_team

HOME = ZoneInfo("Europe/Berlin")
IDS = {name: user for user, name in PEOPLE.items()}

_HOUR = timedelta(hours=1)


def at_home(day: date, clock: str) -> datetime:
    """This time of that day in Berlin."""
    return datetime.fromisoformat(f"{day.isoformat()}T{clock}").replace(tzinfo=HOME)


class Story:
    """People go by name. A button goes by what it says, with the item's name behind it as screen
    readers say it: "Take it: N1"."""

    def __init__(self, scripty: Running, clock: time_machine.Traveller, diary: Diary) -> None:
        self.scripty = scripty
        self.people = scripty.people
        self.slack = scripty.team.slack
        self.clock = clock
        self.diary = diary
        self.root = ""

    # The time

    async def until(self, day: date, clock: str) -> list[Post]:
        """Let the hours go by. At each of them the program's clock looks for nudges that are due,
        and all that comes of it is sent; which they are, if any."""
        before, end = len(self.diary.posts), at_home(day, clock).astimezone(UTC)
        hour = now().replace(minute=0, second=0, microsecond=0) + _HOUR
        while hour <= end:
            self.clock.move_to(hour)
            await self.scripty.scripty.clock.sweep()
            await self.look()
            hour += _HOUR
        return [post for post in self.diary.posts[before:] if post.is_nudge]

    async def look(self) -> None:
        """All that was asked for is done and shown, and written down."""
        await settled(self.scripty)
        self.diary.look()

    # What people do

    async def command(self, who: str, words: str) -> str:
        """`/scripty …` in the channel; what is answered."""
        self.diary.did(who, f"types: /scripty {words}")
        answer = await self.people.command(who, CHANNEL, mentioning(words))
        assert answer.status == 200, answer.body
        said: str = self.diary.answered(who, answer.json()) if answer.body else ""
        await self.look()
        return said

    async def says(self, who: str, words: str) -> None:
        """Somebody writes in the thread of the cut."""
        self.diary.did(who, f"writes in the thread: {words}")
        await self.people.post(who, CHANNEL, mentioning(words), thread_ts=self.root)
        await settled(self.scripty)

    async def press(self, who: str, message: Json, label: str, where: str) -> None:
        """Press a button of a message of the channel, or of one's own direct messages."""
        self.diary.did(who, f"presses [{label}] {where}")
        (found,) = [each for each in buttons_of(message) if label in labels_of(each[1])]
        await self._press(who, message, *found)

    async def press_own(self, who: str, label: str) -> None:
        """The same in somebody's newest reminder."""
        await self.press(who, self.reminder(who), label, "in the reminder")

    async def choose(self, who: str, message: Json, menu: str, option: str) -> None:
        """Choose in a menu of one's direct message."""
        self.diary.did(who, f"chooses [{menu}] → {option}")
        ((block, element),) = [
            found
            for found in _elements(message)
            if found[1].get("placeholder", {}).get("text") == menu
        ]
        (value,) = [o["value"] for o in element["options"] if o["text"]["text"] == option]
        await self._press(who, message, block, element, value)

    async def more_settings(self, who: str) -> None:
        """Press *More settings* in the form for a new production."""
        view = await form_of(self.scripty, who, "production_set_up")
        self.diary.did(who, "presses [More settings] in the form")
        await all_settings(self.scripty, who, view)
        await self.look()

    async def fill(self, who: str, form: str, **values: Any) -> None:
        """Fill in and send the form on somebody's screen."""
        view = await form_of(self.scripty, who, form)
        self.diary.filled(who, view, {name: _named(value) for name, value in values.items()})
        answer = await self.people.submit(who, view, values)
        assert answer.status == 200, answer.body
        assert answer.json().get("response_action") in (None, "update"), answer.body
        await self.look()

    async def in_list(self, who: str, action: str, number: int) -> None:
        """Press a button of this note, or of its task, in the list of notes."""
        await self.people.press(who, CHANNEL, card(self.scripty, self.root), "notes_list")
        view = await form_of(self.scripty, who, "notes_list")
        about = await note(self.scripty, number)
        (value,) = [
            value
            for name, value in offered(view)
            if name == action and value in (about["id"], about["task_id"])
        ]
        words = {e["action_id"]: e["text"]["text"] for _, e in buttons_of(view)}[action]
        self.diary.did(who, f"presses [{words}] at N{number} in the list of notes")
        await self.people.press_in_view(who, view, action, value)
        await self.look()

    async def _press(
        self, who: str, message: Json, block: str, element: Json, value: str | None = None
    ) -> None:
        there = message["ts"] in self.slack.channel(CHANNEL).messages
        place = CHANNEL if there else self._direct(who).id
        action, chosen = element["action_id"], value or element["value"]
        answer = await self.people.press(who, place, message, action, chosen, block_id=block)
        assert answer.status == 200, answer.body
        await self.look()

    # What they see

    def card(self) -> Json:
        """The card of the cut under review."""
        return card(self.scripty, self.root)

    def opening(self) -> Json:
        """The message that a review by command began with."""
        return self._newest(CHANNEL, "opening:")

    def request(self, who: str) -> Json:
        """The message in the thread that asks somebody for their approval."""
        return requests_in(self.scripty, self.root)[who]

    def digest(self) -> Json:
        """The newest in the channel."""
        return self._newest(CHANNEL, "nudge:digest:")

    def reminder(self, who: str) -> Json:
        """The newest of somebody's direct messages about what is missing."""
        return self._newest(self._direct(who).id, "nudge:")

    def milestone(self, name: str) -> Json:
        """The card of a milestone."""
        found = [m for m in self._in(CHANNEL, "milestone:") if read(m).startswith(f"{name}\n")]
        return found[-1]

    def digest_of(self, day: date) -> Post:
        """The one that the channel got on this day in Berlin."""
        (found,) = [
            post
            for post in self.diary.posts
            if post.key.startswith("nudge:digest:") and post.at.astimezone(HOME).date() == day
        ]
        return found

    def now_reads(self, post: Post) -> str:
        """What a message says by now."""
        place = self._direct(post.to).id if post.direct else CHANNEL
        return read(self.slack.channel(place).messages[post.ts])

    def _newest(self, channel: str, key: str) -> Json:
        return self._in(channel, key)[-1]

    def _in(self, channel: str, key: str) -> list[Json]:
        return [m for m in self.slack.bot_messages(channel) if key_of(m).startswith(key)]

    def _direct(self, who: str) -> Channel:
        return self.slack.direct(self.slack.team, self.slack.user(who))[0]


def read(message: Json) -> str:
    """A message as people read it, with what is struck through between tildes."""
    return words_of(message["blocks"])


def presses(message: Json) -> list[str]:
    """The buttons that a message offers, in full."""
    return [labels_of(each)[-1] for _, each in buttons_of(message)]


def buttons_of(message: Json) -> list[tuple[str, Json]]:
    """(block_id, button) of all buttons of a message or view."""
    return [found for found in _elements(message) if found[1]["type"] == "button"]


def _elements(message: Json) -> Iterator[tuple[str, Json]]:
    """(block_id, element) of all that can be pressed."""
    for block in message["blocks"]:
        for each in [*block.get("elements", ()), block.get("accessory", {})]:
            if "action_id" in each:
                yield block["block_id"], each


def labels_of(button: Json) -> list[str]:
    """What a button says, to be read and to be heard."""
    return [button["text"]["text"], button.get("accessibility_label") or button["text"]["text"]]


def mentioning(words: str) -> str:
    """Words with names such as @editor as Slack sends them."""
    for name, user in IDS.items():
        words = words.replace(f"@{name}", f"<@{user}>")
    return words


def _named(value: Any) -> str:
    """What was entered, for people to read."""
    if isinstance(value, list):
        return ", ".join(map(_named, value))
    return PEOPLE.get(str(value), str(value))


@asynccontextmanager
async def a_story(
    address: Address, begins: datetime, zones: dict[str, str]
) -> AsyncIterator[Story]:
    """From this moment on; `zones` are those of people who aren't in Berlin."""
    with time_machine.travel(begins, tick=True) as clock:
        async with a_team() as team:
            for name, zone in zones.items():
                team.slack.user(name).tz = zone
            clocks = {"Berlin": HOME.key} | {
                zone.rpartition("/")[2].replace("_", " "): zone for zone in zones.values()
            }
            async with running(address, team) as scripty:
                yield Story(scripty, clock, Diary(team.slack, clocks))
