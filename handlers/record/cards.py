"""Decisions and histories as people see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from handlers import blocks as kit
from handlers.blocks import Block, Message
from handlers.record.finding import page_value
from handlers.text import counted, day_of_month, escape, listing, name_of, one_line, shorten
from store.tables import Decision, Production

PAGE = 10
SHOWN_EVENTS = 40

WHAT_LIMIT = 500
_WHY = 160
_NEXT = 140
_EVENT = 220
_SPOKEN = 750


@dataclass(frozen=True)
class DecisionView:
    """A decision with the numbers of the one it supersedes and of the one that superseded it."""

    decision: Decision
    supersedes: int | None = None
    superseded_by: int | None = None


@dataclass(frozen=True)
class Looked:
    """Which page of which decisions somebody looks at.

    `numbers` are those that were found, None for all; `words` what was looked for, where known.
    """

    numbers: Sequence[int] | None = None
    page: int = 1
    words: str = ""


def decision_card(
    view: DecisionView,
    production: Production,
    names: Mapping[str, str],
    changes: Sequence[str] = (),
) -> Message:
    """One decision in full, in the thread it was logged from; `changes` are the documents that no
    longer hold with it, by their kinds."""
    decision = view.decision
    said = f"Decision D{decision.number}: {shorten(one_line(decision.what), WHAT_LIMIT)}"
    parts = [
        _heading(view),
        _who(decision, production, names, decision.at.date()),
        *_line("Why: ", decision.why, WHAT_LIMIT),
        *_line("Next: ", decision.next_action, WHAT_LIMIT),
        *_line("Changes: ", listing(changes), WHAT_LIMIT),
    ]
    return kit.message(escape(said), [kit.rich_text(kit.paragraph(*kit.lines(parts)))])


def decision_list(
    views: Sequence[DecisionView],
    production: Production,
    names: Mapping[str, str],
    today: date,
    looked: Looked,
) -> Message:
    """A page of ten of these decisions, which come newest first."""
    if not views:
        return _none(looked)
    pages = -(-len(views) // PAGE)
    page = min(max(looked.page, 1), pages)
    shown = views[(page - 1) * PAGE : page * PAGE]
    summary = _summary(len(views), looked)
    said = [
        f"D{view.decision.number} {shorten(one_line(view.decision.what), 60)}" for view in shown
    ]
    return kit.message(
        _spoken(f"{summary}. " + "; ".join(said)),
        [
            kit.header("Decisions"),
            kit.context(summary if pages == 1 else f"{summary} · page {page} of {pages}"),
            *_turn("Later decisions", looked, page - 1, pages),
            *(_entry(view, production, names, today) for view in shown),
            *_turn("Earlier decisions", looked, page + 1, pages),
        ],
    )


def history(about: str, lines: Sequence[str], more: str = "") -> Message:
    """What happened to something, oldest first; of a long history the newest part."""
    shown = [shorten(one_line(each), _EVENT) for each in lines[-SHOWN_EVENTS:]]
    earlier = len(lines) - len(shown)
    facts = [counted(len(lines), "event")]
    if earlier:
        facts.append(f"the newest {len(shown)}, and {earlier} earlier")
    blocks = [kit.header(f"History of {about}"), kit.context(" · ".join(facts))]
    if shown:
        blocks.append(kit.rich_text(kit.bullets([kit.text(each)] for each in shown)))
    if more:
        blocks.append(kit.context(more))
    return kit.message(_spoken(f"History of {about}. " + "; ".join(shown)), blocks)


def _spoken(words: str) -> str:
    """The text for notifications: escaping may make it five times as long, and 4,000 is most."""
    return escape(shorten(words, _SPOKEN))


def _entry(
    view: DecisionView, production: Production, names: Mapping[str, str], today: date
) -> Block:
    decision = view.decision
    return kit.rich_text(
        kit.paragraph(
            *kit.lines(
                [
                    _heading(view),
                    _who(decision, production, names, today),
                    *_line("Why: ", decision.why, _WHY),
                    *_line("Next: ", decision.next_action, _NEXT),
                ]
            )
        )
    )


def _heading(view: DecisionView) -> list[Block]:
    """Such as "D4  keep the logo small · superseded by D9"."""
    decision = view.decision
    what = shorten(one_line(decision.what), WHAT_LIMIT) or "(no words)"
    parts = [kit.text(f"D{decision.number}", bold=True), kit.text(f"  {what}")]
    if view.superseded_by:
        parts.append(kit.text(f" · superseded by D{view.superseded_by}", bold=True))
    if view.supersedes:
        parts.append(kit.text(f" · supersedes D{view.supersedes}"))
    return parts


def _who(
    decision: Decision, production: Production, names: Mapping[str, str], today: date
) -> list[Block]:
    """Such as "director · 12 May · logged by editor · message"."""
    on = decision.at.astimezone(ZoneInfo(production.timezone)).date()
    parts = [kit.text(name_of(decision.decided_by, names)), kit.text(day_of_month(on, today))]
    if decision.origin == "conflict":
        parts.append(kit.text("settled a conflict"))
    elif decision.logged_by != decision.decided_by:
        parts.append(kit.text(f"recorded by {name_of(decision.logged_by, names)}"))
    if kit.is_address(decision.source_permalink):
        parts.append(kit.link(decision.source_permalink, "message"))
    return kit.joined(parts)


def _line(label: str, words: str, limit: int) -> list[list[Block]]:
    said = shorten(one_line(words), limit)
    return [[kit.text(label, italic=True), kit.text(said)]] if said else []


def _summary(count: int, looked: Looked) -> str:
    words = shorten(one_line(looked.words), 60)
    if words:
        return f"{counted(count, 'decision')} with “{words}”, newest first"
    found = " found" if looked.numbers is not None else ""
    return f"{counted(count, 'decision')}{found}, newest first"


def _none(looked: Looked) -> Message:
    words = shorten(one_line(looked.words), 60)
    if words or looked.numbers is not None:
        what = f" with “{words}”" if words else ""
        advice = (
            f"No decision{what}. Try fewer or other words, or /scripty decisions without any to "
            "see them all."
        )
    else:
        advice = (
            "No decisions yet. Choose “Log a decision” in the menu of the message that says it; "
            "settled conflicts are recorded by themselves."
        )
    return kit.message(escape(advice), [kit.header("Decisions"), kit.section(advice)])


def _turn(words: str, looked: Looked, page: int, pages: int) -> list[Block]:
    """The button to another page, if there is one."""
    if not 1 <= page <= pages:
        return []
    value = page_value(looked.numbers, page)
    return [kit.actions(f"page:{page}", kit.button(words, "decisions_page", value))]
