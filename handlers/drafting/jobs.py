"""What the worker does to draft: gather from the record, have a model or the built-in drafter draft
from it, hold every line against it, hand over what holds."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import structlog

from handlers.drafting.builtin import draft as built_in
from handlers.drafting.errors import FileElsewhereError
from handlers.drafting.gathering import gather, taken_back
from handlers.drafting.lines import lines_of
from handlers.drafting.model import CANCELLED, with_model
from handlers.drafting.services import DRAFT_LINES
from handlers.errors import ScriptyError
from handlers.program import FileRefusedError, Jobs, Program
from handlers.suggestions.rules import Line
from handlers.suggestions.services import fail_draft, fill_draft, hold_suggestions
from handlers.text import one_line, shorten
from handlers.transcripts.services import read_transcript, refusal
from prompts.drafting.grounding import grounded
from prompts.drafting.material import Drafted, Material
from store.tables import Draft
from store.unit_of_work import Work

_TITLE = 150

log = structlog.get_logger()


def register(jobs: Jobs) -> None:
    """Let the worker run these."""
    jobs.job(DRAFT_LINES, draft_lines)


async def draft_lines(
    program: Program, workspace_id: str, draft_id: str, file_id: str = ""
) -> None:
    """Draft the lines of a draft that was begun; `file_id` is the file whose transcript it is of.

    Run again after a crash it drafts again what wasn't kept, and nothing twice: only a draft that
    is still being drafted is filled. No transaction is open while files are read or a model is
    asked, and all of them are of the role that can decide nothing.
    """
    if file_id and not await _read(program, workspace_id, draft_id, file_id):
        return
    async with program.record.workspace(workspace_id, drafting=True) as work:
        draft = await _being_drafted(work, draft_id)
        if draft is None:
            return
        production = await work.productions.get(draft.production_id)
        material = await gather(work, draft, production)
    program.checkpoint("draft.gathered")
    asked = await with_model(program, workspace_id, UUID(draft_id), material)
    if asked.fallback == CANCELLED:
        return
    drafted, by = asked.drafted, "model"
    if drafted is None:
        # In a thread of its own: Slack must be answered meanwhile.
        drafted, by = await asyncio.to_thread(_drafted_by_us, material), "reader"
    lines = await asyncio.to_thread(lines_of, material, drafted)
    program.checkpoint("draft.drafted")
    async with program.record.workspace(workspace_id, drafting=True) as work:
        draft = await _being_drafted(work, draft_id)
        if draft is not None:
            lines, gone = await _still_standing(work, draft, material, drafted, lines)
            await fill_draft(
                work, draft, lines,
                drafted_by=by, model=asked.model, version=asked.version, fallback=asked.fallback,
                dropped={**drafted.dropped, **({"taken back": gone} if gone else {})},
            )  # fmt: skip
        await work.models.settle(UUID(draft_id))
        program.checkpoint("draft.before_filled")
    log.info(
        "drafted", action="drafted", of=material.kind, by=by, lines=len(lines),
        fallback=asked.fallback, dropped=dict(drafted.dropped),
    )  # fmt: skip


def _drafted_by_us(material: Material) -> Drafted:
    """What the built-in drafter makes of it, through the same gate as a model's answer."""
    return grounded(material, built_in(material))


async def _still_standing(
    work: Work, draft: Draft, material: Material, drafted: Drafted, lines: Sequence[Line]
) -> tuple[list[Line], int]:
    """The lines of which all sources still say what they said, and how many don't: while a model
    was asked, people may have deleted a message or decided on a note. Whoever takes words back from
    here on finds the lines and takes the words from them (`hold_suggestions`)."""
    await hold_suggestions(work, draft.production_id)
    production = await work.productions.get(draft.production_id)
    gone = taken_back(material, await gather(work, draft, production))
    kept = [
        line
        for each, line in zip(drafted.lines, lines, strict=True)
        if gone.isdisjoint((each.source, *each.also))
    ]
    return kept, len(lines) - len(kept)


async def _being_drafted(work: Work, draft_id: str) -> Draft | None:
    draft = await work.suggestions.find(Draft, draft_id)
    return draft if draft is not None and draft.state == "drafting" else None


async def _read(program: Program, workspace_id: str, draft_id: str, file_id: str) -> bool:
    """Have the transcript read that a draft is about, if nobody has yet; whether there is something
    to draft from. Why not is said on the draft's card."""
    async with program.record.workspace(workspace_id, drafting=True) as work:
        draft = await _being_drafted(work, draft_id)
        if draft is None or draft.subject_id is not None:
            return draft is not None
        channels = {each.channel for each in await work.productions.channels(draft.production_id)}
    try:
        channel = draft.source_channel or await _shared_in(program, workspace_id, file_id, channels)
        transcript = await read_transcript(
            program, workspace_id, draft.production_id, file_id,
            channel=channel, ts=draft.source_ts, permalink=draft.source_permalink,
            user=draft.asked_by, name="" if draft.source_channel == "" else draft.title,
        )  # fmt: skip
    except ScriptyError as error:
        async with program.record.workspace(workspace_id, drafting=True) as work:
            if found := await _being_drafted(work, draft_id):
                await fail_draft(work, found, str(error))
        return False
    async with program.record.workspace(workspace_id, drafting=True) as work:
        found = await work.suggestions.find(Draft, draft_id, lock=True)
        if found is not None:
            found.subject_id = transcript
            if draft.source_channel == "" and (row := await work.transcripts.by_id(transcript)):
                found.title = shorten(one_line(row.name), _TITLE) or found.title
    return True


async def _shared_in(program: Program, workspace_id: str, file_id: str, channels: set[str]) -> str:
    """The channel of a production in which a file was shared that somebody gave the link of: what
    is said elsewhere is not for everybody here. Raises FileElsewhereError."""
    slack = await program.slack(workspace_id)
    try:
        shared = await slack.channels_of_file(file_id)
    except FileRefusedError as refused:
        raise refusal(refused, "") from refused
    here = next((each for each in shared if each in channels), None)
    if here is None:
        raise FileElsewhereError
    return here
