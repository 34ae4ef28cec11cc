"""A story told on a page: what people did, a line each, and below it what they saw, in Markdown.

The page shows what its author chooses to show, always in Scripty's own words. Where lines of a
message are left out stands a "⋮".
"""

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from textwrap import wrap
from typing import Any

import time_machine

from bot.demo.slack.state import Channel
from handlers.text import listing
from store.clock import now
from store.engine import Address
from tests.support.acting import Json, card, form_of, key_of, note, offered, settled
from tests.support.diary import Diary, Post, shown, words_of
from tests.support.running import Running, running
from tests.support.story import (
    HOME,
    IDS,
    Story,
    at_home,
    buttons_of,
    labels_of,
    mentioning,
    presses,
)
from tests.support.team import CHANNEL, PEOPLE, a_team

_WIDTH = 96
_SENTENCE = 500
_RULE = "───"

Keep = Sequence[str] | None
"""Which lines of a message the page shows: those with any of these words; None: every line."""


@dataclass
class Page:
    """Lines of Markdown, with a heading for each day."""

    lines: list[str] = field(default_factory=list)
    _day: date | None = None
    _clock: str = ""

    def heading(self, words: str) -> None:
        self._apart(f"## {words}")
        self._day = None

    def paragraph(self, words: str) -> None:
        self._apart(*wrap(words, 100))

    def did(self, words: str, at: datetime | None = None) -> None:
        """What somebody did, now or at this moment."""
        moment = (at or now()).astimezone(HOME)
        if moment.date() != self._day:
            self._day = moment.date()
            self._clock = ""
            self._apart(f"### {moment:%A} {moment.day} {moment:%B}", "")
        clock = f"{moment:%H:%M}"
        self.lines.append(f"- {words}" if clock == self._clock else f"- {clock} · {words}")
        self._clock = clock

    def then(self, words: str) -> None:
        """What came of it."""
        if self.lines[-1].startswith("  >"):
            self.lines.append("")  # or it would belong to the quotation
        self.lines.append(f"  {words}")

    def said(self, words: str, keep: Keep = None) -> None:
        """What was seen then: a sentence as a quotation, a card as it stands."""
        words = re.sub(r"U\d{8}", lambda found: PEOPLE.get(found[0], found[0]), words)
        found = _kept(words, keep) if keep != () else []
        if len(found) == 1 and len(found[0]) <= _SENTENCE:
            self.lines.append(f"  > {_plain(found[0])}")
        elif found:
            self.lines += ["  ```text", *(f"  {each}" for each in _wrapped(found)), "  ```"]

    def text(self) -> str:
        return "\n".join(self.lines) + "\n"

    def _apart(self, *lines: str) -> None:
        self.lines += ["", *lines] if self.lines else lines


def _kept(words: str, keep: Keep) -> list[str]:
    lines = [each.rstrip() for each in words.splitlines() if each.strip() and _RULE not in each]
    if keep is None:
        return lines
    missing = [each for each in keep if not any(each in line for line in lines)]
    assert not missing, f"{missing} isn't in:\n{words}"
    found = list[str]()
    for line in lines:
        if any(each in line for each in keep):
            found.append(line)
        elif found and found[-1] != "⋮":
            found.append("⋮")
    return found[:-1] if found[-1:] == ["⋮"] else found


