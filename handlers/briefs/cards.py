"""What changed, and the brief, as people read them. Pure.

The button that stops a report carries its id and nothing else.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers import blocks as kit
from handlers.blocks import Block, Message
from handlers.briefs.brief import Brief, Entry, Owed, Point
from handlers.briefs.lines import Line
from handlers.text import counted, day, escape, name_of, one_line, shorten

PAGE = 10
"""Changed things on a page that one person sees."""

POSTED = 22
"""Changed things in a message that comes by itself: Slack refuses one of more than about 13,000
characters, and a line may have 540."""

DECISIONS = 6
OWNERS = 8
OWED = 3
"""What the brief itself shows; the rest is in its thread."""

MOST = 40
"""Lines of the rest that are shown: so many a message holds."""

_POINT = 220
_SPOKEN = 750
_RULES = 260
_NAME = 80
_FOOTER = 200


@dataclass(frozen=True)
class Footer:
    """Under a posted report: who wanted it and when it comes, in words; the id of one that can be
    stopped, "" otherwise."""

    words: str
    report: str = ""


@dataclass(frozen=True)
class Window:
    """Since when changes are shown, in words ("since Mon 1 Jun"), and as the buttons to other
    pages have it."""

    words: str
    value: str = ""


def changes_list(found: Sequence[Line], production: str, window: Window, page: int) -> Message:
    """A page of what changed, for one person's eyes; pages count from 1."""
    name = shorten(one_line(production), _NAME)
    if not found:
        words = (
            f"Nothing has changed in {name} {window.words}. To look further back: "
            "/scripty changes since 12 june, or since v1."
        )
        return kit.message(escape(words), [kit.header("What changed"), kit.section(words)])
    pages = -(-len(found) // PAGE)
    page = min(max(page, 1), pages)
    shown = found[(page - 1) * PAGE : page * PAGE]
    facts = [name, window.words, counted(len(found), "thing")]
    if pages > 1:
        facts.append(f"page {page} of {pages}")
    return kit.message(
        _spoken(f"What changed in {name} {window.words}", shown),
        [
            kit.header("What changed"),
            kit.context(" · ".join(facts)),
            *_turn("Back", window, page - 1, pages),
            *_grouped(shown),
            *_turn("More changes", window, page + 1, pages),
        ],
    )


def changes_posted(
    found: Sequence[Line], production: str, window: Window, footer: Footer
) -> Message:
    """What changed, as it comes to a channel by itself."""
    name = shorten(one_line(production), _NAME)
    shown, left = found[:POSTED], len(found) - POSTED
    facts = [name, window.words, counted(len(found), "thing")]
    blocks = [kit.header("What changed"), kit.context(" · ".join(facts)), *_grouped(shown)]
    if left > 0:
        blocks.append(kit.context(f"And {left} more: /scripty changes shows them all."))
    return kit.message(
        _spoken(f"What changed in {name} {window.words}", shown), [*blocks, *under(footer)]
    )


def _spoken(begun: str, shown: Sequence[Line]) -> str:
    """The text for notifications."""
    said = "; ".join(f"{each.thing.name} {each.said}" for each in shown)
    return escape(shorten(f"{begun}. {said}", _SPOKEN))


def _grouped(shown: Sequence[Line]) -> Iterator[Block]:
    """A heading wherever a new one begins, then its lines."""
    for heading in dict.fromkeys(each.heading for each in shown):
        theirs = [each for each in shown if each.heading == heading]
        yield kit.rich_text(
            kit.paragraph(kit.text(heading, bold=True)),
            kit.bullets(_line(each) for each in theirs),
        )


def _line(line: Line) -> list[Block]:
    thing = line.thing
    parts = [_linked(thing.name, thing.link)]
    if thing.title:
        parts.append(kit.text(f"  {thing.title}"))
    return kit.lines([parts, [kit.text(line.said)], _arrow(line.next)])


def _arrow(words: str) -> list[Block]:
    return [kit.text(f"→ {words}", italic=True)] if words else []


def _linked(name: str, link: str) -> Block:
    return kit.link(link, name, bold=True) if link else kit.text(name, bold=True)


def _turn(words: str, window: Window, page: int, pages: int) -> list[Block]:
    """The button to another page, if there is one."""
    if not 1 <= page <= pages:
        return []
    value = f"{window.value}:{page}"
    return [kit.actions(f"page:{page}", kit.button(words, "changes_page", value))]


def under(footer: Footer) -> list[Block]:
    """Who wanted a report, and the button that stops it."""
    blocks = [kit.context(shorten(footer.words, _FOOTER))] if footer.words else []
    if footer.report:
        stop = kit.button("Stop", "report_stop", footer.report, spoken="Stop these reports")
        blocks.append(kit.actions(f"report:{footer.report}", stop))
    return blocks


@dataclass(frozen=True)
class Heading:
    """Over a brief: the production, when it is from, and the milestone it is about, if any."""

    production: str
    moment: str
    milestone: str = ""


def brief_message(
    brief: Brief, heading: Heading, names: Mapping[str, str], today: date, footer: Footer
) -> Message:
    """The direct answer first, then decisions needed, then headings with owners."""
    name = shorten(one_line(heading.production), _NAME)
    about = f" · {shorten(one_line(heading.milestone), 60)}" if heading.milestone else ""
    blocks = [
        kit.header(f"Brief: {name}"),
        kit.context(f"{heading.moment}{about} · from the record"),
        kit.rich_text(kit.bullets([kit.text(each)] for each in brief.where)),
        _decided(brief.decisions, names),
        *(_owner(each, names, today) for each in brief.owed[:OWNERS]),
    ]
    if _left(brief):
        blocks.append(kit.context(f"{counted(_left(brief), 'more line')} in the thread."))
    if brief.rules:
        blocks.append(kit.context(_agreed(brief.rules)))
    spoken = shorten(f"Brief of {name}. {' '.join(brief.where)}", _SPOKEN)
    return kit.message(escape(spoken), [*blocks, *under(footer)])


def _agreed(rules: Sequence[str]) -> str:
    """The rules that are on, whole ones only, as many as there is room for."""
    said, room = list[str](), _RULES
    for each in rules:
        words = shorten(f"{one_line(each).rstrip('.')}.", _RULES)
        if len(words) > room:
            break
        said.append(words)
        room -= len(words) + 1
    if more := len(rules) - len(said):
        said.append(f"{counted(more, 'more rule')}: /scripty procedure.")
    return f"What we agreed: {' '.join(said)}"


def brief_rest(brief: Brief, names: Mapping[str, str], today: date) -> Message | None:
    """What the brief itself has no room for; None where it has."""
    if not _left(brief):
        return None
    room = MOST
    blocks: list[Block] = []
    for heading, shown in _more(brief, names, today):
        if room > 0:
            blocks.append(_heading_with(heading, shown[:room]))
        room -= len(shown)
    blocks = blocks[: kit.MESSAGE_BLOCKS - 1]
    if room < 0:
        blocks.append(kit.context("There is more: /scripty tasks and /scripty gaps list it all."))
    return kit.message("The rest of the brief", blocks)


def _more(
    brief: Brief, names: Mapping[str, str], today: date
) -> Iterator[tuple[str, Sequence[Sequence[Block]]]]:
    """The headings that the brief itself has no room for, and what is left of the others."""
    if points := brief.decisions[DECISIONS:]:
        yield "More decisions needed", [_point(each, names) for each in points]
    for place, owed in enumerate(brief.owed):
        entries = owed.entries[OWED:] if place < OWNERS else owed.entries
        if entries:
            yield _called(owed, names), [_entry(each, today) for each in entries]


def _left(brief: Brief) -> int:
    """How many lines the brief itself has no room for."""
    owed = sum(
        len(each.entries) - (OWED if place < OWNERS else 0)
        for place, each in enumerate(brief.owed)
        if place >= OWNERS or len(each.entries) > OWED
    )
    return max(len(brief.decisions) - DECISIONS, 0) + owed


def _decided(decisions: Sequence[Point], names: Mapping[str, str]) -> Block:
    if not decisions:
        return kit.rich_text(
            kit.paragraph(kit.text("Decisions needed", bold=True), kit.text(": none."))
        )
    lines = [_point(each, names) for each in decisions[:DECISIONS]]
    return _heading_with(f"Decisions needed ({len(decisions)})", lines)


def _owner(owed: Owed, names: Mapping[str, str], today: date) -> Block:
    return _heading_with(
        _called(owed, names), [_entry(each, today) for each in owed.entries[:OWED]]
    )


def _called(owed: Owed, names: Mapping[str, str]) -> str:
    who = name_of(owed.user, names) if owed.user else "Nobody yet"
    return f"{who} ({len(owed.entries)})"


def _heading_with(heading: str, shown: Sequence[Sequence[Block]]) -> Block:
    return kit.rich_text(kit.paragraph(kit.text(heading, bold=True)), kit.bullets(shown))


def _point(point: Point, names: Mapping[str, str]) -> list[Block]:
    what = shorten(point.what, _POINT)
    said = kit.link(point.link, what) if point.link else kit.text(what)
    if not point.user:
        return [said, kit.text(f": nobody is named who {point.does}")]
    return [said, kit.text(": "), kit.text(name_of(point.user, names), bold=True),
            kit.text(f" {point.does}")]  # fmt: skip


def _entry(entry: Entry, today: date) -> list[Block]:
    parts = [_linked(entry.name, entry.link)]
    if entry.title:
        parts.append(kit.text(f"  {entry.title}"))
    if entry.late and entry.due:
        parts += [kit.text(" · "), kit.text(f"overdue since {day(entry.due, today)}", bold=True)]
    elif entry.due:
        parts.append(kit.text(f" · by {day(entry.due, today)}"))
    else:
        parts.append(kit.text(" · no date"))
    return parts
