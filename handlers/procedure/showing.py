"""The procedure's lists, as they are now, and drawing them again after a press."""

from zoneinfo import ZoneInfo

from handlers.answers import answer
from handlers.blocks import Message
from handlers.doors import sentence
from handlers.procedure.cards import RULES_BLOCK, rules_list, stages_list
from handlers.procedure.errors import NoProcedureError
from handlers.procedure.services import SHOW_RULES, SHOW_STAGES, rules_of, stages_view
from handlers.program import Actor, Place
from handlers.redrawing import Pressed
from store.clock import now
from store.tables import Production, Stage
from store.unit_of_work import Work


async def stages_message(
    work: Work, production: Production, shown: str = "", done: str = ""
) -> Message:
    """Where a production stands, for one person's eyes. Raises NoProcedureError."""
    view = await stages_view(work, production)
    if not view.stages:
        raise NoProcedureError(production.name)
    today = now().astimezone(ZoneInfo(production.timezone)).date()
    return stages_list(view, today, shown, done)


async def rules_message(work: Work, production: Production, done: str = "") -> Message:
    """The rules of a production, for one person's eyes."""
    stages = await work.procedures.stages([production.id])
    rules = await rules_of(work, production.id)
    return rules_list(production, rules, has_stages=production.id in stages, done=done)


async def show_stage(
    work: Work,
    pressed: Pressed,
    place: Place | None,
    actor: Actor,
    stage: Stage,
    done: str,
    *,
    finished: bool = False,
) -> None:
    """After a press about a stage: the list it stood in is drawn again, open at the stage, or at
    the next one where this one was just finished; whoever pressed elsewhere is told what was
    done."""
    if pressed.response_url:
        await work.defer(
            SHOW_STAGES,
            response_url=pressed.response_url, production_id=str(stage.production_id),
            user=actor.user, stage="" if finished else str(stage.id), said=done,
        )  # fmt: skip
    elif place is not None and done:
        await answer(work, place, actor.user, sentence(done))


async def show_rules(
    work: Work, pressed: Pressed, place: Place | None, actor: Actor, production_id: str, done: str
) -> None:
    """The same about a rule: it may have been switched on in a list of another room, which stays
    as it is."""
    if pressed.response_url and pressed.block_id.startswith(RULES_BLOCK):
        await work.defer(
            SHOW_RULES,
            response_url=pressed.response_url, production_id=production_id, user=actor.user,
            said=done,
        )  # fmt: skip
    elif place is not None and done:
        await answer(work, place, actor.user, sentence(done))
