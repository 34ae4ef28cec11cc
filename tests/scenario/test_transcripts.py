"""Files of what was said: read once, refused with what helps, forgotten with their message."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from bot.demo.people import Events
from handlers.errors import ScriptyError
from handlers.program import SlackFile
from handlers.transcripts.errors import TranscriptGoneError
from handlers.transcripts.services import FILE_LIMIT, MOST_CUES, read_transcript
from store.tables import Transcript
from tests.support.acting import Json, production, settled, thread_under_review
from tests.support.long_transcript import as_webvtt
from tests.support.running import Running
from tests.support.team import CHANNEL, PEOPLE
from tests.support.watching import WORKSPACE

IDS = {name: user for user, name in PEOPLE.items()}
CLIP = (
    b"\xef\xbb\xbfWEBVTT \n\n00:00:05.488 --> 00:00:13.349\n- The take at the oven is the one that"
    b"\n\n00:00:13.349 --> 00:00:14.210\nwe keep.\n\n"
)


async def read(scripty: Running, message: Json, production_id: UUID) -> UUID:
    """Ask for the transcript of the message's file, as a job does."""
    file = message["files"][0]
    return await read_transcript(
        scripty.scripty.program, WORKSPACE, production_id, file["id"], channel=CHANNEL,
        ts=message["ts"], permalink="https://slack.example/p1", user=IDS["editor"],
        name=file["name"],
    )  # fmt: skip


async def stored(scripty: Running, transcript: UUID) -> Transcript | None:
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        return await work.transcripts.find(Transcript, transcript)


def shared(scripty: Running, file: Json) -> Json:
    found: Json = scripty.team.slack.post_as("editor", CHANNEL, "the interview", files=[file])
    return found


def fetched(scripty: Running) -> int:
    return len([call for call in scripty.team.slack.transcript if call.method == "file"])


async def test_a_transcript_is_read_once_and_goes_with_its_message(scripty: Running) -> None:
    slack = scripty.team.slack
    await thread_under_review(scripty)
    where = UUID((await production(scripty))["id"])

    # a file: read once, whoever asks again
    file = slack.file_of("editor", "interview.vtt", as_webvtt(15).encode())
    message = shared(scripty, file)
    found = await read(scripty, message, where)
    row = await stored(scripty, found)
    assert row is not None
    assert (row.name, row.ts, row.added_by) == ("interview.vtt", message["ts"], IDS["editor"])
    assert 840 < row.seconds < 960
    assert len(row.cues) > 200
    assert row.cues[0]["speaker"] == "interviewer"
    assert fetched(scripty) == 1
    assert await read(scripty, message, where) == found
    assert fetched(scripty) == 1

    # a clip: Slack's own transcript of it, not its pictures
    clip = shared(scripty, slack.clip_of("editor", "take.mp4", CLIP))
    spoken = await stored(scripty, await read(scripty, clip, where))
    assert spoken is not None
    assert [(cue["start"], cue["end"], cue["text"]) for cue in spoken.cues] == [
        (5488, 14210, "The take at the oven is the one that we keep.")
    ]

    # a short one stands in Slack's preview as a whole
    said = {"status": "complete", "preview": {"content": "We keep it.", "has_more": False}}
    short = slack.clip_of("editor", "short.m4a", None) | {"transcription": said, "id": "F0SHORT"}
    brief = await stored(scripty, await read(scripty, shared(scripty, short), where))
    assert brief is not None
    assert [cue["text"] for cue in brief.cues] == ["We keep it."]

    # the message is deleted, or the file in it: the words don't stay, and nothing else goes
    await scripty.people.delete("editor", CHANNEL, message["ts"])
    await settled(scripty)
    assert await stored(scripty, found) is None
    gone = clip["files"][0] | {"mode": "tombstone"}
    changed = Events(CHANNEL).message_changed(clip, "the interview", files=[gone])
    await scripty.people.tell(changed)
    await settled(scripty)
    assert await stored(scripty, spoken.id) is None
    assert await stored(scripty, brief.id) is not None


