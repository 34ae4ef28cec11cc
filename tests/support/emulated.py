"""A team in the npm emulator and the program beside it: people write, press and fill in forms.

The emulator has no method to read a form or an ephemeral message, and counts no edits. So the
program's calls pass through a wire that hands each on as it is and remembers it.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.app import Scripty
from bot.config import Settings
from bot.demo.people import Answer, Events, SlackSide
from bot.demo.render import as_text
from bot.demo.slack import serve
from bot.dump import dump
from store.engine import Address
from tests.support.emulator import BOT_USER, TEAM_CHANNEL, Emulator, token_of
from tests.support.watching import all_done

Json = dict[str, Any]

SECRET = "e2e"
A_MINUTE = 60


@dataclass(frozen=True)
class Call:
    """A Web API call of the program, and what the emulator answered."""

    method: str
    params: Json
    answer: Json

    @property
    def text(self) -> str:
        """Its blocks as people read them."""
        blocks = self.params.get("blocks") or []
        return as_text(json.loads(blocks) if isinstance(blocks, str) else blocks)


@dataclass
class Wire:
    """An ASGI app that passes requests on unchanged."""

    url: str
    session: aiohttp.ClientSession
    calls: list[Call] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        body = await request.body()
        kept = ("authorization", "content-type")
        headers = {name: request.headers[name] for name in kept if name in request.headers}
        where = f"{self.url}{request.url.path.removeprefix('/api/')}"
        query = dict(request.query_params)
        async with self.session.request(
            request.method, where, params=query, data=body, headers=headers
        ) as answered:
            text, status = await answered.read(), answered.status
        self._remember(request, body, text)
        await Response(text, status, media_type="application/json")(scope, receive, send)

    def _remember(self, request: Request, body: bytes, text: bytes) -> None:
        if "json" in request.headers.get("content-type", ""):
            params = json.loads(body or b"{}")
        else:
            params = dict(parse_qsl(body.decode()))
        method = request.url.path.removeprefix("/api/")
        self.calls.append(Call(method, params, json.loads(text)))


class _EmulatedSide(SlackSide):
    """Slack's side, with triggers that the emulator knows."""

    emulator: Emulator

    def trigger(self, user: str, view: str = "") -> str:
        return self.emulator.trigger(user, view)


