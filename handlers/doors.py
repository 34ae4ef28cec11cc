"""Slack's doors, shared by all rooms: reading a payload, opening the record, answering.

A press is one transaction: the service runs, commits, and only then is the press acknowledged.
An error of ours is shown to the person who pressed; any other one reaches Bolt's error handler
and Slack tells the person that it didn't work.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.request.internals import extract_team_id
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.answers import answer
from handlers.blocks import Message, View, message, modal, section
from handlers.errors import ScriptyError
from handlers.membership import LEARN_PRODUCTION, NotAMemberError, member_here
from handlers.program import Actor, Place, Program
from handlers.text import escape
from store.unit_of_work import Work

Body = Mapping[str, Any]

OPEN_SECONDS = 2
"""How long a command waits for its form: Slack wants its answer within three seconds."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Press:
    """A button pressed: by whom, where, on what. `value` is an id and nothing else is trusted.

    `view` is the open modal that it stands in; in the Home tab (`home`) there is none, and no
    place either: what is to be said to the person there is said in a modal.
    """

    workspace_id: str
    actor: Actor
    value: str
    place: Place | None
    trigger_id: str
    view: Mapping[str, Any] | None
    response_url: str | None
    home: bool = False


def workspace_of(body: Body) -> str:
    """The workspace a payload is from, found as Bolt finds the one it authorizes."""
    return extract_team_id(dict(body)) or ""


def press_of(body: Body) -> Press:
    """The press behind a `block_actions` payload."""
    container = body.get("container", {})
    channel = body.get("channel", {}).get("id") or container.get("channel_id")
    thread_ts = body.get("message", {}).get("thread_ts") or container.get("thread_ts")
    view = body.get("view")
    home = view is not None and view.get("type") == "home"
    return Press(
        workspace_id=workspace_of(body),
        actor=Actor(body["user"]["id"], "button"),
        value=body["actions"][0].get("value", ""),
        place=Place(channel, thread_ts) if channel else None,
        trigger_id=body.get("trigger_id", ""),
        view=None if home else view,
        response_url=body.get("response_url") if container.get("is_ephemeral") else None,
        home=home,
    )


def shortcut_of(body: Body) -> Press:
    """A message shortcut, as a press whose place is the message's thread, be it yet to begin."""
    message = body["message"]
    return Press(
        workspace_id=workspace_of(body),
        actor=Actor(body["user"]["id"], "shortcut"),
        value=message["ts"],
        place=Place(body["channel"]["id"], message.get("thread_ts") or message["ts"]),
        trigger_id=body["trigger_id"],
        view=None,
        response_url=None,
    )


async def change(
    program: Program,
    press: Press,
    client: AsyncWebClient,
    service: Callable[[Work], Awaitable[Any]],
) -> bool:
    """Run a service in one transaction; what it objects to is told to whoever pressed.

    Whether it went through.
    """
    try:
        async with program.record.workspace(press.workspace_id) as work:
            await service(work)
            program.checkpoint("press.before_commit")
    except ScriptyError as error:
        await refuse(program, press, client, error)
        return False
    program.checkpoint("press.committed")
    return True


async def refuse(
    program: Program, press: Press, client: AsyncWebClient, error: ScriptyError
) -> None:
    """Tell the person what went wrong, where they are looking."""
    async with program.record.workspace(press.workspace_id) as work:
        await learn_again(work, error, press.actor)
        if press.place is not None and press.view is None:
            await answer(work, press.place, press.actor.user, sentence(str(error)))
    if press.view is not None or press.home:
        await show_form(program, press, client, notice(str(error)))


async def learn_again(work: Work, error: ScriptyError, actor: Actor) -> None:
    """Somebody we take for a stranger may have joined a moment ago: ask Slack again."""
    if isinstance(error, NotAMemberError):
        await work.defer(
            LEARN_PRODUCTION, production_id=str(error.production_id), starter=actor.user
        )


async def show_form(
    program: Program,
    press: Press,
    client: AsyncWebClient,
    view: View,
    *,
    otherwise: str = "The form could not be opened in time. Press the button again.",
) -> None:
    """Open a modal, on top of the one that was pressed in if there is one. The Home tab is none:
    views.push takes only triggers of modals.

    The only Web API call of a press: its trigger lives three seconds. Where Slack can't open it,
    the person is told what stands (`otherwise`).
    """
    open_view = client.views_push if press.view else client.views_open
    if not await _opened(open_view(trigger_id=press.trigger_id, view=view)) and press.place:
        async with program.record.workspace(press.workspace_id) as work:
            await answer(work, press.place, press.actor.user, sentence(otherwise))


async def _opened(call: Awaitable[Any]) -> bool:
    """Whether Slack opened the view."""
    try:
        await call
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
        log.warning("form not opened", action="form_failed", reason=str(error)[:200])
        return False
    return True


async def change_and_ask(
    program: Program,
    press: Press,
    client: AsyncWebClient,
    service: Callable[[Work], Awaitable[View]],
    **saying: str,
) -> None:
    """Run the service; once it is committed, open the form it returned."""
    asked: list[View] = []

    async def keeping(work: Work) -> None:
        asked.append(await service(work))

    if await change(program, press, client, keeping):
        await show_form(program, press, client, asked[0], **saying)


async def submit(
    program: Program,
    body: Body,
    ack: AsyncAck,
    service: Callable[[Work, Actor], Awaitable[Any]],
    *,
    field: str,
) -> bool:
    """Run the service behind a submitted modal; what it objects to is shown beside `field`."""
    saved = await _submitted(program, body, ack, service, field)
    if saved:
        await ack()
    return saved


