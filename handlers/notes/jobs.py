"""What the worker does for notes: read a thread once it is quiet."""

import asyncio
from collections.abc import Sequence

from handlers.notes.drafting import as_read, context_of, is_call, save_reading
from handlers.notes.reading import read
from handlers.people import MENTION
from handlers.program import Jobs, Program
from handlers.reviews import services as reviews
from store.tables import Message


def register(jobs: Jobs) -> None:
    """Let the worker run these."""
    jobs.job(reviews.DRAFT_NOTES, draft_notes)


async def draft_notes(program: Program, workspace_id: str, review_id: str, revision: int) -> None:
    """Read the thread, unless it has changed again since; bring its notes and card up to date.

    The reading itself happens between two transactions. If the thread changes meanwhile, this
    reading is put aside: that change has deferred a job of its own.
    """
    async with program.record.workspace(workspace_id) as work:
        review = await reviews.review_of(work, review_id)
        if review is None or review.revision != revision or review.read_revision == revision:
            return
        messages = await work.reviews.messages(review.id)
        strangers = await work.people.unknown(_people_in(messages))
    await learn_people(program, workspace_id, strangers)
    async with program.record.workspace(workspace_id) as work:
        production = await work.productions.get(review.production_id)
        context = await context_of(work, production, await work.reviews.cut(review.cut_id))
        bot = (await work.home()).bot_user_id
    standing = [m for m in messages if not (m.deleted or is_call(m.text, bot))]
    told = [as_read(message) for message in standing]
    reading = await asyncio.to_thread(read, told, context)  # Slack must be answered meanwhile
    program.checkpoint("reading.read")
    async with program.record.workspace(workspace_id) as work:
        now_at = await work.reviews.get(review.id, lock=True)
        if now_at.revision != revision:
            return
        await save_reading(work, now_at, messages, reading)
        program.checkpoint("reading.before_commit")
    program.checkpoint("reading.committed")


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
    async with program.record.workspace(workspace_id) as work:
        await work.people.learn(people)
