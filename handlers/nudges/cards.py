"""Nudges as messages: the digest of a channel, and what one person is told. Pure.

A digest says each kind of gap in one line with what waits on it; a person's message each gap with
the presses that close it. Neither names anybody so that Slack notifies them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from handlers import blocks as kit
from handlers.blocks import Block, Message
from handlers.milestones.checklist import days_until, fixes, label, line_of, said
from handlers.milestones.gaps import Gap
from handlers.nudges.following import Line, NudgeView, by_milestone
from handlers.nudges.kinds import KINDS
from handlers.text import (
    counted,
    day,
    escape,
    listing,
    moment,
    name_of,
    one_line,
    shorten,
)
from store.tables import Milestone, NudgeRest
from store.types import GapKind

SNOOZES: Mapping[str, str] = {
    "hour": "In an hour",
    "tomorrow": "Tomorrow",
    "week": "Next week",
    "milestone": "On the day of the milestone",
}
"""What *Remind me* offers, by value."""

SETTINGS = "/scripty nudges"

_MILESTONES = 5
_LINES = 8
_NAMES = 12
_WITH_BUTTONS = 5
_CHANNEL_BUTTONS = 4
_MORE = 10
_CLOSED = 8
_NAME = 60
_SPOKEN = 750


def nudge_message(view: NudgeView) -> Message:
    """The message as the record has it now."""
    return direct(view) if view.nudge.user_id else digest(view)


def digest(view: NudgeView) -> Message:
    """What a channel is told: each kind of gap in a line, the first few with a press."""
    blocks: list[Block] = [*_late(view)]
    for milestone, lines in _shown(view):
        shared = _shared(lines)
        parts = _heading(view, milestone, shared)
        groups = _groups(lines)
        shown = [_group(group, view, shared) for group in groups[:_LINES]]
        left = sum(len(group) for group in groups[_LINES:])
        shown += [[kit.text(f"and {left} more")]] if left else []
        shown += _closed_ones(lines)
        blocks.append(kit.rich_text(kit.paragraph(*parts), kit.bullets(shown)))
    blocks += _channel_fixes(view)
    blocks += _beyond(view)
    blocks.append(kit.context(_why(view)))
    return kit.message(_spoken(view), blocks)


def direct(view: NudgeView) -> Message:
    """What one person is told: what, by when, what waits on it, and the presses that close it."""
    blocks: list[Block] = [*_late(view), kit.rich_text(kit.paragraph(kit.text(_greeting(view))))]
    left = _WITH_BUTTONS
    for milestone, lines in _shown(view):
        shared = _shared(lines)
        heading = _heading(view, milestone, shared, named=True)
        blocks.append(kit.rich_text(kit.paragraph(*heading)))
        items = _items([line for line in lines if line.gap is not None])
        for item in items[:left]:
            blocks += _entry(item, view, shared)
        blocks += _rest([line for item in items[left:] for line in item], lines, view, shared)
        left = max(left - len(items), 0)
    blocks += [*_beyond(view), *_put_off(view), *_choices(view)]
    blocks.append(kit.context(_why(view)))
    return kit.message(_spoken(view), blocks)


def _items(lines: Sequence[Line]) -> list[list[Line]]:
    """What is missing in each thing together."""
    found: dict[UUID, list[Line]] = {}
    for line in lines:
        found.setdefault(line.row.subject_id, []).append(line)
    return list(found.values())


def _shared(lines: Iterable[Line]) -> str:
    """What waits on all of several things alike: said once, above them. Else ""."""
    of_each = {line.row.subject_id: line.gap.consequence for line in lines if line.gap is not None}
    said_of_all = set(of_each.values())
    return said_of_all.pop() if len(of_each) > 1 and len(said_of_all) == 1 else ""


def _rest(more: Sequence[Line], lines: Sequence[Line], view: NudgeView, shared: str) -> list[Block]:
    """What there are no buttons for any more, and what was closed since."""
    groups = _groups(more)
    shown = [_group(group, view, shared) for group in groups[:_MORE]]
    if (beyond := sum(len(group) for group in groups[_MORE:])) > 0:
        shown.append([kit.text(f"and {beyond} more")])
    shown += _closed_ones(lines)
    return [kit.rich_text(kit.bullets(shown))] if shown else []


def _shown(view: NudgeView) -> Iterator[tuple[UUID, list[Line]]]:
    """The milestones that a message names, those with something open first."""
    found = sorted(
        by_milestone(view.lines).items(),
        key=lambda pair: all(line.gap is None for line in pair[1]),
    )
    yield from found[:_MILESTONES]


def _beyond(view: NudgeView) -> list[Block]:
    """What of further milestones there is no room for."""
    shown = {milestone for milestone, _ in _shown(view)}
    others = [line for line in view.lines if line.row.milestone_id not in shown]
    left = [line for line in others if line.gap is not None]
    said_of = [f"And {counted(len(left), 'thing')} of other milestones: /scripty check"]
    if not left:
        said_of = []
    if over := len(others) - len(left):
        verb = "is" if over == 1 else "are"
        said_of.append(f"{counted(over, 'thing')} of other milestones {verb} seen to")
    return [kit.context(*said_of)] if said_of else []


def _late(view: NudgeView) -> list[Block]:
    nudge = view.nudge
    if nudge.late is None:
        return []
    when = moment(nudge.late, nudge.timezone).rsplit(" ", 1)
    return [kit.context(f"I was away on {when[0]} at {when[1]}; this is what it would have said.")]


def _heading(
    view: NudgeView, milestone_id: UUID, shared: str, *, named: bool = False
) -> list[Block]:
    """Such as "Picture lock is on Fri 12 Jun, in 3 days; Mix is Thursday and waits on it", for a
    person with its production."""
    lines = by_milestone(view.lines)[milestone_id]
    milestone = view.milestones.get(milestone_id)
    production = view.productions[lines[0].row.production_id]
    before = f"{shorten(one_line(production.name), _NAME)}: " if named else ""
    if milestone is None:
        words = shorten(lines[0].said.get("milestone", ""), _NAME)
    else:
        words = when_is(milestone, view.nudge.local_date)
    waits = [kit.text(f"; {shorten(one_line(shared), 200)}")] if shared else []
    return [kit.text(before + words, bold=True), *waits]


def when_is(milestone: Milestone, today: date) -> str:
    """Such as "Picture lock is on Fri 12 Jun, in 3 days"; of a closed one "… is completed"."""
    name = shorten(one_line(milestone.name), _NAME)
    if milestone.state != "open":
        return f"{name} is {milestone.state}"
    when = day(milestone.day, today)
    left = (milestone.day - today).days
    if left < 0:
        return f"{name} was due on {when}, {counted(-left, 'day')} ago"
    at = f" at {milestone.time}" if milestone.time else ""
    if left > 1:
        return f"{name} is on {when}{at}, {days_until(milestone.day, today)}"
    return f"{name} is {'tomorrow' if left else 'today'}, {when}{at}"


def _groups(lines: Sequence[Line]) -> list[list[Line]]:
    """Open lines that can be said in one breath: of one kind, one person, and with one thing that
    waits on them."""
    found: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        if line.gap is not None:
            gap = line.gap
            passed = line.said.get("times", "") + line.said.get("refused", "")
            key = (gap.kind, gap.user or "", gap.consequence, gap.detail, _around(gap), passed)
            found.setdefault(key if _around(gap) else (*key, gap.key), []).append(line)
    return list(found.values())


def _around(gap: Gap) -> str:
    """The words of a gap without its item: "No owner on {}"; "" where it isn't named in them."""
    if gap.item.kind == "milestone":
        return ""  # it is said apart from its items
    called = label(gap.item)
    before, named, after = gap.words.partition(called)
    return f"{before}{{}}{after}" if named and not after.startswith((" and", " (")) else ""


