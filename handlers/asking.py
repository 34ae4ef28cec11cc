"""How a model is asked from a job: once, and once more where that can help. Nothing here holds a
transaction open while it waits."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from handlers.program import Model, ModelFailedError, Program
from prompts.answers import NoAnswerError
from prompts.request import ModelRequest
from store.types import ModelOutcome

LONGEST_WAIT = 20.0
"""Seconds a job stays for a server that wants to be asked later."""

_WORTH_A_RETRY: frozenset[ModelOutcome] = frozenset(
    {"timeout", "unreachable", "limited", "broken", "invalid"}
)


class Checked(Protocol):
    """What is left of an answer once it was held against what it is about."""

    @property
    def dropped(self) -> Mapping[str, int]:
        """What was not believed: reason → how often."""


Answer = TypeVar("Answer", bound=Checked)


@dataclass
class Came(Generic[Answer]):
    """What came of a question, of all its tries together."""

    answer: Answer
    outcome: ModelOutcome = "invalid"
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0


async def ask_twice(
    program: Program,
    model: Model,
    request: ModelRequest,
    read: Callable[[str], Answer],
    nothing: Answer,
    is_wanted: Callable[[], Awaitable[bool]],
) -> Came[Answer]:
    """Ask, and once more where that can help and is still wanted. Every try is counted.

    `read` makes of what a model wrote what holds of it, or raises NoAnswerError; `nothing` is the
    answer where none came.
    """
    came = Came(nothing)
    wait = await _try(program, model, request, read, came)
    if came.outcome in _WORTH_A_RETRY:
        await asyncio.sleep(min(wait, LONGEST_WAIT))
        if await is_wanted():
            await _try(program, model, request, read, came)
    return came


async def _try(
    program: Program,
    model: Model,
    request: ModelRequest,
    read: Callable[[str], Answer],
    came: Came[Answer],
) -> float:
    """Ask once and note what came of it; how long to wait before another try."""
    wait = 0.0
    try:
        said = await model.ask(request)
    except ModelFailedError as error:
        wait, came.outcome = error.wait, error.outcome
        spent = (error.tokens_in, error.tokens_out, error.seconds)
    else:
        try:
            came.answer, came.outcome = read(said.text), "answered"
        except NoAnswerError:
            came.outcome = "invalid"
        spent = (said.tokens_in, said.tokens_out, said.seconds)
    came.tokens_in += spent[0]
    came.tokens_out += spent[1]
    came.seconds += spent[2]
    program.tally.model_asked(came.outcome, spent[0], spent[1])
    program.tally.lines_dropped(came.answer.dropped)
    return wait
