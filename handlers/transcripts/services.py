"""Transcripts of files that are shared in Slack: read once, forgotten with their message."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from handlers.errors import ScriptyError
from handlers.program import FileRefusedError, Program, RefusedWhy, SlackFile
from handlers.suggestions.services import forget_transcripts
from handlers.text import decoded
from handlers.transcripts.errors import (
    MayNotReadError,
    NotATranscriptError,
    NothingSaidError,
    NoTranscriptError,
    StillTranscribingError,
    TooLongError,
    TranscriptGoneError,
)
from handlers.transcripts.formats import MOST_LINES, Cues, read_cues
from store.tables import Transcript
from store.unit_of_work import Work

FILE_LIMIT = 5_000_000
"""Bytes of a transcript that is read: two hours of captions have less than half a million."""

MOST_CUES = 10_000
"""Cues of a transcript that is kept: two hours of captions have about two thousand."""

_REFUSALS: Mapping[RefusedWhy, type[NoTranscriptError] | type[StillTranscribingError]
    | type[NotATranscriptError] | type[TranscriptGoneError] | type[MayNotReadError]] = {
    "gone": TranscriptGoneError,
    "no permission": MayNotReadError,
    "no text": NotATranscriptError,
    "no transcript": NoTranscriptError,
    "transcribing": StillTranscribingError,
}  # fmt: skip


async def read_transcript(
    program: Program,
    workspace_id: str,
    production_id: UUID,
    file_id: str,
    *,
    channel: str,
    ts: str | None,
    permalink: str,
    user: str,
    name: str = "",
) -> UUID:
    """The transcript of a file that was shared in the message `ts`, read by now if it wasn't yet;
    its id. For jobs: the file is fetched and read between transactions. `name` is what the message
    calls it.

    Raises NoTranscriptError, StillTranscribingError, NotATranscriptError, NothingSaidError,
    TooLongError, TranscriptGoneError, MayNotReadError, and what Slack raises when it is away.
    """
    async with program.record.workspace(workspace_id, drafting=True) as work:
        if known := await work.transcripts.of_file(production_id, file_id):
            return known
        await work.transcripts.begin(
            Transcript(
                production_id=production_id, file_id=file_id, name=name, channel=channel, ts=ts,
                permalink=permalink, cues=[], added_by=user,
            )
        )  # fmt: skip
    slack = await program.slack(workspace_id)
    try:
        file = await slack.transcript(file_id, FILE_LIMIT)
    except FileRefusedError as refused:
        raise refusal(refused, name) from refused
    # In a thread of its own: Slack must be answered meanwhile.
    cues = await asyncio.to_thread(cues_in, file)
    async with program.record.workspace(workspace_id, drafting=True) as work:
        read = await work.transcripts.fill(
            production_id, file_id,
            name=name or file.name, seconds=cues.seconds, cues=cues.rows(),
        )  # fmt: skip
        if read is not None:
            work.log(user, "scripty", "transcript.read", "transcript", read, cues=len(cues.cues))
            return read
        # Somebody else asked for it at the same time, and theirs was first; or it was deleted.
        known = await work.transcripts.of_file(production_id, file_id)
    if known is None:
        raise TranscriptGoneError(name or file.name)
    return known


def cues_in(file: SlackFile) -> Cues:
    """What is said in a file. Raises NotATranscriptError, NothingSaidError, TooLongError."""
    words = decoded(file.content)
    if words is None:
        raise NotATranscriptError(file.name)
    cues = read_cues(words, file.name)
    if cues.cut:
        raise TooLongError(file.name, f"more than {MOST_LINES:,} lines", f"{MOST_LINES:,}")
    if len(cues.cues) > MOST_CUES:
        raise TooLongError(file.name, f"{len(cues.cues):,} cues", f"{MOST_CUES:,}")
    if not cues.cues:
        raise NothingSaidError(file.name)
    return cues


def refusal(refused: FileRefusedError, called: str) -> ScriptyError:
    """Why Slack doesn't give a transcript, for the person who asked."""
    name = refused.name or called
    if refused.why == "too large":
        return TooLongError(name, f"{refused.size / 1e6:.1f} MB", f"{FILE_LIMIT / 1e6:.0f} MB")
    return _REFUSALS[refused.why](name)


async def forget_shared_in(work: Work, channel: str, ts: str, message: Mapping[str, Any]) -> None:
    """A message was deleted, and its files with it: their words go too. `message` is as it was."""
    files = [str(each.get("id")) for each in message.get("files") or ()]
    gone = await work.transcripts.forget(channel, ts=ts, files=files)
    await _forget(work, str(message.get("user") or ""), gone)


async def forget_deleted_files(work: Work, channel: str, message: Mapping[str, Any]) -> None:
    """A message lost files, which leave tombstones in it: their words go too."""
    files = message.get("files") or ()
    gone = [str(each.get("id")) for each in files if each.get("mode") == "tombstone"]
    if gone:
        user = str(message.get("user") or "")
        await _forget(work, user, await work.transcripts.forget(channel, files=gone))


async def _forget(work: Work, user: str, gone: Mapping[UUID, UUID]) -> None:
    """Nothing that was drafted from these transcripts says what was said there."""
    for each in gone:
        work.log(user, "message", "transcript.deleted", "transcript", each)
    if gone:
        await forget_transcripts(work, gone)
