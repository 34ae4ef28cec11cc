"""A local server that plays OpenAI's chat completions from a script, and keeps what it was sent.

    async with a_model() as model:
        model.script(Fails(429, {"retry-after": "0"}), Says(notes_json(...)))

Each request takes the next answer of the script; the last one stays.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.demo.slack import serve
from bot.demo.slack.faults import DroppedResponse

Json = dict[str, Any]
Thread = Sequence[Json]
Writer = Callable[[Thread], str]

NAME = "tiny"
MODELS = (NAME, "other")
KEY = "sk-local-model"
TOKENS_IN, TOKENS_OUT = 700, 90
NO_NOTES = '{"notes": []}'


@dataclass(frozen=True)
class Says:
    """An answer of 200. `text` may be a function of the thread that was sent."""

    text: str | Writer | None = NO_NOTES
    finish_reason: str = "stop"
    refusal: str | None = None

    async def answer(self, server: "ModelServer", request: Json) -> Response:
        del server
        text = self.text(thread_of(request)) if callable(self.text) else self.text
        message = {"role": "assistant", "content": text, "refusal": self.refusal}
        return JSONResponse(
            {
                "id": "chatcmpl-1",
                "object": "chat.completion",
                "model": request["model"],
                "choices": [{"index": 0, "message": message, "finish_reason": self.finish_reason}],
                "usage": {
                    "prompt_tokens": TOKENS_IN,
                    "completion_tokens": TOKENS_OUT,
                    "total_tokens": TOKENS_IN + TOKENS_OUT,
                },
            }
        )


@dataclass(frozen=True)
class Writes:
    """An answer of 200, written for the document that was sent."""

    write: Callable[[Json], str]

    async def answer(self, server: "ModelServer", request: Json) -> Response:
        return await Says(self.write(document_of(request))).answer(server, request)


@dataclass(frozen=True)
class Fails:
    """An error, in OpenAI's words."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    code: str | None = None
    message: str = "no"
    param: str | None = None

    async def answer(self, server: "ModelServer", request: Json) -> Response:
        del server, request
        error = {"message": self.message, "type": "error", "param": self.param, "code": self.code}
        return JSONResponse({"error": error}, self.status, self.headers)


@dataclass(frozen=True)
class Answers:
    """Whatever, with 200: what proxies and other servers send."""

    body: str
    media_type: str = "application/json"

    async def answer(self, server: "ModelServer", request: Json) -> Response:
        del server, request
        return Response(self.body, media_type=self.media_type)


@dataclass(frozen=True)
class Hangs:
    """No answer as long as the server lives, or until `then` says it."""

    until: asyncio.Event = field(default_factory=asyncio.Event)
    then: Says | Writes = field(default_factory=Says)

    async def answer(self, server: "ModelServer", request: Json) -> Response:
        leaving = asyncio.create_task(server.leaving.wait())
        told = asyncio.create_task(self.until.wait())
        await asyncio.wait({leaving, told}, return_when=asyncio.FIRST_COMPLETED)
        for waiting in (leaving, told):
            waiting.cancel()
        return await self.then.answer(server, request)


@dataclass(frozen=True)
class Drops:
    """The connection breaks."""

    async def answer(self, server: "ModelServer", request: Json) -> Response:
        del server, request
        return DroppedResponse()


Answer = Says | Writes | Fails | Answers | Hangs | Drops


