"""Drafts that need no model: written from the record by rules, line by line. Pure."""

from collections.abc import Callable, Mapping, Sequence

from handlers.drafting.builtin.cleanup import cleanup
from handlers.drafting.builtin.handoff import handoff
from handlers.drafting.builtin.pickups import pickups
from handlers.drafting.builtin.questions import questions
from handlers.drafting.builtin.shotlist import shotlist
from handlers.transcripts.clips import grouped
from handlers.transcripts.summary import summarised
from prompts.drafting.material import DraftedLine, Material
from store.types import DraftKind

_DRAFTERS: Mapping[DraftKind, Callable[[Material], Sequence[DraftedLine]]] = {
    "questions": questions,
    "shotlist": shotlist,
    "transcript": summarised,
    "clips": grouped,
    "cleanup": cleanup,
    "handoff": handoff,
    "pickups": pickups,
}


def draft(material: Material) -> Sequence[DraftedLine]:
    """The lines of a draft of this kind, the most important first; none where the record says
    nothing that they could rest on."""
    drafter = _DRAFTERS.get(material.kind)
    return drafter(material) if drafter else ()