def _wrapped(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        indent = re.match(r"\s*(?:[•┃✓–] )?", line)
        assert indent is not None
        bullet = indent[0].strip()
        begins = indent[0] if bullet == "┃" else " " * (len(indent[0]) + (0 if bullet else 2))
        yield from wrap(line, _WIDTH, subsequent_indent=begins, break_long_words=False) or [""]


def _plain(words: str) -> str:
    """Words that Markdown takes for nothing else."""
    return re.sub(r"([*_<`])", r"\\\1", words)


class Tale(Story):
    """A story whose page is written while it goes on. What it does not show is in the diary."""

    def __init__(self, scripty: Running, clock: time_machine.Traveller, diary: Diary) -> None:
        super().__init__(scripty, clock, diary)
        self.page = Page()
        self._screens: dict[str, Json] = {}

    # The time

    async def until(self, day: date, clock: str) -> list[Post]:
        """Let the days go by: the program's clock looks for what is due at nine in the morning of
        each, and at the end. What Scripty wrote by itself."""
        before, end = len(self.diary.posts), at_home(day, clock)
        moment = now().astimezone(HOME).replace(hour=9, minute=0, second=0, microsecond=0)
        mornings = [moment + timedelta(days=days) for days in range((end - moment).days + 1)]
        for each in [*(each for each in mornings if now() < each < end), end]:
            assert now() < each, f"it is later than {each} already"
            self.clock.move_to(each)
            await self.scripty.scripty.clock.sweep()
            await self.scripty.scripty.clock.report()
            await self.look()
        return self.diary.posts[before:]

    async def at(self, clock: str) -> None:
        """Later on the same day."""
        await self.until(now().astimezone(HOME).date(), clock)

    # What people do

    async def types(self, who: str, words: str, keep: Keep = None) -> str:
        """`/scripty …` in the channel. What is answered, which can be pressed."""
        self.page.did(f"**{who}** types `/scripty {words}`")
        answer = await self.people.command(who, CHANNEL, mentioning(words))
        assert answer.status == 200, answer.body
        if not answer.body:
            await self.look()
            return ""
        told = answer.json()
        for place, block in enumerate(told["blocks"]):
            block.setdefault("block_id", f"b{place}")  # as Slack does
        where = {"channel": CHANNEL, "user": IDS[who], "ts": self.slack.clock.next()}
        self._screens[who] = told | where
        self.slack.ephemerals.append(self._screens[who])
        await self.look()
        said = words_of(self._screens[who]["blocks"])
        self.page.said(said, keep)
        return said

    async def writes(self, who: str, words: str, thread: str = "") -> Json:
        """Somebody writes in the channel or in a thread."""
        told: Json = await self.people.post(
            who, CHANNEL, mentioning(words), thread_ts=thread or None
        )
        where = "in the thread" if thread else "in the channel"
        if "\n" in words:
            self.page.did(f"**{who}** writes {where}:")
            self.page.said(words)
        else:
            self.page.did(f"**{who}** writes {where}: “{words}”")
        return told

    async def presses(self, who: str, message: Json, *labels: str, where: str = "") -> None:
        """Somebody presses a button of a message, or of what they alone see; or the same button at
        several things, one after the other. With a form the page goes on in `enters`."""
        pressed = dict.fromkeys(label.partition(": ")[0] for label in labels)
        things = [label.partition(": ")[2] for label in labels]
        what = [f"**{who}** presses *{'*, *'.join(pressed)}*", where]
        if any(things):
            what.insert(1, f"at {listing(list(dict.fromkeys(things)))}")
        self.page.did(" ".join(filter(None, what)))
        for label in labels:
            await self._presses(who, message, label)

    async def also(self, who: str, message: Json, label: str, words: str) -> None:
        """The same in one line with what they did before; `words` say it."""
        self.page.lines[-1] += words
        await self._presses(who, message, label)

    async def _presses(self, who: str, message: Json, label: str) -> None:
        message = self._messages_now(message)
        told = [*presses(message), *re.findall(r"\[([^\]]+)\]", shown(message))]
        assert label in told, f"{label} is none of {told}"
        await super().press(who, message, label, "")

    def _messages_now(self, message: Json) -> Json:
        """A message as it stands by now: a press may have changed it."""
        places = self.slack.channels.values()
        found = [each.messages[message["ts"]] for each in places if message["ts"] in each.messages]
        return found[0] if found else message

    async def enters(self, who: str, form: str, words: str, **values: Any) -> str:
        """Somebody fills in and sends the form on their screen; `words` say what. What the screen
        shows then, if anything."""
        self.page.lines[-1] += f", {words}" if words else ""
        view = await form_of(self.scripty, who, form)
        self.diary.filled(who, view, {})
        answer = await self.people.submit(who, view, values)
        assert answer.status == 200, answer.body
        told = answer.json() if answer.body else {}
        assert told.get("response_action") in (None, "update"), answer.body
        await self.look()
        return words_of(told["view"]["blocks"]) if told else ""

    async def chooses(self, who: str, message: Json, shortcut: str, label: str) -> None:
        """Somebody chooses something in the menu of a message."""
        self.page.did(f"**{who}** chooses *{label}* in its menu")
        answer = await self.people.shortcut(who, CHANNEL, message, shortcut)
        assert answer.status == 200, answer.body
        await self.look()

    async def asks(self, who: str, question: str) -> str:
        """Somebody asks Scripty in the channel; the answer, which only they see."""
        self.page.did(f"**{who}** writes in the channel: “@Scripty {question}”")
        await self.people.post(who, CHANNEL, f"<@{self.people.team.bot_user}> {question}")
        await self.look()
        return self.shows(self.told(who))

    async def opens_home(self, who: str) -> str:
        """Somebody opens their Home tab; what stands there."""
        self.page.did(f"**{who}** opens *Home*")
        await self.people.open_home(who)
        await self.look()
        return words_of(self.slack.homes[IDS[who]]["blocks"])

    async def presses_at_home(self, who: str, label: str) -> str:
        """Somebody presses a button in their Home tab; what stands there then."""
        page = self.slack.homes[IDS[who]]
        words, _, thing = label.partition(": ")
        (found,) = [each for _, each in buttons_of(page) if label in labels_of(each)]
        self.page.did(f"**{who}** presses *{words}* at {thing} there")
        await self.people.press_in_view(who, page, found["action_id"], found["value"])
        await self.look()
        return words_of(self.slack.homes[IDS[who]]["blocks"])

    async def in_notes(self, who: str, action: str, label: str, *numbers: int) -> None:
        """Somebody presses the same button at these notes in the list of all."""
        names = [f"N{number}" for number in numbers]
        self.page.did(f"**{who}** presses *{label}* at {listing(names)} in the list of notes")
        for number in numbers:
            await self.people.press(who, CHANNEL, card(self.scripty, self.root), "notes_list")
            view = await form_of(self.scripty, who, "notes_list")
            about = await note(self.scripty, number)
            (value,) = [
                value
                for name, value in offered(view)
                if name == action and value in (about["id"], about["task_id"])
            ]
            await self.people.press_in_view(who, view, action, value)
            await self.people.close(who, view)
            await self.look()

    # What they see

    def shows(self, message: Json, keep: Keep = None) -> str:
        """A message as it is now."""
        words = shown(message)
        self.page.said(words, keep)
        return words

    def came(self, post: Post, keep: Keep = None) -> str:
        """What Scripty wrote by itself."""
        where = f"to **{post.to}** directly" if post.direct else f"in #{post.to}"
        self.page.did(f"Scripty writes {where}:", post.at)
        self.page.said(post.words, keep)
        return post.words

    def wrote(self, post: Post, keep: Keep = None) -> str:
        """What Scripty wrote upon what somebody did."""
        where = f"to {post.to} directly" if post.direct else f"in #{post.to}"
        self.page.then(f"Scripty writes {where}:")
        self.page.said(post.words, keep)
        return post.words

    def screen(self, who: str) -> Json:
        """What somebody asked for last, as it stands on their screen by now."""
        return self._screens[who]

    def told(self, who: str) -> Json:
        """The newest of what only this person sees."""
        return [one for one in self.slack.ephemerals if one["user"] == IDS[who]][-1]

    def newest(self, key: str, who: str = "") -> Json:
        """The newest message of Scripty's of this kind, in the channel or to somebody."""
        place: Channel = self._direct(who) if who else self.slack.channel(CHANNEL)
        found = [m for m in self.slack.bot_messages(place.id) if key_of(m).startswith(key)]
        return found[-1]

    def post_of(self, key: str, who: str = "") -> Post:
        """The same as it was posted."""
        ts = self.newest(key, who)["ts"]
        return next(post for post in self.diary.posts if post.ts == ts)


@asynccontextmanager
async def a_tale(address: Address, begins: datetime, channel: str) -> AsyncIterator[Tale]:
    """From this moment on, in a channel of this name."""
    with time_machine.travel(begins, tick=True) as clock:
        async with a_team() as team:
            team.slack.channel(CHANNEL).name = channel
            async with running(address, team) as scripty:
                await settled(scripty)
                yield Tale(scripty, clock, Diary(team.slack, {"Berlin": HOME.key}))
