"""`scripty doctor` against real servers: PostgreSQL, a local Slack, a small model server."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from email.utils import format_datetime
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from rich.console import Console
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.config import Settings
from bot.demo.slack import DEFAULT_SCOPES, Dropped, Error, LocalSlack, Status, serve
from bot.doctor import Finding, examine, render
from store.clock import now
from store.engine import Address
from tests.support.openai_server import KEY, NAME, Fails, Says, a_model

TOKEN = "xoxb-local-token"
APP_TOKEN = "xapp-1-local-token"
SECRET = "8f742231b10e8888abcd99eee11185a5"
NOWHERE = "http://127.0.0.1:1/api/"


class Dated:
    """Says the time with each answer, as Slack does; `ahead` of ours by so much."""

    def __init__(self, app: ASGIApp, ahead: timedelta) -> None:
        self.app = app
        self.ahead = ahead

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = format_datetime(now() + self.ahead, usegmt=True).encode()
                message["headers"] = [*message["headers"], (b"date", date)]
            await send(message)

        await self.app(scope, receive, dated)


@asynccontextmanager
async def slack_at(
    slack: LocalSlack, *, ahead: timedelta = timedelta(), sockets: str = ""
) -> AsyncIterator[str]:
    """The local Slack with a clock, and with sockets unless `sockets` is the error it gives."""

    async def open_socket(request: Request) -> Response:
        if sockets or request.headers["authorization"] != f"Bearer {APP_TOKEN}":
            return JSONResponse({"ok": False, "error": sockets or "invalid_auth"})
        return JSONResponse({"ok": True, "url": "wss://127.0.0.1/link/?ticket=very-secret"})

    app = Starlette(routes=[Route("/api/apps.connections.open", open_socket, methods=["POST"])])
    app.mount("/", slack.app)
    async with serve(Dated(app, ahead)) as url:
        yield f"{url}/api/"


def a_slack(*without: str) -> LocalSlack:
    """A workspace that granted everything but these scopes."""
    scopes = [scope for scope in DEFAULT_SCOPES if scope not in without]
    return LocalSlack(bot_token=TOKEN, scopes=scopes)


def settings_of(**values: Any) -> Settings:
    every = {
        "slack_bot_token": TOKEN,
        "slack_signing_secret": SECRET,
        "slack_api_url": NOWHERE,
        "database_url": "postgresql://127.0.0.1:1/nothing",
        "openai_api_key": "",
        "openai_base_url": "",
        "openai_model": "",
    }
    return Settings.model_validate(every | values)


async def found_by(settings: Settings) -> Mapping[str, Finding]:
    """What the doctor found, by name; of several of one name the first."""
    findings = await examine(settings)
    for finding in findings:
        assert bool(finding.advice) or finding.level != "problem", f"{finding} says not what to do"
    return {finding.name: finding for finding in reversed(findings)}


async def test_a_sound_installation(address: Address) -> None:
    async with slack_at(a_slack()) as api_url:
        settings = settings_of(
            slack_api_url=api_url, slack_app_token=APP_TOKEN, database_url=address.libpq
        )
        findings = await examine(settings)
    assert {finding.level for finding in findings} == {"ok"}
    assert {finding.name for finding in findings} == {
        "way in", "database", "schema", "row security", "token", "scopes", "clock", "app token",
        "model",
    }  # fmt: skip


async def test_it_says_whose_token_it_is() -> None:
    async with slack_at(a_slack()) as api_url:
        found = await found_by(settings_of(slack_api_url=api_url))
    assert found["token"].found == "The bot scripty in Local Films (T00000001)."


async def test_nothing_is_set() -> None:
    found = await found_by(
        settings_of(slack_bot_token="", slack_signing_secret="", database_url="nonsense")
    )
    assert found["SLACK_BOT_TOKEN"].level == "problem"
    assert "scripty manifest" in found["SLACK_BOT_TOKEN"].advice
    assert found["way in"].level == "problem"
    assert found["database"].level == "problem"
    assert "token" not in found


@pytest.mark.parametrize(
    ("values", "name", "level"),
    [
        ({"slack_bot_token": "xoxp-a-person"}, "SLACK_BOT_TOKEN", "problem"),
        ({"slack_bot_token": "xoxe.xoxb-expires"}, "SLACK_BOT_TOKEN", "problem"),
        ({"slack_app_token": "xoxb-the-other"}, "SLACK_APP_TOKEN", "problem"),
        ({"slack_signing_secret": "my secret"}, "SLACK_SIGNING_SECRET", "warning"),
    ],
)
async def test_what_plainly_is_something_else(
    values: dict[str, str], name: str, level: str
) -> None:
    found = await found_by(settings_of(**values))
    assert found[name].level == level


async def test_which_way_slack_comes_in() -> None:
    http = await found_by(settings_of())
    assert "HTTP on port 3000" in http["way in"].found
    both = await found_by(settings_of(slack_app_token=APP_TOKEN))
    assert "Socket Mode" in both["way in"].found
    assert "not used" in both["way in"].found


@pytest.mark.parametrize(
    ("code", "advice"),
    [("invalid_auth", "Copy the Bot User OAuth Token"), ("internal_error", "in a minute")],
)
async def test_a_refused_token(code: str, advice: str) -> None:
    slack = a_slack()
    slack.faults.add("auth.test", Error(code))
    async with slack_at(slack) as api_url:
        found = await found_by(settings_of(slack_api_url=api_url))
    assert code in found["token"].found
    assert advice in found["token"].advice
    assert found["clock"].level == "ok"
    assert "scopes" not in found


async def test_a_revoked_token() -> None:
    slack = a_slack()
    slack.revoke()
    async with slack_at(slack) as api_url:
        found = await found_by(settings_of(slack_api_url=api_url))
    assert "token_revoked" in found["token"].found


async def test_a_missing_scope_names_what_breaks() -> None:
    async with slack_at(a_slack("channels:history", "groups:read")) as api_url:
        findings = await examine(settings_of(slack_api_url=api_url))
    scopes = [finding for finding in findings if finding.name == "scopes"]
    assert [finding.level for finding in scopes] == ["problem", "warning"]
    assert scopes[0].found == (
        "channels:history is missing: I can't read what people write in a review's thread."
    )
    assert "Reinstall to Workspace" in scopes[0].advice
    assert scopes[1].found.startswith("groups:read was left out")


@pytest.mark.parametrize(
    ("ahead", "level", "words"),
    [
        (timedelta(minutes=4), "problem", "seconds behind Slack"),
        (timedelta(minutes=-4), "problem", "seconds ahead of Slack"),
        (timedelta(seconds=20), "ok", "20 seconds from Slack's"),
    ],
)
async def test_a_clock_that_is_off(ahead: timedelta, level: str, words: str) -> None:
    async with slack_at(a_slack(), ahead=ahead) as api_url:
        found = await found_by(settings_of(slack_api_url=api_url))
    assert found["clock"].level == level
    assert words in found["clock"].found.replace("19 seconds", "20 seconds")


async def test_a_slack_without_a_clock() -> None:
    slack = a_slack()
    async with serve(slack.app) as url:
        found = await found_by(settings_of(slack_api_url=url + "/api"))
    assert found["clock"].level == "warning"


async def test_slack_is_away() -> None:
    found = await found_by(settings_of(slack_app_token=APP_TOKEN))
    for name in ("token", "app token"):
        assert found[name].level == "problem"
        assert NOWHERE in found[name].found
        assert "SLACK_API_URL" in found[name].advice
    assert "clock" not in found


@pytest.mark.parametrize("fault", [Dropped(), Status(500, "oops"), Status(200, "<html>hello")])
async def test_something_else_answers(fault: Dropped | Status) -> None:
    slack = a_slack()
    slack.faults.add("auth.test", fault)
    async with slack_at(slack) as api_url:
        found = await found_by(settings_of(slack_api_url=api_url))
    assert found["token"].level == "problem"


@pytest.mark.parametrize("answer", ["hello", '["ok"]', '"ok"', "{"])
@pytest.mark.parametrize("media_type", ["text/plain", "application/json", "text/html"])
async def test_whatever_answers_nothing_escapes(answer: str, media_type: str) -> None:
    async def say(_request: Request) -> Response:
        return Response(answer, media_type=media_type)

    anything = Starlette(routes=[Route("/{path:path}", say, methods=["GET", "POST"])])
    async with serve(anything) as url:
        found = await found_by(
            settings_of(
                slack_api_url=url,
                slack_app_token=APP_TOKEN,
                openai_base_url=url,
                openai_model="small",
            )
        )
    assert found["token"].level == found["app token"].level == "problem"
    assert found["model"].level == "warning"


async def test_an_app_token_that_opens_no_socket() -> None:
    async with slack_at(a_slack(), sockets="missing_scope") as api_url:
        found = await found_by(settings_of(slack_api_url=api_url, slack_app_token=APP_TOKEN))
    assert found["app token"].level == "problem"
    assert "connections:write" in found["app token"].advice


async def test_the_database_is_away() -> None:
    found = await found_by(settings_of(database_url="postgresql://me:hush@127.0.0.1:1/films"))
    assert found["database"].level == "problem"
    assert "127.0.0.1:1/films" in found["database"].found
    assert "hush" not in str(found)


@pytest.mark.parametrize(
    "url", ["mysql://me@host/films", "nonsense", "postgresql://me:hu@sh@host/films"]
)
async def test_an_address_that_is_none_shows_nothing_of_it(url: str) -> None:
    found = await found_by(settings_of(database_url=url))
    assert found["database"].level == "problem"
    assert "sh@host" not in str(found)
    assert "percent-encoded" in found["database"].advice


async def test_an_empty_database_and_one_of_another_version(address: Address) -> None:
    with psycopg.connect(address.libpq, autocommit=True) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
        found = await found_by(settings_of(database_url=address.libpq))
        assert found["schema"].level == "problem"
        assert "revision 0000" in found["schema"].found
        connection.execute("DELETE FROM alembic_version")
        found = await found_by(settings_of(database_url=address.libpq))
        assert found["schema"].advice == "Run: scripty migrate"
        assert "row security" not in found


async def test_a_user_who_cant_take_on_the_role(address: Address) -> None:
    with psycopg.connect(address.libpq, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS outsider")
        connection.execute("CREATE ROLE outsider LOGIN")
        try:
            connection.execute("GRANT SELECT ON alembic_version TO outsider")
            url = Address(address.url.set(username="outsider")).libpq
            found = await found_by(settings_of(database_url=url))
        finally:
            connection.execute("DROP OWNED BY outsider")
            connection.execute("DROP ROLE outsider")
    assert found["row security"].level == "problem"
    assert 'TO "outsider" WITH SET TRUE' in found["row security"].advice


async def test_the_embedded_server_before_its_first_start(tmp_path: Path) -> None:
    home = tmp_path / "not" / "there" / "yet"
    found = await found_by(settings_of(database_url="", scripty_home=home))
    assert found["database"].level == "ok"
    assert not home.exists()


async def test_a_home_that_cant_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    home = tmp_path / "file" / "home"
    found = await found_by(settings_of(database_url="", scripty_home=home))
    assert found["database"].level == "problem"
    assert "SCRIPTY_HOME" in found["database"].advice


async def test_no_model_is_well() -> None:
    found = await found_by(settings_of())
    assert found["model"].level == "ok"
    assert "built-in reader" in found["model"].found


READY = Says('{"ready": true}')


@pytest.mark.parametrize(
    ("model", "key", "level", "words"),
    [
        (NAME, KEY, "ok", "with answers bound to a schema"),
        ("large", KEY, "warning", "refuses to be asked"),
        ("large", KEY, "warning", "doesn't have 'large'"),
        ("", KEY, "warning", "OPENAI_MODEL is not set"),
        ("", KEY, "warning", f"one of its models: {NAME}"),
        (NAME, "sk-other-key", "warning", "Check OPENAI_API_KEY"),
        (NAME, "schlüssel", "warning", "Check OPENAI_API_KEY"),
    ],
)
async def test_a_model_server(model: str, key: str, level: str, words: str) -> None:
    async with a_model() as server:
        server.script(READY)
        found = await found_by(
            settings_of(openai_base_url=server.url, openai_api_key=key, openai_model=model)
        )
    assert found["model"].level == level
    assert words in f"{found['model'].found} {found['model'].advice}"
    assert "built-in reader" in found["model"].found
    assert key not in str(found["model"])


@pytest.mark.parametrize(
    ("refuses", "words"),
    [
        (["json_schema"], "with answers bound to a schema"),
        (["json_schema", "json_object with schema"], "with JSON answers, without a schema"),
        (["response_format"], "takes neither a schema nor JSON mode"),
        (["store"], "It was not asked to keep nothing"),
    ],
)
async def test_how_a_model_server_can_be_asked(refuses: list[str], words: str) -> None:
    async with a_model(*refuses) as server:
        server.script(READY)
        found = await found_by(
            settings_of(openai_base_url=server.url, openai_api_key=KEY, openai_model=NAME)
        )
    assert found["model"].level == "ok"
    assert words in found["model"].found


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Says("Sure, I am ready!"), "something that is not JSON"),
        (Says("[true]"), "something that is not JSON"),
        (Says(None, refusal="no"), "refuses a plain question"),
        (Fails(429), "too much was asked"),
        (Fails(500), "fails (a 5xx answer)"),
        (Says("{", "length"), "no more than a few words"),
    ],
)
async def test_a_model_that_can_not_be_used(answer: Says | Fails, words: str) -> None:
    async with a_model() as server:
        server.script(answer)
        found = await found_by(
            settings_of(openai_base_url=server.url, openai_api_key=KEY, openai_model=NAME)
        )
    assert found["model"].level == "warning"
    assert words in found["model"].found
    assert "built-in reader" in found["model"].found


async def test_a_model_without_any_key_or_server() -> None:
    found = await found_by(settings_of(openai_model=NAME))
    assert found["model"].level == "warning"
    assert "OPENAI_API_KEY is not set" in found["model"].found


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/v1", "here", "http://[", "ftp://host/v1"])
async def test_a_model_server_that_is_away(url: str) -> None:
    found = await found_by(settings_of(openai_base_url=url, openai_model="small"))
    assert found["model"].level == "warning"
    assert found["model"].advice


async def test_no_secret_is_ever_shown() -> None:
    settings = settings_of(
        slack_app_token=APP_TOKEN, openai_api_key="sk-very-secret",
        database_url="postgresql://me:hush-hush@127.0.0.1:1/films",
    )  # fmt: skip
    slack = a_slack()
    slack.faults.add("auth.test", Error(f"no_such_token {TOKEN}"))
    async with slack_at(slack) as api_url, a_model() as model:
        values = {
            "slack_api_url": api_url, "openai_base_url": model.url, "openai_model": NAME,
        }  # fmt: skip
        findings = await examine(settings.model_copy(update=values))
    shown = shown_in_terminal(findings)
    for secret in (TOKEN, APP_TOKEN, SECRET, "sk-very-secret", "hush-hush", "very-secret"):
        assert secret not in shown
        assert secret not in str(findings)


def test_it_reads_well_in_a_terminal() -> None:
    shown = shown_in_terminal(
        [
            Finding("token", "ok", "The bot in [bold]Films[/]."),
            Finding("clock", "problem", "It is off.", "Set it."),
        ]
    )
    assert "[bold]Films[/]" in shown
    assert "→ Set it." in shown
    assert "1 ok, 1 problem" in shown


def shown_in_terminal(findings: list[Finding]) -> str:
    console = Console(file=StringIO(), width=200)
    console.print(render(findings))
    file = console.file
    assert isinstance(file, StringIO)
    return file.getvalue()


async def test_plain_text_is_no_slack() -> None:
    async def say(_request: Request) -> Response:
        return PlainTextResponse("welcome", headers={"date": "yesterday"})

    async with serve(Starlette(routes=[Route("/auth.test", say, methods=["POST"])])) as url:
        found = await found_by(settings_of(slack_api_url=url))
    assert "not as Slack does" in found["token"].found
