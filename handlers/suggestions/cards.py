"""Drafts as people see them: the card in the thread, the list of all lines. Pure.

Buttons carry `str(suggestion.id)`, those of a list `"{draft.id}:{page}"`, and nothing else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from handlers import blocks as kit
from handlers.blocks import Block, Message, View
from handlers.suggestions.rules import MOST, repeats
from handlers.tasks.entry import tag, task_actions
from handlers.text import counted, day, day_of_month, escape, listing, name_of, one_line, shorten
from store.tables import Draft, Suggestion, Task

ON_CARD = 8
"""Drafts to decide on that the card itself shows; all of them are in its list."""

PAGE = 10
LIST = "draft_lines"
"""The `callback_id` of the list of a draft's lines."""

_BRIEFLY = 8
_WORDS = 300
_SHORT = 100
_NAMED = 60

TITLES: Mapping[str, str] = {
    "sections": "Sections to decide on",
    "questions": "Questions to decide on",
    "shotlist": "Shots to decide on",
    "transcript": "Summary to decide on",
    "clips": "Clips to decide on",
    "cleanup": "Notes to tidy up",
    "handoff": "Handoff to decide on",
    "pickups": "Pickups to decide on",
}
"""The heading of a card, by the kind of its draft."""


@dataclass(frozen=True)
class DraftView:
    """A draft with what is needed to show it: its lines in order, the tasks that they and earlier
    ones became by the suggestion's id, and the `earlier` ones by id that lines were folded under.
    `today` is the date where the production is."""

    draft: Draft
    lines: Sequence[Suggestion]
    names: Mapping[str, str]
    timezone: str
    today: date
    tasks: Mapping[UUID, Task] = field(default_factory=dict)
    earlier: Mapping[UUID, Suggestion] = field(default_factory=dict)

    def of(self, *states: str) -> list[Suggestion]:
        """The lines in one of these states."""
        return [each for each in self.lines if each.state in states]


def draft_card(view: DraftView) -> Message:
    """The one card of a draft: what is to be decided, then briefly what was."""
    waiting, decided = view.of("draft"), view.of("accepted", "rejected")
    folded = view.of("merged")
    title = TITLES.get(view.draft.kind, "Drafts to decide on")
    summary = _summary(view)
    blocks = [kit.header(title), kit.rich_text(kit.paragraph(*_origin(view)))]
    blocks.append(kit.context(summary))
    for each in waiting[:ON_CARD]:
        blocks += entry(view, each)
    if len(waiting) > ON_CARD:
        more = len(waiting) - ON_CARD
        blocks.append(kit.context(f"{more} more to decide on: press “All {len(view.lines)}”."))
    blocks += _briefly("Decided", view, decided)
    blocks += _briefly("Rejected before, so folded away", view, folded)
    if folded or len(view.lines) > len(waiting[:ON_CARD]) + min(len(decided), _BRIEFLY):
        blocks.append(
            kit.actions(f"draft:{view.draft.id}", _all(view, f"All {len(view.lines)}", 1))
        )
    said = "; ".join(f"{number(each)} {words(each, _NAMED)}" for each in waiting[:ON_CARD])
    spoken = f"{title}: {summary}. {said}"
    return kit.message(escape(shorten(spoken, 750)), blocks)


