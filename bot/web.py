"""The web side: Slack's one address, and what the platform wants to know."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

from prometheus_client import generate_latest
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.metrics import Metrics

LARGEST_BODY = 2_000_000
"""Bytes. Slack's largest payloads, views of 250 kB in a form encoding, stay well below."""

Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]


def make_web(
    app: AsyncApp | None,
    ready: Callable[[], Awaitable[dict[str, str]]],
    metrics: Metrics,
    lifespan: Lifespan,
) -> Starlette:
    """The ASGI app. Without `app` (Socket Mode) Slack has nothing to say here."""

    async def healthz(_request: Request) -> Response:
        """The process is alive."""
        return PlainTextResponse("ok")

    async def readyz(_request: Request) -> Response:
        """The process can do its work: 200, or 503 with what is missing."""
        problems = await ready()
        status = 503 if problems else 200
        return JSONResponse({"ready": not problems, "problems": problems}, status_code=status)

    async def show_metrics(_request: Request) -> Response:
        return Response(generate_latest(metrics.registry), media_type="text/plain; version=0.0.4")

    routes = [
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        Route("/metrics", show_metrics),
    ]
    if app is not None:
        handler = AsyncSlackRequestHandler(app)

        async def events(request: Request) -> Response:
            length = request.headers.get("content-length", "")
            if not length.isdecimal():  # Slack always says; a stream without end is not Slack's
                return PlainTextResponse("length required", status_code=411)
            if int(length) > LARGEST_BODY:
                return PlainTextResponse("too large", status_code=413)
            return await handler.handle(request)

        routes.append(Route("/slack/events", events, methods=["POST"]))
    return Starlette(routes=routes, lifespan=lifespan)