class EmulatedTeam:
    """People go by name, and are in the team's channel."""

    def __init__(self, emulator: Emulator, wire: Wire, scripty: Scripty, url: str) -> None:
        self.emulator = emulator
        self.wire = wire
        self.scripty = scripty
        self.ids = emulator.users
        self.channel = emulator.channels[TEAM_CHANNEL]
        team_id = scripty.workspaces.ids[0]
        self.events = Events(self.channel, team_id)
        names = {known: name for name, known in (emulator.users | emulator.channels).items()}
        self.side = _EmulatedSide(
            url, SECRET, team_id, name_of=lambda known: names.get(known, "directmessage")
        )
        self.side.emulator = emulator

    # What people do

    async def post(self, name: str, text: str, thread_ts: str) -> str:
        """Write in a thread; the bot hears of it. The message's ts."""
        posted = await self._call("chat.postMessage", token=token_of(name), channel=self.channel,
                                  text=text, thread_ts=thread_ts)  # fmt: skip
        event = self.events.message(self.ids[name], text, ts=posted["ts"], thread_ts=thread_ts)
        assert (await self.side.event(event)).status == 200
        return str(posted["ts"])

    async def command(self, name: str, text: str) -> Answer:
        """`/scripty …` in the team's channel."""
        answer = await self.side.command(self.ids[name], self.channel, text)
        assert answer.status == 200, answer.body
        return answer

    async def press(
        self, name: str, message: Json, action: str, value: str | None = None,
        *, forged: str | None = None, channel: str = "",
    ) -> None:  # fmt: skip
        """Press a button of a message; `forged` is the value of one that it does not offer."""
        answer = await self.side.press(
            self.ids[name], channel or self.channel, message, action, value,
            element=None if forged is None else {"value": forged},
        )  # fmt: skip
        assert answer.status == 200, answer.body

    async def press_in_form(self, name: str, view: Json, action: str, value: str) -> None:
        """Press a button of an open form."""
        answer = await self.side.press_in_view(self.ids[name], view, action, value)
        assert answer.status == 200, answer.body

    async def submit(self, name: str, view: Json, **values: Any) -> Json:
        """Submit a form; what the bot wants to be shown now."""
        answer = await self.side.submit(self.ids[name], view, values)
        assert answer.status == 200, answer.body
        said = answer.json()
        assert "errors" not in said, said
        return said

    async def settled(self) -> None:
        """Everything that was asked for until now is done and shown."""
        await all_done(self.scripty.where, A_MINUTE)

    # What they see

    async def thread(self, ts: str) -> list[Json]:
        """The thread as the emulator has it."""
        found = await self._call("conversations.replies", channel=self.channel, ts=ts)
        messages: list[Json] = found["messages"]
        return messages

    async def bot_messages(self, ts: str) -> list[Json]:
        """What the bot has in the thread."""
        return [message for message in await self.thread(ts) if message["user"] == BOT_USER]

    async def channel_messages(self, channel: str = "") -> list[Json]:
        """What is in a channel outside of threads, newest first."""
        found = await self._call("conversations.history", channel=channel or self.channel)
        messages: list[Json] = found["messages"]
        return messages

    async def direct(self, name: str) -> tuple[str, list[Json]]:
        """The channel of the bot's direct messages with this person, and what is in it."""
        opened = await self._call("conversations.open", users=self.ids[name])
        channel = str(opened["channel"]["id"])
        return channel, await self.channel_messages(channel)

    def told(self, name: str) -> list[str]:
        """What only this person saw, oldest first."""
        return [
            call.text
            for call in self.calls("chat.postEphemeral")
            if call.params["user"] == self.ids[name]
        ]

    def calls(self, *methods: str) -> list[Call]:
        """The program's calls that went through, oldest first."""
        return [c for c in self.wire.calls if c.method in methods and c.answer["ok"]]

    async def form(self, callback_id: str) -> Json:
        """The newest form of this kind, as it is shown now; it is there soon."""

        def shown() -> Json | None:
            calls = self.calls("views.open", "views.push", "views.update")
            views: list[Json] = [call.answer["view"] for call in calls]
            return next((v for v in reversed(views) if v["callback_id"] == callback_id), None)

        found: Json = await self.until(shown)
        return found

    async def until(self, there: Callable[[], Any]) -> Any:
        """What `there` gives, once it gives something."""
        async with asyncio.timeout(A_MINUTE):
            while not (found := there()):  # noqa: ASYNC110 - nobody there to tell us
                await asyncio.sleep(0.05)
        return found

    async def record(self) -> Json:
        """The workspace, as `scripty dump` prints it."""
        whole = await dump(self.scripty.record, [])
        workspace: Json = whole["workspaces"][0]
        return workspace

    def _call(self, method: str, **params: Any) -> Awaitable[Json]:
        return asyncio.to_thread(self.emulator.call, method, **params)


def key_of(message: Json) -> str:
    """What a message of the bot shows, by its delivery's key or, where it is a picture, its file's
    name."""
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    names: Sequence[str] = [file["name"] for file in message.get("files") or []]
    return str(payload.get("key") or next(iter(names), ""))


@asynccontextmanager
async def emulated_team(address: Address, emulator: Emulator) -> AsyncIterator[EmulatedTeam]:
    """The whole program on the emulator's own address."""
    async with aiohttp.ClientSession() as session:
        wire = Wire(emulator.own_url, session)
        async with serve(wire) as own_url:
            settings = Settings(
                slack_bot_token=SecretStr(emulator.token),
                slack_signing_secret=SecretStr(SECRET),
                slack_api_url=f"{own_url}/api/",
                scripty_quiet_seconds=0.5,
            )
            scripty = Scripty(settings, address, frozenset({"web", "worker"}))
            async with serve(scripty.web) as url:
                yield EmulatedTeam(emulator, wire, scripty, url)
