"""Where a production stands: three lines, the decisions needed, and who owes what. Pure.

Written from the record alone: its items, their gaps, the stages and rules of its procedure.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from handlers.milestones.gaps import Gap
from handlers.milestones.items import Item, cut_name
from handlers.milestones.record import Known
from handlers.reviews.rules import rounds_said
from handlers.text import counted, day, listing, one_line, shorten
from store.tables import Cut, Milestone, Review
from store.types import ItemKind

_OWED: tuple[ItemKind, ...] = ("task", "document", "deliverable", "scene")
"""What somebody does; the others wait for a decision."""

_TITLE = 80
_NAMES = 6


@dataclass(frozen=True)
class StageNow:
    """The stage that the procedure is in, and how many of its criteria hold."""

    name: str
    held: int = 0
    of: int = 0


@dataclass(frozen=True)
class Point:
    """A decision that is needed: `user` (an id, "" where nobody is named) `does` it."""

    what: str
    does: str
    user: str = ""
    link: str = ""


@dataclass(frozen=True)
class Entry:
    """Something that somebody owes."""

    name: str
    title: str = ""
    due: date | None = None
    late: bool = False
    link: str = ""


@dataclass(frozen=True)
class Owed:
    """What one person owes, soonest first; `user` is "" for what nobody has yet."""

    user: str
    entries: Sequence[Entry]


@dataclass(frozen=True)
class Facts:
    """What a brief is written from. `items` and `gaps` are those that it is about: of a milestone,
    or of the whole production; gaps worst first. `milestone` is the one it is about, or the next;
    `rules` are the words of the procedure's that are on."""

    known: Known
    today: date
    items: Sequence[Item]
    gaps: Sequence[Gap]
    milestone: Milestone | None = None
    stage: StageNow | None = None
    rules: Sequence[str] = ()


@dataclass(frozen=True)
class Brief:
    """A brief: `where` are the three lines."""

    where: Sequence[str]
    decisions: Sequence[Point]
    owed: Sequence[Owed]
    rules: Sequence[str] = ()

    def people(self) -> set[str]:
        """The ids of everybody in it."""
        asked = {point.user for point in self.decisions}
        return (asked | {owed.user for owed in self.owed}) - {""}


def brief(facts: Facts) -> Brief:
    """What a planning meeting begins with."""
    return Brief(
        where=(_stage_and_milestone(facts), _counts(facts), _worst(facts)),
        decisions=[*_decisions(facts)],
        owed=_owed(facts),
        rules=facts.rules,
    )


def _stage_and_milestone(facts: Facts) -> str:
    said = []
    if stage := facts.stage:
        held = f", {stage.held} of {stage.of} criteria met" if stage.of else ""
        said.append(f"Stage: {shorten(one_line(stage.name), 60)}{held}.")
    if milestone := facts.milestone:
        name = shorten(one_line(milestone.name), 60)
        said.append(f"{name} {days_to(milestone, facts.today)}.")
    else:
        said.append("No milestone is set: /scripty milestone sets one.")
    return " ".join(said)


def days_to(milestone: Milestone, today: date) -> str:
    """Such as "is on Fri 12 Jun, in 4 days"."""
    days = (milestone.day - today).days
    when = f"{day(milestone.day, today)}{f' {milestone.time}' if milestone.time else ''}"
    if days == 0:
        return f"is today{f' at {milestone.time}' if milestone.time else ''}"
    if days < 0:
        return f"was due on {when}, {counted(-days, 'day')} ago"
    return f"is on {when}, {'tomorrow' if days == 1 else f'in {days} days'}"


def _counts(facts: Facts) -> str:
    things = [item for item in facts.items if item.kind != "milestone"]
    if not things:
        return "Nothing is on record to be done."
    still = [item for item in things if not item.done]
    said = [f"{len(things) - len(still)} of {counted(len(things), 'item')} done"]
    late = {gap.item.id for gap in facts.gaps if gap.kind == "overdue"} & {i.id for i in still}
    owed = [item for item in still if item.kind in _OWED]
    unowned = sum(not item.points.owner for item in owed)
    said += [f"{len(still)} open"] if still else []
    said += [f"{len(late)} overdue"] if late else []
    said += [f"{unowned} without an owner"] if unowned else []
    return f"{', '.join(said)}."


def _worst(facts: Facts) -> str:
    gap = next((gap for gap in facts.gaps if gap.speaks), None)
    if gap is None:
        return "Nothing is missing."
    detail = f" ({gap.detail})" if gap.detail else ""
    waits = f"; {gap.consequence}" if gap.consequence else ""
    many = sum(each.speaks for each in facts.gaps)
    more = f" {counted(many, 'gap')} in all." if many > 1 else ""
    return f"Worst: {gap.words}{detail}{waits}.{more}"


