"""What drafts are made from, and what comes of them: plain values. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from store.types import DraftKind, NeedsPerson, SourceKind


@dataclass(frozen=True)
class Fact:
    """One thing that the record says, which a line may rest on.

    `label` is how a draft cites it ("F3"); `name` is what people call it ("N12", "scene 3", "D4",
    "00:12:04"), `text` what they wrote or said, verbatim. `part` says which part of the thing this
    is ("purpose", "asked", "reason"), `state` how it stands ("accepted", "not shot"), `people` the
    ids of whom it names, the one whose it is first; in a transcript, the speaker as written there.
    `start` and `end` are milliseconds of a transcript.
    """

    label: str
    kind: SourceKind
    name: str
    text: str
    id: UUID | None = None
    link: str = ""
    part: str = ""
    state: str = ""
    people: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Material:
    """All that a draft may draw on. `about` is what it is called ("scene 3, the kitchen"),
    `context` has the six points by name, `people` the names of members by id, `asked` who answers
    for what no machine decides, `rejected` the ideas that were turned down, each with the reason
    that was given ("" for none)."""

    kind: DraftKind
    about: str
    context: Mapping[str, str]
    facts: Sequence[Fact]
    people: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[NeedsPerson, str] = field(default_factory=dict)
    rejected: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class DraftedLine:
    """One line as it was drafted, by whomever: what it says, the fact that it rests on (`source`,
    its label) with words of it (`quote`), why it matters and what to do next.

    `section` is the heading that it stands under (a topic, a part of a handoff), `person` the id of
    somebody whom the fact names and who would do it, "" for nobody. `also` are labels of further
    facts: the notes to merge, the last moment of a clip.
    """

    text: str
    source: str
    quote: str
    reason: str
    next_action: str
    section: str = ""
    person: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drafted:
    """The lines that hold, in order, and how many don't, by reason."""

    lines: Sequence[DraftedLine] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