class ModelServer:
    """What is answered, what was asked. `refuses` names parameters, or forms of `response_format`,
    that this server knows nothing of; `about` has answers for threads that hold certain words."""

    def __init__(self, refuses: Iterable[str] = ()) -> None:
        self.url = ""
        self.requests: list[Json] = []
        self.refuses = set(refuses)
        self.about: dict[str, Answer] = {}
        self.status = 400
        self.named = True
        self.leaving = asyncio.Event()
        self._script: list[Answer] = [Says()]
        self._came = asyncio.Event()

    def script(self, *answers: Answer) -> None:
        """Answer so from now on."""
        self._script = list(answers)

    def settings(self, **more: object) -> dict[str, object]:
        """The settings of a program that asks this server, without long waits."""
        return {
            "openai_api_key": KEY,
            "openai_base_url": self.url,
            "openai_model": NAME,
            "scripty_model_wait_seconds": 0.01,
            "scripty_model_timeout_seconds": 5.0,
        } | more

    @property
    def threads(self) -> list[list[str]]:
        """The words of the messages that each request held."""
        return [[message["text"] for message in thread_of(each)] for each in self.requests]

    async def asked(self, times: int, timeout: float = 20) -> None:  # noqa: ASYNC109 - how long to wait
        """Returns once this many requests have come."""
        async with asyncio.timeout(timeout):
            while len(self.requests) < times:
                self._came.clear()
                await self._came.wait()

    async def complete(self, request: Request) -> Response:
        body: Json = await request.json()
        self.requests.append(body | {"authorization": request.headers.get("authorization")})
        self._came.set()
        if said_no := self._says_no(request, body["model"]):
            return said_no
        if refused := self._refused(body):
            words = f"Unknown parameter: '{refused}'." if self.named else "Bad request."
            return await Fails(self.status, message=words).answer(self, body)
        return await self._next(body).answer(self, body)

    async def listed(self, request: Request) -> Response:
        models = [{"id": model} for model in MODELS]
        said_no = self._says_no(request, NAME)
        return said_no or JSONResponse({"object": "list", "data": models})

    def _says_no(self, request: Request, model: str) -> Response | None:
        given = request.headers.get("authorization", "")
        if given != f"Bearer {KEY}":
            return JSONResponse({"error": {"message": f"no such key: {given}"}}, 401)
        if model not in MODELS:
            return JSONResponse({"error": {"message": f"no such model: {model}"}}, 404)
        return None

    def _next(self, body: Json) -> Answer:
        words = body["messages"][-1]["content"]
        for about, answer in self.about.items():
            if about in words:
                return answer
        return self._script.pop(0) if len(self._script) > 1 else self._script[0]

    def _refused(self, body: Json) -> str:
        form = form_of(body)
        if form in self.refuses:
            return f"response_format.{form}"
        return next((name for name in sorted(self.refuses) if name in body), "")


@asynccontextmanager
async def a_model(*refuses: str) -> AsyncIterator[ModelServer]:
    """A model server on a free port."""
    server = ModelServer(refuses)
    routes = [
        Route("/v1/chat/completions", server.complete, methods=["POST"]),
        Route("/v1/models", server.listed),
    ]
    async with serve(Starlette(routes=routes)) as url:
        server.url = f"{url}/v1"
        try:
            yield server
        finally:
            server.leaving.set()


def form_of(request: Json) -> str | None:
    """The form of the answer that a request asks for."""
    asked = request.get("response_format")
    if asked is None:
        return None
    return str(asked["type"]) + (" with schema" if "schema" in asked else "")


def thread_of(request: Json) -> list[Json]:
    """The messages in a request: id, from, text."""
    found: list[Json] = document_of(request)["thread"]
    return found


def document_of(request: Json) -> Json:
    """The document that a request asks about."""
    found: Json = json.loads(request["messages"][-1]["content"])
    return found


def a_note(id: str, quote: str, **values: Any) -> Json:  # noqa: A002 - the answer's own word
    """A note as the schema wants it."""
    empty: Json = dict.fromkeys(("ask", "reason", "timecode", "owner", "due", "scene", "same_as"))
    return {
        "sources": [{"id": id, "quote": quote}],
        "kind": "change",
        "topic": "other",
        "priority": "should",
        "needs_person": [],
        **empty,
        **values,
    }


def notes(*found: Json) -> str:
    """An answer with these notes."""
    return json.dumps({"notes": list(found)})


def quoting(quote: str, **values: Any) -> Writer:
    """An answer with one note, on the message that holds this quote; none if there is no such."""

    def write(thread: Thread) -> str:
        return notes(*(a_note(m["id"], quote, **values) for m in thread if quote in m["text"]))

    return write
