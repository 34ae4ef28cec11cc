"""What the worker does for drafts: read files, draw cards, redraw open lists."""

import asyncio

from handlers.answers import answer
from handlers.blocks import Message
from handlers.doors import sentence
from handlers.errors import ScriptyError
from handlers.program import Actor, FileRefusedError, Jobs, Place, Program
from handlers.suggestions import drafting, services
from handlers.suggestions.cards import draft_card, draft_list
from handlers.suggestions.errors import FileGoneError, NoPermissionError
from handlers.suggestions.sections import Sections, read_sections
from store.tables import Delivery, Draft
from store.unit_of_work import Work


def register(jobs: Jobs) -> None:
    """Let the worker run these."""
    jobs.job(drafting.DRAFT_FILE, draft_file)
    jobs.job(services.REDRAW, redraw_list)
    jobs.drawing(services.CARD, draw_card)


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
            await drafting.draft_sections(work, actor, place, ts, sections, name)
    except ScriptyError as error:
        async with program.record.workspace(workspace_id) as work:
            await answer(work, place, user, sentence(str(error)))


async def _read(
    program: Program, workspace_id: str, file_id: str, called: str
) -> tuple[str, Sections]:
    """A file's name and sections. Raises ScriptyError, and what Slack raises when it is away."""
    slack = await program.slack(workspace_id)
    try:
        file = await slack.file(file_id, drafting.FILE_LIMIT)
    except FileRefusedError as refused:
        if refused.why == "too large":
            drafting.refuse_large(refused.size, refused.name)
        error = NoPermissionError if refused.why == "no permission" else FileGoneError
        raise error(refused.name or called or "the file") from refused
    words = drafting.words_in(file)
    # In a thread of its own: Slack must be answered meanwhile.
    return file.name, await asyncio.to_thread(read_sections, words, file.name)


async def draw_card(work: Work, delivery: Delivery) -> Message | None:
    """The card of a draft, where it was asked for."""
    draft = await work.suggestions.find(Draft, delivery.subject_id or "")
    return draft_card(await services.draft_view(work, draft)) if draft else None


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
