"""What is missing: one list, for the checklist, for nudges, and for whoever asks. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.milestones.items import Item
from handlers.milestones.record import ProductionRecord
from store.types import GapKind


@dataclass(frozen=True)
class Gap:
    """One thing missing. `user` is whose it is to close, None where that is nobody yet (then it is
    its channel's); `words` is the sentence's beginning ("No owner on N12 (sound)"), `detail` what
    else is known ("client was asked on 3 Jun"). One that doesn't `speak` is only said beside
    others: it makes no message by itself."""

    kind: GapKind
    item: Item
    user: str | None = None
    words: str = ""
    detail: str = ""
    speaks: bool = True

    @property
    def key(self) -> str:
        """The same gap has the same key on another day."""
        return f"{self.kind}:{self.item.kind}:{self.item.id}"

    @property
    def consequence(self) -> str:
        """What waits on it ("the mix is Thursday and waits on it"), "" where nobody knows."""
        return self.item.points.consequence


def gaps(record: ProductionRecord, at: datetime) -> Sequence[Gap]:
    """Everything missing at this moment in the production's open milestones, worst first."""
    raise NotImplementedError
