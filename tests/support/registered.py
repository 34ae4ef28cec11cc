"""Every door that the rooms have opened, read from the rooms themselves: a new one is in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar, cast

from slack_bolt.app.async_app import AsyncApp

from handlers.program import Program
from handlers.rooms import DOORS

F = TypeVar("F", bound=Callable[..., object])


@dataclass
class Registered:
    """The names the rooms listen to, in their order. What stands for anything else is left out."""

    actions: list[str] = field(default_factory=list)
    views: list[str] = field(default_factory=list)
    shortcuts: list[str] = field(default_factory=list)

    def action(self, name: object) -> Callable[[F], F]:
        return _kept(self.actions, name)

    def view(self, name: object) -> Callable[[F], F]:
        return _kept(self.views, name)

    def shortcut(self, name: object) -> Callable[[F], F]:
        return _kept(self.shortcuts, name)

    def command(self, name: object, matchers: object = None) -> Callable[[F], F]:
        return _kept([], name)

    def event(self, name: object) -> Callable[[F], F]:
        return _kept([], name)


def registered(program: Program) -> Registered:
    """What all rooms listen to."""
    found = Registered()
    for register in DOORS:
        register(cast(AsyncApp, found), program)
    return found


def _kept(names: list[str], name: object) -> Callable[[F], F]:
    if isinstance(name, str):
        names.append(name)

    def listener(function: F) -> F:
        return function

    return listener
