"""What each of Slack's answers means for something we wanted to show: one table.

later      try again, at the moment Slack names (429, Retry-After)
never      Slack said no, and will say no again
lost       the token is gone: nothing will work in this workspace any more
uncertain  nobody knows whether it happened: look before trying again
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import aiohttp
from slack_sdk.errors import SlackApiError, SlackRequestError

Kind = Literal["later", "never", "lost", "uncertain"]

LATER = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})

LOST = frozenset(
    {
        "account_inactive",
        "app_uninstalled",
        "invalid_auth",
        "no_permission",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)

UNCERTAIN = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})

WHAT_TO_DO = {
    "not_in_channel": "Invite me with /invite @Scripty, then try again.",
    "channel_not_found": "It is private: invite me with /invite @Scripty, then try again.",
    "is_archived": "The channel is archived.",
    "message_not_found": "My card was deleted. “Start review here” on the first message of the "
    "thread brings it back.",
    "missing_scope": "The app lacks a permission: have an admin reinstall it (scripty doctor).",
    "restricted_action": "A workspace setting keeps me from posting there.",
}
"""For people: what helps against a definite no."""

DEFAULT_WAIT = timedelta(seconds=30)
UPLOAD_WAIT = timedelta(seconds=5)


@dataclass(frozen=True)
class Outcome:
    """What became of a call that did not simply succeed."""

    kind: Kind
    reason: str
    wait: timedelta = timedelta()


class UploadRefusedError(Exception):
    """The address that takes a file's bytes answered with another status than 200."""

    def __init__(self, status: int, headers: Mapping[str, str]) -> None:
        super().__init__(f"upload status {status}")
        self.status = status
        self.headers = headers


class NothingSharedError(Exception):
    """An upload failed, for the reason that is its cause, before anybody could see the file."""


class NotSeenError(Exception):
    """Slack took a picture and doesn't show it yet, or never will (python-slack-sdk#1818)."""


def outcome(error: BaseException) -> Outcome:
    """What an error of the Web API client means. Unknown definite answers count as never."""
    if isinstance(error, NothingSharedError) and error.__cause__ is not None:
        return _nothing_seen(outcome(error.__cause__))
    if isinstance(error, UploadRefusedError):
        return _upload_refused(error)
    if isinstance(error, SlackApiError):
        return _answered(error)
    if isinstance(error, aiohttp.ClientConnectorError):
        return Outcome("later", "no connection", DEFAULT_WAIT)  # nothing was sent
    if isinstance(error, SlackRequestError):
        return Outcome("never", str(error))
    return Outcome("uncertain", type(error).__name__)


NETWORK_ERRORS = (
    SlackApiError,
    SlackRequestError,
    aiohttp.ClientError,
    asyncio.TimeoutError,
    ConnectionError,
    UploadRefusedError,
    NothingSharedError,
    NotSeenError,
)
"""What calling Slack raises: an answer that says no, or no answer."""


def _nothing_seen(result: Outcome) -> Outcome:
    """Where nothing can have been seen, nothing is uncertain."""
    if result.kind == "uncertain":
        return Outcome("later", result.reason, UPLOAD_WAIT)
    return result


def _upload_refused(error: UploadRefusedError) -> Outcome:
    if error.status == 429:
        return Outcome("later", "ratelimited", _retry_after(error))
    if error.status >= 500:
        return Outcome("uncertain", f"status {error.status}")
    return Outcome("never", f"upload status {error.status}")


def _answered(error: SlackApiError) -> Outcome:
    response = error.response
    status = getattr(response, "status_code", 200)
    code = str(response.get("error", "")) if hasattr(response, "get") else ""
    if status == 429 or code in LATER:
        return Outcome("later", code or "ratelimited", _retry_after(response))
    if status >= 500 or code in UNCERTAIN:
        return Outcome("uncertain", code or f"status {status}")
    if code in LOST:
        return Outcome("lost", code)
    # Without a code it is no answer of Slack's: a proxy's page, say.
    return Outcome("never", code) if code else Outcome("uncertain", f"status {status}")


def _retry_after(response: object) -> timedelta:
    headers = {
        str(name).lower(): value for name, value in dict(getattr(response, "headers", {})).items()
    }
    try:
        return timedelta(seconds=max(1.0, float(headers["retry-after"])))
    except (KeyError, TypeError, ValueError):
        return DEFAULT_WAIT
