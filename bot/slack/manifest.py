"""The Slack app manifest: everything Slack has to know of the app, from one place.

Schema 2 of `github.com/slackapi/manifest-schema`; the fields are described on Slack's page "App
manifest reference". A test holds this against the doors that the rooms open.
"""

from collections.abc import Mapping
from typing import Any

from bot.explained import ExplainedError

EVENTS_PATH = "/slack/events"

SCOPES: Mapping[str, str] = {
    "app_mentions:read": "hear “@Scripty review” in a thread",
    "channels:history": "read what people write in a review's thread",
    "channels:read": "know a channel's name and who is in it",
    "chat:write": "post the card, the offers and the answers",
    "commands": "offer /scripty and the message shortcuts",
    "files:write": "post the round report as a picture in its thread",
    "im:history": "look whether a direct message arrived when the connection broke",
    "im:write": "tell a person directly what could not be posted",
    "users:read": "know people's names and time zones",
}
"""Each bot scope with what it is for."""

OPTIONAL_SCOPES: Mapping[str, str] = {
    "dnd:read": "keep a reminder back while somebody doesn't want to be disturbed",
    "files:read": "read a text file or a transcript that somebody wants drafts from",
    "groups:history": "read what people write in a review's thread in a private channel",
    "groups:read": "know a private channel's name and who is in it",
}
"""Scopes whoever installs the app may leave out: without them it can't serve private channels,
reads no files, and knows of no quiet hours but the production's."""

EVENTS: Mapping[str, str] = {
    "app_home_opened": "",
    "app_mention": "app_mentions:read",
    "app_uninstalled": "",
    "channel_rename": "channels:read",
    "member_joined_channel": "channels:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "tokens_revoked": "",
}
"""Each subscribed event with the scope Slack asks for it, as its page names it."""

COMMAND = "/scripty"

SHORTCUTS: Mapping[str, tuple[str, str]] = {
    "review_start_here": ("Start review here", "Make this message's thread a review"),
    "task_from_message": ("Make this a task", "Make a task of this message"),
    "decision_log": ("Log a decision", "Record what this message decides"),
    "sections_to_tasks": ("Turn sections into tasks", "Draft a task of each section of it"),
    "draft_from_message": ("Draft from this message", "Draft a summary, clips, a handoff of it"),
}
"""The message shortcuts by `callback_id`: what the menu says, and what it does."""

ABOUT = (
    "Scripty is the script supervisor of your review conversations. It reads a review's thread, "
    "keeps one card of numbered draft notes in it, and lets people accept, reject, edit, merge "
    "and assign them. Accepted notes become tasks with an owner and a date, or visibly without. "
    "Nothing is decided by a machine, and every note keeps the words it came from."
)


class BadAddressError(ExplainedError):
    """An address at which Slack could not reach the program: it sends over TLS only."""

    def __init__(self, base_url: str) -> None:
        super().__init__(
            f"Slack can't send requests to {base_url!r}. Give the public address of this "
            "program, such as https://scripty.example.com; for Socket Mode give none."
        )


def manifest(base_url: str | None) -> dict[str, Any]:
    """The app manifest, to be printed as JSON and pasted into "Create an app from a manifest".

    `base_url` is where Slack reaches the program over HTTP ("https://scripty.example.com");
    without one the app uses Socket Mode. Raises BadAddressError.
    """
    address = _requests_go_to(base_url) if base_url else None
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Scripty",
            "description": "Turns review threads into accepted notes and owned tasks.",
            "long_description": ABOUT,
            "background_color": "#1f2a37",
        },
        "features": _features(address),
        "oauth_config": {
            "scopes": {"bot": sorted(SCOPES), "bot_optional": sorted(OPTIONAL_SCOPES)}
        },
        "settings": _settings(address),
    }


def _requests_go_to(base_url: str) -> str:
    """The one address of events, commands, presses and shortcuts."""
    base = base_url.strip().rstrip("/").removesuffix(EVENTS_PATH)
    scheme, _, host = base.partition("://")
    if scheme != "https" or not host or any(mark in host for mark in " ?#<>\"'"):
        raise BadAddressError(base_url)
    return base + EVENTS_PATH


def _at(address: str | None, field: str) -> dict[str, str]:
    """Over HTTP the field with the address; in Socket Mode Slack wants none."""
    return {field: address} if address else {}


def _features(address: str | None) -> dict[str, Any]:
    return {
        # Without a messages tab Slack refuses every direct message (`messages_tab_disabled`).
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": True,
        },
        "bot_user": {"display_name": "Scripty", "always_online": True},
        "shortcuts": [
            {"name": name, "type": "message", "callback_id": callback, "description": what}
            for callback, (name, what) in SHORTCUTS.items()
        ],
        "slash_commands": [
            {
                "command": COMMAND,
                **_at(address, "url"),
                "description": "Start a review, make a task, see what is open",
                "usage_hint": "review <link> [v2] | task <what> @owner by friday | tasks | help",
                # People arrive as <@U…>, so that an owner is a person and not a word.
                "should_escape": True,
            }
        ],
    }


def _settings(address: str | None) -> dict[str, Any]:
    return {
        "event_subscriptions": {**_at(address, "request_url"), "bot_events": sorted(EVENTS)},
        "interactivity": {"is_enabled": True, **_at(address, "request_url")},
        "org_deploy_enabled": False,
        "socket_mode_enabled": address is None,
        "token_rotation_enabled": False,
    }
