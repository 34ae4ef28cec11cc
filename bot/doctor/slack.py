"""Slack: whose token it is, what it may do, and whether our clocks agree."""

from collections.abc import Awaitable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Settings
from bot.doctor.findings import PATIENCE, Finding, first_line
from bot.slack.errors import LOST
from bot.slack.manifest import OPTIONAL_SCOPES, SCOPES
from store.clock import now

MOST_SKEW = timedelta(seconds=60)
"""Well inside the five minutes after which a signature is refused (Slack's page "Verifying
requests from Slack")."""

NO_ANSWER = (aiohttp.ClientError, SlackClientError, TimeoutError, OSError, ValueError)

NOT_SLACK = (AttributeError, TypeError, KeyError)
"""What the client runs into where an answer is no JSON object."""

REINSTALL = (
    "On the app's page App Manifest put in what `scripty manifest` prints, then Reinstall to "
    "Workspace on the page OAuth & Permissions; if the token there changed, copy it."
)
COPY_AGAIN = (
    "Copy the Bot User OAuth Token again from the app's page OAuth & Permissions; if the app was "
    "removed from the workspace, install it again there."
)


@dataclass(frozen=True)
class Answer:
    """What came back: the method's answer, its headers, and the error it names ("": none)."""

    data: Mapping[str, Any]
    headers: Mapping[str, str]
    error: str = ""


async def examine_slack(settings: Settings) -> Sequence[Finding]:
    """Ask Slack whose token SLACK_BOT_TOKEN is; its answer's headers say the rest."""
    token = settings.slack_bot_token.get_secret_value()
    if not token:
        return ()
    asked = now()
    answer = await _ask(_client(settings, token).auth_test(), settings, "token")
    if isinstance(answer, Finding):
        return (answer,)
    halfway = asked + (now() - asked) / 2
    scopes = () if answer.error else _scopes(answer.headers)
    return (_whose(answer), *scopes, _clock(answer.headers, halfway))


async def examine_app_token(settings: Settings) -> Sequence[Finding]:
    """Ask for the address of a socket, without opening one. The address itself is a secret."""
    token = settings.slack_app_token.get_secret_value()
    if not token:
        return ()
    opening = _client(settings, None).apps_connections_open(app_token=token)
    answer = await _ask(opening, settings, "app token")
    if isinstance(answer, Finding):
        return (answer,)
    if answer.error:
        return (
            Finding(
                "app token",
                "problem",
                f"Slack opens no socket for SLACK_APP_TOKEN: {answer.error}.",
                "On the app's page Basic Information make an app-level token with "
                "connections:write, and switch Socket Mode on.",
            ),
        )
    return (Finding("app token", "ok", "Slack opens a socket for it."),)


def _client(settings: Settings, token: str | None) -> AsyncWebClient:
    return AsyncWebClient(
        token=token, base_url=settings.api_url, timeout=PATIENCE, retry_handlers=[]
    )


async def _ask(call: Awaitable[Any], settings: Settings, name: str) -> Answer | Finding:
    """The answer, or what is to be said when there was none."""
    where = settings.api_url
    try:
        response = await call
        return Answer(response.data, response.headers)
    except SlackApiError as error:
        code = error.response.get("error") if hasattr(error.response, "get") else None
        if code:
            return Answer({}, error.response.headers, str(code))
        status = getattr(error.response, "status_code", "?")
        found = f"{where} answered with status {status} and not as Slack does."
    except NO_ANSWER as error:
        found = f"{where} can't be reached: {type(error).__name__}, {first_line(error)}"
    except NOT_SLACK:
        found = f"{where} answered, but not as Slack does."
    return Finding(
        name,
        "problem",
        found,
        "Check the network and HTTPS_PROXY, and leave SLACK_API_URL empty for Slack itself; "
        "status.slack.com says when Slack is down.",
    )


def _whose(answer: Answer) -> Finding:
    data = answer.data
    if answer.error:
        advice = COPY_AGAIN if answer.error in LOST else "Try again in a minute."
        found = f"Slack refuses SLACK_BOT_TOKEN: {answer.error}."
        return Finding("token", "problem", found, advice)
    team = f"{data.get('team')} ({data.get('team_id')})"
    if not data.get("bot_id"):
        return Finding("token", "problem", f"It is a person's, in {team}.", COPY_AGAIN)
    return Finding("token", "ok", f"The bot {data.get('user')} in {team}.")


def _scopes(headers: Mapping[str, str]) -> Iterable[Finding]:
    given = headers.get("x-oauth-scopes")
    if given is None:
        yield Finding("scopes", "warning", "Slack did not name them.", "Compare them by hand.")
        return
    granted = {scope.strip() for scope in given.split(",")}
    missing = [scope for scope in SCOPES if scope not in granted]
    left_out = [scope for scope in OPTIONAL_SCOPES if scope not in granted]
    for scope in missing:
        found = f"{scope} is missing: I can't {SCOPES[scope]}."
        yield Finding("scopes", "problem", found, REINSTALL)
    for scope in left_out:
        found = f"{scope} was left out: I can't {OPTIONAL_SCOPES[scope]}."
        yield Finding("scopes", "warning", found, f"If that is wanted: {REINSTALL}")
    if not missing and not left_out:
        yield Finding("scopes", "ok", f"All {len(SCOPES) + len(OPTIONAL_SCOPES)} are granted.")


def _clock(headers: Mapping[str, str], ours: datetime) -> Finding:
    try:
        # Whole seconds, cut off: half a second more is the best guess.
        slacks = parsedate_to_datetime(headers["Date"]) + timedelta(milliseconds=500)
        ahead = ours - slacks.astimezone(UTC)
    except (KeyError, ValueError):
        return Finding("clock", "warning", "Slack's answer named no time to compare with.")
    seconds = abs(round(ahead.total_seconds()))
    side = "ahead of" if ahead > timedelta() else "behind"
    if abs(ahead) > MOST_SKEW:
        return Finding(
            "clock",
            "problem",
            f"This machine is {seconds} seconds {side} Slack; at 300 every request is refused.",
            "Let the machine set its clock over the network (on Linux: timedatectl set-ntp true).",
        )
    return Finding("clock", "ok", f"{seconds} seconds from Slack's.")
