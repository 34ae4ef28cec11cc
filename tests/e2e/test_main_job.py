"""The main job against a Slack nobody here wrote: npm's emulate, reached as Slack is.

The emulator keeps the messages and sends no events, so the test sends those, really signed.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from pydantic import SecretStr

from bot.app import Scripty
from bot.config import Settings
from bot.demo.people import Events, SlackSide
from bot.demo.slack import serve
from bot.dump import dump
from store.engine import Address
from tests.support.emulator import BOT_USER, PEOPLE, TEAM_CHANNEL, Emulator, token_of

SECRET = "e2e"
Json = dict[str, Any]


class Workspace:
    """People who write into the emulator and whose events reach the bot."""

    def __init__(self, emulator: Emulator, scripty: Scripty, url: str, team_id: str) -> None:
        self.emulator = emulator
        self.scripty = scripty
        self.channel = emulator.channels[TEAM_CHANNEL]
        self.events = Events(self.channel, team_id)
        names = {known: name for name, known in (emulator.users | emulator.channels).items()}
        self.side = SlackSide(url, SECRET, team_id, name_of=names.__getitem__)

    async def post(self, name: str, text: str, thread_ts: str | None = None) -> Json:
        """Write a message; its event."""
        more = {"thread_ts": thread_ts} if thread_ts else {}
        posted = await asyncio.to_thread(
            self.emulator.call, "chat.postMessage",
            token=token_of(name), channel=self.channel, text=text, **more,
        )  # fmt: skip
        event = self.events.message(self.emulator.users[name], text, ts=posted["ts"], **more)
        await self.tell(event)
        return event

    async def tell(self, event: Json) -> None:
        """Send an event to the bot."""
        assert (await self.side.event(event)).status == 200

    async def thread(self, ts: str) -> list[Json]:
        """The thread as the emulator has it."""
        found = await asyncio.to_thread(
            self.emulator.call, "conversations.replies", channel=self.channel, ts=ts
        )
        messages: list[Json] = found["messages"]
        return messages

    async def cards(self, ts: str) -> list[Json]:
        """The bot's messages in the thread."""
        return [message for message in await self.thread(ts) if message["user"] == BOT_USER]

    async def until(self, there: Callable[[], Any]) -> Any:
        """Ask until it is there; the emulator tells nobody when something changes."""
        async with asyncio.timeout(30):
            while not (found := await there()):  # noqa: ASYNC110 - nobody there to tell us
                await asyncio.sleep(0.05)
        return found

    async def review(self) -> Json:
        """The one review, as `scripty dump` prints it."""
        whole = await dump(self.scripty.record, [])
        review: Json = whole["workspaces"][0]["productions"][0]["cuts"][0]["reviews"][0]
        return review


@pytest.fixture
async def workspace(address: Address, emulator: Emulator) -> AsyncIterator[Workspace]:
    """The program on the emulator's own address."""
    settings = Settings(
        slack_bot_token=SecretStr(emulator.token),
        slack_signing_secret=SecretStr(SECRET),
        slack_api_url=emulator.own_url,
        scripty_quiet_seconds=0.5,
    )
    scripty = Scripty(settings, address, frozenset({"web", "worker"}))
    async with serve(scripty.web) as url:
        yield Workspace(emulator, scripty, url, scripty.workspaces.ids[0])


async def test_a_thread_becomes_accepted_notes_and_owned_tasks(workspace: Workspace) -> None:
    opening = await workspace.post("editor", "v2 is up <https://f.io/k3Jd9a|f.io/k3Jd9a>")
    root = opening["ts"]
    director, editor = (workspace.emulator.users[name] for name in ("director", "editor"))
    await workspace.side.shortcut(editor, workspace.channel, opening, "review_start_here")
    texts = {
        "director": "0:04 hold the steam half a second longer",
        "client": "The logo at 0:08 isn't readable, can we see it sharper?",
        "producer": "the end card needs the new address by friday",
        "mixer": "the spoon clink at 0:17 is too loud, I'll notch it out tomorrow",
    }
    said = {name: await workspace.post(name, text, root) for name, text in texts.items()}
    written = {name: event["ts"] for name, event in said.items()}
    regretted = await workspace.post("editor", "can we drop the whole ending?", root)
    better = "0:05 hold the steam a second longer"
    await workspace.tell(workspace.events.message_changed(said["director"], better))
    await workspace.tell(workspace.events.message_deleted(regretted))

    async def with_notes() -> Json | None:
        found = [card for card in await workspace.cards(root) if "note_accept" in json.dumps(card)]
        return found[0] if found else None

    card = await workspace.until(with_notes)
    notes = {note["sources"][0]["ts"]: note for note in (await workspace.review())["notes"]}
    assert set(notes) == set(written.values())
    assert notes[written["director"]]["timecode"]["seconds"] == 5
    assert "ending" not in json.dumps(card)

    for name in ("director", "client", "mixer"):
        note = notes[written[name]]["id"]
        answer = await workspace.side.press(director, workspace.channel, card, "note_accept", note)
        assert answer.status == 200
    refused = notes[written["producer"]]["id"]
    answer = await workspace.side.press(director, workspace.channel, card, "note_reject", refused)
    assert answer.status == 200

    async def decided() -> bool:
        (only,) = await workspace.cards(root)
        return "T3" in json.dumps(only) and "note_accept" not in json.dumps(only)

    await workspace.until(decided)
    whole = await dump(workspace.scripty.record, [])
    production = whole["workspaces"][0]["productions"][0]
    states = sorted(note["state"] for note in (await workspace.review())["notes"])
    assert states == ["accepted", "accepted", "accepted", "rejected"]
    (clink,) = [task for task in production["tasks"] if "clink" in task["title"]]
    assert clink["owner"] == workspace.emulator.users["mixer"]
    assert clink["due"] is not None
    assert {member["user"] for member in production["members"]} >= {
        workspace.emulator.users[name] for name in PEOPLE
    }
    assert len(await workspace.cards(root)) == 1
