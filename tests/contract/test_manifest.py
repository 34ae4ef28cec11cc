"""The manifest says what the code does, and nothing that Slack's schema forbids."""

import ast
import inspect
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

import bot
import handlers
from bot.slack.manifest import (
    EVENTS,
    OPTIONAL_SCOPES,
    SCOPES,
    BadAddressError,
    manifest,
)
from handlers.install.listeners import SHORTCUTS
from handlers.program import Program
from handlers.rooms import DOORS
from tests.support.manifest_schema import breaches, load_schema

BASE = "https://scripty.example.com"

METHOD_SCOPES: dict[str, tuple[str, ...]] = {
    "apps.connections.open": (),  # with an app-level token: connections:write
    "auth.test": (),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": ("channels:history", "groups:history", "im:history", "mpim:history"),
    "conversations.info": ("channels:read", "groups:read", "im:read", "mpim:read"),
    "conversations.members": ("channels:read", "groups:read", "im:read", "mpim:read"),
    "conversations.open": ("channels:manage", "groups:write", "im:write", "mpim:write"),
    "conversations.replies": ("channels:history", "groups:history", "im:history", "mpim:history"),
    "dnd.info": ("dnd:read",),
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "files.info": ("files:read",),
    "users.info": ("users:read",),
    "views.open": (),
    "views.publish": (),
    "views.push": (),
    "views.update": (),
}
"""The bot scopes of each method's page (docs.slack.dev/reference/methods): any one of them will do,
which one is up to the kind of conversation."""


class Doors(AsyncApp):
    """An app that notes down which doors are opened in it."""

    def __init__(self) -> None:
        super().__init__(token="xoxb-test", signing_secret="test")
        self.opened: dict[str, set[str]] = {"event": set(), "command": set(), "shortcut": set()}

    def event(self, event: Any, *args: Any, **kwargs: Any) -> Any:
        return self._note("event", event, super().event(event, *args, **kwargs))

    def command(self, command: Any, *args: Any, **kwargs: Any) -> Any:
        return self._note("command", command, super().command(command, *args, **kwargs))

    def shortcut(self, constraints: Any, *args: Any, **kwargs: Any) -> Any:
        return self._note("shortcut", constraints, super().shortcut(constraints, *args, **kwargs))

    def _note(self, kind: str, what: object, registered: Any) -> Any:
        if isinstance(what, str):  # what is unknown is caught with a pattern
            self.opened[kind].add(what)
        return registered


@pytest.fixture(scope="module")
def opened() -> dict[str, set[str]]:
    """The doors of all rooms, by kind. Opening a door needs no record and no Slack."""
    nothing = cast("Any", None)
    program = Program(record=nothing, slack=nothing, quiet=timedelta())
    app = Doors()
    for register in DOORS:
        register(app, program)
    return app.opened


@pytest.mark.parametrize("base_url", [None, BASE])
def test_it_keeps_to_the_schema(base_url: str | None) -> None:
    shown = json.loads(json.dumps(manifest(base_url)))
    assert list(breaches(load_schema(), shown)) == []


def test_the_schema_checker_sees_what_is_wrong() -> None:
    wrong = manifest(None)
    wrong["display_information"] = {"description": "x" * 141, "colour": "blue"}
    wrong["features"]["slash_commands"][0]["command"] = "scripty"
    wrong["features"]["shortcuts"][0]["type"] = "channel"
    wrong["features"]["shortcuts"] *= 6
    wrong["settings"]["interactivity"] = {"request_url": 1}
    wrong["settings"]["event_subscriptions"]["bot_events"].append("e" * 51)
    found = "\n".join(breaches(load_schema(), wrong))
    for expected in (
        "display_information: name is missing",
        "display_information: colour is unknown",
        "display_information.description: is too long",
        "slash_commands[0].command: doesn't match ^\\/",
        "shortcuts: is too long",
        "shortcuts[0].type: is not one of message, global",
        "interactivity: is_enabled is missing",
        "interactivity.request_url: is no string",
        "bot_events[8]: is too long",
    ):
        assert expected in found


