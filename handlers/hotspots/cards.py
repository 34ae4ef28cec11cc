"""Hotspots as people read them. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from handlers import blocks as kit
from handlers.blocks import Block, Message
from handlers.hotspots.rules import FEW, SHOWN, Hotspot
from handlers.procedure.rules import said
from handlers.text import counted, day_of_month, escape, listing, one_line, shorten
from store.tables import ProcedureRule, Production

_EXAMPLES = 5
_STAGES = 2
_NAME = 60
_WORDS = 300

NAMES: Mapping[str, str] = {
    "late note": "Notes after the freeze",
    "conflict": "Notes that contradict each other",
    "rejected idea": "Rejected ideas that come back",
    "done twice": "Work that had to be done again",
    "round too many": "Rounds beyond those agreed",
    "overdue": "Work past its day",
    "unresolved note": "Notes nobody decides on",
    "approval pending": "Approvals that are waited for",
    "approval stale": "Approvals that no longer counted",
    "stale document": "Documents past their day",
    "scene not ready": "Scenes that aren't ready",
    "no owner": "Work without an owner",
    "no date": "Work without a day",
    "unverified note": "Work nobody has verified",
    "unanchored": "Work connected to nothing",
    "no review path": "Nobody named who approves",
    "no consequence": "Nobody said what waits on it",
}
"""What each kind of mistake is called in a list."""


@dataclass(frozen=True)
class HotspotsView:
    """What the list is drawn from: hotspots, the most frequent first, the numbers of the notes
    among what they are about, and the production's own rules by key. `said` is what a press has
    just done."""

    production: Production
    now: datetime
    hotspots: Sequence[Hotspot]
    numbers: Mapping[UUID, int]
    rules: Mapping[str, ProcedureRule]
    said: str = ""


def hotspot_list(view: HotspotsView) -> Message:
    """The five kinds of mistake that happen most often, each with the rule against it."""
    times = sum(each.times for each in view.hotspots)
    title = f"Hotspots of {shorten(one_line(view.production.name), _NAME)}"
    heading = [*([kit.context(view.said)] if view.said else []), kit.header(title)]
    if times < FEW:
        words = (
            f"{counted(times, 'slip') if times else 'No slips'} here so far: too little to say "
            "where they happen most often. Ask again after the next round."
        )
        return kit.message(escape(words), [*heading, kit.section(words)])
    shown = view.hotspots[:SHOWN]
    summary = f"{counted(times, 'slip')} so far, the most frequent kind first"
    if rest := len(view.hotspots) - len(shown):
        summary += f"; {counted(rest, 'rarer kind')} not listed"
    blocks = [*heading, kit.context(summary)]
    said_before: set[str] = set()
    for each in shown:
        blocks += _entry(view, each, said_before)
        said_before |= {each.rule.key} if each.rule else set()
    spoken = "; ".join(f"{_name(each)}: {each.times}" for each in shown)
    return kit.message(escape(shorten(f"{title}. {spoken}", 750)), blocks)


def _entry(view: HotspotsView, hotspot: Hotspot, said_before: Collection[str]) -> list[Block]:
    """`said_before` are the keys of the rules that stand above: each is offered once."""
    facts = [counted(hotspot.times, "time"), _trend(hotspot), _where(hotspot)]
    lines = [
        [kit.text(_name(hotspot), bold=True)],
        [kit.text(" · ".join(filter(None, facts)))],
    ]
    if examples := _examples(view, hotspot):
        lines.append([kit.text(examples)])
    rule, own = hotspot.rule, view.rules.get(hotspot.rule.key) if hotspot.rule else None
    if rule is None:
        return [kit.rich_text(kit.paragraph(*kit.lines(lines)))]
    if rule.key in said_before:
        lines.append([kit.text("The same rule as above", italic=True)])
        return [kit.rich_text(kit.paragraph(*kit.lines(lines)))]
    words = said(own.words, own.days) if own else said(rule.words, rule.days)
    lines.append([kit.text("Rule: ", italic=True), kit.text(shorten(one_line(words), _WORDS))])
    standing = f"On{_since(view, own)}" if own and own.active else "Off"
    lines.append([kit.text(f"{standing} · concerns {rule.concerns} · {_lower(rule.effect)}")])
    blocks = [kit.rich_text(kit.paragraph(*kit.lines(lines)))]
    if not (own and own.active):
        value = f"{view.production.id}:{rule.key}"
        spoken = f"Switch on: {shorten(one_line(words), 50)}"
        switch = kit.button("Switch it on", "hotspot_switch", value, spoken=spoken)
        blocks.append(kit.actions(f"hotspot:{hotspot.kind}", switch))
    return blocks


def _name(hotspot: Hotspot) -> str:
    return NAMES.get(hotspot.kind) or hotspot.kind


def _trend(hotspot: Hotspot) -> str:
    """Such as "9 in the last 30 days, 5 in the 30 before"."""
    if hotspot.lately == hotspot.times:
        return "all in the last 30 days"
    return f"{hotspot.lately} in the last 30 days, {hotspot.before} in the 30 before"


def _where(hotspot: Hotspot) -> str:
    """Such as "mostly in rough cut revisions (6) and approval (2)"."""
    if not hotspot.stages:
        return ""
    named = [f"{shorten(one_line(name), 40)} ({times})" for name, times in hotspot.stages[:_STAGES]]
    return f"{'in' if len(hotspot.stages) <= _STAGES else 'mostly in'} {listing(named)}"


def _examples(view: HotspotsView, hotspot: Hotspot) -> str:
    numbers = [view.numbers[each] for each in hotspot.newest if each in view.numbers][:_EXAMPLES]
    return f"Such as {listing([f'N{number}' for number in sorted(numbers)])}" if numbers else ""


def _since(view: HotspotsView, rule: ProcedureRule) -> str:
    if rule.changed_at is None:
        return ""
    zone = ZoneInfo(view.production.timezone)
    today = view.now.astimezone(zone).date()
    return f" since {day_of_month(rule.changed_at.astimezone(zone).date(), today)}"


def _lower(words: str) -> str:
    """A sentence as it goes on behind a dot."""
    return words if words.startswith("Scripty") else words[:1].lower() + words[1:]