async def submit_and_show(
    program: Program,
    body: Body,
    ack: AsyncAck,
    service: Callable[[Work, Actor], Awaitable[View]],
    *,
    field: str,
) -> None:
    """Like `submit`; in the place of the modal stands what the service returned."""
    shown: list[View] = []

    async def keeping(work: Work, actor: Actor) -> None:
        shown.append(await service(work, actor))

    if await _submitted(program, body, ack, keeping, field):
        await ack(response_action="update", view=shown[0])


async def _submitted(
    program: Program,
    body: Body,
    ack: AsyncAck,
    service: Callable[[Work, Actor], Awaitable[Any]],
    field: str,
) -> bool:
    actor = Actor(body["user"]["id"], "modal")
    try:
        async with program.record.workspace(workspace_of(body)) as work:
            await service(work, actor)
            program.checkpoint("press.before_commit")
    except ScriptyError as error:
        async with program.record.workspace(workspace_of(body)) as work:
            await learn_again(work, error, actor)
        await ack(response_action="errors", errors={error.field or field: str(error)})
        return False
    program.checkpoint("press.committed")
    return True


def list_shown(view: Mapping[str, Any] | None) -> str:
    """Which open list of notes a press came from, and its page: "V01:3". Empty: from none."""
    if view is None or view.get("callback_id") != "notes_list":
        return ""
    page = json.loads(view.get("private_metadata") or "{}").get("page", 1)
    return f"{view['id']}:{page}"


@dataclass(frozen=True)
class Command:
    """A `/scripty` command: the words after its verb, by whom and where."""

    workspace_id: str
    actor: Actor
    rest: str
    channel: str
    channel_name: str


def command_of(body: Body) -> Command:
    """The command behind a slash command's payload."""
    _, rest = verb_and_rest(body.get("text", ""))
    name = body.get("channel_name", "")
    return Command(
        workspace_id=workspace_of(body),
        actor=Actor(body["user_id"], "command"),
        rest=rest,
        channel=body["channel_id"],
        channel_name="" if name in ("directmessage", "privategroup") else name,
    )


def verb_and_rest(text: str) -> tuple[str, str]:
    """ "review <link> v2" is ("review", "<link> v2")."""
    verb, rest = [*text.split(maxsplit=1), "", ""][:2]
    return verb.lower(), rest.strip()


def asks_for(*verbs: str) -> Callable[..., Awaitable[bool]]:
    """A matcher for commands that begin with one of these verbs."""

    async def matches(body: Body) -> bool:
        return verb_and_rest(body.get("text", ""))[0] in verbs

    return matches


async def run_command(
    program: Program,
    body: Body,
    ack: AsyncAck,
    service: Callable[[Work, Command], Awaitable[Message]],
) -> None:
    """Run a command in one transaction and answer with what it says, visible to its author."""
    command = command_of(body)
    try:
        async with program.record.workspace(command.workspace_id) as work:
            reply = await service(work, command)
            program.checkpoint("press.before_commit")
    except ScriptyError as error:
        async with program.record.workspace(command.workspace_id) as work:
            await learn_again(work, error, command.actor)
        reply = sentence(str(error))
    else:
        program.checkpoint("press.committed")
    await ack(response_type="ephemeral", text=reply.text, blocks=reply.blocks)


async def ask_by_command(
    program: Program,
    body: Body,
    ack: AsyncAck,
    client: AsyncWebClient,
    service: Callable[[Work, Command], Awaitable[View | Message]],
) -> None:
    """Open the form that a command asks for, or answer with what it says; where that can't be
    done, its author is told why."""
    command = command_of(body)
    try:
        async with program.record.workspace(command.workspace_id) as work:
            asked = await service(work, command)
            program.checkpoint("press.before_commit")
    except ScriptyError as error:
        async with program.record.workspace(command.workspace_id) as work:
            await learn_again(work, error, command.actor)
        reply = sentence(str(error))
    else:
        program.checkpoint("press.committed")
        if isinstance(asked, Message):
            await ack(response_type="ephemeral", text=asked.text, blocks=asked.blocks)
            return
        opening = client.views_open(trigger_id=body.get("trigger_id", ""), view=asked)
        if await _opened(asyncio.wait_for(opening, OPEN_SECONDS)):
            await ack()
            return
        reply = sentence("The form could not be opened in time. Send the command again.")
    await ack(response_type="ephemeral", text=reply.text, blocks=reply.blocks)


async def turn_list(
    program: Program,
    body: Body,
    ack: AsyncAck,
    client: AsyncWebClient,
    job: str,
    **shown: Any,
) -> None:
    """A list of the channel's production that only one person sees was to be turned: have this job
    replace it by what is to be shown."""
    press = press_of(body)

    async def turn(work: Work) -> None:
        if press.place is not None and press.response_url is not None:
            production = await member_here(work, press.place.channel, press.actor)
            await work.defer(
                job,
                response_url=press.response_url, production_id=str(production.id),
                user=press.actor.user, **shown,
            )  # fmt: skip

    await change(program, press, client, turn)
    await ack()


async def replace_list(
    program: Program,
    workspace_id: str,
    response_url: str,
    service: Callable[[Work], Awaitable[Message]],
) -> None:
    """Replace a list that only one person sees by what the service says now; where it can't be
    shown any more, by why."""
    try:
        async with program.record.workspace(workspace_id) as work:
            reply = await service(work)
    except ScriptyError as error:
        reply = sentence(str(error))
    await (await program.slack(workspace_id)).answer(response_url, reply)


def sentence(words: str) -> Message:
    """A message of one plain sentence. Usage lines in it keep their backticks as they are."""
    return message(escape(words), [section(words)])


def notice(words: str) -> View:
    """A modal that only says something."""
    return modal("Scripty", [section(words)], callback_id="notice", metadata={})
