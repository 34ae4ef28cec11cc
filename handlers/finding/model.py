"""A model puts the lines of an answer into sentences; what isn't in the lines is dropped."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from handlers.answers import DELIVER
from handlers.blocks import Message
from handlers.finding.cards import Cited, worded
from handlers.program import Model, ModelFailedError, Program
from prompts.answer_question import (
    VERSION,
    BadAnswerError,
    RecordLine,
    Worded,
    make_request,
    read_answer,
)
from store.clock import now
from store.tables import Delivery, ModelCall
from store.types import ModelOutcome
from store.unit_of_work import Work

PATIENCE = 20.0
"""Seconds that somebody who asked waits for the wording; then they see the lines without it. So it
is asked once and not twice."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Asked:
    """What is to be put into words: the question, the lines, where each leads."""

    question: str
    lines: Sequence[RecordLine]
    cited: Sequence[Cited]


@dataclass(frozen=True)
class Came:
    """What came of asking, and what it took."""

    outcome: ModelOutcome
    worded: Worded
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0


_NOTHING = Worded((), {})


def asked_in(body: Mapping[str, Any] | None) -> Asked | None:
    """What a model is to be asked for this answer; None where nothing is left to ask."""
    asked = (body or {}).get("asked")
    if not asked:
        return None
    lines = [
        RecordLine(each["text"], each["label"], each["owner"], each["decided_by"], each["said_by"])
        for each in asked["lines"]
    ]
    cited = [Cited(each["label"], each["link"]) for each in asked["lines"]]
    return Asked(asked["question"], lines, cited)


async def word_answer(program: Program, workspace_id: str, delivery_id: str) -> None:
    """Have a model word an answer and show it; without a wording that holds, show its lines.

    No transaction is open while the model is asked.
    """
    async with program.record.workspace(workspace_id, drafting=True) as work:
        delivery = await work.deliveries.find(Delivery, delivery_id)
        asked = asked_in(delivery.body) if delivery else None
        wanted = await work.models.wanted(now())
    if asked is None:
        return
    came = await ask(program, program.model, asked) if wanted and program.model else None
    program.checkpoint("question.answered")
    async with program.record.workspace(workspace_id, drafting=True) as work:
        await _keep(work, program, delivery_id, asked, came)


async def ask(program: Program, model: Model, asked: Asked) -> Came:
    """Ask once, and not for long."""
    request = make_request(asked.question, asked.lines)
    try:
        async with asyncio.timeout(PATIENCE):
            said = await model.ask(request)
    except ModelFailedError as error:
        came = Came(error.outcome, _NOTHING, error.tokens_in, error.tokens_out, error.seconds)
    except TimeoutError:
        came = Came("timeout", _NOTHING, seconds=PATIENCE)
    else:
        outcome, held = _held(said.text, asked)
        came = Came(outcome, held, said.tokens_in, said.tokens_out, said.seconds)
    program.tally.model_asked(came.outcome, came.tokens_in, came.tokens_out)
    program.tally.lines_dropped(came.worded.dropped)
    return came


def _held(text: str, asked: Asked) -> tuple[ModelOutcome, Worded]:
    """What is left of an answer once it was held against the lines."""
    try:
        return "answered", read_answer(text, asked.lines)
    except BadAnswerError:
        return "invalid", _NOTHING


async def _keep(
    work: Work, program: Program, delivery_id: str, asked: Asked, came: Came | None
) -> None:
    """Keep the answer with what holds of the wording, and have it shown; once, also where the job
    ran twice. Where the model was switched off meanwhile, only what it cost is kept."""
    delivery = await work.deliveries.find(Delivery, delivery_id, lock=True)
    if delivery is None or delivery.body is None or "asked" not in delivery.body:
        return
    answer = Message(delivery.body["text"], delivery.body["blocks"])
    if came is not None:
        await _note_cost(work, program, delivery, came)
        if came.worded.sentences and (await work.home()).model_on:
            answer = worded(
                answer,
                [
                    (each.words, [asked.cited[place] for place in each.lines])
                    for each in came.worded.sentences
                ],
            )
    delivery.body = {"text": answer.text, "blocks": answer.blocks}
    await work.defer(DELIVER, lock=f"deliver {delivery.id}", delivery_id=str(delivery.id))


async def _note_cost(work: Work, program: Program, delivery: Delivery, came: Came) -> None:
    assert program.model is not None
    await work.add(
        ModelCall(
            purpose="answer_question",
            key=f"question {delivery.id}",
            prompt_version=VERSION,
            model=program.model.name,
            outcome=came.outcome,
            covers=[],
            proposals=[],
            dropped=dict(came.worded.dropped),
            tokens_in=came.tokens_in,
            tokens_out=came.tokens_out,
            seconds=came.seconds,
        )
    )
    if came.outcome != "answered":
        log.warning(
            "model failed, the record's lines stand", action="model_failed", outcome=came.outcome
        )
