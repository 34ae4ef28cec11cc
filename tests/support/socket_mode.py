"""Slack's side of Socket Mode: hands out a WebSocket, sends envelopes, collects what is acked.

Everything else is passed on to the local Slack (docs.slack.dev/apis/events-api/using-socket-mode).
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
from aiohttp import web

Json = dict[str, Any]


class SocketSlack:
    """A Slack that talks over WebSockets. `acks` holds the payload of each acked envelope."""

    def __init__(self, api_url: str) -> None:
        self.acks: dict[str, Json | None] = {}
        self.url = ""
        self._behind = api_url
        self._connected: asyncio.Queue[web.WebSocketResponse] = asyncio.Queue()
        self._changed = asyncio.Event()

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/api/apps.connections.open", self._open)
        app.router.add_route("*", "/api/{method}", self._pass_on)
        app.router.add_get("/link", self._link)
        return app

    async def send(self, kind: str, envelope_id: str, payload: Json, **more: Any) -> None:
        """Send an envelope over one of the open connections."""
        socket = await self._connected.get()
        self._connected.put_nowait(socket)
        envelope = {"type": kind, "envelope_id": envelope_id, "payload": payload, **more}
        await socket.send_json(envelope | {"accepts_response_payload": kind != "events_api"})

    async def acked(self, envelope_id: str) -> Json | None:
        """Wait for the ack of an envelope; its payload."""
        async with asyncio.timeout(10):
            while envelope_id not in self.acks:
                self._changed.clear()
                await self._changed.wait()
        return self.acks[envelope_id]

    async def _open(self, _request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "url": f"{self.url.replace('http', 'ws')}/link"})

    async def _pass_on(self, request: web.Request) -> web.Response:
        target = self._behind + request.match_info["method"]
        headers = {
            name: value
            for name, value in request.headers.items()
            if name.lower() in ("authorization", "content-type")
        }
        async with (
            aiohttp.ClientSession() as session,
            session.request(
                request.method, target, data=await request.read(), headers=headers,
                params=request.query,
            ) as answer,
        ):  # fmt: skip
            return web.Response(body=await answer.read(), content_type="application/json")

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self._connected.put_nowait(socket)
        async for message in socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                answer = json.loads(message.data)
                self.acks[answer["envelope_id"]] = answer.get("payload")
                self._changed.set()
        return socket


@contextlib.asynccontextmanager
async def socket_slack(api_url: str) -> AsyncIterator[SocketSlack]:
    """Serves it on a free port."""
    slack = SocketSlack(api_url)
    runner = web.AppRunner(slack.app(), shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server = site._server
    assert isinstance(server, asyncio.Server)
    slack.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield slack
    finally:
        await runner.cleanup()