def _group(lines: Sequence[Line], view: NudgeView, shared: str) -> list[Block]:
    """Such as "No owner on N12 (sound), N14 and T3; Mix is Thursday and waits on them"."""
    gaps = [line.gap for line in lines if line.gap is not None]
    if len(gaps) == 1:
        return _line(lines[0], view, shared)
    before, _, after = _around(gaps[0]).partition("{}")
    after = _PLURALS.get(after, after).replace(" was due on", " were due on")
    names = [_linked(gap) for gap in gaps[:_NAMES]]
    more = len(gaps) - len(names)
    if more:
        names.append([kit.text(f"{more} more")])
    parts = [kit.text(before)]
    for place, name in enumerate(names):
        if place:
            parts.append(kit.text(" and " if place == len(names) - 1 else ", "))
        parts += name
    parts.append(kit.text(after))
    if gaps[0].consequence != shared:
        parts.append(kit.text(f"; {_of_several(gaps[0].consequence)}"))
    if gaps[0].detail:
        parts.append(kit.text(f" · {shorten(one_line(gaps[0].detail), 160)}"))
    if gaps[0].user and gaps[0].user != view.nudge.user_id:
        parts.append(kit.text(f" · {name_of(gaps[0].user, view.names)}"))
    parts += _small(_passed_on(lines[0], view, "them"))
    return [part for part in parts if part["text"]]


