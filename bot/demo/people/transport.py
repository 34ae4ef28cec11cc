"""Ways to hand a request to the bot: over HTTP, or straight into its ASGI app."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import aiohttp
from starlette.types import ASGIApp, Message


@dataclass(frozen=True)
class Answer:
    """What the bot answered: 200 with an empty or JSON body when all is well."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        """The body as a JSON object, {} when there is none."""
        try:
            value = json.loads(self.body or "{}")
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}


class Transport(Protocol):
    async def post(self, path: str, body: str, headers: Mapping[str, str]) -> Answer: ...


class Http:
    """To a base URL such as http://127.0.0.1:3000. Slack waits three seconds; so does this."""

    def __init__(self, url: str, timeout: float = 3) -> None:
        self._url = url.rstrip("/")
        self._timeout = aiohttp.ClientTimeout(total=timeout)

    async def post(self, path: str, body: str, headers: Mapping[str, str]) -> Answer:
        async with (
            aiohttp.ClientSession(timeout=self._timeout) as session,
            session.post(self._url + path, data=body.encode(), headers=headers) as response,
        ):
            return Answer(response.status, await response.text(), dict(response.headers))


class InProcess:
    """Into an ASGI app, without a socket. Its lifespan is the caller's business."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def post(self, path: str, body: str, headers: Mapping[str, str]) -> Answer:
        sent: list[Message] = []
        request: asyncio.Queue[Message] = asyncio.Queue()
        request.put_nowait({"type": "http.request", "body": body.encode(), "more_body": False})

        async def send(message: Message) -> None:
            sent.append(message)

        await self._app(_scope(path, headers), request.get, send)
        return _answer(sent)


def transport(target: str | ASGIApp) -> Transport:
    return Http(target) if isinstance(target, str) else InProcess(target)


def _scope(path: str, headers: Mapping[str, str]) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.lower().encode(), text.encode()) for name, text in headers.items()],
        "client": ("127.0.0.1", 0),
        "server": ("127.0.0.1", 80),
    }


def _answer(sent: list[Message]) -> Answer:
    start = next(message for message in sent if message["type"] == "http.response.start")
    body = b"".join(m.get("body", b"") for m in sent if m["type"] == "http.response.body")
    headers = {name.decode(): text.decode() for name, text in start.get("headers", [])}
    return Answer(start["status"], body.decode(), headers)
