"""Conflicts on a review's card: both quotes, who decides, and the decider's buttons; pure.

Each side has its button beside it, since buttons of one block may not share an action_id.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers import blocks as kit
from handlers.blocks import Block
from handlers.notes.words import Elsewhere, asked, fate, quoted, standing_sources
from handlers.text import counted, listing, name_of, one_line, shorten, version_words
from store.tables import Conflict, Decision

SHOWN = 3
SIDES = 4
SETTLED_SHOWN = 6
_QUOTE = 200
_LINE = 200
_NAMED = 10
_CALLED = ("This", "That", "Or", "Or")


@dataclass(frozen=True)
class ConflictView:
    """A conflict with what is needed to show it: its notes by number, and once it is settled the
    decision. `before` is an earlier decision about the same, where there is one."""

    conflict: Conflict
    notes: Sequence[Elsewhere]
    decision: Decision | None = None
    before: Decision | None = None


def conflict_blocks(
    views: Sequence[ConflictView],
    names: Mapping[str, str],
    decider: str | None,
    *,
    closed: bool = False,
    most: int = SHOWN,
) -> list[Block]:
    """The first open conflicts, with their buttons unless the round is `closed`, then the settled
    ones in a line each."""
    waiting = [view for view in views if view.decision is None]
    who = "reopen the round to settle it" if closed else _who_settles(decider, names)
    drawn = [
        block
        for view in waiting[:most]
        for block in (_heading(view, names, who), *_sides(view, names, closed=closed))
    ]
    left = len(waiting) - most
    more = [kit.context(f"and {counted(left, 'more conflict')} to settle.")] if left > 0 else []
    return [*drawn, *more, *_settled([v for v in views if v.decision is not None], names)]


def settled_line(decision: Decision, names: Mapping[str, str]) -> str:
    """Such as "D2 · director: keep the pause"."""
    what = shorten(one_line(decision.what), _LINE)
    return f"D{decision.number} · {name_of(decision.decided_by, names)}: {what}"


def _who_settles(decider: str | None, names: Mapping[str, str]) -> str:
    return f"{name_of(decider, names)} decides" if decider else "nobody is set to decide"


def _sides(view: ConflictView, names: Mapping[str, str], *, closed: bool) -> list[Block]:
    """The quotes, each with its button, and below them the other ways out."""
    if closed:
        return [kit.section(_said(side, names)) for side in view.notes[:SIDES]]
    sides = [
        _side(view, side, called, names)
        for side, called in zip(view.notes[:SIDES], _CALLED, strict=False)
    ]
    rest = [f"N{side.view.note.number}" for side in view.notes[SIDES:]]
    more = (
        [kit.context(f"Also part of it: {listing(rest)}. Whatever is chosen, the others go.")]
        if rest
        else []
    )
    return [*sides, *more, _otherwise(view)]


def _heading(view: ConflictView, names: Mapping[str, str], who: str) -> Block:
    """Such as "Conflict: N3 or N7 · director decides", the numbers as links to the messages."""
    tags = [_tag(side) for side in view.notes[:_NAMED]]
    more = len(view.notes) - len(tags)
    said = [
        kit.text("Conflict: ", bold=True),
        *kit.joined(tags, " or "),
        kit.text(f"{f' and {more} more' if more > 0 else ''} · {who}"),
    ]
    if view.before is not None:
        said.append(kit.text(f"\nDecided before: {settled_line(view.before, names)}"))
    return kit.rich_text(kit.paragraph(*said))


def _tag(side: Elsewhere) -> Block:
    links = (side.view.permalinks.get(source.ts, "") for source in standing_sources(side.view))
    return kit.link(next(filter(None, links), ""), f"N{side.view.note.number}", bold=True)


def _side(view: ConflictView, side: Elsewhere, called: str, names: Mapping[str, str]) -> Block:
    number = side.view.note.number
    button = kit.button(
        f"{called}: N{number}",
        "conflict_choose",
        f"{view.conflict.id}:{side.view.note.id}",
        spoken=f"Decide for N{number}: {one_line(asked(side.view.note))}",
    )
    return kit.section(_said(side, names), button)


def _said(side: Elsewhere, names: Mapping[str, str]) -> str:
    """Such as "N3  director: “keep the pause” (v1, accepted, T2 open)"."""
    note = side.view.note
    words = one_line(quoted(side.view, names, _QUOTE) or asked(note))
    sources = standing_sources(side.view) or side.view.sources
    people = [name_of(user, names) for user in dict.fromkeys(each.user_id for each in sources)]
    who = f"{people[0]} and {len(people) - 1} more" if len(people) > 1 else listing(people)
    facts = [] if side.here else [version_words(side.version)]
    facts += [fate(side, note)] if note.state == "accepted" else []
    known = f" ({', '.join(facts)})" if facts else ""
    quote = f"“{words}”" if words else "its message was deleted"
    return f"N{note.number}  {who}: {quote}{known}"


def _otherwise(view: ConflictView) -> Block:
    key = str(view.conflict.id)
    numbers = listing([f"N{side.view.note.number}" for side in view.notes[:_NAMED]])
    two = len(view.notes) == 2
    neither, both = ("Neither", "Both") if two else ("None of them", "All of them")
    return kit.actions(
        f"conflict:{key}",
        kit.button(neither, "conflict_choose", f"{key}:neither", spoken=f"{neither}: {numbers}"),
        kit.button(both, "conflict_both", key, spoken=f"{both}: {numbers}"),
        kit.button("Other words", "conflict_words", key, spoken=f"Other words than {numbers}"),
    )


def _settled(views: Sequence[ConflictView], names: Mapping[str, str]) -> list[Block]:
    """The newest decisions of this round, a line each."""
    decisions = sorted((view.decision for view in views if view.decision), key=_number)
    if not decisions:
        return []
    left = len(decisions) - SETTLED_SHOWN
    lines = [[kit.text(settled_line(each, names))] for each in decisions[-SETTLED_SHOWN:]]
    before = [[kit.text(f"and {left} before")]] if left > 0 else []
    return [
        kit.rich_text(kit.paragraph(kit.text("Settled", bold=True)), kit.bullets([*lines, *before]))
    ]


def _number(decision: Decision) -> int:
    return decision.number