_PLURALS: Mapping[str, str] = {
    " is waiting for a decision": " are waiting for a decision",
    " is waiting for approval": " are waiting for approval",
    " is done, but not verified": " are done, but not verified",
    " is connected to nothing": " are connected to nothing",
    " has changes requested": " have changes requested",
    " is stale": " are stale",
}
"""What is said of one thing, and of several."""


def _of_several(consequence: str) -> str:
    words = shorten(one_line(consequence), 200)
    return (
        f"{words.removesuffix(' waits on it')} waits on them"
        if words.endswith(" waits on it")
        else words
    )


def _linked(gap: Gap) -> list[Block]:
    name = shorten(one_line(gap.item.name), _NAME)
    about = label(gap.item).removeprefix(name)
    return [kit.link(gap.item.link, name), *([kit.text(about)] if about else [])]


def _closed_ones(lines: Iterable[Line]) -> list[list[Block]]:
    """The first few of what was closed, and how much more was; before it what was handed back."""
    closed = sorted(
        (line for line in lines if line.gap is None), key=lambda line: not line.handed_back
    )
    shown = [_closed(line) for line in closed[:_CLOSED]]
    if more := len(closed) - len(shown):
        shown.append([kit.text(f"and {more} more {'is' if more == 1 else 'are'} seen to")])
    return shown


def _closed(line: Line) -> list[Block]:
    """What was missing, struck through, and who saw to it; nobody has seen to what was handed
    back."""
    words = kit.text(shorten(one_line(line.said.get("words", "")), 200), strike=True)
    tick = [] if line.handed_back else [kit.text("✓ ")]
    return [*tick, words, *_small(shorten(one_line(line.closed), 200))]


def _small(words: str) -> list[Block]:
    return [kit.text(f" · {words}", italic=True)] if words else []


def _passed_on(line: Line, view: NudgeView, it: str = "it") -> str:
    """Why somebody is told of what isn't theirs."""
    if not line.row.escalated:
        return ""
    who, times = line.said.get("ignored_by", ""), line.said.get("times", "")
    name = name_of(who, view.names) if who else ""
    often = "twice" if times in ("", "2") else f"{times} times"
    if line.said.get("refused"):
        return f"{name} says it isn't theirs" if name else "it was handed back"
    said_in = f"said {often} in the channel, nobody took {it}"
    return f"{name} was told {often}" if name else said_in


