"""A note as a model proposes it, after the checks; and the way into the record and back."""

from dataclasses import asdict, dataclass
from typing import Any, get_args

from store.types import NeedsPerson, NoteKind, Priority, Source, Topic

PROPOSABLE: tuple[NoteKind, ...] = ("change", "question", "praise", "risk")
"""The kinds a model may propose. Decisions and approvals are people's own."""

DECIDING: tuple[NoteKind, ...] = ("decision", "approval statement")
TOPICS: tuple[Topic, ...] = get_args(Topic)
PRIORITIES: tuple[Priority, ...] = get_args(Priority)
SUBJECTS: tuple[NeedsPerson, ...] = get_args(NeedsPerson)


@dataclass(frozen=True)
class ProposedNote:
    """`sources` are verbatim; `timecode`, `owner`, `due`, `scene` and `reason` are words as they
    stand in a source's message; an empty `ask` leaves the wording to the built-in reader.

    `same_as` is the number of an earlier note that asks the same.
    """

    sources: tuple[Source, ...]
    kind: NoteKind
    topic: Topic
    priority: Priority
    ask: str = ""
    reason: str = ""
    timecode: str | None = None
    owner: str | None = None
    due: str | None = None
    scene: str | None = None
    needs_person: tuple[NeedsPerson, ...] = ()
    same_as: int | None = None


def as_json(proposal: ProposedNote) -> dict[str, Any]:
    """A proposal as the record keeps it."""
    return asdict(proposal) | {
        "sources": [asdict(source) for source in proposal.sources],
        "needs_person": list(proposal.needs_person),
    }


def from_json(stored: dict[str, Any]) -> ProposedNote:
    """The proposal that `as_json` stored."""
    return ProposedNote(
        **stored
        | {
            "sources": tuple(Source(**source) for source in stored["sources"]),
            "needs_person": tuple(stored["needs_person"]),
        }
    )
