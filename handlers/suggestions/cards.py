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
from handlers.suggestions.rules import MOST, OWNED, WRITTEN, repeats
from handlers.suggestions.wording import (
    DRAFTING,
    NEEDS,
    TITLES,
    about,
    drafted_for,
    left_out,
    section_of,
    source_of,
)
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
_FACT = 130
_NAMED = 60
_MANY_WORDS = 4
"""Words of a quote that are seen to be one within a line; fewer may stand in any."""

_QUOTATION_MARKS = dict.fromkeys(map(ord, "“”‘’\"'"))


@dataclass(frozen=True)
class DraftView:
    """A draft with what is needed to show it: its lines in order, the tasks that they and earlier
    ones became, and the shots ("3.2"), by the suggestion's id, and the `earlier` ones by id that
    lines were folded under. `today` is the date where the production is."""

    draft: Draft
    lines: Sequence[Suggestion]
    names: Mapping[str, str]
    timezone: str
    today: date
    tasks: Mapping[UUID, Task] = field(default_factory=dict)
    earlier: Mapping[UUID, Suggestion] = field(default_factory=dict)
    shots: Mapping[UUID, str] = field(default_factory=dict)

    def of(self, *states: str) -> list[Suggestion]:
        """The lines in one of these states."""
        return [each for each in self.lines if each.state in states]


def draft_card(view: DraftView) -> Message:
    """The one card of a draft: what is to be decided, then briefly what was; while it is being
    drafted how far it is, and where nothing came of it why."""
    if view.draft.state != "ready":
        return _not_ready(view)
    if not view.lines:
        return _nothing(view)
    waiting, decided = view.of("draft"), view.of("accepted", "rejected")
    folded = view.of("merged")
    title = TITLES.get(view.draft.kind, "Drafts to decide on")
    summary = _summary(view)
    blocks = [kit.header(title), kit.rich_text(kit.paragraph(*_origin(view)))]
    blocks.append(kit.context(*filter(None, (summary, left_out(view.draft.dropped)))))
    for each in waiting[:ON_CARD]:
        blocks += entry(view, each)
    if len(waiting) > ON_CARD:
        more = len(waiting) - ON_CARD
        blocks.append(kit.context(f"{more} more to decide on: press “All {len(view.lines)}”."))
    blocks += _briefly("Decided", view, decided)
    blocks += _briefly("Rejected before, so folded away", view, folded)
    together = _together(view, len(waiting))
    if folded or len(view.lines) > len(waiting[:ON_CARD]) + min(len(decided), _BRIEFLY):
        together = [_all(view, f"All {len(view.lines)}", 1), *together]
    if together:
        blocks.append(kit.actions(f"draft:{view.draft.id}", *together))
    said = "; ".join(f"{number(each)} {words(each, _NAMED)}" for each in waiting[:ON_CARD])
    spoken = f"{title}: {summary}. {said}"
    return kit.message(escape(shorten(spoken, 750)), blocks)


