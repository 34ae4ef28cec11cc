"""Drafts as a whole, as people read them: the latest ones, and what became of all. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from handlers import blocks as kit
from handlers.blocks import Block, Message, Picture
from handlers.judging.picture import draw
from handlers.judging.rules import DRAFTS_USAGE, FEW, PAGE_ACTION, Drafter, Judged, Tally, rate
from handlers.suggestions.wording import LEFT_OUT
from handlers.text import counted, day_of_month, escape, listing, name_of, one_line, shorten
from store.tables import Draft, Suggestion

PAGE = 10

_ROWS = 8
_REASONS = 6
_NAME = 40
_LABEL = 10
_WIDE = 38
_COLUMNS = ("all", "ok", "edit", "no", "open", "yes")
_WIDTHS = (4, 4, 5, 4, 5, 5)

KINDS: Mapping[str, str] = {
    "sections": "Sections",
    "questions": "Questions",
    "shotlist": "Shot list",
    "transcript": "Summary of a transcript",
    "clips": "Clips",
    "cleanup": "Tidied notes",
    "handoff": "Handoff",
    "pickups": "Pickups",
}
"""What a draft of each kind is called in a list."""


@dataclass(frozen=True)
class DraftsView:
    """A production's drafts, newest first, with their lines by draft and where each stands."""

    production: str
    drafts: Sequence[Draft]
    lines: Mapping[UUID, Sequence[Suggestion]]
    links: Mapping[UUID, str]
    names: Mapping[str, str]
    timezone: str
    today: date


