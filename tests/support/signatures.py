"""Bolt asks for the parameters of each listener, of which the program has hundreds, whenever an app
is made: a third of the time it takes to start the program. They are the same in every test."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FunctionType, SimpleNamespace
from typing import Any

import pytest
from slack_bolt.util import utils


@contextmanager
def remembered_signatures() -> Iterator[None]:
    """Meanwhile Bolt asks a function for its parameters once, however often it is made anew."""
    known: dict[CodeType, inspect.FullArgSpec] = {}

    def ask(function: Callable[..., Any]) -> inspect.FullArgSpec:
        if not isinstance(function, FunctionType):
            return inspect.getfullargspec(function)
        code = function.__code__
        if code not in known:
            known[code] = inspect.getfullargspec(function)
        return known[code]

    remembering = SimpleNamespace(**vars(inspect) | {"getfullargspec": ask})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(utils, "inspect", remembering)
        yield
