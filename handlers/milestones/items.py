"""The items of milestones, each with its six points. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from handlers.milestones.record import ProductionRecord
from store.tables import Milestone
from store.types import ItemKind


@dataclass(frozen=True)
class Points:
    """The six points of an item: what is said of each, "" (a day: None) where it is missing.

    `source` is a link, or words where there is no link; `owner` a user id; `path` the user ids of
    who looks at it, in order; `approval` how that stands ("approved", "pending", "verified", …).
    """

    source: str = ""
    owner: str = ""
    due: date | None = None
    consequence: str = ""
    path: tuple[str, ...] = ()
    approval: str = ""


@dataclass(frozen=True)
class Item:
    """Something a milestone needs. `name` is what people call it ("N12", "T4", "v2 of teaser",
    "call sheet"), `about` its topic if it has one ("sound"), `title` its words. `channel` is where
    it is talked about, "" where that is no channel of the production; `link` leads there. `done`
    ones need nothing more."""

    kind: ItemKind
    id: UUID
    milestone: Milestone
    name: str
    points: Points
    about: str = ""
    title: str = ""
    channel: str = ""
    link: str = ""
    anchored: bool = True
    done: bool = False


def items(record: ProductionRecord, near: date) -> Mapping[UUID, Sequence[Item]]:
    """The items of each open milestone, by milestone. `near` is today in the production's zone."""
    raise NotImplementedError