def drafts_list(view: DraftsView, page: int = 1) -> Message:
    """The latest drafts, ten a page; pages count from 1."""
    title = f"Drafts of {shorten(one_line(view.production), 60)}"
    if not view.drafts:
        said = (
            "Nothing was drafted yet. Ask with /scripty draft and a kind, such as questions, or "
            "choose “Turn sections into tasks” on a message. What was drafted stands here, with "
            "what became of it."
        )
        return kit.message(escape(said), [kit.header(title), kit.section(said)])
    pages = -(-len(view.drafts) // PAGE)
    page = min(max(page, 1), pages)
    shown = view.drafts[(page - 1) * PAGE : page * PAGE]
    standing = f"{counted(len(view.drafts), 'draft')}, the newest first"
    if pages > 1:
        standing += f" · page {page} of {pages}"
    blocks = [
        kit.header(title),
        kit.context(standing, f"How good they were: {DRAFTS_USAGE.replace('[report]', 'report')}"),
        kit.rich_text(kit.bullets([_draft(view, each) for each in shown])),
    ]
    blocks += [
        kit.actions(f"page:{to}", kit.button(words, PAGE_ACTION, str(to)))
        for words, to in (("Newer", page - 1), ("Older", page + 1))
        if 1 <= to <= pages
    ]
    spoken = "; ".join(f"{_kind(each)}: {_standing(view, each)}" for each in shown)
    return kit.message(escape(shorten(f"{title}. {spoken}", 750)), blocks)


def _draft(view: DraftsView, draft: Draft) -> list[Block]:
    at = draft.made_at.astimezone(ZoneInfo(view.timezone)).date()
    link = view.links.get(draft.id, "")
    name = kit.link(link, _kind(draft), bold=True) if link else kit.text(_kind(draft), bold=True)
    title = f" of {shorten(one_line(draft.title), 60)}" if draft.title else ""
    who = name_of(draft.asked_by, view.names)
    said = f"{title} · {_standing(view, draft)} · for {who}, {day_of_month(at, view.today)}"
    return [name, kit.text(said)]


def _kind(draft: Draft) -> str:
    return KINDS.get(draft.kind, "Draft")


def _standing(view: DraftsView, draft: Draft) -> str:
    """Such as "3 to decide on, 2 accepted" or "still being drafted"."""
    if draft.state == "drafting":
        return "still being drafted"
    if draft.state == "cancelled":
        by = name_of(draft.cancelled_by, view.names) if draft.cancelled_by else ""
        return f"cancelled by {by}" if by else "cancelled"
    if draft.state == "failed":
        return "could not be drafted"
    lines = view.lines.get(draft.id, ())
    counts = [
        (sum(each.state == state for each in lines), words)
        for state, words in (
            ("draft", "to decide on"), ("accepted", "accepted"), ("rejected", "rejected"),
            ("merged", "folded away"),
        )
    ]  # fmt: skip
    return ", ".join(f"{count} {words}" for count, words in counts if count) or "no lines"


@dataclass(frozen=True)
class DraftsReport:
    """What became of a production's drafts."""

    production: str
    judged: Judged

    @property
    def title(self) -> str:
        return "What became of drafts"

    @property
    def about(self) -> str:
        return shorten(one_line(self.production), 80)

    @property
    def is_empty(self) -> bool:
        return not self.judged.tallies


def report_message(report: DraftsReport, *after: Block) -> Message:
    """The report in words and as a table for each kind, in which the versions of its prompt stand
    side by side."""
    title = f"{report.title}: {report.about}"
    if report.is_empty:
        nothing = _nothing(report.judged)
        return kit.message(escape(nothing), [kit.header(title), kit.section(nothing), *after])
    total = report.judged.total
    said = [_overall(total), *_others(report.judged)]
    blocks = [kit.header(title), kit.rich_text(kit.bullets([[kit.text(each)] for each in said]))]
    kinds = report.judged.by_kind()
    blocks += [_of_kind(kind, tallies) for kind, tallies in kinds.items()]
    blocks.append(
        kit.context(
            "all: lines drafted · ok, edit: accepted as drafted, or after an edit · no: rejected · "
            f"open: not decided · yes: accepted of those decided, where {FEW} or more are"
        )
    )
    spoken = [f"*{escape(title)}*", *(f"• {escape(each)}" for each in said)]
    for kind, tallies in kinds.items():
        rates = "; ".join(f"{_named(each)}: {_judged(tally)}" for each, tally in tallies[:_ROWS])
        spoken.append(f"• {escape(shorten(f'{KINDS[kind]}, {rates}', 400))}")
    return kit.message("\n".join(spoken), [*blocks, *after])


def where() -> Block:
    """Says where the picture of a report that somebody asked for goes."""
    return kit.context("The picture goes into this channel for everybody.")


def picture_of(report: DraftsReport) -> Picture:
    """The same as a picture; it isn't drawn yet."""
    total = report.judged.total
    return Picture(
        title=report.title,
        alt=f"{report.title}. Bars for each kind and version of its prompt. {_overall(total)} "
        "The message says it all in words.",
        draw=partial(draw, report.title, report.about, report.judged.tallies),
    )


def _of_kind(kind: str, tallies: Sequence[tuple[Drafter, Tally]]) -> Block:
    """What each drafter of a kind came to, in words, then in figures side by side."""
    shown = tallies[:_ROWS]
    said = [
        [kit.text(_named(drafter), bold=True), kit.text(f": {_judged(tally)}")]
        for drafter, tally in shown
    ]
    if len(tallies) > _ROWS:
        said.append([kit.text(f"and {len(tallies) - _ROWS} more")])
    return kit.rich_text(
        kit.paragraph(kit.text(KINDS[kind], bold=True)),
        kit.bullets(said),
        {"type": "rich_text_preformatted", "elements": [kit.text("\n".join(_table(shown)))]},
    )


def _table(tallies: Sequence[tuple[Drafter, Tally]]) -> list[str]:
    """A row for each drafter; above the versions of a model's prompt stands its name."""
    rows, model = [_row("", *_COLUMNS)], ""
    for drafter, tally in tallies:
        versioned = drafter.model and drafter.short_version
        if versioned and drafter.model != model:
            rows.append(shorten(one_line(drafter.model), _WIDE))
        model = drafter.model
        rows.append(_row_of(drafter.short_version if versioned else drafter.name, tally))
    return rows


def _row_of(label: str, tally: Tally) -> str:
    """A row that fits a phone: 10 characters for the label, 4 or 5 for each figure."""
    yes = "–" if tally.is_few else rate(tally.accepted, tally.decided)
    figures = (tally.lines, tally.as_drafted, tally.edited, tally.rejected, tally.undecided)
    return _row(label, *map(str, figures), yes)


def _named(drafter: Drafter) -> str:
    return shorten(one_line(drafter.name), _NAME)


def _row(name: str, *cells: str) -> str:
    said = "".join(f"{cell:>{width}}" for cell, width in zip(cells, _WIDTHS, strict=True))
    return f"{shorten(one_line(name), _LABEL):<{_LABEL}}{said}".rstrip()


def _judged(tally: Tally) -> str:
    """Such as "8 of 10 decided lines accepted (80%), 5 as drafted (50%), 2 dropped unseen"."""
    if tally.is_few:
        decided = counted(tally.decided, "decided line") if tally.decided else "no decided lines"
        said = [f"{decided}: too few to judge"]
    else:
        said = [
            f"{tally.accepted} of {tally.decided} decided lines accepted "
            f"({rate(tally.accepted, tally.decided)})",
            f"{tally.as_drafted} as drafted ({rate(tally.as_drafted, tally.decided)})",
        ]
    if tally.unseen:
        said.append(f"{tally.unseen} dropped unseen")
    if tally.failed:
        said.append(f"no usable answer for {counted(tally.failed, 'draft')}")
    if tally.tokens:
        said.append(f"{tally.tokens:,} tokens")
    return ", ".join(said)


def _overall(total: Tally) -> str:
    """Such as "3 drafts with 24 lines: 10 accepted as drafted and 4 not decided yet."."""
    counts = (
        (total.as_drafted, "accepted as drafted"),
        (total.edited, "accepted after an edit"),
        (total.rejected, "rejected"),
        (total.undecided, "not decided yet"),
        (total.folded, "folded away as rejected before"),
    )
    said = listing([f"{count} {words}" for count, words in counts if count])
    became = f": {said}" if said else ""
    return f"{counted(total.drafts, 'draft')} with {counted(total.lines, 'line')}{became}."


def _others(judged: Judged) -> list[str]:
    """What came to nothing, and what it cost, a line each."""
    total, said = judged.total, []
    if total.unseen:
        named = sorted(total.dropped.items(), key=lambda each: (-each[1], each[0]))
        reasons = [
            f"{count} {LEFT_OUT.get(why, shorten(one_line(why), _NAME))}"
            for why, count in named[:_REASONS]
        ]
        if rest := sum(count for _, count in named[_REASONS:]):
            reasons.append(f"{rest} for other reasons")
        said.append(
            f"Dropped before anybody saw them: {counted(total.unseen, 'line')} "
            f"({', '.join(reasons)})."
        )
    if total.tokens:
        said.append(f"A model used {total.tokens:,} tokens.")
    if ended := _ended(judged):
        said.append(f"{ended}.")
    return said


def _ended(judged: Judged) -> str:
    counts = ((judged.cancelled, "cancelled"), (judged.failed, "failed"))
    named = [f"{counted(count, 'draft')} {words}" for count, words in counts if count]
    return listing(named)


def _nothing(judged: Judged) -> str:
    ended = f" ({_ended(judged)})" if _ended(judged) else ""
    return (
        f"No draft is there to judge yet{ended}. Once people accept and reject drafted lines, this "
        "says what became of them, by kind and by who drafted them."
    )