def test_every_command_is_in_it_and_the_other_way_round(opened: dict[str, set[str]]) -> None:
    commands = manifest(None)["features"]["slash_commands"]
    assert {command["command"] for command in commands} == opened["command"]
    assert all(command["should_escape"] for command in commands)


def test_every_shortcut_is_in_it_and_the_other_way_round(opened: dict[str, set[str]]) -> None:
    shortcuts = manifest(None)["features"]["shortcuts"]
    assert {shortcut["callback_id"] for shortcut in shortcuts} == opened["shortcut"]
    assert [shortcut["name"] for shortcut in shortcuts] == [name for name, _ in SHORTCUTS]
    assert {shortcut["type"] for shortcut in shortcuts} == {"message"}


def test_every_event_is_in_it_and_the_other_way_round(opened: dict[str, set[str]]) -> None:
    events = manifest(None)["settings"]["event_subscriptions"]["bot_events"]
    assert set(events) == set(EVENTS)
    # One listener hears the messages of public and private channels: both come as "message".
    assert {event.partition(".")[0] for event in events} == opened["event"]


def test_the_methods_we_call_need_no_other_scopes() -> None:
    listed = {*SCOPES, *OPTIONAL_SCOPES}
    for method in sorted(called_methods()):
        assert method in METHOD_SCOPES, f"note down the scopes of {method}"
        needed = METHOD_SCOPES[method]
        assert not needed or listed & set(needed), f"{method} needs one of {', '.join(needed)}"


def test_every_scope_is_needed() -> None:
    needed = {scope for method in called_methods() for scope in METHOD_SCOPES[method]}
    needed |= {*EVENTS.values(), "commands"}
    assert needed >= {*SCOPES, *OPTIONAL_SCOPES}


def test_an_event_without_its_scope_would_never_come() -> None:
    assert {*SCOPES, *OPTIONAL_SCOPES} >= set(EVENTS.values()) - {""}


def test_the_app_asks_for_exactly_these_scopes() -> None:
    assert manifest(None)["oauth_config"]["scopes"] == {
        "bot": sorted(SCOPES),
        "bot_optional": sorted(OPTIONAL_SCOPES),
    }
    assert not set(SCOPES) & set(OPTIONAL_SCOPES)


def test_without_an_address_it_is_socket_mode() -> None:
    shown = manifest(None)
    assert shown["settings"]["socket_mode_enabled"] is True
    assert "url" not in json.dumps(shown)


@pytest.mark.parametrize("given", [BASE, f"{BASE}/", f" {BASE}/slack/events "])
def test_with_an_address_everything_goes_there(given: str) -> None:
    shown = manifest(given)
    assert shown["settings"]["socket_mode_enabled"] is False
    urls = [
        shown["settings"]["event_subscriptions"]["request_url"],
        shown["settings"]["interactivity"]["request_url"],
        shown["features"]["slash_commands"][0]["url"],
    ]
    assert urls == [f"{BASE}/slack/events"] * 3


@pytest.mark.parametrize(
    "given", ["scripty.example.com", "http://a.example", "https://", "https://a b"]
)
def test_an_address_slack_cant_reach_is_refused(given: str) -> None:
    with pytest.raises(BadAddressError, match=r"https://scripty\.example\.com"):
        manifest(given)


def called_methods() -> set[str]:
    """The Web API methods that the code calls, as `chat_update` or by name: "chat.update"."""
    offered = {
        name.replace("_", ".")
        for name, _ in inspect.getmembers(AsyncWebClient, inspect.iscoroutinefunction)
        if "_" in name.strip("_") and name != "api_call"
    }
    return {name.replace("_", ".") for name in _names()} & offered


def _names() -> Iterator[str]:
    """Every attribute and every text in our code, the demo's local Slack left out."""
    for package in (bot, handlers):
        folder = Path(str(package.__file__)).parent
        for path in folder.rglob("*.py"):
            if "demo" not in path.relative_to(folder).parts:
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                    if isinstance(node, ast.Attribute):
                        yield node.attr
                    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                        yield node.value