def _decisions(facts: Facts) -> Iterator[Point]:
    """Conflicts, undecided notes by cut, approvals, fixes to confirm, rounds, milestones that
    passed."""
    for gap in _of_kind(facts, "conflicting note"):
        yield Point(gap.words, "settles it", gap.user or "", gap.item.link)
    yield from _undecided(facts)
    for gap in _of_kind(facts, "approval pending", "approval stale"):
        if gap.user:
            detail = f" ({gap.detail})" if gap.detail else ""
            wanted = "makes a new version" if "changes requested" in gap.words else "approves"
            yield Point(f"{gap.words}{detail}", wanted, gap.user, gap.item.link)
    for gap in _of_kind(facts, "no review path"):
        if gap.item.kind == "cut":
            yield Point(gap.words, "says who approves", gap.user or "", gap.item.link)
    yield from _to_confirm(facts)
    yield from _rounds(facts)
    for gap in _of_kind(facts, "overdue"):
        if gap.item.kind == "milestone":
            yield Point(gap.words, "completes or moves it", gap.user or "")


def _of_kind(facts: Facts, *kinds: str) -> Iterator[Gap]:
    return (gap for gap in facts.gaps if gap.kind in kinds and gap.speaks)


def _undecided(facts: Facts) -> Iterator[Point]:
    """Drafts, all of one cut together."""
    found: dict[UUID | None, list[Gap]] = defaultdict(list)
    for gap in _of_kind(facts, "unresolved note"):
        note = facts.known.notes.get(gap.item.id)
        found[note.review_id if note else None].append(gap)
    for review_id, gaps in found.items():
        review = facts.known.reviews.get(review_id) if review_id else None
        cut = facts.known.cuts.get(review.cut_id) if review else None
        of = f" of {cut_name(cut)}" if cut else ""
        verb = "waits" if len(gaps) == 1 else "wait"
        what = f"{_named([gap.item.name for gap in gaps])}{of} {verb} for a decision"
        yield Point(what, "decides", gaps[0].user or "", gaps[0].item.link)


def _to_confirm(facts: Facts) -> Iterator[Point]:
    """What is said to be done, all for one person together."""
    found: dict[str, list[Gap]] = defaultdict(list)
    for gap in _of_kind(facts, "unverified note"):
        found[gap.user or ""].append(gap)
    for user, gaps in found.items():
        many = "is" if len(gaps) == 1 else "are"
        what = f"{_named([gap.item.name for gap in gaps])} {many} done"
        fixed = "it is" if len(gaps) == 1 else "they are"
        yield Point(what, f"says whether {fixed} fixed", user, gaps[0].item.link)


def _rounds(facts: Facts) -> Iterator[Point]:
    """Rounds that are the last agreed one, or beyond."""
    record = facts.known.record
    producers = sorted(u for u, roles in record.roles.items() if "producer" in roles)
    for cut, review in _under_way(facts.known):
        said = rounds_said(review.round, record.production.agreed_rounds)
        if said and review.state != "closed":
            yield Point(
                f"{cut_name(cut)}: {said.rstrip('.')}", "decides whether there is another one",
                producers[0] if producers else "",
            )  # fmt: skip


def _under_way(known: Known) -> Iterable[tuple[Cut, Review]]:
    for cut in known.record.cuts:
        review = known.review_of.get(cut.id)
        if cut.state == "current" and review is not None:
            yield cut, review


def _owed(facts: Facts) -> list[Owed]:
    """By owner, whoever owes something soonest first; what nobody has comes last."""
    late = {gap.item.id for gap in facts.gaps if gap.kind == "overdue"}
    confirmed = {gap.item.id for gap in facts.gaps if gap.kind == "unverified note"}
    found: dict[str, list[Item]] = defaultdict(list)
    for item in facts.items:
        if item.kind in _OWED and not item.done and item.id not in confirmed:
            found[item.points.owner].append(item)
    owed = [
        Owed(user, [_entry(item, late) for item in sorted(items, key=_soonest)])
        for user, items in found.items()
    ]
    return sorted(owed, key=_soonest_owed)


def _soonest_owed(owed: Owed) -> tuple[bool, date, str]:
    return not owed.user, owed.entries[0].due or date.max, owed.user


def _soonest(item: Item) -> date:
    return item.points.due or date.max


def _entry(item: Item, late: Iterable[UUID]) -> Entry:
    name = f"{item.name} ({item.about})" if item.about else item.name
    title = item.title
    if item.kind == "document":
        title = "needs a new version"
    elif item.kind == "scene":
        title = "make it ready"
    return Entry(
        name, shorten(one_line(title), _TITLE), item.points.due, item.id in late, item.link
    )


def _named(names: Sequence[str]) -> str:
    """Such as "N1, N2 and 4 more"."""
    left = len(names) - _NAMES
    more = [f"{left} more"] if left > 0 else []
    return listing([*names[:_NAMES], *more])
