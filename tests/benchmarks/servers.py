"""The two servers whose answers are compared; each runs in a process of its own."""

import asyncio

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.app import Scripty
from bot.config import Settings
from bot.logs import configure_logs
from store.engine import Address


def serve_scripty(port: int, settings: Settings, where: Address) -> None:
    """The web part, as `scripty web` runs it."""
    configure_logs("warning")
    here = settings.model_copy(update={"port": port, "scripty_host": "127.0.0.1"})
    asyncio.run(Scripty(here, where, frozenset({"web"})).serve())


def serve_bare(port: int, settings: Settings) -> None:
    """Bolt with a listener that does nothing: it forgets the event and says 200. uvicorn runs it
    with the settings of `Scripty.serve`."""
    configure_logs("warning")
    config = uvicorn.Config(
        bare_web(settings.slack_signing_secret.get_secret_value()),
        host="127.0.0.1",
        port=port,
        log_config=None,
        access_log=False,
        lifespan="on",
        timeout_graceful_shutdown=10,
    )
    asyncio.run(uvicorn.Server(config).serve())


def bare_web(signing_secret: str) -> Starlette:
    """The smallest Bolt app that checks signatures and has a listener, behind its own adapter."""
    handler = AsyncSlackRequestHandler(bare_app(signing_secret))

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    return Starlette(routes=[Route("/slack/events", events, methods=["POST"])])


def bare_app(signing_secret: str) -> AsyncApp:
    """Who the app is needs no network call here, which is to its advantage."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id="T00000001", bot_user_id="UB00000001", bot_token="xoxb-bare"
        )

    app = AsyncApp(signing_secret=signing_secret, authorize=authorize)

    @app.event("message")
    async def nothing() -> None:
        pass

    return app
