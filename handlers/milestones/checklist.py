"""What is missing, as people read it: a gap in a line with its fixes, and the whole checklist of a
milestone, worst first. Pure.

A fix is a button that carries the id of its item (of a milestone, its own) and nothing else. The
name of an item links to where it came from.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from handlers import blocks as kit
from handlers.blocks import Block, Message
from handlers.documents.rules import is_of_its_day
from handlers.milestones.gaps import Gap
from handlers.milestones.items import Item
from handlers.milestones.rules import CONSEQUENCE
from handlers.text import counted, day, escape, listing, name_of, one_line, shorten
from store.tables import Milestone
from store.types import GapKind, ItemKind

PAGE = 10
SHOWN_OTHERS = 5

_NAME = 60
_TITLE = 120
_SHORT_TITLE = 60
_BOTH_SIDES = 90
_DETAIL = 160
_NAMED = 40
_WORDS = 300
_SPOKEN = 750

_COUNTED: Mapping[GapKind, tuple[str, str]] = {
    "conflicting note": ("conflict to settle", "conflicts to settle"),
    "approval stale": ("approval that no longer counts", "approvals that no longer count"),
    "overdue": ("overdue", "overdue"),
    "unresolved note": ("note to decide on", "notes to decide on"),
    "approval pending": ("approval missing", "approvals missing"),
    "stale document": ("stale document", "stale documents"),
    "scene not ready": ("scene not ready", "scenes not ready"),
    "no owner": ("without an owner", "without an owner"),
    "no date": ("without a date", "without a date"),
    "unverified note": ("to be verified", "to be verified"),
    "unanchored": ("connected to nothing", "connected to nothing"),
    "no review path": ("without a review path", "without a review path"),
    "no consequence": ("with no consequence known", "with no consequence known"),
}
"""What one and several items with such a gap are counted as."""


_HEADINGS: Mapping[GapKind, str] = {
    "conflicting note": "In conflict",
    "approval stale": "Approved before it changed",
    "overdue": "Overdue",
    "unresolved note": "To decide on",
    "approval pending": "Approval missing",
    "stale document": "Stale documents",
    "scene not ready": "Scenes not ready",
    "no owner": "No owner",
    "no date": "No date",
    "unverified note": "To be verified",
    "unanchored": "Connected to nothing",
    "no review path": "No review path",
    "no consequence": "What waits on it?",
}

_FACTS: Mapping[GapKind, str] = {
    "conflicting note": "nobody is named who settles it",
    "approval stale": "an approval no longer counts",
    "overdue": "overdue",
    "unresolved note": "nobody has decided on it",
    "approval pending": "no approval yet",
    "stale document": "no longer holds",
    "scene not ready": "not ready yet",
    "no owner": "no owner",
    "no date": "no date",
    "unverified note": "done, not yet verified",
    "unanchored": "connected to nothing",
    "no review path": "nobody is named who looks at it",
    "no consequence": "nobody has said what waits on it",
}
"""What is missing, where it is nobody's to close."""

_FACTS_OF: Mapping[GapKind, str] = {
    **_FACTS,
    "conflicting note": "{who} settles it",
    "approval stale": "{who}’s approval no longer counts",
    "unresolved note": "{who} decides",
    "scene not ready": "not ready, {who} sees to it",
    "approval pending": "waits for {who}",
    "unverified note": "done, {who} verifies it",
}
"""The same where it is somebody's."""

_BECAUSE: tuple[GapKind, ...] = ("stale document", "approval stale")
"""Gaps whose detail says why."""

_FOLDED: Mapping[GapKind, str] = {
    "no review path": "Nobody is named who looks at",
    "no consequence": "Nobody has said what happens if these slip",
}

_FIXES: Mapping[GapKind, Sequence[tuple[str, str]]] = {
    "overdue": (("New date", "gap_date"), ("Done", "gap_done")),
    "approval pending": (("Ask for approval", "gap_approve"),),
    "stale document": (("New version", "document_replace"), ("It still holds", "gap_date")),
    "scene not ready": (
        ("Ready", "gap_done"),
        ("Take it", "gap_take"),
        ("Give to…", "gap_owner"),
    ),
    "no owner": (("Take it", "gap_take"), ("Give to…", "gap_owner")),
    "no date": (("Set date", "gap_date"),),
    "unverified note": (("Fixed", "gap_fixed"), ("Not yet", "gap_not_yet")),
    "unanchored": (("Say what it is for", "gap_anchor"),),
    "no review path": (("Name who approves", "gap_path"),),
    "no consequence": (("Say what waits", "gap_why"),),
}
"""The buttons for each gap that a press can close."""

