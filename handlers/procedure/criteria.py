"""Whether a criterion of a stage holds, read from the record. Pure.

"by hand" is what a person has to tick; everything else the record tells by itself, again each time
it is asked.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from handlers.approvals.rules import APPROVING, Overall
from handlers.documents.rules import standing
from handlers.text import counted, listing, shorten, version_words
from store.tables import Cut, Deliverable, Document, Scene, StageCriterion

_DIGITS = re.compile(r"[0-9]+")
_NAMED = 4
_SHOT = ("shot", "reviewed")
_NO_CUT = "no cut is up yet"
_ABOUT_CUTS = ("cut up", "notes decided", "conflicts settled", "approved")


@dataclass(frozen=True)
class Facts:
    """What the criteria of a production are read from.

    `stale` is why a document no longer holds, by id. `cuts` are the current ones, `verdicts` what
    was said of each together. `undecided` notes are those of the current cuts, `unfinished` tasks
    all of the production, `conflicts` those that wait.
    """

    today: date
    documents: Sequence[Document] = ()
    stale: Mapping[UUID, str] = field(default_factory=dict)
    scenes: Sequence[Scene] = ()
    deliverables: Sequence[Deliverable] = ()
    cuts: Sequence[Cut] = ()
    verdicts: Mapping[UUID, Overall] = field(default_factory=dict)
    undecided: int = 0
    conflicts: int = 0
    unfinished: int = 0


def holds(criterion: StageCriterion, facts: Facts, beside: Sequence[StageCriterion] = ()) -> bool:
    """Whether it holds now; `beside` are all criteria of its stage."""
    return not missing(criterion, facts, beside)


def missing(criterion: StageCriterion, facts: Facts, beside: Sequence[StageCriterion] = ()) -> str:
    """What keeps it from holding, in a few words: "no shot list is registered"; "" where it
    holds. Tasks of a stage that is about a cut are done once one is up and none is open."""
    if criterion.kind == "by hand":
        return "" if criterion.met_by else "nobody has ticked it"
    about_a_cut = any(each.kind in _ABOUT_CUTS for each in beside)
    if criterion.kind == "tasks done" and about_a_cut and not facts.cuts:
        return _NO_CUT
    return _READ[criterion.kind](facts, criterion.value)


def _document(facts: Facts, kind: str) -> str:
    return "" if _of_kind(facts, kind) else f"no {shorten(kind, 40)} is registered"


def _documents_fresh(facts: Facts, kind: str) -> str:
    documents = _of_kind(facts, kind) if kind else standing(facts.documents)
    if not documents:
        return f"no {shorten(kind, 40) or 'document'} is registered"
    stale = [each for each in documents if facts.stale.get(each.id)]
    return _those([each.kind for each in stale], "is stale", "are stale")


def _scenes_named(facts: Facts, _value: str) -> str:
    return _scenes(facts, lambda each: bool(each.purpose), "doesn't say what it is for",
                   "don't say what they are for")  # fmt: skip


def _scenes_ready(facts: Facts, _value: str) -> str:
    return _scenes(facts, lambda each: each.ready, "isn't ready", "aren't ready")


def _scenes_shot(facts: Facts, _value: str) -> str:
    return _scenes(facts, lambda each: each.footage in _SHOT, "isn't shot", "aren't shot")


def _scenes(facts: Facts, fine: Callable[[Scene], bool], one: str, many: str) -> str:
    if not facts.scenes:
        return "no scene is listed"
    left = [each.number for each in facts.scenes if not fine(each)]
    return _those(sorted(left, key=_in_the_script), one, many, "scene")


def _in_the_script(number: str) -> tuple[float, str]:
    """2, 3, 3A, 10, then what begins with no number."""
    begins = _DIGITS.match(number)
    return (int(begins[0]) if begins else float("inf")), number.casefold()


def _specified(facts: Facts, _value: str) -> str:
    return _deliverables(facts, lambda each: bool(each.specification), "has no specification",
                         "have no specification")  # fmt: skip


def _delivered(facts: Facts, _value: str) -> str:
    return _deliverables(
        facts, lambda each: each.delivered_at is not None, "isn't out", "aren't out"
    )


def _deliverables(facts: Facts, fine: Callable[[Deliverable], bool], one: str, many: str) -> str:
    if not facts.deliverables:
        return "no deliverable is listed"
    return _those([each.name for each in facts.deliverables if not fine(each)], one, many)


def _cut_up(facts: Facts, _value: str) -> str:
    return "" if facts.cuts else _NO_CUT


def _notes_decided(facts: Facts, _value: str) -> str:
    if not facts.cuts:
        return _NO_CUT
    return _count(facts.undecided, "note", "waits for a decision", "wait for a decision")


def _conflicts_settled(facts: Facts, _value: str) -> str:
    if not facts.cuts:
        return _NO_CUT
    return _count(facts.conflicts, "conflict", "waits for the decider", "wait for the decider")


def _tasks_done(facts: Facts, _value: str) -> str:
    return _count(facts.unfinished, "task", "is open", "are open")


def _approved(facts: Facts, _value: str) -> str:
    if not facts.cuts:
        return _NO_CUT
    left = [each for each in facts.cuts if facts.verdicts.get(each.id, "pending") not in APPROVING]
    titles = [
        f"{version_words(each.version)} of {shorten(each.deliverable, 40)}"
        if each.deliverable
        else version_words(each.version)
        for each in left
    ]
    return _those(titles, "isn't approved", "aren't approved")


_READ: Mapping[str, Callable[[Facts, str], str]] = {
    "document": _document,
    "documents fresh": _documents_fresh,
    "scenes named": _scenes_named,
    "scenes ready": _scenes_ready,
    "scenes shot": _scenes_shot,
    "deliverables specified": _specified,
    "deliverables delivered": _delivered,
    "cut up": _cut_up,
    "notes decided": _notes_decided,
    "conflicts settled": _conflicts_settled,
    "tasks done": _tasks_done,
    "approved": _approved,
}


def _of_kind(facts: Facts, kind: str) -> list[Document]:
    """Those of this kind that count: a creative brief is a brief."""
    wanted = kind.casefold()
    return [
        each
        for each in standing(facts.documents)
        if each.kind.casefold() == wanted or each.kind.casefold().endswith(f" {wanted}")
    ]


def _those(names: Sequence[str], one: str, many: str, noun: str = "") -> str:
    """Such as "scenes 3 and 4 aren't ready", "12 scenes aren't ready: 1, 2, 3, 4 …"."""
    if not names:
        return ""
    short = [shorten(each, 40) for each in names]
    verb = one if len(short) == 1 else many
    if len(short) > _NAMED:
        which = ", ".join(short[:_NAMED])
        how_many = counted(len(short), noun) if noun else f"{len(short)} of them"
        return f"{how_many} {verb}: {which} …"
    begun = f"{noun if len(short) == 1 else noun + 's'} " if noun else ""
    return f"{begun}{listing(short)} {verb}"


def _count(number: int, noun: str, one: str, many: str) -> str:
    return f"{counted(number, noun)} {one if number == 1 else many}" if number else ""