def draft_list(view: DraftView, page: int) -> View:
    """Ten lines a page, in their order, decided or not, with deciding on all that is left at their
    end; pages count from 1."""
    pages = max(-(-len(view.lines) // PAGE), 1)
    page = min(max(page, 1), pages)
    shown = view.lines[(page - 1) * PAGE : page * PAGE]
    blocks = [
        kit.context(_summary(view)),
        *_turn("Earlier drafts", view, page - 1, pages),
        *(block for each in shown for block in entry(view, each)),
        *_turn("More drafts", view, page + 1, pages),
    ]
    if together := _together(view, len(view.of("draft"))):
        blocks.append(kit.actions(f"draft:{view.draft.id}", *together))
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


def accepted_answer(suggestion: Suggestion, said: str, task: Task | None) -> Message:
    """What somebody is answered who accepted a line: what it is now (`said`), and what a task of it
    still lacks."""
    if task is None or not missing(task):
        return kit.message(escape(said), [kit.section(said)])
    if suggestion.becomes == "task":
        said = f"{number(suggestion)} is task {tag(task)} now."
    said = f"{said} It has {listing(missing(task))} yet."
    return kit.message(escape(said), [kit.section(said), task_actions(task)])


def all_accepted_answer(accepted: int, said: Sequence[str], left: Sequence[str]) -> Message:
    """What somebody is answered who accepted a whole draft: what became of its lines, and of those
    that could not be accepted why."""
    begun = f"{counted(accepted, 'line')} accepted." if accepted else "Nothing could be accepted."
    parts = [begun, *(shorten(each, _WORDS) for each in (*left[:_BRIEFLY], *said))]
    words_ = shorten("\n".join(parts), 2900)
    return kit.message(escape(words_), [kit.section(words_)])


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


def _not_ready(view: DraftView) -> Message:
    """A draft that is being drafted, was cancelled or came to nothing."""
    draft = view.draft
    title = DRAFTING.get(draft.kind, "Drafting")
    ways: Sequence[Block] = ()
    match draft.state:
        case "drafting":
            said = draft.progress or "I am reading the record."
            cancel = kit.button(
                "Cancel", "draft_cancel", str(draft.id), spoken=f"Cancel: {title.lower()}"
            )
            ways = [kit.actions(f"draft:{draft.id}", cancel)]
        case "cancelled":
            said = f"Cancelled by {name_of(draft.cancelled_by, view.names)}, nothing was drafted."
        case _:
            said = draft.progress or "Something went wrong, nothing was drafted. Ask for it again."
    said = shorten(one_line(said), _WORDS)
    asked = f"Asked for by {name_of(draft.asked_by, view.names)}"
    blocks = [
        kit.header(title), kit.rich_text(kit.paragraph(*_origin(view))), kit.section(said),
        kit.context(asked), *ways,
    ]  # fmt: skip
    return kit.message(escape(shorten(f"{title}: {about(draft)}. {said}", 750)), blocks)


def _nothing(view: DraftView) -> Message:
    """A draft without a line."""
    said = (
        "Nothing to decide on: the record says too little about this, or everything in it stands "
        "already. Add what is missing, then ask again."
    )
    title = TITLES.get(view.draft.kind, "Drafts to decide on")
    facts = filter(None, (_drafted(view), left_out(view.draft.dropped)))
    blocks = [
        kit.header(title), kit.rich_text(kit.paragraph(*_origin(view))), kit.section(said),
        kit.context(*facts),
    ]  # fmt: skip
    return kit.message(escape(f"{title}: {said}"), blocks)


def _summary(view: DraftView) -> str:
    counts = [
        (len(view.of("draft")), "to decide on"),
        (len(view.of("accepted")), "accepted"),
        (len(view.of("rejected")), "rejected"),
        (len(view.of("merged")), "folded away"),
    ]
    facts = [f"{count} {what}" for count, what in counts if count]
    return f"{', '.join(facts)} · {_drafted(view)}"


def _drafted(view: DraftView) -> str:
    return drafted_for(view.draft, view.names)


def _together(view: DraftView, waiting: int) -> list[Block]:
    """Deciding on all that is left at once; a document's sections are read one by one."""
    if waiting < 2 or view.draft.kind == "sections":
        return []
    value = str(view.draft.id)
    sure = kit.confirmation(
        f"Accept {waiting} lines?", "Each becomes what it says. It can't be taken back at once.",
        "Accept all", "Not yet",
    )  # fmt: skip
    return [
        kit.button("Accept all", "draft_accept_all", value) | {"confirm": sure},
        kit.button("Reject all", "draft_reject_all", value),
    ]


def _origin(view: DraftView) -> list[Block]:
    draft = view.draft
    if draft.kind != "sections" and draft.title:
        return [kit.text("About "), kit.link(draft.source_permalink, about(draft), bold=True)]
    if not draft.title:
        return [kit.text("From "), kit.link(draft.source_permalink, "this message")]
    title = kit.link(draft.source_permalink, shorten(one_line(draft.title), 100), bold=True)
    return [kit.text("From "), title]


def _facts(view: DraftView, each: Suggestion) -> list[Block]:
    """Who, until when, what comes next, why, and its source; what is missing for what it becomes
    is said in bold."""
    facts = [*_whose(view, each)]
    step = shorten(one_line(each.next_action), _FACT)
    if step or each.becomes not in WRITTEN:
        facts.append(_or_missing(f"next: {step}" if step else "", "no next action"))
    if each.reason:
        facts.append(kit.text(f"why: {shorten(one_line(each.reason), _FACT)}"))
    if section := section_of(each):
        facts.append(kit.text(f"under “{shorten(section, _NAMED)}”", italic=True))
    if each.needs_person:
        why = NEEDS.get(each.needs_person, "a person has to say")
        facts.append(kit.text(f"only asked, since {why}", italic=True))
    if named := source_of(each):
        facts.append(kit.link(each.source_link, f"from {named}"))
    return facts


def _whose(view: DraftView, each: Suggestion) -> list[Block]:
    """Who does it by when, or who is asked; nothing of what nobody has to do."""
    if each.becomes not in OWNED:
        return []
    who = name_of(each.owner, view.names) if each.owner else ""
    if each.becomes == "question":
        return [_or_missing(f"asks {who}" if who else "", "nobody to ask")]
    due = _or_missing(day(each.due, view.today) if each.due else "", "no date")
    return [_or_missing(who, "no owner"), due]


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
    if each.state == "accepted" and (what := _made(view, each)):
        return f"{each.state}{by}: {what}"
    why = shorten(one_line(each.decision_reason or ""), _SHORT)
    if each.state == "rejected":
        return f"rejected{by}: “{why}”" if why else f"rejected{by}, no reason given"
    return f"{each.state}{by}"


def _made(view: DraftView, each: Suggestion) -> str:
    """What an accepted line is that is no task."""
    if named := view.shots.get(each.id):
        return f"shot {named}"
    if each.becomes in WRITTEN:
        return "written up in the thread"
    return source_of(each) if each.becomes == "note" else ""


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
    if not each.quote and each.source_name:
        return "The words it rests on were deleted."
    said, line = shorten(one_line(each.quote), _WORDS), one_line(each.text)
    if not said.startswith(line):
        marked = f"“{said}" in line or len(said.split()) >= _MANY_WORDS
        return "" if marked and _unmarked(said) in _unmarked(line) else said
    rest = said[len(line) :].lstrip(".:;,…” ")
    return f"… {rest}" if rest else ""


def _unmarked(words: str) -> str:
    """Without quotation marks, which a quote within a quote changes."""
    return words.translate(_QUOTATION_MARKS).casefold()


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