async def test_what_is_deleted_while_it_is_fetched_is_not_kept(scripty: Running) -> None:
    await thread_under_review(scripty)
    where = UUID((await production(scripty))["id"])
    message = shared(scripty, scripty.team.slack.file_of("editor", "interview.vtt", CLIP))
    program = scripty.scripty.program

    class Slow:
        """Slack, where the message is deleted while its file is on its way."""

        async def transcript(self, file_id: str, limit: int) -> SlackFile:
            file = await (await program.slack(WORKSPACE)).transcript(file_id, limit)
            await scripty.people.delete("editor", CHANNEL, message["ts"])
            await settled(scripty)
            return file

    async def slow(workspace_id: str) -> Any:
        return Slow()

    async def reading() -> UUID:
        return await read_transcript(
            replace(program, slack=slow), WORKSPACE, where, message["files"][0]["id"],
            channel=CHANNEL, ts=None, permalink="", user=IDS["editor"],
        )  # fmt: skip

    with pytest.raises(TranscriptGoneError):
        await reading()
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        assert not await work.transcripts.of_production(where)


async def test_what_cant_be_read_says_what_to_do(scripty: Running) -> None:
    slack = scripty.team.slack
    await thread_under_review(scripty)
    where = UUID((await production(scripty))["id"])

    async def refused(file: Json, words: str, **more: Any) -> None:
        message = shared(scripty, file | more)
        with pytest.raises(ScriptyError, match=words):
            await read(scripty, message, where)
        async with scripty.scripty.record.workspace(WORKSPACE) as work:
            assert await work.transcripts.of_file(where, message["files"][0]["id"]) is None

    waiting = slack.clip_of("editor", "take.mp4", None, "processing")
    await refused(waiting, r"still transcribing “take\.mp4”.*Try again in a minute")
    await refused(slack.clip_of("editor", "take.mp4", None, "failed"), "has no transcript of")
    bare = slack.file_of("editor", "song.wav", b"RIFF") | {"mimetype": "audio/wav"}
    await refused(bare, r"no transcript of “song\.wav”.*Share a transcript of it as \.vtt")
    await refused(slack.file_of("editor", "plan.pdf", b"%PDF"), r"can't read “plan\.pdf” as a")
    await refused(slack.file_of("editor", "noise.txt", bytes(range(256)) * 9), "can't read")
    await refused(slack.file_of("editor", "empty.vtt", b"WEBVTT\n\n"), "nothing that is said")
    huge = slack.file_of("editor", "huge.vtt", b"x")
    await refused(
        huge, r"“huge\.vtt” has 9\.0 MB; I read transcripts of up to 5 MB", size=9 * 10**6
    )
    # Slack may say less than there is
    more = slack.file_of("editor", "more.vtt", b"x" * (FILE_LIMIT + 1))
    await refused(more, r"has 5\.\d MB", size=10)
    many = "\n\n".join(f"Line {at}." for at in range(MOST_CUES + 1)).encode()
    await refused(slack.file_of("editor", "many.txt", many), r"10,001 cues")
    missing = slack.file_of("editor", "gone.vtt", b"WEBVTT")
    await refused(missing, r"doesn't give me “gone\.vtt”", id="F404")

    # our token goes to Slack's own hosts alone
    elsewhere = slack.clip_of("editor", "take.mp4", None, "complete")
    before = fetched(scripty)
    await refused(elsewhere, "doesn't give me", id="F0ELSE", vtt="https://slack.example.net/a.vtt")
    assert fetched(scripty) == before

    scopes = slack.team.scopes
    slack.team.scopes = tuple(each for each in scopes if each != "files:read")
    await refused(slack.file_of("editor", "a.vtt", CLIP), r"lacks the permission files:read")
    slack.team.scopes = scopes