def _line(line: Line, view: NudgeView, shared: str) -> list[Block]:
    """A gap on a line of its own. Whose it is is left out where why it was passed on says so."""
    assert line.gap is not None
    passed = _passed_on(line, view)
    reader = (line.gap.user if passed else view.nudge.user_id) or ""
    said_here = line.gap.consequence != shared
    gap = _worded(line.gap, view)
    words = line_of(
        gap, view.names, view.nudge.local_date,
        reader=reader, you=view.nudge.user_id or "", consequence=said_here,
    )  # fmt: skip
    return [*words, *_small(passed)]


def _worded(gap: Gap, view: NudgeView) -> Gap:
    """The gap; of a milestone that was due what can be done about it, since its heading says so."""
    over = gap.item.home.day < view.nudge.local_date
    if gap.kind == "overdue" and gap.item.kind == "milestone" and over:
        return gap._replace(words="Complete it, or move it to a new day")
    return gap


def _channel_fixes(view: NudgeView) -> list[Block]:
    """The presses for the first few things that anybody may see to."""
    found: list[Block] = []
    anybodys = [line for line in view.open if line.gap and line.gap.kind in _ANYBODYS]
    for item in _items(anybodys):
        buttons = _fixes(item, "")
        for button in buttons:
            name = shorten(one_line(item[0].said.get("name", "")), 40)
            button["text"] = kit.plain_text(f"{button['text']['text']}: {name}", 75)
        if buttons:
            found.append(kit.actions(f"nudge:{len(found)}", *buttons))
    return found[:_CHANNEL_BUTTONS]


def _fixes(lines: Sequence[Line], reader: str) -> list[Block]:
    """The presses that close these gaps of one thing, each once."""
    each = [button for line in lines if line.gap for button in fixes(line.gap, reader=reader)]
    return list({button["action_id"]: button for button in each}.values())


_ANYBODYS: frozenset[GapKind] = frozenset(
    {"no owner", "no date", "approval pending", "stale document"}
)


def _entry(lines: Sequence[Line], view: NudgeView, shared: str) -> list[Block]:
    """What is missing in one thing, with its presses; what its reader has put off has none."""
    first, user = lines[0], view.nudge.user_id or ""
    words = []
    for line in lines:
        rests = _small(_resting(line.rest, view))
        said_of = _line(line, view, shared) if line is first else _also(line, view)
        words.append([*said_of, *rests])
    shown = kit.rich_text(kit.paragraph(*kit.lines(words)))
    waiting = [line for line in lines if line.rest is None]
    if not waiting:
        return [shown]
    refuse = kit.button(
        "Not mine", "nudge_not_mine", f"{view.nudge.id}:{waiting[0].row.gap}",
        spoken=f"Not mine: {first.said.get('name', '')}",
    )  # fmt: skip
    # What was passed on is nobody's own: there is nothing to hand back.
    buttons = [*_fixes(waiting, user), *([] if first.row.escalated else [refuse])]
    block = f"nudge:{view.nudge.id}:{first.row.subject_id}"
    return [shown, *([kit.actions(block, *buttons)] if buttons else [])]


def _greeting(view: NudgeView) -> str:
    waiting = [line for line in view.open if line.rest is None and line.gap and line.gap.speaks]
    own = len(_items([line for line in waiting if not line.row.escalated]))
    passed = len(_items([line for line in waiting if line.row.escalated]))
    if not waiting:
        return _nothing_waits(view)
    if view.nudge.asked_for:
        return f"You asked me to come back to {'this' if own + passed == 1 else 'these'}."
    first = f"{counted(own, 'thing')} {'is' if own == 1 else 'are'} waiting for you" if own else ""
    if not passed:
        return f"{first}."
    others = f"{first}, and {passed}" if own else counted(passed, "thing")
    return f"{others} that others have left open {'needs' if passed == 1 else 'need'} you."