_OWNED: tuple[ItemKind, ...] = ("task", "document", "deliverable")
_DATED: tuple[ItemKind, ...] = ("task", "deliverable")
"""What a press can give an owner, a day: a cut's is that of its review or its milestone."""

_EMPTY = (
    "Nothing is on it yet. What is due by its day comes by itself; put other things on it with "
    "/scripty milestone add “{name}” T4"
)


@dataclass(frozen=True)
class Checklist:
    """What the checklist of an open milestone is drawn from.

    `items` and `gaps` are the milestone's, gaps worst first; `waits_for` the open milestones that
    it waits for, `others` the other open ones, each with how many of its items have a gap. `today`
    is the production's. `said` is what a press has just done, said on top. `reader` is who sees it,
    where that is known.
    """

    milestone: Milestone
    items: Sequence[Item]
    gaps: Sequence[Gap]
    today: date
    names: Mapping[str, str] = field(default_factory=dict)
    waits_for: Sequence[Milestone] = ()
    others: Sequence[tuple[Milestone, int]] = ()
    page: int = 1
    said: str = ""
    reader: str = ""


def fixes(gap: Gap, *, reader: str = "") -> list[Block]:
    """The buttons that close a gap; none where only a look at its source helps. `reader` is who
    reads it, where one person does: whether something is fixed is asked of nobody who can't say
    so."""
    buttons = _FIXES.get(gap.kind, ())
    if gap.kind == "approval pending" and not _may_ask(gap):
        buttons = ()
    if gap.kind == "unverified note" and reader and reader not in gap.item.points.path:
        buttons = ()
    if gap.kind == "stale document" and not is_of_its_day(gap.detail):
        buttons = buttons[:1]
    if gap.kind == "no owner" and gap.item.kind not in _OWNED:
        buttons = ()
    if gap.kind == "no date" and gap.item.kind not in _DATED:
        buttons = ()
    if gap.kind == "scene not ready" and gap.item.points.owner:
        buttons = buttons[:1]
    if gap.kind == "overdue" and gap.item.kind == "milestone":
        buttons = (("Complete", "milestone_complete"), ("Move", "milestone_move"))
    return [_button(words, action, gap.item) for words, action in buttons]


def line_of(
    gap: Gap,
    names: Mapping[str, str],
    near: date,
    *,
    reader: str = "",
    you: str = "",
    consequence: bool = True,
) -> list[Block]:
    """A gap as one line of a message: "N12 (sound) was due on Fri 5 Jun, “spoon clink too loud” ·
    editor; Mix is Thursday and waits on it".

    `near` is the reader's day; the name of `reader`, where one person reads it, is left out. `you`
    is who is spoken to, where it is said to one person: "v2 is waiting for your approval".
    Without `consequence` only what is missing is said.
    """
    item = gap.item
    words = _to_you(gap, you) or shorten(one_line(gap.words), _WORDS) or _words(gap, names, near)
    detail = shorten(one_line(gap.detail), _DETAIL)
    title = _title(item)
    if gap.kind in _BECAUSE and detail:
        words += f": {detail}"
    if title and title.casefold() not in words.casefold():
        words += f", “{title}”"
    whose = name_of(gap.user, names) if gap.user and gap.user not in (reader, you) else ""
    for fact in (whose, detail):
        if fact and fact.casefold() not in words.casefold():
            words += f" · {fact}"
    if consequence and gap.consequence:
        words += f"; {shorten(one_line(gap.consequence), CONSEQUENCE)}"
    return _linked(words, item)


def said(parts: Sequence[Block]) -> str:
    """What a line says, without its links: for notifications, not yet escaped."""
    return "".join(str(part["text"]) for part in parts)


def label(item: Item) -> str:
    """What an item is called in a list: "N12 (sound)"."""
    about = shorten(one_line(item.about), _NAME)
    return _name(item) + (f" ({about})" if about else "")


