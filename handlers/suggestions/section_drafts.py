"""Turning a document's sections into drafts: of a message's own words, or of a file's."""

import codecs
from collections.abc import Mapping, Sequence
from typing import Any

from handlers.answers import answer
from handlers.blocks import Message
from handlers.doors import sentence
from handlers.membership import member_here
from handlers.people import MENTION
from handlers.program import Actor, Place, SlackFile
from handlers.reviews.links import permalink
from handlers.suggestions.cards import made_answer
from handlers.suggestions.errors import NoTextFileError, NothingToDraftError, TooLargeError
from handlers.suggestions.rules import DOCUMENT_LINES, Source, line_of
from handlers.suggestions.sections import Sections, read_sections
from handlers.suggestions.services import make_draft
from handlers.tasks.services import named_members
from handlers.text import plain
from store.clock import now
from store.unit_of_work import Work

FILE_LIMIT = 1_000_000
"""Bytes of a document that is read: a book has fewer."""

DRAFT_FILE = "draft_file"
"""Name of the job that reads a file and drafts its sections."""

_TEXT_NAMES = (".md", ".markdown", ".mdown", ".txt", ".text")
_TEXT_TYPES = frozenset({"text", "markdown", "md", "txt"})
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


async def draft_message(work: Work, actor: Actor, channel: str, message: Mapping[str, Any]) -> None:
    """Draft the sections of a message's own words, in its thread.

    Raises NoProductionError, NotAMemberError, GuestError, NothingToDraftError, TooLargeError.
    """
    text = message.get("text") or ""
    names = await work.people.names(found["user"] for found in MENTION.finditer(text))
    words = plain(text, names)
    refuse_long(words, "")
    place = Place(channel, message.get("thread_ts") or message["ts"])
    await draft_sections(work, actor, place, message["ts"], read_sections(words), "")


async def draft_sections(
    work: Work, actor: Actor, place: Place, ts: str, sections: Sections, name: str
) -> None:
    """Draft sections that were read from the message `ts` or its file `name`; whoever asked is
    told what the card doesn't say.

    Raises NoProductionError, NotAMemberError, GuestError, NothingToDraftError.
    """
    production = await member_here(work, place.channel, actor)
    if not sections.found:
        raise NothingToDraftError(name)
    members = await named_members(work, production)
    at = now()
    lines = [line_of(each, members, at, production.timezone) for each in sections.found]
    source = Source(
        place.channel, ts,
        permalink((await work.home()).url, place.channel, ts, place.thread_ts),
        sections.title or name,
    )  # fmt: skip
    made = await make_draft(work, actor, production, "sections", source, lines, place)
    found = made.lines
    told = made_answer(
        len(found.fresh), [each.number for each in found.known],
        [line.text for line in found.left], sections.left_out,
    )  # fmt: skip
    if told:
        await answer(work, place, actor.user, sentence(told))


def reading_answer(name: str) -> Message:
    """What is said while a file is being read."""
    return sentence(f"I am reading “{name or 'the file'}”. Its sections will be drafted here.")


def text_file(message: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The first text or Markdown file of a message, by what Slack says of it; one of which it says
    nothing, as of files from other companies, may be one. None where there is no file.

    Raises NoTextFileError where no file is one and there are no words either.
    """
    files: Sequence[Mapping[str, Any]] = message.get("files") or ()
    for file in files:
        if _may_be_text(file):
            return file
    if files and not (message.get("text") or "").strip():
        raise NoTextFileError(str(files[0].get("name") or ""))
    return None


def words_in(file: SlackFile) -> str:
    """The words of a text file. Raises NoTextFileError, TooLargeError."""
    encoding = next((name for mark, name in _MARKS if file.content.startswith(mark)), "utf-8")
    try:
        words = file.content.decode(encoding)
    except UnicodeDecodeError:
        # What Windows writes: it has a character for nearly every byte, so only real text passes.
        words = file.content.decode("cp1252", errors="replace")
    if "\x00" in words or words.count("�") * 20 > len(words):
        raise NoTextFileError(file.name)
    refuse_long(words, file.name)
    return words


def refuse_large(size: int, name: str) -> None:
    """Raises TooLargeError for a file of so many bytes that it isn't read."""
    if size > FILE_LIMIT:
        raise TooLargeError(name, f"{size / 1_000_000:.1f} MB", "1 MB")


def refuse_long(words: str, name: str) -> None:
    """Raises TooLargeError for a text of so many lines that it isn't read."""
    lines = words.count("\n") + 1
    if lines > DOCUMENT_LINES:
        raise TooLargeError(name, f"{lines:,} lines", f"{DOCUMENT_LINES:,}")


def _may_be_text(file: Mapping[str, Any]) -> bool:
    name, kind = str(file.get("name") or "").lower(), str(file.get("filetype") or "")
    if file.get("file_access") == "check_file_info":
        return not name or name.endswith(_TEXT_NAMES)
    return name.endswith(_TEXT_NAMES) or kind in _TEXT_TYPES