def _nothing_waits(view: NudgeView) -> str:
    """What is said above what needs nothing of its reader any more, or not now."""
    if view.open:
        return "Nothing of this is waiting for you now."
    back = len(_items([line for line in view.lines if line.handed_back]))
    if not back:
        return "Thank you: nothing of this is open any more."
    if all(line.handed_back for line in view.lines):
        return f"You handed {'this' if back == 1 else 'these'} back."
    return f"You handed {counted(back, 'thing')} back; nothing else of this is open any more."


def _also(line: Line, view: NudgeView) -> list[Block]:
    """What else is missing in a thing, whose words and consequence are said already."""
    assert line.gap is not None
    detail = f" · {shorten(one_line(line.gap.detail), 160)}" if line.gap.detail else ""
    words = kit.text(shorten(one_line(_worded(line.gap, view).words), 200) + detail)
    return [words, *_small(_passed_on(line, view))]


def _resting(rest: NudgeRest | None, view: NudgeView) -> str:
    """Until when a gap is put off. Of a kind that its reader mutes, the message says so below."""
    if rest is None or rest.until is None:
        return ""
    return f"I will remind you on {moment(rest.until, view.nudge.timezone)}"


def _put_off(view: NudgeView) -> list[Block]:
    """What its reader has said about when to hear of it."""
    kinds = sorted(
        {KINDS.get(rest.kind, rest.kind) for rest in view.rests if rest.kind and not rest.gap}
        & {KINDS.get(line.row.kind, line.row.kind) for line in view.open}
    )
    if not kinds:
        return []
    return [kit.context(f"I won't tell you about {listing(kinds)} any more. Undo: {SETTINGS}")]


def _choices(view: NudgeView) -> list[Block]:
    """When to be reminded again, and of what never."""
    waiting = [line for line in view.open if line.rest is None]
    if not waiting:
        return []
    nudge = view.nudge
    ahead = any(
        view.milestones[line.row.milestone_id].day > nudge.local_date
        for line in waiting
        if line.row.milestone_id in view.milestones
    )
    snoozes = [
        (f"{value}:{nudge.id}", words)
        for value, words in SNOOZES.items()
        if value != "milestone" or ahead
    ]
    kinds = list(dict.fromkeys(line.row.kind for line in waiting))
    mutes = [(f"{nudge.id}:{kind}", f"About {KINDS.get(kind, kind)}") for kind in kinds]
    return [
        kit.actions(
            "nudge:later",
            kit.select("Remind me …", "nudge_snooze", snoozes),
            kit.select("Don't tell me …", "nudge_mute", mutes),
        )
    ]


def _why(view: NudgeView) -> str:
    """Why it came, who saw to that, and where to change it."""
    nudge = view.nudge
    reason = nudge.reason[:1].upper() + nudge.reason[1:]
    told = f"{shorten(reason, 400)}. " if reason else ""
    if nudge.user_id is None:
        by = f", set by {name_of(view.set_by, view.names)}" if view.set_by else ""
        return f"{told}Everything: /scripty check. When I write{by}: {SETTINGS}"
    there = f"{SETTINGS} in the production's channel"
    if nudge.asked_for:
        return f"{told}{there} says when I write, and of what."
    return f"{told}You get this at most once a day; {there} says when, and of what."


def _spoken(view: NudgeView) -> str:
    """For notifications: what it is about, and the first few gaps."""
    near, you = view.nudge.local_date, view.nudge.user_id or ""
    facts = [
        said(line_of(_worded(line.gap, view), view.names, near, you=you, consequence=False))
        for line in view.open[:3]
        if line.gap is not None
    ]
    more = len(view.open) - len(facts)
    facts += [f"and {more} more"] if more > 0 else []
    first = next((line.row.milestone_id for line in view.open), None)
    milestone = view.milestones.get(first) if first else None
    begins = f"{when_is(milestone, near)}: " if milestone else ""
    return escape(shorten(begins + ("; ".join(facts) or _greeting(view)), _SPOKEN))
