"""Slack's doors to the procedure: its two commands, the buttons of its lists, its forms."""

import json
from collections.abc import Awaitable, Callable, Mapping
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
    asks_for,
    change,
    change_and_ask,
    press_of,
    run_command,
    submit,
)
from handlers.membership import member_here, require_member
from handlers.procedure import beginning, forms, services, showing
from handlers.procedure.cards import refusal
from handlers.procedure.errors import (
    CriteriaMissingError,
    NotUnderstoodError,
    RuleNotFoundError,
    StageNotFoundError,
    short,
)
from handlers.procedure.rules import RULES
from handlers.program import Actor, Program
from handlers.redrawing import Pressed, kept_in, pressed_in
from handlers.text import one_line, plain
from store.tables import Production, Stage
from store.unit_of_work import Work

Deed = Callable[[Work, str, Actor], Awaitable[tuple[Stage, str]]]
"""What a press does to a stage, and what it has done, in words."""


def register(app: AsyncApp, program: Program) -> None:
    """Open the doors."""

    @app.command("/scripty", matchers=[asks_for("stages", "stage")])
    async def stages_command(body: Body, ack: AsyncAck) -> None:
        await run_command(program, body, ack, stages_by_command)

    @app.command("/scripty", matchers=[asks_for("procedure", "rules", "sop")])
    async def procedure_command(body: Body, ack: AsyncAck) -> None:
        await run_command(program, body, ack, procedure_by_command)

    for action, deed in _DEEDS.items():
        _press(app, program, action, deed)

    @app.action("stage_remove")
    async def remove(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def act(work: Work) -> None:
            production = await services.remove_stage(work, press.value, press.actor)
            await _stages_again(work, press, production, "Removed.")

        await change(program, press, client, act)
        await ack()

    @app.action("procedure_rules")
    async def rules(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def show(work: Work) -> None:
            production = await _production(work, press.value, press.actor)
            if press.response_url is not None:
                await work.defer(
                    services.SHOW_RULES, response_url=press.response_url,
                    production_id=str(production.id), user=press.actor.user,
                )  # fmt: skip
            elif press.place is not None:
                shown = await showing.rules_message(work, production)
                await answer(work, press.place, press.actor.user, shown)

        await change(program, press, client, show)
        await ack()

    _asking(app, program, "stage_edit", _edit_form)
    _asking(app, program, "stage_add", _add_form)
    _asking(app, program, "stage_override", _override_form)
    _asking(app, program, "rule_edit", _rule_form)
    _switching(app, program, "rule_switch", on=True)
    _switching(app, program, "rule_switch_off", on=False)

    @app.view("stage_edited")
    async def edited(body: Body, ack: AsyncAck) -> None:
        view, about = body["view"], _about(body["view"])

        async def save(work: Work, actor: Actor) -> None:
            edit = forms.entered_stage(view["state"]["values"])
            if about.get("stage"):
                seen = str(about.get("seen", ""))
                stage = await services.edit_stage(work, str(about["stage"]), actor, edit, seen)
            else:
                production_id = str(about.get("production", ""))
                stage = await services.add_stage(work, production_id, actor, edit)
            said = f"{short(stage.name)} is saved."
            await showing.show_stage(work, kept_in(view), None, actor, stage, said)

        await submit(program, body, ack, save, field="name")

    @app.view("stage_override")
    async def overridden(body: Body, ack: AsyncAck) -> None:
        view, about = body["view"], _about(body["view"])

        async def save(work: Work, actor: Actor) -> None:
            reason = forms.entered_reason(view["state"]["values"])
            stage = await services.override_stage(work, str(about.get("stage")), actor, reason)
            said = f"{short(stage.name)} is done; your reason is kept with it."
            await showing.show_stage(work, kept_in(view), None, actor, stage, said, finished=True)

        await submit(program, body, ack, save, field="reason")

    @app.view("rule_edited")
    async def rule_edited(body: Body, ack: AsyncAck) -> None:
        view, about = body["view"], _about(body["view"])
        production_id, key = str(about.get("production", "")), str(about.get("key", ""))

        async def save(work: Work, actor: Actor) -> None:
            edit = forms.entered_rule(view["state"]["values"])
            production = await _production(work, production_id, actor)
            said = await services.edit_rule(work, production, actor, key, edit)
            await showing.show_rules(work, kept_in(view), None, actor, production_id, said)

        await submit(program, body, ack, save, field="words")


async def stages_by_command(work: Work, command: Command) -> Message:
    """`/scripty stages`."""
    production = await member_here(work, command.channel, command.actor)
    return await showing.stages_message(work, production)


async def procedure_by_command(work: Work, command: Command) -> Message:
    """`/scripty procedure [begin <template>]`."""
    production = await member_here(work, command.channel, command.actor)
    words = one_line(plain(command.rest, {}))
    verb, _, name = words.partition(" ")
    if not words:
        return await showing.rules_message(work, production)
    if verb.lower() != "begin":
        raise NotUnderstoodError(words)
    await services.require_steering(work, str(production.id), command.actor)
    template = await beginning.begin(work, command.actor, production, name.strip(" \"'“”"))
    return await showing.stages_message(work, production, done=f"Begun with “{template.name}”.")


# Presses


async def _show(work: Work, stage_id: str, actor: Actor) -> tuple[Stage, str]:
    stage = await work.procedures.find(Stage, stage_id)
    if stage is None:
        raise StageNotFoundError
    await require_member(work, stage.production_id, actor)
    return stage, ""


async def _finish(work: Work, stage_id: str, actor: Actor) -> tuple[Stage, str]:
    stage = await services.finish_stage(work, stage_id, actor)
    return stage, f"{short(stage.name)} is done."


async def _start(work: Work, stage_id: str, actor: Actor) -> tuple[Stage, str]:
    stage = await services.start_stage(work, stage_id, actor)
    return stage, f"{short(stage.name)} has begun."


async def _reopen(work: Work, stage_id: str, actor: Actor) -> tuple[Stage, str]:
    stage = await services.reopen_stage(work, stage_id, actor)
    return stage, f"{short(stage.name)} is open again."


async def _tick(work: Work, criterion_id: str, actor: Actor) -> tuple[Stage, str]:
    return await services.tick(work, criterion_id, actor, on=True), "Ticked."


async def _untick(work: Work, criterion_id: str, actor: Actor) -> tuple[Stage, str]:
    return await services.tick(work, criterion_id, actor, on=False), "Not ticked any more."


_DEEDS: Mapping[str, Deed] = {
    "stage_show": _show,
    "stage_done": _finish,
    "stage_start": _start,
    "stage_reopen": _reopen,
    "criterion_met": _tick,
    "criterion_unmet": _untick,
}


def _press(app: AsyncApp, program: Program, action_id: str, deed: Deed) -> None:
    """A button whose press is the whole deed; what is missing before a stage is done is answered
    with the way around it."""

    @app.action(action_id)
    async def pressed(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def act(work: Work) -> None:
            try:
                stage, said = await deed(work, press.value, press.actor)
            except CriteriaMissingError as error:  # raised before anything was changed
                if press.place is None:
                    raise
                shown = refusal(error.stage_id, error.name, error.missing)
                await answer(work, press.place, press.actor.user, shown)
                return
            pressed_here = pressed_in(body)
            await showing.show_stage(
                work, pressed_here, press.place, press.actor, stage, said,
                finished=action_id == "stage_done",
            )  # fmt: skip

        await change(program, press, client, act)
        await ack()


async def _stages_again(work: Work, press: Press, production: Production, said: str) -> None:
    if press.response_url is not None:
        await work.defer(
            services.SHOW_STAGES, response_url=press.response_url,
            production_id=str(production.id), user=press.actor.user, said=said,
        )  # fmt: skip


def _switching(app: AsyncApp, program: Program, action_id: str, *, on: bool) -> None:
    """Switching a rule: the value is "<production>:<key>"."""

    @app.action(action_id)
    async def pressed(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)
        production_id, _, key = press.value.partition(":")

        async def act(work: Work) -> None:
            production = await _production(work, production_id, press.actor)
            said = await services.switch_rule(work, production, press.actor, key, on)
            await showing.show_rules(
                work, pressed_in(body), press.place, press.actor, production_id, said
            )

        await change(program, press, client, act)
        await ack()


# Forms


def _asking(
    app: AsyncApp,
    program: Program,
    action_id: str,
    form: Callable[[Work, str, Actor, Pressed], Awaitable[View]],
) -> None:
    """A button that asks something first."""

    @app.action(action_id)
    async def pressed(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        press = press_of(body)

        async def load(work: Work) -> View:
            return await form(work, press.value, press.actor, pressed_in(body))

        await change_and_ask(program, press, client, load)
        await ack()


async def _edit_form(work: Work, stage_id: str, actor: Actor, pressed: Pressed) -> View:
    standing = await services.open_stage(work, stage_id, actor)
    production_id = standing.stage.production_id
    stages = (await work.procedures.stages([production_id]))[production_id]
    return forms.stage_modal(
        standing, stages, production_id=str(production_id), pressed=pressed.metadata()
    )


async def _add_form(work: Work, production_id: str, actor: Actor, pressed: Pressed) -> View:
    production = await services.require_steering(work, production_id, actor)
    stages = (await work.procedures.stages([production.id])).get(production.id, ())
    return forms.stage_modal(
        None, stages, production_id=str(production.id), pressed=pressed.metadata()
    )


async def _override_form(work: Work, stage_id: str, actor: Actor, pressed: Pressed) -> View:
    standing = await services.overridable_stage(work, stage_id, actor)
    return forms.override_modal(standing.stage, standing.missing, pressed=pressed.metadata())


async def _rule_form(work: Work, value: str, actor: Actor, pressed: Pressed) -> View:
    production_id, _, key = value.partition(":")
    production = await services.require_steering(work, production_id, actor)
    if key not in RULES:
        raise RuleNotFoundError
    rule = await work.procedures.rule(production.id, key)
    return forms.rule_modal(
        RULES[key], rule, production_id=str(production.id), pressed=pressed.metadata()
    )


async def _production(work: Work, production_id: str, actor: Actor) -> Production:
    known = await work.productions.find(Production, production_id)
    if known is None:
        raise RuleNotFoundError
    return await require_member(work, known.id, actor)


def _about(view: Mapping[str, Any]) -> Mapping[str, Any]:
    about: Mapping[str, Any] = json.loads(view.get("private_metadata") or "{}")
    return about
