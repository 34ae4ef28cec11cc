"""Tell a ruling from a wish: only the decider rules, and only on what others have spoken about."""

from collections.abc import Sequence

from handlers.notes.reader import vocabulary as words
from handlers.notes.reader.drafts import Draft, Heard
from handlers.notes.reader.likeness import stems

_RECENT = 30
_OPEN = ("change", "question", "risk")


def is_ruling(text: str, heard: Heard, earlier: Sequence[Draft], decider: str | None) -> bool:
    """Whether a piece settles what others asked or objected to, in the decider's words."""
    if heard.message.user != decider or "?" in text or not words.DECIDED.search(text):
        return False
    others = [d for d in earlier[-_RECENT:] if d.author != decider and d.kind in _OPEN]
    just_before = any(d.heard.order == heard.order - 1 for d in others)
    about = stems(text)
    return just_before or any(about & d.words for d in others)
