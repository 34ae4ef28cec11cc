"""What is missing, as one person reads it: ten things a page, worst first, with the presses that
mend them. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from handlers import blocks as kit
from handlers.blocks import Block, Message
from handlers.gaps.rules import MINE, Group, Lacking, block_of, counts, in_groups, turn_value
from handlers.milestones.checklist import (
    PAGE,
    all_fixes,
    days_until,
    entry,
    folded_fix,
    folded_kinds,
    folded_line,
    line_of,
    lots_of,
    missing_words,
    said,
)
from handlers.milestones.gaps import Gap
from handlers.milestones.rules import CONSEQUENCE
from handlers.text import day, escape, listing, one_line, shorten
from store.types import GapKind

_NAME = 60
_TITLE = 140
_SPOKEN = 750
_FOLDED = 5
_COUNTED = 8
_HOMELESS = "On no milestone"
_NOTHING = "Nothing is missing."
_NOT_YOURS = "Nothing is waiting for you."
_PUT_ON = "What waits on a milestone is said of all that is on it: /scripty milestone add “…” T4"


@dataclass(frozen=True)
class GapList:
    """What the list is drawn from. `scope` is what its buttons carry (`rules.MINE`, `rules.ALL`, a
    production's id), `reader` who sees it; `said` is what a press has just done, said on top."""

    scope: str
    title: str
    found: Sequence[Lacking]
    names: Mapping[str, str] = field(default_factory=dict)
    page: int = 1
    said: str = ""
    reader: str = ""
    several: bool = False


class _Lot(NamedTuple):
    group: Group
    gaps: Sequence[Gap]
    own: str


def gap_list(view: GapList) -> Message:
    """A page of ten things that miss something, under their milestones; on the last page what many
    things miss for one reason."""
    groups = in_groups(view.found)
    lots = [lot for group in groups for lot in _lots(group)]
    pages = max(-(-len(lots) // PAGE), 1)
    page = min(max(view.page, 1), pages)
    shown = lots[(page - 1) * PAGE : page * PAGE]
    blocks = [
        *([kit.context(view.said)] if view.said else []),
        kit.header(shorten(one_line(view.title), _TITLE)),
        kit.context(*_standing(view, lots, page, pages)),
        *_turn("Back", view, page - 1, pages),
        *_entries(view, shown, page),
        *_turn("More", view, page + 1, pages),
    ]
    if page == pages:
        blocks += _folded(view, groups, page)
    return kit.message(_spoken(view, shown), blocks)


def _lots(group: Group) -> Iterator[_Lot]:
    """What each thing of a milestone misses, but for what many of them miss for one reason."""
    folded, own = folded_kinds(group.gaps), _own(group)
    for lot in lots_of([gap for gap in group.gaps if gap.kind not in folded]):
        yield _Lot(group, lot, own)


def _own(group: Group) -> str:
    """What waits on the milestone, where most of its gaps say the same; it is said above them."""
    words = [gap.consequence for gap in group.gaps if gap.consequence]
    return max(words, key=words.count) if words and group.milestone else ""


def _standing(view: GapList, lots: Sequence[_Lot], page: int, pages: int) -> list[str]:
    """How much is missing, and where."""
    missing = missing_words(gap for lot in lots for gap in lot.gaps)
    if not missing:
        missing = _NOT_YOURS if view.scope == MINE else _NOTHING
    if pages > 1:
        missing += f" · page {page} of {pages}"
    return [missing, *([where] if (where := _where(view)) else [])]


def _where(view: GapList) -> str:
    """How many things miss something, by production, where there are several."""
    found = counts(view.found)
    names = {each.production.id: _short(each.production.name) for each in view.found}
    if not view.several or not found:
        return ""
    most = sorted(found, key=lambda each: (-found[each], names[each]))
    facts = [f"{names[each]} {found[each]}" for each in most[:_COUNTED]]
    more = len(most) - len(facts)
    return " · ".join([*facts, *([f"and {more} more productions"] if more else [])])


def _entries(view: GapList, lots: Sequence[_Lot], page: int) -> Iterator[Block]:
    """Each thing in two lines and with its buttons, under its milestone."""
    before: Group | None = None
    for group, gaps, own in lots:
        above = _heading(view, group, own) if group is not before else []
        before = group
        lines = entry(gaps, view.names, group.today, own=own)
        yield kit.rich_text(kit.paragraph(*above, *lines))
        if buttons := all_fixes(gaps, view.reader):
            yield kit.actions(block_of(view.scope, page, gaps[0].item.id), *buttons)


def _heading(view: GapList, group: Group, own: str) -> list[Block]:
    """ "Picture lock, Fri 12 Jun, in 3 days", and what waits on it."""
    words = shorten(one_line(own), CONSEQUENCE)
    facts = f": {words}" if words else ""
    return [kit.text(_name_of(view, group), bold=True), kit.text(f"{_when(group)}{facts}\n")]


def _name_of(view: GapList, group: Group) -> str:
    name = _short(group.milestone.name) if group.milestone else _HOMELESS
    return f"{_short(group.production.name)}: {name}" if view.several else name


def _when(group: Group) -> str:
    if group.milestone is None:
        return ""
    when = group.milestone.day
    return f", {day(when, group.today)}, {days_until(when, group.today)}"


def _folded(view: GapList, groups: Sequence[Group], page: int) -> Iterator[Block]:
    """What many things miss for one reason, in a line for each milestone."""
    folded = [(group, kind) for group in groups for kind in sorted(folded_kinds(group.gaps))]
    for group, kind in folded[:_FOLDED]:
        items = [gap.item for gap in group.gaps if gap.kind == kind]
        things = [item for item in items if item.kind != "milestone"] or items
        yield folded_line(kind, things, _name_of(view, group))
        if about := _about(group, kind):
            block = block_of(view.scope, page, about, kind)
            yield kit.actions(block, folded_fix(kind, about))
        else:
            yield kit.context(_PUT_ON)
    if rest := folded[_FOLDED:]:
        names = dict.fromkeys(_name_of(view, group) for group, _ in rest)
        yield kit.context(f"The same of {listing(list(names)[:_COUNTED])}: /scripty check")


def _about(group: Group, kind: GapKind) -> str:
    """Of what a press says it for all of them; "" where no press can."""
    if kind == "no consequence":
        return str(group.milestone.id) if group.milestone else ""
    return str(next(gap.item.id for gap in group.gaps if gap.kind == kind))


def _turn(words: str, view: GapList, page: int, pages: int) -> list[Block]:
    """The button to another page, if there is one."""
    if not 1 <= page <= pages:
        return []
    button = kit.button(words, "gaps_page", turn_value(view.scope, page))
    return [kit.actions(f"page:{page}", button)]


def _spoken(view: GapList, shown: Sequence[_Lot]) -> str:
    facts = [
        said(line_of(lot.gaps[0], view.names, lot.group.today, consequence=False)) for lot in shown
    ]
    if not facts:
        facts = [_NOT_YOURS if view.scope == MINE else _NOTHING]
    return escape(shorten(f"{_short(view.title)}: " + "; ".join(facts), _SPOKEN))


def _short(name: str) -> str:
    return shorten(one_line(name), _NAME)
