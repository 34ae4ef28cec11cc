"""What a workspace's people may know and decide about the model: what it is sent, on or off, how
many tokens it may use in a month."""

import re
from dataclasses import dataclass
from uuid import UUID

from handlers.blocks import Message
from handlers.doors import Command, sentence
from handlers.errors import BadInputError
from handlers.program import Actor, Prices, Program
from prompts.read_notes import VERSION
from store.clock import now
from store.queries.models import month_of
from store.unit_of_work import Work

USAGE = "/scripty model [on|off|limit 500000|limit off]"

SWITCH_MODEL = "switch_model"
"""Name of the job that asks Slack whether somebody may switch the model, and does it."""

LIMIT_MODEL = "limit_model"
"""Name of the job that asks Slack whether somebody may limit the model, and does it."""

MOST_TOKENS = 1_000_000_000_000
"""The highest limit: whoever types more has leant on a key."""

THE_WORKSPACE = UUID(int=0)
"""What the audit trail calls the workspace itself, whose id is Slack's."""

UNSET = (
    "No model is set: notes are read by the built-in reader, and nothing is sent anywhere. Whoever "
    "runs me can set one (OPENAI_MODEL, in the README's settings)."
)
_SENT = (
    "It is sent the new messages of review threads, the names of the production's people and a "
    "short line for each note so far; and when somebody asks me something, the question with the "
    "lines of the record that I found; and when somebody asks for a draft, what the record says of "
    "its subject, with the reasons of rejected drafts; with the request not to keep them, and "
    "nothing else. Every line of its answer is checked against these, and it can decide nothing."
)
_ASKING = "I'm asking Slack whether you are an admin here; the answer follows."
_LIMIT = re.compile(r"limit\s*(?P<words>.*)", re.DOTALL)
_TOKENS = re.compile(r"(?P<number>\d{1,3}(?:[ ,.'’]\d{3})+|\d{1,15})\s*(?P<times>k|m)?(?: tokens)?")
_TIMES = {"k": 1_000, "m": 1_000_000}
_NO_LIMIT = ("off", "none", "no")


class BadModelError(BadInputError):
    """Raised when what follows "/scripty model" is neither on nor off nor a limit."""

    def __init__(self) -> None:
        super().__init__(f"I don't understand that. Type {USAGE}.")


class BadLimitError(BadInputError):
    """Raised when a limit is no number of tokens."""

    def __init__(self) -> None:
        super().__init__(
            "How many tokens may be used in a month? Write a number from 1, such as /scripty model "
            "limit 500000, or /scripty model limit off. Nothing was changed."
        )


@dataclass(frozen=True)
class Limit:
    """How many tokens may be used in a month; None for any number."""

    tokens: int | None


def read_limit(words: str) -> Limit | None:
    """What "limit 500000" or "limit off" says; None for other words. Pure. Raises BadLimitError."""
    found = _LIMIT.fullmatch(words.strip().lower())
    if found is None:
        return None
    said = found["words"].strip()
    if said in _NO_LIMIT:
        return Limit(None)
    number = _TOKENS.fullmatch(said)
    if number is None:
        raise BadLimitError
    tokens = int(re.sub(r"\D", "", number["number"])) * _TIMES.get(number["times"] or "", 1)
    if not 0 < tokens <= MOST_TOKENS:
        raise BadLimitError
    return Limit(tokens)


async def model_by_command(work: Work, command: Command, program: Program) -> Message:
    """`/scripty model [on|off|limit …]`. Raises BadModelError, BadLimitError."""
    wanted = command.rest.lower()
    if not wanted:
        return sentence(await about_model(work, program))
    if (limit := read_limit(wanted)) is not None:
        await work.defer(
            LIMIT_MODEL,
            user=command.actor.user, channel=command.channel, tokens=limit.tokens,
        )  # fmt: skip
        return sentence(_ASKING)
    if wanted not in ("on", "off"):
        raise BadModelError
    await work.defer(
        SWITCH_MODEL, user=command.actor.user, channel=command.channel, on=wanted == "on"
    )
    return sentence(_ASKING)


async def about_model(work: Work, program: Program) -> str:
    """Which model reads along, what it is sent, and what it used this month."""
    home = await work.home()
    if program.model is None:
        return UNSET if home.model_on else f"{UNSET} It is switched off for this workspace."
    name = f"The model {program.model.name} (prompt {VERSION})"
    asked, sent, received = await work.models.used_since(month_of(now()))
    used = used_words(asked, sent, received, home.monthly_tokens, program.prices)
    other = "off" if home.model_on else "on"
    switch = f"An admin can switch it {other}: /scripty model {other}"
    if not home.model_on:
        return f"{name} is switched off for this workspace: nothing is sent to it. {used} {switch}"
    return f"{name} reads along. {_SENT} {used} {switch}"


def used_words(
    asked: int, sent: int, received: int, limit: int | None, prices: Prices | None
) -> str:
    """What the model used this month, what that cost where prices are known, and what is left of
    it. Pure."""
    said = f"This month: {asked} questions, {sent:,} tokens sent and {received:,} received."
    if prices is not None:
        said += f" At the prices that are set that is {prices.of(sent, received):,.2f}."
    if limit is None:
        return f"{said} There is no limit; an admin can set one: /scripty model limit 500000."
    if sent + received >= limit:
        return (
            f"{said} The limit of {limit:,} tokens a month is reached: the built-in reader does "
            "everything until next month. An admin can raise it: /scripty model limit 500000."
        )
    return f"{said} The limit is {limit:,} tokens a month."


async def limit_model(work: Work, actor: Actor, tokens: int | None) -> str:
    """Let the workspace use so many tokens in a month; what to tell whoever asked.

    Only for whom Slack calls an admin or owner.
    """
    before = (await work.home()).monthly_tokens
    if before == tokens:
        there = f"{tokens:,} tokens a month" if tokens else "none"
        return f"That is the limit already: {there}."
    await work.models.limit(tokens)
    work.log(
        actor.user, actor.surface, "model.limited" if tokens else "model.unlimited", "workspace",
        THE_WORKSPACE, tokens=f"{tokens:,}" if tokens else None,
        before=f"{before:,}" if before else None,
    )  # fmt: skip
    if tokens is None:
        return "There is no limit any more on what the model may use in a month."
    _, sent, received = await work.models.used_since(month_of(now()))
    return (
        f"The model may use {tokens:,} tokens a month; {sent + received:,} are used so far. Once "
        "they are used up, the built-in reader does everything until next month."
    )


async def switch_model(work: Work, actor: Actor, on: bool) -> str:
    """Let the workspace's threads be read with a model or not; what to tell whoever asked.

    Only for whom Slack calls an admin or owner.
    """
    state = "on" if on else "off"
    if (await work.home()).model_on == on:
        return f"The model is {state} for this workspace already."
    await work.models.switch(on)
    work.log(actor.user, actor.surface, f"model.switched_{state}", "workspace", THE_WORKSPACE)
    if on:
        return f"The model is on for this workspace. {_SENT}"
    return (
        "The model is off for this workspace: nothing more is sent to it. What it drafted so far "
        "stays, as drafts."
    )
