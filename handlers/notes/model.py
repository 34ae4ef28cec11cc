"""What the model is asked about a review's thread, and what it answered that still applies.

Only messages that no stored answer covers are sent; a stored answer is laid over the built-in
reading by `handlers.notes.assisted`. Nothing here waits for a model but `ask_twice`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import structlog

from handlers import asking
from handlers.asking import Came
from handlers.notes.asking_model import (
    KNOWN_WORDS,
    MOST_KNOWN,
    digest,
    key_of,
    most_urgent,
    patience,
    still_proposed,
    unanswered,
    words_weight,
)
from handlers.notes.drafting import as_read, context_of, is_call
from handlers.notes.words import asked, written_timecode
from handlers.program import Model, Program
from handlers.reviews import services as reviews
from handlers.text import one_line, shorten
from prompts.read_notes import (
    VERSION,
    Answer,
    KnownNote,
    ProposedNote,
    as_json,
    fixed_weight,
    make_request,
    read_answer,
)
from prompts.request import ModelRequest
from store.clock import now
from store.tables import Message, ModelCall, Review
from store.tables.model import without
from store.types import ReadingContext, ThreadMessage
from store.unit_of_work import Work

ASK_MODEL = "ask_model"
"""Name of the job that asks the model about what it has not seen of a thread."""

ASK_MODEL_LATER = "ask_model_later"
"""Name of the job that does so unless the thread has changed again meanwhile."""

AT_ONCE = 3
"""Questions under way at a time and workspace, so that a host is not asked for all of them at once.
The worker runs them apart from everything else."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Question:
    """What the model is to be asked; `key` stands for the words, the prompt and the model."""

    workspace_id: str
    review_id: UUID
    key: str
    messages: tuple[ThreadMessage, ...]
    known: tuple[KnownNote, ...]
    context: ReadingContext

    @property
    def request(self) -> ModelRequest:
        """What is sent."""
        return make_request(self.messages, self.known, self.context)


def standing(messages: Iterable[Message], bot: str) -> list[ThreadMessage]:
    """The messages that are read: what people said and has not been deleted."""
    return [as_read(m) for m in messages if not (m.deleted or is_call(m.text, bot))]


async def told_in(work: Work, review_id: UUID) -> list[ThreadMessage]:
    """The messages of a review that are read."""
    return standing(await work.reviews.messages(review_id), (await work.home()).bot_user_id)


async def answers(work: Work, review_id: UUID, told: Sequence[ThreadMessage]) -> list[ProposedNote]:
    """What models proposed for these words, as far as it still applies."""
    return still_proposed(await work.models.of_review(review_id), told)


async def question_about(
    work: Work, model: str, review: Review, told: Sequence[ThreadMessage]
) -> Question | None:
    """What to ask about a thread now; None when nothing was said that the model was not sent.

    What it was sent and failed at goes along with the next new message, a few times.
    """
    if not await work.models.wanted(now()):
        return None
    waiting = unanswered(told, await work.models.of_review(review.id), model)
    if not any(failures == 0 for failures, _ in waiting):
        return None
    fresh = most_urgent(waiting)
    key = key_of(fresh, model)
    if await work.models.was_asked(key):
        return None
    production = await work.productions.get(review.production_id)
    context = await context_of(work, production, await work.reviews.cut(review.cut_id))
    known = await _known_notes(work, review.id, {message.ts for message in fresh})
    return Question(work.workspace_id, review.id, key, tuple(fresh), tuple(known), context)


async def want_answer(
    work: Work, program: Program, review: Review, told: Sequence[ThreadMessage]
) -> None:
    """Have the model asked about what it has not seen: at once where that is much, else once
    nothing was added for a while, so that a thread is few questions, not one a message."""
    if program.model is None:
        return
    question = await question_about(work, program.model.name, review, told)
    if question is None:
        return
    said = words_weight(question.messages)
    wait = patience(said, fixed_weight(), program.model_wait.total_seconds())
    if wait == 0:
        await ask_soon(work, review.id)
        return
    # Without a lock: a job that waits would keep back all later ones of the same lock.
    await work.defer(
        ASK_MODEL_LATER, at=now() + timedelta(seconds=wait),
        review_id=str(review.id), revision=review.revision,
    )  # fmt: skip


async def ask_soon(work: Work, review_id: UUID) -> None:
    """Have the model asked now; one question a review at a time, and few altogether."""
    lock = f"model {review_id.int % AT_ONCE}"
    await work.defer(ASK_MODEL, lock=lock, slow=True, review_id=str(review_id))


async def ask_twice(program: Program, model: Model, question: Question) -> Came[Answer]:
    """Ask, and once more where that can help and is still wanted. Every try is counted."""

    def read(text: str) -> Answer:
        return read_answer(text, question.messages, known=question.known, context=question.context)

    async def is_wanted() -> bool:
        async with program.record.workspace(question.workspace_id, drafting=True) as work:
            return await work.models.wanted(now())

    return await asking.ask_twice(program, model, question.request, read, Answer((), {}), is_wanted)


async def keep_answer(
    work: Work, program: Program, model: str, question: Question, came: Came[Answer]
) -> None:
    """Store what came of a question, once, and have it laid over the reading.

    What people deleted or rewrote while the model was asked is left out; where they switched it
    off, that is all, and only what it cost is kept.
    """
    review = await work.reviews.get(question.review_id, lock=True)
    if await work.models.was_asked(question.key):
        return
    on = (await work.home()).model_on
    told = await told_in(work, review.id)
    words = {message.ts: message.text for message in told} if on else {}
    kept = [as_json(each) for each in came.answer.proposals]
    for message in question.messages:
        if words.get(message.ts) != message.text:
            kept = without(kept, message.ts)
    all_there = all(message.ts in words for message in question.messages)
    await work.add(
        ModelCall(
            review_id=review.id,
            key=question.key if all_there else f"forgotten {uuid4()}",
            prompt_version=VERSION,
            model=model,
            outcome=came.outcome,
            covers=[
                {"ts": message.ts, "digest": digest(message.text)}
                for message in question.messages
                if message.ts in words
            ],
            proposals=kept,
            dropped=dict(came.answer.dropped),
            tokens_in=came.tokens_in,
            tokens_out=came.tokens_out,
            seconds=came.seconds,
        )
    )
    if kept:
        await reviews.thread_changed(work, review, _still_quiet(review))
    else:
        await want_answer(work, program, review, told)  # what did not fit into this one
    if came.outcome != "answered":
        log.warning(
            "model failed, the built-in reading stands", action="model_failed",
            outcome=came.outcome, review=str(review.id), messages=len(question.messages),
        )  # fmt: skip


async def _known_notes(work: Work, review_id: UUID, fresh: set[str]) -> list[KnownNote]:
    """The notes that stand and come from other messages, newest last, a short line each."""
    notes = [n for n in await work.notes.of_review(review_id) if n.state in ("draft", "accepted")]
    sources = await work.notes.sources(note.id for note in notes)
    told = [note for note in notes if not fresh & {s.ts for s in sources.get(note.id, ())}]
    told = told[-MOST_KNOWN:]
    lines = [(n.number, one_line(f"{written_timecode(n)} {asked(n)}").strip()) for n in told]
    return [
        KnownNote(number, f"N{number} {shorten(line, KNOWN_WORDS)}")
        for number, line in lines
        if line
    ]


def _still_quiet(review: Review) -> timedelta:
    """What is left of the quiet that people's own words asked for."""
    return max((review.quiet_until or now()) - now(), timedelta())
