"""Somebody's Home tab. Pure.

Slack takes 100 blocks and 250 kB of JSON ("views.publish"). What is long is turned page by page;
where words are so long that a page is too large all the same, it is drawn again with fewer of them.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handlers import blocks as kit
from handlers.blocks import Block, View
from handlers.gaps.rules import Group, Lacking, in_groups
from handlers.home.rules import (
    FIRST,
    Found,
    Home,
    Page,
    Project,
    What,
    is_overdue,
    loud,
    next_milestones,
    shared_consequence,
    to_decide,
    to_verify,
    verdicts,
    when_due,
    when_is,
    where_it_stands,
)
from handlers.milestones.checklist import (
    all_fixes,
    entry,
    fixes,
    folded_fix,
    folded_kinds,
    folded_line,
    line_of,
    lots_of,
    missing_words,
)
from handlers.milestones.gaps import Gap
from handlers.milestones.rules import CONSEQUENCE
from handlers.text import counted, one_line, shorten
from store.tables import Task

VIEW_BYTES = 250_000

_LARGEST = VIEW_BYTES - 10_000
"""Room is left for what Slack may add of its own."""

_FEWER = (1, 2, 4, 8)
"""By what the words of a line are divided until all of it fits."""

_LINE = 600
_ADDRESS = 500
_TITLE = 200
_NAME = 60
_COUNTS = 160

_MILESTONES = 5
_WORST = 3
_FOLDED = 5

PAGE = 20
GAPS_PAGE = 10


_ABOUT = (
    "I am the script supervisor of your review conversations. I read the thread under a cut, keep "
    "one numbered list of what is asked for in it, and remember what was decided, who does it and "
    "until when. I decide nothing myself."
)
_STEPS = (
    "In your project's channel, type /scripty new: who decides, who approves, and it is set up.",
    "Post a cut's link there and choose “Start review here” in the message's menu. People answer "
    "in the thread, as always; the card in it fills with draft notes.",
    "Accept what is to be done. Each accepted change is a task with an owner and a date, and "
    "yours are here from then on.",
)
_JOIN = (
    "Is your project set up already? Join its channel: whoever is in it belongs to the production, "
    "and it is here a few seconds later."
)
_GUEST = (
    "The record belongs to this workspace, and you come from another one, so there is nothing to "
    "see here. What you write in a review's thread becomes notes for the people who decide."
)


def home_view(home: Home) -> View:
    """The page that they have turned to."""
    drawn = _view([])
    for fewer in _FEWER:
        drawn = _view(_blocks(home, fewer))
        if size(drawn) <= _LARGEST:
            break
    return drawn


def size(view: View) -> int:
    """How many bytes a view is as JSON, as the SDK sends it."""
    return len(json.dumps(view))


def _view(blocks: Sequence[Block]) -> View:
    return {"type": "home", "callback_id": "home", "blocks": list(blocks[: kit.VIEW_BLOCKS])}


def _blocks(home: Home, fewer: int) -> list[Block]:
    if home.guest:
        return [kit.header("Welcome"), kit.section(_GUEST)]
    if not home.projects:
        return list(_newcomer())
    return list(_Drawing(home, fewer).page())


def _newcomer() -> Iterator[Block]:
    yield kit.header("This is Scripty")
    yield kit.section(_ABOUT)
    yield kit.header("The first three steps")
    for number, step in enumerate(_STEPS, 1):
        yield kit.section(f"{number}. {step}")
    yield kit.divider()
    yield kit.context(_JOIN)
    yield kit.context("All I can do: /scripty help")


@dataclass(frozen=True)
class _Shelf:
    """A list: its first few things on the first page, all of them on pages of their own."""

    what: What
    title: str
    noun: str
    things: Sequence[Any]
    draw: Callable[[Any], Iterator[Block]]
    first: int
    page: int = PAGE


class _Drawing:
    """One page, its lines of `_LINE` characters at most, divided by `fewer`."""

    def __init__(self, home: Home, fewer: int) -> None:
        self._home, self._fewer = home, fewer
        self._projects = {each.production.id: each for each in home.projects}
        self._verdicts, self._verify = verdicts(home), to_verify(home)
        self._decide = to_decide(home)
        productions = _Shelf(
            "productions", "Your productions", "production", home.projects, self._project, 10
        )
        self._mine = (
            _Shelf("tasks", "Your tasks", "task", home.tasks, self._task, 8),
            _Shelf("verdicts", "Waiting for your verdict", "cut", self._verdicts, self._verdict, 3),
            _Shelf("verify", "Notes to verify", "note", self._verify, self._to_verify, 5),
            _Shelf("decide", "For you to decide", "thing", self._decide, self._to_decide, 5),
        )
        self._productions = productions

    def page(self) -> Iterator[Block]:
        """The page that they have turned to."""
        page = self._home.page
        if page.what == "gaps" and page.of in self._projects:
            yield from self._gaps(self._projects[page.of], page)
            return
        for shelf in (*self._mine, self._productions):
            if page.what == shelf.what:
                yield from self._all(shelf, page)
                return
        yield from self._overview()

    def _overview(self) -> Iterator[Block]:
        yield kit.header("What is yours")
        yield kit.context(self._summary())
        yield kit.actions("home", _turn("Look again", FIRST), _settings())
        for shelf in self._mine:
            yield from self._first(shelf)
        yield from self._milestones()
        yield from self._first(self._productions)
        yield kit.context("This page follows what happens. All I can do: /scripty help")

    def _summary(self) -> str:
        """Such as "4 tasks, 1 overdue · 1 verdict · 2 notes to verify"."""
        tasks = self._home.tasks
        late = sum(is_overdue(task, self._projects[task.production_id].today) for task in tasks)
        facts = [
            counted(len(tasks), "task") + (f", {late} overdue" if late else "") if tasks else "",
            counted(len(self._verdicts), "verdict") if self._verdicts else "",
            f"{counted(len(self._verify), 'note')} to verify" if self._verify else "",
            f"{len(self._decide)} to decide" if self._decide else "",
        ]
        return " · ".join(filter(None, facts)) or "Nothing is waiting for you."

    def _first(self, shelf: _Shelf) -> Iterator[Block]:
        """A heading and the first few; the rest is one press away. Nothing where there are none."""
        if not shelf.things:
            return
        yield kit.header(shelf.title)
        for thing in shelf.things[: shelf.first]:
            yield from shelf.draw(thing)
        if len(shelf.things) > shelf.first:
            words = f"All {len(shelf.things)}"
            turn = _turn(words, Page(shelf.what), f"{words}: {shelf.title}")
            yield kit.actions(f"home:{shelf.what}", turn)

    def _all(self, shelf: _Shelf, page: Page) -> Iterator[Block]:
        """A page of a list, with the ways to the others and back."""
        pages = max(-(-len(shelf.things) // shelf.page), 1)
        page = replace(page, number=min(page.number, pages))
        many = counted(len(shelf.things), shelf.noun)
        yield kit.header(shelf.title)
        yield kit.context(f"{many} · page {page.number} of {pages}" if pages > 1 else many)
        yield kit.actions("home", _turn("Back", FIRST, "Back to the first page"))
        for thing in shelf.things[(page.number - 1) * shelf.page : page.number * shelf.page]:
            yield from shelf.draw(thing)
        if page.number > 1:
            yield kit.actions("home:earlier", _turn("Earlier", page.turned(-1)))
        if page.number < pages:
            yield kit.actions("home:more", _turn("More", page.turned(1)))

    def _task(self, task: Task) -> Iterator[Block]:
        project = self._projects[task.production_id]
        due, tag = when_due(task, project.today), f"T{task.number}"
        late = is_overdue(task, project.today)
        words = [
            kit.link(task.source_permalink, tag, bold=True),
            kit.text(f"  {shorten(one_line(task.title), _TITLE) or '(no words)'}"),
            kit.text("\n"),
            kit.text(due, bold=late, italic=task.due is None),
            kit.text(f" · {_called(project)}"),
        ]
        date_it = "New date" if task.due else "Set date"
        value = str(task.id)
        yield self._said(words)
        yield kit.actions(
            f"home:task:{value}",
            kit.button("Done", "task_done", value, spoken=f"Done: {tag}"),
            kit.button(date_it, "task_date", value, spoken=f"{date_it}: {tag}"),
        )

    def _verdict(self, found: Found) -> Iterator[Block]:
        gap = found[1]
        value, name = str(gap.item.id), shorten(one_line(gap.item.name), 40)
        yield self._line(found, you=self._home.user)
        yield kit.actions(
            f"home:verdict:{value}",
            kit.button("Approve", "approval_approve", value, "primary", spoken=f"Approve {name}"),
            kit.button(
                "Approve with notes", "approval_with_notes", value,
                spoken=f"Approve with notes: {name}",
            ),
            kit.button(
                "Request changes", "approval_changes", value, spoken=f"Request changes: {name}"
            ),
        )  # fmt: skip

    def _to_verify(self, found: Found) -> Iterator[Block]:
        yield self._line(found)
        if buttons := fixes(found[1], reader=self._home.user):
            yield kit.actions(f"home:verify:{found[1].item.id}", *buttons)

    def _to_decide(self, found: Found) -> Iterator[Block]:
        """There is no button: it is decided where its words are read."""
        yield self._line(found)

    def _milestones(self) -> Iterator[Block]:
        found = next_milestones(self._home)
        if not found:
            return
        yield kit.header("Next milestones")
        shown = [
            [kit.text(when_is(each, project.today)), kit.text(f" · {_called(project)}")]
            for project, each in found[:_MILESTONES]
        ]
        if more := len(found) - len(shown):
            shown.append([kit.text(f"and {more} more")])
        yield kit.rich_text(kit.bullets(shown))

    def _project(self, project: Project) -> Iterator[Block]:
        missing, value = loud(project.gaps), project.production.id
        parts = [kit.text(_called(project), bold=True), kit.text(self._state_of(project))]
        worst = [
            self._trimmed(line_of(gap, self._home.names, project.today, reader=self._home.user))
            for gap in missing[: max(_WORST // self._fewer, 1)]
        ]
        yield kit.rich_text(kit.paragraph(*parts), *([kit.bullets(worst)] if worst else []))
        called, everything = _called(project), "Everything missing"
        draft = kit.button("Draft…", "draft_offer", str(value), spoken=f"Draft for {called}")
        gaps = [_turn(everything, Page("gaps", value), f"{everything}, {called}")]
        yield kit.actions(f"home:gaps:{value}", *(gaps if project.gaps else ()), draft)

    def _state_of(self, project: Project) -> str:
        """Its stage and next milestone, then what is missing."""
        missing = missing_words(loud(project.gaps))
        facts = [where_it_stands(project.stages)]
        facts += [when_is(each, project.today) for each in project.milestones[:1]]
        standing = " · ".join(filter(None, facts))
        lines = [standing, shorten(missing, _COUNTS) if missing else "Nothing is missing"]
        return "".join(f"\n{line}" for line in lines if line)

    def _gaps(self, project: Project, page: Page) -> Iterator[Block]:
        """Each thing with what is missing in it, under its milestone; on the last page what many
        miss for one reason."""
        groups = in_groups([Lacking(project.production, project.today, project.gaps)])
        lots = [
            (group, lot)
            for group in groups
            for lot in lots_of([g for g in group.gaps if g.kind not in folded_kinds(group.gaps)])
        ]
        begins = [at for at, (group, _) in enumerate(lots) if not at or group != lots[at - 1][0]]
        headed = [
            (group, lot, at in begins or not at % GAPS_PAGE) for at, (group, lot) in enumerate(lots)
        ]
        title = f"What is missing: {_called(project)}"
        yield from self._all(
            _Shelf("gaps", title, "thing", headed, self._lot, GAPS_PAGE, GAPS_PAGE), page
        )
        if page.number >= -(-len(lots) // GAPS_PAGE):
            yield from self._folded(groups)

    def _lot(self, found: tuple[Group, Sequence[Gap], bool]) -> Iterator[Block]:
        """One thing: what is missing in it, and what closes that."""
        group, lot, headed = found
        own = shared_consequence(group.gaps)
        above = [kit.text(_heading(group, own), bold=True), kit.text("\n")] if headed else []
        words = entry(lot, self._home.names, group.today, own=own)
        yield kit.rich_text(kit.paragraph(*above, *self._trimmed(words)))
        if buttons := all_fixes(lot, self._home.user):
            yield kit.actions(f"home:gap:{lot[0].item.id}", *buttons)

    def _folded(self, groups: Sequence[Group]) -> Iterator[Block]:
        folded = [(group, kind) for group in groups for kind in sorted(folded_kinds(group.gaps))]
        for group, kind in folded[:_FOLDED]:
            items = [gap.item for gap in group.gaps if gap.kind == kind]
            things = [item for item in items if item.kind != "milestone"] or items
            yield folded_line(kind, things, _heading(group))
            about = items[0].id
            if kind == "no consequence":
                if group.milestone is None:
                    continue
                about = group.milestone.id
            yield kit.actions(f"home:{kind}:{about}", folded_fix(kind, str(about)))

    def _line(self, found: Found, *, you: str = "") -> Block:
        """A gap with its production."""
        project, gap = found
        if you and gap.kind == "approval pending":
            gap = gap._replace(detail="")  # it is they who are asked
        words = line_of(gap, self._home.names, project.today, reader=self._home.user, you=you)
        return self._said([*self._trimmed(words), kit.text(f" · {_called(project)}")])

    def _said(self, parts: Sequence[Block]) -> Block:
        return kit.rich_text(kit.paragraph(*self._trimmed(parts)))

    def _trimmed(self, parts: Sequence[Block]) -> list[Block]:
        """A line that is not too long, and leads nowhere whose address alone would be."""
        left, kept = _LINE // self._fewer, list[Block]()
        for part in parts:
            words = str(part.get("text", ""))
            whole = shorten(words, left) if len(words) > left else words
            if left <= 0 or not whole:
                break
            left -= len(words)
            if len(str(part.get("url", ""))) > _ADDRESS // self._fewer:
                part = kit.text(whole, bold="style" in part)
            kept.append(part | {"text": whole})
        return kept


def _heading(group: Group, own: str = "") -> str:
    """Such as "Picture lock on Fri 12 Jun, in 3 days: the mix waits on it"."""
    if group.milestone is None:
        return "On no milestone"
    consequence = shorten(one_line(own), CONSEQUENCE)
    return when_is(group.milestone, group.today) + (f": {consequence}" if consequence else "")


def _called(project: Project) -> str:
    return shorten(one_line(project.production.name), _NAME) or "A production"


def _turn(words: str, page: Page, spoken: str = "") -> Block:
    return kit.button(words, "home_page", str(page), spoken=spoken)


def _settings() -> Block:
    return kit.button("Settings", "home_settings", "settings")