def checklist(view: Checklist) -> Message:
    """A page of ten items that miss something, worst first, with what closes their gaps; on the
    last page what misses nothing, and the other milestones."""
    folded = folded_kinds(view.gaps)
    lots = lots_of([gap for gap in view.gaps if gap.kind not in folded])
    pages = max(-(-len(lots) // PAGE), 1)
    page = min(max(view.page, 1), pages)
    shown = lots[(page - 1) * PAGE : page * PAGE]
    blocks = [
        *([kit.context(view.said)] if view.said else []),
        kit.header(_name_of(view.milestone)),
        kit.context("\n".join(_standing(view, lots, page, pages))),
        *_turn("Back", view, page - 1, pages),
        *_entries(view, shown, page),
        *_turn("More", view, page + 1, pages),
    ]
    if page == pages:
        blocks += [*_folded_lines(view, folded, page), *_rest(view), *_others(view)]
    return kit.message(_spoken(view, shown), blocks)


def closed_message(milestone: Milestone, said: str = "") -> Message:
    """What stands in the place of the checklist of a milestone that isn't open any more."""
    words = f"{_name_of(milestone)} is {milestone.state}: nothing of it is checked any more."
    lines = [kit.context(said)] if said else []
    return kit.message(escape(words), [*lines, kit.section(words)])


def days_until(when: date, today: date) -> str:
    """Such as "in 3 days", "tomorrow", "today", "2 days over"."""
    left = (when - today).days
    if left < 0:
        return f"{counted(-left, 'day')} over"
    return ("today", "tomorrow")[left] if left < 2 else f"in {left} days"


def _to_you(gap: Gap, you: str) -> str:
    """What is said to whoever has to approve, "" where it is nobody's approval or not theirs."""
    if not you or gap.user != you or _is_refused(gap):
        return ""
    if gap.kind == "approval pending":
        return f"{_name(gap.item)} is waiting for your approval"
    return f"Your approval of {_name(gap.item)} no longer counts" if _is_stale(gap) else ""


def _is_stale(gap: Gap) -> bool:
    return gap.kind == "approval stale"


def _title(item: Item) -> str:
    """The words of an item in short; of a conflict, of both its sides."""
    limit = _BOTH_SIDES if item.kind == "conflict" else _SHORT_TITLE
    return shorten(one_line(item.title), limit)


def _may_ask(gap: Gap) -> bool:
    """Whether somebody is to be asked for their approval: they may press it themselves, since
    the request in the thread is where they give it."""
    return not (_is_refused(gap) or gap.detail.startswith("asked "))


def _is_refused(gap: Gap) -> bool:
    """Whether changes were requested: another cut is needed, no approval."""
    return gap.item.points.approval == "changes requested"


def _name(item: Item) -> str:
    return shorten(one_line(item.name), _NAME) or item.kind


def _name_of(milestone: Milestone) -> str:
    return shorten(one_line(milestone.name), 140) or "Milestone"


def _button(words: str, action: str, item: Item) -> Block:
    return kit.button(words, action, str(item.id), spoken=f"{words}: {_name(item)}")


def _linked(words: str, item: Item) -> list[Block]:
    """The words, with the item's name in them as a link to where it comes from."""
    if not kit.is_address(item.link):
        return [kit.text(words)]
    name = _name(item)
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words, re.IGNORECASE)
    if found is None:
        return [kit.text(f"{words} · "), kit.link(item.link, "look")]
    before, rest = kit.text(words[: found.start()]), kit.text(words[found.end() :])
    return [part for part in (before, kit.link(item.link, found[0]), rest) if _has(part)]


def _has(part: Block) -> bool:
    return bool(part["text"])


def _words(gap: Gap, names: Mapping[str, str], near: date) -> str:
    """What is missing, for a gap that nobody has put into words."""
    return f"{label(gap.item)}: {_fact(gap, names, near)}"


def lots_of(gaps: Sequence[Gap]) -> list[list[Gap]]:
    """The gaps of each item together, the item with the worst one first."""
    by_item: dict[UUID, list[Gap]] = {}
    for gap in gaps:
        by_item.setdefault(gap.item.id, []).append(gap)
    return list(by_item.values())


def folded_kinds(gaps: Sequence[Gap]) -> set[GapKind]:
    """What many items miss for one reason, and is said once: nothing waits on the milestone, or
    nobody is named who approves."""
    quiet = Counter(gap.kind for gap in gaps if not gap.speaks)
    loud = {gap.kind for gap in gaps if gap.speaks}
    return {kind for kind, count in quiet.items() if count > 1 and kind not in loud}


def _standing(view: Checklist, lots: Sequence[Sequence[Gap]], page: int, pages: int) -> list[str]:
    """Day and progress, what waits and what it waits for, how much is missing."""
    milestone, own = view.milestone, _own(view)
    things = [item for item in view.items if item.kind != "milestone"]
    when = day(milestone.day, view.today) + (f" {milestone.time}" if milestone.time else "")
    facts = [when, days_until(milestone.day, view.today), _progress(things)]
    lines = [" · ".join(filter(None, facts))]
    if own:
        lines.append(_sentence(own))
    if view.waits_for:
        waited = [f"{_short(each)} ({day(each.day, view.today)})" for each in view.waits_for[:5]]
        lines.append(f"Waits for {listing(waited)}")
    missing = missing_words([gap for lot in lots for gap in lot])
    if pages > 1:
        missing += f" · page {page} of {pages}"
    return [*lines, *([missing] if missing else [])]


def _progress(things: Sequence[Item]) -> str:
    if not things:
        return "nothing on it yet"
    return f"{sum(item.done for item in things)} of {len(things)} done"


def missing_words(gaps: Iterable[Gap]) -> str:
    """Such as "1 overdue, 3 without an owner", worst first."""
    count = Counter(gap.kind for gap in gaps)
    return ", ".join(
        f"{count[kind]} {words[count[kind] > 1]}" for kind, words in _COUNTED.items() if count[kind]
    )


def _own(view: Checklist) -> str:
    """What waits on the milestone itself, which is what waits on most of its items."""
    words = [item.points.consequence for item in view.items if item.kind == "milestone"]
    return words[0] if words else ""


def _sentence(words: str) -> str:
    words = shorten(one_line(words), CONSEQUENCE)
    return words[:1].upper() + words[1:]


def _short(milestone: Milestone) -> str:
    return shorten(one_line(milestone.name), _NAMED)


def _entries(view: Checklist, lots: Sequence[Sequence[Gap]], page: int) -> Iterator[Block]:
    """Each item in two lines and with its buttons, under a heading where the worst gap changes."""
    heading, own = "", _own(view)
    for lot in lots:
        begins = _HEADINGS[lot[0].kind]
        above = [kit.text(begins, bold=True), kit.text("\n")] if begins != heading else []
        heading = begins
        yield kit.rich_text(kit.paragraph(*above, *entry(lot, view.names, view.today, own=own)))
        if buttons := all_fixes(lot, view.reader):
            yield kit.actions(block_of(view.milestone.id, page, lot[0].item.id), *buttons)


def entry(
    lot: Sequence[Gap], names: Mapping[str, str], near: date, *, own: str = ""
) -> list[Block]:
    """ "N12 (sound)  spoon clink too loud", then what is missing and what is known. `own` is the
    consequence that is said above, once for all."""
    item = lot[0].item
    title = shorten(one_line(item.title), _TITLE)
    if item.kind == "milestone" or title.casefold() == item.name.casefold():
        title = ""
    name = kit.link(item.link, _name(item), bold=True)
    about = label(item).removeprefix(_name(item))
    missing = [_fact(gap, names, near) for gap in lot]
    known = [fact for fact in _known(lot, names, near, own) if fact not in missing]
    parts = [name, kit.text(about + (f"  {title}" if title else "")), kit.text("\n")]
    parts += kit.joined(
        [kit.text(fact, italic=True) for fact in missing] + [kit.text(fact) for fact in known]
    )
    return parts


def _known(lot: Sequence[Gap], names: Mapping[str, str], near: date, own: str) -> list[str]:
    """Owner, day and consequence, as far as they are known and not said already."""
    item, kinds = lot[0].item, {gap.kind for gap in lot}
    facts = [shorten(one_line(gap.detail), _DETAIL) for gap in lot if gap.kind != "stale document"]
    if item.points.owner and item.kind in _OWNED:
        facts.append(name_of(item.points.owner, names))
    dated = item.kind != "milestone" and not kinds & {"overdue", "stale document"}
    above = item.milestone.day if item.milestone else None
    if item.points.due and dated and item.points.due != above:
        facts.append(day(item.points.due, near))
    if item.points.consequence and item.points.consequence != own:
        facts.append(shorten(one_line(item.points.consequence), CONSEQUENCE))
    return list(dict.fromkeys(filter(None, facts)))


def _fact(gap: Gap, names: Mapping[str, str], near: date) -> str:
    """What is missing, in a word or two."""
    if gap.kind == "overdue":
        return _overdue(gap, near)
    if gap.kind == "stale document":
        return shorten(one_line(gap.detail), _DETAIL) or "no longer holds"
    if gap.kind == "approval pending" and _is_refused(gap):
        return "changes requested"
    who = name_of(gap.user, names) if gap.user else ""
    return (_FACTS_OF[gap.kind].format(who=who)) if who else _FACTS[gap.kind]


def _overdue(gap: Gap, near: date) -> str:
    due = gap.item.home.day if gap.item.kind == "milestone" else gap.item.points.due
    if due is None:
        return "overdue"
    over = f", {days_until(due, near)}" if due < near else ""
    return f"due {day(due, near)}{over}"


def all_fixes(lot: Sequence[Gap], reader: str) -> list[Block]:
    """The buttons of all gaps of an item, each once."""
    buttons = {each["action_id"]: each for gap in lot for each in fixes(gap, reader=reader)}
    return list(buttons.values())


def _folded_lines(view: Checklist, folded: set[GapKind], page: int) -> Iterator[Block]:
    """What many items miss for one reason, in a line each, with the one press that changes it."""
    for kind in sorted(folded):
        items = [gap.item for gap in view.gaps if gap.kind == kind]
        things = [item for item in items if item.kind != "milestone"] or items
        yield folded_line(kind, things)
        about = view.milestone.id if kind == "no consequence" else items[0].id
        yield kit.actions(
            block_of(view.milestone.id, page, about, kind), folded_fix(kind, str(about))
        )


def folded_line(kind: GapKind, items: Sequence[Item], heading: str = "") -> Block:
    """What these all miss, under what it is called."""
    return kit.rich_text(
        kit.paragraph(
            kit.text(heading or _HEADINGS[kind], bold=True),
            kit.text(f"\n{_FOLDED[kind]}: {_names(items)}"),
        )
    )


def folded_fix(kind: GapKind, about: str) -> Block:
    """The one press that says it for all of them: of their milestone, or of one of them."""
    words, action = _FIXES[kind][0]
    return kit.button(words, action, about)


def _rest(view: Checklist) -> Iterator[Block]:
    """What misses nothing, and what is done."""
    missing = {gap.item.id for gap in view.gaps}
    things = [item for item in view.items if item.kind != "milestone"]
    fine = [item for item in things if not item.done and item.id not in missing]
    done = [item for item in things if item.done]
    lines = []
    if fine:
        lines.append([kit.text("Nothing missing: ", bold=True), kit.text(_names(fine))])
    if done:
        lines.append([kit.text("Done: ", bold=True), kit.text(_names(done))])
    if not things:
        lines.append([kit.text(_EMPTY.format(name=_short(view.milestone)))])
    elif not view.gaps and not fine:
        lines.append([kit.text("Everything is done. Press Complete when it is.")])
    if lines:
        yield kit.rich_text(kit.paragraph(*kit.lines(lines)))
    if things and not view.gaps and not fine:
        value = str(view.milestone.id)
        yield kit.actions(f"done:{value}", kit.button("Complete", "milestone_complete", value))


def _names(items: Sequence[Item]) -> str:
    """Up to forty names, and how many more."""
    shown = [_name(item) for item in items[:_NAMED]]
    more = len(items) - len(shown)
    return f"{', '.join(shown)} and {more} more" if more else listing(shown)


def _others(view: Checklist) -> Iterator[Block]:
    """The other open milestones, one press away."""
    if not view.others:
        return
    yield kit.divider()
    yield kit.context("Also open")
    for each, missing in view.others[:SHOWN_OTHERS]:
        when = f"{day(each.day, view.today)} ({days_until(each.day, view.today)})"
        items = counted(missing, "item")
        lacks = f"{items} with something missing" if missing else "nothing missing"
        check = kit.button("Check", "milestone_check", str(each.id), spoken=f"Check {_short(each)}")
        yield kit.section(f"{_short(each)}, {when}: {lacks}", check)
    if len(view.others) > SHOWN_OTHERS:
        yield kit.context(f"and {len(view.others) - SHOWN_OTHERS} more: /scripty milestone")


def block_of(milestone: UUID, page: int, item: UUID, kind: str = "") -> str:
    """The block_id of an item's buttons on a checklist: it tells which page was pressed in."""
    return f"check:{milestone}:{page}:{item}" + (f":{kind}" if kind else "")


def page_of(block_id: str) -> tuple[str, int] | None:
    """The milestone's id and the page behind a `block_of`; None for another one."""
    parts = block_id.split(":")
    if len(parts) < 4 or parts[0] != "check" or not parts[2].isdigit():
        return None
    return parts[1], int(parts[2])


def _turn(words: str, view: Checklist, page: int, pages: int) -> list[Block]:
    """The button to another page, if there is one."""
    if not 1 <= page <= pages:
        return []
    value = f"{view.milestone.id}:{page}"
    return [kit.actions(f"page:{page}", kit.button(words, "check_page", value))]


def _spoken(view: Checklist, shown: Sequence[Sequence[Gap]]) -> str:
    facts = [said(line_of(lot[0], view.names, view.today, consequence=False)) for lot in shown]
    facts = facts or ["nothing is missing"]
    when = f"{day(view.milestone.day, view.today)}, {days_until(view.milestone.day, view.today)}"
    return escape(shorten(f"{_short(view.milestone)}, {when}: " + "; ".join(facts), _SPOKEN))
