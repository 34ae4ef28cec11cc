"""The HTTP side of a local Slack: /api/<method>, /response/<code>, /upload/v1/<file> and
/files-pri/<file>/<name>."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.demo.slack import chat, conversations, directory, files, views
from bot.demo.slack.calls import Call, Method
from bot.demo.slack.errors import SlackError
from bot.demo.slack.faults import Faults, meet
from bot.demo.slack.oauth import Grants
from bot.demo.slack.params import Json, read_params
from bot.demo.slack.respond import respond
from bot.demo.slack.scopes import require_scopes
from bot.demo.slack.workspace import State

METHODS: dict[str, Method] = {
    **chat.METHODS,
    **conversations.METHODS,
    **directory.METHODS,
    **files.METHODS,
    **views.METHODS,
}


class Called(NamedTuple):
    """One line of the transcript: a method's name and its arguments."""

    method: str
    params: Json


class WebApi:
    """Answers calls from `state`, writes each into `transcript`, lets `faults` interfere."""

    def __init__(
        self, state: State, faults: Faults, transcript: list[Called], grants: Grants
    ) -> None:
        self._state = state
        self._grants = grants
        self._faults = faults
        self._transcript = transcript

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/api/{method}", self._api, methods=["GET", "POST"]),
                Route("/response/{code}", self._response, methods=["POST"]),
                Route("/upload/v1/{file}", self._upload, methods=["POST"]),
                Route("/files-pri/{file}/{name:path}", self._file, methods=["GET"]),
            ]
        )

    async def _api(self, request: Request) -> Response:
        method = request.path_params["method"]
        raw = await _arguments(request)
        token = _token(request, raw)
        address = str(request.base_url).rstrip("/")
        return await self._answer(
            method, raw, lambda params: self._call(method, token, params, address)
        )

    async def _response(self, request: Request) -> Response:
        code = request.path_params["code"]
        raw = await _arguments(request)
        return await self._answer(
            "response_url", raw, lambda params: _ok(respond(self._state, code, params)), refused=404
        )

    async def _upload(self, request: Request) -> Response:
        """The bytes of a file. No method of the Web API: for `faults` its name is "upload"."""
        file, content = request.path_params["file"], await request.body()

        def call() -> Response:
            status, words = files.take(self._state, file, content)
            return PlainTextResponse(words, status_code=status)

        params = {"file": file, "length": len(content)}
        self._transcript.append(Called("upload", params))
        self._state.changed()
        return await meet(self._faults.take("upload", params), call)

    async def _file(self, request: Request) -> Response:
        """The bytes of a file. No method of the Web API: for `faults` its name is "file"."""
        file, token = request.path_params["file"], _token(request, {})

        def call() -> Response:
            try:
                return Response(files.content(self._state, file, token), media_type="text/plain")
            except SlackError as error:
                if str(error.answer()["error"]) == "file_not_found":
                    return PlainTextResponse("file_not_found", status_code=404)
                return RedirectResponse("/signin", status_code=302)

        params = {"file": file}
        self._transcript.append(Called("file", params))
        self._state.changed()
        return await meet(self._faults.take("file", params), call)

    async def _answer(
        self, method: str, raw: Json, act: Callable[[Json], Response], refused: int = 200
    ) -> Response:
        """Runs `act` with the arguments read, noting the call, past the fault planned for it."""
        try:
            params = read_params(raw)
        except SlackError as error:
            return JSONResponse(error.answer(), status_code=refused)

        def call() -> Response:
            try:
                return act(params)
            except SlackError as error:
                return JSONResponse(error.answer(), status_code=refused)

        self._transcript.append(Called(method, params))
        self._state.changed()
        return await meet(self._faults.take(method, params), call)

    def _call(self, method: str, token: str, params: Json, address: str) -> Response:
        if method == "oauth.v2.access":  # the one method that is called without a token
            return _ok(self._grants.exchange(self._state, params))
        if method not in METHODS:
            raise SlackError("unknown_method", req_method=method)
        call = Call(self._state, self._state.team_of_token(token), params, address)
        require_scopes(method, call)
        response = _ok(METHODS[method](call))
        response.headers["x-oauth-scopes"] = ",".join(call.team.scopes)
        return response


def _ok(answer: Json) -> JSONResponse:
    return JSONResponse({"ok": True, **answer})


def _token(request: Request, raw: Json) -> str:
    header = request.headers.get("authorization", "")
    return header.removeprefix("Bearer ").strip() or str(raw.get("token", ""))


async def _arguments(request: Request) -> dict[str, Any]:
    """Query and body together; the body is JSON or a form, as its content type says."""
    body = (await request.body()).decode()
    if "json" in request.headers.get("content-type", ""):
        given = json.loads(body or "{}")
    else:
        given = dict(parse_qsl(body, keep_blank_values=True))
    return {**request.query_params, **given}
