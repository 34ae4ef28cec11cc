"""What a workspace's people may know and decide about the model: what it is sent, on or off."""

from uuid import UUID

from handlers.blocks import Message
from handlers.doors import Command, sentence
from handlers.errors import BadInputError
from handlers.program import Actor, Program
from prompts.read_notes import VERSION
from store.clock import now
from store.unit_of_work import Work

USAGE = "/scripty model [on|off]"

SWITCH_MODEL = "switch_model"
"""Name of the job that asks Slack whether somebody may switch the model, and does it."""

THE_WORKSPACE = UUID(int=0)
"""What the audit trail calls the workspace itself, whose id is Slack's."""

UNSET = (
    "No model is set: notes are read by the built-in reader, and nothing is sent anywhere. Whoever "
    "runs me can set one (OPENAI_MODEL, in the README's settings)."
)
_SENT = (
    "It is sent the new messages of review threads, the names of the production's people and a "
    "short line for each note so far; and when somebody asks me something, the question with the "
    "lines of the record that I found; with the request not to keep them, and nothing else. Every "
    "line of its answer is checked against these, and it can decide nothing."
)


class BadModelError(BadInputError):
    """Raised when what follows "/scripty model" is neither on nor off."""

    def __init__(self) -> None:
        super().__init__(f"I don't understand that. Type {USAGE}.")


async def model_by_command(work: Work, command: Command, program: Program) -> Message:
    """`/scripty model [on|off]`. Raises BadModelError."""
    wanted = command.rest.lower()
    if not wanted:
        return sentence(await about_model(work, program))
    if wanted not in ("on", "off"):
        raise BadModelError
    await work.defer(
        SWITCH_MODEL, user=command.actor.user, channel=command.channel, on=wanted == "on"
    )
    return sentence("I'm asking Slack whether you are an admin here; the answer follows.")


async def about_model(work: Work, program: Program) -> str:
    """Which model reads along, what it is sent, and what it used this month."""
    on = (await work.home()).model_on
    if program.model is None:
        return UNSET if on else f"{UNSET} It is switched off for this workspace."
    name = f"The model {program.model.name} (prompt {VERSION})"
    month = now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    asked, sent, received = await work.models.used_since(month)
    used = f"This month: {asked} questions, {sent:,} tokens sent and {received:,} received."
    other = "off" if on else "on"
    switch = f"An admin can switch it {other}: /scripty model {other}"
    if not on:
        return f"{name} is switched off for this workspace: nothing is sent to it. {used} {switch}"
    return f"{name} reads along. {_SENT} {used} {switch}"


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
