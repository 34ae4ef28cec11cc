"""What holds of every reading, whatever was read."""

from collections.abc import Sequence

from handlers.notes.reading import is_human, read
from store.types import Reading, ReadingContext, ThreadMessage


def check(messages: Sequence[ThreadMessage], context: ReadingContext) -> Reading:
    """Read a thread and hold the reading to what it promises. Raises AssertionError."""
    found = read(messages, context)
    texts = {(message.ts, message.user): message.text for message in messages}
    known = {member.user for member in context.members} | {m.user for m in messages}
    said = "".join(message.text for message in messages)
    assert [note.number for note in found.notes] == list(range(1, len(found.notes) + 1))
    for note in found.notes:
        assert note.sources, "a note comes from somewhere"
        for source in note.sources:
            assert is_human(source.user)
            assert source.quote, "a quote has words"
            assert texts[source.ts, source.user][source.start : source.end] == source.quote
        for other in note.conflicts_with:
            assert note.number in found.notes[other - 1].conflicts_with
        if note.timecode is not None:
            assert note.timecode.seconds >= 0
        if note.owner is not None and note.owner.user is not None:
            assert note.owner.user in known or f"@{note.owner.user}" in said
    noted = {source.ts for note in found.notes for source in note.sources}
    assert noted | set(found.chatter) == {message.ts for message in messages}
    assert not noted & set(found.chatter)
    assert all(
        question.ask and question.ts in noted | set(found.chatter) for question in found.unclear
    )
    return found
