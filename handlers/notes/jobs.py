"""What the worker does for notes: read a thread once it is quiet, ask a model about it."""

import asyncio
from collections.abc import Sequence

from handlers.notes import model as models
from handlers.notes import unclear, verifying
from handlers.notes.assisted import assist
from handlers.notes.drafting import context_of, save_reading
from handlers.notes.folding import one_save_at_a_time
from handlers.notes.reading import read
from handlers.people import MENTION
from handlers.program import Jobs, Program
from handlers.reviews import services as reviews
from prompts.read_notes import ProposedNote
from store.tables import Message
from store.types import Reading, ReadingContext, ThreadMessage


def register(jobs: Jobs) -> None:
    """Let the worker run these."""
    jobs.job(reviews.DRAFT_NOTES, draft_notes)
    jobs.drawing(unclear.QUESTION, unclear.draw_question, sent=unclear.question_sent)
    jobs.drawing(verifying.VERIFY, verifying.draw_question)
    jobs.job(models.ASK_MODEL, ask_model)
    jobs.job(models.ASK_MODEL_LATER, ask_model_later)


async def draft_notes(program: Program, workspace_id: str, review_id: str, revision: int) -> None:
    """Read the thread, unless it has changed again since; bring its notes and card up to date.

    The reading itself happens between two transactions. If the thread changes meanwhile, this
    reading is put aside: that change has deferred a job of its own. What a model has answered
    so far is laid over it; nothing waits for a model here.
    """
    async with program.record.workspace(workspace_id, drafting=True) as work:
        review = await reviews.review_of(work, review_id)
        if review is None or review.revision != revision or review.read_revision == revision:
            return
        messages = await work.reviews.messages(review.id)
        strangers = await work.people.unknown(_people_in(messages))
    await learn_people(program, workspace_id, strangers)
    async with program.record.workspace(workspace_id, drafting=True) as work:
        production = await work.productions.get(review.production_id)
        context = await context_of(work, production, await work.reviews.cut(review.cut_id))
        told = models.standing(messages, (await work.home()).bot_user_id)
        proposals = await models.answers(work, review.id, told)
    # In a thread of its own: Slack must be answered meanwhile.
    reading = await asyncio.to_thread(_read, told, context, proposals)
    program.checkpoint("reading.read")
    async with program.record.workspace(workspace_id, drafting=True) as work:
        await one_save_at_a_time(work, review.production_id)
        now_at = await work.reviews.get(review.id, lock=True)
        if now_at.revision != revision:
            return
        await save_reading(work, now_at, messages, reading)
        await unclear.ask_authors(work, now_at, messages, reading.unclear)
        await models.want_answer(work, program, now_at, told)
        program.checkpoint("reading.before_commit")
    program.checkpoint("reading.committed")


def _read(
    told: Sequence[ThreadMessage], context: ReadingContext, proposals: Sequence[ProposedNote]
) -> Reading:
    return assist(read(told, context), told, proposals, context)


async def ask_model_later(
    program: Program, workspace_id: str, review_id: str, revision: int
) -> None:
    """The wait is over: have the model asked, unless something was added to the thread
    meanwhile, whose own reading has begun the wait anew."""
    async with program.record.workspace(workspace_id, drafting=True) as work:
        review = await reviews.review_of(work, review_id)
        if review is not None and review.revision == revision:
            await models.ask_soon(work, review.id)


async def ask_model(program: Program, workspace_id: str, review_id: str) -> None:
    """Ask the model about what it has not seen of a thread, and store what it says.

    No transaction is open while it is asked. Once stored, the same is never asked again.
    """
    model = program.model
    if model is None:
        return
    async with program.record.workspace(workspace_id, drafting=True) as work:
        review = await reviews.review_of(work, review_id)
        if review is None:
            return
        told = await models.told_in(work, review.id)
        question = await models.question_about(work, model.name, review, told)
    if question is None:
        return
    came = await models.ask_twice(program, model, question)
    program.checkpoint("model.answered")
    async with program.record.workspace(workspace_id, drafting=True) as work:
        await models.keep_answer(work, program, model.name, question, came)
        program.checkpoint("model.before_commit")
    program.checkpoint("model.committed")


def _people_in(messages: Sequence[Message]) -> set[str]:
    """Who wrote, and who was mentioned."""
    mentioned = {each["user"] for m in messages for each in MENTION.finditer(m.text)}
    return {message.user_id for message in messages} | mentioned


async def learn_people(program: Program, workspace_id: str, users: Sequence[str]) -> None:
    """Ask Slack who these people are, once."""
    if not users:
        return
    slack = await program.slack(workspace_id)
    people = [person for user in users if (person := await slack.person(user))]
    async with program.record.workspace(workspace_id, drafting=True) as work:
        await work.people.learn(people)
