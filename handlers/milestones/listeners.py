"""Slack's doors to milestones: the command, the card's buttons, the forms."""

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.answers import answer
from handlers.blocks import Message, View
from handlers.doors import (
    Body,
    Command,
    Press,
    ask_by_command,
    asks_for,
    change,
    press_of,
    sentence,
    show_form,
    submit,
)
from handlers.milestones import forms, services
from handlers.milestones.adding import add_things, remove_things
from handlers.milestones.cards import milestone_list
from handlers.milestones.checking import check_here
from handlers.milestones.checklist import days_until
from handlers.milestones.errors import NoDayError, NoSuchMilestoneError, NotUnderstoodError, short
from handlers.milestones.reading import Said, read_command
from handlers.milestones.rules import Standing, nearest, today_in
from handlers.milestones.showing import open_views, views_of
from handlers.people import MENTION
from handlers.program import Actor, Program
from handlers.text import counted, listing, plain
from store.clock import now
from store.tables import Milestone, Production
from store.unit_of_work import Work

_NAMED = 12


def register(app: AsyncApp, program: Program) -> None:
    """Open the doors."""

    @app.command("/scripty", matchers=[asks_for("milestone", "milestones")])
    async def milestone_command(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        await ask_by_command(program, body, ack, client, by_command)

    _button(app, program, "milestone_edit", edit_form)
    _button(app, program, "milestone_move", move_form)
    _button(app, program, "milestone_complete", complete_or_ask)
    _button(app, program, "milestone_cancel", cancel_form)
    _button(app, program, "milestone_reopen", reopen_it)
    _form(app, program, "milestone_edited", _edited, field="name")
    _form(app, program, "milestone_moved", _moved, field="day")
    _form(app, program, "milestone_completed", _completed, field="because")
    _form(app, program, "milestone_cancelled", _cancelled, field="because")


Reply = View | Message | None
"""What an answer to a press is: a form, words for whoever pressed, or nothing but the card."""


Service = Callable[[Work, str, Actor], Awaitable[Reply]]
"""What a button does to the milestone of this id."""

Save = Callable[[Work, Body, Actor], Awaitable[object]]
"""What a submitted form does."""


def _button(app: AsyncApp, program: Program, action_id: str, service: Service) -> None:
    """Run the service on the milestone whose button was pressed; once it is committed, open the
    form that it returned. Words are said where the press wasn't on the card, which shows it."""

    @app.action(action_id)
    async def pressed(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)
        asked: list[View] = []

        async def act(work: Work) -> None:
            reply = await service(work, press.value, press.actor)
            if isinstance(reply, Message):
                await _say(work, press, reply)
            elif reply is not None:
                asked.append(reply)

        if await change(program, press, client, act) and asked:
            await show_form(program, press, client, asked[0])
        await ack()


def _form(app: AsyncApp, program: Program, callback_id: str, save: Save, *, field: str) -> None:
    @app.view(callback_id)
    async def submitted(body: Body, ack: AsyncAck) -> None:
        async def service(work: Work, actor: Actor) -> None:
            await save(work, body, actor)

        await submit(program, body, ack, service, field=field)


async def _edited(work: Work, body: Body, actor: Actor) -> None:
    seen, wanted = str(_about(body).get("seen")), forms.edited(_values(body))
    await services.edit_milestone(work, _milestone(body), actor, seen, wanted)


async def _moved(work: Work, body: Body, actor: Actor) -> None:
    to = forms.moved(_values(body))
    await services.move_milestone(work, _milestone(body), actor, to.day, to.time, to.because)


async def _completed(work: Work, body: Body, actor: Actor) -> None:
    because = forms.reason(_values(body))
    await services.complete_milestone(work, _milestone(body), actor, because, anyway=True)


async def _cancelled(work: Work, body: Body, actor: Actor) -> None:
    await services.cancel_milestone(work, _milestone(body), actor, forms.reason(_values(body)))


def _milestone(body: Body) -> str:
    """The id of the milestone that a form is about."""
    return str(_about(body).get("milestone"))


async def _say(work: Work, press: Press, reply: Message) -> None:
    if press.response_url is not None and press.place is not None:
        await answer(work, press.place, press.actor.user, reply)


async def edit_form(work: Work, milestone_id: str, actor: Actor) -> View:
    """The form of *Edit*."""
    return forms.edit_modal(*await services.edit_form_values(work, milestone_id, actor))


async def move_form(work: Work, milestone_id: str, actor: Actor) -> View:
    """The form of *Move*."""
    standing = await services.standing_of(work, milestone_id, actor)
    return forms.move_modal(standing, told=len(await services.to_tell(work, standing, actor)))


async def cancel_form(work: Work, milestone_id: str, actor: Actor) -> View:
    """The form of *Cancel*."""
    return forms.cancel_modal(await services.standing_of(work, milestone_id, actor))


async def complete_or_ask(work: Work, milestone_id: str, actor: Actor) -> View | Message:
    """Complete a milestone, or, while something is missing, ask whether to."""
    standing, done = await services.complete_milestone(work, milestone_id, actor)
    if done:
        name = short(standing.milestone.name)
        return sentence(f"{name} is completed.{await _left(work, standing)}")
    people = {gap.user for gap in standing.missing if gap.user}
    today = today_in(standing.production.timezone, now())
    return forms.complete_modal(standing, await work.people.names(people), today)


async def reopen_it(work: Work, milestone_id: str, actor: Actor) -> Message:
    """Let it be open again."""
    milestone = await services.reopen_milestone(work, milestone_id, actor)
    return sentence(f"{short(milestone.name)} is open again.")


async def by_command(work: Work, command: Command) -> View | Message:
    """`/scripty milestone …`."""
    actor = command.actor
    production, known = await services.milestones_here(work, command.channel, actor)
    mentioned = [found["user"] for found in MENTION.finditer(command.rest)]
    words = plain(command.rest, await work.people.names(mentioned))
    standing = [each.name for each in known if each.state == "open"]
    said = read_command(words, now(), production.timezone, standing)
    match said.verb:
        case "list":
            return await _list(work, production, known)
        case "make":
            return await _make(work, command, production, said)
        case "show":
            return await _show(work, production, known, said)
        case "reopen":
            return await reopen_it(work, str(_closed(known, said).id), actor)
        case "check":
            return await check_here(work, actor, command.channel, said.name)
    milestone = services.named(said.name, known)
    match said.verb:
        case "edit":
            return await edit_form(work, str(milestone.id), actor)
        case "move":
            return await _move(work, production, milestone, actor, said)
        case "complete":
            return await complete_or_ask(work, str(milestone.id), actor)
        case "cancel":
            left = await services.cancel_milestone(work, milestone.id, actor)
            return sentence(f"{short(milestone.name)} is cancelled.{await _left(work, left)}")
        case "waits" | "waits no longer":
            return await _wait(work, milestone, known, actor, said)
        case "add":
            added = await add_things(work, milestone.id, actor, said.things)
            return sentence(f"On {short(milestone.name)} now: {listing(added)}.")
        case "remove":
            removed = await remove_things(work, milestone.id, actor, said.things)
            return sentence(removed.words(milestone.name))
    raise NotUnderstoodError(words)


async def _list(work: Work, production: Production, known: Sequence[Milestone]) -> Message:
    closed = [each for each in known if each.state != "open"]
    today = today_in(production.timezone, now())
    views = await open_views(work, production)
    return milestone_list(views, closed, "Milestones", today)


async def _show(
    work: Work, production: Production, known: Sequence[Milestone], said: Said
) -> Message:
    """One milestone; a name that nobody knows lacks a day."""
    try:
        milestone = services.named(said.name, known)
    except NoSuchMilestoneError as error:
        if nearest(said.name, known):
            raise
        raise NoDayError(said.name) from error
    today = today_in(production.timezone, now())
    views = await views_of(work, production.id, [milestone])
    return milestone_list(views, (), "Milestone", today)


async def _make(work: Work, command: Command, production: Production, said: Said) -> Message:
    assert said.day is not None
    milestone = await services.make_milestone(
        work, command.actor, command.channel, said.name, said.day, said.time
    )
    standing = await services.gathered(work, milestone, production)
    left = days_until(milestone.day, today_in(production.timezone, now()))
    words = f"{short(milestone.name)} is on {services.when(milestone, production)}, {left}."
    count = len(standing.open)
    on_it = (
        f" {counted(count, 'open item')} {'is' if count == 1 else 'are'} on it." if count else ""
    )
    return sentence(f"{words}{on_it} Its card is in this channel.")


async def _move(
    work: Work, production: Production, milestone: Milestone, actor: Actor, said: Said
) -> View | Message:
    """Move it, or, without a day or a reason, ask for them. Without a time of day the one it has
    stays."""
    time = said.time or milestone.time
    if said.day is None or not said.because:
        standing = await services.standing_of(work, milestone.id, actor)
        people = await services.to_tell(work, standing, actor)
        return forms.move_modal(
            standing, day=said.day, time=time, because=said.because, told=len(people)
        )
    before = services.when(milestone, production)
    told = await services.move_milestone(work, milestone.id, actor, said.day, time, said.because)
    after = services.when(milestone, production)
    return sentence(f"{short(milestone.name)} moves from {before} to {after}. {_told(len(told))}")


def _told(count: int) -> str:
    if not count:
        return "Nobody else has something due on it, so nobody is told."
    people = "1 person who has" if count == 1 else f"{count} people who have"
    return f"The {people} something due on it {'is' if count == 1 else 'are'} told."


async def _wait(
    work: Work, milestone: Milestone, known: Sequence[Milestone], actor: Actor, said: Said
) -> Message:
    other = services.named(said.other, known)
    waits = said.verb == "waits"
    await services.wait_for(work, milestone.id, actor, other, waits=waits)
    name, first = short(milestone.name), short(other.name)
    words = f"{name} {'waits' if waits else 'no longer waits'} for {first}."
    if waits and other.at > milestone.at:
        words += f" But {first} comes after it: move one of them."
    return sentence(words)


def _closed(known: Sequence[Milestone], said: Said) -> Milestone:
    """The one to reopen: an open one, which says so, or the last closed one of that name."""
    for each in sorted(known, key=lambda one: (one.state != "open", one.closed_at), reverse=True):
        if each.name.casefold() == said.name.casefold():
            return each
    raise NoSuchMilestoneError(said.name, nearest(said.name, known))


async def _left(work: Work, standing: Standing) -> str:
    """What was still open on it, and which milestone has it now."""
    names = [each.name for each in standing.open]
    if not names:
        return ""
    shown = names[:_NAMED] + ([f"{len(names) - _NAMED} more"] if len(names) > _NAMED else [])
    now_on = await services.went_to(work, standing.production, standing.open)
    where = (
        f"now on {listing([short(each) for each in now_on])}" if now_on else "on no milestone now"
    )
    return f" Still open: {listing(shown)}, {where}."


def _about(body: Body) -> dict[str, Any]:
    about: dict[str, Any] = json.loads(body["view"].get("private_metadata") or "{}")
    return about


def _values(body: Body) -> dict[str, Any]:
    values: dict[str, Any] = body["view"]["state"]["values"]
    return values