def draft_list(view: DraftView, page: int) -> View:
    """Ten lines a page, in their order, decided or not; pages count from 1."""
    pages = max(-(-len(view.lines) // PAGE), 1)
    page = min(max(page, 1), pages)
    shown = view.lines[(page - 1) * PAGE : page * PAGE]
    blocks = [
        kit.context(_summary(view)),
        *_turn("Earlier drafts", view, page - 1, pages),
        *(block for each in shown for block in entry(view, each)),
        *_turn("More drafts", view, page + 1, pages),
    ]
    return kit.modal(
        "All drafts" if pages == 1 else f"Drafts, page {page} of {pages}",
        blocks,
        callback_id=LIST,
        metadata={"draft": str(view.draft.id), "page": page},
    )


def entry(view: DraftView, each: Suggestion) -> list[Block]:
    """A line with its source, and what can be done with it, one press each."""
    said = [kit.text(number(each), bold=True), kit.text("  " + words(each, _WORDS))]
    facts = _facts(view, each) if each.state == "draft" else [kit.text(_became(view, each))]
    blocks = [
        kit.rich_text(
            kit.paragraph(*said, kit.text("\n"), *kit.joined(facts)),
            kit.quote(kit.text(_beyond(each))),
        )
    ]
    buttons = _buttons(each)
    return [*blocks, kit.actions(f"suggestion:{each.id}", *buttons)] if buttons else blocks


def accepted_answer(suggestion: Suggestion, task: Task) -> Message:
    """What somebody is answered who accepted a line that lacks something a task has."""
    lacks = listing(missing(task))
    said = f"{number(suggestion)} is task {tag(task)} now. It has {lacks} yet."
    return kit.message(escape(said), [kit.section(said), task_actions(task)])


def missing(task: Task) -> list[str]:
    """What a task of an accepted line lacks, in words."""
    lacks = [] if task.owner else ["no owner"]
    return lacks if task.due else [*lacks, "no date"]


def made_answer(drafted: int, known: Sequence[int], left: Sequence[str], left_out: int) -> str:
    """What somebody is told who asked for a draft, beyond what its card says; "" for nothing.

    `known` are the numbers of suggestions that stand already, `left` the words of lines that are
    too many at once, `left_out` counts the passages that ask for nothing.
    """
    said = []
    if len(known) == 1:
        said.append(f"{_numbers(known)} stands already, so it was not drafted twice.")
    elif known:
        said.append(f"{_numbers(known)} stand already and were not drafted twice.")
    if left:
        named, rest = _fitting(left)
        also = f" and {counted(rest, 'other')}" if rest else ""
        said.append(
            f"{drafted} are drafted, which is the most at once ({MOST}). "
            f"{counted(len(left), 'section')} did not fit: {named}{also}. "
            "Choose “Turn sections into tasks” again for the next ones; nothing is drafted twice."
        )
    if left_out and (said or not drafted):
        said.append(f"Left out: {counted(left_out, 'passage')} with nothing to do in it.")
    return " ".join(said)


def words(each: Suggestion, limit: int) -> str:
    """What is to be done, on one line."""
    return shorten(one_line(each.text), limit) or "(no words)"


def number(each: Suggestion) -> str:
    """Such as "S4"."""
    return f"S{each.number}"


def _summary(view: DraftView) -> str:
    counts = [
        (len(view.of("draft")), "to decide on"),
        (len(view.of("accepted")), "accepted"),
        (len(view.of("rejected")), "rejected"),
        (len(view.of("merged")), "folded away"),
    ]
    facts = [f"{count} {what}" for count, what in counts if count]
    drafted = "a model" if view.draft.drafted_by == "model" else "the built-in reader"
    who = name_of(view.draft.asked_by, view.names)
    return f"{', '.join(facts)} · drafted by {drafted} for {who}"


def _origin(view: DraftView) -> list[Block]:
    draft = view.draft
    if not draft.title:
        return [kit.text("From "), kit.link(draft.source_permalink, "this message")]
    title = kit.link(draft.source_permalink, shorten(one_line(draft.title), 100), bold=True)
    return [kit.text("From "), title]


def _facts(view: DraftView, each: Suggestion) -> list[Block]:
    """Who, until when, what comes next, why; what is missing is said in bold."""
    facts = [_or_missing(name_of(each.owner, view.names) if each.owner else "", "no owner")]
    facts.append(_or_missing(day(each.due, view.today) if each.due else "", "no date"))
    step = shorten(one_line(each.next_action), _SHORT)
    facts.append(_or_missing(f"next: {step}" if step else "", "no next action"))
    if each.reason:
        facts.append(kit.text(f"why: {shorten(one_line(each.reason), _SHORT)}"))
    section = (each.detail or {}).get("section")
    if isinstance(section, str):
        facts.append(kit.text(f"under “{shorten(one_line(section), _NAMED)}”", italic=True))
    return facts


def _or_missing(fact: str, otherwise: str) -> Block:
    return kit.text(fact) if fact else kit.text(otherwise, bold=True)


def _became(view: DraftView, each: Suggestion) -> str:
    """Such as "accepted by director: T4", "rejected by client: “why”", "S4, rejected on 3 May"."""
    if each.state == "merged":
        earlier = view.earlier.get(repeats(each) or each.id)
        return f"{number(earlier)}, {_decided(view, earlier, dated=True)}" if earlier else "folded"
    return _decided(view, each)


def _decided(view: DraftView, each: Suggestion, *, dated: bool = False) -> str:
    by = f" by {name_of(each.decided_by, view.names)}" if each.decided_by and not dated else ""
    if dated and each.decided_at:
        at = each.decided_at.astimezone(ZoneInfo(view.timezone)).date()
        by = f" on {day_of_month(at, view.today)}"
    if task := view.tasks.get(each.id):
        return f"{each.state}{by}: {tag(task)}"
    why = shorten(one_line(each.decision_reason or ""), _SHORT)
    if each.state == "rejected":
        return f"rejected{by}: “{why}”" if why else f"rejected{by}, no reason given"
    return f"{each.state}{by}"


def _briefly(title: str, view: DraftView, lines: Sequence[Suggestion]) -> list[Block]:
    """Lines in a list, a row each; the rest is counted."""
    if not lines:
        return []
    rows = [
        [
            kit.text(f"{number(each)} ", bold=True),
            kit.text(f"{words(each, _SHORT)} · {_became(view, each)}"),
        ]
        for each in lines[:_BRIEFLY]
    ]
    if len(lines) > _BRIEFLY:
        rows.append([kit.text(f"and {len(lines) - _BRIEFLY} more")])
    return [kit.rich_text(kit.paragraph(kit.text(f"{title}:", bold=True)), kit.bullets(rows))]


def _buttons(each: Suggestion) -> list[Block]:
    if each.state == "merged":
        return [_button(each, "Draft it anyway", "suggestion_again")]
    if each.state != "draft":
        return []
    accept = kit.button(
        "Accept", "suggestion_accept", str(each.id), "primary", spoken=f"Accept: {number(each)}"
    )
    return [
        accept,
        _button(each, "Reject", "suggestion_reject"),
        _button(each, "Edit", "suggestion_edit"),
    ]


def _button(each: Suggestion, said: str, action: str) -> Block:
    return kit.button(said, action, str(each.id), spoken=f"{said}: {number(each)}")


def _beyond(each: Suggestion) -> str:
    """What its quote says beyond the line itself; "" where it says no more."""
    said, line = shorten(one_line(each.quote), _WORDS), one_line(each.text)
    if not said.startswith(line):
        return said
    rest = said[len(line) :].lstrip(".:;,…” ")
    return f"… {rest}" if rest else ""


def _turn(said: str, view: DraftView, page: int, pages: int) -> list[Block]:
    """The button to another page, if there is one."""
    if not 1 <= page <= pages:
        return []
    return [kit.actions(f"page:{page}", _all(view, said, page))]


def _all(view: DraftView, said: str, page: int) -> Block:
    return kit.button(said, "draft_page", f"{view.draft.id}:{page}")


def _numbers(known: Sequence[int]) -> str:
    """Such as "S3, S4 and S7", or how many there are if they are many."""
    if len(known) > _BRIEFLY:
        return f"{len(known)} of its sections"
    return listing([f"S{each}" for each in known])


def _fitting(left: Sequence[str]) -> tuple[str, int]:
    """As many of these as a message has room for, in words, and how many others there are."""
    named: list[str] = []
    room = 1500
    for each in left:
        said = f"“{shorten(one_line(each), _NAMED)}”"
        room -= len(said) + 2
        if room < 0:
            break
        named.append(said)
    rest = len(left) - len(named)
    return (", ".join(named) if rest else listing(named)), rest
