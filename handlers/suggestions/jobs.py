"""What the worker does for drafts: read files, draw cards, redraw open lists."""

import asyncio
from uuid import UUID

from handlers.answers import answer
from handlers.blocks import Message
from handlers.doors import sentence
from handlers.errors import ScriptyError
from handlers.program import Actor, FileRefusedError, Jobs, Place, Program
from handlers.reviews.services import FORGET_QUOTES
from handlers.suggestions import accepting, section_drafts, services
from handlers.suggestions.cards import draft_card, draft_list
from handlers.suggestions.errors import FileGoneError, NoPermissionError
from handlers.suggestions.rules import WRITTEN
from handlers.suggestions.sections import Sections, read_sections
from handlers.suggestions.written import asked_of, written_up
from store.tables import Delivery, Draft
from store.unit_of_work import Work


def register(jobs: Jobs) -> None:
    """Let the worker run these."""
    jobs.job(section_drafts.DRAFT_FILE, draft_file)
    jobs.job(services.REDRAW, redraw_list)
    jobs.job(FORGET_QUOTES, forget_quotes)
    jobs.drawing(services.CARD, draw_card)
    jobs.drawing(accepting.WRITTEN, draw_written)
    jobs.drawing(accepting.ASKED_OF_ONE, draw_asked)


async def draft_file(
    program: Program,
    workspace_id: str,
    file_id: str,
    channel: str,
    ts: str,
    thread_ts: str,
    user: str,
    name: str = "",
) -> None:
    """Draft the sections of a file that was shared in a message; or say why that can't be done.

    The file is fetched and read between transactions; `name` is what the message calls it.
    """
    actor, place = Actor(user, "shortcut"), Place(channel, thread_ts)
    try:
        name, sections = await _read(program, workspace_id, file_id, name)
        async with program.record.workspace(workspace_id) as work:
            await section_drafts.draft_sections(work, actor, place, ts, sections, name)
    except ScriptyError as error:
        async with program.record.workspace(workspace_id) as work:
            await answer(work, place, user, sentence(str(error)))


async def _read(
    program: Program, workspace_id: str, file_id: str, called: str
) -> tuple[str, Sections]:
    """A file's name and sections. Raises ScriptyError, and what Slack raises when it is away."""
    slack = await program.slack(workspace_id)
    try:
        file = await slack.file(file_id, section_drafts.FILE_LIMIT)
    except FileRefusedError as refused:
        if refused.why == "too large":
            section_drafts.refuse_large(refused.size, refused.name)
        error = NoPermissionError if refused.why == "no permission" else FileGoneError
        raise error(refused.name or called or "the file") from refused
    words = section_drafts.words_in(file)
    # In a thread of its own: Slack must be answered meanwhile.
    return file.name, await asyncio.to_thread(read_sections, words, file.name)


async def draw_card(work: Work, delivery: Delivery) -> Message | None:
    """The card of a draft, where it was asked for."""
    draft = await work.suggestions.find(Draft, delivery.subject_id or "")
    return draft_card(await services.draft_view(work, draft)) if draft else None


async def draw_written(work: Work, delivery: Delivery) -> Message | None:
    """What a draft's accepted lines are written up in, in its thread."""
    draft = await work.suggestions.find(Draft, delivery.subject_id or "")
    if draft is None:
        return None
    lines = [
        each
        for each in await work.suggestions.of_draft(draft.id)
        if each.state == "accepted" and each.becomes in WRITTEN
    ]
    people = {user or "" for each in lines for user in (each.owner, each.decided_by)}
    return written_up(draft, lines, await work.people.names(people)) if lines else None


async def draw_asked(work: Work, delivery: Delivery) -> Message | None:
    """What one person is asked of a draft, in its thread."""
    draft = await work.suggestions.find(Draft, delivery.subject_id or "")
    if draft is None:
        return None
    user = delivery.key.rpartition(":")[2]
    lines = await work.suggestions.of_draft(draft.id)
    tasks = await work.suggestions.tasks_of([each.id for each in lines])
    asked = [
        (each, tasks[each.id])
        for each in lines
        if each.becomes == "question" and each.owner == user and each.id in tasks
    ]
    return asked_of(draft, user, asked) if asked else None


async def forget_quotes(program: Program, workspace_id: str, message_id: str) -> None:
    """Let no line quote what stood in a message that was deleted; show that."""
    async with program.record.workspace(workspace_id) as work:
        await services.forget_message(work, UUID(message_id))


async def redraw_list(
    program: Program, workspace_id: str, view_id: str, draft_id: str, page: int
) -> None:
    """Show the present state of an open list of drafts."""
    async with program.record.workspace(workspace_id) as work:
        draft = await work.suggestions.find(Draft, draft_id)
        if draft is None:
            return
        view = draft_list(await services.draft_view(work, draft), page)
    await (await program.slack(workspace_id)).update_view(view_id, view)
