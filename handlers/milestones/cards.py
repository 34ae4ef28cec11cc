"""Milestones as people see them: the card of one, the list of many, who is told of a move. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from handlers import blocks as kit
from handlers.blocks import Block, Message
from handlers.milestones.checklist import days_until, label, missing_words
from handlers.milestones.errors import HOW, USAGE, on, short
from handlers.milestones.gaps import Gap
from handlers.milestones.items import Item
from handlers.milestones.rules import waiting_too_early
from handlers.text import day, escape, listing, moment, name_of, one_line, shorten
from store.tables import Milestone, Production

SHOWN = 20
_SHOWN_CLOSED = 6
_SHOWN_ITEMS = 10
_NAMED = 6
_WORDS = 300


@dataclass(frozen=True)
class Said:
    """Something that somebody did with a milestone, and why."""

    by: str
    at: datetime
    because: str = ""


@dataclass(frozen=True)
class Move:
    """A move from one day to another, in words ("Fri 12 Jun 17:00")."""

    before: str
    to: str
    said: Said


@dataclass(frozen=True)
class MilestoneView:
    """A milestone with what is needed to show it, as it is `at` this moment. `waits_for` and
    `waited_for_by` are the open ones; `moved` is the last time it was, `cancelled` why it was."""

    milestone: Milestone
    production: Production
    today: date
    at: datetime
    items: Sequence[Item] = ()
    gaps: Sequence[Gap] = ()
    waits_for: Sequence[Milestone] = ()
    waited_for_by: Sequence[Milestone] = ()
    moved: Said | None = None
    cancelled: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def when(self) -> str:
        """Such as "Fri 12 Jun 17:00"."""
        return on(self.milestone.day, self.today, self.milestone.time)


def milestone_card(view: MilestoneView) -> Message:
    """The one card of a milestone: when, how far it is, what waits, and what can be done."""
    milestone = view.milestone
    if milestone.state != "open":
        return _closed_card(view)
    facts = [[kit.text(view.when, bold=True)], [kit.text(_progress(view))], *_more(view)]
    spoken = f"Milestone {short(milestone.name)}, {view.when}: {_progress(view)}."
    return kit.message(
        escape(spoken),
        [
            kit.header(milestone.name),
            kit.rich_text(kit.paragraph(*kit.lines(facts))),
            kit.context(_made(view), f"As of {moment(view.at, view.production.timezone)}"),
            milestone_actions(milestone),
        ],
    )


def milestone_actions(milestone: Milestone) -> Block:
    """What can be done with an open milestone."""
    buttons = (
        ("Check", "milestone_check"),
        ("Edit", "milestone_edit"),
        ("Move", "milestone_move"),
        ("Complete", "milestone_complete"),
        ("Cancel", "milestone_cancel"),
    )
    return kit.actions(
        f"milestone:{milestone.id}",
        *(_button(milestone, words, action) for words, action in buttons),
    )


def _button(milestone: Milestone, words: str, action: str) -> Block:
    return kit.button(words, action, str(milestone.id), spoken=f"{words}: {short(milestone.name)}")


def _closed_card(view: MilestoneView) -> Message:
    milestone = view.milestone
    closed = milestone.closed_at or milestone.since
    local = closed.astimezone(ZoneInfo(view.production.timezone))
    said = f"{milestone.state.capitalize()} on {day(local.date(), view.today)} {local:%H:%M}"
    said += f" by {name_of(milestone.closed_by, view.names)}"
    if view.cancelled:
        said += f": “{shorten(one_line(view.cancelled), _WORDS)}”"
    return kit.message(
        escape(f"Milestone {short(milestone.name)}: {said}"),
        [
            kit.header(milestone.name),
            kit.rich_text(kit.paragraph(kit.text(said), kit.text(f"\nIt was for {view.when}."))),
            kit.context(_made(view)),
            kit.actions(
                f"milestone:{milestone.id}", _button(milestone, "Reopen", "milestone_reopen")
            ),
        ],
    )


def _progress(view: MilestoneView) -> str:
    """Such as "9 of 14 done · 3 without an owner, 1 overdue"."""
    things = [each for each in view.items if each.kind != "milestone"]
    if not things:
        return "Nothing on it yet"
    done = f"{sum(each.done for each in things)} of {len(things)} done"
    missing = missing_words([gap for gap in view.gaps if gap.speaks])
    return f"{done} · {missing}" if missing else done


def _more(view: MilestoneView) -> list[list[Block]]:
    milestone = view.milestone
    lines = [
        _waiting("Waits for ", view.waits_for, view.today),
        _waiting("Waited for by ", view.waited_for_by, view.today),
    ]
    if early := waiting_too_early(milestone, view.waits_for):
        names = listing([short(each.name) for each in early[:_NAMED]])
        verb = "comes" if len(early) == 1 else "come"
        lines.append([kit.text(f"{names} {verb} after it, though", bold=True)])
    if milestone.consequence:
        lines.append([kit.text(f"If it slips: {shorten(milestone.consequence, _WORDS)}")])
    if not milestone.by_date:
        lines.append([kit.text("Only what is put on it belongs to it")])
    if view.moved is not None:
        lines.append([kit.text(_moved(view, view.moved))])
    return [line for line in lines if line]


def _waiting(how: str, others: Sequence[Milestone], today: date) -> list[Block]:
    if not others:
        return []
    named = [f"{short(each.name)} ({on(each.day, today, each.time)})" for each in others[:_NAMED]]
    more = [f"{len(others) - _NAMED} more"] if len(others) > _NAMED else []
    return [kit.text(how + listing([*named, *more]))]


def _moved(view: MilestoneView, moved: Said) -> str:
    times = view.milestone.moves
    often = {1: "Moved", 2: "Moved twice, last"}.get(times, f"Moved {times} times, last")
    at = moved.at.astimezone(ZoneInfo(view.production.timezone)).date()
    who = name_of(moved.by, view.names)
    because = f": “{shorten(one_line(moved.because), _WORDS)}”" if moved.because else ""
    return f"{often} on {day(at, view.today)} by {who}{because}"


def _made(view: MilestoneView) -> str:
    who = name_of(view.milestone.created_by, view.names)
    return f"Milestone of {shorten(one_line(view.production.name), 60)} · made by {who}"


def milestone_list(
    views: Sequence[MilestoneView], closed: Sequence[Milestone], title: str, today: date
) -> Message:
    """The open milestones, soonest first, and which were closed last."""
    if not views:
        advice = f"No milestone is open. {HOW}"
        return kit.message(
            escape(f"{title}: no milestone is open. {USAGE} makes one."),
            [kit.header(title), kit.section(advice), *_were(closed, today)],
        )
    blocks = [kit.header(title)]
    for view in views[:SHOWN]:
        blocks += [kit.rich_text(kit.paragraph(*_entry(view))), milestone_actions(view.milestone)]
    if len(views) > SHOWN:
        more = f"and {len(views) - SHOWN} later ones: /scripty milestone and a name shows one"
        blocks.append(kit.context(more))
    said = [f"{short(view.milestone.name)}, {view.when}" for view in views[:SHOWN]]
    return kit.message(escape(f"{title}: {'; '.join(said)}"), [*blocks, *_were(closed, today)])


def _entry(view: MilestoneView) -> list[Block]:
    left = days_until(view.milestone.day, view.today)
    lines = [
        [
            kit.text(short(view.milestone.name), bold=True),
            kit.text(f"  {view.when} · "),
            kit.text(left, bold=view.milestone.day < view.today),
        ],
        [kit.text(_progress(view))],
        _waiting("Waits for ", view.waits_for, view.today),
    ]
    return kit.lines(lines)


def _were(closed: Sequence[Milestone], today: date) -> list[Block]:
    """Which were completed or cancelled, the last one first."""
    latest = sorted(closed, key=lambda each: each.closed_at or each.since, reverse=True)
    said = [
        f"{short(each.name)} ({each.state}, {day(each.day, today)})"
        for each in latest[:_SHOWN_CLOSED]
    ]
    return [kit.context(f"Closed: {', '.join(said)}")] if said else []


def moved_message(view: MilestoneView, move: Move, mine: Sequence[Item]) -> Message:
    """What somebody who has something due on a milestone is told when it is moved."""
    name = short(view.milestone.name)
    said = move.said
    who = name_of(said.by, view.names)
    why = f": “{shorten(one_line(said.because), _WORDS)}”" if said.because else ""
    lines = [
        [
            kit.text(name, bold=True),
            kit.text(f" moves from {move.before} to "),
            kit.text(move.to, bold=True),
        ],
        [kit.text(f"{who}{why}")],
    ]
    owned = [[kit.text(_owned(each, view.today))] for each in mine[:_SHOWN_ITEMS]]
    if len(mine) > _SHOWN_ITEMS:
        owned.append([kit.text(f"and {len(mine) - _SHOWN_ITEMS} more")])
    blocks = [kit.rich_text(kit.paragraph(*kit.lines(lines)))]
    if owned:
        blocks.append(
            kit.rich_text(
                kit.paragraph(kit.text("Yours on it, due as before:")), kit.bullets(owned)
            )
        )
    blocks.append(kit.context(f"{shorten(one_line(view.production.name), 60)} · said once a move"))
    return kit.message(escape(f"{name} moves from {move.before} to {move.to}. {who}{why}"), blocks)


def _owned(item: Item, today: date) -> str:
    """Such as "N12 (sound)  Lower the music, due Wed 10 Jun"."""
    title = shorten(one_line(item.title), 80)
    due = f", due {day(item.points.due, today)}" if item.points.due else ""
    return label(item) + (f"  {title}" if title else "") + due
